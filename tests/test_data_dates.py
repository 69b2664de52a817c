"""The dates: what is in the file, how the loader reads it and fails, how the builder makes it."""

import collections
import re
from datetime import date
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_date_kinds, load_dates

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "dates.h5"
BUILDER = "build_dates"
VERSIONS = ("english", "languages")


@pytest.mark.parametrize(("version", "train", "test"), [("english", 9000, 1000), ("languages", 3200, 800)])
def test_there_are_as_many_pairs_as_told(version, train, test):
    human_train, iso_train, human_test, iso_test = load_dates(version)
    kinds_train, kinds_test = load_date_kinds(version)
    assert len(human_train) == len(iso_train) == len(kinds_train) == train
    assert len(human_test) == len(iso_test) == len(kinds_test) == test


def test_english_is_what_comes_without_a_version():
    assert load_dates() == load_dates("english")
    assert load_date_kinds() == load_date_kinds("english")


def test_no_day_of_a_test_is_in_a_training_part_of_either_version():
    train = {iso for version in VERSIONS for iso in load_dates(version)[1]}
    test = {iso for version in VERSIONS for iso in load_dates(version)[3]}
    assert not train & test
    assert "1969-07-20" not in train


@pytest.mark.parametrize("version", VERSIONS)
def test_every_answer_is_a_day_of_the_hundred_years_and_no_text_has_two(version):
    human_train, iso_train, human_test, iso_test = load_dates(version)
    answers = collections.defaultdict(set)
    for human, iso in zip(human_train + human_test, iso_train + iso_test):
        assert date(1940, 1, 1) <= date.fromisoformat(iso) <= date(2039, 12, 31)
        answers[human].add(iso)
    assert {len(one) for one in answers.values()} == {1}
    assert len(answers) == len(human_train) + len(human_test)


def test_the_numbers_in_english_texts_are_those_of_the_day():
    human_train, iso_train, *_ = load_dates()
    for human, iso in zip(human_train, iso_train):
        year, month, day = (int(part) for part in iso.split("-"))
        found = [int(number) for number in re.findall(r"\d+", human)]
        if "/" in human:
            assert found == [month, day, year % 100]
        elif "." in human:
            assert found == [day, month, year % 100]
        else:
            assert sorted(found) == sorted([day, year])


def test_slashes_have_the_day_first_in_all_other_languages():
    human, iso, *_ = load_dates("languages")
    slashed = [(text, answer) for text, answer in zip(human, iso) if "/" in text]
    assert len(slashed) > 100
    for text, answer in slashed:
        assert int(text.split("/")[0]) == int(answer[-2:])
        assert int(text.split("/")[1]) == int(answer[5:7])


def test_texts_are_small_letters_without_commas_and_short_enough():
    for version, longest in (("english", 27), ("languages", 37)):
        human_train, _, human_test, _ = load_dates(version)
        assert all(text == text.lower().strip() and "," not in text for text in human_train + human_test)
        assert max(len(text) for text in human_train + human_test) <= longest
        assert set("".join(human_test)) <= set("".join(human_train))


def test_the_ways_of_writing_and_the_languages_are_balanced():
    kinds_train, kinds_test = load_date_kinds()
    counts = collections.Counter(kinds_train)
    assert len(counts) == 11
    assert min(counts.values()) > 0.85 * 9000 / 11
    assert set(kinds_test) == set(kinds_train)
    kinds_train, kinds_test = load_date_kinds("languages")
    assert collections.Counter(kind[:2] for kind in kinds_test) == dict.fromkeys(
        ("de", "es", "fr", "it", "nl", "pt", "sv", "tr"), 100
    )
    assert len(set(kinds_train)) == 48


def test_a_wrong_version_or_file_is_described(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="latin"):
        load_dates("latin")
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_dates()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["english_train_human"] = np.array([b"1/1/40"])
    with pytest.raises(DataError, match="9000 texts"):
        load_dates()
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes()[:5000])
    with pytest.raises(DataError, match="damaged"):
        load_dates()


def test_building_again_gives_the_same_file(built_twice):
    path = built_twice()
    with h5py.File(path) as built, h5py.File(FILE) as shipped:
        assert list(built) == list(shipped)
        assert all(np.array_equal(built[key], shipped[key]) for key in shipped)


def test_another_version_of_the_package_is_refused(builder, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(builder, "VERSION", "0.1")
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pins 0.1" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()


def test_ordinals_end_as_in_english(builder):
    endings = {number: builder.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)}
    assert endings == dict(zip(endings, ["st", "nd", "rd", "th", "th", "th", "th", "st", "nd", "rd", "th", "st"]))
