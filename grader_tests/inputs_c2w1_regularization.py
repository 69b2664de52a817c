"""What the checks of c2w1_regularization share: inputs, cases, mistakes that several exercises have, other right ways."""

from itertools import pairwise

import numpy as np

from grader_tests import case, hidden, misconception


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def weights(*sizes, seed, prefix=""):
    """Return W1, b1, ... of a network with these layers, short numbers; `prefix` goes before the keys."""
    draw, found = np.random.default_rng(seed), {}
    for layer, (inputs, units) in enumerate(pairwise(sizes), start=1):
        found[f"{prefix}W{layer}"] = draw.normal(size=(units, inputs)).round(2)
        found[f"{prefix}b{layer}"] = draw.normal(size=(units, 1)).round(2)
    return found


def labels(m, seed):
    """Return m labels in random order, half of them 1."""
    return (np.random.default_rng(seed).permutation(m) + seed) % 2 * np.ones((1, 1), int)


def inputs(n_x, m, seed):
    """Return m examples, short numbers."""
    return np.random.default_rng(seed + 50).normal(size=(n_x, m)).round(2)


def costed(n_x, n1, n2, m, seed, lambd):
    """Return (A3, Y, parameters, lambd)."""
    A3 = np.random.default_rng(seed).uniform(0.05, 0.95, (1, m)).round(2)
    return A3, labels(m, seed), weights(n_x, n1, n2, 1, seed=seed), lambd


def way_back(n_x, n1, n2, m, seed, last, dropout=False):
    """Return (X, Y, cache, last): what a way back is given after a forward pass; `last` is λ or keep_prob."""
    X, p, draw = inputs(n_x, m, seed), weights(n_x, n1, n2, 1, seed=seed), np.random.default_rng(seed)
    A, cache = X, []
    for layer, units in ((1, n1), (2, n2), (3, 1)):
        W, b = p[f"W{layer}"], p[f"b{layer}"]
        Z = W @ A + b
        mask = draw.random((units, m)) < last if dropout and layer < 3 else None
        A = np.maximum(Z, 0) if layer < 3 else 1 / (1 + np.exp(-Z))
        A = A if mask is None else A * mask / last
        cache += [Z, A, W, b] if mask is None else [Z, mask, A, W, b]
    return X, labels(m, seed), tuple(cache), last


def truth(problem):
    """Return a problem with its labels as False and True."""
    return problem[0], problem[1].astype(bool), *problem[2:]


def shallow_loops(A3, Y, parameters, lambd):
    m, total, squares = A3.shape[1], 0.0, 0.0
    for i in range(m):
        total -= np.log(A3[0, i] if Y[0, i] else 1 - A3[0, i])
    for layer in (1, 2, 3):
        for row in parameters["W" + str(layer)]:
            for w in row:
                squares += w * w
    return total / m + lambd / m * squares / 2


def printed_norm(A3, Y, parameters, lambd):
    m, squares, n = Y.shape[1], 0, [parameters["W1"].shape[1], *(len(parameters[b]) for b in ("b1", "b2", "b3"))]
    for layer in (1, 2, 3):
        for i in range(n[layer]):
            for j in range(n[layer + 1]):
                squares += parameters[f"W{layer}"][i, j] ** 2
    return compute_cost(A3, Y) + lambd / (2 * m) * squares  # noqa: F821


def back_by_lists(X, Y, cache, lambd):
    Z1, A1, W1, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    m, grads, dZ = Y.shape[1], {}, A3 - Y
    steps = [(3, A2, W3, Z2), (2, A1, W2, Z1), (1, X, W1, None)]
    for layer, A_prev, W, Z_prev in steps:
        grads[f"dZ{layer}"], grads[f"db{layer}"] = dZ, dZ.mean(axis=1, keepdims=True)
        grads[f"dW{layer}"] = (np.einsum("ik,jk->ij", dZ, A_prev) + lambd * W) / m
        if Z_prev is not None:
            dA = grads[f"dA{layer - 1}"] = W.T @ dZ
            dZ = np.where(Z_prev > 0, dA, 0)
    return grads


