"""What c2w3_softmax_and_frameworks checks: cases, known mistakes, other right ways, hints."""

from grader_tests import Sheet
from grader_tests import inputs_c2w3_frameworks as rules
from grader_tests import inputs_c2w3_softmax as inputs
from grader_tests.inputs_c2w3_frameworks import (
    ADDED,
    BACKWARD,
    FORWARD,
    MULTIPLIED,
    PRODUCTS,
    SIDES,
    SLOPE,
    TURNED,
    two_way,
    wrong,
)

sheet = Sheet(__name__, position=3, errata="E30 E161")


POWERS = "powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))"
SHARES = "powers / np.sum(powers, axis=0, keepdims=True)"

sheet.exercise(
    "softmax",
    points=6,
    source="D2 C2_W3 “Softmax regression”, “Softmax layer”",
    cases=inputs.softmax_cases(),
    misconceptions=[
        wrong(
            "no-max",
            {"Z - np.max(Z, axis=0, keepdims=True)": "Z"},
            "e¹⁰⁰⁰ is more than a float can hold, and e⁻¹⁰⁰⁰ becomes 0; inf/inf and 0/0 are not numbers. Subtracting the same number from all scores of a column changes no probability: choose one that makes the powers harmless.",
            score=0.5,
        ),
        wrong(
            "one-max",
            {"np.max(Z, axis=0, keepdims=True)": "np.max(Z)"},
            "One largest score is subtracted from all columns. In a column far below it every power becomes 0, and 0/0 is no number. Each example needs the largest of its own scores.",
            score=0.5,
        ),
        wrong(
            "rows",
            {"axis=0": "axis=1"},
            "The rows add up to 1 here. In the notebook on NumPy basics an example was a row; here it is a column, as X and A are everywhere else, so the classes run along the other axis.",
        ),
        wrong(
            "rows-and-no-max",
            {"axis=0": "axis=1", "Z - np.max(Z, axis=1, keepdims=True)": "Z"},
            "Two things. The rows add up to 1, but the classes of one example stand in a column here. And e to the power of a large score is more than a float can hold.",
        ),
        wrong("one-sum", {SHARES: "powers / np.sum(powers)"}, inputs.ONE_SUM),
        wrong("no-axis", {"axis=0, keepdims=True": ""}, inputs.ONE_SUM),
        wrong("one-sum-and-no-max", {SHARES: "np.exp(Z) / np.sum(np.exp(Z))"}, inputs.ONE_SUM),
        wrong(
            "sigmoids",
            {SHARES: "1 / (1 + np.exp(-Z))"},
            "This is the sigmoid of each score by itself; the columns do not add up to 1. Softmax weighs the classes against each other.",
        ),
        wrong(
            "hard-max",
            {SHARES: "(powers == 1).astype(float)"},
            "This is “hard max”: a 1 for the largest score, 0 else. Softmax keeps a share for every class.",
        ),
        wrong(
            "no-powers",
            {"np.exp(Z - np.max(Z, axis=0, keepdims=True))": "Z"},
            "The scores themselves are divided by their sum. Scores may be negative, probabilities may not: first make every score positive by raising e to it.",
        ),
    ],
    accepted=[
        inputs.softmax_by_columns,
        inputs.softmax_by_differences,
        {POWERS: "powers = np.exp(Z - Z.max(axis=0))", SHARES: "powers / powers.sum(0)"},
    ],
    hints=[
        "Three lines: subtract each column's largest score, raise e to the rest, divide by each column's sum.",
        "axis=0 runs down a column; keepdims=True keeps the result a row (1, m) that spreads over all classes.",
    ],
)


