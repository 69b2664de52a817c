"""A network of any depth, block by block: shapes, start, forward, cost, backward, update."""

import numpy as np

from helpers.activations import sigmoid_and_input as sigmoid


def layer_shapes(layer_dims, m):
    """List the shapes of every layer's parameters and values.

    layer_dims -- list of the sizes n[0], n[1], ..., n[L]; n[0] is the number of inputs
    m -- number of examples
    Returns a list of L dictionaries, layer 1 first, with the keys "W", "b", "Z" and "A"; each holds the shape
    of that array as a tuple, for instance {"W": (5, 3), "b": (5, 1), "Z": (5, 209), "A": (5, 209)}.
    Source: D0, D1 §3.2, table for X of shape (12288, 209); D2 C1_W4, "Getting your matrix dimensions right".
    """
    shapes = []
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        shapes.append({"W": (n, n_prev), "b": (n, 1), "Z": (n, m), "A": (n, m)})
    return shapes


def initialize_parameters(n_x, n_h, n_y):
    """Make the starting parameters of a network with one hidden layer.

    n_x, n_h, n_y -- numbers of inputs, hidden units and outputs
    Calls np.random.seed(1), so that every run gives the same numbers; draws W1 first, then W2.
    Returns a dictionary: W1 (n_h, n_x) and W2 (n_y, n_h) with normal random numbers times 0.01,
    b1 (n_h, 1) and b2 (n_y, 1) with zeros.
    Source: D1 §3.1, "2-layer Neural Network".
    """
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def initialize_parameters_deep(layer_dims):
    """Make the starting parameters of a network of any depth.

    layer_dims -- list of the sizes n[0], n[1], ..., n[L]
    Calls np.random.seed(3), so that every run gives the same numbers; draws in the order of the layers.
    Returns a dictionary W1, b1, ..., WL, bL: W[l] (n[l], n[l-1]) with normal random numbers times 0.01,
    b[l] (n[l], 1) with zeros.
    Source: D1 §3.2, "L-layer Neural Network".
    """
    np.random.seed(3)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        n, n_prev = layer_dims[layer], layer_dims[layer - 1]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) * 0.01
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def linear_forward(A, W, b):
    """Compute the linear half of a layer.

    A -- values of the layer before, or the inputs X, shape (n_prev, m)
    W -- weights, shape (n, n_prev)
    b -- biases, shape (n, 1)
    Returns (Z, cache): Z of shape (n, m), and cache = (A, W, b), kept for the way back.
    Source: D1 §4.1, "Linear Forward"; D0 "Implement forward propagation".
    """
    Z = np.dot(W, A) + b
    return Z, (A, W, b)


def relu(Z):
    """Compute the rectified linear unit of every number.

    Z -- any array, for instance of shape (n, m); it stays as it is
    Returns (A, Z): A = max(0, Z), of the same shape, and Z itself, kept for the way back.
    Source: D1 §4.2, "Linear-Activation Forward"; D0 "Activation functions".
    """
    A = np.maximum(0, Z)
    return A, Z


def linear_activation_forward(A_prev, W, b, activation):
    """Compute a whole layer: the linear half, then the activation.

    A_prev -- values of the layer before, or the inputs X, shape (n_prev, m)
    W -- weights, shape (n, n_prev)
    b -- biases, shape (n, 1)
    activation -- "sigmoid" or "relu" ("tanh" too, if you like)
    Returns (A, cache): A of shape (n, m), and cache = (linear_cache, activation_cache) = ((A_prev, W, b), Z).
    Source: D1 §4.2, "Linear-Activation Forward"; D0 forwardprop.
    """
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        A, activation_cache = relu(Z)
    else:
        A, activation_cache = np.tanh(Z), Z
    return A, (linear_cache, activation_cache)


def L_model_forward(X, parameters):
    """Send the inputs through the whole network: L - 1 layers with ReLU, then one with the sigmoid.

    X -- inputs, shape (n_x, m)
    parameters -- dictionary W1, b1, ..., WL, bL
    Returns (AL, caches): AL, the probabilities, of shape (n[L], m), and the list of the L caches, layer 1 first.
    Source: D1 §4.3, "L-Layer Model"; D0 L_model_forward.
    """
    caches, A, L = [], X, len(parameters) // 2
    for layer in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def compute_cost(AL, Y):
    """Compute the cross-entropy cost.

    AL -- probabilities, shape (1, m)
    Y -- labels 0 or 1, shape (1, m)
    Returns the cost, one number.
    Source: D1 §5, "Cost Function"; D0 "Implement cost function".
    """
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m


