"""Demands on random searches, round by round."""

import numpy as np

from helpers.checks.compare import compare
from helpers.checks.demands.common import OtherFault, arguments_of
from helpers.checks.demands.sampling import along, called_with, correlated, unevenness

_MANY = []  # function, case and value that `search` last looked at, with the result of the long call: demands share it


def search(function, exercise, case, value, demand):
    """(best, trials) is a random search of the case's `space`, in `rounds` rounds that zoom in by halves.

    `about` is "costs" (each trial has its own settings' cost), "best" (no trial is better), a kind of `unevenness` in
    some hyperparameter, "together" (hyperparameters do not hang together) or "rounds" (nor do rounds). With `mistaken`,
    "best" is broken by the "highest" cost, that of the "last" trial or the lowest in the last "round"; else the demand
    is broken by rounds that do not zoom ("none"), zoom around the last round's best only ("last") or always into the
    first space ("first"). All but the first two are told from a call with 300 trials in a round too.
    """
    given, about = arguments_of(exercise, case), demand["about"]
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
        _MANY[:] = function, case, value, called_with(function, exercise, given | {"n_trials": 300})
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
            fault = unevenness(values, scale, *ends, slack=int(scale == "integer" and k > 0))
            if fault and (n_trials >= 100 or fault[0] == "ends"):
                return fault[0], f"{opening}{name}: {fault[1]}"
            places[name] = along(scale, values, *ends)
            if seen and correlated(places[name], seen[-1][name]):
                return "rounds", f"{opening}{name}: the same random numbers as in the round before"
        names = list(places)
        for one, other in [(a, b) for a in names for b in names if a < b]:
            if correlated(places[one], places[other]):
                return "together", f"{opening}{one} and {other} go hand in hand: one tells the other"
            if correlated(places[one][1:], places[other][:-1]) or correlated(places[one][:-1], places[other][1:]):
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
        middle = float(along(scale, best[name], low, high)) if best else 0.5
        quarter = (right - left) / 4
        following[name] = (max(left, middle - quarter), min(right, middle + quarter))
    return following


def _at_place(scale, place, low, high):
    """Return the value at a place of a range, the inverse of `along`."""
    if scale == "log":
        return low * (high / low) ** place
    if scale == "beta":
        return 1 - (1 - low) * ((1 - high) / (1 - low)) ** place
    return low + place * (high - low)
