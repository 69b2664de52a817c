"""What the checks of c1w4 share: cases, none of them at the corner of the ReLU; mistakes at the start; other right ways."""

from itertools import pairwise

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.activations import sigmoid

DRAWN = [
    {"name": "exact", "leaf": "['b", "misconception": "b-not-zero"},
    {"name": "spread", "leaf": "['W", "misconception": "no-scale", "enough": 80},
    {"name": "without", "keys": ["W0", "b0"], "misconception": "from-layer-0"},
    {"name": "own_draws", "leaf": "['W", "misconception": "seed-in-loop"},
]


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes; arguments as for `misconception`."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def wrong_starts(randn, swapped, zeros, ones):
    """Return the mistakes that both ways of starting share; the arguments are texts of the reference and of the mistake."""
    return [
        wrong(
            "no-scale",
            {" * 0.01": ""},
            "The weights have the wrong size: normal random numbers times 0.01 are wanted, so that no unit starts where "
            "its sigmoid is flat.",
        ),
        wrong(
            "W-swapped",
            {randn: swapped},
            "The axes of the weights are swapped: W has a row for each unit of its own layer and a column for each unit "
            "of the layer before.",
        ),
        wrong(
            "uniform",
            {"randn(": "rand("},
            "np.random.rand draws between 0 and 1, so no weight is ever negative; np.random.randn draws normal numbers with both signs.",
        ),
        wrong(
            "all-zero",
            {" * 0.01": " * 0"},
            "With zeros all units of a layer compute the same, get the same gradient and stay twins for ever: the "
            "weights have to differ.",
        ),
        wrong(
            "b-not-zero",
            {zeros: ones},
            "The biases are not zero. They need not be random: the weights already make the units different.",
        ),
    ]


def wrong_costs():
    """Return the mistakes of a cost."""
    return [
        wrong(
            "E21",
            {"(AL) + (1": "(AL), (1"},
            "np.sum got two arrays. It sums one; a second argument is the axis along which to sum. Add the two terms first.",
            "D1 §5, first form of the cost: np.sum(…, …)",
        ),
        wrong(
            "no-minus",
            {"-np.sum": "np.sum"},
            "The logarithm of a probability is never above 0, nor is your cost: it lacks the minus in front.",
            "D1, D2 handwritten: 1/m Σ[y log ŷ + …]",
        ),
        wrong(
            "half-a-minus",
            {"-np.sum(Y": "np.sum(-Y"},
            "The minus belongs to both terms; before the first alone, examples with y = 0 lower the cost.",
            "D1, D3: −y log a + (1−y) log(1−a)",
        ),
        wrong(
            "no-mean",
            {" / m": ""},
            "This is the sum over the examples; the cost is their mean. (Is m the number of columns?)",
        ),
        wrong(
            "one-class-only",
            {" + (1 - Y) * np.log(1 - AL)": ""},
            "Only the examples with y = 1 count. Those with y = 0 add (1 − y)·log(1 − a).",
        ),
        wrong(
            "other-logarithm",
            {"np.log(": "np.log2("},
            "This is another logarithm. The cost takes the natural one, np.log.",
        ),
    ]


def wrong_ways_back():
    """Return the mistakes of the whole way back."""
    return [
        wrong(
            "E05",
            {"-(np.divide": "(np.divide"},
            "The way back starts with the wrong sign, so training would climb. The loss has a minus in front; so does its slope.",
            "D1 §6.3, code: dAL = (np.divide(Y, AL) − …)",
        ),
        wrong(
            "E06",
            {'"sigmoid" if layer == L else "relu"': '"relu"'},
            "The last layer goes back through a ReLU. Is that its activation, or does a loop over all L layers overwrite "
            "what the sigmoid step had right? The loop is for the L − 1 hidden layers.",
            'D1 §6.3: for l in reversed(range(L)) with "relu"',
        ),
        wrong(
            "one-layer-too-many",
            {
                "dA = -(": "grads['dA'] = -(",
                "layer == L else": "layer > L else",
                "(dA, caches": "(grads[f'dA{layer}'], caches",
            },
            "The loop asks for dA{L}, which is not in the dictionary: it visits layer L, "
            "which has the sigmoid and is done before the loop.",
            "D1 §6.3: for l in reversed(range(L))",
        ),
        wrong(
            "E11",
            {"caches[layer - 1]": "caches[layer]"},
            "A Python list counts from 0: the cache of layer 1 is caches[0], and there is no caches[L].",
            "D0 L_model_backward: backprop(dAL, caches[L], …)",
        ),
        wrong(
            "E12",
            {
                "caches)\n": "caches)\n    ins = [*(c[0][0] for c in caches[1:]), AL]\n",
                "caches[layer - 1],": "((ins[layer - 1], *caches[layer - 1][0][1:]), caches[layer - 1][1]),",
            },
            "dW is computed with what the layer itself gives out. Its weights were multiplied by what came in.",
            "D2 C1_W4, last slide: dW[L] = 1/m dZ[L] A[L]ᵀ",
            score=2 / 3,
        ),
        wrong(
            "E14",
            {"caches)\n": "caches)\n    (_, *Wb), Z = caches[0]\n    caches = [((relu(Z)[0], *Wb), Z), *caches[1:]]\n"},
            "dW1 is computed with A[1], what layer 1 gives out. What came into it is A[0], that is X.",
            "D2 C1_W4, last slide: dW[1] = 1/m dZ[1] A[1]ᵀ",
            score=2 / 3,
        ),
        wrong(
            "AL-minus-Y-for-dA",
            {"-(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))": "AL - Y"},
            "AL − Y is the gradient with respect to Z[L], the sigmoid's slope included; handed on as dA, it meets that slope once more.",
        ),
        wrong(
            "counts-from-0",
            {"dW{layer}": "dW{layer - 1}", "db{layer}": "db{layer - 1}"},
            "The keys of dW and db are one too low: layer 1 has W1 and b1, so its gradients are dW1 and db1.",
            score=1 / 3,
        ),
        wrong(
            "minus-on-first-term",
            {"-(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))": "-np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)"},
            "The minus belongs in front of both terms together. For y = 0 the loss grows with a, so its slope is positive there.",
        ),
        wrong(
            "mean-too-early",
            {"1 - AL))": "1 - AL)) / Y.size"},
            "dAL is divided by m. It belongs to single examples; the mean is taken in dW and db, once per layer.",
        ),
        wrong(
            "not-reversed",
            {
                "range(L, 0, -1)": "[L, *range(1, L)]",
                "(dA, caches": "(dA if layer == L else grads[f'dA{layer}'], caches",
            },
            "The loop runs forwards: it asks for a gradient that only the layer above can give. Start at L − 1 and count down.",
        ),
        wrong(
            "sigmoid-everywhere",
            {'"sigmoid" if layer == L else "relu"': '"sigmoid"'},
            "The hidden layers go back through the sigmoid, too. They went forward through the ReLU.",
        ),
    ]


