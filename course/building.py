"""Text notebooks → nbgrader source → nbgrader's release → solved notebooks; the same input gives the same bytes."""

import json
import os
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from nbformat import NotebookNode

from course import places
from course.places import CourseError
from grader_tests.engine import cells
from grader_tests.engine.freezing import changes, files, sheet_of
from grader_tests.engine.nbgrader_course import NbgraderCourse
from grader_tests.engine.variants import reference_source, split_docstring
from helpers.checks import references

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COUNTED = re.compile(r"RIGHT  (\w+): all (\d+) cases")  # what a solved notebook shows of its check cells
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def source_notebook(stem):
    """Return a sheet's nbgrader source notebook, solutions filled in.

    stem -- name of the sheet
    Raises CourseError when the text notebook and the checks do not name the same exercises.
    """
    text = jupytext.read(places.text_notebook(stem))
    definitions = sheet_of(stem).definitions
    book = nbformat.v4.new_notebook(metadata=METADATA)
    for number, cell in enumerate(text.cells):
        book.cells.append(_built(cell, f"{stem.partition('_')[0]}-{number:03}", stem, definitions))
    _check_names(stem, book, definitions)
    return book


def _built(cell, id, stem, definitions):
    tags = cell.metadata.get("tags", [])
    built = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    source, metadata = cell.source, {}
    if cell.cell_type == "code":
        if exercise := cells.exercise_in(source):
            source, metadata = _exercise_cell(stem, *exercise, definitions)
        elif (name := cells.graded_in(source)) in definitions:
            metadata = _nbgrader(name, grade=True, locked=True, points=definitions[name].points)
        elif "needed" not in tags and not cells.opens_sheet(source):
            tags = [*tags, "demonstration"]
    if tags:
        metadata["tags"] = tags
    return built(source, id=id, metadata=metadata)


def _exercise_cell(stem, home, name, definitions):
    if home != stem or name not in definitions:
        raise CourseError(f"course/{stem}.md imports {home}.{name}, which grader_tests/{stem}.py does not define.")
    head, doc, body = split_docstring(reference_source(stem, name))
    if BEGIN not in body:
        body = f"\n    {BEGIN}{body.rstrip()}\n    {END}"
    return head + doc + body.rstrip(), _nbgrader(f"{name}_solution", solution=True)


def _nbgrader(grade_id, *, solution=False, grade=False, locked=False, points=None):
    marks = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": grade,
        "locked": locked,
        "task": False,
    }
    return {"nbgrader": marks if points is None else {**marks, "points": points}}


def _check_names(stem, book, definitions):
    marks = [cell.metadata.get("nbgrader", {}) for cell in book.cells]
    asked = [mark["grade_id"].removesuffix("_solution") for mark in marks if mark.get("solution")]
    graded = [mark["grade_id"] for mark in marks if mark.get("grade")]
    if asked != list(definitions) or graded != asked:
        raise CourseError(
            f"course/{stem}.md and grader_tests/{stem}.py differ: the text asks for {', '.join(asked)}; it checks"
            f" {', '.join(graded)}; the checks define {', '.join(definitions)}."
        )


def to_bytes(book):
    """Return a notebook as the bytes of its file."""
    return (nbformat.writes(book, version=4).rstrip("\n") + "\n").encode()


def write_if_changed(path, content):
    """Write bytes to a file unless it holds them already; returns whether it was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    os.replace(beside, path)
    return True


def text_outputs_only(book):
    """Return an executed notebook with its text outputs, for committing: no pictures, no HTML, cells counted in order.

    Raises CourseError when a picture came without alt text or a cell failed.
    """
    for number, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), start=1):
        kept = []
        for output in cell.outputs:
            data = output.get("data", {})
            if any(kind.startswith("image/") for kind in data):
                raise CourseError(
                    f"Cell {cell.id} shows a picture without alt text; use helpers.plots.show(figure, alt=…)."
                )
            if output.output_type == "error":
                raise CourseError(f"Cell {cell.id} fails: {output.ename}: {output.evalue}")
            if data:
                output.data = NotebookNode({"text/plain": data["text/plain"]})
                output.metadata = NotebookNode()
            if "execution_count" in output:
                output.execution_count = number
            kept.append(output)
        cell.outputs, cell.execution_count = kept, number  # nbval takes a cell without a count for one never run
        cell.metadata.pop("execution", None)
    return book


def plain_notebook(stem):
    """Return a sheet's notebook with its solutions, as a reader sees it: no marks of nbgrader."""
    book = source_notebook(stem)
    for cell in book.cells:
        cell.source = "\n".join(line for line in cell.source.split("\n") if line.strip() not in (BEGIN, END))
        cell.metadata.pop("nbgrader", None)
    return book