sheet.exercise(
    "one_hot_matrix",
    points=3,
    source="D2 C2_W3 “Recognizing cats, dogs, and baby chicks”",
    cases=inputs.one_hot_matrix_cases(),
    misconceptions=[
        wrong(
            "from-1",
            {"column[int(np.squeeze(label))]": "column[int(np.squeeze(label)) - 1]"},
            "The classes are counted from 1 here. They start at 0: label 0 puts the 1 into the first place.",
        ),
        wrong(
            "list-picks-rows",
            {"column[int(np.squeeze(label))] = 1\n    return column": "return np.eye(depth)[label]"},
            "Indexing with a list gives a list of rows, shape (1, depth). Turn the label into a plain number first.",
        ),
        wrong(
            "always-six",
            {"np.zeros(depth)": "np.zeros(6)"},
            "The result always has six entries. How many there are, `depth` tells; 6 is only its default.",
        ),
        wrong(
            "two-axes",
            {"return column": "return column.reshape(depth, 1)"},
            "This column has two axes, (depth, 1); one axis, (depth,), is asked for. np.stack(…, axis=1) will set such arrays side by side.",
        ),
        wrong(
            "up-to",
            {"column[int(np.squeeze(label))]": "column[: int(np.squeeze(label)) + 1]"},
            "There are ones at all places up to the label. One-hot means a single 1.",
        ),
    ],
    accepted=[
        {"return column": "return (np.arange(depth) == np.ravel(label)[0]).astype(np.float32)"},
        {"return column": "return np.eye(depth)[:, np.array(label).reshape(-1)[0]] > 0"},
    ],
    hints=[
        "np.zeros(depth), then one entry becomes 1.",
        "int(np.squeeze(label)) makes a plain number of any of the forms.",
    ],
)


MEAN_LOG = "-np.mean(np.log(of_the_truth))"

sheet.exercise(
    "cross_entropy",
    points=5,
    source="D2 C2_W3 “Softmax regression”: L = −Σ y log ŷ, J = mean of L",
    cases=inputs.cross_entropy_cases(),
    misconceptions=[
        wrong(
            "zero-times-log-zero",
            {MEAN_LOG: "-np.sum(Y * np.log(A)) / Y.shape[1]"},
            "Where a probability is exactly 0, its logarithm is −∞, and 0 · (−∞) is no number, although the class was not the true one. Pick out the probability of the true class before you take a logarithm.",
            score=0.5,
        ),
        wrong("over-classes-too", {MEAN_LOG: "-np.mean(Y * np.log(A))"}, inputs.OVER_ALL),
        wrong("over-classes-too-without-zeros", {MEAN_LOG: "-np.sum(np.log(of_the_truth)) / A.size"}, inputs.OVER_ALL),
        wrong(
            "no-mean",
            {"np.mean": "np.sum"},
            "This is the sum of the losses. The cost is their mean over the m examples.",
        ),
        wrong("m-is-classes", {MEAN_LOG: "-np.sum(Y * np.log(A)) / A.shape[0]"}, inputs.BY_CLASSES),
        wrong("m-is-classes-without-zeros", {MEAN_LOG: "-np.sum(np.log(of_the_truth)) / len(A)"}, inputs.BY_CLASSES),
        wrong(
            "no-minus",
            {"return -": "return "},
            "The minus is missing: the logarithm of a probability is never above 0, a cost never below.",
        ),
        wrong(
            "binary",
            {MEAN_LOG: "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]"},
            "The second term, (1 − y) log(1 − a), belongs to a single sigmoid unit. Here the probability of “not this class” is already in the other rows: only the true class counts.",
        ),
        wrong(
            "rows",
            {"axis=0": "axis=1"},
            "The sum runs along the rows, over examples. The classes of one example stand in a column.",
        ),
    ],
    accepted=[
        inputs.cost_by_examples,
        {MEAN_LOG: "-np.sum(Y * np.log(A + 1e-15)) / Y.shape[1]"},
        {MEAN_LOG: "-np.log(A.T[Y.T == 1]).mean()"},
    ],
    hints=[
        "In each column Y · A leaves one number: the probability that the true class got. Add up the column to get at it.",
        "Then its logarithm, the mean over all columns, a minus.",
    ],
)


BACK = "A * (dA - shared)"

