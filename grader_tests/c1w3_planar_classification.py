"""What c1w3_planar_classification checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception
from grader_tests.inputs_c1w3_planar import after_forward, clouds, inputs, labels, ring, weights

sheet = Sheet(__name__, position=2, errata="E09 E12 E42 E44")


sheet.exercise(
    "layer_sizes",
    points=3,
    source="D1 “Neural Network model”, 1. Defining the neural network structure",
    parts={"n_x": ["[0]"], "n_h": ["[1]"], "n_y": ["[2]"]},
    cases=[
        case("five features, two outputs, three examples", inputs(5, 3, 1), labels(2, 3, 1)),
        case("one example", inputs(3, 1, 2), labels(1, 1, 2)),
        case("points in the plane", inputs(2, 8, 3), labels(1, 8, 3)),
        hidden("one feature", inputs(1, 6, 4), labels(1, 6, 4)),
        hidden("more features than examples", inputs(7, 2, 5), labels(3, 2, 5)),
        hidden("as many features as examples", inputs(6, 6, 6), labels(1, 6, 6)),
    ],
    misconceptions=[
        misconception("counts-examples", edit={"shape[0]": "shape[1]"}, place="D2 C1_W2 “Notation”: X.shape = (n_x, m)", score=1 / 3,
            says="This is m, the number of examples. Examples are columns; the network has one input per feature, however many examples there are."),
        misconception("hidden-like-input", edit={"n_h = 4": "n_h = X.shape[0]"}, score=2 / 3,
            says="The data do not tell how many hidden units there are: that is our choice, and for this exercise it is 4."),
    ],
    accepted=[
        {"X.shape[0]": "len(X)", "Y.shape[0]": "len(Y)", "return n_x, n_h, n_y": "return [n_x, n_h, n_y]"},
        {"X.shape[0]": "X[:, :1].size", "Y.shape[0]": "np.shape(Y)[0]"},
    ],
    hints=[
        "`X.shape` is the pair (n_x, m). Which of the two belongs to the network?",
        "The three sizes go back as one tuple: `return n_x, n_h, n_y`.",
    ],
)  # fmt: skip


SMALL_NORMAL = {"name": "spread", "scale": 0.01, "enough": 100, "misconception": "no-scale", "repeats": False}

sheet.exercise(
    "initialize_parameters",
    points=5,
    source="D1 “Neural Network model”, 2. Initialize the model's parameters; D2 C1_W3 “Random initialization”",
    properties=[
        {"name": "exact", "leaf": "['b1']", "misconception": "random-biases"},
        {"name": "exact", "leaf": "['b2']", "misconception": "random-biases"},
        {"leaf": "['W1']", **SMALL_NORMAL},
        {"leaf": "['W2']", **SMALL_NORMAL},
        {"name": "varies", "misconception": "seed-inside"},
    ],
    cases=[
        case("two features, four hidden units", 2, 4, 1),
        case("many hidden units", 3, 45, 1),
        case("six outputs", 1, 20, 6),
        hidden("one hidden unit", 3, 1, 1),
        hidden("forty features", 40, 3, 2),
        hidden("seven outputs", 4, 16, 7),
        hidden("as many of each", 5, 5, 5),
    ],
    misconceptions=[
        misconception("E44", edit={"randn(n_h, n_x)": "randn(n_x, n_h)", "randn(n_y, n_h)": "randn(n_h, n_y)"}, place="D1 “Gradient Descent for NN”: w[1] has shape (n[0], n[1])",
            says="Rows and columns have changed places. W[1] times a column of n_x numbers has to give one number per hidden unit, so each hidden unit has a row."),
        misconception("zeros", edit={"np.random": "0 * np.random"},
            says="From zeros all hidden units compute the same and get the same gradients, for ever. Only the biases may start at 0."),
        misconception("no-scale", edit={" * 0.01": ""},
            says="The weights are drawn too large. With large weights tanh starts on its flat ends, where its slope, and so every gradient, is nearly 0."),
        misconception("uniform", edit={"randn": "rand"},
            says="np.random.rand draws between 0 and 1, so no weight is ever negative. The function that draws normal numbers, around 0, has one letter more."),
        misconception("random-biases", edit={"np.zeros(": "0.01 * np.random.randn(*"},
            says="The biases are random. That would work, but the weights alone make the units different; biases start at 0."),
        misconception("flat-biases", edit={", 1))": "))"},
            says="The biases have one axis only. They must be columns: a flat array would be added along the examples instead of along the units."),
        misconception("seed-inside", edit={"W1 = np.random": "np.random.seed(2)\n    W1 = np.random"},
            says="Every call gives the same weights. Is nothing drawn, or is there a seed in here? Who wants runs to repeat seeds once, outside; `nn_model` will do so."),
    ],
    accepted=[
        {"np.random": "np.random.default_rng()", "randn(n_h, n_x)": "normal(size=(n_h, n_x))", "randn(n_y, n_h)": "normal(size=(n_y, n_h))", '"b2": b2': '"b2": b2, "n_h": n_h'},
        {"W1 = np.random.randn(n_h, n_x) * 0.01": "W2 = np.random.normal(0, 0.01, size=(n_y, n_h))", "W2 = np.random.randn(n_y, n_h) * 0.01": "W1 = np.random.normal(0, 0.01, size=(n_h, n_x))"},
    ],
    hints=[
        "Write the four shapes down first: W1 takes n_x numbers to n_h, W2 takes n_h numbers to n_y.",
        "`np.random.randn(rows, columns)` wants the sizes one by one, `np.zeros((rows, columns))` as a tuple.",
        "Small: multiply what randn gives by 0.01. No np.random.seed in this function.",
    ],
)  # fmt: skip


def forward_case(declare, label, n_x, n_h, n_y, m, seed):
    return declare(label, inputs(n_x, m, seed), weights(n_x, n_h, n_y, seed))


sheet.exercise(
    "forward_propagation",
    points=8,
    source="D2 C1_W3 “Vectorizing across multiple examples”; D1 “Neural Network model”, equations (1) to (4)",
    parts={"hidden layer": ["[1]['Z1']", "[1]['A1']"], "output layer": ["[0]", "[1]['Z2']", "[1]['A2']"]},
    cases=[
        forward_case(case, "three examples", 2, 4, 1, 3, 11),
        forward_case(case, "one example", 3, 2, 1, 1, 12),
        forward_case(case, "as many examples as features", 2, 3, 2, 2, 13),
        forward_case(hidden, "one hidden unit", 4, 1, 1, 5, 14),
        forward_case(hidden, "one feature", 1, 5, 1, 4, 15),
        forward_case(hidden, "three outputs", 3, 3, 3, 3, 16),
        forward_case(hidden, "ten examples", 2, 6, 1, 10, 17),
    ],
    misconceptions=[
        misconception("E42", edit={"np.dot(W1, X) + b1": "W1 + b1"}, place="D4 “Neural Network Representation learning”: z[1] = W[1] + b[1]",
            says="X does not occur in your hidden layer, so the network answers the same whatever it is shown. Each unit needs its weighted sum of the inputs."),
        misconception("sigmoid-hidden", edit={"np.tanh(Z1)": "sigmoid(Z1)"}, place="D0, D2 and D4 “Vectorizing across multiple examples”: A[1] = σ(Z[1])",
            says="The hidden layer uses the sigmoid, as the slides do at first. The hidden units of this network use tanh."),
        misconception("tanh-output", edit={"sigmoid(Z2)": "np.tanh(Z2)"}, score=0.5,
            says="tanh gives numbers from −1 to 1. The output has to be a probability, between 0 and 1."),
        misconception("no-output-activation", edit={"sigmoid(Z2)": "Z2"}, score=0.5,
            says="A2 is the weighted sum itself. A probability needs an activation function that keeps it between 0 and 1."),
        misconception("no-biases", edit={" + b1": "", " + b2": ""},
            says="The biases b1 and b2 are never added."),
    ],
    accepted=[
        {"np.dot(W1, X) + b1": "np.stack([W1 @ x + b1[:, 0] for x in X.T], axis=1)", '"A2": A2': '"A2": A2, "X": X'},
        {"np.dot(W1, X)": "np.einsum('hx,xm->hm', W1, X)", "sigmoid(Z2)": "1 / (1 + np.exp(-Z2))", "np.tanh(Z1)": "2 * sigmoid(2 * Z1) - 1"},
    ],
    hints=[
        "Four lines: Z1, A1, Z2, A2. Each uses the result of the line before.",
        "`np.dot(W1, X)` is (n_h, n_x) times (n_x, m): one row per hidden unit, one column per example. b1 is spread over the columns.",
        "`np.tanh` for the hidden layer, `sigmoid` (imported in the first cell) for the output.",
    ],
)  # fmt: skip


def chances(m, seed, kind=int):
    """Return probabilities and labels of m examples, both of shape (1, m)."""
    return np.random.default_rng(seed).uniform(0.05, 0.95, (1, m)).round(2), labels(1, m, seed).astype(kind)


COST_LINE = "losses = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)"

sheet.exercise(
    "compute_cost",
    points=6,
    source="D1 “Neural Network model”, equation (6); D0 “Gradient descent for neural network”",
    cases=[
        case("three examples", np.array([[0.8, 0.4, 0.9]]), np.array([[1, 0, 0]]), group="numbers"),
        case("one example", *chances(1, seed=21), group="numbers"),
        case("labels True and False", *chances(4, seed=22, kind=bool), group="truth values"),
        hidden("ten examples", *chances(10, seed=23), group="numbers"),
        hidden("one example with label 0", *chances(1, seed=24), group="numbers"),
        hidden("labels all 1", chances(5, seed=25)[0], np.ones((1, 5)), group="numbers"),
        hidden("seven labels True and False", *chances(7, seed=26, kind=bool), group="truth values"),
    ],
    misconceptions=[
        misconception("no-mean", edit={"-np.sum(losses) / m": "-np.sum(losses)"},
            says="This is the sum of the losses. The cost is their mean: divide by the number of examples."),
        misconception("no-minus", edit={"-np.sum(losses)": "np.sum(losses)"}, place="D1, D2 C1_W2, handwritten: 1/m Σ[y log ŷ + …]",
            says="Your cost is negative. Logarithms of probabilities are never above 0; the minus in front turns them into an error."),
        misconception("minus-on-one-term", edit={COST_LINE: "losses = Y * np.log(A2) - (1 - Y) * np.log(1 - A2)"}, place="D1, D3: −y log a + (1−y) log(1−a)",
            says="The minus belongs to both terms. Here the examples with y = 0 lower the cost, the more so the surer the network is that they are 1."),
        misconception("one-class-only", edit={" + (1 - Y) * np.log(1 - A2)": ""},
            says="Only the examples with y = 1 count in your cost. For y = 0 the loss is −log(1 − a)."),
        misconception("same-logarithm", edit={"np.log(1 - A2)": "np.log(A2)"},
            says="Both terms take the logarithm of A2. Where y = 0, the true label has the probability 1 − a."),
        misconception("minus-of-truth-values", edit={COST_LINE: "losses = -(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2))"}, score=0.5,
            says="`-Y` fails when Y holds True and False: NumPy has no minus for truth values. Put the minus in front of the whole sum."),
    ],
    accepted=[
        {COST_LINE: "losses = [np.log(a if y else 1 - a) for a, y in zip(A2[0], Y[0])]"},
        {COST_LINE: "losses = np.dot(np.log(A2), Y.T) + np.dot(np.log(1 - A2), (1 - Y).T)"},
    ],
    hints=[
        "`np.log` of A2 and of 1 − A2, each multiplied element by element by the label that switches it on.",
        "Add up over all examples with np.sum, divide by m = Y.shape[1], put a minus in front.",
    ],
)  # fmt: skip


def one_by_one(parameters, cache, X, Y):
    grads = {f"d{name}": np.zeros(value.shape) for name, value in parameters.items()}
    for i in range(X.shape[1]):
        dz2 = cache["A2"][:, i] - Y[:, i]
        dz1 = parameters["W2"].T.dot(dz2) * (1 - np.tanh(cache["Z1"][:, i]) ** 2)
        for layer, dz, a in ((2, dz2, cache["A1"][:, i]), (1, dz1, X[:, i])):
            grads[f"dW{layer}"] += np.outer(dz, a) / X.shape[1]
            grads[f"db{layer}"] += dz[:, None] / X.shape[1]
    return grads


SLOPE = "(1 - A1**2)"

sheet.exercise(
    "backward_propagation",
    points=12,
    source="D2 C1_W3 “Summary of gradient descent”; D0 “Summary of gradient descent for neural network”",
    parts={name: [f"['{name}']"] for name in ("dW1", "db1", "dW2", "db2")},
    cases=[
        case("three examples", *after_forward(2, 4, 1, 3, seed=31)),
        case("one example", *after_forward(3, 2, 1, 1, seed=32)),
        case("two outputs", *after_forward(2, 3, 2, 4, seed=33)),
        hidden("one hidden unit", *after_forward(3, 1, 1, 5, seed=34)),
        hidden("one feature", *after_forward(1, 5, 1, 6, seed=35)),
        hidden("three of everything", *after_forward(3, 3, 3, 3, seed=36)),
        hidden("ten examples", *after_forward(2, 5, 1, 10, seed=37)),
    ],
    misconceptions=[
        misconception("E09", edit={", axis=1, keepdims=True": ""}, place="D0 C1_W4, backward step: db[l] = 1/m np.sum(dZ[l])", score=0.5,
            says="np.sum without an axis leaves one number for all units. Each unit has a bias of its own, so the sum may run over the examples only."),
        misconception("lost-axis", edit={", keepdims=True": ""}, score=0.5,
            says="The second axis of the sums is gone, and a flat db subtracted from a column b makes a square. np.sum has an argument that keeps the axis."),
        misconception("E12", edit={"np.dot(dZ2, A1.T)": "np.dot(dZ2, A2.T)"}, place="D2 C1_W4, last slide: dW[L] = 1/m dZ[L] A[L]ᵀ", score=0.75,
            says="These are the outputs of layer 2. The weights of a layer are multiplied by what comes *into* it, and their gradient contains just that."),
        misconception("slope-of-the-output", edit={SLOPE: "A2 * (1 - A2)"}, place="D2 C1_W3 “Formulas for computing derivatives”: dz[1] = W[2]ᵀ dz[2] * g[2]′(z[2])",
            says="This is the slope of the output's sigmoid, which dZ2 contains already. dZ1 needs the slope of the hidden units, at Z1."),
        misconception("sigmoid-slope", edit={SLOPE: "A1 * (1 - A1)"}, score=0.5,
            says="a(1 − a) is the slope of the sigmoid. The hidden units use tanh: look up its slope in terms of a."),
        misconception("no-slope", edit={f" * {SLOPE}": ""}, score=0.5,
            says="This is dA1. From dA1 to dZ1 the chain rule goes through the activation function, and its slope is missing."),
        misconception("no-square", edit={SLOPE: "(1 - A1)"}, score=0.5,
            says="1 − a is not the slope of tanh: a slope that is steepest at a = 0 and equal at a and −a has a square in it."),
        misconception("slope-of-Z", edit={SLOPE: '(1 - cache["Z1"]**2)'}, score=0.5,
            says="1 − z² is not the slope of tanh; it is written with what tanh has made of z."),
        misconception("output-slope-twice", edit={"dZ2 = A2 - Y": "dZ2 = (A2 - Y) * A2 * (1 - A2)"},
            says="dZ2 has the slope of the output's sigmoid twice: A2 − Y contains it already, multiplied out."),
        misconception("no-mean", edit={" / m": ""},
            says="These are sums over the examples. The cost is a mean, so its gradients are means as well."),
        misconception("Y-minus-A", edit={"dZ2 = A2 - Y": "dZ2 = Y - A2"},
            says="The sign is the other way round: your gradients point downhill, and subtracting them climbs."),
        misconception("m-is-features", edit={"X.shape[1]": "X.shape[0]"},
            says="You divide by the number of features. m counts the examples, and examples are columns."),
        misconception("mean-twice", edit={"dZ2 = A2 - Y": "dZ2 = (A2 - Y) / m"},
            says="This is divided by m twice. dZ keeps a column for every example; the mean is taken once, in dW and db."),
        misconception("changes-cache", edit={"dZ2 = A2 - Y": "A2 -= Y\n    dZ2 = A2"},
            says="`-=` writes into the cache that was handed to you: who reads A2 later gets the difference. Make a new array."),
    ],
    accepted=[
        one_by_one,
        {"np.dot(dZ2, A1.T)": "np.einsum('ym,hm->yh', dZ2, A1)", "np.dot(dZ1, X.T)": "np.einsum('hm,xm->hx', dZ1, X)", SLOPE: '(1 / np.cosh(cache["Z1"]) ** 2)', '"db2": db2': '"db2": db2, "dZ1": dZ1'},
    ],
    hints=[
        "Six lines, from the output backwards: dZ2, dW2, db2, then dZ1, dW1, db1. Write the shape behind each; a gradient has its parameter's shape.",
        "dW of a layer is dZ of that layer times the transpose of what came into it, divided by m.",
        "dZ1: W2ᵀ carries dZ2 back to the hidden units (n_h, m); multiply element by element by tanh's slope, 1 − a².",
        "db: np.sum with axis=1 and keepdims=True, divided by m.",
    ],
)  # fmt: skip


def writes_into_parameters(parameters, grads, learning_rate=1.2):
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * grads["d" + name]
    return parameters


def step_case(declare, label, n_x, n_h, n_y, seed, **learning_rate):
    return declare(label, weights(n_x, n_h, n_y, seed), weights(n_x, n_h, n_y, seed + 100, "d"), **learning_rate)


ONE_STEP = 'parameters[name] - learning_rate * grads[f"d{name}"]'

sheet.exercise(
    "update_parameters",
    points=5,
    source="D2 C1_W3 “Gradient descent for neural networks”: W[l] := W[l] − α dW[l], b[l] := b[l] − α db[l]",
    parts={name: [f"['{name}']"] for name in ("W1", "b1", "W2", "b2")},
    cases=[
        step_case(case, "the default learning rate", 2, 4, 1, 41),
        step_case(case, "a learning rate of 0.1", 3, 2, 1, 42, learning_rate=0.1),
        step_case(hidden, "one hidden unit", 2, 1, 1, 43, learning_rate=0.5),
        step_case(hidden, "two outputs", 1, 3, 2, 44, learning_rate=2.0),
        step_case(hidden, "the default learning rate and five features", 5, 3, 1, 45),
    ],
    misconceptions=[
        misconception("uphill", edit={"- learning_rate": "+ learning_rate"},
            says="The step goes along the gradient, which points uphill: the cost grows."),
        misconception("no-rate", edit={"- learning_rate *": "-"}, says="The whole gradient is subtracted: the learning rate is missing."),
        misconception("fixed-rate", edit={"- learning_rate": "- 1.2"},
            says="The learning rate is always 1.2, whatever the caller asks for; use the argument."),
        misconception("weights-only", edit={ONE_STEP: f'{ONE_STEP} * (name[0] == "W")'}, score=0.5,
            says="The biases never move. They are parameters too, and learn in the same way."),
        misconception("changes-parameters", by=writes_into_parameters,
            says="The numbers are right, but they overwrite those that were handed to you: the caller's parameters are gone. Build a new dictionary with new arrays."),
    ],
    accepted=[
        {ONE_STEP: "np.array([[w - learning_rate * d for w, d in zip(*rows)] for rows in zip(parameters[name], grads[f'd{name}'])])"},
        {ONE_STEP: "np.add(-learning_rate * grads[f'd{name}'], parameters[name])"},
    ],
    hints=[
        "Four lines of the same form, one for each of W1, b1, W2, b2.",
        "`W1 = W1 - …` makes a new array, `W1 -= …` writes into the old one.",
    ],
)  # fmt: skip


ONE_STEP_ONLY = ["one step, four examples", "one step, five examples"]

sheet.exercise(
    "nn_model",
    points=7,
    source="D1 “Neural Network model”, 3. Loop; D2 C1_W3 “Gradient descent for neural networks”",
    uses=["layer_sizes", "initialize_parameters", "forward_propagation", "compute_cost", "backward_propagation", "update_parameters"],
    properties=[
        {"name": "learns", "hidden": "tanh", "slack": 0.02, "repeats": False},
        {"name": "exact", "leaf": "['b2']", "atol": 0.01, "cases": ONE_STEP_ONLY, "misconception": "other-steps"},
    ],
    cases=[
        case(ONE_STEP_ONLY[0], inputs(2, 4, 56), np.array([[1, 1, 0, 1]]), n_h=4, num_iterations=1),
        case("a class inside another, five hidden units", *ring(16, seed=2), 5, num_iterations=500),
        case("one example", *clouds(3, 1, seed=51), 2, num_iterations=100),
        case("two clouds, four hidden units", *clouds(2, 10, seed=52), n_h=4, num_iterations=300),
        hidden("a ring around a class, seven hidden units", *ring(20, seed=5), n_h=7, num_iterations=1000),
        hidden("one hidden unit", *clouds(2, 7, seed=53), n_h=1, num_iterations=400),
        hidden("three features, six hidden units", *clouds(3, 12, seed=54), n_h=6, num_iterations=300),
        hidden("one feature", *clouds(1, 8, seed=55), n_h=3, num_iterations=400),
        hidden(ONE_STEP_ONLY[1], inputs(3, 5, 57), np.array([[0, 0, 1, 0, 0]]), n_h=3, num_iterations=1),
    ],
    misconceptions=[
        misconception("four-units", edit={"n_x, _, n_y = layer_sizes": "n_x, n_h, n_y = layer_sizes"},
            says="`layer_sizes` always says 4 for the hidden layer, and that has replaced the n_h the caller asked for. Take only n_x and n_y from it."),
        misconception("not-updated", edit={"parameters = update_parameters(": "update_parameters("},
            says="`update_parameters` gives back new parameters, but nobody keeps them, so the network never moves."),
        misconception("starts-anew", edit={"        A2, cache = ": "        parameters = initialize_parameters(n_x, n_h, n_y)\n        A2, cache = "},
            says="The parameters are drawn anew in every round, and what was learned is thrown away. Draw them once, before the loop."),
        misconception("returns-in-the-loop", edit={"\n    return parameters": "\n        return parameters"},
            says="The `return` stands inside the loop, so the function is over after the first step. Move it to the left."),
        misconception("other-steps", edit={"range(num_iterations)": "range(num_iterations + 1)"},
            says="After a single step b2 should be 1.2 times minus its first gradient. Is the number of steps another than `num_iterations`, or the learning rate another than 1.2?"),
        misconception("slow-steps", edit={"update_parameters(parameters, grads)": "update_parameters(parameters, grads, 0.01)"},
            says="The steps are much too short. The learning rate is the default of `update_parameters`."),
    ],
    accepted=[
        {"np.random.seed(3)": "draw = np.random.default_rng()", "initialize_parameters(n_x, n_h, n_y)": "{'W2': draw.normal(0, 0.01, (n_y, n_h)), 'b2': np.zeros((n_y, 1)), 'W1': draw.normal(0, 0.01, (n_h, n_x)), 'b1': np.zeros((n_h, 1))}"},
        {"n_x, _, n_y = layer_sizes(X, Y)": "n_x, n_y = len(X), len(Y)", "return parameters": 'return {**parameters, "steps": num_iterations}'},
    ],
    hints=[
        "Before the loop: the seed, the sizes, the starting parameters. In the loop: forward, backward, update.",
        "Mind the order: forward_propagation(X, parameters), backward_propagation(parameters, cache, X, Y).",
        "Does the cost stay at 0.693, log 2? Then what one round learns does not reach the next.",
    ],
)  # fmt: skip


def predict_case(declare, label, n_x, n_h, m, seed):
    return declare(label, weights(n_x, n_h, 1, seed), inputs(n_x, m, seed))


NOTHING = {"W1": np.ones((3, 2)), "b1": np.zeros((3, 1)), "W2": np.zeros((1, 3)), "b2": np.zeros((1, 1))}

sheet.exercise(
    "predict",
    points=4,
    source="D1 “Neural Network model”, equation (5)",
    uses=["forward_propagation"],
    cases=[
        predict_case(case, "six examples", 2, 4, 6, 61),
        predict_case(case, "one example", 3, 2, 1, 62),
        case("two examples exactly on the border", NOTHING, np.array([[1.0, -2.0], [0.5, 3.0]])),
        predict_case(hidden, "twelve examples", 3, 3, 12, 63),
        predict_case(hidden, "one feature and one hidden unit", 1, 1, 5, 64),
        hidden("three examples exactly on the border", NOTHING, np.array([[0.1, -0.2, 4.0], [0.0, 1.0, 2.0]])),
    ],
    misconceptions=[
        misconception("probabilities", edit={"return A2 > 0.5": "return A2"},
            says="These are the probabilities. The prediction is 1 where they are greater than 0.5 and 0 elsewhere."),
        misconception("border-counts", edit={"> 0.5": ">= 0.5"},
            says="Exactly 0.5 counts as 0 here: greater than, not greater or equal."),
        misconception("threshold-0", edit={"> 0.5": "> 0"},
            says="A probability is always greater than 0, so every example becomes 1. 0 is the border for Z2, not for A2."),
        misconception("lost-axis", edit={"A2 > 0.5": "np.squeeze(A2 > 0.5)"},
            says="The first axis is gone: the result should be a row of shape (1, m), also when m is 1."),
    ],
    accepted=[
        {"A2 > 0.5": "np.round(A2)"},
        {"A2, _ = forward_propagation(X, parameters)": "_, cache = forward_propagation(X, parameters)", "A2 > 0.5": 'np.where(cache["Z2"] > 0, 1, 0)'},
    ],
    hints=[
        "`forward_propagation` gives two things; only the first is needed here.",
        "Comparing an array with a number compares every element, and keeps the shape.",
    ],
)  # fmt: skip
