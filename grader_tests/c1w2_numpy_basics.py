"""What c1w2_numpy_basics checks: cases, known mistakes, other right ways, hints."""

import math

import numpy as np

from grader_tests import Sheet, case, hidden, misconception
from helpers.checks.stand_ins import cube, logarithm, square, triple

sheet = Sheet(__name__, position=1, errata="E15 E16 E17 E24 E40 E51 E52 E53 E54 E55")


def numbers(*shape, seed):
    """Return an array of short numbers of both signs."""
    return np.random.default_rng(seed).normal(scale=2, size=shape).round(2)


sheet.exercise(
    "numerical_slope",
    points=5,
    source="D2 C1_W2 “Derivatives”: from a = 2 to a = 2.001, f(a) = 3a grows from 6 to 6.003",
    rtol=2e-3,  # one-sided, backward and two-sided differences all pass
    cases=[
        *(case(f"{f.__name__} at {a}", f, a, 0.001) for f in (triple, square, cube, logarithm) for a in (2, 2.001, 5)),
        case("a falling curve", square, -3.0, 0.001),
        hidden("a nudge of a half", triple, 4.0, 0.5),
        hidden("another falling curve", square, -0.7, 1e-4),
        hidden("a tiny nudge", cube, -1.5, 1e-6),
        hidden("a steep logarithm", logarithm, 0.05, 1e-5),
    ],
    misconceptions=[
        misconception(
            "not-divided",
            edit={" / eps": ""},
            says="This is how far f rises. A slope is the rise for each unit of the nudge.",
        ),
        misconception(
            "missing-brackets",
            edit={"(f(a + eps) - f(a)) / eps": "f(a + eps) - f(a) / eps"},
            says="Division binds tighter than minus, so only f(a) is divided here. The whole difference needs brackets.",
        ),
        misconception(
            "nudged-the-height",
            edit={"f(a + eps)": "(f(a) + eps)"},
            says="Every slope is 1: the nudge is added to the height f(a), or the rise is divided by itself. Nudge the input; divide by the nudge.",
        ),
        misconception(
            "sign",
            edit={"f(a + eps) - f(a)": "f(a) - f(a + eps)"},
            says="The sign is the wrong way round: a curve that rises has a positive slope. From the height after the nudge, take away the one before.",
        ),
        misconception(
            "half",
            edit={"/ eps": "/ (2 * eps)"},
            says="Half the slope: 2·eps is the way from a − eps to a + eps, but here the input moves from a to a + eps only.",
        ),
        misconception(
            "double",
            edit={"- f(a)": "- f(a - eps)"},
            says="Twice the slope: from a − eps to a + eps the input moves by two nudges, not by one.",
        ),
    ],
    accepted=[
        {"f(a)) / eps": "f(a - eps)) / (2 * eps)"},
        {"f(a + eps) - f(a)": "f(a) - f(a - eps)"},
        {"(f(a + eps) - f(a)) / eps": "f(a + 1j * eps).imag / eps"},
    ],
    hints=[
        "Two heights are enough: f at the point, and f a small step to the right of it.",
        "Slope = height divided by width of the small triangle. The width is the nudge.",
    ],
)


def by_nudging(a, b, c):
    def J(a, b, c):
        return 3 * a + 3 * b * c

    now = J(a, b, c)
    return now, {"da": J(a + 1, b, c) - now, "db": J(a, b + 1, c) - now, "dc": J(a, b, c + 1) - now}


