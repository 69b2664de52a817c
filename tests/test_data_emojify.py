"""The sentences with emoji: what is in the file, how the loaders read it and fail, how the builder makes it."""

import hashlib
import json
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_emoji_keywords, load_emojify, load_glove

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "emojify.h5"
BUILDER = "build_emojify"
SIZES = {"plain": (240, 120), "negation": (204, 88), "mirrored": (228, 98), "new": (0, 40)}


@pytest.fixture
def cache(builder, monkeypatch, tmp_path):
    """A cache with a small package in place of the CLDR's."""
    folder = builder.CLDR.folder(tmp_path)
    (folder / builder.INSIDE).parent.mkdir(parents=True)
    facts = {"name": builder.CLDR.name, "version": builder.CLDR.version, "license": "Unicode-3.0", "homepage": "here"}
    (folder / "package.json").write_text(json.dumps(facts))
    some = {"⚾": {"default": ["ball", "home run"], "tts": ["baseball"]}, "a": {"default": ["letter"], "tts": ["a"]}}
    content = json.dumps({"annotations": {"annotations": some}}).encode()
    (folder / builder.INSIDE).write_bytes(content)
    monkeypatch.setattr(builder, "SHA256", hashlib.sha256(content).hexdigest())
    return tmp_path


@pytest.mark.parametrize("kind", SIZES)
def test_counts_labels_and_letters(kind):
    X_train, Y_train, X_test, Y_test, emoji = load_emojify(kind)
    assert (len(X_train), len(X_test)) == (len(Y_train), len(Y_test)) == SIZES[kind]
    assert len(emoji) == 5
    assert set(np.concatenate([Y_train, Y_test])) <= set(range(5))
    for sentence in X_train + X_test:
        assert sentence == " ".join(sentence.lower().split())
        assert sentence.replace(" ", "").isalpha()
        assert 2 <= len(sentence.split()) <= 12


def test_72_plain_sentences_of_each_class_48_of_them_for_training():
    _, Y_train, _, Y_test, _ = load_emojify()
    assert np.bincount(Y_train).tolist() == [48] * 5
    assert np.bincount(Y_test).tolist() == [24] * 5


def test_no_sentence_is_there_twice_and_plain_test_sentences_have_no_near_duplicates_in_training():
    parts = {kind: load_emojify(kind) for kind in SIZES}
    everything = [text for kind in SIZES for part in (0, 2) for text in parts[kind][part]]
    assert len(set(everything)) == len(everything) == sum(map(sum, SIZES.values()))
    training = [set(text.split()) for kind in SIZES for text in parts[kind][0]]
    for kind, limit in (("plain", 0.5), ("new", 0.7)):
        for text in parts[kind][2]:
            here = set(text.split())
            assert max(len(here & one) / len(here | one) for one in training) < limit, text


@pytest.mark.parametrize("kind", ["mirrored", "new"])
def test_mirrored_sentences_come_in_pairs_of_the_same_words_with_different_emoji(kind):
    X_train, Y_train, X_test, Y_test, _ = load_emojify(kind)
    for X, Y in ((X_train, Y_train), (X_test, Y_test)):
        for one, other in zip(X[::2], X[1::2]):
            assert sorted(one.split()) == sorted(other.split())
            assert one != other
        assert np.all(Y[::2] != Y[1::2])


def test_negation_turns_joy_into_sorrow_and_both_are_balanced():
    for Y in load_emojify("negation")[1:4:2]:
        assert np.bincount(Y, minlength=5).tolist() == [0, 0, len(Y) // 2, len(Y) // 2, 0]


def test_the_words_that_decide_in_the_test_are_in_no_training_sentence_about_order(builder):
    training = {word for kind in ("negation", "mirrored") for text in load_emojify(kind)[0] for word in text.split()}
    pairs = [builder.pair_of(pair) for text in builder.TEST_PAIRS.values() for pair in builder.pieces(text)]
    assert not {word for pair in pairs for word, _ in pair} & training


def test_nearly_all_words_have_a_vector_and_those_that_decide_all_do(builder):
    known = set(load_glove()[0])
    pairs = [
        builder.pair_of(pair)
        for P in (builder.TRAIN_PAIRS, builder.TEST_PAIRS)
        for text in P.values()
        for pair in builder.pieces(text)
    ]
    pairs += [builder.pair_of(one.partition(", ")[2]) for one in builder.pieces(builder.NEW)]
    assert {word for pair in pairs for word, _ in pair} <= known
    used = {word for kind in SIZES for part in (0, 2) for text in load_emojify(kind)[part] for word in text.split()}
    assert len(used - known) < 0.06 * len(used)


def test_1316_emoji_have_a_name_and_keywords():
    emoji, names, keywords = load_emoji_keywords()
    assert len(emoji) == len(names) == len(keywords) == len(set(emoji)) == 1316
    assert all(len(one) == 1 for one in emoji)
    assert all(names)
    assert all(keywords)
    assert "baseball" in keywords[emoji.index("⚾")].split()


def test_the_file_names_its_sources():
    assert "UNICODE LICENSE V3" in (DATA / "LICENCES.md").read_text(encoding="utf-8")
    assert "emojify.h5" in (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_another_kind_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="plain, negation, mirrored, new"):
        load_emojify("funny")
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_emojify()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for part in ("train", "test"):
            file[f"plain_{part}_x"], file[f"plain_{part}_y"] = np.array([b"a"]), np.zeros(1, np.uint8)
        for name in ("emoji", "name", "words"):
            file[f"keywords_{name}"] = np.array([b"a"])
    with pytest.raises(DataError, match="240 sentences"):
        load_emojify()
    with pytest.raises(DataError, match="1316 emoji"):
        load_emoji_keywords()
    (tmp_path / FILE.name).write_bytes(FILE.read_bytes()[:5000])
    with pytest.raises(DataError, match="damaged"):
        load_emojify()


def test_the_builder_gives_the_shipped_sentences_and_the_same_bytes_each_time(built_twice, cache):
    path = built_twice("--cache", str(cache))
    with h5py.File(path) as built, h5py.File(FILE) as shipped:
        assert set(built) == set(shipped)
        for key in built:
            assert key.startswith("keywords") or np.array_equal(built[key], shipped[key])
        assert built["keywords_words"][()].tolist() == [b"ball home run"]


def test_another_list_of_keywords_is_refused(builder, cache, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(builder, "SHA256", "0" * 64)
    assert builder.main(["--cache", str(cache), "-o", str(tmp_path / "out.h5")]) == 1
    assert "pins" in capsys.readouterr().err


def test_a_near_duplicate_is_refused(builder):
    parts = {"plain": ([("i like my cat a lot", 0)], [("i like my dog a lot", 0)]), "new": ([], [])}
    with pytest.raises(builder.BuildError, match="near-duplicates"):
        builder.check(parts)
    parts["plain"][1][0] = ("i like my cat a lot", 0)
    with pytest.raises(builder.BuildError, match="twice"):
        builder.check(parts)
