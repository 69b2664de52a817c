"""Build data/speech_fox.h5: two sentences, each said by four voices of a speech synthesiser.

One is the document's “The quick brown fox jumps over the lazy dog.”, the other comes from a car. Nobody's voice was recorded:
espeak-ng computes the sound from rules. It is brought to 8000 numbers a second, trimmed, made equally loud and rounded.

Usage: python data/build_speech_fox.py [-o FILE]
Needs espeak-ng 1.51 on the PATH (Debian: apt install espeak-ng), and numpy and h5py in the versions named in
data/README.md for the same bytes.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
import wave
from importlib.metadata import version
from pathlib import Path

import numpy as np

ESPEAK = "1.51"
RATE = 8000
SENTENCES = ["The quick brown fox jumps over the lazy dog.", "Turn left at the next corner, then straight on."]
VOICES = {"british": "en-gb", "american": "en-us+f3", "scottish": "en-gb-scotland+m5", "caribbean": "en-029+f5"}
STEP = 64  # every number is a multiple of it, which makes the file small; the rounding is 60 dB below the loudest sound


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def find_espeak():
    """Return the path of espeak-ng.

    Raises BuildError when it is missing or of another version.
    """
    path = shutil.which("espeak-ng")
    if path is None:
        raise BuildError("espeak-ng is not on the PATH: install it (Debian: apt install espeak-ng) and start again.")
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    if f" {ESPEAK} " not in said:
        raise BuildError(f"{path} says “{said.strip()[:60]}”, the builder pins version {ESPEAK}: install that one.")
    return path


def say(espeak, sentence, voice):
    """Let espeak-ng say a sentence; returns (sound as floats between −1 and 1, numbers per second)."""
    command = [espeak, "-v", voice, "-s", "165", "--stdout", sentence]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise BuildError(f"espeak-ng could not say a sentence with the voice {voice}: {done.stderr.decode().strip()}")
    with wave.open(io.BytesIO(done.stdout)) as file:
        rate = file.getframerate()
        content = done.stdout[done.stdout.index(b"data") + 8 :]
    return np.frombuffer(content[: len(content) // 2 * 2], "<i2") / 32768, rate


def resample(sound, rate):
    """Bring a sound from `rate` to RATE numbers a second, by cutting off the high end of its spectrum."""
    length = round(len(sound) * RATE / rate)
    spectrum = np.fft.rfft(sound)[: length // 2 + 1]
    return np.fft.irfft(spectrum, length) * length / len(sound)


def prepare(sound):
    """Trim the silence at both ends, make the loudest number 0.9, round; returns int16."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    sound = sound[max(0, loud[0] - 200) : loud[-1] + 200]
    return (np.round(sound / np.abs(sound).max() * 0.9 * 32768 / STEP) * STEP).astype(np.int16)


def to_arrays(clips):
    """Lay clips end to end.

    clips -- list of (voice, sentence, int16 array)
    Returns a dictionary of arrays: "pcm", all numbers in a row, "length", "voice" and "sentence" of each clip.
    """
    voices, sentences, sounds = zip(*clips)
    texts = {"voice": np.array(voices, "S"), "sentence": np.array([text.encode() for text in sentences], "S")}
    return {"pcm": np.concatenate(sounds), "length": np.array([len(sound) for sound in sounds]), **texts}


def describe():
    """Describe the file; returns a dictionary of its root attributes, all text but "rate"."""
    return {
        "provenance": "Two sentences in four voices, computed by espeak-ng; resampled to 8 kHz, trimmed, scaled, rounded.",
        "licence": "ours, as this course: output of a program, of nobody's recording; espeak-ng itself is GPL-3.0-or-later",
        "attribution": "speech synthesised with espeak-ng, https://github.com/espeak-ng/espeak-ng",
        "packages": json.dumps([{"package": "espeak-ng", "version": ESPEAK, "source": "Debian", "voices": VOICES}]),
        "made_with": json.dumps({name: version(name) for name in ("numpy", "h5py")}, sort_keys=True),
        "rate": RATE,
    }


def write(path, arrays, attributes):
    """Write arrays and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    arrays -- dictionary from key to array
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    packed = {"track_times": False, "compression": "gzip", "compression_opts": 9, "shuffle": True}
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        for name, array in arrays.items():
            file.create_dataset(name, data=array, chunks=array.shape, **packed)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Build speech_fox.h5 with espeak-ng.")
    parser.add_argument("-o", dest="output", type=Path, default=here / "speech_fox.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    try:
        espeak = find_espeak()
        clips = [
            (name, sentence, prepare(resample(*say(espeak, sentence, voice))))
            for name, voice in VOICES.items()
            for sentence in SENTENCES
        ]
        arrays = to_arrays(clips)
        write(chosen.output, arrays, describe())
    except BuildError as error:
        print(f"build_speech_fox: {error}", file=sys.stderr)
        return 1
    print(f"{len(clips)} clips, {len(arrays['pcm']) / RATE:.1f} s")
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
