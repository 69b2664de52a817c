"""Pictures of a hand that shows 0 to 5 fingers."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

SIGNS = "signs.h5"


def load_signs():
    """Load 64x64 colour pictures of a hand that shows 0 to 5 fingers; they are drawn from a mesh, not photographed.

    Returns (X_train, Y_train, X_test, Y_test, classes): pictures of shape (m, 64, 64, 3), uint8; labels of shape (m,),
    int64, the number of fingers; classes, the texts "0" to "5". m is 1080 and 120, as many of every class.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / SIGNS
    keys = ["train_set_x", "train_set_y", "test_set_x", "test_set_y", "list_classes"]
    *parts, classes = read_arrays(path, keys)
    for X, y in (parts[:2], parts[2:]):
        if X.shape[1:] != (64, 64, 3) or X.dtype != np.uint8 or y.shape != X.shape[:1] or y.max() >= len(classes):
            raise DataError(
                f"{path} holds {X.dtype} of shape {X.shape} and labels of shape {y.shape} where pictures of 64x64x3 bytes and "
                f"a label below {len(classes)} for each are expected: replace the file by the course's own."
            )
    X_train, y_train, X_test, y_test = parts
    return X_train, y_train.astype(np.int64), X_test, y_test.astype(np.int64), [str(number) for number in classes]
