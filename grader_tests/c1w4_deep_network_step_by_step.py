"""What c1w4_deep_network_step_by_step checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case
from grader_tests import inputs_c1w4 as inputs
from grader_tests.inputs_c1w4 import wrong

sheet = Sheet(__name__, position=1, errata="E05 E06 E07 E08 E09 E10 E11 E12 E13 E14 E21 E22 E43 E71 E72")


sheet.exercise(
    "layer_shapes",
    points=3,
    source="D0, D1 §3.2: table for X of shape (12288, 209); D2 C1_W4 “Getting your matrix dimensions right”",
    cases=inputs.shape_cases(),
    misconceptions=[
        wrong(
            "W-swapped",
            {"(n, n_prev)": "(n_prev, n)"},
            "The axes of W are swapped: it has a column for each unit of the layer before and a row for each of its own.",
            "D1, slide “x stacked”: w[1] with (n[0], n[1])",
        ),
        wrong(
            "E72",
            {"layer_dims[layer - 1]": "layer_dims[layer + 1]"},
            "You look at the layer that follows, and the last layer has none. Weights meet what the layer before hands over.",
            "D2 C1_W4 “Getting your matrix dimensions right”: W[1] with (n[1], n[2])",
        ),
        wrong(
            "b-per-example",
            {'"b": (n, 1)': '"b": (n, m)'},
            "b has one number per unit, the same for all examples; NumPy spreads that column when it adds.",
        ),
    ],
    accepted=[
        {'(n, n_prev), "b": (n, 1)': '[n, n_prev], "b": np.array([n, 1])', "return shapes": "return tuple(shapes)"},
        {"layer_dims[layer], layer_dims[layer - 1]": "np.array(layer_dims)[[layer, layer - 1]]"},
    ],
    hints=[
        "L layers have L + 1 sizes: layer l lies between layer_dims[l − 1] and layer_dims[l].",
        "Read the shapes off Z = W·A_prev + b: A_prev is (n_prev, m), and Z has to become (n, m).",
    ],
)


sheet.exercise(
    "initialize_parameters",
    points=2,
    source="D1 §3.1 “2-layer Neural Network”",
    properties=inputs.DRAWN,
    cases=inputs.shallow_starts(),
    misconceptions=inputs.wrong_starts("randn(n_h, n_x)", "randn(n_x, n_h)", "np.zeros((n_h", "np.ones((n_h"),
    accepted=[
        {"np.random.seed(1)": "pass", "np.random.randn(n_h, n_x)": "np.random.normal(size=(n_h, n_x))"},
        {
            "np.random.seed(1)": "draw = np.random.default_rng(1)",
            "np.random.randn(n_y, n_h)": "draw.normal(size=(n_y, n_h))",
        },
    ],
    hints=[
        "Four arrays in a dictionary: W1 is (n_h, n_x), b1 is (n_h, 1); what are W2 and b2?",
        "np.random.randn takes the sizes one by one, np.zeros takes them as one tuple.",
    ],
)

sheet.exercise(
    "initialize_parameters_deep",
    points=4,
    source="D1 §3.2 “L-layer Neural Network”",
    properties=[*inputs.DRAWN, {"name": "same_keys", "always": True}],
    cases=inputs.deep_starts(),
    misconceptions=[
        *inputs.wrong_starts("randn(n, n_prev)", "randn(n_prev, n)", "np.zeros", "np.ones"),
        wrong(
            "last-layer-missing",
            {"len(layer_dims))": "len(layer_dims) - 1)"},
            "The last layer has no parameters: range leaves its end out already.",
        ),
        wrong(
            "seed-in-loop",
            {"n, n_prev = layer": "np.random.seed(3)\n        n, n_prev = layer"},
            "Every layer starts with the same numbers: the seed is set anew in each round. Set it once, before the loop.",
        ),
        wrong(
            "from-layer-0",
            {"range(1, ": "range("},
            "You also make a W0 and a b0, with layer_dims[−1], the last size, for “the layer before”. Layer 0 is the input.",
        ),
    ],
    accepted=[
        {"np.random.seed(3)": "pass", "in range(1, len(layer_dims))": "in reversed(range(1, len(layer_dims)))"},
        {"np.random.randn(n, n_prev) * 0.01": "np.random.normal(0, 0.01, n * n_prev).reshape(n, n_prev)"},
    ],
    hints=[
        "Loop over the layers 1 to L, where L = len(layer_dims) − 1, and fill two keys in each round.",
        "The key of a round is 'W' + str(l), or f'W{l}'; its sizes are layer_dims[l] and layer_dims[l − 1].",
    ],
)

PRINTED_CACHE = "D0 forwardprop: cache = (Z, W)"

sheet.exercise(
    "linear_forward",
    points=4,
    source="D1 §4.1 “Linear Forward”: Z[l] = W[l] A[l−1] + b[l]",
    parts={"Z": ["[0]"], "cache": ["[1]"]},
    cases=inputs.layer_cases(inputs.layer, seed=1),
    misconceptions=[
        wrong("forgot-b", {" + b": ""}, "Z leaves out the biases b.", score=0.5),
        wrong(
            "W-transposed",
            {"np.dot(W, A)": "np.dot(W.T, A)"},
            "In week 2 the weights of the one unit were a column and were laid flat, wᵀx. Here every unit's weights are a row of W already.",
        ),
        wrong(
            "cache-of-Z",
            {"(A, W, b)": "(Z, W)"},
            "The way back needs what went into the layer, and Z does not tell it: keep A, W and b.",
            PRINTED_CACHE,
            score=0.5,
        ),
    ],
    accepted=[
        {"np.dot(W, A) + b": "np.einsum('ij,jk->ik', W, A) + np.tile(b, (1, A.shape[1]))"},
        {"np.dot(W, A) + b": "np.stack([W @ a + b[:, 0] for a in A.T], axis=1)", "(A, W, b)": "[A, W, b]"},
    ],
    hints=[
        "A product and a sum: W is (n, n_prev), A is (n_prev, m). In which order do the inner sizes agree?",
        "The function returns two things, Z and a tuple of its three arguments.",
    ],
)

sheet.exercise(
    "relu",
    points=2,
    source="D1 §4.2 “Linear-Activation Forward”: A = max(0, Z)",
    cases=[*inputs.activation_cases(11, arrays=1), case("a zero among them", np.array([[0.0, -2.0], [3.0, 0.5]]))],
    misconceptions=[
        wrong(
            "value-only",
            {"return A, Z": "return A"},
            "A alone is returned. Here an activation hands back a pair: the value, and what went in, for the way back.",
        ),
        wrong(
            "max-along-an-axis",
            {"np.maximum(0, Z)": "np.max(Z, 0)"},
            "np.max(Z, 0) looks for the largest number along axis 0. Another function compares element by element.",
            "D3: np.max(v,0)",
        ),
        wrong(
            "cache-of-A",
            {"return A, Z": "return A, A"},
            "The second thing to return is the Z that came in, not A once more.",
        ),
        wrong(
            "spoils-Z",
            {"np.maximum(0, Z)": "Z\n    A[A < 0] = 0"},
            "A = Z gives the same array a second name: setting A's negative numbers to 0 wipes them out of Z too.",
        ),
    ],
    accepted=[
        {"np.maximum(0, Z)": "Z * (Z > 0)"},
        {"np.maximum(0, Z)": "(Z + abs(Z)) / 2", "return A, Z": "return [A, Z.copy()]"},
    ],
    hints=[
        "NumPy has a function for the larger of two numbers, element by element.",
        "Two results: the new array and the Z that came in.",
    ],
)

BRANCHES = {
    'if activation == "sigmoid"': 'if activation == "relu"',
    'elif activation == "relu"': 'elif activation == "sigmoid"',
}
SWAPPED = "The branches are swapped: “sigmoid” gets the ReLU and “relu” the sigmoid."
ALWAYS_RELU = "This takes the ReLU whatever was asked for; look at the argument `activation`."

sheet.exercise(
    "linear_activation_forward",
    points=5,
    source="D1 §4.2 “Linear-Activation Forward”: A[l] = g(W[l] A[l−1] + b[l])",
    uses=["linear_forward", "relu"],
    parts={"A": ["[0]"], "cache": ["[1]"]},
    cases=inputs.layer_cases(inputs.layer, seed=21, activations=True),
    misconceptions=[
        wrong(
            "E10",
            {"(linear_cache, activation_cache)": "(Z, W)"},
            "A cache of Z and W lacks what went into the layer; without A_prev nobody can compute dW later. Keep both caches, the linear one first.",
            PRINTED_CACHE,
            score=0.5,
        ),
        wrong(
            "A-too-early",
            {"linear_forward(A_prev, W, b)": "linear_forward(A, W, b)"},
            "A is used before it has a value. Does it stand where A_prev is meant? Or is no branch taken, since the names of the activations are spelt differently?",
            "D0 forwardprop: Z = np.dot(W, A) + b",
        ),
        wrong(
            "caches-swapped",
            {"(linear_cache, activation_cache)": "(activation_cache, linear_cache)"},
            "The two caches are in the other order: the linear one, a tuple of three, comes first, then Z.",
            score=0.5,
        ),
        wrong(
            "pair-for-A",
            {
                "A, activation_cache = sigmoid(Z)": "A = sigmoid(Z)",
                "A, activation_cache = relu(Z)": "A = relu(Z)",
                "activation_cache)": "Z)",
            },
            "sigmoid and relu return two things each, and you keep the pair as A. Take it apart: A, activation_cache = …",
            score=0.5,
        ),
        wrong("always-relu", {"sigmoid(Z)": "relu(Z)"}, ALWAYS_RELU, score=0.5),
        wrong("branches-swapped", BRANCHES, SWAPPED, score=0.5),
        wrong(
            "cache-of-A",
            {"(linear_cache, activation_cache)": "(linear_cache, A)"},
            "The activation cache holds A. The slope on the way back is taken at what went in: keep Z.",
            score=0.5,
        ),
    ],
    accepted=[
        {"linear_forward(A_prev, W, b)": "W @ A_prev + b, (A_prev, W, b)", "relu(Z)": "Z * (Z > 0), Z"},
        {"sigmoid(Z)": "np.exp(Z) / (np.exp(Z) + 1), Z"},
    ],
    hints=[
        "First linear_forward, which gives Z and the linear cache; then the activation, which gives A and its cache.",
        "Two branches, 'sigmoid' and 'relu'; the cache is (linear_cache, activation_cache) in both.",
    ],
)


sheet.exercise(
    "L_model_forward",
    points=5,
    source="D1 §4.3 “L-Layer Model”: [LINEAR → RELU] × (L − 1) → LINEAR → SIGMOID",
    uses=["linear_forward", "relu", "linear_activation_forward"],
    parts={"AL": ["[0]"], "caches": ["[1]"]},
    cases=inputs.network_cases(inputs.network, seed=627),
    misconceptions=[
        wrong(
            "relu-at-the-end",
            {'"sigmoid"': '"relu"'},
            "The last layer has a ReLU too. AL should be probabilities: the last activation is the sigmoid.",
            score=0.5,
        ),
        wrong(
            "sigmoid-everywhere",
            {'"relu"': '"sigmoid"'},
            "The hidden layers have the sigmoid too; here they have the ReLU, and only the last layer the sigmoid.",
        ),
        wrong(
            "layer-L-twice",
            {"range(1, L)": "range(1, L + 1)"},
            "The loop does layer L with the ReLU already, and after it layer L comes once more. range leaves its end out.",
        ),
        wrong(
            "layer-left-out",
            {"range(1, L)": "range(1, L - 1)"},
            "The last hidden layer is left out: range ends before its second number.",
        ),
        wrong(
            "X-in-every-layer",
            {
                'linear_activation_forward(A, parameters[f"W{layer}': 'linear_activation_forward(X, parameters[f"W{layer}'
            },
            "Every layer of the loop gets X. Only the first one does; the others get what the layer before gave out.",
        ),
        wrong(
            "last-cache-missing",
            {"caches.append(cache)\n    return": "return"},
            "The cache of the last layer is missing: the way back starts with it.",
            score=0.5,
        ),
    ],
    accepted=[inputs.without_the_blocks, {"caches.append(cache)": "caches += [cache]"}],
    hints=[
        "A loop over the layers 1 to L − 1 with 'relu'; after it, one more call with 'sigmoid' for layer L.",
        "In each round A goes in and the new A comes out; append the cache to the list at once.",
    ],
)

sheet.exercise(
    "compute_cost",
    points=4,
    source="D1 §5 “Cost Function”, formula (7)",
    cases=inputs.cost_cases(),
    misconceptions=inputs.wrong_costs(),
    accepted=[
        {"np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))": "(Y @ np.log(AL).T + (1 - Y) @ np.log(1 - AL).T)"},
        {"np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))": "np.log(np.where(Y == 1, AL, 1 - AL)).sum()"},
    ],
    hints=[
        "Y·log(AL) + (1 − Y)·log(1 − AL), element by element, is (1, m). What is left is a sum, a division and a sign.",
        "m is the number of columns of Y.",
    ],
)


THREE = {"dA_prev": ["[0]"], "dW": ["[1]"], "db": ["[2]"]}

sheet.exercise(
    "linear_backward",
    points=7,
    source="D1 §6.1 “Linear Backward”, formulas (8) to (10); D0 linear_backward",
    parts=THREE,
    cases=inputs.layer_cases(inputs.linear_way_back, seed=51),
    misconceptions=[
        wrong(
            "E09",
            {"np.sum(dZ, axis=1, keepdims=True)": "np.sum(dZ)"},
            "db is one number, the sum over examples and units: all units would get the same step. Each unit has its own bias; sum over the examples only.",
            "D0 “Implement backward propagation”: db = 1/m np.sum(dZ)",
            score=2 / 3,
        ),
        wrong(
            "E71",
            {"keepdims": "keepdim"},
            "NumPy's option has an s at its end: keepdims.",
            "D0 “Vectorization of backward Propagation”: keepdim=True",
        ),
        wrong(
            "lost-axis",
            {", keepdims=True": ""},
            "db has one axis only. It should be a column like b: with a flat db, b − α·db spreads to a square.",
            score=2 / 3,
        ),
        wrong(
            "wrong-axis",
            {"axis=1": "axis=0"},
            "db is summed over the units, one number per example. Examples are columns: sum along the other axis.",
            score=2 / 3,
        ),
        wrong(
            "no-mean",
            {" / m": ""},
            "dW and db are sums over the examples here; the cost is a mean, so they are means.",
            score=1 / 3,
        ),
        wrong(
            "m-of-inputs",
            {"shape[1]": "shape[0]"},
            "m is not the number of examples here: A_prev.shape[0] counts its units. Examples are columns.",
            score=1 / 3,
        ),
        wrong(
            "mean-twice",
            {"np.dot(W.T, dZ)": "np.dot(W.T, dZ) / m"},
            "dA_prev is divided by m as well. Its columns belong to single examples; the mean comes in with dW and db only.",
            score=2 / 3,
        ),
        wrong(
            "E13",
            {"np.dot(W.T, dZ)": "np.dot(dW.T, dZ)"},
            "dA_prev is computed with dW. How A_prev acts on Z is told by the weights, not by their gradient.",
            "D2 C1_W4, last slide: dZ[L−1] = dW[L]ᵀ dZ[L] …",
            score=2 / 3,
        ),
    ],
    accepted=[
        inputs.one_example_at_a_time,
        {"np.sum(dZ, axis=1, keepdims=True) / m": "np.mean(dZ, 1)[:, None]", "np.dot(W.T, dZ)": "(dZ.T @ W).T"},
    ],
    hints=[
        "The results have the shapes of A_prev, W and b; with the sizes written beside the factors, only one order fits.",
        "Which of the three are sums over the examples? Those are divided by m.",
    ],
)

SLOPE_ONLY = "This is the slope of the activation alone. The chain rule multiplies it by what arrives from above: dA."

sheet.exercise(
    "relu_backward",
    points=3,
    source="D0 “Implement backward propagation”: dZ = dA * g′(Z)",
    cases=inputs.activation_cases(61),
    misconceptions=[
        wrong(
            "E08",
            {"np.array(dA)": "dA"},
            "dZ = dA gives the same array a second name, so the zeros land in the caller's dA as well. Make a new array.",
            "D0 relu_backward: dZ = dA, then dZ[Z <= 0] = 0",
        ),
        wrong(
            "gate-of-dA",
            {"Z <= 0": "dA <= 0"},
            "The gate looks at dA. Whether a unit was open is decided by what went into it, Z; a gradient may be negative.",
        ),
        wrong("slope-only", {"np.array(dA)": "np.ones(dA.shape)"}, SLOPE_ONLY),
        wrong(
            "value-for-slope",
            {"np.array(dA)": "dA * Z"},
            "dA is multiplied by the ReLU itself. The chain rule wants its slope, 0 or 1.",
        ),
    ],
    accepted=[
        {"np.array(dA)": "dA * (Z > 0)", "dZ[Z <= 0] = 0": "pass"},
        {"np.array(dA)": "np.where(Z < 0, 0, dA)", "dZ[Z <= 0] = 0": "pass"},
    ],
    hints=[
        "Where Z was positive the ReLU has slope 1, and the gradient passes unchanged. Elsewhere the slope is 0.",
        "A comparison gives an array of True and False, which NumPy multiplies as 1 and 0.",
    ],
)

sheet.exercise(
    "sigmoid_backward",
    points=3,
    source="D0 “Implement backward propagation”: g′(z) = a(1 − a)",
    cases=inputs.activation_cases(71),
    misconceptions=[
        wrong("slope-only", {"dA * A": "A"}, SLOPE_ONLY),
        wrong(
            "Z-for-A",
            {"A, _ = sigmoid(Z)": "A = Z"},
            "This is Z(1 − Z). The slope is a(1 − a), with the value of the sigmoid: Z has to go through it first.",
        ),
        wrong(
            "pair-for-A",
            {"A, _ = sigmoid(Z)": "A = sigmoid(Z)"},
            "In this notebook sigmoid returns a pair, the value and Z. Take it apart before you compute with it.",
        ),
        wrong(
            "slope-of-tanh",
            {"A * (1 - A)": "(1 - A * A)"},
            "1 − a² is the slope of tanh. The sigmoid is steepest at a = ½, with slope ¼.",
        ),
    ],
    accepted=[
        {"sigmoid(Z)": "1 / (1 + np.exp(-Z)), Z"},
        {"A * (1 - A)": "np.exp(-Z) / (1 + np.exp(-Z)) ** 2"},
    ],
    hints=[
        "First A from Z: `A, _ = sigmoid(Z)`, since it returns two things. Then its slope, written with A alone.",
        "Three factors, element by element: dA, A and 1 − A.",
    ],
)

sheet.exercise(
    "tanh_backward",
    points=3,
    source="D0 “Implement backward propagation”: g′(z) = 1 − a²",
    cases=inputs.activation_cases(81),
    misconceptions=[
        wrong(
            "E07",
            {"np.tanh(Z)": "1 / (1 + np.exp(-Z))"},
            "A is the sigmoid of Z here. 1 − a² is the slope of another function, whose value a has to be.",
            "D0 tanh_backward: A = 1/(1+np.exp(-Z))",
        ),
        wrong("slope-only", {"dA * ": ""}, SLOPE_ONLY),
        wrong(
            "slope-of-sigmoid",
            {"(1 - A**2)": "A * (1 - A)"},
            "a(1 − a) is the slope of the sigmoid. Tanh is steepest at 0, with slope 1.",
        ),
        wrong(
            "no-square", {"A**2": "A"}, "This is 1 − a. The square of a is missing: the slope is the same at a and −a."
        ),
        wrong("Z-for-A", {"np.tanh(Z)": "Z"}, "This is 1 − Z². The square is of the activation's value."),
    ],
    accepted=[{"1 - A**2": "(1 - A) * (1 + A)"}, {"1 - A**2": "1 / np.cosh(Z) ** 2"}],
    hints=["First A = tanh(Z), then the slope written with A alone.", "At Z = 0 the slope is 1, far out it is near 0."],
)

sheet.exercise(
    "linear_activation_backward",
    points=4,
    source="D1 §6.2 “Linear-Activation Backward”: dZ[l] = dA[l] * g′(Z[l])",
    uses=["linear_backward", "relu_backward", "sigmoid_backward"],
    parts=THREE,
    cases=inputs.layer_cases(inputs.layer_way_back, seed=91, activations=True),
    misconceptions=[
        wrong(
            "E43",
            {"sigmoid_backward(dA, Z)": "dA * sigmoid(Z)[0]", "relu_backward(dA, Z)": "dA * relu(Z)[0]"},
            "dA is multiplied by the activation itself. On the way back it meets its slope, which the …_backward functions bring in.",
            "D2 C1_W4 “Backward propagation for layer l”: … * g[l−1](z[l])",
        ),
        wrong(
            "no-activation",
            {"linear_backward(dZ,": "linear_backward(dA,"},
            "linear_backward gets dA: the activation was skipped. It expects the gradient with respect to Z.",
        ),
        wrong("always-relu", {"sigmoid_backward": "relu_backward"}, ALWAYS_RELU),
        wrong("branches-swapped", BRANCHES, SWAPPED),
        wrong(
            "caches-swapped",
            {"linear_cache, Z = cache": "Z, linear_cache = cache"},
            "The two caches are taken out in the wrong order: the linear one, a tuple of three, comes first.",
        ),
    ],
    accepted=[
        {"sigmoid_backward(dA, Z)": "dA / (2 + 2 * np.cosh(Z))", "relu_backward(dA, Z)": "np.where(Z > 0, dA, 0)"},
        {"linear_backward(dZ, linear_cache)": "tuple(linear_backward(dZ=dZ, cache=list(linear_cache)))"},
    ],
    hints=[
        "Back through the two halves in the other order: first the activation, dA → dZ, then the linear half.",
        "linear_cache, activation_cache = cache takes the two apart.",
    ],
)


sheet.exercise(
    "L_model_backward",
    points=8,
    source="D1 §6.3 “L-Model Backward”; D0 L_model_backward; D2 C1_W4, last slide",
    uses=["linear_backward", "relu_backward", "sigmoid_backward", "linear_activation_backward"],
    parts={"dA": ["['dA"], "dW": ["['dW"], "db": ["['db"]},
    cases=inputs.network_cases(inputs.network_way_back, seed=627),
    misconceptions=inputs.wrong_ways_back(),
    accepted=[
        inputs.from_AL_minus_Y,
        {
            "-(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))": "(AL - Y) / AL / (1 - AL)",
            "grads, L = {}": "grads, L = {'dA': 1}",
        },
    ],
    hints=[
        "Three steps: dAL from AL and Y; the last layer with 'sigmoid'; a loop over the layers L − 1 to 1 with 'relu'.",
        "Layer l finds its cache at caches[l − 1], takes dA{l} and gives dA{l − 1}, dW{l} and db{l}.",
    ],
)

sheet.exercise(
    "update_parameters",
    points=3,
    source="D1 §6.4 “Update Parameters”, formula (16)",
    cases=inputs.network_cases(inputs.network_step, seed=131),
    misconceptions=[
        wrong("uphill", {"- learning_rate": "+ learning_rate"}, "The gradient points uphill; subtract it."),
        wrong(
            "changes-params",
            {
                "updated = {}": "updated = params.copy()",
                '] = params[f"W{layer}"] -': "] -=",
                '] = params[f"b{layer}"] -': "] -=",
            },
            "The caller's parameters change. Writing into params does that; so does -= after params.copy(), which copies the dictionary and not the arrays in it. Put new arrays into a new dictionary, or start from copy.deepcopy(params).",
        ),
        wrong(
            "no-rate", {" - learning_rate *": " -"}, "The whole gradient is subtracted: the learning rate is missing."
        ),
        wrong(
            "biases-stay",
            {' - learning_rate * grads[f"db{layer}"]': ""},
            "The biases never move; they need a step of their own.",
        ),
        wrong(
            "last-layer-stays",
            {"updated = {}": "updated = dict(params)", " + 1)": ")"},
            "The last layer keeps its parameters: range leaves its end out.",
        ),
    ],
    accepted=[
        {"updated = {}": "return {key: value - learning_rate * grads['d' + key] for key, value in params.items()}"},
        {
            "updated = {}": "updated = {key: value.copy() for key, value in params.items()}",
            '] = params[f"W{layer}"] -': "] -=",
        },
    ],
    hints=[
        "A new dictionary with the same keys; the gradient of W1 is grads['dW1'].",
        "len(params) // 2 is the number of layers.",
    ],
)