def back_by_examples(X, Y, cache, lambd):
    _, A1, W1, _, _, A2, W2, _, _, A3, W3, _ = cache
    m, g = X.shape[1], {"dZ3": np.subtract(A3, Y)}
    g["dA2"] = W3.T.dot(g["dZ3"])
    g["dZ2"] = np.multiply(g["dA2"], np.int64(A2 > 0))
    g["dA1"] = W2.T.dot(g["dZ2"])
    g["dZ1"] = np.multiply(g["dA1"], np.int64(A1 > 0))
    for layer, A, W in (("1", X, W1), ("2", A1, W2), ("3", A2, W3)):
        g["dW" + layer] = sum(np.outer(g["dZ" + layer][:, i], A[:, i]) for i in range(m)) / m + W * (lambd / m)
        g["db" + layer] = np.sum(g["dZ" + layer], axis=1).reshape(-1, 1) / m
    return g


def every(text, other):
    """Return the edits that change a text with # for the layer in all three layers."""
    return {text.replace("#", layer): other.replace("#", layer) for layer in "123"}


def back_mistakes(score=0.5):
    """Return the mistakes that both ways back can have."""
    return [
        wrong(
            "db-flat",
            {", axis=1, keepdims=True) / m": ", axis=1) / m"},
            "The biases' gradients have lost an axis: db is a column (n, 1) like b. keepdims=True keeps the axis over which one sums.",
            score=score,
        ),
        wrong(
            "db-one-number",
            {", axis=1, keepdims=True) / m": ") / m"},
            "np.sum without an axis adds all units up to one number. Every unit has a bias of its own: sum over the examples, axis 1.",
            score=score,
        ),
        wrong(
            "no-gate",
            {" * (Z2 > 0)": "", " * (Z1 > 0)": ""},
            "dZ is the same as dA: the ReLU is missing. Where Z was negative, its slope is 0.",
        ),
        wrong(
            "dA-overwritten",
            {
                "dZ2 = dA2 * (Z2 > 0)": "dA2 = dZ2 = dA2 * (Z2 > 0)",
                "dZ1 = dA1 * (Z1 > 0)": "dA1 = dZ1 = dA1 * (Z1 > 0)",
            },
            "dA has turned into dZ: after dZ = dA both names stand for the same array, and what is set "
            "to 0 in one is 0 in the other. Make a new array, or a copy.",
            score=score,
        ),
        wrong("Y-minus-A", {"dZ3 = A3 - Y": "dZ3 = Y - A3"}, "dZ3 has the wrong sign, and all that follows from it."),
        wrong(
            "no-mean",
            {".T) / m": ".T)", "keepdims=True) / m": "keepdims=True)"},
            "dW and db are sums over the examples (the penalty's part aside). The cost is a mean: divide them by m.",
            score=score,
        ),
        wrong(
            "dA-for-dZ",
            {"np.dot(W2.T, dZ2)": "np.dot(W2.T, dA2)"},
            "dA1 is made from dA2. Between the two lies the ReLU of layer 2: start from dZ2.",
        ),
        wrong(
            "mean-in-dZ",
            {"dZ3 = A3 - Y": "dZ3 = (A3 - Y) / m", ".T) / m": ".T)", "keepdims=True) / m": "keepdims=True)"},
            "1/m is in dZ and dA. They belong to single examples; the mean is taken in dW and db.",
            score=score,
        ),
    ]


def stepped(*sizes, seed, learning_rate, lambd, m):
    """Return (parameters, grads, learning_rate, lambd, m)."""
    return weights(*sizes, seed=seed), weights(*sizes, seed=seed + 500, prefix="d"), learning_rate, lambd, m


def step_by_layers(parameters, grads, learning_rate, lambd, m):
    new = {}
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters["W" + str(layer)], parameters["b" + str(layer)]
        new["W" + str(layer)] = W - learning_rate * (grads["dW" + str(layer)] + lambd / m * W)
        new["b" + str(layer)] = b - learning_rate * grads["db" + str(layer)]
    return new


