"""What c1w2_logistic_regression checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception
from helpers.activations import sigmoid

sheet = Sheet(__name__, position=2, errata="E01 E02 E03 E04 E20 E23")


def examples(n_x, m, seed, labels=None):
    """Return (w, b, X, Y) of m examples with n_x features, short numbers, both labels where m allows."""
    draw = np.random.default_rng(seed)
    X = draw.normal(size=(n_x, m)).round(2)
    Y = (draw.permutation(m) % 2).reshape(1, m) if labels is None else np.full((1, m), labels)
    return draw.normal(size=(n_x, 1)).round(2), round(float(draw.normal()), 2), X, Y


def pictures(m, height, width, channels=3, seed=0):
    """Return m small pictures with intensities 0 to 255."""
    return np.random.default_rng(seed).integers(0, 256, size=(m, height, width, channels))


sheet.exercise(
    "flatten_images",
    points=5,
    source="D2 “Binary Classification”: n_x = 64 · 64 · 3 = 12 288; D1 “Image Representation”",
    cases=[
        case("two pictures of 2×2 pixels", pictures(2, 2, 2, seed=1)),
        case("one picture", pictures(1, 2, 3, seed=2)),
        case("three wide pictures", pictures(3, 2, 4, seed=3)),
        hidden("four tall pictures", pictures(4, 5, 2, seed=4)),
        hidden("as many pictures as pixels in a row", pictures(3, 3, 3, seed=5)),
        hidden("grey pictures", pictures(5, 3, 2, channels=1, seed=6)),
    ],
    misconceptions=[
        misconception(
            "mixed-pictures",
            edit={"images.reshape(m, -1).T": "images.reshape(-1, m)"},
            says="The shape is right, but each column mixes pixels of several pictures: reshape fills the new array in reading order, so the axis of the examples has to stay first while you reshape, and is moved afterwards.",
        ),
        misconception(
            "rows-are-examples",
            edit={".T": ""},
            says="The examples are in the rows. In this course every example is a column: X is (n_x, m).",
            place="D2 C1_W2 “Notation”: X.shape = (n_x, m)",
        ),
        misconception(
            "channels-first",
            edit={"images.reshape(m, -1).T": "images.transpose(0, 3, 1, 2).reshape(m, -1).T"},
            says="Here all red values come first, then green, then blue. The document draws it like this; the course unrolls in the order in which NumPy stores the picture, so that X.T.reshape(images.shape) gives it back.",
            place="D2 “Binary Classification”, the vector x with red, green, blue",
        ),
    ],
    accepted=[
        {"images.reshape(m, -1).T": "np.stack([image.flatten() for image in images], axis=1)"},
        {"images.reshape(m, -1).T": "np.moveaxis(images, 0, -1).reshape(-1, m)"},
    ],
    hints=[
        "How many numbers does one picture hold, and how many pictures are there? Those are the two sizes of X.",
        "`images.reshape(m, -1)` puts every picture into a row of its own; -1 lets NumPy work out the other size.",
        "Rows have to become columns: that is a transpose.",
    ],
)


sheet.exercise(
    "initialize_with_zeros",
    points=3,
    source="D2 C1_W2 “Gradient Descent”; D0 “Vectorizing Logistic Regression”",
    cases=[
        case("two features", 2),
        case("one feature", 1),
        case("five features", 5),
        hidden("three features", 3),
        hidden("eleven features", 11),
        hidden("64 features", 64),
    ],
    misconceptions=[
        misconception(
            "E15",
            edit={"np.zeros((dim, 1))": "np.zeros(dim, 1)"},
            says="np.zeros takes the shape as one tuple, with its own brackets; a second argument would be the data type.",
            place="D0 “Vectorizing Logistic Regression”: np.zeros(n_x,1)",
        ),
        misconception(
            "flat-w",
            edit={"np.zeros((dim, 1))": "np.zeros(dim)"},
            says="w has one axis only. It must be a column, (dim, 1): w.T of a flat array is the same flat array, and gradients of shape (dim, 1) would spread it to a square.",
        ),
    ],
    accepted=[
        {"np.zeros((dim, 1))": "np.ones(dim).reshape(dim, 1) * 0", "b = 0.0": "b = 0"},
        {"np.zeros((dim, 1))": "np.full((dim, 1), 0.0)", "b = 0.0": "b = np.zeros((1, 1))"},
    ],
    hints=[
        "w needs a number for every feature, b is one number for all.",
        "`np.zeros` wants the shape as a tuple: two pairs of brackets.",
    ],
)

TWO = (np.array([[0.5], [-1.0]]), 0.3, np.array([[1.0, 3.0], [2.0, -0.5]]), np.array([[1, 0]]))
COST_AND_GRADIENTS = {"gradients": ["[0]"], "cost": ["[1]"]}


def summed_with_einsum(w, b, X, Y):
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(np.einsum("ij,ik->jk", w, X) + b)))
    loss = np.where(Y == 1, -np.log(A), -np.log(1 - A))
    grads = {"dw": np.einsum("ik,jk->ij", X, A - Y) / m, "db": np.mean(A - Y)}
    return grads, loss.mean(keepdims=True)


def one_feature_at_a_time(w, b, X, Y):
    n_x, m = X.shape
    dw, db, J = np.zeros((n_x, 1)), 0.0, 0.0
    for i in range(m):
        z = b
        for j in range(n_x):
            z = z + w[j, 0] * X[j, i]
        a = 1 / (1 + np.exp(-z))
        J = J - np.log(a if Y[0, i] else 1 - a)
        for j in range(n_x):
            dw[j, 0] += X[j, i] * (a - Y[0, i]) / m
        db += (a - Y[0, i]) / m
    return {"db": db, "dw": dw}, J / m


def cost_mistakes(cost, zero_term):
    """Return the mistakes that both exercises share; `cost` and `zero_term` are texts of the reference."""
    return [
        misconception(
            "E04",
            edit={cost: cost.replace("-(", "(-", 1).replace("-np.sum(", "np.sum(-", 1)},
            says="The minus belongs to both terms. Here it stands before y·log a only, so examples with y = 0 lower the cost the surer the model is that they are 1.",
            place="D1, D3 “Logistic regression derivatives”: −y log a + (1−y) log(1−a)",
            score=0.5,
        ),
        misconception(
            "one-class-only",
            edit={zero_term: ""},
            says="Only the examples with y = 1 count in your cost. Those with y = 0 add (1 − y)·log(1 − a).",
            score=0.5,
        ),
    ]


sheet.exercise(
    "propagate_loop",
    points=8,
    source="D2 C1_W2 “Logistic regression on m examples”; D0 “Gradient Descent on m Examples”",
    parts=COST_AND_GRADIENTS,
    cases=[
        case("two examples", *TWO),
        case("one example", *examples(2, 1, seed=11, labels=1)),
        case("four examples", *examples(3, 4, seed=12)),
        hidden("one feature", *examples(1, 5, seed=13)),
        hidden("more features than examples", *examples(5, 2, seed=14)),
        hidden("labels all 0", *examples(2, 3, seed=15, labels=0)),
        hidden("one example with label 0", *examples(3, 1, seed=16, labels=0)),
    ],
    misconceptions=[
        misconception(
            "E01",
            edit={"dz = a - y": "dz = a * (1 - a)"},
            says="a(1 − a) is the slope of the sigmoid alone. The slope of the loss with respect to z also has the factor dL/da; multiplied out, only a and y remain. Nudge w a little and compare: the cost moves differently.",
            place="D0, D2 C1_W2 “Vectorizing”, inside the loop: dz = a(1 − a)",
            score=0.5,
        ),
        misconception(
            "E02",
            edit={"-(y * np.log(a) + (1": "-(-y * np.log(a) - (1"},
            says="Two minus signs cancel: your cost comes out negative. A cost is never below 0, since the logarithm of a probability is never above 0; one minus in front is enough.",
            place="D2 “Logistic Regression: Cost Function”: −1/m Σ[−(…)]",
            score=0.5,
        ),
        *cost_mistakes("-(y * np.log(a) + (1 - y) * np.log(1 - a))", " + (1 - y) * np.log(1 - a)"),
        misconception(
            "E23",
            edit={"range(m)": "range(m + 1)"},
            says="There are m examples, numbered 1 to m in formulas and 0 to m − 1 in Python. A sum from 0 to m has one too many.",
            place="D0 cost function: Σ from i = 0 to m",
        ),
        misconception(
            "no-mean",
            edit={"dw / m": "dw", "db / m": "db", "J / m": "J"},
            says="These are sums over the examples; cost and gradients are means. Divide by m once, after the loop.",
        ),
        misconception(
            "last-example-only",
            edit={"J += ": "J = ", "dw += x * dz": "dw = x * dz", "db += dz": "db = dz"},
            says="Each round overwrites what the rounds before found, so only the last example counts. Add up with +=.",
        ),
        misconception(
            "first-example-only",
            edit={"    return {": "        return {"},
            says="The function returns in the first round of the loop, so only the first example counts. Look at the indentation of `return`.",
        ),
        misconception(
            "divided-in-the-loop",
            edit={
                "        db += dz\n": "        db += dz\n        J, dw, db = J / m, dw / m, db / m\n",
                "return {": "m = 1\n    return {",
            },
            says="Every round divides what the rounds before added up, so the first examples count less and less. Divide once, after the loop.",
        ),
    ],
    accepted=[summed_with_einsum, one_feature_at_a_time],
    hints=[
        "Start with J = 0, db = 0 and dw a column of zeros; let the loop add to them and divide by m after it.",
        "Slices keep the axis: X[:, i:i+1] is a column (n_x, 1), X[:, i] is flat.",
        "Per example: z = wᵀx + b, a = σ(z), the loss, dz = how far a is from y; dw grows by x·dz, db by dz.",
    ],
)

sheet.exercise(
    "propagate",
    points=10,
    source="D2 C1_W2 “Vectorizing Logistic Regression's Gradient Computation”",
    parts=COST_AND_GRADIENTS,
    cases=[
        case("two examples", *TWO),
        case("one example", *examples(3, 1, seed=21, labels=0)),
        case("five examples", *examples(2, 5, seed=22)),
        hidden("one feature", *examples(1, 4, seed=23)),
        hidden("as many features as examples", *examples(3, 3, seed=24)),
        hidden("labels all 1", *examples(4, 6, seed=25, labels=1)),
        hidden("one example with label 1", *examples(2, 1, seed=26, labels=1)),
    ],
    misconceptions=[
        misconception(
            "E01",
            edit={"dZ = A - Y": "dZ = A * (1 - A)"},
            says="A(1 − A) is the slope of the sigmoid alone; the labels do not even occur in it. The slope of the loss with respect to Z is the difference between prediction and label.",
            place="D0, D2 C1_W2 “Vectorizing”, inside the loop: dz = a(1 − a)",
            score=0.5,
        ),
        *cost_mistakes("-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))", " + (1 - Y) * np.log(1 - A)"),
        misconception(
            "E03",
            edit={"cost = -np.sum": "cost = np.sum"},
            says="The leading minus is missing: your cost is below 0 and would be driven further down without end.",
            place="D1, D2 C1_W2 handwritten “Cost function”: 1/m Σ[y log ŷ + …]",
            score=0.5,
        ),
        misconception(
            "no-mean",
            edit={"np.dot(X, dZ.T) / m": "np.dot(X, dZ.T)", "np.sum(dZ) / m": "np.sum(dZ)"},
            says="dw and db are sums over the examples here; the cost is a mean, so its gradients are means as well: divide by m.",
            score=0.5,
        ),
        misconception(
            "cost-is-a-sum",
            edit={"(1 - A)) / m": "(1 - A))"},
            says="The cost is the sum of the losses here; it should be their mean.",
            score=0.5,
        ),
        misconception(
            "slope-twice",
            edit={"dZ = A - Y": "dZ = (A - Y) * A * (1 - A)"},
            says="The slope of the sigmoid counts twice: it is already in A − Y, where it cancels the denominators of dL/da.",
            score=0.5,
        ),
        misconception(
            "Y-minus-A",
            edit={"dZ = A - Y": "dZ = Y - A"},
            says="The sign is the other way round: this points downhill already, and subtracting it would climb.",
            score=0.5,
        ),
        misconception(
            "forgot-b",
            edit={"np.dot(w.T, X) + b": "np.dot(w.T, X)"},
            says="Z leaves out the bias b.",
        ),
    ],
    accepted=[
        summed_with_einsum,
        one_feature_at_a_time,
        {"-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m": "-(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m"},
    ],
    hints=[
        "Write the shapes beside the formula: w.T is (1, n_x), X is (n_x, m), so A is (1, m), one probability per example.",
        "The cost is minus the mean of Y·log A + (1 − Y)·log(1 − A), element by element; np.sum adds them up.",
        "dw has w's shape: X is (n_x, m) and dZ is (1, m), so one of them has to be transposed before the product.",
    ],
)


def never_asks_again(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = propagate(w, b, X, Y)  # noqa: F821
    w, b = w - num_iterations * learning_rate * grads["dw"], b - num_iterations * learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, [cost] * (1 + (num_iterations - 1) // 100)


sheet.exercise(
    "optimize",
    points=8,
    source="D2 C1_W2 “Gradient Descent”: w := w − α dJ/dw, b := b − α dJ/db",
    parts={"parameters": ["[0]"], "gradients": ["[1]"], "costs": ["[2]"]},
    uses=["propagate"],
    cases=[
        case("one step", *examples(2, 3, seed=31), num_iterations=1, learning_rate=0.1),
        case("101 steps", *examples(2, 4, seed=32), num_iterations=101, learning_rate=0.05),
        case("the default settings", *examples(3, 5, seed=33)),
        hidden("one example", *examples(2, 1, seed=34, labels=1), num_iterations=5, learning_rate=0.3),
        hidden("250 steps", *examples(4, 3, seed=35), num_iterations=250, learning_rate=0.02),
        hidden("a learning rate of 1", *examples(1, 6, seed=36), num_iterations=7, learning_rate=1.0),
    ],
    misconceptions=[
        misconception(
            "uphill",
            edit={"w - learning_rate": "w + learning_rate", "b - learning_rate": "b + learning_rate"},
            says="The parameters move along the gradient, which points uphill; the cost grows. Subtract it.",
        ),
        misconception(
            "cost-every-step",
            edit={"if i % 100 == 0:": "if True:"},
            says="`costs` gets an entry at every step; it should have one for the steps 0, 100, 200, ...",
            score=2 / 3,
        ),
        misconception(
            "changes-w",
            edit={'w = w - learning_rate * grads["dw"]': 'w -= learning_rate * grads["dw"]'},
            says="w -= … changes the array that the caller handed in, so a second run would start from the trained w. Make a new array, or copy w first.",
        ),
        misconception(
            "b-stays",
            edit={'b = b - learning_rate * grads["db"]': "pass"},
            says='b never moves: it needs a step of its own, with grads["db"].',
        ),
        misconception(
            "same-gradients",
            by=never_asks_again,
            says="Every step uses the gradients of the start. After each step they have changed: ask `propagate` inside the loop.",
        ),
    ],
    accepted=[
        {
            "costs = []": "costs, w = [], w.copy()",
            'w = w - learning_rate * grads["dw"]': 'w -= learning_rate * grads["dw"]',
        },
        {"costs.append(cost)": "costs += [float(np.squeeze(cost))]", "grads, costs\n": "grads, np.array(costs)\n"},
    ],
    hints=[
        "Each round does two things: ask `propagate` for cost and gradients, then take one step with both parameters.",
        "A step is parameter = parameter − learning_rate · gradient.",
        "Keep the cost whenever i % 100 is 0, i counting from 0: 101 rounds leave two costs.",
    ],
)


BORDER = (np.array([[1.0], [-1.0]]), 0.0, np.array([[1.0, 2.0, -3.0], [1.0, 1.0, 4.0]]))

sheet.exercise(
    "predict",
    points=5,
    source="D2 “Logistic Regression”: ŷ = P(y = 1 | x)",
    cases=[
        case(
            "four examples", np.array([[0.5], [-0.25]]), -0.3, np.array([[1.0, -1.0, 0.2, 0.3], [0.4, 2.0, -0.6, 0.2]])
        ),
        case("one example", *examples(3, 1, seed=41)[:3]),
        case("an example exactly on the border", *BORDER),
        hidden("eight examples", *examples(4, 8, seed=42)[:3]),
        hidden("one feature", *examples(1, 6, seed=43)[:3]),
        hidden("a bias that decides", np.zeros((2, 1)), 0.3, np.ones((2, 4))),
        hidden("the border at zero weights", np.zeros((3, 1)), 0.0, np.ones((3, 2))),
    ],
    misconceptions=[
        misconception(
            "probabilities",
            edit={"(A > 0.5).astype(int)": "A"},
            says="These are the probabilities. The prediction is 1 where they are greater than 0.5 and 0 elsewhere.",
        ),
        misconception(
            "border-counts",
            edit={"A > 0.5": "A >= 0.5"},
            says="Exactly 0.5 counts as 0 here: greater than, not greater or equal.",
        ),
        misconception(
            "lost-axis",
            edit={"(A > 0.5).astype(int)": "np.squeeze(A > 0.5).astype(int)"},
            says="The first axis is gone: the result should be a row of shape (1, m), also when m is 1.",
        ),
        misconception(
            "no-sigmoid",
            edit={"sigmoid(np.dot(w.T, X) + b)": "np.dot(w.T, X) + b"},
            says="Here wᵀx + b itself is compared with 0.5. It is not yet a probability: the sigmoid is missing.",
        ),
        misconception("forgot-b", edit={"np.dot(w.T, X) + b": "np.dot(w.T, X)"}, says="The bias b is left out."),
    ],
    accepted=[
        {"(A > 0.5).astype(int)": "np.array([[1.0 if a > 0.5 else 0.0 for a in A[0]]])"},
        {"(A > 0.5).astype(int)": "w.T @ X + b > 0"},
    ],
    hints=[
        "First the probabilities of all examples, exactly as in `propagate`.",
        "A comparison of an array with a number gives an array of True and False; .astype(int) makes 1 and 0 of them.",
    ],
)


def model_by_steps(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = np.zeros((X_train.shape[0], 1)), 0.0
    Y, costs = np.asarray(Y_train).reshape(1, -1), []
    for i in range(num_iterations):
        A = sigmoid(w.T @ X_train + b)
        if i % 100 == 0:
            costs.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        w, b = w - learning_rate * X_train @ (A - Y).T / Y.size, b - learning_rate * np.mean(A - Y)
    said = {"Y_prediction_train": w.T @ X_train + b > 0, "Y_prediction_test": w.T @ X_test + b > 0}
    return {"w": w, "b": b, "costs": costs, "num_iterations": num_iterations, "learning_rate": learning_rate, **said}


def two_sets(n_x, m_train, m_test, seed):
    """Return (X_train, Y_train, X_test, Y_test) of a made-up problem that is easy but not trivial."""
    draw = np.random.default_rng(seed)
    sets = []
    for m in (m_train, m_test):
        Y = (draw.permutation(m) % 2).reshape(1, m)
        sets += [(draw.normal(size=(n_x, m)) + 1.5 * Y).round(2), Y]
    return tuple(sets)


def flat_labels(sets):
    """Return the sets with labels of shape (m,)."""
    X_train, Y_train, X_test, Y_test = sets
    return X_train, Y_train[0], X_test, Y_test[0]


sheet.exercise(
    "model",
    points=6,
    source="D2 C1_W2 “Implementing Logistic Regression”",
    uses=["initialize_with_zeros", "optimize", "predict"],
    parts={
        "parameters": ["['w']", "['b']"],
        "costs": ["['costs']", "['num_iterations']", "['learning_rate']"],
        "predictions": ["['Y_prediction_train']", "['Y_prediction_test']"],
    },
    cases=[
        case("six examples for training, three for testing", *two_sets(2, 6, 3, seed=51), num_iterations=120),
        case("another learning rate", *two_sets(3, 5, 4, seed=52), num_iterations=10, learning_rate=0.05),
        case("labels of shape (m,)", *flat_labels(two_sets(2, 4, 2, seed=53)), num_iterations=30, learning_rate=0.1),
        hidden("one test example", *two_sets(2, 8, 1, seed=54), num_iterations=201, learning_rate=0.2),
        hidden("one training example", *two_sets(3, 1, 5, seed=55), num_iterations=20, learning_rate=0.1),
        hidden("one feature", *two_sets(1, 7, 6, seed=56), num_iterations=50),
    ],
    misconceptions=[
        misconception(
            "swapped-predictions",
            edit={
                '"train", X_train, Y_train), ("test", X_test, Y_test': '"test", X_train, Y_train), ("train", X_test, Y_test'
            },
            says="The predictions for the training set and for the test set are swapped.",
            score=2 / 3,
        ),
        misconception(
            "one-set-twice",
            edit={'("test", X_test, Y_test': '("test", X_train, Y_test.reshape(-1)[0]'},
            says="Both predictions are for the training set; `Y_prediction_test` belongs to X_test.",
            score=2 / 3,
        ),
        misconception(
            "fixed-learning-rate",
            edit={
                "optimize(w, b, X_train, Y, num_iterations, learning_rate, print_cost)": "optimize(w, b, X_train, Y, num_iterations)"
            },
            says="The learning rate does not reach `optimize`, which then takes its own default, 0.009.",
        ),
        misconception(
            "trained-on-test",
            edit={"optimize(w, b, X_train, Y,": "optimize(w, b, X_test, Y_test.reshape(1, -1),"},
            says="The parameters are trained on the test set. The test set may only be predicted, else its accuracy means nothing.",
        ),
    ],
    accepted=[
        model_by_steps,
        {"Y_train.reshape(1, -1)": "np.atleast_2d(Y_train)", "**params}": "**params, 'grads': _}"},
    ],
    hints=[
        "Three calls: initialize, optimize on the training set, predict twice.",
        "The size of w comes from X_train; Y_train.reshape(1, -1) takes labels of either shape.",
        "Hand num_iterations and learning_rate on to `optimize` by name.",
    ],
)


def chances(m, seed):
    """Return probabilities and labels of m examples, both of shape (1, m)."""
    draw = np.random.default_rng(seed)
    return draw.uniform(0.05, 0.95, (1, m)).round(2), (draw.permutation(m) % 2).reshape(1, m)


sheet.exercise(
    "log_likelihood",
    points=5,
    source="D2 C1_W2 “Cost on m examples”: log p(labels) = Σ log p(y⁽ⁱ⁾ | x⁽ⁱ⁾)",
    cases=[
        case("two examples", np.array([[0.8, 0.4]]), np.array([[1, 0]])),
        case("one example", np.array([[0.25]]), np.array([[1]])),
        case("six examples", *chances(6, seed=61)),
        hidden("ten examples", *chances(10, seed=62)),
        hidden("labels all 0", chances(4, seed=63)[0], np.zeros((1, 4))),
        hidden("one example with label 0", np.array([[0.9]]), np.array([[0]])),
    ],
    misconceptions=[
        misconception(
            "mean",
            edit={"np.sum(": "np.mean("},
            says="This is the mean. The logarithm of a product of probabilities is the sum of the logarithms; the mean only enters when we turn it into a cost.",
        ),
        misconception(
            "cost-sign",
            edit={"np.sum(": "-np.sum("},
            says="This is the cost's sign. A log likelihood is never positive; the cost is minus it, divided by m.",
        ),
        misconception(
            "cost",
            edit={"np.sum(": "-np.mean("},
            says="This is the cost J. The log likelihood is −m·J: neither a mean nor a minus in front.",
        ),
        misconception(
            "not-logged",
            edit={"np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))": "np.prod(A**Y * (1 - A) ** (1 - Y))"},
            says="This is the likelihood itself, a product that soon becomes too small for a float; take its logarithm.",
        ),
    ],
    accepted=[
        {"np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))": "np.log(np.where(Y == 1, A, 1 - A)).sum()"},
        {"np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))": "np.log(np.prod(A**Y * (1 - A) ** (1 - Y)))"},
    ],
    hints=[
        "For one example p(y|x) = aʸ(1 − a)¹⁻ʸ: write its logarithm first.",
        "Independent examples multiply, so their logarithms add: np.sum.",
    ],
)
