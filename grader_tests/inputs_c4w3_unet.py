"""Inputs of c4w3_unet_segmentation: pictures, filters, label maps; other right ways and mistakes that are long."""

import numpy as np

from grader_tests import case, hidden, misconception


def wrong(id, how, says, place="", score=0.0):
    """Declare a known mistake; how -- edits of the reference, or a function."""
    way = {"by": how} if callable(how) else {"edit": how}
    return misconception(id, says=says, place=place, score=score, **way)


def numbers(*shape, seed):
    """Return an array of short numbers, none of them 0, of both signs."""
    draw = np.random.default_rng(seed)
    return (draw.choice([-1, 1], size=shape) * draw.uniform(0.1, 2.0, size=shape)).round(1)


def layer(m, n_H, n_W, C_prev, f, C, seed):
    """Return (A_prev, W, b) of a transpose convolution."""
    return (
        numbers(m, n_H, n_W, C_prev, seed=seed),
        numbers(f, f, C_prev, C, seed=seed + 50),
        numbers(1, 1, 1, C, seed=seed + 90),
    )


def labels(m, n_H, n_W, n_classes, seed):
    """Return label maps in which every class occurs where there is room, the last one rarest."""
    draw = np.random.default_rng(seed)
    Y = np.minimum(draw.integers(0, n_classes, (m, n_H, n_W)), draw.integers(0, n_classes, (m, n_H, n_W)))
    Y.reshape(-1)[draw.permutation(Y.size)[:n_classes]] = np.arange(n_classes)[: Y.size]
    return Y


def scores(m, n_H, n_W, n_classes, seed):
    """Return (Z, Y): scores and right classes."""
    return numbers(m, n_H, n_W, n_classes, seed=seed), labels(m, n_H, n_W, n_classes, seed=seed + 1)


def far_apart(m, n_H, n_W, n_classes, seed, shift=0):
    """Return (Z, Y): scores that lie very far apart; the largest is the right class's."""
    Z = 900 * numbers(m, n_H, n_W, n_classes, seed=seed) + shift
    return Z, Z.argmax(axis=-1)


def two_maps(m, n_H, n_W, n_classes, seed):
    """Return (Y_pred, Y), which agree in about two thirds of the pixels."""
    Y = labels(m, n_H, n_W, n_classes, seed=seed)
    other, keep = labels(m, n_H, n_W, n_classes, seed=seed + 50), np.random.default_rng(seed).random(Y.shape) < 0.6
    return np.where(keep, Y, other), Y


def unet(m, size, C, *, down, bottom, up, classes, seed):
    """Return (X, parameters) of a U-Net.

    size, C -- height and width of the pictures; their channels
    down, up, bottom -- (f, channels) of each convolution; the transpose convolutions have 2×2 filters
    """
    draw, made, kept = np.random.default_rng(seed), {"down": [], "up": []}, []
    X = numbers(m, *size, C, seed=seed)

    def filters(f, C_prev, C):
        return (draw.normal(size=(f, f, C_prev, C)) + 0.1).round(1), draw.uniform(0.2, 0.9, size=(1, 1, 1, C)).round(1)

    for f, channels in down:
        made["down"].append(filters(f, C, channels))
        C = channels
        kept.append(C)
    made["bottom"] = filters(bottom[0], C, bottom[1])
    C = bottom[1]
    for f, channels in up:
        made["up"].append((*filters(2, C, channels), *filters(f, kept.pop() + channels, channels)))
        C = channels
    made["out"] = filters(1, C, classes)
    return X, made


CUT_FAR = "canvas[i, top : top + f, left : left + f] += stamp[: max(0, n_H - top), : max(0, n_W - left)]"


def last_row(n, f, stride=2, pad=0, output_padding=0):
    rows = [stamp * stride + row for stamp in range(n) for row in range(f)]
    return max(rows) + 1 - pad - pad + output_padding


