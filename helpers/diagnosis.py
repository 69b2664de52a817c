"""What is wrong with a gradient, in a sentence: a factor, a sign, a transposed matrix, a sum over the wrong axis, ..."""

import numpy as np

NEAR = 1e-4  # share within which two numbers count as the same when a pattern is looked for


def agree(given, wanted, slack):
    """Tell whether two arrays are the same up to a share of NEAR and a slack of their own."""
    return bool(np.all(np.abs(given - wanted) <= NEAR * np.maximum(np.abs(given), np.abs(wanted)) + slack))


def explain_shape(key, name, given, slopes, m=None):
    """Say in a sentence what a gradient of the wrong shape is.

    key, name -- of the gradient and of its parameter; given -- the gradient
    slopes -- Slopes of the parameter; m -- number of examples, if known
    """
    wanted, shape = slopes.value, slopes.value.shape
    facts = f"it has shape {given.shape}, {name} has shape {shape}"
    if not (slopes.known.all() and np.isfinite(given).all()):
        return f"{key} has the wrong shape: {facts}."
    slack = 10 * slopes.error.max() * max(1, wanted.size)
    if given.size == 1 and agree(given.sum(), wanted.sum(), slack):
        return f"{key} is the sum over the wrong axis: one number, the sum over all entries of {name}; {facts}."
    if given.size == 1 and agree(given.sum(), wanted.mean(), slack):
        return f"{key} is one number, the mean over all entries of {name}; {facts}."
    if given.size == wanted.size and agree(given.ravel(), wanted.ravel(), slack):
        return f"{key} has the right numbers, but not the shape of its parameter: {facts}."
    if given.shape == shape[::-1] and agree(given.T, wanted, slack):
        return f"{key} is transposed: {facts}."
    if given.ndim == 2 and given.shape[0] == wanted.size and given.shape[1] > 1:
        for what, summed in (("sum", given.sum(axis=1)), ("mean", given.mean(axis=1))):
            if agree(summed, wanted.ravel(), slack):
                return f"{key} has a column for every example; their {what} would be right: {facts}."
    for factor, also in ((1, ""), (m or 1, " (and 1/m is missing)")):
        if given.size > 1 and agree(given.sum() / factor, wanted.sum(), slack) and abs(wanted.sum()) > slack:
            return f"{key} is the sum over the wrong axis{also}: it adds up to the right total, but {facts}."
    return f"{key} has the wrong shape: {facts}."


def explain(key, name, given, slopes, wrong, *, parameter, others, m=None):
    """Say in a sentence what is wrong with a gradient that has the right shape.

    key, name -- of the gradient and of its parameter
    given, slopes -- the gradient, and what was measured
    wrong -- where the two differ, an array of True and False
    parameter -- the parameter itself
    others -- {name: Slopes} of all parameters, to see whether two were mixed up
    m -- number of examples, if known
    """
    bad = ~np.isfinite(given)
    if bad.any():
        what = "NaN (not a number)" if np.isnan(given[bad][0]) else "infinite"
        everywhere = "everywhere" if bad.all() else f"in {bad.sum()} of {bad.size} entries, first at {_place(bad)}"
        return f"{key} is {what} {everywhere}."
    use = slopes.known & ~slopes.kink
    g, n, slack = given[use], slopes.value[use], 10 * slopes.error[use]
    if not (wrong & use).any() and slopes.kink[wrong].any():
        spot = tuple(int(k) for k in np.argwhere(wrong)[0])
        low, high = (round(float(side[spot]), 5) + 0.0 for side in (slopes.low, slopes.high))
        facts = f"it is {given[spot]:.4g}, and the slopes to the two sides are {low:.4g} and {high:.4g}"
        return f"{key} is wrong at a kink{f', first at {_at(spot)}' if spot else ''}: {facts}."
    still = np.abs(slopes.value) <= 10 * slopes.error
    if g.size > 1 and np.all(still[wrong & use]) and np.all(still[use] | (np.abs(g - n) <= 1e-3 * np.abs(n))):
        some = f"in {wrong.sum()} entries" if wrong.sum() < wrong.size else "everywhere"
        return (
            f"{key} is not zero {some} where the cost does not move with {name}. Silent units? Or probabilities so close to "
            "0 or 1 that the cost has stopped (smaller weights would help)?"
        )
    for found in (
        _whole(key, name, g, n, slack, m),
        _places(key, name, given, slopes),
        _penalty(key, name, g, n, slack, parameter[use]),
        _mixed_up(key, name, given, slopes, others),
        _somewhere(key, given, slopes, wrong, m),
        _by_rows(key, given, slopes, wrong),
    ):
        if found:
            return found
    return _no_pattern(key, given, slopes, wrong)


