"""The subcommands of `byhand`, one module each with `arguments(parser)` and `run(options)`."""

from pathlib import Path

from course import places
from course.places import CourseError


def course_argument(parser):
    """Declare --course, the folder that nbgrader works in."""
    text = "nbgrader's course folder (default: course/)"
    parser.add_argument("--course", type=Path, default=places.COURSE, metavar="DIR", help=text)


def known_stem(stem):
    """Return a stem that the course has; raises CourseError, a wrong call, when there is none of that name."""
    if not (places.text_notebook(stem).exists() and (places.PROJECT / "grader_tests" / f"{stem}.py").exists()):
        raise CourseError(f"There is no sheet {stem!r}; the course has {', '.join(places.stems())}.", wrong_call=True)
    return stem


def known_stems(stems):
    """Return the given stems, checked, or all of the course when none is given."""
    return [known_stem(stem) for stem in stems] or places.stems()