sheet.exercise(
    "computation_graph",
    points=6,
    source="D2 C1_W2 “Computation Graph”: J(5, 3, 2) = 33; D0 “Derivatives with Computation Graphs”",
    parts={"J": ["[0]"], "derivatives": ["[1]"]},
    cases=[
        case("the document's numbers", 5, 3, 2),
        case("a negative number", 1.5, -2.0, 4.0),
        case("a zero", 0.0, 0.5, -3.0),
        hidden("three fractions", 0.2, 0.7, 1.3),
        hidden("b and c equal", -4, 6, 6),
        hidden("large numbers", 100, 50, -20),
    ],
    misconceptions=[
        misconception(
            "E51",
            edit={"v = a + u": "v = u + b * c"},
            says="u is already bc: your v counts it twice and leaves out a.",
            place="D2 C1_W2 “Computation Graph”: J = 3(u + bc)",
            score=0.5,
        ),
        misconception(
            "E52",
            edit={'"da": da': '"da": du * b'},
            says="That is the derivative with respect to another input. a does not go through u: follow the arrows from J back to a.",
            place="D2 C1_W2 “Computing derivatives”: ∂J/∂a = ∂J/∂u · ∂u/∂a = 9",
            score=0.5,
        ),
        misconception(
            "one-step-only",
            edit={"da, du = dv, dv": "da, du = 1, 1"},
            says="These are the derivatives of v. From v to J there is one more arrow, and the chain rule multiplies by its slope.",
            score=0.5,
        ),
        misconception(
            "swapped",
            edit={"db, dc = du * c, du * b": "db, dc = du * b, du * c"},
            says="db and dc are swapped: nudge b, and u = bc moves by the *other* factor times the nudge.",
            score=0.5,
        ),
    ],
    accepted=[by_nudging, {'"dc": dc': '"dc": dc, "du": du, "dv": dv', "J = 3 * v": "J = float(3 * v)"}],
    hints=[
        "Forward: three lines, for u, v and J. Name every value; the way back needs them.",
        "Backward from J: how much does J move when v moves, v when a or u moves, u when b or c moves?",
        "Multiply the slopes along each path from J to the input. Return J and one dictionary.",
    ],
)


def product(n, m):
    """Return a matrix (n, m) and a vector (m,)."""
    return numbers(n, m, seed=n), numbers(m, seed=10 * m)


PRODUCTS = [
    case("a wide matrix", *product(2, 3)),
    case("a square matrix", *product(3, 3)),
    case("a tall matrix", *product(4, 2)),
    hidden("one column", *product(3, 1)),
    hidden("one row", *product(1, 4)),
    hidden("whole numbers", np.array([[1, 2], [3, 4]]), np.array([10, -1])),
    hidden("a larger matrix", *product(7, 5)),
]

sheet.exercise(
    "matvec_loop",
    points=5,
    source="D2 C1_W2 “Neural network programming guideline”: u_i = Σ_j A_ij v_j",
    cases=PRODUCTS,
    misconceptions=[
        misconception(
            "E15",
            edit={"np.zeros(n)": "np.zeros(n, 1)"},
            says="np.zeros takes the shape as one argument; the second is the data type. And u has one axis here, like v.",
            place="D3 “avoid for loops”: u = np.zeros(n,1)",
        ),
        misconception(
            "E54",
            edit={"A[i, j]": "A[:, i]"},
            says="A[:, i] is a whole column; u[i] has room for one number. Which single element of A belongs to row i and to v[j]?",
            place="D2 C1_W2 “Neural network programming guideline”: u[i] += A[:, i] * v[j]",
        ),
        misconception(
            "rows-and-columns",
            edit={"A[i, j]": "A[j, i]"},
            says="Row and column are swapped: this is Aᵀv. The first index is the row, and row i of A makes u[i].",
        ),
        misconception(
            "overwritten",
            edit={"+=": "="},
            says="Each round of the inner loop overwrites the one before, so only the last product of the row is left. Add up.",
        ),
        misconception(
            "returned-early",
            edit={"\n    return u": "\n        return u"},
            says="The `return` is inside the loop: the function ends after its first round. Move it to the left.",
        ),
        misconception(
            "square-only",
            edit={"range(m)": "range(n)"},
            says="Both loops have as many rounds as A has rows. The inner one needs as many as A has columns.",
        ),
    ],
    accepted=[
        {"u[i] += A[i, j] * v[j]": "u[i] = u[i] + A[i][j] * v[j]", "np.zeros(n)": "np.zeros((n,))"},
        {"return u": "return np.array([sum(x * y for x, y in zip(row, v)) for row in A])"},
    ],
    hints=[
        "`n, m = A.shape`; u starts as n zeros.",
        "The outer loop picks the row i, the inner one walks along it: j.",
        "One product per round: an element of A times an element of v, added to u[i].",
    ],
)

sheet.exercise(
    "matvec",
    points=3,
    source="D2 C1_W2 “Neural network programming guideline”: the two loops in one line",
    rules=["no_loop"],
    cases=PRODUCTS,
    misconceptions=[
        misconception(
            "elementwise",
            edit={"np.dot(A, v)": "A * v"},
            says="`*` multiplies element by element. The products of each row still have to be added up; a matrix product does both.",
        ),
        misconception(
            "transposed",
            edit={"np.dot(A, v)": "np.dot(v, A)"},
            says="The order matters: this is Aᵀv, or an error where A is not square.",
        ),
    ],
    accepted=[{"np.dot(A, v)": way} for way in ("(A * v).sum(axis=1)", "np.einsum('ij,j->i', A, v)", "A @ v")],
    hints=["NumPy has a function, and Python an operator, for the product of a matrix and a vector."],
)


