"""Demands on a result that has no fixed digits: random draws and what is trained from them.

A demand is a dictionary: `name` of a function below, `leaf`, the part of the result it is about ("" for all of it), further
options, and `misconception`, the known mistake that a broken demand shows. A result that equals the reference's digits
meets every demand. Two demands are about calling again: a function has to repeat after np.random.seed, unless a demand
has the option `"repeats": False` (then a generator of its own will do); `{"name": "varies"}` rules out a seed inside,
and `{"name": "seeded"}` wants the argument `seed` to decide. `cases` limits a demand to the cases of these labels.
"""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import Difference, as_plain_array, compare
from helpers.checks.tree import leaves, same


class OtherFault(str):
    """A sentence about a broken demand that is not explained by the demand's known mistake."""


def examine(function, exercise, case, value):
    """List the demands of an exercise that a result breaks.

    function -- the function under test, called again to see what a seed does to it
    exercise -- the Exercise with its `properties`
    case     -- the case that was run
    value    -- what the function returned
    Returns a list of Difference; a broken demand's kind is the id of its misconception.
    """
    exact = {"rtol": exercise.rtol, "atol": exercise.atol}
    if not compare(case.expected, value, **exact):
        return []
    differences = _misshapen(case.expected, value)
    broken = [difference.path for difference in differences]
    given_case = dict(zip(exercise.parameters, case.args)) | case.kwargs
    for demand in exercise.properties:
        path = "result" + demand.get("leaf", "")
        elsewhere = case.label not in demand.get("cases", [case.label])
        if elsewhere or any(one.startswith(path) or path.startswith(one) for one in broken):
            continue
        if demand["name"] == "trains":
            sentence = _trains(function, exercise, case, value, demand)
        else:
            sentence = DEMANDS[demand["name"]](case.expected, value, demand, given_case, exact)
        if sentence:
            known = None if isinstance(sentence, OtherFault) else demand.get("misconception")
            differences.append(Difference(path, known or "property", sentence))
    return differences or _called_again(function, exercise, case, value)


def _misshapen(expected, value):
    """List the differences in keys, lengths, shapes and kinds, whatever the numbers."""
    return [one for one in compare(expected, value, rtol=0.0, atol=1e300) if one.kind != "value"]


def _pairs(expected, given, demand):
    path = "result" + demand.get("leaf", "")
    found = dict(leaves(given, "result"))
    meant = [name for name, _ in leaves(expected, "result") if name.startswith(path) and demand.get("key", "") in name]
    right = dict(leaves(expected, "result"))
    return [(name, right[name], found[name]) for name in meant]


def _exact(expected, given, demand, case, near):
    """The leaf has the reference's digits (within `rtol` and `atol`): biases are zero, a learning rate is handed through."""
    for name, right, value in _pairs(expected, given, demand):
        found = compare(right, value, path=name, **near | {key: demand[key] for key in near if key in demand})
        if found:
            return found[0].sentence
    return None


def _spread(expected, given, demand, case, near):
    """Numbers are drawn one by one, around 0, with the standard deviation `scale`, else the reference's.

    The spread is told from `enough` numbers on; it may be `factor` times the right one. The demand's known mistake is a
    spread that is too wide, or, with `"mistake": "narrow"`, one that is too narrow. `key` is a text in the leaves' names.
    """
    factor, mistake = demand.get("factor", 1.43), demand.get("mistake", "wide")
    for name, right, value in _pairs(expected, given, demand):
        drawn = as_plain_array(value).astype(float)
        scale = demand.get("scale") or np.std(right)
        if drawn.size > 3 and np.unique(drawn).size < drawn.size * 0.9:
            return OtherFault(f"{name} repeats numbers; every weight should be drawn on its own")
        if drawn.size < demand.get("enough", 50):
            continue
        if not 0.7 < drawn.std() / scale < factor:
            kind = str if (mistake == "wide") == (drawn.std() > scale) else OtherFault
            return kind(f"{name} has standard deviation {drawn.std():.3g}, expected about {scale:.3g}")
        if abs(drawn.mean()) > 5 * scale / np.sqrt(drawn.size):
            return OtherFault(f"{name} has mean {drawn.mean():.3g}, expected about 0")
    return None


def _same_keys(expected, given, demand, case, near):
    """The dictionary has the reference's keys and no others, where its length is to tell something (how many layers)."""
    more = [key for key in given if key not in expected]
    return f"result has a key {more[0]!r} that does not belong there" if more else None


def _own_draws(expected, given, demand, case, near):
    """No number is drawn for two leaves, as it is when a seed inside a loop starts the same row of numbers again."""
    seen = {}
    for name, _, value in _pairs(expected, given, demand):
        for number in as_plain_array(value).ravel().tolist():
            if number and seen.setdefault(number, name) != name:
                return f"{name} repeats numbers of {seen[number]}"
    return None


def _learns(expected, given, demand, case, near):
    """Parameters W1, b1, ... fit the case's X and Y about as well as the reference's do; `hidden` names the activation.

    With `below`, only cases count in which the reference's cost comes out below it.
    """
    path = demand.get("leaf", "")
    costs = [_network_cost(_at(value, path), case["X"], case["Y"], demand["hidden"]) for value in (expected, given)]
    if costs[0] > demand.get("below", np.inf) or costs[1] <= 1.25 * costs[0] + demand.get("slack", 0.05):
        return None
    return f"after training the cost is {costs[1]:.3f}; {costs[0]:.3f} can be reached in as many steps"


