"""Nothing is lost: killed, interrupted, disk full, gradebook locked; running again finishes with the same scores."""

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import nbformat
import pytest

from course import building, places, sample_class
from course.command_line import main
from grader_tests.engine import box, nbgrader_course
from grader_tests.engine.class_run import ClassRun
from grader_tests.engine.nbgrader_course import NbgraderCourse

STEM = "c1w2_logistic_regression"
STUDENTS = ["sample-01", "sample-09", "sample-12"]
KILLS = 50


def make_course(folder, settings=None):
    """Make a course folder with one released sheet and half of the made-up class; returns what was intended."""
    folder.mkdir(exist_ok=True)
    (folder / "nbgrader_config.py").write_text(settings or (places.COURSE / "nbgrader_config.py").read_text())
    source = folder / "source" / STEM / f"{STEM}.ipynb"
    building.write_if_changed(source, building.to_bytes(building.source_notebook(STEM)))
    NbgraderCourse(folder).generate_assignment(STEM)
    intended = sample_class.make(STEM, folder / "submitted")
    for student in intended.keys() - set(STUDENTS):
        shutil.rmtree(folder / "submitted" / student)
    return {student: intended[student]["scores"] for student in STUDENTS}


def start(folder, *more):
    """Start `byhand grade` on the class as a process of its own."""
    words = ["grade", STEM, "--course", str(folder), "--no-feedback", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "course.command_line", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(folder.parent)},
    )  # fmt: skip


def finished(process):
    """Wait for a process; returns its exit status."""
    process.communicate(timeout=300)
    return process.returncode


def scores(folder):
    """Return the scores that the gradebook holds."""
    run = ClassRun(NbgraderCourse(folder), STEM)
    return {student: run.read(student).scores for student in STUDENTS}


def intended_scores(intended):
    return {student: pytest.approx(found, abs=1e-3) for student, found in intended.items()}


def box_processes(place):
    """Return the ids of processes that run a box whose folder lies in a place."""
    found = set()
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            with contextlib.suppress(OSError), open(f"/proc/{entry}/cmdline", "rb") as file:
                words = file.read()
                if b"boxed/worker.py" in words and str(place).encode() in words:
                    found.add(int(entry))
    return found


def none_left(place, seconds=60):
    """Wait until no box of a place runs any more; returns whether that came true."""
    until = time.monotonic() + seconds
    while box_processes(place) and time.monotonic() < until:
        time.sleep(0.1)
    return not box_processes(place)


def whole(folder):
    """Tell whether every submission that counts as graded has a notebook that can be read."""
    run = ClassRun(NbgraderCourse(folder), STEM)
    graded = [student for student in STUDENTS if run.is_graded(student)]
    for student in graded:
        nbformat.validate(nbformat.read(folder / "autograded" / student / STEM / f"{STEM}.ipynb", as_version=4))
    return len(graded)


def test_killed_at_fifty_random_moments_grading_ends_with_the_scores_of_an_undisturbed_run(tmp_path):
    folder, draw = tmp_path / "course", random.Random(0)
    intended = make_course(folder)
    begun = time.monotonic()
    assert finished(start(folder)) == 0
    usual = time.monotonic() - begun
    undisturbed = scores(folder)
    for number in range(KILLS):
        process = start(folder, "--again", *(["--workers", "2"] if number % 5 == 0 else []))
        time.sleep(draw.uniform(0.2, 0.95) * usual)
        process.kill()
        process.communicate()
        whole(folder)
    assert finished(start(folder)) == 0
    assert scores(folder) == undisturbed == intended_scores(intended)
    assert whole(folder) == len(STUDENTS)
    assert none_left(tmp_path), "no process outlives the graders"


def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(tmp_path):
    folder = tmp_path / "course"
    intended, log = make_course(folder), tmp_path / "log.jsonl"
    process = start(folder, "--workers", "2", "--json", str(log))
    while not (log.exists() and log.read_text()):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "the same command goes on with the others" in said
    assert "Traceback" not in said
    assert none_left(tmp_path)
    assert all(json.loads(line)["student"] in STUDENTS for line in log.read_text().splitlines())
    assert finished(start(folder)) == 0
    assert scores(folder) == intended_scores(intended)


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_after_making_room_everything_is_there(small_disk, capsys):
    folder = small_disk / "course"
    intended = make_course(folder)
    filler = small_disk / "filler"
    room = shutil.disk_usage(small_disk).free
    filler.write_bytes(bytes(room - 40_000))
    assert main(["grade", STEM, "--course", str(folder), "--no-feedback"]) == 1
    assert "could not be graded" in capsys.readouterr().out
    filler.unlink()
    assert main(["grade", STEM, "--course", str(folder), "--no-feedback"]) == 0
    assert scores(folder) == intended_scores(intended)


def test_a_gradebook_that_another_program_holds_locked_is_waited_for(tmp_path, monkeypatch):
    folder = tmp_path / "course"
    intended = make_course(folder)
    other = sqlite3.connect(folder / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 1:
            other.rollback()

    monkeypatch.setattr(nbgrader_course.time, "sleep", pause)
    run = ClassRun(NbgraderCourse(folder), STEM)
    graded = run.grade("sample-09")
    assert pauses
    assert graded.error == ""
    assert graded.scores == pytest.approx(intended["sample-09"], abs=1e-3)


def test_a_gradebook_that_stays_locked_is_said_in_one_sentence(monkeypatch):
    clock = iter(range(0, 10_000, 50))
    monkeypatch.setattr(nbgrader_course.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(nbgrader_course.time, "monotonic", lambda: next(clock))

    def locked():
        raise nbgrader_course.NbgraderError("database is locked")

    with pytest.raises(nbgrader_course.NbgraderError, match="another program holds the gradebook locked"):
        nbgrader_course.patiently(locked)


def test_boxes_left_behind_by_a_killed_grader_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(box.tempfile, "gettempdir", lambda: str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    old, mine = tmp_path / f"{box.PREFIX}{ended.stdout.strip()}-x", tmp_path / f"{box.PREFIX}{os.getpid()}-x"
    old.mkdir()
    mine.mkdir()
    box.remove_left_behind()
    assert (old.exists(), mine.exists()) == (False, True)