SAFE = "(1 if x >= 0 else small) / (1 + small)"
SAFE_ARRAY = "np.where(np.asarray(x) >= 0, 1, small) / (1 + small)"


def slips_of_the_pen(reference, exp):
    """Return the mistakes that both sigmoids know; `exp` is the exponential function."""
    return [
        misconception(
            "sign",
            edit={reference: f"1 / (1 + {exp}(x))"},
            says="This is 1/(1 + e^x), the mirror image: it falls. The exponent carries a minus.",
        ),
        misconception(
            "brackets",
            edit={reference: f"1 / 1 + {exp}(-x)"},
            says="1 / 1 + e^−x is 1 + e^−x: division comes before the sum. The denominator needs brackets; a sigmoid is never above 1.",
        ),
    ]


sheet.exercise(
    "basic_sigmoid",
    points=2,
    source="D2 C1_W2 “Logistic Regression”; D1 “Sigmoid Function”",
    cases=[
        case("zero", 0),
        case("one", 1),
        case("a negative number", -2.5),
        hidden("a positive fraction", 0.3),
        hidden("a large number", 20.0),
        hidden("a large negative number", -20.0),
    ],
    misconceptions=slips_of_the_pen(SAFE, "math.exp"),
    accepted=[
        {SAFE: way} for way in ("1 / (1 + math.exp(-x))", "np.exp(x) / (np.exp(x) + 1)", "0.5 + 0.5 * math.tanh(x / 2)")
    ],
    hints=["`math.exp(-x)` is e to the power −x.", "One over a sum: put the sum into brackets."],
)


def with_math_exp(x):
    return 1 / (1 + math.exp(-x))


def one_by_one(x):
    return np.array([1 / (1 + math.exp(-one)) for one in np.ravel(x)]).reshape(np.shape(x))


CURVE = [
    case("three numbers", np.array([1, 2, 3])),
    case("a matrix", numbers(2, 3, seed=21)),
    case("a column", numbers(4, 1, seed=22)),
    hidden("a block with three axes", numbers(2, 3, 2, seed=23)),
    hidden("one number in a matrix", np.array([[-0.4]])),
    hidden("numbers far from 0", np.array([-300.0, -40, 0, 40, 300])),
    hidden("a number that is no array", 0.7),
]

sheet.exercise(
    "sigmoid",
    points=4,
    source="D2 C1_W2 “Vectors and matrix valued functions”: u = np.exp(v)",
    cases=CURVE,
    misconceptions=[
        misconception(
            "math-exp",
            by=with_math_exp,
            says="The math module works on one number at a time. NumPy's function of the same name takes the whole array.",
            place="D2 C1_W2 “Vectors and matrix valued functions”: u[i] = math.exp(v[i]) in a loop",
        ),
        *slips_of_the_pen(SAFE_ARRAY, "np.exp"),
    ],
    accepted=[{SAFE_ARRAY: "1 / (1 + np.exp(-x))"}, {SAFE_ARRAY: "0.5 * (np.tanh(x / 2) + 1)"}, one_by_one],
    hints=[
        "The formula of `basic_sigmoid`, with NumPy's exponential function.",
        "A number plus an array adds to every element; a number divided by an array divides by each.",
    ],
)


sheet.exercise(
    "sigmoid_derivative",
    points=4,
    source="D2 C1_W3 “Derivatives of activation functions”: g′(z) = g(z)(1 − g(z))",
    uses=["sigmoid"],
    cases=CURVE,
    misconceptions=[
        misconception(
            "of-x",
            edit={"s * (1 - s)": "x * (1 - x)"},
            says="The formula holds for the height of the curve, s, not for x. First the sigmoid, then its slope.",
        ),
        misconception(
            "slope-of-tanh",
            edit={"s * (1 - s)": "1 - s**2"},
            says="1 − s² is the slope of another curve, tanh. At x = 0 the sigmoid's slope is ¼.",
        ),
    ],
    accepted=[
        {"s * (1 - s)": "np.exp(-x) / (1 + np.exp(-x)) ** 2"},
        {"s * (1 - s)": "0.25 / np.cosh(x / 2) ** 2"},
        {"s = sigmoid(x)": "s = (sigmoid(x + 1e-4) - sigmoid(x - 1e-4)) / 2e-4", "s * (1 - s)": "s"},
    ],
    hints=[
        "Call your `sigmoid` and give its result a name.",
        "Write the slope with that name only; x is not needed again.",
    ],
)


