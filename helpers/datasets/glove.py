"""Word vectors that others trained: GloVe."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

GLOVE = "glove50d.h5"


def load_glove():
    """Load GloVe's vectors of 14 319 English words, trained at Stanford on Wikipedia and newspapers.

    Returns (words, E): a list of words in small letters, the most frequent first, and float32 of shape (14319, 50), one
    word vector per row. `dict(zip(words, E))` is the usual map from a word to its vector.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / GLOVE
    stored, vectors = read_arrays(path, ["words", "vectors"])
    if vectors.shape != (14319, 50) or vectors.dtype != np.float16 or stored.shape != (14319,):
        raise DataError(
            f"{path} holds {len(stored)} words and vectors of shape {vectors.shape} where 14319 words with 50 numbers each are "
            "expected: replace it by the course's own file."
        )
    return [word.decode() for word in stored.tolist()], vectors.astype(np.float32)