def shape_cases():
    """Return cases of layer sizes and a number of examples."""
    return [
        case("the document's 209 pictures", [12288, 20, 7, 5, 1], 209),
        case("the slide's five layers", [2, 3, 5, 4, 2, 1], 1),
        case("one layer", [4, 1], 10),
        hidden("the notation slide's four layers", [3, 5, 5, 3, 1], 6),
        hidden("as many examples as units", [3, 3, 3], 3),
        hidden("three outputs", [1, 2, 3], 8),
    ]


def shallow_starts():
    """Return cases of sizes for one hidden layer, some with 80 weights and more."""
    return [
        case("3 inputs, 2 hidden units, 1 output", 3, 2, 1),
        case("10 inputs, 9 hidden units, 9 outputs", 10, 9, 9),
        hidden("one of each", 1, 1, 1),
        hidden("12 inputs, 9 hidden units, 10 outputs", 12, 9, 10),
        hidden("2 inputs, 5 hidden units, 3 outputs", 2, 5, 3),
    ]


def deep_starts():
    """Return cases of layer sizes, some with 80 weights and more in a layer."""
    return [
        case("the slide's five layers", [2, 3, 5, 4, 2, 1]),
        case("two wide layers", [10, 9, 9]),
        case("one layer", [4, 1]),
        hidden("two layers of 12 and 8 units", [8, 12, 8]),
        hidden("one input", [1, 2, 1]),
        hidden("seven narrow layers", [3, 2, 2, 3, 2, 2, 3, 1]),
    ]


def numbers(*shape, seed):
    """Return normal random numbers with two digits, at least 0.05 away from 0."""
    drawn = np.random.default_rng(seed).normal(size=shape)
    return np.where(drawn < 0, np.minimum(drawn, -0.05), np.maximum(drawn, 0.05)).round(2)


def labels(m, seed):
    """Return m labels in random order, as many 0 as 1; where m is odd, an odd seed gives one 1 more, an even one a 0."""
    return (np.random.default_rng(seed).permutation(m) + seed) % 2 * np.ones((1, 1), int)


def chances(m, seed):
    """Return probabilities and labels of m examples, both of shape (1, m)."""
    return np.random.default_rng(seed).uniform(0.05, 0.95, (1, m)).round(2), labels(m, seed)


def cost_cases():
    """Return cases of probabilities and labels."""
    return [
        case("two examples", np.array([[0.8, 0.4]]), np.array([[1, 0]])),
        case("one example", *chances(1, seed=41)),
        case("six examples", *chances(6, seed=42)),
        hidden("one example with label 0", *chances(1, seed=44)),
        hidden("nine examples", *chances(9, seed=43)),
        hidden("labels all 0", np.array([[0.1, 0.7, 0.3]]), np.zeros((1, 3))),
    ]


def layer(n_prev, n, m, seed):
    """Return (A_prev, W, b) of a layer with n units."""
    return numbers(n_prev, m, seed=seed), numbers(n, n_prev, seed=seed + 500), numbers(n, 1, seed=seed + 600)


def linear_way_back(n_prev, n, m, seed):
    """Return (dZ, cache) for the way back through the linear half of a layer."""
    return numbers(n, m, seed=seed + 700), layer(n_prev, n, m, seed)


