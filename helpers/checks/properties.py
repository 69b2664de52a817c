"""Demands on a result that has no fixed digits: random draws and what is trained from them.

A demand is a dictionary: `name` of a function below, `leaf`, the part of the result it is about ("" for all of it), further
options, and `misconception`, the known mistake that a broken demand shows. A result that equals the reference's digits
meets every demand but those with the option `"always": True`. Two demands are about calling again: a function has to
repeat after np.random.seed, unless a demand has the option `"repeats": False` (then a generator of its own will do);
`{"name": "varies"}` rules out a seed inside, and `{"name": "seeded"}` wants the argument `seed` to decide. `cases` limits
a demand to the cases of these labels.
"""

from itertools import pairwise

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
    as_expected = not compare(case.expected, value, **exact)
    differences = _misshapen(case.expected, value)
    if any(demand.get("may_be_nan") for demand in exercise.properties):
        differences = [difference for difference in differences if difference.kind != "nan"]
    broken = [difference.path for difference in differences]
    given_case = dict(zip(exercise.parameters, case.args)) | case.kwargs
    for demand in exercise.properties:
        path = "result" + demand.get("leaf", "")
        elsewhere = case.label not in demand.get("cases", [case.label]) or (as_expected and "always" not in demand)
        if elsewhere or any(one.startswith(path) or path.startswith(one) for one in broken):
            continue
        if demand["name"] in CALLING:
            sentence = CALLING[demand["name"]](function, exercise, case, value, demand)
        else:
            sentence = DEMANDS[demand["name"]](case.expected, value, demand, given_case, exact)
        if sentence and (path, sentence) not in [(one.path, one.sentence) for one in differences]:
            known = None if isinstance(sentence, OtherFault) else demand.get("misconception")
            differences.append(Difference(path, known or "property", sentence))
    return differences or ([] if as_expected else _called_again(function, exercise, case, value))


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


def _without(expected, given, demand, case, near):
    """The dictionary has none of the `keys`, which would tell of a layer too many."""
    more = [key for key in demand["keys"] if key in given]
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
    """Every column of the case's X is in exactly one of the batches [(X_batch, Y_batch), ...]; `what` is their name."""
    X, dealt = case["X"], _joined(given, 0)
    lost = sum(not np.any(np.all(dealt == column, axis=0)) for column in X.T[:, :, None])
    if lost == 0 and np.array_equal(_sorted(X), _sorted(dealt)):
        return None
    what = demand.get("what", "mini-batch")
    return f"{lost} of the {X.shape[1]} columns of X are in no {what}, others are there more than once"


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
        return f"every {demand.get('what', 'mini-batch')} holds neighbours: its examples stood side by side before"
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
    "without": _without,
    "own_draws": _own_draws,
    "learns": _learns,
    "varies": _varies,
    "partition": _partition,
    "together": _together,
    "shuffled": _shuffled,
    "seeded": _seeded,
}


