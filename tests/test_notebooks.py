"""The course gate, notebooks: every notebook there is keeps the promises of a notebook."""

import re
import resource
import subprocess
import sys

import gate
import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from course import building, contents, errata, places

every_notebook = pytest.mark.parametrize("stem", gate.STEMS)


@every_notebook
def test_all_three_rooms_have_the_stem(stem):
    assert places.text_notebook(stem).exists()
    assert (places.SOLVED / f"{stem}.py").exists()
    assert list(places.stems()) == gate.STEMS


@every_notebook
def test_generated_files_are_what_the_sources_give(stem):
    assert building.out_of_date(stem) == []


@pytest.mark.parametrize(
    "change", [("all 3 cases", "all 4 cases"), ("def predict", "def  predict")], ids=["cases", "cells"]
)
def test_a_solved_notebook_with_other_cells_or_another_number_of_cases_is_out_of_date(monkeypatch, tmp_path, change):
    stem = "c1w2_logistic_regression"
    solved = (places.SOLVED / f"{stem}.ipynb").read_text(encoding="utf-8")
    (tmp_path / f"{stem}.ipynb").write_text(solved.replace(*change), encoding="utf-8")
    monkeypatch.setattr(places, "SOLVED", tmp_path)
    assert any("does not belong to" in sentence for sentence in building.out_of_date(stem))


@every_notebook
def test_the_opening_tells_what_one_will_be_able_to_do_and_how_long_it_takes(stem):
    opening = gate.text_cells(stem)[0]
    assert opening.cell_type == "markdown"
    assert opening.source.startswith("# ")
    assert "you will be able to" in " ".join(opening.source.split())
    assert "**Time:**" in opening.source


@every_notebook
def test_the_end_has_a_summary_three_questions_and_where_to_read_on(stem):
    text = "\n".join(cell.source for cell in gate.text_cells(stem)[-4:] if cell.cell_type == "markdown")
    assert "## Summary" in text
    assert len(re.findall(r"^\d\. ", text.partition("**To think about**")[2], re.MULTILINE)) == 3
    assert "**Read on:**" in text


@every_notebook
def test_the_prose_before_an_exercise_has_a_formula_an_example_by_hand_and_a_hint(stem):
    cells = gate.text_cells(stem)
    for index, cell in enumerate(cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            prose = cells[index - 1].source
            name = cell.metadata.nbgrader.grade_id.removesuffix("_solution")
            assert f"`{name}`" in prose, name
            assert "$" in prose, name
            assert "*By hand" in prose, name
            assert "*Hint" in prose, name
            assert len(prose.split()) >= 40, name


@every_notebook
def test_the_release_gives_no_solution_away(stem):
    book, text = gate.release(stem)
    code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
    shown = "\n".join(cell.source for cell in book.cells if "nbgrader" not in cell.metadata)
    for definition in gate.SHEETS[stem].definitions.values():
        for line in gate.secret_lines(definition):
            assert line not in code or line in shown, f"{definition.name}: {line}"
    for word in ("BEGIN SOLUTION", "from solutions", "grader_tests", "hidden(", str(places.PROJECT)):
        assert word not in text
    assert all(cell.outputs == [] and cell.execution_count is None for cell in book.cells if cell.cell_type == "code")


@every_notebook
def test_every_exercise_is_graded_for_its_points(stem):
    book, _ = gate.release(stem)
    marks = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in book.cells if "nbgrader" in cell.metadata
    }
    for name, definition in gate.SHEETS[stem].definitions.items():
        assert marks[name].points == definition.points
        assert marks[name].locked
        assert not marks[f"{name}_solution"].locked


@every_notebook
def test_every_erratum_of_the_sheet_is_shown_by_a_cell_that_runs(stem):
    sheet = gate.SHEETS[stem]
    shown = errata.proofs(stem)
    assert sorted(shown) == sorted(sheet.errata)
    known = {one.id for definition in sheet.definitions.values() for one in definition.misconceptions}
    everywhere = {id for other in gate.SHEETS.values() for id in other.errata}
    assert {id for id in known if re.fullmatch(r"E\d{2,3}", id)} <= everywhere


@every_notebook
def test_there_are_pictures_and_each_has_alt_text(stem):
    book = nbformat.read(places.SOLVED / f"{stem}.ipynb", as_version=4)
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    pictures = [output.data["text/plain"] for output in outputs if "[picture]" in output.data.get("text/plain", "")]
    assert pictures
    assert all(len(text) > 60 for text in pictures)


@every_notebook
def test_the_solved_notebook_gives_its_numbers_within_45_seconds(stem):
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", f"solutions/{stem}.ipynb"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=places.PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Seconds of work on one core, whatever else the machine does: the clock on the wall would judge the machine.
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime <= 45


@every_notebook
def test_an_untouched_notebook_says_what_is_to_do(stem):
    book, _ = gate.release(stem)
    book.cells = [cell for cell in book.cells if "demonstration" not in cell.metadata.get("tags", [])]
    NotebookClient(book, timeout=60, resources={"metadata": {"path": str(places.COURSE)}}).execute()
    graded = [cell for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for cell in graded:
        assert "TO DO" in cell.outputs[0].data["text/plain"]
        assert cell.outputs[-1].data["text/plain"] == "0"


def test_the_contents_page_is_up_to_date_and_lists_every_notebook():
    page = (places.COURSE / "contents.md").read_text()
    assert page == contents.page()
    assert all(f"](release/{stem}/{stem}.ipynb)" in page for stem in gate.STEMS)


def test_the_errata_page_is_up_to_date_and_every_proof_runs():
    page = places.COURSE / "errata.md"
    assert page.read_text() == errata.page()
    book = jupytext.read(page)
    NotebookClient(book, timeout=60, resources={"metadata": {"path": str(places.COURSE)}}).execute()
    assert sum(bool(cell.get("outputs")) for cell in book.cells) >= len(errata.page().split("\n## E")) - 1
