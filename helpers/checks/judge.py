"""Run a function on the cases of an exercise and judge what comes back."""

from dataclasses import dataclass, field

from helpers.checks import calling, choices, properties
from helpers.checks.compare import Difference, compare
from helpers.checks.tree import leaf_at


@dataclass
class Report:
    """What happened in one case."""

    case: object
    outcome: calling.Outcome
    differences: list
    stand_in: str = ""  # the earlier exercise that had to be replaced for this case to come out right

    @property
    def passed(self):
        return not self.differences


@dataclass
class Verdict:
    """All cases of an exercise with the credit they give and the known mistake they show."""

    exercise: object
    reports: list
    credit: dict  # (group, part) -> passed
    misconception: str | None = None
    rules_broken: list = field(default_factory=list)

    @property
    def score(self):
        return sum(self.credit.values()) / len(self.credit)

    @property
    def passed(self):
        return all(self.credit.values())

    @property
    def first_failure(self):
        return next((report for report in self.reports if not report.passed), None)


def judge(function, exercise, cases, stand_ins=None):
    """Run a function on cases and judge it.

    function  -- the function under test
    exercise  -- the Exercise it should solve
    cases     -- the cases to run, public or hidden
    stand_ins -- dictionary from the name of an earlier exercise to a right function; a case that fails is
                 repeated with these in place, so that one mistake costs once
    Returns a Verdict; whatever the function does, nothing is raised but a keyboard interrupt.
    """
    return weigh(exercise, cases, run_cases(function, exercise, cases, stand_ins), loops=calling.has_loop(function))


def run_cases(function, exercise, cases, stand_ins=None):
    """Run a function on cases until it is clear that it is not written or does not end.

    Arguments as for `judge`; returns a list of Report, one for each case that was run.
    """
    reports = []
    for case in cases:
        report = run_case(function, exercise, case)
        if not report.passed and stand_ins:
            report = _repeat(function, exercise, case, stand_ins) or report
        reports.append(report)
        if gave_up(report):
            break
    return reports


def gave_up(report):
    """Tell whether a report says that no other case needs to be tried."""
    return isinstance(report.outcome.error, calling.TooSlowError | NotImplementedError)


def weigh(exercise, cases, reports, *, loops):
    """Return the Verdict for the reports of an exercise's cases; loops tells whether the function holds a Python loop."""
    rules_broken = [rule for rule in exercise.rules if rule == "no_loop" and loops]
    credit = _credit(exercise, cases, reports, rules_broken)
    verdict = Verdict(exercise, reports, credit, rules_broken=rules_broken)
    if not verdict.passed:
        verdict.misconception = recognise(exercise, reports)
    return verdict


def run_case(function, exercise, case):
    """Call a function with one case's arguments and compare; returns a Report."""
    outcome = calling.call(function, case.args, case.kwargs, names=exercise.parameters)
    if outcome.error is not None:
        name = type(outcome.error).__name__
        return Report(case, outcome, [Difference("result", "error", f"{name}: {outcome.error}")])
    try:
        differences = _differences(function, exercise, case, outcome.value)
    except Exception as error:  # a value of a kind that nobody thought of is wrong, and no reason to stop
        said = f"what the function returns cannot be compared ({type(error).__name__})"
        differences = [Difference("result", "type", said)]
    for name in outcome.changed:
        if name not in exercise.may_change:
            differences.append(
                Difference("result", "changed", f"the function changes `{name}`, which was handed to it")
            )
    return Report(case, outcome, differences)


def _differences(function, exercise, case, value):
    if exercise.properties:
        return properties.examine(function, exercise, case, value)
    return compare(case.expected, value, rtol=exercise.rtol, atol=exercise.atol)


def _repeat(function, exercise, case, stand_ins):
    used = {name: stand_ins[name] for name in calling.global_names(function) & set(stand_ins)}
    if not used:
        return None
    report = run_case(calling.with_globals(function, used), exercise, case)
    report.stand_in = ", ".join(sorted(used)) if report.passed else ""
    return report


def _credit(exercise, cases, reports, rules_broken):
    parts = exercise.parts or {"": [""]}
    credit = {(case.group, part): len(reports) == len(cases) for case in cases for part in parts}
    for report in reports:
        for part, prefixes in parts.items():
            if any(_concerns(difference.path, prefixes) for difference in report.differences):
                credit[report.case.group, part] = False
    works = all(credit.values())
    return credit | {("rule", rule): works and rule not in rules_broken for rule in exercise.rules}


def _concerns(path, prefixes):
    whole = path == "result"
    return whole or any(path.startswith("result" + prefix) or prefix.startswith(path[6:]) for prefix in prefixes)


def recognise(exercise, reports):
    """Return the id of the known mistake that explains the failing cases, or None.

    exercise -- the Exercise, with its misconceptions in the order of preference
    reports  -- the reports of all its cases
    A mistake explains them when it shows in some case and the function did the same in every case where it shows;
    failing that, when it explains every wrong leaf of the first failing case.
    """
    chosen = [difference for report in reports for difference in report.differences if difference.choice]
    if chosen:
        return choices.known_as(chosen[0].path, chosen[0].choice)
    found = {}
    for name in exercise.misconceptions:
        showing = [report for report in reports if name in report.case.wrong]
        if showing and all(_does_the_same(report, report.case.wrong[name], exercise) for report in showing):
            found[name] = len(showing)
    for name in exercise.misconceptions:
        declared = [p["misconception"] for r in reports for p in exercise.properties if _broke(r, p)]
        if name in declared:
            found.setdefault(name, 1)
    if found:
        failing = [report for report in reports if not report.passed]
        return max(found, key=lambda name: (all(name in report.case.wrong for report in failing), found[name]))
    return _recognise_part(exercise, reports)


def _broke(report, demand):
    return demand.get("misconception") and any(d.kind == demand["misconception"] for d in report.differences)


def _does_the_same(report, wrong, exercise):
    error = report.outcome.error
    if wrong.raised:
        return type(error).__name__ == wrong.raised and (str(error) == wrong.says or not wrong.says)
    if error is not None or set(wrong.changed) != set(report.outcome.changed):
        return False
    if all(isinstance(value, dict) for value in (report.case.expected, wrong.value, report.outcome.value)):
        lacking = set(report.case.expected) - set(wrong.value)
        if lacking & set(report.outcome.value):  # the mistake leaves something out that the function has
            return False
    return not compare(wrong.value, report.outcome.value, rtol=exercise.rtol, atol=exercise.atol)


def _recognise_part(exercise, reports):
    failing = [report for report in reports if not report.passed and report.outcome.error is None]
    if not failing:
        return None
    first = next((d for d in failing[0].differences if d.kind in ("value", "shape", "nan", "type")), None)
    if first is None or first.path == "result":
        return None
    answered = [report for report in reports if report.outcome.error is None]
    for name in exercise.misconceptions:
        if all(_explains_leaf(report, first.path, name, exercise) for report in answered):
            return name
    return None


def _explains_leaf(report, path, name, exercise):
    """Tell whether a leaf is wrong just where the mistake makes it wrong, and in the same way."""
    is_wrong = any(difference.path == path for difference in report.differences)
    wrong = report.case.wrong.get(name)
    if wrong is None or wrong.raised:
        return not is_wrong
    try:
        given, mistaken, expected = (
            leaf_at(one, path) for one in (report.outcome.value, wrong.value, report.case.expected)
        )
    except LookupError:
        return not is_wrong
    near = {"rtol": exercise.rtol, "atol": exercise.atol}
    if not compare(expected, mistaken, **near):
        return not is_wrong
    return is_wrong and not compare(mistaken, given, **near)
