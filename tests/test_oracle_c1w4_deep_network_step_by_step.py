"""c1w4_deep_network_step_by_step beside PyTorch, scikit-learn and central differences, none of which is ours."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss

from grader_tests.engine.freezing import sheets
from solutions import c1w4_deep_network_step_by_step as solved

SHAPES = [([3, 1], 5), ([4, 3, 1], 1), ([2, 5, 4, 1], 7), ([3, 5, 5, 3, 1], 6)]
ACTIVATIONS = {"sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh}
every_network = pytest.mark.parametrize(("layer_dims", "m"), SHAPES, ids=str)


def network(layer_dims, m, seed=4):
    """Return (X, parameters, Y) with weights so large that no gradient is lost in noise."""
    draw = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        parameters[f"W{layer}"] = draw.normal(size=(layer_dims[layer], layer_dims[layer - 1]))
        parameters[f"b{layer}"] = draw.normal(size=(layer_dims[layer], 1))
    return draw.normal(size=(layer_dims[0], m)), parameters, draw.integers(0, 2, size=(1, m))


def tensors(arrays):
    return {key: torch.tensor(value, requires_grad=True) for key, value in arrays.items()}


def torch_forward(X, parameters):
    """Return the values [A0, ..., AL] of the same network, computed by PyTorch, each of them keeping its gradient."""
    values, L = [torch.tensor(X, requires_grad=True)], len(parameters) // 2
    for layer in range(1, L + 1):
        Z = torch.nn.functional.linear(values[-1].T, parameters[f"W{layer}"], parameters[f"b{layer}"][:, 0]).T
        values.append(torch.sigmoid(Z) if layer == L else torch.relu(Z))
        values[-1].retain_grad()
    return values


def torch_cost(AL, Y):
    return torch.nn.functional.binary_cross_entropy(AL, torch.tensor(Y, dtype=torch.float64))


@every_network
def test_the_way_forward_gives_what_pytorch_gives(layer_dims, m):
    X, parameters, _ = network(layer_dims, m)
    AL, caches = solved.L_model_forward(X, parameters)
    theirs = torch_forward(X, tensors(parameters))
    np.testing.assert_allclose(AL, theirs[-1].detach(), rtol=1e-10)
    assert len(caches) == len(layer_dims) - 1
    for layer, ((A_prev, W, b), Z) in enumerate(caches, start=1):
        np.testing.assert_allclose(A_prev, theirs[layer - 1].detach(), rtol=1e-10)
        np.testing.assert_allclose(Z, parameters[f"W{layer}"] @ A_prev + parameters[f"b{layer}"], rtol=1e-10)
        assert W is parameters[f"W{layer}"]
        assert b is parameters[f"b{layer}"]


@every_network
def test_all_gradients_are_what_pytorch_gives(layer_dims, m):
    X, parameters, Y = network(layer_dims, m)
    AL, caches = solved.L_model_forward(X, parameters)
    grads = solved.L_model_backward(AL, Y, caches)
    theirs = tensors(parameters)
    values = torch_forward(X, theirs)
    torch_cost(values[-1], Y).backward()
    L = len(caches)
    wanted = {f"d{key}": value.grad for key, value in theirs.items()}
    wanted |= {f"dA{layer}": m * values[layer].grad for layer in range(L)}  # ours are about single examples, not means
    assert set(grads) == set(wanted)
    for key, value in wanted.items():
        np.testing.assert_allclose(grads[key], value, rtol=1e-8, atol=1e-12, err_msg=key)


@every_network
def test_all_gradients_are_what_central_differences_give(layer_dims, m):
    X, parameters, Y = network(layer_dims, m)
    AL, caches = solved.L_model_forward(X, parameters)
    grads = solved.L_model_backward(AL, Y, caches)
    for key, value in parameters.items():
        for spot in np.ndindex(value.shape):
            step = np.zeros(value.shape)
            step[spot] = 1e-6
            up, down = (
                solved.compute_cost(solved.L_model_forward(X, parameters | {key: value + sign * step})[0], Y)
                for sign in (1, -1)
            )
            assert grads[f"d{key}"][spot] == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-8), (key, spot)


def test_the_way_back_starts_from_AL_whatever_AL_is():
    X, parameters, Y = network([3, 4, 1], 6)
    _, caches = solved.L_model_forward(X, parameters)
    AL = np.random.default_rng(9).uniform(0.1, 0.9, (1, 6))
    free = torch.tensor(AL, requires_grad=True)
    (6 * torch_cost(free, Y)).backward()
    (A_prev, W, b), Z = caches[-1]
    out = torch.tensor(Z, requires_grad=True)
    torch.sigmoid(out).backward(free.grad)
    grads = solved.L_model_backward(AL, Y, caches)
    np.testing.assert_allclose(grads["dA1"], W.T @ out.grad.numpy(), rtol=1e-10)
    np.testing.assert_allclose(grads["dW2"], out.grad.numpy() @ A_prev.T / 6, rtol=1e-10)
    assert b.shape == grads["db2"].shape


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_a_layer_goes_forward_and_back_as_in_pytorch(activation):
    draw = np.random.default_rng(5)
    A_prev, W, b, dA = (draw.normal(size=shape) for shape in [(4, 6), (3, 4), (3, 1), (3, 6)])
    A, cache = solved.linear_activation_forward(A_prev, W, b, activation)
    theirs = tensors({"A_prev": A_prev, "W": W, "b": b})
    out = ACTIVATIONS[activation](theirs["W"] @ theirs["A_prev"] + theirs["b"])
    out.backward(torch.tensor(dA))
    np.testing.assert_allclose(A, out.detach(), rtol=1e-10)
    dA_prev, dW, db = solved.linear_activation_backward(dA, cache, activation)
    np.testing.assert_allclose(dA_prev, theirs["A_prev"].grad, rtol=1e-10)
    np.testing.assert_allclose(dW, theirs["W"].grad / 6, rtol=1e-10)
    np.testing.assert_allclose(db, theirs["b"].grad / 6, rtol=1e-10)


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
def test_each_slope_is_what_pytorch_gives(activation):
    draw = np.random.default_rng(6)
    dA, Z = draw.normal(size=(2, 5)), draw.normal(size=(2, 5))
    came_in = torch.tensor(Z, requires_grad=True)
    ACTIVATIONS[activation](came_in).backward(torch.tensor(dA))
    before = dA.copy()
    np.testing.assert_allclose(getattr(solved, f"{activation}_backward")(dA, Z), came_in.grad, rtol=1e-10)
    np.testing.assert_array_equal(dA, before)


def test_relu_and_sigmoid_return_their_value_and_what_went_in():
    Z = np.random.default_rng(7).normal(size=(3, 4))
    for name in ("relu", "sigmoid"):
        A, cache = getattr(solved, name)(Z)
        np.testing.assert_allclose(A, ACTIVATIONS[name](torch.tensor(Z)), rtol=1e-10)
        assert cache is Z


@pytest.mark.parametrize("m", [2, 5, 40])
def test_the_cost_is_the_log_loss_of_scikit_learn(m):
    draw = np.random.default_rng(m)
    AL, Y = draw.uniform(0.01, 0.99, (1, m)), draw.permutation(m).reshape(1, m) % 2
    assert solved.compute_cost(AL, Y) == pytest.approx(log_loss(Y[0], AL[0]))
    assert np.ndim(solved.compute_cost(AL, Y)) == 0


def test_labels_may_be_true_and_false():
    X, parameters, Y = network([3, 4, 1], 6)
    AL, caches = solved.L_model_forward(X, parameters)
    assert solved.compute_cost(AL, Y == 1) == solved.compute_cost(AL, Y)
    by_numbers, by_truth = (solved.L_model_backward(AL, labels, caches) for labels in (Y, Y == 1))
    for key, value in by_numbers.items():
        np.testing.assert_array_equal(by_truth[key], value)


@pytest.mark.parametrize("layer_dims", [[12288, 20, 7, 5, 1], [2, 3, 5, 4, 2, 1], [4, 1]], ids=str)
def test_the_shapes_are_those_of_pytorch_layers(layer_dims):
    for (n_in, n_out), shapes in zip(pairwise(layer_dims), solved.layer_shapes(layer_dims, 209)):
        layer = torch.nn.Linear(n_in, n_out)
        assert shapes["W"] == tuple(layer.weight.shape)
        assert shapes["b"] == (*layer.bias.shape, 1)
        assert shapes["Z"] == shapes["A"] == tuple(layer(torch.zeros(209, n_in)).T.shape)


def test_the_starting_parameters_are_the_generators_own_numbers_in_order():
    shallow, deep = solved.initialize_parameters(3, 4, 2), solved.initialize_parameters_deep([3, 4, 2])
    for seed, parameters in ((1, shallow), (3, deep)):
        numbers = np.random.RandomState(seed).standard_normal(4 * 3 + 2 * 4) * 0.01
        np.testing.assert_allclose(np.concatenate([parameters["W1"].ravel(), parameters["W2"].ravel()]), numbers)
        assert list(parameters) == ["W1", "b1", "W2", "b2"]
        assert parameters["b1"].shape == (4, 1)
        assert parameters["b2"].shape == (2, 1)
        assert not parameters["b1"].any()
        assert not parameters["b2"].any()


def test_fifty_steps_of_training_are_those_of_pytorchs_sgd():
    X, parameters, Y = network([4, 6, 3, 1], 30)
    theirs = tensors(parameters)
    descent = torch.optim.SGD(theirs.values(), lr=0.2)
    kept = {key: value.copy() for key, value in parameters.items()}
    ours = parameters
    for _ in range(50):
        AL, caches = solved.L_model_forward(X, ours)
        ours = solved.update_parameters(ours, solved.L_model_backward(AL, Y, caches), 0.2)
        descent.zero_grad()
        torch_cost(torch_forward(X, theirs)[-1], Y).backward()
        descent.step()
    for key, value in theirs.items():
        np.testing.assert_allclose(ours[key], value.detach(), rtol=1e-7, atol=1e-10)
        np.testing.assert_array_equal(parameters[key], kept[key])


def test_no_case_asks_for_the_slope_of_the_relu_at_its_corner():
    found = 0
    for name in ("relu_backward", "linear_activation_backward", "L_model_backward"):
        for case in sheets()["c1w4_deep_network_step_by_step"].definitions[name].cases:
            if name == "relu_backward":
                went_in = [case.args[1]]
            else:
                caches = case.args[2] if name == "L_model_backward" else [case.args[1]]
                went_in = [Z for _, Z in caches]
            assert all(np.abs(Z).min() > 1e-3 for Z in went_in), (name, case.label)
            found += len(went_in)
    assert found > 20
