"""Names to learn from: of dinosaurs, and of people in English-speaking countries."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

NAMES = "names.h5"
SIZES = {"dinosaurs": 1318, "first names": 8403}


def load_names(kind="dinosaurs"):
    """Load names in lower case, a to z only; every tenth of a shuffled list is held out.

    kind -- "dinosaurs" (1318 names) or "first names" (8403, of women and men)
    Returns (names_train, names_test), two lists of texts in alphabetical order; no name is in both.
    Raises ValueError for another kind, DataError when the file is missing or not what it should be.
    """
    if kind not in SIZES:
        raise ValueError(f'kind should be "dinosaurs" or "first names", it is {kind!r}')
    path, key = data_folder() / NAMES, kind.replace(" ", "_")
    (names,) = read_arrays(path, [key])
    if names.shape != (SIZES[kind],) or names.dtype.kind != "S":
        raise DataError(
            f"{key} in {path} is {names.dtype} of shape {names.shape} where {SIZES[kind]} names are expected: "
            "replace the file by the course's own."
        )
    held_out = np.zeros(len(names), bool)
    held_out[np.random.default_rng(0).permutation(len(names))[::10]] = True
    return tuple([name.decode() for name in names[part]] for part in (~held_out, held_out))
