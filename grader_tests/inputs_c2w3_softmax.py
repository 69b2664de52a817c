"""Inputs of the softmax half of c2w3_softmax_and_frameworks: scores, labels, a small network; other right ways that are long."""

import numpy as np

from grader_tests import case, hidden
from grader_tests.inputs_c2w3_frameworks import numbers

FACT = np.array([[5.0], [2.0], [-1.0], [3.0]])
ZERO = np.array([[0.0, 0.25], [1.0, 0.0], [0.0, 0.75]])
ONE_SUM = (
    "All numbers of the matrix together add up to 1. Every example, that is every column, has probabilities of its own."
)
OVER_ALL = "The mean runs over all C · m numbers. It is a mean over the m examples; over the classes one adds up."
BY_CLASSES = "The sum is divided by the number of classes, the rows. m is the number of examples, the columns."
SURE = np.array([[0.0, 1000.0], [1000.0, 0.0]]), np.array([[1, 1], [0, 0]])


def scores(C, m, seed):
    """Return scores of ordinary size."""
    return np.random.default_rng(seed).normal(scale=1.5, size=(C, m)).round(1)


def halves(C, m, seed):
    """Return scores that are whole or half numbers: with 1000 added they are still exact in single precision."""
    return np.round(2 * scores(C, m, seed)) / 2


def chances(C, m, seed):
    """Return probabilities whose columns add up to 1, and one-hot labels, both (C, m)."""
    draw = np.random.default_rng(seed)
    parts = draw.integers(1, 10, size=(C, m)).astype(float)
    return parts / parts.sum(axis=0), np.eye(C)[draw.integers(0, C, size=m)].T


def scores_and_labels(C, m, seed):
    """Return scores and one-hot labels."""
    return scores(C, m, seed), chances(C, m, seed)[1]


def slopes_and_chances(C, m, seed):
    """Return any slopes dA, and the probabilities they belong to."""
    return numbers(C, m, seed=seed, scale=0.5), chances(C, m, seed)[0]


def network(n_x, n_1, n_2, C, m, seed):
    """Return (X, parameters) of a network with three layers."""
    draw, parameters = np.random.default_rng(seed), {}
    sizes = [n_x, n_1, n_2, C]
    for layer in (1, 2, 3):
        parameters[f"W{layer}"] = draw.normal(size=(sizes[layer], sizes[layer - 1])).round(1)
        parameters[f"b{layer}"] = draw.normal(size=(sizes[layer], 1)).round(1)
    return draw.normal(size=(n_x, m)).round(1), parameters


def softmax_cases():
    """Return the cases of `softmax`."""
    return [
        case("the document's scores 5, 2, −1, 3", FACT),
        case("three classes, two examples", np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 3.0]])),
        hidden("six examples", scores(4, 6, seed=1)),
        hidden("as many classes as examples", scores(3, 3, seed=2)),
        hidden("one class", scores(1, 5, seed=3)),
        hidden("whole numbers", np.array([[1, -2, 0], [3, 3, 1]])),
        case("scores near 1000", np.array([[1000.0, 998.0], [999.0, 1001.0]]), group="large"),
        case(
            "scores far apart",
            np.array([[1000.0, 0.0, -1000.0, -1000.0], [999.0, 1.0, -1001.0, 1000.0]]),
            group="large",
        ),
        hidden("very negative scores", halves(3, 4, seed=4) - 2000, group="large"),
        hidden("columns far apart", halves(5, 3, seed=5) + np.array([[-900.0, 0.0, 900.0]]), group="large"),
    ]


def one_hot_matrix_cases():
    """Return the cases of `one_hot_matrix`."""
    return [
        case("a cat, class 1 of 4", 1, 4),
        case("a 0-d array, default depth", np.array(3)),
        case("a list with one label", [2], 3),
        case("label 0 of 8", 0, depth=8),
        hidden("the last class", 5),
        hidden("a single class", 0, 1),
        hidden("class 7 of 10", np.array([7]), 10),
        hidden("class 1 of 2", [1], depth=2),
    ]


