"""The tunes: what is in the file, how the loader reads it and fails, how the builder reads ABC notation."""

import hashlib
import importlib
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_tunes

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "tunes.h5"


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DATA), *sys.path])
    return importlib.import_module("build_tunes")


def test_there_are_51_tunes_with_titles_origins_and_2307_notes():
    tunes = load_tunes()
    assert len(tunes) == len({tune["title"] for tune in tunes}) == 51
    assert sum(len(tune["pitches"]) for tune in tunes) == 2307
    for tune in tunes:
        assert tune["pitches"].shape == tune["durations"].shape
        assert tune["origin"]
        assert tune["metre"] in ("2/4", "3/4", "4/4", "6/4", "6/8")


def test_pitches_and_durations_lie_where_tunes_lie_and_hardly_leave_the_key():
    tunes = load_tunes()
    pitches, durations = (np.concatenate([tune[key] for tune in tunes]) for key in ("pitches", "durations"))
    sounding = pitches[pitches > 0]
    assert (sounding.min(), sounding.max()) == (55, 81)
    assert (durations.min(), durations.max()) == (1, 8)
    assert np.isin(sounding % 12, [0, 2, 4, 5, 7, 9, 11]).mean() > 0.99
    assert np.isin(load_tunes()[0]["pitches"][:7], [60, 67, 69]).all()  # C C G G A A G


def test_no_tune_begins_like_another():
    beginnings = [tuple(tune["pitches"][:12]) + tuple(tune["durations"][:12]) for tune in load_tunes()]
    assert len(set(beginnings)) == 51


def test_the_file_is_what_the_builder_makes_of_the_text(builder, tmp_path, capsys):
    tunes = builder.read_tunes((DATA / "tunes.abc").read_text(encoding="utf-8"))
    for one, other in zip(tunes, load_tunes(), strict=True):
        assert one["title"] == other["title"]
        assert one["pitches"] == other["pitches"].tolist()
        assert one["durations"] == other["durations"].tolist()
    for name in ("one.h5", "two.h5"):
        assert builder.main(["-o", str(tmp_path / name)]) == 0
    assert "51 tunes, 2307 notes" in capsys.readouterr().out
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()


def test_abc_is_read_as_written(builder):
    tune = builder.read_tune("T:Try\nO:here\nM:3/4\nK:C\nG,2|c3^F_B,2|z2d'4|C|")
    assert tune["pitches"] == [55, 72, 66, 58, 0, 86, 60]
    assert tune["durations"] == [2, 3, 1, 2, 2, 4, 1]


@pytest.mark.parametrize(
    ("bars", "key", "message"),
    [
        ("C6|C4|C6|", "C", "bar 2 has 4"),
        ("C6|C8|C6|", "C", "bar 2 has 8"),
        ("C2H4|", "C", "no note"),
        ("C6|", "G", "needs T"),
    ],
)
def test_a_bar_of_the_wrong_length_and_a_sign_that_is_no_note_are_refused(builder, bars, key, message):
    with pytest.raises(builder.BuildError, match=message):
        builder.read_tune(f"T:Try\nO:here\nM:3/4\nK:{key}\n{bars}")


def test_the_file_tells_where_it_comes_from_and_the_readme_names_its_size_and_sha256():
    with h5py.File(FILE) as file:
        assert {"provenance", "licence", "attribution", "made_with"} <= set(file.attrs)
    text = (DATA / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if FILE.name in line)
    assert str(FILE.stat().st_size) in row
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in row
    for tune in load_tunes():
        assert tune["title"] in text
        assert tune["origin"] in text


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_tunes()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for key in ("title", "origin", "metre", "abc"):
            file[key] = np.array([b"x"])
        for key in ("pitches", "durations", "length"):
            file[key] = np.array([1], np.uint8)
    with pytest.raises(DataError, match="51 tunes"):
        load_tunes()
