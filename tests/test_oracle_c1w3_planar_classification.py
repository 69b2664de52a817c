"""The network with one hidden layer agrees with what others compute: central differences, PyTorch, scikit-learn."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.neural_network import MLPClassifier

from grader_tests import grade
from helpers import datasets, plots
from solutions import c1w3_planar_classification as solved

NAMES = ("W1", "b1", "W2", "b2")


def network(n_x, n_h, n_y, m, seed=7):
    """Return (parameters, X, Y) of a network with random numbers of ordinary size."""
    draw = np.random.default_rng(seed)
    shapes = [(n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)]
    parameters = {name: draw.normal(size=shape) for name, shape in zip(NAMES, shapes)}
    return parameters, draw.normal(size=(n_x, m)), draw.integers(0, 2, size=(n_y, m))


def in_torch(parameters, X):
    """Return the parameters as tensors with gradients, and the logits that PyTorch computes from them."""
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    hidden = torch.tanh(tensors["W1"] @ torch.tensor(X) + tensors["b1"])
    return tensors, tensors["W2"] @ hidden + tensors["b2"]


def mean_loss(logits, Y):
    """Return PyTorch's cross-entropy: summed over the outputs, mean over the examples."""
    target = torch.tensor(Y, dtype=torch.float64)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="sum") / Y.shape[1]


@pytest.mark.parametrize("sizes", [(2, 4, 1, 9), (3, 1, 1, 1), (1, 5, 3, 6)])
def test_probabilities_and_gradients_agree_with_pytorch(sizes):
    parameters, X, Y = network(*sizes)
    tensors, logits = in_torch(parameters, X)
    mean_loss(logits, Y).backward()
    A2, cache = solved.forward_propagation(X, parameters)
    grads = solved.backward_propagation(parameters, cache, X, Y)
    np.testing.assert_allclose(A2, torch.sigmoid(logits).detach(), rtol=1e-12)
    for name in NAMES:
        np.testing.assert_allclose(grads[f"d{name}"], tensors[name].grad, rtol=1e-9, atol=1e-13)


def test_gradients_agree_with_central_differences():
    parameters, X, Y = network(2, 3, 1, 8)
    grads = solved.backward_propagation(parameters, solved.forward_propagation(X, parameters)[1], X, Y)
    for name in NAMES:
        for place in np.ndindex(parameters[name].shape):
            costs = []
            for nudge in (1e-6, -1e-6):
                moved = {**parameters, name: parameters[name].copy()}
                moved[name][place] += nudge
                costs.append(solved.compute_cost(solved.forward_propagation(X, moved)[0], Y))
            assert grads[f"d{name}"][place] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-6, abs=1e-9)


def test_the_slope_of_the_output_in_the_hidden_layers_place_does_not_agree_with_pytorch():
    parameters, X, Y = network(2, 4, 1, 9)
    tensors, logits = in_torch(parameters, X)
    mean_loss(logits, Y).backward()
    A2, _ = solved.forward_propagation(X, parameters)
    as_on_the_slide = (parameters["W2"].T @ (A2 - Y) * (A2 * (1 - A2))) @ X.T / 9
    assert np.abs(as_on_the_slide - tensors["W1"].grad.numpy()).max() > 0.01


def test_the_cost_agrees_with_scikit_learn_for_numbers_and_truth_values():
    draw = np.random.default_rng(1)
    A2, Y = draw.uniform(0.01, 0.99, (1, 50)), draw.integers(0, 2, (1, 50))
    assert solved.compute_cost(A2, Y) == pytest.approx(log_loss(Y[0], A2[0]), rel=1e-12)
    assert solved.compute_cost(A2, Y.astype(bool)) == solved.compute_cost(A2, Y)
    assert type(solved.compute_cost(A2, Y)) is float


def test_training_is_pytorchs_gradient_descent_with_learning_rate_1_2():
    X, Y = datasets.make_planar(m=60, seed=4)
    np.random.seed(3)
    tensors, _ = in_torch(solved.initialize_parameters(2, 5, 1), X)
    descent = torch.optim.SGD(tensors.values(), lr=1.2)
    for _ in range(150):
        descent.zero_grad()
        hidden = torch.tanh(tensors["W1"] @ torch.tensor(X) + tensors["b1"])
        mean_loss(tensors["W2"] @ hidden + tensors["b2"], Y).backward()
        descent.step()
    trained = solved.nn_model(X, Y, n_h=5, num_iterations=150)
    for name in NAMES:
        np.testing.assert_allclose(trained[name], tensors[name].detach(), rtol=1e-7, atol=1e-12)


def test_starting_weights_are_the_field_s_draws_and_no_seed_is_set():
    np.random.seed(2)
    first, second = solved.initialize_parameters(2, 4, 1), solved.initialize_parameters(2, 4, 1)
    np.random.seed(2)
    assert np.array_equal(first["W1"], np.random.randn(4, 2) * 0.01)
    assert np.array_equal(first["W2"], np.random.randn(1, 4) * 0.01)
    assert not np.array_equal(first["W1"], second["W1"])


