"""What the checks of c3w1_strategy_and_metrics share: inputs of every exercise, other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes; arguments as for `misconception`."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def drawn(m, seed, classes=2, mistakes=0.3):
    """Return m true classes and as many predicted ones, some of them wrong, each of shape (1, m)."""
    draw = np.random.default_rng(seed)
    Y = draw.integers(classes, size=(1, m))
    return Y, np.where(draw.random((1, m)) < mistakes, draw.integers(classes, size=(1, m)), Y)


def labels(*rows):
    """Return each text of digits as labels, shape (1, m)."""
    return tuple(np.array([[int(digit) for digit in row]]) for row in rows)


RATIOS = "precision = found / called if called else 0.0\n    recall = found / there if there else 0.0"
COUNTRIES = {
    "A": [0.03, 0.07, 0.05, 0.09],
    "B": [0.05, 0.06, 0.05, 0.1],
    "C": [0.02, 0.03, 0.04, 0.05],
    "D": [0.05, 0.08, 0.07, 0.02],
    "E": [0.04, 0.05, 0.02, 0.04],
    "F": [0.07, 0.11, 0.08, 0.12],
}
AVERAGES = "{name: float(np.average(errors, weights=shares)) for name, errors in table.items()}"
ACCURACY, RUNTIME = {"A": 0.9, "B": 0.92, "C": 0.95}, {"A": 80, "B": 95, "C": 1500}
CHOSEN = "max(fast, key=lambda name: (accuracy[name], -runtime[name]), default=None)"
SIZE = "int(np.ceil(z**2 * error * (1 - error) / detectable_difference**2))"
WEIGHTED = "np.sum(weights * (np.asarray(Y) != np.asarray(Y_hat))) / np.sum(weights)"
_W = np.random.default_rng(21)

CASES = {
    "f1_score": [
        case("the document's classifier A", 0.95, 0.9),
        case("the document's classifier B", 0.98, 0.85),
        case("one great and one tiny number", 1.0, 0.02),
        case("nothing found", 0.0, 0.0),
        case("a recall of 0", 0.4, 0.0),
        hidden("two equal numbers", 0.7, 0.7),
        hidden("a precision of 0", 0.0, 0.4),
        hidden("high recall", 0.31, 0.99),
        hidden("two small numbers", 0.004, 0.02),
    ],
    "confusion_matrix": [
        case("five labels", *labels("11010", "10011")),
        case("three classes", *labels("0122010", "0112220"), 3),
        case("a class that never comes up", *labels("00300", "30000"), 5),
        case("one example", *labels("1", "0")),
        hidden("ten classes", *drawn(60, 1, 10), 10),
        hidden("thirty labels", *drawn(30, 2)),
        hidden("three classes, twenty labels", *drawn(20, 3, 3), 3),
        hidden("only right answers", *drawn(9, 4, mistakes=0)),
        hidden("fourteen labels", *drawn(14, 5)),
        hidden("one example of many classes", *labels("5", "7"), 9),
    ],
    "precision_recall_f1": [
        case("eight pictures", *labels("11110000", "11001000")),
        case("a detector that says yes to everything", *labels("0010000010", "1111111111")),
        case("a detector that says no to everything", *labels("01001", "00000")),
        case("no example of class 1", *labels("0000", "0100")),
        case("one example", *labels("1", "1")),
        case("truth values", *(row == 1 for row in labels("1101000", "1011100"))),
        hidden("forty examples", *drawn(40, 11)),
        hidden("33 truth values", *(row == 1 for row in drawn(33, 12))),
        hidden("nothing there and nothing called", *labels("000", "000")),
        hidden("one example, missed", *labels("1", "0")),
        hidden("a rare class", *labels("1" + "0" * 90 + "11", "1" + "0" * 80 + "1" * 11 + "0")),
    ],
    "best_by_single_number": [
        case("the document's six algorithms", COUNTRIES),
        case("most users in India", COUNTRIES, [1, 1, 7, 1]),
        case("two groups", {"left": [0.1, 0.3], "right": [0.25, 0.2]}, [3.0, 1.0]),
        case("equally good ones", {"south": [0.5, 0.25], "north": [0.25, 0.5], "east": [1.0, 0.0625]}),
        hidden("one group", {"one": [0.2], "two": [0.1]}),
        hidden("shares that add up to 1", COUNTRIES, [0.2, 0.1, 0.1, 0.6]),
        hidden("a group without users", {"P": [0.1, 0.9], "Q": [0.2, 0.0]}, [2, 0]),
        hidden("a single classifier", {"only": [0.3, 0.1, 0.2]}),
    ],
    "pick_model": [
        case("the document's limit", ACCURACY, RUNTIME, 100),
        case("a limit that is just met", ACCURACY, RUNTIME, 80),
        case("plenty of time", ACCURACY, RUNTIME, 2000),
        case("no time at all", ACCURACY, RUNTIME, 50),
        case("equal accuracies", {"slow": 0.9, "quick": 0.9, "poor": 0.5}, {"slow": 90, "quick": 20, "poor": 10}, 100),
        hidden("one model", {"only": 0.6}, {"only": 10}, 10),
        hidden("names in another order", {"x": 0.7, "y": 0.8, "z": 0.6}, {"z": 1.0, "x": 2.0, "y": 3.5}, 3),
        hidden("all equally accurate", {"p": 0.5, "q": 0.5, "r": 0.5}, {"p": 7, "q": 9, "r": 5}, 8),
        hidden("a model just too slow", {"u": 0.99, "v": 0.2}, {"u": 100.5, "v": 99}, 100),
    ],
    "dev_set_size": [
        case("the document's 97 and 97.1 %", 0.001, 0.03),
        case("one percentage point", 0.01, 0.03),
        case("a coin", 0.1, 0.5),
        case("another z", 0.02, 0.25, z=1.0),
        case("16 examples are just enough", 0.25, 0.5, z=2.0),
        hidden("a rough look", 0.05, 0.1),
        hidden("one per mille of advertisements", 0.001, 0.023),
        hidden("three standard errors", 0.017, 0.4, 3),
        hidden("a tiny error", 0.004, 0.001),
        hidden("nearly always wrong", 0.03, 0.93),
    ],
    "weighted_error": [
        case("weights of 1 and 10", *labels("101100", "100110"), np.array([[1, 1, 10, 1, 1, 1]])),
        case("all weights 1", *labels("0110", "1100"), np.ones((1, 4))),
        case("one example", *labels("1", "1"), np.array([[3.0]])),
        case("a class called 3", *labels("3120321", "3021303"), np.array([[2.0, 0.5, 0, 1, 1, 4, 1]])),
        hidden("thirty examples", *drawn(30, 22), _W.choice([1.0, 10.0], size=(1, 30))),
        hidden("25 examples", *drawn(25, 23), _W.random((1, 25))),
        hidden("mistakes that count nothing", *labels("1010", "0110"), np.array([[0.0, 0, 2, 3]])),
        hidden("large weights", *drawn(12, 24), _W.integers(100, 1000, size=(1, 12))),
        hidden("one example, wrong", *labels("0", "1"), np.array([[0.25]])),
    ],
    "avoidable_bias_and_variance": [
        case("the document's doctors", [0.03, 0.01, 0.007, 0.005], 0.007, 0.008),
        case("a poor fit", [0.01, 0.007, 0.005], 0.05, 0.06),
        case("a fit that does not carry over", [0.005, 0.01, 0.007], 0.01, 0.05),
        case("one person", [0.075], 0.08, 0.1),
        case("a machine better than people", [0.01, 0.005], 0.003, 0.004),
        hidden("better than the best person", [0.03, 0.02], 0.012, 0.04),
        hidden("a dev error below the training error", [0.02, 0.04, 0.03], 0.1, 0.08),
        hidden("people who never err", [0.0, 0.1], 0.25, 0.25),
        hidden("two teams", [0.12, 0.11], 0.16, 0.3),
    ],
    "choose_next_step": [
        case("a training error far above people's", 0.01, 0.08, 0.1, 0.11, 0.12),
        case("the same errors where people err, too", 0.075, 0.08, 0.1, 0.11, 0.12),
        case("a test set that surprises", 0.01, 0.02, 0.02, 0.09, 0.1),
        case("unhappy users", 0.01, 0.04, 0.08, 0.085, 0.25),
        case("small gaps everywhere", 0.01, 0.015, 0.022, 0.022, 0.03),
        case("a wide tolerance", 0.0, 0.05, 0.2, 0.2, 0.2, tolerance=0.25),
        case("a machine better than people", 0.3, 0.1, 0.13, 0.13, 0.14),
        case("two equal gaps", 0.0, 0.25, 0.5, 0.5, 0.5),
        hidden("a gap as large as the tolerance", 0.0, 0.125, 0.125, 0.125, 0.125, tolerance=0.125),
        hidden("a dev error below the training error", 0.02, 0.1, 0.04, 0.06, 0.07),
        hidden("a fit learnt by heart", 0.005, 0.0, 0.11, 0.13, 0.15),
        hidden("a dev set used too often", 0.02, 0.03, 0.01, 0.14, 0.2),
        hidden("users better off than the test set", 0.01, 0.05, 0.12, 0.16, 0.02),
        hidden("all alike", 0.1, 0.1, 0.1, 0.1, 0.1),
        hidden("a strict tolerance", 0.01, 0.011, 0.011, 0.013, 0.013, tolerance=0.0015),
    ],
}

ACCEPTED = {
    "f1_score": [
        {
            "2 * precision * recall / (precision + recall)": "2 / (1 / precision + 1 / recall) if precision * recall else 0"
        },
        {
            "2 * precision * recall / (precision + recall)": "1 / np.mean([1 / max(precision, 1e-300), 1 / max(recall, 1e-300)])"
        },
    ],
    "confusion_matrix": [
        {
            "    for truth, called in zip(np.ravel(Y), np.ravel(Y_hat)):\n        counts[int(truth), int(called)] += 1": "    np.add.at(counts, (np.ravel(Y).astype(int), np.ravel(Y_hat).astype(int)), 1)"
        },
        {
            "    return counts": "    rows = np.eye(n_classes)\n    return rows[np.ravel(Y).astype(int)].T @ rows[np.ravel(Y_hat).astype(int)]"
        },
        {
            "    return counts": "    pairs = n_classes * np.ravel(Y).astype(int) + np.ravel(Y_hat).astype(int)\n    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)"
        },
    ],
    "precision_recall_f1": [
        {
            "    counts = confusion_matrix(Y, Y_hat)\n    found = counts[1, 1]\n    called, there = counts[:, 1].sum(), counts[1, :].sum()": "    yes, truth = np.ravel(Y_hat) == 1, np.ravel(Y) == 1\n    found, called, there = np.sum(yes & truth), np.sum(yes), np.sum(truth)"
        },
        {RATIOS: "precision, recall = found / max(called, 1), found / max(there, 1)"},
    ],
    "best_by_single_number": [
        {
            AVERAGES: "{name: np.dot(errors, shares or np.ones(len(errors))) / sum(shares or [1] * len(errors)) for name, errors in table.items()}"
        },
        {"best = min(averages, key=averages.get)": "best = sorted(averages.items(), key=lambda pair: pair[1])[0][0]"},
    ],
    "pick_model": [
        {CHOSEN: "sorted(fast, key=lambda name: (-accuracy[name], runtime[name]))[0] if fast else None"},
        {
            "    return "
            + CHOSEN: "    best = None\n    for name in fast:\n        if best is None or accuracy[name] > accuracy[best] or (accuracy[name] == accuracy[best] and runtime[name] < runtime[best]):\n            best = name\n    return best"
        },
    ],
    "dev_set_size": [
        {SIZE: "-int(-(z * np.sqrt(error * (1 - error)) / detectable_difference) ** 2 // 1)"},
        {SIZE: "int(np.ceil((z / detectable_difference) ** 2 * (error - error**2)))"},
    ],
    "weighted_error": [
        {WEIGHTED: "np.average(np.not_equal(Y, Y_hat), weights=weights)"},
        {
            WEIGHTED: "sum(w for y, y_hat, w in zip(np.ravel(Y), np.ravel(Y_hat), np.ravel(weights)) if y != y_hat) / np.ravel(weights).sum()"
        },
    ],
    "avoidable_bias_and_variance": [
        {"bayes = min(human)": "bayes = np.min(np.asarray(human))"},
        {
            "    return train - bayes, dev - train": "    levels = np.array([bayes, train, dev])\n    return np.diff(levels)"
        },
        {"bayes = min(human)": "bayes = sorted(human)[0]"},
    ],
    "choose_next_step": [
        {"    largest = max(gaps, key=gaps.get)": "    largest = list(gaps)[np.argmax(list(gaps.values()))]"},
        {"    largest = max(gaps, key=gaps.get)": "    largest = sorted(gaps, key=lambda name: -gaps[name])[0]"},
        {
            '    largest = max(gaps, key=gaps.get)\n    return largest if gaps[largest] > tolerance else "done"': '    steps = np.diff([human, train, dev, test, user])\n    return "done" if steps.max() <= tolerance else list(gaps)[int(steps.argmax())]'
        },
    ],
}

MISTAKES_IN_F1 = [
    wrong(
        "arithmetic",
        {
            "    if precision + recall == 0:\n        return 0.0\n    return 2 * precision * recall / (precision + recall)": "    return (precision + recall) / 2"
        },
        "This is the arithmetic mean. A detector that says yes to everything has recall 1 and, of a rare class, a precision of about 0; its arithmetic mean would still be 0.5. The harmonic mean stays near the smaller number.",
    ),
    wrong(
        "geometric",
        {"2 * precision * recall / (precision + recall)": "np.sqrt(precision * recall)"},
        "This is the root of the product, the geometric mean. The document's average is the harmonic one, which turns both numbers upside down before it averages.",
    ),
    wrong(
        "no-two",
        {"2 * precision": "precision"},
        "This is half of it: two equal numbers should have themselves as their mean.",
        score=0.0,
    ),
    wrong(
        "smaller-one",
        {"2 * precision * recall / (precision + recall)": "min(precision, recall)"},
        "This is the smaller of the two. F1 lies between them, only nearer to the smaller one.",
    ),
    wrong(
        "zero-by-zero",
        {
            "    if precision + recall == 0:\n        return 0.0\n": "",
            "2 * precision * recall / (precision + recall)": "2 / (1 / precision + 1 / recall)",
        },
        "The formula as it stands divides by 0 when precision or recall is 0. Say first what comes out then.",
    ),
    wrong(
        "one-of-them-0",
        {"2 * precision * recall / (precision + recall)": "2 / (1 / precision + 1 / recall)"},
        "When both are 0 it works, but when only one is, this form still divides by it. F1 is 0 then, too.",
    ),
    wrong(
        "zero-by-zero-product",
        {"    if precision + recall == 0:\n        return 0.0\n": ""},
        "When precision and recall are both 0, this is 0/0. Say first what comes out then.",
    ),
]

MISTAKES_IN_PICKING = [
    wrong(
        "no-limit",
        {" if runtime[name] <= limit": ""},
        "The most accurate model of all is chosen, however slow. The limit comes first: it strikes models out.",
    ),
    wrong(
        "below",
        {"<= limit": "< limit"},
        "A model that needs exactly the limit is struck out, too. “At most 80 ms” allows 80 ms.",
    ),
    wrong(
        "fastest",
        {CHOSEN: "min(fast, key=runtime.get, default=None)"},
        "The fastest model is chosen. A satisficing metric only has to be good enough; beyond that, speed counts for nothing.",
    ),
    wrong(
        "best-then-limit",
        {"if runtime[name] <= limit": "if accuracy[name] == max(accuracy.values()) and runtime[name] <= limit"},
        "The most accurate model of all is taken first, and when it is too slow, none is left. The limit comes first: it strikes models out.",
    ),
    wrong(
        "first-of-equals",
        {CHOSEN: "max(fast, key=accuracy.get, default=None)"},
        "Among equally accurate models the first one comes out. The fastest of them should.",
    ),
    wrong(
        "no-model-fails",
        {", default=None)": ")"},
        "When no model is fast enough, max of an empty list is an error. Return None then.",
    ),
    wrong(
        "E171",
        {CHOSEN: "min(accuracy, key=lambda name: 100 * accuracy[name] - 0.5 * runtime[name])"},
        "This minimizes the combined number, because it is called a cost. Lower accuracy and more running time both make it smaller, so the slowest model wins. Here, one metric is optimized and the other only has to stay within its limit.",
        "D2 C3_W1 “Another cat classification example”: Cost = accuracy − 0.5 × running time",
    ),
    wrong(
        "combined",
        {CHOSEN: "max(accuracy, key=lambda name: 100 * accuracy[name] - 0.5 * runtime[name])"},
        "Accuracy and running time are mixed into one sum. How many points a millisecond is worth, nobody knows; the limit says what is needed. One metric is optimized, the other only has to stay within its limit.",
        "D2 C3_W1 “Another cat classification example” shows such a sum first, then the limit",
    ),
]
