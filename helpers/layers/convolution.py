"""Convolution: forward and backward, as matrix products over patches of the picture.

One row of the product holds the patch under `span` neighbouring outputs, so that a picture of few channels is not copied in
crumbs. The batch is worked on in slices that fit the processor's cache.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

SLICE = 1 << 19  # numbers in a slice's patches: 2 MB of float32
COPY, PIECE, FLOP = 0.15, 8.0, 0.01  # ns: to copy a number, to begin a run of numbers, to multiply and add one


def output_size(n, f, stride, pad):
    """Return the height (or width) of a convolution's or a pooling's output.

    n -- height of the input; f -- of the filter; stride, pad -- steps and border in pixels
    Returns floor((n + 2 pad − f) / stride) + 1.
    Raises ValueError when the filter is larger than the padded input. Source: D2 C4_W1, "Strided convolutions".
    """
    size = (n + 2 * pad - f) // stride + 1
    if size < 1 or stride < 1:
        raise ValueError(
            f"a filter of size {f} with stride {stride} does not fit an input of size {n} padded by {pad} on each side"
        )
    return size


def conv_forward(A_prev, W, b, stride=1, pad=0):
    """Convolve pictures with filters (as the course does: without turning them over).

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C_prev)
    W, b -- filters, shape (f, f, C_prev, C), and biases, shape (1, 1, 1, C) or (C,)
    stride, pad -- steps and border of zeros, in pixels
    Returns (Z, cache): Z of shape (m, n_H, n_W, C); what conv_backward needs.
    Raises ValueError when shapes do not fit. Source: D2 C4_W1, "One layer of a convolutional network".
    """
    if A_prev.ndim != 4 or W.ndim != 4 or W.shape[0] != W.shape[1] or W.shape[2] != A_prev.shape[3]:
        raise ValueError(
            f"pictures {A_prev.shape} and filters {W.shape} do not fit: (m, H, W, C_prev), (f, f, C_prev, C)"
        )
    Z = correlate(padded(A_prev, pad), W, stride)
    add_to_channels(Z, b)
    return Z, (A_prev, W, b, stride, pad)


def conv_backward(dZ, cache, input_gradient=True):
    """Gradients of a convolution.

    dZ -- gradient with respect to its output, shape (m, n_H, n_W, C)
    cache -- what conv_forward returned
    input_gradient -- False leaves dA_prev out (None): a first layer needs none
    Returns (dA_prev, dW, db) in the shapes of A_prev, W and b; sums over the batch, without 1/m.
    Source: D2 C4_W1; "Backpropagation in convolutional layers".
    """
    A_prev, W, b, stride, pad = cache
    dZ = np.ascontiguousarray(dZ)
    db = sum_channels(dZ).reshape(b.shape)
    dW = filter_gradient(padded(A_prev, pad), dZ, W.shape, stride)
    dA_prev = spread(dZ, W, stride, A_prev.shape, pad) if input_gradient else None
    return dA_prev, dW, db


def pointwise_forward(A_prev, W, b):
    """Mix the channels of each pixel: a convolution with 1x1 filters.

    A_prev -- pictures, shape (m, n_H, n_W, C_prev)
    W, b -- shape (C_prev, C), and (1, 1, 1, C) or (C,)
    Returns (Z, cache): Z of shape (m, n_H, n_W, C). Source: D2 C4_W2, "Networks in networks and 1×1 convolutions".
    """
    Z = np.matmul(A_prev.reshape(-1, W.shape[0]), W).reshape(*A_prev.shape[:-1], W.shape[1])
    add_to_channels(Z, b)
    return Z, (A_prev, W, b)


def pointwise_backward(dZ, cache):
    """Gradients of pointwise_forward.

    dZ -- gradient with respect to its output, shape (m, n_H, n_W, C)
    cache -- what pointwise_forward returned
    Returns (dA_prev, dW, db).
    """
    A_prev, W, b = cache
    rows = dZ.reshape(-1, W.shape[1])
    dW = A_prev.reshape(-1, W.shape[0]).T @ rows
    return (rows @ W.T).reshape(A_prev.shape), dW, sum_channels(dZ).reshape(b.shape)


def transpose_conv_forward(A_prev, W, b, stride=2, pad=0):
    """Transpose convolution: every input pixel lays its multiple of the filter on a larger output, overlaps are added.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, C_prev)
    W, b -- filters, shape (f, f, C_prev, C), and biases, shape (1, 1, 1, C) or (C,)
    stride, pad -- distance of two filters on the output, and what is cut off each of its edges, in pixels
    Returns (Z, cache): Z of shape (m, n_H, n_W, C) with n_H = (n_H_prev − 1) stride − 2 pad + f.
    Raises ValueError when nothing is left. Source: D2 C4_W3, "Transpose convolutions".
    """
    f, (m, n_H, n_W, _) = W.shape[0], A_prev.shape
    height, width = ((n - 1) * stride - 2 * pad + f for n in (n_H, n_W))
    if min(height, width) < 1:
        raise ValueError(f"a pad of {pad} leaves nothing of an output of {height + 2 * pad} x {width + 2 * pad}")
    turned = np.ascontiguousarray(W.transpose(0, 1, 3, 2))
    Z = spread(np.ascontiguousarray(A_prev), turned, stride, (m, height, width, W.shape[3]), pad)
    add_to_channels(Z, b)
    return Z, (A_prev, W, b, stride, pad)


def transpose_conv_backward(dZ, cache):
    """Gradients of transpose_conv_forward.

    dZ -- gradient with respect to its output, shape (m, n_H, n_W, C)
    cache -- what transpose_conv_forward returned
    Returns (dA_prev, dW, db).
    """
    A_prev, W, b, stride, pad = cache
    turned = np.ascontiguousarray(W.transpose(0, 1, 3, 2))
    wide = padded(dZ, pad)
    dA_prev = correlate(wide, turned, stride)
    dW = filter_gradient(wide, np.ascontiguousarray(A_prev), turned.shape, stride)
    return dA_prev, dW.transpose(0, 1, 3, 2), sum_channels(dZ).reshape(b.shape)


def padded(A, pad, value=0):
    """Return pictures (m, H, W, C) with a border of `pad` pixels of `value`; without a border, the contiguous pictures."""
    if pad == 0:
        return np.ascontiguousarray(A)
    m, n_H, n_W, C = A.shape
    wide = np.full((m, n_H + 2 * pad, n_W + 2 * pad, C), value, A.dtype)
    wide[:, pad : pad + n_H, pad : pad + n_W] = A
    return wide


def sum_channels(A):
    """Return the sums of pictures (m, H, W, C) over all but the last axis, shape (C,): rows of the pictures first."""
    rows = A.reshape(-1, A.shape[-2] * A.shape[-1])
    return (np.ones(len(rows), A.dtype) @ rows).reshape(A.shape[-2:]).sum(axis=0)


def add_to_channels(A, b):
    """Add one number to each channel of contiguous pictures (m, H, W, C), in place and a row of pixels at a time."""
    rows = A.reshape(-1, A.shape[-2] * A.shape[-1])
    rows += np.tile(np.reshape(b, -1), A.shape[-2]).astype(A.dtype, copy=False)


def correlate(A, W, stride):
    """Slide filters W (f, f, C_prev, C) over contiguous pictures A; returns (m, n_H, n_W, C)."""
    f, _, C_prev, C = W.shape
    m, n_H, n_W = len(A), *(output_size(n, f, stride, 0) for n in A.shape[1:3])
    if f == 1 and stride == 1:
        return np.matmul(A.reshape(-1, C_prev), W.reshape(C_prev, C)).reshape(m, n_H, n_W, C)
    span = choose_span(n_W, f, stride, C_prev, C)
    patches, filters = patches_of(A, f, stride, span), widened(W, stride, span)
    Z = np.empty((m, n_H, n_W, C), A.dtype)
    for part, rows in slices(patches):
        np.matmul(rows, filters, out=Z[part].reshape(len(rows), -1))
    return Z


def filter_gradient(A, dZ, shape, stride):
    """Gradient of correlate with respect to its filters, of the given shape."""
    f, _, C_prev, C = shape
    if f == 1 and stride == 1:
        return (A.reshape(-1, C_prev).T @ dZ.reshape(-1, C)).reshape(shape)
    span = choose_span(dZ.shape[2], f, stride, C_prev, C)
    total = 0
    for part, rows in slices(patches_of(A, f, stride, span)):
        total = total + rows.T @ dZ[part].reshape(len(rows), -1)
    total = total.reshape(f, -1, C_prev, span, C)
    return sum(total[:, k * stride : k * stride + f, :, k] for k in range(span))


def spread(dZ, W, stride, shape, pad):
    """Lay multiples dZ of the filters on pictures of the given shape, the reverse of padding and correlating.

    dZ -- contiguous, shape (m, n_H, n_W, C)
    W -- filters, shape (f, f, C_prev, C)
    shape, pad -- of the pictures, (m, n_H_prev, n_W_prev, C_prev), and the border that is cut off them
    Returns an array of the given shape.
    """
    f, _, C_prev, C = W.shape
    if f == 1 and stride == 1 and pad == 0:
        return np.matmul(dZ.reshape(-1, C), W.reshape(C_prev, C).T).reshape(shape)
    if stride == 1 and f > pad and 2 * C_prev >= C:
        turned = np.ascontiguousarray(W[::-1, ::-1].transpose(0, 1, 3, 2))
        return correlate(padded(dZ, f - 1 - pad), turned, 1)
    m, height, width, _ = shape
    wide = np.zeros((m, height + 2 * pad, width + 2 * pad, C_prev), dZ.dtype)
    lay_on(wide, dZ, W, stride)
    return np.ascontiguousarray(wide[:, pad : pad + height, pad : pad + width])


def lay_on(wide, dZ, W, stride):
    """Add to contiguous pictures `wide`, in place, what each number of dZ (m, n_H, n_W, C) spreads through its filter."""
    f, _, C_prev, C = W.shape
    m, n_H, n_W, _ = dZ.shape
    span = choose_span(n_W, f, stride, C, C_prev)
    filters = np.ascontiguousarray(widened(W, stride, span).T)
    step, length = span * stride * C_prev, ((span - 1) * stride + f) * C_prev
    per = max(1, SLICE // (n_H * n_W // span * f * length))
    for start in range(0, m, per):
        some = dZ[start : start + per]
        patches = (some.reshape(-1, span * C) @ filters).reshape(len(some), n_H, n_W // span, f, length)
        for row in range(f):
            lines = wide[start : start + per, row : row + (n_H - 1) * stride + 1 : stride]
            for first in range(0, length, step):
                piece = patches[:, :, :, row, first : first + step]
                a, b, _, c = lines.strides
                runs = as_strided(lines[:, :, first // C_prev :], piece.shape, (a, b, step * c, c))
                runs += piece


def choose_span(n_W, f, stride, C_prev, C):
    """Choose how many neighbouring outputs one row of the matrix product makes, by the time it should take.

    A wider span copies fewer numbers, in longer runs, and multiplies more zeros.
    """

    def time(span):
        width = (span - 1) * stride + f
        copied, multiplied = f * width * C_prev / span, f * width * C_prev * C
        return COPY * copied + PIECE * f / span + FLOP * multiplied * max(1.0, 16 / (span * C))

    return min((span for span in range(1, min(n_W, 16) + 1) if n_W % span == 0), key=time)


def patches_of(A, f, stride, span):
    """View contiguous pictures as patches, shape (m, n_H, n_W / span, f, pixels of a run times C_prev)."""
    m, height, width, C = A.shape
    n_H, n_W = (height - f) // stride + 1, (width - f) // stride + 1
    # Not A.strides: NumPy leaves any number there for axes of length 1.
    a, b, c, d = A.itemsize * np.array([height * width * C, width * C, C, 1])
    shape = (m, n_H, n_W // span, f, ((span - 1) * stride + f) * C)
    return as_strided(A, shape, (a, b * stride, c * stride * span, b, d), writeable=False)


def widened(W, stride, span):
    """Filters for `span` outputs side by side, as the matrix that a row of patches is multiplied with."""
    f, _, C_prev, C = W.shape
    wide = np.zeros((f, (span - 1) * stride + f, C_prev, span, C), W.dtype)
    for k in range(span):
        wide[:, k * stride : k * stride + f, :, k] = W
    return wide.reshape(-1, span * C)


def slices(patches):
    """Yield, for slices of the batch that fit the cache, the slice and its patches as the rows of a matrix."""
    m, numbers = len(patches), patches[0].size
    per = min(m, max(1, SLICE // numbers))
    space = np.empty((per, *patches.shape[1:]), patches.dtype)
    for start in range(0, m, per):
        some = patches[start : start + per]
        np.copyto(space[: len(some)], some)
        yield slice(start, start + per), space[: len(some)].reshape(-1, patches.shape[3] * patches.shape[4])
