"""The optimizers agree with what others compute: PyTorch, SciPy, scikit-learn; and what the week's own tools promise."""

import io
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.signal import lfilter
from sklearn.utils import gen_batches, shuffle

from grader_tests import grade
from helpers import plots
from helpers.checks.tree import copy, same
from helpers.networks import cost_and_gradients, initialize_parameters
from solutions import c2w2_optimization_methods as solved

SHEET = "c2w2_optimization_methods"


@pytest.fixture
def problem():
    """Return (parameters, X, Y) of a network with layers 4, 5, 3, 1 and 40 examples."""
    draw = np.random.default_rng(5)
    X = draw.normal(size=(4, 40))
    return initialize_parameters([4, 5, 3, 1]), X, (X[:1] * X[1:2] > 0).astype(int)


def torch_cost(parameters, X, Y):
    A = torch.tensor(X)
    for layer in range(1, len(parameters) // 2 + 1):
        A = torch.relu(A) if layer > 1 else A
        A = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
    return torch.nn.functional.binary_cross_entropy_with_logits(A, torch.tensor(Y, dtype=torch.float64))


def theirs(parameters, X, Y, make, steps):
    """Train with an optimizer of PyTorch and its own gradients; returns the parameters."""
    weights = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    optimizer = make(weights.values())
    for _ in range(steps):
        optimizer.zero_grad()
        torch_cost(weights, X, Y).backward()
        optimizer.step()
    return {name: value.detach().numpy() for name, value in weights.items()}


def ours(parameters, X, Y, step, steps):
    """Train with step(parameters, grads, state, t) -> (parameters, state); returns the parameters."""
    state = None
    for t in range(1, steps + 1):
        parameters, state = step(parameters, cost_and_gradients(parameters, X, Y)[1], state, t)
    return parameters


def gd(parameters, grads, state, t):
    return solved.update_parameters_with_gd(parameters, grads, 0.3), None


def momentum(parameters, grads, v, t):
    return solved.update_parameters_with_momentum(
        parameters, grads, v or solved.initialize_velocity(parameters), 0.9, 0.3
    )


def rmsprop(parameters, grads, s, t):
    return solved.update_parameters_with_rmsprop(
        parameters, grads, s or solved.initialize_velocity(parameters), 0.9, 0.01
    )


def adam(parameters, grads, state, t):
    v, s = state or solved.initialize_adam(parameters)
    parameters, v, s, _, _ = solved.update_parameters_with_adam(parameters, grads, v, s, t, 0.02)
    return parameters, (v, s)


@pytest.mark.parametrize(
    ("step", "make"),
    [
        (gd, lambda weights: torch.optim.SGD(weights, lr=0.3)),
        (momentum, lambda weights: torch.optim.SGD(weights, lr=0.3 * (1 - 0.9), momentum=0.9)),
        (rmsprop, lambda weights: torch.optim.RMSprop(weights, lr=0.01, alpha=0.9, eps=1e-8)),
        (adam, lambda weights: torch.optim.Adam(weights, lr=0.02, betas=(0.9, 0.999), eps=1e-8)),
    ],
    ids=["gd", "momentum", "rmsprop", "adam"],
)
def test_thirty_steps_end_where_pytorch_does(step, make, problem):
    expected = theirs(*problem, make, 30)
    for name, value in ours(*problem, step, 30).items():
        np.testing.assert_allclose(value, expected[name], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    ("step", "make"),
    [
        (rmsprop, lambda weights: torch.optim.RMSprop(weights, lr=0.01, alpha=0.9, eps=1e-8)),
        (adam, lambda weights: torch.optim.Adam(weights, lr=0.02)),
    ],
    ids=["rmsprop", "adam"],
)
def test_epsilon_stands_outside_the_root_as_in_pytorch_where_gradients_are_tiny(step, make):
    start, g = {"W1": np.array([[1.0, -2.0]])}, np.array([[3e-9, -2e-6]])
    weight = torch.tensor(start["W1"], requires_grad=True)
    optimizer = make([weight])
    weight.grad = torch.tensor(g)
    optimizer.step()
    found, _ = step(start, {"dW1": g}, None, 1)
    np.testing.assert_allclose(found["W1"] - start["W1"], weight.detach().numpy() - start["W1"], rtol=1e-7)


def test_adams_corrected_averages_of_a_constant_gradient_are_that_gradient_and_its_square():
    parameters, g = {"W1": np.ones((2, 3))}, {"dW1": np.arange(1.0, 7.0).reshape(2, 3)}
    v, s = solved.initialize_adam(parameters)
    for t in range(1, 20):
        parameters, v, s, v_corrected, s_corrected = solved.update_parameters_with_adam(parameters, g, v, s, t)
        np.testing.assert_allclose(v_corrected["dW1"], g["dW1"], rtol=1e-12)
        np.testing.assert_allclose(s_corrected["dW1"], g["dW1"] ** 2, rtol=1e-12)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.98])
