"""Build data/fashion_mnist.h5: 12 000 training and 2000 test pictures of clothes of ten classes, 28x28, grey.

They are the first 1200 of every class in Fashion-MNIST's training file and the first 200 of every class in its test file, in
the published order. The 256 greys are rounded down to 16, which more than halves the file.

Usage: python data/build_fashion_mnist.py [--folder DIR] [-o FILE]
Needs Debian's package dataset-fashion-mnist (apt install dataset-fashion-mnist), or the folder with its four files, and
numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
from building import BuildError, made_with, pictures, pinned, run, write

PACKAGE, VERSION = "dataset-fashion-mnist", "0.0~git20200523.55506a9-1"
FOLDER = Path("/usr/share/datasets/fashion-mnist")
FILES = {
    "train-images-idx3-ubyte.gz": "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
    "train-labels-idx1-ubyte.gz": "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
    "t10k-images-idx3-ubyte.gz": "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
    "t10k-labels-idx1-ubyte.gz": "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
}
CLASSES = ("t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
OF_EACH = {"train": 1200, "test": 200}
STEP = 16  # values are rounded down to multiples of it


def read_idx(folder, name):
    """Read one of the package's files.

    folder, name -- where it lies, and one of FILES
    Returns an array of uint8 of the shape that the file's head tells.
    Raises BuildError when the file is missing or is not the one that was looked at.
    """
    path = Path(folder) / name
    if not path.is_file():
        raise BuildError(
            f"There is no {name} in {folder}: install it with `apt install {PACKAGE}`, or name its --folder."
        )
    content = path.read_bytes()
    return parse_idx(gzip.decompress(pinned(content, FILES[name], path, f"use {PACKAGE} {VERSION}")))


def parse_idx(content):
    """Turn the bytes of an IDX file of unsigned bytes into an array."""
    axes = content[3]
    shape = np.frombuffer(content, ">i4", axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def choose(labels, of_each):
    """Return the positions of the first `of_each` examples of every class, in order."""
    return np.sort(np.concatenate([np.flatnonzero(labels == label)[:of_each] for label in range(len(CLASSES))]))


def make_arrays(folder):
    """Make everything that the file holds; returns a dictionary from key to array, in the order in which the file stores them."""
    arrays = {}
    for split, prefix in (("train", "train"), ("test", "t10k")):
        labels = read_idx(folder, f"{prefix}-labels-idx1-ubyte.gz")
        chosen = choose(labels, OF_EACH[split])
        arrays[f"{split}_x"] = read_idx(folder, f"{prefix}-images-idx3-ubyte.gz")[chosen] // STEP * STEP
        arrays[f"{split}_y"] = labels[chosen]
    return arrays | {"list_classes": np.array(CLASSES, "S")}


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with; all text, some of it JSON."""
    packages = [{"package": PACKAGE, "version": VERSION, "source": "Debian", "sha256": FILES, "licence": "Expat (MIT)"}]
    return {
        "provenance": "Fashion-MNIST: the first 1200 pictures of every class of the training file and the first 200 of every "
        "class of the test file, in the published order; 256 greys rounded down to 16 (multiples of 16). The pictures are "
        "Zalando's product photographs, shrunk, grey and inverted by its research department.",
        "licence": "MIT, Copyright (c) 2017 Zalando SE",
        "attribution": "Han Xiao, Kashif Rasul, Roland Vollgraf: Fashion-MNIST, https://github.com/zalandoresearch/fashion-mnist",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        arrays = make_arrays(chosen.folder)
        write(chosen.output, arrays, describe(), pictures(500))
        return f"{len(arrays['train_x'])} training and {len(arrays['test_x'])} test pictures"

    return run(
        "fashion_mnist",
        "Debian's dataset-fashion-mnist",
        build,
        arguments,
        ("--folder", {"type": Path, "default": FOLDER, "help": f"where the package's files lie ({FOLDER})"}),
    )


if __name__ == "__main__":
    sys.exit(main())
