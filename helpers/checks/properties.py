"""Demands on a result that has no fixed digits: random draws and what is trained from them.

A demand is a dictionary: `name` of a function in `helpers.checks.demands`; `leaf`, the part of the result it is about ("" for
all of it); further options; and `misconception`, the known mistake that a broken demand shows. A result that equals the
reference's digits meets every demand but those with the option `"always": True`. Two demands are about calling again: a
function has to repeat after np.random.seed, unless a demand has the option `"repeats": False` (then a generator of its own
will do); `{"name": "varies"}` rules out a seed inside, and `{"name": "seeded"}` wants the argument `seed` to decide. `cases`
limits a demand to the cases of these labels.
"""

from helpers.checks.compare import Difference, compare
from helpers.checks.demands import CALLING, RESULT
from helpers.checks.demands.common import OtherFault, misshapen
from helpers.checks.demands.seeds import called_again


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
    differences = misshapen(case.expected, value)
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
            sentence = RESULT[demand["name"]](case.expected, value, demand, given_case, exact)
        if sentence and (path, sentence) not in [(one.path, one.sentence) for one in differences]:
            known = None if isinstance(sentence, OtherFault) else demand.get("misconception")
            differences.append(Difference(path, known or "property", sentence))
    return differences or ([] if as_expected else called_again(function, exercise, case, value))
