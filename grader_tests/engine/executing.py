"""What stands in the place of nbgrader's Execute: runs a submission's cells and makes sure every graded cell has a score."""

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import List

from grader_tests.engine.cells import is_demonstration
from grader_tests.engine.freezing import HIDDEN_FOLDER
from helpers.checks.asking import HIDDEN

PREPARE = """
import sys
from grader_tests.engine import preparing
preparing.prepare_kernel({stem!r})
del preparing
"""

# Outputs of submissions that other processes have run already: fingerprint of the code -> outputs of its code cells.
_prepared = {}


class ExecuteAndCheck(Execute):
    """Runs the cells that define functions and the graded cells; leaves demonstrations out."""

    extra_arguments = List(["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]).tag(config=True)

    def preprocess(self, nb, resources):
        """Execute a sanitized submission; every graded code cell ends with a number from 0 to its points."""
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        outputs = _prepared.pop(fingerprint(nb), None)
        if outputs is None:
            nb, resources = self._execute(nb, resources)
        else:
            for cell, made in zip(code, outputs):
                cell.outputs = [nbformat.from_dict(output) for output in made]
        for cell in code:
            if utils.is_grade(cell):
                settle(cell)
        return nb, resources

    def _execute(self, nb, resources):
        stem = resources["nbgrader"]["assignment"]
        first = NotebookNode(cell_type="code", metadata={}, source=PREPARE.format(stem=stem), outputs=[], id="prepare")
        first.execution_count = None
        with utils.setenv(**{HIDDEN: str(HIDDEN_FOLDER), "OPENBLAS_NUM_THREADS": "1"}):
            nb.cells.insert(0, first)
            nb, resources = super().preprocess(nb, resources)
            del nb.cells[0]
        return nb, resources

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell unless it only shows something."""
        shows = "demonstration" in cell.metadata.get("tags", []) or is_demonstration(cell.source)
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata and index and shows:
            cell.outputs = []
            return cell, resources
        return super().preprocess_cell(cell, resources, index)


def fingerprint(nb):
    """Return what tells two notebooks with different code apart."""
    code = [
        [cell.source, cell.metadata.get("nbgrader", {}).get("grade_id")]
        for cell in nb.cells
        if cell.cell_type == "code"
    ]
    return hashlib.sha256(json.dumps(code).encode()).hexdigest()


def prepare(stem, books, workers):
    """Run several submissions in parallel processes, for `ExecuteAndCheck` to take the outputs from.

    stem    -- name of the sheet
    books   -- submissions as `read_submission` gives them
    workers -- number of processes
    """
    with ProcessPoolExecutor(workers) as pool:
        for made in pool.map(_run_alone, [stem] * len(books), books):
            _prepared.update([made])


def _run_alone(stem, book):
    resources = {"nbgrader": {"assignment": stem}, "metadata": {"path": None}}
    name = fingerprint(book)
    ran, _ = ExecuteAndCheck().preprocess(book, resources)
    return name, [[dict(output) for output in cell.outputs] for cell in ran.cells if cell.cell_type == "code"]


def settle(cell):
    """Give a graded cell exactly one score: what check found, or 0 with the reason.

    cell -- an executed graded code cell; text on stderr is taken out, since nbgrader would give 0 for it
    """
    outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    scores = [output for output in outputs if output.output_type == "execute_result" and _is_score(output, cell)]
    if len(scores) == 1:
        cell.outputs = outputs
        return
    errors = [output for output in outputs if output.output_type == "error"]
    reason = _reason(errors[0]) if errors else "the cell gave no score: was the kernel still alive?"
    said = f"✗ 0 points: {reason}"
    shown = NotebookNode(output_type="display_data", data={"text/plain": said}, metadata={})
    facts = {
        "byhand": {"exercise": cell.metadata.nbgrader.grade_id, "score": 0.0, "misconception": None, "message": said}
    }
    score = NotebookNode(output_type="execute_result", data={"text/plain": "0"}, metadata=facts, execution_count=None)
    cell.outputs = [shown, score]


def _reason(error):
    if error.ename == "NameError":
        return f"{error.evalue}: its cell is missing, was not run or has an error"
    return f"{error.ename}: {error.evalue}"


def _is_score(output, cell):
    try:
        points = float(json.loads(output.data["text/plain"]))
    except (KeyError, ValueError, TypeError):
        return False
    return "byhand" in output.metadata and 0 <= points <= cell.metadata.nbgrader.points