def _whole(key, name, g, n, slack, m):
    phrase = _simple(g, n, slack, m)
    if phrase and g.size > 1:
        return f"{key} {phrase} everywhere{_about_m(g, n, m)}."
    if g.size == 1:
        exact = phrase if phrase and (phrase == "is zero" or _telling(g[0] / n[0], m)) else None
        return (
            f"{key} {exact or 'is wrong'}: it is {g[0]:.4g}, measured {n[0]:.4g}{_about_m(g, n, m) if exact else ''}."
        )
    if np.ptp(g) <= NEAR * np.abs(g).max():
        if agree(g[0], n.sum(), slack.sum()):
            return f"{key} is the sum over the wrong axis: every entry holds the sum over all entries of {name}."
        if agree(g[0], n.mean(), slack.sum()):
            return f"{key} holds the mean of all its entries in every entry: a sum over the wrong axis, or a mean too many."
        return f"{key} is the same number everywhere, {g[0]:.4g}; the measured slopes run from {n.min():.4g} to {n.max():.4g}."
    if np.all(np.abs(g - n - np.mean(g - n)) <= NEAR * np.abs(np.mean(g - n)) + slack):
        return f"{key} is too {'large' if np.mean(g - n) > 0 else 'small'} by {abs(np.mean(g - n)):.4g} everywhere."
    return None


def _simple(g, n, slack, m):
    """Return what an array is to the right one (zero, a factor, the sign), or None."""
    if not np.any(g):
        return "is zero"
    if not np.any(np.abs(n) > slack):
        return None
    c = np.dot(g, n) / np.dot(n, n)
    if not agree(g, c * n, slack * max(1, abs(c))) or abs(c) < 1e-9:
        return None
    if abs(c + 1) < 10 * NEAR:
        return "has the wrong sign"
    return f"has the wrong sign and is off by a factor {_number(-c)}" if c < 0 else f"is off by a factor {_number(c)}"


def _number(c):
    if abs(c - 1) < 0.05:
        return f"{c:.5g}"
    whole = next((k for k in (round(c), round(2 * c) / 2) if k and abs(c - k) < 10 * NEAR * c), None)
    return f"{whole:g}" if whole else f"{c:.3g}"


def _telling(c, m):
    """Tell whether a factor means something even when there is a single entry to tell it from."""
    known = [1, 2, 3, 4, 0.5, 0.25, *([m, 1 / m] if m else [])]
    return any(abs(abs(c) - k) < 10 * NEAR * k for k in known)


def _about_m(g, n, m):
    c = abs(np.dot(g, n) / np.dot(n, n)) if np.any(n) else 0
    if m and m > 1 and abs(c - m) < 10 * NEAR * m:
        return f"; {m} is m, so 1/m is missing"
    if m and m > 1 and abs(c * m - 1) < 10 * NEAR:
        return f"; that is 1/m: it is divided by m = {m} twice"
    if m is None and g.size > 1 and round(c) > 4 and abs(c - round(c)) < NEAR * c:
        return f"; if {round(c)} is the number of examples, 1/m is missing"
    return ""


def _places(key, name, given, slopes):
    """The right numbers in the wrong places: transposed, read in another order, rows or columns exchanged."""
    n = slopes.value
    if not slopes.known.all() or slopes.kink.any() or n.size < 3:
        return None
    slack = 10 * slopes.error.max()
    if n.ndim == 2 and n.shape[0] == n.shape[1] and agree(given.T, n, slack):
        return f"{key} is transposed."
    if n.ndim > 1 and min(n.shape) > 1 and agree(given, n.T.reshape(n.shape), slack):
        return f"{key} is transposed and then reshaped to fit: the numbers are right, their places are not."
    if n.ndim > 1 and min(n.shape) > 1 and agree(given, n.ravel().reshape(n.shape, order="F"), slack):
        return f"{key} is filled in another order (reshape instead of a transpose?): right numbers in the wrong places."
    if not agree(np.sort(given, axis=None), np.sort(n, axis=None), slack):
        total = given.ndim and max(given.shape) == given.size and abs(n.sum()) > slack * n.size
        if (
            total
            and agree(given.sum(), n.sum(), slack * n.size)
            and not agree(np.abs(given).sum(), np.abs(n).sum(), slack)
        ):
            return f"{key} is the sum over the wrong axis: its entries add up to the right total, but each is another."
        return None
    if n.ndim == 2 and min(n.shape) > 1:
        for axis, what in ((0, "rows"), (1, "columns")):
            order = [np.moveaxis(one, axis, 0).reshape(n.shape[axis], -1) for one in (given, n)]
            if all(any(agree(a, b, slack) for b in order[1]) for a in order[0]):
                return f"{key} has its {what} in another order."
    return f"{key} has the right numbers in the wrong places."


