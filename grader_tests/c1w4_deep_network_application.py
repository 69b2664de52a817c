"""What c1w4_deep_network_application checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception

sheet = Sheet(__name__, position=2, errata="E45")

STEP_BY_STEP = {"learning_rate": 0.0075, "num_iterations": 3000}
TRAINED = [
    {"name": "trains", "leaf": "[0]", "defaults": STEP_BY_STEP, "repeats": False},
    {"name": "trains", "leaf": "[1]", "defaults": STEP_BY_STEP},
]
PARTS = {"parameters": ["[0]"], "costs": ["[1]"]}
AT_REST = {"group": "start", "learning_rate": 0.0, "num_iterations": 1}


def examples(n_x, m, seed, yes_no=False):
    """Return (X, Y): two classes that lie apart, short numbers; labels 0 and 1, or False and True."""
    draw = np.random.default_rng(seed)
    Y = (draw.permutation(m) % 2).reshape(1, m)
    X = 0.5 * draw.normal(size=(n_x, m)) + np.where(np.arange(n_x) % 2, 1, -1)[:, None] * (2 * Y - 1)
    return X.round(2), Y.astype(bool) if yes_no else Y


def mistakes_of_the_loop(update):
    """Return the mistakes that both training functions share; `update` is their line that takes the step."""
    return [
        misconception(
            "step-lost",
            edit={update: update.replace("parameters = ", "")},
            says="`update_parameters` gives back a new dictionary and leaves the old one as it is. Yours is not kept, so every round starts from the same weights and the cost never moves.",
            score=0.5,
        ),
        misconception(
            "stops-after-one-step",
            edit={"    return parameters, costs": "        return parameters, costs"},
            says="The `return` stands inside the loop: the function is left after the first step.",
            score=0.5,
        ),
        misconception(
            "fixed-learning-rate",
            edit={"grads, learning_rate)": "grads, 0.0075)"},
            says="0.0075 is only the default. The step has to be as long as the argument `learning_rate` says.",
            score=0.25,
        ),
        misconception(
            "cost-every-step",
            edit={"if i % 100 == 0:\n            costs": "if True:\n            costs"},
            says="`costs` gets an entry in every round; it should have one for the steps 0, 100, 200, ... only.",
            score=0.75,
        ),
        misconception(
            "costs-only-when-printed",
            edit={"if i % 100 == 0:\n            costs": "if print_cost and i % 100 == 0:\n            costs"},
            says="`costs` stays empty here. `print_cost` only decides about printing; every hundredth cost is kept in any case.",
            score=0.5,
        ),
        misconception(
            "rand-for-randn",
            edit={"np.random.randn(": "np.random.rand("},
            says="np.random.rand draws between 0 and 1: all weights are positive and pull the same way. np.random.randn draws around 0, with both signs.",
            score=0.75,
        ),
        misconception(
            "last-cost-too",
            edit={"    return parameters, costs": "    costs.append(cost)\n    return parameters, costs"},
            says="`costs` ends with one entry too many: the cost of the last round is kept again after the loop.",
            score=0.5,
        ),
        misconception(
            "last-round-too",
            edit={
                "if i % 100 == 0:\n            costs": "if i % 100 == 0 or i == num_iterations - 1:\n            costs"
            },
            says="`costs` has one entry too many: the cost of the last round is kept, whatever its number. Here only the steps 0, 100, 200, ... count.",
            score=0.75,
        ),
    ]


def two_layers_in_formulas(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    np.random.seed(1)
    n_x, n_h, n_y = layers_dims
    W1, W2 = 0.01 * np.random.randn(n_h, n_x), 0.01 * np.random.randn(n_y, n_h)
    b1, b2, m, costs = np.zeros((n_h, 1)), np.zeros((n_y, 1)), X.shape[1], []
    for i in range(num_iterations):
        Z1 = W1 @ X + b1
        A1 = np.where(Z1 > 0, Z1, 0)
        A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
        if not i % 100:
            costs += [float(np.mean(np.where(Y == 1, -np.log(A2), -np.log(1 - A2))))]
        dZ2 = A2 - Y
        dZ1 = np.where(Z1 > 0, W2.T @ dZ2, 0)
        W2, b2 = W2 - learning_rate * dZ2 @ A1.T / m, b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)
        W1, b1 = W1 - learning_rate * dZ1 @ X.T / m, b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)
    return {"b2": b2, "W2": W2, "b1": b1, "W1": W1}, np.array(costs)


sheet.exercise(
    "two_layer_model",
    points=10,
    source="D1 C1_W4 Application “Two-layer Neural Network”; D0 “General methodology”",
    parts=PARTS,
    properties=[
        {"name": "spread", "leaf": "[0]", "key": "['W", "enough": 90, "factor": 1.9, "misconception": "not-small"},
        *TRAINED,
    ],
    cases=[
        case("the starting weights (a learning rate of 0)", *examples(30, 2, 1), (30, 4, 1), **AT_REST),
        case("three steps", *examples(2, 4, 2), (2, 3, 1), learning_rate=0.4, num_iterations=3),
        case("101 steps with one example", *examples(3, 1, 3), (3, 2, 1), learning_rate=0.1, num_iterations=101),
        hidden("other starting weights", *examples(20, 1, 4), (20, 5, 1), **AT_REST),
        hidden("250 steps", *examples(3, 7, 5), (3, 5, 1), learning_rate=0.3, num_iterations=250),
        hidden("one hidden unit", *examples(4, 3, 6), (4, 1, 1), learning_rate=0.2, num_iterations=20),
        hidden("labels True and False", *examples(2, 5, 7, yes_no=True), (2, 4, 1), num_iterations=30),
        hidden("the default number of steps", *examples(2, 6, 8), (2, 2, 1), learning_rate=0.05),
    ],
    misconceptions=[
        misconception(
            "not-small",
            edit={"np.random.randn(n_h, n_x) * 0.01": "np.random.randn(n_h, n_x)", "(n_y, n_h) * 0.01": "(n_y, n_h)"},
            says="The starting weights are too large: here each is 0.01 times a normal number. Without any factor, sums over thousands of inputs are so large that the sigmoid is flat there.",
            score=0.75,
        ),
        misconception(
            "zeros",
            edit={
                "np.random.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
                "np.random.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
            },
            says="Weights that start at 0 stay equal: all hidden units compute the same and get the same gradient. Only the biases may start at 0.",
            place="D2 C1_W3 “What happens if you initialize weights to zero?”",
            score=0.5,
        ),
        misconception(
            "uphill",
            edit={
                "dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))": "dA2 = np.divide(Y, A2) - np.divide(1 - Y, 1 - A2)"
            },
            says="The backward pass starts with the wrong sign, so every step climbs and the cost grows. The loss is −(y log a + (1 − y) log(1 − a)); its derivative keeps the leading minus.",
            place="D1 “L_model_backward”: dAL = Y/AL − (1 − Y)/(1 − AL)",
            score=0.5,
        ),
        misconception(
            "dZ-for-dA",
            edit={"-(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))": "A2 - Y"},
            says="A2 − Y is dZ2, the gradient after the sigmoid's slope has been multiplied in. `linear_activation_backward` wants dA2 and multiplies by that slope itself, so here it counts twice.",
            score=0.5,
        ),
        misconception(
            "mean-twice",
            edit={
                "dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2))": "dA2 = -(np.divide(Y, A2) - np.divide(1 - Y, 1 - A2)) / X.shape[1]"
            },
            says="The mean over the examples is taken twice: `linear_activation_backward` divides dW and db by m already. dA2 belongs to each example alone.",
            score=0.5,
        ),
        misconception(
            "activations-swapped",
            edit={'"b1"], "relu"': '"b1"], "sigmoid"', 'cache1, "relu"': 'cache1, "sigmoid"'},
            says="The hidden layer has the sigmoid here. It is the ReLU that belongs there; only the output is a probability.",
            score=0.25,
        ),
        misconception(
            "backward-activation",
            edit={'cache1, "relu"': 'cache1, "sigmoid"'},
            says="Forward, the hidden layer has the ReLU; backward, yours goes through the slope of the sigmoid. Each layer needs the same activation both ways.",
            score=0.5,
        ),
        misconception(
            "old-weights",
            edit={
                'parameters["W1"], parameters["b1"], "relu"': 'W1, b1, "relu"',
                'parameters["W2"], parameters["b2"]': "W2, b2",
            },
            says="Every round goes forward with the weights of the start: `update_parameters` makes new arrays, and W1, b1, W2, b2 are still names of the old ones.",
            score=0.5,
        ),
        *mistakes_of_the_loop("parameters = update_parameters("),
    ],
    accepted=[
        two_layers_in_formulas,
        {"np.random.seed(1)": "pass"},
        {
            "np.random.seed(1)": "np.random.seed(3)",
            "np.random.randn(n_h, n_x) * 0.01": "np.random.normal(0, 0.01, (n_h, n_x))",
        },
        {
            "n_x, n_h, n_y = layers_dims": "(n_x, n_h, n_y), draw = layers_dims, np.random.default_rng()",
            "np.random.randn(n_h, n_x)": "draw.normal(size=(n_h, n_x))",
            "np.random.randn(n_y, n_h)": "draw.normal(size=(n_y, n_h))",
        },
    ],
    hints=[
        "Four things happen in every round: forward through both layers, the cost, backward through both layers, one step.",
        'Forward: `linear_activation_forward` once with "relu" and once with "sigmoid"; keep both caches. Backward: the same order reversed, each layer with its own cache.',
        "The backward pass starts with the derivative of the loss by A2, −(Y/A2 − (1 − Y)/(1 − A2)). The first call gives dA1, dW2, db2; dA1 goes into the second.",
        "`update_parameters` wants one dictionary with dW1, db1, dW2, db2, and gives back the new parameters.",
    ],
)


def network(sizes, m, seed):
    """Return X of m examples and parameters of a network with these sizes, short numbers."""
    draw = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(sizes)):
        parameters[f"W{layer}"] = draw.normal(size=(sizes[layer], sizes[layer - 1])).round(2)
        parameters[f"b{layer}"] = draw.normal(size=(sizes[layer], 1)).round(2)
    return draw.normal(size=(sizes[0], m)).round(2), parameters


def given(sizes, m, seed, labels=None):
    """Return (X, y, parameters) for `predict`; y is None unless labels are given."""
    X, parameters = network(sizes, m, seed)
    return X, labels if labels is None else np.array([labels]), parameters


def on_the_border():
    """Return (X, y, parameters) with probabilities of exactly 0.5 and a little more and less."""
    parameters = {"W1": np.eye(2), "b1": np.zeros((2, 1)), "W2": np.array([[1.0, -1.0]]), "b2": np.zeros((1, 1))}
    return np.array([[1.0, 2.0, -1.0, 0.5], [1.0, 1.5, -2.0, 0.75]]), None, parameters


def two_layers_only(X, y, parameters):
    A1 = np.maximum(parameters["W1"] @ X + parameters["b1"], 0)
    return (parameters["W2"] @ A1 + parameters["b2"] > 0).astype(int)


def predict_by_hand(X, y, parameters):
    A = X
    for layer in range(1, len(parameters) // 2):
        A = np.maximum(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], 0)
    last = len(parameters) // 2
    return parameters[f"W{last}"] @ A + parameters[f"b{last}"] > 0


def predict_one_by_one(X, y, parameters):
    probabilities, _ = L_model_forward(X, parameters)  # noqa: F821
    p = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        if probabilities[0, i] > 0.5:
            p[0, i] = 1
    return p


sheet.exercise(
    "predict",
    points=5,
    source="D1 C1_W4 Application “General Methodology”: use trained parameters to predict labels",
    cases=[
        case("five examples, two layers", *given([2, 3, 1], 5, 11, [1, 0, 1, 0, 0])),
        case("one example, three layers", *given([3, 4, 2, 1], 1, 14)),
        case("probabilities of exactly ½", *on_the_border()),
        hidden("eight examples, four layers", *given([3, 4, 4, 3, 1], 8, 13)),
        hidden("one layer", *given([4, 1], 6, 14, [0, 0, 1, 1, 0, 1])),
        hidden("one example, two layers", *given([5, 2, 1], 1, 15)),
        hidden("seven examples, three layers", *given([2, 5, 3, 1], 7, 26)),
    ],
    misconceptions=[
        misconception(
            "probabilities",
            edit={"p = (probabilities > 0.5).astype(int)": "p = probabilities"},
            says="These are the probabilities. The answer is 1 where they are greater than ½, else 0.",
        ),
        misconception(
            "returns-accuracy",
            edit={"    return p": "    return np.mean(p == (p if y is None else y))"},
            says="This is one number, the share of right answers. Wanted are the answers themselves, one per example; y only serves to print.",
        ),
        misconception(
            "returns-labels",
            edit={"    return p": "    return p if y is None else y"},
            says="What comes back are the given labels, not the network's answers.",
        ),
        misconception(
            "two-layers-only",
            by=two_layers_only,
            says="The network ends after W2 here. Parameters may hold any number of layers; `L_model_forward` goes through all of them.",
        ),
        misconception(
            "argmax",
            edit={"(probabilities > 0.5).astype(int)": "np.argmax(probabilities, axis=0).reshape(1, -1)"},
            says="There is one output unit, so the largest of one is always number 0. The probability has to be compared with ½.",
        ),
        misconception(
            "border-counts",
            edit={"probabilities > 0.5": "probabilities >= 0.5"},
            says="Exactly ½ counts as 0 here: greater than, not greater or equal.",
        ),
        misconception(
            "both-results",
            edit={"probabilities, _ = ": "probabilities = "},
            says="`L_model_forward` returns two things, the probabilities and the caches. Yours stand together in one tuple here.",
        ),
        misconception(
            "needs-labels",
            edit={"if y is not None:": "if y.shape[1]:"},
            says="y is None for a picture without a label; it has no shape. Look before you compute an accuracy with it.",
        ),
        misconception(
            "lost-axis",
            edit={"(probabilities > 0.5).astype(int)": "(np.squeeze(probabilities) > 0.5).astype(int)"},
            says="The first axis is gone. The answers are a row of shape (1, m), like the labels, also when m is 1.",
        ),
    ],
    accepted=[
        predict_by_hand,
        predict_one_by_one,
        {"(probabilities > 0.5).astype(int)": "np.where(probabilities > 0.5, 1.0, 0.0)"},
    ],
    hints=[
        "`L_model_forward` knows networks of every depth; it returns the probabilities and the caches, which nobody needs here.",
        "Compare the probabilities with 0.5; .astype(int) turns True and False into 1 and 0.",
        "y may be None, for a picture of your own without a label: look before you compute an accuracy with it.",
    ],
)


def deep_in_formulas(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    np.random.seed(1)
    sizes = list(zip(layers_dims[1:], layers_dims[:-1]))
    W, b = [np.random.randn(*size) * size[1] ** -0.5 for size in sizes], [np.zeros((n, 1)) for n, _ in sizes]
    costs, m = [], X.shape[1]
    for i in range(num_iterations):
        A = [X]
        for k in range(len(W)):
            Z = np.einsum("ij,jk->ik", W[k], A[-1]) + b[k]
            A.append(Z * (Z > 0) if k < len(W) - 1 else 1 / (1 + np.exp(-Z)))
        if i % 100 == 0:
            costs.append(-np.sum(Y * np.log(A[-1]) + (1 - Y) * np.log(1 - A[-1]), keepdims=True) / m)
        dZ = A[-1] - Y
        for k in reversed(range(len(W))):
            dW, db = np.einsum("ik,jk->ij", dZ, A[k]) / m, dZ.sum(axis=1, keepdims=True) / m
            dZ = np.einsum("ij,ik->jk", W[k], dZ) * (A[k] > 0)
            W[k], b[k] = W[k] - learning_rate * dW, b[k] - learning_rate * db
    return {f"{name}{k + 1}": w[k] for k in range(len(W)) for name, w in (("W", W), ("b", b))}, tuple(costs)


DRAW = "np.random.randn(n, n_prev) / np.sqrt(n_prev)"

sheet.exercise(
    "L_layer_model",
    points=10,
    source="D1 C1_W4 Application “L-layer Neural Network”; D2 C1_W4 “Deep L-layer neural network”",
    parts=PARTS,
    properties=[
        {
            "name": "spread",
            "leaf": "[0]",
            "key": "['W",
            "enough": 90,
            "factor": 1.9,
            "mistake": "narrow",
            "misconception": "E45",
        },
        {"name": "learns", "leaf": "[0]", "hidden": "relu", "below": 0.1, "slack": 0.35},
        *TRAINED,
    ],
    cases=[
        case("the starting weights (a learning rate of 0)", *examples(30, 2, 21), [30, 4, 3, 1], **AT_REST),
        case("101 steps in three layers", *examples(3, 6, 22), [3, 8, 6, 1], learning_rate=0.3, num_iterations=101),
        case("one example", *examples(2, 1, 23), [2, 3, 1], learning_rate=0.1, num_iterations=5),
        hidden("other starting weights", *examples(20, 1, 24), [20, 5, 1], **AT_REST),
        hidden("201 steps in three layers", *examples(2, 8, 25), [2, 8, 8, 1], learning_rate=0.3, num_iterations=201),
        hidden("four layers", *examples(4, 5, 26), [4, 5, 4, 3, 1], learning_rate=0.05, num_iterations=12),
        hidden("one layer, labels True and False", *examples(3, 7, 27, yes_no=True), [3, 1], num_iterations=30),
        hidden("the default number of steps", *examples(2, 4, 28), [2, 2, 1], learning_rate=0.002),
    ],
    misconceptions=[
        misconception(
            "E45",
            edit={DRAW: "np.random.randn(n, n_prev) * 0.01"},
            says="Weights of 0.01 in every layer make the signal, and the gradient on its way back, smaller from layer to layer, so a deep network hardly moves. How large weights may be depends on how many inputs a unit adds up.",
            place="D1 “initialize_parameters_deep”: np.random.randn(layer_dims[l], layer_dims[l-1])*0.01",
            score=0.5,
        ),
        misconception(
            "not-scaled",
            edit={DRAW: "np.random.randn(n, n_prev)"},
            says="The weights have size 1 whatever the layer. A unit that adds up n[l−1] inputs then gets sums that grow with the root of their number.",
            score=0.75,
        ),
        misconception(
            "wrong-side",
            edit={DRAW: "np.random.randn(n, n_prev) / np.sqrt(n)"},
            says="The weights are scaled by the number of units in their own layer. What a unit adds up are its inputs: their number counts.",
            score=0.75,
        ),
        misconception(
            "root-forgotten",
            edit={DRAW: "np.random.randn(n, n_prev) / n_prev"},
            says="Divided by the number of inputs itself, the weights are too small. Random numbers of both signs partly cancel: a sum of n of them is about √n in size, not n.",
            score=0.75,
        ),
        misconception(
            "forward-once",
            edit={
                "    for i in range(num_iterations):\n        AL, caches = L_model_forward(X, parameters)": "    AL, caches = L_model_forward(X, parameters)\n    for i in range(num_iterations):"
            },
            says="The forward pass runs once, before the loop, so every step follows the gradient of the starting weights. It has to run again after each step.",
            score=0.5,
        ),
        *mistakes_of_the_loop("parameters = update_parameters("),
    ],
    accepted=[
        deep_in_formulas,
        {"np.random.seed(1)": "pass"},
        {DRAW: "np.random.randn(n, n_prev) * np.sqrt(2 / n_prev)"},
        {"np.random.seed(1)": "draw = np.random.default_rng(5)", DRAW: "draw.normal(0, n_prev**-0.5, (n, n_prev))"},
        {"np.random.seed(1)": "draw = np.random.default_rng()", DRAW: "draw.normal(0, n_prev**-0.5, (n, n_prev))"},
    ],
    hints=[
        "layers_dims has one entry more than there are layers: layer l takes layers_dims[l-1] inputs and has layers_dims[l] units, l from 1.",
        'The key of a layer\'s weights is "W" + str(l), or f"W{l}".',
        "The loop is shorter than for two layers: `L_model_forward`, `compute_cost`, `L_model_backward`, `update_parameters`, one line each.",
    ],
)


def parity_by_formula(n):
    deep = {"units": n - 1, "layers": int(np.ceil(np.log2(n)))}
    return {"shallow": {"units": 1 + 2**n // 2, "layers": 2}, "deep": deep}


def parity_by_halves(n):
    def tree(bits):
        if bits == 1:
            return 0, 0
        left, right = tree(bits // 2), tree(bits - bits // 2)
        return 1 + max(left[0], right[0]), 1 + left[1] + right[1]

    layers, units = tree(n)
    ands = sum(bin(pattern).count("1") % 2 for pattern in range(2 ** min(n, 10))) * 2 ** max(0, n - 10)
    return {"deep": {"layers": layers, "units": units}, "shallow": {"layers": 2.0, "units": float(ands + 1)}}


sheet.exercise(
    "parity_network",
    points=5,
    source="D2 C1_W4 “Circuit theory and deep learning”; D1 “Mathematical Insight: Circuit Theory”",
    rtol=1e-12,
    parts={"deep": ["['deep']"], "shallow": ["['shallow']"]},
    cases=[
        case("two bits", 2),
        case("eight bits", 8),
        case("five bits", 5),
        hidden("three bits", 3),
        hidden("sixteen bits", 16),
        hidden("six bits", 6),
        hidden("seventeen bits", 17),
    ],
    misconceptions=[
        misconception(
            "all-patterns",
            edit={"2 ** (n - 1) + 1": "2**n + 1"},
            says="There are 2ⁿ patterns, but only those with an odd number of ones need an AND unit. Flip one bit of a pattern and odd becomes even: how many of each kind are there?",
            place="D1 “Mathematical Insight”: one must enumerate all 2ⁿ input combinations",
            score=0.5,
        ),
        misconception(
            "no-or",
            edit={"2 ** (n - 1) + 1": "2 ** (n - 1)"},
            says="The AND units are all there. The unit that puts their answers together is missing from the count.",
            score=0.5,
        ),
        misconception(
            "chain",
            edit={
                "while width > 1:\n        layers, units, width = layers + 1, units + width // 2, (width + 1) // 2": "layers, units = n - 1, n - 1"
            },
            says="This is a chain, in which each XOR waits for the one before. In a tree all pairs of a level work at the same time, so each level halves what is left.",
            score=0.5,
        ),
        misconception(
            "rounded-down",
            edit={'"layers": layers,': '"layers": int(np.log2(n)),'},
            says="For 5 bits two levels are not enough: after them, two values are left (a bit without a partner waits for the next level). The logarithm has to be rounded up.",
            score=0.5,
        ),
        misconception(
            "first-level-only",
            edit={"units + width // 2,": "n // 2,"},
            says="These are the units of the first level only. The levels after it have units, too.",
            score=0.5,
        ),
        misconception(
            "inputs-count",
            edit={'"units": units}': '"units": units + n}'},
            says="The n inputs are counted as units. They compute nothing; only XOR units count.",
            score=0.5,
        ),
    ],
    accepted=[parity_by_formula, parity_by_halves],
    hints=[
        "Draw the tree for 4 bits, then for 5. How many values are left after each level?",
        "Each XOR unit makes one value out of two. How many are needed until one of n is left?",
        "Shallow, n = 2: the odd patterns are 01 and 10, so two AND units and one OR unit. And for n = 3?",
    ],
)
