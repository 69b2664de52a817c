"""Drawings of cats and of other things; pictures of one's own in the same form."""

from pathlib import Path

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

CATS = "cat_vs_noncat.h5"
CLASSIC_PAIR = ("train_catvnoncat.h5", "test_catvnoncat.h5")
PICTURE = (64, 64, 3)


def load_cat_vs_noncat(split="maker"):
    """Load 64x64 colour pictures of cats and of other things.

    split -- "maker": whoever drew a test picture drew no training picture; "drawing": the same pictures dealt at
             random; "classic": the files train_catvnoncat.h5 and test_catvnoncat.h5, if you put them into the folder
    Returns (X_train, Y_train, X_test, Y_test, classes): pictures of shape (m, 64, 64, 3), uint8; labels of shape
    (1, m), int64, 1 for a cat; classes, the names of labels 0 and 1. Of our own file m is 209 and 50.
    Raises DataError when a file is missing or not what it should be, ValueError when there is no such split.
    """
    if split == "classic":
        (X_train, y_train, classes), (X_test, y_test, _) = (_read_classic(*part) for part in _classic_parts())
    else:
        X, y, (train, test), classes = _read_cats(split)
        X_train, y_train, X_test, y_test = X[train], y[train], X[test], y[test]
    return X_train, y_train.reshape(1, -1), X_test, y_test.reshape(1, -1), classes


def load_cat_sources(split="maker"):
    """Tell where the pictures of load_cat_vs_noncat come from.

    split -- "maker" or "drawing"
    Returns (train, test), two lists of texts "maker:set/drawing", in the order of the pictures.
    Raises DataError when the file is missing or not what it should be, ValueError when there is no such split.
    """
    parts = _split_positions(split)
    train, test = read_arrays(data_folder() / CATS, ["train_source", "test_source"])
    sources = np.concatenate([train.astype(str), test.astype(str)])
    return tuple(sources[part].tolist() for part in parts)


def read_picture(path, size=64):
    """Read a picture file of your own in the form of the cat pictures.

    The largest square in the middle is cut out and scaled; transparent parts become grey; a camera's mark that the picture
    lies on its side is obeyed.
    path -- a PNG, JPEG or other file that Pillow can read
    size -- height and width of the result in pixels
    Returns an array of shape (size, size, 3), uint8.
    Raises DataError when there is no such file or when it is no picture.
    """
    from PIL import Image, ImageOps

    path = Path(path)
    if not path.is_file():
        raise DataError(
            f"There is no file {path.name} in {path.resolve().parent}: copy it there, or give its whole path."
        )
    try:
        with Image.open(path) as file:
            picture = ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise DataError(f"{path.name} is no picture that can be read here: save it as PNG or JPEG.") from None
    grey = Image.new("RGBA", picture.size, (112, 112, 112, 255))
    flat = Image.alpha_composite(grey, picture).convert("RGB")
    return np.asarray(ImageOps.fit(flat, (size, size), Image.Resampling.LANCZOS))


def _read_cats(split):
    """Read our own file; returns (pictures, labels, (train, test) positions into them, classes)."""
    path = data_folder() / CATS
    parts = _split_positions(split)
    keys = ["train_set_x", "train_set_y", "test_set_x", "test_set_y", "list_classes"]
    X_train, y_train, X_test, y_test, classes = read_arrays(path, keys)
    _check_pictures(path, X_train, y_train, "train_set")
    _check_pictures(path, X_test, y_test, "test_set")
    X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test]).astype(np.int64)
    if not np.array_equal(np.sort(np.concatenate(parts)), np.arange(len(y))):
        raise DataError(f"The index arrays in {path} do not deal out its {len(y)} pictures: copy the file again.")
    return X, y, parts, np.asarray(classes, dtype="S").astype(str)


def _split_positions(split):
    """Positions of the training and of the test pictures in our file, training pictures counted first."""
    if split not in ("maker", "drawing"):
        raise ValueError(f"There is no split {split!r} of the cat pictures: choose 'maker' or 'drawing'.")
    path = data_folder() / CATS
    if split == "drawing":
        return tuple(read_arrays(path, ["by_drawing_train_index", "by_drawing_test_index"]))
    train, test = read_arrays(path, ["train_set_y", "test_set_y"])
    return np.arange(len(train)), len(train) + np.arange(len(test))


def _classic_parts():
    """Path and key prefix of the two files of the well-known pair."""
    return [(data_folder() / name, prefix) for name, prefix in zip(CLASSIC_PAIR, ("train_set", "test_set"))]


def _read_classic(path, prefix):
    """Read one file of the well-known pair; returns (pictures, labels, classes)."""
    X, y, classes = read_arrays(path, [f"{prefix}_x", f"{prefix}_y", "list_classes"])
    _check_pictures(path, X, y, prefix)
    return X, y.astype(np.int64), np.asarray(classes, dtype="S").astype(str)


def _check_pictures(path, X, y, prefix):
    """Raise DataError unless X holds 64x64 colour pictures of bytes and y one label 0 or 1 for each."""
    if X.ndim != 4 or X.shape[1:] != PICTURE or X.dtype != np.uint8:
        raise DataError(
            f"{prefix}_x in {path} is {X.dtype} of shape {X.shape} where uint8 of shape (m, 64, 64, 3) is expected: "
            "replace the file by the course's own."
        )
    if np.shape(y) != X.shape[:1] or not np.isin(y, (0, 1)).all():
        raise DataError(
            f"{prefix}_y in {path} has shape {np.shape(y)} where {len(X)} labels 0 or 1 are expected, one for each "
            "picture: replace the file by the course's own."
        )