def test_the_weighted_average_is_scipys_recursive_filter(beta):
    theta = np.random.default_rng(1).normal(10, 5, size=200)
    expected = lfilter([1 - beta], [1, -beta], theta)
    np.testing.assert_allclose(solved.exponentially_weighted_average(theta, beta), expected, rtol=1e-10)
    weights = lfilter([1 - beta], [1, -beta], np.ones(200))
    found = solved.exponentially_weighted_average(theta, beta, True)
    np.testing.assert_allclose(found, expected / weights, rtol=1e-10)


def test_the_documents_facts_on_averages():
    assert solved.exponentially_weighted_average([1, 0], 0.98)[1] == pytest.approx(0.0196)
    assert solved.exponentially_weighted_average([0, 1], 0.98)[1] == pytest.approx(0.02)
    assert round(solved.exponentially_weighted_average(np.eye(1, 11)[0], 0.9)[-1] / 0.1, 2) == 0.35
    assert [round(1 / (1 - beta)) for beta in (0.9, 0.98, 0.5)] == [10, 50, 2]


@pytest.mark.parametrize(("m", "size", "seed"), [(1, 64, 0), (10, 4, 3), (128, 64, 1), (148, 64, 0), (7, 1, 2)])
def test_mini_batches_are_those_of_scikit_learns_shuffle_cut_by_its_gen_batches(m, size, seed):
    X, Y = np.random.default_rng(m).normal(size=(3, m)), np.arange(m).reshape(1, m)
    X_theirs, Y_theirs = (array.T for array in shuffle(X.T, Y.T, random_state=seed))
    slices = list(gen_batches(m, size))
    found = solved.random_mini_batches(X, Y, size, seed)
    assert len(found) == len(slices)
    for (X_batch, Y_batch), part in zip(found, slices):
        assert np.array_equal(X_batch, X_theirs[:, part])
        assert np.array_equal(Y_batch, Y_theirs[:, part])


