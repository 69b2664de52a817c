"""The handwritten digits: what is in the file, how the loader reads it and fails, how the builder makes it."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from sklearn.datasets import load_digits

from helpers.datasets import DataError, load_digits_8x8

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "digits8x8.h5"
BUILDER = "build_digits8x8"


def test_there_are_1200_and_597_pictures_of_8_by_8_with_a_digit_each():
    X_train, Y_train, X_test, Y_test = load_digits_8x8()
    assert (X_train.shape, X_test.shape) == ((1200, 8, 8), (597, 8, 8))
    assert (Y_train.shape, Y_test.shape) == ((1, 1200), (1, 597))
    assert (X_train.dtype, Y_train.dtype) == (np.uint8, np.int64)
    assert set(np.unique(Y_train)) == set(np.unique(Y_test)) == set(range(10))


def test_the_pictures_are_scikit_learns_in_its_order():
    X_train, Y_train, X_test, Y_test = load_digits_8x8()
    digits = load_digits()
    assert np.array_equal(np.concatenate([X_train, X_test]), digits.images)
    assert np.array_equal(np.hstack([Y_train, Y_test])[0], digits.target)


def test_ink_runs_from_0_to_16_and_the_digits_are_balanced():
    X_train, Y_train, X_test, Y_test = load_digits_8x8()
    for X, Y in ((X_train, Y_train), (X_test, Y_test)):
        assert (X.min(), X.max()) == (0, 16)
        assert np.bincount(Y[0]).min() > 0.09 * Y.size
        assert np.bincount(Y[0]).max() < 0.11 * Y.size


def test_no_test_picture_is_also_a_training_picture():
    X_train, _, X_test, _ = load_digits_8x8()
    assert not {picture.tobytes() for picture in X_train} & {picture.tobytes() for picture in X_test}


def test_the_split_in_order_is_harder_than_a_shuffled_one():
    X_train, Y_train, X_test, Y_test = load_digits_8x8()
    X = np.concatenate([X_train, X_test]).reshape(1797, -1).astype(float)
    y = np.hstack([Y_train, Y_test])[0]

    def nearest_is_right(order):
        train, test = order[:1200], order[1200:]
        distance = (X[train] ** 2).sum(1) - 2 * X[test] @ X[train].T
        return np.mean(y[train][distance.argmin(axis=1)] == y[test])

    in_order = nearest_is_right(np.arange(1797))
    shuffled = nearest_is_right(np.random.default_rng(0).permutation(1797))
    assert round(100 * in_order, 1) == 96.5
    assert shuffled > in_order + 0.015


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_digits_8x8()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["x"], file["y"] = np.zeros((5, 8, 8), np.uint8), np.zeros(5, np.uint8)
    with pytest.raises(DataError, match="1797 pictures"):
        load_digits_8x8()


def test_the_same_digits_give_the_same_file(built_twice):
    path = built_twice()
    with h5py.File(path) as built, h5py.File(FILE) as shipped:
        assert np.array_equal(built["x"], shipped["x"])
        assert np.array_equal(built["y"], shipped["y"])


def test_another_file_in_the_package_is_refused(builder, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(builder, "SHA256", "0" * 64)
    assert builder.main(["-o", str(tmp_path / "out.h5")]) == 1
    assert "pins" in capsys.readouterr().err
