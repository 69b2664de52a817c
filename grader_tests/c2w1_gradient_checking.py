"""What c2w1_gradient_checking checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c2w1_gradient_checking as given
from grader_tests.inputs_c2w1_gradient_checking import weights, wrong
from helpers.checks.stand_ins import (
    cube,
    cubic_cost,
    cubic_slope,
    cubic_slope_upside_down,
    cubic_slope_without_3,
    exponential_cost,
    exponential_slope_without_x,
    logarithm,
    square,
)

sheet = Sheet(__name__, position=3, errata="E26 E121 E122 E123 E124")


TWO_SIDED = "(f(theta + epsilon) - f(theta - epsilon)) / (2 * epsilon)"
GRAD_CHECK = "D2 C2_W1 “Gradient checking (Grad check)”: the two-sided difference over ε"

sheet.exercise(
    "difference_quotients",
    points=5,
    source="D2 C2_W1 “Numerical approximation of gradients”: 3.0301 and 3.0001",
    parts={"one_sided": ["[0]"], "two_sided": ["[1]"]},
    cases=[
        case("θ³ at 1 with ε = 0.01", cube, 1.0, 0.01),
        case("θ² at 3 with ε = 0.1", square, 3.0, 0.1),
        case("the default ε", logarithm, 2.0),
        hidden("θ³ at a negative number", cube, -2.0, 0.05),
        hidden("a large ε", square, 0.5, 2.0),
        hidden("a logarithm", logarithm, 5.0, 0.5),
    ],
    misconceptions=[
        wrong(
            "E26",
            {"/ (2 * epsilon)": "/ epsilon"},
            "The two points of the two-sided difference lie 2ε apart, from θ − ε to θ + ε. Divided by ε alone, every slope comes out twice as large.",
            GRAD_CHECK,
            0.5,
        ),
        wrong(
            "no-brackets",
            {"/ (2 * epsilon)": "/ 2 * epsilon"},
            given.NO_BRACKETS,
            score=0.5,
        ),
        wrong(
            "E121",
            {
                "one_sided = (f(theta + epsilon) - f(theta)) / epsilon": "one_sided = (f(theta + epsilon) - f(theta)) / epsilon / epsilon"
            },
            "The one-sided quotient is divided by ε twice. 3.0301 is the quotient already, not the difference 0.030301.",
            "D2 C2_W1 “Checking your derivative computation”: ((1.01)³ − 1³)/0.01 = 3.0301/0.01",
            0.5,
        ),
        wrong(
            "one-sided-both",
            {"f(theta - epsilon)) / (2 * epsilon)": "f(theta)) / epsilon"},
            "Both values are the one-sided quotient. The second one looks to both sides of θ.",
            score=0.5,
        ),
        wrong(
            "no-brackets-above",
            {
                "(f(theta + epsilon) - f(theta))": "f(theta + epsilon) - f(theta)",
                "(f(theta + epsilon) - f(theta - epsilon))": "f(theta + epsilon) - f(theta - epsilon)",
            },
            "Only the second value of f is divided: / binds more tightly than −. Put the difference in brackets.",
        ),
        wrong(
            "backward-one-sided",
            {"(f(theta + epsilon) - f(theta)) / epsilon": "(f(theta) - f(theta - epsilon)) / epsilon"},
            "The one-sided quotient goes from θ backwards to θ − ε; the document's goes forwards, to θ + ε.",
            score=0.5,
        ),
        wrong(
            "swapped",
            {"return one_sided, two_sided": "return two_sided, one_sided"},
            "The two values come back in the other order.",
        ),
        wrong(
            "fixed-step",
            {"one_sided = ": "epsilon = 0.01\n    one_sided = "},
            "The step is always 0.01; take the argument `epsilon`.",
        ),
    ],
    accepted=[given.quotients_by_name, {TWO_SIDED: "(f(theta + epsilon) - f(theta - epsilon)) / epsilon / 2"}],
    hints=[
        "A slope is a difference of f divided by the distance between the two places.",
        "One-sided: θ and θ + ε, a distance of ε. How far apart are θ − ε and θ + ε?",
    ],
)

sheet.exercise(
    "forward_propagation",
    points=2,
    source="D2 C2_W1 “Gradient Checking”: J(θ)",
    cases=[
        case("2 and 4", 2, 4),
        case("a negative input", -1.5, 3.0),
        hidden("zero", 0.0, 5.0),
        hidden("a negative parameter", 0.25, -8.0),
        hidden("large numbers", 120.0, 3.5),
    ],
    misconceptions=[
        wrong("sum", {"theta * x": "theta + x"}, "J is the product of θ and x, not their sum."),
        wrong("squared", {"theta * x": "(theta * x) ** 2"}, "There is a square too many: J = θx, a straight line."),
    ],
    accepted=[{"theta * x": "np.dot(theta, x)"}, {"theta * x": "float(np.multiply(x, theta))"}],
    hints=["J = θx: one multiplication."],
)

sheet.exercise(
    "backward_propagation",
    points=2,
    source="D2 C2_W1 “Gradient Checking”: dθ",
    cases=[
        case("2 and 4", 2, 4),
        case("a negative input", -1.5, 3.0),
        hidden("zero", 0.0, 5.0),
        hidden("a negative parameter", 0.25, -8.0),
        hidden("large numbers", 120.0, 3.5),
    ],
    misconceptions=[
        wrong(
            "with-respect-to-x",
            {"return x": "return theta"},
            "That is the slope with respect to x. Here the parameter moves, θ; x stays.",
        ),
        wrong(
            "cost-again", {"return x": "return theta * x"}, "That is J itself. How much does J grow when θ grows by 1?"
        ),
        wrong("one", {"return x": "return 1"}, "1 is the slope of θ alone; here θ is multiplied by something."),
    ],
    accepted=[{"return x": "return np.float64(x)"}, {"return x": "return x * (theta + 1) - x * theta"}],
    hints=["J = θx is a straight line in θ. What is its slope?"],
)


def near(numbers, relative):
    """Return (grad, gradapprox): a column, and the same column with every entry larger by a share."""
    column = np.array(numbers, dtype=float).reshape(-1, 1)
    return column, column * (1 + relative)


DISTANCE = "np.linalg.norm(grad - gradapprox)"
LENGTHS = "np.linalg.norm(grad) + np.linalg.norm(gradapprox)"

sheet.exercise(
    "relative_difference",
    points=5,
    source="D2 C2_W1 “Gradient Checking”, Check: ‖dθ_approx − dθ‖ / (‖dθ_approx‖ + ‖dθ‖)",
    atol=1e-12,
    cases=[
        case("two entries", np.array([[3.0], [4.0]]), np.array([[3.0], [0.0]])),
        case("10⁻⁷, great", *near([1, -2, 2], 2e-7)),
        case("10⁻³, worry", *near([0.5, 0.25, -1, 2], 2e-3)),
        case("two numbers", 3.0, 3.0001),
        case("a gradient of zeros", np.zeros((2, 1)), np.array([[1.0], [2.0]])),
        case("nothing but zeros", np.zeros((3, 1)), np.zeros((3, 1))),
        hidden("two zeros", 0.0, 0.0),
        hidden("the same length, another direction", np.array([[3.0], [4.0]]), np.array([[4.0], [-3.0]])),
        hidden("five entries", np.array([[0.1, -2, 3, 0, 7.0]]).T, np.array([[0.2, -2, 2.5, 0.1, 7.0]]).T),
        hidden("one entry", np.array([[0.02]]), np.array([[-0.01]])),
    ],
    misconceptions=[
        wrong(
            "right-only-in-norm",
            given.norms_compared,
            "Here two lengths are compared. Two gradients of the same length can point anywhere; first subtract entry by entry, then take the length of what is left.",
        ),
        wrong(
            "not-relative",
            {f"lengths = {LENGTHS}": "lengths = 1"},
            "The distance is not divided by anything. Whether 10⁻⁵ is much depends on how long the gradients are.",
        ),
        wrong(
            "squared",
            {DISTANCE: "np.sum((grad - gradapprox) ** 2)", LENGTHS: "np.sum(grad**2) + np.sum(gradapprox**2)"},
            "The root is missing: ‖·‖₂ is the root of the sum of squares. Without it 10⁻⁴ looks like 10⁻⁸.",
        ),
        wrong(
            "norm-of-sum",
            {LENGTHS: "np.linalg.norm(grad + gradapprox)"},
            "The divisor is the length of the sum; it should be the sum of the two lengths. Opposite gradients would divide by 0.",
        ),
        wrong("one-length", {LENGTHS: "np.linalg.norm(gradapprox)"}, "Only one of the two lengths is in the divisor."),
        wrong(
            "largest-entry",
            {"np.linalg.norm(": "np.max(np.abs(", "gradapprox)\n": "gradapprox))\n", "(grad)": "(grad))"},
            "Largest entries are compared. The norm here is the root of the sum of squares over all entries.",
        ),
        wrong(
            "zero-by-zero",
            {"distance / lengths if lengths != 0 else 0.0": "np.divide(distance, lengths)"},
            "When both gradients are zero this is 0/0, not a number. They agree, so the difference is 0.",
        ),
    ],
    accepted=[
        given.root_of_squares,
        {DISTANCE: "np.sqrt(np.sum((grad - gradapprox) ** 2))"},
        {LENGTHS: "np.sqrt(np.sum(np.square(grad))) + np.sqrt(np.sum(np.square(gradapprox)))"},
    ],
    hints=[
        "np.linalg.norm(v) is ‖v‖₂, for a column and for a single number.",
        "Three lengths: that of the difference above, the sum of the two others below. Ask before you divide whether the divisor is 0.",
    ],
)

ONE = "gradapprox = (forward(x, theta + epsilon) - forward(x, theta - epsilon)) / (2 * epsilon)"

sheet.exercise(
    "gradient_check",
    points=6,
    source="D2 C2_W1 “Gradient Checking”",
    uses=["forward_propagation", "backward_propagation", "relative_difference"],
    cases=[
        case("2 and 4", 2, 4),
        case("xθ³ with a step of 0.01", 1.0, 1.0, 0.01, forward=cubic_cost, backward=cubic_slope),
        case("a slope without its 3", 2.0, 1.5, forward=cubic_cost, backward=cubic_slope_without_3),
        case("a slope with the wrong sign", 1.0, 0.5, forward=cubic_cost, backward=cubic_slope_upside_down),
        hidden(
            "a slope that is no longer right", 3.0, 0.2, forward=exponential_cost, backward=exponential_slope_without_x
        ),
        hidden("another large step", 0.5, -1.2, 0.1, forward=cubic_cost, backward=cubic_slope),
        hidden("a cost of powers of e", 2.0, 0.3, 0.05, forward=exponential_cost, backward=exponential_slope_without_x),
        hidden("zero", 0.0, 3.0),
    ],
    misconceptions=[
        wrong(
            "E26",
            {"/ (2 * epsilon)": "/ epsilon"},
            "θ − ε and θ + ε lie 2ε apart. Divided by ε, the approximation is twice the slope, and every right gradient looks wrong, by 1/3.",
            GRAD_CHECK,
        ),
        wrong(
            "one-sided",
            {"forward(x, theta - epsilon)) / (2 * epsilon)": "forward(x, theta)) / epsilon"},
            "The quotient looks to one side only. Its error shrinks like ε, that of the two-sided one like ε².",
        ),
        wrong("no-brackets", {"/ (2 * epsilon)": "/ 2 * epsilon"}, given.NO_BRACKETS),
        wrong(
            "x-moves",
            {
                "forward(x, theta + epsilon) - forward(x, theta - epsilon)": "forward(x + epsilon, theta) - forward(x - epsilon, theta)"
            },
            "The step is taken with x. The slope with respect to θ is wanted: θ moves, x stays.",
        ),
        wrong(
            "returns-slope",
            {"difference = relative_difference(backward(x, theta), gradapprox)": "difference = gradapprox"},
            "The approximation itself comes back; the relative difference is asked for.",
        ),
        wrong(
            "checks-itself",
            {"backward(x, theta), gradapprox": "gradapprox, gradapprox"},
            "Whatever slope is handed in, the result is close to 0, so nothing could ever fail. Is the approximation compared with itself? Or are `forward` and `backward`, the functions handed in, not the ones that are called?",
        ),
        wrong(
            "fixed-step", {ONE: "epsilon = 1e-7\n    " + ONE}, "The step is always 10⁻⁷; take the argument `epsilon`."
        ),
    ],
    accepted=[given.scalar_check, {"2 * epsilon": "(theta + epsilon) - (theta - epsilon)"}],
    hints=[
        "Two costs, at θ + ε and at θ − ε, give the approximation.",
        "`backward(x, theta)` is the slope to be checked; hand both to `relative_difference`.",
    ],
)

UNROLL = "np.reshape(value, (-1, 1))"
FLOATS = {"W1": np.array([[1.0, 2.0], [3.0, 4.0]]), "b1": np.array([[5.0], [6.0]])}

sheet.exercise(
    "dictionary_to_vector",
    points=4,
    source="D2 C2_W1 “Gradient Checking”: reshape into a big vector θ",
    cases=[
        case("one layer", FLOATS),
        case("three layers", weights(2, 3, 2, 1, seed=1)),
        case("a layer with one unit", weights(3, 1, seed=2)),
        hidden("four layers", weights(2, 3, 4, 2, 1, seed=3)),
        hidden("other names", {"dW1": weights(3, 2, seed=4)["W1"], "gamma": np.array([[0.5, -1.0, 2.0]])}),
        hidden("a long matrix", {"F": np.arange(12.0).reshape(6, 2) / 4, "b": np.array([[1.0]])}),
        hidden("a single number", {"W1": np.array([[0.7]])}),
    ],
    misconceptions=[
        wrong("flat", {"(-1, 1)": "-1"}, "The vector is flat, of shape (n,). θ is a column of shape (n, 1)."),
        wrong(
            "row",
            {"(-1, 1)": "(1, -1)", "for value in parameters.values()]": "for value in parameters.values()], axis=1"},
            "This is a row; θ is a column of shape (n, 1).",
        ),
        wrong(
            "column-by-column",
            {UNROLL: "np.reshape(value, (-1, 1), order='F')"},
            "The numbers of a matrix come column by column. Read it row by row, as NumPy's reshape does by itself.",
        ),
        wrong(
            "weights-then-biases",
            {"parameters.values()": "[parameters[k] for k in sorted(parameters)]"},
            "The arrays come in another order than in the dictionary.",
        ),
        wrong(
            "weights-only",
            {"in parameters.values()": "in [v for k, v in parameters.items() if k[0] != 'b']"},
            "The biases are missing. They are parameters, too, and have to be checked.",
        ),
        wrong(
            "three-layers-only",
            {"parameters.values()": "(parameters[k] for k in 'W1 b1 W2 b2 W3 b3'.split())"},
            "Names are written into the code. Take whatever is in the dictionary, however many layers that are.",
        ),
    ],
    accepted=[
        given.one_number_at_a_time,
        {
            f"np.concatenate([{UNROLL} for value in parameters.values()])": "np.hstack([v.ravel() for v in parameters.values()])[:, None]"
        },
    ],
    hints=[
        "`value.reshape(-1, 1)` makes a column of any array.",
        "np.concatenate([column, column, …]) puts columns below each other.",
    ],
)


def to_cut(parameters):
    """Return (theta, parameters): a column 1, 2, 3, … that belongs into arrays of these shapes."""
    return np.arange(1.0, 1 + sum(value.size for value in parameters.values())).reshape(-1, 1), parameters


sheet.exercise(
    "vector_to_dictionary",
    points=5,
    source="D2 C2_W1 “Gradient Checking”: J(θ) = J(W[1], b[1], …)",
    cases=[
        case("one layer", *to_cut(FLOATS)),
        case("three layers", *to_cut(weights(2, 3, 2, 1, seed=1))),
        case("a layer with one unit", *to_cut(weights(3, 1, seed=2))),
        hidden("four layers", *to_cut(weights(3, 2, 4, 2, 1, seed=3))),
        hidden("other names", *to_cut({"F": np.zeros((4, 3)), "gamma": np.ones((1, 4))})),
        hidden("a single number", *to_cut({"W1": np.array([[0.7]])})),
    ],
    misconceptions=given.MISTAKES_IN_CUTTING,
    accepted=[
        given.split_at_ends,
        {"theta[start : start + value.size]": "theta.ravel()[start : start + np.prod(value.shape)]"},
    ],
    hints=[
        "Keep the place where the next array starts, 0 at first.",
        "An array with `value.size` numbers takes theta[start : start + value.size], in the shape `value.shape`.",
    ],
)

GRAD = 'dictionary_to_vector({name: gradients["d" + name] for name in parameters})'
MINUS = "vector_to_dictionary(theta - step, parameters)"

sheet.exercise(
    "gradient_check_n",
    points=10,
    source="D2 C2_W1 “Gradient Checking”: for each i",
    uses=["dictionary_to_vector", "vector_to_dictionary", "relative_difference"],
    atol=2e-6,
    cases=given.network_cases(),
    misconceptions=[
        wrong(
            "E26",
            {"/ (2 * epsilon)": "/ epsilon"},
            "θᵢ − ε and θᵢ + ε lie 2ε apart. Divided by ε, right gradients differ by 1/3 from their approximation.",
            GRAD_CHECK,
        ),
        wrong(
            "one-sided",
            {MINUS: "parameters", "/ (2 * epsilon)": "/ epsilon"},
            "The quotient looks to one side only: the large steps show it. Go to θᵢ + ε and to θᵢ − ε.",
        ),
        wrong("no-brackets", {"/ (2 * epsilon)": "/ 2 * epsilon"}, given.NO_BRACKETS),
        wrong("flat-approximation", {"(grad, gradapprox)": "(grad, gradapprox.ravel())"}, given.FLAT_APPROXIMATION),
        wrong(
            "steps-add-up",
            given.steps_add_up,
            "`thetaplus = theta` gives the same array a second name, so θ and `thetaplus` move together and both costs are taken at shifted places. Work with a copy.",
        ),
        wrong(
            "all-at-once",
            given.all_at_once,
            "All parameters are moved at the same time, so one number stands for all slopes. Move one θᵢ while the others stay.",
        ),
        wrong(
            "order-of-the-way-back",
            {GRAD: 'np.vstack([gradients[k].reshape(-1, 1) for k in gradients if k[1] in "Wb"])'},
            "θ and the gradients are unrolled in two orders: the dictionary of gradients starts with the last layer. Entry i of the one no longer belongs to entry i of the other.",
        ),
        wrong(
            "biases-left-out",
            {GRAD: 'dictionary_to_vector({name: gradients["d" + name] * (name[0] == "W") for name in parameters})'},
            "The gradients of the biases do not come in.",
        ),
        wrong(
            "right-only-in-norm",
            {
                "relative_difference(grad, gradapprox)": "relative_difference(np.linalg.norm(grad), np.linalg.norm(gradapprox))"
            },
            "Only the lengths of the two gradients are compared; a gradient with the wrong sign passes.",
        ),
        wrong(
            "checks-itself",
            {"relative_difference(grad, gradapprox)": "relative_difference(gradapprox, gradapprox)"},
            "The approximation is compared with itself; the gradients to be checked do not come in.",
        ),
        wrong(
            "fixed-step",
            {"theta = dict": "epsilon = 1e-7\n    theta = dict"},
            "The step is always 10⁻⁷; take the argument `epsilon`.",
        ),
        wrong(
            "last-entry-only",
            {"gradapprox[i] =": "gradapprox[:] ="},
            "Every round overwrites the whole of the approximation; only entry i belongs to this round.",
        ),
    ],
    accepted=[given.without_vectors, given.six_names, {"step = np.zeros(theta.shape)": "step = 0 * theta"}],
    hints=[
        "Three parts: θ and dθ as columns; a loop over i that fills gradapprox; the relative difference.",
        "The dictionary `gradients` may hold dZ and dA as well: take the keys from `parameters`, with a d in front.",
        "In the loop: a column of zeros with ε at place i. Add it for one cost, subtract it for the other; vector_to_dictionary gives forward_propagation_n what it wants.",
    ],
)

DW2, DB1 = "dW2 = np.dot(dZ2, A1.T) / m", "db1 = np.sum(dZ1, axis=1, keepdims=True) / m"

sheet.exercise(
    "backward_propagation_n",
    points=8,
    source="D2 C1_W4 “Backward propagation for layer l”; C2_W1 “Gradient checking implementation notes”",
    parts={
        "weights": [f"['{name}{layer}']" for name in ("dZ", "dW") for layer in (1, 2, 3)] + ["['dA1']", "['dA2']"],
        "biases": [f"['db{layer}']" for layer in (1, 2, 3)],
    },
    cases=[
        case("three examples", *given.way_back(2, 3, 2, m=3, seed=21)),
        case("one example", *given.way_back(3, 2, 3, m=1, seed=22)),
        case("labels of shape (m,)", *given.way_back(2, 2, 2, m=4, seed=23, flat_labels=True)),
        hidden("six examples", *given.way_back(4, 3, 3, m=6, seed=24)),
        hidden("one unit in every layer", *given.way_back(1, 1, 1, m=5, seed=26)),
        hidden("one example, labels of shape (m,)", *given.way_back(2, 4, 2, m=1, seed=27, flat_labels=True)),
    ],
    misconceptions=[
        wrong(
            "untouched",
            {DW2: DW2 + " * 2", DB1: DB1.replace("/ m", "* 4 / m")},
            "Both planted faults are still in it. Hand its gradients to `gradient_check_n`, then ask for the map.",
        ),
        wrong(
            "weights-still-wrong",
            {DW2: DW2 + " * 2"},
            "One fault is mended, one is left, in a matrix of weights. The map of the gradients says which and by how much.",
            score=0.5,
        ),
        wrong(
            "bias-still-wrong",
            {DB1: DB1.replace("/ m", "* 4 / m")},
            "One fault is mended, one is left, in a column of biases. The map of the gradients says which and by how much.",
            score=0.5,
        ),
        wrong(
            "divided-by-4",
            {DB1: DB1.replace("/ m", "/ 4")},
            "db1 is divided by 4, whatever m is. It is a mean over the examples.",
            score=0.5,
        ),
        wrong(
            "halved-too-much", {DW2: DW2 + " / 2"}, "dW2 is now half as large as it should be: mended twice?", score=0.5
        ),
        wrong(
            "mended-upstream",
            {"dZ2 = dA2 * (Z2 > 0)": "dZ2 = dA2 * (Z2 > 0) / 2", DW2: DW2 + " * 2"},
            "The factor has been cancelled in dZ2, from which db2, dA1 and all that follows are computed: dW2 is right now and the others are not. Mend the line that is wrong itself.",
        ),
        wrong(
            "lost-axis",
            {DB1: DB1.replace(", keepdims=True", "")},
            "db1 has lost its second axis; it is a column like b1.",
            score=0.5,
        ),
    ],
    accepted=[
        given.with_einsum,
        {"dZ2 = dA2 * (Z2 > 0)": "dZ2 = np.array(dA2)\n    dZ2[Z2 <= 0] = 0"},
        {DW2: "dW2 = 1.0 / m * dZ2 @ A1.T"},
    ],
    hints=[
        "Copy the lines of the given function first, then let helpers.gradients.check show which entries of which gradient are wrong.",
        "A gradient that is off while everything computed from the same dZ is right: the fault stands in its own line.",
        "Compare that line with the same line of another layer.",
    ],
)
