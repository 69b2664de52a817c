"""How grading scales: recorded times of real submissions, and a simulation of many more on many workers."""

import random
import tempfile
import time
from pathlib import Path

from course import sample_class
from grader_tests.engine import box, pool
from grader_tests.engine.class_run import ClassRun
from grader_tests.engine.nbgrader_course import NbgraderCourse
from tests.benchmarks.grading import STEM, make_course

SUBMISSIONS, ROUND_TRIP = 10_000, 0.004  # seconds that a task spends between scheduler and worker


def recorded():
    """Mark and enter a made-up class, one by one; returns the seconds of marking and those of entering."""
    marking, entering = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_course(folder, 1)
        students = list(sample_class.make(STEM, folder / "submitted"))
        run = ClassRun(NbgraderCourse(folder), STEM, box.choose())
        for student in students:
            begun = time.perf_counter()
            (marked,) = pool.here([run.task(student)], run.box)
            done = time.perf_counter()
            run.record(student, marked)
            marking.append(done - begun)
            entering.append(time.perf_counter() - done)
    return marking[1:], entering[1:]  # the first one started the box


def simulated(marking, entering, workers):
    """Return the seconds that so many submissions take: each worker takes the next task, one writer enters them in order."""
    draw = random.Random(0)
    free, writer = [0.0] * workers, 0.0
    for _ in range(SUBMISSIONS):
        first = min(range(workers), key=free.__getitem__)
        free[first] += draw.choice(marking) + ROUND_TRIP
        writer = max(writer, free[first]) + draw.choice(entering)
    return writer


def main():
    """Print the table."""
    marking, entering = recorded()
    mean = [sum(times) / len(times) for times in (marking, entering)]
    print(f"— scale: {len(marking)} recorded submissions, marking {mean[0]:.3f} s, entering {mean[1]:.3f} s each")
    for workers in (1, 2, 8, 64):
        total = simulated(marking, entering, workers)
        busy = (mean[0] + ROUND_TRIP) * SUBMISSIONS / workers / total
        print(
            f"{SUBMISSIONS} submissions on {workers:2} workers: {total / 60:6.1f} minutes, workers busy {busy:.0%}, simulated"
        )
