"""byhand export: the grades of a sheet as a table that a learning platform imports."""

import csv
import sys

from course.commands import course_argument, known_stem
from course.commands.report import graded_results
from grader_tests.engine.boxed.wire import clean
from grader_tests.engine.freezing import sheet_of


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    course_argument(parser)
    parser.add_argument("--to", choices=["canvas", "moodle", "csv"], required=True, help="the table's form")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it (default: standard output)")


def table(stem, results, form):
    """Return the rows of the table, the heading first.

    stem    -- name of the sheet
    results -- records of the students
    form    -- "canvas", "moodle" or "csv" (one column per exercise)
    """
    definitions = sheet_of(stem).definitions
    if form == "canvas":
        rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", stem]]
        most = sum(definition.points for definition in definitions.values())
        rows.append(["    Points Possible", "", "", "", "", f"{most:g}"])
        return rows + [[one.student, "", one.student, one.student, "", f"{one.points:g}"] for one in results]
    if form == "moodle":
        return [["ID number", stem]] + [[one.student, f"{one.points:g}"] for one in results]
    heading = ["student", *definitions, "points"]
    scores = [[f"{one.scores.get(name, 0) * definitions[name].points:g}" for name in definitions] for one in results]
    return [heading] + [[one.student, *earned, f"{one.points:g}"] for one, earned in zip(results, scores)]


def plain_cell(text):
    """Return a text that a spreadsheet takes for a text: one that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def run(options):
    """Write the table."""
    stem = known_stem(options.stem)
    rows = table(stem, graded_results(stem, options.course), options.to)
    rows = [[plain_cell(clean(text)) for text in row] for row in rows]
    if options.output:
        with open(options.output, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        print(f"wrote {options.output}")
    else:
        csv.writer(sys.stdout).writerows(rows)
