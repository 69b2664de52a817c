"""Sentences with one of five emoji each, and the keywords of many more emoji."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

EMOJIFY = "emojify.h5"
SIZES = {"plain": (240, 120), "negation": (204, 88), "mirrored": (228, 98), "new": (0, 40)}


def load_emojify(kind="plain"):
    """Load English sentences in small letters with the emoji that belongs to each.

    kind -- "plain" (written one by one); "negation" (with and without a "not"); "mirrored" (pairs of the same words in another
        order, with different emoji); "new" (mirrored too, made like no training sentence: its training part is empty)
    Returns (X_train, Y_train, X_test, Y_test, emoji): two lists of sentences, each with whole numbers from 0 to 4 of shape (m,),
    and the list of the five emoji. Plain sentences have no near-duplicates in the other part; the words that carry the meaning of
    a "negation" or "mirrored" test sentence are in no training sentence of these kinds.
    Raises ValueError for another kind, DataError when the file is missing or not what it should be.
    """
    if kind not in SIZES:
        raise ValueError(f"kind should be one of {', '.join(SIZES)}, it is {kind!r}")
    path, found = data_folder() / EMOJIFY, []
    for part, count in zip(("train", "test"), SIZES[kind]):
        x, y = (
            read_arrays(path, [f"{kind}_{part}_{name}" for name in "xy"])
            if count
            else (np.empty(0, "S1"), np.empty(0, int))
        )
        if x.shape != (count,) or y.shape != (count,) or x.dtype.kind != "S" or np.any(y > 4):
            raise DataError(
                f"{path} should hold {count} sentences {kind!r} for the {part} part: replace it by the course's own file."
            )
        found += [_texts(x), y.astype(int)]
    return (*found, _texts(read_arrays(path, ["emoji"])[0]))


def load_emoji_keywords():
    """Load the English names and keywords that the Unicode CLDR gives to 1316 emoji.

    Returns (emoji, names, keywords), three lists of texts of that length; a text of `keywords` holds words with spaces between.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / EMOJIFY
    columns = [_texts(column) for column in read_arrays(path, ["keywords_emoji", "keywords_name", "keywords_words"])]
    if {len(column) for column in columns} != {1316}:
        raise DataError(f"{path} should hold 1316 emoji with name and keywords: replace it by the course's own file.")
    return tuple(columns)


def _texts(array):
    return [text.decode() for text in array.tolist()]
