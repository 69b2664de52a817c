"""byhand report: the class view of a graded sheet, as a table, a page or JSON."""

import json
from pathlib import Path

from course import places, report
from course.commands import course_argument, known_stem, open_class


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    course_argument(parser)
    parser.add_argument("--html", metavar="FILE", help="write the class view as a page")
    parser.add_argument("--json", metavar="FILE", help="write the class view as JSON, to - for standard output")


def graded_results(stem, folder):
    """Return the records of all students whose submission of a sheet is in the gradebook of a course folder.

    Raises CourseError when there is none.
    """
    class_run = open_class(stem, folder)
    with class_run.course.gradebook() as book:
        students = sorted(submission.student.id for submission in book.assignment_submissions(stem))
    if not students:
        raise places.CourseError(f"Nothing of {stem} has been graded yet: run `byhand grade {stem}`.")
    return [class_run.read(student) for student in students]


def run(options):
    """Show or write the class view."""
    stem = known_stem(options.stem)
    results = graded_results(stem, options.course)
    if options.html:
        Path(options.html).write_text(report.page(stem, results), encoding="utf-8")
        print(f"wrote {options.html}")
    if options.json:
        text = json.dumps(report.facts(stem, results), indent=1, ensure_ascii=False)
        print(text) if options.json == "-" else Path(options.json).write_text(text + "\n", encoding="utf-8")
    if not options.html and not options.json:
        report.show(stem, results)
