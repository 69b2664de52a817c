"""A class of made-up submissions of known quality, to try grading on and to test it with."""

import json
import warnings

import nbformat

from course import places
from grader_tests.engine.freezing import sheet_of
from grader_tests.engine.variants import reference_source

NOISE = """import sys, warnings
print("thinking aloud", file=sys.stderr)
warnings.warn("a warning in a student's cell")
"""


def make(stem, folder):
    """Write twelve submissions of a sheet and what each deserves.

    stem   -- name of the sheet, already released
    folder -- nbgrader's `submitted` folder
    Returns {student: {"kind": …, "scores": {exercise: fraction of its points}}}, also written to <stem>.intended.json.
    """
    definitions = list(sheet_of(stem).definitions.values())
    intended = {}
    for number, (kind, maker) in enumerate(KINDS.items(), start=1):
        student = f"sample-{number:02}"
        book = nbformat.read(places.RELEASE / stem / f"{stem}.ipynb", as_version=4)
        scores = {definition.name: 0.0 for definition in definitions}
        text = maker(book, definitions, scores) or nbformat.writes(book)
        path = folder / student / stem / f"{stem}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        intended[student] = {"kind": kind, "scores": scores}
    (folder / f"{stem}.intended.json").write_text(json.dumps(intended, indent=1) + "\n")
    return intended


def fill(book, definition, source):
    """Put a source into an exercise's cell of a notebook."""
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{definition.name}_solution":
            cell.source = source


def solve(book, definition, scores):
    """Put the right answer into an exercise's cell."""
    fill(book, definition, reference_source(definition.stem, definition.name))
    scores[definition.name] = 1.0


def _right(book, definitions, scores):
    for definition in definitions:
        solve(book, definition, scores)


def _other_ways(book, definitions, scores):
    for definition in definitions:
        fill(book, definition, definition.other_sources()[0])
        scores[definition.name] = 1.0


def _noisy(book, definitions, scores):
    _right(book, definitions, scores)
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += "\n\n" + NOISE


def _mistakes(which):
    def maker(book, definitions, scores):
        for definition in definitions:
            mistake = definition.misconceptions[which]
            fill(book, definition, definition.wrong_source(mistake.id))
            scores[definition.name] = mistake.score

    return maker


def _one_mistake(book, definitions, scores):
    _right(book, definitions, scores)
    definition = definitions[len(definitions) // 2 - 1]
    mistake = definition.misconceptions[0]
    fill(book, definition, definition.wrong_source(mistake.id))
    scores[definition.name] = mistake.score


def _half(book, definitions, scores):
    for definition in definitions[: len(definitions) // 2]:
        solve(book, definition, scores)


def _empty(book, definitions, scores):
    pass


def _syntax_error(book, definitions, scores):
    _right(book, definitions, scores)
    definition = definitions[1]
    fill(book, definition, reference_source(definition.stem, definition.name).replace("):\n", ")\n", 1))
    scores[definition.name] = 0.0


def _exits(book, definitions, scores):
    _right(book, definitions, scores)
    definition = definitions[2]
    head = reference_source(definition.stem, definition.name).partition("\n")[0]
    fill(book, definition, f"{head}\n    import sys\n    sys.exit('done')\n")
    scores[definition.name] = 0.0


def _disordered(book, definitions, scores):
    """A right submission without kernelspec, a solution cell doubled, a graded cell lost, another one changed."""
    _right(book, definitions, scores)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbformat complains of the doubled cell, which is the point
        del book.metadata["kernelspec"]
        marks = [cell.metadata.get("nbgrader", {}) for cell in book.cells]
        solution = next(index for index, mark in enumerate(marks) if mark.get("solution"))
        graded = [index for index, mark in enumerate(marks) if mark.get("grade")]
        book.cells[graded[1]].source = "print('full marks, please')"
        del book.cells[graded[-1]]
        book.cells.insert(solution, book.cells[solution])
        return json.dumps(book)


def _no_notebook(book, definitions, scores):
    return "Dear grader, my laptop ate the notebook.\n"


KINDS = {
    "right": _right,
    "other ways": _other_ways,
    "noisy but right": _noisy,
    "first mistakes": _mistakes(0),
    "second mistakes": _mistakes(1),
    "one mistake": _one_mistake,
    "first half": _half,
    "nothing written": _empty,
    "syntax error": _syntax_error,
    "exits": _exits,
    "disordered": _disordered,
    "no notebook": _no_notebook,
}
