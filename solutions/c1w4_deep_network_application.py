"""Two-layer and L-layer networks put together from their building blocks, and why depth pays."""

import numpy as np

from helpers.deep_network import (
    L_model_backward,
    L_model_forward,
    compute_cost,
    linear_activation_backward,
    linear_activation_forward,
    update_parameters,
)


def two_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train the network linear → ReLU → linear → sigmoid by gradient descent.

    X, Y -- inputs, shape (n_x, m), and labels 0 or 1, shape (1, m)
    layers_dims -- the three sizes (n_x, n_h, n_y)
    learning_rate, num_iterations -- length of a step, α, and number of steps
    print_cost -- print the cost every 100 steps
    Returns (parameters, costs): {"W1", "b1", "W2", "b2"} of shapes (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1),
    and a list of the costs at the steps 0, 100, 200, ..., each before its update. The start, after
    np.random.seed(1): first W1, then W2, normal numbers times 0.01; biases 0.
    Source: D1 C1_W4 Application, "Two-layer Neural Network".
    """
    np.random.seed(1)
    n_x, n_h, n_y = layers_dims
    W1, b1 = np.random.randn(n_h, n_x) * 0.01, np.zeros((n_h, 1))
    W2, b2 = np.random.randn(n_y, n_h) * 0.01, np.zeros((n_y, 1))
    parameters, costs = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, []
    for i in range(num_iterations):
        A1, cache1 = linear_activation_forward(X, parameters["W1"], parameters["b1"], "relu")
        A2, cache2 = linear_activation_forward(A1, parameters["W2"], parameters["b2"], "sigmoid")
        cost = compute_cost(A2, Y)
        dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))
        dA1, dW2, db2 = linear_activation_backward(dA2, cache2, "sigmoid")
        _, dW1, db1 = linear_activation_backward(dA1, cache1, "relu")
        grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after step {i}: {cost:.6f}")
    return parameters, costs


def predict(X, y, parameters):
    """Say 1 or 0 for every example, with a network of any depth.

    X -- inputs, shape (n_x, m)
    y -- labels 0 or 1, shape (1, m), or None; they only serve to print the accuracy, which is up to you
    parameters -- trained parameters W1, b1, ..., WL, bL
    Returns p, shape (1, m): 1 where the probability is greater than 0.5, else 0.
    Source: D1 C1_W4 Application, "General Methodology", step 3.
    """
    probabilities, _ = L_model_forward(X, parameters)
    p = (probabilities > 0.5).astype(int)
    if y is not None:
        print(f"accuracy: {np.mean(p == y):.1%}")
    return p


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Train the network [linear → ReLU] × (L − 1) → linear → sigmoid by gradient descent.

    X, Y -- inputs, shape (n_x, m), and labels 0 or 1, shape (1, m)
    layers_dims -- the sizes [n_x, n[1], ..., n[L]] of the input and of every layer
    learning_rate, num_iterations, print_cost -- as for `two_layer_model`
    Returns (parameters, costs): W1, b1, ..., WL, bL of shapes (n[l], n[l-1]) and (n[l], 1), and a list of the
    costs at the steps 0, 100, 200, ..., each before its update. The start, after np.random.seed(1): W1 to WL in
    this order, W[l] being normal numbers divided by the square root of n[l-1]; biases 0.
    Source: D1 C1_W4 Application, "L-layer Neural Network".
    """
    np.random.seed(1)
    parameters, costs = {}, []
    for layer in range(1, len(layers_dims)):
        n_prev, n = layers_dims[layer - 1], layers_dims[layer]
        parameters[f"W{layer}"] = np.random.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{layer}"] = np.zeros((n, 1))
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost after step {i}: {cost:.6f}")
    return parameters, costs


def parity_network(n):
    """Count layers and units of two circuits that tell whether the number of ones among n bits is odd.

    n -- number of bits, at least 2
    Deep: a tree of XOR units with two inputs each; a bit left over at a level waits for the next level.
    Shallow: a layer with one AND unit for every pattern of n bits that has an odd number of ones, then one OR unit.
    Returns {"deep": {"layers", "units"}, "shallow": {"layers", "units"}}, whole numbers; the n inputs are no
    layer and no units, the unit that gives the answer counts.
    Source: D2 C1_W4, "Circuit theory and deep learning"; D1 "Mathematical Insight: Circuit Theory".
    """
    layers, units, width = 0, 0, n
    while width > 1:
        layers, units, width = layers + 1, units + width // 2, (width + 1) // 2
    return {"deep": {"layers": layers, "units": units}, "shallow": {"layers": 2, "units": 2 ** (n - 1) + 1}}