sheet.exercise(
    "softmax_backward",
    points=6,
    source="D2 C2_W3 “Softmax layer”; the chain rule of C1_W2",
    cases=inputs.softmax_backward_cases(),
    misconceptions=[
        wrong(
            "each-by-itself",
            {BACK: "dA * A * (1 - A)"},
            "Each a is treated as if it hung on its own z alone, like a sigmoid's. Raising one score takes probability from all the other classes, so every dz collects something from every da of its column.",
        ),
        wrong(
            "one-sum",
            {"np.sum(dA * A, axis=0, keepdims=True)": "np.sum(dA * A)"},
            "One sum runs over the whole matrix, so the examples get mixed. Each column has a sum of its own.",
        ),
        wrong(
            "rows",
            {"axis=0": "axis=1"},
            "The sum runs along the rows, so the examples get mixed. The classes of one example stand in a column.",
        ),
        wrong(
            "no-outer-factor",
            {BACK: "dA - shared"},
            "One factor is missing: a class with probability 0 hardly moves when its score does.",
        ),
        wrong(
            "took-dA-for-Y",
            {BACK: "A - dA"},
            "a − y is what comes out when the cost is the cross-entropy, and it needs the labels. Here you get dA, the slope of whatever cost follows.",
        ),
        wrong(
            "mean",
            {BACK: "A * (dA - shared) / A.shape[1]"},
            "Nothing is averaged here: a factor 1/m, if there is one, is already in dA.",
        ),
    ],
    accepted=[
        inputs.softmax_backward_by_jacobian,
        {BACK: "A * dA - A * np.einsum('ji,ji->i', dA, A)"},
    ],
    hints=[
        "Write one column's z₁ out first: dz₁ = Σ_j da_j · ∂a_j/∂z₁, with ∂a₁/∂z₁ = a₁(1 − a₁) and ∂a_j/∂z₁ = −a_j a₁ for the others.",
        "Put a₁ outside the bracket: what is left is da₁ minus a sum that is the same for all classes of that example.",
    ],
)


sheet.exercise(
    "forward_propagation",
    points=4,
    source="D2 C2_W3 “Deep Learning frameworks”; layers as in C1_W4",
    cases=inputs.forward_propagation_cases(),
    misconceptions=[
        wrong(
            "relu-at-the-end",
            {
                'return np.dot(parameters["W3"], A2) + parameters["b3"]': 'return np.maximum(np.dot(parameters["W3"], A2) + parameters["b3"], 0)'
            },
            "The last layer went through ReLU as well. Scores may be negative: softmax needs to see by how much.",
        ),
        wrong(
            "softmax-at-the-end",
            {
                'return np.dot(parameters["W3"], A2) + parameters["b3"]': 'return softmax(np.dot(parameters["W3"], A2) + parameters["b3"])'
            },
            "These are probabilities. The network ends with the scores; the cost takes them as they are.",
        ),
        wrong(
            "no-bias-at-the-end",
            {' A2) + parameters["b3"]': " A2)"},
            "The last layer's bias is missing.",
        ),
        wrong(
            "no-relu",
            {"np.maximum(": "np.add("},
            "No ReLU comes between the layers. Three linear layers in a row are no more than one.",
        ),
        wrong(
            "tanh",
            {"np.maximum(": "np.tanh(", ", 0)": ")"},
            "The hidden layers use tanh; this network has ReLU.",
        ),
    ],
    accepted=[inputs.forward_in_a_loop, {"np.maximum(": "np.fmax(", "np.dot(": "np.matmul("}],
    hints=["Twice: linear, then np.maximum(…, 0). Then a third linear step and nothing after it."],
)


LOG_SUM = "top + np.log(np.sum(np.exp(logits - top), axis=0))"
COST = "np.mean(log_of_sum - np.sum(labels * logits, axis=0))"

