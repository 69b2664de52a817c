"""The command `byhand`: build, freeze, check, grade, report and the rest, one subcommand each."""

import argparse
import importlib
import sys

# subcommand -> (module with `arguments(parser)` and `run(options)`, what it does)
COMMANDS = {
    "lab": ("course.commands.lab", "JupyterLab on the course"),
    "build": ("course.commands.build", "text → nbgrader source, release, solved notebooks"),
    "freeze": ("course.commands.freeze", "reference outputs from the solutions; shows what changes"),
    "check": ("course.commands.check", "what check() says, from a shell"),
    "sample-class": ("course.commands.sample_class", "a class of made-up submissions of known quality"),
    "grade": ("course.commands.grade", "grade a class through nbgrader"),
    "report": ("course.commands.report", "class view: scores, pass rates, mistakes"),
    "export": ("course.commands.export", "grades for a learning platform"),
    "bundle": ("course.commands.bundle", "what students get, as one zip"),
    "doctor": ("course.commands.doctor", "what this machine can and cannot do"),
}


def main(words=None):
    """Run `byhand` with the given words (default: the command line's); returns the exit status 0, 1 or 2."""
    parser = argparse.ArgumentParser(
        prog="byhand", description="Deep Learning by Hand: build, check and grade the course."
    )
    parser.add_argument("--version", action="version", version="byhand 0.1.0")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    words = sys.argv[1:] if words is None else words
    for name, (module, help_text) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=help_text, description=help_text)
        if words and words[0] == name:
            importlib.import_module(module).arguments(subparser)
    options = parser.parse_args(words)
    return _run(importlib.import_module(COMMANDS[options.command][0]), options)


def _run(command, options):
    from course.places import CourseError
    from grader_tests.engine.nbgrader_course import NbgraderError
    from grader_tests.engine.variants import DefinitionError
    from helpers.checks.references import SheetError

    try:
        return command.run(options) or 0
    except KeyboardInterrupt:
        print("byhand: stopped; what was finished is kept.", file=sys.stderr)
        return 1
    except (CourseError, DefinitionError, SheetError) as error:
        print(f"byhand: {error}", file=sys.stderr)
        return 2 if getattr(error, "wrong_call", False) else 1
    except NbgraderError as error:
        print(f"byhand: nbgrader says: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
