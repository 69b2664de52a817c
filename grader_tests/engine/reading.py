"""Read a submission whatever state it is in: repair what can be repaired, say so, and never stop a run."""

import copy
import json
import re
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter

from grader_tests.engine import finding
from grader_tests.engine.boxed import wire
from grader_tests.engine.finding import UnreadableError

ABOUT = "about-this-submission"
MOST_CELLS, MOST_CHARACTERS, MOST_WRITTEN = 1000, 100_000, 1_000_000  # cells; characters of one, and of all


class SubmissionExporter(NotebookExporter):
    """Reads submissions leniently; set as `c.Autograde.exporter_class`."""

    def from_filename(self, filename, resources=None, **kw):
        """Convert the notebook file of a submission, repaired after the released notebook."""
        if not self.parent._sanitizing:  # nbgrader's second step reads what the first one wrote
            return super().from_filename(filename, resources=resources, **kw)
        place = self.parent.coursedir
        facts = resources["nbgrader"]
        release = (
            Path(place.format_path(place.release_directory, ".", facts["assignment"])) / f"{facts['notebook']}.ipynb"
        )
        book, notes = read_submission(filename, nbformat.read(release, as_version=4))
        if notes:
            book.cells.insert(0, about(notes))
        resources.setdefault("metadata", {}).update(name=facts["notebook"], path=str(Path(filename).parent))
        _remove_others(Path(self.parent._format_dest(facts["assignment"], facts["student"])))
        return self.from_notebook_node(book, resources=resources, **kw)


def _remove_others(folder):
    """Take out of autograded/ what nbgrader has copied there beside the notebook: links in it were followed."""
    for path in folder.rglob("*"):
        if path.name != "timestamp.txt" and (path.is_symlink() or path.is_file()):
            path.unlink()


def use_known_name(assignment, student, notebooks):
    """Let nbgrader grade a notebook that was renamed; set as `c.Autograde.pre_convert_hook`, changes `notebooks`."""
    if notebooks and not any(Path(path).stem == assignment for path in notebooks):
        notebooks[:] = [str(Path(notebooks[0]).parent / f"{assignment}.ipynb")]


def about(notes):
    """Return a markdown cell that tells what was repaired; notes is a list of sentences."""
    lines = [f"- {' '.join(wire.clean(note).replace('~', '-').split())}" for note in notes]
    return nbformat.v4.new_markdown_cell(
        "\n".join(["**About this submission**", "", "~~~text", *lines, "~~~"]), id=ABOUT
    )


def notes_in(cell):
    """Return the sentences that `about` wrote into a cell; empty for any other cell."""
    lines = cell.source.split("\n") if cell.get("id") == ABOUT else []
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def as_plain_text(source):
    """Return a markdown text that shows a text as it was written: no markup in it, no links, no scripts."""
    fence = "~" * (3 + max(map(len, re.findall("~+", source)), default=0))
    return f"{fence}text\n{source}\n{fence}"


def read_submission(path, template):
    """Read a submitted notebook and repair it after the released one.

    path     -- where the notebook should be; a renamed or zipped one beside it is found
    template -- the released notebook, with every cell that nbgrader knows
    Returns (notebook, notes): a notebook with each of the template's graded and solution cells exactly once, and the
    repairs as sentences. A file that cannot be read gives the template itself, which scores 0, and the reason.
    """
    try:
        content, notes = finding.content_of(Path(path))
        cells = cells_of(content)
    except UnreadableError as error:
        return copy.deepcopy(template), [
            f"The file cannot be graded: {error}. It counts as not written; nothing in it was changed."
        ]
    wanted = {cell.metadata.nbgrader.grade_id: cell for cell in template.cells if "nbgrader" in cell.metadata}
    shown = {cell.source for cell in template.cells if "demonstration" in cell.metadata.get("tags", [])}
    cells = [_clean(cell, wanted, notes) for cell in cells]
    written = sum(len(cell["source"]) for cell in cells)
    if written > MOST_WRITTEN:  # reading so much Python takes the grader longer than running it
        said = f"Its cells hold {written} characters, more than {MOST_WRITTEN}. It counts as not written."
        return copy.deepcopy(template), [said]
    released = {cell.source for cell in template.cells if cell.cell_type == "markdown"}
    for cell in cells:
        if cell["source"] in shown:
            cell["metadata"] = {"tags": ["demonstration"]}
    _drop_doubles(cells, wanted, notes)
    _restore_lost(cells, wanted, notes)
    _put_in_order(cells, wanted, notes)
    for cell in cells:
        if cell["cell_type"] == "markdown" and cell["source"] not in released:
            cell["source"] = as_plain_text(cell["source"])  # an instructor's browser shows it: nothing in it may run
    book = nbformat.v4.new_notebook(metadata=template.metadata)
    for number, cell in enumerate(cells):
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[cell["cell_type"]]
        book.cells.append(make(cell["source"], id=f"cell-{number:04}", metadata=cell["metadata"]))
    return book, notes