sheet.exercise(
    "compute_cost",
    points=5,
    source="D2 C2_W3 “Softmax regression”, “Programming Frameworks”",
    uses=["softmax", "cross_entropy"],
    cases=inputs.compute_cost_cases(),
    misconceptions=[
        wrong(
            "log-of-softmax",
            {COST: "cross_entropy(softmax(logits), labels)"},
            "Softmax first, logarithm after: right for ordinary scores. But a network that is sure and wrong gives the true class a probability that is rounded to 0, and the cost becomes infinite. Work with the logarithm of the sum of powers, and take the largest score out of it first.",
            score=0.5,
        ),
        wrong(
            "no-max",
            {LOG_SUM: "np.log(np.sum(np.exp(logits), axis=0))"},
            "The powers overflow or vanish when the scores are large. Take each column's largest score out of the sum before raising e to it, and add it again after the logarithm.",
            score=0.5,
        ),
        wrong(
            "no-mean",
            {"np.mean": "np.sum"},
            "This is the sum of the losses. The cost is their mean over the m examples.",
        ),
        wrong(
            "one-max",
            {"np.max(logits, axis=0)": "np.max(logits)"},
            "One largest score is taken out of all columns. In a column far below it every power becomes 0, and its logarithm is −∞. Each example needs the largest of its own scores.",
            score=0.5,
        ),
        wrong(
            "max-not-added",
            {LOG_SUM: "np.log(np.sum(np.exp(logits - top), axis=0))"},
            "The largest score was taken out of the powers, but does not come back after the logarithm.",
        ),
        wrong(
            "scores-as-probabilities",
            {COST: "cross_entropy(logits, labels)"},
            "The scores are taken for probabilities. They have not been through softmax: they may be negative, and their columns do not add up to 1.",
        ),
        wrong(
            "over-classes-too",
            {COST: "np.mean(log_of_sum - labels * logits)"},
            "The score of the true class has to be picked out (one number per column) before the mean over the m examples.",
        ),
    ],
    accepted=[
        inputs.cost_of_each_column,
        {LOG_SUM: "np.logaddexp.reduce(logits, axis=0)"},
        {COST: "np.sum(labels * (log_of_sum - logits)) / labels.shape[1]"},
    ],
    hints=[
        "Put softmax into −log a: −log(e^z_true / Σe^z) = log Σe^z − z_true. No division is left.",
        "log Σ e^z = M + log Σ e^(z − M) for any M; take each column's largest score.",
    ],
)


sheet.exercise(
    "sum_to_shape",
    points=5,
    source="D2 C1_W2 “Broadcasting in Python”",
    cases=rules.sum_to_shape_cases(),
    misconceptions=[
        wrong(
            "mean",
            {"np.sum(": "np.mean("},
            "This is the mean over the copies. Every copy moves with the one number, so their effects on the cost add up.",
        ),
        wrong(
            "axis-lost",
            rules.sum_without_axes,
            "An axis is gone: (2, 3) should become (2, 1), not (2,). keepdims=True keeps it, with length 1.",
        ),
        wrong(
            "first-copy",
            rules.first_copies,
            "Only the first copy's slope is kept. All copies have an effect on the cost.",
        ),
        wrong(
            "everything",
            {"if size == 1:": "if True:"},
            "An axis that was not spread out is summed as well. Only axes of length 1 in `shape` have been stretched.",
        ),
        wrong(
            "nothing-summed",
            {"d = np.asarray(d)": "return np.asarray(d)"},
            "The slopes come back as they are. Where one number was used several times, the slopes of its copies add up.",
        ),
        wrong(
            "new-axes-stay",
            {"while d.ndim > len(shape):": "while False:"},
            "An axis that `shape` does not have is still there. NumPy put it in front when it spread the value; sum over it, without keeping it.",
        ),
        wrong(
            "axis-1-only",
            {"if size == 1:": "if size == 1 and axis == 1:"},
            "Only the second axis is summed, as for a bias. A row, shape (1, k), is stretched along the first.",
        ),
    ],
    accepted=[rules.sum_copy_by_copy, rules.sum_all_axes_at_once],
    hints=[
        "First the axes that `shape` does not have: NumPy adds them in front, so sum over axis 0 until the numbers of axes agree.",
        "Then each axis where `shape` says 1: np.sum with that axis and keepdims=True.",
    ],
)


