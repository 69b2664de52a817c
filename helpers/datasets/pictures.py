"""Photographs and a painting, large enough to see edges and brush strokes."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

PICTURES = "pictures.h5"
NAMES = ("chelsea", "coffee", "astronaut", "starry_night")


def load_pictures():
    """Load three photographs and a painting in colour.

    Returns a dictionary from name to picture, an array of shape (256, 256, 3), uint8: "chelsea", a cat; "coffee", a cup on a
    table; "astronaut", a portrait; "starry_night", the painting by Vincent van Gogh.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / PICTURES
    stored = read_arrays(path, NAMES)
    for name, differences in zip(NAMES, stored):
        if differences.shape != (256, 256, 3) or differences.dtype != np.uint8:
            raise DataError(
                f"{name} in {path} is {differences.dtype} of shape {differences.shape} where 256x256 pixels of three bytes "
                "are expected: replace the file by the course's own."
            )
    return {name: np.cumsum(differences, axis=0, dtype=np.uint8) for name, differences in zip(NAMES, stored)}
