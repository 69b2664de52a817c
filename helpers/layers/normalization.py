"""Batch norm and layer norm over the last axis's channels."""

import numpy as np


def batch_norm_forward(Z, gamma, beta, running=None, training=True, momentum=0.9, epsilon=1e-5):
    """Normalise each channel over the batch (and the pixels), then scale and shift it.

    Z -- shape (..., C)
    gamma, beta -- learned scale and shift, shape (C,)
    running -- dictionary with arrays "mean" and "variance", changed in place when training and used otherwise, or None
    training, momentum, epsilon -- whether this batch's own figures count; share kept of the running ones; added to the variance
    Returns (output of Z's shape, cache). Raises ValueError without running figures outside training.
    Source: D2 C2_W3, "Batch normalization".
    """
    rows, width = _rows(Z)
    if training:
        mean, variance = _channel_mean(rows, width), None
        centred = rows - np.tile(mean, width)
        variance = _channel_mean(centred * centred, width)
        if running is not None:
            n = Z.size // Z.shape[-1]
            for name, value in (("mean", mean), ("variance", variance * (n / max(n - 1, 1)))):
                running[name] += (1 - momentum) * (value - running[name])
    elif running is None:
        raise ValueError("outside training, batch norm needs the running mean and variance")
    else:
        mean, variance = (np.asarray(running[name], Z.dtype) for name in ("mean", "variance"))
        centred = rows - np.tile(mean, width)
    scale = (1 / np.sqrt(variance + epsilon)).astype(Z.dtype)
    centred *= np.tile(scale, width)
    output = centred * np.tile(gamma, width)
    output += np.tile(beta, width)
    return output.reshape(Z.shape), (centred, gamma, scale, width, training)


def batch_norm_backward(dY, cache):
    """Gradients of batch_norm_forward.

    dY -- gradient with respect to its output, shape (..., C)
    cache -- what batch_norm_forward returned
    Returns (dZ, dgamma, dbeta). Source: Ioffe and Szegedy 2015, section 3.
    """
    normed, gamma, scale, width, training = cache
    rows = dY.reshape(normed.shape)
    C = len(gamma)
    dbeta = np.ones(len(rows), rows.dtype) @ rows
    dgamma = np.ones(len(rows), rows.dtype) @ (rows * normed)
    dbeta, dgamma = dbeta.reshape(-1, C).sum(axis=0), dgamma.reshape(-1, C).sum(axis=0)
    if training:
        n = rows.size // C
        rows = rows - normed * np.tile(dgamma / n, width)
        rows -= np.tile(dbeta / n, width)
        rows *= np.tile(gamma * scale, width)
    else:
        rows = rows * np.tile(gamma * scale, width)
    return rows.reshape(dY.shape), dgamma, dbeta


def layer_norm_forward(Z, gamma, beta, epsilon=1e-6):
    """Normalise each example (each position) over its own features, then scale and shift them.

    Z -- shape (..., n)
    gamma, beta -- learned scale and shift, shape (n,)
    epsilon -- added to the variance
    Returns (output of Z's shape, cache). Source: Ba, Kiros and Hinton 2016; D2 C5_W4.
    """
    rows = Z.reshape(-1, Z.shape[-1])
    normed = rows - _row_mean(rows)
    scale = (1 / np.sqrt(_row_mean(normed * normed) + epsilon)).astype(Z.dtype)
    normed *= scale
    output = normed * gamma
    output += beta
    return output.reshape(Z.shape), (normed, gamma, scale)


def layer_norm_backward(dY, cache):
    """Gradients of layer_norm_forward.

    dY -- gradient with respect to its output, shape (..., n)
    cache -- what layer_norm_forward returned
    Returns (dZ, dgamma, dbeta).
    """
    normed, gamma, scale = cache
    rows = dY.reshape(normed.shape)
    products, d_normed, ones = rows * normed, rows * gamma, np.ones(len(rows), rows.dtype)
    dZ = d_normed - _row_mean(d_normed)
    dZ -= normed * _row_mean(d_normed * normed)
    dZ *= scale
    return dZ.reshape(dY.shape), ones @ products, ones @ rows


def _rows(Z):
    """View (..., C) as rows of a picture's line, (n, width * C); returns them and the width."""
    width = Z.shape[-2] if Z.ndim > 2 else 1
    return np.ascontiguousarray(Z).reshape(-1, width * Z.shape[-1]), width


def _channel_mean(rows, width):
    """Mean of each channel over rows (n, width * C), shape (C,)."""
    total = np.ones(len(rows), rows.dtype) @ rows
    return total.reshape(width, -1).sum(axis=0) / rows.dtype.type(len(rows) * width)


def _row_mean(rows):
    """Mean of each row, shape (m, 1), as a matrix product."""
    n = rows.shape[1]
    return rows @ np.full((n, 1), 1 / n, rows.dtype)
