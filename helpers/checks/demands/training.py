"""Demands on networks that a function has trained."""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import compare
from helpers.checks.demands.common import OtherFault, does_not_repeat, misshapen
from helpers.checks.tree import leaf_at, leaves


def learns(expected, given, demand, case, near):
    """Parameters W1, b1, ... fit the case's X and Y about as well as the reference's do; `hidden` names the activation.

    With `below`, only cases count in which the reference's cost comes out below it.
    """
    path = demand.get("leaf", "")
    right = _at(expected, path)
    found = {name: np.asarray(leaf_at(given, f"result{path}[{name!r}]")) for name in right}  # other keys do no harm
    costs = [_network_cost(one, case["X"], case["Y"], demand["hidden"]) for one in (right, found)]
    if costs[0] > demand.get("below", np.inf) or costs[1] <= 1.25 * costs[0] + demand.get("slack", 0.05):
        return None
    return f"after training the cost is {costs[1]:.3f}; {costs[0]:.3f} can be reached in as many steps"


def _at(value, path):
    found = dict(leaves(value, "result"))
    prefix = f"result{path}"
    return {
        name[len(prefix) + 2 : -2]: np.asarray(leaf) for name, leaf in found.items() if name.startswith(prefix + "['")
    }


def _network_cost(parameters, X, Y, hidden):
    activation = {"tanh": np.tanh, "relu": lambda Z: np.maximum(Z, 0)}[hidden]
    A, depth = X, sum(name.startswith("W") for name in parameters)
    for layer in range(1, depth + 1):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = activation(Z) if layer < depth else 1 / (1 + np.exp(-np.clip(Z, -30, 30)))
    return -np.mean(np.log(np.where(np.asarray(Y).astype(bool), A, 1 - A)))


def trains(function, exercise, case, value, demand):
    """What comes out, (parameters, costs), is gradient descent from the function's own weights and zero biases.

    The weights are what no step, or one of length 0, gives back. `leaf` is "[0]" or "[1]"; `defaults` are the reference's
    learning_rate and num_iterations. A function that does not repeat after np.random.seed cannot be followed and breaks the
    demand; one whose parameters have other shapes cannot either and is held to the reference's digits.
    """
    part, near = int(demand["leaf"].strip("[]")), {"rtol": exercise.rtol, "atol": exercise.atol}
    if misshapen(case.expected[0], value[0]):
        found = compare(case.expected[part], value[part], **near, path="result" + demand["leaf"])
        return OtherFault(found[0].sentence) if found else None
    if unsteady := does_not_repeat(function, case, value):
        return unsteady
    rests = [_at_rest(function, case, {"num_iterations": 0}), _at_rest(function, case, {"learning_rate": 0.0})]
    if rests == [None, None]:
        return OtherFault("with learning_rate=0 and num_iterations=1 the starting weights should come back unchanged")
    still = min((rest for rest in rests if rest is not None), key=lambda rest: len(_moved(rest)))  # one may not obey
    start = {name: still[name] for name in case.expected[0]}
    if part == 0 and _moved(start):
        return OtherFault(f"biases start at 0, but {_moved(start)[0]} does not")
    given = {**demand["defaults"], **dict(zip(exercise.parameters, case.args)), **case.kwargs}
    with np.errstate(all="ignore"):
        right = _descent(start, given["X"], given["Y"], given["learning_rate"], given["num_iterations"])
    found = compare(right[part], value[part], **near, path="result" + demand["leaf"])
    return OtherFault(f"from your own starting weights, {found[0].sentence}") if found else None


def _moved(parameters):
    return [name for name, value in parameters.items() if str(name).startswith("b") and np.any(value)]


def _at_rest(function, case, options):
    """Return the parameters that a training function gives back when it takes no step, or None when it fails."""
    still = calling.call(function, case.args, {**case.kwargs, "num_iterations": 1, **options})
    if not isinstance(still.value, list | tuple) or misshapen(case.expected[:1], still.value[:1]):
        return None
    return still.value[0]


def _descent(parameters, X, Y, learning_rate, steps):
    from helpers import deep_network  # only in bundles of sheets that come after the one in which students write it

    costs = []
    for step in range(steps):
        AL, caches = deep_network.L_model_forward(X, parameters)
        if step % 100 == 0:
            costs.append(deep_network.compute_cost(AL, Y))
        grads = deep_network.L_model_backward(AL, Y, caches)
        parameters = deep_network.update_parameters(parameters, grads, learning_rate)
    return parameters, costs
