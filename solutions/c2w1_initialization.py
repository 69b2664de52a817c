"""How a network starts: zeros, large weights, He's weights, and why their size decides what depth can do."""

import numpy as np


def initialize_parameters_zeros(layers_dims):
    """Start a network of any depth with zeros.

    layers_dims -- list of the sizes n[0], n[1], ..., n[L]; n[0] is the number of inputs
    Returns a dictionary W1, b1, ..., WL, bL: W[l] of shape (n[l], n[l-1]) and b[l] of shape (n[l], 1), all zeros.
    Source: D2 C1_W3, "What happens if you initialize weights to zero?".
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = np.zeros((n, n_prev))
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def initialize_parameters_random(layers_dims):
    """Start a network of any depth with random weights that are too large.

    layers_dims -- list of the sizes n[0], n[1], ..., n[L]
    Calls np.random.seed(3), so that every run gives the same numbers; draws in the order of the layers.
    Returns a dictionary W1, b1, ..., WL, bL: W[l] of shape (n[l], n[l-1]) with normal random numbers times 10,
    b[l] of shape (n[l], 1) with zeros.
    Source: D2 C1_W3, "Random initialization".
    """
    np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) * 10
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def deep_linear_output(w, L):
    """Send an input of ones through L equal layers with g(z) = z and no biases.

    w -- the weight of every layer: a number, or a square matrix, shape (n, n)
    L -- number of layers, at least 1
    Returns the last layer's output: a number when w is one, else a column, shape (n, 1).
    Source: D2 C2_W1, "Vanishing/exploding gradients".
    """
    W = np.atleast_2d(w)
    a = np.ones((len(W), 1))
    for _ in range(L):
        a = np.dot(W, a)
    return a if np.ndim(w) == 2 else a.item()


def initialize_parameters_he(layers_dims):
    """Start a network of any depth with weights whose size suits ReLU.

    layers_dims -- list of the sizes n[0], n[1], ..., n[L]
    Calls np.random.seed(3), so that every run gives the same numbers; draws in the order of the layers.
    Returns a dictionary W1, b1, ..., WL, bL: W[l] of shape (n[l], n[l-1]) with normal random numbers of variance
    2 / n[l-1], b[l] of shape (n[l], 1) with zeros.
    Source: D2 C2_W1, "Vanishing/exploding gradients", single neuron example.
    """
    np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) * np.sqrt(2 / n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def xavier_scale(n_in, n_out):
    """Return the size of the starting weights that suits tanh and is a compromise between both directions.

    n_in -- number of units of the layer before, n[l-1]
    n_out -- number of units of the layer itself, n[l]
    Returns the standard deviation of a weight, a number; the variance is 2 / (n_in + n_out).
    Source: D2 C2_W1, "Vanishing/exploding gradients", single neuron example, last formula.
    """
    return np.sqrt(2 / (n_in + n_out))
