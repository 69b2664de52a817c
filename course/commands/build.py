"""byhand build: text notebooks → nbgrader source, release and solved notebooks, and the errata page."""

from course import building, errata, places
from course.commands import known_stems
from course.progress import watched


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stems", nargs="*", metavar="STEM", help="sheets to build (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 when anything is out of date"
    )
    parser.add_argument(
        "--again", action="store_true", help="run the solved notebooks anew even when no cell has changed"
    )


def run(options):
    """Build the given sheets, or compare only; returns the exit status."""
    stems = known_stems(options.stems)
    page = places.COURSE / "errata.md"
    if options.check:
        said = [sentence for stem in stems for sentence in building.out_of_date(stem)]
        if not page.exists() or page.read_text() != errata.page():
            said.append("course/errata.md is not what the notebooks give: run `byhand build`.")
        print("\n".join(said) or f"up to date: {len(stems)} sheets")
        return 1 if said else 0
    written = []
    for stem in watched(stems, "building"):
        written += building.build(stem, again=options.again)
    if building.write_if_changed(page, errata.page().encode()):
        written.append(page)
    for path in written:
        print(f"wrote {path.relative_to(places.PROJECT)}")
    print(f"built {len(stems)} sheets, {len(written)} files changed")
    return 0
