"""Data sets: read from the course's data folder, or made up on the spot."""

import os
from pathlib import Path

import numpy as np

CATS = "cat_vs_noncat.h5"
DIGITS = "digits8x8.h5"
WEATHER = "weather_seattle.h5"
SPEECH = "speech_fox.h5"
CLASSIC_PAIR = ("train_catvnoncat.h5", "test_catvnoncat.h5")
PICTURE = (64, 64, 3)

# Which files each loader reads; a sheet's bundle gets the files of the loaders that its notebook names.
FILES = {
    "load_cat_vs_noncat": [CATS],
    "load_cat_sources": [CATS],
    "load_digits_8x8": [DIGITS],
    "load_weather_seattle": [WEATHER],
    "load_speech_fox": [SPEECH],
}


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
    return Path(__file__).resolve().parent.parent / "data"


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


def load_digits_8x8():
    """Load 8x8 grey pictures of handwritten digits.

    The first two thirds, in the order in which they were published, are for training. Digits by one hand lie near each
    other, so this split is harder, and more honest, than a shuffled one.
    Returns (X_train, Y_train, X_test, Y_test): pictures of shape (m, 8, 8), uint8, from 0 (paper) to 16 (ink); labels of
    shape (1, m), int64, the digits 0 to 9; m is 1200 and 597.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / DIGITS
    X, y = read_arrays(path, ["x", "y"])
    if X.shape != (1797, 8, 8) or y.shape != (1797,) or X.dtype != np.uint8 or X.max() > 16 or y.max() > 9:
        raise DataError(
            f"x and y in {path} are {X.dtype} of shape {X.shape} and {np.shape(y)} where 1797 pictures of 8x8 values up to "
            "16 and as many digits are expected: replace the file by the course's own."
        )
    Y = y.astype(np.int64).reshape(1, -1)
    return X[:1200], Y[:, :1200], X[1200:], Y[:, 1200:]


def load_weather_seattle():
    """Load the weather of every day of the years 2012 to 2015 in Seattle.

    Returns a dictionary of arrays with one entry for each of 1461 days, in order: "date" (datetime64[D]); "temp_max" and
    "temp_min", the day's highest and lowest temperature in °C; "precipitation" in mm; "wind" in m/s (all float64);
    "weather", a text: drizzle, fog, rain, snow or sun.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / WEATHER
    numbers = ["temp_max", "temp_min", "precipitation", "wind"]
    columns = dict(zip(["date", "weather", *numbers], read_arrays(path, ["date", "weather", *numbers])))
    if any(column.shape != (1461,) for column in columns.values()):
        shapes = sorted({column.shape for column in columns.values()})
        raise DataError(
            f"{path} holds columns of shape {', '.join(map(str, shapes))} where 1461 days are expected: "
            "replace the file by the course's own."
        )
    date, weather = columns["date"].astype("U10").astype("datetime64[D]"), columns["weather"].astype(str)
    return {"date": date, **{name: columns[name].astype(float) for name in numbers}, "weather": weather}


def load_speech_fox():
    """Load two sentences, each said by four voices of a speech synthesiser.

    Returns (clips, rate): a dictionary from voice (british, american, scottish, caribbean) to a list of two sounds, arrays of
    shape (n,) with numbers between −1 and 1: "The quick brown fox jumps over the lazy dog." and "Turn left at the next
    corner, then straight on."; and how many numbers make a second, 8000.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / SPEECH
    pcm, length, voice, sentence = read_arrays(path, ["pcm", "length", "voice", "sentence"])
    if pcm.dtype != np.int16 or pcm.shape != (length.sum(),) or not len(length) == len(voice) == len(sentence) == 8:
        raise DataError(
            f"{path} holds {pcm.dtype} of shape {pcm.shape} for {len(length)} clips where 8 clips of int16 are expected: "
            "replace it by the course's own file."
        )
    sounds = np.split(pcm / 32768, np.cumsum(length)[:-1])
    names = [name.decode() for name in voice.tolist()]
    return {name: [sound for sound, by in zip(sounds, names) if by == name] for name in dict.fromkeys(names)}, 8000


def make_blobs_2d(m=200, seed=0):
    """Make two overlapping classes of points in the plane.

    m -- number of points; half of them, rounded down, are of class 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), labels 0 or 1 of shape (1, m), in random order.
    """
    rng = np.random.default_rng(seed)
    Y = rng.permutation(np.arange(m) % 2).reshape(1, m)
    X = rng.normal(size=(2, m)) + np.where(Y == 1, 1.0, -1.0)
    return X, Y


def make_planar(m=200, seed=0):
    """Make a flower in the plane: six petals whose classes take turns, blurred so that neighbours overlap a little.

    m -- number of points; half of them, rounded down, are of class 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), mostly within 2 of the centre; labels 0 or 1 of shape (1, m); random order.
    """
    rng = np.random.default_rng(seed)
    petal = rng.permutation(np.arange(m) % 6)
    along = 2 * np.sqrt(rng.uniform(0.01, 1, size=m))
    half_width = 0.27 * np.sin(np.pi * along / 2)
    across = rng.normal(size=m) * np.hypot(half_width, 0.2)
    points = (along + 1j * across) * np.exp(1j * (0.3 + np.pi / 3 * petal))
    return np.stack([points.real, points.imag]), (petal % 2).reshape(1, m)


def make_moons(m=200, noise=0.2, seed=0):
    """Make two half moons that reach into each other; turning one by 180 degrees about the origin gives the other.

    m -- number of points; half of them, rounded down, are of class 1
    noise -- standard deviation of the blur; a moon's radius is 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), labels 0 or 1 of shape (1, m), in random order.
    """
    rng = np.random.default_rng(seed)
    Y = rng.permutation(np.arange(m) % 2).reshape(1, m)
    angle = rng.uniform(0, np.pi, size=m)
    moon = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    return np.where(Y == 1, -moon, moon) + noise * rng.normal(size=(2, m)), Y


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
