"""What c2w1_train_dev_test checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c2w1_train_dev_test as given
from grader_tests.inputs_c2w1_train_dev_test import wrong

sheet = Sheet(__name__, position=4, errata="E25 E131")


sheet.exercise(
    "split_sizes",
    points=4,
    source="D2 C2_W1 “Train/dev/test sets”: 1 000 000 → 10 000 and 10 000, 98/1/1 %",
    cases=[
        case("a hundred examples", 100),
        case("the document's million", 1_000_000),
        case("thirty thousand examples", 30_000),
        case("a number that 5 does not divide", 1234),
        case("a hundred thousand examples", 100_000),
        case("a single example", 1),
        hidden("nine examples", 9),
        hidden("four examples", 4),
        hidden("the last number before the cap", 49_999),
        hidden("a number just past the cap", 50_003),
        hidden("four million examples", 4_000_000),
    ],
    misconceptions=[
        wrong(
            "no-cap",
            {"min(m // 5, 10_000)": "m // 5"},
            "This is the old way, 60/20/20, at every size. Of a million examples it would lock 400 000 away from training; a dev set only has to be large enough to tell two models apart.",
        ),
        wrong(
            "one-per-cent",
            {"min(m // 5, 10_000)": "m // 100"},
            "98/1/1 suits a million examples. Of 100 examples it leaves one for the dev set, which can then only say 0 % or 100 %.",
        ),
        wrong(
            "shares-of-60-20-20",
            {"return m - m_dev - m_test, m_dev, m_test": "return int(0.6 * m), int(0.2 * m), int(0.2 * m)"},
            "Two things: at a million examples the old shares 60/20/20 waste 400 000 on dev and test, so dev and test set have a largest size; and three shares that are each rounded need not add up to m. Let the training set take the rest.",
        ),
        wrong(
            "one-per-cent-too-soon",
            {"min(m // 5, 10_000)": "m // 5 if m <= 10_000 else m // 100"},
            "The size of the dev set jumps: 10 000 examples have 2000 of them in it, 30 000 only 300. It should never shrink while the data grows; it stops growing at its cap.",
        ),
        wrong(
            "two-rules",
            {"min(m // 5, 10_000)": "m // 5 if m < 1_000_000 else m // 100"},
            "This has one rule for little data and another for a million, and jumps from 200 000 to 10 000 between them. Dev and test set grow up to 10 000 each, whatever m is, and then no more.",
        ),
        wrong(
            "examples-lost",
            {"m - m_dev - m_test, m_dev": "min(m * 3 // 5 + max(m - 50_000, 0) * 2 // 5, m - 2 * m_dev), m_dev"},
            "The three sizes do not add up to m: rounding each share on its own loses an example. Only dev and test set are rounded; the training set takes all that is left.",
        ),
        wrong(
            "rounded",
            {"m // 5": "round(m / 5)"},
            "A fifth is rounded up here. It is always rounded down, so that what is over stays in the training set.",
        ),
        wrong(
            "not-whole",
            {"m // 5": "m / 5"},
            "One slash gives a fraction, and there is no fifth of an example. Whole-number division rounds down.",
        ),
        wrong(
            "cap-for-both",
            {"10_000": "5_000"},
            "Dev and test set have 10 000 examples together; the document gives each of them 10 000.",
        ),
        wrong(
            "order",
            {"m - m_dev - m_test, m_dev, m_test": "m_dev, m_test, m - m_dev - m_test"},
            "The training set comes first: (m_train, m_dev, m_test).",
        ),
    ],
    accepted=[
        given.fewer_than_50_000,
        {"min(m // 5, 10_000)": "int(np.minimum(np.floor(m / 5), 1e4))"},
        {"min(m // 5, 10_000)": "sorted([m // 5, 10_000])[0]"},
    ],
    hints=[
        "Find the size of the dev set first; the test set has the same size; the training set takes the rest.",
        "`//` divides and rounds down; min takes the smaller of two numbers.",
    ],
)


sheet.exercise(
    "split",
    points=8,
    source="D2 C2_W1 “Train/dev/test sets”; D2 C3_W1 “Cat classification dev/test sets”: randomly shuffle into dev/test",
    properties=[
        {"name": "partition", "what": "set", "misconception": "overlap"},
        {"name": "together", "misconception": "apart"},
        {"name": "shuffled", "what": "set", "misconception": "no-shuffle", "enough": 12},
        {"name": "seeded", "misconception": "ignores-seed"},
    ],
    cases=[
        case("twelve examples", *given.numbered(12), 3, 4),
        case("another seed", *given.numbered(20), 5, 4, seed=7),
        case("no test set", *given.numbered(15), 5, 0),
        case("three examples", *given.measured(3, 2, seed=1), 1, 1),
        hidden("forty examples", *given.measured(40, 2, seed=2), 8, 8, 3),
        hidden("one feature", *given.measured(25, 1, seed=3), 10, 3, seed=11),
        hidden("no dev set", *given.numbered(16, labels=5), 0, 6, seed=2),
        hidden("one example", *given.measured(1, 3, seed=4), 0, 0),
        hidden("no training set", *given.measured(5, 2, seed=5), 3, 2, seed=1),
        hidden("as many features as examples", *given.measured(10, 10, seed=6), 4, 3),
    ],
    misconceptions=[
        wrong(
            "no-shuffle",
            {"np.random.permutation(X.shape[1])": "np.arange(X.shape[1])"},
            "The sets are cut out of the old order. Data often lie sorted, by day, by class, by who made them; then the dev set holds another kind of example than the training set. Draw the order at random.",
        ),
        wrong(
            "apart",
            {
                "Y[:, train])": "Y[:, np.sort(train)])",
                "Y[:, dev])": "Y[:, np.sort(dev)])",
                "Y[:, test])": "Y[:, np.sort(test)])",
            },
            "X and Y come in two different orders, so examples get other examples' labels. One order has to serve for both.",
        ),
        wrong(
            "overlap",
            {"np.random.permutation(X.shape[1])": "np.random.randint(0, X.shape[1], X.shape[1])"},
            "Some examples are drawn twice and others never. An example that is in the training set and in the dev set is no test of anything: the model has seen its answer.",
        ),
        wrong(
            "ignores-seed",
            {"    np.random.seed(seed)\n": ""},
            "`seed` does not decide who goes where: the same seed has to deal the same sets again, and another seed others. If every run had another test set, the model would soon have seen all examples.",
        ),
        wrong(
            "training-set-whole",
            {"return (X[:, train], Y[:, train])": "return (X, Y)"},
            "The training set still holds every example, those of the dev and the test set too. They would be learnt by heart like the others.",
        ),
        wrong(
            "minus-zero",
            given.minus_zero,
            "Look at m_test = 0: a slice that starts or ends at −0 starts or ends at 0, so it takes everything or nothing. Count from the front instead.",
        ),
        wrong(
            "counts-rows",
            {"permutation(X.shape[1])": "permutation(X.shape[0])"},
            "The order is drawn over X.shape[0], the number of features. Examples are columns; count those.",
        ),
        wrong(
            "six-arrays",
            given.six_arrays,
            "Six arrays come back in a row. Each set is a pair of its own: three pairs (X, Y).",
        ),
        wrong(
            "order",
            {
                "return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])": "return (X[:, train], Y[:, train]), (X[:, test], Y[:, test]), (X[:, dev], Y[:, dev])"
            },
            "The sets come in another order than training, dev, test.",
        ),
        wrong(
            "flat-labels",
            {"Y[:, train]": "Y[0, train]", "Y[:, dev]": "Y[0, dev]", "Y[:, test]": "Y[0, test]"},
            "The labels have lost their first axis: they should stay rows of shape (1, k). Y[0] takes the axis away; Y[:, …] keeps it.",
        ),
        wrong(
            "rows-are-examples",
            {"X[:, ": "X[", "Y[:, ": "Y["},
            "This picks rows, which are features. Examples are columns: the second index.",
        ),
        wrong(
            "changes-X",
            given.shuffled_in_place,
            "X and Y are shuffled in place, so whoever called the function finds his own arrays in another order. Pick columns into new arrays.",
        ),
    ],
    accepted=[given.sorted_within, given.one_by_one, given.training_set_first],
    hints=[
        "Draw one random order of the numbers 0 to m − 1, and cut *it* into three pieces; each piece says which columns a set gets.",
        "np.random.seed(seed), then np.random.permutation(m), gives the order; X[:, piece] and Y[:, piece] take the columns.",
        "order[:a], order[a:b] and order[b:] are three pieces that share nothing; choose a and b so that a size of 0 works, too.",
    ],
)


BOTH = "high_bias, high_variance = avoidable_bias > limit, variance > limit"

sheet.exercise(
    "diagnose",
    points=6,
    source="D2 C2_W1 “Bias and Variance”, “Basic recipe for machine learning”; D2 C3_W1 “Avoidable bias”",
    parts={
        "avoidable bias": ["['avoidable_bias']"],
        "variance": ["['variance']"],
        "verdict": ["['verdict']"],
        "next step": ["['next_step']"],
    },
    cases=[
        case("a training set learnt by heart", 0.01, 0.11, 0.0),
        case("errors close together", 0.15, 0.16, 0.0),
        case("the same errors on a hard task", 0.15, 0.16, 0.14),
        case("a poor fit that does not carry over", 0.15, 0.3, 0.0),
        case("two small errors", 0.005, 0.01, 0.0),
        case("a dev error below the training error", 0.1, 0.06, 0.09),
        case("a wide limit", 0.3, 0.37, 0.1, limit=0.1),
        case("gaps exactly as large as the limit", 0.25, 0.5, 0.0, limit=0.25),
        hidden("a training error below the Bayes error", 0.02, 0.09, 0.06),
        hidden("a hard task, fitted badly", 0.27, 0.41, 0.12),
        hidden("a limit between the gaps", 0.31, 0.34, 0.21, 0.05),
        hidden("a narrow limit", 0.012, 0.016, 0.01, limit=0.001),
        hidden("a dev error far below the training error", 0.2, 0.1, 0.02),
    ],
    misconceptions=[
        wrong(
            "bias-from-zero",
            {"train_error - bayes": "train_error"},
            "The bias is measured from 0. On a task on which nobody can do better than the Bayes error, only what lies above it can be avoided.",
            "D2 C2_W1 takes a human error of ≈ 0 %, where this makes no difference; D2 C3_W1 “Avoidable bias” does not",
            score=0.25,
        ),
        wrong(
            "variance-from-bayes",
            {"dev_error - train_error": "dev_error - bayes"},
            "This is bias and variance together. The variance is what is lost on the way from the training set to the dev set.",
            score=0.25,
        ),
        wrong(
            "dev-error-alone",
            {"dev_error - train_error": "dev_error"},
            "A large dev error alone does not tell variance from bias: compare it with the error on the training set.",
            score=0.25,
        ),
        wrong(
            "sign",
            {"train_error - bayes": "bayes - train_error", "dev_error - train_error": "train_error - dev_error"},
            "The gaps have the wrong sign: the training error usually lies above the Bayes error, and the dev error above both.",
        ),
        wrong(
            "absolute",
            {
                "train_error - bayes": "abs(train_error - bayes)",
                "dev_error - train_error": "abs(dev_error - train_error)",
            },
            "The sign of a gap is lost. A dev error *below* the training error is no sign of variance, and a training error below the Bayes error none of bias.",
        ),
        wrong(
            "never-both",
            {"if high_bias and high_variance:": "if high_bias and high_variance and False:"},
            "Where both gaps are high, only one is reported. In a chain of if and elif the first true condition wins, so the strictest has to come first.",
            score=0.75,
        ),
        wrong(
            "larger-gap-wins",
            {BOTH: "high_bias, high_variance = avoidable_bias > variance, variance >= avoidable_bias"},
            "The two gaps are compared with each other. Both can be high, and both can be low: compare each of them with the limit.",
            score=0.5,
        ),
        wrong(
            "clipped",
            {
                "train_error - bayes": "max(0, train_error - bayes)",
                "dev_error - train_error": "max(0, dev_error - train_error)",
            },
            "Negative gaps are cut off at 0. They tell something, for instance that the training set is learnt by heart, or that the dev set is easier.",
            score=0.5,
        ),
        wrong(
            "low-one-named-too",
            {'"high bias"': '"high bias and low variance"', '"high variance"': '"low bias and high variance"'},
            "The finding is right, but the text is not one of the four in the docstring: when one gap is high, only that one is named.",
            score=0.75,
        ),
        wrong(
            "variance-first",
            {'"high bias and high variance", "bigger network"': '"high bias and high variance", "more data"'},
            "The recipe asks about bias first: more data does not help a network that cannot even fit those it has.",
            "D2 C2_W1 “Basic recipe for machine learning”",
            score=0.75,
        ),
        wrong(
            "steps-swapped",
            {'"more data"': '"other"', '"bigger network"': '"more data"', '"other"': '"bigger network"'},
            "The two remedies are exchanged. A bigger network fits the training set better; more data narrow the gap between training and dev set.",
            "D2 C2_W1 “Basic recipe for machine learning”",
            score=0.75,
        ),
        wrong(
            "from-the-limit-on",
            {"avoidable_bias > limit, variance > limit": "avoidable_bias >= limit, variance >= limit"},
            "A gap that is just as large as the limit is not greater than it.",
            score=0.5,
        ),
        wrong(
            "per-cent",
            {
                "train_error - bayes": "100 * (train_error - bayes)",
                "dev_error - train_error": "100 * (dev_error - train_error)",
            },
            "Errors come in as shares between 0 and 1, and so do the gaps and the limit; these are in per cent.",
        ),
        wrong(
            "fixed-limit",
            {"> limit, variance > limit": "> 0.02, variance > 0.02"},
            "`limit` is not used: it says from where on a gap counts as high, and 0.02 is only what it is when nobody says otherwise.",
            score=0.5,
        ),
    ],
    accepted=[given.by_comparison, given.looked_up],
    hints=[
        "Put the three numbers on a line: Bayes error, training error, dev error. The two gaps between neighbours are bias and variance.",
        "Ask two separate questions, each with >: is the bias high? is the variance high? That makes four verdicts.",
        "The next step follows from the order of the recipe: as long as the bias is high, work on that.",
    ],
)


OWN = "The test set is normalized with a mean and a spread of its own. The same example would then look different depending on what stands beside it, and a single one would always become 0. A trained network knows only the training set's scale."
E25 = (
    "The features are divided by the variance. That turns their unit upside down: a feature in metres comes out as 1/metres, and the spread is not 1 afterwards. Take the root first.",
    "D2 C2_W1 “Normalizing training sets”: x / σ²",
)
CENTRE = ("The test set is divided by σ, but μ is still in it. It goes through both steps.", "")
GUARD = "    sigma[sigma == 0] = 1\n"
OWN_PLACE = "D2 C2_W1 “Normalizing training sets”: use the same μ, σ² for the test set"

sheet.exercise(
    "normalize_inputs",
    points=8,
    source="D2 C2_W1 “Normalizing training sets”",
    parts={"training set": ["[0]"], "test set": ["[1]"], "mu and sigma": ["[2]", "[3]"]},
    cases=[
        case(
            "two features", np.array([[1.0, 2.0, 6.0], [300.0, 100.0, 200.0]]), np.array([[3.0, 5.0], [200.0, 400.0]])
        ),
        case("one test example", *given.features(3, 5, 1, seed=1)),
        case("as many features as examples", *given.features(4, 4, 4, seed=2)),
        case("pixels from 0 to 255, stored as bytes", *given.pixels(3, 6, 2, seed=3)),
        case(
            "a feature that never changes", *given.constant(1, 2.0, *given.features(3, 4, 3, seed=4)), group="constant"
        ),
        hidden("one feature", *given.features(1, 7, 3, seed=5)),
        hidden("more features than examples", *given.features(6, 2, 3, seed=6)),
        hidden("twenty examples", *given.features(4, 20, 9, seed=7)),
        hidden("large numbers", *(1e3 * X for X in given.features(2, 8, 4, seed=8))),
        hidden("a feature that is always 0", *given.constant(0, 0, *given.pixels(4, 8, 3, seed=9)), group="constant"),
        hidden("one training example", *given.features(3, 1, 2, seed=10), group="constant"),
    ],
    misconceptions=[
        wrong(
            "variance-returned",
            {"mu) / sigma, mu, sigma": "mu) / sigma, mu, sigma**2"},
            "Both sets are right, but the last value is the variance. What comes back is what was divided by: the standard deviation.",
            score=2 / 3,
        ),
        wrong("E25", {"sigma = np.sqrt(variance)": "sigma = variance"}, *E25),
        wrong("E25-unguarded", {"sigma = np.sqrt(variance)": "sigma = variance", GUARD: ""}, *E25),
        wrong("test-on-its-own", given.own_for_test, OWN, OWN_PLACE, score=2 / 3),
        wrong(
            "test-on-its-own-unguarded",
            {
                "(X_test - mu) / sigma": "(X_test - X_test.mean(axis=1, keepdims=True)) / X_test.std(axis=1, keepdims=True)"
            },
            OWN,
            OWN_PLACE,
            score=2 / 3,
        ),
        wrong("test-not-centred", {"(X_test - mu)": "X_test"}, *CENTRE, score=2 / 3),
        wrong("test-not-centred-unguarded", {"(X_test - mu)": "X_test", GUARD: ""}, *CENTRE, score=1 / 3),
        wrong(
            "both-sets-together",
            given.both_sets_together,
            "Mean and spread are those of both sets together. So the test set takes part in the training; only the training set may be asked.",
        ),
        wrong("mean-still-in", {"(X_train - mu) ** 2": "X_train.astype(float) ** 2"}, *given.MEAN_STILL_IN),
        wrong("mean-still-in-bytes", {"(X_train - mu) ** 2": "X_train**2"}, *given.MEAN_STILL_IN),
        wrong(
            "sigma-without-the-1",
            {"(X_test - mu) / sigma, mu, sigma": "(X_test - mu) / sigma, mu, np.sqrt(variance)"},
            "Both sets are right, but the σ that comes back still has a 0 for the feature that never changes. What comes back is what was divided by, and there it was 1.",
            score=5 / 6,
        ),
        wrong(
            "no-guard",
            {GUARD: ""},
            "A feature that is the same in all training examples has σ = 0, and 0/0 is no number. For such a feature nothing is to be divided: sigma is 1.",
            score=0.5,
        ),
        wrong(
            "epsilon",
            {"np.sqrt(variance)": "np.sqrt(variance) + 1e-8", GUARD: ""},
            "A small ε saves the training set from 0/0. But where a feature was constant in training, a test example that differs by 1 becomes 100 000 000.",
            score=2 / 3,
        ),
        wrong(
            "axis-0",
            {"axis=1": "axis=0"},
            "Mean and spread are taken over the features of each example. Each *feature* should get its own: average over the examples, the axis of length m.",
        ),
        wrong(
            "one-mean-for-all",
            given.one_mean_for_all,
            "All features share one mean and one spread, so they stay as different from each other as they were. Each feature has its own.",
        ),
        wrong(
            "flat-statistics",
            {", keepdims=True": ""},
            "mu and sigma have lost an axis: flat, of shape (n_x,), they are laid along the rows and not along the columns. They should be columns (n_x, 1).",
        ),
        wrong(
            "m-minus-1",
            {
                "variance = np.mean((X_train - mu) ** 2, axis=1, keepdims=True)": "variance = np.var(X_train, axis=1, keepdims=True, ddof=1)"
            },
            "The squares are divided by m − 1. The course, like the document, divides by m (and m − 1 would be 0 for a single example).",
        ),
        wrong(
            "sum-of-squares",
            {"np.mean((X_train": "np.sum((X_train"},
            "The squares are added up, but σ² is their *mean*. (np.linalg.norm leaves the 1/m out, too.) As it is, the same feature shrinks as examples are added.",
        ),
        wrong(
            "squares-of-bytes",
            {
                "np.mean((X_train - mu) ** 2, axis=1, keepdims=True)": "np.mean(X_train**2, axis=1, keepdims=True) - mu**2"
            },
            "A byte holds 0 to 255, so the square of a pixel does not fit into it and wraps round: 16² gives 0. Subtract the mean first; that makes floats.",
        ),
        wrong(
            "mean-only",
            {"sigma = np.sqrt(variance)": "sigma = np.ones_like(variance)"},
            "The mean is gone, but the features still have different spreads: divide, too.",
        ),
        wrong(
            "spread-only",
            {"(X_train - mu) / sigma": "X_train / sigma", "(X_test - mu) / sigma": "X_test / sigma"},
            "The spread is 1 now, but the mean is still there: subtract it first.",
            score=1 / 3,
        ),
        wrong(
            "from-0-to-1",
            given.from_0_to_1,
            "This stretches every feature to 0…1, so one odd value squeezes all others. The document's way uses mean and standard deviation.",
        ),
        wrong(
            "changes-inputs",
            given.in_place,
            "-= and /= change the arrays that were handed in; normalizing twice would then give something else, and bytes cannot take fractions at all. Make new arrays.",
        ),
    ],
    accepted=[
        given.feature_by_feature,
        given.with_einsum,
        {"sigma = np.sqrt(variance)": "sigma = np.std(X_train, axis=1)[:, np.newaxis]"},
    ],
    hints=[
        "Four lines: the mean of every feature, the standard deviation of every feature, and the same formula for both sets.",
        "np.mean(X_train, axis=1, keepdims=True) is a column with one mean for each feature; the deviation needs the same axis and keepdims.",
        "A constant feature has sigma 0. Replace that 0 by 1 before you divide: `sigma[sigma == 0] = 1`, or np.where.",
        "X_test goes through the same two steps with the *same* mu and sigma.",
    ],
)
