"""Build data/tunes.h5: traditional melodies out of data/tunes.abc, as pitches and durations.

The melodies were written down for this course, in ABC notation. Every bar must be as long as its metre says; only the first and
the last one may be shorter.

Usage: python data/build_tunes.py [-o FILE]
Needs numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import re
import sys
from pathlib import Path

import numpy as np
from building import BuildError, made_with, run, write

SOURCE = Path(__file__).resolve().parent / "tunes.abc"
NOTE = re.compile(r"([_^=]?)([A-Ga-gz])([,']*)(\d*)")
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
KEYS = ("C", "Am", "Ddor")  # no sharps or flats in any of them


def read_tunes(text):
    """Read tunes in ABC notation: paragraphs with the fields T (title), O (origin), M (metre) and K (key), then bars.

    text -- the file's text; lines that begin with % are remarks; the unit of length is the eighth
    Returns a list of dictionaries: "title", "origin", "metre", "abc" (texts), "pitches" and "durations" (lists of integers).
    Raises BuildError where a field is missing, the key has signs, or a bar has the wrong length.
    """
    lines = [line for line in text.splitlines() if not line.startswith("%")]
    paragraphs = [one.strip() for one in "\n".join(lines).split("\n\n") if one.strip()]
    return [read_tune(paragraph) for paragraph in paragraphs]


def read_tune(paragraph):
    """Read one tune; parameter, result and errors as for `read_tunes`."""
    fields = dict(re.findall(r"^([TOMK]):(.*)$", paragraph, re.MULTILINE))
    if len(fields) < 4 or fields["K"] not in KEYS:
        raise BuildError(f"A tune needs T, O, M and K, which is one of {', '.join(KEYS)}: {paragraph[:60]!r}")
    abc = "".join(line for line in paragraph.splitlines() if not re.match("[TOMK]:", line))
    beats, unit = map(int, fields["M"].split("/"))
    bars = [read_bar(bar, fields["T"]) for bar in abc.strip("|").split("|")]
    for number, bar in enumerate(bars):
        length, full = sum(duration for _, duration in bar), beats * 8 // unit
        if length > full or (length < full and number not in (0, len(bars) - 1)):
            raise BuildError(
                f"{fields['T']}: bar {number + 1} has {length} eighths, the metre {fields['M']} has {full}."
            )
    pitches, durations = zip(*(note for bar in bars for note in bar))
    facts = {"title": fields["T"], "origin": fields["O"], "metre": fields["M"], "abc": abc}
    return {**facts, "pitches": list(pitches), "durations": list(durations)}


def read_bar(bar, title):
    """Return the notes of a bar as pairs (pitch, duration): middle C is 60, a rest 0; raises BuildError for other signs."""
    if NOTE.sub("", bar).strip():
        raise BuildError(f"{title}: {NOTE.sub('', bar)!r} in the bar {bar!r} is no note.")
    notes = []
    for sign, letter, octaves, duration in NOTE.findall(bar):
        pitch = 0
        if letter != "z":
            pitch = 60 + SEMITONES[letter.upper()] + 12 * letter.islower()
            pitch += 12 * octaves.count("'") - 12 * octaves.count(",") + {"^": 1, "_": -1}.get(sign, 0)
        notes.append((pitch, int(duration or 1)))
    return notes


def to_arrays(tunes):
    """Lay the tunes out as arrays: texts as UTF-8 bytes, and the notes of all tunes in a row with each tune's length."""
    texts = {
        key: np.array([tune[key].encode("utf-8") for tune in tunes]) for key in ("title", "origin", "metre", "abc")
    }
    notes = {key: np.concatenate([tune[key] for tune in tunes]).astype(np.uint8) for key in ("pitches", "durations")}
    return texts | notes | {"length": np.array([len(tune["pitches"]) for tune in tunes], np.uint8)}


def describe():
    """Describe the file; returns its root attributes, all text."""
    return {
        "provenance": "Traditional melodies, written down for this course in ABC notation (tunes.abc), moved to C major, A minor or "
        "D dorian; ornaments, ties and repeats left out.",
        "licence": "public domain (the melodies); the transcriptions are the course's own",
        "attribution": "traditional; where each comes from is in `origin`",
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        tunes = read_tunes(SOURCE.read_text(encoding="utf-8"))
        write(chosen.output, to_arrays(tunes), describe())
        return f"{len(tunes)} tunes, {sum(len(tune['pitches']) for tune in tunes)} notes"

    return run("tunes", SOURCE.name, build, arguments)


if __name__ == "__main__":
    sys.exit(main())
