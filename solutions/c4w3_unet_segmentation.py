"""A class for every pixel: transpose convolution, a U-Net, its cost and the mean intersection over union."""

import numpy as np

from helpers.layers import conv_forward, max_pool_forward, relu_forward


def transpose_conv_size(n, f, stride=2, pad=0, output_padding=0):
    """Tell how many rows (or columns) a transpose convolution makes.

    n -- rows of its input
    f -- rows of the filter
    stride, pad -- distance of two stamps; rows cut off at each side, in pixels
    output_padding -- rows added at the far side, in pixels
    Returns the number of rows of its output, a whole number.
    Source: D2 C4_W3, "Transpose Convolution".
    """
    return (n - 1) * stride + f - 2 * pad + output_padding


def transpose_conv(A_prev, W, b, stride=2, pad=0, output_padding=0):
    """Enlarge pictures: every input pixel stamps its multiple of the filter on the output, overlaps add up.

    A_prev -- input, shape (m, n_H_prev, n_W_prev, C_prev)
    W, b -- filters, shape (f, f, C_prev, C); biases, shape (1, 1, 1, C)
    stride, pad, output_padding -- as for `transpose_conv_size`, the same for rows and columns
    Returns Z, shape (m, n_H, n_W, C), with n_H and n_W from `transpose_conv_size`.
    Source: D2 C4_W3, "Transpose Convolution".
    """
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, C = W.shape[0], W.shape[3]
    n_H = transpose_conv_size(n_H_prev, f, stride, pad, output_padding)
    n_W = transpose_conv_size(n_W_prev, f, stride, pad, output_padding)
    canvas = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, C))
    for i in range(m):
        for h in range(n_H_prev):
            for w in range(n_W_prev):
                stamp = np.tensordot(A_prev[i, h, w], W, axes=(0, 2))
                top, left = h * stride, w * stride
                canvas[i, top : top + f, left : left + f] += stamp
    return canvas[:, pad : pad + n_H, pad : pad + n_W] + b


def skip_concat(A_skip, A):
    """Lay a kept early picture beside the enlarged one, channel by channel.

    A_skip -- kept from the way down, shape (m, n_H_skip, n_W_skip, C_skip), no smaller than A
    A -- from the way up, shape (m, n_H, n_W, C)
    Returns an array of shape (m, n_H, n_W, C_skip + C): first the channels of A_skip, then those of A. Where A_skip is larger,
    its middle is taken; of an odd number of spare rows (or columns) one more is cut off at the bottom (or right).
    Source: D2 C4_W3, "U-Net".
    """
    n_H, n_W = A.shape[1:3]
    top, left = (A_skip.shape[1] - n_H) // 2, (A_skip.shape[2] - n_W) // 2
    middle = A_skip[:, top : top + n_H, left : left + n_W]
    return np.concatenate([middle, A], axis=3)


def unet_forward(X, parameters):
    """Run a U-Net: down, bottom, up, and a score of every class for every pixel.

    X -- pictures, shape (m, n_H, n_W, C)
    parameters -- a dictionary: "down", a list of pairs (W, b), the top level first; "bottom", one (W, b); "up", a list of
        (W_t, b_t, W, b), the lowest level first; "out", one (W, b). Convolutions have odd f, stride 1, padding (f − 1)/2;
        transpose convolutions have stride 2.
    Returns Z, scores before the softmax, shape (m, n_H, n_W, n_classes).
    Source: D2 C4_W3, "U-Net".
    """

    def conv_relu(A, W, b):
        return relu_forward(conv_forward(A, W, b, pad=W.shape[0] // 2)[0])[0]

    A, skips = X, []
    for W, b in parameters["down"]:
        A = conv_relu(A, W, b)
        skips.append(A)
        A = max_pool_forward(A)[0]
    A = conv_relu(A, *parameters["bottom"])
    for W_t, b_t, W, b in parameters["up"]:
        A = transpose_conv(A, W_t, b_t)
        A = conv_relu(skip_concat(skips.pop(), A), W, b)
    W, b = parameters["out"]
    return conv_forward(A, W, b, pad=W.shape[0] // 2)[0]


def pixel_cross_entropy(Z, Y, weights=None):
    """Compute the cost of scores for every pixel, and its gradient.

    Z -- scores before the softmax, shape (m, n_H, n_W, n_classes)
    Y -- right classes, whole numbers from 0 to n_classes − 1, shape (m, n_H, n_W)
    weights -- how much a pixel of each class counts, n_classes numbers; None: all count the same
    Returns (cost, dZ): the (weighted) mean over all pixels of −log of the right class's probability; dJ/dZ in the shape of Z.
    Source: D2 C4_W3, "Per-pixel class labels"; D2 C2_W3, "Softmax".
    """
    n_classes = Z.shape[-1]
    shifted = Z - Z.max(axis=-1, keepdims=True)
    log_A = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    right = np.eye(n_classes)[Y]
    share = np.ones(Y.shape) if weights is None else np.asarray(weights)[Y]
    share = (share / share.sum())[..., np.newaxis]
    cost = -np.sum(share * right * log_A)
    dZ = share * (np.exp(log_A) - right)
    return cost, dZ


def mean_iou(Y_pred, Y, n_classes):
    """Measure how well predicted maps lie on the true ones, class by class.

    Y_pred, Y -- predicted and right classes, whole numbers from 0 to n_classes − 1, both of shape (m, n_H, n_W)
    n_classes -- number of classes
    Returns (mean, ious): a list of one number per class, intersection over union of the pixels of all m maps together, np.nan
    for a class that is neither in Y_pred nor in Y; and the mean of those that are not NaN.
    Source: D2 C4_W3, "Intersection Over Union", "Semantic Segmentation".
    """
    ious = []
    for c in range(n_classes):
        predicted, true = (labels == c for labels in (Y_pred, Y))
        union = np.sum(predicted | true)
        ious.append(np.sum(predicted & true) / union if union > 0 else np.nan)
    return np.nanmean(ious), ious
