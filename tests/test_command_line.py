"""The command `byhand`: what it prints, where it ends, and one clear sentence for every bad input."""

import subprocess
import sys

import gate
import nbformat
import pytest

from course import places, sample_class
from course.command_line import COMMANDS, main
from grader_tests.engine import freezing

STEM = "c1w2_logistic_regression"


@pytest.fixture
def notebook(tmp_path):
    """Return a function that writes a submission with the given exercises solved or mistaken."""

    def write(name="mine.ipynb", **mistakes):
        book = nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4)
        book.cells = [cell for cell in book.cells if "demonstration" not in cell.metadata.get("tags", [])]
        for definition in gate.SHEETS[STEM].definitions.values():
            sample_class.solve(book, definition, {})
            if definition.name in mistakes:
                sample_class.fill(book, definition, definition.wrong_source(mistakes[definition.name]))
        nbformat.write(book, tmp_path / name)
        return str(tmp_path / name)

    return write


def test_every_subcommand_explains_itself():
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ending:
            main([name, "--help"])
        assert ending.value.code == 0


def test_an_unknown_subcommand_is_a_wrong_call(capsys):
    with pytest.raises(SystemExit) as ending:
        main(["dance"])
    assert ending.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


def test_check_tells_about_a_right_notebook(notebook, capsys):
    assert main(["check", notebook()]) == 0
    assert capsys.readouterr().out.count("✓ RIGHT") == len(gate.SHEETS[STEM].definitions)


def test_check_names_the_mistake_in_a_notebook(notebook, capsys):
    assert main(["check", notebook(propagate="E01")]) == 1
    said = capsys.readouterr().out
    assert "the labels do not even occur in it" in said
    assert said.count("✓ RIGHT") == len(gate.SHEETS[STEM].definitions) - 3  # optimize and model build on propagate
    assert said.count("Fix this first") == 2


def test_check_reads_python_files(tmp_path, capsys):
    path = tmp_path / f"{STEM}.py"
    path.write_text("import numpy as np\ndef log_likelihood(A, Y):\n    return np.mean(np.log(A))\n")
    assert main(["check", str(path)]) == 1
    assert "✗ NOT YET  log_likelihood" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.ipynb", None, "There is no file"),
        ("prose.ipynb", "dear diary", "is not a notebook: it is not JSON"),
        ("empty.ipynb", '{"cells": []}', "has no cell with check"),
        (f"{STEM}.py", "def propagate(:", "does not run: SyntaxError"),
        (f"{STEM}.py", "x = 1", "defines none of the exercises"),
    ],
)
def test_check_says_what_is_wrong_with_a_file(tmp_path, capsys, name, content, sentence):
    if content is not None:
        (tmp_path / name).write_text(content)
    assert main(["check", str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert sentence in said.out + said.err


def test_doctor_tells_versions_and_tries_the_boxes(capsys):
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "nbgrader" in said
    assert "works: student code could do none of" in said


def test_doctor_says_when_there_is_no_box_to_grade_in(monkeypatch, capsys):
    monkeypatch.setattr("grader_tests.engine.box.usable", lambda: [])
    assert main(["doctor"]) == 1
    assert "not to be had here (needs bwrap" in capsys.readouterr().out


def test_freeze_shows_what_would_change_and_writes_only_when_told(monkeypatch, capsys):
    before = [path.read_bytes() for path in freezing.files(STEM)]
    assert main(["freeze", STEM, "--check"]) == 0
    monkeypatch.setattr("solutions.c1w2_logistic_regression.log_likelihood", lambda A, Y: 0.0)
    assert main(["freeze", STEM, "--check"]) == 1
    assert "log_likelihood, “two examples”: expected is" in capsys.readouterr().out
    assert [path.read_bytes() for path in freezing.files(STEM)] == before


def test_a_sheet_that_edits_what_is_not_there_is_told(monkeypatch, capsys):
    monkeypatch.setattr("grader_tests.engine.variants.split_docstring", lambda source: (source, "", ""))
    monkeypatch.setattr(
        "grader_tests.engine.freezing.changes", lambda sheet: sheet.definitions["propagate"].wrong_source("E01")
    )
    assert main(["freeze", STEM]) == 1
    assert "the reference no longer has 'dZ = A - Y'" in capsys.readouterr().err


def test_importing_helpers_loads_nothing_heavy():
    script = "import sys, helpers; print(sorted({'matplotlib', 'h5py', 'IPython', 'nbgrader'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("words", [["report", STEM], ["grade", STEM], ["export", STEM, "--to", "csv"]])
def test_a_folder_that_is_no_course_is_a_wrong_call(words, tmp_path, capsys):
    assert main([*words, "--course", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "is no course folder: it has no nbgrader_config.py" in said.err
