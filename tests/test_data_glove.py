"""GloVe's vectors: what is in the file, how the loader reads it and fails, how the builder chooses."""

import json
import re
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_glove

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "glove50d.h5"
BUILDER = "build_glove50d"


@pytest.fixture(scope="module")
def glove():
    return load_glove()


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


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        assert "PDDL-1.0" in file.attrs["licence"]
        assert {source["version"] for source in json.loads(file.attrs["packages"])} == {"1.0.0"}


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


def test_words_and_vectors_are_kept_side_by_side(builder):
    words, vectors = ["the", ",", "of"], np.random.default_rng(0).normal(size=(3, 50)).astype(np.float32)
    arrays = builder.to_arrays(words, vectors, [0, 2])
    assert arrays["words"].tolist() == [b"the", b"of"]
    np.testing.assert_allclose(arrays["vectors"], vectors[[0, 2]], rtol=1e-3)
