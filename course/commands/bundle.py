"""byhand bundle: what students get, as one zip."""

from pathlib import Path

from course import bundling
from course.commands import known_stem


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    parser.add_argument("-o", "--output", metavar="FILE.zip", type=Path, help="where to write it (default: STEM.zip)")


def run(options):
    """Write the bundle and list what is in it."""
    stem = known_stem(options.stem)
    target = options.output or Path(f"{stem}.zip")
    for name in bundling.bundle(stem, target):
        print(f"  {name}")
    print(f"wrote {target}, {target.stat().st_size // 1000} kB")