@pytest.mark.parametrize("epoch", [0, 1, 2, 3, 4, 999, 1000, 1001, 2500])
def test_the_learning_rates_are_the_exact_fractions(epoch):
    assert solved.update_lr(0.2, epoch, 1) == pytest.approx(float(Fraction(1, 5) / (1 + epoch)), rel=1e-14)
    whole = Fraction(1, 5) / (1 + Fraction(1, 2) * (epoch // 1000))
    assert solved.schedule_lr_decay(0.2, epoch, 0.5) == pytest.approx(float(whole), rel=1e-14)


def test_the_documents_table_has_a_slipped_decimal_point():
    rates = [solved.update_lr(0.2, epoch, 1) for epoch in (1, 2, 3, 4)]
    assert [round(rate, 3) for rate in rates] == [0.1, 0.067, 0.05, 0.04]


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "rmsprop", "adam"])
def test_a_training_on_mini_batches_with_decay_ends_where_pytorch_does(optimizer, problem):
    _, X, Y = problem
    settings = {
        "learning_rate": 0.02,
        "mini_batch_size": 16,
        "num_epochs": 4,
        "decay": solved.update_lr,
        "decay_rate": 0.5,
    }
    found = solved.model(X, Y, [4, 5, 3, 1], optimizer, **settings, print_cost=False)
    weights = {
        name: torch.tensor(value, requires_grad=True) for name, value in initialize_parameters([4, 5, 3, 1]).items()
    }
    make = {
        "gd": lambda: torch.optim.SGD(weights.values(), lr=0.02),
        "momentum": lambda: torch.optim.SGD(weights.values(), lr=0.02, momentum=0.9),
        "rmsprop": lambda: torch.optim.RMSprop(weights.values(), lr=0.02, alpha=0.999, eps=1e-8),
        "adam": lambda: torch.optim.Adam(weights.values(), lr=0.02),
    }[optimizer]()
    share = 0.1 if optimizer == "momentum" else 1.0  # their momentum has no factor 1 − β
    for epoch in range(4):
        make.param_groups[0]["lr"] = share * 0.02 / (1 + 0.5 * epoch)
        for X_batch, Y_batch in solved.random_mini_batches(X, Y, 16, 11 + epoch):
            make.zero_grad()
            torch_cost(weights, X_batch, Y_batch).backward()
            make.step()
    for name, value in found.items():
        np.testing.assert_allclose(value, weights[name].detach().numpy(), rtol=1e-8, atol=1e-10)


