"""Batch Norm agrees with what others compute: PyTorch, scikit-learn, central differences."""

import numpy as np
import pytest
import torch
from scipy.optimize import approx_fprime
from sklearn.preprocessing import StandardScaler

from grader_tests import grade
from helpers.checks.tree import copy, same
from solutions import c2w3_batch_norm as solved

SHEET = "c2w3_batch_norm"
SIZES = [(1, 2), (3, 3), (4, 7), (5, 64)]


def units(n, m, seed=0):
    """Return (Z, gamma, beta) of n units with means and spreads of their own."""
    draw = np.random.default_rng(seed)
    Z = draw.normal(size=(n, m)) * draw.uniform(0.3, 5, size=(n, 1)) + 4 * draw.normal(size=(n, 1))
    return Z, draw.uniform(0.5, 2, size=(n, 1)), draw.normal(size=(n, 1))


def as_tensors(*arrays):
    return [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]


def torch_batch_norm(Z, gamma, beta, epsilon):
    """PyTorch's own, whose examples are rows."""
    given = Z.T, None, None, gamma.ravel(), beta.ravel()
    return torch.nn.functional.batch_norm(*given, training=True, eps=epsilon).T


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("epsilon", [1e-8, 1e-5, 0.3])
def test_forward_is_pytorchs(n, m, epsilon):
    Z, gamma, beta = units(n, m, seed=n + m)
    theirs = torch_batch_norm(*as_tensors(Z, gamma, beta), epsilon).detach().numpy()
    np.testing.assert_allclose(solved.batchnorm_forward(Z, gamma, beta, epsilon)[0], theirs, atol=1e-10)


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_normalized_values_and_kept_statistics_are_scikit_learns(n, m):
    Z, gamma, beta = units(n, m, seed=n * m)
    scaler = StandardScaler().fit(Z.T)
    _, cache = solved.batchnorm_forward(Z, gamma, beta)
    np.testing.assert_allclose(cache["Z_norm"], scaler.transform(Z.T).T, atol=1e-6)
    np.testing.assert_allclose(cache["mu"][:, 0], scaler.mean_)
    np.testing.assert_allclose(cache["sigma2"][:, 0], scaler.var_)


def test_the_documents_gamma_and_beta_give_z_back():
    Z, _, _ = units(6, 9)
    mu, sigma2 = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    np.testing.assert_allclose(solved.batchnorm_forward(Z, np.sqrt(sigma2 + 0.1), mu, epsilon=0.1)[0], Z, atol=1e-12)


def test_one_example_gives_beta():
    Z, gamma, beta = units(5, 1)
    assert np.array_equal(solved.batchnorm_forward(Z, gamma, beta)[0], beta)


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("epsilon", [1e-5, 0.3])
def test_backward_is_pytorchs_and_the_gradient_of_a_mean(n, m, epsilon):
    Z, gamma, beta = units(n, m, seed=7 * n + m)
    weights = np.random.default_rng(m).normal(size=(n, m))
    tensors = as_tensors(Z, gamma, beta)
    (torch.sin(torch_batch_norm(*tensors, epsilon)) * torch.tensor(weights)).sum().div(m).backward()
    Z_tilde, cache = solved.batchnorm_forward(Z, gamma, beta, epsilon)
    dZ, dgamma, dbeta = solved.batchnorm_backward(weights * np.cos(Z_tilde), cache)
    for ours, theirs in zip((dZ / m, dgamma, dbeta), tensors):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), atol=1e-10)


def test_backward_agrees_with_differences_of_the_cost():
    n, m = 3, 4
    Z, gamma, beta = units(n, m, seed=1)
    weights = np.random.default_rng(2).normal(size=(n, m))

    def cost(numbers):
        parts = np.split(numbers, [n * m, n * m + n])
        shaped = (part.reshape(n, -1) for part in parts)
        return np.mean(np.sum(weights * solved.batchnorm_forward(*shaped)[0] ** 2, axis=0))

    Z_tilde, cache = solved.batchnorm_forward(Z, gamma, beta)
    dZ, dgamma, dbeta = solved.batchnorm_backward(2 * weights * Z_tilde, cache)
    everything = np.concatenate([part.ravel() for part in (Z, gamma, beta)])
    measured = approx_fprime(everything, cost, 1e-6)
    np.testing.assert_allclose(np.concatenate([part.ravel() for part in (dZ / m, dgamma, dbeta)]), measured, atol=1e-4)


def test_the_gradient_has_no_share_along_what_batch_norm_takes_away():
    Z, gamma, beta = units(4, 30, seed=3)
    _, cache = solved.batchnorm_forward(Z, gamma, beta)
    dZ, _, _ = solved.batchnorm_backward(np.random.default_rng(4).normal(size=Z.shape), cache)
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-10)
    np.testing.assert_allclose((dZ * cache["Z_norm"]).sum(axis=1), 0, atol=1e-6)


