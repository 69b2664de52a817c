"""Enter marked submissions as nbgrader does: the notebook into autograded/, points into the gradebook; one open session."""

import contextlib
import os
import shutil

import nbformat
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties

from grader_tests.engine.nbgrader_course import NbgraderError, patiently


class Recorder:
    """The one who writes: what Autograde's last steps do, without opening the gradebook anew for each of them.

    course -- the NbgraderCourse
    stem   -- name of the sheet, which is the assignment's and the notebook's name
    """

    def __init__(self, course, stem):
        self.course, self.stem, self.open = course, stem, None
        self.place = CourseDirectory(config=course.config, log=course.log)

    def close(self):
        """Close the gradebook."""
        if self.open is not None:
            self.open.close()
            self.open = None

    def folder(self, student):
        """Return a student's folder in autograded/."""
        return self.course.folder / "autograded" / student / self.stem

    def enter(self, student, book):
        """Write a marked notebook and its points; waits while another program holds the gradebook.

        student -- who handed it in
        book -- the notebook, graded cells ending with their points
        Raises NbgraderError or OSError when that cannot be done; done again, it overwrites.
        """
        target = self.folder(student) / f"{self.stem}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(".part")
        beside.write_text(nbformat.v4.writes(book) + "\n", encoding="utf-8")
        beside.chmod(0o664 if self.place.groupshared else 0o444)
        if self.place.groupshared:
            with contextlib.suppress(PermissionError):
                target.parent.chmod(0o2775)
        os.replace(beside, target)
        stamp = self.course.folder / "submitted" / student / self.stem / "timestamp.txt"
        if stamp.is_file() and not stamp.is_symlink():
            shutil.copyfile(stamp, target.parent / stamp.name)
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in book.cells if "nbgrader" in cell.metadata}
        patiently(lambda: self._points(student, cells))

    def no_notebook(self, student):
        """Enter 0 points for a student who handed in no notebook."""
        patiently(lambda: self._points(student, None))

    def _points(self, student, cells):
        try:
            if self.open is None:
                self.open = self.course.gradebook()
            submission = self._submission(student)
            notebook = next(one for one in submission.notebooks if one.name == self.stem)
            for grade in notebook.grades:
                score = utils.determine_grade(cells[grade.name], self.course.log)[0] if cells else 0
                grade.auto_score = score
                grade.needs_manual_grade = bool(cells) and (grade.manual_score is not None or score is None)
            for comment in notebook.comments:
                comment.auto_comment = "No response." if cells is None or _untouched(cells[comment.name]) else None
            self.open.db.flush()
            self._late(submission, notebook)
            self.open.db.commit()
        except BaseException:
            self._drop()
            raise

    def _drop(self):
        """Forget an open session that failed; the next entry opens another."""
        if self.open is not None:
            with contextlib.suppress(Exception):
                self.open.db.rollback()
            with contextlib.suppress(Exception):
                self.open.close()
            self.open = None

    def _submission(self, student):
        folder = self.course.folder / "submitted" / student / self.stem
        try:
            stamp = self.place.get_existing_timestamp(str(folder)) if _is_small_file(folder / "timestamp.txt") else None
        except (SystemExit, AttributeError, ValueError, OverflowError):  # nbgrader's ways of saying so
            raise NbgraderError(f"{folder / 'timestamp.txt'} holds no date that nbgrader can read") from None
        self.open.update_or_create_student(student)
        with self.open.db.no_autoflush:
            when = {} if stamp is None else {"timestamp": stamp}
            return self.open.update_or_create_submission(self.stem, student, **when)

    def _late(self, submission, notebook):
        """Set the penalty for lateness as nbgrader's plugin for it says."""
        notebook.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            step = AssignLatePenalties(config=self.course.config, log=self.course.log)
            step.init_plugin()
            late = submission.total_seconds_late
            penalty = step.plugin_inst.late_submission_penalty(submission.student.id, notebook.score, late)
            if penalty is not None:
                notebook.late_submission_penalty = step._check_late_penalty(notebook, penalty)


def _is_small_file(path):
    """Tell whether a path is a plain file that can be a date, or nothing at all; a pipe would keep a reader waiting."""
    if not os.path.lexists(path):
        return True
    return path.is_file() and not path.is_symlink() and path.stat().st_size < 1000


def _untouched(cell):
    marks = cell.metadata.nbgrader
    return not marks.get("task") and marks.get("checksum") == utils.compute_checksum(cell)