def test_cost_and_gradients_of_the_given_network_agree_with_pytorch(problem):
    parameters, X, Y = problem
    weights = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    cost = torch_cost(weights, X, Y)
    cost.backward()
    total, grads = cost_and_gradients(parameters, X, Y)
    assert total == pytest.approx(40 * cost.item(), rel=1e-12)
    for name, weight in weights.items():
        np.testing.assert_allclose(grads["d" + name], weight.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_starting_weights_have_hes_variance_and_repeat():
    parameters = initialize_parameters([200, 100, 50, 1])
    assert parameters["W1"].var() == pytest.approx(2 / 200, rel=0.1)
    assert parameters["W2"].var() == pytest.approx(2 / 100, rel=0.1)
    assert not any(parameters[f"b{layer}"].any() for layer in (1, 2, 3))
    assert same(parameters, initialize_parameters([200, 100, 50, 1]))


def test_the_watch_hears_the_mean_cost_of_every_epoch(problem):
    _, X, Y = problem
    heard = []
    settings = {"learning_rate": 0.0, "mini_batch_size": 7, "num_epochs": 3, "print_cost": False}
    solved.model(X, Y, [4, 5, 1], "gd", **settings, watch=lambda epoch, cost: heard.append((epoch, cost)))
    whole = cost_and_gradients(initialize_parameters([4, 5, 1]), X, Y)[0] / 40
    assert [epoch for epoch, _ in heard] == [0, 1, 2]
    assert [cost for _, cost in heard] == pytest.approx([whole] * 3, rel=1e-12)


# What the checks accept and refuse


def batches(order):
    """Return a solution of random_mini_batches that deals in the order that order(X, seed) gives."""

    def deal(X, Y, mini_batch_size=64, seed=0):
        columns = order(X, seed)
        cut = [columns[k : k + mini_batch_size] for k in range(0, len(columns), mini_batch_size)]
        return [(X[:, part], Y[:, part]) for part in cut]

    return deal


def by_blocks(X, seed):
    m = X.shape[1]
    starts = np.random.default_rng(seed).permutation(range(0, m - m % 4, 4))
    return np.concatenate([*[np.arange(k, k + 4) for k in starts], np.arange(m - m % 4, m)])


def test_any_order_that_the_seed_decides_is_accepted():
    import random

    for order in (
        lambda X, seed: random.Random(seed).sample(range(X.shape[1]), X.shape[1]),
        lambda X, seed: np.random.Generator(np.random.MT19937(seed)).permutation(X.shape[1]),
        lambda X, seed: np.argsort(np.random.RandomState(seed + 7).rand(X.shape[1])),
    ):
        result = grade(f"{SHEET}/random_mini_batches", batches(order))
        assert result.score == 1.0, result.message


@pytest.mark.parametrize(
    ("order", "mistake"),
    [
        (lambda X, seed: np.arange(X.shape[1]), "no-shuffle"),
        (by_blocks, "no-shuffle"),
        (lambda X, seed: np.random.default_rng(seed).integers(0, X.shape[1], X.shape[1]), "with-replacement"),
        (lambda X, seed: np.random.default_rng().permutation(X.shape[1]), "ignores-seed"),
        (lambda X, seed: np.random.default_rng(5).permutation(X.shape[1]), "ignores-seed"),
        (lambda X, seed: np.random.permutation(X.shape[1]), "ignores-seed"),
    ],
)
def test_an_order_that_is_none_is_refused_and_named(order, mistake):
    result = grade(f"{SHEET}/random_mini_batches", batches(order))
    assert not result.passed
    assert result.misconception == mistake, result.message


def test_labels_that_stay_behind_are_named():
    def deal(X, Y, mini_batch_size=64, seed=0):
        order = np.random.default_rng(seed).permutation(X.shape[1])
        return [
            (X[:, order[k : k + mini_batch_size]], Y[:, k : k + mini_batch_size])
            for k in range(0, X.shape[1], mini_batch_size)
        ]

    assert grade(f"{SHEET}/random_mini_batches", deal).misconception == "apart"


@pytest.mark.parametrize("name", ["update_parameters_with_rmsprop", "update_parameters_with_adam"])
def test_epsilon_inside_the_root_keeps_most_points_and_hears_of_the_other_convention(name):
    result = grade(f"{SHEET}/{name}", next(d for d in _definitions() if d.name == name).wrong("E29"))
    assert 0.7 < result.score < 1
    assert "other convention" in result.message
    assert "“RMSprop” prints √(S + ε)" in result.message


def _definitions():
    from grader_tests import exercises

    return exercises()


def test_updates_leave_what_they_are_given_alone(problem):
    parameters, X, Y = problem
    grads = cost_and_gradients(parameters, X, Y)[1]
    given = [parameters, grads, solved.initialize_velocity(parameters), solved.initialize_velocity(parameters)]
    before = copy(given)
    solved.update_parameters_with_adam(*given, 1)
    solved.update_parameters_with_momentum(*given[:3], 0.9, 0.1)
    solved.update_parameters_with_rmsprop(*given[:3], 0.9, 0.1)
    assert same(before, given)


# The animation


def moving():
    figure, axes = plots.new_figure(width=3, height=2)
    (line,) = axes.plot([], [], "o-")
    axes.set(xlim=(0, 10), ylim=(0, 10))
    return figure, lambda step: line.set_data(range(step + 1), range(step + 1))


def test_an_animation_shows_its_text_form_in_plain_mode(capsys):
    plots.animation(
        *moving(), range(5), alt="A line that grows to the upper right.", text="step 0: (0, 0)\nstep 4: (4, 4)"
    )
    said = capsys.readouterr().out
    assert said.startswith("[animation] A line that grows")
    assert "step 4: (4, 4)" in said


def test_an_animation_is_a_small_looping_gif_in_which_something_moves():
    content = plots._moving_picture(*moving(), list(range(5)), 0.1, 32)
    picture = Image.open(io.BytesIO(content))
    assert picture.n_frames == 5
    assert picture.info["loop"] == 0
    assert len(content) < 100_000
    frames = []
    for number in range(5):
        picture.seek(number)
        frames.append(np.asarray(picture.convert("L")))
    assert all((one != other).any() for one, other in pairwise(frames))


def test_an_animation_without_words_is_refused():
    for words in (
        {"alt": "", "text": "step 0: (0, 0); step 4: (4, 4)"},
        {"alt": "A line that grows to the right.", "text": ""},
    ):
        with pytest.raises(ValueError, match="what moves where"):
            plots.animation(*moving(), range(2), **words)
