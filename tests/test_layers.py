"""Every fast layer agrees with PyTorch in float32 and with central differences in float64, and leaves its inputs alone."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers import layers
from tests.layer_problems import PROBLEMS, convolution, recurrent

by_label = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.label)


def near(found, right, digits=1e-4):
    """Whether two arrays agree to float32's precision, measured on the larger numbers."""
    return found.shape == right.shape and np.abs(found - right).max(initial=0) <= digits * max(
        1, np.abs(right).max(initial=0)
    )


@by_label
def test_layer_agrees_with_pytorch_in_float32(problem):
    arrays = problem.arrays(np.float32)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    output, cache = problem.forward(*arrays)
    right = problem.theirs(*tensors)
    assert near(output, right.detach().numpy())
    gradient = np.random.default_rng(1).standard_normal(output.shape).astype(np.float32)
    right.backward(torch.tensor(gradient))
    for found, tensor in zip(problem.gradients(gradient, cache), tensors, strict=True):
        assert near(found, tensor.grad.numpy())


@by_label
def test_layer_gradients_are_the_central_differences_of_its_outputs(problem):
    arrays = problem.arrays(np.float64, seed=2)
    output, cache = problem.forward(*arrays)
    weights = np.random.default_rng(3).standard_normal(output.shape)
    found = problem.gradients(weights, cache)
    for array, gradient in zip(arrays, found, strict=True):
        measured = np.empty_like(array)
        for place in np.ndindex(array.shape):
            there = array[place]
            array[place] = there + 1e-5
            up = np.sum(problem.forward(*arrays)[0] * weights)
            array[place] = there - 1e-5
            down = np.sum(problem.forward(*arrays)[0] * weights)
            array[place] = there
            measured[place] = (up - down) / 2e-5
        assert near(gradient, measured, 1e-6)


@by_label
def test_layer_keeps_the_type_of_its_input_and_changes_no_argument(problem):
    for dtype in (np.float32, np.float64):
        arrays = problem.arrays(dtype)
        before = [array.copy() for array in arrays]
        output, cache = problem.forward(*arrays)
        gradient = np.ones_like(output)
        found = problem.gradients(gradient, cache)
        assert output.dtype == dtype
        assert all(array.dtype == dtype for array in found)
        assert all(np.array_equal(array, other) for array, other in zip(arrays, before))
        assert (gradient == 1).all()


@pytest.mark.parametrize(
    "problem",
    [one for one in PROBLEMS if "batch norm" not in one.label and len(one.shapes[0]) > 1],
    ids=lambda problem: problem.label,
)
def test_layer_gives_each_example_the_same_alone_and_in_a_batch(problem):
    arrays = problem.arrays(np.float64)
    examples, others = arrays[: problem.with_m], arrays[problem.with_m :]
    whole = problem.forward(*arrays)[0]
    alone = [problem.forward(*(x[k : k + 1] for x in examples), *others)[0] for k in range(len(whole))]
    assert np.allclose(whole, np.concatenate(alone))


def test_a_batch_too_large_for_one_slice_gives_the_same_as_its_parts(monkeypatch):
    problem = convolution(7, (9, 8), 3, 4, 3, 2, 1)
    arrays = problem.arrays(np.float64)
    output, cache = problem.forward(*arrays)
    gradients = problem.gradients(np.cos(output), cache)
    monkeypatch.setattr("helpers.layers.convolution.SLICE", 500)
    again, cache = problem.forward(*arrays)
    assert np.allclose(output, again)
    assert all(np.allclose(*pair) for pair in zip(gradients, problem.gradients(np.cos(output), cache)))


def test_a_grey_picture_given_by_new_axes_is_read_as_any_other():
    picture, W, b = np.random.default_rng(4).standard_normal((8, 8)), np.ones((3, 3, 1, 2)), np.zeros((1, 1, 1, 2))
    for stride in (1, 2):
        one, cache = layers.conv_forward(picture[None, :, :, None], W, b, stride)
        other, copied = layers.conv_forward(picture.reshape(1, 8, 8, 1).copy(), W, b, stride)
        assert np.array_equal(one, other)
        gradients = layers.conv_backward(one[..., :][None, 0], cache), layers.conv_backward(other, copied)
        assert all(np.array_equal(*pair) for pair in zip(*gradients))