def _partition(expected, given, demand, case, near):
    """Every column of the case's X is in exactly one of the batches [(X_batch, Y_batch), ...]."""
    X, dealt = case["X"], _joined(given, 0)
    lost = sum(not np.any(np.all(dealt == column, axis=0)) for column in X.T[:, :, None])
    if lost == 0 and np.array_equal(_sorted(X), _sorted(dealt)):
        return None
    return f"{lost} of the {X.shape[1]} columns of X are in no mini-batch, others are there more than once"


def _together(expected, given, demand, case, near):
    """Every column of X in the batches has the column of Y beside it that belongs to it."""
    belong = {tuple(column) for column in np.concatenate([case["X"], case["Y"]]).T}
    dealt = {tuple(column) for column in np.concatenate([_joined(given, 0), _joined(given, 1)]).T}
    if dealt <= belong:
        return None
    return "columns of X have other examples' labels beside them"


def _shuffled(expected, given, demand, case, near):
    """The order is a new one, and the batches are no runs of neighbours; told from `enough` examples on."""
    X = case["X"]
    if X.shape[1] < demand.get("enough", 8):
        return None
    batches = [[np.argmax(np.all(column == X, axis=0)) for column in pair[0].T[:, :, None]] for pair in given]
    if np.array_equal(np.concatenate(batches), np.arange(X.shape[1])):
        return "the examples are in their old order"
    longer = [sorted(batch) for batch in batches if len(batch) > 1]
    if len(longer) > 1 and all(batch[-1] - batch[0] == len(batch) - 1 for batch in longer):
        return "every mini-batch holds neighbours: its examples stood side by side before"
    return None


def _joined(pairs, which):
    return np.concatenate([np.asarray(pair[which]) for pair in pairs], axis=1)


def _sorted(columns):
    return columns[:, np.lexsort(columns)]


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


def _trains(function, exercise, case, value, demand):
    """What comes out, (parameters, costs), is gradient descent from the function's own weights and zero biases.

    The weights are what no step, or one of length 0, gives back. `leaf` is "[0]" or "[1]"; `defaults` are the reference's
    learning_rate and num_iterations. A function that does not repeat after np.random.seed cannot be followed and meets the
    demand; one whose parameters have other shapes cannot either and is held to the reference's digits.
    """
    part, near = int(demand["leaf"].strip("[]")), {"rtol": exercise.rtol, "atol": exercise.atol}
    if _misshapen(case.expected[0], value[0]):
        found = compare(case.expected[part], value[part], **near, path="result" + demand["leaf"])
        return OtherFault(found[0].sentence) if found else None
    again = calling.call(function, case.args, case.kwargs)
    if again.error is not None or not same(again.value, value):
        return None
    still = _at_rest(function, case, {"num_iterations": 0}) or _at_rest(function, case, {"learning_rate": 0.0})
    if still is None:
        return OtherFault("with learning_rate=0 and num_iterations=1 the starting weights should come back unchanged")
    start = {name: still[name] for name in case.expected[0]}
    moved = [name for name, value in start.items() if name.startswith("b") and np.any(value)]
    if part == 0 and moved:
        return OtherFault(f"biases start at 0, but {moved[0]} does not")
    given = {**demand["defaults"], **dict(zip(exercise.parameters, case.args)), **case.kwargs}
    with np.errstate(all="ignore"):
        right = _descent(start, given["X"], given["Y"], given["learning_rate"], given["num_iterations"])
    found = compare(right[part], value[part], **near, path="result" + demand["leaf"])
    return OtherFault(f"from your own starting weights, {found[0].sentence}") if found else None


def _at_rest(function, case, options):
    """Return the parameters that a training function gives back when it takes no step, or None when it fails."""
    still = calling.call(function, case.args, {**case.kwargs, "num_iterations": 1, **options})
    if not isinstance(still.value, list | tuple) or _misshapen(case.expected[:1], still.value[:1]):
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


def _varies(expected, given, demand, case, near):
    """Every call draws new numbers; told by calling the function again."""


def _seeded(expected, given, demand, case, near):
    """The argument `seed` alone decides what comes out; told by calling the function again."""


def _called_again(function, exercise, case, value):
    demands = exercise.properties
    for demand in demands:
        if demand["name"] == "seeded":
            sentence = _ignores_seed(function, exercise, case, value, demand)
            return [Difference("result", demand.get("misconception") or "property", sentence)] if sentence else []

    def gives_the_same(seed):
        again = calling.call(function, case.args, case.kwargs, names=exercise.parameters, seed=seed)
        return again.error is None and same(again.value, value)

    for demand in demands:
        if demand["name"] == "varies" and gives_the_same(seed=1):
            sentence = "every call gives the same numbers, whatever was seeded before: is there a seed inside?"
            return [Difference("result", demand.get("misconception") or "property", sentence)]
    if any(demand.get("repeats") is False for demand in demands) or gives_the_same(seed=0):
        return []
    return [Difference("result", "property", "two calls after the same np.random.seed give different results")]


def _ignores_seed(function, exercise, case, value, demand):
    given = dict(zip(exercise.parameters, case.args)) | case.kwargs
    again = calling.call(function, (), given, seed=1)
    if again.error is not None or not same(again.value, value):
        return "two calls with the same `seed` give different results"
    other = calling.call(function, (), given | {"seed": given.get("seed", 0) + 1})
    if other.error is None and same(other.value, value) and given["X"].shape[1] >= demand.get("enough", 8):
        return "another `seed` gives the same result"
    return None


DEMANDS = {
    "exact": _exact,
    "spread": _spread,
    "same_keys": _same_keys,
    "own_draws": _own_draws,
    "learns": _learns,
    "varies": _varies,
    "partition": _partition,
    "together": _together,
    "shuffled": _shuffled,
    "seeded": _seeded,
}
