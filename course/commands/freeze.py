"""byhand freeze: write the reference outputs, showing what changes."""

from course import places
from course.commands import known_stem
from grader_tests.engine import freezing


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stems", nargs="*", metavar="STEM", help="sheets to freeze (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="only show what would change; exit status 1 if anything would"
    )


def run(options):
    """Write the reference outputs of the given sheets; returns the exit status."""
    status = 0
    for stem in options.stems or list(freezing.sheets()):
        sheet = freezing.sheet_of(known_stem(stem))
        said = freezing.changes(sheet)
        for sentence in said:
            print(f"{stem}: {sentence}")
        if not said:
            print(f"{stem}: no change")
        elif options.check:
            status = 1
        else:
            for path in freezing.write(sheet):
                print(f"{stem}: wrote {path.relative_to(places.PROJECT)}, {path.stat().st_size // 1000} kB")
    return status