def cross_entropy_cases():
    """Return the cases of `cross_entropy`."""
    return [
        case("a cat taken for a chick", np.array([[0.3], [0.2], [0.1], [0.4]]), np.array([[0], [1], [0], [0]])),
        case("two examples", np.array([[0.5, 0.1], [0.25, 0.7], [0.25, 0.2]]), np.array([[1, 0], [0, 1], [0, 0]])),
        case("five examples", *chances(4, 5, seed=11)),
        hidden("one example of two classes", *chances(2, 1, seed=12)),
        hidden("as many classes as examples", *chances(3, 3, seed=13)),
        hidden("eight examples", *chances(5, 8, seed=14)),
        case("probabilities that are exactly 0", ZERO, np.array([[0, 0], [1, 0], [0, 1]]), group="zeros"),
        hidden("sure and right", np.eye(4), np.eye(4), group="zeros"),
    ]


def softmax_backward_cases():
    """Return the cases of `softmax_backward`."""
    return [
        case("two classes, one example", np.array([[1.0], [0.0]]), np.array([[0.75], [0.25]])),
        case(
            "three classes, two examples",
            np.array([[2.0, 0.0], [0.0, -4.0], [1.0, 1.0]]),
            np.array([[0.5, 0.2], [0.25, 0.2], [0.25, 0.6]]),
        ),
        case(
            "the document's probabilities",
            np.array([[0.0], [-1.0], [0.0], [0.0]]),
            np.array([[0.842], [0.042], [0.002], [0.114]]),
        ),
        hidden("one example", *slopes_and_chances(5, 1, seed=21)),
        hidden("as many classes as examples", *slopes_and_chances(4, 4, seed=22)),
        hidden("seven examples", *slopes_and_chances(3, 7, seed=23)),
    ]


def forward_propagation_cases():
    """Return the cases of `forward_propagation`."""
    return [
        case("one example", *network(2, 3, 2, 3, 1, seed=31)),
        case("four examples", *network(3, 4, 3, 2, 4, seed=32)),
        hidden("one feature", *network(1, 2, 3, 4, 5, seed=33)),
        hidden("layers of the same size", *network(3, 3, 3, 3, 3, seed=34)),
        hidden("six classes", *network(4, 5, 4, 6, 2, seed=35)),
    ]


def compute_cost_cases():
    """Return the cases of `compute_cost`."""
    return [
        case("the document's scores, a cat", FACT, np.array([[0], [1], [0], [0]])),
        case("three examples", *scores_and_labels(3, 3, seed=41)),
        case("no opinion, cost log 4", np.zeros((4, 2)), np.eye(4)[:, 1:3]),
        hidden("one example", *scores_and_labels(6, 1, seed=42)),
        hidden("six classes, nine examples", *scores_and_labels(6, 9, seed=43)),
        hidden("two classes", *scores_and_labels(2, 5, seed=44)),
        case("sure and wrong, then sure and right", *SURE, group="extreme"),
        case("one column near 1000", np.array([[1001.0, 0.0], [1002.0, 1.0]]), np.eye(2), group="extreme"),
        hidden("scores near −1000", scores(3, 4, seed=45) - 1000, np.eye(3)[:, [0, 1, 2, 1]], group="extreme"),
        hidden(
            "scores 2000 apart",
            np.array([[-1000.0, 5.0], [1000.0, 5.0], [3.0, 900.0]]),
            np.eye(3)[:, :2],
            group="extreme",
        ),
    ]


def softmax_by_columns(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        z = Z[:, i] - max(Z[:, i])
        for j in range(Z.shape[0]):
            A[j, i] = np.exp(z[j]) / sum(np.exp(z))
    return A


def softmax_by_differences(Z):
    with np.errstate(over="ignore"):
        return 1 / np.sum(np.exp(Z[None, :, :] - Z[:, None, :]), axis=1)


def softmax_backward_by_jacobian(dA, A):
    dZ = np.zeros(A.shape)
    for i in range(A.shape[1]):
        a = A[:, i]
        dZ[:, i] = (np.diag(a) - np.outer(a, a)) @ dA[:, i]
    return dZ


def cost_by_examples(A, Y):
    cost = 0.0
    for i in range(Y.shape[1]):
        cost -= np.log(A[np.argmax(Y[:, i]), i])
    return cost / Y.shape[1]


def cost_of_each_column(logits, labels):
    losses = []
    for z, y in zip(logits.T, labels.T):
        losses.append(np.logaddexp.reduce(z) - z[np.argmax(y)])
    return sum(losses) / len(losses)


def forward_in_a_loop(X, parameters):
    A = X
    for layer in range(1, 4):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = Z * (Z > 0)
    return Z
