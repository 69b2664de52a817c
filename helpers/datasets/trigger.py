"""Single spoken words, "activate" among them, for a trigger-word detector."""

from typing import NamedTuple

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

TRIGGER = "trigger.h5"


class Clip(NamedTuple):
    """One word: the sound, numbers between −1 and 1 of shape (n,); the word; who says it."""

    sound: np.ndarray
    word: str
    speaker: str


def load_trigger():
    """Load single words said by the voices of speech synthesisers: "activate" and others.

    Nobody who speaks in the test part speaks in the training part.
    Returns (clips_train, clips_test, rate): two lists of Clip (sound, word, speaker), 156 and 72 of them; and how many numbers
    make a second, 8000.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / TRIGGER
    pcm, length, speaker, word, part = read_arrays(path, ["pcm", "length", "speaker", "word", "part"])
    if pcm.dtype != np.int16 or pcm.shape != (length.sum(),) or not len(length) == len(speaker) == len(word) == 228:
        raise DataError(
            f"{path} holds {pcm.dtype} of shape {pcm.shape} for {len(length)} clips where 228 clips of int16 are expected: "
            "replace it by the course's own file."
        )
    sounds = np.split(pcm / 32768, np.cumsum(length)[:-1])
    clips = [Clip(sound, said.decode(), by.decode()) for sound, said, by in zip(sounds, word, speaker)]
    parts = [[clip for clip, of in zip(clips, part) if of == name] for name in (b"train", b"test")]
    return *parts, 8000
