"""c1w3_activations against other people's mathematics: PyTorch, central differences, and what the documents promise."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from helpers import networks
from helpers.activations import sigmoid
from solutions import c1w3_activations as week

SUMS = np.random.default_rng(0).normal(scale=3, size=(5, 7))


def slope_by_torch(function, z):
    tensor = torch.tensor(z, requires_grad=True)
    function(tensor).sum().backward()
    return tensor.grad.numpy()


def test_tanh_agrees_with_torch_also_where_the_printed_formula_overflows():
    z = np.concatenate([SUMS.ravel(), [-1000.0, -30.0, 0.0, 1e-9, 30.0, 1000.0]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        np.testing.assert_allclose(week.tanh(z), torch.tanh(torch.tensor(z)).numpy(), rtol=1e-12, atol=1e-15)


def test_leaky_relu_agrees_with_torch():
    expected = torch.nn.functional.leaky_relu(torch.tensor(SUMS), 0.01).numpy()
    np.testing.assert_allclose(week.leaky_relu(SUMS), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("derivative", "function"),
    [
        (week.tanh_derivative, torch.tanh),
        (week.relu_derivative, torch.relu),
        (week.leaky_relu_derivative, lambda z: torch.nn.functional.leaky_relu(z, 0.01)),
    ],
)
def test_slopes_agree_with_torchs_automatic_ones_also_at_0(derivative, function):
    z = np.append(SUMS.ravel(), 0.0)
    np.testing.assert_allclose(derivative(z), slope_by_torch(function, z), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("derivative", "function"),
    [
        (week.tanh_derivative, week.tanh),
        (week.relu_derivative, lambda z: np.maximum(0, z)),
        (week.leaky_relu_derivative, week.leaky_relu),
    ],
)
def test_slopes_agree_with_central_differences(derivative, function):
    measured = (function(SUMS + 1e-6) - function(SUMS - 1e-6)) / 2e-6
    np.testing.assert_allclose(derivative(SUMS), measured, atol=1e-8)


def test_the_largest_slope_is_a_quarter_for_the_sigmoid_and_1_for_tanh():
    z = np.linspace(-10, 10, 20_001)
    assert np.max(sigmoid(z) * (1 - sigmoid(z))) == 0.25
    assert np.max(week.tanh_derivative(z)) == 1.0


def test_at_the_documents_10_and_minus_10_tanh_saturates():
    assert np.allclose(week.tanh(np.array([-10.0, 0.0, 10.0])), [-1, 0, 1])
    assert np.allclose(week.tanh_derivative(np.array([-10.0, 0.0, 10.0])), [0, 1, 0])


@pytest.mark.parametrize("sizes", [(3, 4, 2), (1, 5, 1), (6, 1, 3)])
def test_the_collapsed_layer_does_what_torchs_two_layers_do(sizes):
    n_0, n_1, n_2 = sizes
    torch.manual_seed(0)
    two = torch.nn.Sequential(torch.nn.Linear(n_0, n_1), torch.nn.Linear(n_1, n_2)).double()
    W1, b1, W2, b2 = (value.detach().numpy() for value in two.parameters())
    W, b = week.collapse_linear(W1, b1.reshape(-1, 1), W2, b2.reshape(-1, 1))
    X = np.random.default_rng(1).normal(size=(n_0, 9))
    np.testing.assert_allclose(W @ X + b, two(torch.tensor(X.T)).detach().numpy().T, rtol=1e-10, atol=1e-12)


def test_a_dead_unit_has_no_gradient_and_a_living_one_has():
    draw = np.random.default_rng(2)
    X, Y = torch.tensor(draw.uniform(size=(4, 12))), torch.tensor(draw.integers(0, 2, size=(1, 12)) * 1.0)
    W1 = draw.normal(size=(6, 4))
    W1[[1, 4]] = -np.abs(W1[[1, 4]])  # inputs are positive, so these two sums never are
    W1 = torch.tensor(W1, requires_grad=True)
    A1 = torch.relu(W1 @ X)
    logits = torch.tensor(draw.normal(size=(1, 6))) @ A1
    torch.nn.functional.binary_cross_entropy_with_logits(logits, Y).backward()
    without_gradient = np.all(W1.grad.numpy() == 0, axis=1)
    assert week.dead_units(A1.detach().numpy()).tolist() == without_gradient.tolist()
    assert without_gradient.sum() == 2


# The network of the experiments


def as_torch(layer_dims, parameters, activation):
    modules = []
    for layer, (inputs, units) in enumerate(pairwise(layer_dims), start=1):
        linear = torch.nn.Linear(inputs, units).double()
        linear.weight.data = torch.tensor(parameters[f"W{layer}"])
        linear.bias.data = torch.tensor(parameters[f"b{layer}"][:, 0])
        modules += [linear, activation()] if layer < len(layer_dims) - 1 else [linear]
    return torch.nn.Sequential(*modules)


@pytest.mark.parametrize("classes", [1, 3])
@pytest.mark.parametrize(
    ("g", "g_prime", "activation"),
    [
        (week.tanh, week.tanh_derivative, torch.nn.Tanh),
        (lambda z: np.maximum(0, z), week.relu_derivative, torch.nn.ReLU),
        (week.leaky_relu, week.leaky_relu_derivative, torch.nn.LeakyReLU),
    ],
)
def test_the_experiments_network_has_torchs_cost_and_gradients(classes, g, g_prime, activation):
    draw, layer_dims = np.random.default_rng(3), [5, 7, 4, classes]
    parameters = networks.start(layer_dims, seed=4)
    X, labels = draw.normal(size=(5, 11)), draw.integers(0, max(2, classes), size=11)
    Y = labels.reshape(1, -1) if classes == 1 else np.eye(classes)[:, labels]
    A, Z = networks.forward(parameters, X, g)
    grads = networks.gradients(parameters, A, Z, Y, g_prime)
    twin = as_torch(layer_dims, parameters, activation)
    output = twin(torch.tensor(X.T))
    if classes == 1:
        cost = torch.nn.functional.binary_cross_entropy_with_logits(output, torch.tensor(Y.T * 1.0))
    else:
        cost = torch.nn.functional.cross_entropy(output, torch.tensor(labels))
    cost.backward()
    assert networks.cost(A[-1], Y) == pytest.approx(cost.item(), rel=1e-10)
    for layer, linear in enumerate(module for module in twin if isinstance(module, torch.nn.Linear)):
        np.testing.assert_allclose(grads[f"dW{layer + 1}"], linear.weight.grad.numpy(), rtol=1e-8, atol=1e-12)
        np.testing.assert_allclose(grads[f"db{layer + 1}"][:, 0], linear.bias.grad.numpy(), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("batch_size", [None, 8])
def test_training_lowers_the_cost_and_leaves_the_start_alone(batch_size):
    draw = np.random.default_rng(5)
    X = draw.normal(size=(2, 60))
    Y = (X[:1] * X[1:] > 0).astype(int)
    beginning = networks.start([2, 10, 1], seed=6, gain=1)
    before = {name: value.copy() for name, value in beginning.items()}
    seen = []
    end = networks.train(
        beginning,
        X,
        Y,
        week.tanh,
        week.tanh_derivative,
        learning_rate=0.5,
        steps=600,
        batch_size=batch_size,
        watch=lambda step, parameters: seen.append(step),
    )
    costs = [networks.cost(networks.forward(parameters, X, week.tanh)[0][-1], Y) for parameters in (beginning, end)]
    assert costs[1] < 0.5 * costs[0]
    assert all(np.array_equal(beginning[name], before[name]) for name in before)
    assert seen == list(range(601))
