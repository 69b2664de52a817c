"""What demands on results have in common."""

from helpers.checks import calling
from helpers.checks.compare import compare
from helpers.checks.tree import leaf_at, leaves, same


class OtherFault(str):
    """A sentence about a broken demand that is not explained by the demand's known mistake."""


def misshapen(expected, value):
    """List the differences in keys, lengths, shapes and kinds, whatever the numbers."""
    return [one for one in compare(expected, value, rtol=0.0, atol=1e300) if one.kind != "value"]


def pairs_of(expected, given, demand):
    path = "result" + demand.get("leaf", "")
    right = {name: leaf for name, leaf in leaves(expected, "result") if name.startswith(path)}
    meant = [name for name in right if demand.get("key", "") in name]
    return [(name, right[name], leaf_at(given, name)) for name in meant]


def arguments_of(exercise, case):
    return dict(zip(exercise.parameters, case.args)) | case.kwargs


def does_not_repeat(function, case, value):
    """Say that a second call after the same seed gave something else than `value`, so that no step can be followed; or None."""
    again = calling.call(function, case.args, case.kwargs)
    if again.error is None and same(again.value, value):
        return None
    return OtherFault("two calls after the same np.random.seed give different results: draw with np.random")
