"""What stands in the place of nbgrader's Execute: the submission runs in a box, its marks are written here."""

import ast
import atexit
import functools
import json
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from grader_tests.engine import box
from grader_tests.engine.freezing import files
from grader_tests.engine.in_process import full_exercise
from grader_tests.engine.marking import Marking
from grader_tests.engine.oracle import Oracle
from grader_tests.engine.remote import probe
from grader_tests.engine.running import parsed
from helpers.checks import references

RELEASE = Path(__file__).resolve().parents[2] / "course" / "release"


class ExecuteAndCheck(NbGraderPreprocessor):
    """Runs the cells that define functions in a box, judges the exercises, and writes every output itself."""

    box = Enum(["auto", *box.KINDS], "auto", help="the box for student code; none runs it unprotected").tag(config=True)

    def preprocess(self, nb, resources):
        """Mark a sanitized submission; every graded code cell ends with a number from 0 to its points."""
        mark(nb, resources["nbgrader"]["assignment"], self.box)
        return nb, resources


def code_cells(nb):
    """Return the code cells of a notebook."""
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def mark(nb, stem, kind="auto", limits=box.NORMAL):
    """Mark a repaired submission in this process.

    nb     -- the notebook, whose code cells get their outputs
    stem   -- name of the sheet
    kind   -- the kind of box
    limits -- what the submission may use
    Raises BoxError when no box of this kind can be had.
    """
    known, oracle = exercises_of(stem)
    chosen = box.choose(kind)
    try:
        Marking(nb, known, open_box(stem, chosen, limits), oracle).mark()
    except box.BoxError:
        if _boxes[stem, chosen, limits].alive():
            raise
        Marking(nb, known, open_box(stem, chosen, limits), oracle).mark()  # the warm process was killed: once more


def mark_alone(stem, text, kind="auto", limits=box.NORMAL):
    """Mark a submission given as a notebook's text; returns the outputs of its code cells as plain data."""
    nb = nbformat.reads(text, as_version=4)
    mark(nb, stem, kind, limits)
    return json.loads(json.dumps([cell.outputs for cell in code_cells(nb)]))


@functools.lru_cache(maxsize=4)
def _known(stem, stamps):
    names = references.read(files(stem)[0])
    oracle = Oracle(stem)
    atexit.register(oracle.close)
    return {name: full_exercise(f"{stem}/{name}") for name in names}, oracle


def exercises_of(stem):
    """Return the exercises of a sheet with all their cases, and the Oracle of its right versions."""
    return _known(stem, tuple(path.stat().st_mtime_ns for path in files(stem)))


_boxes = {}


def open_box(stem, kind, limits=box.NORMAL):
    """Return the box of a sheet, which stays open for the next submission; at most two are kept."""
    kept = _boxes.pop((stem, kind, limits), None)
    if kept is not None and not kept.alive():
        kept.close()
        kept = None
    if kept is None:
        while len(_boxes) > 1:
            _boxes.pop(next(iter(_boxes))).close()
        kept = box.Box(stem, kind, imports_of(stem), limits)
        if kind != "none":
            probe(kept)
    _boxes[stem, kind, limits] = kept
    return kept


def close_boxes():
    """Close every box of this process."""
    while _boxes:
        _boxes.popitem()[1].close()


def imports_of(stem):
    """Return the import statements of a sheet's released notebook."""
    book = nbformat.read(RELEASE / stem / f"{stem}.ipynb", as_version=4)
    statements = [one for cell in code_cells(book) for one in parsed(cell.source).body]
    return [ast.unparse(one) for one in statements if isinstance(one, ast.Import | ast.ImportFrom)]
