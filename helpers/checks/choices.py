"""Answer cells: a question with named options whose right answer cannot be read from what students get.

In a public reference file the expected answer is a Sealed. It lists the options, and for each of them, in a box that opens
only under that option's own words, whether it is right and why. So a check can answer the option that a student chose, and
nothing in the file tells the options apart: equally long boxes, in alphabetical order. Whoever opens them one by one
has done no more than to give every answer; the boxes keep an answer from being read, not from being tried.
"""

import base64
import contextlib
import hashlib
from dataclasses import dataclass

import numpy as np

from helpers.checks.compare import Difference
from helpers.checks.tree import brief, leaf_at, leaves

ROUNDS = 5_000  # of PBKDF2: some milliseconds for one answer
MARK = 16  # bytes at the head of a box by which it is found


@dataclass
class Sealed:
    """What is expected of an answer: its options and, for each, one box in base64.

    salt    -- a text that no other question has; it makes equal options of two questions look different
    options -- the options, in alphabetical order
    boxes   -- the boxes, in the order of their own text, which says nothing of the options
    """

    salt: str
    options: list
    boxes: list

    def opened(self, answer):
        """Open the box of an answer; returns (is it right, why), or None when the answer is none of the options."""
        boxes = [base64.b64decode(box) for box in self.boxes]
        mark, stream = _keys(self.salt, answer, len(boxes[0]) - MARK)
        for box in boxes:
            if box[:MARK] == mark:
                text = bytes(one ^ other for one, other in zip(box[MARK:], stream)).decode().rstrip()
                return text[0] == "1", text[1:]
        return None

    def differences(self, returned, path):
        """List what is wrong with an answer, as `compare` does.

        returned -- what the student's function gave at this place
        path     -- the place's name, "result" or "result['first']"
        """
        chosen = as_answer(returned)
        found = None if chosen is None else self.opened(chosen)
        if found is None:
            listed = ", ".join(f'"{option}"' for option in self.options)
            what = "a function (are its brackets missing?)" if callable(returned) else brief(returned)
            return [Difference(path, "option", f"{path} is {what}; choose one of {listed}")]
        right, why = found
        option = next(one for one in self.options if as_answer(one) == chosen)
        sentence = f'{path.removeprefix("result")} "{option}" is not it. {why}'.strip()
        return [] if right else [Difference(path, "choice", sentence, option)]


def seal(salt, right, reasons):
    """Return the Sealed of a question; the same question gives the same boxes.

    salt    -- a text that no other question has
    right   -- the right option
    reasons -- {option: why it is right or wrong}
    Raises ValueError when the right answer is none of the options, or two options count as the same.
    """
    texts = {as_answer(option): why for option, why in reasons.items()}
    if as_answer(right) not in texts or len(texts) < len(reasons):
        raise ValueError(f"{right!r} must be one of different options, which are {', '.join(map(repr, reasons))}")
    plain = {option: f"{int(option == as_answer(right))}{why}".encode() for option, why in texts.items()}
    length = max(map(len, plain.values()))
    boxes = []
    for option, text in plain.items():
        mark, stream = _keys(salt, option, length)
        boxes.append(mark + bytes(one ^ other for one, other in zip(text.ljust(length), stream)))
    return Sealed(salt, sorted(reasons), sorted(base64.b64encode(box).decode() for box in boxes))


def as_answer(value):
    """Return an answer as the text that counts: capitals, spaces and quotation marks make no difference; None for no answer."""
    if isinstance(value, bool | np.bool_):
        value = str(value)
    elif isinstance(value, int | float | np.integer | np.floating):
        try:
            value = f"{value:g}"
        except OverflowError:  # a whole number beyond all floats
            return None
    return " ".join(value.strip("\"' ").casefold().split()) if isinstance(value, str) else None


def _keys(salt, answer, length):
    """Return (mark, stream): the bytes by which an answer's box is found, and `length` bytes that hide what is in it."""
    key = hashlib.pbkdf2_hmac("sha256", answer.encode("utf-8", "replace"), salt.encode(), ROUNDS)
    return hashlib.sha256(key + b"mark").digest()[:MARK], hashlib.shake_256(key + b"text").digest(length)


def judged(expected, returned):
    """List the answers of an answer cell with their reasons, right ones too.

    expected -- a Sealed, or a dictionary of them
    returned -- what the student's function gave
    Returns [(name of the place, is it right, why)], without the places where no option was chosen.
    """
    found = []
    for path, sealed in leaves(expected, "result"):
        with contextlib.suppress(LookupError):
            found += _judged_one(path, sealed, leaf_at(returned, path))
    return found


def _judged_one(path, sealed, answer):
    answer = as_answer(answer) if isinstance(sealed, Sealed) else None
    opened = None if answer is None else sealed.opened(answer)
    return [(path, *opened)] if opened else []


def is_answer_cell(exercise):
    """Tell whether an exercise, with its public cases, is an answer cell."""
    return any(isinstance(leaf, Sealed) for case in exercise.cases for _, leaf in leaves(case.expected))


def known_as(path, option):
    """Return the id of a wrong answer among an exercise's known mistakes.

    path   -- name of the place, "result" or "result['first']"
    option -- the option
    """
    place = path.removeprefix("result").strip("[]'\"")
    return f"{place}: {option}" if place else option
