"""Build data/speech_fox.h5: two sentences, each said by four voices of a speech synthesiser.

One is the document's “The quick brown fox jumps over the lazy dog.”, the other comes from a car. Nobody's voice was recorded:
espeak-ng computes the sound from rules. It is brought to 8000 numbers a second, trimmed, made equally loud and rounded.

Usage: python data/build_speech_fox.py [-o FILE]
Needs espeak-ng 1.51 on the PATH (Debian: apt install espeak-ng), and numpy and h5py in the versions named in
data/README.md for the same bytes.
"""

import json
import shutil
import subprocess
import sys

import numpy as np
from building import BuildError, made_with, run, shuffled, write
from speech import RATE, read_wave, resample, trim

ESPEAK = "1.51"
SENTENCES = ["The quick brown fox jumps over the lazy dog.", "Turn left at the next corner, then straight on."]
VOICES = {"british": "en-gb", "american": "en-us+f3", "scottish": "en-gb-scotland+m5", "caribbean": "en-029+f5"}


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
    return read_wave(done.stdout)


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
        "made_with": made_with(),
        "rate": RATE,
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        espeak = find_espeak()
        clips = [
            (name, sentence, trim(resample(*say(espeak, sentence, voice)), 0.02, 200))
            for name, voice in VOICES.items()
            for sentence in SENTENCES
        ]
        arrays = to_arrays(clips)
        write(chosen.output, arrays, describe(), shuffled)
        return f"{len(clips)} clips, {len(arrays['pcm']) / RATE:.1f} s"

    return run("speech_fox", "what espeak-ng says", build, arguments)


if __name__ == "__main__":
    sys.exit(main())
