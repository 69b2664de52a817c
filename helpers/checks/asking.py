"""check, hint, progress and sheet: find the exercise that is meant, judge it, show the answer."""

import functools

from helpers.checks import calling, messages, references
from helpers.checks.judge import judge
from helpers.checks.references import SheetError
from helpers.checks.showing import Answer, friendly_errors

_open_sheet = None
_hints_given = {}
_answers = {}


@functools.lru_cache(maxsize=32)
def load(path, modified=0):
    """Read a reference file once; `modified` is its time stamp, so that a new file is read again."""
    return references.read(path)


def exercises_of(stem):
    """Return the exercises of a sheet by name, with their public cases; raises SheetError when there is no such sheet."""
    path = references.find(stem)
    return load(path, path.stat().st_mtime_ns)


def sheet(stem):
    """Open an exercise sheet: from here on, check and hint mean its exercises.

    stem -- name of the sheet, for instance "c1w2_logistic_regression"
    Raises SheetError when there is no such sheet.
    """
    global _open_sheet
    exercises_of(stem)
    _open_sheet = stem
    _answers.clear()
    friendly_errors(exercises_of(stem))


def find_exercise(function, stem=None):
    """Return the Exercise that a function, or a name, is meant to solve.

    function -- the student's function, or an exercise's name
    stem     -- the sheet; else the one the function was imported from, the open one, or the only one that has the name
    Raises SheetError when none or several sheets fit.
    """
    name = function if isinstance(function, str) else getattr(function, "__name__", None)
    if name is None:
        raise SheetError(f"check takes a function, not {function!r}; write check(propagate), without its brackets.")
    home = getattr(function, "__module__", "") or ""
    if stem is None and home.startswith("solutions."):
        stem = home.removeprefix("solutions.")
    if stem is None and _open_sheet is not None:
        stem = _open_sheet
    if stem is not None:
        known = exercises_of(stem)
        if name not in known:
            raise SheetError(f"{stem} has no exercise {name!r}; it has {', '.join(known)}.")
        return known[name]
    fitting = [stem for stem in references.stems() if name in exercises_of(stem)]
    if len(fitting) != 1:
        where = f"is in {', '.join(fitting)}" if fitting else "is in no sheet here"
        raise SheetError(f"An exercise {name!r} {where}; say which sheet: check({name}, 'c1w2_logistic_regression').")
    return exercises_of(fitting[0])[name]


def check(function, stem=None):
    """Say whether a function solves its exercise and, if not, which mistake it is.

    function -- the function to check
    stem     -- name of the exercise sheet; needed only where no sheet is open
    Returns an Answer: `.score` (0 to 1), `.passed`, `.misconception`, `.message`; shown where check is called.
    Raises SheetError when there is no such exercise.
    """
    if not callable(function):
        raise SheetError(f"check takes a function, not {function!r}; write check(propagate), without its brackets.")
    exercise = find_exercise(function, stem)
    verdict = judge(function, exercise, exercise.cases)
    body = messages.rows(verdict, function)
    if not verdict.passed and (earlier := wrong_before(function, exercise)):
        body = [("Fix this first", f"`{earlier}`, which is called here, is not right yet: check({earlier}).")] + body[
            :3
        ]
    answer = Answer.of(verdict, messages.headline(verdict, local=True), body)
    _answers[exercise.id] = answer
    answer.show()
    return answer


def wrong_before(function, exercise):
    """Return the name of the earliest exercise that a function builds on and that is not right in its notebook, or None.

    function -- the function under test, in whose notebook the earlier functions are looked up
    exercise -- the Exercise it should solve
    """
    space, called = getattr(function, "__globals__", {}), calling.global_names(function)
    for name in [name for name in exercise.uses if name in called]:
        earlier, known = space.get(name), exercises_of(exercise.stem)[name]
        if callable(earlier) and not judge(earlier, known, known.cases).passed:
            return wrong_before(earlier, known) or name
    return None


def hint(function, stem=None):
    """Show the next hint for an exercise; called again, it goes one step further.

    function -- the student's function or the exercise's name
    stem     -- name of the exercise sheet; needed only where no sheet is open
    """
    exercise = find_exercise(function, stem)
    given = _hints_given[exercise.id] = min(_hints_given.get(exercise.id, 0) + 1, len(exercise.hints))
    body = [(f"Hint {index + 1}", text) for index, text in enumerate(exercise.hints[:given])]
    body.append(("In the documents", exercise.source))
    left = len(exercise.hints) - given
    more = f"{left} more: call hint({exercise.name}) again" if left else "that was the last one"
    Answer.note(f"✎ HINT  {exercise.name}: {given} of {len(exercise.hints)} ({more})", body).show()


def progress(stem=None):
    """Show how far a sheet has come: every exercise with its last check in this notebook.

    stem -- name of the exercise sheet; else the open one
    Raises SheetError when no sheet is open.
    """
    stem = stem or _open_sheet
    if stem is None:
        raise SheetError("No sheet is open; say which: progress('c1w2_logistic_regression').")
    known = exercises_of(stem)
    body = []
    for name, exercise in known.items():
        answer = _answers.get(exercise.id)
        state = (
            "not checked yet" if answer is None else "✓ right" if answer.passed else f"✗ not yet ({answer.score:.0%})"
        )
        body.append((name, f"{state}, {exercise.points:g} points"))
    right = sum(answer.passed for answer in _answers.values())
    Answer.note(f"PROGRESS  {stem}: {right} of {len(known)} exercises right", body).show()
