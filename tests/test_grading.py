"""Grading through nbgrader: a class of known quality gets exactly what it deserves, and bad input stops nothing."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import gate
import nbformat
import pytest
from nbgrader.validator import Validator

from course import building, places, sample_class
from course.command_line import main
from grader_tests.engine.class_run import ClassRun
from grader_tests.engine.nbgrader_course import NbgraderCourse

STEM = "c1w2_logistic_regression"
POINTS = {name: definition.points for name, definition in gate.SHEETS[STEM].definitions.items()}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder of its own with one released sheet and the made-up class."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(places.COURSE / "nbgrader_config.py", folder)
    building.write_if_changed(
        folder / "source" / STEM / f"{STEM}.ipynb", building.to_bytes(building.source_notebook(STEM))
    )
    NbgraderCourse(folder).generate_assignment(STEM)
    return folder


@pytest.fixture(scope="module")
def graded(course):
    """The made-up class, graded by the command line; returns (what was intended, what came out, exit status)."""
    intended = sample_class.make(STEM, course / "submitted")
    (course / "submitted" / "absent" / STEM).mkdir(parents=True)
    (course / "submitted" / "absent" / STEM / "homework.docx").write_text("see attachment")
    status = main(["grade", STEM, "--course", str(course), "--workers", "2", "--json", str(course / "out.json")])
    found = {one["student"]: one for one in json.loads((course / "out.json").read_text())["students"]}
    return intended, found, status


def test_every_made_up_student_gets_exactly_what_was_intended(graded):
    intended, found, status = graded
    assert status == 0
    for student, fact in intended.items():
        assert found[student]["scores"] == pytest.approx(fact["scores"], abs=1e-3), fact["kind"]
        assert found[student]["error"] == ""


def test_the_class_covers_right_partly_right_misconceived_and_broken(graded):
    kinds = {fact["kind"] for fact in graded[0].values()}
    assert len(graded[0]) == 12
    assert {"right", "other ways", "first half", "first mistakes", "syntax error", "no notebook"} <= kinds


def test_the_gradebook_holds_the_same_points(graded, course):
    intended, _, _ = graded
    with NbgraderCourse(course).gradebook() as book:
        for student, fact in intended.items():
            total = sum(score * POINTS[name] for name, score in fact["scores"].items())
            assert book.find_submission(STEM, student).score == pytest.approx(total, abs=0.05)


def test_known_mistakes_are_recorded_by_name(graded):
    intended, found, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "first mistakes")
    first = {name: definition.misconceptions[0].id for name, definition in gate.SHEETS[STEM].definitions.items()}
    assert found[student]["misconceptions"] == first


def test_one_mistake_costs_once(graded):
    intended, found, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "one mistake")
    wrong = [name for name, score in found[student]["scores"].items() if score < 1]
    assert wrong == ["propagate"]


def test_what_cannot_be_graded_is_said_in_one_sentence(graded):
    intended, found, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "no notebook")
    assert "it is not JSON" in found[student]["notes"][0]
    assert found["absent"]["notes"] == [
        f"There is no {STEM}.ipynb in the submission, only homework.docx; it counts as not written."
    ]
    assert found["absent"]["points"] == 0


def test_repairs_are_said(graded):
    intended, found, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "disordered")
    assert "was there 2 times" in " ".join(found[student]["notes"])
    assert "was missing; it was put back" in " ".join(found[student]["notes"])


def test_the_same_submission_is_not_graded_twice_unless_it_changed(graded, course):
    class_run = ClassRun(NbgraderCourse(course), STEM)
    path = course / "submitted" / "sample-01" / STEM / f"{STEM}.ipynb"
    assert class_run.is_graded("sample-01")
    text = path.read_text()
    path.write_text(text + "\n")
    assert not class_run.is_graded("sample-01")
    path.write_text(text)
    assert class_run.is_graded("sample-01")


def test_feedback_pages_tell_the_mistake_and_hide_the_hidden_cases(graded, course):
    student = next(name for name, fact in graded[0].items() if fact["kind"] == "first mistakes")
    page = (course / "feedback" / student / STEM / f"{STEM}.html").read_text()
    first = gate.SHEETS[STEM].definitions["propagate"].misconceptions[0]
    assert first.says[:40] in page
    for definition in gate.SHEETS[STEM].definitions.values():
        for case in definition.cases:
            if case.hidden and case.label not in {one.label for one in definition.cases if not one.hidden}:
                assert f"“{case.label}”" not in page.replace("a hidden one: “", "")


def test_report_and_exports_hold_the_class(graded, course, capsys):
    where = ["--course", str(course)]
    assert main(["report", STEM, *where, "--html", str(course / "view.html"), "--json", str(course / "view.json")]) == 0
    view = json.loads((course / "view.json").read_text())
    assert view["points"] == sum(POINTS.values())
    assert {fact["misconception"] for fact in view["misconceptions"]} >= {"E01"}
    assert "sample-07" in (course / "view.html").read_text()
    for form in ("canvas", "moodle", "csv"):
        assert main(["export", STEM, *where, "--to", form, "-o", str(course / f"{form}.csv")]) == 0
        with open(course / f"{form}.csv", newline="") as file:
            rows = list(csv.reader(file))
        assert any("sample-01" in row for row in rows)
        assert next(row for row in rows if "sample-01" in row)[-1] == f"{sum(POINTS.values()):g}"


def test_stock_nbgrader_autograde_gives_the_same_scores(graded, course):
    intended, _, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "second mistakes")
    command = ["autograde", STEM, "--student", student, "--force", f"--course-dir={course}"]
    done = subprocess.run([sys.executable, "-m", "nbgrader", *command], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = ClassRun(NbgraderCourse(course), STEM).read(student)
    assert found.scores == pytest.approx(intended[student]["scores"], abs=1e-3)


def test_formgraders_way_of_grading_gives_the_same_scores(graded, course):
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    intended, _, _ = graded
    student = next(name for name, fact in intended.items() if fact["kind"] == "first half")
    config = NbgraderCourse(course).config
    api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
    assert api.autograde(STEM, student)["success"]
    found = ClassRun(NbgraderCourse(course), STEM).read(student)
    assert found.scores == pytest.approx(intended[student]["scores"], abs=1e-3)


def test_nbgraders_validate_button_tells_the_failing_cells(course, tmp_path):
    book = nbformat.read(course / "release" / STEM / f"{STEM}.ipynb", as_version=4)
    book.cells = [cell for cell in book.cells if "demonstration" not in cell.metadata.get("tags", [])]
    definition = gate.SHEETS[STEM].definitions["propagate"]
    sample_class.fill(book, definition, definition.wrong_source("E01"))
    nbformat.write(book, tmp_path / "mine.ipynb")
    found = Validator().validate(str(tmp_path / "mine.ipynb"))
    assert len(found["failed"]) == len(POINTS)
    assert "check(propagate)" in "".join(cell["source"] for cell in found["failed"])


def test_a_submission_cannot_import_the_solutions(course):
    student = course / "submitted" / "curious" / STEM
    student.mkdir(parents=True)
    book = nbformat.read(course / "release" / STEM / f"{STEM}.ipynb", as_version=4)
    for definition in gate.SHEETS[STEM].definitions.values():
        sample_class.fill(book, definition, f"from solutions.{STEM} import {definition.name}")
    nbformat.write(book, student / f"{STEM}.ipynb")
    assert ClassRun(NbgraderCourse(course), STEM).grade("curious").points == 0
    shutil.rmtree(student.parent)


def test_odd_names_of_folders_and_files_stop_nothing_and_are_harmless_where_they_are_shown(course, tmp_path, capsys):
    folder = tmp_path / "course"
    shutil.copytree(course, folder, ignore=shutil.ignore_patterns("submitted", "autograded", "feedback", "*.csv"))
    names = [b"*", b"[ab]", b"=1+1", b"--help", b"[red]x", b"a\nb", b"Andr\xe9", b"\x1b[2J\x1b]0;x\x07", b"<b>x"]
    for name in names:
        place = os.path.join(os.fsencode(folder), b"submitted", name, STEM.encode())
        os.makedirs(place)
        with open(os.path.join(place, b"r\xe9sum\xe9\x1b[2J.docx"), "wb") as file:
            file.write(b"x")
        if name != b"<b>x":
            shutil.copy(folder / "release" / STEM / f"{STEM}.ipynb", os.fsdecode(place))
    os.mkfifo(folder / "submitted" / "*" / STEM / "timestamp.txt")
    where = ["--course", str(folder)]
    assert main(["grade", STEM, *where, "--json", str(folder / "out.jsonl")]) == 1
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert len(records) == len(names)
    assert [one["student"] for one in records if one["error"]] == ["Andr?"]  # the gradebook takes no such name
    assert main(["report", STEM, *where, "--html", str(folder / "view.html")]) == 0
    assert main(["report", STEM, *where]) == 0
    assert main(["export", STEM, *where, "--to", "csv", "-o", str(folder / "out.csv")]) == 0
    shown = capsys.readouterr().out + (folder / "view.html").read_text()
    assert "\x1b[2J" not in shown
    assert "[red]x" in shown
    with open(folder / "out.csv", newline="") as file:
        students = {row[0] for row in csv.reader(file)}
    assert {"'=1+1", "'--help", "*"} <= students


def test_wrong_calls_end_with_2_and_failed_work_with_1(tmp_path, capsys):
    assert main(["grade", "c9w9_nothing"]) == 2
    assert "There is no sheet 'c9w9_nothing'; the course has c1w" in capsys.readouterr().err
    shutil.copy(places.COURSE / "nbgrader_config.py", tmp_path)
    assert main(["grade", STEM, "--course", str(tmp_path)]) == 1
    assert f"run `byhand build {STEM}` first" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ending:
        main(["export", STEM, "--to", "paper"])
    assert ending.value.code == 2
    assert Path(places.COURSE / "nbgrader_config.py").exists()
