"""What c3w1_strategy_and_metrics checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet
from grader_tests import inputs_c3w1_decisions as decisions
from grader_tests import inputs_c3w1_metrics as given
from grader_tests.inputs_c3w1_metrics import AVERAGES, RATIOS, SIZE, WEIGHTED, wrong

sheet = Sheet(__name__, position=1, errata="E31 E171")


sheet.exercise(
    "f1_score",
    points=2,
    source="D2 C3_W1 “Using a single number evaluation metric”: A 95 %, 90 %; B 98 %, 85 %",
    cases=given.CASES["f1_score"],
    misconceptions=given.MISTAKES_IN_F1,
    accepted=given.ACCEPTED["f1_score"],
    hints=[
        "Multiply numerator and denominator of 2 / (1/P + 1/R) by P·R; then only P + R = 0 needs a case of its own.",
    ],
)


sheet.exercise(
    "confusion_matrix",
    points=6,
    source="D2 C3_W1 “Single number evaluation metric”",
    cases=given.CASES["confusion_matrix"],
    misconceptions=[
        wrong(
            "turned",
            {"counts[int(truth), int(called)]": "counts[int(called), int(truth)]"},
            "Rows and columns have changed places. Row i holds the examples whose *true* class is i, spread over what they are called.",
        ),
        wrong(
            "two-classes",
            {
                "np.zeros((n_classes, n_classes), dtype=int)": "np.zeros((max(2, int(np.max(Y)) + 1),) * 2, dtype=int)",
                "counts[int(truth), int(called)] += 1": "counts[int(truth), min(int(called), len(counts) - 1)] += 1",
            },
            "The size comes from the labels that happen to occur. How many classes there are, `n_classes` tells; a class without examples keeps its row and column of zeros.",
        ),
        wrong(
            "shares",
            {"    return counts": "    return counts / max(counts.sum(), 1)"},
            "These are shares of all examples. Counts are asked for: whole numbers whose sum is m.",
        ),
        wrong(
            "shares-of-rows",
            {"    return counts": "    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)"},
            "Every row is divided by its sum. Counts are asked for: whole numbers whose sum is m.",
        ),
        wrong(
            "once-each",
            {
                "    for truth, called in zip(np.ravel(Y), np.ravel(Y_hat)):\n        counts[int(truth), int(called)] += 1": "    counts[np.ravel(Y).astype(int), np.ravel(Y_hat).astype(int)] += 1"
            },
            "Indexing with lists adds 1 only once for each pair of classes, however often the pair comes. np.add.at adds every time; so does a loop.",
        ),
        wrong(
            "mistakes-only",
            {"        counts[int(truth)": "        if truth != called:\n            counts[int(truth)"},
            "Only the mistakes are counted. The right answers belong on the diagonal.",
        ),
    ],
    accepted=given.ACCEPTED["confusion_matrix"],
    hints=[
        "Start with np.zeros((n_classes, n_classes), dtype=int); go through the examples and add 1 in the place of each.",
        "np.ravel makes a flat row of labels of shape (1, m); with two of them, zip gives truth and answer in pairs.",
    ],
)


sheet.exercise(
    "precision_recall_f1",
    points=6,
    uses=["f1_score", "confusion_matrix"],
    source="D2 C3_W1 “Using a single number evaluation metric”: of those recognized as cats, how many are; of the actual cats, how many are recognized",
    parts={"precision": ["[0]"], "recall": ["[1]"], "F1": ["[2]"]},
    cases=given.CASES["precision_recall_f1"],
    misconceptions=[
        wrong(
            "swapped",
            {"return precision, recall,": "return recall, precision,"},
            "Precision and recall have changed places. Precision asks: of those that were *called* 1, how many are? Recall asks: of those that *are* 1, how many were found?",
            score=1 / 3,
        ),
        wrong(
            "accuracy",
            {"precision = found / called if called else 0.0": "precision = np.trace(counts) / counts.sum()"},
            "The first number is the accuracy, the share of all examples that were read right. Precision looks only at those that were called 1.",
            score=1 / 3,
        ),
        wrong(
            "share-of-all",
            {RATIOS: "precision = recall = found / counts.sum()"},
            "This divides by the number of all examples. Precision divides by how many were called 1, recall by how many are 1.",
        ),
        wrong(
            "of-class-0",
            {
                "found = counts[1, 1]": "found = counts[0, 0]",
                "counts[:, 1].sum(), counts[1, :].sum()": "counts[:, 0].sum(), counts[0, :].sum()",
            },
            "These are the numbers of class 0. What is looked for (the cat) is class 1.",
        ),
        wrong(
            "not-guarded",
            {RATIOS: "precision = found / called\n    recall = found / there"},
            "When nothing is called 1, or nothing is 1, this is 0/0, which is no number. A share of nothing counts as 0 here.",
        ),
        wrong(
            "mean-of-both",
            {"f1_score(precision, recall)": "(precision + recall) / 2"},
            "The last number is the arithmetic mean of the other two; F1 is their harmonic mean, which you have written already.",
            score=2 / 3,
        ),
    ],
    accepted=given.ACCEPTED["precision_recall_f1"],
    hints=[
        "Three counts are enough: how many are 1 and called 1, how many are called 1, how many are 1.",
        "In your confusion matrix, called 1 is a column and truly 1 is a row.",
        "x = a / b if b else 0.0 divides only where b is not 0.",
    ],
)


sheet.exercise(
    "best_by_single_number",
    points=4,
    source="D2 C3_W1 “Another example”: errors of A to F in US, China, India, Other",
    cases=given.CASES["best_by_single_number"],
    misconceptions=[
        wrong(
            "highest",
            {"min(averages": "max(averages"},
            "The *highest* average is chosen. The table holds errors: less is better.",
        ),
        wrong(
            "best-in-one-group",
            {AVERAGES: "{name: float(min(errors)) for name, errors in table.items()}"},
            "Every classifier is judged by its best group alone. The single number is an average over all groups of users.",
        ),
        wrong(
            "worst-group",
            {AVERAGES: "{name: float(max(errors)) for name, errors in table.items()}"},
            "Every classifier is judged by its worst group. That can be a sensible metric, too; the document's single number is the average.",
        ),
        wrong(
            "ignores-shares",
            {"weights=shares": "weights=None"},
            "All groups count alike, although `shares` says that some have more users.",
            score=0.0,
        ),
        wrong(
            "shares-not-normalized",
            {
                AVERAGES: "{name: float(np.dot(errors, np.ones(len(errors)) / len(errors) if shares is None else shares)) for name, errors in table.items()}"
            },
            "The errors are multiplied by the shares and added up, but never divided by the sum of the shares; with shares 3 and 1 the “error” becomes four times too large.",
        ),
        wrong(
            "sums",
            {
                AVERAGES: "{name: float(np.dot(errors, np.ones(len(errors)) if shares is None else shares)) for name, errors in table.items()}"
            },
            "The errors are added up, but never divided: four errors of 5 % would be 20 %. Divide by the sum of the shares; without shares, by the number of groups.",
        ),
        wrong(
            "mean-of-products",
            {
                AVERAGES: "{name: float(np.mean(np.multiply(errors, 1 if shares is None else shares))) for name, errors in table.items()}"
            },
            "The errors are multiplied by the shares and divided by the number of groups. Divide by the sum of the shares; only where all shares are 1 is that the same.",
        ),
        wrong(
            "name-only",
            {"return best, averages[best]": "return best"},
            "Only the name comes back; two values are asked for, the name and the number.",
        ),
        wrong(
            "average-first",
            {"return best, averages[best]": "return averages[best], best"},
            "The two values have changed places: first the name, then the number.",
        ),
    ],
    accepted=given.ACCEPTED["best_by_single_number"],
    hints=[
        "First a dictionary {name: average}, then the name with the smallest value.",
        "np.average(errors, weights=shares) divides by the sum of the shares itself, and weights=None means that all count alike.",
        "min(dictionary, key=dictionary.get) gives the key that has the smallest value.",
    ],
)


sheet.exercise(
    "pick_model",
    points=3,
    source="D2 C3_W1 “Another cat classification example”: 80, 95, 1500 ms; at most 100 ms",
    cases=given.CASES["pick_model"],
    misconceptions=given.MISTAKES_IN_PICKING,
    accepted=given.ACCEPTED["pick_model"],
    hints=[
        "Two steps: keep the names whose running time is within the limit, then take the best of them.",
        "max with key=lambda name: (a, b) compares a first, and b only where the a are equal; default= is what an empty list gives.",
    ],
)


sheet.exercise(
    "dev_set_size",
    points=5,
    source="D2 C3_W1 “Size of the dev and test sets”: 97 % → 97.1 %",
    cases=given.CASES["dev_set_size"],
    misconceptions=[
        wrong(
            "one-example",
            {SIZE: "int(np.ceil(1 / detectable_difference))"},
            "With this many examples a single one makes the difference. But the error rate wobbles by a standard error, which is far larger; the difference has to stand out from that.",
        ),
        wrong(
            "no-square",
            {"detectable_difference**2": "detectable_difference", "z**2 * error": "z * error"},
            "Solve z · √(p(1 − p)/m) ≤ d for m: to get m out of the root, both sides have to be squared, z and the difference too. Half the difference takes four times the examples.",
        ),
        wrong(
            "z-not-squared",
            {"z**2": "z"},
            "When m comes out of the root, everything is squared, z as well.",
        ),
        wrong(
            "difference-not-squared",
            {"detectable_difference**2": "detectable_difference"},
            "When m comes out of the root, everything is squared, the difference as well: half the difference takes four times the examples.",
        ),
        wrong(
            "error-squared",
            {"error * (1 - error)": "(error * (1 - error)) ** 2"},
            "p(1 − p) stands under the root already; squaring takes the root away and leaves it as it is.",
        ),
        wrong(
            "no-one-minus",
            {"error * (1 - error)": "error"},
            "The variance of a mistake that happens with probability p is p(1 − p); this has p alone.",
        ),
        wrong(
            "z-left-out",
            {"z**2 * ": ""},
            "One standard error is reached by chance in about a third of all cases. The difference has to be z of them.",
        ),
        wrong(
            "rounded-down",
            {"np.ceil(": "np.floor("},
            "This is rounded down (int() does that, too), so the set is just too small. Round up.",
        ),
        wrong(
            "one-too-many",
            {SIZE: "int(z**2 * error * (1 - error) / detectable_difference**2) + 1"},
            "Cutting off and adding 1 rounds up, except where a whole number comes out: there it is one example too many.",
        ),
        wrong(
            "rounded",
            {"np.ceil(": "np.round("},
            "Rounding to the nearest whole number makes the set just too small in half of all cases. Round up.",
        ),
        wrong(
            "not-whole",
            {SIZE: "z**2 * error * (1 - error) / detectable_difference**2"},
            "There is no fraction of an example: round up to a whole number.",
        ),
    ],
    accepted=given.ACCEPTED["dev_set_size"],
    hints=[
        "Square both sides of z · √(p(1 − p)/m) ≤ d, then bring m to the other side.",
        "np.ceil rounds up and gives a float; int makes it a whole number.",
    ],
    rtol=1e-9,
    atol=1e-6,
)


sheet.exercise(
    "weighted_error",
    points=4,
    source="D2 C3_W1 “Cat dataset examples”: weights 1 and 10",
    cases=given.CASES["weighted_error"],
    misconceptions=[
        wrong(
            "E31",
            {"np.asarray(Y) != np.asarray(Y_hat)": "np.asarray(Y) + np.asarray(Y_hat)"},
            "The labels are added here. The curly brackets stand for a 1 where the condition inside is true and a 0 where not; the condition is that prediction and truth differ.",
            "D2 C3_W1 “Cat dataset examples”: the indicator is printed {y_pred + y}",
        ),
        wrong(
            "divides-by-m",
            {"/ np.sum(weights)": "/ np.size(weights)"},
            "The sum is divided by the number of examples, so with a weight of 10 the “error rate” can be larger than 1. Divide by the sum of the weights.",
            "D2 C3_W1 “Cat dataset examples”, where 1/m_dev is crossed out",
        ),
        wrong(
            "not-divided",
            {" / np.sum(weights)": ""},
            "This is a sum, not a rate: divide by the sum of the weights.",
        ),
        wrong(
            "not-weighted",
            {WEIGHTED: "np.mean(np.asarray(Y) != np.asarray(Y_hat))"},
            "This is the plain error rate; the weights play no part.",
        ),
        wrong(
            "right-answers",
            {"!=": "=="},
            "The right answers are counted. The error counts the mistakes.",
        ),
        wrong(
            "difference-of-labels",
            {WEIGHTED: "np.sum(weights * np.abs(1.0 * Y - Y_hat)) / np.sum(weights)"},
            "A 3 read as 0 counts three times as much here as a 1 read as 0. A mistake is a mistake: 1 where the labels differ, 0 where not.",
        ),
        wrong(
            "divides-by-mistakes",
            {"/ np.sum(weights)": "/ max(np.sum(np.asarray(Y) != np.asarray(Y_hat)), 1)"},
            "This is divided by the number of mistakes. Divide by the sum of all weights.",
        ),
    ],
    accepted=given.ACCEPTED["weighted_error"],
    hints=[
        "Y != Y_hat is True where there is a mistake; times the weights, True counts as 1.",
    ],
)


sheet.exercise(
    "avoidable_bias_and_variance",
    points=4,
    source="D2 C3_W1 “Avoidable bias”, “Understanding human-level performance”: 3, 1, 0.7, 0.5 %",
    parts={"avoidable bias": ["[0]"], "variance": ["[1]"]},
    cases=given.CASES["avoidable_bias_and_variance"],
    misconceptions=[
        wrong(
            "typical-human",
            {"min(human)": "max(human)"},
            "The worst of the people stands for the Bayes error. But it is the error that *nobody* can go below; that some people err more often says nothing about it.",
            "D2 C3_W1 “Human-level error as a proxy for Bayes error”: Bayes error ≤ 0.5 %",
            score=0.5,
        ),
        wrong(
            "mean-human",
            {"min(human)": "sum(human) / len(human)"},
            "The average of the people stands for the Bayes error. But if one team reaches a lower error, then that lower error can be reached, and the Bayes error is no higher.",
            "D2 C3_W1 “Human-level error as a proxy for Bayes error”: Bayes error ≤ 0.5 %",
            score=0.5,
        ),
        wrong(
            "first-human",
            {"min(human)": "human[0]"},
            "The first of the people stands for the Bayes error, whoever that is. It should be the one who reaches the lowest error.",
            score=0.5,
        ),
        wrong(
            "from-zero",
            {"train - bayes": "train"},
            "The bias is measured from 0. What even the best team gets wrong cannot be avoided; only what lies above that can.",
            score=0.5,
        ),
        wrong(
            "variance-from-human",
            {"dev - train": "dev - bayes"},
            "This is avoidable bias and variance together. The variance is what is lost between training and dev set.",
            score=0.5,
        ),
        wrong(
            "signs-lost",
            {"train - bayes, dev - train": "abs(train - bayes), abs(dev - train)"},
            decisions.MAY_BE_NEGATIVE,
        ),
        wrong(
            "cut-at-0",
            {"train - bayes, dev - train": "max(train - bayes, 0.0), max(dev - train, 0.0)"},
            decisions.MAY_BE_NEGATIVE,
        ),
        wrong(
            "signs",
            {"train - bayes, dev - train": "bayes - train, train - dev"},
            "Both gaps have the wrong sign: a training error above the people's is a positive bias, a dev error above the training error a positive variance.",
        ),
        wrong(
            "order",
            {"train - bayes, dev - train": "dev - train, train - bayes"},
            "The two gaps have changed places: first the avoidable bias, then the variance.",
        ),
    ],
    accepted=given.ACCEPTED["avoidable_bias_and_variance"],
    hints=[
        "The lowest human error stands for the Bayes error; the training error minus that is the avoidable bias.",
    ],
)


sheet.exercise(
    "choose_next_step",
    points=6,
    source="D2 C3_W1 “Chain of assumptions in ML”, “Reducing (avoidable) bias and variance”",
    cases=given.CASES["choose_next_step"],
    misconceptions=[
        wrong(
            "bias-from-zero",
            {"train - human": "train"},
            "The training error is measured from 0. Where people err, too, part of it cannot be avoided: only the gap above them counts.",
        ),
        wrong(
            "always-from-human",
            {"dev - train": "dev - human", "test - dev": "test - human", "user - test": "user - human"},
            "All gaps are measured from the human error, so the last one is nearly always the largest. Each link of the chain is compared with the link before it.",
        ),
        wrong(
            "highest-error",
            {
                '"bigger network": train - human': '"bigger network": train',
                "dev - train": "dev",
                "test - dev": "test",
                "user - test": "user",
            },
            "The highest error decides here, and that is nearly always the users'. What counts is where the errors *jump*: each link is compared with the one before.",
        ),
        wrong(
            "first-gap",
            {
                "    largest = max(gaps, key=gaps.get)": "    largest = next((name for name in gaps if gaps[name] > tolerance), 'bigger network')"
            },
            "The first gap above the tolerance is chosen. The largest gap should be, wherever it stands.",
        ),
        wrong(
            "never-done",
            {'return largest if gaps[largest] > tolerance else "done"': "return largest"},
            "There is always a largest gap, but when even that is within the tolerance, nothing is to be done.",
        ),
        wrong(
            "signs-lost",
            {
                "    largest = max(gaps, key=gaps.get)": "    gaps = {name: abs(gap) for name, gap in gaps.items()}\n    largest = max(gaps, key=gaps.get)"
            },
            "The signs of the gaps are lost. A model that is *better* than people, or on the dev set than on the training set, has no problem there.",
        ),
        wrong(
            "fixed-tolerance",
            {"> tolerance": "> 0.01"},
            "The tolerance is always 0.01 here; that is only its default.",
        ),
        wrong(
            "last-of-equals",
            {"max(gaps, key=gaps.get)": "max(reversed(gaps), key=gaps.get)"},
            "Of two equal gaps the later one is chosen. Begin at the head of the chain: what the training set does not show cannot carry over.",
        ),
        wrong(
            "bias-and-variance-swapped",
            {
                '"bigger network": train - human,\n        "more training data": dev - train': '"more training data": train - human,\n        "bigger network": dev - train'
            },
            "The remedies of bias and variance have changed places. More data does not help a model that cannot even fit what it has; a bigger one does not help a model that has learnt its examples by heart.",
        ),
    ],
    accepted=given.ACCEPTED["choose_next_step"],
    hints=[
        "Five error rates in a row have four gaps, each link minus the one before. Give each gap the name of its step in a dictionary.",
        "max(gaps, key=gaps.get) is the name of the largest gap, of equal ones the first.",
        "Only at the end comes the tolerance: is the largest gap above it?",
    ],
)


DECISION = [
    "Write down the four gaps. Which is the largest, and which step works on it?",
    "choose_next_step takes the five error rates of the table in their order.",
]
IMPROVING, CHAIN = "D2 C3_W1 “Improving your model performance”", "D2 C3_W1 “Chain of assumptions in ML”"

sheet.exercise("next_for_project_1", points=3, source=IMPROVING, choices=decisions.PROJECT_1, hints=DECISION)
sheet.exercise("next_for_project_2", points=3, source=IMPROVING, choices=decisions.PROJECT_2, hints=DECISION)
sheet.exercise("next_for_project_3", points=3, source=CHAIN, choices=decisions.PROJECT_3, hints=DECISION)
sheet.exercise("next_for_project_4", points=3, source=CHAIN, choices=decisions.PROJECT_4, hints=DECISION)
