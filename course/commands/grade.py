"""byhand grade: grade everything that was handed in for a sheet, through nbgrader into its gradebook."""

import contextlib
import json
import sys

from course import places, report
from course.commands import course_argument, known_stem, open_class
from course.progress import watched
from grader_tests.engine import box, pool
from grader_tests.engine.class_run import Graded


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    course_argument(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=int, default=1, metavar="N", help="processes that run submissions (default 1)")
    where.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="run submissions on this Dask cluster")
    said = "the box for student code (default auto: the best there is; none runs it unprotected)"
    parser.add_argument("--box", choices=["auto", *box.KINDS], default="auto", help=said)
    parser.add_argument("--again", action="store_true", help="grade submissions anew that have not changed")
    parser.add_argument("--no-feedback", action="store_true", help="do not write feedback pages")
    said = "write the results as JSON, to - for standard output; FILE.jsonl gets a line as soon as each is graded"
    parser.add_argument("--json", metavar="FILE", help=said)


def run(options):
    """Grade the class and print its table; returns 1 when a submission could not be graded, 130 after Ctrl-C."""
    stem = known_stem(options.stem)
    if options.workers < 1:
        raise places.CourseError(f"--workers is {options.workers}; it takes a number from 1 on.", wrong_call=True)
    class_run = open_class(stem, options.course, _chosen(options.box))
    students = class_run.students()
    if not students:
        raise places.CourseError(
            f"Nobody handed in {stem}: put notebooks into {options.course}/submitted/<student>/{stem}/."
        )
    results = {}
    with _log(options.json) as log:
        try:
            for result in watched(grade_all(class_run, students, options), "grading", len(students)):
                results[result.student] = result
                if log:
                    print(json.dumps(result.as_dict(), ensure_ascii=False), file=log, flush=True)
        except KeyboardInterrupt:
            done = f"{len(results)} of {len(students)} submissions are graded and recorded"
            print(f"Stopped. {done}; the same command goes on with the others.", file=sys.stderr)
            return 130
        finally:
            class_run.recorder.close()
    found = [results[student] for student in students]
    if options.json and not log:
        _write_json(stem, found, options.json)
    if options.json != "-":
        report.show(stem, found)
    return 1 if any(result.error for result in found) else 0


def _chosen(kind):
    try:
        return box.choose(kind)
    except box.BoxError as error:
        raise places.CourseError(str(error)) from None


def grade_all(class_run, students, options):
    """Grade these students' submissions; yields each record as soon as it is entered."""
    tasks = {}
    for student in students:
        try:
            if not options.again and class_run.is_graded(student):
                yield class_run.read(student)
                continue
            task = class_run.task(student)
        except Exception as error:  # whatever was handed in, it must not stop the class
            yield Graded(student, error=f"the submission cannot be read ({type(error).__name__}: {error})")
            continue
        if task is None:
            yield class_run.record(student)
        else:
            tasks[student] = task
    waiting = list(tasks.values())
    if options.scheduler:
        marked = pool.cluster(waiting, class_run.box, options.scheduler)
    elif options.workers > 1 and len(waiting) > 1:
        marked = pool.processes(waiting, class_run.box, options.workers)
    else:
        marked = pool.here(waiting, class_run.box)
    with contextlib.closing(marked):
        for one in marked:
            result = class_run.record(one.task.student, one)
            if not options.no_feedback and not result.error:
                try:
                    class_run.feedback(result.student)
                except Exception as error:  # the points are entered; a page must not stop the class
                    result.notes.append(f"No feedback page could be written ({type(error).__name__}: {error}).")
            yield result


@contextlib.contextmanager
def _log(target):
    """Open the file that gets a line for each submission, if one is wanted."""
    if not (target and target.endswith(".jsonl")):
        yield None
        return
    with open(target, "w", encoding="utf-8") as file:
        yield file


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
