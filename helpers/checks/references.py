"""Reference files: an exercise's cases with what is expected and what known mistakes give, in HDF5.

A file `<stem>.h5` has a group for every exercise, with two datasets: `text`, a JSON document, and `numbers`, all arrays
of that document one after the other as float64. Public files travel with the students, hidden ones never do.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.checks.choices import Sealed

FORMAT = 1
INSTALLED = Path(__file__).resolve().parent.parent / "references"


class SheetError(Exception):
    """A reference file is missing, damaged, of another version or without the exercise."""


@dataclass
class Case:
    """One call of an exercise's function: arguments, expected value and what each known mistake gives."""

    label: str
    args: tuple
    kwargs: dict
    expected: object
    group: str = "cases"
    hidden: bool = False
    wrong: dict = field(default_factory=dict)  # misconception id -> Wrong, where it shows


@dataclass
class Wrong:
    """What a known mistake does in a case: returns a value, raises an exception, changes arguments."""

    value: object = None
    raised: str = ""  # name of the exception's type
    says: str = ""  # its message
    changed: list = field(default_factory=list)


@dataclass
class Exercise:
    """What is known of an exercise on the machine that checks it."""

    stem: str
    name: str
    points: float
    parameters: list
    source: str
    rtol: float
    atol: float
    parts: dict  # part of the result -> list of leaf-name prefixes
    rules: list  # ["no_loop"], ...
    properties: list  # [{"name": ..., arguments}], judged beside or instead of digits
    may_change: list  # arguments that the function is meant to change
    uses: list  # earlier exercises of this sheet that it calls
    hints: list
    misconceptions: dict  # id -> {"says": ..., "place": ...}
    cases: list

    @property
    def id(self):
        return f"{self.stem}/{self.name}"


class _Writer:
    """Turns nested values into JSON, arrays going to one long row of numbers."""

    def __init__(self):
        self.numbers, self.length = [], 0

    def encode(self, value):
        if isinstance(value, Wrong):
            return {"wrong": {key: self.encode(part) for key, part in vars(value).items()}}
        if isinstance(value, Sealed):
            return {"sealed": vars(value)}
        if isinstance(value, dict):
            return {"dict": [[key, self.encode(part)] for key, part in value.items()]}
        if isinstance(value, list | tuple):
            return {type(value).__name__: [self.encode(part) for part in value]}
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            start, self.length = self.length, self.length + value.size
            self.numbers.append(value.astype(np.float64).ravel())
            return {"array": [start, list(value.shape), value.dtype.str]}
        if isinstance(value, np.ndarray):
            return {"strings": value.tolist()}
        if isinstance(value, np.generic):
            return {"number": [value.item(), value.dtype.str]}
        if callable(value):
            return {"function": value.__name__}
        return value

    def row(self):
        return np.concatenate(self.numbers) if self.numbers else np.zeros(0)


def _decode(value, numbers):
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "wrong":
        return Wrong(**{key: _decode(part, numbers) for key, part in content.items()})
    if kind == "dict":
        return {key: _decode(part, numbers) for key, part in content}
    if kind == "list":
        return [_decode(part, numbers) for part in content]
    if kind == "tuple":
        return tuple(_decode(part, numbers) for part in content)
    if kind == "array":
        start, shape, dtype = content
        return numbers[start : start + int(np.prod(shape))].reshape(shape).astype(dtype)
    if kind == "sealed":
        return Sealed(**content)
    if kind == "strings":
        return np.array(content)
    if kind == "number":
        return np.dtype(content[1]).type(content[0])
    from helpers.checks import stand_ins

    return getattr(stand_ins, content)


def write(path, stem, exercises):
    """Write a reference file; the same exercises give the same bytes.

    path      -- the file to write
    stem      -- name of the exercise sheet
    exercises -- list of Exercise
    """
    import h5py

    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with h5py.File(beside, "w", track_order=True) as file:
        file.attrs["stem"] = stem
        file.attrs["format"] = FORMAT
        for exercise in exercises:
            writer = _Writer()
            fields = {key: value for key, value in vars(exercise).items() if key != "cases"}
            fields["cases"] = [
                {key: writer.encode(part) for key, part in vars(case).items()} for case in exercise.cases
            ]
            group = file.create_group(exercise.name)
            text = json.dumps(fields, ensure_ascii=False).encode()
            group.create_dataset("text", data=np.frombuffer(text, np.uint8), compression="gzip", track_times=False)
            group.create_dataset("numbers", data=writer.row(), compression="gzip", shuffle=True, track_times=False)
    os.replace(beside, path)


def read(path):
    """Read a reference file.

    path -- where it is
    Returns a dictionary from function name to Exercise.
    Raises SheetError when the file is missing, damaged or of another version.
    """
    import h5py

    if not Path(path).is_file():
        raise SheetError(f"The reference file {path} is not there; get it again from the course's bundle.")
    try:
        with h5py.File(path, "r") as file:
            if file.attrs["format"] != FORMAT:
                raise SheetError(f"{path} was made by another version of the course; install its helpers anew.")
            return {name: _read_exercise(group) for name, group in file.items()}
    except (OSError, KeyError, ValueError) as error:
        raise SheetError(f"{path} is damaged ({error}); get it again from the course's bundle.") from None


def _read_exercise(group):
    fields = json.loads(bytes(group["text"][:]))
    numbers = group["numbers"][:]
    cases = [Case(**{key: _decode(part, numbers) for key, part in case.items()}) for case in fields.pop("cases")]
    return Exercise(**fields, cases=cases)


def folders():
    """Return the folders that may hold public reference files, nearest first."""
    here = Path.cwd()
    around = [place / "references" for place in [here, *here.parents]]
    return [folder for folder in [*around, INSTALLED] if folder.is_dir() and any(folder.glob("c*.h5"))]


def find(stem):
    """Return the path of a sheet's public reference file.

    stem -- name of the exercise sheet
    Raises SheetError when no folder has it.
    """
    for folder in folders():
        if (folder / f"{stem}.h5").is_file():
            return folder / f"{stem}.h5"
    known = ", ".join(stems()) or "none"
    raise SheetError(f"There is no exercise sheet called {stem!r} here; known sheets: {known}.")


def stems():
    """Return the names of the exercise sheets whose public references are on this machine, sorted."""
    return sorted({path.stem for folder in folders() for path in folder.glob("c*.h5")})
