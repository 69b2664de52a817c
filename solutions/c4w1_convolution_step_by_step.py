"""Convolution and pooling with plain loops, forward and backward, and what a convolutional network's parameters count."""

import numpy as np


def edge_filter(kind):
    """Return a 3×3 filter that answers to edges.

    kind -- "vertical", "sobel" or "scharr", for vertical edges; "horizontal", "sobel horizontal" or
            "scharr horizontal", for horizontal ones
    Returns an array of shape (3, 3): positive where the bright side should be (left, or top), negative opposite.
    Source: D2 C4_W1, "Vertical and Horizontal Edge Detection", "Learning to detect edges".
    """
    weights = {"sobel": [1, 2, 1], "scharr": [3, 10, 3]}.get(kind.split()[0], [1, 1, 1])
    vertical = np.array([[w, 0, -w] for w in weights])
    return vertical.T if kind.endswith("horizontal") else vertical


def conv_output_size(n, f, pad=0, stride=1):
    """Return how many places a filter takes along one side of a picture.

    n -- height or width of the picture, in pixels
    f -- height or width of the filter, at most n + 2 · pad
    pad -- zeros added on each side
    stride -- how far the filter moves from one place to the next
    Returns an int.
    Source: D2 C4_W1, "Padding", "Summary of convolutions".
    """
    return (n + 2 * pad - f) // stride + 1


def zero_pad(X, pad):
    """Put a frame of zeros around every picture.

    X -- pictures, shape (m, n_H, n_W, n_C)
    pad -- width of the frame in pixels, 0 for none
    Returns an array of shape (m, n_H + 2·pad, n_W + 2·pad, n_C).
    Source: D2 C4_W1, "Padding".
    """
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def flip_kernel(K):
    """Turn a filter by half a turn, as the convolution of mathematics does before it slides it.

    K -- filter, shape (f_H, f_W) or (f_H, f_W, n_C); the channels keep their order
    Returns a new array of K's shape.
    Source: D2 C4_W1, "Technical note on cross-correlation vs. convolution".
    """
    return np.array(K)[::-1, ::-1]


def conv_single_step(a_slice_prev, W, b):
    """Apply one filter at one place.

    a_slice_prev -- the window of the input under the filter, shape (f, f, n_C_prev)
    W -- weights of the filter, shape (f, f, n_C_prev)
    b -- its bias, shape (1, 1, 1)
    Returns one number.
    Source: D2 C4_W1, "Convolutions over volumes", "One layer of a convolutional network".
    """
    return np.sum(a_slice_prev * W) + np.squeeze(b)


def conv_forward(A_prev, W, b, hparameters):
    """Slide every filter over every picture.

    A_prev -- activations of the layer before, shape (m, n_H_prev, n_W_prev, n_C_prev)
    W -- weights, shape (f, f, n_C_prev, n_C)
    b -- biases, shape (1, 1, 1, n_C)
    hparameters -- dictionary with "stride" and "pad"
    Returns (Z, cache): Z of shape (m, n_H, n_W, n_C); cache is (A_prev, W, b, hparameters), all as handed in.
    Source: D2 C4_W1, "One layer of a convolutional network", "Summary of notation".
    """
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, f, n_C = A_prev.shape[0], W.shape[0], W.shape[3]
    n_H = conv_output_size(A_prev.shape[1], f, pad, stride)
    n_W = conv_output_size(A_prev.shape[2], f, pad, stride)
    A_pad = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                window = A_pad[i, top : top + f, left : left + f, :]
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(window, W[:, :, :, c], b[:, :, :, c])
    return Z, (A_prev, W, b, hparameters)


def pool_forward(A_prev, hparameters, mode="max"):
    """Keep the largest number, or the mean, of every window.

    A_prev -- activations, shape (m, n_H_prev, n_W_prev, n_C)
    hparameters -- dictionary with "f", the side of the window, and "stride"; no padding
    mode -- "max" or "average"
    Returns (A, cache): A of shape (m, n_H, n_W, n_C), each channel by itself; cache is (A_prev, hparameters).
    Source: D2 C4_W1, "Pooling layers", "Summary of pooling".
    """
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)
    n_W = conv_output_size(n_W_prev, f, 0, stride)
    A = np.zeros((m, n_H, n_W, n_C))
    pool = np.max if mode == "max" else np.mean
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                for c in range(n_C):
                    A[i, h, w, c] = pool(A_prev[i, top : top + f, left : left + f, c])
    return A, (A_prev, hparameters)