def picture(*shape, seed):
    """Return a small picture with intensities 0 to 255."""
    return np.random.default_rng(seed).integers(0, 256, size=shape)


sheet.exercise(
    "image2vector",
    points=3,
    source="D2 C1_W2 “Binary Classification”: n_x = 64 · 64 · 3 = 12 288",
    cases=[
        case("a picture of 2×2 pixels in three colours", picture(2, 2, 3, seed=31)),
        case("a wide picture", picture(2, 4, 3, seed=32)),
        case("a tall grey picture", picture(5, 2, 1, seed=33)),
        hidden("one pixel", picture(1, 1, 3, seed=34)),
        hidden("a cube", picture(3, 3, 3, seed=35)),
        hidden("a picture of fractions", picture(4, 3, 2, seed=36) / 255),
    ],
    misconceptions=[
        misconception(
            "flat",
            edit={"reshape(-1, 1)": "reshape(-1)"},
            says="This has one axis only. A column has two, the second of size 1.",
        ),
        misconception(
            "row",
            edit={"reshape(-1, 1)": "reshape(1, -1)"},
            says="This is a row. In this course an example is a column.",
            place="D2 “Standard notations”: x⁽ⁱ⁾ is a column vector",
        ),
        misconception(
            "fixed-size",
            edit={"reshape(-1, 1)": "reshape(64 * 64 * 3, 1)"},
            says="The size is written into the function, so it takes 64 × 64 pixels only. Take the sizes from image.shape.",
        ),
        misconception(
            "colour-by-colour",
            edit={"image.reshape": "image.transpose(2, 0, 1).reshape"},
            says="Here all red values come first, then green, then blue. The course takes pixel by pixel, as NumPy stores them.",
            place="D2 C1_W2 “Binary Classification”, the vector x with red, green, blue",
        ),
    ],
    accepted=[
        {"(-1, 1)": "(image.shape[0] * image.shape[1] * image.shape[2], 1)"},
        {"reshape(-1, 1)": "flatten()[:, np.newaxis]"},
        {"image.reshape(-1, 1)": "np.array([[value] for row in image for pixel in row for value in pixel])"},
    ],
    hints=[
        "`reshape` wants the new sizes; their product is the number of values.",
        "-1 stands for “whatever is left”.",
    ],
)

TABLE = np.array([[56.0, 0.0, 4.4, 68.0], [1.2, 104.0, 52.0, 8.0], [1.8, 135.0, 99.0, 0.9]])

sheet.exercise(
    "calorie_shares",
    points=5,
    source="D2 C1_W2 “Broadcasting example”: 59 cal, 56/59 ≈ 94.9 %",
    rules=["no_loop"],
    cases=[
        case("the document's table, with 59, 239, 155.4 and 76.9 calories", TABLE),
        case("three foods", TABLE[:, 1:]),
        case("whole numbers", np.array([[1, 2, 5], [3, 2, 15]])),
        hidden("one food", TABLE[:, :1]),
        hidden("two foods", TABLE[:, 2:]),
        hidden("more nutrients than foods", np.abs(numbers(5, 2, seed=41)) + 1),
        hidden("more foods than nutrients", np.abs(numbers(2, 6, seed=42)) + 1),
    ],
    misconceptions=[
        misconception(
            "row-sums",
            edit={"axis=0": "axis=1"},
            says="You add along the rows, over all foods. One food is one column: the sum runs down.",
        ),
        misconception(
            "fractions",
            edit={"100 * A": "A"},
            says="These are fractions that add up to 1; percentages add up to 100.",
        ),
        misconception(
            "whole-table",
            edit={"A.sum(axis=0, keepdims=True)": "A.sum()"},
            says="You divide by the calories of all foods together. Each food has a sum of its own.",
        ),
        misconception(
            "four-foods",
            edit={"A.sum(axis=0, keepdims=True)": "A.sum(axis=0).reshape(1, 4)"},
            says="The size 4 fits the document's table only. Take it from A, or let the sum keep its axis.",
            place="D2 C1_W2 “Broadcasting example”: cal.reshape(1,4)",
        ),
        misconception(
            "rounded",
            edit={"100 * A / calories": "np.round(100 * A / calories, 1)"},
            says="Rounded numbers no longer add up to 100. Round when you print, not when you compute.",
        ),
    ],
    accepted=[
        {"A.sum(axis=0, keepdims=True)": "np.sum(A, 0)"},
        {"A.sum(axis=0, keepdims=True)": "np.ones(len(A)) @ A"},
        {"100 * A / calories": "(A.T / A.T.sum(1).reshape(-1, 1)).T * 100"},
    ],
    hints=["axis=0 adds down the columns: one sum for each food.", "(3, 4) divided by (1, 4): NumPy repeats the row."],
)

