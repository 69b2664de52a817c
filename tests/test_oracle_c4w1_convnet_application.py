"""The LeNet's functions agree with PyTorch, with scikit-learn, with central differences and with the document's table."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from torch import nn

from helpers.checks.stand_ins import scores_of_corners, softmax_on_pixels
from solutions.c4w1_convnet_application import (
    conv_block_backward,
    conv_block_forward,
    evaluate,
    lenet_shapes,
    train_epoch,
)

BLOCKS = [(1, 6, 6, 1, 3, 2, 0), (2, 7, 9, 3, 5, 4, 2), (3, 8, 5, 2, 1, 3, 0), (2, 28, 28, 1, 5, 8, 2)]


def block(m, n_H, n_W, n_C_prev, f, n_C, pad, seed=0):
    draw = np.random.default_rng(seed)
    A_prev, W = draw.normal(size=(m, n_H, n_W, n_C_prev)), draw.normal(size=(f, f, n_C_prev, n_C))
    return A_prev, W, draw.normal(size=(1, 1, 1, n_C)), pad


def torch_block(A_prev, W, b, pad):
    pictures = torch.tensor(A_prev, requires_grad=True)
    filters, biases = torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)
    Z = nn.functional.conv2d(pictures.permute(0, 3, 1, 2), filters.permute(3, 2, 0, 1), biases.reshape(-1), padding=pad)
    A = nn.functional.max_pool2d(torch.relu(Z), 2).permute(0, 2, 3, 1)
    return A, (pictures, filters, biases)


def test_the_table_is_the_documents():
    printed = {
        "input": ((32, 32, 3), 3072, 0),
        "conv1": ((28, 28, 8), 6272, 608),
        "pool1": ((14, 14, 8), 1568, 0),
        "conv2": ((10, 10, 16), 1600, 3216),
        "pool2": ((5, 5, 16), 400, 0),
        "fc3": ((120, 1), 120, 48120),
        "fc4": ((84, 1), 84, 10164),
        "softmax": ((10, 1), 10, 850),
    }
    assert {name: tuple(rest) for name, *rest in lenet_shapes()} == printed


@pytest.mark.parametrize(
    ("shape", "filters", "units", "classes", "f"),
    [((28, 28, 1), (8, 16), (120, 84), 10, 5), ((31, 44, 2), (3, 4), (9,), 5, 3), ((50, 47, 3), (2, 6, 7), (), 4, 4)],
)
def test_shapes_and_counts_are_those_of_a_pytorch_net(shape, filters, units, classes, f):
    channels, modules = shape[2], []
    for n in filters:
        modules += [nn.Conv2d(channels, n, f), nn.MaxPool2d(2)]
        channels = n
    A, found = torch.zeros(1, shape[2], shape[0], shape[1]), []
    for module in modules:
        A = module(A)
        found.append(((*A.shape[2:], A.shape[1]), sum(p.numel() for p in module.parameters())))
    n_prev = A.numel()
    for n in (*units, classes):
        found.append(((n, 1), sum(p.numel() for p in nn.Linear(n_prev, n).parameters())))
        n_prev = n
    table = lenet_shapes(shape, filters, units, classes, f)
    assert [(tuple(row[1]), row[3]) for row in table[1:]] == found
    assert all(row[2] == np.prod(row[1]) for row in table)


@pytest.mark.parametrize("sizes", BLOCKS)
def test_a_block_gives_pytorchs_output_and_gradients(sizes):
    inputs = block(*sizes)
    A, leaves = torch_block(*inputs)
    assert np.allclose(conv_block_forward(*inputs), A.detach().numpy())
    dA = np.random.default_rng(1).normal(size=A.shape)
    A.backward(torch.tensor(dA))
    for found, leaf in zip(conv_block_backward(dA, *inputs), leaves):
        assert found.shape == tuple(leaf.shape)
        assert np.allclose(found, leaf.grad.numpy())


def test_a_blocks_gradients_agree_with_central_differences():
    A_prev, W, b, pad = block(2, 5, 6, 2, 3, 2, 1, seed=3)
    dA = np.random.default_rng(4).normal(size=conv_block_forward(A_prev, W, b, pad).shape)
    for array, gradient in zip((A_prev, W, b), conv_block_backward(dA, A_prev, W, b, pad)):
        for place in list(np.ndindex(array.shape))[::5]:
            before, costs = array[place], []
            for nudge in (1e-6, -1e-6):
                array[place] = before + nudge
                costs.append(np.sum(dA * conv_block_forward(A_prev, W, b, pad)))
            array[place] = before
            assert gradient[place] == pytest.approx((costs[0] - costs[1]) / 2e-6, abs=1e-5)


def test_an_epoch_is_pytorchs_sgd_over_the_same_batches():
    draw = np.random.default_rng(5)
    X, Y, order = draw.normal(size=(11, 3, 3, 2)), draw.integers(0, 4, 11), draw.permutation(11)
    start = {"W": draw.normal(size=(18, 4)), "b": draw.normal(size=(1, 4))}
    W, b = (torch.tensor(start[name], requires_grad=True) for name in ("W", "b"))
    optimizer, total = torch.optim.SGD([W, b], lr=0.3), 0.0
    for batch in np.split(order, [4, 8]):
        Z = torch.tensor(X[batch].reshape(len(batch), -1)) @ W + b
        cost = nn.functional.cross_entropy(Z, torch.tensor(Y[batch]))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(batch)
    parameters, cost = train_epoch(start, X, Y, softmax_on_pixels, order, learning_rate=0.3, batch_size=4)
    assert np.allclose(parameters["W"], W.detach().numpy())
    assert np.allclose(parameters["b"], b.detach().numpy())
    assert cost == pytest.approx(total / 11)


def test_many_epochs_arrive_where_scikit_learn_does():
    draw = np.random.default_rng(6)
    X = draw.normal(size=(60, 1, 2, 1))
    Y = (X[:, 0, 0, 0] + draw.normal(size=60) > 0).astype(int)
    parameters = {"W": np.zeros((2, 2)), "b": np.zeros((1, 2))}
    for _ in range(800):
        parameters, _ = train_epoch(parameters, X, Y, softmax_on_pixels, np.arange(60), 1.0, 60)
    wanted = LogisticRegression(C=1e8, tol=1e-8).fit(X.reshape(60, 2), Y)
    assert np.allclose(parameters["W"][:, 1] - parameters["W"][:, 0], wanted.coef_[0], rtol=1e-3)


@pytest.mark.parametrize(("m", "classes", "batch_size"), [(1, 4, 256), (37, 4, 5), (20, 7, 20)])
def test_accuracy_and_confusion_are_scikit_learns(m, classes, batch_size):
    draw = np.random.default_rng(m)
    X, Y = draw.uniform(size=(m, 4, 4, 2)), draw.integers(0, 4, m)
    accuracy, confusion = evaluate(scores_of_corners, X, Y, classes, batch_size)
    said = scores_of_corners(X).argmax(axis=1)
    assert accuracy == pytest.approx(accuracy_score(Y, said))
    assert np.array_equal(confusion, confusion_matrix(Y, said, labels=range(classes)))