def solve(stem):
    """Run a sheet's notebook from top to bottom and return it with its text outputs."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    book = plain_notebook(stem)
    where = {"metadata": {"path": str(places.COURSE)}}
    client = NotebookClient(book, timeout=120, resources=where, extra_arguments=["--log-level=ERROR"])
    try:
        client.execute(env={**os.environ, "BYHAND_PLAIN": "1", "OPENBLAS_NUM_THREADS": "1"})
    except CellExecutionError as error:
        raise CourseError(f"course/{stem}.md does not run: {error}") from None
    book.metadata = NotebookNode(METADATA)
    return text_outputs_only(book)


def inputs(book):
    """Return what a notebook asks its kernel to do, as text that can be compared: kinds, tags and sources."""
    return json.dumps([[cell.cell_type, cell.metadata.get("tags", []), cell.source] for cell in book.cells])


def out_of_date(stem):
    """Say what of a sheet's generated files is not what its sources give, without writing anything in the project.

    stem -- name of the sheet
    Returns a list of sentences, empty when all is up to date.
    """
    said = [f"references of {stem}: {sentence}" for sentence in changes(sheet_of(stem))]
    content = to_bytes(source_notebook(stem))
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_if_changed(folder / "source" / stem / f"{stem}.ipynb", content)
        shutil.copy(places.COURSE / "nbgrader_config.py", folder)
        NbgraderCourse(folder).generate_assignment(stem, database=False)
        release = (folder / "release" / stem / f"{stem}.ipynb").read_bytes()
    committed = places.RELEASE / stem / f"{stem}.ipynb"
    if not committed.exists() or committed.read_bytes() != release:
        said.append(
            f"course/release/{stem}/{stem}.ipynb is not what course/{stem}.md gives: run `byhand build {stem}`."
        )
    if _solved_is_old(stem):
        said.append(f"solutions/{stem}.ipynb does not belong to course/{stem}.md: run `byhand build {stem}`.")
    return said


def _solved_is_old(stem):
    path = places.SOLVED / f"{stem}.ipynb"
    if not path.exists():
        return True
    book, known = nbformat.read(path, as_version=4), references.read(files(stem)[0])
    shown = COUNTED.findall(json.dumps([cell.get("outputs", []) for cell in book.cells], ensure_ascii=False))
    other_counts = any(name in known and int(count) != len(known[name].cases) for name, count in shown)
    return other_counts or inputs(book) != inputs(plain_notebook(stem))


def build(stem, *, again=False):
    """Bring a sheet's source, release and solved notebook up to date.

    stem  -- name of the sheet
    again -- run the solved notebook anew even when its cells have not changed
    Returns the list of files written.
    Raises CourseError when the reference outputs differ from what the solutions give (`byhand freeze` writes those).
    """
    if differing := changes(sheet_of(stem)):
        raise CourseError(
            f"Reference outputs of {stem} are not up to date ({differing[0]}); see `byhand freeze {stem}`."
        )
    written, course = [], NbgraderCourse(places.COURSE)
    source = places.SOURCE / stem / f"{stem}.ipynb"
    release = places.RELEASE / stem / f"{stem}.ipynb"
    changed = write_if_changed(source, to_bytes(source_notebook(stem)))
    if changed or not release.exists() or not course.knows(stem):
        before = release.read_bytes() if release.exists() else None
        course.generate_assignment(stem)
        written += [release] if release.read_bytes() != before else []
    if again or _solved_is_old(stem):
        path = places.SOLVED / f"{stem}.ipynb"
        written += [path] if write_if_changed(path, to_bytes(solve(stem))) else []
    return written