def by_filter_position(A_prev, W, b, stride=2, pad=0, output_padding=0):
    m, H, W_prev, _ = A_prev.shape
    f, C = W.shape[0], W.shape[-1]
    full = np.zeros((m, (H - 1) * stride + f + output_padding, (W_prev - 1) * stride + f + output_padding, C))
    for r in range(f):
        for c in range(f):
            rows, columns = slice(r, r + (H - 1) * stride + 1, stride), slice(c, c + (W_prev - 1) * stride + 1, stride)
            full[:, rows, columns] += np.einsum("mhwp,pc->mhwc", A_prev, W[r, c])
    end_H, end_W = full.shape[1] - pad, full.shape[2] - pad
    return full[:, pad:end_H, pad:end_W] + b


def as_a_convolution(A_prev, W, b, stride=2, pad=0, output_padding=0):
    m, H, W_prev, C_prev = A_prev.shape
    f = W.shape[0]
    spaced = np.zeros((m, (H - 1) * stride + 1, (W_prev - 1) * stride + 1, C_prev))
    spaced[:, ::stride, ::stride] = A_prev
    far = f - 1 + output_padding
    wide = np.pad(spaced, ((0, 0), (f - 1, far), (f - 1, far), (0, 0)))
    n_H, n_W = wide.shape[1] - f + 1 - 2 * pad, wide.shape[2] - f + 1 - 2 * pad
    Z = np.zeros((m, n_H, n_W, W.shape[-1]))
    for h in range(n_H):
        for w in range(n_W):
            window = wide[:, h + pad : h + pad + f, w + pad : w + pad + f]
            Z[:, h, w] = np.einsum("mrcp,rcpk->mk", window, W[::-1, ::-1]) + b[0, 0, 0]
    return Z


