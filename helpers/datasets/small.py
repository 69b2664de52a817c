"""Small sets: scanned digits, a city's weather, spoken sentences."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

DIGITS = "digits8x8.h5"
WEATHER = "weather_seattle.h5"
SPEECH = "speech_fox.h5"


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
