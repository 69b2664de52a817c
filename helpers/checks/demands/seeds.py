"""Demands on what a seed does, told by calling the function again."""

from helpers.checks import calling
from helpers.checks.compare import Difference
from helpers.checks.tree import same


def varies(expected, given, demand, case, near):
    """Every call draws new numbers; told by calling the function again."""


def seeded(expected, given, demand, case, near):
    """The argument `seed` alone decides what comes out; told by calling the function again."""


def called_again(function, exercise, case, value):
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


def seed_argument(function, exercise, case, value, demand):
    """The argument `seed` alone decides what comes out; a function that does without this argument meets the demand."""
    name, args = {"seed": 7}, case.args[: exercise.parameters.index("seed")]
    first, again = (calling.call(function, args, case.kwargs | name, seed=state) for state in (1, 2))
    if first.error is not None:
        return None
    if not same(first.value, again.value):
        return "two calls with the same `seed` give different results"
    others = (calling.call(function, args, case.kwargs | {"seed": seed}).value for seed in range(8, 32))
    return "another `seed` gives the same result" if all(same(first.value, other) for other in others) else None
