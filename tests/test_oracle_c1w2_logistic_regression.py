"""Logistic regression agrees with what others compute: central differences, SciPy, scikit-learn, PyTorch."""

import numpy as np
import pytest
import torch
from scipy import stats
from sklearn.linear_model import LogisticRegression

from helpers.activations import sigmoid
from solutions import c1w2_logistic_regression as solved


@pytest.fixture
def problem():
    """Return (w, b, X, Y) with 4 features and 30 examples."""
    draw = np.random.default_rng(7)
    X = draw.normal(size=(4, 30))
    Y = (draw.random((1, 30)) < sigmoid(X[:1] - X[1:2])).astype(int)
    return draw.normal(size=(4, 1)), 0.3, X, Y


@pytest.mark.parametrize("propagate", [solved.propagate, solved.propagate_loop])
def test_gradients_agree_with_central_differences(propagate, problem):
    w, b, X, Y = problem
    grads, _ = propagate(w, b, X, Y)
    for j in range(4):
        step = np.zeros((4, 1))
        step[j] = 1e-6
        slope = (propagate(w + step, b, X, Y)[1] - propagate(w - step, b, X, Y)[1]) / 2e-6
        assert grads["dw"][j, 0] == pytest.approx(slope, rel=1e-6, abs=1e-9)
    slope = (propagate(w, b + 1e-6, X, Y)[1] - propagate(w, b - 1e-6, X, Y)[1]) / 2e-6
    assert grads["db"] == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("propagate", [solved.propagate, solved.propagate_loop])
def test_cost_and_gradients_agree_with_pytorch(propagate, problem):
    w, b, X, Y = problem
    weights, bias = torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True, dtype=torch.float64)
    logits = (weights.T @ torch.tensor(X) + bias)[0]
    cost = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(Y[0], dtype=torch.float64))
    cost.backward()
    grads, ours = propagate(w, b, X, Y)
    assert ours == pytest.approx(cost.item(), rel=1e-12)
    np.testing.assert_allclose(grads["dw"], weights.grad.numpy(), rtol=1e-10)
    assert grads["db"] == pytest.approx(bias.grad.item(), rel=1e-10)


def test_gradient_descent_arrives_where_scikit_learn_does(problem):
    _, _, X, Y = problem
    params, _, costs = solved.optimize(*solved.initialize_with_zeros(4), X, Y, num_iterations=20_000, learning_rate=0.5)
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(X.T, Y[0])
    np.testing.assert_allclose(params["w"][:, 0], theirs.coef_[0], rtol=1e-3)
    assert params["b"] == pytest.approx(theirs.intercept_[0], rel=1e-3)
    assert np.array_equal(solved.predict(params["w"], params["b"], X)[0], theirs.predict(X.T))
    assert np.all(np.diff(costs) < 1e-12)


def test_the_log_likelihood_is_that_of_bernoulli_trials(problem):
    w, b, X, Y = problem
    A = sigmoid(w.T @ X + b)
    assert solved.log_likelihood(A, Y) == pytest.approx(stats.bernoulli.logpmf(Y, A).sum(), rel=1e-12)


def test_flattened_pictures_can_be_put_together_again():
    images = np.random.default_rng(0).integers(0, 256, (5, 4, 3, 2))
    X = solved.flatten_images(images)
    assert X.shape == (24, 5)
    assert np.array_equal(X.T.reshape(images.shape), images)


def test_the_sigmoid_agrees_with_pytorch_and_does_not_overflow():
    z = np.array([-1000.0, -30, -1, 0, 1, 30, 1000])
    np.testing.assert_allclose(sigmoid(z), torch.sigmoid(torch.tensor(z)).numpy(), atol=1e-15)
    assert float(sigmoid(0)) == 0.5
