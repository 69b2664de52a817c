"""What demands on results have in common."""

from helpers.checks.compare import compare
from helpers.checks.tree import leaves


class OtherFault(str):
    """A sentence about a broken demand that is not explained by the demand's known mistake."""


def misshapen(expected, value):
    """List the differences in keys, lengths, shapes and kinds, whatever the numbers."""
    return [one for one in compare(expected, value, rtol=0.0, atol=1e300) if one.kind != "value"]


def pairs_of(expected, given, demand):
    path = "result" + demand.get("leaf", "")
    found = dict(leaves(given, "result"))
    meant = [name for name, _ in leaves(expected, "result") if name.startswith(path) and demand.get("key", "") in name]
    right = dict(leaves(expected, "result"))
    return [(name, right[name], found[name]) for name in meant]


def arguments_of(exercise, case):
    return dict(zip(exercise.parameters, case.args)) | case.kwargs
