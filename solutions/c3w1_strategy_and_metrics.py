"""Solutions of c3w1_strategy_and_metrics: one function per exercise."""

import numpy as np


def f1_score(precision, recall):
    """Return the harmonic mean of precision and recall.

    precision -- share of the examples called 1 that are 1, between 0 and 1
    recall -- share of the examples that are 1 and are called 1, between 0 and 1
    Returns a number between 0 and 1; 0 where both are 0.
    Source: D2 C3_W1, "Using a single number evaluation metric".
    """
    if precision + recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def confusion_matrix(Y, Y_hat, n_classes=2):
    """Count for every class what its examples are called.

    Y -- true classes, whole numbers from 0 to n_classes - 1, shape (1, m)
    Y_hat -- predicted classes, shape (1, m)
    n_classes -- number of classes
    Returns counts, shape (n_classes, n_classes): entry [i, j] tells how many examples of class i are called j.
    Source: D2 C3_W1, "Single number evaluation metric".
    """
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for truth, called in zip(np.ravel(Y), np.ravel(Y_hat)):
        counts[int(truth), int(called)] += 1
    return counts


def precision_recall_f1(Y, Y_hat):
    """Compute precision, recall and their harmonic mean for the examples of class 1.

    Y -- true labels 0 or 1 (or False, True), shape (1, m)
    Y_hat -- predicted labels, shape (1, m)
    Returns (precision, recall, F1), three numbers; a share of nothing counts as 0.
    Source: D2 C3_W1, "Using a single number evaluation metric".
    """
    counts = confusion_matrix(Y, Y_hat)
    found = counts[1, 1]
    called, there = counts[:, 1].sum(), counts[1, :].sum()
    precision = found / called if called else 0.0
    recall = found / there if there else 0.0
    return precision, recall, f1_score(precision, recall)


def best_by_single_number(table, shares=None):
    """Choose the classifier with the lowest average error.

    table -- dictionary {name: list of its errors, one for each group of users}
    shares -- list with each group's share of the users, any positive scale; None: all groups count alike
    Returns (name, average): the classifier chosen and its average error; of equal ones the first.
    Source: D2 C3_W1, "Another example" (errors in four countries).
    """
    averages = {name: float(np.average(errors, weights=shares)) for name, errors in table.items()}
    best = min(averages, key=averages.get)
    return best, averages[best]


def pick_model(accuracy, runtime, limit):
    """Choose the most accurate model among those that are fast enough.

    accuracy -- dictionary {name: accuracy}, the optimizing metric
    runtime -- dictionary {name: running time}, the satisficing metric
    limit -- the longest running time that is allowed, itself included
    Returns a name, of equally accurate models the fastest one's; None when no model is fast enough.
    Source: D2 C3_W1, "Satisficing and optimizing metrics".
    """
    fast = [name for name in accuracy if runtime[name] <= limit]
    return max(fast, key=lambda name: (accuracy[name], -runtime[name]), default=None)


def dev_set_size(detectable_difference, error, z=1.96):
    """Return how many examples a dev set needs to show a difference of error rates.

    detectable_difference -- the difference, for instance 0.01 for one percentage point, > 0
    error -- about how large the error rate is, between 0 and 1
    z -- how many standard errors the difference has to be; 1.96 leaves 5 % to chance
    Returns the smallest whole number m with z * sqrt(error * (1 - error) / m) <= detectable_difference.
    Source: D2 C3_W1, "Size of the dev and test sets".
    """
    return int(np.ceil(z**2 * error * (1 - error) / detectable_difference**2))


def weighted_error(Y, Y_hat, weights):
    """Compute the share of mistakes when some examples count more than others.

    Y, Y_hat -- true and predicted labels, shape (1, m)
    weights -- what a mistake on each example counts, shape (1, m), not all 0
    Returns a number between 0 and 1.
    Source: D2 C3_W1, "When to change dev/test sets and metrics".
    """
    return np.sum(weights * (np.asarray(Y) != np.asarray(Y_hat))) / np.sum(weights)


def avoidable_bias_and_variance(human, train, dev):
    """Split a dev error into what nobody can avoid, avoidable bias and variance.

    human -- list of the error rates of several people or teams; the lowest stands for the Bayes error
    train, dev -- error rates on the training set and on the dev set
    Returns (avoidable_bias, variance), two gaps; a gap may be negative.
    Source: D2 C3_W1, "Avoidable bias", "Understanding human-level performance".
    """
    bayes = min(human)
    return train - bayes, dev - train


def choose_next_step(human, train, dev, test, user, tolerance=0.01):
    """Name the step that works on the largest gap in the chain of error rates.

    human, train, dev, test -- error rates of people, and of the model on its three sets
    user -- error rate of the model where it is used
    tolerance -- a gap up to this size is left alone
    Returns "bigger network" (train - human), "more training data" (dev - train), "bigger dev set" (test - dev) or
    "new dev set" (user - test), of equal gaps the first; "done" when no gap is larger than the tolerance.
    Source: D2 C3_W1, "Chain of assumptions in ML", "Improving your model performance".
    """
    gaps = {
        "bigger network": train - human,
        "more training data": dev - train,
        "bigger dev set": test - dev,
        "new dev set": user - test,
    }
    largest = max(gaps, key=gaps.get)
    return largest if gaps[largest] > tolerance else "done"


def next_for_project_1():
    """Say what to do next in project 1, the network with 300 labelled digits.

    Returns one of "bigger dev set", "bigger network", "done", "more training data", "new dev set".
    Source: D2 C3_W1, "Improving your model performance".
    """
    return "more training data"


def next_for_project_2():
    """Say what to do next in project 2, the reader without a hidden layer.

    Returns one of "bigger dev set", "bigger network", "done", "more training data", "new dev set".
    Source: D2 C3_W1, "Improving your model performance".
    """
    return "bigger network"


def next_for_project_3():
    """Say what to do next in project 3, the readers for pictures from phones.

    Returns one of "bigger dev set", "bigger network", "done", "more training data", "new dev set".
    Source: D2 C3_W1, "When to change dev/test sets and metrics".
    """
    return "new dev set"


def next_for_project_4():
    """Say what to do next in project 4, the best of thirty readers.

    Returns one of "bigger dev set", "bigger network", "done", "more training data", "new dev set".
    Source: D2 C3_W1, "Chain of assumptions in ML", "Size of the dev and test sets".
    """
    return "bigger dev set"
