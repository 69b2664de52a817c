"""Inputs of the framework half of c2w3_softmax_and_frameworks: arrays that spread, tapes; the rules' known mistakes; other right ways."""

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.checks.stand_ins import exponential, middle, minus, squared, total


def wrong(id, way, says, place="", score=0.0):
    """Return a known mistake: an edit of the reference, or a function that makes it."""
    made = {"by": way} if callable(way) else {"edit": way}
    return misconception(id, **made, says=says, place=place, score=score)


def numbers(*shape, seed, scale=1.0):
    """Return numbers that all differ, none of them near 0."""
    draw = np.random.default_rng(seed)
    size = scale * (np.arange(int(np.prod(shape))) + 1.5) / 2
    return np.round(draw.permutation(size * draw.choice([-1, 1], size=size.shape)).reshape(shape), 2)


def sum_to_shape_cases():
    """Return the cases of `sum_to_shape`."""
    return [
        case("a column that was spread over three", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (2, 1)),
        case("a row that was spread over two", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (1, 3)),
        case("nothing spread", np.array([[1.0, -2.0], [0.5, 4.0]]), (2, 2)),
        case("a single number", np.array([[1.0, 2.0], [3.0, 4.0]]), ()),
        case("one axis less", np.array([[1.0, 2.0], [3.0, 5.0]]), (2,)),
        hidden("one axis, nothing spread", numbers(4, seed=55), (4,)),
        hidden("a (1, 1) matrix", numbers(3, 4, seed=51), (1, 1)),
        hidden("a column of its own size", numbers(4, 1, seed=52), (4, 1)),
        hidden("a number that stayed one", np.array(2.5), ()),
        hidden("a long row", numbers(3, 7, seed=53), (1, 7)),
        hidden("a column, many copies", numbers(5, 6, seed=54), (5, 1)),
    ]


def two_way(forward, back, **more):
    """Return public and hidden cases of a rule: lists of (label, arguments), the last three of each hidden."""
    made = []
    for group, chosen in (("forward", forward), ("backward", back)):
        made += [
            (case if k < len(chosen) - 3 else hidden)(f"{label}, {group}", *args, group=group)
            for k, (label, args) in enumerate(chosen)
        ]
    return made


PAIRS = [
    ("two numbers", (3.0, -2.0), 0.5),
    ("a matrix and a column", (numbers(2, 3, seed=61), numbers(2, 1, seed=62)), numbers(2, 3, seed=63, scale=0.5)),
    ("a number and a matrix", (1.5, numbers(2, 2, seed=64)), numbers(2, 2, seed=65)),
    ("a row and a column", (numbers(1, 4, seed=66), numbers(3, 1, seed=67)), numbers(3, 4, seed=68)),
    ("two matrices", (numbers(3, 3, seed=69), numbers(3, 3, seed=70)), numbers(3, 3, seed=71)),
    ("a matrix and a row", (numbers(4, 2, seed=72), numbers(1, 2, seed=73)), numbers(4, 2, seed=74)),
]
FORWARD, BACKWARD = [(label, ab) for label, ab, _ in PAIRS], [(label, (*ab, dout)) for label, ab, dout in PAIRS]


def matrices(n, k, m, seed):
    """Return two matrices that can be multiplied, and a slope for the result."""
    return numbers(n, k, seed=seed), numbers(k, m, seed=seed + 1), numbers(n, m, seed=seed + 2, scale=0.5)


PRODUCTS = [
    ("a row times a column", matrices(1, 3, 1, seed=111)),
    ("two by three times three by four", matrices(2, 3, 4, seed=114)),
    ("two square matrices", matrices(2, 2, 2, seed=117)),
    ("a column times a row", matrices(3, 1, 2, seed=120)),
    ("larger square matrices", matrices(4, 4, 4, seed=123)),
    ("a matrix times one example", matrices(3, 5, 1, seed=126)),
]
SIDES = [
    ("a row", (np.array([[-1.5, 2.0, 0.5]]), np.array([[3.0, -1.0, 0.25]]))),
    ("a matrix", (numbers(2, 3, seed=131), numbers(2, 3, seed=132))),
    ("a column", (numbers(4, 1, seed=133), numbers(4, 1, seed=134))),
    ("one axis", (numbers(6, seed=135), numbers(6, seed=136))),
    ("all negative", (-np.abs(numbers(2, 2, seed=137)), numbers(2, 2, seed=138))),
]
ADDED = "[sum_to_shape(dout, np.shape(a)), sum_to_shape(dout, np.shape(b))]"
MULTIPLIED = "[sum_to_shape(dout * b, np.shape(a)), sum_to_shape(dout * a, np.shape(b))]"
TURNED = "[dout @ b.T, a.T @ dout]"
SLOPE = "[dout * (a > 0)]"
NOT_SUMMED = (
    "The slope has the shape of the result, not of the input. An input that was spread out gets the sum "
    "over all its copies: you have a function for that."
)
NO_DOUT = (
    "`dout` does not occur. The slope of the cost is the slope of this one step times the slope of "
    "everything after it: the chain rule."
)
NO_SHAPE = "A plain number has no .shape. np.shape(…) takes numbers as well, and says () for them."


