"""What all builders of data files share: pinned bytes, the same file each time, published weights, one command line."""

import hashlib
import json

import h5py
import numpy as np
import pytest

MANIFEST, CONTENT = "model/some-weights.json", bytes(range(22))


@pytest.fixture
def building(of_data):
    return of_data("building")


@pytest.fixture
def package(tmp_path):
    """A folder like that of face-api.js, with an array of bytes and one of float32."""
    packing = {"dtype": "uint8", "scale": 0.5, "min": -1.0}
    entries = [
        {"name": "conv0/filters", "shape": [2, 7], "dtype": "float32", "quantization": packing},
        {"name": "conv0/bias", "shape": [2], "dtype": "float32"},
    ]
    (tmp_path / "model").mkdir()
    (tmp_path / MANIFEST).write_text(json.dumps([{"paths": ["weights.bin"], "weights": entries}]), encoding="utf-8")
    (tmp_path / "model" / "weights.bin").write_bytes(CONTENT)
    return tmp_path


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("way", ["whole", "shuffled", "pictures"])
def test_the_same_arrays_give_the_same_bytes_and_come_back(building, tmp_path, way):
    draw = np.random.default_rng(0)
    arrays = {"x": draw.integers(0, 256, (16, 8, 8, 3)).astype(np.uint8), "name": np.array([b"z", b"a"])}
    options = building.pictures(5) if way == "pictures" else getattr(building, way)
    for name in ("one.h5", "two.h5"):
        building.write(tmp_path / name, arrays, {"provenance": "a test"}, options)
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.h5", "two.h5"]
    with h5py.File(tmp_path / "one.h5") as file:
        assert list(file) == ["x", "name"]
        assert all(np.array_equal(file[key], array) for key, array in arrays.items())
        assert file["x"].chunks == ((5, 8, 8, 3) if way == "pictures" else (16, 8, 8, 3))


def test_a_file_that_is_there_stays_when_writing_fails(building, tmp_path):
    path = tmp_path / "some.h5"
    path.write_bytes(b"before")
    with pytest.raises(TypeError):
        building.write(path, {"x": np.array([object()])}, {})
    assert path.read_bytes() == b"before"


def test_other_bytes_than_the_pinned_ones_are_refused(building):
    assert building.pinned(b"a", sha256(b"a"), "some file") == b"a"
    with pytest.raises(building.BuildError, match=r"some file has SHA-256 \w{64}, the builder pins \w{64}: fetch it\."):
        building.pinned(b"b", sha256(b"a"), "some file", "fetch it")


def test_what_cannot_be_built_is_told_and_nothing_is_left(building, tmp_path, capsys):
    def missing_package(chosen):
        raise ModuleNotFoundError("No module named 'x'", name="x")

    def other_bytes(chosen):
        building.pinned(b"b", sha256(b"a"), "some file")

    target = ["-o", str(tmp_path / "out.h5")]
    for build, said in ((missing_package, "the package x is needed"), (other_bytes, "build_some: some file has")):
        assert building.run("some", "nothing", build, target) == 1
        assert said in capsys.readouterr().err
    with pytest.raises(SystemExit):
        building.run("some", "nothing", other_bytes, ["-o", str(tmp_path / "nowhere" / "out.h5")])
    assert "make it first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_published_weights_are_cut_out_as_the_manifest_says(of_data, package):
    face_api = of_data("face_api")
    weights = face_api.read_weights(package, MANIFEST, sha256(CONTENT))
    assert list(weights) == ["conv0_filters", "conv0_bias"]
    stored, step, lowest = weights["conv0_filters"]
    assert (stored.tolist(), step, lowest) == ([[*range(7)], [*range(7, 14)]], 0.5, -1.0)
    bias, *same = weights["conv0_bias"]
    assert (bias.tobytes(), bias.dtype, same) == (CONTENT[14:], np.float32, [1.0, 0.0])
    arrays = face_api.as_arrays(weights, mean_rgb=(1, 2, 3))
    assert arrays["names"].tolist() == [b"conv0_filters", b"conv0_bias"]
    assert arrays["step_and_lowest"].tolist() == [[0.5, -1.0], [1.0, 0.0]]
    assert arrays["mean_rgb"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(("length", "message"), [(21, "beyond the end"), (23, "describes 22 of 23 bytes")])
def test_a_manifest_that_does_not_fit_its_weights_is_refused(building, of_data, package, length, message):
    (package / "model" / "weights.bin").write_bytes(bytes(length))
    with pytest.raises(building.BuildError, match=message):
        of_data("face_api").read_weights(package, MANIFEST, sha256(bytes(length)))
    with pytest.raises(building.BuildError, match="the builder pins"):
        of_data("face_api").read_weights(package, MANIFEST, sha256(CONTENT))


@pytest.mark.parametrize("shape", [(3, 3, 8), (1, 1, 4, 3), (5, 2)])
def test_rounding_filters_is_off_by_half_a_step_at_most(of_data, shape):
    W = np.random.default_rng(6).normal(size=shape)
    W[..., 0] = 0
    arrays = of_data("rounding").as_arrays({"conv1": (W, np.zeros(shape[-1]))})
    assert arrays["conv1_W"].dtype == np.int8
    assert np.all(np.abs(W - arrays["conv1_W"] * arrays["conv1_size"]) <= arrays["conv1_size"] / 2 + 1e-6)