def joined_by_writing(A_skip, A):
    m, n_H, n_W, C = A.shape
    spare_H, spare_W, C_skip = A_skip.shape[1] - n_H, A_skip.shape[2] - n_W, A_skip.shape[3]
    both = np.zeros((m, n_H, n_W, C_skip + C))
    for h in range(n_H):
        for w in range(n_W):
            both[:, h, w, :C_skip] = A_skip[:, h + spare_H // 2, w + spare_W // 2]
            both[:, h, w, C_skip:] = A[:, h, w]
    return both


def recursive_unet(X, parameters):
    def conv(A, W, b):
        r = (W.shape[0] - 1) // 2
        wide = np.pad(A, ((0, 0), (r, r), (r, r), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(wide, W.shape[:2], axis=(1, 2))
        return np.einsum("mhwcij,ijck->mhwk", windows, W) + b

    def level(A, k):
        if k == len(parameters["down"]):
            return np.maximum(conv(A, *parameters["bottom"]), 0)
        kept = np.maximum(conv(A, *parameters["down"][k]), 0)
        m, n_H, n_W, C = kept.shape
        below = level(kept.reshape(m, n_H // 2, 2, n_W // 2, 2, C).max(axis=(2, 4)), k + 1)
        W_t, b_t, W, b = parameters["up"][-1 - k]
        return np.maximum(conv(skip_concat(kept, transpose_conv(below, W_t, b_t)), W, b), 0)  # noqa: F821

    return conv(level(X, 0), *parameters["out"])


def pixel_by_pixel(Z, Y, weights=None):
    cost, total, dZ = 0.0, 0.0, np.zeros(Z.shape)
    for place in np.ndindex(*Y.shape):
        z, y = Z[place], int(Y[place])
        weight = 1.0 if weights is None else weights[y]
        large = max(z)
        e = [np.exp(one - large) for one in z]
        cost += weight * (np.log(sum(e)) + large - z[y])
        total += weight
        dZ[place] = weight * np.array(e) / sum(e)
        dZ[place][y] -= weight
    return cost / total, dZ / total


def by_rows(Z, Y, weights=None):
    rows, y = Z.reshape(-1, Z.shape[-1]), Y.ravel()
    largest = rows.max(axis=1)
    log_sum = largest + np.log(np.exp(rows - largest[:, None]).sum(axis=1))
    weight = np.ones(len(y)) if weights is None else np.take(weights, y)
    losses = log_sum - rows[np.arange(len(y)), y]
    dZ = np.exp(rows - log_sum[:, None])
    dZ[np.arange(len(y)), y] -= 1
    return np.average(losses, weights=weight), (dZ * weight[:, None] / weight.sum()).reshape(Z.shape)


def picture_by_picture(Y_pred, Y, n_classes):
    table = np.full((len(Y), n_classes), np.nan)
    for i in range(len(Y)):
        for c in range(n_classes):
            predicted, true = Y_pred[i] == c, Y[i] == c
            if np.any(predicted | true):
                table[i, c] = np.sum(predicted & true) / np.sum(predicted | true)
    seen = [column[~np.isnan(column)] for column in table.T]
    ious = [column.mean() if column.size else np.nan for column in seen]
    return np.nanmean(ious), ious


def from_confusion(Y_pred, Y, n_classes):
    table = np.bincount((Y * n_classes + Y_pred).ravel(), minlength=n_classes**2).reshape(n_classes, n_classes)
    both = np.diag(table)
    union = table.sum(axis=0) + table.sum(axis=1) - both
    ious = np.full(n_classes, np.nan)
    ious[union > 0] = both[union > 0] / union[union > 0]
    return ious[union > 0].mean(), ious


def from_sets(Y_pred, Y, n_classes):
    predicted, true = np.ravel(Y_pred).tolist(), np.ravel(Y).tolist()
    ious, seen = [], []
    for c in range(n_classes):
        one, other = ({i for i, k in enumerate(some) if k == c} for some in (predicted, true))
        ious.append(len(one & other) / len(one | other) if one | other else float("nan"))
        seen += [ious[-1]] if one | other else []
    return sum(seen) / len(seen), tuple(ious)


SLIDE = (np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(1, 2, 2, 1), np.ones((3, 3, 1, 1)), np.zeros((1, 1, 1, 1)))


def stampings():
    """Return the cases of the transpose convolution."""
    return [
        case("the slide's sizes", *SLIDE, stride=2, pad=1, output_padding=1),
        case("filters that do not overlap", *layer(1, 2, 3, 2, 2, 2, seed=1)),
        case("two pictures and overlapping filters", *layer(2, 2, 2, 2, 3, 1, seed=2)),
        case("a border that is cut off", *layer(1, 3, 2, 1, 4, 2, seed=3), pad=1),
        hidden("three pictures", *layer(3, 2, 1, 2, 3, 3, seed=4), pad=1, output_padding=1),
        hidden("a stride of 1", *layer(1, 3, 4, 1, 3, 2, seed=5), stride=1, pad=1),
        hidden("gaps between the filters", *layer(2, 2, 2, 2, 1, 2, seed=6), stride=3, output_padding=1),
        hidden("one pixel", *layer(1, 1, 1, 3, 3, 2, seed=7)),
        hidden("a stride of 3", *layer(1, 2, 3, 1, 4, 1, seed=8), stride=3, pad=2),
    ]


def unets():
    """Return the cases of the whole network."""
    return [
        case("one level", *unet(1, (4, 4), 1, down=[(3, 2)], bottom=(1, 3), up=[(3, 2)], classes=3, seed=21)),
        case(
            "two levels",
            *unet(1, (4, 4), 1, down=[(3, 1), (1, 2)], bottom=(1, 2), up=[(1, 2), (3, 1)], classes=2, seed=22),
        ),
        case("two pictures", *unet(2, (2, 4), 1, down=[(3, 1)], bottom=(1, 2), up=[(3, 2)], classes=3, seed=23)),
        hidden("three pictures", *unet(3, (2, 2), 2, down=[(1, 2)], bottom=(3, 2), up=[(1, 1)], classes=2, seed=24)),
        hidden(
            "two levels and a wide picture",
            *unet(1, (4, 8), 1, down=[(3, 1), (1, 1)], bottom=(3, 1), up=[(1, 1), (3, 1)], classes=2, seed=25),
        ),
        hidden("no level at all", *unet(1, (3, 5), 2, down=[], bottom=(3, 2), up=[], classes=3, seed=26)),
        hidden(
            "three levels", *unet(1, (8, 8), 1, down=[(1, 1)] * 3, bottom=(1, 1), up=[(1, 1)] * 3, classes=2, seed=27)
        ),
    ]


def mistakes_of_unet():
    """Return the known mistakes of the whole network."""
    return [
        wrong(
            "skips-in-order",
            {"skips.pop()": "skips.pop(0)"},
            "The kept pictures come in the order in which they were kept. On the way up the lowest level comes first, and that was kept last.",
        ),
        wrong(
            "kept-after-pooling",
            {
                "        skips.append(A)\n        A = max_pool_forward(A)[0]": "        A = max_pool_forward(A)[0]\n        skips.append(A)"
            },
            "The picture is kept after the pooling, when its detail is gone already. Keep it before.",
        ),
        wrong(
            "no-skips",
            {"skip_concat(skips.pop(), A)": "A"},
            "Nothing is taken over from the way down, so the convolution on the way up gets too few channels.",
        ),
        wrong(
            "pair-not-taken",
            {"pad=W.shape[0] // 2)[0])[0]": "pad=W.shape[0] // 2))[0]"},
            "`conv_forward` returns a pair, (output, cache), and the whole pair goes into the ReLU. Take its first part.",
        ),
        wrong(
            "relu-at-the-end",
            {"return conv_forward(A, W, b, pad=W.shape[0] // 2)[0]": "return conv_relu(A, W, b)"},
            "The scores went through a ReLU. A class has to be able to get a negative score; the last convolution has nothing behind it.",
        ),
        wrong(
            "softmax-at-the-end",
            {
                "return conv_forward(A, W, b, pad=W.shape[0] // 2)[0]": "Z = np.exp(conv_forward(A, W, b, pad=W.shape[0] // 2)[0])\n    return Z / Z.sum(axis=-1, keepdims=True)"
            },
            "These are probabilities. The scores before the softmax are asked for: the cost takes care of the softmax.",
        ),
        wrong(
            "relu-after-enlarging",
            {"A = transpose_conv(A, W_t, b_t)": "A = np.maximum(transpose_conv(A, W_t, b_t), 0)"},
            "There is a ReLU behind the transpose convolution. One could build it so; this network has one behind every convolution, and none here.",
        ),
        wrong(
            "relu-missing",
            {
                "return relu_forward(conv_forward(A, W, b, pad=W.shape[0] // 2)[0])[0]": "return conv_forward(A, W, b, pad=W.shape[0] // 2)[0]"
            },
            "There is no ReLU behind the convolutions, so several of them are no more than one.",
        ),
        wrong(
            "pad-always-1",
            {"W.shape[0] // 2)[0])[0]": "1)[0])[0]"},
            "The padding is 1 for every filter. That keeps height and width only for f = 3; it depends on W's size.",
        ),
        wrong(
            "no-padding",
            {"conv_forward(A, W, b, pad=W.shape[0] // 2)[0])[0]": "conv_forward(A, W, b)[0])[0]"},
            "Without padding every convolution trims the picture (the first U-Net, of 2015, did that, and lost its borders). Here height and width stay.",
        ),
        wrong(
            "skip-order",
            {"skip_concat(skips.pop(), A)": "skip_concat(A, skips.pop())"},
            "The channels from below come first. `skip_concat` takes the kept picture as its first argument, and the filters count on that order.",
        ),
        wrong(
            "kept-before-relu",
            {
                "        A = conv_relu(A, W, b)\n        skips": "        A = conv_forward(A, W, b, pad=W.shape[0] // 2)[0]\n        skips",
                "max_pool_forward(A)": "max_pool_forward(np.maximum(A, 0))",
            },
            "The kept pictures have numbers below 0: on the way down the ReLU is missing, or the picture is kept before it.",
        ),
    ]
