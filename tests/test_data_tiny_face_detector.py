"""The face detector that others trained: what is in the file, how it is read, what it finds; the builder."""

import json
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers.datasets import DataError, load_pictures, load_tiny_face_detector, read_arrays
from helpers.pretrained.tiny_face_detector import decode_head, face_head

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "tiny_face_detector.h5"


@pytest.fixture(scope="module")
def detector():
    return load_tiny_face_detector()


def torch_head(picture, weights, mean_rgb):
    """The same network in PyTorch."""
    A = torch.tensor(((picture - mean_rgb) / 255).transpose(2, 0, 1)[None], dtype=torch.float32)

    def conv(A, W, bias=None, **options):
        return functional.conv2d(A, torch.tensor(W).permute(3, 2, 0, 1), bias, **options)

    def pool(A, stride):
        bottom, right = (A.shape[-2] % 2, A.shape[-1] % 2) if stride == 2 else (1, 1)
        return functional.max_pool2d(functional.pad(A, (0, right, 0, bottom), value=-torch.inf), 2, stride)

    A = pool(functional.leaky_relu(conv(A, weights["conv0_filters"], torch.tensor(weights["conv0_bias"])), 0.1), 2)
    for layer in range(1, 6):
        spatial = weights[f"conv{layer}_depthwise_filter"].transpose(0, 1, 3, 2)
        A = conv(A, spatial, groups=A.shape[1], padding=1)
        A = conv(A, weights[f"conv{layer}_pointwise_filter"], torch.tensor(weights[f"conv{layer}_bias"]))
        A = pool(functional.leaky_relu(A, 0.1), 2 if layer < 5 else 1)
    A = conv(A, weights["conv8_filters"], torch.tensor(weights["conv8_bias"]))
    return A[0].permute(1, 2, 0).reshape(*A.shape[2:], 5, 5).numpy()


def test_there_are_193321_weights_five_anchors_and_a_colour(detector):
    weights, anchors, mean_rgb = detector
    assert sum(array.size for array in weights.values()) == 193_321
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
    assert weights["conv0_filters"].shape == (3, 3, 3, 16)
    assert weights["conv8_filters"].shape == (1, 1, 512, 25)
    assert (anchors.shape, mean_rgb.shape) == ((5, 2), (3,))
    assert np.all((anchors > 1) & (anchors < 13))


def test_weights_are_the_bytes_times_the_step_plus_the_lowest_value(detector):
    names, steps, stored = read_arrays(FILE, ["names", "step_and_lowest", "conv3_bias"])
    step, lowest = steps[names.tolist().index(b"conv3_bias")]
    np.testing.assert_allclose(detector[0]["conv3_bias"], stored * step + lowest, rtol=1e-6)
    assert stored.dtype == np.uint8


@pytest.mark.parametrize("shape", [(256, 256), (64, 96), (224, 160)])
def test_the_head_is_what_pytorch_computes(detector, shape):
    weights, _, mean_rgb = detector
    picture = load_pictures()["astronaut"][: shape[0], : shape[1]]
    head = face_head(picture, weights, mean_rgb)
    assert head.shape == (shape[0] // 32, shape[1] // 32, 5, 5)
    np.testing.assert_allclose(head, torch_head(picture, weights, mean_rgb), rtol=1e-3, atol=1e-3)


def test_it_finds_the_face_in_the_portrait_and_none_in_the_other_pictures(detector):
    weights, anchors, mean_rgb = detector
    for name, picture in load_pictures().items():
        box_xy, _, confidence, probabilities = decode_head(face_head(picture, weights, mean_rgb), anchors)
        assert (confidence.max() > 0.5) == (name == "astronaut")
        assert np.all(probabilities == 1)
        if name == "astronaut":
            best = np.unravel_index(confidence.argmax(), confidence.shape)[:3]
            np.testing.assert_allclose(box_xy[best], [0.43, 0.26], atol=0.03)


def test_decoding_is_the_formula_of_the_published_program(detector):
    """Midpoint (column + σ(t_x)) / columns and size e^t · anchor / cells, as in src/tinyYolov2/TinyYolov2Base.ts."""
    head = np.random.default_rng(0).normal(size=(2, 3, 5, 5))
    box_xy, box_wh, confidence, _ = decode_head(head, detector[1])
    t = head[1, 2, 4]
    np.testing.assert_allclose(box_xy[1, 2, 4], [(2 + 1 / (1 + np.exp(-t[0]))) / 3, (1 + 1 / (1 + np.exp(-t[1]))) / 2])
    np.testing.assert_allclose(box_wh[1, 2, 4], np.exp(t[2:4]) * detector[1][4] / [3, 2])
    assert confidence[1, 2, 4, 0] == pytest.approx(1 / (1 + np.exp(-t[4])))


def test_a_picture_of_another_shape_is_refused(detector):
    for shape in [(256, 250, 3), (256, 256), (256, 256, 4), (0, 32, 3)]:
        with pytest.raises(ValueError, match="multiples of 32"):
            face_head(np.zeros(shape), *detector[::2])


def test_the_file_names_its_sources():
    with h5py.File(FILE) as file:
        assert json.loads(file.attrs["packages"])[0]["licence"] == "MIT"


def test_a_missing_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_tiny_face_detector()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["names"], file["step_and_lowest"] = np.array([b"conv0_bias"]), np.zeros((2, 2))
        file["anchors"], file["mean_rgb"] = np.zeros((5, 2)), np.zeros(3)
    with pytest.raises(DataError, match="as many steps as names"):
        load_tiny_face_detector()