LENGTHS = "np.linalg.norm(x, axis=1, keepdims=True)"

sheet.exercise(
    "normalize_rows",
    points=5,
    source="D2 C1_W2 “Broadcasting in Python”: (m, n) with (m, 1)",
    cases=[
        case("lengths 5 and 13", np.array([[3, 4], [5, 12]])),
        case("a wide matrix", numbers(2, 3, seed=51)),
        case("one row", numbers(1, 4, seed=52)),
        hidden("one column", numbers(3, 1, seed=53)),
        hidden("a tall matrix", numbers(5, 2, seed=54)),
        hidden("a square matrix", numbers(3, 3, seed=55)),
        hidden("whole numbers", np.array([[0, -6, 8], [1, 2, 2]])),
    ],
    misconceptions=[
        misconception(
            "lost-axis",
            edit={", keepdims=True": ""},
            says="The lengths lie flat, and NumPy lines a flat array up with the columns: an error or, in a square matrix, another row's length.",
        ),
        misconception(
            "columns",
            edit={"axis=1": "axis=0"},
            says="Here every column gets length 1. Along which axis does one row run?",
        ),
        misconception(
            "whole-matrix",
            edit={", axis=1, keepdims=True": ""},
            says="You divide by the length of the whole matrix. Each row has a length of its own.",
        ),
        *(
            misconception(
                id,
                edit={LENGTHS: f"np.sum({terms}, axis=1, keepdims=True)"},
                says="This is not the length of a row. That of (3, 4) is 5: squares, sum, root.",
            )
            for id, terms in {"plain-sum": "x", "absolute-sum": "np.abs(x)", "no-root": "x**2"}.items()
        ),
        misconception(
            "changes-x",
            edit={"return x / lengths": "x /= lengths\n    return x"},
            says="`/=` writes into the array that was handed in; an array of whole numbers cannot even hold the result. Make a new array.",
        ),
    ],
    accepted=[
        {LENGTHS: "np.sqrt((x**2).sum(axis=1)).reshape(-1, 1)"},
        {"x / lengths": "np.array([row / math.sqrt(sum(one * one for one in row)) for row in x])"},
        {"x / lengths": "np.einsum('ij,i->ij', x, np.einsum('ij,ij->i', x, x) ** -0.5)"},
    ],
    hints=[
        "`np.linalg.norm` measures lengths; its argument `axis` tells along which axis.",
        "Which shape do the lengths need, so that (n, m) divided by it works row by row?",
        "keepdims=True leaves a column (n, 1) instead of a flat (n,).",
    ],
)

LARGEST, SUMS = " - np.max(x, axis=1, keepdims=True)", "np.sum(powers, axis=1, keepdims=True)"

