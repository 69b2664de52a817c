"""Networks of layers: their gradients, what they learn, and that training can be stopped and continued."""

import numpy as np
import pytest
import torch

from helpers import layers
from helpers.datasets import DataError, load_digits_8x8


def everything(seed=0):
    """A small network with each kind of layer in it."""
    return layers.Network(
        [
            layers.Conv(4, 3, pad="same"),
            layers.BatchNorm(),
            layers.Relu(),
            layers.Residual([layers.Conv(4, 3, pad=1), layers.Tanh()]),
            layers.Residual([layers.Conv(6, 3, stride=2, pad=1), layers.LeakyRelu()], [layers.Conv(6, 1, stride=2)]),
            layers.Skip(
                [layers.MaxPool(), layers.Conv(2, 3, pad="same"), layers.Sigmoid(), layers.TransposeConv(2, 2)]
            ),
            layers.Depthwise(3),
            layers.Pointwise(5),
            layers.AveragePool(3, 1),
            layers.Flatten(),
            layers.Dropout(0.9),
            layers.Dense(3),
        ],
        (8, 8, 2),
        seed,
    )


def digits():
    """Two hundred scanned digits as pictures (m, 8, 8, 1), their labels, and two hundred for the test."""
    X, Y, X_test, Y_test = load_digits_8x8()
    pictures = [(part[:200, :, :, None] / 16).astype(np.float32) for part in (X, X_test)]
    return pictures[0], Y[0, :200], pictures[1], Y_test[0, :200]


def small(seed=0):
    """A small network for digits."""
    parts = [layers.Conv(8, 3, pad="same"), layers.BatchNorm(), layers.Relu(), layers.MaxPool(), layers.Flatten()]
    return layers.Network([*parts, layers.Dropout(0.9), layers.Dense(10)], (8, 8, 1), seed)


def test_gradients_of_a_network_of_every_layer_are_central_differences():
    network, rng = everything(), np.random.default_rng(1)
    for array in network.parameters.values():
        array += rng.normal(0, 0.1, array.shape)
    for layer in network.layers:
        layer.parameters.update({name: array.astype(float) for name, array in layer.parameters.items()})
    X, Y = rng.standard_normal((3, 8, 8, 2)), rng.integers(0, 3, 3)

    def cost(X):
        return layers.softmax_cross_entropy(network.forward(X), Y)

    dX = network.backward(cost(X)[1])
    for place in [(0, 0, 0, 0), (1, 3, 4, 1), (2, 7, 7, 0), (0, 5, 2, 1)]:
        step = np.zeros_like(X)
        step[place] = 1e-5
        slope = (cost(X + step)[0] - cost(X - step)[0]) / 2e-5
        assert dX[place] == pytest.approx(slope, rel=1e-4, abs=1e-9)


def test_a_network_steps_as_the_same_network_in_pytorch():
    network = layers.Network(
        [layers.Conv(4, 3, pad=1), layers.Relu(), layers.MaxPool(), layers.Flatten(), layers.Dense(10)], (8, 8, 1), 2
    )
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Linear(64, 10)
    ).double()
    W, b, V, c = (network.parameters[name] for name in ("0.W", "0.b", "4.W", "4.b"))
    with torch.no_grad():
        for tensor, array in zip(theirs.parameters(), (W.transpose(3, 2, 0, 1), b, V.T, c)):
            tensor.copy_(torch.tensor(np.ascontiguousarray(array)))
    X, Y, *_ = digits()
    ours, their = layers.Adam(0.01), torch.optim.Adam(theirs.parameters(), 0.01)
    for _ in range(20):
        cost, dZ = layers.softmax_cross_entropy(network.forward(X, True), Y)
        network.backward(dZ, False)
        ours.update(network.parameters, network.gradients)
        their.zero_grad()
        pictures = theirs[:3](torch.tensor(X.transpose(0, 3, 1, 2)).double()).permute(0, 2, 3, 1).reshape(len(X), -1)
        loss = torch.nn.functional.cross_entropy(theirs[3](pictures), torch.tensor(Y))
        loss.backward()
        their.step()
    assert cost == pytest.approx(loss.item(), rel=1e-3)
    assert cost < 1.5


