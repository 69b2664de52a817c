"""How a sheet declares its exercises: cases, misconceptions, accepted ways of writing, hints."""

import importlib
import inspect
import textwrap
from dataclasses import dataclass, field

from grader_tests.engine.variants import DefinitionError, reference_source, source_of, split_docstring, variant
from helpers.checks.choices import as_answer, known_as, seal
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
    choices: dict = field(default_factory=dict)  # question -> {option: why}; of an answer cell

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

    def sealed(self, answers):
        """Return what is expected of an answer cell in a form that hides which option is right.

        answers -- what the reference returns: an option, or a dictionary of options
        """
        boxes = {key: seal(f"{self.id} {key}", _at(answers, key), reasons) for key, reasons in self.choices.items()}
        return boxes if isinstance(answers, dict) else boxes[""]


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
        if "choices" in declared:
            declared = _answer_cell(self.stem, name, **declared)
        self.definitions[name] = Definition(self.stem, name, **declared)


def _at(answers, question):
    return answers[question] if isinstance(answers, dict) else answers


def _answer_cell(stem, name, *, choices, **declared):
    """Complete the declaration of an answer cell: one case, its wrong options as known mistakes, other spellings.

    choices -- {option: why it is right or wrong}, or {question: {option: why}} where the answer is a dictionary
    Raises DefinitionError when the questions are not those the reference answers, or have too few options.
    """
    solution = getattr(importlib.import_module(f"solutions.{stem}"), name)
    if inspect.signature(solution).parameters:
        raise DefinitionError(f"{stem}/{name}: an answer cell takes no arguments")
    answers = solution()
    several = isinstance(answers, dict)
    choices = choices if several else {"": choices}
    if several and list(choices) != list(answers):
        raise DefinitionError(
            f"{stem}/{name}: the questions are {', '.join(choices)}; answered are {', '.join(answers)}"
        )
    mistakes, body = [], split_docstring(reference_source(stem, name))[2]
    for question, reasons in choices.items():
        right = _at(answers, question)
        wrong = [option for option in reasons if as_answer(option) != as_answer(right)]
        if len(wrong) != len(reasons) - 1 or len(wrong) < 2:
            raise DefinitionError(f"{stem}/{name}: {right!r} and at least two others must be options, each once")
        for option in wrong:
            given = answers | {question: option} if several else option
            id = known_as(f"result[{question!r}]" if several else "result", option)
            edit = {body: f"\n    return {given!r}\n"}
            mistakes.append(misconception(id, says=reasons[option], edit=edit, score=1 - 1 / len(choices)))
    spellings = (str.upper, lambda option: f" {option.capitalize()}  ")
    given = [{key: way(one) for key, one in answers.items()} if several else way(answers) for way in spellings]
    return {
        "cases": [case("the question")],
        "parts": {question: [f"[{question!r}]"] for question in choices} if several else {},
        "misconceptions": mistakes,
        "accepted": [{body: f"\n    return {one!r}\n"} for one in given],
        "choices": choices,
        **declared,
    }
