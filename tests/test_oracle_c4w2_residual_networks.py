"""Residual blocks, 1×1 convolutions and the counts agree with PyTorch, central differences and published figures."""

import numpy as np
import pytest
import torch
from scipy.optimize import approx_fprime

from grader_tests import grade
from helpers.checks.tree import copy, same
from solutions import c4w2_residual_networks as solved

SHEET = "c4w2_residual_networks"
BLOCKS = [(1, 1, 1, 1, 1), (1, 4, 4, 2, 3), (2, 3, 5, 3, 3), (3, 7, 2, 4, 5)]
CONFIGURATIONS = {
    "A": ([(1, 64), (1, 128), (2, 256), (2, 512), (2, 512)], 132_863_336),
    "B": ([(2, 64), (2, 128), (2, 256), (2, 512), (2, 512)], 133_047_848),
    "D": ([(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], 138_357_544),
    "E": ([(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)], 143_667_240),
}  # of VGG, as PyTorch's model zoo lists their parameters


def parameters(f, C_prev, C, seed=0):
    draw = np.random.default_rng(seed)
    shapes = {"W1": (f, f, C_prev, C), "W2": (f, f, C, C), "Ws": (1, 1, C_prev, C)}
    weights = {name: draw.normal(size=shape) / f for name, shape in shapes.items()}
    return weights | {name: draw.normal(size=(1, 1, 1, C)) for name in ("b1", "b2", "bs")}


def block(m, n_H, n_W, C, f):
    draw = np.random.default_rng(m + n_H)
    return draw.normal(size=(m, n_H, n_W, C)), parameters(f, C, C, seed=n_W)


def theirs(A, W, b, stride=1, pad=None):
    """PyTorch's convolution, for pictures and filters in our order of the axes."""
    pad = W.shape[0] // 2 if pad is None else pad
    Z = torch.nn.functional.conv2d(A.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1), b.reshape(-1), stride, pad)
    return Z.permute(0, 2, 3, 1)


def as_tensors(given):
    return {name: torch.tensor(value, requires_grad=True) for name, value in given.items()}


def torch_identity_block(A, given):
    A1 = torch.relu(theirs(A, given["W1"], given["b1"]))
    return torch.relu(theirs(A1, given["W2"], given["b2"]) + A)


@pytest.mark.parametrize("sizes", BLOCKS)
def test_the_identity_block_is_pytorchs_forward_and_backward(sizes):
    A_prev, given = block(*sizes)
    tensors, A_tensor = as_tensors(given), torch.tensor(A_prev, requires_grad=True)
    out = torch_identity_block(A_tensor, tensors)
    A, cache = solved.identity_block_forward(A_prev, given)
    np.testing.assert_allclose(A, out.detach().numpy(), atol=1e-12)
    dA = np.random.default_rng(9).normal(size=A.shape)
    (out * torch.tensor(dA)).sum().backward()
    dA_prev, gradients = solved.identity_block_backward(dA, cache)
    np.testing.assert_allclose(dA_prev, A_tensor.grad.numpy(), atol=1e-11)
    assert set(gradients) == {"dW1", "db1", "dW2", "db2"}
    for name in ("W1", "b1", "W2", "b2"):
        np.testing.assert_allclose(gradients[f"d{name}"], tensors[name].grad.numpy(), atol=1e-11)


def test_the_identity_blocks_gradients_are_slopes_of_the_cost():
    A_prev, given = block(2, 3, 2, 2, 3)
    given = {name: given[name] for name in ("W1", "b1", "W2", "b2")}
    ends = np.cumsum([A_prev.size, *(value.size for value in given.values())])

    def cost(numbers):
        first, *rest = np.split(numbers, ends[:-1])
        shaped = {name: part.reshape(given[name].shape) for name, part in zip(given, rest)}
        return np.sum(solved.identity_block_forward(first.reshape(A_prev.shape), shaped)[0] ** 2) / 2

    A, cache = solved.identity_block_forward(A_prev, given)
    dA_prev, gradients = solved.identity_block_backward(A, cache)
    found = np.concatenate([dA_prev.ravel(), *(gradients[f"d{name}"].ravel() for name in given)])
    everything = np.concatenate([A_prev.ravel(), *(value.ravel() for value in given.values())])
    np.testing.assert_allclose(found, approx_fprime(everything, cost, 1e-7), rtol=1e-4, atol=1e-4)


def test_a_second_convolution_of_zeros_makes_the_block_the_identity_for_what_comes_from_a_relu():
    A_prev, given = block(2, 4, 3, 3, 3)
    given |= {name: np.zeros_like(given[name]) for name in ("W2", "b2")}
    after_relu = np.maximum(A_prev, 0)
    assert np.array_equal(solved.identity_block_forward(after_relu, given)[0], after_relu)
    assert not np.array_equal(solved.identity_block_forward(A_prev, given)[0], A_prev)


