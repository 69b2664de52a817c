"""The subcommands of `byhand`, one module each with `arguments(parser)` and `run(options)`."""

from course import places
from course.places import CourseError


def known_stem(stem):
    """Return a stem that the course has; raises CourseError, a wrong call, when there is none of that name."""
    if stem not in places.stems():
        raise CourseError(f"There is no sheet {stem!r}; the course has {', '.join(places.stems())}.", wrong_call=True)
    return stem


def known_stems(stems):
    """Return the given stems, checked, or all of the course when none is given."""
    return [known_stem(stem) for stem in stems] or places.stems()
