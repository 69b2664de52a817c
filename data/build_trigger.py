"""Build data/trigger.h5: "activate" and other words, said by the voices of three speech synthesisers.

Nobody was asked to speak: espeak-ng computes speech from rules, flite and festival put it together from recordings that their
makers gave away for any use. Each clip is brought to 8000 numbers a second, trimmed, made equally loud and rounded. Who speaks in
the test part does not speak in the training part, under any name.

Usage: python data/build_trigger.py [-o FILE]
Needs, in the versions below, Debian's espeak-ng, flite, festival, festvox-kallpc16k, festvox-kdlpc16k and festvox-us-slt-hts, and
numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from building import BuildError, made_with, run, shuffled, write
from speech import RATE, read_wave, resample, trim

TRIGGER = "activate"

# Debian package → (version, licence as its copyright file has it)
PACKAGES = {
    "espeak-ng": ("1.51", "GPL-3.0-or-later (the program; it computes speech from rules)"),
    "flite": ("2.2", "as free as MIT, by Carnegie Mellon University"),
    "festival": ("2.5.0", "as free as MIT, by the University of Edinburgh"),
    "festvox-kallpc16k": ("2.4", "as free as MIT, by Alan W Black and Kevin Lenzo"),
    "festvox-kdlpc16k": ("1.4.0", "as free as MIT, by the University of Edinburgh"),
    "festvox-us-slt-hts": (
        "0.2010.10.25",
        "as free as MIT, by Carnegie Mellon University; BSD-3-Clause (the HTS group)",
    ),
}

# speaker → for each of its voices: synthesiser, the voice's name there, how slowly it says the trigger word (1 is its own pace).
TRAIN = {
    "espeak-american": [("espeak-ng", "en-us", (0.9, 1.05, 1.25))],
    "espeak-american-f2": [("espeak-ng", "en-us+f2", (0.85, 1.0, 1.2))],
    "espeak-american-m3": [("espeak-ng", "en-us+m3", (0.95, 1.1, 1.3))],
    "espeak-british": [("espeak-ng", "en", (0.9, 1.05, 1.2))],
    "espeak-british-f3": [("espeak-ng", "en+f3", (0.9, 1.0, 1.25))],
    "espeak-scottish-m2": [("espeak-ng", "en-gb-scotland+m2", (0.9, 1.05, 1.2))],
    "espeak-caribbean-f4": [("espeak-ng", "en-029+f4", (0.95, 1.1, 1.25))],
    "espeak-lancastrian-m6": [("espeak-ng", "en-gb-x-gbclan+m6", (0.9, 1.0, 1.15))],
    "awb": [("flite", "awb", (0.85, 0.95, 1.05, 1.15, 1.25, 1.35))],
    "slt": [
        ("flite", "slt", (0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4)),
        ("festival", "cmu_us_slt_arctic_hts", (1.0,)),  # it has one pace, whatever is asked for
    ],
    "kal": [("flite", "kal16", (0.85, 1.0, 1.15, 1.3)), ("festival", "kal_diphone", (0.95, 1.1))],
}
TEST = {
    "espeak-american-f5": [("espeak-ng", "en-us+f5", (0.9, 1.05, 1.2))],
    "espeak-british-m7": [("espeak-ng", "en+m7", (0.9, 1.05, 1.2))],
    "espeak-scottish-f1": [("espeak-ng", "en-gb-scotland+f1", (0.9, 1.05, 1.2))],
    "espeak-caribbean-m5": [("espeak-ng", "en-029+m5", (0.9, 1.05, 1.2))],
    "rms": [("flite", "rms", (0.85, 0.95, 1.05, 1.15, 1.25, 1.35))],
    "ked": [("festival", "ked_diphone", (0.85, 0.95, 1.05, 1.15, 1.25, 1.35))],
}
# Words of the training part; half of those of the test part come from here too, the others from UNHEARD.
HEARD = [
    *("active", "late", "elevate", "computer", "activity", "window", "captivate", "banana", "vacate", "music", "actor"),
    *("seven", "motivate", "kitchen", "navigate", "weather", "attic", "library", "doctor", "hello"),
]
UNHEARD = ["activist", "guitar", "innovate", "octopus", "cultivate", "monday"]


def find_programs():
    """Make sure that the three synthesisers and the voices are there.

    Raises BuildError that names what is missing or of another version.
    """
    for package, (wanted, _) in PACKAGES.items():
        done = None
        if shutil.which("dpkg-query"):
            command = ["dpkg-query", "-W", "-f", "${Version}", package]
            done = subprocess.run(command, capture_output=True, text=True)
        if done is None or done.returncode or not done.stdout:
            raise BuildError(f"{package} is not installed: apt install {' '.join(PACKAGES)}, and start again.")
        found = done.stdout.rpartition(":")[2]
        if not found.startswith(wanted):
            raise BuildError(f"{package} is version {found}, the builder pins {wanted}: install that one (Debian 12).")


def command_for(program, voice, pace, word, path):
    """Return (command, its input) that lets a program say a word into a WAV file; a larger pace is slower."""
    if program == "espeak-ng":
        return ["espeak-ng", "-v", voice, "-s", str(round(165 / pace)), "-w", str(path), word], ""
    if program == "flite":
        return ["flite", "-voice", voice, "--setf", f"duration_stretch={pace}", "-t", word, "-o", str(path)], ""
    scheme = (
        f"(voice_{voice}) (Parameter.set 'Duration_Stretch {pace}) "
        f'(utt.save.wave (utt.synth (Utterance Text "{word}")) "{path}" \'riff)'
    )
    return ["festival", "--pipe"], scheme


def say(program, voice, pace, word):
    """Let a synthesiser say a word; returns (sound as floats between −1 and 1, numbers per second)."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "word.wav"
        command, text = command_for(program, voice, pace, word, path)
        done = subprocess.run(command, input=text, capture_output=True, text=True)
        if done.returncode or not path.exists():
            raise BuildError(f"{program} could not say “{word}” with the voice {voice}: {done.stderr.strip()}")
        return read_wave(path.read_bytes())


