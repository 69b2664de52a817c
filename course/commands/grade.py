"""byhand grade: grade everything that was handed in for a sheet, through nbgrader into its gradebook."""

import json
import sys

from course import places, report
from course.commands import course_argument, known_stem, open_class
from course.progress import watched


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    course_argument(parser)
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that run submissions (default 1)"
    )
    parser.add_argument("--again", action="store_true", help="grade submissions anew that have not changed")
    parser.add_argument("--no-feedback", action="store_true", help="do not write feedback pages")
    parser.add_argument("--json", metavar="FILE", help="write the results as JSON, to - for standard output")


def run(options):
    """Grade the class and print its table; returns 1 when a submission could not be graded."""
    stem = known_stem(options.stem)
    class_run = open_class(stem, options.course)
    students = class_run.students()
    if not students:
        raise places.CourseError(
            f"Nobody handed in {stem}: put notebooks into {options.course}/submitted/<student>/{stem}/."
        )
    results = grade_all(class_run, students, options)
    if options.json:
        _write_json(stem, results, options.json)
    if options.json != "-":
        report.show(stem, results)
    return 1 if any(result.error for result in results) else 0


def grade_all(class_run, students, options):
    """Grade these students' submissions with a progress bar; returns their records."""
    waiting = [student for student in students if options.again or not class_run.is_graded(student)]
    if options.workers > 1 and len(waiting) > 1:
        class_run.prepare(waiting, options.workers)
    results = []
    for student in watched(students, "grading"):
        result = class_run.grade(student, again=options.again)
        if result.fresh and not options.no_feedback and not result.error:
            class_run.feedback(student)
        results.append(result)
    return results


def _write_json(stem, results, target):
    text = json.dumps(
        {"sheet": stem, "students": [result.as_dict() for result in results]}, indent=1, ensure_ascii=False
    )
    if target == "-":
        print(text)
        return
    with open(target, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(f"wrote {target}", file=sys.stderr)
