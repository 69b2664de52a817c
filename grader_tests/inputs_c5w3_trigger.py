"""What the checks of c5w3_trigger_word share: made-up sounds and examples as inputs; other right ways."""

import numpy as np

from grader_tests import misconception


def sound(n, seed, scale=1.0):
    """Return a sound of n short numbers."""
    return (scale * np.random.default_rng(seed).normal(size=n)).round(2) + 0.0


def by_fourier_matrix(x, window=256, hop=128):
    starts = np.arange(0, len(x) - window + 1, hop)
    j, k = np.arange(window), np.arange(window // 2 + 1)
    frames = np.stack([x[s : s + window] * np.sin(np.pi * j / window) ** 2 for s in starts], axis=1)
    return np.abs(np.exp(-2j * np.pi * np.outer(k, j) / window) @ frames)


def all_frames_at_once(x, window=256, hop=128):
    frames = np.lib.stride_tricks.sliding_window_view(np.asarray(x, float), window)[::hop]
    return np.abs(np.fft.rfft(frames * np.hanning(window + 1)[:-1], axis=1)).T


def padded(background, clip, start):
    room = min(len(clip), len(background) - start)
    return background + np.pad(clip[:room], (start, len(background) - start - room))


def number_by_number(background, clip, start):
    mixture = [float(value) for value in background]
    for k, value in enumerate(clip):
        if start + k < len(mixture):
            mixture[start + k] += value
    return np.array(mixture)


def far_apart(segment, previous_segments):
    return not all(segment[1] <= start or end <= segment[0] for start, end in previous_segments)


def shared_moments(segment, previous_segments):
    moments = set(range(*segment))
    return sum(len(moments & set(range(*other))) for other in previous_segments) > 0


def ones_by_mask(y, end, n, width=20):
    t = np.arange(len(y))
    step = int(end / n * len(y) + 1e-9)
    return np.where((t > step) & (t <= step + width), 1, y)


def ones_by_loop(y, end, n, width=20):
    y = list(y)
    step = int(np.floor(len(y) * end / n))
    for t in range(step + 1, min(step + 1 + width, len(y))):
        y[t] = 1
    return np.array(y)


def mixed(n, lengths, triggers, tries, T_y, seed):
    """Return the arguments of make_training_example, with made-up sounds of the given lengths."""
    clips = [sound(k, seed + 1 + number, 0.5) for number, k in enumerate(lengths)]
    return sound(n, seed, 0.1), clips, triggers, np.array(tries), T_y


def example_by_marks(background, clips, is_trigger, tries, T_y, width=20):
    x, taken, y = np.copy(background) + 0.0, np.zeros(len(background), bool), np.zeros((T_y,), int)
    for clip, trigger, starts in zip(clips, is_trigger, tries):
        fits = [s for s in starts if s + len(clip) <= len(x) and not taken[s : s + len(clip)].any()]
        if fits:
            x[fits[0] : fits[0] + len(clip)] += clip
            taken[fits[0] : fits[0] + len(clip)] = True
            step = (fits[0] + len(clip)) * T_y // len(x)
            y[step + 1 : step + 1 + width] |= bool(trigger)
    return x, y


def by_groups(characters, blank="_"):
    import itertools

    return "".join(character for character, _ in itertools.groupby(characters) if character != blank)


def by_pattern(characters, blank="_"):
    import re

    return re.sub(r"(.)\1+", r"\1", characters, flags=re.DOTALL).replace(blank, "")


def chimes_by_windows(probabilities, threshold=0.5, run=5, wait=40):
    high, last, found = np.asarray(probabilities) > threshold, -np.inf, []
    for t in range(run - 1, len(high)):
        if high[t - run + 1 : t + 1].all() and t - last >= wait:
            found.append(t)
            last = t
    return np.array(found, int)


def errors_by_position(found, ends, late=40):
    used, misses = set(), 0
    for end in ends:
        k = next((k for k, t in enumerate(found) if k not in used and end <= t <= end + late), None)
        if k is None:
            misses += 1
        else:
            used.add(k)
    return {"hits": len(used), "misses": misses, "false alarms": len(found) - len(used), "words": len(ends)}


def wrong(id, edit, says, place="", score=0.0):
    """Return the known mistake that an edit of the reference makes."""
    return misconception(id, edit=edit, says=says, place=place, score=score)
