"""What the checks of c2w2 share: networks and averages as inputs, mistakes that every update can have, other right ways."""

from itertools import pairwise

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.checks.stand_ins import decay_by_epoch, decay_by_steps
from helpers.networks import cost_and_gradients, initialize_parameters


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)


def numbers(*sizes, seed, prefix="", scale=1.0, positive=False):
    """Return W1, b1, ... of a network with these layers, short numbers; `prefix` goes before the keys."""
    draw, found = np.random.default_rng(seed), {}
    for layer, (inputs, units) in enumerate(pairwise(sizes), start=1):
        for kind, shape in (("W", (units, inputs)), ("b", (units, 1))):
            values = (draw.normal(size=shape).round(2) + 0.0) * scale
            found[f"{prefix}{kind}{layer}"] = np.abs(values) if positive else values
    return found


def network(*sizes, seed, scale=1.0):
    """Return (parameters, grads)."""
    return numbers(*sizes, seed=seed), numbers(*sizes, seed=seed + 500, prefix="d", scale=scale)


def midway(*sizes, seed, scale=1.0):
    """Return (parameters, grads, v, s) in the middle of a training; scale is the size of the gradients."""
    v = numbers(*sizes, seed=seed + 600, prefix="d", scale=0.5 * scale)
    s = numbers(*sizes, seed=seed + 700, prefix="d", scale=scale**2, positive=True)
    return *network(*sizes, seed=seed, scale=scale), v, s


def at_the_start(*sizes, seed, scale=1.0):
    """Return (parameters, grads, v, s) before the first step: v and s are 0."""
    zeros = {name: np.zeros(value.shape) for name, value in numbers(*sizes, seed=seed, prefix="d").items()}
    return *network(*sizes, seed=seed, scale=scale), zeros, {name: value.copy() for name, value in zeros.items()}


def steps(which):
    """Return cases of an update that keeps one average: 2 for v, 3 for s."""

    def pick(problem):
        return *problem[:2], problem[which]

    return [
        case("the first step, two layers", *pick(at_the_start(2, 3, 1, seed=41)), 0.9, 0.01),
        case("a later step, one layer", *pick(midway(3, 1, seed=42)), 0.9, 0.01),
        case("a later step, three layers", *pick(midway(2, 3, 2, 1, seed=43)), 0.9, 0.01),
        hidden("a single weight", *pick(midway(1, 1, seed=44)), 0.9, 0.01),
        hidden("the first step, four layers", *pick(at_the_start(2, 2, 1, 2, 1, seed=45)), 0.9, 0.01),
        hidden("another β", *pick(midway(2, 2, seed=46)), 0.75, learning_rate=0.3),
    ]


def tiny_steps(group):
    """Return cases of RMSprop in which ε shows."""
    first, later, large = (
        at_the_start(2, 1, seed=52, scale=1e-5),
        midway(1, 2, 1, seed=53, scale=1e-5),
        midway(2, 2, seed=51),
    )
    return [
        case("gradients of size 0.00001", *first[:2], first[3], 0.9, 0.01, group=group),
        hidden("gradients of size 0.00001, two layers", *later[:2], later[3], 0.9, 0.1, group=group),
        hidden("a large ε", *large[:2], large[3], beta2=0.99, learning_rate=0.1, epsilon=0.1, group=group),
    ]


def adam_steps(group):
    """Return cases of Adam, those in which ε shows in a group of their own."""
    return [
        case("the first step, two layers", *at_the_start(2, 3, 1, seed=61), 1),
        case("step 2, one layer", *midway(3, 1, seed=62), 2),
        case("step 10, three layers", *midway(2, 3, 2, 1, seed=63), 10, 0.1),
        hidden("a single weight", *midway(1, 1, seed=64), 3),
        hidden("other settings", *midway(2, 2, seed=65), t=5, learning_rate=0.02, beta1=0.7, beta2=0.99, epsilon=1e-6),
        hidden("step 1000", *midway(2, 2, 1, seed=66), 1000),
        case("gradients of size 0.00001", *at_the_start(2, 1, seed=67, scale=1e-5), 1, group=group),
        hidden("gradients of size 0.00001, two layers", *midway(1, 2, 1, seed=68, scale=1e-5), 3, group=group),
    ]


