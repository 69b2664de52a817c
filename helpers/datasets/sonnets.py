"""A text to learn from: Shakespeare's sonnets."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

SONNETS = "sonnets.h5"


def load_sonnets():
    """Load Shakespeare's 154 sonnets, in modern spelling.

    Returns a list of sonnets in their order, each a list of lines (fourteen, but fifteen in number 99 and twelve in 126).
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / SONNETS
    stored, length = read_arrays(path, ["lines", "length"])
    if length.shape != (154,) or stored.shape != (length.sum(),):
        raise DataError(
            f"{path} holds {len(stored)} lines in {len(length)} sonnets where 154 sonnets are expected: "
            "replace it by the course's own file."
        )
    lines = [line.decode("utf-8") for line in stored.tolist()]
    ends = np.cumsum(length, dtype=int).tolist()
    return [lines[start:end] for start, end in zip([0, *ends], ends)]
