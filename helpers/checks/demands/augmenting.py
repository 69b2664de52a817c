"""Demands on a batch of pictures of which each is mirrored, cropped and shifted in colour at random."""

import numpy as np

from helpers.checks import calling
from helpers.checks.demands.common import OtherFault, arguments_of

MIRRORED, PLACE, COLOURS = range(3)
TOGETHER = ("either all mirrored or none", "all cut at the same place", "all shifted by the same numbers")


def augmented(function, exercise, case, value, demand):
    """Every picture of the result is a square of the picture or of its mirror image, its three colours shifted and clipped.

    The arguments are X, size, shift and seed. With `tries`, everything comes up over as many seeds, and the pictures of a batch
    do not go together; that they do is then the demand's known mistake. Without, it is a value that ran over 255.
    """
    given = arguments_of(exercise, case)
    X, size, shift = given["X"], given["size"], given["shift"]
    runs = [
        value,
        *(calling.call(function, (X, size, shift, seed), {}).value for seed in range(demand.get("tries", 3))),
    ]
    drawn = []
    for run in runs:
        batch = [_explain(picture, one, shift) for picture, one in zip(X, np.asarray(run, dtype=float))]
        if None in batch:
            return _what_is_wrong(X[batch.index(None)], run[batch.index(None)], shift)
        drawn.append(batch)
    return _what_never_comes(X, size, shift, drawn) if "tries" in demand else None


def _squares(picture, size):
    """Return all squares of a picture and of its mirror image, (k, size, size, 3), and (mirrored, place) of each."""
    rows, columns = (length - size + 1 for length in picture.shape[:2])
    names = [(mirrored, (i, j)) for mirrored in (False, True) for i in range(rows) for j in range(columns)]
    both = picture.astype(float), picture[:, ::-1].astype(float)
    return np.stack([both[mirrored][i : i + size, j : j + size] for mirrored, (i, j) in names]), names


def _explain(picture, result, shift, wraps=False):
    """Return (mirrored, place, the three shifts) that make `result` of a picture; None when nothing does."""
    squares, names = _squares(picture, len(result))
    low, high = (-1, 256) if wraps else (0, 255)
    shifts = np.zeros((len(squares), 3))
    for channel in range(3):
        seen, before = result[..., channel].ravel(), squares[..., channel].reshape(len(squares), -1)
        inside = np.flatnonzero((seen > low) & (seen < high))
        if inside.size:
            shifts[:, channel] = seen[inside[0]] - before[:, inside[0]]
        else:  # all was cut off: the least that does it
            least = np.where(seen >= high, high - before, -before)
            shifts[:, channel] = np.where(seen[0] >= high, least.max(axis=1), least.min(axis=1))
    if wraps:
        shifts = (shifts + 128) % 256 - 128
    moved = squares + shifts[:, None, None]
    fits = np.all((moved % 256 if wraps else np.clip(moved, 0, 255)) == result, axis=(1, 2, 3))
    fits &= (np.abs(shifts) <= shift).all(axis=1) & (shifts == np.round(shifts)).all(axis=1)
    found = np.flatnonzero(fits)
    return (*names[found[0]], tuple(shifts[found[0]])) if found.size else None


def _what_is_wrong(picture, result, shift):
    result = np.asarray(result, dtype=float)
    if result.min() < 0 or result.max() > 255:
        return OtherFault("numbers below 0 or above 255 come out; they have to be cut off there")
    if _explain(picture[..., ::-1], result, shift):
        return OtherFault("the colours of a picture are in reverse order: red has become blue")
    if _explain(picture, result % 256, shift, wraps=True):
        return "where a colour runs over 255 or below 0, it comes out at the other end"
    if _explain(picture[::-1], result, shift):
        return OtherFault("a picture is turned upside down")
    if _explain(picture, result, 255):
        return OtherFault(f"a colour is shifted by more than {shift}")
    return OtherFault(
        "not every picture that comes out is a square of the one that went in, or of its mirror image, with one whole "
        "number added to all of its red, one to all of its green and one to all of its blue"
    )


def _what_never_comes(X, size, shift, drawn):
    everything = [one for batch in drawn for one in batch]
    if constant := _what_never_changes(X, size, shift, everything):
        return OtherFault(f"over {len(drawn)} seeds, {constant}")
    for aspect, words in enumerate(TOGETHER):
        if len(X) > 1 and all(len({one[aspect] for one in batch}) == 1 for batch in drawn):
            return f"over {len(drawn)} seeds, the pictures of a batch are always {words}"
    missing = set(_squares(X[0], size)[1]) - {one[:2] for one in everything}
    if missing:
        mirrored, (row, column) = min(missing)
        which = "mirrored" if mirrored else "unmirrored"
        return OtherFault(
            f"over {len(drawn)} seeds, the {which} square from row {row}, column {column}, never comes up"
        )
    if all(len(set(one[COLOURS])) == 1 for one in everything):
        return OtherFault("red, green and blue are always shifted by the same number")
    came = {number for one in everything for number in one[COLOURS]}
    missing = sorted(set(range(-shift, shift + 1)) - came)
    return OtherFault(f"over {len(drawn)} seeds, no colour is ever shifted by {missing[0]}") if missing else None


def _what_never_changes(X, size, shift, everything):
    """Return what is the same in all pictures that came out, or too rare, in words; None when there is nothing."""
    mirrored, places = np.mean([one[MIRRORED] for one in everything]), {one[PLACE] for one in everything}
    if not 0.25 < mirrored < 0.75:
        return f"{mirrored:.0%} of all pictures are mirrored, expected about half"
    if X[0].shape[:2] != (size, size) and len(places) == 1:
        return f"every square starts at row {min(places)[0]}, column {min(places)[1]}"
    if shift and not any(number for one in everything for number in one[COLOURS]):
        return "no colour is ever shifted"
    return None
