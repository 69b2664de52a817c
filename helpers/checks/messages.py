"""Turn a verdict into what a student reads: a headline and labelled rows, as plain text or HTML."""

import builtins
import html
import re

import numpy as np

from helpers.checks import calling, choices
from helpers.checks.tree import brief, leaf_at, leaves

# What NumPy and Python say most often, and what it usually means in this course.
COMMON_ERRORS = [
    (r"shapes .* not aligned|matmul: Input operand|mismatch in its core dimension",
     "The inner sizes of the product differ. Write the two shapes down: (a, b) times (b, c); is a transpose missing?"),
    (r"operands could not be broadcast",
     "Two arrays of different shape meet in +, -, * or /. Print both shapes; a column (n, 1) or a row (1, m) may be lost."),
    (r"Cannot interpret '?\d+'? as a data type|data type '?\d+'? not understood",
     "np.zeros, np.ones and np.empty take the shape as one tuple: np.zeros((n, 1)), with two pairs of brackets."),
    (r"'tuple' object cannot be interpreted as an integer",
     "np.random.randn takes the sizes one by one: np.random.randn(2, 3), without a tuple."),
    (r"only (length-1|0-dimensional|size-1) arrays can be converted",
     "float(), int() or a function of math met an array with axes; NumPy's functions take whole arrays, .item() gives a single number."),
    (r"truth value of an array",
     "if, max, min, and, or decide once, for one number; this is an array. np.where, np.maximum or a comparison decide for each number."),
    (r"bitwise_xor|unsupported operand type\(s\) for \^", "In Python, ^ is not a power: write x**2."),
    (r"cannot reshape array of size",
     "The new sizes must multiply to the number of values; take them from the array's shape, and let -1 stand for one of them."),
    (r"'(float|int)' object is not (iterable|subscriptable)|object of type '(float|int)' has no len",
     "This is a single number: it has no elements to loop over or to pick from."),
    (r"only integer scalar arrays can be converted to a scalar index",
     "An array stands where one whole number is wanted: in np.sum(a, b) the second argument is the axis. Join two terms with + first."),
    (r"'float' object cannot be interpreted as an integer",
     "A whole number is wanted, and this is a float: / always gives one, // keeps whole numbers; np.max(a, b) takes b for an axis."),
    (r"(not enough|too many) values to unpack",
     "There are more or fewer names before the = than values after it; print what comes out there."),
    (r"math domain error|expected a (positive|nonnegative) input",
     "The math module takes no logarithm of 0 and no root of a negative number; what should come out here needs a branch of its own."),
    (r"math range error", "The number is too large for math.exp; np.exp gives inf instead."),
    (r"input array dimensions .* must match|must have same number of dimensions",
     "Joined arrays agree in all axes but the one that they are joined along; print the shapes of all of them."),
    (r"'NoneType' object has no attribute",
     "The value before the dot is None: a function you call returns nothing, or an argument was left out."),
    (r"not supported between instances of '(tuple|list)'|not supported between instances of '\w+' and '(tuple|list)'",
     "A function that you call returns several values, and all of them are compared; take them apart first."),
    (r"Cannot cast ufunc .* output", "out= and += write into an array of whole numbers here; make it with dtype float, or a new one."),
    (r"index \d+ is out of bounds",
     "Python counts from 0, so the last index is the size minus 1; take sizes from the arguments, not from one example."),
    (r"'(float|int)' object has no attribute '(shape|T|ndim|dot|sum|size)'|0-dimensional array given",
     "This is a plain number here, not an array; np.ndim, np.shape and np.atleast_2d take both."),
    (r"can only concatenate str", "A text and a number meet in +: write 'W' + str(l), or f'W{l}'."),
    (r"(max|min)\(\) (arg|iterable argument) is (an )?empty",
     "There is nothing here to take the largest or smallest of: say what comes out then (max and min take default=)."),
    (r"unsupported operand type\(s\) for .*'list'",
     "A list is no array: it cannot be added or subtracted as a whole. np.array(list) makes one; list[0] is a number."),
    (r"list index out of range", "A list of n entries has the places 0 to n − 1; this one is beyond its end."),
    (r"unsupported operand type\(s\) for .*NoneType",
     "One of the values is None: a function you call returns nothing, or an argument was left out."),
    (r"missing \d+ required positional argument", "The call passes fewer arguments than the function asks for."),
]  # fmt: skip