@pytest.mark.parametrize(("n", "m", "L"), [(1, 1, 1), (3, 4, 2), (5, 2, 6), (4, 1, 9)])
def test_gradient_norms_of_both_stacks_are_pytorchs(n, m, L):
    draw = np.random.default_rng(n * m + L)
    X, weights, dA = draw.normal(size=(n, m)), list(draw.normal(size=(L, n, n))), draw.normal(size=(n, m))
    found = solved.plain_vs_residual_gradient(X, weights, dA)
    for kind, shortcut in (("plain", 0), ("residual", 1)):
        outputs = [torch.tensor(X, requires_grad=True)]
        for W in weights:
            outputs.append(torch.relu(torch.tensor(W) @ outputs[-1] + shortcut * outputs[-1]))
            outputs[-1].retain_grad()
        (outputs[-1] * torch.tensor(dA)).sum().backward()
        np.testing.assert_allclose(found[kind], [A.grad.norm().item() for A in outputs], rtol=1e-10)


@pytest.mark.parametrize(("n_H", "n_W"), [(1, 1), (4, 4), (5, 3), (2, 9)])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_1x1_convolution_is_pytorchs(n_H, n_W, stride):
    A, given = np.random.default_rng(n_H).normal(size=(3, n_H, n_W, 4)), parameters(1, 4, 2, seed=stride)
    Z = theirs(*map(torch.tensor, (A, given["Ws"], given["bs"])), stride)
    np.testing.assert_allclose(solved.conv1x1(A, given["Ws"], given["bs"], stride), Z.numpy(), atol=1e-12)


@pytest.mark.parametrize(("n_H", "n_W"), [(1, 1), (4, 4), (5, 3), (2, 9)])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("f", [1, 3, 5])
def test_the_projection_block_is_pytorchs(n_H, n_W, stride, f):
    A, given = np.random.default_rng(n_W).normal(size=(2, n_H, n_W, 2)), parameters(f, 2, 5, seed=f)
    A_tensor, tensors = torch.tensor(A), as_tensors(given)
    A1 = torch.relu(theirs(A_tensor, tensors["W1"], tensors["b1"], stride))
    shortcut = theirs(A_tensor, tensors["Ws"], tensors["bs"], stride, 0)
    out = torch.relu(theirs(A1, tensors["W2"], tensors["b2"]) + shortcut)
    found = solved.projection_block_forward(A, given, stride)
    np.testing.assert_allclose(found, out.detach().numpy(), atol=1e-11)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_parameters_of_the_vgg_family_are_the_published_ones(name):
    blocks, published = CONFIGURATIONS[name]
    assert solved.vgg_parameters(blocks, [4096, 4096, 1000])["total"] == published


def test_parameters_are_those_of_the_same_network_in_pytorch():
    layers, before, size = [], 3, (21, 14)
    for number, filters in [(2, 5), (1, 7), (3, 4)]:
        for _ in range(number):
            layers += [torch.nn.Conv2d(before, filters, 3, padding=1), torch.nn.ReLU()]
            before = filters
        layers.append(torch.nn.MaxPool2d(2))
    convolutions = torch.nn.Sequential(*layers)
    units = convolutions(torch.zeros(1, 3, *size)).numel()
    dense = torch.nn.Sequential(torch.nn.Linear(units, 11), torch.nn.Linear(11, 6))
    counts = [sum(p.numel() for p in part.parameters()) for part in (convolutions, dense)]
    found = solved.vgg_parameters([(2, 5), (1, 7), (3, 4)], [11, 6], (*size, 3))
    assert found == {"conv": counts[0], "dense": counts[1], "total": sum(counts)}


def test_the_cost_is_the_documents_and_counts_every_product():
    assert solved.inception_cost(28, 28, 192, 5, 32) == 120_422_400
    assert solved.inception_cost(28, 28, 192, 5, 32, bottleneck=16) == 2_408_448 + 10_035_200
    n_H, n_W, n_C, f, filters, bottleneck = 3, 4, 5, 3, 2, 6
    counted = 0
    for size, reads, makes in [(1, n_C, bottleneck), (f, bottleneck, filters)]:
        for _ in np.ndindex(n_H, n_W, makes, size, size, reads):
            counted += 1
    assert solved.inception_cost(n_H, n_W, n_C, f, filters, bottleneck) == counted


def test_float32_stays_float32():
    A_prev, given = block(2, 4, 4, 2, 3)
    small = {name: value.astype(np.float32) for name, value in given.items()}
    A, cache = solved.identity_block_forward(A_prev.astype(np.float32), small)
    dA_prev, gradients = solved.identity_block_backward(A, cache)
    everything = [A, dA_prev, *gradients.values(), solved.projection_block_forward(A_prev.astype(np.float32), small)]
    assert {array.dtype for array in everything} == {np.dtype(np.float32)}


def test_blocks_leave_what_they_were_given_alone():
    given = block(2, 4, 4, 2, 3)
    before = copy(given)
    A, cache = solved.identity_block_forward(*given)
    kept = copy(cache)
    solved.identity_block_backward(A, cache)
    solved.projection_block_forward(*given)
    assert same(given, before)
    assert same(cache, kept)


def test_a_cache_with_more_in_it_costs_nothing():
    def forward(A_prev, parameters):
        A, cache = solved.identity_block_forward(A_prev, parameters)
        return [A, {**cache, "A": A, "A_prev": A_prev}]

    assert grade(f"{SHEET}/identity_block_forward", forward).score == 1.0
