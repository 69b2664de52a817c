"""Tunes seen and heard: note names, piano rolls, a plucked string; and what an LSTM that learns tunes starts from."""

import numpy as np

from helpers import sound

NAMES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"]
RATE = 8000


def note_name(pitch):
    """Return the name of a pitch: 60 is C4, middle C; 0 is a rest."""
    return f"{NAMES[int(pitch) % 12]}{int(pitch) // 12 - 1}" if pitch else "rest"


def spell(pitches, durations):
    """Return a tune as text: note names, each with its length in eighths where that is not 1."""
    return " ".join(note_name(p) + (f"·{d}" if d != 1 else "") for p, d in zip(pitches, durations))


def to_sound(pitches, durations, seconds=0.2):
    """Compute the sound of a tune, on a plucked string.

    pitches, durations -- semitones (60 is middle C, 0 a rest) and eighths, shape (notes,)
    seconds -- how long an eighth lasts
    Returns the sound, shape (n,), with 8000 numbers a second.
    """
    edges = np.round(np.concatenate([[0], np.cumsum(durations)]) * seconds * RATE).astype(int)
    clip = np.zeros(edges[-1] + RATE // 4)
    for pitch, start, end in zip(pitches, edges[:-1], edges[1:]):
        if pitch:
            t = np.arange(end - start + RATE // 10) / RATE
            hertz = 440 * 2 ** ((pitch - 69) / 12)
            tones = sum(np.sin(2 * np.pi * k * hertz * t) * np.exp(-2.2 * k * t) / k**1.5 for k in range(1, 6))
            fade = np.minimum(1, np.minimum(t * 200, (t[-1] - t) * 20))
            clip[start : start + t.size] += 0.3 * tones * fade
    return clip


def play_tune(pitches, durations, title, seconds=0.2):
    """Show an audio player for a tune, with its notes as text; parameters as for `to_sound`, and a title."""
    alt = f"{title}, on a plucked string. Notes, with lengths in eighths: {spell(pitches, durations)}."
    sound.play(to_sound(pitches, durations, seconds), RATE, alt)


def piano_roll(axes, pitches, durations, title, colour="#0072B2"):
    """Draw a tune: time from left to right in eighths, pitch upwards, a bar for each note."""
    starts = np.concatenate([[0], np.cumsum(durations)])
    sounding = [(p, s, d) for p, s, d in zip(pitches, starts, durations) if p]
    for pitch, start, duration in sounding:
        axes.barh(pitch, duration - 0.15, left=start, height=0.8, color=colour, edgecolor="black", linewidth=0.4)
    low, high = (min(p for p, _, _ in sounding), max(p for p, _, _ in sounding)) if sounding else (60, 72)
    white = [pitch for pitch in range(low - 1, high + 2) if "♯" not in note_name(pitch)]
    axes.set_yticks(white[:: 1 + len(white) // 9], [note_name(pitch) for pitch in white[:: 1 + len(white) // 9]])
    axes.set_xticks(np.arange(0, starts[-1] + 1, 8 * (1 + starts[-1] // 100)))
    axes.grid(axis="x", alpha=0.35)
    axes.set(title=title, xlim=(0, max(starts[-1], 1)), ylim=(low - 1, high + 1))


def starting_parameters(n_values, n_a, seed=0):
    """Draw the weights that an LSTM starts from; the forget gate's bias is 1, so that it begins by remembering.

    n_values, n_a -- number of values, number of units
    Returns a dictionary: Wx (n_values, 4 n_a), Wa (n_a, 4 n_a), b (4 n_a,), Wy (n_a, n_values), by (n_values,).
    """
    draw, b = np.random.default_rng(seed), np.zeros(4 * n_a)
    b[:n_a] = 1
    shapes = {"Wx": (n_values, 4 * n_a), "Wa": (n_a, 4 * n_a), "Wy": (n_a, n_values)}
    weights = {name: draw.normal(size=shape) / np.sqrt(n_a) for name, shape in shapes.items()}
    return {**weights, "b": b, "by": np.zeros(n_values)}


def longest_quotation(notes, tunes):
    """Return the length of the longest run of notes that also stands in one of the tunes.

    notes -- a number for each note, a list
    tunes -- list of such lists
    """
    longest = 0
    for tune in map(np.asarray, tunes):
        same = np.zeros(len(tune) + 1, int)
        for note in notes:
            same[1:] = np.where(tune == note, same[:-1] + 1, 0)
            longest = max(longest, int(same.max()))
    return longest
