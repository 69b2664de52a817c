"""Sounds that can be heard in a notebook, each with a text that tells what one would hear."""

import base64
import html
import io
import wave

import numpy as np

from helpers.checks.showing import show_text_and_html


def play(clip, rate, alt):
    """Show an audio player for a sound, with its text; in plain mode the text alone.

    clip -- the sound, shape (n,); numbers beyond −1 … 1 make the whole of it softer
    rate -- numbers per second
    alt -- what one hears, in a sentence or two, for those who do not hear it
    Raises ValueError when the text is missing or too short to tell anything, or when the sound is not one row of numbers.
    """
    if len(alt.strip()) < 20:
        raise ValueError("Say in the text what one hears: who or what sounds, and what one should notice.")
    content = base64.b64encode(to_wave(clip, rate)).decode()
    text = html.escape(alt, quote=True)
    page = (
        f"<figure style='margin:0'><audio controls src='data:audio/wav;base64,{content}' aria-label='{text}'></audio>"
        f"<figcaption>{text}</figcaption></figure>"
    )
    show_text_and_html(f"[sound, {len(clip) / rate:.1f} s] {alt}", page)


def to_wave(clip, rate):
    """Return a sound as the bytes of a WAV file with 16 bits per number; parameters and errors as for `play`."""
    clip = np.asarray(clip, dtype=float)
    if clip.ndim != 1 or clip.size == 0 or not np.isfinite(clip).all():
        raise ValueError(f"A sound is one row of finite numbers, shape (n,); this has shape {clip.shape}.")
    numbers = np.round(clip / max(1.0, np.abs(clip).max()) * 32767).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(numbers.tobytes())
    return buffer.getvalue()
