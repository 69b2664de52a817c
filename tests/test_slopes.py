"""What helpers.gradients.check measures: small and large slopes, kinks, float32, any shape; and costs that cannot be measured."""

import numpy as np
import pytest
import torch
from gradient_problems import Problem, by_torch, wide

import helpers
from helpers import gradient_maps


def test_small_slopes_are_measured_and_zero_is_not_taken_for_them():
    problem = wide(1)
    scaled = {name: 1e-6 * found for name, found in problem.gradients.items()}

    def cost(p):
        return 1e-6 * problem.cost(p)

    assert helpers.gradients.check(cost, scaled, problem.parameters, show=False).passed
    none = {name: 0 * found for name, found in scaled.items()}
    report = helpers.gradients.check(cost, none, problem.parameters, show=False)
    assert report.wrong == list(none)


def test_float32_parameters_and_gradients_are_measured_in_float64():
    problem = wide(10)
    coarse = {name: value.astype(np.float32) for name, value in problem.parameters.items()}
    found = {name: value.astype(np.float32) for name, value in problem.gradients.items()}
    assert helpers.gradients.check(problem.cost, found, problem.parameters, show=False).passed
    fine = {name: value.astype(float) for name, value in coarse.items()}
    again = Problem(10, sizes=[4, 5, 3], m=7, activation="tanh")
    again.parameters = fine
    p = {name: torch.tensor(value, requires_grad=True) for name, value in fine.items()}
    A = p["W2"] @ torch.tanh(p["W1"] @ torch.tensor(again.X) + p["b1"]) + p["b2"]
    (((A - torch.tensor(again.T)) ** 2).sum() / 7).backward()
    exact = {f"d{name}": value.grad.numpy() for name, value in p.items()}
    assert helpers.gradients.check(problem.cost, exact, coarse, show=False).passed
    found["dW1"] = found["dW1"] * np.float32(1.01)
    assert helpers.gradients.check(problem.cost, found, problem.parameters, show=False).wrong == ["dW1"]


def test_a_kink_is_told_from_a_mistake():
    X, b = np.array([[0.0, 1.0, 2.0]]), np.zeros((1, 1))

    def cost(p):
        return np.sum(np.maximum(p["w"] * X + p["b"], 0))

    parameters = {"w": np.array([[0.7]]), "b": b}
    for slope in (2.0, 3.0, 2.4):  # the first example sits exactly at the corner
        report = helpers.gradients.check(
            cost, {"dw": np.array([[3.0]]), "db": np.array([[slope]])}, parameters, show=False
        )
        assert report.passed
        assert report.findings[1].signs.tolist() == [["~"]]
        assert "at a kink" in report.findings[1].sentence
    for slope in (1.9, 3.1, 0.0, -2.0):
        report = helpers.gradients.check(
            cost, {"dw": np.array([[3.0]]), "db": np.array([[slope]])}, parameters, show=False
        )
        assert report.wrong == ["db"]
        assert "the slopes to the two sides are 2 and 3" in report.sentences[0]


@pytest.mark.parametrize("seed", range(6))
def test_a_corner_close_by_does_no_harm(seed):
    problem = Problem(seed, sizes=[3, 6, 4, 1], m=5, activation="relu")
    Z = problem.parameters["W1"] @ problem.X + problem.parameters["b1"]
    unit = np.argmax(np.abs(Z).max(axis=1))
    problem.parameters["b1"][unit] -= Z[unit].max() - 3e-6  # one example lies 0.000003 above the corner
    p = {name: torch.tensor(value, requires_grad=True) for name, value in problem.parameters.items()}
    A = torch.tensor(problem.X)
    for layer in (1, 2, 3):
        A = p[f"W{layer}"] @ A + p[f"b{layer}"]
        A = torch.relu(A) if layer < 3 else A
    (((A - torch.tensor(problem.T)) ** 2).sum() / 5).backward()
    problem.gradients = {f"d{name}": value.grad.numpy() for name, value in p.items()}
    assert problem.check().passed, problem.check().text
    for name, found in problem.gradients.items():
        if np.abs(found).max() > 1e-4:
            assert problem.check({name: 1.5 * found}).wrong == [name]


@pytest.mark.parametrize("shape", [(), (1,), (6,), (1, 1), (3, 1), (1, 4), (2, 3, 2), (3, 3, 2, 4)])
def test_parameters_may_have_any_shape_and_stand_alone(shape):
    theta = np.random.default_rng(3).normal(size=shape) + 2

    def cost(t):
        return np.sum(t**3) / 3

    assert helpers.gradients.check(cost, theta**2, theta, show=False).passed
    wrong = helpers.gradients.check(cost, 2 * theta**2, theta, show=False)
    assert "factor 2" in wrong.sentences[0]
    in_a_dictionary = helpers.gradients.check(lambda p: cost(p["F"]), {"dF": theta**2}, {"F": theta}, show=False)
    assert in_a_dictionary.passed
    for report in (wrong, in_a_dictionary):
        assert gradient_maps.draw(report).axes
        assert report.text


