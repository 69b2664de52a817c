"""What c2w3_batch_norm checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden, misconception
from grader_tests import inputs_c2w3_batch_norm as inputs

sheet = Sheet(__name__, position=2, errata="E25 E151 E152 E153")


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


NO_ROOT = "You divide by the variance. The spread is its root, the standard deviation: only then do all units come out with variance 1. Check it: np.var(…, axis=1) of your normalized values."
EPSILON = "ε stands outside the root here; the document adds it to the variance, under the root. With units of usual spread nobody sees the difference, with a large ε or a nearly constant unit one does."
EPSILON_IGNORED = "`epsilon` does not occur, or has a value of its own: take the one handed in."
BRACKETS = "Python divides before it subtracts: only μ is divided by the spread here. The difference needs brackets."
AXIS = "This normalizes every example over the units. Batch Norm looks at one unit at a time, over the examples of the mini-batch: examples are the columns, so the mean runs along a row."
ROOT = "np.sqrt(sigma2 + epsilon)"
SIGMA2 = "np.mean((Z - mu) ** 2, axis=1, keepdims=True)"


sheet.exercise(
    "batchnorm_forward",
    points=8,
    source="D2 C2_W3 “Implementing Batch Norm”",
    parts={"Z_tilde": ["[0]"], "cache": ["[1]"]},
    cases=[
        case("one unit, eight examples", inputs.EIGHT, np.array([[3.0]]), np.array([[10.0]])),
        case("the document's γ and β that undo it", *inputs.BACK),
        case("three units, four examples", *inputs.units(3, 4, seed=1)),
        case("one example", *inputs.units(2, 1, seed=2)),
        hidden("as many units as examples", *inputs.units(4, 4, seed=3)),
        hidden("whole numbers", np.array([[1, 4, 4, 7, 9], [0, -3, 2, 2, 2]]), np.ones((2, 1)), np.zeros((2, 1))),
        hidden("one unit", *inputs.units(1, 6, seed=4)),
        hidden("five units, two examples", *inputs.units(5, 2, seed=5)),
        case("a large ε", *inputs.units(2, 5, seed=6), epsilon=0.25, group="epsilon"),
        case(
            "a unit that never changes", np.array([[4.0, 4.0, 4.0], [1.0, 2.0, 6.0]]), *inputs.BACK[1:], group="epsilon"
        ),
        hidden("tiny values", inputs.units(3, 4, seed=7)[0] * 1e-4, *inputs.units(3, 4, seed=7)[1:], group="epsilon"),
        hidden("another ε", *inputs.units(3, 7, seed=8), 0.01, group="epsilon"),
    ],
    misconceptions=[
        wrong(
            "E25", {ROOT: "(sigma2 + epsilon)"}, NO_ROOT, "D2 C2_W3 “Normalizing activations in a network”: X = X / σ²"
        ),
        wrong(
            "E151",
            {"Z_tilde = gamma": "Z_norm = gamma", "return Z_tilde,": "return Z_norm,"},
            "The result is right, but the cache no longer holds the normalized values: they were overwritten by the stretched and shifted ones. Backpropagation needs those from before. Two quantities want two names.",
            "D2 C2_W3 “Working with mini-batches”: the last line has z_norm on both sides",
            score=0.5,
        ),
        wrong("over-units", {"axis=1": "axis=0"}, AXIS),
        wrong(
            "mean-left-in",
            {"Z_norm = (Z - mu)": "Z_norm = Z"},
            "μ is not taken away: the row is divided by its spread only.",
        ),
        wrong("no-β", {"gamma * Z_norm + beta": "gamma * Z_norm"}, "β is not added.", score=0.5),
        wrong(
            "one-mean-for-all",
            {"axis=1, ": ""},
            "There is one mean and one variance for the whole layer. Every unit (row) has its own.",
        ),
        wrong(
            "no-keepdims",
            {", keepdims=True": ""},
            "μ and σ² have lost their second axis, (n,) instead of (n, 1), and don't line up with the rows of Z any more: with as many units as examples they even meet the wrong ones without an error.",
        ),
        wrong(
            "m-minus-1",
            {SIGMA2: "np.var(Z, axis=1, ddof=1, keepdims=True)"},
            "The variance is divided by m − 1. Batch Norm divides by m: it describes this mini-batch. (With m = 1 there would be nothing to divide by.)",
        ),
        wrong(
            "mean-kept-in-variance",
            {"(Z - mu) ** 2": "Z ** 2"},
            "σ² is the mean of z². That holds for values whose mean has been taken away already; here it has not.",
        ),
        wrong(
            "not-stretched",
            {"Z_tilde = gamma * Z_norm + beta": "Z_tilde = Z_norm"},
            "γ and β do not occur. They let the network choose the spread and the mean that suit it.",
            score=0.5,
        ),
        wrong(
            "root-twice",
            {SIGMA2: "np.std(Z, axis=1, keepdims=True)"},
            "σ² is the standard deviation here, the root of the variance, and later another root is taken of it.",
        ),
        wrong("no-brackets", {"(Z - mu) / np.sqrt": "Z - mu / np.sqrt"}, BRACKETS),
        wrong(
            "γβ-swapped",
            {"gamma * Z_norm + beta": "beta * Z_norm + gamma"},
            "γ and β have changed places: γ stretches, β shifts.",
            score=0.5,
        ),
        wrong("epsilon-outside", {ROOT: "(np.sqrt(sigma2) + epsilon)"}, EPSILON, score=0.5),
        wrong("epsilon-ignored", {ROOT: "np.sqrt(sigma2 + 1e-8)"}, EPSILON_IGNORED, score=0.5),
        wrong(
            "no-epsilon",
            {ROOT: "np.sqrt(sigma2)"},
            "Without ε a unit that has one and the same value for all examples (with m = 1, every unit) gives 0/0.",
        ),
        wrong(
            "in-place",
            {"Z_norm = (Z - mu) /": "Z -= mu\n    Z_norm = Z /"},
            "Z -= … changes the array of the caller. Write the difference into a new one.",
        ),
    ],
    accepted=[
        inputs.unit_by_unit,
        {"np.mean((Z - mu) ** 2,": "np.var(Z,", "gamma * Z_norm": "np.multiply(Z_norm, gamma)"},
        {
            SIGMA2: "np.einsum('ij,ij->i', Z - mu, Z - mu)[:, None] / Z.shape[1]",
            "np.mean(Z, axis=1, keepdims=True)": "Z @ np.full((Z.shape[1], 1), 1 / Z.shape[1])",
        },
    ],
    hints=[
        "Four lines, in the order of the document: μ, σ², z_norm, z̃. Then the cache.",
        "A unit is a row, so the means run along axis 1; keepdims=True keeps them columns, which NumPy spreads over the row.",
        'ε goes under the root, together with σ². In the cache "Z_norm" is from before γ and β.',
    ],
)


BRACKET = "(dZ_tilde - dbeta - Z_norm * dgamma)"
SUMS = "dγ and dβ are sums over the examples here. In this course the 1/m of the cost sits in the gradients of parameters, as in dW and db: they are means."

sheet.exercise(
    "batchnorm_backward",
    points=10,
    source="D2 C2_W3 “Implementing gradient descent”: dβ[l], dγ[l] by backprop",
    parts={"dZ": ["[0]"], "dgamma and dbeta": ["[1]", "[2]"]},
    cases=[
        case("the example by hand", *inputs.HAND),
        case("two units, five examples", *inputs.kept(2, 5, seed=11, epsilon=0.1)),
        case("three units, four examples", *inputs.kept(3, 4, seed=12)),
        case("one example", *inputs.kept(2, 1, seed=13)),
        hidden("as many units as examples", *inputs.kept(3, 3, seed=14)),
        hidden("one unit", *inputs.kept(1, 7, seed=15)),
        hidden("a large ε", *inputs.kept(2, 6, seed=16, epsilon=0.5)),
        hidden("two examples", *inputs.kept(4, 2, seed=17)),
    ],
    misconceptions=[
        wrong(
            "γ-in-both",
            {
                "np.mean(dZ_tilde * Z_norm": "np.mean(gamma * dZ_tilde * Z_norm",
                "np.mean(dZ_tilde,": "np.mean(gamma * dZ_tilde,",
            },
            "dγ and dβ are made of dz_norm = γ dz̃. z̃ = γ z_norm + β: their slopes are taken before γ comes in.",
            score=0,
        ),
        wrong(
            "epsilon-ignored",
            {' + cache["epsilon"]': " + 1e-8"},
            "`epsilon` has a value of its own: take the one in the cache.",
            score=0.5,
        ),
        wrong(
            "only-direct",
            {BRACKET: "dZ_tilde"},
            "μ and σ² are treated as constants. But every z of the mini-batch moves them, and through them all the other examples of its unit: two more paths for the gradient.",
            score=0.5,
        ),
        wrong(
            "without-σ²",
            {" - Z_norm * dgamma": ""},
            "The path through the mean is there, the one through the variance is missing: stretching all z of a unit does not change z_norm either.",
            score=0.5,
        ),
        wrong(
            "without-μ",
            {"- dbeta - Z_norm": "- Z_norm"},
            "The path through the variance is there, the one through the mean is missing: adding the same number to all z of a unit changes nothing, so dZ adds up to 0 along each row.",
            score=0.5,
        ),
        wrong(
            "sums-in-dZ",
            {BRACKET: "(dZ_tilde - dZ_tilde.shape[1] * (dbeta + Z_norm * dgamma))"},
            "The two terms that dZ loses are sums here. One z moves μ by only 1/m of its own change, and σ² likewise: both paths carry a 1/m, so they are means.",
            score=0.5,
        ),
        misconception("sums", by=inputs.with_sums, says=SUMS, score=0.5),
        misconception(
            "sums-everywhere",
            by=inputs.with_sums_everywhere,
            says=SUMS + " And with these sums in it, dZ is wrong too.",
        ),
        wrong(
            "order",
            {"return dZ, dgamma, dbeta": "return dZ, dbeta, dgamma"},
            "dγ and dβ come back in the wrong order: first dZ, then dγ, then dβ.",
            score=0.5,
        ),
        wrong(
            "flat",
            {"return dZ, dgamma, dbeta": "return dZ, dgamma[:, 0], dbeta[:, 0]"},
            "dγ and dβ have lost their second axis: they must be (n, 1) like γ and β, or the next step turns β into a square.",
            score=0.5,
        ),
        wrong(
            "m-in-dZ",
            {"return dZ,": "return dZ / dZ.shape[1],"},
            "dZ is divided by m. Slopes of single examples stay without the 1/m in this course; only gradients of parameters carry it. Otherwise dW is divided twice.",
            score=0.5,
        ),
        wrong(
            "without-γ",
            {"dZ = gamma / np": "dZ = 1 / np"},
            "dZ lacks the factor γ: what comes in is the slope with respect to z̃, and z_norm is stretched by γ on its way there.",
            score=0.5,
        ),
        wrong(
            "no-root",
            {'np.sqrt(cache["sigma2"] + cache["epsilon"])': '(cache["sigma2"] + cache["epsilon"])'},
            "dZ is divided by the variance. The forward pass divides by its root, and so does the slope.",
            score=0.5,
        ),
        wrong(
            "no-keepdims",
            {", keepdims=True": ""},
            "dγ and dβ have lost their second axis: they must be (n, 1) like γ and β.",
        ),
        wrong(
            "over-units",
            {"axis=1": "axis=0"},
            "These means run over the units. γ and β belong to a unit: the mean runs over the examples, along a row.",
        ),
        wrong(
            "one-mean-for-all",
            {"axis=1, keepdims": "keepdims"},
            "A mean runs over the whole layer. Every unit (row) has its own, over its examples.",
        ),
        wrong(
            "dγ-without-z",
            {"np.mean(dZ_tilde * Z_norm,": "np.mean(dZ_tilde,"},
            "dγ is the same as dβ here. γ multiplies z_norm, so its slope has z_norm in it, example by example.",
        ),
    ],
    accepted=[inputs.through_every_path, inputs.with_a_jacobian],
    hints=[
        "First dβ and dγ: β is added to every example, γ multiplies z_norm. Means over the examples, (n, 1).",
        "dZ: take from dZ̃ its mean along the row, then its share along z_norm; scale by γ over the root.",
        "The two means that the bracket needs are numbers you have already computed.",
    ],
)


sheet.exercise(
    "update_running_averages",
    points=4,
    source="D2 C2_W2 “Implementing exponentially weighted averages”; C2_W3 “Working with mini-batches”",
    cases=[
        case("the first mini-batch", inputs.FIRST, inputs.HAND[1]),
        case("two units", *inputs.average_and_cache(2, 4, seed=21)),
        case("a shorter memory", *inputs.average_and_cache(3, 3, seed=22), momentum=0.6),
        hidden("one unit", *inputs.average_and_cache(1, 5, seed=23)),
        hidden("a longer memory", *inputs.average_and_cache(4, 3, seed=24), 0.99),
        hidden("no memory", *inputs.average_and_cache(2, 6, seed=25), 0.0),
    ],
    misconceptions=[
        wrong(
            "swapped",
            {"momentum * running": "(1 - momentum) * running", "(1 - momentum) * cache": "momentum * cache"},
            "The shares are swapped: this keeps 1 − momentum of the old average. (PyTorch counts that way, its momentum is the share of the new one. Here it is as β was for the temperatures.)",
        ),
        wrong(
            "last-batch-only",
            {"momentum * running": "0 * running", "(1 - momentum) * cache": "cache"},
            "Only the newest mini-batch counts; the average over earlier ones is forgotten.",
        ),
        wrong(
            "fixed-momentum",
            {"1 - momentum": "1 - 0.9", "momentum * running": "0.9 * running"},
            "The share is 0.9 whatever `momentum` says.",
        ),
        wrong(
            "without-one-minus",
            {"(1 - momentum) * cache": "cache"},
            "The new values count in full on top of the old average: the two shares do not add up to 1, and the average grows to many times the values.",
        ),
        misconception(
            "m-minus-1",
            by=inputs.with_m_minus_1,
            says="The variance is multiplied by m / (m − 1) before it is averaged. PyTorch does that; this course keeps σ² as the mini-batch has it. (With m = 1 there would be nothing to divide by.)",
        ),
        misconception(
            "average-of-spreads",
            by=inputs.spreads,
            says="The variance is averaged by way of its root. Average σ² itself; the root is taken when it is used.",
        ),
        misconception(
            "in-place",
            by=inputs.in_place,
            says="The arrays in `running` are changed in place. Make new ones: others may still hold the old averages.",
        ),
    ],
    accepted=[inputs.by_keys, {"momentum * running": "running", '"] + (1': '"] * momentum + (1'}],
    hints=[
        'Twice the line of `exponentially_weighted_average`: once for "mu", once for "sigma2".',
        "A share `momentum` of the old average, and 1 − momentum of the mini-batch's value.",
    ],
)


OWN = "This normalizes with the mean and variance of the examples at hand. Then an answer depends on who else is asked about, and a single example always gets β. Use what was kept from the training."
RUNNING_ROOT = 'np.sqrt(running["sigma2"] + epsilon)'

sheet.exercise(
    "batchnorm_inference",
    points=4,
    source="D2 C2_W3 “Implementing Batch Norm”, with the averages of the training",
    cases=[
        case(
            "the example by hand",
            np.array([[8.0]]),
            np.array([[3.0]]),
            np.array([[10.0]]),
            {"mu": np.array([[4.0]]), "sigma2": np.array([[4.0]])},
        ),
        case("three units, four examples", *inputs.units(3, 4, seed=31), inputs.averages(3, 131)),
        case("two units, one example", *inputs.units(2, 1, seed=32), inputs.averages(2, 132)),
        hidden("as many units as examples", *inputs.units(4, 4, seed=33), inputs.averages(4, 133)),
        hidden("one unit", *inputs.units(1, 6, seed=34), inputs.averages(1, 134)),
        hidden("five units, two examples", *inputs.units(5, 2, seed=35), inputs.averages(5, 135)),
        case("a large ε", *inputs.units(2, 3, seed=36), inputs.averages(2, 136), epsilon=0.5, group="epsilon"),
        hidden("another ε", *inputs.units(3, 5, seed=37), inputs.averages(3, 137), 0.1, group="epsilon"),
    ],
    misconceptions=[
        wrong(
            "own-statistics",
            {
                'running["mu"]': "np.mean(Z, axis=1, keepdims=True)",
                'running["sigma2"]': "np.var(Z, axis=1, keepdims=True)",
            },
            OWN,
        ),
        wrong(
            "E25",
            {RUNNING_ROOT: '(running["sigma2"] + epsilon)'},
            NO_ROOT,
            "D2 C2_W3 “Normalizing activations in a network”: X = X / σ²",
        ),
        wrong("no-brackets", {'(Z - running["mu"]) /': 'Z - running["mu"] /'}, BRACKETS),
        wrong(
            "not-stretched",
            {"gamma * Z_norm + beta": "Z_norm"},
            "γ and β do not occur. The layers that follow were trained with them.",
        ),
        wrong("epsilon-outside", {RUNNING_ROOT: '(np.sqrt(running["sigma2"]) + epsilon)'}, EPSILON, score=0.5),
        wrong(
            "epsilon-ignored",
            {" + epsilon": " + 1e-8"},
            EPSILON_IGNORED,
            score=0.5,
        ),
    ],
    accepted=[inputs.one_line_per_unit, inputs.example_by_example],
    hints=[
        "The last two lines of `batchnorm_forward`, with other μ and σ²: those in `running`.",
        "No mean and no variance of Z is computed here.",
    ],
)


BACKWARD_BN = "batchnorm_backward(dA * (Z_tilde > 0), cache)"
DW = "np.dot(dZ, A_prev.T) / m"
FORWARD_BN = 'batchnorm_forward(Z, parameters[f"gamma{layer}"], parameters[f"beta{layer}"], epsilon)'
W_BACK = 'parameters[f"W{layer + 1}"].T'
UPDATE = "parameters[name] = parameters[name] - learning_rate"

sheet.exercise(
    "batchnorm_network_step",
    points=8,
    source="D2 C2_W3 “Implementing gradient descent”",
    uses=["batchnorm_forward", "batchnorm_backward", "update_running_averages"],
    parts={"parameters": ["[0]"], "running averages and cost": ["[1]", "[2]"]},
    cases=[
        case("one hidden unit, three examples", *inputs.TINY, 1.0),
        case("one hidden layer", *inputs.network(2, 3, 1, m=4, seed=400), 0.5),
        case(
            "two hidden layers",
            *inputs.network(3, 2, 3, 1, m=5, seed=460),
            learning_rate=0.2,
            momentum=0.8,
            epsilon=0.1,
        ),
        hidden("three hidden layers", *inputs.network(2, 3, 2, 2, 1, m=6, seed=520)),
        hidden("as many units as examples", *inputs.network(3, 3, 3, 1, m=3, seed=580), 0.3, 0.95),
        hidden("one example", *inputs.network(2, 2, 1, m=1, seed=640), 0.1),
        hidden("a large ε", *inputs.network(4, 3, 1, m=7, seed=700), 0.1, 0.5, 1.0),
    ],
    misconceptions=[
        wrong(
            "γβ-left",
            {"for name in grads:": 'for name in [name for name in grads if name[0] == "W" or name == f"b{L}"]:'},
            "γ and β stay as they were. They are parameters like W: each takes its own step along its own gradient.",
            score=0.5,
        ),
        wrong(
            "gate-after-norm",
            {BACKWARD_BN: "batchnorm_backward(dA, cache)\n        dZ = dZ * (Z_tilde > 0)"},
            "ReLU's slope comes in after Batch Norm's backward step. Going back, the order turns round: ReLU was last, so it is first.",
            score=0.5,
        ),
        wrong(
            "gate-of-z_norm",
            {"(Z_tilde > 0)": '(cache["Z_norm"] > 0)'},
            "The slope of ReLU is looked up at z_norm; what went into ReLU was z̃, after γ and β.",
            score=0.5,
        ),
        wrong(
            "gate-of-z",
            {"(Z_tilde > 0)": '(np.dot(parameters[f"W{layer}"], A_prev) > 0)'},
            "The slope of ReLU is looked up at z; what went into ReLU was z̃.",
            score=0.5,
        ),
        wrong(
            "past-the-norm",
            {
                'dZ, grads[f"gamma': 'dZ = dA * (Z_tilde > 0)\n        _, grads[f"gamma',
                BACKWARD_BN: "batchnorm_backward(dZ, cache)",
            },
            "dW is made of dz̃. W made z, and between z and z̃ lies Batch Norm: go back through it first, and use the dZ that comes out.",
            score=0.5,
        ),
        wrong(
            "γβ-swapped",
            {'grads[f"gamma{layer}"], grads[f"beta{layer}"]': 'grads[f"beta{layer}"], grads[f"gamma{layer}"]'},
            "The gradients of γ and β have changed places: `batchnorm_backward` returns dZ, dγ, dβ.",
            score=0.5,
        ),
        wrong(
            "hidden-b",
            {'np.dot(parameters[f"W{layer}"], A)': 'np.dot(parameters[f"W{layer}"], A) + parameters[f"b{layer}"]'},
            "The hidden layers have no b here: Batch Norm would take it away again. β does its work.",
        ),
        wrong(
            "in-place",
            {UPDATE: "parameters[name] -= learning_rate"},
            "−= writes into the arrays of the caller, though the dictionary is a new one. Write parameters[name] = parameters[name] − …",
        ),
        wrong(
            "no-gate",
            {"dA * (Z_tilde > 0)": "dA"},
            "ReLU's slope is missing: where z̃ was below 0 nothing gets through, and no gradient comes back.",
            score=0.5,
        ),
        wrong(
            "new-weights",
            {W_BACK: f'({W_BACK[:-2]} - learning_rate * grads[f"W{{layer + 1}}"]).T'},
            "The gradient goes back through weights that have been updated already. All gradients belong to the old parameters: compute them all, then step.",
            score=0.5,
        ),
        wrong(
            "no-mean",
            {DW: "np.dot(dZ, A_prev.T)"},
            "dW of the hidden layers is a sum over the examples; it has to be a mean.",
            score=0.5,
        ),
        wrong("uphill", {UPDATE: UPDATE.replace("-", "+")}, "The step goes along the gradient, uphill.", score=0.5),
        wrong(
            "running-left",
            {"running[layer - 1] = update": "update"},
            "The running averages come out as they went in: keep what `update_running_averages` returns.",
            score=0.5,
        ),
        wrong(
            "momentum-lost",
            {"cache, momentum)": "cache)"},
            "`momentum` does not reach `update_running_averages`, which then takes its own default.",
            score=0.5,
        ),
        wrong(
            "epsilon-lost",
            {FORWARD_BN: FORWARD_BN.replace(", epsilon", "")},
            "`epsilon` does not reach `batchnorm_forward`, which then takes its own default.",
        ),
        wrong(
            "running-in-training",
            {
                FORWARD_BN: FORWARD_BN
                + '\n        Z_tilde = batchnorm_inference(Z, parameters[f"gamma{layer}"], parameters[f"beta{layer}"], running[layer - 1], epsilon)'
            },
            "The running averages normalize here. In training each mini-batch is normalized by its own mean and variance; the averages are only kept for later.",
        ),
        wrong(
            "thrown-away",
            {"np.maximum(Z_tilde, 0)": "np.maximum(Z, 0)"},
            "ReLU gets z; what Batch Norm computed is not used. The document: use z̃ in place of z.",
        ),
    ],
    accepted=[
        inputs.layers_in_a_stack,
        {
            "np.maximum(Z_tilde, 0)": "Z_tilde * (Z_tilde > 0)",
            "np.dot(dZ, A_prev.T)": "np.einsum('ji,ki->jk', dZ, A_prev)",
        },
    ],
    hints=[
        "Forward, for each hidden layer: Z = W A (no b), batchnorm_forward, the running averages, remember what going back needs, ReLU.",
        "Backward: dA = Wᵀ dZ with the weights of the layer above, times ReLU's slope at z̃, then batchnorm_backward, then dW.",
        "Every gradient in `grads` stands under the name of its parameter, so one loop over `grads` updates all.",
    ],
)
