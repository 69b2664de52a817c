"""Inputs of c2w3_batch_norm: units, caches, networks; other right ways and mistakes that are long."""

from itertools import pairwise

import numpy as np

from helpers.activations import sigmoid


def numbers(*shape, seed, scale=1.0, centre=0.0):
    """Return an array of short numbers."""
    return (scale * np.random.default_rng(seed).normal(size=shape) + centre).round(2) + 0.0


def units(n, m, seed):
    """Return (Z, gamma, beta) of n units whose means and spreads differ, for m examples."""
    draw = np.random.default_rng(seed)
    Z = draw.normal(size=(n, m)) * draw.uniform(0.5, 4, size=(n, 1)) + draw.normal(size=(n, 1)) * 3
    return Z.round(1) + 0.0, draw.uniform(0.5, 2, size=(n, 1)).round(1), draw.normal(size=(n, 1)).round(1) + 0.0


def kept(n, m, seed, epsilon=1e-8):
    """Return (dZ_tilde, cache) of n units and m examples, as if batchnorm_forward had run."""
    Z, gamma, _ = units(n, m, seed)
    mu, sigma2 = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(sigma2 + epsilon)
    cache = {"Z_norm": Z_norm, "mu": mu, "sigma2": sigma2, "gamma": gamma, "epsilon": epsilon}
    return numbers(n, m, seed=seed + 100, scale=0.5), cache


def averages(n, seed):
    """Return {"mu", "sigma2"} of n units."""
    return {"mu": numbers(n, 1, seed=seed), "sigma2": np.abs(numbers(n, 1, seed=seed + 1, centre=1.5)) + 0.1}


def average_and_cache(n, m, seed):
    """Return (running, cache)."""
    return averages(n, seed), kept(n, m, seed)[1]


def network(*sizes, m, seed):
    """Return (parameters, running, X, Y): hidden layers with Batch Norm, one sigmoid unit at the end."""
    parameters, running = {}, []
    for layer, (inputs, units) in enumerate(pairwise(sizes), start=1):
        parameters[f"W{layer}"] = numbers(units, inputs, seed=seed + layer)
        if layer < len(sizes) - 1:
            parameters[f"gamma{layer}"] = np.abs(numbers(units, 1, seed=seed + 10 + layer, scale=0.3, centre=1.0))
            parameters[f"beta{layer}"] = numbers(units, 1, seed=seed + 20 + layer, scale=0.5, centre=0.3)
            running.append(averages(units, seed + 30 + layer))
        else:
            parameters[f"b{layer}"] = numbers(units, 1, seed=seed + 20 + layer, scale=0.3)
    Y = (np.random.default_rng(seed).permutation(m) % 2).reshape(1, m)
    return parameters, running, numbers(sizes[0], m, seed=seed + 40), Y


EIGHT = np.array([[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]])


BACK = (
    np.array([[1.0, 3.0, 5.0, 11.0], [2.0, 2.0, 6.0, 6.0]]),
    np.array([[np.sqrt(14)], [2.0]]),
    np.array([[5.0], [4.0]]),
)


def unit_by_unit(Z, gamma, beta, epsilon=1e-8):
    n, m = Z.shape
    mu, sigma2, Z_norm, out = np.zeros((n, 1)), np.zeros((n, 1)), np.zeros((n, m)), np.zeros((n, m))
    for j in range(n):
        mu[j, 0] = sum(Z[j]) / m
        sigma2[j, 0] = sum((z - mu[j, 0]) ** 2 for z in Z[j]) / m
        for i in range(m):
            Z_norm[j, i] = (Z[j, i] - mu[j, 0]) * (sigma2[j, 0] + epsilon) ** -0.5
            out[j, i] = gamma[j, 0] * Z_norm[j, i] + beta[j, 0]
    return [out, {"epsilon": epsilon, "gamma": gamma, "sigma2": sigma2, "mu": mu, "Z_norm": Z_norm, "Z": Z}]


def through_every_path(dZ_tilde, cache):
    m, scale = dZ_tilde.shape[1], np.sqrt(cache["sigma2"] + cache["epsilon"])
    centred = cache["Z_norm"] * scale
    dZ_norm = dZ_tilde * cache["gamma"]
    dsigma2 = np.sum(dZ_norm * centred, axis=1, keepdims=True) * -0.5 * scale**-3
    dmu = -np.sum(dZ_norm, axis=1, keepdims=True) / scale - 2 * dsigma2 * np.mean(centred, axis=1, keepdims=True)
    dZ = dZ_norm / scale + dsigma2 * 2 * centred / m + dmu / m
    return [dZ, np.sum(dZ_tilde * cache["Z_norm"], axis=1)[:, None] / m, np.sum(dZ_tilde, axis=1)[:, None] / m]


def with_a_jacobian(dZ_tilde, cache):
    n, m = dZ_tilde.shape
    dZ, dgamma, dbeta = np.zeros((n, m)), np.zeros((n, 1)), np.zeros((n, 1))
    for j in range(n):
        z, slope = cache["Z_norm"][j], dZ_tilde[j]
        J = (
            cache["gamma"][j]
            / np.sqrt(cache["sigma2"][j] + cache["epsilon"])
            * (np.eye(m) - 1 / m - np.outer(z, z) / m)
        )
        dZ[j], dgamma[j], dbeta[j] = J @ slope, slope @ z / m, sum(slope) / m
    return dZ, dgamma, dbeta


