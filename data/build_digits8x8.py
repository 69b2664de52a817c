"""Build data/digits8x8.h5: 1797 handwritten digits of 8x8 pixels, in the order in which they were published.

They are scikit-learn's copy of the test set of "Optical Recognition of Handwritten Digits" (UCI Machine Learning
Repository). The order is kept because it matters: digits by one hand lie near each other.

Usage: python data/build_digits8x8.py [-o FILE]
Needs scikit-learn, numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import sys
from importlib.metadata import metadata, version
from importlib.resources import files

import numpy as np
from building import BuildError, made_with, pictures, pinned, run, write

PACKAGE = "scikit-learn"
INSIDE = "sklearn/datasets/data/digits.csv.gz"
SHA256 = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
PAGE = "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits"


def read_package():
    """Read the digits from the installed package.

    Returns (x, y): intensities 0 to 16 of shape (1797, 8, 8) and digits 0 to 9 of shape (1797,), both uint8.
    Raises BuildError when the package is missing or holds another file than the one that was looked at.
    """
    try:
        content = files("sklearn.datasets.data").joinpath("digits.csv.gz").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        raise BuildError(f"{INSIDE} was not found: install {PACKAGE} with pip and start again.") from None
    remedy = "install another version, or look at the file and pin it anew"
    pinned(content, SHA256, f"{INSIDE} of {PACKAGE} {version(PACKAGE)}", remedy)
    from sklearn.datasets import load_digits

    digits = load_digits()
    return digits.images.astype(np.uint8), digits.target.astype(np.uint8)


def describe():
    """Describe the file: provenance, licence, attribution and what it was made from and with.

    Returns a dictionary of the file's root attributes, all text; "packages" and "made_with" are JSON.
    """
    licence = metadata(PACKAGE)["License-Expression"] or metadata(PACKAGE)["License"]
    packages = [{"package": PACKAGE, "version": version(PACKAGE), "file": INSIDE, "sha256": SHA256, "licence": licence}]
    return {
        "provenance": "The test set of 'Optical Recognition of Handwritten Digits' (July 1998) as scikit-learn carries "
        "it: filled-in forms by 13 writers, scanned at 32x32 black-and-white pixels, of which every 4x4 block was "
        "counted to one intensity from 0 to 16. Nothing was changed; the order is the published one.",
        "licence": f"digits CC-BY-4.0 (UCI Machine Learning Repository); {PACKAGE}, which carries them, {licence}",
        "attribution": f"E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, {PAGE}",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        x, y = read_package()
        write(chosen.output, {"x": x, "y": y}, describe(), pictures(len(x)))
        return f"{len(x)} digits; of each, 0 to 9: {', '.join(map(str, np.bincount(y)))}"

    return run("digits8x8", "the digits that scikit-learn carries", build, arguments)


if __name__ == "__main__":
    sys.exit(main())
