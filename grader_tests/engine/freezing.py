"""Reference outputs: run the solutions and the known mistakes on the cases, compare with the files, write them."""

import contextlib
import importlib
import io
import pkgutil
import re
from pathlib import Path

import grader_tests
from grader_tests.engine.variants import DefinitionError
from helpers.checks import calling, references
from helpers.checks.compare import compare
from helpers.checks.references import Case, Exercise, Wrong
from helpers.checks.tree import leaves, same

HIDDEN_FOLDER = Path(__file__).resolve().parent.parent / "references"
STEM = re.compile(r"c[1-5]w[1-4]_\w+")
PUBLIC_FOLDER = references.INSTALLED


def sheet_of(stem):
    """Return one sheet of the course by its stem; raises DefinitionError when its module does not import."""
    try:
        return importlib.import_module(f"grader_tests.{stem}").sheet
    except Exception as error:
        raise DefinitionError(f"grader_tests/{stem}.py does not import: {type(error).__name__}: {error}") from error


def sheets():
    """Return every sheet of the course by stem, in course order."""
    names = [module.name for module in pkgutil.iter_modules(grader_tests.__path__) if STEM.fullmatch(module.name)]
    found = sorted(map(sheet_of, names), key=lambda sheet: (sheet.stem[:4], sheet.position))
    return {sheet.stem: sheet for sheet in found}


def frozen(definition, *, hidden):
    """Run a definition's reference and known mistakes on its public or hidden cases; returns an Exercise.

    Raises DefinitionError when the reference itself fails on a case, or a known mistake uses a name that is not there.
    """
    fields = {key: getattr(definition, key) for key in Exercise.__dataclass_fields__ if hasattr(definition, key)}
    known = {one.id: {"says": one.says, "place": one.place} for one in definition.misconceptions}
    secret = hidden or definition.choices  # of an answer cell, each wrong option would tell of the right one
    fields |= {"misconceptions": {} if secret else known, "hints": [] if hidden else definition.hints}
    exercise = Exercise(**{**fields, "cases": []})
    exercise.cases = [_run(definition, exercise, one) for one in definition.cases if one.hidden == hidden]
    return exercise


def _run(definition, exercise, given):
    right = _quietly(definition.solution, given)
    if right.error is not None:
        raise DefinitionError(
            f"{definition.id}, case “{given.label}”: the reference fails: {right.error!r}"
        ) from right.error
    if definition.choices:
        return Case(given.label, (), {}, definition.sealed(right.value), given.group, given.hidden)
    found = Case(given.label, given.args, given.kwargs, right.value, given.group, given.hidden)
    for one in definition.misconceptions:
        wrong = _observe(definition.wrong(one.id), exercise, found)
        if wrong is not None and wrong.raised == "NameError":
            raise DefinitionError(
                f"{definition.id}: the known mistake {one.id} fails with {wrong.says}: import it there."
            )
        if wrong is not None:
            found.wrong[one.id] = wrong
    return found


def _observe(function, exercise, found):
    outcome = _quietly(function, found, names=exercise.parameters)
    if outcome.error is not None:
        return Wrong(raised=type(outcome.error).__name__, says=str(outcome.error))
    changed = [name for name in outcome.changed if name not in exercise.may_change]
    if not changed and not compare(found.expected, outcome.value, rtol=exercise.rtol, atol=exercise.atol):
        return None
    return Wrong(value=outcome.value, changed=outcome.changed)


def _quietly(function, one, **options):
    """Call a function with a case's arguments; what it prints on the way is left out."""
    with contextlib.redirect_stdout(io.StringIO()):
        return calling.call(function, one.args, one.kwargs, **options)


def files(stem):
    """Return the paths of a sheet's public and hidden reference files."""
    return PUBLIC_FOLDER / f"{stem}.h5", HIDDEN_FOLDER / f"{stem}.h5"


def changes(sheet):
    """Say how a sheet's reference files differ from what its solutions give now.

    sheet -- a Sheet
    Returns a list of sentences, empty when nothing changed.
    """
    said = []
    for path, hidden in zip(files(sheet.stem), (False, True)):
        if not path.exists():
            said.append(f"{path.name} ({'hidden' if hidden else 'public'}) does not exist yet")
            continue
        stored = references.read(path)
        for name in stored.keys() | sheet.definitions.keys():
            if name not in stored or name not in sheet.definitions:
                said.append(f"{name} is {'gone' if name in stored else 'new'}")
            else:
                said += _changes_of(stored[name], frozen(sheet.definitions[name], hidden=hidden))
    return sorted(set(said))


def _changes_of(old, new):
    said = []
    for key in vars(new):
        if key != "cases" and getattr(old, key) != getattr(new, key):
            said.append(f"{new.id}: {key} changed")
    if list(old.misconceptions) != list(new.misconceptions) and old.misconceptions == new.misconceptions:
        said.append(f"{new.id}: the order of known mistakes changed")  # the first that fits is named
    if [one.label for one in old.cases] != [one.label for one in new.cases]:
        return [*said, f"{new.id}: the list of cases changed"]
    near = {"rtol": 1e-9, "atol": 1e-12}
    for before, after in zip(old.cases, new.cases):
        for path in ("args", "kwargs", "expected"):
            first, then = getattr(before, path), getattr(after, path)
            if same(first, then):
                continue
            found = compare(first, then, path=path, **near) + compare(then, first, path=path, **near)
            said += [f"{new.id}, “{after.label}”: {found[0].sentence}"] if found else []
        if before.group != after.group:
            said.append(f"{new.id}, “{after.label}”: the group changed")
        said += _changed_mistakes(new.id, before, after)
    return said


def _changed_mistakes(id, before, after):
    said = []
    for name in before.wrong.keys() | after.wrong.keys():
        old, new = before.wrong.get(name), after.wrong.get(name)
        if old is None or new is None or (old.raised, old.changed) != (new.raised, new.changed):
            said.append(f"{id}, “{after.label}”: what the mistake {name} does changed")
        elif not new.raised and compare(new.value, old.value, rtol=1e-9, atol=1e-12):
            said.append(f"{id}, “{after.label}”: what the mistake {name} gives changed")
    return said


def write(sheet):
    """Write a sheet's public and hidden reference files from its solutions; returns their paths."""
    for path, hidden in zip(files(sheet.stem), (False, True)):
        references.write(path, sheet.stem, [frozen(one, hidden=hidden) for one in sheet.definitions.values()])
    return files(sheet.stem)


def numbers_in(one):
    """Return how many numbers a case holds in its arguments and its expected value."""
    everything = (one.args, one.kwargs, one.expected)
    return sum(getattr(leaf, "size", 1) for _, leaf in leaves(everything))
