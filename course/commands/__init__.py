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


def open_class(stem, folder, box="auto"):
    """Return the ClassRun of a sheet in nbgrader's course folder; box is the kind that student code runs in.

    Raises CourseError when the folder is no course, or when the sheet is not in its gradebook.
    """
    from grader_tests.engine.class_run import ClassRun
    from grader_tests.engine.nbgrader_course import NbgraderCourse

    if not (folder / "nbgrader_config.py").exists():
        raise CourseError(f"{folder} is no course folder: it has no nbgrader_config.py.", wrong_call=True)
    course = NbgraderCourse(folder)
    if not (folder / "release" / stem / f"{stem}.ipynb").exists() or not course.knows(stem):
        raise CourseError(f"{stem} is not in the gradebook of {folder} yet: run `byhand build {stem}` first.")
    return ClassRun(course, stem, box)