def count_parameters(input_shape, layers):
    """Count what each layer of a convolutional network has to learn.

    input_shape -- (n_H, n_W, n_C) of one picture
    layers -- list of dictionaries, from first to last: {"kind": "conv", "f": 5, "n_C": 8, "stride": 1, "pad": 0},
              {"kind": "pool", "f": 2, "stride": 2} or {"kind": "dense", "n": 120}
    Returns a list with one int per layer: its weights and biases together.
    Source: D2 C4_W1, "Number of parameters in one layer", "Neural network example".
    """
    n_H, n_W, n_C = input_shape
    counts = []
    for layer in layers:
        if layer["kind"] == "dense":
            counts.append((n_H * n_W * n_C + 1) * layer["n"])
            n_H, n_W, n_C = 1, 1, layer["n"]
            continue
        f, pad, stride = layer["f"], layer.get("pad", 0), layer["stride"]
        n_H, n_W = conv_output_size(n_H, f, pad, stride), conv_output_size(n_W, f, pad, stride)
        if layer["kind"] == "conv":
            counts.append((f * f * n_C + 1) * layer["n_C"])
            n_C = layer["n_C"]
        else:
            counts.append(0)
    return counts


def conv_backward(dZ, cache):
    """Carry the gradient back through a convolution.

    dZ -- gradient of the cost with respect to Z, shape (m, n_H, n_W, n_C)
    cache -- (A_prev, W, b, hparameters), as conv_forward returned it
    Returns (dA_prev, dW, db) with the shapes of A_prev, W and b; sums over the examples, without 1/m.
    Source: the chain rule applied to D2 C4_W1, "One layer of a convolutional network".
    """
    A_prev, W, b, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H, n_W, n_C = dZ.shape
    f, (n_H_prev, n_W_prev) = W.shape[0], A_prev.shape[1:3]
    A_pad = zero_pad(A_prev, pad)
    dA_pad, dW, db = np.zeros(A_pad.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
                for c in range(n_C):
                    dA_pad[i, rows, columns] += W[..., c] * dZ[i, h, w, c]
                    dW[..., c] += A_pad[i, rows, columns] * dZ[i, h, w, c]
                    db[..., c] += dZ[i, h, w, c]
    return dA_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


def create_mask_from_window(x):
    """Mark where a window has its maximum.

    x -- window of one channel, shape (f_H, f_W)
    Returns an array of x's shape: True where x is at its largest (in several places, if they tie), else False.
    Source: the slope of the maximum; D2 C4_W1, "Pooling layer: Max pooling".
    """
    return x == np.max(x)


def distribute_value(dz, shape):
    """Share a gradient equally among the entries of a window.

    dz -- gradient with respect to the window's mean, a number
    shape -- (f_H, f_W) of the window
    Returns an array of that shape; its entries add up to dz.
    Source: the slope of the mean; D2 C4_W1, "Pooling layer: Average pooling".
    """
    f_H, f_W = shape
    return np.full((f_H, f_W), dz / (f_H * f_W))


def pool_backward(dA, cache, mode="max"):
    """Carry the gradient back through a pooling layer.

    dA -- gradient of the cost with respect to the layer's output, shape (m, n_H, n_W, n_C)
    cache -- (A_prev, hparameters), as pool_forward returned it
    mode -- "max" or "average", as in pool_forward
    Returns dA_prev, of A_prev's shape; where windows overlap, what comes from each is added.
    Source: the chain rule applied to D2 C4_W1, "Pooling layers".
    """
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
                for c in range(n_C):
                    da = dA[i, h, w, c]
                    if mode == "max":
                        share = da * create_mask_from_window(A_prev[i, rows, columns, c])
                    else:
                        share = distribute_value(da, (f, f))
                    dA_prev[i, rows, columns, c] += share
    return dA_prev