def test_equal_numbers_in_a_window_give_the_gradient_to_the_first_as_in_pytorch():
    A = np.random.default_rng(4).integers(0, 2, (3, 7, 6, 2)).astype(np.float32)
    for f, stride in ((2, 2), (3, 2), (2, 1)):
        tensor = torch.tensor(A.transpose(0, 3, 1, 2).copy(), requires_grad=True)
        functional.max_pool2d(tensor, f, stride).sum().backward()
        output, cache = layers.max_pool_forward(A, f, stride)
        found = layers.max_pool_backward(np.ones_like(output), cache)
        assert np.array_equal(found, tensor.grad.numpy().transpose(0, 2, 3, 1))


def test_softmax_cross_entropy_agrees_with_pytorch_also_for_huge_scores():
    rng = np.random.default_rng(5)
    for shape in ((6, 4), (2, 3, 5, 4), (1, 2)):
        Z, Y = rng.standard_normal(shape) * 300, rng.integers(0, shape[-1], shape[:-1])
        tensor = torch.tensor(Z, requires_grad=True)
        right = functional.cross_entropy(tensor.reshape(-1, shape[-1]), torch.tensor(Y.reshape(-1)))
        right.backward()
        cost, dZ = layers.softmax_cross_entropy(Z, Y)
        assert np.isclose(cost, right.item())
        assert np.allclose(dZ, tensor.grad.numpy())


def test_sigmoid_cross_entropy_agrees_with_pytorch_also_for_huge_scores():
    rng = np.random.default_rng(6)
    Z, Y = rng.standard_normal((5, 3)) * 300, rng.integers(0, 2, (5, 3)).astype(float)
    tensor = torch.tensor(Z, requires_grad=True)
    right = functional.binary_cross_entropy_with_logits(tensor, torch.tensor(Y))
    right.backward()
    cost, dZ = layers.sigmoid_cross_entropy(Z, Y)
    assert np.isclose(cost, right.item())
    assert np.allclose(dZ, tensor.grad.numpy())


def test_squared_error_is_half_the_squared_distance_of_an_example():
    cost, dA = layers.squared_error(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 4.0]]))
    assert cost == (0.5 * (1 + 4) + 0.5 * 16) / 2
    assert np.array_equal(dA, [[0.5, 1.0], [0.0, -2.0]])


def test_batch_norm_keeps_the_running_figures_that_pytorch_keeps():
    rng = np.random.default_rng(7)
    theirs, running = torch.nn.BatchNorm1d(3), {"mean": np.zeros(3), "variance": np.ones(3)}
    theirs = theirs.double()
    for _ in range(4):
        Z = rng.standard_normal((6, 3)) * [1, 5, 0.1] + [3, 0, -2]
        theirs(torch.tensor(Z))
        layers.batch_norm_forward(Z, np.ones(3), np.zeros(3), running)
    assert np.allclose(running["mean"], theirs.running_mean.numpy())
    assert np.allclose(running["variance"], theirs.running_var.numpy())
    Z = rng.standard_normal((2, 3))
    output, cache = layers.batch_norm_forward(Z, np.ones(3), np.zeros(3), running, training=False)
    tensor = torch.tensor(Z, requires_grad=True)
    right = theirs.eval()(tensor)
    right.sum().backward()
    assert np.allclose(output, right.detach().numpy())
    assert np.allclose(layers.batch_norm_backward(np.ones_like(Z), cache)[0], tensor.grad.numpy())


def test_dropout_keeps_the_mean_and_sends_gradients_where_numbers_were_kept():
    A = np.ones((200, 300), np.float32)
    output, cache = layers.dropout_forward(A, 0.8, np.random.default_rng(8))
    assert set(np.unique(output)) == {np.float32(0), np.float32(1.25)}
    assert abs(output.mean() - 1) < 0.01
    assert np.array_equal(layers.dropout_backward(A, cache), output)