def _penalty(key, name, g, n, slack, p):
    """The slope of a penalty is missing, or is there without belonging: g − n follows the parameter or its sign."""
    rest = g - n
    for kind, shape in (("L2", p), ("L1", np.sign(p))):
        if g.size < 3 or not np.any(shape) or np.ptp(shape) == 0:
            continue
        c = np.dot(rest, shape) / np.dot(shape, shape)
        if c and np.all(np.abs(rest - c * shape) <= 1e-3 * np.abs(c * shape) + slack):
            term = f"{abs(c):.3g} · {name}" if kind == "L2" else f"{abs(c):.3g} · sign({name})"
            said = "lacks the term" if c < 0 else "has a term too much,"
            return f"{key} {said} {term}: the slope of an {kind} penalty{' that the cost has' if c < 0 else ''}."
    return None


def _mixed_up(key, name, given, slopes, others):
    for other, its in others.items():
        same = other != name and its.value.shape == given.shape and its.known.all() and given.size > 1
        if same and np.abs(its.value).max() > 0 and agree(given, its.value, 10 * its.error.max()):
            return f"{key} is the gradient of {other}: the two are mixed up."
    return None


def _by_rows(key, given, slopes, wrong):
    """Every row, or every column, is off by a factor of its own."""
    n = slopes.value
    if n.ndim != 2 or min(n.shape) < 2 or not slopes.known.all() or slopes.kink.any():
        return None
    for what, g, right, fault, slack in (
        ("row", given, n, wrong, slopes.error),
        ("column", given.T, n.T, wrong.T, slopes.error.T),
    ):
        squares = np.sum(right**2, axis=1, keepdims=True)
        c = np.sum(g * right, axis=1, keepdims=True) / np.where(squares > 0, squares, 1)
        measurable = np.all(np.abs(right).max(axis=1) > 10 * slack.max()) and fault.any(axis=1).sum() > 1
        if measurable and np.ptp(c) > 10 * NEAR and agree(g, c * right, 10 * slack):
            return f"every {what} of {key} is off by a factor of its own: {_some([f'{k:.3g}' for k in c.ravel()])}."
    return None


def _somewhere(key, given, slopes, wrong, m):
    """The wrong entries fill a few rows or columns, or are very few."""
    names = {2: ["row", "column"]}.get(given.ndim, [f"axis {axis}, index" for axis in range(given.ndim)])
    known = slopes.known
    for axis in range(given.ndim):
        if given.shape[axis] < 2 or given.size == given.shape[axis]:
            continue
        rest = tuple(k for k in range(given.ndim) if k != axis)
        lines, seen = wrong.any(axis=rest), (wrong & known).sum(axis=rest) / np.maximum(1, known.sum(axis=rest))
        if 0 < lines.sum() <= max(1, given.shape[axis] // 2) and np.all(seen[lines] > 0.7):
            which = [str(k) for k in np.flatnonzero(lines)]
            inside = _inside(given, slopes, wrong, m)
            what = names[axis] + ("s" if len(which) > 1 and given.ndim == 2 else "")
            return f"{key}: only {what} {_some(which)} {'are' if len(which) > 1 else 'is'} wrong{inside}."
    if wrong.sum() <= max(1, min(3, wrong.size // 3)):
        which = _some([_at(place) for place in np.argwhere(wrong)])
        return f"{key} is wrong only at {which}{_inside(given, slopes, wrong, m)}."
    return None


def _inside(given, slopes, wrong, m):
    use = wrong & slopes.known & ~slopes.kink
    if not use.any():
        return ""
    phrase = _simple(given[use], slopes.value[use], 10 * slopes.error[use], m)
    if phrase:
        return f"; there it {phrase}{_about_m(given[use], slopes.value[use], m)}"
    spot = tuple(np.argwhere(use)[0])
    return f"; {'there' if wrong.sum() == 1 else 'at ' + _at(spot)} it is {given[spot]:.4g}, measured {slopes.value[spot]:.4g}"


def _no_pattern(key, given, slopes, wrong):
    use = wrong & slopes.known
    distance = np.where(use, np.abs(given - np.where(slopes.known, slopes.value, 0)), -1)
    spot = tuple(int(k) for k in np.unravel_index(np.argmax(distance), given.shape))
    g, n = given[slopes.known], slopes.value[slopes.known]
    if agree(np.abs(g), np.abs(n), 10 * slopes.error[slopes.known].max()):
        return f"{key} has the wrong sign in {use.sum()} of {slopes.known.sum()} entries, for instance at {_at(spot)}."
    long = " Only its length is right." if agree(np.linalg.norm(g), np.linalg.norm(n), 0) else ""
    return (
        f"{key} is wrong in {use.sum()} of {slopes.known.sum()} entries; farthest off at {_at(spot)}, where it is "
        f"{given[spot]:.4g} and {slopes.value[spot]:.4g} was measured.{long}"
    )


def _some(texts, most=4):
    shown = texts[:most]
    if len(texts) > most:
        return ", ".join(shown) + ", …"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def _at(place):
    return "[" + ", ".join(str(int(k)) for k in place) + "]"


def _place(mask):
    return _at(np.argwhere(mask)[0])
