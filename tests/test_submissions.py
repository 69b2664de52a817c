"""Reading submissions: what can be repaired is repaired and said; what cannot scores nothing and says why; nothing crashes."""

import contextlib
import copy
import io
import json
import os
import random
import zipfile

import nbformat
import pytest

from course import places
from grader_tests.engine import finding
from grader_tests.engine.cells import is_demonstration
from grader_tests.engine.finding import MOST_BYTES
from grader_tests.engine.reading import read_submission

STEM = "c1w2_logistic_regression"
ANSWER = "def propagate(w, b, X, Y):\n    return 'mine'"


@pytest.fixture
def template():
    return nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4)


@pytest.fixture
def submitted(template):
    """The release with `propagate` written."""
    book = json.loads(nbformat.writes(template))
    _cell(book, "propagate_solution")["source"] = ANSWER
    return book


def _cell(book, grade_id):
    return next(cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _read(tmp_path, template, book):
    path = tmp_path / "in.ipynb"
    path.write_text(book if isinstance(book, str) else json.dumps(book))
    return read_submission(path, template)


def _ids(book):
    return [cell.metadata.nbgrader.grade_id for cell in book.cells if "nbgrader" in cell.metadata]


def _answer(book):
    return next(
        cell.source for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "propagate_solution"
    )


def test_an_orderly_submission_is_left_alone(tmp_path, template, submitted):
    book, notes = _read(tmp_path, template, submitted)
    assert notes == []
    assert _ids(book) == _ids(template)
    assert _answer(book) == ANSWER


def test_a_missing_kernelspec_is_put_back(tmp_path, template, submitted):
    submitted["metadata"] = {}
    book, notes = _read(tmp_path, template, submitted)
    assert notes == []
    assert book.metadata.kernelspec.name == "python3"


def test_a_foreign_kernelspec_is_replaced(tmp_path, template, submitted):
    submitted["metadata"]["kernelspec"] = {"name": "julia-1.10", "display_name": "Julia", "language": "julia"}
    assert _read(tmp_path, template, submitted)[0].metadata.kernelspec.name == "python3"


def test_a_lost_graded_cell_is_put_back_after_its_exercise(tmp_path, template, submitted):
    submitted["cells"] = [cell for cell in submitted["cells"] if cell is not _cell(submitted, "propagate")]
    book, notes = _read(tmp_path, template, submitted)
    assert _ids(book) == _ids(template)
    assert notes == ["The cell `propagate` was missing; it was put back as it was released."]


def test_a_solution_that_lost_its_mark_is_found_by_its_name(tmp_path, template, submitted):
    _cell(submitted, "propagate_solution")["metadata"] = {}
    book, notes = _read(tmp_path, template, submitted)
    assert _answer(book) == ANSWER
    assert "found by its function's name" in notes[0]


def test_a_doubled_solution_counts_with_what_was_written(tmp_path, template, submitted):
    index = submitted["cells"].index(_cell(submitted, "propagate_solution"))
    untouched = json.loads(nbformat.writes(template))
    submitted["cells"].insert(index + 1, _cell(untouched, "propagate_solution"))
    book, notes = _read(tmp_path, template, submitted)
    assert _answer(book) == ANSWER
    assert _ids(book) == _ids(template)
    assert "was there 2 times" in notes[0]


def test_changed_graded_cells_points_and_locks_are_reset(tmp_path, template, submitted):
    graded = _cell(submitted, "propagate")
    graded["source"] = "10.0"
    graded["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "schema_version": 99}
    book, _ = _read(tmp_path, template, submitted)
    restored = next(cell for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "propagate")
    original = next(cell for cell in template.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "propagate")
    assert (restored.source, restored.metadata.nbgrader) == (original.source, original.metadata.nbgrader)


def test_a_code_cell_turned_into_text_is_turned_back(tmp_path, template, submitted):
    _cell(submitted, "propagate_solution")["cell_type"] = "markdown"
    book, notes = _read(tmp_path, template, submitted)
    assert _answer(book) == ANSWER
    assert "turned back" in notes[0]


def test_the_notebook_of_another_week_scores_nothing_and_says_so(tmp_path, template, submitted):
    for cell in submitted["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] += "_of_week_9"
            cell["source"] = "x = 1"
    book, notes = _read(tmp_path, template, submitted)
    assert _ids(book) == _ids(template)
    assert any("belongs to another notebook" in note for note in notes)


def test_windows_line_ends_and_old_formats_are_read(tmp_path, template, submitted):
    _cell(submitted, "propagate_solution")["source"] = ANSWER.replace("\n", "\r\n")
    assert _answer(_read(tmp_path, template, submitted)[0]) == ANSWER
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [{"cells": copy.deepcopy(submitted["cells"])}],
    }
    for cell in old["worksheets"][0]["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    assert _answer(_read(tmp_path, template, old)[0]) == ANSWER


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not JSON"),
        ("my laptop ate it", "not JSON"),
        ("[1, 2]", "not a notebook"),
        ('{"cells": 5}', "no list of cells"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=["empty", "prose", "a list", "no cells", "deeply nested"],
)
def test_what_is_no_notebook_scores_nothing_and_says_why(tmp_path, template, content, reason):
    book, notes = _read(tmp_path, template, content)
    assert reason in notes[0]
    assert [cell.source for cell in book.cells] == [cell.source for cell in template.cells]


def test_links_and_huge_files_are_not_followed_or_read(tmp_path, template):
    (tmp_path / "secret.ipynb").write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    assert "link to another file" in read_submission(tmp_path / "link.ipynb", template)[1][0]
    with open(tmp_path / "huge.ipynb", "wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "larger than" in read_submission(tmp_path / "huge.ipynb", template)[1][0]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damaged_archives_are_told_and_raise_nothing(tmp_path, template, method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("mine.ipynb", '{"cells": []}' * 50)
    draw = random.Random(3)
    for _ in range(300):
        damaged = bytearray(packed.getvalue())
        for _ in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        (tmp_path / "mine.zip").write_bytes(damaged)
        with contextlib.suppress(finding.UnreadableError):
            finding.content_of(tmp_path / "in.ipynb")


def test_a_pipe_that_looks_like_an_archive_is_not_waited_for(tmp_path, template):
    os.mkfifo(tmp_path / "mine.zip")
    assert "there is no such file" in read_submission(tmp_path / "in.ipynb", template)[1][0]


def test_bytes_that_are_no_text_are_told(tmp_path, template):
    (tmp_path / "bytes.ipynb").write_bytes(b"\xff\xfe\x00\x81")
    assert "not JSON" in read_submission(tmp_path / "bytes.ipynb", template)[1][0]


def _broken(book, draw):
    """Damage a notebook at random: cells, types, metadata, sources."""
    cells = book["cells"]
    for _ in range(draw.randint(1, 6)):
        cell = draw.choice(cells)
        action = draw.randrange(8)
        if action == 0:
            cells.remove(cell)
        elif action == 1:
            cells.insert(draw.randrange(len(cells)), copy.deepcopy(cell))
        elif action == 2:
            cell["metadata"] = draw.choice([None, [], 3, {}, {"nbgrader": "x"}, {"nbgrader": {"grade_id": 7}}])
        elif action == 3:
            cell["source"] = draw.choice([None, 5, ["a\n", "b"], [1, 2], {"x": 1}, "\x00", "def propagate("])
        elif action == 4:
            cell["cell_type"] = draw.choice(["markdown", "code", "raw", "heading", 4, None])
        elif action == 5:
            cell.pop(draw.choice(list(cell)), None)
        elif action == 6:
            cells[draw.randrange(len(cells))] = draw.choice([None, "cell", 3, [], {}])
        else:
            cells.reverse()
        cells[:] = [one for one in cells if isinstance(one, dict)] or [{}]
        if draw.random() < 0.2:
            cells.append(draw.choice([None, "cell", 3]))
            break
    return book


def test_a_thousand_damaged_notebooks_all_become_gradable(tmp_path, template, submitted):
    wanted = sorted(_ids(template))
    for seed in range(1000):
        book, _ = _read(tmp_path, template, _broken(copy.deepcopy(submitted), random.Random(seed)))
        assert sorted(_ids(book)) == wanted, seed
        nbformat.validate(book)


def test_cells_that_only_show_something_are_told_from_those_that_later_ones_need():
    assert is_demonstration("plots.bars({'a': 1})")
    assert is_demonstration("X = load()\nprint(X)")
    assert not is_demonstration("def helper():\n    return 1")
    assert not is_demonstration("import numpy as np\nprint(1)")
    assert not is_demonstration('sheet("c1w2_logistic_regression")')
    assert not is_demonstration("this is no Python")
