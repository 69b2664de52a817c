"""The spoken sentences: what is in the file, how the loader reads it and fails, how the builder makes it; how a sound is played."""

import io
import wave
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.signal import resample as resample_by_scipy

from helpers import sound
from helpers.datasets import DataError, load_speech_fox

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "speech_fox.h5"
BUILDER = "build_speech_fox"


def test_there_are_four_voices_with_two_sentences_of_about_three_seconds():
    clips, rate = load_speech_fox()
    assert list(clips) == ["british", "american", "scottish", "caribbean"]
    assert rate == 8000
    assert all(len(both) == 2 for both in clips.values())
    assert all(2 < len(clip) / rate < 4 for both in clips.values() for clip in both)


def test_the_clips_are_equally_loud_and_no_two_are_the_same():
    sounds = [clip for both in load_speech_fox()[0].values() for clip in both]
    assert {round(float(np.abs(clip).max()), 2) for clip in sounds} == {0.9}
    assert len({clip.tobytes() for clip in sounds}) == 8


def test_the_two_sentences_of_a_voice_are_not_swapped():
    with h5py.File(FILE) as file:
        texts = file["sentence"][()].tolist()
    assert all(b"brown fox" in text for text in texts[0::2])
    assert all(b"straight on" in text for text in texts[1::2])


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_speech_fox()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["pcm"], file["length"] = np.zeros(5, np.int16), np.array([5])
        file["voice"], file["sentence"] = np.array([b"x"]), np.array([b"y"])
    with pytest.raises(DataError, match="8 clips"):
        load_speech_fox()


def test_the_builder_resamples_as_scipy_does(builder):
    tone = np.sin(np.arange(2205) / 7) * np.hanning(2205)
    assert np.allclose(builder.resample(tone, 22050), resample_by_scipy(tone, 800), atol=2e-3)


def test_the_same_sounds_give_the_same_file(built_twice, builder, monkeypatch):
    def tones(espeak, sentence, voice):
        return np.sin(np.arange(4000) / (5 + len(sentence) + len(voice))), 22050

    monkeypatch.setattr(builder, "find_espeak", lambda: "espeak-ng")
    monkeypatch.setattr(builder, "say", tones)
    built_twice()


def test_a_missing_or_another_espeak_is_told(builder, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "apt install espeak-ng" in capsys.readouterr().err
    other = tmp_path / "espeak-ng"
    other.write_text("#!/bin/sh\necho eSpeak NG text-to-speech: 1.48\n")
    other.chmod(0o755)
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pins version 1.51" in capsys.readouterr().err


def test_a_sound_is_a_wave_file_of_its_length_and_never_clipped():
    with wave.open(io.BytesIO(sound.to_wave([0.0, 0.5, -2.0], 8000))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, 8000, 3)
        numbers = np.frombuffer(file.readframes(3), "<i2")
    assert numbers.tolist() == [0, 8192, -32767]


def test_a_player_needs_a_text_and_one_row_of_numbers(capsys):
    with pytest.raises(ValueError, match="what one hears"):
        sound.play([0.1], 8000, "noise")
    with pytest.raises(ValueError, match=r"shape \(2, 2\)"):
        sound.play(np.zeros((2, 2)), 8000, "A silence of two rows, which is no sound.")
    sound.play(np.zeros(4000), 8000, "Half a second of silence, to be heard as nothing.")
    assert capsys.readouterr().out == "[sound, 0.5 s] Half a second of silence, to be heard as nothing.\n"
