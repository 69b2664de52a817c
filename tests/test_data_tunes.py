"""The tunes: what is in the file, how the loader reads it and fails, how the builder reads ABC notation."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_tunes

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "tunes.h5"
BUILDER = "build_tunes"


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


def test_the_file_is_what_the_builder_makes_of_the_text(built_twice, builder, capsys):
    tunes = builder.read_tunes((DATA / "tunes.abc").read_text(encoding="utf-8"))
    for one, other in zip(tunes, load_tunes(), strict=True):
        assert one["title"] == other["title"]
        assert one["pitches"] == other["pitches"].tolist()
        assert one["durations"] == other["durations"].tolist()
    built_twice()
    assert "51 tunes, 2307 notes" in capsys.readouterr().out


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


def test_the_readme_says_of_every_tune_where_it_comes_from():
    text = (DATA / "README.md").read_text(encoding="utf-8")
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