def headline(verdict, local):
    """Return the first line of a message.

    verdict -- the Verdict of an exercise
    local   -- True on a student's machine, where only the public cases are known
    """
    exercise, total = verdict.exercise, len(verdict.reports)
    right = sum(report.passed for report in verdict.reports)
    cases = f"all {total} cases" if right == total else f"{right} of {total} cases right"
    if choices.is_answer_cell(exercise):
        cases, local = _count_of_answers(verdict), False
    if verdict.passed:
        tail = "; hidden cases decide the points when you hand in" if local else ""
        return f"✓ RIGHT  {exercise.name}: {cases}{tail}"
    if isinstance(verdict.first_failure and verdict.first_failure.outcome.error, NotImplementedError):
        return f"✎ TO DO  {exercise.name} is not written yet"
    return f"✗ NOT YET  {exercise.name}: {cases}"


def rows(verdict, function):
    """Return the body of a message as a list of (label, text) pairs; empty when everything is right.

    verdict  -- the Verdict of an exercise
    function -- the function under test
    """
    report = verdict.first_failure
    if report is None:
        return _reasons(verdict) + [("Rule", RULES[rule]) for rule in verdict.rules_broken] + _stand_in_rows(verdict)
    error = report.outcome.error
    if isinstance(error, NotImplementedError):
        text = f"Replace the line `raise NotImplementedError` in the cell of `{verdict.exercise.name}`, run it, check again."
        return [("What to do", text), ("Help", f"hint({verdict.exercise.name}) gives a first hint.")]
    found = [("Case", f"a hidden one: “{report.case.label}”" if report.case.hidden else f"“{report.case.label}”")]
    if choices.is_answer_cell(verdict.exercise):
        found = []
    if not report.case.hidden and (report.case.args or report.case.kwargs):
        found.append(("Called with", _arguments(verdict.exercise, report.case)))
    found += _what_happened(report)
    found += _explanation(verdict, report, function)
    found += _stand_in_rows(verdict)
    found.append(("Help", f"hint({verdict.exercise.name}) gives the next hint."))
    return found


def _count_of_answers(verdict):
    answers = sum(len(list(leaves(report.case.expected))) for report in verdict.reports)
    wrong = sum(len(report.differences) if report.outcome.error is None else answers for report in verdict.reports)
    if answers == 1:
        return "wrong" if wrong else "this is the answer"
    return f"{max(answers - wrong, 0)} of {answers} answers right"


def _reasons(verdict):
    """Return why right answers are right, for questions with named options."""
    answers = [one for report in verdict.reports for one in choices.judged(report.case.expected, report.outcome.value)]
    return [(f"Why {path.removeprefix('result')}".strip(), why) for path, right, why in answers if right]


RULES = {
    "no_loop": "The numbers are right, but this exercise asks for no Python loop: let NumPy do the whole array at once."
}


def _arguments(exercise, case):
    names = exercise.parameters[: len(case.args)]
    pairs = list(zip(names, case.args)) + list(case.kwargs.items())
    return "\n".join(f"{name} = {brief(value)}" for name, value in pairs)


def _what_happened(report):
    outcome = report.outcome
    if isinstance(outcome.error, calling.TooSlowError):
        slow = f"no answer after {calling.SECONDS_PER_CALL} s: is there a loop that never ends?"
        return [("Result", str(outcome.error) or slow)]
    if outcome.error is not None:
        name = type(outcome.error).__name__
        # What an error says may hold the arguments; those of a hidden case are shown to nobody.
        found = [("Error", _known_kind(name) if report.case.hidden else f"{name}: {_first_line(outcome.error)}")]
        if outcome.line and not report.case.hidden:  # which line it is can be made to tell what went in
            found.append(("Where", outcome.line))
        return found
    if report.case.hidden:
        return [("Result", report.differences[0].path + " is not as it should be")]
    found = [("Result", report.differences[0].sentence)]
    found += [("Also", difference.sentence) for difference in report.differences[1:4]]
    return found


def _known_kind(name):
    return name if hasattr(builtins, name) or name in ("LinAlgError", "AxisError") else "an error of its own kind"


def _first_line(error):
    return (str(error).splitlines() or [""])[0][:200]


