"""Word vectors against SciPy, PyTorch, scikit-learn and central differences."""

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cosine, pdist, squareform
from scipy.stats import entropy
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.manifold import TSNE, _t_sne

from helpers.datasets import load_glove
from helpers.skip_gram import SkipGram
from helpers.tsne import divergence, joint_probabilities, principal_components, tsne
from solutions.c5w2_word_vectors import (
    bias_axis,
    complete_analogy,
    cosine_similarity,
    embedding_lookup,
    equalize,
    glove_cost,
    negative_sampling_distribution,
    negative_sampling_gradients,
    negative_sampling_loss,
    neutralize,
    skip_gram_pairs,
)


def central_differences(f, x, epsilon=1e-6):
    """Return the slopes of f at x, measured entry by entry."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = epsilon
        slopes[place] = (f(x + step) - f(x - step)) / (2 * epsilon)
    return slopes


@pytest.fixture
def draw():
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def glove():
    words, E = load_glove()
    return words, E, dict(zip(words, E))


@pytest.mark.parametrize("n", [1, 2, 7, 50])
def test_cosine_similarity_is_scipys(draw, n):
    u, v = draw.normal(size=(2, n))
    assert cosine_similarity(u, v) == pytest.approx(1 - cosine(u, v))
    assert cosine_similarity(u, u) == pytest.approx(1)
    assert cosine_similarity(u, -3 * u) == pytest.approx(-1)


def test_the_best_word_of_an_analogy_has_scipys_smallest_cosine_distance(glove):
    words, _, vectors = glove
    some = {word: vectors[word] for word in words[:1500]}
    for a, b, c in [("man", "woman", "king"), ("france", "french", "china"), ("he", "she", "son")]:
        d = some[b] - some[a]
        far = {word: cosine(d, some[word] - some[c]) for word in some if word != c}
        assert complete_analogy(a, b, c, some) == min(far, key=far.get)


@pytest.mark.filterwarnings("error")
def test_a_word_without_a_direction_cannot_win_and_of_equals_the_first_does():
    vectors = {"a": [0, 0], "b": [1, 0], "twin": [5, 5], "c": [5, 5], "far": [9, 5], "near": [6, 5], "up": [5, 8]}
    vectors = {word: np.array(numbers, float) for word, numbers in vectors.items()}
    assert complete_analogy("A", "b", "C", vectors) == "far"
    assert complete_analogy("a", "b", "c", dict(reversed(vectors.items()))) == "near"


def test_the_documents_analogy_holds_on_real_vectors(glove):
    assert complete_analogy("Man", "woman", "boy", glove[2]) == "girl"
    assert complete_analogy("italy", "italian", "spain", glove[2]) == "spanish"


@pytest.mark.parametrize("m", [1, 3, 8])
def test_the_lookup_is_pytorchs_embedding_and_the_product_with_one_hot_columns(draw, m):
    E, indices = draw.normal(size=(4, 6)), draw.integers(0, 6, size=m)
    by_torch = torch.nn.functional.embedding(torch.tensor(indices), torch.tensor(E.T)).numpy().T
    np.testing.assert_array_equal(embedding_lookup(E, indices), by_torch)
    np.testing.assert_allclose(embedding_lookup(E, indices), E @ np.eye(6)[:, indices])


@pytest.mark.parametrize(("length", "window"), [(1, 2), (5, 1), (9, 3), (3, 7)])
def test_pairs_are_the_places_that_scipy_finds_within_the_window(length, window):
    distance = squareform(pdist(np.arange(length).reshape(-1, 1))) if length > 1 else np.zeros((1, 1))
    near = np.argwhere((distance > 0) & (distance <= window))
    assert skip_gram_pairs(list(range(length)), window) == [tuple(pair) for pair in near.tolist()]


def test_the_distribution_lies_between_the_plain_shares_and_all_equal():
    counts = np.array([1000, 300, 20, 1])
    P = negative_sampling_distribution(counts)
    assert P.sum() == pytest.approx(1)
    assert entropy(counts / counts.sum()) < entropy(P) < np.log(4)
    slope = LinearRegression().fit(np.log(counts).reshape(-1, 1), np.log(P)).coef_
    assert slope == pytest.approx(0.75)


@pytest.mark.parametrize(("n", "k", "true"), [(3, 4, 0), (1, 2, 2), (5, 0, 0), (2, 7, 3)])
def test_negative_sampling_loss_and_gradients_are_pytorchs(draw, n, k, true):
    e_c, theta, y = draw.normal(size=n), draw.normal(size=(n, k + 1)), np.eye(k + 1)[true]
    e_t, theta_t = torch.tensor(e_c, requires_grad=True), torch.tensor(theta, requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(theta_t.T @ e_t, torch.tensor(y), reduction="sum")
    loss.backward()
    assert negative_sampling_loss(e_c, theta, y) == pytest.approx(loss.item())
    de_c, dtheta = negative_sampling_gradients(e_c, theta, y)
    np.testing.assert_allclose(de_c, e_t.grad.numpy())
    np.testing.assert_allclose(dtheta, theta_t.grad.numpy())


def test_negative_sampling_gradients_are_central_differences(draw):
    e_c, theta, y = draw.normal(size=3), draw.normal(size=(3, 5)), np.array([0, 1, 0, 0, 0])
    de_c, dtheta = negative_sampling_gradients(e_c, theta, y)
    np.testing.assert_allclose(de_c, central_differences(lambda e: negative_sampling_loss(e, theta, y), e_c), atol=1e-7)
    np.testing.assert_allclose(
        dtheta, central_differences(lambda t: negative_sampling_loss(e_c, t, y), theta), atol=1e-7
    )


@pytest.mark.parametrize(("x_max", "alpha"), [(100, 0.75), (10, 0.5)])
def test_glove_cost_is_the_sum_that_pytorch_makes_over_the_pairs_that_meet(draw, x_max, alpha):
    X = np.triu(draw.integers(0, 150, size=(5, 5)) * (draw.random((5, 5)) < 0.6)).astype(float)
    theta, E, b, b_prime = draw.normal(size=(3, 5)), draw.normal(size=(3, 5)), draw.normal(size=5), draw.normal(size=5)
    i, j = map(torch.tensor, np.nonzero(X))
    x, theta_t, E_t = torch.tensor(X)[i, j], torch.tensor(theta)[:, i], torch.tensor(E)[:, j]
    difference = (theta_t * E_t).sum(0) + torch.tensor(b)[i] + torch.tensor(b_prime)[j] - torch.log(x)
    wanted = (torch.clamp((x / x_max) ** alpha, max=1) * difference**2).sum().item()
    assert glove_cost(X, theta, E, b, b_prime, x_max, alpha) == pytest.approx(wanted)


@pytest.mark.filterwarnings("error")
def test_glove_cost_is_never_negative_and_zero_for_a_perfect_fit_whatever_never_meets(draw):
    X = np.exp(draw.normal(size=(4, 1)) + draw.normal(size=4))
    b, b_prime = np.log(X[:, 0]), np.log(X[0]) - np.log(X[0, 0])
    nothing = np.zeros((2, 4))
    assert glove_cost(X, nothing, nothing, b, b_prime) == pytest.approx(0, abs=1e-12)
    X[1, 2] = X[3, 3] = 0
    assert glove_cost(X, nothing, nothing, b, b_prime) == pytest.approx(0, abs=1e-12)
    assert glove_cost(X, nothing, nothing, -b, b_prime) > 0


def test_a_neutral_word_is_what_a_regression_on_the_axis_leaves_over(glove):
    vectors = glove[2]
    g = bias_axis([("he", "she"), ("man", "woman")], vectors)
    np.testing.assert_allclose(g, ((vectors["he"] - vectors["she"]) + (vectors["man"] - vectors["woman"])) / 2)
    for word in ("nurse", "engineer", "bread"):
        fit = LinearRegression(fit_intercept=False).fit(g.reshape(-1, 1), vectors[word])
        neutral = neutralize(word, g, vectors)
        np.testing.assert_allclose(neutral, vectors[word] - fit.predict(g.reshape(-1, 1)), atol=1e-5)
        np.testing.assert_allclose(neutral, neutralize(word, -7 * g, vectors), atol=1e-5)
        assert cosine(neutral, g) == pytest.approx(1, abs=1e-5)


def test_an_equalized_pair_has_length_1_and_is_evenly_far_from_every_neutral_word(glove):
    vectors = {word: vector / np.linalg.norm(vector) for word, vector in glove[2].items()}
    g = bias_axis([("he", "she"), ("man", "woman")], vectors)
    for pair in [("grandfather", "grandmother"), ("actress", "actor")]:
        first, second = equalize(pair, g, vectors)
        assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(second) == pytest.approx(1, abs=1e-5)
        assert abs(cosine(first - second, g) - 1) == pytest.approx(1, abs=1e-5)
        sides = np.sign((vectors[pair[0]] - vectors[pair[1]]) @ g), np.sign((first - second) @ g)
        assert sides[0] == sides[1]
        for word in ("babysitter", "doctor", "bread"):
            neutral = neutralize(word, g, vectors)
            assert np.linalg.norm(first - neutral) == pytest.approx(np.linalg.norm(second - neutral), abs=1e-5)


def test_the_skip_gram_trainers_gradients_are_the_sum_of_those_of_its_pairs(draw):
    model = SkipGram(np.full(6, 1 / 6), 3, k=2)
    model.theta[:] = draw.normal(size=(3, 6))
    pairs = np.array([[0, 1], [2, 3], [0, 5], [1, 1]])
    targets = model.targets(pairs)
    loss, dE, dtheta = model.gradients(pairs, targets)
    wanted, dE_wanted, dtheta_wanted = 0.0, np.zeros((3, 6)), np.zeros((3, 6))
    for (context, _), chosen in zip(pairs, targets):
        y = np.array([1, 0, 0])
        e_c, theta = model.E[:, context], model.theta[:, chosen]
        wanted += negative_sampling_loss(e_c, theta, y)
        de_c, dchosen = negative_sampling_gradients(e_c, theta, y)
        dE_wanted[:, context] += de_c
        for column, word in enumerate(chosen):
            dtheta_wanted[:, word] += dchosen[:, column]
    assert loss == pytest.approx(wanted)
    np.testing.assert_allclose(dE, dE_wanted)
    np.testing.assert_allclose(dtheta, dtheta_wanted)
    assert np.array_equal(targets[:, 0], pairs[:, 1])


def test_the_skip_gram_trainer_draws_by_the_distribution_and_learns():
    P = np.array([0.7, 0.0, 0.2, 0.1])
    model = SkipGram(P, 4)
    pairs = np.tile([[0, 1], [1, 0], [2, 3], [3, 2]], (300, 1))
    shares = np.bincount(model.targets(pairs)[:, 1:].ravel(), minlength=4) / (5 * len(pairs))
    np.testing.assert_allclose(shares, P, atol=0.02)
    assert model.loss(pairs) == pytest.approx(6 * np.log(2))
    before = model.loss(pairs)
    losses = [model.epoch(pairs) for _ in range(5)]
    assert losses == sorted(losses, reverse=True)
    assert model.loss(pairs) < 0.55 * before


@pytest.fixture(scope="module")
def blobs():
    draw = np.random.default_rng(3)
    return np.concatenate([draw.normal(size=(25, 8)) + 4 * draw.normal(size=8) for _ in range(4)])


def test_probabilities_of_neighbours_are_scikit_learns(blobs):
    distances = squareform(pdist(blobs, "sqeuclidean")).astype(np.float32)
    wanted = squareform(_t_sne._joint_probabilities(distances, 12, 0))
    np.testing.assert_allclose(joint_probabilities(blobs, 12), wanted, rtol=1e-3, atol=1e-7)


def test_divergence_and_its_gradient_are_scikit_learns(blobs, draw):
    P, Y = joint_probabilities(blobs, 12), draw.normal(size=(100, 2))
    KL, dY = divergence(P, Y)
    wanted, slopes = _t_sne._kl_divergence(Y.ravel(), squareform(P, checks=False), 1, 100, 2)
    assert pytest.approx(wanted, rel=1e-6) == KL
    np.testing.assert_allclose(dY.ravel(), slopes, rtol=1e-5, atol=1e-9)


def test_the_map_is_as_good_as_scikit_learns_and_the_same_each_time(blobs):
    Y, KL = tsne(blobs, perplexity=12)
    theirs = TSNE(perplexity=12, method="exact", init="pca", random_state=0).fit(blobs)
    assert theirs.kl_divergence_ * 1.1 > KL
    assert np.array_equal(Y, tsne(blobs, perplexity=12)[0])
    apart = squareform(pdist(Y))
    np.fill_diagonal(apart, np.inf)
    assert np.mean(apart.argmin(axis=1) // 25 == np.arange(100) // 25) == 1


def test_principal_components_are_scikit_learns_but_for_their_signs(blobs):
    theirs = PCA(2).fit_transform(blobs)
    np.testing.assert_allclose(np.abs(principal_components(blobs)), np.abs(theirs), atol=1e-8)
