"""How a sheet declares its exercises: cases, misconceptions, accepted ways of writing, hints."""

import importlib
import inspect
import textwrap
from dataclasses import dataclass, field

from grader_tests.engine.variants import source_of, variant
from helpers.checks.references import Case


def case(label, *args, group="cases", **kwargs):
    """Declare a public case: a student sees its arguments and what is expected.

    label  -- a noun that finishes a sentence: "one example"
    args, kwargs -- what the function is called with
    group  -- cases of one group earn their share of the points together
    """
    return Case(label, args, kwargs, None, group)


def hidden(label, *args, group="cases", **kwargs):
    """Declare a hidden case: it decides points and never leaves the instructor's machine; arguments as for `case`."""
    return Case(label, args, kwargs, None, group, hidden=True)


@dataclass(frozen=True)
class Misconception:
    """A known wrong way of writing an exercise, with what a student should read about it."""

    id: str
    says: str
    place: str
    edit: dict | None
    by: object
    score: float


def misconception(id, *, says, place="", edit=None, by=None, score=0.0):
    """Declare a known mistake.

    id    -- a short name; an erratum's number (E01) where a document has it
    says  -- what is wrong and why, in a sentence or two, without the right line of code
    place -- where the documents print it, "" for other mistakes
    edit  -- dictionary {text of the reference solution: mistaken text}, or
    by    -- a function that makes the mistake
    score -- the fraction of the points that the mistake leaves
    """
    if (edit is None) == (by is None):
        raise ValueError(f"misconception {id!r} needs either edit= or by=")
    return Misconception(id, says, place, edit, by, score)


@dataclass
class Definition:
    """An exercise as its sheet declares it."""

    stem: str
    name: str
    points: float
    source: str
    cases: list
    misconceptions: list
    accepted: list
    hints: list
    rtol: float = 1e-5
    atol: float = 1e-8
    parts: dict = field(default_factory=dict)
    rules: list = field(default_factory=list)
    properties: list = field(default_factory=list)
    may_change: list = field(default_factory=list)
    uses: list = field(default_factory=list)

    @property
    def id(self):
        """The exercise's name in the whole course: "<stem>/<function>"."""
        return f"{self.stem}/{self.name}"

    @property
    def solution(self):
        """The reference function."""
        return getattr(importlib.import_module(f"solutions.{self.stem}"), self.name)

    @property
    def parameters(self):
        """Names of the reference's parameters, in order."""
        return list(inspect.signature(self.solution).parameters)

    def wrong(self, id):
        """Return the function that makes the mistake with this id."""
        known = next(one for one in self.misconceptions if one.id == id)
        return variant(self.stem, self.name, known.edit or known.by, id)

    def wrong_source(self, id):
        """Return the source of the function that makes the mistake with this id."""
        known = next(one for one in self.misconceptions if one.id == id)
        return source_of(self.stem, self.name, known.edit or known.by)

    def other_ways(self):
        """Return the accepted other ways of writing the exercise, as functions."""
        return [variant(self.stem, self.name, way, f"way {index + 1}") for index, way in enumerate(self.accepted)]

    def other_sources(self):
        """Return the sources of the accepted other ways of writing the exercise."""
        return [source_of(self.stem, self.name, way) for way in self.accepted]


class Sheet:
    """The exercises of one notebook, in its order.

    module   -- the declaring module's __name__; its last part is the stem
    position -- the notebook's place within its week
    errata   -- errata that the notebook shows, for instance "E01 E02"
    """

    def __init__(self, module, *, position, errata=""):
        self.stem = module.rpartition(".")[2]
        self.position = position
        self.errata = errata.split()
        self.definitions = {}

    def exercise(self, name, **declared):
        """Declare an exercise; arguments as the fields of Definition, texts may be indented."""
        declared["hints"] = [" ".join(textwrap.dedent(text).split()) for text in declared["hints"]]
        self.definitions[name] = Definition(self.stem, name, **declared)
