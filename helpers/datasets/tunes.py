"""Tunes to learn from: traditional melodies."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

TUNES = "tunes.h5"


def load_tunes():
    """Load 51 traditional melodies in keys without sharps and flats.

    Returns a list of dictionaries: "title", "origin", "metre" and "abc" (the tune in ABC notation) are texts; "pitches" counts
    semitones (middle C is 60, a rest 0) and "durations" eighths, both integers of shape (notes,).
    Raises DataError when the file is missing or not what it should be.
    """
    path, texts = data_folder() / TUNES, ["title", "origin", "metre", "abc"]
    *columns, pitches, durations, length = read_arrays(path, [*texts, "pitches", "durations", "length"])
    if length.shape != (51,) or not pitches.shape == durations.shape == (length.sum(),):
        raise DataError(
            f"{path} holds {len(pitches)} notes in {len(length)} tunes where 51 tunes are expected: "
            "replace it by the course's own file."
        )
    ends = np.cumsum(length, dtype=int)[:-1]
    notes = [np.split(numbers.astype(int), ends) for numbers in (pitches, durations)]
    rows = zip(*([text.decode("utf-8") for text in column.tolist()] for column in columns), *notes)
    return [dict(zip([*texts, "pitches", "durations"], row)) for row in rows]
