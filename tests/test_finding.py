"""Whatever a student hands in: the notebook is found, renamed, zipped or in a folder, and links are not followed."""

import json
import os
import zipfile

import nbformat
import pytest

from course import places
from grader_tests.engine.finding import MOST_BYTES, UnreadableError, content_of, is_there
from grader_tests.engine.reading import read_submission

STEM = "c1w2_logistic_regression"


@pytest.fixture
def template():
    return nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4)


@pytest.fixture
def folder(tmp_path):
    """The folder of a submission; its notebook should be at folder / f"{STEM}.ipynb"."""
    made = tmp_path / "submitted" / "somebody" / STEM
    made.mkdir(parents=True)
    return made


def read(folder, template):
    book, notes = read_submission(folder / f"{STEM}.ipynb", template)
    return any("return 'mine'" in cell.source for cell in book.cells), " ".join(notes)


def written(template):
    book = json.loads(nbformat.writes(template))
    cell = next(
        one for one in book["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == "predict_solution"
    )
    cell["source"] = "def predict(w, b, X):\n    return 'mine'"
    return json.dumps(book)


@pytest.mark.parametrize("name", ["homework (final).ipynb", "week2/Untitled1.ipynb", f"{STEM}-Copy1.ipynb"])
def test_a_renamed_notebook_is_found_and_said(folder, template, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(written(template))
    found, notes = read(folder, template)
    assert found
    assert "The notebook was called" in notes
    assert name in notes


@pytest.mark.parametrize("name", [f"{STEM}.ipynb", "my work/notebook.ipynb"])
def test_a_notebook_in_a_zip_archive_is_read_there(folder, template, name):
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr("__MACOSX/._notebook.ipynb", "x")
        archive.writestr(name, written(template))
    found, notes = read(folder, template)
    assert found
    assert "The notebook was in 'work.zip'" in notes
    assert os.listdir(folder) == ["work.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(folder, template):
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", b" " * (MOST_BYTES + 1))
    with pytest.raises(UnreadableError, match="is larger than"):
        content_of(folder / f"{STEM}.ipynb")


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b""])
def test_a_broken_archive_is_said_in_a_sentence(folder, template, content):
    (folder / "work.zip").write_bytes(content)
    assert is_there(folder / f"{STEM}.ipynb")
    assert "cannot be graded: work.zip cannot be opened" in read(folder, template)[1]


def test_links_are_not_followed(folder, template, tmp_path):
    (tmp_path / "other.ipynb").write_text(written(template))
    (folder / f"{STEM}.ipynb").symlink_to(tmp_path / "other.ipynb")
    found, notes = read(folder, template)
    assert not found
    assert "it is a link" in notes
    (folder / f"{STEM}.ipynb").unlink()
    (folder / "other name.ipynb").symlink_to(tmp_path / "other.ipynb")
    assert not is_there(folder / f"{STEM}.ipynb")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_and_line_ends_are_read(folder, template, encoding):
    (folder / f"{STEM}.ipynb").write_bytes(written(template).replace("\\n", "\\r\\n").encode(encoding))
    assert read(folder, template) == (True, "")


def test_nothing_in_the_submission_is_changed(folder, template):
    path = folder / "homework.ipynb"
    path.write_text(written(template))
    before = path.read_bytes()
    read(folder, template)
    assert os.listdir(folder) == ["homework.ipynb"]
    assert path.read_bytes() == before


def test_exercises_in_another_order_are_put_back_into_the_released_one(folder, template):
    book = json.loads(written(template))
    book["cells"].reverse()
    (folder / f"{STEM}.ipynb").write_text(json.dumps(book))
    repaired, notes = read_submission(folder / f"{STEM}.ipynb", template)
    ids = [cell.metadata.nbgrader.grade_id for cell in repaired.cells if "nbgrader" in cell.metadata]
    assert ids == [cell.metadata.nbgrader.grade_id for cell in template.cells if "nbgrader" in cell.metadata]
    assert "in another order" in notes[-1]


def test_a_students_text_cells_appear_as_plain_text(folder, template):
    book = json.loads(written(template))
    book["cells"].append(
        {"cell_type": "markdown", "metadata": {}, "source": "~~~\n<script>alert(1)</script> [x](javascript:1)"}
    )
    (folder / f"{STEM}.ipynb").write_text(json.dumps(book))
    repaired, _ = read_submission(folder / f"{STEM}.ipynb", template)
    first, *_, last = repaired.cells[-1].source.splitlines()
    assert first == last + "text"
    assert len(last) > len("~~~"), "the fence is longer than any in the text"
