"""A small fully connected network for experiments in weeks that have not yet built one by hand.

The hidden layers take any activation function g with its slope g_prime, for instance a student's own. The output layer
is a sigmoid when it has one unit and a softmax when it has several; in both cases the cost is the cross-entropy.
"""

from itertools import pairwise

import numpy as np

from helpers.activations import sigmoid

# Students write parts of it there.
NOT_IN_BUNDLE_OF = [
    "c1w2_numpy_basics",
    "c1w2_logistic_regression",
    "c1w4_deep_network_step_by_step",
    "c2w1_initialization",
    "c2w3_softmax_and_frameworks",
]


def start(layer_dims, seed, gain=2.0):
    """Draw the starting parameters of a network.

    layer_dims -- sizes [n_x, n[1], ..., n[L]] of the input and of every layer
    seed -- anything that numpy.random.default_rng takes
    gain -- variance of a weight times the number of its layer's inputs: 2 suits ReLU, 1 suits tanh
    Returns a dictionary with W1, b1, ..., WL, bL; W[l] has shape (n[l], n[l-1]), b[l] is a column of zeros.
    """
    draw = np.random.default_rng(seed)
    parameters = {}
    for layer, (inputs, units) in enumerate(pairwise(layer_dims), start=1):
        parameters[f"W{layer}"] = draw.normal(size=(units, inputs)) * np.sqrt(gain / inputs)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters


def forward(parameters, X, g):
    """Compute every layer's values.

    parameters -- as `start` returns them
    X -- inputs, shape (n_x, m)
    g -- activation function of the hidden layers
    Returns (A, Z), two lists of length L + 1: A[l] and Z[l] have shape (n[l], m); A[0] is X, Z[0] is None.
    """
    depth = len(parameters) // 2
    A, Z = [X], [None]
    for layer in range(1, depth + 1):
        Z.append(np.dot(parameters[f"W{layer}"], A[-1]) + parameters[f"b{layer}"])
        A.append(g(Z[-1]) if layer < depth else _output(Z[-1]))
    return A, Z


def _output(Z):
    if len(Z) == 1:
        return sigmoid(Z)
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def cost(AL, Y):
    """Return the mean cross-entropy.

    AL -- probabilities, shape (1, m) or (classes, m)
    Y -- labels 0 or 1 of the same shape; with several classes, one 1 in every column
    """
    of_the_truth = np.where(Y == 1, AL, 1 - AL) if len(AL) == 1 else (AL * Y).sum(axis=0)
    return -np.mean(np.log(np.maximum(of_the_truth, 1e-300)))


def gradients(parameters, A, Z, Y, g_prime):
    """Compute the gradients of the cost by backpropagation.

    parameters -- as `start` returns them
    A, Z -- what `forward` returned
    Y -- labels, shape (n[L], m)
    g_prime -- slope of the hidden layers' activation, as a function of Z
    Returns a dictionary with dW1, db1, ..., dWL, dbL, shaped like the parameters.
    """
    m, grads = Y.shape[1], {}
    dZ = A[-1] - Y
    for layer in range(len(A) - 1, 0, -1):
        grads[f"dW{layer}"] = np.dot(dZ, A[layer - 1].T) / m
        grads[f"db{layer}"] = dZ.sum(axis=1, keepdims=True) / m
        if layer > 1:
            dZ = np.dot(parameters[f"W{layer}"].T, dZ) * g_prime(Z[layer - 1])
    return grads


def train(parameters, X, Y, g, g_prime, *, learning_rate, steps, batch_size=None, seed=0, watch=None):
    """Train by gradient descent.

    parameters -- starting parameters; they stay as they are
    X, Y -- inputs (n_x, m) and labels (n[L], m)
    g, g_prime -- activation of the hidden layers and its slope
    learning_rate, steps -- length and number of steps
    batch_size -- examples drawn for each step, with `seed`; None takes all of them every time
    watch -- called before every step and after the last as watch(step, parameters)
    Returns the trained parameters.
    """
    parameters, draw = dict(parameters), np.random.default_rng(seed)
    for step in range(steps):
        if watch:
            watch(step, parameters)
        chosen = slice(None) if batch_size is None else draw.integers(X.shape[1], size=batch_size)
        A, Z = forward(parameters, X[:, chosen], g)
        grads = gradients(parameters, A, Z, Y[:, chosen], g_prime)
        parameters = {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}
    if watch:
        watch(steps, parameters)
    return parameters


def initialize_parameters(layers_dims):
    """Draw the starting parameters of a ReLU network with He's scale, always the same ones.

    layers_dims -- sizes [n_x, n[1], ..., n[L]] of the input and of every layer
    Returns a dictionary with W1, b1, ..., WL, bL; seeds NumPy's global generator with 3 and draws layer by layer.
    Source: D2 C2_W1, weight initialization: variance 2 / n[l-1].
    """
    np.random.seed(3)
    parameters = {}
    for layer, (inputs, units) in enumerate(pairwise(layers_dims), start=1):
        parameters[f"W{layer}"] = np.random.randn(units, inputs) * np.sqrt(2 / inputs)
        parameters[f"b{layer}"] = np.zeros((units, 1))
    return parameters


def cost_and_gradients(parameters, X, Y):
    """Run a network of ReLU layers forward and backward on some examples.

    parameters -- W1, b1, ..., WL, bL
    X, Y -- inputs (n_x, m) and labels (n[L], m), for instance of one mini-batch
    Returns (cost, grads): the *sum* of the m examples' losses, so that the sums of all batches add up to an epoch's; and
    dW1, db1, ..., the gradients of their *mean*.
    """
    A, Z = forward(parameters, X, lambda Z: np.maximum(Z, 0))
    return X.shape[1] * cost(A[-1], Y), gradients(parameters, A, Z, Y, lambda Z: Z > 0)


def forward_propagation_n(X, Y, parameters):
    """Run a network of three layers (ReLU, ReLU, sigmoid) forward and compute its cost.

    X -- inputs, shape (n_x, m)
    Y -- labels 0 or 1, shape (1, m) or (m,)
    parameters -- W1, b1, W2, b2, W3, b3
    Returns (cost, cache): the mean cross-entropy and (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3).
    """
    W1, b1, W2, b2, W3, b3 = (parameters[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3"))
    A, Z = forward({"W1": W1, "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}, X, lambda Z: np.maximum(Z, 0))
    cache = (Z[1], A[1], W1, b1, Z[2], A[2], W2, b2, Z[3], A[3], W3, b3)
    return cost(A[3], np.reshape(Y, A[3].shape)), cache
