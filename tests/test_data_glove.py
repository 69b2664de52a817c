"""GloVe's vectors: what is in the file, how the loader reads it and fails, how the builder chooses."""

import hashlib
import importlib
import json
import re
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_glove

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "glove50d.h5"


@pytest.fixture(scope="module")
def glove():
    return load_glove()


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DATA), *sys.path])
    return importlib.import_module("build_glove50d")


def test_there_are_14319_different_words_with_50_numbers_each(glove):
    words, E = glove
    assert len(words) == len(set(words)) == 14_319
    assert (E.shape, E.dtype) == ((14_319, 50), np.float32)
    assert all(re.fullmatch(r"[a-z]+(?:[-'][a-z]+)*", word) for word in words)


def test_the_most_frequent_words_come_first(glove):
    assert glove[0][:6] == ["the", "of", "to", "and", "in", "a"]
    assert max(glove[0].index(word) for word in ("king", "queen", "apple", "orange", "juice")) < 7000


def test_no_vector_is_zero_or_the_same_as_another_and_all_are_finite(glove):
    E = glove[1]
    assert np.all(np.isfinite(E))
    assert 1 < np.linalg.norm(E, axis=1).min() < np.linalg.norm(E, axis=1).max() < 15
    assert len(np.unique(E, axis=0)) == len(E)


def test_the_vectors_belong_to_their_words(glove):
    words, E = glove
    unit = E / np.linalg.norm(E, axis=1, keepdims=True)
    for word, near in [("monday", "tuesday"), ("king", "prince"), ("seven", "eight"), ("strawberry", "raspberry")]:
        order = np.argsort(-unit @ unit[words.index(word)])
        assert near in [words[i] for i in order[1:6]]


def test_the_words_that_lessons_need_are_there(glove):
    lessons = "man woman ottawa nairobi kenya taller ruble programmer homemaker babysitter durian yummy haha sushi"
    assert not set(lessons.split()) - set(glove[0])


def test_the_file_is_small_and_tells_where_it_comes_from_and_the_readme_names_its_size_and_sha256():
    assert FILE.stat().st_size <= 1_400_000
    with h5py.File(FILE) as file:
        assert all(file.attrs[key] for key in ("provenance", "licence", "attribution", "made_with"))
        assert "PDDL-1.0" in file.attrs["licence"]
        assert {source["version"] for source in json.loads(file.attrs["packages"])} == {"1.0.0"}
    row = next(line for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if FILE.name in line)
    assert str(FILE.stat().st_size) in row
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in row


def test_a_missing_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_glove()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["words"], file["vectors"] = np.array([b"a", b"b"]), np.zeros((2, 50), np.float16)
    with pytest.raises(DataError, match="14319 words"):
        load_glove()


def test_the_builder_keeps_frequent_words_of_letters_and_the_listed_rare_ones_in_order(builder):
    words = ["the", ",", "of", "'s", "well-known", "2", "o'clock", "zebra", "yummy", "qwerty", "ab-", "haha"]
    kept = [words[i] for i in builder.choose(words, frequent=4, everyday="haha yummy the nothing")]
    assert kept == ["the", "of", "well-known", "o'clock", "yummy", "haha"]


def test_the_same_words_and_numbers_give_the_same_file(builder, tmp_path):
    words, vectors = ["the", ",", "of"], np.random.default_rng(0).normal(size=(3, 50)).astype(np.float32)
    arrays = builder.to_arrays(words, vectors, [0, 2])
    assert arrays["words"].tolist() == [b"the", b"of"]
    np.testing.assert_allclose(arrays["vectors"], vectors[[0, 2]], rtol=1e-3)
    for name in ("one.h5", "two.h5"):
        builder.write(tmp_path / name, arrays, builder.describe(2))
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()