def cells_of(content):
    """Return the cells of a notebook, given as the bytes of its file, as dictionaries, whatever its version and state.

    Raises UnreadableError when the bytes are no notebook.
    """
    try:
        content = json.loads(content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"it is not JSON ({str(error)[:80]})") from None
    if not isinstance(content, dict):
        raise UnreadableError("it is JSON, but not a notebook")
    cells = content.get("cells")
    if cells is None and isinstance(content.get("worksheets"), list):  # nbformat 3
        cells = [cell for sheet in content["worksheets"] for cell in _listed(sheet)]
    if not isinstance(cells, list):
        raise UnreadableError("it is JSON, but has no list of cells")
    if len(cells) > MOST_CELLS:
        raise UnreadableError(f"it has {len(cells)} cells, more than {MOST_CELLS}")
    return [cell for cell in cells if isinstance(cell, dict)]


def _listed(sheet):
    cells = sheet.get("cells") if isinstance(sheet, dict) else None
    return cells if isinstance(cells, list) else []


def source_of(cell):
    """Return the source of a cell as one text, whatever stands in its place."""
    source = cell.get("source", cell.get("input")) or ""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _clean(cell, wanted, notes):
    """Return a cell as {cell_type, source, metadata} with nbgrader marks only where the release has them."""
    source = source_of(cell)
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    marks = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    grade_id = marks.get("grade_id")
    source = source.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    if len(source) > MOST_CHARACTERS:
        notes.append(f"A cell of {len(source)} characters was left out; {MOST_CHARACTERS} are the most.")
        source = ""
    if not isinstance(grade_id, str) or grade_id not in wanted:
        if isinstance(grade_id, str):
            notes.append(f"The cell `{grade_id[:60]}` belongs to another notebook; it was not graded.")
        return {"cell_type": kind, "source": source, "metadata": {}}
    original = wanted[grade_id]
    if kind != original.cell_type:
        notes.append(f"The cell `{grade_id}` had been turned into {kind}; it was turned back.")
    if original.metadata.nbgrader.locked:
        source = original.source
    return {"cell_type": original.cell_type, "source": source, "metadata": dict(original.metadata)}


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def _drop_doubles(cells, wanted, notes):
    for grade_id, original in wanted.items():
        places = [index for index, cell in enumerate(cells) if _id(cell) == grade_id]
        if len(places) < 2:
            continue
        notes.append(f"The cell `{grade_id}` was there {len(places)} times; one of them was graded.")
        written = [index for index in places if cells[index]["source"] != original.source]
        keep = (written or places)[-1]
        for index in reversed(places):
            if index != keep and original.metadata.nbgrader.locked:
                del cells[index]
            elif index != keep:
                cells[index]["metadata"] = {}


def _put_in_order(cells, wanted, notes):
    """Exercises are judged in the released order: a later one must not be asked before one that it is built on."""
    places = [index for index, cell in enumerate(cells) if _id(cell) is not None]
    marked = {_id(cells[index]): cells[index] for index in places}
    if list(marked) != list(wanted):
        notes.append("The exercises stood in another order; they were put back into the released one.")
        for index, grade_id in zip(places, wanted):
            cells[index] = marked[grade_id]


def _restore_lost(cells, wanted, notes):
    after = -1
    for grade_id, original in wanted.items():
        places = [index for index, cell in enumerate(cells) if _id(cell) == grade_id]
        if places:
            after = places[0]
            continue
        found = None
        if original.metadata.nbgrader.solution:
            line = f"def {grade_id.removesuffix('_solution')}("
            loose = [index for index, cell in enumerate(cells) if line in cell["source"] and _id(cell) is None]
            found = loose[-1] if loose else None
        if found is not None:
            cells[found] |= {"cell_type": "code", "metadata": dict(original.metadata)}
            notes.append(f"The cell `{grade_id}` had lost its mark; it was found by its function's name.")
            after = found
        else:
            copied = {"cell_type": original.cell_type, "source": original.source, "metadata": dict(original.metadata)}
            cells.insert(after + 1, copied)
            notes.append(f"The cell `{grade_id}` was missing; it was put back as it was released.")
            after += 1