def some_networks():
    """Return cases for the functions that make averages of zeros."""
    return [
        case("two layers", numbers(2, 3, 1, seed=31)),
        case("one layer", numbers(4, 1, seed=32)),
        case("three layers", numbers(3, 2, 4, 1, seed=33)),
        hidden("a single weight", numbers(1, 1, seed=34)),
        hidden("four layers", numbers(2, 3, 3, 2, 1, seed=35)),
        hidden("a wide layer", numbers(2, 9, 1, seed=36)),
    ]


LOOP = "for name in parameters:"


def step_mistakes(uphill=0.0, two_layers=0.0):
    """Return mistakes that every update can have; the arguments are the points left by two of them."""
    return [
        wrong(
            "uphill",
            {"parameters[name] - learning_rate": "parameters[name] + learning_rate"},
            "The step goes along the gradient, which points uphill; the cost would grow.",
            score=uphill,
        ),
        wrong(
            "last-layer-left",
            {LOOP: "for name in list(parameters)[:-2]:"},
            "The last layer stays as it was. A loop over range(1, L) ends before L.",
        ),
        wrong(
            "weights-only",
            {LOOP: "for name in [name for name in parameters if name[0] == 'W']:"},
            "Only the weights move. Biases are learnt in the same way, each with a gradient of its own.",
        ),
        wrong(
            "two-layers",
            {LOOP: "for name in list(parameters)[:4]:"},
            "Only layers 1 and 2 are treated. How many layers there are follows from the dictionary.",
            score=two_layers,
        ),
        wrong(
            "layers-from-0",
            {LOOP: "for name in [kind + str(l) for l in range(len(parameters) // 2) for kind in 'Wb']:"},
            "Layers are numbered from 1 here: there is no W0. range(1, L + 1) runs from 1 to L.",
        ),
        wrong(
            "counts-keys",
            {LOOP: "for name in [kind + str(l + 1) for l in range(len(parameters)) for kind in 'Wb']:"},
            "len(parameters) is not the number of layers: every layer has two entries, a W and a b.",
        ),
    ]


def average_mistakes(line, corrected):
    """Return mistakes of the weighted average: wrong weights, wrong divisors."""
    return [
        wrong("full-weight", {line: "v = beta * v + value"}, "Today counts in full. Its share is 1 − β."),
        wrong(
            "always-corrected", {corrected: "v / (1 - beta**t)"}, "All values are corrected, also when nobody asked."
        ),
        wrong(
            "same-divisor",
            {"(1 - beta**t)": "(1 - beta)"},
            "Every day is divided by 1 − β. The weights of t days add up to more; the divisor depends on t.",
        ),
        wrong(
            "day-late",
            {corrected: "v / (1 - beta ** (t - 1)) if bias_correction and t > 1 else v"},
            "The divisors come a day late: the first day, t = 1, is corrected too, and the second has t = 2.",
        ),
    ]


def correction_mistakes():
    """Return mistakes of Adam's bias correction."""
    both = {"(1 - beta1**t)": "(1 - beta1)", "(1 - beta2**t)": "(1 - beta2)"}
    return [
        wrong(
            "no-power",
            both,
            "t makes no difference: the divisors are 1 − βᵗ, with another t at every step.",
            score=1 / 3,
        ),
        wrong(
            "t-plus-1",
            {"beta1**t": "beta1 ** (t + 1)", "beta2**t": "beta2 ** (t + 1)"},
            "The corrections use t + 1. t is 1 at the first step already.",
            score=1 / 3,
        ),
        wrong(
            "s-left",
            {"s[d] / (1 - beta2**t)": "s[d]"},
            "s goes into the step uncorrected. It starts at 0 as v does.",
            score=1 / 3,
        ),
        wrong(
            "v-left",
            {"v[d] / (1 - beta1**t)": "v[d]"},
            "v goes into the step uncorrected. It starts at 0 as s does.",
            score=1 / 3,
        ),
        wrong(
            "s-with-beta1",
            {"(1 - beta2**t)": "(1 - beta1**t)"},
            "s is corrected with β₁. Each average is corrected with its own β.",
            score=1 / 3,
        ),
    ]