def l1_by_loops(parameters, lambd, m):
    total = 0.0
    for layer in range(1, len(parameters) // 2 + 1):
        for row in parameters["W" + str(layer)]:
            for w in row:
                total += w if w > 0 else -w
    return total * lambd / m / 2


def forward_given(n_x, n1, n2, m, seed):
    """Return (X, parameters)."""
    return inputs(n_x, m, seed), weights(n_x, n1, n2, 1, seed=seed)


def forward_new_generator(X, parameters, keep_prob=0.5, seed=1):
    draw, A, cache = np.random.default_rng(seed), X, []
    for layer in (1, 2, 3):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        D = draw.binomial(1, keep_prob, size=Z.shape)
        A = np.where(Z > 0, Z, 0) * D / keep_prob if layer < 3 else 1 / (1 + np.exp(-Z))
        cache += [Z, D, A, W, b] if layer < 3 else [Z, A, W, b]
    return A, tuple(cache)


def forward_second_mask_first(X, parameters, keep_prob=0.5, seed=1):
    p, m = parameters, X.shape[1]
    np.random.seed(seed)
    D2 = (np.random.uniform(size=(len(p["b2"]), m)) > 1 - keep_prob).astype(float)
    D1 = 1 - (np.random.random_sample((len(p["b1"]), m)) >= keep_prob)
    Z1 = p["W1"].dot(X) + p["b1"]
    A1 = D1 / keep_prob * np.maximum(0, Z1)
    Z2 = p["W2"].dot(A1) + p["b2"]
    A2 = D2 / keep_prob * np.maximum(0, Z2)
    Z3 = p["W3"].dot(A2) + p["b3"]
    A3 = sigmoid(Z3)  # noqa: F821
    return [A3, [Z1, D1, A1, p["W1"], p["b1"], Z2, D2, A2, p["W2"], p["b2"], Z3, A3, p["W3"], p["b3"]]]


def the_known_form(X, parameters, keep_prob=0.5):
    np.random.seed(1)
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = (D1 < keep_prob).astype(int)  # noqa: SIM300
    A1 = np.multiply(A1, D1)
    A1 /= keep_prob
    Z2 = W2 @ A1 + b2
    A2 = np.maximum(Z2, 0)
    D2 = np.random.rand(A2.shape[0], A2.shape[1])
    D2 = (D2 < keep_prob).astype(int)  # noqa: SIM300
    A2 = np.multiply(A2, D2)
    A2 /= keep_prob
    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)  # noqa: F821
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def layers(text, other):
    """Return the edits that change a text with # for the layer in both hidden layers."""
    return {text.replace("#", layer): other.replace("#", layer) for layer in "12"}


def dropout_by_lists(X, Y, cache, keep_prob):
    Z1, D1, A1, _, _, Z2, D2, A2, W2, _, _, A3, W3, _ = cache
    m, grads, dZ = Y.shape[1], {}, A3 - Y
    for layer, A_prev, W, D, Z in ((3, A2, W3, D2, Z2), (2, A1, W2, D1, Z1), (1, X, None, None, None)):
        grads[f"dZ{layer}"], grads[f"db{layer}"] = dZ, dZ.mean(axis=1, keepdims=True)
        grads[f"dW{layer}"] = np.einsum("ik,jk->ij", dZ, A_prev) / m
        if layer > 1:
            dA = grads[f"dA{layer - 1}"] = np.where(D, W.T @ dZ / keep_prob, 0.0)
            dZ = np.where(Z > 0, dA, 0)
    return grads


def picture(height, width, channels=3, seed=0):
    """Return a small picture in which all numbers differ."""
    return np.random.default_rng(seed).permutation(height * width * channels).reshape(height, width, channels)


def cut_with_new_generator(image, size, seed=0):
    draw = np.random.default_rng(seed)
    i, j = draw.integers(len(image) - size, endpoint=True), draw.integers(image.shape[1] - size + 1)
    square = image[i : i + size, j : j + size, :].copy()
    return np.flip(square, axis=1) if draw.choice([True, False]) else square


def cut_with_python(image, size, seed=0):
    import random

    dice = random.Random(seed)
    i, j = dice.randint(0, image.shape[0] - size), dice.randint(0, image.shape[1] - size)
    square = np.array([[image[i + a, j + b] for b in range(size)] for a in range(size)])
    return np.fliplr(square) if dice.random() > 0.5 else square


def stop_by_counting(costs, patience):
    lowest, best, waited = float("inf"), -1, 0
    for epoch in range(len(costs)):
        if costs[epoch] < lowest:
            lowest, best, waited = costs[epoch], epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return best, epoch
    return [best, len(costs) - 1]


def stop_by_arrays(costs, patience):
    costs = np.asarray(costs)
    best = np.array([np.argmin(costs[: k + 1]) for k in range(len(costs))])
    given_up = np.flatnonzero(np.arange(len(costs)) - best >= patience)
    stop = given_up[0] if len(given_up) else len(costs) - 1
    return best[stop], stop


VALLEY = [0.69, 0.5, 0.42, 0.44, 0.41, 0.43, 0.47, 0.45, 0.52, 0.6]