def test_numbers_and_whole_numbers_may_be_parameters():
    report = helpers.gradients.check(
        lambda p: p["w"] ** 2 + np.sum(p["k"] * 3.0),
        {"w": 4.0, "dk": np.array([3, 3])},
        {"w": 2, "k": np.array([1, 5])},
        show=False,
    )
    assert report.passed, report.text


def test_a_large_parameter_is_sampled_and_the_rest_checked_together():
    draw, n = np.random.default_rng(0), 60
    W, calls = draw.normal(size=(n, n)), []

    def cost(p):
        calls.append(1)
        return np.sum(np.sin(p["W"]))

    found = np.cos(W)
    report = helpers.gradients.check(cost, {"dW": found}, {"W": W}, most=100, show=False)
    assert report.passed
    assert len(calls) < 100 * 25
    assert "100 entries that were measured" in report.findings[0].sentence
    unseen = np.argwhere(report.findings[0].signs == " ")
    for place in unseen[::900]:
        wrong = found.copy()
        wrong[tuple(place)] += 1.0
        report = helpers.gradients.check(cost, {"dW": wrong}, {"W": W}, most=100, show=False)
        assert "wrong somewhere in the others" in report.sentences[0]
    assert "off by a factor 2 everywhere" in helpers.gradients.check(cost, {"dW": 2 * found}, {"W": W}, show=False).text


@pytest.mark.parametrize("scale", [3.0, 6.0])
def test_a_network_that_is_very_sure_of_itself_is_judged_by_the_digits_its_cost_has(scale):
    draw = np.random.default_rng(1)
    X, Y = draw.normal(size=(3, 20)), draw.integers(0, 2, size=(1, 20))
    W = scale * draw.normal(size=(1, 3))

    def cost(p):
        A = 1 / (1 + np.exp(-(p["W"] @ X)))
        return -np.mean(np.where(Y == 1, np.log(A), np.log(1 - A)))

    found = (1 / (1 + np.exp(-(W @ X))) - Y) @ X.T / 20
    assert helpers.gradients.check(cost, {"dW": found}, {"W": W}, show=False).passed
    assert not helpers.gradients.check(cost, {"dW": 1.05 * found}, {"W": W}, show=False).passed


def test_a_cost_that_has_stopped_moving_is_not_blamed_on_a_factor():
    X = np.array([[900.0, -800.0, 950.0]])

    def cost(p):
        A = 1 / (1 + np.exp(-np.clip(p["w"] @ X, -60, 60)))
        return -np.mean(np.log(np.maximum(A, 1e-300))) + np.sum(p["b"] ** 2)

    found = {"dw": np.array([[-1.0, 3.0]]).T @ np.ones((1, 1)), "db": 2 * np.ones((1, 1))}
    report = helpers.gradients.check(
        lambda p: cost({"w": p["w"].T[:, :1], "b": p["b"]}),
        found,
        {"w": np.ones((2, 1)), "b": np.ones((1, 1))},
        show=False,
    )
    assert report.wrong == ["dw"]
    assert "the cost does not move with w" in report.sentences[0]


def test_gradients_of_a_silent_parameter_are_right_when_zero_and_that_is_said():
    report = helpers.gradients.check(
        lambda p: p["a"] ** 2 + 0 * np.sum(p["b"]),
        {"da": 6.0, "db": np.zeros((2, 1))},
        {"a": 3.0, "b": np.ones((2, 1))},
        show=False,
    )
    assert report.passed
    assert "zero: here the cost does not depend on it" in report.findings[1].sentence


def test_slopes_that_vanish_through_twelve_layers_are_measured_and_zero_is_refused():
    draw = np.random.default_rng(0)
    x, sizes = torch.tensor(draw.normal(size=(5, 8))), [5] + 12 * [4]
    parameters = {f"W{k}": 0.3 * draw.normal(size=(sizes[k + 1], sizes[k])) for k in range(12)}

    def loss(p):
        a = x
        for k in range(12):
            a = torch.sigmoid(p[f"W{k}"] @ a)
        return a.mean()

    cost, found = by_torch(loss, parameters)
    assert 0 < np.abs(found["dW0"]).max() < 1e-11
    assert helpers.gradients.check(cost, found, parameters, show=False).passed
    report = helpers.gradients.check(cost, found | {"dW0": 0 * found["dW0"]}, parameters, show=False)
    assert report.sentences == ["dW0 is zero everywhere."]


