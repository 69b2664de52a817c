"""Kinds of cells: exercises, graded cells, definitions, demonstrations."""

import ast
import re

EXERCISE = re.compile(r"from solutions\.(\w+) import (\w+)\s*")
GRADED = re.compile(r"check\((\w+)\)\s*")


def exercise_in(source):
    """Return (stem, function) when a cell is exactly an exercise's import line, else None."""
    match = EXERCISE.fullmatch(source)
    return match.groups() if match else None


def graded_in(source):
    """Return the function's name when a cell is exactly `check(function)`, else None."""
    match = GRADED.fullmatch(source)
    return match.group(1) if match else None


def is_demonstration(source):
    """Tell whether a code cell only shows something: grading can leave it out.

    source -- text of a code cell
    Imports, definitions and the opening of the sheet are needed by later functions; the rest is demonstration. A cell that
    is not valid Python counts as needed: running it shows its error where a student made it.
    """
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    needed = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return not any(isinstance(one, needed) or _opens_sheet(one) for one in statements)


def opens_sheet(source):
    """Tell whether a code cell calls `sheet(...)`, the cell that every later one needs."""
    return any(_opens_sheet(one) for one in ast.parse(source).body)


def _opens_sheet(statement):
    call = getattr(statement, "value", None)
    return isinstance(call, ast.Call) and getattr(call.func, "id", "") == "sheet"
