"""Costs, each with its gradient; the 1/m is in here, and nowhere in the layers."""

import numpy as np


def softmax(Z):
    """Return softmax over the last axis, without overflow. Source: D2 C2_W3, "Softmax regression"."""
    small = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return small / small.sum(axis=-1, keepdims=True)


def softmax_cross_entropy(Z, Y):
    """Softmax and its cross-entropy in one, the mean over all labels.

    Z -- scores, shape (..., classes)
    Y -- the right classes, integers from 0, shape (...)
    Returns (cost, dZ): a float; its gradient, the shape of Z.
    Raises ValueError when labels do not fit. Source: D2 C2_W3, "Training a softmax classifier".
    """
    rows, labels = Z.reshape(-1, Z.shape[-1]), np.reshape(Y, -1)
    if np.shape(Y) != Z.shape[:-1] or labels.min(initial=0) < 0 or labels.max(initial=0) >= Z.shape[-1]:
        raise ValueError(f"labels of shape {np.shape(Y)} from 0 to {Z.shape[-1] - 1} are needed for scores {Z.shape}")
    at, m = np.arange(len(labels)), len(labels)
    shifted = rows - rows.max(axis=1, keepdims=True)
    small = np.exp(shifted)
    total = small.sum(axis=1, keepdims=True)
    cost = float(np.mean(np.log(total[:, 0]) - shifted[at, labels], dtype=np.float64))
    small /= total
    small[at, labels] -= 1
    small /= m
    return cost, small.reshape(Z.shape)


def sigmoid_cross_entropy(Z, Y):
    """Sigmoid and its cross-entropy in one, the mean over all numbers.

    Z -- scores of any shape
    Y -- 0 or 1 (or probabilities), of the same shape
    Returns (cost, dZ): a float; its gradient, the shape of Z. Source: D2 C1_W2.
    """
    small = np.exp(-np.abs(Z))
    cost = float(np.mean(np.maximum(Z, 0) - Z * Y + np.log1p(small), dtype=np.float64))
    A = np.where(Z >= 0, 1, small) / (1 + small)
    return cost, ((A - Y) / Z.size).astype(Z.dtype, copy=False)


def squared_error(A, Y):
    """Half the squared distance, summed over an example's numbers and averaged over examples.

    A, Y -- what came out and what should, shape (m, ...)
    Returns (cost, dA): a float; its gradient, the shape of A.
    """
    error = A - Y
    return float(0.5 * np.sum(error * error, dtype=np.float64) / len(A)), error / A.dtype.type(len(A))
