"""Splitting, diagnosing and normalizing agree with what others compute: scikit-learn, SciPy, PyTorch; and the week's tools."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy.integrate import dblquad
from scipy.stats import chisquare, norm, zscore
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import ShuffleSplit, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from grader_tests import grade
from helpers import datasets
from solutions import c2w1_train_dev_test as solved

SHEET = "c2w1_train_dev_test"


@pytest.mark.parametrize(
    ("m", "shares"),
    [
        (100, (60, 20, 20)),
        (10_000, (60, 20, 20)),
        (1_000_000, (98, 1, 1)),
        (4_000_000, (Fraction("99.5"), Fraction("0.25"), Fraction("0.25"))),
    ],
)
def test_sizes_are_the_documents_shares(m, shares):
    assert [100 * Fraction(size, m) for size in solved.split_sizes(m)] == list(shares)


def test_sizes_add_up_and_never_shrink_as_the_data_grows():
    sizes = np.array([solved.split_sizes(m) for m in range(1, 60_000)])
    assert np.array_equal(sizes.sum(axis=1), np.arange(1, 60_000))
    assert np.all(np.diff(sizes[:, 1]) >= 0)
    assert np.array_equal(sizes[:, 1], sizes[:, 2])


@pytest.mark.parametrize("m", [11, 250, 4321])
def test_sizes_are_those_scikit_learn_cuts(m):
    m_train, m_dev, m_test = solved.split_sizes(m)
    rest, test = train_test_split(np.arange(m), test_size=m_test, random_state=0)
    train, dev = train_test_split(rest, test_size=m_dev, random_state=0)
    assert (len(train), len(dev), len(test)) == (m_train, m_dev, m_test)


def test_a_split_deals_every_example_once_with_its_label():
    X, Y = datasets.make_moons(83, seed=4)
    parts = solved.split(X, Y, 20, 13, seed=5)
    assert [part[0].shape for part in parts] == [(2, 50), (2, 20), (2, 13)]
    assert [part[1].shape for part in parts] == [(1, 50), (1, 20), (1, 13)]
    dealt = np.concatenate([np.vstack(part) for part in parts], axis=1)
    whole = np.vstack([X, Y])
    assert np.array_equal(dealt[:, np.lexsort(dealt)], whole[:, np.lexsort(whole)])


def test_every_example_is_equally_likely_in_every_set_as_with_shuffle_split():
    numbers, runs = np.arange(12).reshape(1, 12), 3000
    ours = np.array([solved.split(numbers, numbers, 3, 4, seed=seed)[2][0][0] for seed in range(runs)])
    theirs = np.array([test for _, test in ShuffleSplit(runs, test_size=4, random_state=0).split(numbers.T)])
    for chosen in (ours, theirs):
        assert chisquare(np.bincount(chosen.ravel(), minlength=12)).pvalue > 0.001


def test_a_split_of_lists_from_scikit_learn_gets_full_marks():
    def with_scikit_learn(X, Y, m_dev, m_test, seed=0):
        pieces, rest = {}, np.arange(X.shape[1])
        for name, size in (("dev", m_dev), ("test", m_test)):
            if size in (0, len(rest)):
                pieces[name], rest = rest[:size], rest[size:]
            else:
                rest, pieces[name] = train_test_split(rest, test_size=size, random_state=seed)
        return [[X[:, piece], Y[:, piece]] for piece in (rest, pieces["dev"], pieces["test"])]

    result = grade(f"{SHEET}/split", with_scikit_learn)
    assert result.score == 1.0, result.message


def test_normalizing_is_scikit_learns_standard_scaler():
    draw = np.random.default_rng(0)
    X = draw.normal(size=(5, 40)) * np.array([[1], [100], [0.01], [7], [3]]) + np.array([[0], [-50], [3], [20], [1]])
    X[3] = 4.0
    scaler = StandardScaler().fit(X[:, :25].T)
    Z_train, Z_test, mu, sigma = solved.normalize_inputs(X[:, :25], X[:, 25:])
    assert np.allclose(Z_train, scaler.transform(X[:, :25].T).T, atol=1e-12)
    assert np.allclose(Z_test, scaler.transform(X[:, 25:].T).T, atol=1e-12)
    assert np.allclose(mu[:, 0], scaler.mean_)
    assert np.allclose(sigma[:, 0], scaler.scale_)


def test_normalizing_is_scipys_zscore_and_pytorchs_layer_norm():
    X = np.random.default_rng(1).normal(3, 20, size=(4, 30))
    Z = solved.normalize_inputs(X, X)[0]
    assert np.allclose(Z, zscore(X, axis=1, ddof=0))
    assert np.allclose(Z, torch.nn.functional.layer_norm(torch.tensor(X), (30,), eps=0.0).numpy())


def test_normalizing_changes_the_weights_but_not_what_a_model_can_say():
    weather = datasets.load_weather_seattle()
    X, y = np.stack([weather["temp_max"], weather["wind"]]), weather["precipitation"] > 0
    Z, _, mu, sigma = solved.normalize_inputs(X, X)
    raw, scaled = (LogisticRegression(C=1e10, tol=1e-10, max_iter=10_000).fit(data.T, y) for data in (X, Z))
    assert np.allclose(scaled.coef_[0], raw.coef_[0] * sigma[:, 0], rtol=1e-3)
    assert np.allclose(scaled.intercept_, raw.intercept_ + raw.coef_ @ mu[:, 0], rtol=1e-3)


def test_the_bayes_error_of_two_blobs_makes_good_models_good():
    bayes = norm.cdf(-np.sqrt(2))
    (X, Y), (X_dev, Y_dev) = datasets.make_blobs_2d(4000, seed=1), datasets.make_blobs_2d(4000, seed=2)
    linear = LinearDiscriminantAnalysis().fit(X.T, Y[0])
    errors = [np.mean(linear.predict(data.T) != labels[0]) for data, labels in ((X, Y), (X_dev, Y_dev))]
    assert solved.diagnose(*errors, bayes)["verdict"] == "low bias and low variance"
    assert solved.diagnose(*errors, 0.0)["verdict"] == "high bias"


@pytest.mark.parametrize(
    ("model", "verdict", "next_step"),
    [
        (DummyClassifier(), "high bias", "bigger network"),
        (DecisionTreeClassifier(random_state=0), "high variance", "more data"),
        (LinearDiscriminantAnalysis(), "low bias and low variance", "done"),
    ],
)
def test_models_of_known_character_get_their_verdicts(model, verdict, next_step):
    bayes = norm.cdf(-np.sqrt(2))
    (X, Y), (X_dev, Y_dev) = datasets.make_blobs_2d(2000, seed=3), datasets.make_blobs_2d(2000, seed=4)
    model.fit(X.T, Y[0])
    errors = [np.mean(model.predict(data.T) != labels[0]) for data, labels in ((X, Y), (X_dev, Y_dev))]
    found = solved.diagnose(*errors, bayes)
    assert (found["verdict"], found["next_step"]) == (verdict, next_step)
    assert bayes + found["avoidable_bias"] + found["variance"] == pytest.approx(errors[1])


def test_the_notebooks_bayes_error_of_the_moons_is_scipys_integral():
    """The notebook adds up the thinner density on a grid; SciPy integrates it, and the best classifier meets it on points."""
    noise = 0.3
    angle = np.pi * (np.arange(200) + 0.5) / 200
    moon = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])

    def density(x, y, sign):
        squares = (x - sign * moon[0]) ** 2 + (y - sign * moon[1]) ** 2
        return np.exp(-squares / (2 * noise**2)).mean() / (2 * np.pi * noise**2)

    thinner = dblquad(lambda y, x: min(density(x, y, 1), density(x, y, -1)) / 2, -3, 3, -3, 3, epsabs=1e-3)[0]
    assert thinner == pytest.approx(0.085, abs=0.001)
    X, Y = datasets.make_moons(4000, noise=noise, seed=0)
    says = [density(x, y, -1) > density(x, y, 1) for x, y in X.T]
    assert np.mean(says != Y[0]) == pytest.approx(thinner, abs=4 * np.sqrt(thinner * (1 - thinner) / 4000))


def test_a_wrong_split_never_passes():
    def half_shuffled(X, Y, m_dev, m_test, seed=0):
        """Shuffle what is for training only; dev and test set are cut off the end."""
        m = X.shape[1]
        order = np.random.default_rng(seed).permutation(m - m_dev - m_test)
        ends = [slice(m - m_dev - m_test, m - m_test), slice(m - m_test, m)]
        return (X[:, order], Y[:, order]), *((X[:, end], Y[:, end]) for end in ends)

    def two_orders(X, Y, m_dev, m_test, seed=0):
        right = solved.split(X, Y, m_dev, m_test, seed)
        return [(part[0], part[1][:, ::-1]) for part in right]

    for function in (half_shuffled, two_orders):
        assert not grade(f"{SHEET}/split", function).passed
