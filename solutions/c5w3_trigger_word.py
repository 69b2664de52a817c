"""Reference solutions: trigger word detection."""

import numpy as np


def spectrogram(x, window=256, hop=128):
    """Tell how strong each frequency is at each time of a sound.

    x -- the sound, shape (n,), with n at least window
    window -- numbers in a frame, even
    hop -- numbers from the start of a frame to the start of the next; what is left over at the end is not used
    Returns S, shape (window // 2 + 1, frames): the size of the discrete Fourier transform of each frame times Hann's window
    w[j] = (1 − cos(2πj / window)) / 2.
    Source: D2 C5_W3, "Audio data: speech recognition"
    """
    j = np.arange(window)
    w = (1 - np.cos(2 * np.pi * j / window)) / 2
    frames = 1 + (len(x) - window) // hop
    S = np.zeros((window // 2 + 1, frames))
    for t in range(frames):
        frame = x[t * hop : t * hop + window]
        S[:, t] = np.abs(np.fft.rfft(w * frame))
    return S


def ctc_collapse(characters, blank="_"):
    """Turn one character per time step into a text, by the rule of CTC.

    characters -- text with one character for each time step
    blank -- the character that stands for "nothing new"
    Returns the text: characters that repeat without a blank between them count once, and blanks vanish.
    Source: D2 C5_W3, "CTC cost for speech recognition"
    """
    text, previous = "", blank
    for character in characters:
        if character != previous and character != blank:
            text += character
        previous = character
    return text


def overlay_clip(background, clip, start):
    """Put a clip on top of a background, so that both sound together.

    background -- a sound, shape (n,); stays as it is
    clip -- another sound, shape (k,)
    start -- where the clip begins, from 0 to n − 1; what would reach beyond the end of the background is left out
    Returns the mixture, a new array of shape (n,).
    Source: D2 C5_W3, "Trigger word detection algorithm"
    """
    mixture = np.array(background, dtype=float)
    room = len(mixture) - start
    mixture[start : start + len(clip)] += clip[:room]
    return mixture


def is_overlapping(segment, previous_segments):
    """Tell whether a segment of time shares any moment with earlier ones.

    segment -- (start, end): from start up to, but not including, end
    previous_segments -- list of such pairs, perhaps empty
    Returns True or False; segments that only touch do not overlap.
    Source: D2 C5_W3, "Trigger word detection algorithm"
    """
    start, end = segment
    return any(start < other_end and other_start < end for other_start, other_end in previous_segments)


def insert_ones(y, end, n, width=20):
    """Label the moments right after a trigger word with 1.

    y -- labels of the T_y time steps, shape (T_y,); stay as they are
    end -- where in the sound the word ends, from 0 to n
    n -- numbers in the whole sound; the T_y steps are equally long, n / T_y numbers, which need not be a whole number
    width -- how many labels become 1: those of the steps after the one into which end falls, as far as there are any
    Returns the new labels, shape (T_y,).
    Source: D2 C5_W3, "Trigger word detection algorithm"
    """
    y = np.array(y, dtype=float)
    step = end * len(y) // n
    y[step + 1 : step + 1 + width] = 1
    return y


def make_training_example(background, clips, is_trigger, tries, T_y, width=20):
    """Make one example for training: words in a background, with labels.

    background -- a sound, shape (n,); stays as it is
    clips -- list of sounds to be put in, in this order
    is_trigger -- for each clip, True if it is the trigger word
    tries -- starting points for each clip, integers of shape (number of clips, tries): the first one is taken at which the
        whole clip fits in and overlaps no earlier clip; a clip without such a place is left out
    T_y, width -- number of labels; how many of them follow each trigger word
    Returns (x, y): the sound, shape (n,); the labels, shape (T_y,).
    Source: D2 C5_W3, "Trigger word detection algorithm"
    """
    n, x, y, segments = len(background), np.array(background, dtype=float), np.zeros(T_y), []
    for clip, trigger, starts in zip(clips, is_trigger, tries):
        for start in starts:
            end = start + len(clip)
            if end <= n and not is_overlapping((start, end), segments):
                x = overlay_clip(x, clip, start)
                segments.append((start, end))
                if trigger:
                    y = insert_ones(y, end, n, width)
                break
    return x, y


def detect(probabilities, threshold=0.5, run=5, wait=40):
    """List the time steps at which a detector sounds its chime.

    probabilities -- of "the trigger word has just ended", for each time step, shape (T_y,)
    threshold -- what a probability has to exceed
    run -- how many steps in a row have to exceed it, the step of the chime being the last of them
    wait -- a chime sounds only if the last one is at least so many steps ago
    Returns the list of steps, in order.
    Source: D2 C5_W3, "Trigger word detection algorithm"
    """
    found, count = [], 0
    for t, p in enumerate(probabilities):
        count = count + 1 if p > threshold else 0
        if count >= run and (not found or t - found[-1] >= wait):
            found.append(t)
    return found


def count_errors(found, ends, late=40):
    """Compare the chimes with the trigger words that were really there.

    found -- time steps of the chimes, in order
    ends -- time steps at which trigger words end, in order
    late -- how many steps after its end a word may still be answered
    Returns {"hits", "misses", "false alarms"}: each word takes the first chime from its end on, at most `late` steps later, that no
    earlier word has taken; a word without one is missed, a chime that no word takes is a false alarm.
    Source: D2 C5_W3, "What is trigger word detection?"
    """
    free, hits = list(found), 0
    for end in ends:
        in_time = [t for t in free if end <= t <= end + late]
        if in_time:
            free.remove(in_time[0])
            hits += 1
    return {"hits": hits, "misses": len(ends) - hits, "false alarms": len(free)}
