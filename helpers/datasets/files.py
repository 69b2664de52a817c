"""Where the data lies, and reading it: every failure says what, where and what to do."""

import os
from pathlib import Path


class DataError(Exception):
    """A data file is missing, damaged or not what it should be; the message says what, where and what to do."""


def data_folder():
    """Find the folder that holds the course's data.

    Looks at the environment variable BYHAND_DATA; then for a folder `data` with .h5 files in the current folder and
    those above it; then beside the helpers package.
    Returns its path, which need not exist in the last case.
    Raises DataError when BYHAND_DATA names no folder.
    """
    named = os.environ.get("BYHAND_DATA")
    if named:
        if not Path(named).is_dir():
            raise DataError(
                f"BYHAND_DATA is {named!r}, which is no folder: set it to the one that holds the .h5 files."
            )
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if any((folder / "data").glob("*.h5")):
            return folder / "data"
    return Path(__file__).resolve().parents[2] / "data"


def read_arrays(path, keys):
    """Read arrays from an HDF5 file.

    path -- the file
    keys -- names of the arrays
    Returns a list of arrays, in the order of `keys`.
    Raises DataError when the file is missing or damaged, or lacks one of the keys.
    """
    import h5py

    path = Path(path)
    if not path.is_file():
        raise DataError(
            f"{path.name} is not in {path.parent}: copy it there out of the course's data folder, "
            "or let the environment variable BYHAND_DATA name the folder that has it."
        )
    try:
        with h5py.File(path, "r") as file:
            missing = [key for key in keys if key not in file]
            if missing:
                raise DataError(
                    f"{path} has no {missing[0]!r}, only {', '.join(file) or 'nothing at all'}: "
                    "replace it by the course's own file of that name."
                )
            return [file[key][()] for key in keys]
    except (OSError, RuntimeError):
        size = path.stat().st_size
        raise DataError(
            f"{path} ({size} bytes) is damaged, cut short or no HDF5 file: copy it again out of the course's data folder."
        ) from None