def add_mistakes():
    """Return the known mistakes of `add`."""
    return [
        wrong("numbers-have-no-shape", {"np.shape(a)": "a.shape", "np.shape(b)": "b.shape"}, NO_SHAPE, score=0.5),
        wrong("not-summed", {ADDED: "[dout, dout]"}, NOT_SUMMED, score=0.5),
        wrong("no-dout", {ADDED: "[np.ones(np.shape(a)), np.ones(np.shape(b))]"}, NO_DOUT, score=0.5),
        wrong(
            "half-each",
            {ADDED: f"[one / 2 for one in {ADDED}]"},
            "The slope is shared out, half to each. Nudge a by 0.01: the sum moves by all of 0.01. Both inputs "
            "get the whole slope.",
            score=0.5,
        ),
        wrong(
            "rule-of-products",
            {ADDED: "[sum_to_shape(dout * b, np.shape(a)), sum_to_shape(dout * a, np.shape(b))]"},
            "These are the slopes of a product. How far does a + b move when a moves by a little? That does not "
            "depend on b.",
            score=0.5,
        ),
    ]


def mul_mistakes():
    """Return the known mistakes of `mul`."""
    return [
        wrong("numbers-have-no-shape", {"np.shape(a)": "a.shape", "np.shape(b)": "b.shape"}, NO_SHAPE, score=0.5),
        wrong("not-summed", {MULTIPLIED: "[dout * b, dout * a]"}, NOT_SUMMED, score=0.5),
        wrong(
            "swapped",
            {"dout * b, np.shape(a)": "dout * a, np.shape(a)", "dout * a, np.shape(b)": "dout * b, np.shape(b)"},
            "The factors are swapped. Nudge a in a · b: the product moves by the *other* factor times the nudge.",
            score=0.5,
        ),
        wrong("no-dout", {"dout * b": "b + 0 * dout", "dout * a": "a + 0 * dout"}, NO_DOUT, score=0.5),
        wrong(
            "summed-too-early",
            {MULTIPLIED: "[sum_to_shape(dout, np.shape(a)) * b, sum_to_shape(dout, np.shape(b)) * a]"},
            "The copies are added up before they are multiplied. Every copy met another number of the partner: "
            "multiply first, then add up.",
            score=0.5,
        ),
    ]


def matmul_mistakes():
    """Return the known mistakes of `matmul`."""
    return [
        wrong(
            "wrong-order",
            {TURNED: "[b.T @ dout, dout @ a.T]"},
            "The factors stand in the wrong order: with square matrices that goes unnoticed. Write the shapes "
            "down: what times what gives the shape of a, what the shape of b?",
            score=0.5,
        ),
        wrong(
            "not-transposed",
            {TURNED: "[dout @ b, a @ dout]"},
            "Nothing is transposed. dout is (n, m) and b is (k, m): to get a's shape (n, k), the m's have to meet.",
            score=0.5,
        ),
        wrong(
            "mean",
            {TURNED: "[dout @ b.T / b.shape[1], a.T @ dout]"},
            "A factor 1/m has slipped in, out of habit from dW = 1/m · dZ Aᵀ. There it comes from the mean in the"
            " cost; a rule for one product knows nothing of it, dout brings it along.",
            score=0.5,
        ),
        wrong(
            "results-swapped",
            {TURNED: "[a.T @ dout, dout @ b.T]"},
            "The two slopes are right but change places: the list starts with the one for a.",
            score=0.5,
        ),
        wrong(
            "element-by-element",
            {"a @ b": "a * b"},
            "* multiplies element by element and spreads; this is the matrix product.",
            score=0.5,
        ),
    ]


