"""What the checks of c4w2_residual_networks share: pictures, blocks, stacks of layers as inputs; other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.layers import conv_backward, conv_forward
from solutions.c4w2_residual_networks import identity_block_forward

VGG16 = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def numbers(*shape, seed, scale=1.0):
    """Return an array of short numbers."""
    return (scale * np.random.default_rng(seed).normal(size=shape)).round(2) + 0.0


def filters(f, C_prev, C, seed, names=("W1", "b1", "W2", "b2")):
    """Return the parameters of two convolutions of f×f filters, C_prev -> C -> C channels."""
    first, second = (f, f, C_prev, C), (f, f, C, C)
    values = [numbers(*shape, seed=seed + k, scale=1.5 / f) for k, shape in enumerate((first, second))]
    biases = [numbers(1, 1, 1, C, seed=seed + 10 + k, scale=0.5) for k in (0, 1)]
    return dict(zip(names, (values[0], biases[0], values[1], biases[1])))


def block(m, n_H, n_W, C, f, seed):
    """Return (A_prev, parameters) of an identity block; no sum before a ReLU is near 0."""
    for again in range(seed, seed + 1000, 100):
        given = np.abs(numbers(m, n_H, n_W, C, seed=again)), filters(f, C, C, again + 1)
        cache = identity_block_forward(*given)[1]
        if min(np.abs(cache["Z1"]).min(), np.abs(cache["S"]).min()) > 0.003:
            return given
    raise ValueError(f"no block of {m, n_H, n_W, C, f} without sums near 0")


HAND = (
    np.full((1, 1, 1, 1), 2.0),
    {name: np.full((1, 1, 1, 1), value) for name, value in {"W1": 0.5, "b1": 0.0, "W2": -0.5, "b2": 0.0}.items()},
)


def resting():
    """Return (A_prev, parameters) of a block whose second convolution is all zeros."""
    A_prev, parameters = block(1, 2, 3, 2, 3, seed=31)
    return A_prev, parameters | {name: 0 * parameters[name] for name in ("W2", "b2")}


def blocks():
    """Return the blocks of the cases, (label, public or hidden, A_prev and parameters)."""
    return [
        ("one number", case, HAND),
        ("one example", case, block(1, 2, 3, 2, 3, seed=1)),
        ("two examples", case, block(2, 2, 2, 2, 3, seed=2)),
        ("filters of 1×1", case, block(3, 1, 2, 3, 1, seed=3)),
        ("filters of 5×5", hidden, block(3, 2, 3, 1, 5, seed=4)),
        ("a second convolution of zeros", hidden, resting()),
        ("four examples with three channels", hidden, block(4, 2, 1, 3, 1, seed=5)),
        ("a tall picture", hidden, block(1, 3, 2, 2, 3, seed=6)),
    ]


def forward_cases():
    return [kind(label, *given) for label, kind, given in blocks()]


def backward_cases():
    """Return cases with a slope for every number that comes out of the blocks."""
    made = []
    for k, (label, kind, given) in enumerate(blocks()):
        A, cache = identity_block_forward(*given)
        dA = np.ones((1, 1, 1, 1)) if k == 0 else numbers(*A.shape, seed=200 + k)
        made.append(kind(label, dA, cache))
    return made


def stack(n, m, L, seed, scale=1.0):
    """Return (X, weights, dA) of L layers of n units; no sum before a ReLU is near 0."""
    for again in range(seed, seed + 1000, 100):
        weights = [numbers(n, n, seed=again + 10 + layer, scale=scale) for layer in range(L)]
        X, dA = np.abs(numbers(n, m, seed=again)), numbers(n, m, seed=again + 1)
        if _smallest(X, weights) > 0.001:
            return X, weights, dA
    raise ValueError(f"no stack of {n, m, L} without sums near 0")


def _smallest(X, weights):
    found = []
    for shortcut in (0, 1):
        A = X
        for W in weights:
            S = W @ A + shortcut * A
            found.append(np.abs(S[:, A.any(axis=0)]).min(initial=1.0))
            A = np.maximum(S, 0)
    return min(found)


def scalars(*values):
    """Return (X, weights, dA) of layers with one unit, one example and the weights given."""
    return np.ones((1, 1)), [np.full((1, 1), value) for value in values], np.ones((1, 1))


def projection(m, n_H, n_W, C_prev, C, f, seed):
    """Return (A_prev, parameters) of a projection block."""
    parameters = filters(f, C_prev, C, seed) | {
        "Ws": numbers(1, 1, C_prev, C, seed=seed + 20),
        "bs": numbers(1, 1, 1, C, seed=seed + 21, scale=0.5),
    }
    return np.abs(numbers(m, n_H, n_W, C_prev, seed=seed + 22)), parameters


def channels(m, n_H, n_W, C_prev, C, seed):
    """Return (A_prev, W, b) of a 1×1 convolution."""
    W, b = numbers(1, 1, C_prev, C, seed=seed + 1), numbers(1, 1, 1, C, seed=seed + 2)
    return numbers(m, n_H, n_W, C_prev, seed=seed), W, b


SIX = np.array(
    [
        [1, 2, 3, 6, 5, 8],
        [3, 5, 5, 1, 3, 4],
        [2, 1, 3, 4, 9, 3],
        [4, 7, 8, 5, 7, 9],
        [1, 5, 3, 7, 4, 8],
        [5, 4, 9, 8, 3, 5],
    ]
)
TIMES_TWO = (SIX.reshape(1, 6, 6, 1).astype(float), np.full((1, 1, 1, 1), 2.0), np.zeros((1, 1, 1, 1)))


def by_shapes(blocks, dense, input_shape=(224, 224, 3)):
    height, width, depth = input_shape
    shapes = []
    for number, filters in blocks:
        shapes += [(3, 3, before, filters) for before in [depth] + [filters] * (number - 1)]
        depth = filters
    units = [(height >> len(blocks)) * (width >> len(blocks)) * depth, *dense]
    found = [sum(np.prod(shape) + shape[-1] for shape in shapes), sum((units[k] + 1) * n for k, n in enumerate(dense))]
    return {"total": sum(found), "dense": found[1], "conv": found[0], "layers": len(shapes) + len(dense)}


def with_moved_pictures(A_prev, parameters):
    f = parameters["W1"].shape[0]

    def convolve(A, W, b):
        wide, Z = np.pad(A, ((0, 0), (f // 2,) * 2, (f // 2,) * 2, (0, 0))), 0
        for i in range(f):
            for j in range(f):
                Z = Z + np.tensordot(wide[:, i : i + A.shape[1], j : j + A.shape[2]], W[i, j], axes=1)
        return Z + b

    Z1 = convolve(A_prev, parameters["W1"], parameters["b1"])
    A1 = Z1 * (Z1 > 0)
    S = A_prev + convolve(A1, parameters["W2"], parameters["b2"])
    conv1 = (A_prev, parameters["W1"], parameters["b1"], 1, f // 2)
    conv2 = (A1, parameters["W2"], parameters["b2"], 1, f // 2)
    return [S.clip(min=0), {"S": S, "conv2": conv2, "A1": A1, "Z1": Z1, "conv1": conv1}]


def two_ways_back(dA, cache):
    past = np.where(cache["S"] > 0, dA, 0.0)
    grads, dA_prev = {}, past.copy()
    through, grads["dW2"], grads["db2"] = conv_backward(past, cache["conv2"])
    through[cache["Z1"] <= 0] = 0
    through, grads["dW1"], grads["db1"] = conv_backward(through, cache["conv1"])
    dA_prev += through
    return [dA_prev, {**grads, "dS": past}]


def by_jacobians(X, weights, dA):
    n, m = X.shape
    found = {}
    for kind, shortcut in {"residual": np.eye(n), "plain": np.zeros((n, n))}.items():
        squares = np.zeros(len(weights) + 1)
        for i in range(m):
            a, slopes = X[:, i], []
            for W in weights:
                z = (W + shortcut) @ a
                slopes.append((z > 0)[:, None] * (W + shortcut))
                a = z * (z > 0)
            g = dA[:, i]
            squares[-1] += g @ g
            for layer in range(len(weights) - 1, -1, -1):
                g = g @ slopes[layer]
                squares[layer] += g @ g
        found[kind] = np.sqrt(squares)
    return found


def with_a_function(X, weights, dA):
    def norms(matrices):
        outputs, grads = [X], [dA]
        for M in matrices:
            outputs.append(np.maximum(np.dot(M, outputs[-1]), 0))
        for M, A in zip(matrices[::-1], outputs[:0:-1]):
            grads.insert(0, np.dot(M.T, np.where(A > 0, grads[0], 0)))
        return [float(np.sqrt(np.sum(g**2))) for g in grads]

    return {"plain": norms(list(weights)), "residual": norms([W + np.eye(len(W)) for W in weights])}


def pixel_by_pixel(A_prev, W, b, stride=1):
    m, n_H, n_W, _ = A_prev.shape
    rows, columns = range(0, n_H, stride), range(0, n_W, stride)
    Z = np.zeros((m, len(rows), len(columns), W.shape[3]))
    for i in range(m):
        for h, row in enumerate(rows):
            for w, column in enumerate(columns):
                for c in range(W.shape[3]):
                    Z[i, h, w, c] = sum(A_prev[i, row, column] * W[0, 0, :, c]) + b[0, 0, 0, c]
    return Z


def as_a_convolution(A_prev, W, b, stride=1):
    return conv_forward(A_prev, W, b, stride, 0)[0]


def a_shortcut_of_its_own(A_prev, parameters, stride=2):
    A = A_prev
    for layer in (1, 2):
        W = parameters[f"W{layer}"]
        A = conv_forward(A, W, parameters[f"b{layer}"], stride if layer == 1 else 1, W.shape[0] // 2)[0]
        if layer == 1:
            A = A * (A > 0)
    A = A + np.einsum("mhwc,abcd->mhwd", A_prev[:, ::stride, ::stride], parameters["Ws"]) + parameters["bs"]
    return np.where(A > 0, A, 0)


def step_by_step(n_H, n_W, n_C, f, filters, bottleneck=None):
    cost = 0
    for size, count in [(1, bottleneck), (f, filters)]:
        if count:
            cost, n_C = cost + n_H * n_W * count * size * size * n_C, count
    return cost


# Lists of mistakes

SHORT = 'shortcut = conv1x1(A_prev, parameters["Ws"], parameters["bs"], stride)'
SECOND = "n_H * n_W * filters * f * f * bottleneck"


def mistakes_of_projection():
    """Return the known mistakes of projection_block_forward."""
    return [
        wrong(
            "shortcut-without-stride",
            {SHORT: 'shortcut = conv1x1(A_prev, parameters["Ws"], parameters["bs"])'},
            "The two paths differ in size: one of them still has the input's height and width. The first convolution and the shortcut both take the stride.",
        ),
        wrong(
            "stride-twice",
            {"stride=1, pad=W2": "stride=stride, pad=W2"},
            "Both convolutions take the long steps, so the pictures shrink twice. Only the first one does.",
        ),
        wrong(
            "stride-on-the-second",
            {"stride=stride, pad=W1": "stride=1, pad=W1", "stride=1, pad=W2": "stride=stride, pad=W2"},
            "The second convolution takes the long steps instead of the first. The shapes fit, but other pixels count (and the first convolution has four times the work).",
        ),
        wrong(
            "relu-on-the-shortcut",
            {"np.maximum(Z2 + shortcut, 0)": "np.maximum(Z2 + np.maximum(shortcut, 0), 0)"},
            "The shortcut has a ReLU of its own here. W_s a[l] goes into the sum as it is; the only ReLU is the one after the sum.",
        ),
        wrong(
            "relu-before-the-sum",
            {"np.maximum(Z2 + shortcut, 0)": "np.maximum(Z2, 0) + shortcut"},
            "The ReLU comes before the sum; it belongs after it, as in the identity block.",
        ),
        wrong(
            "no-inner-relu",
            {"np.maximum(Z1, 0)": "Z1"},
            "There is no ReLU between the two convolutions.",
        ),
        wrong(
            "without-Ws",
            {SHORT: "shortcut = A_prev[:, ::stride, ::stride]"},
            "The shortcut makes the picture smaller, but does not mix its channels: Ws and bs are not used.",
        ),
        wrong(
            "padded-shortcut",
            {SHORT: 'shortcut, _ = conv_forward(A_prev, parameters["Ws"], parameters["bs"], stride, 1)'},
            "The shortcut's 1×1 convolution has a border. A filter of one pixel needs none for “same”.",
        ),
        wrong(
            "shortcut-without-bias",
            {'parameters["bs"], stride': '0 * parameters["bs"], stride'},
            "The shortcut's convolution has a bias too, bs.",
        ),
        wrong(
            "stride-on-the-shortcut-only",
            {"stride=stride, pad=W1": "stride=1, pad=W1"},
            "The two paths differ in size: one of them still has the input's height and width. The first convolution and the shortcut both take the stride.",
        ),
        wrong(
            "pad-1",
            {"pad=W1.shape[0] // 2": "pad=1", "pad=W2.shape[0] // 2": "pad=1"},
            "A border of one pixel is right for 3×3 filters only. It is (f − 1) / 2 pixels, and the weights tell f.",
        ),
        wrong(
            "no-last-relu",
            {"np.maximum(Z2 + shortcut, 0)": "Z2 + shortcut"},
            "There are negative numbers in the output: the last step, g, is missing after the sum.",
        ),
        wrong(
            "no-shortcut",
            {"np.maximum(Z2 + shortcut, 0)": "np.maximum(Z2, 0)"},
            "This is the main path alone: what comes by the shortcut is not added.",
        ),
    ]


def mistakes_of_counting():
    """Return the known mistakes of inception_cost."""
    return [
        wrong(
            "bottleneck-for-free",
            {f"n_H * n_W * bottleneck * n_C + {SECOND}": SECOND},
            "The 1×1 convolution itself is not counted. It is cheap, not free: it has to read all the channels.",
        ),
        wrong(
            "second-reads-all",
            {SECOND: "n_H * n_W * filters * f * f * n_C"},
            "The large filters still read all the channels. Behind the bottleneck they read only what it lets through.",
        ),
        wrong(
            "no-input-channels",
            {
                "filters * f * f * n_C": "filters * f * f",
                "bottleneck * n_C +": "bottleneck +",
                "f * f * bottleneck": "f * f",
            },
            "A filter is as deep as its input: each number of the output takes f · f multiplications for *every* channel.",
        ),
        wrong(
            "f-once",
            {"f * f": "f"},
            "A filter is f high and f wide.",
        ),
        wrong(
            "parameters",
            {"n_H * n_W * filters": "filters", "n_H * n_W * bottleneck": "bottleneck"},
            "These are the weights. Each of them is used once at every place of the output.",
        ),
        wrong(
            "with-biases",
            {
                "* f * f * n_C": "* (f * f * n_C + 1)",
                "bottleneck * n_C +": "bottleneck * (n_C + 1) +",
                "* f * f * bottleneck": "* (f * f * bottleneck + 1)",
            },
            "A bias is added, not multiplied: it costs no multiplication.",
        ),
        wrong(
            "without-edges",
            {"n_H * n_W * filters": "(n_H - f + 1) * (n_W - f + 1) * filters"},
            "This is the count without padding. A “same” convolution has as many places as its input has pixels.",
        ),
        wrong(
            "bottleneck-ignored",
            {"if bottleneck is None:": "if True:"},
            "`bottleneck` makes no difference: where it is given, there are two convolutions to count.",
        ),
    ]