def layer_way_back(n_prev, n, m, seed):
    """Return (dA, cache) for the way back through a whole layer."""
    dA, (A_prev, W, b) = linear_way_back(n_prev, n, m, seed)
    return dA, ((A_prev, W, b), W @ A_prev + b)


def layer_cases(make, seed, activations=False):
    """Return cases of layers with all kinds of sizes; `activations` adds "relu" or "sigmoid" to the arguments."""
    kinds = [
        (case, "two examples", (3, 2, 2), "relu"),
        (case, "five examples", (2, 2, 5), "sigmoid"),
        (case, "one example", (2, 3, 1), "relu"),
        (hidden, "one unit", (4, 1, 3), "sigmoid"),
        (hidden, "one input", (1, 3, 4), "relu"),
        (hidden, "all sizes equal", (3, 3, 3), "sigmoid"),
    ]
    return [
        kind(f"{label}, {name}" if activations else label, *make(*sizes, seed + place), *[name] * activations)
        for place, (kind, label, sizes, name) in enumerate(kinds)
    ]


def activation_cases(seed, arrays=2):
    """Return cases of one array of shape (n, m), what went into an activation, or of two, a gradient before it."""
    kinds = [
        (case, "two units, three examples", (2, 3)),
        (case, "one example", (3, 1)),
        (case, "one unit", (1, 4)),
        (hidden, "as many units as examples", (3, 3)),
        (hidden, "five units", (5, 2)),
        (hidden, "one number", (1, 1)),
    ]
    return [
        kind(label, *(numbers(*shape, seed=seed + place + 100 * one) for one in range(arrays)))
        for place, (kind, label, shape) in enumerate(kinds)
    ]


def network(layer_dims, m, seed):
    """Return (X, parameters) of a network with these sizes."""
    parameters = {}
    for number, (n_prev, n) in enumerate(pairwise(layer_dims), start=1):
        _, parameters[f"W{number}"], parameters[f"b{number}"] = layer(n_prev, n, 1, seed + 10 * number)
    return numbers(layer_dims[0], m, seed=seed), parameters


def network_way_back(layer_dims, m, seed):
    """Return (AL, Y, caches) of a network after its way forward."""
    A, parameters = network(layer_dims, m, seed)
    caches, L = [], len(layer_dims) - 1
    for number in range(1, L + 1):
        W, b = parameters[f"W{number}"], parameters[f"b{number}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z))
        A = np.maximum(Z, 0) if number < L else sigmoid(Z)
    return A, labels(m, seed), caches


def network_step(layer_dims, m, seed):
    """Return (params, grads, learning_rate) for a step of gradient descent; `grads` holds dA0, ... as well."""
    _, params = network(layer_dims, m, seed)
    grads = {f"d{name}": numbers(*value.shape, seed=seed + len(name)) for name, value in params.items()}
    extra = {f"dA{number}": numbers(n, m, seed=seed + n) for number, n in enumerate(layer_dims[:-1])}
    return params, extra | grads, 0.1 * m


def network_cases(make, seed):
    """Return cases of networks from one layer to five."""
    return [
        case("two layers", *make([3, 2, 1], 2, seed)),
        case("three layers", *make([2, 3, 2, 1], 4, seed + 1)),
        case("one example", *make([2, 2, 2, 1], 1, seed + 2)),
        hidden("one layer", *make([4, 1], 3, seed + 3)),
        hidden("five layers", *make([2, 3, 2, 3, 2, 1], 4, seed + 4)),
        hidden("one unit in every layer", *make([1, 1, 1], 5, seed + 5)),
    ]


def without_the_blocks(X, parameters):
    """Send the inputs through the network in one piece."""
    A, caches = X, []
    for number in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{number}"], parameters[f"b{number}"]
        caches += [((A, W, b), W @ A + b)]
        Z = caches[-1][1]
        A = np.maximum(Z, 0) if f"W{number + 1}" in parameters else 1 / (1 + np.exp(-Z))
    return A, caches


def one_example_at_a_time(dZ, cache):
    """Go back through the linear half of a layer with a loop over the examples."""
    A_prev, W, b = cache
    dW, db, m = np.zeros(W.shape), np.zeros(b.shape), dZ.shape[1]
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i]) / m
        db[:, 0] += dZ[:, i] / m
    return np.einsum("ij,ik->jk", W, dZ), dW, db


def from_AL_minus_Y(AL, Y, caches):
    """Start the way back from dZ = AL - Y, as the slides do, and need no slope of the sigmoid."""
    grads, dZ = {}, AL - Y
    for number in range(len(caches), 0, -1):
        A_prev, W, _ = caches[number - 1][0]
        dA = grads[f"dA{number - 1}"] = W.T @ dZ
        grads[f"dW{number}"], grads[f"db{number}"] = dZ @ A_prev.T / Y.size, dZ.mean(axis=1, keepdims=True)
        dZ = dA * (caches[number - 2][1] > 0) if number > 1 else None
    return grads