sheet.exercise(
    "add",
    points=3,
    source="D2 C1_W2 “Computation Graph”",
    uses=["sum_to_shape"],
    cases=two_way(FORWARD, BACKWARD),
    misconceptions=rules.add_mistakes(),
    accepted=[
        {ADDED: "tuple(sum_to_shape(dout, np.shape(one)) for one in (a, b))"},
        {"return a + b": "return np.add(a, b)", ADDED: ADDED.replace("(dout,", "(1.0 * dout,")},
    ],
    hints=[
        "Without dout: the sum. With it: both inputs get dout, each brought to its own shape.",
        "sum_to_shape(dout, np.shape(a))",
    ],
)


sheet.exercise(
    "mul",
    points=4,
    source="D2 C1_W2 “Derivatives with a Computation Graph”",
    uses=["sum_to_shape"],
    cases=two_way(FORWARD, BACKWARD),
    misconceptions=rules.mul_mistakes(),
    accepted=[
        {MULTIPLIED: "[sum_to_shape(slope * dout, np.shape(one)) for one, slope in ((a, b), (b, a))]"},
        {"return a * b": "return np.multiply(a, b)", MULTIPLIED: f"tuple({MULTIPLIED})"},
    ],
    hints=["d(ab)/da = b, times dout, then brought to a's shape. For b the same the other way round."],
)


sheet.exercise(
    "matmul",
    points=5,
    source="D2 C1_W4 “Backward propagation for layer l”",
    cases=two_way([(label, three[:2]) for label, three in PRODUCTS], PRODUCTS),
    misconceptions=rules.matmul_mistakes(),
    accepted=[
        {TURNED: "[np.einsum('im,km->ik', dout, b), np.einsum('ik,im->km', a, dout)]"},
        {"a @ b": "np.dot(a, b)", TURNED: "(np.dot(b, dout.T).T, np.dot(dout.T, a).T)"},
    ],
    hints=[
        "Only one order and transposition has the right shape: da must be (n, k), from dout (n, m) and b (k, m).",
        "Compare a layer, Z = W A: dW = dZ Aᵀ and dA = Wᵀ dZ, without any 1/m.",
    ],
)


sheet.exercise(
    "relu",
    points=3,
    source="D2 C1_W3 “Derivatives of activation functions”",
    cases=two_way([(label, pair[:1]) for label, pair in SIDES], SIDES),
    misconceptions=rules.relu_mistakes(),
    accepted=[
        {"np.maximum(a, 0)": "a * (a > 0)", SLOPE: "[np.where(a > 0, dout, 0)]"},
        {"np.maximum(a, 0)": "(a + abs(a)) / 2", SLOPE: "(np.heaviside(a, 1.0) * dout,)"},
    ],
    hints=[
        "Forward: np.maximum(a, 0). Backward: dout passes where a was positive and is stopped elsewhere; in a list."
    ],
)


ADD_UP = "slopes[i] = slopes[i] + slope"

