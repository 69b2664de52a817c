"""Gradient checking agrees with what others compute: PyTorch, SciPy, exact fractions; and its checks judge fairly."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import torch
from scipy.spatial.distance import cosine
from sklearn.metrics import log_loss

from grader_tests import exercises, grade
from grader_tests.inputs_c2w1_gradient_checking import examples, weights
from helpers.networks import forward_propagation_n
from solutions import c2w1_gradient_checking as solved

SHEET = "c2w1_gradient_checking"
NAMES = ["W1", "b1", "W2", "b2", "W3", "b3"]


def by_torch(parameters, X, Y):
    """Return (cost, gradients) of three layers (ReLU, ReLU, sigmoid) from PyTorch."""
    p = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    A = torch.tensor(X)
    for layer in ("1", "2"):
        A = torch.relu(p["W" + layer] @ A + p["b" + layer])
    logits = p["W3"] @ A + p["b3"]
    truth = torch.tensor(np.reshape(Y, (1, -1)), dtype=torch.float64)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth)
    cost.backward()
    return cost.item(), {f"d{name}": p[name].grad.numpy() for name in NAMES}


def problem(seed, m=6, sizes=(4, 5, 3, 1)):
    return weights(*sizes, seed=seed), *examples(sizes[0], m, seed)


@pytest.mark.parametrize("epsilon", [Fraction(1, 100), Fraction(1, 10), Fraction(3, 7)])
def test_quotients_of_the_cube_are_those_of_exact_fractions(epsilon):
    one_sided, two_sided = solved.difference_quotients(lambda t: t**3, Fraction(1), epsilon)
    assert one_sided == 3 + 3 * epsilon + epsilon**2
    assert two_sided == 3 + epsilon**2


def test_the_documents_two_numbers_come_out():
    one_sided, two_sided = solved.difference_quotients(lambda t: t**3, 1.0, 0.01)
    assert one_sided == pytest.approx(3.0301, abs=1e-12)
    assert two_sided == pytest.approx(3.0001, abs=1e-12)


@pytest.mark.parametrize("function", [np.sin, np.exp, np.log])
def test_the_one_sided_quotient_is_scipys(function):
    found = solved.difference_quotients(function, 1.3, 1e-6)
    wanted = scipy.optimize.approx_fprime(np.array([1.3]), lambda t: function(t[0]), 1e-6)[0]
    assert found[0] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("x", [-2.0, 0.0, 0.5, 7.0])
def test_the_slope_of_the_smallest_model_is_pytorchs(x):
    theta = torch.tensor(1.7, dtype=torch.float64, requires_grad=True)
    cost = theta * x
    cost.backward()
    assert solved.forward_propagation(x, 1.7) == cost.item()
    assert solved.backward_propagation(x, 1.7) == theta.grad.item()


@pytest.mark.parametrize("n", [1, 2, 30])
def test_the_relative_difference_is_made_of_scipys_norms(n):
    draw = np.random.default_rng(n)
    for _ in range(20):
        a, b = draw.normal(size=(2, n, 1))
        wanted = scipy.linalg.norm(a - b) / (scipy.linalg.norm(a) + scipy.linalg.norm(b))
        assert solved.relative_difference(a, b) == pytest.approx(wanted, rel=1e-14)
        assert 0 <= solved.relative_difference(a, b) <= 1
        assert solved.relative_difference(a, -a) == pytest.approx(1)
        turned = solved.relative_difference(a, b * np.linalg.norm(a) / np.linalg.norm(b))
        assert turned == pytest.approx(np.sqrt(cosine(a.ravel(), b.ravel()) / 2), abs=1e-7)


def test_two_zero_gradients_agree_and_nan_never_does():
    assert solved.relative_difference(np.zeros((3, 1)), np.zeros((3, 1))) == 0
    assert solved.relative_difference(0.0, 0.0) == 0
    assert np.isnan(solved.relative_difference(np.full((3, 1), np.nan), np.ones((3, 1))))


@pytest.mark.parametrize("sizes", [(2, 1), (3, 4, 2), (4, 5, 3, 1)])
def test_the_vector_is_pytorchs_and_the_way_back_gives_the_same_arrays(sizes):
    parameters = weights(*sizes, seed=1)
    column = solved.dictionary_to_vector(parameters)
    flat = torch.nn.utils.parameters_to_vector([torch.tensor(value) for value in parameters.values()])
    assert np.array_equal(column, flat.numpy()[:, None])
    again = solved.vector_to_dictionary(column, parameters)
    assert list(again) == list(parameters)
    for name, value in parameters.items():
        assert np.array_equal(again[name], value)


@pytest.mark.parametrize("m", [1, 6, 40])
@pytest.mark.parametrize("seed", range(4))
def test_the_mended_gradients_and_the_cost_are_pytorchs(m, seed):
    parameters, X, Y = problem(seed, m)
    for labels in (Y, Y[0]):
        cost, cache = forward_propagation_n(X, labels, parameters)
        wanted_cost, wanted = by_torch(parameters, X, Y)
        assert cost == pytest.approx(wanted_cost, rel=1e-8)
        found = solved.backward_propagation_n(X, labels, cache)
        for name, value in wanted.items():
            assert found[name].shape == value.shape
            assert np.allclose(found[name], value, rtol=1e-9, atol=1e-12)


def test_the_cost_is_scikit_learns():
    parameters, X, Y = problem(7, 30)
    cost, cache = forward_propagation_n(X, Y, parameters)
    assert cost == pytest.approx(log_loss(Y[0], cache[9][0]), rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_pytorchs_gradients_pass_and_changed_ones_do_not(seed):
    parameters, X, Y = problem(seed)
    _, right = by_torch(parameters, X, Y)
    assert solved.gradient_check_n(parameters, right, X, Y) < 2e-7
    draw = np.random.default_rng(seed)
    name = "d" + draw.choice([name for name in NAMES if np.abs(right["d" + name]).max() > 1e-3])
    for change in (2 * right[name], -right[name], right[name] + 0.01, 0 * right[name]):
        assert solved.gradient_check_n(parameters, right | {name: change}, X, Y) > 1e-5


def test_a_doubled_gradient_gives_the_number_it_must():
    """With g everywhere doubled the difference is ‖g‖ / (2‖g‖ + ‖g‖), one third; with g turned round it is 1."""
    parameters, X, Y = problem(3)
    _, right = by_torch(parameters, X, Y)
    doubled, turned = ({name: factor * value for name, value in right.items()} for factor in (2, -1))
    assert solved.gradient_check_n(parameters, doubled, X, Y) == pytest.approx(1 / 3, abs=1e-6)
    assert solved.gradient_check_n(parameters, turned, X, Y) == pytest.approx(1, abs=1e-6)


def test_the_check_of_one_parameter_tells_a_sine_from_its_half():
    def forward(x, t):
        return np.sin(t * x)

    def backward(x, t):
        return x * np.cos(t * x)

    assert solved.gradient_check(2.0, 0.4, forward=forward, backward=backward) < 1e-8
    halved = solved.gradient_check(2.0, 0.4, forward=forward, backward=lambda x, t: backward(x, t) / 2)
    assert halved == pytest.approx(1 / 3, abs=1e-7)


def test_the_planted_faults_are_those_the_sheet_knows():
    exercise = next(one for one in exercises() if one.id == f"{SHEET}/backward_propagation_n")
    parameters, X, Y = problem(2)
    _, cache = forward_propagation_n(X, Y, parameters)
    right, planted = solved.backward_propagation_n(X, Y, cache), exercise.wrong("untouched")(X, Y, cache)
    for name in right:
        factor = {"dW2": 2, "db1": 4}.get(name, 1)
        assert np.allclose(planted[name], factor * right[name])


def test_correct_but_different_answers_get_full_marks():
    def float_check(x, theta, epsilon=1e-7, print_msg=False, forward=None, backward=None):
        return np.array([[float(solved.gradient_check(x, theta, epsilon, print_msg, forward, backward))]])

    def talkative(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
        print("checking", len(parameters))
        return solved.gradient_check_n(parameters, gradients, X, Y, epsilon, True)

    def more_keys(X, Y, cache):
        return {"m": X.shape[1], **solved.backward_propagation_n(X, Y, cache)}

    def a_list(f, theta, epsilon=0.01):
        return list(solved.difference_quotients(f, theta, epsilon))

    def hand_repaired(X, Y, cache):
        grads = {name: value.copy() for name, value in solved.backward_propagation_n(X, Y, cache).items()}
        grads["dW2"] = 2 * grads["dW2"] / 2
        return grads

    for name, function in {
        "gradient_check": float_check,
        "gradient_check_n": talkative,
        "backward_propagation_n": more_keys,
        "difference_quotients": a_list,
    }.items():
        assert grade(f"{SHEET}/{name}", function).score == 1.0
    assert grade(f"{SHEET}/backward_propagation_n", hand_repaired).score == 1.0


def test_wrong_answers_that_nobody_has_listed_do_not_pass():
    def mean_of_squares(grad, gradapprox):
        size = np.mean(np.abs(grad)) + np.mean(np.abs(gradapprox))
        return np.mean(np.abs(grad - gradapprox)) / size if size else 0.0

    def always_fine(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
        return 1e-8

    def always_bad(x, theta, epsilon=1e-7, print_msg=False, forward=None, backward=None):
        return 1.0

    def in_place(X, Y, cache):
        found = solved.backward_propagation_n(X, Y, cache)
        cache[0][cache[0] <= 0] = 0
        return found

    def squeezed(theta, parameters):
        return {name: np.squeeze(value) for name, value in solved.vector_to_dictionary(theta, parameters).items()}

    def hard_coded_m(X, Y, cache):
        m, found = 3, solved.backward_propagation_n(X, Y, cache)
        return {name: value * (X.shape[1] / m if name[1] in "Wb" else 1) for name, value in found.items()}

    for name, function in {
        "relative_difference": mean_of_squares,
        "gradient_check_n": always_fine,
        "gradient_check": always_bad,
        "backward_propagation_n": in_place,
        "vector_to_dictionary": squeezed,
    }.items():
        assert not grade(f"{SHEET}/{name}", function).passed
    assert not grade(f"{SHEET}/backward_propagation_n", hard_coded_m).passed
