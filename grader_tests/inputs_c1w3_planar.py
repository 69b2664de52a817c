"""What the checks of c1w3_planar_classification start from: examples, parameters, a forward pass."""

import numpy as np

from helpers.activations import sigmoid


def labels(n_y, m, seed):
    """Return labels of both kinds; a single one is 1 for odd seeds."""
    return ((np.random.default_rng(seed).permutation(n_y * m) + seed) % 2).reshape(n_y, m)


def weights(n_x, n_h, n_y, seed, letter=""):
    """Return the dictionary of a network's parameters, or of its gradients with letter="d", as short numbers."""
    draw = np.random.default_rng(seed)
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {f"{letter}{name}": draw.normal(size=shape).round(2) for name, shape in shapes.items()}


def inputs(n_x, m, seed):
    """Return m examples with n_x features as short numbers."""
    return np.random.default_rng(seed + 1000).normal(size=(n_x, m)).round(2)


def after_forward(n_x, n_h, n_y, m, seed):
    """Return (parameters, cache, X, Y), what backward propagation starts from."""
    parameters, X = weights(n_x, n_h, n_y, seed), inputs(n_x, m, seed)
    Z1 = parameters["W1"] @ X + parameters["b1"]
    Z2 = parameters["W2"] @ np.tanh(Z1) + parameters["b2"]
    return parameters, {"Z1": Z1, "A1": np.tanh(Z1), "Z2": Z2, "A2": sigmoid(Z2)}, X, labels(n_y, m, seed)


def clouds(n_x, m, seed):
    """Return (X, Y): two clouds of points that a network can tell apart."""
    Y = labels(1, m, seed)
    return (0.6 * inputs(n_x, m, seed) + 2 * Y - 1).round(2), Y


def ring(m, seed):
    """Return (X, Y): points of class 0 near the origin, points of class 1 on a ring around them."""
    angle, Y = np.random.default_rng(seed).uniform(0, 2 * np.pi, m), np.arange(m).reshape(1, m) % 2
    return (np.stack([np.cos(angle), np.sin(angle)]) * np.where(Y, 2, 0.5)).round(2), Y