def test_later_notebooks_networks_pass_batch_norm_pooling_recurrence_and_an_l1_penalty():
    draw = np.random.default_rng(1)
    x, labels = torch.tensor(draw.normal(size=(8, 5))), torch.tensor(draw.integers(0, 3, 8))
    pictures = torch.tensor(draw.normal(size=(3, 2, 8, 8)))

    def batch_norm(p):
        z = x @ p["W"] + p["b"]
        z = (z - z.mean(0)) / torch.sqrt(z.var(0, unbiased=False) + 1e-8)
        return torch.nn.functional.cross_entropy(torch.relu(p["gamma"] * z + p["beta"]) @ p["V"], labels)

    def pooling(p):
        h = torch.nn.functional.max_pool2d(torch.relu(torch.nn.functional.conv2d(pictures, p["F"], p["c"])), 2)
        return (h.flatten(1) @ p["V"]).pow(2).mean()

    def recurrence(p):
        h = torch.zeros(4, 1, dtype=torch.float64)
        for t in range(30):
            h = torch.tanh(p["Waa"] @ h + p["Wax"] @ x[t % 8].reshape(5, 1) + p["ba"])
        return (p["Wya"] @ h).pow(2).sum()

    def penalty(p):
        return (x @ p["w"]).pow(2).mean() + 0.3 * p["w"].abs().sum()

    for loss, shapes in [
        (batch_norm, {"W": (5, 6), "b": (6,), "gamma": (6,), "beta": (6,), "V": (6, 3)}),
        (pooling, {"F": (3, 2, 3, 3), "c": (3,), "V": (27, 2)}),
        (recurrence, {"Waa": (4, 4), "Wax": (4, 5), "ba": (4, 1), "Wya": (1, 4)}),
        (penalty, {"w": (5, 1)}),
    ]:
        parameters = {name: 0.6 * draw.normal(size=shape) for name, shape in shapes.items()}
        if loss is penalty:
            parameters["w"][[1, 3]] = 0.0
        cost, found = by_torch(loss, parameters)
        report = helpers.gradients.check(cost, found, parameters, show=False)
        assert report.passed, report.text
        name = list(found)[-1]
        assert helpers.gradients.check(cost, found | {name: 1.01 * found[name]}, parameters, show=False).wrong == [name]


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1.0, 1e4])
def test_parameters_of_any_size_are_measured(scale):
    w = scale * np.random.default_rng(2).normal(size=(3, 2))

    def cost(given):
        return np.sin(np.sum((given / scale) ** 2))

    found = np.cos(np.sum((w / scale) ** 2)) * 2 * w / scale**2
    assert helpers.gradients.check(cost, found, w, show=False).passed
    assert "factor 2" in helpers.gradients.check(cost, 2 * found, w, show=False).sentences[0]


def test_parameters_and_gradients_stay_as_they_are():
    problem = wide(7)
    before = {name: value.copy() for name, value in (problem.parameters | problem.gradients).items()}
    for value in before.values():
        value.setflags(write=False)
    problem.check()
    for name, value in (problem.parameters | problem.gradients).items():
        assert np.array_equal(value, before[name])


def test_a_cost_that_changes_its_parameters_is_told():
    problem = wide(8)

    def cost(p):
        p["W1"] -= 0.01
        return problem.cost(p)

    def rarely(p):
        if p["b2"][0, 0] != problem.parameters["b2"][0, 0]:
            p["W1"][0, 0] = 0
        return problem.cost(p)

    assert (
        "changes W1 in place"
        in helpers.gradients.check(cost, problem.gradients, problem.parameters, show=False).problem
    )
    assert "changes W1" in helpers.gradients.check(rarely, problem.gradients, problem.parameters, show=False).problem


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (lambda p: float(np.random.default_rng().random()), "The cost is random"),
        (lambda p: 3.0, "does not change at all when the parameters change"),
        (lambda p: (3.0, "cache"), "the function returns 2 values"),
        (lambda p: None, "type NoneType"),
        (lambda p: p["W1"], "should be one number"),
        (lambda p: np.float32(np.sum(p["W1"] ** 2)), "comes back in float32"),
        (lambda p: np.nan, "The cost is nan"),
        (lambda p: np.inf, "The cost is inf"),
    ],
)
def test_a_cost_that_cannot_be_measured_is_told(cost, words):
    problem = wide(9)
    report = helpers.gradients.check(cost, problem.gradients, problem.parameters, show=False)
    assert not report.passed
    assert words in report.problem
    assert report.text == f"✗ {report.problem}"
    assert repr(report) == "<gradients: not measured>"
