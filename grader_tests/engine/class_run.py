"""Grade a class through nbgrader: every submission once, whatever state it is in, and nothing lost when stopped."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat

from grader_tests.engine import executing, finding, pool
from grader_tests.engine.boxed.wire import clean
from grader_tests.engine.freezing import files
from grader_tests.engine.nbgrader_course import patiently
from grader_tests.engine.reading import about, notes_in, read_submission
from grader_tests.engine.recording import Recorder


@dataclass
class Graded:
    """What a submission got: points and known mistake per exercise, notes on repairs, the error if grading failed."""

    student: str
    scores: dict = field(default_factory=dict)  # exercise -> fraction of its points
    points: float = 0.0
    misconceptions: dict = field(default_factory=dict)  # exercise -> id
    messages: dict = field(default_factory=dict)  # exercise -> what check said
    notes: list = field(default_factory=list)
    error: str = ""
    box: str = ""  # in which kind of box the student's code ran
    fresh: bool = False  # graded in this run

    def as_dict(self):
        """Return the record as plain data for JSON, without what a screen or a file cannot take."""
        return _cleaned(asdict(self))


def _cleaned(value):
    """Return plain data with clean texts: names of folders and files may hold any byte."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value


class ClassRun:
    """Grading one sheet for all who handed it in.

    course -- the NbgraderCourse
    stem   -- name of the sheet, which is the assignment's name
    box    -- the kind of box that student code runs in
    """

    def __init__(self, course, stem, box="auto"):
        self.course, self.stem, self.box = course, stem, box
        release = course.folder / "release" / stem / f"{stem}.ipynb"
        self.template = nbformat.read(release, as_version=4)
        self._state = [path.read_bytes() for path in (release, *files(stem))]
        self.recorder = Recorder(course, stem)

    def students(self):
        """Return who handed something in: folders `submitted/<student>/<stem>/`, sorted."""
        folders = (self.course.folder / "submitted").glob(f"*/{self.stem}")
        return sorted(path.parent.name for path in folders if path.is_dir() and not path.parent.is_symlink())

    def _submitted(self, student):
        return self.course.folder / "submitted" / student / self.stem / f"{self.stem}.ipynb"

    def _record_file(self, student):
        return self.recorder.folder(student) / "graded.json"

    def _stamp(self, student):
        try:
            content, _ = finding.content_of(self._submitted(student))
        except (finding.UnreadableError, OSError):
            content = b""
        return hashlib.sha256(b"\0".join([content, *self._state])).hexdigest()

    def is_graded(self, student):
        """Tell whether this very submission has been graded with these very references."""
        return self._record(student).get("stamp") == self._stamp(student)

    def _record(self, student):
        try:
            record = json.loads(self._record_file(student).read_text())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def task(self, student):
        """Return a submission as a Task for the pool, repaired; None when there is no notebook in it."""
        if not finding.is_there(self._submitted(student)):
            return None
        book, notes = read_submission(self._submitted(student), self.template)
        if notes:
            book.cells.insert(0, about(notes))
        return pool.Task(student, self.stem, nbformat.v4.writes(book))

    def grade(self, student, *, again=False):
        """Grade one submission in this process unless that was done; returns its Graded, errors in it."""
        if not again and self.is_graded(student):
            return self.read(student)
        task = self.task(student)
        return self.record(student) if task is None else self.record(student, *pool.here([task], self.box))

    def record(self, student, marked=None):
        """Enter what came of a submission into autograded/ and the gradebook; returns its Graded, errors in it.

        marked -- the pool's Marked, or None for a student without a notebook
        """
        try:
            if marked is None:
                return self._record_nothing(student)
            if marked.outputs is None:
                return Graded(student, error=marked.error)
            book = nbformat.v4.reads(marked.task.text)
            for cell, outputs in zip(executing.code_cells(book), marked.outputs):
                cell.outputs = [nbformat.from_dict(output) for output in outputs]
            self._record_file(student).unlink(missing_ok=True)
            self.recorder.enter(student, book)
            self._sign(student, marked)
            return self._found(Graded(student, fresh=True, box=marked.kind), book)
        except Exception as error:  # whatever it is, it must not stop the class
            return Graded(student, error=str(error) or type(error).__name__)

    def _sign(self, student, marked):
        """Write the record that says that all is done: the last step, and in one piece."""
        path = self._record_file(student)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps({"stamp": self._stamp(student), "box": marked.kind}))
        os.replace(beside, path)

    def _points(self):
        marks = [cell.metadata.get("nbgrader", {}) for cell in self.template.cells]
        return {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}

    def _record_nothing(self, student):
        self.recorder.no_notebook(student)
        names = sorted(path.name for path in self._submitted(student).parent.iterdir())
        others = f", only {', '.join(names[:3])}" if names else ""
        note = f"There is no {self.stem}.ipynb in the submission{others}; it counts as not written."
        return Graded(student, dict.fromkeys(self._points(), 0.0), notes=[note], fresh=True)

    def read(self, student):
        """Return what the gradebook and the autograded notebook hold for a student."""
        graded = Graded(student, box=self._record(student).get("box", ""))
        path = self.recorder.folder(student) / f"{self.stem}.ipynb"
        if path.exists():
            self._found(graded, nbformat.read(path, as_version=4))
        earned = patiently(lambda: self._earned(student))
        graded.points = sum(earned.values())
        graded.scores = {name: earned[name] / most if most else 0.0 for name, most in self._points().items()}
        return graded

    def _found(self, graded, book):
        """Add to a Graded what a marked notebook tells; returns it."""
        points = self._points()
        for cell in book.cells:
            graded.notes += notes_in(cell)
            for output in cell.get("outputs", []):
                facts = output.get("metadata", {}).get("byhand")
                if facts and "nbgrader" in cell.metadata:
                    name = cell.metadata.nbgrader.grade_id
                    graded.messages[name] = facts["message"]
                    earned = float(output.data["text/plain"])
                    graded.points += earned
                    graded.scores[name] = earned / points[name] if points[name] else 0.0
                    if facts["misconception"]:
                        graded.misconceptions[name] = facts["misconception"]
        return graded

    def _earned(self, student):
        with self.course.gradebook() as book:
            notebook = book.find_submission_notebook(self.stem, self.stem, student)
            return {grade.name: grade.score for grade in notebook.grades}

    def feedback(self, student):
        """Write a student's feedback page; returns its path, or None when there is nothing to give feedback on."""
        if not (self.recorder.folder(student) / f"{self.stem}.ipynb").exists():
            return None
        self.course.generate_feedback(self.stem, student, force=True)
        for path in (self.course.folder / "feedback" / student / self.stem).iterdir():
            if path.name != f"{self.stem}.html":  # nbgrader hands on whatever lies in autograded/
                path.unlink()
        return Path("feedback") / student / self.stem / f"{self.stem}.html"
