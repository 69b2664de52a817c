"""What an attack is, and the submission that it makes from the released notebook."""

import functools
import json
import tempfile
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from course import places, sample_class
from grader_tests.engine.freezing import HIDDEN_FOLDER, sheet_of
from grader_tests.engine.variants import reference_source

LOGISTIC, DEEP = "c1w2_logistic_regression", "c1w4_deep_network_step_by_step"
TRACE = "byhand-was-here"  # name of every file that an attack tries to leave
OUTSIDE = [str(place) for place in (places.COURSE, Path.home(), Path(tempfile.gettempdir()), places.PROJECT)]
SECRET, SOLUTIONS = str(HIDDEN_FOLDER / f"{LOGISTIC}.h5"), str(places.SOLVED / f"{LOGISTIC}.py")
NOT_RIGHT = 'return {"dw": np.ones_like(w), "db": 1.0}, 1.0'  # of the right form, with wrong numbers


@dataclass(frozen=True)
class Attack:
    """A submission that tries for undeserved points, or to do harm.

    name, tries -- a short name; one sentence
    cells -- sources put into exercises' cells; all other exercises are answered rightly but those in `empty`
    earns -- what exercises of `cells` deserve nevertheless, as fractions; the others of `cells` deserve 0
    may_lose -- exercises answered rightly that the attack itself may spoil
    refused -- pattern of the reason for which a class run leaves it for the instructor to decide
    top   -- code added to the first cell
    says  -- pattern of what the instructor has to read about it
    change -- function that changes the notebook (as plain data), or returns the file's content
    beside -- files laid beside the notebook: name -> bytes, or a Path to link to
    """

    name: str
    tries: str
    cells: dict = field(default_factory=dict)
    says: str = ""
    earns: dict = field(default_factory=dict)
    may_lose: tuple = ()
    refused: str = ""
    empty: tuple = ("optimize", "model")  # they take longest, and call the others
    top: str = ""
    change: object = None
    beside: dict = field(default_factory=dict)
    stem: str = LOGISTIC

    @property
    def deserves(self):
        """The fraction of every exercise's points that the submission deserves."""
        right = {name: 0.0 if name in (*self.cells, *self.empty) else 1.0 for name in sheet_of(self.stem).definitions}
        return right | self.earns

    def judged(self, scores):
        """Return scores without those of exercises that the attack may spoil."""
        return {name: score for name, score in scores.items() if name not in self.may_lose}

    def notebook(self, course):
        """Return the content of the notebook's file; `@COURSE@` in a source becomes the course folder."""
        book = released(self.stem)
        for definition in sheet_of(self.stem).definitions.values():
            if definition.name in self.cells:
                sample_class.fill(book, definition, self.cells[definition.name].replace("@COURSE@", str(course)))
            elif definition.name not in self.empty:
                sample_class.solve(book, definition, {})
        first = next(cell for cell in book.cells if cell.cell_type == "code")
        first.source += "\n" + self.top.replace("@COURSE@", str(course))
        plain = json.loads(json.dumps(book))
        changed = self.change(plain) if self.change else None
        content = json.dumps(plain) if changed is None else changed
        return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")

    def write(self, course):
        """Hand the submission in; returns the path of its notebook."""
        path = course / "submitted" / self.name / self.stem / f"{self.stem}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = self.notebook(course)
        if content:
            path.write_bytes(content)
        for name, what in self.beside.items():
            if isinstance(what, Path):
                (path.parent / name).symlink_to(str(what).replace("@COURSE@", str(course)))
            else:
                (path.parent / name).write_bytes(what)
        return path


@functools.cache
def _released_text(stem):
    return (places.RELEASE / stem / f"{stem}.ipynb").read_text()


def released(stem):
    """Return the released notebook of a sheet."""
    return nbformat.reads(_released_text(stem), as_version=4)


def instead(exercise, body, *, stem=LOGISTIC, before=""):
    """Return {exercise: source}: its first line with another body, which may be indented.

    before -- source above the function
    """
    head = reference_source(stem, exercise).partition("\n")[0]
    inside = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return {exercise: f"{textwrap.dedent(before)}\n{head}\n{inside}\n"}


def propagate(body, before=""):
    """Return the cell of `propagate` with another body; where it does not return, the answer is not right."""
    return instead("propagate", textwrap.dedent(body).rstrip() + "\n" + NOT_RIGHT, before=before)


def cell_of(book, grade_id):
    """Return the cell with a grade id in a notebook of plain data."""
    return next(cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def code_cell(source, **metadata):
    """Return a code cell as plain data."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}