sheet.exercise(
    "backward",
    points=10,
    source="D2 C1_W2 “Derivatives with a Computation Graph”",
    cases=rules.tapes(),
    misconceptions=[
        wrong(
            "overwrites",
            {ADD_UP: "slopes[i] = slope"},
            "A value that is used twice has two ways to move the cost. The second way found overwrites the first; their slopes add up.",
        ),
        wrong(
            "wrong-direction",
            {"reversed(range(len(tape)))": "range(len(tape))"},
            "The tape is read from its start. An entry's slope is complete only when everything computed from it has been dealt with: begin at the cost.",
        ),
        wrong(
            "slope-1-everywhere",
            {"rule(*values, slopes[k])": "rule(*values, np.ones(np.shape(tape[k][2])))"},
            "Every rule is asked as if its own value were the cost. Hand it the slope that its entry has got by now.",
        ),
        wrong(
            "starts-from-0",
            {"slopes[-1] = np.ones(np.shape(tape[-1][2]))": "pass"},
            "Everything is 0. The cost has slope 1 with respect to itself; from there the slopes spread.",
        ),
        wrong(
            "stops-at-the-cost",
            {"reversed(range(len(tape)))": "reversed(range(len(tape) - 1))"},
            "Only the cost has a slope, and nothing is handed on to its inputs. Begin with the last entry itself, and ask every entry that has a rule, whichever rule it is.",
        ),
        wrong(
            "value-instead-of-inputs",
            {"values = [tape[i][2] for i in inputs]": "values = [tape[k][2] for i in inputs]"},
            "The rule is called with the entry's own value. It wants the values of its inputs, the same as in the forward step.",
        ),
        wrong(
            "shared-array",
            {
                ADD_UP: "first = not slopes[i].any()\n                slopes[i] = slope if first else np.add(slopes[i], slope, out=np.asarray(slopes[i]))"
            },
            "+= writes into an array that another entry uses too: a rule may hand its dout on as it is. Make a new array with a + b.",
        ),
        wrong(
            "first-input-only",
            {"zip(inputs, rule": "zip(inputs[:1], rule"},
            "Only the first input of each rule gets a slope. There is one for every input.",
        ),
        wrong(
            "asks-what-has-no-rule",
            {"if rule is not None:": "if True:"},
            "What came from outside has the rule None, and None cannot be called. Such entries have no inputs to hand a slope to: pass them over.",
        ),
        wrong(
            "from-outside-only",
            {"return slopes": "return [slope for slope, (rule, _, _) in zip(slopes, tape) if rule is None]"},
            "Slopes come back only for what came from outside. There should be one for every entry of the tape.",
        ),
    ],
    accepted=[rules.backward_with_a_dictionary, rules.backward_from_below],
    hints=[
        "Start with a list of zeros, each shaped like its entry's value, and a 1 for the last entry.",
        "Go through the tape from its end. An entry with a rule calls it with its inputs' values and its own slope.",
        "What the rule returns belongs to the inputs, in their order: add each to what that input has already.",
    ],
)


STEP = "w = w - learning_rate * x.grad"
MADE = "graph = Graph(add, mul, matmul, relu, backward)"
LOOP = "for _ in range(num_iterations):"

sheet.exercise(
    "minimize",
    points=6,
    source="D2 C2_W3 “Motivating problem”, “Code example”",
    uses=["add", "mul", "matmul", "relu", "backward"],
    cases=rules.minimize_cases(),
    misconceptions=[
        wrong(
            "uphill", {"w - learning_rate": "w + learning_rate"}, "The step goes along the slope, which points uphill."
        ),
        wrong(
            "one-graph",
            {
                LOOP: f"{MADE}\n    x = graph.variable(w)\n    {LOOP}",
                f"        {MADE}\n        x = graph.variable(w)\n": "",
            },
            "One graph serves for all steps. It keeps the w it was made with, and its tape gets longer and longer. After every step the new w has to go into a new graph.",
        ),
        wrong(
            "always-5",
            {"c0 * x * x + c1 * x + c2": "x * x - 10.0 * x + 25.0"},
            "This minimises (w − 5)² whatever coefficients are handed in.",
        ),
        wrong(
            "linear-term-lost",
            {"c0 * x * x + c1 * x + c2": "c0 * x * x + c2"},
            "The term c₁w is missing from the cost.",
        ),
        wrong(
            "only-1000",
            {"range(num_iterations)": "range(1000)"},
            "It always takes 1000 steps; `num_iterations` tells how many.",
        ),
        wrong(
            "no-steps",
            rules.minimize_without_steps,
            "This is the lowest point by a formula, −c₁ / 2c₀. Asked for is the w that so many steps of this length lead to.",
        ),
        wrong(
            "slope-of-the-start",
            rules.minimize_by_first_slope,
            "All steps use the slope at the first w. The slope changes with w: each step needs a new graph, with the w of now.",
        ),
        wrong(
            "returns-cost",
            {"return w": "return cost.value"},
            "This is the cost. The w where it is smallest is asked for.",
        ),
    ],
    accepted=[
        rules.minimize_on_tape,
        rules.minimize_at_once,
        {
            "c0 * x * x + c1 * x + c2": "(x * c0 + c1) * x + c2",
            "w = w - learning_rate * x.grad": "w = float(x.value - learning_rate * x.grad)",
        },
    ],
    hints=[
        "In the loop: a new graph, w into it with graph.variable(w), the cost with + and *, cost.backward(), one step.",
        "x.grad is the slope of the cost with respect to w; after that, w − α times it.",
    ],
)