def test_training_seeds_itself_and_says_its_cost_every_1000_steps(capsys):
    X, Y = datasets.make_planar(m=12)
    first = solved.nn_model(X, Y, 3, num_iterations=1001, print_cost=True)
    np.random.seed(99)
    second = solved.nn_model(X, Y, 3, num_iterations=1001)
    assert all(np.array_equal(first[name], second[name]) for name in NAMES)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_sizes_are_a_tuple_and_predictions_keep_their_axis():
    X, Y = datasets.make_planar(m=1)
    assert solved.layer_sizes(X, Y) == (2, 4, 1)
    assert type(solved.layer_sizes(X, Y)) is tuple
    assert solved.predict(solved.initialize_parameters(2, 4, 1), X).shape == (1, 1)


def test_four_units_do_as_well_on_the_flower_as_scikit_learns_network_and_a_line_does_not():
    X, Y = datasets.make_planar(seed=3)
    X_new, Y_new = datasets.make_planar(m=4000, seed=99)
    ours = np.mean(solved.predict(solved.nn_model(X, Y, 4, num_iterations=5000), X_new) == Y_new)
    theirs = MLPClassifier((4,), activation="tanh", solver="lbfgs", alpha=0, max_iter=2000, random_state=1)
    line = LogisticRegression(C=1e6).fit(X.T, Y[0])
    assert ours > accuracy_score(Y_new[0], theirs.fit(X.T, Y[0]).predict(X_new.T)) - 0.03
    assert ours > 0.9
    assert accuracy_score(Y_new[0], line.predict(X_new.T)) < 0.6


@pytest.mark.parametrize("value", [0.0, 0.5])
def test_equal_starting_weights_stay_equal(value):
    X, Y = datasets.make_planar(m=90, seed=3)
    parameters = {"W1": np.full((4, 2), value), "b1": np.zeros((4, 1))}
    parameters |= {"W2": np.full((1, 4), value), "b2": np.zeros((1, 1))}
    for _ in range(200):
        _, cache = solved.forward_propagation(X, parameters)
        parameters = solved.update_parameters(parameters, solved.backward_propagation(parameters, cache, X, Y))
    assert np.ptp(parameters["W1"], axis=0).max() < 1e-9
    assert (np.abs(parameters["W1"] - value).max() > 0.1) == (value != 0)


@pytest.mark.parametrize("make", [datasets.make_planar, datasets.make_moons, datasets.make_blobs_2d])
def test_made_up_sets_are_balanced_repeat_and_differ_by_seed(make):
    for m in (1, 2, 7, 200):
        X, Y = make(m, seed=5)
        assert (X.shape, Y.shape, int(Y.sum())) == ((2, m), (1, m), m // 2)
        assert np.array_equal(X, make(m, seed=5)[0])
        assert not np.array_equal(X, make(m, seed=6)[0])


def test_moons_are_each_others_mirror_image_and_no_line_parts_them():
    X, Y = datasets.make_moons(m=2000, noise=0.0)
    centre, radius = np.where(Y == 1, [[0.5], [0.25]], [[-0.5], [-0.25]]), np.ones(2000)
    np.testing.assert_allclose(np.hypot(*(X - centre)), radius, rtol=1e-12)
    assert LogisticRegression().fit(X.T, Y[0]).score(X.T, Y[0]) < 0.95
    assert MLPClassifier((8,), solver="lbfgs", random_state=0, max_iter=2000).fit(X.T, Y[0]).score(X.T, Y[0]) == 1.0


def test_a_boundary_is_drawn_for_labels_and_for_probabilities_and_shown_with_alt_text(capsys):
    X, Y = datasets.make_moons(m=40)
    for predict in (lambda Z: Z[:1] > 0, lambda Z: 1 / (1 + np.exp(-Z[0])), lambda Z: np.zeros(Z.shape[1])):
        _, axes = plots.new_figure()
        plots.decision_boundary(predict, X, Y, title="a line", axes=axes)
        assert axes.get_title() == "a line"
    plots.decision_boundary(lambda Z: Z[:1] > 0, X, Y, title="a line", alt="a vertical line between two half moons")
    assert "a vertical line between two half moons" in capsys.readouterr().out
    with pytest.raises(ValueError, match="alt text"):
        plots.decision_boundary(lambda Z: Z[:1] > 0, X, Y, title="a line")


def test_any_random_generator_will_do_and_chance_never_fails_it():
    def initialize_parameters(n_x, n_h, n_y):
        draw = np.random.default_rng()
        W2, W1 = 0.01 * draw.normal(size=(n_y, n_h)), draw.normal(0, 0.01, size=(n_h, n_x))
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

    for _ in range(50):
        result = grade("c1w3_planar_classification/initialize_parameters", initialize_parameters)
        assert result.score == 1.0, result.message


def test_weights_drawn_in_another_order_and_too_large_are_still_named():
    def initialize_parameters(n_x, n_h, n_y):
        W2, W1 = np.random.randn(n_y, n_h), np.random.randn(n_h, n_x)
        return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}

    result = grade("c1w3_planar_classification/initialize_parameters", initialize_parameters)
    assert (result.score, result.misconception) == (0.0, "no-scale")
