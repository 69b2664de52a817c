"""SqueezeNet's weights and passes: what is in the file, how the loader fails, the builder; the same numbers as PyTorch."""

import hashlib
import io
import os
import pickle
import tarfile
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch

from helpers.datasets import DataError, load_squeezenet
from helpers.pretrained.squeezenet import BLUE_GREEN_RED_MEANS, LAYERS, POOL_AFTER, SqueezeNet

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "squeezenet.h5"
BUILDER = "build_squeezenet"


@pytest.fixture
def pictures():
    """Two pictures of odd, unequal sides."""
    return np.random.default_rng(3).uniform(0, 1, (2, 45, 53, 3)).astype(np.float32)


def archive_with(content, builder, folder):
    """Write a package archive that holds `content` as its pickle, and pin it."""
    path = folder / builder.ARCHIVE
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(builder.INSIDE)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def torch_outputs(X, weights, last, pooling):
    """Compute the same layers with PyTorch; returns {layer: activations (m, C, h, w)}."""

    def conv(name, A, **options):
        W, b = weights[name]
        return torch.relu(
            torch.nn.functional.conv2d(A, torch.tensor(W.transpose(3, 2, 0, 1)), torch.tensor(b), **options)
        )

    pool = {"max": torch.nn.functional.max_pool2d, "average": torch.nn.functional.avg_pool2d}[pooling]
    A = 255 * X.permute(0, 3, 1, 2).flip(1) - torch.tensor(BLUE_GREEN_RED_MEANS).reshape(1, 3, 1, 1)
    outputs = {}
    for name in LAYERS[: LAYERS.index(last) + 1]:
        if name == "conv1":
            A = conv(name, A, stride=2)
        else:
            squeezed = conv(f"{name}/squeeze1x1", A)
            A = torch.cat([conv(f"{name}/expand1x1", squeezed), conv(f"{name}/expand3x3", squeezed, padding=1)], dim=1)
        outputs[name] = A
        A = pool(A, 3, 2) if name in POOL_AFTER else A
    return outputs


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_activations_and_the_pictures_gradient_are_those_of_pytorch(pictures, pooling):
    weights = load_squeezenet()
    network = SqueezeNet(weights, pooling=pooling)
    outputs = network.forward(pictures)
    X = torch.tensor(pictures, requires_grad=True)
    theirs = torch_outputs(X, weights, "fire9", pooling)
    assert list(outputs) == list(theirs) == LAYERS
    draw, gradients, total = np.random.default_rng(4), {}, 0
    for name in ["conv1", "fire3", "fire4", "fire9"]:
        gradients[name] = draw.normal(size=outputs[name].shape).astype(np.float32)
        total = total + (theirs[name] * torch.tensor(gradients[name]).permute(0, 3, 1, 2)).sum()
    for name in LAYERS:
        expected = theirs[name].detach().permute(0, 2, 3, 1).numpy()
        assert np.allclose(outputs[name], expected, rtol=1e-4, atol=1e-5 * expected.max()), name
    total.backward()
    slope = X.grad.numpy()
    assert np.allclose(network.backward(gradients), slope, rtol=1e-3, atol=1e-4 * np.abs(slope).max())


def test_a_shorter_network_gives_the_same_first_layers_and_layers_without_gradient_count_nothing(pictures):
    weights = load_squeezenet()
    whole, short = SqueezeNet(weights), SqueezeNet(weights, last="fire3")
    outputs, first = whole.forward(pictures), short.forward(pictures)
    assert list(first) == ["conv1", "fire2", "fire3"]
    assert all(np.allclose(first[name], outputs[name]) for name in first)
    slope = np.ones_like(first["fire2"])
    assert np.allclose(whole.backward({"fire2": slope}), short.backward({"fire2": slope}))


def test_wrong_pictures_layers_and_order_are_described(pictures):
    network = SqueezeNet(load_squeezenet(), last="fire2")
    with pytest.raises(ValueError, match="forward first"):
        network.backward({})
    with pytest.raises(ValueError, match=r"\(m, H, W, 3\)"):
        network.forward(pictures[0])
    network.forward(pictures)
    with pytest.raises(ValueError, match="no layer 'fire9'"):
        network.backward({"fire9": 1})
    with pytest.raises(ValueError, match="at least one layer"):
        network.backward({})
    with pytest.raises(ValueError, match="conv1, fire2"):
        SqueezeNet({}, last="fire10")


def test_there_are_25_convolutions_with_722496_weights():
    weights = load_squeezenet()
    assert len(weights) == 25
    assert sum(W.size + b.size for W, b in weights.values()) == 722_496
    assert weights["conv1"][0].shape == (3, 3, 3, 64)
    assert weights["fire9/expand3x3"][0].shape == (3, 3, 64, 256)
    assert all(W.dtype == b.dtype == np.float32 for W, b in weights.values())
    assert all(np.isfinite(W).all() and np.abs(W).max() < 3 for W, b in weights.values())


def test_a_filter_uses_all_of_its_255_steps():
    with h5py.File(FILE) as file:
        for key in file:
            if key.endswith("_W"):
                assert file[key].dtype == np.int8
                assert (np.abs(file[key][()]).max(axis=(0, 1, 2)) == 127).all()


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_squeezenet()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["names"] = np.array([b"conv1"])
        file["conv1_W"], file["conv1_size"], file["conv1_b"] = np.zeros((3, 3, 3, 4), np.int8), np.ones(5), np.ones(4)
    with pytest.raises(DataError, match="do not belong together"):
        load_squeezenet()


def test_the_same_weights_give_the_same_file_without_the_last_convolution(built_twice, builder, tmp_path, monkeypatch):
    draw = np.random.default_rng(0)
    made = {
        name: [draw.normal(size=(1, 1, 4, 3)), draw.normal(size=3)] for name in ("fire2/squeeze1x1", "conv1", "conv10")
    }
    monkeypatch.setattr(builder, "read_weights", lambda content: {k: tuple(v) for k, v in made.items()})
    monkeypatch.setattr(builder, "SHA256", archive_with(b"made up", builder, tmp_path))
    path = built_twice("--cache", str(tmp_path))
    with h5py.File(path) as file:
        assert "conv1_W" in file
        assert "conv10_W" not in file


def test_a_pickle_that_wants_to_run_something_is_refused(builder, tmp_path, monkeypatch, capsys):
    class Runs:
        def __reduce__(self):
            return os.getcwd, ()

    monkeypatch.setattr(builder, "SHA256", archive_with(pickle.dumps({"conv1": Runs()}), builder, tmp_path))
    assert builder.main(["--cache", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "not part of an array" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()


def test_another_archive_is_refused(builder, tmp_path, capsys):
    (tmp_path / builder.ARCHIVE).write_bytes(b"something else")
    assert builder.main(["--cache", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "pins" in capsys.readouterr().err
