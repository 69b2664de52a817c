"""Build data/digits8x8.h5: 1797 handwritten digits of 8x8 pixels, in the order in which they were published.

They are scikit-learn's copy of the test set of "Optical Recognition of Handwritten Digits" (UCI Machine Learning
Repository). The order is kept because it matters: digits by one hand lie near each other.

Usage: python data/build_digits8x8.py [-o FILE]
Needs scikit-learn, numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import argparse
import hashlib
import json
import sys
from importlib.metadata import PackageNotFoundError, metadata, version
from importlib.resources import files
from pathlib import Path

import numpy as np

PACKAGE = "scikit-learn"
INSIDE = "sklearn/datasets/data/digits.csv.gz"
SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
PAGE = "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def read_package():
    """Read the digits from the installed package.

    Returns (x, y): intensities 0 to 16 of shape (1797, 8, 8) and digits 0 to 9 of shape (1797,), both uint8.
    Raises BuildError when the package is missing or holds another file than the one that was looked at.
    """
    try:
        content = files("sklearn.datasets.data").joinpath("digits.csv.gz").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        raise BuildError(f"{INSIDE} was not found: install {PACKAGE} with pip and start again.") from None
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise BuildError(
            f"{INSIDE} of {PACKAGE} {version(PACKAGE)} has SHA-256 {found}, the builder pins {SHA256}: "
            "install another version, or look at the file and pin it anew."
        )
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.images.astype(np.uint8), digits.target.astype(np.uint8)


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with.

    Returns a dictionary of the file's root attributes, all text; "packages" and "made_with" are JSON.
    """
    licence = metadata(PACKAGE)["License-Expression"] or metadata(PACKAGE)["License"]
    packages = [{"package": PACKAGE, "version": version(PACKAGE), "file": INSIDE, "sha256": SHA256, "licence": licence}]
    made_with = {name: version(name) for name in ("numpy", "h5py")}
    return {
        "provenance": "The test set of 'Optical Recognition of Handwritten Digits' (July 1998) as scikit-learn carries "
        "it: filled-in forms by 13 writers, scanned at 32x32 black-and-white pixels, of which every 4x4 block was "
        "counted to one intensity from 0 to 16. Nothing was changed; the order is the published one.",
        "licence": f"digits CC-BY-4.0 (UCI Machine Learning Repository); {PACKAGE}, which carries them, {licence}",
        "attribution": f"E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, {PAGE}",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": json.dumps(made_with, sort_keys=True),
    }


def write(path, x, y, attributes):
    """Write pictures, labels and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    x, y -- pictures (m, 8, 8) and digits (m,)
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        file.create_dataset("x", data=x, track_times=False, compression="gzip", compression_opts=9, chunks=x.shape)
        file.create_dataset("y", data=y, track_times=False)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Build digits8x8.h5 from the digits that scikit-learn carries.")
    parser.add_argument("-o", dest="output", type=Path, default=here / "digits8x8.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    try:
        x, y = read_package()
        write(chosen.output, x, y, describe())
    except (BuildError, PackageNotFoundError) as error:
        print(f"build_digits8x8: {error}", file=sys.stderr)
        return 1
    print(f"{len(x)} digits; of each, 0 to 9: {', '.join(map(str, np.bincount(y)))}")
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
