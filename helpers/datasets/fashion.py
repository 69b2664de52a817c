"""Fashion-MNIST: small grey pictures of clothes of ten classes."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

FASHION = "fashion_mnist.h5"


def load_fashion_mnist():
    """Load 28x28 grey pictures of clothes: a part of Fashion-MNIST, with 16 greys.

    Returns (X_train, Y_train, X_test, Y_test, classes): pictures of shape (m, 28, 28, 1), uint8, from 0 (paper) to 240;
    labels of shape (m,), int64, 0 to 9; the ten classes' names. m is 12 000 and 2000, as many of every class.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / FASHION
    *parts, classes = read_arrays(path, ["train_x", "train_y", "test_x", "test_y", "list_classes"])
    for X, y in (parts[:2], parts[2:]):
        if X.shape[1:] != (28, 28) or X.dtype != np.uint8 or y.shape != X.shape[:1] or y.max() >= len(classes):
            raise DataError(
                f"{path} holds {X.dtype} of shape {X.shape} and labels of shape {y.shape} where pictures of 28x28 bytes and "
                f"a label below {len(classes)} for each are expected: replace the file by the course's own."
            )
    X_train, y_train, X_test, y_test = parts
    names = [name.decode() for name in classes.tolist()]
    return X_train[..., None], y_train.astype(np.int64), X_test[..., None], y_test.astype(np.int64), names
