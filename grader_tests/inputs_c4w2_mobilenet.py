"""Inputs, other right ways and reasons for c4w2_mobilenet_transfer."""

import numpy as np

from grader_tests import case, hidden, misconception


def wrong(id, edit, says, place="", score=0.0):
    """Return a known mistake that edits the reference."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def numbers(*shape, seed, scale=1.0):
    """Return normally distributed numbers with two digits after the point."""
    return (scale * np.random.default_rng(seed).normal(size=shape)).round(2)


def depthwise(m, height, width, C, f, seed):
    """Return (A_prev, W, b) of a depthwise convolution."""
    return numbers(m, height, width, C, seed=seed), numbers(f, f, C, seed=seed + 1), numbers(1, 1, 1, C, seed=seed + 2)


def pointwise(m, height, width, C_prev, C, seed):
    """Return (A_prev, W, b) of a pointwise convolution."""
    A_prev, b = numbers(m, height, width, C_prev, seed=seed), numbers(1, 1, 1, C, seed=seed + 2)
    return A_prev, numbers(C_prev, C, seed=seed + 1), b


def bottleneck(m, side, C_prev, E, C, f, seed, scale=1.0):
    """Return (A_prev, parameters) of an inverted residual block; `scale` makes its inner values larger."""
    draw = iter(range(seed, seed + 9))
    parameters = {
        "W_expand": numbers(C_prev, E, seed=next(draw), scale=scale),
        "b_expand": numbers(1, 1, 1, E, seed=next(draw)),
        "W_depth": numbers(f, f, E, seed=next(draw)),
        "b_depth": numbers(1, 1, 1, E, seed=next(draw)),
        "W_project": numbers(E, C, seed=next(draw)),
        "b_project": numbers(1, 1, 1, C, seed=next(draw)),
    }
    return numbers(m, *side, C_prev, seed=next(draw)), parameters


def features(m, n, classes, seed):
    """Return (F, Y, n_classes): features that tell something about the classes, of which all occur where m allows it."""
    draw = np.random.default_rng(seed)
    Y = draw.permutation(np.arange(m) % classes)
    return (draw.normal(size=(m, n)) + 1.5 * (Y[:, None] == np.arange(n))).round(2), Y, classes


def chances(networks, m, classes, seed):
    """Return probabilities of several classifiers, (networks, m, classes), that often disagree."""
    powers = np.exp(1.5 * np.random.default_rng(seed).normal(size=(networks, m, classes)))
    return powers / powers.sum(axis=-1, keepdims=True)


DIVIDED = np.array(
    [[[0.9, 0.1, 0.0], [0.2, 0.5, 0.3]], [[0.4, 0.5, 0.1], [0.1, 0.2, 0.7]], [[0.4, 0.5, 0.1], [0.2, 0.5, 0.3]]]
)


def pixels(*shape, seed, low=60, high=196):
    """Return whole-numbered colours."""
    return np.random.default_rng(seed).integers(low, high, shape).astype(np.uint8)


def harsh(seed):
    """Return two pictures, one nearly black and one nearly white."""
    dark, bright = pixels(3, 4, 3, seed=seed, low=0, high=16), pixels(3, 4, 3, seed=seed + 1, low=240, high=256)
    return np.stack([dark, bright])


def augment_cases(everything):
    """Return the cases of augmenting a batch; `everything` is the label of one in which all draws can be told apart."""
    return [
        case(everything, pixels(3, 4, 4, 3, seed=71), 3, 3, 5),
        case("two pictures near black and white", harsh(seed=72), 3, 30, 1),
        case("one picture that is not cropped", pixels(1, 4, 4, 3, seed=74), 4, 20, seed=2),
        hidden("two wide pictures", pixels(2, 3, 6, 3, seed=75), 2, 12, 9),
        hidden("a shift of 0", pixels(2, 4, 3, 3, seed=76), 3, 0, 4),
        hidden("four pictures, default seed", pixels(4, 3, 3, 3, seed=77), 2, 25),
    ]


# Other right ways


def by_filter_positions(A_prev, W, b, stride=1, pad=0):
    m, height, width, C = A_prev.shape
    A = np.zeros((m, height + 2 * pad, width + 2 * pad, C))
    A[:, pad : pad + height, pad : pad + width] = A_prev
    rows, columns = 1 + (height + 2 * pad - len(W)) // stride, 1 + (width + 2 * pad - len(W)) // stride
    Z = b * np.ones((m, rows, columns, C))
    for i in range(len(W)):
        for j in range(len(W)):
            Z += A[:, i : i + stride * rows : stride, j : j + stride * columns : stride] * W[i, j]
    return Z


def by_windows(A_prev, W, b, stride=1, pad=0):
    A = np.pad(A_prev, [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(A, W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("mhwcij,ijc->mhwc", windows, W) + b


def by_numbers(A_prev, W, b, stride=1, pad=0):
    m, H, width, C = A_prev.shape
    f, rows = W.shape[0], int((H + 2 * pad - W.shape[0]) / stride) + 1
    columns = int((width + 2 * pad - f) / stride) + 1
    Z = np.empty((m, rows, columns, C))
    for i in range(m):
        padded = np.pad(A_prev[i], ((pad, pad), (pad, pad), (0, 0)), mode="constant", constant_values=0)
        for h in range(rows):
            for w in range(columns):
                for c in range(C):
                    part = padded[h * stride : h * stride + f, w * stride : w * stride + f, c]
                    Z[i, h, w, c] = np.sum(part * W[:, :, c]) + float(b[0, 0, 0, c])
    return Z


def pixel_by_pixel(A_prev, W, b):
    m, n_H, n_W, C_prev = A_prev.shape
    Z = np.zeros((m, n_H, n_W, W.shape[1]))
    for h in range(n_H):
        for w in range(n_W):
            for c in range(W.shape[1]):
                Z[:, h, w, c] = sum(A_prev[:, h, w, k] * W[k, c] for k in range(C_prev)) + b[0, 0, 0, c]
    return Z


def as_rows(A_prev, W, b):
    rows = A_prev.reshape(-1, A_prev.shape[-1])
    return (np.dot(rows, W) + b.reshape(1, -1)).reshape(*A_prev.shape[:3], -1)


def counted_by_parts(n_H, n_W, f, n_C_prev, n_C):
    normal = np.prod([f, f, n_C_prev, n_H, n_W, n_C], dtype=float)
    return {"normal": normal, "depthwise": normal / n_C, "pointwise": normal / f**2, "ratio": 1 / n_C + 1 / f**2}


def bottleneck_by_windows(A_prev, parameters, stride=1):
    W, pad = parameters["W_depth"], len(parameters["W_depth"]) // 2
    A = np.maximum(0, np.minimum(6, np.tensordot(A_prev, parameters["W_expand"], 1) + parameters["b_expand"]))
    A = np.pad(A, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(A, W.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    A = np.einsum("mhwcij,ijc->mhwc", windows, W) + parameters["b_depth"]
    A = np.where(A < 0, 0, np.where(A > 6, 6, A))
    A = np.tensordot(A, parameters["W_project"], 1) + parameters["b_project"]
    return A + A_prev if stride == 1 and A.shape[-1] == A_prev.shape[-1] else A


def head_by_classes(F, Y, n_classes, learning_rate=0.1, num_iterations=100, lambd=0.0):
    m = len(Y)
    W, b, costs = np.zeros((F.shape[1], n_classes)), np.zeros(n_classes), []
    for _ in range(num_iterations):
        P = np.exp(F.dot(W) + b)
        P = P / np.sum(P, axis=1)[:, None]
        costs += [np.mean([-np.log(P[i, Y[i]]) for i in range(m)]) + 0.5 * lambd * (W * W).sum() / m]
        dW, db = np.zeros_like(W), np.zeros_like(b)
        for c in range(n_classes):
            dz = (P[:, c] - (c == Y)) / m
            dW[:, c], db[c] = dz @ F, dz.sum()
        W, b = (1 - learning_rate * lambd / m) * W - learning_rate * dW, b - learning_rate * db
    return W, b.reshape(1, -1), np.array(costs)


def head_cost_after_the_step(F, Y, n_classes, learning_rate=0.1, num_iterations=100, lambd=0.0):
    W, b, costs = np.zeros((F.shape[1], n_classes)), np.zeros((1, n_classes)), []
    for _ in range(num_iterations):
        P = np.exp(F @ W + b) / np.exp(F @ W + b).sum(axis=1, keepdims=True)
        dZ = (P - np.eye(n_classes)[Y]) / len(F)
        W = W - learning_rate * (F.T @ dZ + lambd / len(F) * W)
        b = b - learning_rate * dZ.sum(axis=0, keepdims=True)
        P = np.exp(F @ W + b) / np.exp(F @ W + b).sum(axis=1, keepdims=True)
        costs.append(-np.log(P[np.arange(len(F)), Y]).mean() + lambd / 2 / len(F) * np.sum(W**2))
    return W, b, costs


COST_AFTER_THE_STEP = misconception(
    "cost-after-the-step",
    by=head_cost_after_the_step,
    says="Each cost is measured after its step. The list begins with the cost of the untrained head, the logarithm of the number of classes.",
    score=2 / 3,
)


STEP = "W - learning_rate * (F.T @ dZ + lambd / m * W)"


def mistakes_of_head():
    """Return the known mistakes of train_head."""
    return [
        wrong(
            "no-mean",
            {"(P - truth) / m": "P - truth"},
            "The gradients are sums over the pictures, while the cost is a mean: the more pictures, the longer the steps. Divide by m.",
        ),
        wrong(
            "penalty-not-learnt",
            {"F.T @ dZ + lambd / m * W": "F.T @ dZ"},
            "The penalty is counted in the cost, but has no part in the step: W grows as without it. Its slope belongs to dW.",
        ),
        wrong(
            "penalty-not-counted",
            {" + lambd / (2 * m) * np.sum(W**2)": ""},
            "The costs leave out the penalty that the steps obey.",
            score=2 / 3,
        ),
        wrong(
            "penalty-twice-as-strong",
            {"lambd / m * W": "2 * lambd / m * W"},
            "The slope of λ/(2m)·W² is taken twice as large: the 2 that comes down from the square cancels against the 2 below.",
        ),
        wrong(
            "penalty-not-divided",
            {"F.T @ dZ + lambd / m * W": "F.T @ dZ + lambd * W"},
            "The slope of the penalty lacks 1/m: λ/(2m) · ΣW² has the slope λ/m · W.",
        ),
        wrong(
            "penalty-without-m",
            {"lambd / (2 * m) *": "lambd / 2 *"},
            "The penalty in the costs lacks 1/m: it is λ/(2m) · ΣW².",
            score=2 / 3,
        ),
        wrong(
            "cost-over-classes",
            {"-np.sum(truth * np.log(P)) / m": "-np.mean(truth * np.log(P))"},
            "np.mean over an array with a class axis divides by the number of classes, too. The cost is a mean over the pictures.",
            score=2 / 3,
        ),
        wrong(
            "mean-twice",
            {"F.T @ dZ +": "F.T @ dZ / m +", "np.sum(dZ, axis=0": "np.mean(dZ, axis=0"},
            "The gradients are divided by m twice: 1/m stands in dZ already.",
        ),
        wrong(
            "mean-of-biases",
            {"np.sum(dZ, axis=0": "np.mean(dZ, axis=0"},
            "db is divided by m twice: 1/m stands in dZ already.",
        ),
        wrong(
            "labels-minus-P",
            {"(P - truth) / m": "(truth - P) / m"},
            "dZ has the wrong sign, so the parameters move uphill: the probability of the right class falls.",
        ),
        wrong(
            "one-bias-for-all",
            {"np.sum(dZ, axis=0, keepdims=True)": "np.sum(dZ)"},
            "The biases never move. Every class has a bias of its own, and db sums dZ over the pictures only; the sum over everything is always 0 here.",
        ),
        wrong(
            "softmax-down-the-columns",
            {"powers.sum(axis=1, keepdims=True)": "powers.sum(axis=0, keepdims=True)"},
            "The probabilities add up to 1 over the pictures. Here a row is a picture: they have to add up to 1 over its classes.",
        ),
        COST_AFTER_THE_STEP,
        wrong(
            "uphill",
            {STEP: STEP.replace("W - ", "W + ", 1), "b = b - ": "b = b + "},
            "The parameters move along the gradient, uphill: the cost grows from step to step.",
        ),
    ]


def augment_with_new_generator(X, size, shift, seed=0):
    draw = np.random.default_rng(seed)
    colours = draw.integers(-shift, shift, size=(len(X), 1, 1, 3), endpoint=True)
    done = []
    for picture, colour in zip(X.astype(float), colours):
        i, j = draw.integers(X.shape[1] - size + 1), draw.integers(X.shape[2] - size + 1)
        square = picture[i : i + size, j : j + size]
        done.append(np.fliplr(square) if draw.random() < 0.5 else square)
        done[-1] = np.minimum(np.maximum(done[-1] + colour, 0), 255)
    return np.stack(done)


def augment_at_once(X, size, shift, seed=0):
    np.random.seed(seed)
    m, H, W, _ = X.shape
    shifted = np.clip(X.astype(np.int64) + np.random.randint(-shift, shift + 1, (m, 1, 1, 3)), 0, 255)
    flip = np.random.choice([True, False], m)
    shifted[flip] = shifted[flip][:, :, ::-1]
    tops, lefts = np.random.randint(0, H - size + 1, m), np.random.randint(0, W - size + 1, m)
    rows, columns = tops[:, None] + np.arange(size), lefts[:, None] + np.arange(size)
    return shifted[np.arange(m)[:, None, None], rows[:, :, None], columns[:, None, :]]


def average_by_adding(outputs):
    total = 0
    for one in outputs:
        total = total + np.array(one)
    P = total / len(outputs)
    return [P, np.array([max(range(P.shape[1]), key=lambda c: row[c]) for row in P])]


def crops_one_by_one(image, size):
    H, W, C = image.shape
    result = np.zeros((10, size, size, C), dtype=image.dtype)
    result[0], result[1] = image[:size, :size], image[:size, W - size :]
    result[2], result[3] = image[H - size :, :size], image[H - size :, W - size :]
    top, left = (H - size) // 2, (W - size) // 2
    result[4] = image[top : top + size, left : left + size]
    for k in range(5):
        result[5 + k] = np.flip(result[k], axis=1)
    return result


def mistakes_of_crops():
    """Return the known mistakes of ten_crops."""
    return [
        wrong(
            "other-order",
            {
                "[square[:, ::-1] for square in squares]": "[image[:, ::-1][i : i + size, j : j + size] for i, j in places]"
            },
            "Five squares of the mirrored picture: nearly the right ten, in another order (the mirrored picture's left is the picture's right). Asked for are the five squares again, each mirrored.",
        ),
        wrong(
            "upside-down",
            {"square[:, ::-1]": "square[::-1]"},
            "The second five are upside down. Mirroring swaps left and right.",
        ),
        wrong(
            "colours-swapped",
            {"square[:, ::-1]": "square[..., ::-1]"},
            "The second five have their channels in reverse order, and nothing else. Mirroring swaps left and right.",
        ),
        wrong(
            "corners-down-first",
            {"(0, right), (down, 0)": "(down, 0), (0, right)"},
            "The corners come column by column. Asked for are the two at the top, then the two at the bottom.",
        ),
        wrong(
            "by-turns",
            {
                "squares + [square[:, ::-1] for square in squares]": "[one for square in squares for one in (square, square[:, ::-1])]"
            },
            "Each square is followed by its mirror image. First come all five, then all five mirrored.",
        ),
        wrong(
            "middle-rounded-up",
            {"(down // 2, right // 2)": "((down + 1) // 2, (right + 1) // 2)"},
            "Where the middle falls between two pixels, its start is rounded up here; it is rounded down.",
        ),
        wrong(
            "five-only",
            {"squares + [square[:, ::-1] for square in squares]": "squares"},
            "Five squares come back; the same five mirrored are missing.",
        ),
        wrong(
            "one-too-early",
            {"image.shape[0] - size, image.shape[1] - size": "image.shape[0] - size - 1, image.shape[1] - size - 1"},
            "The squares at the bottom and at the right start one pixel too early: they should end with the last row and column.",
        ),
        wrong(
            "middle-pixel",
            {
                "(down // 2, right // 2)": "(image.shape[0] // 2, image.shape[1] // 2)",
                "[i : i + size, j : j + size]": "[min(i, down) :, min(j, right) :][:size, :size]",
            },
            "The middle square starts at the middle pixel; it should have the middle of the picture in its own middle.",
        ),
    ]


FEW = {
    "only a new softmax": "300 pictures have to fix few numbers only: what the layers below have learnt from a million pictures serves as it is, and six times 192 weights can be learnt from 300 pictures.",
    "the later layers and a new softmax": "The later layers of our network hold some millions of weights, and you have 300 pictures: 10 000 weights for each. They would be learnt by heart, and what the million pictures taught those layers would be lost.",
    "everything, from their weights": "Training all layers moves millions of weights by what 300 pictures say. The network fits these and forgets what made it useful for others.",
    "everything, from random weights": "This throws away what a million pictures taught. What 300 pictures alone can teach, the notebook measures further down.",
}
SOME = {
    "only a new softmax": "This works, but leaves something on the table: with 20 000 pictures you can afford to fit more than the last layer to your own task.",
    "the later layers and a new softmax": "20 000 pictures are enough to fit the layers that are closest to the old task; edges and textures further down serve as they are.",
    "everything, from their weights": "The first layers find edges and spots of colour, which your task needs as well. 20 000 pictures are better spent on fewer layers; the more pictures, the fewer layers you freeze.",
    "everything, from random weights": "20 000 pictures are a fiftieth of what the published weights were learnt from. Starting from random ones gives that away for nothing.",
}
VERY_MANY = {
    "only a new softmax": "A million labelled pictures could teach far more than one layer: all the others would stay as the old task wanted them.",
    "the later layers and a new softmax": "With a million pictures of your own there is no need to keep any layer as the old task wanted it.",
    "everything, from their weights": "A million pictures are enough for all layers; and the published weights are a better place to start than random ones.",
    "everything, from random weights": "It may get there, given time. But even with a million pictures random numbers are a worse place to start than weights that already see edges, textures and parts.",
}
