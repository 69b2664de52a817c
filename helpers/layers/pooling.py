"""Pooling: the largest or the mean number of each window."""

import numpy as np

from helpers.layers.convolution import output_size
from helpers.layers.depthwise import windows


def max_pool_forward(A_prev, f=2, stride=None):
    """Keep the largest number of each window, channel by channel.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C)
    f, stride -- size of the window and its steps in pixels; the stride is f unless given
    Returns (A, cache): A of shape (m, n_H, n_W, C); what max_pool_backward needs.
    Raises ValueError when the window does not fit. Source: D2 C4_W1, "Pooling layers".
    """
    stride = stride or f
    n_H, n_W = (output_size(n, f, stride, 0) for n in A_prev.shape[1:3])
    if f == stride == 2:
        return _pairs_forward(A_prev, n_H, n_W)
    parts = windows(A_prev, f, stride, n_H, n_W)
    A = np.array(next(parts)[2])
    chosen = np.zeros(A.shape, np.int16)
    for i, j, window in parts:
        chosen[window > A] = i * f + j
        np.maximum(A, window, out=A)
    return A, (A_prev.shape, f, stride, chosen)


def max_pool_backward(dA, cache):
    """Send each gradient to the place of the largest number, the first one where several are equal.

    dA -- gradient with respect to the pooled pictures, shape (m, n_H, n_W, C)
    cache -- what max_pool_forward returned
    Returns the gradient with respect to its input, shape (m, n_H_prev, n_W_prev, C).
    """
    shape, f, stride, chosen = cache
    if isinstance(chosen, tuple):
        return _pairs_backward(dA, shape, *chosen)
    dA_prev = np.zeros(shape, dA.dtype)
    for i, j, target in windows(dA_prev, f, stride, *dA.shape[1:3]):
        target += dA * (chosen == i * f + j)
    return dA_prev


def average_pool_forward(A_prev, f=2, stride=None):
    """Take the mean of each window, channel by channel.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C)
    f, stride -- size of the window and its steps in pixels; the stride is f unless given
    Returns (A, cache): A of shape (m, n_H, n_W, C); what average_pool_backward needs.
    Raises ValueError when the window does not fit. Source: D2 C4_W1, "Pooling layers".
    """
    stride = stride or f
    n_H, n_W = (output_size(n, f, stride, 0) for n in A_prev.shape[1:3])
    A = np.zeros((len(A_prev), n_H, n_W, A_prev.shape[3]), A_prev.dtype)
    for _, _, window in windows(A_prev, f, stride, n_H, n_W):
        A += window
    A /= f * f
    return A, (A_prev.shape, f, stride)


def average_pool_backward(dA, cache):
    """Share each gradient equally among the numbers of its window.

    dA -- gradient with respect to the pooled pictures, shape (m, n_H, n_W, C)
    cache -- what average_pool_forward returned
    Returns the gradient with respect to its input, shape (m, n_H_prev, n_W_prev, C).
    """
    shape, f, stride = cache
    dA_prev, share = np.zeros(shape, dA.dtype), dA / (f * f)
    for _, _, target in windows(dA_prev, f, stride, *dA.shape[1:3]):
        target += share
    return dA_prev


def _pairs_forward(A_prev, n_H, n_W):
    """Windows of 2x2 side by side: the larger of left and right, then of top and bottom, whole rows of pixels at a time."""
    m, _, _, C = A_prev.shape
    A_prev, shape = np.ascontiguousarray(A_prev[:, : 2 * n_H, : 2 * n_W]), A_prev.shape
    left, right = np.moveaxis(A_prev.reshape(m * 2 * n_H, n_W, 2, C), 2, 0)
    wider = np.maximum(left, right).reshape(m * n_H, 2, n_W * C)
    is_left = np.greater_equal(left, right).reshape(m * n_H, 2, n_W * C)
    top, bottom = wider[:, 0], wider[:, 1]
    is_top = np.greater_equal(top, bottom)
    return np.maximum(top, bottom).reshape(m, n_H, n_W, C), (shape, 2, 2, (is_left, is_top))


def _pairs_backward(dA, shape, is_left, is_top):
    """Gradient of _pairs_forward."""
    m, n_H, n_W, C = dA.shape
    rows = dA.reshape(m * n_H, n_W * C)
    wider = np.empty((m * n_H, 2, n_W * C), dA.dtype)
    np.multiply(rows, is_top, out=wider[:, 0])
    np.subtract(rows, wider[:, 0], out=wider[:, 1])
    inner = np.empty((m * 2 * n_H, n_W, 2, C), dA.dtype)
    wider, is_left = (x.reshape(m * 2 * n_H, n_W, C) for x in (wider, is_left))
    np.multiply(wider, is_left, out=inner[:, :, 0])
    np.subtract(wider, inner[:, :, 0], out=inner[:, :, 1])
    inner = inner.reshape(m, 2 * n_H, 2 * n_W, C)
    if inner.shape == shape:
        return inner
    dA_prev = np.zeros(shape, dA.dtype)
    dA_prev[:, : 2 * n_H, : 2 * n_W] = inner
    return dA_prev
