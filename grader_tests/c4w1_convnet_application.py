"""What c4w1_convnet_application checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception
from helpers.checks.stand_ins import scores_of_corners, scores_of_few, softmax_on_pixels

sheet = Sheet(__name__, position=2, errata="E195 E196")


def numbers(*shape, seed):
    """Return an array of short numbers of both signs."""
    return np.random.default_rng(seed).normal(size=shape).round(2)


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def sizes_of_every_stage(input_shape=(32, 32, 3), filters=(8, 16), units=(120, 84), classes=10, f=5):
    shapes, counts, names = [tuple(input_shape)], [0], ["input"]
    for k, n_C in enumerate(filters):
        height, width, channels = shapes[-1]
        counts += [n_C * f**2 * channels + n_C, 0]
        shapes += [(height - (f - 1), width - (f - 1), n_C)]
        shapes += [((shapes[-1][0] - 2) // 2 + 1, (shapes[-1][1] - 2) // 2 + 1, n_C)]
        names += [f"conv{k + 1}", f"pool{k + 1}"]
    for k, n in enumerate([*units, classes]):
        counts.append(int(np.prod(shapes[-1])) * n + n)
        shapes.append((n, 1))
        names.append("softmax" if k == len(units) else f"fc{len(filters) + k + 1}")
    return [[name, shape, int(np.prod(shape)), count] for name, shape, count in zip(names, shapes, counts)]


sheet.exercise(
    "lenet_shapes",
    points=8,
    source="D2 C4_W1 “Neural network example”: 608, 3216, 48 120, 10 164 and 850 parameters",
    cases=[
        case("the document's network"),
        case("the course's pictures", (28, 28, 1)),
        case("a wide picture of odd size", (29, 33, 2), (3, 5), (7,), 4, 3),
        case("a tall picture and one convolution", (20, 13, 3), (4,), (6, 5), 2),
        hidden("three convolutions", (47, 44, 1), (2, 6, 9), (12, 8), 3),
        hidden("no hidden fully connected layer", (17, 17, 4), (10, 10), (), 7, f=4),
        hidden("filters of one pixel", (8, 10, 3), (2, 2), (5,), f=1),
    ],
    misconceptions=[
        wrong(
            "E195",
            {"weights = f * f * n_C": "weights = f * f * n_filters"},
            "A filter has as many channels as the picture that it looks at, not as many as there are filters in its own layer.",
            "D2 C4_W1 “Summary of notation”: “Each filter is f × f × n_c” with the layer's own number of channels",
        ),
        wrong(
            "E193",
            {"weights = f * f * n_C": "weights = f * f"},
            "These filters are flat. A filter reaches through all channels of its input: f · f weights for each of them.",
            "D2 C4_W1 “Why convolutions”: 6 × 26 = 156 parameters on a picture of 3 channels",
        ),
        wrong(
            "no-bias",
            {"(weights + 1) * n_filters": "weights * n_filters", "(n_prev + 1) * n": "n_prev * n"},
            "The weights are right, the biases are missing: every filter and every unit has one.",
        ),
        wrong(
            "one-bias-in-all",
            {"(weights + 1) * n_filters": "weights * n_filters + 1", "(n_prev + 1) * n": "n_prev * n + 1"},
            "You count one bias for a whole layer; every filter and every unit has a bias of its own.",
        ),
        wrong(
            "same-size",
            {"n_H - f + 1, n_W - f + 1": "n_H, n_W"},
            "Without padding a convolution makes the picture smaller: the filter has fewer places than there are pixels.",
        ),
        wrong(
            "f-too-many",
            {"n_H - f + 1, n_W - f + 1": "n_H - f, n_W - f"},
            "One place is missing along each side: like fence posts, there is one more place than steps.",
        ),
        wrong(
            "half-a-window",
            {"n_H // 2, n_W // 2": "-(-n_H // 2), -(-n_W // 2)"},
            "Where the size is odd, a last window would hang over the edge. Such a window is left out.",
        ),
        wrong(
            "flattened-too-late",
            {"n_prev = n_H * n_W * n_C": "n_prev = n_C"},
            "The first fully connected layer sees all numbers of the last pooling, not only one for each channel.",
        ),
        wrong(
            "fc-from-3",
            {"len(filters) + k": "2 + k"},
            "The fully connected layers are numbered on from the last pooling. Only behind two poolings is the first of them fc3.",
        ),
        wrong(
            "pooling-learns",
            {"n_H * n_W * n_C, 0))\n    names": "n_H * n_W * n_C, 4 * n_C))\n    names"},
            "A pooling layer picks the largest number of a window. There is nothing in it to be learned.",
        ),
    ],
    accepted=[
        sizes_of_every_stage,
        {
            "(weights + 1) * n_filters": "np.ones((f, f, n_C, n_filters)).size + n_filters",
            "n_H - f + 1, n_W - f + 1": "len(range(n_H - f + 1)), len(range(n_W - f + 1))",
        },
    ],
    hints=[
        "Go through the network and keep three numbers up to date: n_H, n_W, n_C. Each line of the table follows from the one above.",
        "A convolution with an f×f filter leaves n − f + 1 places along a side; 2×2 pooling with stride 2 halves, rounding down.",
        "Parameters of a convolution: the weights of one filter (think of its third axis) and a bias, times the number of filters.",
        "After the last pooling, n_H · n_W · n_C numbers stand in a column; a fully connected layer has a weight for each of them and each unit.",
    ],
)


def block(m, n_H, n_W, n_C_prev, f, n_C, seed, pad=0):
    """Return (A_prev, W, b, pad) of a block."""
    A_prev, W = numbers(m, n_H, n_W, n_C_prev, seed=seed), numbers(f, f, n_C_prev, n_C, seed=seed + 1)
    return A_prev, W, numbers(1, 1, 1, n_C, seed=seed + 2), pad


def block_and_gradient(m, n_H, n_W, n_C_prev, f, n_C, seed, pad=0):
    """Return (dA, A_prev, W, b, pad) of a block."""
    A_prev, W, b, pad = block(m, n_H, n_W, n_C_prev, f, n_C, seed, pad)
    n_H, n_W = ((n + 2 * pad - f + 1) // 2 for n in (n_H, n_W))
    return numbers(m, n_H, n_W, n_C, seed=seed + 3), A_prev, W, b, pad


def block_with_loops(A_prev, W, b, pad=0):
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    f, n_C = W.shape[0], W.shape[3]
    m, n_H, n_W = len(A_prev), (padded.shape[1] - f + 1) // 2, (padded.shape[2] - f + 1) // 2
    A = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(2 * n_H):
            for w in range(2 * n_W):
                for c in range(n_C):
                    z = np.sum(padded[i, h : h + f, w : w + f] * W[:, :, :, c]) + b[0, 0, 0, c]
                    A[i, h // 2, w // 2, c] = max(A[i, h // 2, w // 2, c], z)
    return A


def block_of_windows(A_prev, W, b, pad=0):
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, W.shape[:2], axis=(1, 2))
    R = np.maximum(np.einsum("mhwcij,ijck->mhwk", windows, W) + b, 0)
    even = R[:, : R.shape[1] // 2 * 2, : R.shape[2] // 2 * 2]
    return np.maximum(
        np.maximum(even[:, ::2, ::2], even[:, 1::2, ::2]), np.maximum(even[:, ::2, 1::2], even[:, 1::2, 1::2])
    )


sheet.exercise(
    "conv_block_forward",
    points=8,
    source="D2 C4_W1 “One layer of a convolutional network”, “Pooling layers”",
    cases=[
        case("one picture of 4×4 pixels", *block(1, 4, 4, 1, 3, 2, seed=11)),
        case("two pictures with a border", *block(2, 4, 6, 2, 3, 2, seed=21, pad=1)),
        case("pictures of odd size", *block(2, 5, 7, 1, 3, 3, seed=31)),
        hidden("filters of one pixel", *block(3, 5, 4, 3, 1, 2, seed=41)),
        hidden("a wide border", *block(1, 5, 3, 2, 5, 3, seed=51, pad=2)),
        hidden("four pictures and one filter", *block(4, 4, 5, 2, 2, 1, seed=61)),
    ],
    misconceptions=[
        wrong(
            "no-relu",
            {"R, _ = layers.relu_forward(Z)": "R = Z"},
            "There are negative numbers in your result. Between convolution and pooling something is missing that cuts them off.",
        ),
        wrong(
            "mean-pooling",
            {"max_pool": "average_pool"},
            "You take the mean of each window. This block keeps a window's largest number: is the feature anywhere in it?",
        ),
        wrong(
            "relu-on-the-input",
            {
                "layers.conv_forward(A_prev,": "layers.conv_forward(np.maximum(A_prev, 0),",
                "R, _ = layers.relu_forward(Z)": "R = Z",
            },
            "ReLU is applied to the input of the convolution; it belongs after it, to Z.",
        ),
        wrong(
            "pad-forgotten",
            {"pad=pad)": "pad=0)"},
            "The result is too small where pad is not 0: the argument pad has to reach the convolution.",
        ),
        wrong(
            "bias-forgotten",
            {"(A_prev, W, b, stride": "(A_prev, W, 0 * b, stride"},
            "The bias is missing: every filter adds its own to all places.",
        ),
        wrong(
            "overlapping-windows",
            {"f=2, stride=2": "f=2, stride=1"},
            "Your windows overlap: height and width shrink by one only. The pooling's stride is as large as its window.",
        ),
        wrong(
            "no-pooling",
            {"A, _ = layers.max_pool_forward(R, f=2, stride=2)": "A = R"},
            "Height and width are those of the convolution. The third step, the pooling, is missing.",
        ),
    ],
    accepted=[
        block_with_loops,
        block_of_windows,
        {
            "R, _ = layers.relu_forward(Z)": "R, _ = layers.max_pool_forward(Z)",
            "A, _ = layers.max_pool_forward(R, f=2, stride=2)": "A = np.maximum(R, 0)",
        },
    ],
    hints=[
        "Three calls: each takes what the one before returned. Each returns a pair, the output and a cache; here only outputs count.",
        "`layers.conv_forward(A_prev, W, b, stride, pad)`, `layers.relu_forward(Z)`, `layers.max_pool_forward(A_prev, f, stride)`.",
    ],
)


def backward_with_loops(dA, A_prev, W, b, pad=0):
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    d_padded, dW, db = np.zeros(padded.shape), np.zeros(W.shape), np.zeros(b.shape)
    f = W.shape[0]
    for i, h, w, c in np.ndindex(dA.shape):
        places = [(2 * h + k, 2 * w + j) for k in range(2) for j in range(2)]
        values = [np.sum(padded[i, y : y + f, x : x + f] * W[..., c]) + b[0, 0, 0, c] for y, x in places]
        y, x = places[int(np.argmax(values))]
        if max(values) > 0:
            d_padded[i, y : y + f, x : x + f] += dA[i, h, w, c] * W[..., c]
            dW[..., c] += dA[i, h, w, c] * padded[i, y : y + f, x : x + f]
            db[0, 0, 0, c] += dA[i, h, w, c]
    return d_padded[:, pad : padded.shape[1] - pad, pad : padded.shape[2] - pad], dW, db


sheet.exercise(
    "conv_block_backward",
    points=10,
    source="D2 C4_W1 “Putting it together”: use gradient descent to optimize parameters to reduce J",
    cases=[
        case("one picture of 4×4 pixels", *block_and_gradient(1, 4, 4, 1, 3, 2, seed=13)),
        case("two pictures with a border", *block_and_gradient(2, 4, 4, 2, 3, 2, seed=22, pad=1)),
        case("pictures of odd size", *block_and_gradient(2, 5, 7, 1, 3, 3, seed=32)),
        hidden("filters of one pixel", *block_and_gradient(3, 4, 4, 2, 1, 2, seed=42)),
        hidden("a wide border", *block_and_gradient(1, 5, 4, 2, 3, 3, seed=52, pad=2)),
        hidden("four pictures and one filter", *block_and_gradient(4, 4, 3, 2, 2, 1, seed=62)),
    ],
    misconceptions=[
        wrong(
            "relu-forgotten",
            {"dZ = layers.relu_backward(dR, relu_cache)": "dZ = dR"},
            "Where ReLU gave 0, nothing that you change in Z changes the output. Your gradient gets through there all the same.",
        ),
        wrong(
            "relu-of-the-gradient",
            {"dZ = layers.relu_backward(dR, relu_cache)": "dZ = np.maximum(dR, 0)"},
            "You cut off negative gradients. What decides is whether Z was positive on the way forward; a gradient may have either sign.",
        ),
        wrong(
            "shared-out",
            {"max_pool": "average_pool"},
            "Every window's gradient is shared out equally. Max pooling looked at one number only, so only that one gets it.",
        ),
        wrong(
            "one-over-m",
            {"return layers.conv_backward(dZ, conv_cache)": "return layers.conv_backward(dZ / len(dA), conv_cache)"},
            "You divide by the number of examples. The cost's own gradient, from which dA comes, has done so already; layers only add up.",
        ),
        wrong(
            "pad-forgotten",
            {"stride=1, pad=pad)\n    R": "stride=1, pad=0)\n    R"},
            "The argument pad does not reach the convolution, so your Z is not the one of the way forward.",
        ),
    ],
    accepted=[
        backward_with_loops,
        {
            "R, relu_cache = layers.relu_forward(Z)": "R = Z * (Z > 0)",
            "dZ = layers.relu_backward(dR, relu_cache)": "dZ = dR * (Z > 0)",
        },
        {
            "R, relu_cache = layers.relu_forward(Z)\n    _, pool_cache = layers.max_pool_forward(R": "R, pool_cache = layers.max_pool_forward(Z",
            "dR = layers.max_pool_backward(dA, pool_cache)\n    ": "",
            "dZ = layers.relu_backward(dR, relu_cache)": "dZ = layers.max_pool_backward(dA * (R > 0), pool_cache)",
        },
    ],
    hints=[
        "Go forward as in conv_block_forward, and keep the caches this time.",
        "Backward the same steps come in reverse order: pooling, ReLU, convolution, each with its own cache.",
        "`layers.max_pool_backward(dA, cache)` and `layers.relu_backward(dA, cache)` return one array, `layers.conv_backward(dZ, cache)` returns three.",
    ],
)


def learning(m, n_H, n_W, classes, seed, n_C=1):
    """Return (parameters, X, Y, gradients_of, order) of a softmax regression on m pictures."""
    draw = np.random.default_rng(seed)
    parameters = {"W": numbers(n_H * n_W * n_C, classes, seed=seed + 1), "b": numbers(1, classes, seed=seed + 2)}
    Y = draw.permutation(m) % classes
    return parameters, numbers(m, n_H, n_W, n_C, seed=seed + 3), Y, softmax_on_pixels, draw.permutation(m)


def batches_cut_first(parameters, X, Y, gradients_of, order, learning_rate=0.01, batch_size=64):
    current, costs = {name: np.array(value) for name, value in parameters.items()}, []
    cuts = range(batch_size, len(order), batch_size)
    for pictures, labels in zip(np.split(X[order], cuts), np.split(Y[order], cuts)):
        cost, grads = gradients_of(current, pictures, labels)
        for name in current:
            current[name] -= learning_rate * grads[f"d{name}"]
        costs += [cost] * len(labels)
    return current, np.mean(costs)


sheet.exercise(
    "train_epoch",
    points=10,
    source="D2 C4_W1 “Putting it together”; D2 C2_W2 “Mini-batch gradient descent”",
    parts={"parameters": ["[0]"], "cost": ["[1]"]},
    cases=[
        case("five examples in batches of two", *learning(5, 2, 2, 3, seed=2), learning_rate=0.5, batch_size=2),
        case("one example", *learning(1, 2, 3, 2, seed=12), learning_rate=0.1),
        case("four examples in two batches", *learning(4, 2, 3, 3, seed=22), learning_rate=0.3, batch_size=2),
        hidden("seven examples in batches of three", *learning(7, 2, 2, 3, seed=32), learning_rate=1.0, batch_size=3),
        hidden("the default settings", *learning(6, 3, 2, 2, seed=42)),
        hidden(
            "every example a batch of its own", *learning(3, 2, 2, 2, seed=52, n_C=3), learning_rate=0.2, batch_size=1
        ),
        hidden("a last batch of one", *learning(9, 2, 2, 4, seed=62), learning_rate=0.4, batch_size=4),
    ],
    misconceptions=[
        wrong(
            "labels-left-behind",
            {"Y[batch]": "Y[start : start + batch_size]"},
            "The pictures are taken in the new order, the labels in the old one: pictures get the labels of others.",
        ),
        wrong(
            "order-ignored",
            {"order[start : start + batch_size]": "range(len(order))[start : start + batch_size]"},
            "The examples are taken as they lie. The argument `order` says in which order this epoch takes them.",
        ),
        wrong(
            "rest-dropped",
            {
                "range(0, len(order), batch_size)": "range(0, len(order) - batch_size + 1, batch_size)",
                "total / len(order)": "total / max(1, len(order))",
            },
            "The last examples are never used when they do not fill a batch. They make a smaller batch of their own.",
        ),
        wrong(
            "last-batch",
            {"return parameters, total / len(order)": "return parameters, cost"},
            "This is the cost of the last batch alone.",
            score=0.5,
        ),
        wrong(
            "mean-of-means",
            {"cost * len(batch)": "cost", "total / len(order)": "total / -(-len(order) // batch_size)"},
            "You average over the batches. A small last batch then counts as much as a full one; the mean is asked for over the examples.",
            score=0.5,
        ),
        wrong(
            "sum-of-costs",
            {"cost * len(batch)": "cost", "total / len(order)": "total"},
            "Your cost is a sum over batches and grows with their number. A mean over the examples is asked for.",
            score=0.5,
        ),
        wrong(
            "first-parameters",
            {
                "    total = 0.0": "    total, first = 0.0, parameters",
                "gradients_of(parameters,": "gradients_of(first,",
            },
            "Every batch's gradients are computed at the start of the epoch. Each step should start from where the one before arrived.",
        ),
        wrong(
            "uphill",
            {"value - learning_rate": "value + learning_rate"},
            "The parameters go along the gradient, which points uphill.",
        ),
        wrong(
            "one-over-batch",
            {"value - learning_rate *": "value - learning_rate / len(batch) *"},
            "You divide by the size of the batch. The cost is a mean already, and so are its gradients.",
        ),
        wrong(
            "changes-parameters",
            {
                'parameters = {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}': 'for name in parameters:\n            parameters[name] -= learning_rate * grads["d" + name]'
            },
            "The result is right, but the caller's own arrays were changed: a second run would not start from the same point. Make new arrays, or copy first.",
        ),
    ],
    accepted=[
        batches_cut_first,
        {
            "    total = 0.0": "    total, parameters = 0.0, dict(parameters)",
            'parameters = {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}': 'for name in parameters:\n            parameters[name] = parameters[name] - learning_rate * grads["d" + name]',
        },
    ],
    hints=[
        "Cut `order` into pieces of batch_size; X[piece] and Y[piece] are a batch, in which pictures and labels belong together.",
        'For each batch: ask gradients_of, then parameter = parameter − learning_rate · gradient for every name; the gradient of "W" is grads["dW"].',
        "The cost that comes back is a mean over the batch. Times the number of examples in it, it can be added up; divide by m at the end.",
    ],
)


def pictures(m, size, seed, n_C=1, classes=4):
    """Return m pictures and labels."""
    draw = np.random.default_rng(seed)
    return draw.uniform(0, 1, (m, size, size, n_C)).round(2), draw.integers(0, classes, m)


def counted_with_bins(predict, X, Y, classes=10, batch_size=256):
    parts = np.split(X, range(batch_size, len(X), batch_size))
    said = np.concatenate([np.argmax(predict(part), axis=1) for part in parts])
    confusion = np.bincount(classes * Y + said, minlength=classes**2).reshape(classes, classes)
    return np.mean(said == Y), confusion


FANCY = "confusion[Y[start : start + batch_size], scores.argmax(axis=1)] += 1"
COUNTING = """for label, said in zip(Y[start : start + batch_size], scores.argmax(axis=1)):
            confusion[label, said] += 1"""


sheet.exercise(
    "evaluate",
    points=8,
    source="D2 C4_W1 “Convolutional neural network example”; D2 C3_W1",
    parts={"accuracy": ["[0]"], "confusion": ["[1]"]},
    cases=[
        case("ten pictures", scores_of_corners, *pictures(10, 2, seed=1), classes=4),
        case("five pictures in batches of two", scores_of_corners, *pictures(5, 2, seed=8), classes=4, batch_size=2),
        case("one picture", scores_of_corners, *pictures(1, 4, seed=5), classes=4),
        case("a net that takes four pictures at most", scores_of_few, *pictures(9, 2, seed=4), classes=4, batch_size=4),
        hidden("classes that never occur", scores_of_corners, *pictures(6, 2, seed=6, classes=2), classes=5),
        hidden("coloured pictures and ten classes", scores_of_corners, *pictures(7, 2, seed=7, n_C=3)),
        hidden(
            "thirty pictures in batches of seven", scores_of_corners, *pictures(30, 2, seed=9), classes=4, batch_size=7
        ),
        hidden(
            "another net that takes four at most", scores_of_few, *pictures(13, 2, seed=10), classes=4, batch_size=3
        ),
    ],
    misconceptions=[
        wrong(
            "rows-are-predictions",
            {"confusion[label, said]": "confusion[said, label]"},
            "The table lies on its side: a row should be a true class, a column what was said.",
            score=0.5,
        ),
        wrong(
            "counted-once",
            {COUNTING: FANCY},
            "Some pairs occur several times in a batch, yet your table grows by one only: adding to repeated positions of an array at once counts each position once.",
        ),
        wrong(
            "all-at-once",
            {
                "range(0, len(X), batch_size)": "(0,)",
                "X[start : start + batch_size]": "X",
                "Y[start : start + batch_size]": "Y",
            },
            "All pictures are handed to predict at once. Between two layers ten thousand pictures need more memory than a notebook has: hand over batch_size at a time.",
        ),
        wrong(
            "rest-dropped",
            {"range(0, len(X), batch_size)": "range(0, len(X) - batch_size + 1, batch_size)"},
            "The last pictures are not counted when they do not fill a batch.",
        ),
        wrong(
            "per-cent",
            {"np.trace(confusion) / len(X)": "100 * np.trace(confusion) / len(X)"},
            "The accuracy should be a share between 0 and 1; yours is per cent.",
            score=0.5,
        ),
        wrong(
            "count-not-share",
            {"np.trace(confusion) / len(X)": "np.trace(confusion)"},
            "This is how many are right. The accuracy is their share of all.",
            score=0.5,
        ),
        wrong(
            "mean-of-batches",
            {
                "    for start in": "    shares = []\n    for start in",
                "        for label, said": "        shares.append(np.mean(scores.argmax(axis=1) == Y[start : start + batch_size]))\n        for label, said",
                "np.trace(confusion) / len(X)": "np.mean(shares)",
            },
            "You average the accuracies of the batches. A small last batch then counts as much as a full one; count over all pictures.",
            score=0.5,
        ),
    ],
    accepted=[
        counted_with_bins,
        {COUNTING: "np.add.at(confusion, (Y[start : start + batch_size], scores.argmax(axis=1)), 1)"},
        {
            "dtype=int": "",
            "np.trace(confusion) / len(X)": "sum(confusion[k, k] for k in range(classes)) / confusion.sum()",
        },
    ],
    hints=[
        "A slice X[start : start + batch_size] may reach over the end: Python stops at the last picture.",
        "`scores.argmax(axis=1)` gives the position of the largest score in every row: that is the class it says.",
        "The right ones stand on the diagonal of the table.",
    ],
)
