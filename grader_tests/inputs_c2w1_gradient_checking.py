"""What the checks of c2w1_gradient_checking share: inputs, cases, right and mistaken ways of writing its exercises."""

from itertools import pairwise

import numpy as np

from grader_tests import case, hidden, misconception
from helpers.networks import forward_propagation_n, gradients


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference, or a function, makes."""
    given = {"by": edit} if callable(edit) else {"edit": edit}
    return misconception(id, says=says, place=place, score=score, **given)


def weights(*sizes, seed):
    """Return W1, b1, ... of a network with these layers, short numbers."""
    draw, found = np.random.default_rng(seed), {}
    for layer, (inputs, units) in enumerate(pairwise(sizes), start=1):
        found[f"W{layer}"] = draw.normal(size=(units, inputs)).round(2)
        found[f"b{layer}"] = draw.normal(size=(units, 1)).round(2)
    return found


def examples(n_x, m, seed):
    """Return (X, Y) of m examples, short numbers and labels 0 or 1."""
    draw = np.random.default_rng(seed + 70)
    return draw.normal(size=(n_x, m)).round(2), (draw.permutation(m).reshape(1, m) + seed) % 2


def right_gradients(parameters, X, Y):
    """Return the six gradients of a network of three layers, in the order of the way back."""
    _, cache = forward_propagation_n(X, Y, parameters)
    A, Z = [X, cache[1], cache[5], cache[9]], [None, cache[0], cache[4], cache[8]]
    return gradients(parameters, A, Z, Y, lambda Z: Z > 0)


def to_check(*sizes, m, seed, faults, flat_labels=False, **options):
    """Return the case arguments (parameters, gradients, X, Y) with gradients times a number or array each."""
    parameters, (X, Y) = weights(*sizes, 1, seed=seed), examples(sizes[0], m, seed)
    found = right_gradients(parameters, X, Y)
    for name, factor in faults.items():
        found[name] = found[name] * factor
    return (parameters, found, X, Y[0] if flat_labels else Y), options


def network_cases():
    """Return the cases of gradient_check_n."""
    several = [
        (
            case,
            "dW2 doubled and db1 times four",
            {"sizes": (2, 3, 2), "m": 3, "seed": 1, "faults": {"dW2": 2, "db1": 4}},
        ),
        (case, "one example, the sign of dW1 turned", {"sizes": (2, 2, 2), "m": 1, "seed": 12, "faults": {"dW1": -1}}),
        (
            case,
            "right gradients and a large step",
            {"sizes": (2, 3, 2), "m": 4, "seed": 4, "faults": {}, "epsilon": 0.01},
        ),
        (
            case,
            "wrong gradients and a large step",
            {"sizes": (3, 2, 2), "m": 5, "seed": 5, "faults": {"dW3": 1.2}, "epsilon": 0.02},
        ),
        (case, "right gradients", {"sizes": (2, 3, 2), "m": 3, "seed": 1, "faults": {}}),
        (hidden, "another network", {"sizes": (4, 3, 2), "m": 6, "seed": 6, "faults": {"dW1": 0.5}}),
        (
            hidden,
            "labels of shape (m,)",
            {"sizes": (3, 3, 3), "m": 2, "seed": 7, "faults": {"db3": 0, "db2": 3}, "flat_labels": True},
        ),
        (hidden, "seven examples", {"sizes": (2, 4, 3), "m": 7, "seed": 8, "faults": {"dW2": -1}, "epsilon": 1e-5}),
        (
            hidden,
            "another large step",
            {"sizes": (2, 2, 3), "m": 1, "seed": 9, "faults": {"dW3": 1.01}, "epsilon": 0.03},
        ),
    ]
    made = []
    for kind, label, given in several:
        args, options = to_check(*given.pop("sizes"), **given)
        made.append(kind(label, *args, **options))
    return made


def way_back(*sizes, m, seed, flat_labels=False):
    """Return (X, Y, cache) after a forward pass."""
    (X, Y), parameters = examples(sizes[0], m, seed), weights(*sizes, 1, seed=seed)
    return X, Y[0] if flat_labels else Y, forward_propagation_n(X, Y, parameters)[1]


NO_BRACKETS = "Python works from left to right: `/ 2 * epsilon` divides by 2 and then multiplies by ε. Put the divisor in brackets."
FLAT_APPROXIMATION = "One gradient is a column (n, 1), the other flat, (n,): their difference spreads out to (n, n) and compares every entry with every other. Give both the same shape."
START = "start += value.size"
MISTAKES_IN_CUTTING = [
    wrong(
        "start-stays",
        {START: "pass"},
        "Every array is cut from the beginning of θ. After each one, go on where it ended.",
    ),
    wrong(
        "column-by-column",
        {"value.shape)": "value.shape, order='F')"},
        "The numbers are filled in column by column; `dictionary_to_vector` reads row by row.",
    ),
    wrong(
        "gives-parameters-back",
        {"np.reshape(theta[start : start + value.size], value.shape)": "value.copy()"},
        "The old numbers come back. Take the shapes from `parameters`, the numbers from `theta`.",
    ),
    wrong(
        "writes-into-parameters",
        {
            "new[name] = np.reshape(theta[start : start + value.size], value.shape)": "value[:] = np.reshape(theta[start : start + value.size], value.shape)\n        new[name] = value"
        },
        "The arrays of `parameters` are changed. In a check this moves the place θ itself at every step; make a new dictionary of new arrays.",
    ),
    wrong(
        "left-as-columns",
        {"np.reshape(theta[start : start + value.size], value.shape)": "theta[start : start + value.size]"},
        "The pieces are still columns; each wants the shape of its array.",
    ),
    wrong(
        "rows-only",
        {"value.size": "len(value)", "value.shape)": "(len(value), 1))"},
        "len(value) counts the rows only; `value.size` counts all numbers of an array.",
    ),
]


# Other right ways.


def quotients_by_name(f, theta, epsilon=0.01):
    here, above, below = (f(theta + k * epsilon) for k in (0, 1, -1))
    one, other = (above - here) / epsilon, (here - below) / epsilon
    return [one, 0.5 * (one + other)]


def root_of_squares(grad, gradapprox):
    grad, gradapprox = np.ravel(grad), np.ravel(gradapprox)
    lengths = sum(g**2 for g in grad) ** 0.5 + sum(g**2 for g in gradapprox) ** 0.5
    if lengths == 0:
        return 0
    return sum((a - b) ** 2 for a, b in zip(grad, gradapprox)) ** 0.5 / lengths


def scalar_check(x, theta, epsilon=1e-7, print_msg=False, forward=None, backward=None):
    J, slope = forward or (lambda x, t: x * t), backward or (lambda x, t: x)
    approx, grad = (J(x, theta + epsilon) - J(x, theta - epsilon)) / epsilon / 2, slope(x, theta)
    size = abs(grad) + abs(approx)
    return abs(grad - approx) / size if size else 0.0


def one_number_at_a_time(parameters):
    return np.array([[number] for value in parameters.values() for number in value.ravel()])


def split_at_ends(theta, parameters):
    ends = np.cumsum([np.prod(value.shape) for value in parameters.values()])
    pieces = np.split(theta, ends[:-1])
    return {name: piece.reshape(value.shape) for (name, value), piece in zip(parameters.items(), pieces)}


def without_vectors(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    work = {name: value.astype(float) for name, value in parameters.items()}
    squares = np.zeros(3)
    for name, value in work.items():
        for place in np.ndindex(value.shape):
            costs, middle = [], value[place]
            for side in (1, -1):
                value[place] = middle + side * epsilon
                costs.append(forward_propagation_n(X, Y, work)[0])
            value[place] = middle
            pair = gradients["d" + name][place], (costs[0] - costs[1]) / (2 * epsilon)
            squares += [(pair[0] - pair[1]) ** 2, pair[0] ** 2, pair[1] ** 2]
    lengths = squares[1] ** 0.5 + squares[2] ** 0.5
    return squares[0] ** 0.5 / lengths if lengths else 0.0


def six_names(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    names = ["W1", "b1", "W2", "b2", "W3", "b3"]
    theta = np.vstack([parameters[name].reshape(-1, 1) for name in names])
    grad = np.vstack([gradients["d" + name].reshape(-1, 1) for name in names])

    def J(column):
        return forward_propagation_n(X, Y, vector_to_dictionary(column, parameters))[0]  # noqa: F821

    approx = [(J(theta + e) - J(theta - e)) / (2 * epsilon) for e in epsilon * np.eye(len(theta))[:, :, None]]
    approx = np.array(approx).reshape(-1, 1)
    return np.linalg.norm(grad - approx) / (np.linalg.norm(grad) + np.linalg.norm(approx))


def with_einsum(X, Y, cache):
    Z1, A1, _, _, Z2, A2, W2, _, _, A3, W3, _ = cache
    m, grads = X.shape[1], {"dZ3": A3 - np.reshape(Y, (1, -1))}
    grads["dA2"] = np.einsum("ki,km->im", W3, grads["dZ3"])
    grads["dZ2"] = np.where(Z2 > 0, grads["dA2"], 0.0)
    grads["dA1"] = np.einsum("ki,km->im", W2, grads["dZ2"])
    grads["dZ1"] = np.where(Z1 > 0, grads["dA1"], 0.0)
    for layer, A_prev in ((1, X), (2, A1), (3, A2)):
        dZ = grads[f"dZ{layer}"]
        grads |= {f"dW{layer}": dZ @ A_prev.T / m, f"db{layer}": dZ.mean(axis=1)[:, None]}
    return grads


# Mistaken ways.


def steps_add_up(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    theta = dictionary_to_vector(parameters)  # noqa: F821
    grad = dictionary_to_vector({name: gradients["d" + name] for name in parameters})  # noqa: F821
    gradapprox = np.zeros(theta.shape)
    for i in range(len(theta)):
        thetaplus = theta
        thetaplus[i] = thetaplus[i] + epsilon
        J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(thetaplus, parameters))  # noqa: F821
        thetaminus = theta
        thetaminus[i] = thetaminus[i] - epsilon
        J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(thetaminus, parameters))  # noqa: F821
        gradapprox[i] = (J_plus - J_minus) / (2 * epsilon)
    return relative_difference(grad, gradapprox)  # noqa: F821


def all_at_once(parameters, gradients, X, Y, epsilon=1e-7, print_msg=False):
    theta = dictionary_to_vector(parameters)  # noqa: F821
    grad = dictionary_to_vector({name: gradients["d" + name] for name in parameters})  # noqa: F821
    J_plus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta + epsilon, parameters))  # noqa: F821
    J_minus, _ = forward_propagation_n(X, Y, vector_to_dictionary(theta - epsilon, parameters))  # noqa: F821
    return relative_difference(grad, np.full(theta.shape, (J_plus - J_minus) / (2 * epsilon)))  # noqa: F821


def norms_compared(grad, gradapprox):
    lengths = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    return abs(np.linalg.norm(grad) - np.linalg.norm(gradapprox)) / lengths if lengths != 0 else 0.0