REAL = ["keep_prob of 0.8, six examples", "the document's 0.8 with one example", "keep_prob of 0.3, eight examples"]


def cost_cases():
    """Return the cases of the cost."""
    return [
        case("three examples", *costed(2, 3, 2, 3, seed=1, lambd=0.3)),
        case("one example", *costed(3, 2, 2, 1, seed=2, lambd=1.0)),
        case("no penalty", *costed(2, 2, 3, 5, seed=3, lambd=0)),
        hidden("a large penalty", *costed(4, 3, 2, 6, seed=4, lambd=40.0)),
        hidden("labels False and True", *truth(costed(1, 4, 3, 4, seed=5, lambd=0.7))),
        hidden("one unit in every layer", *costed(1, 1, 1, 7, seed=6, lambd=0.1)),
    ]


def back_cases():
    """Return the cases of the way back with the L2 penalty."""
    return [
        case("three examples", *way_back(2, 3, 2, 3, seed=11, last=0.7)),
        case("one example", *way_back(3, 2, 2, 1, seed=12, last=0.5)),
        case("four examples, no penalty", *way_back(2, 2, 3, 4, seed=13, last=0)),
        hidden("a large penalty", *way_back(4, 3, 2, 5, seed=14, last=20.0)),
        hidden("all sizes equal, labels False and True", *truth(way_back(3, 3, 3, 3, seed=15, last=0.9))),
        hidden("one unit in every layer", *way_back(1, 1, 1, 6, seed=16, last=2.0)),
    ]


def step_cases():
    """Return the cases of a step with weight decay."""
    return [
        case("one layer", *stepped(3, 1, seed=21, learning_rate=0.5, lambd=2.0, m=10)),
        case("three layers", *stepped(2, 3, 2, 1, seed=22, learning_rate=0.1, lambd=0.7, m=4)),
        case("two layers, one example", *stepped(2, 2, 1, seed=23, learning_rate=0.2, lambd=1.5, m=1)),
        hidden("a single weight", *stepped(1, 1, seed=24, learning_rate=1.0, lambd=3.0, m=8)),
        hidden("no decay", *stepped(2, 2, seed=25, learning_rate=0.3, lambd=0, m=5)),
        hidden("four layers", *stepped(3, 2, 4, 2, 1, seed=26, learning_rate=0.05, lambd=10.0, m=100)),
    ]


def l1_cases():
    """Return the cases of the L1 penalty."""
    return [
        case("one layer", weights(3, 1, seed=31), 0.6, 10),
        case("two layers", weights(2, 3, 1, seed=32), 2.0, 5),
        case("three layers, one example", weights(2, 3, 2, 1, seed=33), 0.1, 1),
        hidden("a single weight", {"W1": np.array([[-2.5]]), "b1": np.array([[4.0]])}, 1.0, 3),
        hidden("four layers", weights(3, 4, 2, 2, 1, seed=34), 5.0, 200),
        hidden("no penalty", weights(2, 2, 1, seed=35), 0.0, 7),
    ]


def dropout_cases():
    """Return the cases of the way forward with dropout."""
    return [
        case(REAL[0], *forward_given(2, 3, 3, 6, seed=41), 0.8),
        case(REAL[1], *forward_given(3, 4, 3, 1, seed=42), keep_prob=0.8),
        case("the default keep_prob, seven examples", *forward_given(2, 3, 2, 7, seed=43)),
        hidden(REAL[2], *forward_given(2, 2, 3, 8, seed=44), 0.3),
        hidden("all units kept", *forward_given(2, 3, 2, 4, seed=45), 1.0),
        hidden("one unit in every layer", *forward_given(1, 1, 1, 9, seed=46), keep_prob=0.6),
    ]


def dropout_back_cases():
    """Return the cases of the way back with dropout."""
    return [
        case("three examples", *way_back(2, 3, 2, 3, seed=51, last=0.6, dropout=True)),
        case("one example", *way_back(3, 4, 3, 1, seed=52, last=0.8, dropout=True)),
        case("both hidden layers of one size", *way_back(2, 3, 3, 5, seed=53, last=0.5, dropout=True)),
        hidden("nothing dropped", *way_back(2, 3, 2, 4, seed=54, last=1.0, dropout=True)),
        hidden("labels False and True", *truth(way_back(3, 3, 3, 3, seed=55, last=0.7, dropout=True))),
        hidden("few units kept", *way_back(1, 3, 3, 5, seed=56, last=0.3, dropout=True)),
    ]