def relu_mistakes():
    """Return the known mistakes of `relu`."""
    return [
        wrong(
            "bare",
            {SLOPE: "dout * (a > 0)"},
            "The slope comes back by itself. Every rule returns a list with one slope per input, here a list of "
            "one: put it into square brackets.",
            score=0.5,
        ),
        wrong(
            "sign-of-dout",
            {SLOPE: "[dout * (dout > 0)]"},
            "This asks where the slope is positive. What counts is whether the *input* was.",
            score=0.5,
        ),
        wrong("no-dout", {SLOPE: "[1.0 * (a > 0)]"}, NO_DOUT, score=0.5),
        wrong(
            "value-for-slope",
            {SLOPE: "[dout * np.maximum(a, 0)]"},
            "dout is multiplied by ReLU's value. Multiply by its slope, which is 1 or 0.",
            score=0.5,
        ),
        wrong(
            "changes-dout",
            {"return [dout * (a > 0)]": "dout[a <= 0] = 0\n    return [dout]"},
            "The function writes zeros into the caller's `dout`. In a graph other nodes may share that array: "
            "make a new one.",
            score=0.5,
        ),
    ]


def recorded(*steps):
    """Return a tape: numbers and arrays stand for what comes from outside, (rule, positions) for what is computed."""
    tape = []
    for step in steps:
        if isinstance(step, tuple):
            rule, inputs = step
            tape.append((rule, inputs, rule(*(tape[i][2] for i in inputs))))
        else:
            tape.append((None, (), step))
    return tape


def tapes():
    """Return the cases of `backward`."""
    row, column = np.array([1.0, -2.0, 0.5]), numbers(2, 1, seed=81)
    matrix, other = numbers(2, 3, seed=82, scale=0.3), numbers(2, 3, seed=83, scale=0.3)
    return [
        case("(a − b)², a = 5, b = 2", recorded(5.0, 2.0, (minus, (0, 1)), (squared, (2,)))),
        case("a value used twice, a² − a", recorded(3.0, (squared, (0,)), (minus, (1, 0)))),
        case("an array, the sum of its squares", recorded(row, (squared, (0,)), (total, (1,)))),
        case(
            "squares and their powers of e",
            recorded(row, (squared, (0,)), (exponential, (1,)), (minus, (1, 2)), (total, (3,))),
        ),
        case(
            "an array used three times",
            recorded(
                row,
                (squared, (0,)),
                (minus, (1, 0)),
                (exponential, (0,)),
                (minus, (2, 3)),
                (squared, (4,)),
                (total, (5,)),
            ),
        ),
        case(
            "a value without influence",
            recorded(2.0, np.array([4.0, 1.0]), (squared, (0,)), (exponential, (1,)), (squared, (2,))),
        ),
        hidden("a rule of three inputs", recorded(1.0, 2.0, 4.5, (middle, (0, 1, 2)), (squared, (3,)))),
        hidden(
            ("the same value as both inputs"), recorded(matrix, (minus, (0, 0)), (exponential, (1,)), (total, (2,)))
        ),
        hidden(
            "two matrices",
            recorded(
                matrix,
                other,
                (minus, (0, 1)),
                (squared, (2,)),
                (minus, (3, 0)),
                (minus, (4, 2)),
                (squared, (5,)),
                (total, (6,)),
            ),
        ),
        hidden("a single entry", recorded(7.0)),
        hidden(
            "a chain of four",
            recorded(
                column,
                (squared, (0,)),
                (exponential, (0,)),
                (minus, (1, 2)),
                (squared, (3,)),
                (total, (4,)),
                (squared, (5,)),
            ),
        ),
        hidden(
            "shared in the middle",
            recorded(0.5, (exponential, (0,)), (squared, (1,)), (minus, (2, 1)), (minus, (3, 1))),
        ),
    ]


