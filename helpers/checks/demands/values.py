"""Demands on single numbers and keys of a result."""

from collections import Counter

import numpy as np

from helpers.checks.compare import as_plain_array, compare
from helpers.checks.demands.common import OtherFault, pairs_of
from helpers.checks.tree import brief


def exact(expected, given, demand, case, near):
    """The leaf has the reference's digits (within `rtol` and `atol`): biases are zero, a learning rate is handed through."""
    for name, right, value in pairs_of(expected, given, demand):
        found = compare(right, value, path=name, **near | {key: demand[key] for key in near if key in demand})
        if found:
            return found[0].sentence
    return None


def spread(expected, given, demand, case, near):
    """Numbers are drawn one by one, around 0, with the standard deviation `scale`, else the reference's.

    The spread is told from `enough` numbers on; it may be `factor` times the right one. The demand's known mistake is a
    spread that is too wide, or, with `"mistake": "narrow"`, one that is too narrow. `key` is a text in the leaves' names.
    """
    factor, mistake = demand.get("factor", 1.43), demand.get("mistake", "wide")
    for name, right, value in pairs_of(expected, given, demand):
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


def same_keys(expected, given, demand, case, near):
    """The dictionary has the reference's keys and no others, where its length is to tell something (how many layers)."""
    more = [key for key in given if key not in expected]
    return f"result has a key {more[0]!r} that does not belong there" if more else None


def without(expected, given, demand, case, near):
    """The dictionary has none of the `keys`, which would tell of a layer too many."""
    more = [key for key in demand["keys"] if key in given]
    return f"result has a key {more[0]!r} that does not belong there" if more else None


def own_draws(expected, given, demand, case, near):
    """No number is drawn for two leaves, as it is when a seed inside a loop starts the same row of numbers again."""
    seen = {}
    for name, _, value in pairs_of(expected, given, demand):
        for number in as_plain_array(value).ravel().tolist():
            if number and seen.setdefault(number, name) != name:
                return f"{name} repeats numbers of {seen[number]}"
    return None


def any_order(expected, given, demand, case, near):
    """The list has the reference's entries (pairs of words or numbers), as often each, whatever their order."""
    wanted, found = (Counter(tuple(entry) for entry in entries) for entries in (expected, given))
    for more, less, what in ((wanted, found, "lacks"), (found, wanted, "has too often")):
        wrong = more - less
        if wrong:
            return f"result {what} {brief(next(iter(wrong)))}"
    return None
