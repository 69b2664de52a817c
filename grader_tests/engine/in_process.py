"""Grade a function in this process, for tests and authors; submissions go through the grading pipeline instead."""

from dataclasses import dataclass

from helpers.checks import messages, references
from helpers.checks.judge import judge
from helpers.checks.references import SheetError


@dataclass(frozen=True)
class Result:
    """The grade of a function: score from 0 to 1, whether it passed, the known mistake (id or None), the message."""

    score: float
    passed: bool
    misconception: str | None
    message: str


def exercises():
    """Return every exercise of the course, in course order; each has .id, .points, .cases and .misconceptions."""
    from grader_tests.engine.freezing import sheets

    return [definition for sheet in sheets().values() for definition in sheet.definitions.values()]


def grade(id, function, *, hidden=True):
    """Grade a function against an exercise.

    id       -- "<stem>/<function>", for instance "c1w2_logistic_regression/propagate"
    function -- the function to grade
    hidden   -- judge by the hidden cases too
    Returns a Result; earlier functions of the sheet that it calls are replaced by right ones where a case fails.
    Raises SheetError when there is no such exercise, or when `function` is not callable.
    """
    if not callable(function):
        raise SheetError(f"grade takes a function for {id}, not {function!r}.")
    exercise = full_exercise(id, hidden=hidden)
    verdict = judge(function, exercise, exercise.cases, stand_ins=_stand_ins(exercise))
    text = messages.as_text(messages.headline(verdict, local=not hidden), messages.rows(verdict, function))
    return Result(verdict.score, verdict.passed, verdict.misconception, text)


def full_exercise(id, *, hidden=True):
    """Return the Exercise with this id, with its hidden cases or without; raises SheetError when there is none."""
    from grader_tests.engine.freezing import files

    stem, _, name = id.partition("/")
    public, secret = files(stem)
    known = references.read(public) if public.exists() else {}
    if name not in known:
        raise SheetError(f"There is no exercise {id!r}; ids look like 'c1w2_logistic_regression/propagate'.")
    exercise = known[name]
    if hidden:
        exercise.cases = exercise.cases + references.read(secret)[name].cases
    return exercise


def _stand_ins(exercise):
    from grader_tests.engine.freezing import sheet_of

    definitions = sheet_of(exercise.stem).definitions
    return {name: definitions[name].solution for name in exercise.uses}
