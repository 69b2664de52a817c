"""Inputs of c4w1_convolution_step_by_step: pictures, filters, networks; other right ways and mistakes that are long."""

import numpy as np

from grader_tests import case, hidden, misconception


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def numbers(*shape, seed, scale=1.0):
    """Return an array of short numbers, none of them 0."""
    draw = np.random.default_rng(seed)
    return (scale * draw.choice([-1, 1], size=shape) * draw.uniform(0.1, 2.0, size=shape)).round(1) + 0.0


def window(f_H, f_W, n_C, seed):
    """Return (a_slice_prev, W, b) for one place of one filter."""
    return numbers(f_H, f_W, n_C, seed=seed), numbers(f_H, f_W, n_C, seed=seed + 1), numbers(1, 1, 1, seed=seed + 2)


def layer(m, n_H, n_W, n_C_prev, f, n_C, seed, stride=1, pad=0):
    """Return (A_prev, W, b, hparameters) of a convolution."""
    A_prev, W = numbers(m, n_H, n_W, n_C_prev, seed=seed), numbers(f, f, n_C_prev, n_C, seed=seed + 1)
    return A_prev, W, numbers(1, 1, 1, n_C, seed=seed + 2), {"stride": stride, "pad": pad}


def layer_and_gradient(m, n_H, n_W, n_C_prev, f, n_C, seed, stride=1, pad=0):
    """Return (dZ, cache) of a convolution."""
    sizes = [(n + 2 * pad - f) // stride + 1 for n in (n_H, n_W)]
    return numbers(m, *sizes, n_C, seed=seed + 3), layer(m, n_H, n_W, n_C_prev, f, n_C, seed, stride, pad)


def pooled(m, n_H, n_W, n_C, f, stride, seed):
    """Return (A_prev, hparameters) of a pooling layer; in every channel all numbers differ."""
    draw = np.random.default_rng(seed)
    A_prev = np.stack([draw.permutation(n_H * n_W) for _ in range(m * n_C)]).reshape(m, n_C, n_H, n_W)
    return (A_prev - n_H * n_W // 3).transpose(0, 2, 3, 1) / 2, {"f": f, "stride": stride}


def pooled_and_gradient(m, n_H, n_W, n_C, f, stride, seed):
    """Return (dA, cache) of a pooling layer."""
    sizes = [(n - f) // stride + 1 for n in (n_H, n_W)]
    return numbers(m, *sizes, n_C, seed=seed + 3), pooled(m, n_H, n_W, n_C, f, stride, seed)


def picture(*rows):
    """Return a picture of one channel, (1, n_H, n_W, 1), from its rows."""
    return np.array(rows, dtype=float)[np.newaxis, :, :, np.newaxis]


SIX = picture(
    [3, 0, 1, 2, 7, 4],
    [1, 5, 8, 9, 3, 1],
    [2, 7, 2, 5, 1, 3],
    [0, 1, 3, 1, 7, 8],
    [4, 2, 1, 6, 2, 8],
    [2, 4, 5, 2, 3, 9],
)
VERTICAL = np.array([[1.0, 0.0, -1.0]] * 3).reshape(3, 3, 1, 1)
EDGE = picture(*[[10, 10, 10, 0, 0, 0]] * 6)
NO_BIAS = np.zeros((1, 1, 1, 1))
SLIDE_LAYER = (VERTICAL, NO_BIAS, {"stride": 1, "pad": 0})
FOUR = picture([1, 3, 2, 1], [2, 9, 1, 1], [1, 4, 2, 3], [5, 6, 1, 2])


def conv(f, n_C, stride=1, pad=0):
    """Return the dictionary of a convolution layer."""
    return {"kind": "conv", "f": f, "n_C": n_C, "stride": stride, "pad": pad}


def pool(f, stride):
    """Return the dictionary of a pooling layer."""
    return {"kind": "pool", "f": f, "stride": stride}


def dense(n):
    """Return the dictionary of a fully connected layer."""
    return {"kind": "dense", "n": n}


LENET = [conv(5, 8), pool(2, 2), conv(5, 16), pool(2, 2), dense(120), dense(84), dense(10)]


def networks():
    """Return the cases of count_parameters."""
    return [
        case("ten 3×3 filters on three channels", (8, 8, 3), [conv(3, 10)]),
        case("the document's network", (32, 32, 3), LENET),
        case("stride and padding", (9, 7, 2), [conv(3, 4, stride=2, pad=1), pool(3, 1), dense(5)]),
        case("fully connected layers only", (6, 4, 3), [dense(7), dense(1)]),
        hidden("grey pictures", (28, 28, 1), [conv(5, 6, pad=2), pool(2, 2), conv(5, 16), pool(2, 2), dense(10)]),
        hidden("one number in, one out", (1, 1, 1), [dense(1)]),
        hidden("three convolutions", (39, 39, 3), [conv(3, 10), conv(5, 20, 2), conv(5, 40, 2), dense(2)]),
        hidden("a size that is not whole", (10, 13, 4), [conv(3, 5, stride=3), pool(2, 2), dense(3)]),
    ]


def filters():
    """Return the cases of edge_filter."""
    return [
        case("the vertical filter", "vertical"),
        case("the horizontal filter", "horizontal"),
        case("Sobel's horizontal filter", "sobel horizontal"),
        hidden("Scharr's filter", "scharr"),
        hidden("Sobel's filter", "sobel"),
        hidden("Scharr's horizontal filter", "scharr horizontal"),
    ]


def sizes():
    """Return the cases of conv_output_size."""
    return [
        case("the document's 6×6 picture", 6, 3),
        case("the same with padding", 6, 3, 1),
        case("7 pixels with stride 2", 7, 3, 0, 2),
        case("a step that does not come out even", 10, 3, stride=2),
        case("padding and stride", 12, 5, pad=2, stride=3),
        hidden("39 pixels", 39, 3),
        hidden("a filter as large as the picture", 5, 5),
        hidden("227 pixels with stride 4", 227, 11, 0, 4),
        hidden("a large frame", 14, 3, pad=4, stride=4),
        hidden("a filter of one pixel", 9, 1, stride=2),
    ]


def frames():
    """Return the cases of zero_pad."""
    return [
        case("two pictures of 2×3 pixels", numbers(2, 2, 3, 1, seed=11), 1),
        case("one picture in two channels, a frame of 2", numbers(1, 2, 1, 2, seed=12), 2),
        case("no frame", numbers(3, 2, 2, 1, seed=13), 0),
        hidden("four pictures", numbers(4, 1, 2, 2, seed=14), 1),
        hidden("a wide picture", numbers(1, 2, 5, 1, seed=15), 3),
        hidden("a single pixel", numbers(2, 1, 1, 3, seed=16), 1),
    ]


def kernels():
    """Return the cases of flip_kernel."""
    return [
        case("the document's filter", np.array([[3, 4, 5], [1, 0, 2], [-1, 9, 7]])),
        case("a filter of 2×3", numbers(2, 3, seed=21)),
        case("a filter of two channels", numbers(2, 2, 2, seed=22)),
        hidden("a filter of 4×4", numbers(4, 4, seed=23)),
        hidden("a single row", numbers(1, 5, seed=24)),
        hidden("a filter of 3×2 in three channels", numbers(3, 2, 3, seed=25)),
    ]


def windows():
    """Return the cases of conv_single_step."""
    return [
        case("the document's first window", SIX[0, :3, :3], VERTICAL[..., 0], NO_BIAS[0]),
        case("two channels", *window(2, 2, 2, seed=31)),
        case("a window of 3×3 in two channels", *window(3, 3, 2, seed=32)),
        hidden("five by five", *window(5, 5, 1, seed=33)),
        hidden("one pixel, four channels", *window(1, 1, 4, seed=34)),
        hidden("three channels", *window(3, 3, 3, seed=35)),
    ]


def convolutions():
    """Return the cases of conv_forward."""
    return [
        case("the document's 6×6 picture", SIX, *SLIDE_LAYER, group="plain"),
        case("the document's edge", EDGE, *SLIDE_LAYER, group="plain"),
        case("two pictures, two filters", *layer(2, 3, 4, 2, 2, 2, seed=41), group="plain"),
        case("stride 2", *layer(1, 5, 6, 1, 2, 3, seed=42, stride=2), group="stride"),
        case("a frame of 1", *layer(2, 3, 2, 1, 3, 2, seed=43, pad=1), group="padding"),
        hidden("three wide pictures", *layer(3, 2, 5, 1, 2, 1, seed=44), group="plain"),
        hidden("filters of one pixel", *layer(1, 3, 3, 3, 1, 2, seed=45), group="plain"),
        hidden("stride 3", *layer(1, 7, 5, 1, 1, 2, seed=46, stride=3), group="stride"),
        hidden("two tall pictures, stride 2", *layer(2, 6, 4, 1, 3, 1, seed=47, stride=2), group="stride"),
        hidden("a frame of 2", *layer(1, 2, 3, 2, 3, 1, seed=48, pad=2), group="padding"),
        hidden("frame and stride", *layer(2, 4, 3, 1, 3, 2, seed=49, stride=2, pad=1), group="padding"),
    ]


def poolings():
    """Return the cases of pool_forward."""
    return [
        case("the document's 4×4 picture", FOUR, {"f": 2, "stride": 2}, group="maximum"),
        case("two pictures in two channels", *pooled(2, 4, 3, 2, 2, 1, seed=51), group="maximum"),
        case("a window that does not come out even", *pooled(1, 5, 7, 1, 2, 2, seed=52), group="maximum"),
        case("the document's picture, averaged", FOUR, {"f": 2, "stride": 2}, mode="average", group="average"),
        hidden("windows that overlap", *pooled(3, 5, 4, 1, 3, 1, seed=53), group="maximum"),
        hidden("stride 3", *pooled(1, 7, 5, 2, 2, 3, seed=54), "max", group="maximum"),
        hidden(
            "negative numbers only", pooled(1, 4, 4, 2, 2, 2, seed=55)[0] - 20, {"f": 2, "stride": 2}, group="maximum"
        ),
        hidden("averages, two pictures", *pooled(2, 3, 6, 2, 3, 2, seed=56), "average", group="average"),
    ]


def convolutions_back():
    """Return the cases of conv_backward."""
    return [
        case("one picture, one filter", *layer_and_gradient(1, 3, 3, 1, 2, 1, seed=61)),
        case("two pictures, two filters", *layer_and_gradient(2, 3, 4, 2, 2, 2, seed=62)),
        case("stride 2 and a frame of 1", *layer_and_gradient(2, 4, 3, 1, 3, 2, seed=63, stride=2, pad=1)),
        hidden("three wide pictures", *layer_and_gradient(3, 2, 4, 1, 2, 2, seed=64)),
        hidden("a frame of 2", *layer_and_gradient(1, 3, 2, 2, 3, 1, seed=65, pad=2)),
        hidden("stride 3", *layer_and_gradient(1, 7, 5, 1, 2, 2, seed=66, stride=3)),
        hidden("a last row that no window reaches", *layer_and_gradient(2, 4, 5, 1, 1, 3, seed=67, stride=2)),
    ]


def poolings_back():
    """Return the cases of pool_backward."""
    return [
        case("maxima, one picture", *pooled_and_gradient(1, 4, 4, 1, 2, 2, seed=81), group="maximum"),
        case("maxima, windows that overlap", *pooled_and_gradient(2, 4, 3, 2, 2, 1, seed=82), group="maximum"),
        case(
            "averages, windows that overlap",
            *pooled_and_gradient(1, 4, 5, 2, 3, 1, seed=83),
            mode="average",
            group="average",
        ),
        hidden("maxima, three pictures", *pooled_and_gradient(3, 5, 4, 1, 3, 2, seed=84), group="maximum"),
        hidden("maxima with gaps", *pooled_and_gradient(1, 7, 5, 2, 2, 3, seed=85), "max", group="maximum"),
        hidden("averages, two pictures", *pooled_and_gradient(2, 3, 6, 2, 2, 2, seed=86), "average", group="average"),
    ]


def masks():
    """Return the cases of create_mask_from_window."""
    return [
        case("the document's first window", np.array([[1, 3], [2, 9]])),
        case("a window of negative numbers", -np.abs(numbers(2, 3, seed=71)) * np.array([1.0, 2.0, 1.5])),
        case("a tie", np.array([[4.0, 1.0], [-7.0, 4.0]])),
        hidden("a window of 3×3", numbers(3, 3, seed=72)),
        hidden("one number", np.array([[0.0]])),
        hidden("zeros after a ReLU", np.zeros((2, 2))),
    ]


def shares():
    """Return the cases of distribute_value."""
    return [
        case("2 over a window of 2×2", 2, (2, 2)),
        case("a wide window", -1.5, (1, 3)),
        case("a window of 2×4", 0.6, (2, 4)),
        hidden("a tall window", 7.0, (5, 2)),
        hidden("one entry", 3.25, (1, 1)),
        hidden("nothing to share", 0.0, (3, 3)),
    ]


# Lists of mistakes


def mistakes_backward():
    """Return the known mistakes of conv_backward."""
    return [
        wrong(
            "overwritten",
            {"dA_pad[i, rows, columns] += ": "dA_pad[i, rows, columns] = "},
            "A pixel lies under several windows and influences all their outputs. Here each window overwrites what the one before had left; the shares have to be added.",
            score=2 / 3,
        ),
        wrong(
            "mean-over-examples",
            {"], dW, db": "], dW / m, db / m"},
            "dW and db are divided by m. Here they are sums: the 1/m is in the cost and has come in with dZ already.",
            score=1 / 3,
        ),
        wrong(
            "still-framed",
            {"dA_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW": "dA_pad, dW"},
            "dA_prev still has the frame. The zeros were put there by us; their gradient is of no use, and dA_prev needs A_prev's shape.",
            score=2 / 3,
        ),
        wrong(
            "empty-at-0",
            {"pad : pad + n_H_prev, pad : pad + n_W_prev": "pad:-pad, pad:-pad"},
            "A slice pad:-pad is empty when pad is 0, since -0 is 0. Count the end from the front, or treat pad = 0 by itself.",
            score=2 / 3,
        ),
        wrong(
            "unpadded-window",
            {
                "A_pad[i, rows, columns] * dZ": "A_prev[i, rows, columns] * dZ",
            },
            "dW is computed from A_prev without its frame. The forward pass had multiplied the weights with windows of the padded pictures.",
        ),
        wrong(
            "flat-db",
            {"], dW, db": "], dW, np.sum(dZ, axis=(0, 1, 2))"},
            "db has lost its axes: it needs b's shape, (1, 1, 1, n_C), so that b − α db keeps it.",
            score=2 / 3,
        ),
        wrong(
            "frame-cut-at-0",
            {
                "    return dA_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db": "    dA_prev = np.zeros(A_prev.shape)\n    for i in range(m):\n        dA_prev[i] = dA_pad[i, pad:-pad, pad:-pad]\n    return dA_prev, dW, db"
            },
            "A slice pad:-pad is empty when pad is 0, since -0 is 0. Count the end from the front, or treat pad = 0 by itself.",
        ),
        wrong(
            "last-window-only",
            {"dW[..., c] += ": "dW[..., c] = ", "db[..., c] += ": "db[..., c] = "},
            "dW and db only know of the last window. A filter is used at all places of all pictures, so every window adds its share.",
            score=1 / 3,
        ),
        wrong(
            "turned-filter",
            {"W[..., c] * dZ": "W[::-1, ::-1, :, c] * dZ"},
            "The filter is turned here. Forward, pixel (u, v) of the window was multiplied with W[u, v]; that weight is its slope. The turned filter belongs to another way of writing it, in which you gather for each pixel instead of handing out from each output.",
            score=2 / 3,
        ),
    ]


def mistakes_of_counting():
    """Return the known mistakes of count_parameters."""
    return [
        wrong(
            "E193",
            {"f * f * n_C + 1": "f * f + 1"},
            "These filters are flat. A filter reaches through all channels of its input, so it has f · f weights for each of them, and one bias.",
            "D2 C4_W1 “Why convolutions”: 5 × 5 = 25, 26, 6 × 26 = 156 parameters on a picture of 3 channels",
        ),
        wrong(
            "no-bias",
            {"n_C + 1) * layer": "n_C) * layer"},
            "The biases are missing: every filter and every unit has one.",
        ),
        wrong(
            "own-depth",
            {"f * f * n_C + 1": 'f * f * layer["n_C"] + 1'},
            "The filters have the depth of their own output here. They have to cover the channels of the layer *before*, which are its input.",
            "D2 C4_W1 “Summary of notation”: each filter is f[l] × f[l] × n_c[l]",
        ),
        wrong(
            "one-bias",
            {'(f * f * n_C + 1) * layer["n_C"]': 'f * f * n_C * layer["n_C"] + 1'},
            "The whole convolution layer has one bias here; every one of its filters has its own.",
        ),
        wrong(
            "size-not-followed",
            {"n_H, n_W = conv_output_size(n_H, f, pad, stride), conv_output_size(n_W, f, pad, stride)": "pass"},
            "Convolutions and poolings change height and width, and a fully connected layer sees what is left of them: follow the sizes from layer to layer.",
        ),
        wrong(
            "pixels-counted",
            {'(f * f * n_C + 1) * layer["n_C"]': '(f * f * n_C + 1) * layer["n_C"] * n_H * n_W'},
            "The filters are counted once for every place. They are the same at all places: that is what sharing parameters means.",
        ),
    ]


# Other right ways


def written_out(kind):
    table = {
        "vertical": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
        "horizontal": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
        "sobel": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
        "sobel horizontal": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
        "scharr": [[3, 0, -3], [10, 0, -10], [3, 0, -3]],
        "scharr horizontal": [[3, 10, 3], [0, 0, 0], [-3, -10, -3]],
    }
    return np.array(table[kind], dtype=float)


def framed(X, pad):
    m, n_H, n_W, n_C = X.shape
    out = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    out[:, pad : n_H + pad, pad : n_W + pad, :] = X
    return out


def entry_by_entry(K):
    f_H, f_W = K.shape[:2]
    turned = np.zeros(K.shape)
    for i in range(f_H):
        for j in range(f_W):
            turned[f_H - 1 - i, f_W - 1 - j] = K[i, j]
    return turned


def product_by_product(a_slice_prev, W, b):
    z = b.item()
    for place in np.ndindex(W.shape):
        z += a_slice_prev[place] * W[place]
    return z


def shifted_pictures(A_prev, W, b, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, [(0, 0), (p, p), (p, p), (0, 0)])
    n_H, n_W = (X.shape[1] - f) // s + 1, (X.shape[2] - f) // s + 1
    Z = 0
    for i in range(f):
        for j in range(f):
            Z = Z + X[:, i : i + s * (n_H - 1) + 1 : s, j : j + s * (n_W - 1) + 1 : s] @ W[i, j]
    return Z + b, [A_prev, W, b, dict(hparameters)]


def all_windows(A_prev, W, b, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, [(0, 0), (p, p), (p, p), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(X, (f, f), axis=(1, 2))[:, ::s, ::s]
    return np.einsum("mhwcij,ijcd->mhwd", windows, W) + b, (A_prev, W, b, hparameters)


def pooled_windows(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::s, ::s]
    return (windows.max(axis=(4, 5)) if mode == "max" else windows.mean(axis=(4, 5))), (A_prev, hparameters)


def pooled_by_offsets(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    n_H, n_W = (A_prev.shape[1] - f) // s + 1, (A_prev.shape[2] - f) // s + 1
    parts = [A_prev[:, i : i + s * n_H : s, j : j + s * n_W : s][:, :n_H, :n_W] for i in range(f) for j in range(f)]
    A = np.maximum.reduce(parts) if mode == "max" else sum(parts) / f**2
    return A, [A_prev, hparameters]


def layer_after_layer(input_shape, layers):
    shape, found = tuple(input_shape), np.zeros(len(layers), dtype=int)
    for number, one in enumerate(layers):
        if one["kind"] == "dense":
            found[number] = np.prod(shape) * one["n"] + one["n"]
            shape = (one["n"],)
        else:
            after = [int((n + 2 * one.get("pad", 0) - one["f"]) / one["stride"]) + 1 for n in shape[:2]]
            if one["kind"] == "conv":
                found[number] = np.prod((one["f"], one["f"], shape[2], one["n_C"])) + one["n_C"]
                after.append(one["n_C"])
            shape = (*after, shape[2])[:3]
    return found


def back_by_offsets(dZ, cache):
    A_prev, W, _, hparameters = cache
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    X = np.pad(A_prev, [(0, 0), (p, p), (p, p), (0, 0)])
    dX, dW = np.zeros_like(X), np.zeros_like(W)
    for i in range(f):
        for j in range(f):
            rows, columns = slice(i, i + s * (dZ.shape[1] - 1) + 1, s), slice(j, j + s * (dZ.shape[2] - 1) + 1, s)
            dX[:, rows, columns] += dZ @ W[i, j].T
            dW[i, j] = np.einsum("mhwc,mhwd->cd", X[:, rows, columns], dZ)
    dA_prev = dX[:, p:-p, p:-p] if p else dX
    return dA_prev, dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def back_to_each_input(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    dA_prev, dW = np.zeros(A_prev.shape), np.zeros(W.shape)
    for n, h, w, d in np.ndindex(dZ.shape):
        for i, j, c in np.ndindex(W.shape[:3]):
            row, column = h * s + i - p, w * s + j - p
            if 0 <= row < A_prev.shape[1] and 0 <= column < A_prev.shape[2]:
                dA_prev[n, row, column, c] += W[i, j, c, d] * dZ[n, h, w, d]
                dW[i, j, c, d] += A_prev[n, row, column, c] * dZ[n, h, w, d]
    return [dA_prev, dW, np.sum(dZ, axis=(0, 1, 2)).reshape(b.shape)]


def shared_by_offsets(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    n_H, n_W = dA.shape[1:3]
    best = pool_forward(A_prev, hparameters)[0]  # noqa: F821 (of the solutions)
    dA_prev = np.zeros(A_prev.shape)
    for i in range(f):
        for j in range(f):
            place = (slice(None), slice(i, i + s * (n_H - 1) + 1, s), slice(j, j + s * (n_W - 1) + 1, s))
            dA_prev[place] += dA * (A_prev[place] == best) if mode == "max" else dA / f**2
    return dA_prev


def largest_found_by_place(dA, cache, mode="max"):
    (A_prev, hparameters), dA_prev = cache, np.zeros(cache[0].shape)
    f, s = hparameters["f"], hparameters["stride"]
    for n, h, w, c in np.ndindex(dA.shape):
        inside = A_prev[n, h * s : h * s + f, w * s : w * s + f, c]
        for i, j in np.ndindex(inside.shape):
            if mode == "average":
                dA_prev[n, h * s + i, w * s + j, c] += dA[n, h, w, c] / inside.size
            elif inside[i, j] == inside.max():
                dA_prev[n, h * s + i, w * s + j, c] += dA[n, h, w, c]
    return dA_prev


# Mistakes


def framed_from_behind(X, pad):
    m, n_H, n_W, n_C = X.shape
    out = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    out[:, pad:-pad, pad:-pad, :] = X
    return out