def test_embedding_adds_up_the_gradients_of_a_word_that_comes_twice():
    ids, rng = np.array([[3, 1, 3], [0, 3, 1]]), np.random.default_rng(9)
    W, gradient = rng.standard_normal((5, 4)), rng.standard_normal((2, 3, 4))
    tensor = torch.tensor(W, requires_grad=True)
    right = functional.embedding(torch.tensor(ids), tensor)
    right.backward(torch.tensor(gradient))
    output, cache = layers.embedding_forward(ids, W)
    assert np.array_equal(output, right.detach().numpy())
    assert np.allclose(layers.embedding_backward(gradient, cache), tensor.grad.numpy())
    assert layers.embedding_backward(np.zeros((0, 4)), layers.embedding_forward(np.zeros(0, int), W)[1]).shape == (5, 4)


def test_the_last_memory_cell_carries_an_lstm_on_and_its_gradient_back():
    problem = recurrent("lstm", 2, 6, 3, 4)
    X, a0, c0, *weights = problem.arrays(np.float64)
    whole, c_whole, cache = layers.lstm_forward(X, a0, c0, *weights)
    first, c, early = layers.lstm_forward(X[:, :2], a0, c0, *weights)
    second, c_end, late = layers.lstm_forward(X[:, 2:], first[:, -1], c, *weights)
    assert np.allclose(whole, np.concatenate([first, second], axis=1))
    assert np.allclose(c_whole, c_end)
    dA, dc = np.cos(whole), np.sin(c_whole)
    right = layers.lstm_backward(dA, cache, dc)
    dX2, da, dc_between, *sums2 = layers.lstm_backward(dA[:, 2:], late, dc)
    d_first = dA[:, :2].copy()
    d_first[:, -1] += da
    dX1, da0, dc0, *sums1 = layers.lstm_backward(d_first, early, dc_between)
    parts = [np.concatenate([dX1, dX2], axis=1), da0, dc0, *(one + two for one, two in zip(sums1, sums2))]
    assert all(np.allclose(*pair) for pair in zip(right, parts, strict=True))


def test_attention_gives_nothing_to_what_a_mask_hides():
    Q, K, V = recurrent("rnn", 2, 4, 3, 3).arrays(np.float32)[0], np.ones((2, 4, 3)), np.ones((2, 4, 3))
    _, cache = layers.attention_forward(Q, K.astype(np.float32), V.astype(np.float32), np.tri(4))
    assert (cache[-1][:, np.tri(4) == 0] == 0).all()
    assert np.allclose(cache[-1].sum(axis=-1), 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: layers.conv_forward(np.ones((1, 4, 4, 2)), np.ones((3, 3, 3, 1)), np.zeros(1)), "do not fit"),
        (lambda: layers.conv_forward(np.ones((1, 2, 2, 1)), np.ones((3, 3, 1, 1)), np.zeros(1)), "filter of size 3"),
        (lambda: layers.max_pool_forward(np.ones((1, 2, 2, 1)), 3), "filter of size 3"),
        (lambda: layers.depthwise_forward(np.ones((1, 4, 4, 2)), np.ones((3, 3, 3)), np.zeros(3)), "do not fit"),
        (lambda: layers.transpose_conv_forward(np.ones((1, 1, 1, 1)), np.ones((2, 2, 1, 1)), np.zeros(1), 2, 1), "leaves nothing"),
        (lambda: layers.softmax_cross_entropy(np.ones((2, 3)), np.array([0, 3])), "labels"),
        (lambda: layers.softmax_cross_entropy(np.ones((2, 3)), np.array([[0], [1]])), "labels"),
        (lambda: layers.dropout_forward(np.ones(2), 0, np.random.default_rng(0)), "keep_prob"),
        (lambda: layers.embedding_forward([5], np.ones((5, 2))), "0 to 4"),
        (lambda: layers.rnn_forward(np.ones((2, 3, 4)), np.ones((1, 2)), np.ones((4, 2)), np.ones((2, 2)), np.ones(2)), "do not fit"),
        (lambda: layers.multi_head_forward(np.ones((1, 2, 3)), np.ones((1, 2, 3)), *[np.ones((3, 3))] * 4, np.ones(12), 2), "divisor of 3"),
        (lambda: layers.batch_norm_forward(np.ones((2, 3)), np.ones(3), np.zeros(3), training=False), "running"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
