"""Grading beside stock nbgrader: the same class, processor seconds of everything that was started, and where they go.

Stock nbgrader runs every cell in a kernel of its own, one for each submission; what it marks are the public cases. Each way
runs in a process of its own, whose processor time and that of all its children is taken from the system.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course import building, places, sample_class
from grader_tests.engine import box, class_run, executing
from grader_tests.engine.nbgrader_course import NbgraderCourse
from grader_tests.engine.remote import Student

STEM = "c1w2_logistic_regression"
HONEST = ["right", "other ways", "first half", "one mistake", "nothing written"]
CLASS, STOCK = 100, 5
EXECUTE = "grader_tests.engine.executing.ExecuteAndCheck"


def make_course(folder, students):
    """Make a course folder with a released sheet and a class of honest submissions; returns the students' names."""
    shutil.copy(places.COURSE / "nbgrader_config.py", folder)
    source = folder / "source" / STEM / f"{STEM}.ipynb"
    building.write_if_changed(source, building.to_bytes(building.source_notebook(STEM)))
    NbgraderCourse(folder).generate_assignment(STEM)
    intended = sample_class.make(STEM, folder / "made")
    honest = [name for name, fact in intended.items() if fact["kind"] in HONEST]
    for number in range(students):
        target = folder / "submitted" / f"student-{number:03}" / STEM
        target.parent.mkdir(parents=True)
        shutil.copytree(folder / "made" / honest[number % len(honest)] / STEM, target)
    return [f"student-{number:03}" for number in range(students)]


def stock(folder, students):
    """Grade with nbgrader's own Execute."""
    course = NbgraderCourse(folder)
    steps = list(course.config.Autograde.autograde_preprocessors)
    steps[steps.index(EXECUTE)] = "nbgrader.preprocessors.Execute"
    course.config.Autograde.autograde_preprocessors = steps
    for student in students:
        course.autograde(STEM, student, force=True)


def start(folder, students):
    """Only start and end the two processes that each submission gets."""
    kept = executing.open_box(STEM, box.choose())
    for _ in range(2 * len(students)):
        Student(kept, time.monotonic() + 60).close()


def cells(folder, students):
    """Start, and run the cells that are needed; no case is asked."""
    for student in students:
        for _ in range(2):
            marking = _marking(folder, student)
            marking.show()


def checks(folder, students):
    """Start, cells, and all cases."""
    for student in students:
        _marking(folder, student).mark()


def ours(folder, students, workers=1):
    """Grade as `byhand grade` does: all of that, and record it."""
    words = ["grade", STEM, "--course", str(folder), "--no-feedback", "--workers", str(workers), "--json", os.devnull]
    from course.command_line import main as byhand

    byhand(words)


def _marking(folder, student):
    import nbformat

    run = class_run.ClassRun(NbgraderCourse(folder), STEM)
    known, oracle = executing.exercises_of(STEM)
    book = nbformat.reads(run.task(student).text, as_version=4)
    return executing.Marking(book, known, executing.open_box(STEM, box.choose()), oracle)


def measured(way, folder, students, *more):
    """Run one way in a process of its own; returns (processor seconds, seconds) for all of the students."""
    code = f"from tests.benchmarks import grading as g; from pathlib import Path; g.{way}(Path({str(folder)!r}), {students!r}, *{more!r})"
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - begun


def scores(folder, students):
    """Return what the gradebook holds: {student: {exercise: score}}."""
    run = class_run.ClassRun(NbgraderCourse(folder), STEM)
    return {student: run.read(student).scores for student in students}


def unlike(stock_scores, our_scores):
    """Return how many scores differ for no good reason, and how many where a wrong earlier function spoils a kernel's."""
    known, _ = executing.exercises_of(STEM)

    def spoiled(name, scores):
        return any(scores[used] < 1 or spoiled(used, scores) for used in known[name].uses)

    differing = [
        spoiled(name, ours)
        for student, ours in our_scores.items()
        for name, score in ours.items()
        if score != stock_scores[student][name]
    ]
    return differing.count(False), differing.count(True)


def memory():
    """Return the megabytes of memory that the warm process has, and that one more student's process adds."""
    kept = executing.open_box(STEM, box.choose())
    with Student(kept, time.monotonic() + 60) as student:
        student.run("x = 1", 0)
        sizes = sorted(_own_memory(one) for one in _descendants(kept.process.pid))
    return sizes[-1], sizes[-2]


def _descendants(process):
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(one) for one in listed] + [further for one in listed for further in _descendants(int(one))]


def _own_memory(process):
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has no memory any more
        lines = []
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def main():
    """Print the table."""
    print(f"— grading {STEM}: {CLASS} honest submissions (stock nbgrader: {STOCK} of them), box: {box.choose()}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        students = make_course(folder, CLASS)
        few = students[:STOCK]
        stock_cpu, stock_wall = (value / STOCK for value in measured("stock", folder, few))
        stock_scores = scores(folder, few)
        parts = {way: measured(way, folder, students)[0] / CLASS for way in ("start", "cells", "checks")}
        shutil.rmtree(folder / "autograded")
        all_cpu, all_wall = (value / CLASS for value in measured("ours", folder, students))
        differ, follow_on = unlike(stock_scores, scores(folder, few))
        shutil.rmtree(folder / "autograded")
        two_cpu, two_wall = (value / CLASS for value in measured("ours", folder, students, 2))
    print(f"stock nbgrader        {stock_cpu:7.3f} CPU s  {stock_wall:7.3f} s a submission")
    print(f"byhand, one process   {all_cpu:7.3f} CPU s  {all_wall:7.3f} s a submission")
    print(
        f"byhand, two workers   {two_cpu:7.3f} CPU s  {two_wall:7.3f} s a submission, efficiency {all_wall / two_wall / 2:.0%}"
    )
    print(f"ratio per CPU second  {stock_cpu / all_cpu:7.1f} (at least 20)")
    print(f"scores that differ: {differ}, and {follow_on} where right versions stand in for a wrong earlier function")
    shares = {
        "start of processes": parts["start"], "cells": parts["cells"] - parts["start"],
        "checks": parts["checks"] - parts["cells"], "recording": all_cpu - parts["checks"],
    }  # fmt: skip
    print("of which: " + ", ".join(f"{name} {1000 * share:.0f} ms" for name, share in shares.items()))
    warm, one = memory()
    print(f"memory: warm process {warm:.0f} MB, each student's process {one:.0f} MB (shared pages counted in parts)")
    print(json.dumps({"stock_cpu": stock_cpu, "ours_cpu": all_cpu, "ratio": stock_cpu / all_cpu, "differ": differ}))