# A single pixel and its mirror image are the same, so there another seed may well give the same.
BIG_SQUARES = [
    "squares of 3 out of 4×5 pixels",
    "a square as large as the picture",
    "a wide picture",
    "squares of 2 out of 3×4 pixels",
]


def augment_cases():
    """Return the cases of cutting squares."""
    return [
        case("squares of 3 out of 4×5 pixels", picture(4, 5, seed=61), 3, 7),
        case("a square as large as the picture", picture(3, 3, seed=62), 3, 2),
        case("a wide picture", picture(2, 6, seed=63), 2, seed=6),
        hidden("squares of 2 out of 3×4 pixels", picture(3, 4, seed=64), 2, 8),
        hidden("a tall grey picture", picture(7, 4, channels=1, seed=65), 4, 3),
        hidden("a single pixel, default seed", picture(2, 3, seed=66), 1),
    ]


def stop_cases():
    """Return the cases of stopping early."""
    return [
        case("a curve that falls and rises, patience 3", VALLEY, 3),
        case("a curve that only falls", [0.7, 0.6, 0.55, 0.53, 0.52], 2),
        case("a lower cost after the stop", [0.7, 0.4, 0.5, 0.45, 0.48, 0.3, 0.2], 3),
        case("equal costs", [0.6, 0.5, 0.5, 0.5, 0.5], 2),
        hidden("patience 1", [0.8, 0.6, 0.61, 0.3, 0.2], 1),
        hidden("one epoch", [0.7], 5),
        hidden("rising from the start", [0.5, 0.6, 0.7, 0.8, 0.9, 1.0], 4),
        hidden("patience that runs out on the last epoch", [0.9, 0.5, 0.7, 0.6], 2),
        hidden("patience that does not run out", np.array([0.9, 0.5, 0.7, 0.6]), 3),
    ]


def penalty_mistakes():
    """Return the mistakes about the penalty's part of dW."""
    return [
        wrong(
            "no-penalty",
            every(" + lambd / m * W#", ""),
            "`lambd` makes no difference: these are the gradients of the cross-entropy alone. "
            "The penalty has a slope, too, and every dW gets its share.",
            score=0.5,
        ),
        wrong(
            "no-m",
            every("lambd / m * W#", "lambd * W#"),
            "The penalty's part of dW is not divided by m. Its slope follows from λ/(2m) times the squares.",
            score=0.5,
        ),
        wrong(
            "half-left",
            every("lambd / m * W#", "lambd / (2 * m) * W#"),
            "The penalty's part is half of what it should be: the slope of w² is 2w, and the 2 cancels the one in λ/(2m).",
            score=0.5,
        ),
        wrong(
            "squares",
            every("lambd / m * W#", "lambd / (2 * m) * np.sum(W#**2)"),
            "The penalty itself is added to dW. What belongs there is its slope with respect to each weight.",
            score=0.5,
        ),
        wrong(
            "minus",
            every(" + lambd / m * W#", " - lambd / m * W#"),
            "The penalty's part has the wrong sign: with it, a step would make the weights larger, not smaller.",
            score=0.5,
        ),
        wrong(
            "m-twice",
            every(".T) / m + lambd / m * W#", ".T) / m + lambd / m * W# / m"),
            "The penalty's part is divided by m twice: once is enough, as for the rest of dW.",
            score=0.5,
        ),
        wrong(
            "last-layer-only",
            {" + lambd / m * W2": "", " + lambd / m * W1": ""},
            "Only dW3 has the penalty's part; dW2 and dW1 lack it.",
            score=0.5,
        ),
        wrong(
            "biases-too",
            every(
                "db# = np.sum(dZ#, axis=1, keepdims=True) / m",
                "db# = np.sum(dZ#, axis=1, keepdims=True) / m + lambd / m * cache[4 * # - 1]",
            ),
            "The biases are pulled towards 0, too; the penalty is on the weights only.",
            score=0.5,
        ),
        wrong(
            "decayed-on-the-way",
            {"np.dot(W3.T, dZ3)": "np.dot(dW3.T, dZ3)", "np.dot(W2.T, dZ2)": "np.dot(dW2.T, dZ2)"},
            "The way back to dA goes through the weights W of the layer above, not through their gradients dW.",
        ),
    ]