def _explanation(verdict, report, function):
    exercise, outcome, found = verdict.exercise, report.outcome, []
    known = exercise.misconceptions.get(verdict.misconception)
    if known and not _explains(verdict.misconception, report):
        known = None  # it shows in a later case; this one fails for another reason, which comes first
    if known:
        found.append(("Known mistake", known["says"]))
        if known["place"]:
            found.append(("In the documents", known["place"]))
    elif outcome.error is not None:
        found += [("What it means", says) for pattern, says in COMMON_ERRORS if re.search(pattern, str(outcome.error))][
            :1
        ]
        if isinstance(outcome.error, UnboundLocalError):
            meaning = "This name gets its value in a branch or loop that did not run here: give it one before."
            found.append(("What it means", meaning))
        elif isinstance(outcome.error, NameError):
            meaning = (
                "This name is not an argument of the function, nor made inside it. (A text needs quotation marks.)"
            )
            found.append(("What it means", meaning))
        if isinstance(outcome.error, KeyError):
            meaning = "The dictionary has no entry of this name; spelling and capital letters count."
            found.append(("What it means", meaning))
    fixed = always_the_same_shape(verdict)
    if fixed and not known:
        found.append(("Hard-coded size?", f"the shape is {fixed} in every case, whatever the arguments' sizes"))
    if any(difference.kind == "nan" for difference in report.differences):
        seen = [] if report.case.hidden else outcome.warnings[:1]
        found += [("Warned on the way", f"{warning.message}, line {warning.lineno}") for warning in seen]
    data = calling.notebook_data(function)
    if data and not known:
        names = ", ".join(f"`{name}`" for name in data)
        found.append(("Notebook variable", f"the function reads {names} from the notebook instead of its arguments"))
    return found


def _explains(misconception, report):
    return misconception in report.case.wrong or any(d.kind == misconception for d in report.differences)


def always_the_same_shape(verdict):
    """Return the shape that a result has in every case although it should differ, or None."""
    shapes = [
        (difference.path, *difference.sentence.split(" has shape ")[1].split(", expected "))
        for report in verdict.reports
        for difference in report.differences
        if not report.case.hidden
        if difference.kind == "shape" and " has shape " in difference.sentence
    ]
    if len(set(shapes)) < 2 or len({(path, found) for path, found, _ in shapes}) > 1:
        return None
    path, found, _ = shapes[0]
    right = [report for report in verdict.reports if report.passed and not report.case.hidden]
    return found if all(str(np.shape(leaf_at(one.outcome.value, path))) == found for one in right) else None


def _stand_in_rows(verdict):
    names = sorted({report.stand_in for report in verdict.reports if report.stand_in})
    return [
        ("Fix this first", f"{_one_of(name)} is wrong; with a right one in its place, this exercise works.")
        for name in names
    ]


def _one_of(names):
    quoted = [f"`{name}`" for name in names.split(", ")]
    return quoted[0] if len(quoted) == 1 else f"At least one of {', '.join(quoted[:-1])} and {quoted[-1]}"


def as_text(title, body):
    """Return a message as plain text, one row a line."""
    width = max((len(label) for label, _ in body), default=0)
    below = "\n" + " " * (width + 4)
    return "\n".join([title] + [f"  {label:<{width}}  {text.replace(chr(10), below)}" for label, text in body])


def as_html(title, body, tone):
    """Return a message as HTML that reads on light and dark pages.

    title -- the headline; its sign and word carry the meaning, not the colour
    body  -- list of (label, text) pairs
    tone  -- "right", "wrong" or "todo"
    """
    colour = {"right": "#2e7d32", "wrong": "#c2410c", "todo": "#6b7280"}[tone]
    lines = "".join(
        f"<tr><th scope='row' style='text-align:left;vertical-align:top;white-space:nowrap;font-weight:600'>"
        f"{html.escape(label)}</th><td style='text-align:left;white-space:pre-wrap'>{_marked(text)}</td></tr>"
        for label, text in body
    )
    table = f"<table style='border:none;margin:.4em 0 0;font-size:inherit'>{lines}</table>" if lines else ""
    return (
        f"<div role='status' class='tex2jax_ignore mathjax_ignore' style='border-left:.4em solid {colour};padding:.5em .9em;margin:.3em 0'>"
        f"<strong>{html.escape(title)}</strong>{table}</div>"
    )


def _marked(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
