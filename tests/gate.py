"""What the course gate needs to know of exercises and notebooks: lists, shapes in docstrings, texts of a notebook."""

import ast
import inspect
import re

import nbformat
import numpy as np

from course import building, places
from grader_tests.engine.freezing import sheets
from grader_tests.engine.variants import reference_source
from helpers.checks.tree import CONTAINERS

SHEETS = sheets()
STEMS = list(SHEETS)
EXERCISES = [definition for sheet in SHEETS.values() for definition in sheet.definitions.values()]
FUNCTIONS = [definition for definition in EXERCISES if not definition.choices]  # without the answer cells
MISTAKES = [(definition, one) for definition in EXERCISES for one in definition.misconceptions]
WAYS = [(definition, number) for definition in EXERCISES for number in range(len(definition.accepted))]


def name(value):
    """Return a readable test id for a definition, a misconception or a number."""
    return getattr(value, "id", str(value))


def shapes_in_docstring(function):
    """Return {parameter: list of its axes' names} for the parameters whose shape the docstring tells."""
    found = {}
    for line in inspect.getdoc(function).splitlines():
        match = re.match(r"\s*([\w, ]+?) -- (.*)", line)
        if match:
            shapes = re.findall(r"\(([\w .+*·\[\]−-]+(?:, ?[\w .+*·\[\]−-]+)*,?)\)", match.group(2))
            for parameter, shape in zip(re.split(r", ?", match.group(1)), shapes * 9):
                found[parameter] = [axis.strip() for axis in shape.rstrip(",").split(",")]
    return found


def sizes_of_m(definition):
    """Return the sizes that the axis of the examples has in an exercise's cases; empty when it has none."""
    sizes = set()
    for parameter, axes in shapes_in_docstring(definition.solution).items():
        for axis, symbol in enumerate(axes):
            if symbol in ("m", "m_train", "m_test"):
                sizes |= {_argument(definition, case, parameter, axis) for case in definition.cases}
    return sizes - {None}


def _argument(definition, case, parameter, axis):
    given = dict(zip(definition.parameters, case.args)) | case.kwargs
    value = given.get(parameter)
    return value.shape[axis] if isinstance(value, np.ndarray) and value.ndim > axis else None


def code_lines(definition):
    """Return how many lines a reference solution has, without its docstring, blank lines and comments."""
    tree = ast.parse(reference_source(definition.stem, definition.name))
    body = tree.body[0].body[1:]
    lines = ast.unparse(ast.Module(body, [])).splitlines()
    return 1 + sum(bool(line.strip()) for line in lines)


def reformed(value, form):
    """Return a nested result with every number in another form, for instance np.float64 or a (1, 1) array."""
    if isinstance(value, dict):
        return {key: reformed(part, form) for key, part in value.items()}
    if isinstance(value, CONTAINERS):
        return type(value)(reformed(part, form) for part in value)
    if isinstance(value, int | float | np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return form(float(value))
    return value


def text_cells(stem):
    """Return the cells of a sheet's source notebook."""
    return building.source_notebook(stem).cells


def release(stem):
    """Return a sheet's committed student notebook and its text."""
    path = places.RELEASE / stem / f"{stem}.ipynb"
    return nbformat.read(path, as_version=4), path.read_text()


def secret_lines(definition):
    """Return the lines of a reference solution that would give it away."""
    tree = ast.parse(reference_source(definition.stem, definition.name))
    lines = ast.unparse(ast.Module(tree.body[0].body[1:], [])).splitlines()
    return [line.strip() for line in lines if len(line.strip()) >= 18]
