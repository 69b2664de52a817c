"""Depthwise convolution: each channel has a filter of its own."""

import numpy as np

from helpers.layers.convolution import SLICE, add_to_channels, output_size, padded, sum_channels


def depthwise_forward(A_prev, W, b, stride=1, pad=0):
    """Convolve each channel with its own filter.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C)
    W, b -- one filter a channel, shape (f, f, C), and biases, shape (1, 1, 1, C) or (C,)
    stride, pad -- steps and border of zeros, in pixels
    Returns (Z, cache): Z of shape (m, n_H, n_W, C); what depthwise_backward needs.
    Raises ValueError when shapes do not fit. Source: D2 C4_W2, "MobileNet", "Depthwise separable convolutions".
    """
    if A_prev.ndim != 4 or W.ndim != 3 or W.shape[2] != A_prev.shape[3]:
        raise ValueError(f"pictures {A_prev.shape} and filters {W.shape} do not fit: (m, H, W, C) and (f, f, C)")
    wide = padded(A_prev, pad)
    n_H, n_W = (output_size(n, len(W), stride, 0) for n in wide.shape[1:3])
    Z = np.zeros((len(A_prev), n_H, n_W, W.shape[2]), A_prev.dtype)
    for part in batches(Z):
        space = np.empty_like(Z[part])
        for i, j, window in windows(wide[part], len(W), stride, n_H, n_W):
            multiply_channels(window, W[i, j], space)
            Z[part] += space
    add_to_channels(Z, b)
    return Z, (A_prev, W, b, stride, pad)


def depthwise_backward(dZ, cache):
    """Gradients of a depthwise convolution.

    dZ -- gradient with respect to its output, shape (m, n_H, n_W, C)
    cache -- what depthwise_forward returned
    Returns (dA_prev, dW, db) in the shapes of A_prev, W and b.
    """
    A_prev, W, b, stride, pad = cache
    wide, dZ = padded(A_prev, pad), np.ascontiguousarray(dZ)
    d_wide, dW = np.zeros_like(wide), np.zeros_like(W)
    n_H, n_W = dZ.shape[1:3]
    for part in batches(dZ):
        space, some = np.empty_like(dZ[part]), dZ[part]
        targets = windows(d_wide[part], len(W), stride, n_H, n_W)
        for (i, j, window), (_, _, target) in zip(windows(wide[part], len(W), stride, n_H, n_W), targets):
            np.multiply(window, some, out=space)
            dW[i, j] += sum_channels(space)
            multiply_channels(some, W[i, j], space)
            target += space
    height, width = A_prev.shape[1:3]
    return d_wide[:, pad : pad + height, pad : pad + width], dW, sum_channels(dZ).reshape(b.shape)


def windows(wide, f, stride, n_H, n_W):
    """Yield i, j and a view of what position (i, j) of the filter meets, shape (m, n_H, n_W, C)."""
    for i in range(f):
        for j in range(f):
            yield i, j, wide[:, i : i + stride * n_H : stride, j : j + stride * n_W : stride]


def multiply_channels(A, weights, out):
    """Multiply each channel of pictures (m, H, W, C) by its weight, into `out`: a row of pixels at a time where it can be."""
    if A.strides[2] == A.shape[3] * A.itemsize:
        shape = (*A.shape[:2], -1)
        A, out, weights = A.reshape(shape), out.reshape(shape), np.tile(weights, A.shape[2])
    np.multiply(A, weights, out=out)


def batches(Z):
    """Return slices of the batch whose pictures fit the processor's cache."""
    per = max(1, SLICE // 4 // Z[0].size)
    return [slice(start, start + per) for start in range(0, len(Z), per)]
