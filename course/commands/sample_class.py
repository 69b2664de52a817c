"""byhand sample-class: write a class of made-up submissions of known quality into course/submitted."""

from course import sample_class
from course.commands import course_argument, known_stem


def arguments(parser):
    """Declare the subcommand's arguments."""
    parser.add_argument("stem", metavar="STEM", help="the sheet")
    course_argument(parser)


def run(options):
    """Write the submissions and say what each is."""
    stem = known_stem(options.stem)
    folder = options.course / "submitted"
    intended = sample_class.make(stem, folder)
    for student, fact in intended.items():
        print(f"{student}  {fact['kind']}")
    print(f"wrote {len(intended)} submissions of {stem} to {folder}/")
