"""Networks on disk."""

import os
from pathlib import Path

from helpers.datasets import DataError


def write(path, groups):
    """Write arrays to an HDF5 file, which replaces an older one only when it is whole.

    path -- the file
    groups -- dictionary from group to dictionary from name to array
    """
    import h5py

    path = Path(path)
    beside = path.with_name(path.name + ".part")
    with h5py.File(beside, "w") as file:
        for group, arrays in groups.items():
            for name, array in arrays.items():
                file[f"{group}/{name}"] = array
    os.replace(beside, path)


def read(path):
    """Read what write wrote; returns the dictionary of dictionaries.

    Raises DataError when the file is missing or damaged.
    """
    import h5py

    try:
        with h5py.File(path, "r") as file:
            return {group: {name: array[()] for name, array in file[group].items()} for group in file}
    except FileNotFoundError:
        raise DataError(f"There is no file {path}: train the network first, or give the right path.") from None
    except (OSError, RuntimeError, AttributeError):
        raise DataError(f"{path} is damaged or no saved network: delete it and train again.") from None
