"""What the week of the character-level language model is given: starting weights, backpropagation through time, the step."""

import numpy as np


def initialize_parameters(n_a, n_x, n_y):
    """Draw small starting weights of a recurrent network; the same ones each time.

    n_a, n_x, n_y -- number of activations, inputs and outputs
    Returns a dictionary: Wax (n_a, n_x), Waa (n_a, n_a), Wya (n_y, n_a), b (n_a, 1), by (n_y, 1).
    Source: D2 C5_W1, "Simplified RNN notation".
    """
    np.random.seed(1)
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    weights = {name: np.random.randn(*shape) * 0.01 for name, shape in shapes.items()}
    return {**weights, "b": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


def backward(X, Y, a_prev, activations, predictions, parameters):
    """Backpropagation through time, from the loss of every step to the parameters.

    X, Y -- indices of the inputs (None is the zero vector) and of the right outputs, lists of length T
    a_prev -- activations before the first step, shape (n_a, 1)
    activations, predictions -- lists of length T: what came out of each step, shapes (n_a, 1) and (n_y, 1)
    parameters -- dictionary as initialize_parameters returns it
    Returns a dictionary of gradients: dWax, dWaa, dWya, db, dby, each of its parameter's shape, and da_next (n_a, 1).
    Source: D2 C5_W1, "Backpropagation through time".
    """
    dZ_y = np.hstack(predictions)
    dZ_y[Y, np.arange(len(Y))] -= 1
    a, da, dZ = np.hstack(activations), parameters["Wya"].T @ dZ_y, np.zeros((len(a_prev), len(X)))
    da_next = np.zeros(len(a_prev))
    for t in reversed(range(len(X))):
        dZ[:, t] = (da[:, t] + da_next) * (1 - a[:, t] ** 2)
        da_next = parameters["Waa"].T @ dZ[:, t]
    dWax = np.zeros_like(parameters["Wax"])
    for t, index in enumerate(X):
        if index is not None:
            dWax[:, index] += dZ[:, t]
    gradients = {"dWax": dWax, "dWaa": dZ @ np.hstack([a_prev, a[:, :-1]]).T, "dWya": dZ_y @ a.T}
    sums = {"db": dZ.sum(axis=1, keepdims=True), "dby": dZ_y.sum(axis=1, keepdims=True)}
    return {**gradients, **sums, "da_next": da_next.reshape(-1, 1)}


def update_parameters(parameters, gradients, learning_rate):
    """Take a step of gradient descent, in place: the arrays in `parameters` themselves change.

    parameters, gradients -- dictionaries with the keys Wax, Waa, Wya, b, by, and the same with a d in front
    learning_rate -- length of the step, α
    Returns parameters. Source: D2 C1_W2, "Gradient Descent".
    """
    for name in ("Wax", "Waa", "Wya", "b", "by"):
        parameters[name] -= learning_rate * gradients[f"d{name}"]
    return parameters
