"""Batch normalization: forward, backward, the averages kept for later, and a network that trains with it."""

import numpy as np

from helpers.activations import sigmoid


def batchnorm_forward(Z, gamma, beta, epsilon=1e-8):
    """Normalize every unit over the mini-batch, then stretch and shift it.

    Z -- values before the activation, shape (n, m): one row per unit, one column per example
    gamma, beta -- the new spread and the new mean of every unit, shapes (n, 1) and (n, 1)
    epsilon -- small number added to the variance, under the root
    Returns (Z_tilde, cache): Z_tilde of shape (n, m); cache, a dictionary with "Z_norm" (n, m), "mu" and "sigma2" (n, 1),
    "gamma" and "epsilon".
    Source: D2 C2_W3, "Implementing Batch Norm".
    """
    mu = np.mean(Z, axis=1, keepdims=True)
    sigma2 = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(sigma2 + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde, {"Z_norm": Z_norm, "mu": mu, "sigma2": sigma2, "gamma": gamma, "epsilon": epsilon}


def batchnorm_backward(dZ_tilde, cache):
    """Carry a gradient backward through batch normalization.

    dZ_tilde -- slopes with respect to what batchnorm_forward returned, shape (n, m); as everywhere in the course, the
                1/m of the cost is not in them yet
    cache -- dictionary with "Z_norm" (n, m), "mu" and "sigma2" (n, 1), "gamma" (n, 1) and "epsilon"
    Returns (dZ, dgamma, dbeta): dZ of shape (n, m), still without 1/m; dgamma and dbeta of shape (n, 1), means over the
    m examples, as db always was.
    Source: D2 C2_W3, "Implementing gradient descent": dβ[l] and dγ[l] by backprop.
    """
    Z_norm, gamma = cache["Z_norm"], cache["gamma"]
    dgamma = np.mean(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.mean(dZ_tilde, axis=1, keepdims=True)
    dZ = gamma / np.sqrt(cache["sigma2"] + cache["epsilon"]) * (dZ_tilde - dbeta - Z_norm * dgamma)
    return dZ, dgamma, dbeta


def update_running_averages(running, cache, momentum=0.9):
    """Mix the mean and the variance of one more mini-batch into the averages that are kept for later.

    running -- dictionary with the averages so far, "mu" and "sigma2", shapes (n, 1); it stays as it is
    cache -- what batchnorm_forward kept of the mini-batch: its "mu" and "sigma2", (n, 1), and more
    momentum -- share of the old average in the new one, 0 ≤ momentum < 1
    Returns a new dictionary with "mu" and "sigma2".
    Source: D2 C2_W2, "Implementing exponentially weighted averages"; C2_W3, "Working with mini-batches".
    """
    mu = momentum * running["mu"] + (1 - momentum) * cache["mu"]
    sigma2 = momentum * running["sigma2"] + (1 - momentum) * cache["sigma2"]
    return {"mu": mu, "sigma2": sigma2}


def batchnorm_inference(Z, gamma, beta, running, epsilon=1e-8):
    """Normalize with the averages of the training, so that an example's result depends on nothing but itself.

    Z -- values before the activation, shape (n, m), of any number of examples
    gamma, beta -- trained parameters, shapes (n, 1) and (n, 1)
    running -- dictionary with "mu" and "sigma2", shapes (n, 1), as update_running_averages left them
    epsilon -- small number added to the variance, under the root
    Returns Z_tilde, shape (n, m).
    Source: D2 C2_W3, "Implementing Batch Norm", with averages in place of the mini-batch's μ and σ².
    """
    Z_norm = (Z - running["mu"]) / np.sqrt(running["sigma2"] + epsilon)
    return gamma * Z_norm + beta


def batchnorm_network_step(parameters, running, X, Y, learning_rate=0.1, momentum=0.9, epsilon=1e-8):
    """Take one step of gradient descent on one mini-batch; hidden layers: linear, Batch Norm, ReLU; last: sigmoid.

    parameters -- W[l] (n[l], n[l-1]); "gamma1", "beta1", ... of the hidden layers, (n[l], 1); b of the last layer
    running -- list with {"mu", "sigma2"} of every hidden layer
    X, Y -- the mini-batch: inputs (n_x, m), labels (1, m)
    learning_rate, momentum, epsilon -- α; share of the old running averages; added to variances
    Returns (parameters, running, cost): new ones, and the mean cost of the mini-batch before the step.
    Source: D2 C2_W3, "Implementing gradient descent".
    """
    parameters, running, caches, grads = dict(parameters), list(running), [], {}
    L, m, A = len(running) + 1, X.shape[1], X
    for layer in range(1, L):
        ### BEGIN SOLUTION
        Z = np.dot(parameters[f"W{layer}"], A)
        Z_tilde, cache = batchnorm_forward(Z, parameters[f"gamma{layer}"], parameters[f"beta{layer}"], epsilon)
        running[layer - 1] = update_running_averages(running[layer - 1], cache, momentum)
        caches.append((A, Z_tilde, cache))
        A = np.maximum(Z_tilde, 0)
        ### END SOLUTION
    AL = sigmoid(np.dot(parameters[f"W{L}"], A) + parameters[f"b{L}"])
    cost = -np.mean(np.log(np.where(Y == 1, AL, 1 - AL)))
    dZ = AL - Y
    grads[f"W{L}"], grads[f"b{L}"] = np.dot(dZ, A.T) / m, np.mean(dZ, axis=1, keepdims=True)
    for layer in range(L - 1, 0, -1):
        ### BEGIN SOLUTION
        A_prev, Z_tilde, cache = caches[layer - 1]
        dA = np.dot(parameters[f"W{layer + 1}"].T, dZ)
        dZ, grads[f"gamma{layer}"], grads[f"beta{layer}"] = batchnorm_backward(dA * (Z_tilde > 0), cache)
        grads[f"W{layer}"] = np.dot(dZ, A_prev.T) / m
        ### END SOLUTION
    ### BEGIN SOLUTION
    for name in grads:
        parameters[name] = parameters[name] - learning_rate * grads[name]
    ### END SOLUTION
    return parameters, running, cost