def with_sums(dZ_tilde, cache):
    dgamma = np.sum(dZ_tilde * cache["Z_norm"], axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    scale, m = cache["gamma"] / np.sqrt(cache["sigma2"] + cache["epsilon"]), dZ_tilde.shape[1]
    return scale * (dZ_tilde - dbeta / m - cache["Z_norm"] * dgamma / m), dgamma, dbeta


def with_sums_everywhere(dZ_tilde, cache):
    dgamma = np.sum(dZ_tilde * cache["Z_norm"], axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    scale = cache["gamma"] / np.sqrt(cache["sigma2"] + cache["epsilon"])
    return scale * (dZ_tilde - dbeta - cache["Z_norm"] * dgamma), dgamma, dbeta


HAND = (
    np.array([[0.0, 1.0, 2.0, 3.0]]),
    {
        "Z_norm": np.array([[-1.0, -1.0, 1.0, 1.0]]),
        "mu": np.array([[4.0]]),
        "sigma2": np.array([[4.0]]),
        "gamma": np.array([[3.0]]),
        "epsilon": 0.0,
    },
)


def by_keys(running, cache, momentum=0.9):
    return {key: old + (1 - momentum) * (cache[key] - old) for key, old in running.items()}


def in_place(running, cache, momentum=0.9):
    for key in running:
        running[key] *= momentum
        running[key] += (1 - momentum) * cache[key]
    return running


def spreads(running, cache, momentum=0.9):
    mixed = momentum * np.sqrt(running["sigma2"]) + (1 - momentum) * np.sqrt(cache["sigma2"])
    return {"mu": momentum * running["mu"] + (1 - momentum) * cache["mu"], "sigma2": mixed**2}


FIRST = {"mu": np.zeros((1, 1)), "sigma2": np.ones((1, 1))}


def with_m_minus_1(running, cache, momentum=0.9):
    m = cache["Z_norm"].shape[1]
    sigma2 = momentum * running["sigma2"] + (1 - momentum) * cache["sigma2"] * m / (m - 1)
    return {"mu": momentum * running["mu"] + (1 - momentum) * cache["mu"], "sigma2": sigma2}


def one_line_per_unit(Z, gamma, beta, running, epsilon=1e-8):
    slope = gamma / np.sqrt(running["sigma2"] + epsilon)
    return slope * Z + (beta - slope * running["mu"])


def example_by_example(Z, gamma, beta, running, epsilon=1e-8):
    columns = []
    for i in range(Z.shape[1]):
        z = Z[:, i : i + 1]
        columns.append(gamma * (z - running["mu"]) / (running["sigma2"] + epsilon) ** 0.5 + beta)
    return np.hstack(columns)


def layers_in_a_stack(parameters, running, X, Y, learning_rate=0.1, momentum=0.9, epsilon=1e-8):
    L, m = len(running) + 1, X.shape[1]
    new, kept_now, stack, A = {}, [], [], X
    for layer, old in enumerate(running, start=1):
        W, gamma, beta = (parameters[f"{kind}{layer}"] for kind in ("W", "gamma", "beta"))
        Z_tilde, cache = batchnorm_forward(W @ A, gamma, beta, epsilon)  # noqa: F821
        kept_now.append(update_running_averages(old, cache, momentum))  # noqa: F821
        stack.append((layer, A, cache))
        A = Z_tilde.clip(min=0)
        stack[-1] += (A,)
    AL = sigmoid(parameters[f"W{L}"] @ A + parameters[f"b{L}"])
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    dZ, W = (AL - Y) / m, parameters[f"W{L}"]
    new[f"W{L}"] = W - learning_rate * dZ @ A.T
    new[f"b{L}"] = parameters[f"b{L}"] - learning_rate * dZ.sum(axis=1, keepdims=True)
    while stack:
        layer, A_prev, cache, A = stack.pop()
        dZ, dgamma, dbeta = batchnorm_backward(np.where(A > 0, W.T @ dZ, 0), cache)  # noqa: F821
        W = parameters[f"W{layer}"]
        new[f"W{layer}"] = W - learning_rate * dZ @ A_prev.T
        new[f"gamma{layer}"] = parameters[f"gamma{layer}"] - learning_rate * m * dgamma
        new[f"beta{layer}"] = parameters[f"beta{layer}"] - learning_rate * m * dbeta
    return [new, tuple(kept_now), cost]


TINY = (
    {
        "W1": np.array([[2.0, -1.0]]),
        "gamma1": np.array([[1.0]]),
        "beta1": np.array([[0.5]]),
        "W2": np.array([[1.0]]),
        "b2": np.array([[0.0]]),
    },
    [FIRST],
    np.array([[1.0, 2.0, 6.0], [0.0, 3.0, 1.0]]),
    np.array([[0, 1, 1]]),
)