def linear_backward(dZ, cache):
    """Take the gradient back through the linear half of a layer.

    dZ -- gradient with respect to Z, shape (n, m)
    cache -- what linear_forward kept: (A_prev, W, b)
    Returns (dA_prev, dW, db), shaped like A_prev (n_prev, m), W (n, n_prev) and b (n, 1).
    Source: D1 §6.1, "Linear Backward"; D0 linear_backward.
    """
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db


def relu_backward(dA, Z):
    """Take the gradient back through a ReLU.

    dA -- gradient with respect to A, shape (n, m); it stays as it is
    Z -- what went into the ReLU, shape (n, m)
    Returns dZ, shape (n, m).
    Source: D0 "Implement backward propagation", relu_backward; D1 §6.2.
    """
    dZ = np.array(dA)
    dZ[Z <= 0] = 0
    return dZ


def sigmoid_backward(dA, Z):
    """Take the gradient back through a sigmoid.

    dA -- gradient with respect to A, shape (n, m)
    Z -- what went into the sigmoid, shape (n, m)
    Returns dZ, shape (n, m).
    Source: D0 "Implement backward propagation", sigmoid_backward; D1 §6.2.
    """
    A, _ = sigmoid(Z)
    return dA * A * (1 - A)


def tanh_backward(dA, Z):
    """Take the gradient back through a tanh.

    dA -- gradient with respect to A, shape (n, m)
    Z -- what went into the tanh, shape (n, m)
    Returns dZ, shape (n, m).
    Source: D0 "Implement backward propagation", tanh_backward.
    """
    A = np.tanh(Z)
    return dA * (1 - A**2)


def linear_activation_backward(dA, cache, activation):
    """Take the gradient back through a whole layer: the activation first, then the linear half.

    dA -- gradient with respect to the layer's A, shape (n, m)
    cache -- what linear_activation_forward kept: ((A_prev, W, b), Z)
    activation -- "sigmoid" or "relu" ("tanh" too, if you like)
    Returns (dA_prev, dW, db), shaped like A_prev (n_prev, m), W (n, n_prev) and b (n, 1).
    Source: D1 §6.2, "Linear-Activation Backward"; D0 backprop.
    """
    linear_cache, Z = cache
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, Z)
    elif activation == "relu":
        dZ = relu_backward(dA, Z)
    else:
        dZ = tanh_backward(dA, Z)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL, Y, caches):
    """Take the gradient of the cost back through the whole network.

    AL -- probabilities, what L_model_forward returned, shape (1, m)
    Y -- labels 0 or 1, shape (1, m)
    caches -- the list of the L caches, layer 1 first
    Returns a dictionary: dA0, ..., dA{L-1}, each shaped like that layer's A (dA0 like X),
    dW1, db1, ..., dWL, dbL, shaped like the parameters.
    Source: D1 §6.3, "L-Model Backward"; D0 L_model_backward.
    """
    grads, L = {}, len(caches)
    Y = np.reshape(Y, AL.shape)
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for layer in range(L, 0, -1):
        activation = "sigmoid" if layer == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], activation)
        grads |= {f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db}
    return grads


def update_parameters(params, grads, learning_rate):
    """Take one step of gradient descent with all parameters.

    params -- dictionary W1, b1, ..., WL, bL; it and its arrays stay as they are
    grads -- dictionary with dW1, db1, ..., dWL, dbL; it may hold more
    learning_rate -- length of the step, α
    Returns a new dictionary W1, b1, ..., WL, bL.
    Source: D1 §6.4, "Update Parameters"; D0 "Implementation methodology".
    """
    updated = {}
    for layer in range(1, len(params) // 2 + 1):
        updated[f"W{layer}"] = params[f"W{layer}"] - learning_rate * grads[f"dW{layer}"]
        updated[f"b{layer}"] = params[f"b{layer}"] - learning_rate * grads[f"db{layer}"]
    return updated
