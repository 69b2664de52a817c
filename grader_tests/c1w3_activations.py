"""What c1w3_activations checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception

sheet = Sheet(__name__, position=1, errata="E18 E19")


def sums(*shape, seed):
    """Return weighted sums of both signs, none of them 0, as short numbers."""
    draw = np.random.default_rng(seed)
    return (
        (np.where(draw.permutation(np.prod(shape)) % 2, 1, -1) * draw.uniform(0.2, 3, np.prod(shape)))
        .round(2)
        .reshape(shape)
    )


ONE_NUMBER = "`max` and `if` decide once, but z is a whole array: Python cannot tell whether “the array” is positive. Use a NumPy function that decides for every element, or a comparison, which gives one True or False per element."
OVERWRITTEN = "The function writes into the z that was handed to it, so the caller's weighted sums are gone when backpropagation needs them. Make a new array."

sheet.exercise(
    "tanh",
    points=4,
    source="D2 C1_W3 “Pros and cons of activation functions”; D1 “Tanh”",
    cases=[
        case("one number", 0.5),
        case("the document's z = −10, 0 and 10", np.array([-10.0, 0.0, 10.0])),
        case("a matrix", sums(2, 3, seed=1)),
        hidden("a negative number", -1.3),
        hidden("a column", sums(4, 1, seed=2)),
        hidden("whole numbers", np.array([[-2, 1], [3, -1]])),
        hidden("numbers close to 0", sums(1, 5, seed=3) / 100),
    ],
    misconceptions=[
        misconception(
            "sigmoid",
            edit={"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "1 / (1 + np.exp(-z))"},
            says="This is the sigmoid: it runs from 0 to 1 and gives ½ at z = 0. tanh runs from −1 to 1 and gives 0 there.",
            place="D0 “tanh_backward”, first line",
        ),
        misconception(
            "half-as-steep",
            edit={"-2 * np.abs(z)": "-np.abs(z)"},
            says="Right ends, but too flat: this is tanh(z/2), the sigmoid stretched to −1…1. Its slope at 0 is ½; that of tanh is 1.",
        ),
        misconception(
            "sinh",
            edit={"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "(np.exp(z) - np.exp(-z)) / 2"},
            says="The numerator is right, but the result grows without end (it is the hyperbolic sine). What it is divided by depends on z, too.",
        ),
        *(
            misconception(
                id,
                edit={"np.sign(z) * (1 - shrunk) / (1 + shrunk)": formula},
                says="Division comes before plus and minus: without brackets of its own, only a part of the numerator is divided, or by only a part of the denominator. Put brackets around each of the two.",
            )
            for id, formula in {
                "numerator-without-brackets": "np.exp(z) - np.exp(-z) / (np.exp(z) + np.exp(-z))",
                "denominator-without-brackets": "(np.exp(z) - np.exp(-z)) / np.exp(z) + np.exp(-z)",
                "no-brackets": "np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)",
            }.items()
        ),
        misconception(
            "upside-down",
            edit={"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "(np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))"},
            says="Numerator and denominator have changed places; at z = 0 this divides by 0.",
        ),
        misconception(
            "sign",
            edit={"np.sign(z)": "-np.sign(z)"},
            says="The sign is the other way round: tanh is positive where z is positive.",
        ),
    ],
    accepted=[
        {"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"},
        {"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "2 / (1 + np.exp(-2 * z)) - 1"},
        {"np.sign(z) * (1 - shrunk) / (1 + shrunk)": "np.tanh(z)"},
    ],
    hints=[
        "`np.exp` takes numbers and arrays; you need it for z and for −z.",
        "Brackets around numerator and denominator: Python divides before it adds.",
        "Check yourself: tanh(0) is 0, tanh(0.5) is about 0.46, and for z = 10 it is almost 1.",
    ],
)

sheet.exercise(
    "leaky_relu",
    points=4,
    source="D2 C1_W3 “Pros and cons of activation functions”; D1 “Leaky ReLU”",
    cases=[
        case("a row with z = −1", np.array([[-1.0, 2.0, -30.0]])),
        case("a matrix", sums(2, 3, seed=11)),
        case("a column", sums(3, 1, seed=12)),
        hidden("one unit and one example", np.array([[-0.4]])),
        hidden("negative sums only", -np.abs(sums(2, 2, seed=13))),
        hidden("a flat array", sums(5, seed=14)),
        hidden("a larger matrix", 20 * sums(4, 6, seed=15)),
    ],
    misconceptions=[
        misconception(
            "E18",
            edit={"0.01 * z, z": "0.01, z"},
            says="Here 0.01 is a floor: every negative z gives +0.01 and the slope is 0 again. The 0.01 has to be a slope, so it multiplies something.",
            place="D3 “Derivatives of activation functions”: g(z) = max(0.01, z)",
        ),
        misconception(
            "plain-relu",
            edit={"0.01 * z, z": "0, z"},
            says="This is the plain ReLU: nothing leaks through where z is negative.",
        ),
        misconception(
            "minimum",
            edit={"np.maximum": "np.minimum"},
            says="The smaller of the two lines is the wrong one: now the positive side is flat and the negative side steep. Draw both lines and look which lies on top.",
        ),
        misconception(
            "slope-0.1",
            edit={"0.01": "0.1"},
            says="The idea is right, but the slope on the left is one hundredth, not one tenth.",
        ),
        misconception("one-number", edit={"np.maximum": "max"}, says=ONE_NUMBER),
        misconception(
            "np-max",
            edit={"np.maximum": "np.max"},
            says="np.max looks for the largest element of one array, and takes the second argument for an axis. The function that compares two arrays element by element has a longer name.",
            place="D3 “Vectorisation”: np.max(v, 0)",
        ),
        misconception(
            "overwrites-z",
            edit={"return np.maximum(0.01 * z, z)": "z[z < 0] *= 0.01\n    return z"},
            says=OVERWRITTEN,
        ),
    ],
    accepted=[
        {"np.maximum(0.01 * z, z)": "np.where(z > 0, z, 0.01 * z)"},
        {"np.maximum(0.01 * z, z)": "z * (z > 0) + 0.01 * z * (z <= 0)"},
        {"np.maximum(0.01 * z, z)": "np.maximum(z, 0) + 0.01 * np.minimum(z, 0)"},
    ],
    hints=[
        "Two straight lines through the origin, one steep, one flat. For which z does which lie on top?",
        "`np.maximum(a, b)` takes the larger of a and b at every place.",
    ],
)


def two_layers(n_0, n_1, n_2, seed):
    """Return (W1, b1, W2, b2) with short numbers."""
    draw = np.random.default_rng(seed)
    return tuple(draw.normal(size=shape).round(2) for shape in ((n_1, n_0), (n_1, 1), (n_2, n_1), (n_2, 1)))


def by_probing(W1, b1, W2, b2):
    def both(x):
        return W2 @ (W1 @ x + b1) + b2

    n_0 = W1.shape[1]
    b = both(np.zeros((n_0, 1)))
    columns = [both(np.eye(n_0)[:, [j]]) - b for j in range(n_0)]
    return [np.hstack(columns), b]


sheet.exercise(
    "collapse_linear",
    points=6,
    source="D2 C1_W3 “Why do you need non-linear activation functions?”: w′ = W[2]W[1], b′ = W[2]b[1] + b[2]",
    parts={"weights": ["[0]"], "bias": ["[1]"]},
    cases=[
        case(
            "two units on two units",
            np.array([[1.0, 2.0], [3.0, 4.0]]),
            np.array([[1.0], [-1.0]]),
            np.array([[2.0, 0.0], [1.0, -1.0]]),
            np.array([[0.5], [1.0]]),
        ),
        case("three features, four hidden units, one output", *two_layers(3, 4, 1, seed=21)),
        case("one hidden unit", *two_layers(2, 1, 3, seed=22)),
        hidden("one feature", *two_layers(1, 5, 2, seed=23)),
        hidden("three units on three units", *two_layers(3, 3, 3, seed=24)),
        hidden("a narrow middle", *two_layers(6, 2, 4, seed=25)),
    ],
    misconceptions=[
        misconception(
            "order",
            edit={"np.dot(W2, W1)": "np.dot(W1, W2)"},
            says="The order of a matrix product matters. The first layer acts on x first, so its matrix has to stand next to x, on the right.",
        ),
        misconception(
            "elementwise",
            edit={"np.dot(W2, W1)": "W2 * W1"},
            says="`*` multiplies element by element; W2 (W1 x) needs the matrix product.",
        ),
        misconception(
            "b1-untouched",
            edit={"np.dot(W2, b1) + b2": "b1 + b2"},
            says="The second layer multiplies everything the first one gives, its bias too: multiply the bracket out.",
        ),
        misconception(
            "b1-lost",
            edit={"np.dot(W2, b1) + b2": "b2"},
            says="b1 has disappeared. It goes through the second layer like everything else in the bracket W1 x + b1.",
            score=0.5,
        ),
        misconception(
            "b2-lost",
            edit={"np.dot(W2, b1) + b2": "np.dot(W2, b1)"},
            says="b2 has disappeared. It is added after the second product, whatever x is.",
            score=0.5,
        ),
        misconception(
            "biases-multiplied",
            edit={"np.dot(W2, b1) + b2": "b2 * b1"},
            says="The biases are multiplied with each other. Multiply the bracket W2 (W1 x + b1) + b2 out: b2 is only added.",
        ),
    ],
    accepted=[
        {
            "np.dot(W2, W1)": "np.einsum('ij,jk->ik', W2, W1)",
            "np.dot(W2, b1)": "(W2 * b1.T).sum(axis=1, keepdims=True)",
        },
        by_probing,
    ],
    hints=[
        "Write W2 (W1 x + b1) + b2 and multiply the bracket out: one term has x, two have not.",
        "What stands before x is W, all the rest is b.",
        "Shapes: (n_2, n_1) times (n_1, n_0) is (n_2, n_0); (n_2, n_1) times (n_1, 1) is (n_2, 1).",
    ],
)

sheet.exercise(
    "tanh_derivative",
    points=4,
    source="D2 C1_W3 “Derivatives of activation functions”: g′(z) = 1 − (tanh z)²",
    uses=["tanh"],
    cases=[
        case("z = 0", 0.0),
        case("the document's z = −10, 0 and 10", np.array([-10.0, 0.0, 10.0])),
        case("a matrix", sums(2, 3, seed=31)),
        hidden("a negative number", -0.7),
        hidden("a column", sums(4, 1, seed=32)),
        hidden("whole numbers", np.array([[-2, 1], [3, -1]])),
    ],
    misconceptions=[
        misconception(
            "z-for-a",
            edit={"a = tanh(z)": "a = z"},
            says="The formula 1 − a² is about the activation a. The argument here is z, so tanh has to be applied first; a slope of tanh is never negative.",
        ),
        misconception(
            "sigmoid-rule",
            edit={"1 - a**2": "a * (1 - a)"},
            says="a(1 − a) is the rule for the sigmoid. For tanh the product has another first factor: it must give 1 at z = 0, where a = 0.",
        ),
        misconception(
            "sigmoid-height",
            edit={"a = tanh(z)": "a = 1 / (1 + np.exp(-z))"},
            says="Here a comes from the sigmoid. The rule 1 − a² holds for the height of tanh, which is 0 at z = 0.",
            place="D0 “tanh_backward”, first line",
        ),
        misconception(
            "sigmoid-slope",
            edit={"a = tanh(z)": "a = 1 / (1 + np.exp(-z))", "1 - a**2": "a * (1 - a)"},
            says="This is the slope of the sigmoid, ¼ at z = 0. tanh is four times as steep there, and has a rule of its own.",
        ),
        misconception(
            "not-squared",
            edit={"1 - a**2": "1 - a"},
            says="The square is missing: this gives almost 2 far to the left, but tanh is flat on both sides.",
        ),
        misconception(
            "sign",
            edit={"1 - a**2": "a**2 - 1"},
            says="The sign is the other way round: tanh rises everywhere, so its slope is never negative.",
        ),
    ],
    accepted=[
        {"1 - a**2": "1 / np.cosh(z) ** 2"},
        {"1 - a**2": "(1 - a) * (1 + a)"},
        {"1 - a**2": "4 / (np.exp(z) + np.exp(-z)) ** 2"},
    ],
    hints=[
        "First the activation a, with the function you have written above.",
        "Then the slope in terms of a. Check: 1 at z = 0, nearly 0 at z = ±10.",
    ],
)

sheet.exercise(
    "relu_derivative",
    points=4,
    source="D2 C1_W3 “Derivatives of activation functions”; the case z = 0 is E19",
    cases=[
        case("a row", np.array([[-1.5, 2.0, 0.3]])),
        case("a matrix", sums(2, 3, seed=41)),
        case("a column", sums(3, 1, seed=42)),
        hidden("one unit and one example", np.array([[0.8]])),
        hidden("negative sums only", -np.abs(sums(2, 2, seed=43))),
        hidden("a flat array", sums(5, seed=44)),
        hidden("a larger matrix", 20 * sums(4, 6, seed=45)),
    ],
    misconceptions=[
        misconception(
            "relu-itself",
            edit={"(z > 0).astype(float)": "np.maximum(0, z)"},
            says="This is the value of ReLU. The slope of a straight line through the origin is the same number everywhere on it.",
        ),
        misconception(
            "sign",
            edit={"(z > 0).astype(float)": "np.sign(z)"},
            says="−1 would mean that ReLU falls on the left. It is flat there.",
        ),
        misconception(
            "other-side",
            edit={"z > 0": "z < 0"},
            says="The two sides are swapped: ReLU rises where z is positive.",
        ),
        misconception(
            "overwrites-z",
            edit={"return (z > 0).astype(float)": "z[z > 0] = 1\n    z[z <= 0] = 0\n    return z"},
            says=OVERWRITTEN,
            place="D0 “relu_backward” does the same to dA",
        ),
        misconception("one-number", edit={"(z > 0).astype(float)": "1.0 if z > 0 else 0.0"}, says=ONE_NUMBER),
    ],
    accepted=[
        {"(z > 0).astype(float)": "np.where(z >= 0, 1, 0)"},
        {"(z > 0).astype(float)": "z > 0"},
        {"(z > 0).astype(float)": "(np.sign(z) + 1) / 2"},
        {"return (z > 0).astype(float)": "slope = np.zeros_like(z)\n    slope[z >= 0] = 1\n    return slope"},
    ],
    hints=[
        "How steep is the line on the left, how steep on the right? Two numbers are enough.",
        "Comparing an array with a number gives True and False; `.astype(float)` makes 1 and 0 of them. `np.where` does it too.",
    ],
)

sheet.exercise(
    "leaky_relu_derivative",
    points=4,
    source="D2 C1_W3 “Derivatives of activation functions”; the case z = 0 is E19",
    cases=[
        case("a row", np.array([[-1.5, 2.0, 0.3]])),
        case("a matrix", sums(2, 3, seed=51)),
        case("a column", sums(3, 1, seed=52)),
        hidden("one unit and one example", np.array([[-0.8]])),
        hidden("positive sums only", np.abs(sums(2, 2, seed=53))),
        hidden("a flat array", sums(5, seed=54)),
        hidden("a larger matrix", 20 * sums(4, 6, seed=55)),
    ],
    misconceptions=[
        misconception(
            "relu-slope",
            edit={"1.0, 0.01": "1.0, 0.0"},
            says="This is the slope of the plain ReLU: 0 on the left. The leak is exactly what makes the difference there.",
        ),
        misconception(
            "value",
            edit={"1.0, 0.01": "z, 0.01 * z"},
            says="This is the value of the leaky ReLU. Its slope does not depend on how far z is from 0, only on the side.",
        ),
        misconception(
            "value-on-the-left",
            edit={"1.0, 0.01": "1.0, 0.01 * z"},
            says="Right of 0 this is the slope; left of 0 it is the value, 0.01 z. How steep is the line there?",
        ),
        misconception(
            "value-on-the-right",
            edit={"1.0, 0.01": "z, 0.01"},
            says="Left of 0 this is the slope; right of 0 it is the value. How steep is the line there?",
        ),
        misconception(
            "slope-0.1",
            edit={"0.01": "0.1"},
            says="The idea is right, but the slope on the left is one hundredth, not one tenth.",
        ),
        misconception(
            "falling",
            edit={"0.01": "-0.01"},
            says="A negative slope on the left would mean that the function falls towards 0 there. It rises, slowly.",
        ),
        misconception(
            "slopes-swapped",
            edit={"1.0, 0.01": "0.01, 1.0"},
            says="The two sides are swapped: the steep side is the positive one.",
        ),
        misconception(
            "marked-twice",
            edit={
                "return np.where(z > 0, 1.0, 0.01)": "slope = z.copy()\n    slope[slope <= 0] = 0.01\n    slope[slope > 0] = 1\n    return slope"
            },
            says="1 everywhere: after the first assignment the former negative numbers are 0.01, which is positive, so the second one takes them too. Ask z, which does not change, in both.",
        ),
        misconception(
            "overwrites-z",
            edit={"return np.where(z > 0, 1.0, 0.01)": "z[z > 0] = 1\n    z[z <= 0] = 0.01\n    return z"},
            says=OVERWRITTEN,
        ),
        misconception("one-number", edit={"np.where(z > 0, 1.0, 0.01)": "1.0 if z > 0 else 0.01"}, says=ONE_NUMBER),
    ],
    accepted=[
        {"np.where(z > 0, 1.0, 0.01)": "0.01 + 0.99 * (z >= 0)"},
        {"return np.where(z > 0, 1.0, 0.01)": "slope = np.ones_like(z)\n    slope[z < 0] = 0.01\n    return slope"},
        {"np.where(z > 0, 1.0, 0.01)": "np.maximum(z > 0, 0.01)"},
    ],
    hints=[
        "Two slopes again, one for each side; only one of them has changed since `relu_derivative`.",
        "`np.where(condition, this, that)` chooses at every place.",
    ],
)


def layer(n, m, dead, seed):
    """Return the activations of n ReLU units for m examples; units named in `dead` give 0 for all of them."""
    draw = np.random.default_rng(seed)
    A = np.maximum(0, draw.normal(size=(n, m))).round(2)
    A[np.arange(n), draw.integers(m, size=n)] = draw.uniform(0.1, 2, n).round(2)
    A[list(dead)] = 0
    return A


def unit_by_unit(A):
    found = []
    for unit in A:
        found.append(1 if max(unit) == 0 else 0)
    return np.array(found)


sheet.exercise(
    "dead_units",
    points=5,
    source="D1 “The Dying ReLU Problem”",
    cases=[
        case("three units and four examples", np.array([[0.0, 1.2, 0.0, 0.5], [0.0] * 4, [0.0, 0.0, 0.0, 0.3]])),
        case("one example", np.array([[0.0], [0.7], [0.0]])),
        case("five units and three examples", layer(5, 3, [1, 4], seed=61)),
        hidden("one unit", layer(1, 6, [0], seed=62)),
        hidden("as many units as examples", layer(4, 4, [2], seed=63)),
        hidden("no dead unit, all activations small", layer(6, 5, [], seed=64) / 1000),
        hidden("dead units only", np.zeros((3, 7))),
    ],
    misconceptions=[
        misconception(
            "other-axis",
            edit={"axis=1": "axis=0"},
            says="This has one answer per example: for which of them are all units silent? A unit is a row; look along it, over all examples.",
        ),
        misconception(
            "any",
            edit={"np.all": "np.any"},
            says="A unit that is silent for one example is doing its work. It is dead when it is silent for every one.",
        ),
        misconception(
            "last-example",
            edit={"np.all(A == 0, axis=1)": "A[:, -1] == 0"},
            says="One example does not decide: a unit is dead when it is silent for every one.",
        ),
        misconception(
            "alive",
            edit={"np.all(A == 0, axis=1)": "np.any(A > 0, axis=1)"},
            says="True and False are the wrong way round: these are the units that are alive.",
        ),
        *(
            misconception(
                id,
                edit={"np.all(A == 0, axis=1)": f"{function}(np.all(A == 0, axis=1))"},
                says="These are the positions of the dead units. Asked for is one True or False per unit, so that np.sum can count them and A[…] can pick them.",
            )
            for id, function in {"positions": "np.flatnonzero", "positions-in-a-tuple": "np.where"}.items()
        ),
        misconception(
            "count",
            edit={"np.all(A == 0, axis=1)": "np.sum(np.all(A == 0, axis=1))"},
            says="This is how many are dead. Asked for is which ones: one True or False per unit.",
        ),
        misconception(
            "column",
            edit={"axis=1": "axis=1, keepdims=True"},
            says="The answers are right, but they stand in a column (n, 1). Here a flat array (n,) is asked for: a column cannot pick rows of A.",
        ),
    ],
    accepted=[
        {"np.all(A == 0, axis=1)": "A.max(axis=1) == 0"},
        {"np.all(A == 0, axis=1)": "np.sum(A, axis=1) == 0"},
        {"np.all(A == 0, axis=1)": "1 - np.any(A, axis=1)"},
        unit_by_unit,
    ],
    hints=[
        "`A == 0` has the shape of A: one True or False per unit and example.",
        "`np.all(…, axis=…)` asks whether all are True along an axis. Axis 0 runs down the units, axis 1 along the examples.",
    ],
)
