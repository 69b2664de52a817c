"""Grade a class through nbgrader: every submission once, whatever state it is in, and nothing lost when stopped."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat

from grader_tests.engine import executing
from grader_tests.engine.freezing import files
from grader_tests.engine.nbgrader_course import NbgraderError
from grader_tests.engine.reading import notes_in, read_submission


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
    fresh: bool = False  # graded in this run

    def as_dict(self):
        """Return the record as plain data for JSON."""
        return asdict(self)


class ClassRun:
    """Grading one sheet for all who handed it in.

    course -- the NbgraderCourse
    stem   -- name of the sheet, which is the assignment's name
    """

    def __init__(self, course, stem):
        self.course, self.stem = course, stem
        release = course.folder / "release" / stem / f"{stem}.ipynb"
        self.template = nbformat.read(release, as_version=4)
        self._state = [path.read_bytes() for path in (release, *files(stem))]

    def students(self):
        """Return who handed something in: folders `submitted/<student>/<stem>/`, sorted."""
        return sorted(
            path.parent.name for path in (self.course.folder / "submitted").glob(f"*/{self.stem}") if path.is_dir()
        )

    def _submitted(self, student):
        return self.course.folder / "submitted" / student / self.stem / f"{self.stem}.ipynb"

    def _stamp(self, student):
        path = self._submitted(student)
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        return hashlib.sha256(b"\0".join([content, *self._state])).hexdigest()

    def _stamp_file(self, student):
        return self.course.folder / "autograded" / student / self.stem / "graded.json"

    def is_graded(self, student):
        """Tell whether this very submission has been graded with these very references."""
        path = self._stamp_file(student)
        try:
            return json.loads(path.read_text())["stamp"] == self._stamp(student)
        except (OSError, ValueError, KeyError):
            return False

    def prepare(self, students, workers):
        """Run the cells of these students' submissions in parallel, before they are recorded one by one."""
        books = [read_submission(self._submitted(student), self.template)[0] for student in students]
        executing.prepare(self.stem, books, workers)

    def grade(self, student, *, again=False):
        """Grade one submission unless that was done; returns its Graded, with the error instead of raising it."""
        fresh = again or not self.is_graded(student)
        try:
            if not self._submitted(student).exists():
                self._record_nothing(student)
                note = f"There is no {self.stem}.ipynb in the submission{self._other_files(student)}; it counts as not written."
                return Graded(student, dict.fromkeys(self._points(), 0.0), notes=[note], fresh=fresh)
            if fresh:
                self.course.autograde(self.stem, student, force=True)
                self._stamp_file(student).write_text(json.dumps({"stamp": self._stamp(student)}))
            return self.read(student, fresh=fresh)
        except NbgraderError as error:
            return Graded(student, error=str(error))

    def _other_files(self, student):
        names = sorted(path.name for path in self._submitted(student).parent.iterdir())
        return f", only {', '.join(names[:3])}" if names else ""

    def _points(self):
        marks = [cell.metadata.get("nbgrader", {}) for cell in self.template.cells]
        return {mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade")}

    def _record_nothing(self, student):
        with self.course.gradebook() as book:
            book.update_or_create_student(student)
            with book.db.no_autoflush:
                submission = book.update_or_create_submission(self.stem, student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
            book.db.commit()

    def read(self, student, *, fresh=False):
        """Return what the gradebook and the autograded notebook hold for a student."""
        points = self._points()
        with self.course.gradebook() as book:
            notebook = book.find_submission_notebook(self.stem, self.stem, student)
            earned = {grade.name: grade.score for grade in notebook.grades}
        graded = Graded(student, fresh=fresh, points=sum(earned.values()))
        graded.scores = {name: earned[name] / most if most else 0.0 for name, most in points.items()}
        path = self.course.folder / "autograded" / student / self.stem / f"{self.stem}.ipynb"
        for cell in nbformat.read(path, as_version=4).cells if path.exists() else []:
            graded.notes += notes_in(cell)
            for output in cell.get("outputs", []):
                facts = output.get("metadata", {}).get("byhand")
                if facts and "nbgrader" in cell.metadata:
                    name = cell.metadata.nbgrader.grade_id
                    graded.messages[name] = facts["message"]
                    if facts["misconception"]:
                        graded.misconceptions[name] = facts["misconception"]
        return graded

    def feedback(self, student):
        """Write a student's feedback page; returns its path, or None when there is nothing to give feedback on."""
        if not (self.course.folder / "autograded" / student / self.stem / f"{self.stem}.ipynb").exists():
            return None
        self.course.generate_feedback(self.stem, student, force=True)
        return Path("feedback") / student / self.stem / f"{self.stem}.html"
