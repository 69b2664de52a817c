"""Inputs and other right ways for c5w2_word_vectors."""

import numpy as np

from grader_tests import misconception
from solutions.c5w2_word_vectors import cosine_similarity

TABLE = {  # the document's table: gender, royal, age, food
    "man": [-1, 0.01, 0.03, 0.09],
    "woman": [1, 0.02, 0.02, 0.01],
    "king": [-0.95, 0.93, 0.70, 0.02],
    "queen": [0.97, 0.95, 0.69, 0.01],
    "apple": [0.00, -0.01, 0.03, 0.95],
    "orange": [0.01, 0.00, -0.02, 0.97],
}


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def table(*words):
    """Return the document's vectors of some words (of all, if none is named)."""
    return {word: np.array(TABLE[word], dtype=float) for word in words or TABLE}


EQUALS = {  # seen from "low", three words lie exactly the way from "cold" to "warm"
    "warm": np.array([0.0, 2.0, 1.0]),
    "cold": np.array([0.0, 0.0, 1.0]),
    "low": np.array([3.0, 0.0, 0.0]),
    "deep": np.array([3.0, -1.0, 2.0]),
    "high": np.array([3.0, 1.0, 0.0]),
    "higher": np.array([3.0, 4.0, 0.0]),
    "top": np.array([3.0, 4.0, 0.0]),
    "up": np.array([4.0, 3.0, 0.0]),
}
HEAT = {
    "cold": np.array([0.0, 0.0]),
    "mild": np.array([1.0, 0.5]),
    "hot": np.array([3.0, 0.25]),
    "warm": np.array([2.0, 1.5]),
}


def made_up(text, n, seed, scale=1.0):
    """Return a vector of n short numbers for each word of a text."""
    draw = np.random.default_rng(seed)
    return {word: (scale * draw.normal(size=n)).round(2) for word in text.split()}


def with_twin(vectors, word, twin):
    """Return the map with a further word, first in order, that has the same vector as `word`."""
    return {twin: vectors[word].copy(), **vectors}


def context(n, k, seed, true=0, scale=1.0):
    """Return (e_c, theta, y): a context vector, k + 1 targets as columns, and their labels with a 1 at place `true`."""
    draw = np.random.default_rng(seed)
    y = np.zeros(k + 1)
    y[true] = 1
    return (scale * draw.normal(size=n)).round(2), draw.normal(size=(n, k + 1)).round(2), y


def meetings(V, n, seed, most=120, symmetric=True):
    """Return (X, theta, E, b, b_prime) of V words; some pairs of words never meet."""
    draw = np.random.default_rng(seed)
    X = draw.integers(0, most, size=(V, V)) * (draw.random((V, V)) < 0.7)
    X = np.triu(X) + np.triu(X, 1).T if symmetric else X
    X[0, V - 1] = X[V - 1, 0] = 0
    theta, E = draw.normal(size=(2, n, V)).round(2)
    b, b_prime = draw.normal(size=(2, V)).round(2)
    return X.astype(float), theta, E, b, b_prime


def cosine_by_sums(u, v):
    """Return the cosine with loops."""
    dot = sum(float(p) * float(q) for p, q in zip(u, v))
    return dot / (sum(float(p) ** 2 for p in u) * sum(float(q) ** 2 for q in v)) ** 0.5


def analogy_all_at_once(word_a, word_b, word_c, word_to_vec_map):
    """Return the analogy's answer with one matrix product; nan counts as nothing."""
    words = list(word_to_vec_map)
    table = np.stack([word_to_vec_map[word] for word in words])
    d = word_to_vec_map[word_b.lower()] - word_to_vec_map[word_a.lower()]
    D = table - word_to_vec_map[word_c.lower()]
    length = np.linalg.norm(D, axis=1)
    score = np.where(length > 0, D @ d / np.where(length > 0, length, 1), -np.inf)
    return words[int(np.argmax(score))]


def analogy_by_sorting(word_a, word_b, word_c, word_to_vec_map):
    """Return the analogy's answer from a list of scores that leaves out words without a direction."""
    vectors, c = word_to_vec_map, word_c.lower()
    d = vectors[word_b.lower()] - vectors[word_a.lower()]
    scores = [(cosine_similarity(d, vectors[w] - vectors[c]), w) for w in vectors if np.any(vectors[w] != vectors[c])]
    return max(scores, key=lambda pair: pair[0])[1]


def lookup_by_one_hot(E, indices):
    """Return the vectors as the product of E with one-hot columns."""
    one_hot = np.zeros((E.shape[1], len(indices)))
    for i, index in enumerate(indices):
        one_hot[index, i] = 1
    return E @ one_hot


def pairs_by_distance(words, window):
    """Return the pairs by comparing all places with all places."""
    places = range(len(words))
    return [[words[i], words[j]] for i in places for j in places if 0 < abs(i - j) <= window]


def pairs_outwards(words, window):
    """Return the pairs in another order: of each place first the nearest neighbours, right before left."""
    pairs = []
    for i in range(len(words)):
        for far in range(1, window + 1):
            pairs += [(words[i], words[j]) for j in (i + far, i - far) if 0 <= j < len(words)]
    return pairs


def loss_term_by_term(e_c, theta, y):
    """Return the loss as −log σ(±z), summed over the targets in a loop."""
    total = 0.0
    for j in range(theta.shape[1]):
        z = sum(theta[i, j] * e_c[i] for i in range(len(e_c)))
        total += np.log1p(np.exp(-z if y[j] else z))
    return total


def gradients_by_loops(e_c, theta, y):
    """Return both gradients, target by target."""
    de_c, dtheta = np.zeros(len(e_c)), np.zeros(theta.shape)
    for j in range(len(y)):
        error = 1 / (1 + np.exp(-float(theta[:, j] @ e_c))) - y[j]
        de_c += error * theta[:, j]
        dtheta[:, j] = error * e_c
    return [de_c, dtheta]


def glove_by_loops(X, theta, E, b, b_prime, x_max=100, alpha=0.75):
    """Return GloVe's cost pair by pair, leaving out those that never meet."""
    total = 0.0
    for i, j in zip(*np.nonzero(X)):
        weight = (X[i, j] / x_max) ** alpha if X[i, j] < x_max else 1
        total += weight * (theta[:, i] @ E[:, j] + b[i] + b_prime[j] - np.log(X[i, j])) ** 2
    return total


def neutralize_by_projection(word, g, word_to_vec_map):
    """Return the neutral vector with the matrix that projects onto what is perpendicular to g."""
    unit = np.asarray(g) / sum(float(x) ** 2 for x in g) ** 0.5
    return (np.eye(len(g)) - np.outer(unit, unit)) @ word_to_vec_map[word]


def equalize_by_signs(pair, bias_axis, word_to_vec_map):
    """Return the pair: what they share across the axis, plus and minus one step along it."""
    first, second = (word_to_vec_map[word] for word in pair)
    unit = bias_axis / np.linalg.norm(bias_axis)
    shared = (first + second) / 2
    shared = shared - (shared @ unit) * unit
    step = np.sqrt(abs(1 - shared @ shared)) * np.sign((first - second) @ unit) * unit
    return [shared + step, shared - step]
