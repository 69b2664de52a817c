"""Demands on a result that has no fixed digits: random draws and what is trained from them.

A demand is a dictionary: `name` of a function below, `leaf`, the part of the result it is about ("" for all of it), further
options, and `misconception`, the known mistake that a broken demand shows. A result that equals the reference's digits
meets every demand.
"""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import Difference, as_plain_array, compare
from helpers.checks.tree import leaves, same


def examine(function, exercise, case, value):
    """List the demands of an exercise that a result breaks.

    function -- the function under test, called again to see whether a seed makes it repeat
    exercise -- the Exercise with its `properties`
    case     -- the case that was run
    value    -- what the function returned
    Returns a list of Difference; a broken demand's kind is the id of its misconception.
    """
    exact = {"rtol": exercise.rtol, "atol": exercise.atol}
    if not compare(case.expected, value, **exact):
        return []
    differences = [d for d in compare(case.expected, value, rtol=0.0, atol=np.inf) if d.kind != "value"]
    if differences:
        return differences
    given_case = dict(zip(exercise.parameters, case.args)) | case.kwargs
    for demand in exercise.properties:
        sentence = DEMANDS[demand["name"]](case.expected, value, demand, given_case, exact)
        if sentence:
            path = "result" + demand.get("leaf", "")
            differences.append(Difference(path, demand.get("misconception") or "property", sentence))
    return differences or _repeatable(function, exercise, case, value)


def _pairs(expected, given, demand):
    path = "result" + demand.get("leaf", "")
    found = dict(leaves(given, "result"))
    return [(name, right, found[name]) for name, right in leaves(expected, "result") if name.startswith(path)]


def _exact(expected, given, demand, case, near):
    """The leaf has the reference's digits: biases are zero, a learning rate is handed through."""
    for name, right, value in _pairs(expected, given, demand):
        found = compare(right, value, path=name, **near)
        if found:
            return found[0].sentence
    return None


def _spread(expected, given, demand, case, near):
    """Numbers are drawn one by one, around 0, with the reference's standard deviation (told from `enough` numbers on)."""
    for name, right, value in _pairs(expected, given, demand):
        drawn, right = as_plain_array(value).astype(float), np.asarray(right, float)
        if drawn.size > 3 and np.unique(drawn).size < drawn.size * 0.9:
            return f"{name} repeats numbers; every weight should be drawn on its own"
        if drawn.size < demand.get("enough", 50):
            continue
        if not 0.7 < drawn.std() / right.std() < 1.43:
            return f"{name} has standard deviation {drawn.std():.3g}, expected about {right.std():.3g}"
        if abs(drawn.mean()) > 5 * right.std() / np.sqrt(drawn.size):
            return f"{name} has mean {drawn.mean():.3g}, expected about 0"
    return None


def _same_keys(expected, given, demand, case, near):
    """The dictionary has the reference's keys and no others, where its length is to tell something (how many layers)."""
    more = [key for key in given if key not in expected]
    return f"result has a key {more[0]!r} that does not belong there" if more else None


def _learns(expected, given, demand, case, near):
    """Parameters W1, b1, ... fit the case's X and Y about as well as the reference's do; `hidden` names the activation."""
    path = demand.get("leaf", "")
    costs = [_network_cost(_at(value, path), case["X"], case["Y"], demand["hidden"]) for value in (expected, given)]
    if costs[1] <= 1.25 * costs[0] + demand.get("slack", 0.05):
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
    A, depth = X, len(parameters) // 2
    for layer in range(1, depth + 1):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = activation(Z) if layer < depth else 1 / (1 + np.exp(-np.clip(Z, -30, 30)))
    return -np.mean(np.log(np.where(np.asarray(Y).astype(bool), A, 1 - A)))


def _repeatable(function, exercise, case, value):
    again = calling.call(function, case.args, case.kwargs, names=exercise.parameters)
    if again.error is None and same(again.value, value):
        return []
    return [Difference("result", "property", "two calls after the same np.random.seed give different results")]


DEMANDS = {"exact": _exact, "spread": _spread, "same_keys": _same_keys, "learns": _learns}
