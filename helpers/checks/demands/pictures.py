"""Demands on pictures cut and mirrored at random."""

import numpy as np

from helpers.checks import calling
from helpers.checks.demands.common import OtherFault


def cutouts(function, exercise, case, value, demand):
    """The result is a square of the picture or of its mirror image; with `tries`, all come up, half of them mirrored.

    The demand's known mistake is, without `tries`, a picture upside down.
    """
    image, size = case.args[:2]
    squares = [_squares(one, size) for one in (image, image[:, ::-1])]
    tried = [value, *(calling.call(function, (image, size, seed), {}).value for seed in range(demand.get("tries", 12)))]
    seen, sides = set(), []
    for one in tried:
        fits = {
            (mirrored, place)
            for mirrored, found in enumerate(squares)
            for place, square in found.items()
            if np.array_equal(square, one)
        }
        if not fits:
            upside_down = any(np.array_equal(square, one) for square in _squares(image[::-1], size).values())
            kind = str if upside_down and "tries" not in demand else OtherFault
            return kind("what comes out is not always a square of the picture or of its left-to-right mirror image")
        seen |= fits
        sides += [mirrored for mirrored, _ in fits] if len({mirrored for mirrored, _ in fits}) == 1 else []
    missing = [(mirrored, place) for mirrored in (0, 1) for place in squares[mirrored] if (mirrored, place) not in seen]
    share = np.mean(sides) if len(sides) > 100 else 0.5
    if "tries" in demand and not missing and not 0.3 < share < 0.7:
        return OtherFault(
            f"over {demand['tries']} seeds {share:.0%} of the squares are mirrored; it should be about half"
        )
    if "tries" not in demand or not missing:
        return None
    mirrored, (row, column) = missing[0]
    which = "mirrored" if mirrored else "unmirrored"
    return f"over {demand['tries']} seeds the {which} square from row {row}, column {column}, never comes up"


def _squares(image, size):
    rows, columns = (length - size + 1 for length in image.shape[:2])
    return {(i, j): image[i : i + size, j : j + size] for i in range(rows) for j in range(columns)}