def plan(speakers):
    """List what is to be said by TRAIN or TEST: tuples (speaker, program, voice, pace, word)."""
    said = []
    for number, (speaker, voices) in enumerate(speakers.items()):
        said += [(speaker, *voice[:2], pace, TRIGGER) for voice in voices for pace in voice[2]]
        if speakers is TEST:
            words = _turn(HEARD, 4 * number, 4) + _turn(UNHEARD, 4 * number, 4)
        else:
            words = _turn(HEARD, 8 * number, 8 if speaker.startswith("espeak") else 16)
        said += [(speaker, *voices[k % len(voices)][:2], (0.95, 1.1)[k % 2], word) for k, word in enumerate(words)]
    return said


def _turn(words, start, count):
    """Return `count` words of a list from `start` on; after the last comes the first."""
    return [words[(start + k) % len(words)] for k in range(count)]


def refuse_twins(clips):
    """Make sure that no two clips are the same: espeak-ng, for one, leaves out a variant that it does not know of.

    clips -- as for to_arrays; raises BuildError that names two that are the same
    """
    known = {}
    for speaker, voice, word, _, sound in clips:
        if (content := sound.tobytes()) in known:
            raise BuildError(f"“{word}” by {speaker} ({voice}) is the same as by {known[content]}: change one of them.")
        known[content] = f"{speaker} ({voice})"


def to_arrays(clips):
    """Lay clips end to end.

    clips -- list of (speaker, voice, word, part, int16 array)
    Returns a dictionary of arrays: "pcm", all numbers in a row; "length", "speaker", "voice", "word" and "part" of each clip.
    """
    speakers, voices, words, parts, sounds = zip(*clips)
    texts = {"speaker": speakers, "voice": voices, "word": words, "part": parts}
    arrays = {"pcm": np.concatenate(sounds), "length": np.array([len(sound) for sound in sounds])}
    return arrays | {name: np.array(values, "S") for name, values in texts.items()}


def describe():
    """Describe the file; returns a dictionary of its root attributes, all text but "rate"."""
    return {
        "provenance": "Single words, said by espeak-ng, flite and festival; resampled to 8 kHz, trimmed, scaled, rounded.",
        "licence": "ours, as this course: output of programs; their own licences are under “packages”",
        "attribution": "speech synthesised with eSpeak NG (https://github.com/espeak-ng/espeak-ng), Flite and the CMU Arctic "
        "voices (http://cmuflite.org), Festival (https://www.cstr.ed.ac.uk/projects/festival)",
        "packages": json.dumps(
            [
                {"package": name, "version": v, "licence": text, "source": "Debian"}
                for name, (v, text) in PACKAGES.items()
            ]
        ),
        "made_with": made_with(),
        "rate": RATE,
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        find_programs()
        clips = [
            (speaker, f"{program}:{voice}", word, part, trim(resample(*say(program, voice, pace, word)), 0.03, 160))
            for part, speakers in (("train", TRAIN), ("test", TEST))
            for speaker, program, voice, pace, word in plan(speakers)
        ]
        arrays = to_arrays(clips)
        refuse_twins(clips)
        write(chosen.output, arrays, describe(), shuffled)
        counts = [
            (part, arrays["word"][arrays["part"] == part.encode()] == TRIGGER.encode()) for part in ("train", "test")
        ]
        said = [f"{part}: {np.sum(is_it)} times “{TRIGGER}”, {np.sum(~is_it)} other words" for part, is_it in counts]
        return "\n".join([*said, f"{len(arrays['pcm']) / RATE:.1f} s"])

    return run("trigger", "what espeak-ng, flite and festival say", build, arguments)


if __name__ == "__main__":
    sys.exit(main())
