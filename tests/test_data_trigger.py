"""The spoken words: what is in the file, how the loader reads it and fails, how the builder makes it."""

import json
from collections import Counter
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.signal import resample as resample_by_scipy

from helpers.datasets import DataError, load_trigger

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "trigger.h5"
BUILDER = "build_trigger"


def test_there_are_44_and_24_trigger_words_and_112_and_48_others():
    train, test, rate = load_trigger()
    assert rate == 8000
    for clips, triggers, others in ((train, 44, 112), (test, 24, 48)):
        assert sum(clip.word == "activate" for clip in clips) == triggers
        assert sum(clip.word != "activate" for clip in clips) == others


def test_clips_are_short_equally_loud_and_no_two_are_the_same():
    train, test, rate = load_trigger()
    assert all(0.15 < len(clip.sound) / rate < 1.3 for clip in train + test)
    assert {round(float(np.abs(clip.sound).max()), 2) for clip in train + test} == {0.9}
    assert len({clip.sound.tobytes() for clip in train + test}) == 228


def test_nobody_speaks_in_both_parts_and_half_of_the_other_test_words_are_new():
    train, test, _ = load_trigger()
    assert not {clip.speaker for clip in train} & {clip.speaker for clip in test}
    heard = {clip.word for clip in train}
    assert sum(clip.word not in heard for clip in test) == 24


def test_every_speaker_says_the_trigger_word_at_least_three_times_and_eight_others():
    train, test, _ = load_trigger()
    triggers = Counter(clip.speaker for clip in train + test if clip.word == "activate")
    others = Counter(clip.speaker for clip in train + test if clip.word != "activate")
    assert len(triggers) == len(others) == 17
    assert min(triggers.values()) >= 3
    assert min(others.values()) >= 8


def test_one_person_is_one_speaker_whatever_the_synthesiser():
    with h5py.File(FILE) as file:
        pairs = set(zip(file["speaker"][()].tolist(), file["voice"][()].tolist()))
    voices = {speaker: {voice for by, voice in pairs if by == speaker} for speaker in (b"kal", b"slt")}
    assert voices[b"kal"] == {b"flite:kal16", b"festival:kal_diphone"}
    assert voices[b"slt"] == {b"flite:slt", b"festival:cmu_us_slt_arctic_hts"}


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        assert {one["package"] for one in json.loads(file.attrs["packages"])} >= {"espeak-ng", "flite", "festival"}


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_trigger()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["pcm"], file["length"] = np.zeros(5, np.int16), np.array([5])
        file["speaker"] = file["word"] = file["part"] = np.array([b"x"])
    with pytest.raises(DataError, match="228 clips"):
        load_trigger()


def test_the_builder_resamples_as_scipy_does(builder):
    tone = np.sin(np.arange(1600) / 7) * np.hanning(1600)
    assert np.allclose(builder.resample(tone, 16000), resample_by_scipy(tone, 800), atol=2e-3)


def test_the_same_sounds_give_the_same_file(built_twice, builder, monkeypatch):
    def tones(program, voice, pace, word):
        seed = [*f"{program} {voice} {word}".encode(), int(100 * pace)]
        return np.random.default_rng(seed).normal(size=1000), 16000

    monkeypatch.setattr(builder, "find_programs", lambda: None)
    monkeypatch.setattr(builder, "say", tones)
    built_twice()


def test_two_clips_that_are_the_same_are_refused(builder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(builder, "find_programs", lambda: None)
    monkeypatch.setattr(builder, "say", lambda program, voice, pace, word: (np.sin(np.arange(1000) / 5), 16000))
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "is the same as" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()


def test_missing_synthesisers_are_told(builder, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "apt install espeak-ng flite festival" in capsys.readouterr().err
    other = tmp_path / "dpkg-query"
    other.write_text("#!/bin/sh\nprintf 1.48-1\n")
    other.chmod(0o755)
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pins 1.51" in capsys.readouterr().err
