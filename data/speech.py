"""Sound from speech synthesisers: read, brought to the rate of the course's files, trimmed."""

import io
import wave

import numpy as np

RATE = 8000  # numbers per second
STEP = 64  # every number is a multiple of it, which makes the file small; the rounding is 60 dB below the loudest sound


def read_wave(content):
    """Return a WAV file's one channel of int16 as floats, and its numbers per second."""
    with wave.open(io.BytesIO(content)) as file:
        rate, numbers = file.getframerate(), file.readframes(file.getnframes())
    return np.frombuffer(numbers[: len(numbers) // 2 * 2], "<i2") / 32768, rate


def resample(sound, rate):
    """Bring a sound from `rate` to RATE numbers a second, by cutting off the high end of its spectrum."""
    length = round(len(sound) * RATE / rate)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return np.fft.irfft(spectrum, length) * length / len(sound)


def trim(sound, quiet, margin):
    """Trim the silence at both ends, make the loudest number 0.9, round; returns int16.

    quiet -- what counts as silence, as a fraction of the loudest number
    margin -- how many numbers of silence are kept
    """
    loud = np.flatnonzero(np.abs(sound) > quiet * np.abs(sound).max())
    sound = sound[max(0, loud[0] - margin) : loud[-1] + margin]
    return (np.round(sound / np.abs(sound).max() * 0.9 * 32768 / STEP) * STEP).astype(np.int16)
