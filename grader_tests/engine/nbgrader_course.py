"""nbgrader's own converters and gradebook on a course folder, called from Python."""

import logging
import os
import sys
import time
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import capture_log
from sqlalchemy.exc import OperationalError
from traitlets.config import Config, PyFileConfigLoader

LOCKED = ("database is locked", "database table is locked", "could not obtain lock", "deadlock detected")


class NbgraderError(Exception):
    """nbgrader could not do what was asked; carries its own words."""


def patiently(work, seconds=120):
    """Do some work on the gradebook, again and again while another program holds it locked.

    work    -- function without arguments
    seconds -- how long to keep trying
    Returns what `work` returns; raises its error when it is another one, or NbgraderError when the time is over.
    """
    until, pause = time.monotonic() + seconds, 0.2
    while True:
        try:
            return work()
        except (OperationalError, NbgraderError) as error:
            if not any(words in str(error) for words in LOCKED):
                raise
            if time.monotonic() > until:
                said = f"another program holds the gradebook locked, for {seconds:g} s now; close it and grade again"
                raise NbgraderError(said) from None
        time.sleep(pause)
        pause = min(2 * pause, 5.0)


class NbgraderCourse:
    """A course folder with its nbgrader_config.py.

    folder  -- course root; nbgrader's source/, release/, submitted/, autograded/, feedback/ and gradebook.db are in it
    changes -- further settings, laid over those of the folder's nbgrader_config.py
    """

    def __init__(self, folder, changes=None):
        self.folder = Path(folder)
        # nbgrader starts `alembic` by name when it makes a gradebook; it sits beside this Python.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self.config = Config()
        settings = self.folder / "nbgrader_config.py"
        if settings.exists():
            self.config.merge(PyFileConfigLoader(settings.name, path=str(self.folder)).load_config())
        self.config.CourseDirectory.root = str(self.folder)
        self.config.merge(changes or Config())
        self.log = logging.getLogger("byhand.nbgrader")
        self.log.setLevel(logging.INFO)
        self.log.propagate = False
        self.log.addHandler(logging.NullHandler())

    def _run(self, converter, assignment, student="*", **settings):
        place = CourseDirectory(config=self.config, log=self.log)
        place.assignment_id, place.student_id = assignment, student
        running = converter(coursedir=place, config=self.config, log=self.log)
        for name, value in settings.items():
            setattr(running, name, value)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own, about its libraries; nobody here can act on them
            answer = capture_log(running)
        if not answer["success"]:
            whole = answer.get("log", "") + answer.get("error", "")
            locked = next((words for words in LOCKED if words in whole), None)
            raise NbgraderError(locked or self._reason(answer))
        return answer.get("log", "")

    @staticmethod
    def _reason(answer):
        lines = [line for line in answer.get("log", "").splitlines() if line.startswith("[ERROR]")]
        trace = answer.get("error", "").strip().splitlines()
        return (lines[-1].removeprefix("[ERROR] ") if lines else "") or (trace[-1] if trace else "unknown reason")

    def generate_assignment(self, assignment, *, database=True):
        """Make the release from the source; enter it in the gradebook unless told not to."""
        steps = [step for step in GenerateAssignment.preprocessors.default() if database or step is not SaveCells]
        return self._run(GenerateAssignment, assignment, ".", force=True, no_database=not database, preprocessors=steps)

    def autograde(self, assignment, student, *, force=False):
        """Grade one student's submission, again if `force`; returns nbgrader's log."""
        return patiently(lambda: self._run(Autograde, assignment, student, force=force))

    def generate_feedback(self, assignment, student, *, force=False):
        """Write one student's feedback page; returns nbgrader's log."""
        return self._run(GenerateFeedback, assignment, student, force=force)

    def knows(self, assignment):
        """Tell whether the gradebook has an assignment."""
        try:
            with self.gradebook() as book:
                book.find_assignment(assignment)
        except MissingEntry:
            return False
        return True

    def gradebook(self):
        """Return the open gradebook; use it in a `with` statement."""
        place = CourseDirectory(config=self.config, log=self.log)
        return Gradebook(place.db_url, place.course_id)
