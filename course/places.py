"""Where things are in the project."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COURSE = PROJECT / "course"
SOURCE = COURSE / "source"
RELEASE = COURSE / "release"
SOLVED = PROJECT / "solutions"
DATA = PROJECT / "data"


def text_notebook(stem):
    """Return the path of a text notebook."""
    return COURSE / f"{stem}.md"


def stems():
    """Return the stems of all notebooks of the course, in course order.

    Raises CourseError when a text notebook has no sheet of checks.
    """
    from grader_tests.engine.freezing import sheets

    ordered = list(sheets())
    written = {path.stem for path in COURSE.glob("c[1-5]w[1-4]_*.md")}
    if lost := sorted(written - set(ordered)):
        raise CourseError(f"course/{lost[0]}.md has no checks: write grader_tests/{lost[0]}.py.")
    return [stem for stem in ordered if stem in written]


class CourseError(Exception):
    """Something in the course's own files, or in a call, is not as it should be; says what, where and what to do."""

    def __init__(self, sentence, *, wrong_call=False):
        super().__init__(sentence)
        self.wrong_call = wrong_call