sheet.exercise(
    "softmax",
    points=6,
    source="D2 C1_W2 “Broadcasting in Python”; D2 C2_W3 “Softmax regression”",
    cases=[
        case("two rows of scores", np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]])),
        case("a square matrix", numbers(3, 3, seed=61)),
        case("one row", numbers(1, 5, seed=62)),
        hidden("one column", numbers(3, 1, seed=63)),
        hidden("whole numbers", np.array([[4, 1, 0, -2], [3, 3, 8, 6]])),
        hidden("equal scores", np.full((2, 4), 3.0)),
        hidden("a tall matrix", numbers(6, 2, seed=64)),
    ],
    misconceptions=[
        misconception(
            "columns",
            edit={LARGEST: "", "powers, axis=1": "powers, axis=0"},
            says="Your columns add up to 1. Here one row holds the scores of one example, so each row has to.",
        ),
        misconception(
            "whole-matrix",
            edit={LARGEST: "", SUMS: "np.sum(powers)"},
            says="All probabilities of all examples together add up to 1. Each row should.",
        ),
        misconception(
            "lost-axis",
            edit={LARGEST: "", SUMS: "np.sum(powers, axis=1)"},
            says="The sums lie flat, and NumPy lines a flat array up with the columns: an error or, in a square matrix, another row's sum.",
        ),
    ],
    accepted=[
        {LARGEST: ""},
        {f"powers / {SUMS}": "np.stack([row / sum(row) for row in powers])"},
        {f"powers / {SUMS}": "1 / np.exp(x[:, None, :] - x[:, :, None]).sum(axis=2)"},
    ],
    hints=[
        "Three steps: powers of e, the sum of each row, a division.",
        "The sums need shape (n, 1); `keepdims=True` keeps the axis over which you add.",
    ],
)

PAIRS = [
    case("four predictions", np.array([0.8, 0.3, 0.5, 0.9]), np.array([1, 0, 1, 0])),
    case("predictions on both sides", np.array([3.0, -1.5, 2.0]), np.array([1.0, 2.0, 2.5])),
    case("one prediction", np.array([0.3]), np.array([2])),
    hidden("eight predictions", numbers(8, seed=71), numbers(8, seed=72)),
    hidden("predictions that are right", numbers(4, seed=73), numbers(4, seed=73)),
    hidden("differences that cancel", np.array([1.0, 3.0]), np.array([2.0, 2.0])),
    hidden("one prediction too high", np.array([5.5]), np.array([1.0])),
]
MEAN = "This is the mean. Here the loss is the sum over the examples; means come with the cost, in the next notebook."
ABSOLUTE, SQUARES = "np.sum(np.abs(y - yhat))", "np.sum((y - yhat) ** 2)"

sheet.exercise(
    "L1",
    points=3,
    source="D2 C1_W2 “Vectors and matrix valued functions”: np.abs(v)",
    cases=PAIRS,
    misconceptions=[
        misconception("mean", edit={"np.sum": "np.mean"}, says=MEAN),
        *(
            misconception(
                f"no-absolute-value: {difference}",
                edit={"np.abs(y - yhat)": difference},
                says="Differences of both signs cancel: a prediction too high makes up for one too low.",
            )
            for difference in ("y - yhat", "yhat - y")
        ),
        misconception(
            "absolute-value-too-late",
            edit={ABSOLUTE: "np.abs(np.sum(y - yhat))"},
            says="You take the absolute value of the sum, when both signs have cancelled already. Each difference needs it.",
        ),
    ],
    accepted=[
        {ABSOLUTE: "np.linalg.norm(yhat - y, ord=1)"},
        {ABSOLUTE: "sum(abs(one - other) for one, other in zip(yhat, y))"},
        {ABSOLUTE: "np.maximum(y, yhat).sum() - np.minimum(y, yhat).sum()"},
    ],
    hints=["Difference, absolute value, sum: in this order."],
)

sheet.exercise(
    "L2",
    points=3,
    source="D2 C1_W2 “Vectors and matrix valued functions”: v**2",
    cases=PAIRS,
    misconceptions=[
        misconception("mean", edit={"np.sum": "np.mean"}, says=MEAN),
        misconception(
            "root",
            edit={SQUARES: "np.sqrt(np.sum((y - yhat) ** 2))"},
            says="This is the length of the difference. The L2 loss is the sum of squares itself.",
        ),
        misconception(
            "squared-too-late",
            edit={SQUARES: "np.sum(y - yhat) ** 2"},
            says="You square the sum, when both signs have cancelled already. Square each difference.",
        ),
        misconception(
            "half",
            edit={"np.sum(": "0.5 * np.sum("},
            says="The ½ belongs to the document's squared error of one example. The L2 loss here has no factor.",
            place="D1 “Logistic Regression cost function”: L(ŷ, y) = ½(ŷ − y)²",
        ),
    ],
    accepted=[
        {SQUARES: "np.dot(y - yhat, y - yhat)"},
        {SQUARES: "sum((one - other) ** 2 for one, other in zip(yhat, y))"},
        {SQUARES: "np.linalg.norm(y - yhat) ** 2"},
    ],
    hints=["Difference, square, sum: in this order.", "The product of a vector with itself is its sum of squares."],
)
