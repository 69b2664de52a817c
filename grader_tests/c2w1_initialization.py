"""What c2w1_initialization checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception

sheet = Sheet(__name__, position=1, errata="E45 E101 E102 E103 E104 E105 E106 E107")


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes; arguments as for `misconception`."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


NO_LAYER_0 = {"name": "without", "keys": ["W0", "b0"], "always": True, "misconception": "layer-0"}


def wrong_shapes(drawn, swapped):
    """Return the mistakes that all three starts share; the arguments are texts of the reference and of the mistake."""
    return [
        wrong(
            "W-swapped",
            {drawn: swapped},
            "The axes of the weights are swapped: W[l] has a row for each unit of its own layer and a column for each unit of the layer before.",
        ),
        wrong(
            "last-layer-missing",
            {"range(1, len(layers_dims))": "range(1, len(layers_dims) - 1)"},
            "The last layer has no parameters. The list holds the inputs too, so L is one less than its length, and range leaves its end out already.",
        ),
        wrong(
            "from-layer-0",
            {'f"W{layer}"': 'f"W{layer - 1}"', 'f"b{layer}"': 'f"b{layer - 1}"'},
            "The keys are one too small. Layer 0 is the input, which has no weights: the first matrix is W1, the last one W with the number of layers.",
        ),
        wrong(
            "layer-0",
            {"range(1, len(layers_dims))": "range(len(layers_dims))"},
            "There is a W0. Layer 0 is the input, which has no weights: the loop starts at 1. (At 0, layers_dims[l - 1] is the last size, for -1 counts from the end, so nothing complains.)",
        ),
        wrong(
            "flat-b",
            {"np.zeros((n, 1))": "np.zeros(n)"},
            "The biases have one axis only. They must be columns (n, 1), so that Z = WA + b adds one number to each row; a flat b is spread along the examples.",
        ),
    ]


def wrong_draws(scale):
    """Return the mistakes that both random starts share; `scale` is the factor in the reference."""
    return [
        wrong(
            "uniform",
            {"randn(n, n_prev)": "rand(n, n_prev)"},
            "np.random.rand draws between 0 and 1, so no weight is ever negative; np.random.randn draws normal numbers of both signs.",
        ),
        wrong(
            "seed-in-loop",
            {"        n, n_prev = layer": "        np.random.seed(3)\n        n, n_prev = layer"},
            "Every layer starts with the same row of random numbers: the seed is set anew in each round. Set it once, before the loop.",
        ),
        wrong(
            "b-drawn",
            {"np.zeros((n, 1))": f"np.random.randn(n, 1){scale}"},
            "The biases are to be zero. They need not be random: the weights already make the units different.",
        ),
    ]


def drawn_with(right, mistaken):
    """Return what random weights have to obey; `mistaken` is a dictionary {name of a wrong size: misconception}."""
    size = {"name": "layer_scales", "dims": [120, 80, 50, 80], "right": right}
    return [
        NO_LAYER_0,
        {"name": "exact", "leaf": "['b", "misconception": "b-drawn"},
        {"name": "own_draws", "leaf": "['W", "misconception": "seed-in-loop"},
        {"name": "spread", "leaf": "['W", "enough": 1000},  # no number twice; the size is told from wider layers
        *({**size, "mistaken": name, "misconception": id} for name, id in mistaken.items()),
        {**size, "known": list(mistaken)},
    ]


def layer_cases():
    """Return cases of layer sizes, one with equal layers, in which a repeated row of numbers shows."""
    return [
        case("the sizes 2, 10, 5, 1", [2, 10, 5, 1]),
        case("three equal layers", [4, 4, 4, 4]),
        case("two layers", [3, 2, 1]),
        hidden("one layer", [5, 1]),
        hidden("five layers", [6, 3, 5, 4, 2, 3]),
        hidden("one input, one hidden unit", [1, 1, 2]),
        hidden("two wide layers", [12, 11, 6]),
    ]


def zeros_from_pairs(layers_dims):
    pairs = list(zip(layers_dims[1:], layers_dims[:-1]))
    weights = {"W" + str(k + 1): np.full(shape, 0.0) for k, shape in enumerate(pairs)}
    return weights | {"b" + str(k + 1): np.array([[0.0]] * n) for k, (n, _) in enumerate(pairs)}


sheet.exercise(
    "initialize_parameters_zeros",
    points=5,
    source="D2 C1_W3 “What happens if you initialize weights to zero?”; D0, D3 the same slide",
    properties=[NO_LAYER_0, {"name": "exact"}],
    cases=layer_cases(),
    misconceptions=[
        wrong(
            "E15",
            {"np.zeros((n, 1))": "np.zeros(n, 1)"},
            "np.zeros takes the shape as one tuple, with its own brackets; a second argument would be the data type.",
            "D0, D2 C1_W3 “Random initialization”: np.zeros(2,1)",
        ),
        *wrong_shapes("np.zeros((n, n_prev))", "np.zeros((n_prev, n))"),
        wrong(
            "three-layers-only",
            {"range(1, len(layers_dims))": "range(1, 4)"},
            "The number of layers is written into the code. It has to come from the length of `layers_dims`.",
        ),
    ],
    accepted=[
        zeros_from_pairs,
        {
            "range(1, len(layers_dims))": "reversed(range(1, len(layers_dims)))",
            "np.zeros((n, n_prev))": "np.zeros_like(np.ones((n, n_prev)), dtype=int)",
        },
    ],
    hints=[
        "The list holds L + 1 sizes, the inputs first: how many matrices are there?",
        "In round l, W is (layers_dims[l], layers_dims[l - 1]), and b has as many rows as W.",
        "np.zeros takes the shape as a tuple; the keys are made with f'W{l}' or 'W' + str(l).",
    ],
)


def large_with_a_generator(layers_dims):
    draw, parameters = np.random.default_rng(3), {}
    for k in range(len(layers_dims) - 1):
        parameters[f"b{k + 1}"] = np.zeros((layers_dims[k + 1], 1))
        parameters[f"W{k + 1}"] = draw.normal(0, 10, size=(layers_dims[k + 1], layers_dims[k]))
    return parameters


sheet.exercise(
    "initialize_parameters_random",
    points=6,
    source="D2 C1_W3 “Random initialization”: why 0.01, why not 100?",
    properties=drawn_with("10", {"1": "no-scale", "0.01": "small"}),
    cases=layer_cases(),
    misconceptions=[
        wrong(
            "E16",
            {"randn(n, n_prev)": "randn((n, n_prev))"},
            "np.random.randn takes the sizes one by one, unlike np.zeros; a tuple is no whole number.",
            "D3 “Random initialisations”: np.random.randn((2,2))",
        ),
        wrong(
            "no-scale",
            {" * 10": ""},
            "These weights have size 1. This exercise wants them large on purpose, normal numbers times 10, to see what that does to training.",
        ),
        wrong(
            "small",
            {" * 10": " * 0.01"},
            "These weights have size 0.01, as on the slide. Here they are to be large, normal numbers times 10, to see what that does to training.",
            "D2 C1_W3 “Random initialization”: randn(2, 2) × 0.01",
        ),
        *wrong_shapes("randn(n, n_prev)", "randn(n_prev, n)"),
        *wrong_draws(" * 10"),
    ],
    accepted=[
        large_with_a_generator,
        {
            "np.random.seed(3)": "pass",
            "np.random.randn(n, n_prev) * 10": "np.random.normal(scale=10, size=(n, n_prev))",
        },
        {"np.random.seed(3)": "np.random.seed(1)", " * 10": " * -10.0"},
    ],
    hints=[
        "The same loop as before; only the line of the weights changes.",
        "np.random.randn takes the sizes one by one, np.zeros takes them as one tuple.",
        "The seed is set once, before the loop: set in the loop, every layer would get the same numbers.",
    ],
)


def by_matrix_power(w, L):
    if np.ndim(w) == 0:
        return np.exp(L * np.log(abs(w))) * (-1 if w < 0 and L % 2 else 1)
    return np.linalg.matrix_power(w, L) @ np.ones((w.shape[0], 1))


def elementwise_power(w, L):
    return w**L


def elementwise_power_of_ones(w, L):
    return w**L @ np.ones((len(w), 1)) if np.ndim(w) else w**L


def one_more(w, L):
    return np.linalg.matrix_power(w, L + 1) @ np.ones((len(w), 1)) if np.ndim(w) else w ** (L + 1)


def one_matrix_more(w, L):
    return np.linalg.matrix_power(w, L + 1) @ np.ones((len(w), 1)) if np.ndim(w) else w**L


def flat_vector(w, L):
    return np.linalg.matrix_power(w, L) @ np.ones(len(w)) if np.ndim(w) else w**L


def by_layers_of_sums(w, L):
    if np.ndim(w) == 0:
        return [w**L][0]
    a = [1.0] * len(w)
    for _ in range(L):
        a = [sum(w[i, j] * a[j] for j in range(len(a))) for i in range(len(a))]
    return np.array(a).reshape(-1, 1)


DIAGONAL = np.array([[1.5, 0.0], [0.0, 0.9]])
FULL = np.array([[0.5, 1.0], [-0.25, 0.75]])
THREE = np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 0.5], [1.0, 1.0, 0.0]])

sheet.exercise(
    "deep_linear_output",
    points=6,
    source="D2 C2_W1 “Vanishing/exploding gradients”: L = 150, g(z) = z, b = 0",
    atol=0.0,
    cases=[
        case("1.5 in 150 layers", 1.5, 150, group="numbers"),
        case("0.9 in 150 layers", 0.9, 150, group="numbers"),
        case("1.5 and 0.9 on the diagonal", DIAGONAL, 3, group="matrices"),
        case("a full matrix", THREE, 2, group="matrices"),
        hidden("one layer", 0.7, 1, group="numbers"),
        hidden("a negative weight", -1.5, 3, group="numbers"),
        hidden("a weight of 1", 1.0, 150, group="numbers"),
        hidden("one layer with a full matrix", FULL, 1, group="matrices"),
        hidden("two units", FULL, 4, group="matrices"),
        hidden("150 layers of two units", DIAGONAL, 150, group="matrices"),
    ],
    misconceptions=[
        wrong(
            "one-layer-less",
            {"range(L)": "range(L - 1)"},
            "One layer is missing: L layers multiply L times, the last one too. (The slide's exponent L − 1 goes with another factor in front of it.)",
            "D2 C2_W1 “Vanishing/exploding gradients”: ŷ = w[L] […]^{L−1} x",
        ),
        *(
            misconception(
                id,
                by=function,
                says="One layer too many: L layers multiply L times. Is W the start of the product already, before the first round?",
                score=score,
            )
            for id, function, score in (("one-layer-more", one_more, 0.0), ("one-matrix-more", one_matrix_more, 0.5))
        ),
        *(
            misconception(
                id,
                by=function,
                says="For an array, * and ** take every entry by itself. L layers multiply a vector with the whole matrix, L times over; that mixes the entries.",
                score=0.5,
            )
            for id, function in (("elementwise", elementwise_power), ("elementwise-times-x", elementwise_power_of_ones))
        ),
        misconception(
            "flat-vector",
            by=flat_vector,
            says="The numbers are right, but the vector has one axis only. In this course an example is a column, (n, 1), from the input on.",
            score=0.5,
        ),
        wrong(
            "times-L",
            {"a = np.dot(W, a)\n": "pass\n    a = L * np.dot(W, a)\n"},
            "This grows like w·L. Each layer multiplies what the one before gave out, so the output goes like a power.",
        ),
        wrong(
            "all-layers-see-x",
            {"a = np.dot(W, a)": "a = np.dot(W, np.ones((len(W), 1)))"},
            "Every round starts from the input again, so only one layer counts. Each layer takes what the one before gave out.",
        ),
        wrong(
            "wrong-side",
            {"np.dot(W, a)": "np.dot(W.T, a)"},
            "The matrix is multiplied from the wrong side, or transposed: a layer computes W a, with a as a column.",
            score=0.5,
        ),
        wrong(
            "no-input",
            {"a if np.ndim(w) == 2": "np.linalg.matrix_power(W, L) if np.ndim(w) == 2"},
            "This is the product of the matrices alone. The output is this product times the input, a column of ones.",
            score=0.5,
        ),
    ],
    accepted=[by_matrix_power, by_layers_of_sums, {"a if np.ndim(w) == 2 else a.item()": "a if np.ndim(w) else a"}],
    hints=[
        "Write the first two layers: a[1] = W x, a[2] = W a[1] = W W x.",
        "A number w is a matrix of one row and one column; np.atleast_2d makes one of it, and .item() makes a 1 × 1 result a number again.",
        "A loop over L layers with one line in it does it for numbers and for matrices.",
    ],
)

ROOT = "np.sqrt(2 / n_prev)"
WRONG_SIZES = {
    "0.01": "E45",
    "root 2/n_in": "E106",
    "2/n_in": "variance",
    "1/root n_in": "one-for-two",
    "he of n_out": "own-layer",
    "he of n_x": "first-layer",
}


def he_layer_by_layer(layers_dims):
    draw, parameters = np.random.RandomState(3), {}
    for k, n in enumerate(layers_dims[1:]):
        n_in = layers_dims[k]
        weights = [[draw.normal(0, (2 / n_in) ** 0.5) for _ in range(n_in)] for _ in range(n)]
        parameters |= {f"W{k + 1}": np.array(weights), f"b{k + 1}": np.zeros((n, 1))}
    return parameters


sheet.exercise(
    "initialize_parameters_he",
    points=8,
    source="D2 C2_W1 “Vanishing/exploding gradients”: np.random.randn(shape) * np.sqrt(2/n[l−1])",
    properties=drawn_with("he", WRONG_SIZES),
    cases=layer_cases(),
    misconceptions=[
        wrong(
            "E45",
            {ROOT: "0.01"},
            "Weights of 0.01 whatever the layer: each layer then passes on a smaller signal than it got, and a deep network hardly learns. How large weights may be depends on how many inputs a unit adds up.",
            "D1 “initialize_parameters_deep”: np.random.randn(layer_dims[l], layer_dims[l-1])*0.01",
        ),
        wrong(
            "E106",
            {ROOT: "np.sqrt(2) / n_prev"},
            "The variance is 2/n² here: √2 is divided by n itself. That is what the slide's two fractions give when they are multiplied; but they are two proposals, one for tanh and one for ReLU, not two factors.",
            "D2 C2_W1, single neuron example: Var(w_i) = 1/n 2/n",
        ),
        wrong(
            "variance",
            {ROOT: "2 / n_prev"},
            "2/n[l−1] is the variance of the weights. A normal number is multiplied with the standard deviation, which is another function of it.",
        ),
        wrong(
            "one-for-two",
            {ROOT: "np.sqrt(1 / n_prev)"},
            "The variance 1/n[l−1] suits tanh. ReLU throws away half of what comes in; the weights have to make up for that.",
            "D2 C2_W1, single neuron example: Var(w_i) = 1/n, then 2/n",
        ),
        wrong(
            "own-layer",
            {ROOT: "np.sqrt(2 / n)"},
            "The weights are scaled by the number of units in their own layer. What a unit adds up are its inputs: their number counts.",
        ),
        wrong(
            "first-layer",
            {ROOT: "np.sqrt(2 / layers_dims[0])"},
            "All layers get the scale of the first one. Each layer has inputs of its own, as many as the layer before has units.",
        ),
        wrong(
            "no-scale",
            {" * " + ROOT: ""},
            "The weights have size 1 whatever the layer. A unit that adds up n inputs then gets sums of size √n, and the signal grows from layer to layer.",
        ),
        *wrong_shapes("randn(n, n_prev)", "randn(n_prev, n)"),
        *wrong_draws(" * np.sqrt(2 / n_prev)"),
    ],
    accepted=[
        he_layer_by_layer,
        {
            "np.random.seed(3)": "draw = np.random.default_rng(8)",
            "np.random.randn(n, n_prev) * np.sqrt(2 / n_prev)": "draw.standard_normal((n, n_prev)) / np.sqrt(n_prev / 2)",
        },
        {
            "np.random.seed(3)": "pass",
            "np.random.randn(n, n_prev) * np.sqrt(2 / n_prev)": "np.random.uniform(-1, 1, (n, n_prev)) * np.sqrt(6 / n_prev)",
        },
    ],
    hints=[
        "The loop is the old one; the factor now differs from layer to layer.",
        "randn has variance 1. Multiplying by s makes it s²: which s gives 2/n[l−1]?",
        "n[l−1] is the number of columns of W[l].",
    ],
)


sheet.exercise(
    "xavier_scale",
    points=4,
    source="D2 C2_W1 “Vanishing/exploding gradients”, single neuron example: 2/(n[l−1] + n[l])",
    cases=[
        case("three inputs, five units", 3, 5),
        case("64 inputs, one unit", 64, 1),
        case("as many inputs as units", 50, 50),
        hidden("one input, 31 units", 1, 31),
        hidden("12288 inputs, 20 units", 12288, 20),
        hidden("seven inputs, two units", 7, 2),
        hidden("one input, one unit", 1, 1),
    ],
    misconceptions=[
        wrong(
            "E107",
            {"np.sqrt(2 / (n_in + n_out))": "2 / (n_in + n_out)"},
            "This is the variance of a weight. The scale is what a normal number is multiplied with, the standard deviation.",
            "D2 C2_W1, single neuron example: 2/(n[l−1] + n[l]), without a root",
        ),
        wrong(
            "brackets",
            {"2 / (n_in + n_out)": "2 / n_in + n_out"},
            "Division comes before addition: without brackets only the first number is divided by.",
        ),
        wrong(
            "root-of-2",
            {"np.sqrt(2 / (n_in + n_out))": "np.sqrt(2) / (n_in + n_out)"},
            "Only the 2 stands under the root. The root is over the whole fraction.",
        ),
        wrong(
            "inputs-only",
            {"2 / (n_in + n_out)": "1 / n_in"},
            "This looks at the inputs only, the other form that suits tanh. The one asked for also looks at the way back, where a unit's gradient adds up n_out terms.",
        ),
        wrong(
            "he",
            {"2 / (n_in + n_out)": "2 / n_in"},
            "This is He's scale, for ReLU. tanh lets both signs through, and this scale counts the units on both sides.",
        ),
        wrong(
            "uniform-limit",
            {"2 / (n_in + n_out)": "6 / (n_in + n_out)"},
            "This is the largest number when weights are drawn uniformly. Asked for is the standard deviation, which is smaller by √3.",
        ),
        wrong(
            "mean-not-sum",
            {"2 / (n_in + n_out)": "1 / (n_in + n_out)"},
            "With as many inputs as units this is smaller than 1/√n. The variance is one over the *mean* of the two numbers.",
        ),
    ],
    accepted=[
        {"np.sqrt(2 / (n_in + n_out))": "(0.5 * n_in + 0.5 * n_out) ** -0.5"},
        {"np.sqrt(2 / (n_in + n_out))": "1 / np.sqrt(np.mean([n_in, n_out]))"},
    ],
    hints=[
        "The docstring gives the variance; what is asked for is its root.",
        "Mind the brackets: the sum stands under the fraction line, and the whole fraction under the root.",
    ],
)