@pytest.mark.parametrize(("ours", "theirs"), [
    (layers.SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
    (layers.Momentum(0.1, 0.9), lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.9)),
    (layers.Adam(0.1), lambda p: torch.optim.Adam(p, 0.1)),
], ids=["SGD", "momentum", "Adam"])  # fmt: skip
def test_optimizer_takes_the_steps_of_pytorchs(ours, theirs):
    rng = np.random.default_rng(3)
    parameters, tensor = (
        {"W": rng.standard_normal((3, 2))},
        torch.zeros((3, 2), dtype=torch.float64, requires_grad=True),
    )
    with torch.no_grad():
        tensor.copy_(torch.tensor(parameters["W"]))
    their = theirs([tensor])
    for step in range(6):
        gradient = rng.standard_normal((3, 2))
        ours.update(parameters, {"W": gradient})
        tensor.grad = torch.tensor(gradient)
        if step == 0 and isinstance(ours, layers.Momentum):  # PyTorch starts v at dW, the course at (1 − beta) dW
            tensor.grad *= 0.1
        their.step()
    assert np.allclose(parameters["W"], tensor.detach().numpy(), atol=1e-6)


def test_training_learns_real_digits_and_tells_its_course():
    X, Y, X_test, Y_test = digits()
    network = small()
    history = layers.train(network, X, Y, 12, batch_size=20, optimizer=layers.Adam(0.01), validation=(X_test, Y_test))
    assert [len(history[name]) for name in ("cost", "seconds", "accuracy", "validation")] == [12] * 4
    assert history["accuracy"][-1] > 0.97
    assert history["validation"][-1] > 0.8
    assert history["validation"][-1] == layers.accuracy(network, X_test, Y_test)


def test_training_that_was_stopped_goes_on_from_its_checkpoint_as_if_it_had_not_been(tmp_path):
    X, Y, *_ = digits()
    whole, parts, again = (small(seed) for seed in (0, 0, 9))
    layers.train(whole, X, Y, 4)
    file = tmp_path / "training.h5"
    layers.train(parts, X, Y, 2, checkpoint=file)
    history = layers.train(again, X, Y, 4, checkpoint=file)
    assert len(history["cost"]) == 4
    assert all(np.array_equal(whole.parameters[name], again.parameters[name]) for name in whole.parameters)
    assert all(np.array_equal(whole.state[name], again.state[name]) for name in whole.state)


def test_a_network_comes_back_from_its_file(tmp_path):
    X, Y, *_ = digits()
    network, other = small(), small(seed=5)
    layers.train(network, X, Y, 1)
    network.save(tmp_path / "network.h5")
    other.load(tmp_path / "network.h5")
    assert np.array_equal(network.predict(X), other.predict(X))
    with pytest.raises(ValueError, match="another network"):
        everything().load(tmp_path / "network.h5")
    with pytest.raises(DataError, match="no file"):
        other.load(tmp_path / "nothing.h5")
    (tmp_path / "network.h5").write_bytes(b"cut short")
    with pytest.raises(DataError, match="damaged"):
        other.load(tmp_path / "network.h5")


def test_frozen_layers_keep_their_numbers_and_their_running_figures():
    X, Y, *_ = digits()
    network = small()
    network.frozen = {0, 1}
    before = {name: array.copy() for name, array in (network.parameters | network.state).items()}
    layers.train(network, X, Y, 1)
    changed = {name for name, array in (network.parameters | network.state).items() if (array != before[name]).any()}
    assert changed == {"6.W", "6.b"}


def test_the_same_seeds_train_the_same_network():
    X, Y, *_ = digits()
    first, second = small(), small()
    for network in (first, second):
        layers.train(network, X, Y, 2, augment=lambda X, rng: X + rng.normal(0, 0.01, X.shape).astype(np.float32))
    assert all(np.array_equal(first.parameters[name], second.parameters[name]) for name in first.parameters)


