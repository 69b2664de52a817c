"""Demands on numbers drawn from a range, evenly on its scale."""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import as_plain_array
from helpers.checks.demands.common import OtherFault, arguments_of


def even_draws(function, exercise, case, value, demand):
    """A sampler's numbers lie evenly between the case's low and high on their scale, drawn one by one.

    Told from 2000 numbers. `scale` is the right one, else the case's argument of that name. `about` is "ends", "scale" or
    "draws"; with `mistaken`, the name of another scale, the demand is broken by numbers that lie evenly on just that one.
    """
    given = arguments_of(exercise, case)
    scale, low, high = demand.get("scale") or given["scale"], given["low"], given["high"]
    drawn = as_plain_array(called_with(function, exercise, given | {"size": 2000}))
    if drawn is None or drawn.shape != (2000,):
        return None if "mistaken" in demand else OtherFault("with size=2000 the function fails, or gives another shape")
    if "mistaken" in demand:
        fault = unevenness(drawn.astype(float), scale, low, high)
        fits = fault and not unevenness(drawn.astype(float), demand["mistaken"], low, high)
        return f"with size=2000, {fault[1]}" if fits else None
    few = unevenness(as_plain_array(value).astype(float), scale, low, high)
    if few and few[0] == "ends":
        return few[1] if demand["about"] == "ends" else None
    fault = unevenness(drawn.astype(float), scale, low, high)
    return f"with size=2000, {fault[1]}" if fault and fault[0] == demand["about"] else None


def called_with(function, exercise, given):
    """Return what a function gives for these arguments, handed over in their order."""
    return calling.call(function, tuple(given[name] for name in exercise.parameters if name in given), {}).value


def unevenness(drawn, scale, low, high, slack=0):
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
    places = along(scale, drawn, low, high)
    found = _uneven_counts(drawn, low, high) if scale == "integer" else _uneven_places(places, low, high)
    if found and not (scale == "integer" and slack):
        return found
    if correlated(places[1:], places[:-1]):
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


def along(scale, values, low, high):
    """Return where values lie in a range on its scale: 0 at one end, 1 at the other."""
    bend = {"log": np.log, "beta": lambda x: -np.log1p(-x), "memory": lambda x: 1 / (1 - x)}.get(scale, np.asarray)
    with np.errstate(all="ignore"):
        start, end, places = (bend(np.asarray(x, dtype=float)) for x in (low, high, values))
        return (places - start) / (end - start)


def correlated(one, other):
    if one.size < 30 or not np.isfinite([one, other]).all() or one.std() == 0 or other.std() == 0:
        return False
    return abs(np.corrcoef(one, other)[0, 1]) > 5 / np.sqrt(one.size)
