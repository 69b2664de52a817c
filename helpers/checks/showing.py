"""Show answers: HTML in a notebook, plain text elsewhere; one number for nbgrader."""

import os
from dataclasses import dataclass, field

from helpers.checks import messages
from helpers.checks.references import SheetError
from helpers.datasets import DataError

PLAIN = "BYHAND_PLAIN"  # set to 1 for text outputs only, for instance in the committed solved notebooks


def notebook_shell():
    """Return the running notebook's shell, or None outside a notebook."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    return shell if shell is not None and hasattr(shell, "kernel") else None


def show_text_and_html(text, page):
    """Show a message: both forms in a notebook (text only in plain mode), the text alone elsewhere."""
    if notebook_shell() is None:
        print(text)
        return
    from IPython.display import display

    forms = {"text/plain": text}
    if os.environ.get(PLAIN) != "1":
        forms["text/html"] = page
    display(forms, raw=True)


@dataclass
class Answer:
    """What check found; in a notebook its value is the number of points, which nbgrader reads."""

    exercise: str
    score: float
    passed: bool
    misconception: str | None
    message: str
    points: float = 0.0
    available: float = 0.0
    page: str = field(default="", repr=False)

    @classmethod
    def of(cls, verdict, title, body):
        """Return the answer for a verdict with its headline and rows."""
        error = verdict.first_failure.outcome.error if verdict.first_failure else None
        tone = "right" if verdict.passed else "todo" if isinstance(error, NotImplementedError) else "wrong"
        exercise = verdict.exercise
        return cls(
            exercise.id,
            verdict.score,
            verdict.passed,
            verdict.misconception,
            messages.as_text(title, body),
            round(exercise.points * verdict.score, 2),
            exercise.points,
            messages.as_html(title, body, tone),
        )

    @classmethod
    def note(cls, title, body):
        """Return a message that is no verdict: a hint, a progress view."""
        return cls("", 0.0, False, None, messages.as_text(title, body), page=messages.as_html(title, body, "todo"))

    def show(self):
        """Show the message where the caller is."""
        show_text_and_html(self.message, self.page)

    def _repr_mimebundle_(self, include=None, exclude=None):
        facts = {"exercise": self.exercise, "score": self.score, "misconception": self.misconception}
        forms = {"text/plain": f"{self.points:g}"}
        if os.environ.get(PLAIN) != "1":
            forms["text/html"] = f"<small>{self.points:g} of {self.available:g} points</small>"
        return forms, {"byhand": {**facts, "message": self.message}}


def friendly_errors(known):
    """In a notebook, say in one sentence what to do when a cell needs a function that is not written or not run.

    known -- the exercises of the open sheet by name
    """
    shell = notebook_shell()
    if shell is None:
        return

    def explain(self, kind, error, trace, tb_offset=None):
        sentence = None
        if isinstance(error, SheetError | DataError):
            sentence = str(error)
        elif isinstance(error, NotImplementedError):
            sentence = (
                "This cell needs a function that is not written yet: finish the exercise above it, then run it again."
            )
        elif getattr(error, "name", None) in known:
            sentence = f"`{error.name}` does not exist yet: run the cell above that defines it, then this one again."
        if sentence is None:
            self.showtraceback((kind, error, trace), tb_offset=tb_offset)
        else:
            self._showtraceback(kind, error, [sentence])

    shell.set_custom_exc((NotImplementedError, NameError, SheetError, DataError), explain)
