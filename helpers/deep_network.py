"""The building blocks of a deep network, for notebooks after the one in which they were written step by step.

A network of L layers is [linear → ReLU] × (L − 1), then linear → sigmoid. Its parameters are a dictionary with
W1, b1, ..., WL, bL: W[l] has shape (n[l], n[l-1]), b[l] has shape (n[l], 1). Examples are columns.
Source: D2 C1_W4, "Forward and backward propagation".
"""

from itertools import pairwise

import numpy as np

from helpers.activations import sigmoid

# Students write it there.
NOT_IN_BUNDLE_OF = ["c1w2_numpy_basics", "c1w3_planar_classification", "c1w4_deep_network_step_by_step"]


def linear_activation_forward(A_prev, W, b, activation):
    """Compute one layer: Z = W A_prev + b, then the activation.

    A_prev -- the layer's input, shape (n[l-1], m)
    W, b -- its weights (n[l], n[l-1]) and biases (n[l], 1)
    activation -- "relu" or "sigmoid"
    Returns (A, cache): A of shape (n[l], m); the cache is what linear_activation_backward needs.
    Raises ValueError for another activation.
    """
    Z = np.dot(W, A_prev) + b
    if activation == "relu":
        A = np.maximum(Z, 0)
    elif activation == "sigmoid":
        A = sigmoid(Z)
    else:
        raise ValueError(f'activation is {activation!r}; choose "relu" or "sigmoid"')
    return A, ((A_prev, W, b), Z)


def L_model_forward(X, parameters):
    """Compute the whole network: ReLU in every layer but the last, which has the sigmoid.

    X -- inputs, shape (n_x, m)
    parameters -- dictionary with W1, b1, ..., WL, bL
    Returns (AL, caches): the probabilities, shape (n[L], m), and a list with the cache of every layer.
    """
    depth, A, caches = len(parameters) // 2, X, []
    for layer in range(1, depth + 1):
        activation = "relu" if layer < depth else "sigmoid"
        A, cache = linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    """Return the cross-entropy, the mean of -(y log a + (1 - y) log(1 - a)) over the examples.

    AL -- probabilities, shape (1, m); exactly 0 or 1 is taken as 1e-300 away from it
    Y -- labels 0 or 1, shape (1, m)
    """
    m = AL.shape[1]
    of_the_truth = np.where(np.asarray(Y) == 1, AL, 1 - AL)
    return -np.sum(np.log(np.maximum(of_the_truth, 1e-300))) / m


def linear_activation_backward(dA, cache, activation):
    """Take the gradient of the cost back through one layer.

    dA -- gradient with respect to the layer's output, shape (n[l], m)
    cache -- what linear_activation_forward returned for it
    activation -- "relu" or "sigmoid"; the slope of ReLU at 0 counts as 0
    Returns (dA_prev, dW, db), shaped like A_prev, W and b; dW and db are means over the examples.
    Raises ValueError for another activation.
    """
    linear_cache, Z = cache
    if activation == "relu":
        return _linear_backward(dA * (Z > 0), linear_cache)
    if activation == "sigmoid":
        A = sigmoid(Z)
        return _linear_backward(dA * A * (1 - A), linear_cache)
    raise ValueError(f'activation is {activation!r}; choose "relu" or "sigmoid"')


def _linear_backward(dZ, linear_cache):
    A_prev, W, _ = linear_cache
    m = dZ.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def L_model_backward(AL, Y, caches):
    """Compute the gradients of a whole network.

    AL, caches -- what L_model_forward returned
    Y -- labels 0 or 1, shape (1, m)
    Returns a dictionary with dW1, db1, ..., dWL, dbL and dA0, ..., dA{L-1}. It starts from dZ[L] = AL - Y, where the
    sigmoid's slope has cancelled, so that probabilities of exactly 0 or 1 do no harm.
    """
    depth, grads = len(caches), {}
    for layer in range(depth, 0, -1):
        cache = caches[layer - 1]
        if layer == depth:
            found = _linear_backward(AL - Y, cache[0])
        else:
            found = linear_activation_backward(grads[f"dA{layer}"], cache, "relu")
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = found
    return grads


def update_parameters(parameters, grads, learning_rate):
    """Take one step of gradient descent.

    parameters -- dictionary with W1, b1, ..., WL, bL; it stays as it is
    grads -- dictionary with dW1, db1, ..., dWL, dbL; other entries do no harm
    learning_rate -- length of the step, α
    Returns a new dictionary of parameters.
    """
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


def train_from_seeds(X, Y, layers_dims, seeds, *, learning_rate, num_iterations, scale=None):
    """Train the same network from several random starts, side by side, as L_layer_model does one after the other.

    Every gradient dW1 is dZ1 Xᵀ / m, so W1 stays its start plus some matrix D times Xᵀ. Only D, of shape (n[1], m), is
    trained, with XᵀX computed once: the same numbers up to rounding, and much faster where n_x is far larger than m.

    X, Y -- inputs, shape (n_x, m), and labels 0 or 1, shape (1, m)
    layers_dims -- the sizes [n_x, n[1], ..., n[L]]
    seeds -- list of S seeds; each draws W1 to WL in order
    learning_rate, num_iterations -- length of a step, α, and number of steps
    scale -- size of a layer's starting weights as a function of n[l-1]; else 1 / √n[l-1]
    Returns a list of S pairs (parameters, costs), the costs being those of the steps 0, 100, 200, ...
    """
    starts = [_draw(layers_dims, seed, scale) for seed in seeds]
    depth, m = len(layers_dims) - 1, X.shape[1]
    W = [np.stack([start[layer] for start in starts]) for layer in range(depth)]
    b = [np.zeros((len(seeds), n, 1)) for n in layers_dims[1:]]
    Z_start, products, D, costs = W[0] @ X, X.T @ X, np.zeros((len(seeds), layers_dims[1], m)), []
    for step in range(num_iterations):
        A = []
        for layer in range(depth):
            Z = (W[layer] @ A[-1] if layer else Z_start + (D.reshape(-1, m) @ products).reshape(D.shape)) + b[layer]
            A.append(np.maximum(Z, 0) if layer < depth - 1 else sigmoid(Z))
        if step % 100 == 0:
            costs.append([compute_cost(one, Y) for one in A[-1]])
        dZ = (A[-1] - Y) / m
        for layer in range(depth - 1, -1, -1):
            db = dZ.sum(axis=2, keepdims=True)
            if layer:
                dW = dZ @ A[layer - 1].transpose(0, 2, 1)
                dZ = (W[layer].transpose(0, 2, 1) @ dZ) * (A[layer - 1] > 0)
                W[layer] = W[layer] - learning_rate * dW
            else:
                D -= learning_rate * dZ
            b[layer] = b[layer] - learning_rate * db
    W[0] = W[0] + D @ X.T
    return [
        ({f"{name}{k + 1}": w[k][s] for k in range(depth) for name, w in (("W", W), ("b", b))}, [c[s] for c in costs])
        for s in range(len(seeds))
    ]


def _draw(layers_dims, seed, scale):
    """Draw the starting weights of every layer, as `train_from_seeds` tells; returns a list."""
    draw, scale = np.random.RandomState(seed), scale or (lambda n: 1 / np.sqrt(n))
    return [draw.randn(n, n_prev) * scale(n_prev) for n_prev, n in pairwise(layers_dims)]