def minimize_cases():
    """Return the cases of `minimize`."""
    return [
        case("(w − 5)², the document's 1000 steps", np.array([[1.0], [-10.0], [25.0]])),
        case("(w − 5)², one step", np.array([[1.0], [-10.0], [25.0]]), num_iterations=1),
        case("(w − 5)², 20 short steps", np.array([[1.0], [-10.0], [25.0]]), learning_rate=0.001, num_iterations=20),
        case("another parabola, ten steps", np.array([[2.0], [3.0], [1.0]]), 1.0, 0.1, 10),
        hidden("no step", np.array([[1.0], [1.0], [1.0]]), 3.0, 0.1, 0),
        hidden("the printed coefficients 1, −20, 25", np.array([[1.0], [-20.0], [25.0]])),
        hidden("a wide parabola", np.array([[0.1], [-1.0], [0.0]]), w=-2.0, learning_rate=0.5, num_iterations=20),
        hidden("starting at the lowest point", np.array([[1.0], [-4.0], [4.0]]), w=2.0, num_iterations=5),
    ]


def backward_with_a_dictionary(tape):
    found = {len(tape) - 1: np.ones(np.shape(tape[-1][2]))}
    for k in range(len(tape) - 1, -1, -1):
        rule, inputs, value = tape[k]
        found.setdefault(k, np.zeros(np.shape(value)))
        if rule:
            for i, slope in zip(inputs, rule(*[tape[i][2] for i in inputs], dout=found[k])):
                found[i] = found.get(i, 0) + slope
    return [found[k] for k in range(len(tape))]


def backward_from_below(tape):
    done = {}

    def slope(k):
        if k not in done:
            parts = [np.ones(np.shape(tape[k][2])) if k == len(tape) - 1 else np.zeros(np.shape(tape[k][2]))]
            for later in range(k + 1, len(tape)):
                rule, inputs, _ = tape[later]
                if k in inputs:
                    all_slopes = rule(*(tape[i][2] for i in inputs), slope(later))
                    parts += [one for i, one in zip(inputs, all_slopes) if i == k]
            done[k] = sum(parts[1:], parts[0])
        return done[k]

    return [slope(k) for k in range(len(tape))]


def minimize_on_tape(coefficients, w=0.0, learning_rate=0.01, num_iterations=1000):
    c0, c1, c2 = coefficients.ravel()
    for _ in range(num_iterations):
        square = mul(w, w)  # noqa: F821
        first, second = mul(c0, square), mul(c1, w)  # noqa: F821
        both = add(first, second)  # noqa: F821
        tape = [(None, (), w), (None, (), c0), (None, (), c1), (None, (), c2)]
        tape += [(mul, (0, 0), square), (mul, (1, 4), first), (mul, (2, 0), second)]  # noqa: F821
        tape += [(add, (5, 6), both), (add, (7, 3), add(both, c2))]  # noqa: F821
        w = w - learning_rate * backward(tape)[0]  # noqa: F821
    return w


def minimize_at_once(coefficients, w=0.0, learning_rate=0.01, num_iterations=1000):
    lowest = -coefficients[1, 0] / (2 * coefficients[0, 0])
    return lowest + (w - lowest) * (1 - 2 * learning_rate * coefficients[0, 0]) ** num_iterations


def minimize_without_steps(coefficients, w=0.0, learning_rate=0.01, num_iterations=1000):
    return -coefficients[1, 0] / (2 * coefficients[0, 0])


def minimize_by_first_slope(coefficients, w=0.0, learning_rate=0.01, num_iterations=1000):
    return w - num_iterations * learning_rate * (2 * coefficients[0, 0] * w + coefficients[1, 0])


def sum_copy_by_copy(d, shape):
    out = np.zeros(shape)
    copies = np.broadcast_to(np.arange(out.size).reshape(shape), np.shape(d))
    np.add.at(out.reshape(-1), copies.ravel(), np.ravel(d))
    return out


def sum_all_axes_at_once(d, shape):
    extra = np.ndim(d) - len(shape)
    axes = tuple(range(extra)) + tuple(k + extra for k, size in enumerate(shape) if size == 1)
    return np.sum(d, axis=axes).reshape(shape)


def sum_without_axes(d, shape):
    d = np.asarray(d)
    while d.ndim > len(shape):
        d = np.sum(d, axis=0)
    for axis in reversed(range(len(shape))):
        if shape[axis] == 1 and d.shape[axis] > 1:
            d = np.sum(d, axis=axis)
    return d


def first_copies(d, shape):
    d = np.asarray(d)
    while d.ndim > len(shape):
        d = d[0]
    return d[tuple(slice(size) for size in shape)]
