"""Demands on the masks of dropout and on the network that they leave."""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import compare
from helpers.checks.demands.common import OtherFault, arguments_of


def masks(function, exercise, case, value, demand):
    """Dropout's masks D1 and D2, the places 1 and 6 of the cache, are what `about` says.

    "values": they hold 0 and 1 only; "share": 1 comes with probability keep_prob; "draws": every entry is drawn on its
    own. Shares and draws are told from a call with the case's examples repeated to 600 or more.
    """
    about, keep = demand["about"], arguments_of(exercise, case).get("keep_prob", 0.5)
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


def thinned(function, exercise, case, value, demand):
    """Given its own masks, the forward pass with dropout is right in every place of its cache.

    The demand's known mistake is a missing division by keep_prob.
    """
    given = arguments_of(exercise, case)
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