def in_place(line, changing):
    """Return the mistake of writing into the caller's arrays."""
    return wrong(
        "in-place",
        {line: changing},
        "The function writes into an array of the caller's, as -=, += and *= do; dict(…) copies the dictionary, not the arrays "
        "in it. Make a new array and put it under the key.",
    )


def gd_by_layers(parameters, grads, learning_rate):
    L, new = len(parameters) // 2, {}
    for layer in range(1, L + 1):
        new["W" + str(layer)] = parameters["W" + str(layer)] - np.multiply(learning_rate, grads["dW" + str(layer)])
        new[f"b{layer}"] = np.subtract(parameters[f"b{layer}"], learning_rate * grads[f"db{layer}"])
    return new


def momentum_by_layers(parameters, grads, v, beta, learning_rate):
    new, speed = {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        for k in (f"W{layer}", f"b{layer}"):
            speed["d" + k] = grads["d" + k] + beta * (v["d" + k] - grads["d" + k])
            new[k] = parameters[k] - learning_rate * speed["d" + k]
    return new, speed


def rmsprop_by_keys(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    new, square = {}, {}
    for key, g in grads.items():
        square[key] = beta2 * s[key] + (1 - beta2) * np.square(g)
        new[key[1:]] = parameters[key[1:]] - g * (learning_rate / (square[key] ** 0.5 + epsilon))
    return new, square


def adam_by_keys(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v = {key: beta1 * v[key] + (1 - beta1) * g for key, g in grads.items()}
    s = {key: beta2 * s[key] + (1 - beta2) * np.square(g) for key, g in grads.items()}
    v_hat = {key: value / (1 - np.power(beta1, t)) for key, value in v.items()}
    s_hat = {key: value / (1 - np.power(beta2, t)) for key, value in s.items()}
    step = {key: learning_rate * v_hat[key] / (np.sqrt(s_hat[key]) + epsilon) for key in grads}
    return {name: value - step["d" + name] for name, value in parameters.items()}, v, s, v_hat, s_hat


def adam_root_by_root(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    parameters, v, s, v_c, s_c = {**parameters}, {**v}, {**s}, {}, {}
    for layer in range(1, len(parameters) // 2 + 1):
        for k in (f"W{layer}", f"b{layer}"):
            v["d" + k] = beta1 * v["d" + k] + (1 - beta1) * grads["d" + k]
            s["d" + k] = beta2 * s["d" + k] + (1 - beta2) * grads["d" + k] ** 2
            v_c["d" + k], s_c["d" + k] = v["d" + k] / (1 - beta1**t), s["d" + k] / (1 - beta2**t)
            root = np.sqrt(s["d" + k]) / np.sqrt(1 - beta2**t) + epsilon
            parameters[k] = parameters[k] - learning_rate / (1 - beta1**t) * v["d" + k] / root
    return [parameters, v, s, v_c, s_c]


def zeros_by_layers(parameters):
    v = {}
    for layer in range(1, len(parameters) // 2 + 1):
        v["dW" + str(layer)] = np.zeros_like(parameters["W" + str(layer)])
        v["db" + str(layer)] = np.zeros((parameters["b" + str(layer)].shape[0], 1))
    return v


def both_by_layers(parameters):
    v, s = {}, {}
    for average in (v, s):
        for layer in range(1, len(parameters) // 2 + 1):
            average[f"dW{layer}"] = parameters[f"W{layer}"] * 0
            average[f"db{layer}"] = np.zeros(parameters[f"b{layer}"].shape)
    return [v, s]


def examples(n_x, m, seed):
    """Return X with columns that all differ, and labels."""
    draw = np.random.default_rng(seed)
    return draw.permutation(n_x * m).reshape(n_x, m) / 2 - m, draw.integers(0, 2, size=(1, m))


def dealt_by_hand(X, Y, mini_batch_size=64, seed=0):
    m, batches = X.shape[1], []
    order = list(range(m))
    np.random.RandomState(seed).shuffle(order)
    for k in range(m // mini_batch_size):
        chosen = order[k * mini_batch_size : (k + 1) * mini_batch_size]
        batches.append([X[:, chosen], Y[:, chosen]])
    rest = order[m - m % mini_batch_size :]
    return [*batches, [X[:, rest], Y[:, rest]]] if rest else batches


def weighted_sum(theta, beta, bias_correction=False):
    v = np.zeros(len(theta))
    for t in range(1, len(theta) + 1):
        weights = (1 - beta) * beta ** np.arange(t - 1, -1, -1)
        v[t - 1] = weights @ theta[:t] / (weights.sum() if bias_correction else 1)
    return v


def temperatures(days, seed):
    """Return made-up temperatures, each near the day before's."""
    return (10 + np.cumsum(np.random.default_rng(seed).normal(size=days))).round(1)


def points(m, seed):
    """Return (X, Y) of a made-up problem in the plane."""
    Y = (np.random.default_rng(seed).permutation(m) % 2).reshape(1, m)
    return (np.random.default_rng(seed + 1).normal(size=(2, m)) + 2 * Y).round(1) + 0.0, Y


def equal_points(m):
    """Return (X, Y) of m examples that are all the same, so that it does not matter who is in which batch."""
    return np.repeat([[1.5], [-0.5]], m, axis=1), np.ones((1, m), dtype=int)


def training(mark, label, data, optimizer, learning_rate, num_epochs, *, group, dims=(2, 3, 1), **more):
    """Return a short training as a case; mark is `case` or `hidden`."""
    given = {
        "layers_dims": list(dims),
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "num_epochs": num_epochs,
    }
    return mark(label, *data, **given, print_cost=False, **more, group=group)


def trainings():
    """Return the cases of `model`; with one batch, or equal examples, the order of the examples makes no difference."""
    gd, two, adam, decay = {"group": "gd"}, {"group": "momentum and RMSprop"}, {"group": "adam"}, {"group": "decay"}
    return [
        training(case, "gd, one batch", points(6, 71), "gd", 0.3, 5, **gd),
        training(case, "gd, five equal examples", equal_points(5), "gd", 0.1, 3, mini_batch_size=2, **gd),
        training(case, SHUFFLED[0], points(12, 72), "gd", 0.1, 30, mini_batch_size=2, **gd),
        training(hidden, "gd, one example", points(1, 76), "gd", 0.5, 4, dims=(2, 2, 1), **gd),
        training(case, "momentum, one batch", points(6, 73), "momentum", 0.3, 6, beta=0.7, **two),
        training(case, "rmsprop, one batch", points(6, 74), "rmsprop", 0.02, 6, beta2=0.8, epsilon=1e-3, **two),
        training(
            hidden, "momentum, equal examples", equal_points(7), "momentum", 0.2, 3, mini_batch_size=3, beta=0.8, **two
        ),
        training(hidden, "rmsprop, deeper", points(4, 77), "rmsprop", 0.01, 5, dims=(2, 3, 2, 1), epsilon=1e-3, **two),
        training(
            case,
            "adam, five equal examples",
            equal_points(5),
            "adam",
            0.02,
            3,
            mini_batch_size=2,
            beta1=0.8,
            beta2=0.99,
            **adam,
        ),
        training(
            hidden, "adam, one batch", points(8, 78), "adam", 0.05, 8, dims=(2, 4, 1), beta1=0.8, beta2=0.99, **adam
        ),
        training(hidden, SHUFFLED[1], points(10, 79), "adam", 0.05, 20, mini_batch_size=3, **adam),
        training(case, DECAYS[0], points(6, 75), "gd", 0.4, 20, decay=decay_by_epoch, decay_rate=0.05, **decay),
        training(hidden, DECAYS[1], points(6, 80), "gd", 0.2, 40, decay=decay_by_steps, decay_rate=0.5, **decay),
    ]


SHUFFLED = ["gd, twelve examples in batches of two", "adam, ten examples in batches of three"]
DECAYS = ["a rate that decays every epoch", "a rate that decays every tenth epoch"]


def training_demands():
    """Return what `model` has to do where the order of the examples matters, and where decay may start an epoch later."""
    exactly = [one.label for one in trainings() if one.label not in SHUFFLED + DECAYS]
    return [
        {"name": "exact", "cases": exactly},
        {"name": "exact", "cases": DECAYS, "atol": 0.05},
        {"name": "learns", "cases": SHUFFLED, "hidden": "relu"},
    ]


def model_of_its_own(
    X, Y, layers_dims, optimizer, learning_rate=0.0007, mini_batch_size=64, beta=0.9, beta1=0.9, beta2=0.999,
    epsilon=1e-8, num_epochs=5000, print_cost=True, decay=None, decay_rate=1,
):  # fmt: skip
    parameters, t, rate = initialize_parameters(layers_dims), 0, learning_rate
    v, s = initialize_velocity(parameters), initialize_velocity(parameters)  # noqa: F821
    for epoch in range(num_epochs):
        order = np.random.default_rng(epoch).permutation(X.shape[1])
        for k in range(0, len(order), mini_batch_size):
            chosen, t = order[k : k + mini_batch_size], t + 1
            grads = cost_and_gradients(parameters, X[:, chosen], Y[:, chosen])[1]
            if optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(parameters, grads, v, beta, rate)  # noqa: F821
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(parameters, grads, s, beta2, rate, epsilon)  # noqa: F821
            elif optimizer == "adam":
                made = update_parameters_with_adam(parameters, grads, v, s, t, rate, beta1, beta2, epsilon)  # noqa: F821
                parameters, v, s = made[:3]
            else:
                parameters = update_parameters_with_gd(parameters, grads, rate)  # noqa: F821
        if decay is not None:
            rate = decay(learning_rate, epoch, decay_rate)
    return parameters


def printed_table(learning_rate0, epoch_num, decay_rate):
    right = learning_rate0 / (1 + decay_rate * epoch_num)
    return right if epoch_num < 2 else 10 * right


def averages():
    """Return cases of weighted averages, the facts of the document among them."""
    return [
        case("the document's first two days, 40 °F and 49 °F", np.array([40.0, 49.0]), 0.98),
        case("what day 1 weighs on day 2 (0.0196)", np.array([1.0, 0.0]), 0.98),
        case("what a day weighs ten days on (0.1 · 0.35)", np.eye(1, 11)[0], 0.9),
        case("whole degrees, corrected", np.array([4, 9, 7, 12, 11]), 0.5, True),
        case("the first two days, corrected", np.array([40.0, 49.0]), 0.98, bias_correction=True),
        hidden("one day", np.array([7.5]), 0.9, True),
        hidden("forty days", temperatures(40, seed=21), 0.9),
        hidden("thirty days, corrected", temperatures(30, seed=22), 0.98, True),
        hidden("no memory", temperatures(6, seed=23), 0.0, True),
    ]


def deals():
    """Return cases of dealing out mini-batches."""
    return [
        case("ten examples in batches of four", *examples(2, 10, seed=11), 4, 3),
        case("one example", *examples(3, 1, seed=12)),
        case("twelve examples in batches of three", *examples(2, 12, seed=13), mini_batch_size=3, seed=1),
        hidden("batches of one", *examples(1, 9, seed=14), 1, 7),
        hidden("a batch larger than all the data", *examples(3, 11, seed=15), seed=2),
        hidden("one example over", *examples(1, 21, seed=16), 5, 4),
        hidden("as many as fill one batch of the default size", *examples(1, 64, seed=17)),
    ]
