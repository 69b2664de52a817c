"""The names: what is in the file, how the loader reads it and fails, how the builder makes it."""

import hashlib
import json
import re
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_names

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "names.h5"
BUILDER = "build_names"
KINDS = {"dinosaurs": 1318, "first names": 8403}


@pytest.mark.parametrize("kind", KINDS)
def test_nine_in_ten_names_are_for_training_and_none_is_in_both_parts(kind):
    train, test = load_names(kind)
    assert len(train) + len(test) == KINDS[kind]
    assert len(test) == -(-KINDS[kind] // 10)
    assert len({*train, *test}) == KINDS[kind]
    assert (train, test) == (sorted(train), sorted(test))
    assert load_names(kind) == (train, test)


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_made_of_the_letters_a_to_z(kind):
    train, test = load_names(kind)
    names = train + test
    assert all(re.fullmatch("[a-z]{2,23}", name) for name in names)
    assert len(set("".join(names))) == 26


def test_the_parts_resemble_each_other():
    train, test = load_names()
    assert abs(np.mean([len(name) for name in train]) - np.mean([len(name) for name in test])) < 0.6
    ends = [np.mean([name.endswith("saurus") for name in part]) for part in (train, test)]
    assert abs(ends[0] - ends[1]) < 0.1
    assert "tyrannosaurus" in train + test


def test_every_first_name_is_a_womans_or_a_mans_and_some_are_both():
    with h5py.File(FILE) as file:
        female, male = file["female"][()], file["male"][()]
    assert (female.sum(), male.sum(), (female & male).sum()) == (4925, 3897, 419)
    assert (female | male).all()


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        assert [one["version"] for one in json.loads(file.attrs["packages"])] == ["1.2.1", "0.2.3", "0.2.3"]


def test_a_wrong_kind_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="first names"):
        load_names("surnames")
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_names()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["dinosaurs"] = np.array([b"rex"])
    with pytest.raises(DataError, match="1318 names"):
        load_names()


def test_the_builder_keeps_each_name_of_letters_once_and_marks_both_lists(builder, tmp_path):
    lists = {"dinosaurs": "Rex\nallosaurus\nRex\n", "female": "Ann-Marie\nKim\nada\n", "male": "Kim\nBob\n"}
    read = {}
    for kind, text in lists.items():
        (tmp_path / kind).write_text(text)
        read[kind] = builder.read_list(tmp_path, kind, hashlib.sha256(text.encode()).hexdigest())
    assert read == {"dinosaurs": ["rex", "allosaurus"], "female": ["kim", "ada"], "male": ["kim", "bob"]}
    arrays = builder.to_arrays(read)
    assert arrays["first_names"].tolist() == [b"ada", b"bob", b"kim"]
    assert arrays["female"].tolist() == [True, False, True]
    assert arrays["male"].tolist() == [False, True, True]


def test_another_file_in_a_package_is_refused(builder, of_data, tmp_path):
    (tmp_path / "names.txt").write_text("Ada\n")
    with pytest.raises(of_data("building").BuildError, match="pins"):
        builder.read_list(tmp_path, "names.txt", "0" * 64)
