"""Fashion-MNIST's part: what is in the file, how the loader reads it and fails, how the builder makes it."""

import gzip
import hashlib
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_fashion_mnist

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "fashion_mnist.h5"
BUILDER = "build_fashion_mnist"


def small_package(builder, monkeypatch, folder):
    """Write a package of 20 pictures of each class with pinned sums, and let the builder take 2 and 1 of each."""
    draw, sums = np.random.default_rng(0), {}
    for prefix in ("train", "t10k"):
        labels = draw.permutation(200) % 10
        pictures = draw.integers(0, 256, (200, 28, 28))
        for kind, axes, array in (("labels-idx1", 1, labels), ("images-idx3", 3, pictures)):
            head = bytes([0, 0, 8, axes]) + np.array(array.shape, ">i4").tobytes()
            path = folder / f"{prefix}-{kind}-ubyte.gz"
            path.write_bytes(gzip.compress(head + array.astype(np.uint8).tobytes()))
            sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(builder, "FILES", sums)
    monkeypatch.setattr(builder, "OF_EACH", {"train": 2, "test": 1})


def test_there_are_12000_and_2000_grey_pictures_as_many_of_each_class():
    X_train, Y_train, X_test, Y_test, classes = load_fashion_mnist()
    assert (X_train.shape, X_test.shape) == ((12000, 28, 28, 1), (2000, 28, 28, 1))
    assert (X_train.dtype, Y_train.dtype) == (np.uint8, np.int64)
    assert np.bincount(Y_train).tolist() == [1200] * 10
    assert np.bincount(Y_test).tolist() == [200] * 10
    assert len(classes) == 10
    assert classes[9] == "ankle boot"


def test_there_are_16_greys_from_0_to_240():
    X_train, _, X_test, _, _ = load_fashion_mnist()
    assert np.unique(X_train).tolist() == np.unique(X_test).tolist() == list(range(0, 241, 16))


def test_no_test_picture_is_also_a_training_picture():
    X_train, _, X_test, _, _ = load_fashion_mnist()
    assert not {picture.tobytes() for picture in X_train} & {picture.tobytes() for picture in X_test}


def test_labels_belong_to_the_pictures():
    X_train, Y_train, X_test, Y_test, _ = load_fashion_mnist()
    mean = np.stack([X_train[Y_train == label].mean(axis=0).ravel() for label in range(10)])
    distance = (mean**2).sum(axis=1) - 2 * X_test.reshape(2000, -1).astype(float) @ mean.T
    assert 0.6 < np.mean(distance.argmin(axis=1) == Y_test) < 0.75


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_fashion_mnist()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for split in ("train", "test"):
            file[f"{split}_x"], file[f"{split}_y"] = np.zeros((5, 8, 8), np.uint8), np.zeros(5, np.uint8)
        file["list_classes"] = np.array([b"a", b"b"])
    with pytest.raises(DataError, match="28x28"):
        load_fashion_mnist()


def test_the_same_package_gives_the_same_file(built_twice, builder, monkeypatch, tmp_path):
    small_package(builder, monkeypatch, tmp_path)
    built_twice("--folder", str(tmp_path))


def test_the_builder_takes_the_first_of_each_class_in_order_and_rounds_down(builder, monkeypatch, tmp_path):
    small_package(builder, monkeypatch, tmp_path)
    arrays = builder.make_arrays(tmp_path)
    labels = builder.read_idx(tmp_path, "train-labels-idx1-ubyte.gz")
    pictures = builder.read_idx(tmp_path, "train-images-idx3-ubyte.gz")
    first = [i for i in range(200) if np.sum(labels[:i] == labels[i]) < 2]
    assert arrays["train_y"].tolist() == labels[first].tolist()
    assert np.array_equal(arrays["train_x"], pictures[first] - pictures[first] % 16)


def test_a_missing_or_another_package_is_told(builder, monkeypatch, tmp_path, capsys):
    assert builder.main(["--folder", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "apt install dataset-fashion-mnist" in capsys.readouterr().err
    small_package(builder, monkeypatch, tmp_path)
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(b"something else")
    assert builder.main(["--folder", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "pins" in capsys.readouterr().err
