"""byhand build: text notebooks → nbgrader source, release and solved notebooks, and the pages of errata and contents."""

from course import building, contents, errata, places
from course.commands import known_stems
from course.progress import watched

PAGES = {"errata.md": errata.page, "contents.md": contents.page}


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
    if options.check:
        said = [sentence for stem in stems for sentence in building.out_of_date(stem)]
        for name, text in PAGES.items():
            if not (places.COURSE / name).exists() or (places.COURSE / name).read_text() != text():
                said.append(f"course/{name} is not what the notebooks give: run `byhand build`.")
        print("\n".join(said) or f"up to date: {len(stems)} sheets")
        return 1 if said else 0
    written = []
    for stem in watched(stems, "building"):
        written += building.build(stem, again=options.again)
    for name, text in PAGES.items():
        if building.write_if_changed(places.COURSE / name, text().encode()):
            written.append(places.COURSE / name)
    for path in written:
        print(f"wrote {path.relative_to(places.PROJECT)}")
    print(f"built {len(stems)} sheets, {len(written)} files changed")
    return 0
