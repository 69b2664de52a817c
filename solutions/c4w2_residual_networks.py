"""Classic networks, residual blocks, 1×1 convolutions and what an Inception module costs."""

import numpy as np

from helpers.layers import conv_backward, conv_forward


def vgg_parameters(blocks, dense, input_shape=(224, 224, 3)):
    """Count the parameters of a network that is built like VGG.

    blocks -- list of pairs (number, filters): so many convolutions in a row, each with so many 3×3 filters ("same",
              stride 1); every block ends with a 2×2 max pooling of stride 2, which rounds odd sizes down
    dense -- list of the units of the dense layers after the last block, the softmax among them
    input_shape -- height, width and channels of a picture
    Returns {"conv", "dense", "total"}: the parameters, weights and biases, of either kind of layer and of all.
    Source: D2 C4_W2, "Classic networks", VGG-16.
    """
    n_H, n_W, n_C = input_shape
    conv = 0
    for number, filters in blocks:
        for _ in range(number):
            conv += (3 * 3 * n_C + 1) * filters
            n_C = filters
        n_H, n_W = n_H // 2, n_W // 2
    units, total = n_H * n_W * n_C, conv
    for n in dense:
        total += (units + 1) * n
        units = n
    return {"conv": conv, "dense": total - conv, "total": total}


def identity_block_forward(A_prev, parameters):
    """Run pictures through two convolutions and past them.

    A_prev -- what comes in, a[l], shape (m, n_H, n_W, n_C)
    parameters -- W1, W2 of shape (f, f, n_C, n_C), f odd, and b1, b2 of shape (1, 1, 1, n_C)
    Returns (A, cache): A = a[l+2], the shape of A_prev; cache, a dictionary with the conv_forward caches "conv1" and
    "conv2", with "Z1" = z[l+1], and with "S", the sum that goes into the last ReLU.
    Source: D2 C4_W2, "Residual Networks (ResNets)", residual block.
    """
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1, conv1 = conv_forward(A_prev, W1, parameters["b1"], stride=1, pad=W1.shape[0] // 2)
    A1 = np.maximum(Z1, 0)
    Z2, conv2 = conv_forward(A1, W2, parameters["b2"], stride=1, pad=W2.shape[0] // 2)
    S = Z2 + A_prev
    A = np.maximum(S, 0)
    return A, {"conv1": conv1, "Z1": Z1, "conv2": conv2, "S": S}


def identity_block_backward(dA, cache):
    """Carry a gradient back through the two convolutions of an identity block, and past them.

    dA -- gradient with respect to the block's output, shape (m, n_H, n_W, n_C)
    cache -- what identity_block_forward returned: "conv1", "Z1", "conv2", "S"
    Returns (dA_prev, gradients): dA_prev, the shape of dA; a dictionary with dW1, db1, dW2, db2, in the parameters'
    shapes and without 1/m.
    Source: D2 C4_W2, "Residual Networks (ResNets)"; C4_W1 for the convolutions.
    """
    dS = dA * (cache["S"] > 0)
    dA1, dW2, db2 = conv_backward(dS, cache["conv2"])
    dZ1 = dA1 * (cache["Z1"] > 0)
    dA_through, dW1, db1 = conv_backward(dZ1, cache["conv1"])
    return dA_through + dS, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def plain_vs_residual_gradient(X, weights, dA):
    """Measure how large a gradient is in every layer, without and with shortcuts.

    X -- inputs, shape (n, m)
    weights -- list of L weight matrices W[1] ... W[L], each of shape (n, n); there are no biases
    dA -- gradient with respect to the last layer's output A[L], shape (n, m)
    Returns {"plain", "residual"}: for each a list of L + 1 numbers, the norm (np.linalg.norm) of the gradient with
    respect to A[0] = X, A[1], ..., A[L]. Plain layers are A[l] = ReLU(W[l] A[l-1]); residual ones add A[l-1] before
    the ReLU.
    Source: D2 C4_W2, "Why do residual networks work?".
    """
    norms = {}
    for kind, shortcut in (("plain", 0), ("residual", 1)):
        A, sums = X, []
        for W in weights:
            sums.append(W @ A + shortcut * A)
            A = np.maximum(sums[-1], 0)
        grad, found = dA, [np.linalg.norm(dA)]
        for W, S in zip(reversed(weights), reversed(sums)):
            dS = grad * (S > 0)
            grad = W.T @ dS + shortcut * dS
            found.append(np.linalg.norm(grad))
        norms[kind] = found[::-1]
    return norms


def conv1x1(A_prev, W, b, stride=1):
    """Mix the channels of every pixel.

    A_prev -- pictures, shape (m, n_H_prev, n_W_prev, n_C_prev)
    W -- filters, shape (1, 1, n_C_prev, n_C)
    b -- biases, shape (1, 1, 1, n_C)
    stride -- take every pixel (1), or every second one of every second row (2), ...; the first is always taken
    Returns Z, shape (m, n_H, n_W, n_C), before any activation.
    Source: D2 C4_W2, "Network in Network and 1×1 convolutions".
    """
    return A_prev[:, ::stride, ::stride, :] @ W[0, 0] + b


def projection_block_forward(A_prev, parameters, stride=2):
    """Run pictures through a residual block whose output has another shape than its input.

    A_prev -- what comes in, shape (m, n_H_prev, n_W_prev, n_C_prev)
    parameters -- W1 of shape (f, f, n_C_prev, n_C) and W2 of shape (f, f, n_C, n_C), f odd; Ws of shape
                  (1, 1, n_C_prev, n_C) for the shortcut; b1, b2, bs of shape (1, 1, 1, n_C)
    stride -- of the first convolution and of the shortcut; the second convolution has stride 1
    Returns A, shape (m, n_H, n_W, n_C).
    Source: D2 C4_W2, "Why do residual networks work?", the matrix W_s of shape (256, 128).
    """
    W1, W2 = parameters["W1"], parameters["W2"]
    Z1, _ = conv_forward(A_prev, W1, parameters["b1"], stride=stride, pad=W1.shape[0] // 2)
    Z2, _ = conv_forward(np.maximum(Z1, 0), W2, parameters["b2"], stride=1, pad=W2.shape[0] // 2)
    shortcut = conv1x1(A_prev, parameters["Ws"], parameters["bs"], stride)
    return np.maximum(Z2 + shortcut, 0)


def inception_cost(n_H, n_W, n_C, f, filters, bottleneck=None):
    """Count the multiplications of a "same" convolution, alone or behind a 1×1 bottleneck.

    n_H, n_W, n_C -- height, width and channels of the input
    f, filters -- height (and width) of the filters, and how many there are; the stride is 1
    bottleneck -- number of 1×1 filters that come first and shrink the channels; None for no bottleneck
    Returns the number of multiplications, an int.
    Source: D2 C4_W2, "The problem of computational cost", "Using 1×1 convolution".
    """
    if bottleneck is None:
        return n_H * n_W * filters * f * f * n_C
    return n_H * n_W * bottleneck * n_C + n_H * n_W * filters * f * f * bottleneck
