"""The dense layer, dropout, and the activations; examples are rows here, as pictures are."""

import numpy as np


def dense_forward(A_prev, W, b):
    """Compute Z = A_prev W + b.

    A_prev -- examples as rows, shape (m, n_prev)
    W, b -- shape (n_prev, n), and (1, n) or (n,)
    Returns (Z, cache): Z of shape (m, n); what dense_backward needs.
    Source: D2 C1_W4, with rows for columns.
    """
    return A_prev @ W + np.reshape(b, (1, -1)), (A_prev, W, b)


def dense_backward(dZ, cache):
    """Gradients of dense_forward.

    dZ -- gradient with respect to its output, shape (m, n)
    cache -- what dense_forward returned
    Returns (dA_prev, dW, db); sums over the batch, without 1/m.
    """
    A_prev, W, b = cache
    return dZ @ W.T, A_prev.T @ dZ, dZ.sum(axis=0).reshape(b.shape)


def relu_forward(Z):
    """Return (A, cache) with A = max(0, Z), of any shape. Source: D2 C1_W3, "Activation functions"."""
    A = np.maximum(Z, 0)
    return A, A


def relu_backward(dA, cache):
    """Return dZ; the slope at 0 is taken as 0. cache -- what relu_forward returned."""
    return np.multiply(dA, cache > 0)


def leaky_relu_forward(Z, slope=0.01):
    """Return (A, cache) with A = Z where Z > 0, slope Z elsewhere. Source: D2 C1_W3, "Activation functions"."""
    return np.where(Z > 0, Z, Z.dtype.type(slope) * Z), (Z, slope)


def leaky_relu_backward(dA, cache):
    """Return dZ; the slope at 0 is the small one. cache -- what leaky_relu_forward returned."""
    Z, slope = cache
    return np.where(Z > 0, dA, dA.dtype.type(slope) * dA)


def sigmoid_forward(Z):
    """Return (A, cache) with A = 1 / (1 + exp(−Z)), without overflow. Source: D2 C1_W2."""
    small = np.exp(-np.abs(Z))
    A = np.where(Z >= 0, 1, small) / (1 + small)
    return A, A


def sigmoid_backward(dA, cache):
    """Return dZ = dA A (1 − A). cache -- what sigmoid_forward returned."""
    return dA * cache * (1 - cache)


def tanh_forward(Z):
    """Return (A, cache) with A = tanh(Z). Source: D2 C1_W3, "Activation functions"."""
    A = np.tanh(Z)
    return A, A


def tanh_backward(dA, cache):
    """Return dZ = dA (1 − A²). cache -- what tanh_forward returned."""
    return dA * (1 - cache * cache)


def dropout_forward(A, keep_prob, rng):
    """Shut down a random share of the numbers, and divide the others by keep_prob.

    A -- array of any shape
    keep_prob -- probability that a number is kept, more than 0 and at most 1
    rng -- NumPy Generator
    Returns (A, cache). Raises ValueError for another keep_prob. Source: D2 C2_W1, "Dropout regularization".
    """
    if not 0 < keep_prob <= 1:
        raise ValueError(f"keep_prob is {keep_prob}: a probability above 0, at most 1, is needed")
    mask = (rng.random(A.shape, dtype=np.float32) < keep_prob).astype(A.dtype) / A.dtype.type(keep_prob)
    return A * mask, mask


def dropout_backward(dA, cache):
    """Return the gradient before dropout_forward. cache -- what it returned."""
    return dA * cache
