"""Filters as whole numbers of one byte, with a size for each: what the files of large networks hold."""

import numpy as np
from building import whole


def rounded(W):
    """Round filters to whole numbers from −127 to 127, with a step of its own for each channel of the last axis.

    W -- shape (..., C)
    Returns (steps, size): W is about steps (int8) times size (float32, shape (C,)).
    """
    size = (np.abs(W).max(axis=tuple(range(W.ndim - 1))) / 127).astype(np.float32)
    size[size == 0] = 1
    return np.round(W / size).astype(np.int8), size


def as_arrays(layers):
    """Lay layers out for the file.

    layers -- {name: (W, b)}
    Returns a dictionary of arrays: of each layer "name_W" (int8), "name_size" and "name_b".
    """
    arrays = {}
    for name, (W, b) in layers.items():
        steps, size = rounded(W)
        arrays |= {f"{name}_W": steps, f"{name}_size": size, f"{name}_b": b}
    return arrays


def filters(key, array):
    """Store filters compressed, everything else as it is; returns the options of the HDF5 data set."""
    return whole(key, array) if key.endswith("_W") else {}