def test_running_averages_and_inference_are_those_of_pytorchs_layer():
    draw, n, m = np.random.default_rng(5), 4, 16
    theirs = torch.nn.BatchNorm1d(n, eps=1e-5, momentum=0.1, dtype=torch.float64)
    running = {"mu": np.zeros((n, 1)), "sigma2": np.ones((n, 1))}
    gamma, beta = np.ones((n, 1)), np.zeros((n, 1))
    for _ in range(25):
        Z = 3 * draw.normal(size=(n, m)) + 2
        theirs(torch.tensor(Z.T))
        _, cache = solved.batchnorm_forward(Z, gamma, beta, 1e-5)
        # PyTorch keeps the variance with m - 1 below the line.
        kept = {"mu": cache["mu"], "sigma2": cache["sigma2"] * m / (m - 1)}
        running = solved.update_running_averages(running, kept, momentum=0.9)
    np.testing.assert_allclose(running["mu"][:, 0], theirs.running_mean.numpy())
    np.testing.assert_allclose(running["sigma2"][:, 0], theirs.running_var.numpy())
    Z = draw.normal(size=(n, 3))
    np.testing.assert_allclose(
        solved.batchnorm_inference(Z, gamma, beta, running, 1e-5), theirs.eval()(torch.tensor(Z.T)).detach().numpy().T
    )


def test_inference_gives_an_example_the_same_answer_alone_and_in_company():
    Z, gamma, beta = units(4, 10, seed=6)
    running = {"mu": np.ones((4, 1)), "sigma2": np.full((4, 1), 2.0)}
    together = solved.batchnorm_inference(Z, gamma, beta, running)
    alone = [solved.batchnorm_inference(Z[:, i : i + 1], gamma, beta, running) for i in range(10)]
    assert np.array_equal(np.hstack(alone), together)


def network(sizes, m, seed):
    """Return (parameters, running, X, Y) of a network with Batch Norm in its hidden layers."""
    draw, parameters, running = np.random.default_rng(seed), {}, []
    for layer in range(1, len(sizes)):
        n = sizes[layer]
        parameters[f"W{layer}"] = draw.normal(size=(n, sizes[layer - 1]))
        if layer < len(sizes) - 1:
            parameters[f"gamma{layer}"] = draw.uniform(0.5, 1.5, size=(n, 1))
            parameters[f"beta{layer}"] = draw.normal(size=(n, 1))
            running.append({"mu": np.zeros((n, 1)), "sigma2": np.ones((n, 1))})
        else:
            parameters[f"b{layer}"] = draw.normal(size=(n, 1))
    return parameters, running, draw.normal(size=(sizes[0], m)), draw.integers(0, 2, size=(1, m))


def torch_cost(weights, X, Y, epsilon):
    A = torch.tensor(X)
    L = max(int(name.lstrip("Wbgamet")) for name in weights)
    for layer in range(1, L):
        Z = weights[f"W{layer}"] @ A
        A = torch.relu(torch_batch_norm(Z, weights[f"gamma{layer}"], weights[f"beta{layer}"], epsilon))
    scores = weights[f"W{L}"] @ A + weights[f"b{L}"]
    return torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(Y, dtype=torch.float64))


@pytest.mark.parametrize("sizes", [(3, 4, 1), (5, 4, 3, 1), (4, 6, 5, 4, 1)])
def test_steps_of_the_network_are_pytorchs(sizes):
    ours, running, X, Y = network(sizes, 20, seed=len(sizes))
    weights = {name: torch.tensor(value, requires_grad=True) for name, value in ours.items()}
    descent = torch.optim.SGD(weights.values(), lr=0.2)
    for _ in range(10):
        descent.zero_grad()
        theirs = torch_cost(weights, X, Y, 1e-5)
        theirs.backward()
        descent.step()
        ours, running, cost = solved.batchnorm_network_step(ours, running, X, Y, 0.2, epsilon=1e-5)
        assert cost == pytest.approx(theirs.item(), rel=1e-9)
    for name, value in weights.items():
        np.testing.assert_allclose(ours[name], value.detach().numpy(), rtol=1e-7, atol=1e-9)


def test_a_step_leaves_what_it_was_given_alone():
    given = network((3, 4, 2, 1), 6, seed=1)
    before = copy(given)
    solved.batchnorm_network_step(*given)
    assert same(given, before)


def test_labels_may_be_true_and_false():
    parameters, running, X, Y = network((3, 4, 1), 8, seed=2)
    numbers, truths = (solved.batchnorm_network_step(parameters, running, X, labels) for labels in (Y, Y == 1))
    assert same(numbers, truths)


def test_a_cache_of_ones_own_with_more_in_it_costs_nothing():
    def forward(Z, gamma, beta, epsilon=1e-8):
        Z_tilde, cache = solved.batchnorm_forward(Z, gamma, beta, epsilon)
        return [Z_tilde, {**cache, "Z": Z, "centred": Z - cache["mu"]}]

    assert grade(f"{SHEET}/batchnorm_forward", forward).score == 1.0


def test_normalized_values_overwritten_by_the_stretched_ones_cost_half():
    def overwritten(Z, gamma, beta, epsilon=1e-8):
        Z_tilde, cache = solved.batchnorm_forward(Z, gamma, beta, epsilon)
        return Z_tilde, {**cache, "Z_norm": Z_tilde}

    assert grade(f"{SHEET}/batchnorm_forward", overwritten).score == 0.5
