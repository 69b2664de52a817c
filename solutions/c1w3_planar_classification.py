"""A network with one hidden layer, from its sizes to a trained classifier of points in the plane."""

import numpy as np

from helpers.activations import sigmoid


def layer_sizes(X, Y):
    """Read the sizes of the network's three layers off the data.

    X -- inputs, shape (n_x, m), one example per column
    Y -- labels, shape (n_y, m)
    Returns the tuple (n_x, n_h, n_y); the hidden layer has n_h = 4 units here.
    Source: D1 "Neural Network model", step 1; D2 C1_W3 "Neural Network Representation".
    """
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return n_x, n_h, n_y


def initialize_parameters(n_x, n_h, n_y):
    """Draw the starting parameters: small random weights, biases 0.

    n_x, n_h, n_y -- number of inputs, of hidden units, of outputs
    Returns a dictionary with W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1). Every weight is a
    standard normal number of its own times 0.01. No seed is set in here: two calls give different weights.
    Source: D1 "Neural Network model", step 2; D2 C1_W3 "Random initialization".
    """
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    """Compute the network's output for all examples: tanh in the hidden layer, sigmoid in the output layer.

    X -- inputs, shape (n_x, m), one example per column
    parameters -- dictionary with W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)
    Returns (A2, cache): A2, the probabilities, shape (n_y, m); cache, a dictionary with Z1 and A1 of shape
    (n_h, m), Z2 and A2 of shape (n_y, m).
    Source: D2 C1_W3 "Vectorizing across multiple examples"; D1 "Neural Network model", step 3.
    """
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    """Compute the cross-entropy cost.

    A2 -- probabilities of label 1, shape (1, m)
    Y -- labels 0 or 1, or False and True, shape (1, m)
    Returns the mean loss over the m examples, a float.
    Source: D1 "Neural Network model", equation (6); D0 "Gradient descent for neural network".
    """
    m = Y.shape[1]
    losses = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return float(-np.sum(losses) / m)


def backward_propagation(parameters, cache, X, Y):
    """Compute the gradients of the cost with respect to all parameters.

    parameters -- dictionary with W1, b1, W2, b2
    cache -- dictionary with Z1, A1, Z2, A2, as `forward_propagation` returns it; it stays as it is
    X -- inputs, shape (n_x, m)
    Y -- labels 0 or 1, shape (n_y, m)
    Returns a dictionary with dW1, db1, dW2, db2, each shaped like its parameter.
    Source: D2 C1_W3 "Summary of gradient descent"; D0 "Summary of gradient descent for neural network".
    """
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - A1**2)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def update_parameters(parameters, grads, learning_rate=1.2):
    """Take one step of gradient descent.

    parameters -- dictionary with W1, b1, W2, b2; it stays as it is
    grads -- dictionary with dW1, db1, dW2, db2, shaped like the parameters
    learning_rate -- length of the step, α
    Returns a new dictionary with W1, b1, W2, b2.
    Source: D2 C1_W3 "Gradient descent for neural networks"; D1 "Neural Network model", step 3.
    """
    return {name: parameters[name] - learning_rate * grads[f"d{name}"] for name in ("W1", "b1", "W2", "b2")}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Train the network by gradient descent on all examples at once, with the learning rate 1.2.

    X -- inputs, shape (n_x, m)
    Y -- labels 0 or 1, shape (n_y, m)
    n_h -- number of hidden units
    num_iterations, print_cost -- number of steps; whether to print the cost every 1000 steps
    Calls np.random.seed(3) before it draws the starting parameters, so that every run gives the same network.
    Returns the trained parameters, a dictionary with W1, b1, W2, b2.
    Source: D1 "Neural Network model"; D2 C1_W3 "Gradient descent for neural networks".
    """
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print(f"cost after step {i}: {compute_cost(A2, Y):.6f}")
    return parameters


def predict(parameters, X):
    """Say for every example whether it is of class 1.

    parameters -- dictionary with trained W1, b1, W2, b2
    X -- inputs, shape (n_x, m)
    Returns an array of shape (1, m): 1 or True where the probability is greater than 0.5, else 0 or False.
    Source: D1 "Neural Network model", equation (5).
    """
    A2, _ = forward_propagation(X, parameters)
    return A2 > 0.5
