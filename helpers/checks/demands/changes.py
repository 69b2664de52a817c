"""Demands on an argument that a function is meant to change in place."""

import numpy as np

from helpers.checks import calling
from helpers.checks.compare import as_plain_array, compare
from helpers.checks.demands.common import OtherFault, arguments_of

STILL = "`{}` is the same after the call as before"


def stepped(function, exercise, case, value, demand):
    """The argument `argument`, a dictionary of arrays, has taken a step against the case's expected gradients.

    `gradients` is the gradients' place in the result, `learning_rate` the default of the case's argument of that name. With
    `about` "still" the demand is broken only where nothing has moved at all; with "step" by a step that is not right. Where
    the gradients that came back are wrong as well, the step is no mistake of its own, and no known one.
    """
    given = arguments_of(exercise, case)
    before, rate = given[demand["argument"]], given.get("learning_rate", demand["learning_rate"])
    after = calling.call(function, case.args, case.kwargs, names=exercise.parameters).after.get(demand["argument"])
    if demand["about"] == "still":
        return STILL.format(demand["argument"]) if after is None and rate != 0 else None
    gradients = case.expected[demand["gradients"]]
    if after is None and rate != 0:  # said again, since this is another call: the one before may have moved something
        return STILL.format(demand["argument"])
    after = before if after is None else after
    fault = (
        OtherFault if compare(gradients, value[demand["gradients"]], rtol=exercise.rtol, atol=exercise.atol) else str
    )
    for name, array in before.items():
        now = as_plain_array(after.get(name)) if isinstance(after, dict) else None
        if now is None:
            return f"after the call `{demand['argument']}` has no array {name!r} any more"
        right = array - rate * gradients[f"d{name}"]
        if compare(right, now, rtol=exercise.rtol, atol=exercise.atol):
            moved = "has not moved" if np.array_equal(now, array) else "has taken another step"
            return fault(
                f"after the call {demand['argument']}[{name!r}] {moved}: learning_rate · d{name} should be subtracted"
            )
    return None