def _masks(function, exercise, case, value, demand):
    """Dropout's masks D1 and D2, the places 1 and 6 of the cache, are what `about` says.

    "values": they hold 0 and 1 only; "share": 1 comes with probability keep_prob; "draws": every entry is drawn on its
    own. Shares and draws are told from a call with the case's examples repeated to 600 or more.
    """
    about, keep = demand["about"], _given(exercise, case).get("keep_prob", 0.5)
    odd = [name for name, mask in _two_masks(value) if not np.isin(mask, (0, 1)).all()]
    if odd or about == "values":
        return f"the mask {odd[0]} holds other numbers than 0 and 1" if odd and about == "values" else None
    X = np.tile(case.args[0], (1, -(-600 // case.args[0].shape[1])))
    many = calling.call(function, (X, *case.args[1:]), case.kwargs)
    try:
        masks = _two_masks(many.value)
    except (TypeError, ValueError, IndexError):  # no cache, or none of numbers
        masks = []
    if not masks or any(mask.shape[1:] != X.shape[1:] for _, mask in masks):
        return OtherFault(f"with {X.shape[1]} examples the function fails, or the masks have another size")
    said = {name: _dependence_in(mask) for name, mask in masks if keep < 1}
    if about == "share":  # masks that hang together are told as such, whatever their share
        said = {} if any(said.values()) else {name: _wrong_share(mask, keep) for name, mask in masks}
    for name, sentence in said.items():
        if sentence:
            return f"with {X.shape[1]} examples, the mask {name} {sentence}"
    first, second = (mask.ravel() for _, mask in masks)
    numbers = min(first.size, second.size)
    if about == "draws" and _too_alike(first[:numbers], second[:numbers]):
        return "D1 and D2 come from the same draws: they keep and drop alike"
    return None


def _two_masks(value):
    return [("D1", np.asarray(value[1][1], dtype=float)), ("D2", np.asarray(value[1][6], dtype=float))]


def _wrong_share(mask, keep):
    if abs(mask.mean() - keep) <= 5 * np.sqrt(keep * (1 - keep) / mask.size):
        return None
    return f"keeps {mask.mean():.0%} of the units, keep_prob is {keep:.0%}"


def _dependence_in(mask):
    """Say how the entries of a mask of shape (units, m) hang together, or None; its share does not matter here."""
    units, m = mask.shape
    share = mask.mean()
    variance = share * (1 - share)
    if variance == 0:
        return f"is {share:g} for every unit and every example"
    if np.any(np.abs(mask.mean(axis=1) - share) > 5 * np.sqrt(variance / m)) or _too_alike(mask[:, 1:], mask[:, :-1]):
        return "treats all examples alike; every example has its own draws"
    if not 0.55 < mask.sum(axis=0).var() / (units * variance) < 1.6:
        return "does not draw an example's units one by one: one unit's fate tells another's"
    return None


def _too_alike(one, other):
    alike = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    return abs(np.mean(one == other) - alike) > 5 * np.sqrt(alike * (1 - alike) / one.size)


def _thinned(function, exercise, case, value, demand):
    """Given its own masks, the forward pass with dropout is right in every place of its cache.

    The demand's known mistake is a missing division by keep_prob.
    """
    given = _given(exercise, case)
    keep, right, near = given.get("keep_prob", 0.5), dict(given["parameters"]), {"rtol": 1e-7, "atol": 1e-10}
    places = ["Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3"]
    cache = dict(zip(places, value[1]))
    A = given["X"]
    for layer in "123":
        right[f"Z{layer}"] = right[f"W{layer}"] @ A + right[f"b{layer}"]
        if layer == "3":
            right["A3"] = 1 / (1 + np.exp(-right["Z3"]))
            continue
        kept = np.maximum(right[f"Z{layer}"], 0) * cache[f"D{layer}"]
        A = right[f"A{layer}"] = kept / keep
        if compare(A, cache[f"A{layer}"], **near) and not compare(kept, cache[f"A{layer}"], **near):
            return f"A{layer} is masked, but its size is not made up for by dividing by keep_prob"
    for place, name in enumerate(cache):
        found = compare(right.get(name, cache[name]), cache[name], **near, path=f"{name} (result[1][{place}])")
        if found:
            return OtherFault(f"with your own masks, {found[0].sentence}")
    found = compare(right["A3"], value[0], **near, path="result[0]")
    return OtherFault(f"with your own masks, {found[0].sentence}") if found else None


def _given(exercise, case):
    return dict(zip(exercise.parameters, case.args)) | case.kwargs


def _seed_argument(function, exercise, case, value, demand):
    """The argument `seed` alone decides what comes out; a function that does without this argument meets the demand."""
    name, args = {"seed": 7}, case.args[: exercise.parameters.index("seed")]
    first, again = (calling.call(function, args, case.kwargs | name, seed=state) for state in (1, 2))
    if first.error is not None:
        return None
    if not same(first.value, again.value):
        return "two calls with the same `seed` give different results"
    others = (calling.call(function, args, case.kwargs | {"seed": seed}).value for seed in range(8, 32))
    return "another `seed` gives the same result" if all(same(first.value, other) for other in others) else None


def _cutouts(function, exercise, case, value, demand):
    """The result is a square of the picture or of its mirror image; with `tries`, all come up over as many seeds.

    The demand's known mistake is, without `tries`, a picture upside down.
    """
    image, size = case.args[:2]
    squares = [_squares(one, size) for one in (image, image[:, ::-1])]
    tried = [value, *(calling.call(function, (image, size, seed), {}).value for seed in range(demand.get("tries", 12)))]
    seen = set()
    for one in tried:
        fits = {
            (mirrored, place)
            for mirrored, found in enumerate(squares)
            for place, square in found.items()
            if np.array_equal(square, one)
        }
        if not fits:
            upside_down = any(np.array_equal(square, one) for square in _squares(image[::-1], size).values())
            kind = str if upside_down and "tries" not in demand else OtherFault
            return kind("what comes out is not always a square of the picture or of its left-to-right mirror image")
        seen |= fits
    missing = [(mirrored, place) for mirrored in (0, 1) for place in squares[mirrored] if (mirrored, place) not in seen]
    if "tries" not in demand or not missing:
        return None
    mirrored, (row, column) = missing[0]
    which = "mirrored" if mirrored else "unmirrored"
    return f"over {demand['tries']} seeds the {which} square from row {row}, column {column}, never comes up"


def _squares(image, size):
    rows, columns = (length - size + 1 for length in image.shape[:2])
    return {(i, j): image[i : i + size, j : j + size] for i in range(rows) for j in range(columns)}


def _layer_scales(function, exercise, case, value, demand):
    """Starting weights W1 to WL have the right size, told from a call with layers of the wide sizes `dims`.

    `right` is a name in SCALES. With `mistaken`, another name, the demand is broken by weights of just that size; without,
    by weights that have neither the right size nor one in the list `known`, or are not spread around 0.
    """
    dims = demand["dims"]
    wide, opening = calling.call(function, (dims,), {}), f"with layers_dims = {dims}, "
    shapes = {f"W{layer}": (n, n_prev) for layer, (n_prev, n) in enumerate(pairwise(dims), start=1)}
    found = wide.value if isinstance(wide.value, dict) else {}
    if any(np.shape(found.get(name)) != shape for name, shape in shapes.items()):
        what = "the function fails, or a weight matrix is missing or has the wrong shape"
        return None if "mistaken" in demand else opening + what

    def misfit(scale):
        for name, (n, n_prev) in shapes.items():
            size, spread = SCALES[scale](n_prev, n, dims), np.std(found[name])
            if not abs(spread / size - 1) <= 5 / np.sqrt(2 * n * n_prev):
                return opening + f"{name} has standard deviation {spread:.3g}, expected about {size:.3g}"
        return None

    wrong = misfit(demand["right"])
    if "mistaken" in demand:
        return wrong if wrong and not misfit(demand["mistaken"]) else None
    if wrong:
        return wrong if all(map(misfit, demand.get("known", []))) else None
    for name, drawn in found.items():
        if name in shapes and abs(np.mean(drawn)) > 5 * np.std(drawn) / np.sqrt(np.size(drawn)):
            return opening + f"{name} has mean {np.mean(drawn):.3g}, expected about 0"
    return None


SCALES = {  # sizes of starting weights, from n[l-1], n[l] and all layers_dims
    "0.01": lambda n_prev, n, dims: 0.01,
    "1": lambda n_prev, n, dims: 1.0,
    "10": lambda n_prev, n, dims: 10.0,
    "he": lambda n_prev, n, dims: np.sqrt(2 / n_prev),
    "1/root n_in": lambda n_prev, n, dims: np.sqrt(1 / n_prev),
    "he of n_out": lambda n_prev, n, dims: np.sqrt(2 / n),
    "he of n_x": lambda n_prev, n, dims: np.sqrt(2 / dims[0]),
    "2/n_in": lambda n_prev, n, dims: 2 / n_prev,
    "root 2/n_in": lambda n_prev, n, dims: np.sqrt(2) / n_prev,
    "xavier": lambda n_prev, n, dims: np.sqrt(2 / (n_prev + n)),
}


CALLING = {  # these call the function again
    "layer_scales": _layer_scales,
    "trains": _trains,
    "masks": _masks,
    "thinned": _thinned,
    "seed_argument": _seed_argument,
    "cutouts": _cutouts,
}


def _even_draws(function, exercise, case, value, demand):
    """A sampler's numbers lie evenly between the case's low and high on their scale, drawn one by one.

    Told from 2000 numbers. `scale` is the right one, else the case's argument of that name. `about` is "ends", "scale" or
    "draws"; with `mistaken`, the name of another scale, the demand is broken by numbers that lie evenly on just that one.
    """
    given = _given(exercise, case)
    scale, low, high = demand.get("scale") or given["scale"], given["low"], given["high"]
    drawn = as_plain_array(_with(function, exercise, given | {"size": 2000}))
    if drawn is None or drawn.shape != (2000,):
        return None if "mistaken" in demand else OtherFault("with size=2000 the function fails, or gives another shape")
    if "mistaken" in demand:
        fault = _unevenness(drawn.astype(float), scale, low, high)
        fits = fault and not _unevenness(drawn.astype(float), demand["mistaken"], low, high)
        return f"with size=2000, {fault[1]}" if fits else None
    few = _unevenness(as_plain_array(value).astype(float), scale, low, high)
    if few and few[0] == "ends":
        return few[1] if demand["about"] == "ends" else None
    fault = _unevenness(drawn.astype(float), scale, low, high)
    return f"with size=2000, {fault[1]}" if fault and fault[0] == demand["about"] else None


def _with(function, exercise, given):
    """Return what a function gives for these arguments, handed over in their order."""
    return calling.call(function, tuple(given[name] for name in exercise.parameters if name in given), {}).value


def _unevenness(drawn, scale, low, high, slack=0):
    """Say in what way numbers are no even draws between low and high on a scale; returns (kind, sentence) or None."""
    size = drawn.size
    if not np.isfinite(drawn).all():
        return "ends", "a value is NaN or infinite"
    outside = (drawn < low - slack - 1e-12) | (drawn > high + slack + 1e-12)
    if outside.any():
        return "ends", f"{drawn[outside][0]:.6g} lies outside {low:.6g} … {high:.6g}"
    if scale == "integer" and (drawn != np.round(drawn)).any():
        return "whole", f"{drawn[drawn != np.round(drawn)][0]:.6g} is no whole number"
    if size >= 100 and low < high and np.unique(drawn).size == 1:
        return "same", f"the same number, {drawn[0]:.6g}, comes every time"
    places = _along(scale, drawn, low, high)
    found = _uneven_counts(drawn, low, high) if scale == "integer" else _uneven_places(places, low, high)
    if found and not (scale == "integer" and slack):
        return found
    if _correlated(places[1:], places[:-1]):
        return "draws", "a number tells the next one; each should be drawn on its own"
    return None


def _uneven_counts(drawn, low, high):
    counts = np.array([np.sum(drawn == whole) for whole in range(round(low), round(high) + 1)])
    mean = counts.mean()
    odd = np.flatnonzero(np.abs(counts - mean) > 5 * np.sqrt(mean) + 4)
    if odd.size == 0:
        return None
    if counts[-1] == 0 and odd[-1] == counts.size - 1:
        return "top", f"{round(high)} never comes up, expected about {mean:.0f} times"
    inner = counts[1:-1].mean() if counts.size > 2 else 0
    kind = "rounded" if max(counts[0], counts[-1]) < 0.7 * inner else "scale"
    return kind, f"{round(low) + odd[0]} comes {counts[odd[0]]} times, expected about {mean:.0f}"


def _uneven_places(places, low, high):
    size = places.size
    if np.unique(places).size < 0.9 * size:
        return "draws", f"only {np.unique(places).size} of {size} numbers differ; each should be drawn on its own"
    apart = np.abs(np.sort(places) - (np.arange(size) + 0.5) / size).max() * np.sqrt(size)
    if not apart <= 2.5:
        lower, middle = np.mean(places < 0.5), np.mean(np.abs(places - 0.5) < 0.25)
        shares = f"{lower:.0%} of the numbers lie in the lower half and {middle:.0%} in the middle half"
        return "scale", f"{shares} of {low:.4g} … {high:.4g}, measured on its scale; expected about 50% each"
    if apart < 0.3 and size >= 300:
        return "draws", "the numbers are spaced too evenly for random ones: this is a grid"
    return None


def _along(scale, values, low, high):
    """Return where values lie in a range on its scale: 0 at one end, 1 at the other."""
    bend = {"log": np.log, "beta": lambda x: -np.log1p(-x), "memory": lambda x: 1 / (1 - x)}.get(scale, np.asarray)
    with np.errstate(all="ignore"):
        start, end, places = (bend(np.asarray(x, dtype=float)) for x in (low, high, values))
        return (places - start) / (end - start)


def _correlated(one, other):
    if one.size < 30 or not np.isfinite([one, other]).all() or one.std() == 0 or other.std() == 0:
        return False
    return abs(np.corrcoef(one, other)[0, 1]) > 5 / np.sqrt(one.size)


_MANY = []  # function, case and value that `_search` last looked at, with the result of the long call: demands share it


def _search(function, exercise, case, value, demand):
    """(best, trials) is a random search of the case's `space`, in `rounds` rounds that zoom in by halves.

    `about` is "costs" (each trial has its own settings' cost), "best" (no trial is better), a kind of `_unevenness` in
    some hyperparameter, "together" (hyperparameters do not hang together) or "rounds" (nor do rounds). With `mistaken`,
    "best" is broken by the "highest" cost, that of the "last" trial or the lowest in the last "round"; else the demand
    is broken by rounds that do not zoom ("none"), zoom around the last round's best only ("last") or always into the
    first space ("first"). All but the first two are told from a call with 300 trials in a round too.
    """
    given, about = _given(exercise, case), demand["about"]
    try:
        trials = _plain_trials(value[1])
        costs = [given["dev_cost"](settings) for settings, _ in trials]
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None  # told as a wrong shape
    if about == "best":
        return _not_the_best(_plain_trials([(value[0], 0)])[0][0], costs, given, demand)
    if about == "costs":
        wrong = [k for k, (_, cost) in enumerate(trials) if compare(costs[k], cost, rtol=1e-6, atol=1e-9)]
        said = [f"trial {k} says cost {trials[k][1]:.4g}; dev_cost says {costs[k]:.4g}" for k in wrong]
        return said[0] if said else None
    if len(_MANY) != 4 or any(one is not other for one, other in zip(_MANY, (function, case, value))):
        _MANY[:] = function, case, value, _with(function, exercise, given | {"n_trials": 300})
    try:
        many = _plain_trials(_MANY[3][1])
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        many = []
    if len(many) != 300 * given.get("rounds", 1):
        return OtherFault("with n_trials=300 the function fails, or gives another number of trials")
    runs = [(trials, given["n_trials"]), (many, 300)]
    found = next((found for run in runs if (found := _stray(*run, given, "so far"))), None)
    if "mistaken" in demand:
        return found[1] if found and not any(_stray(*run, given, demand["mistaken"]) for run in runs) else None
    return found[1] if found and found[0] == about else None


def _not_the_best(best, costs, given, demand):
    known = [cost for cost in costs if cost == cost]
    found, lowest = given["dev_cost"](best), min(known, default=np.nan)
    if not known or abs(found - lowest) <= 1e-9:
        return None
    told = f"`best` has cost {found:.4g}, the lowest of all trials is {lowest:.4g}"
    if "mistaken" not in demand:
        return told
    last_round = [cost for cost in costs[-given["n_trials"] :] if cost == cost]
    instead = {"highest": max(known), "last": costs[-1], "round": min(last_round, default=np.nan)}[demand["mistaken"]]
    return told if abs(found - instead) <= 1e-9 else None


def _plain_trials(trials):
    """Return trials with plain numbers in them."""
    return [
        ({name: np.asarray(one).item() for name, one in settings.items()}, np.asarray(cost).item())
        for settings, cost in trials
    ]


def _stray(trials, n_trials, given, centre):
    """Say where the trials of a search leave their round's box or are no even draws in it; (kind, sentence) or None."""
    space, seen, boxes = given["space"], [], dict.fromkeys(given["space"], (0.0, 1.0))
    for k in range(0, len(trials), n_trials):
        part = trials[k : k + n_trials]
        opening = f"with n_trials={n_trials}, " + (f"round {k // n_trials + 1}, " if "rounds" in given else "")
        places = {}
        for name, (scale, low, high) in space.items():
            values = np.array([settings[name] for settings, _ in part], dtype=float)
            ends = [_at_place(scale, place, low, high) for place in boxes[name]]
            if scale == "integer":
                ends = np.round(ends)
            fault = _unevenness(values, scale, *ends, slack=int(scale == "integer" and k > 0))
            if fault and (n_trials >= 100 or fault[0] == "ends"):
                return fault[0], f"{opening}{name}: {fault[1]}"
            places[name] = _along(scale, values, *ends)
            if seen and _correlated(places[name], seen[-1][name]):
                return "rounds", f"{opening}{name}: the same random numbers as in the round before"
        names = list(places)
        for one, other in [(a, b) for a in names for b in names if a < b]:
            if _correlated(places[one], places[other]):
                return "together", f"{opening}{one} and {other} go hand in hand: one tells the other"
            if _correlated(places[one][1:], places[other][:-1]) or _correlated(places[one][:-1], places[other][1:]):
                return "shifted", f"{opening}{one} and {other} use the same random numbers, one trial apart"
        seen.append(places)
        boxes = _next_boxes(boxes, trials[: k + n_trials], n_trials, given, centre)
    return None


def _next_boxes(boxes, trials, n_trials, given, centre):
    if centre == "none":
        return boxes
    known = trials[-n_trials:] if centre == "last" else trials
    known = [(settings, cost) for settings, cost in known if cost == cost]
    best = min(known, key=lambda trial: trial[1])[0] if known else {}
    following = {}
    for name, (scale, low, high) in given["space"].items():
        left, right = (0.0, 1.0) if centre == "first" else boxes[name]
        middle = float(_along(scale, best[name], low, high)) if best else 0.5
        quarter = (right - left) / 4
        following[name] = (max(left, middle - quarter), min(right, middle + quarter))
    return following


def _at_place(scale, place, low, high):
    """Return the value at a place of a range, the inverse of `_along`."""
    if scale == "log":
        return low * (high / low) ** place
    if scale == "beta":
        return 1 - (1 - low) * ((1 - high) / (1 - low)) ** place
    return low + place * (high - low)


CALLING |= {"even_draws": _even_draws, "search": _search}