def test_pictures_can_be_drawn_and_the_learning_rate_changed_as_it_goes():
    X, Y, *_ = digits()
    seen, optimizer = [], layers.SGD(0.5)
    layers.train(
        small(), X, Y, 3, optimizer=optimizer, learning_rates=lambda epoch: 0.1 / (1 + epoch),
        after_epoch=lambda network, history: seen.append((len(history["cost"]), optimizer.learning_rate)),
    )  # fmt: skip
    assert seen == [(1, 0.1), (2, 0.05), (3, 0.1 / 3)]


def test_a_cost_that_is_no_number_ends_training_with_advice():
    X, Y, *_ = digits()
    with pytest.raises(ValueError, match="learning rate"), np.errstate(all="ignore"):
        layers.train(small(), X * np.nan, Y, 1)
    with pytest.raises(ValueError, match="200 examples and 3 labels"):
        layers.train(small(), X, Y[:3], 1)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([layers.Dense(3)], "Flatten"),
        ([layers.Conv(3, 9)], "filter of size 9"),
        ([layers.Residual([layers.Conv(3, 3)])], "same shape"),
        ([layers.Skip([layers.MaxPool()])], "must stay"),
        ([layers.Flatten(), layers.MaxPool()], "pictures"),
    ],
)
def test_a_network_whose_layers_do_not_fit_says_which_and_why(parts, words):
    with pytest.raises(ValueError, match=words):
        layers.Network(parts, (8, 8, 1))


def test_a_border_that_keeps_the_size_needs_an_odd_filter():
    with pytest.raises(ValueError, match="odd filter size, not 4"):
        layers.Conv(3, 4, pad="same")


def test_pictures_of_the_wrong_size_are_named():
    with pytest.raises(ValueError, match=r"\(8, 8, 1\), not \(9, 9, 1\)"):
        small().forward(np.zeros((1, 9, 9, 1)))


def test_summary_counts_lenets_parameters_as_published():
    parts = [layers.Conv(6, 5, pad=2), layers.AveragePool(), layers.Conv(16, 5), layers.AveragePool(), layers.Flatten()]
    network = layers.Network([*parts, layers.Dense(120), layers.Dense(84), layers.Dense(10)], (28, 28, 1))
    assert network.summary().splitlines()[-1].endswith("61 706")


def test_outputs_lists_what_every_layer_gives():
    network, X = small(), digits()[0][:3]
    found = network.outputs(X)
    assert [part.shape[1:] for part in found] == network.shapes
    assert np.array_equal(found[-1], network.predict(X))


def turns(m, seed):
    """Sequences of three letters, and which of two letters came last: 0 for A, 1 for B."""
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 3, (m, 9))
    X[np.arange(m), rng.integers(0, 9, m)] = rng.integers(1, 3, m)
    last = [max(np.flatnonzero(row)) for row in X]
    return X, X[np.arange(m), last] - 1


@pytest.mark.parametrize(
    "parts",
    [
        [layers.Rnn(12, last=True)],
        [layers.Gru(12), layers.Gru(8, last=True)],
        [layers.Lstm(12, last=True)],
        [
            layers.SelfAttention(2, causal=True),
            layers.LayerNorm(),
            layers.TimeDense(6),
            layers.Relu(),
            layers.Flatten(),
        ],
    ],
    ids=["RNN", "two GRUs", "LSTM", "attention"],
)
def test_layers_of_sequences_learn_what_came_last_and_have_the_gradients_of_central_differences(parts):
    network = layers.Network([layers.Embedding(3, 6), *parts, layers.Dense(2)], (9,), 1)
    X, Y = turns(600, 1)
    layers.train(network, X, Y, 15, optimizer=layers.Adam(0.01))
    assert layers.accuracy(network, *turns(300, 2)) > 0.95
    network.backward(layers.softmax_cross_entropy(network.forward(X), Y)[1])
    for name, array in network.parameters.items():
        place = tuple(n // 2 for n in array.shape)
        there, costs = array[place], []
        for step in (1e-2, -1e-2):
            array[place] = there + step
            costs.append(layers.softmax_cross_entropy(network.forward(X).astype(float), Y)[0])
        array[place] = there
        assert network.gradients[name][place] == pytest.approx((costs[0] - costs[1]) / 2e-2, rel=0.02, abs=1e-3)
