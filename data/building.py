"""What every builder of a data file does alike: check what it reads, write the file, speak to whoever calls it."""

import argparse
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

CACHE = Path.home() / ".cache" / "deep-learning-by-hand"
CACHED = ("--cache", {"type": Path, "default": CACHE, "help": f"where packages are kept ({CACHE})"})
GZIP = {"compression": "gzip", "compression_opts": 9}


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def pinned(content, sha256, where, remedy="look at it and pin it anew"):
    """Return bytes that are those that were looked at.

    content, sha256 -- the bytes, and the SHA-256 that they must have
    where, remedy -- what they were read from; what to do when they are others
    Raises BuildError when they are others.
    """
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise BuildError(f"{where} has SHA-256 {found}, the builder pins {sha256}: {remedy}.")
    return content


def made_with(*more):
    """Return the versions of numpy, h5py and more packages as JSON."""
    return json.dumps({name: version(name) for name in ("numpy", "h5py", *more)}, sort_keys=True)


def whole(key, array):
    """Store an array compressed, in one piece; returns the options of its HDF5 data set."""
    return {**GZIP, "chunks": array.shape}


def shuffled(key, array):
    """Store an array compressed, in one piece, all first bytes of its numbers before all second ones."""
    return {**whole(key, array), "shuffle": True}


def pictures(count):
    """Return a function that stores pictures compressed, `count` to a piece, and everything else as it is."""

    def options(key, array):
        return {**GZIP, "chunks": (min(count, len(array)), *array.shape[1:])} if array.ndim > 2 else {}

    return options


def write(path, arrays, attributes, options=whole, **of_file):
    """Write arrays and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    arrays -- dictionary from key to array
    attributes -- dictionary of root attributes
    options -- function from (key, array) to the options of its data set
    of_file -- options of the file
    """
    import h5py

    unfinished = path.with_suffix(".part")
    with h5py.File(unfinished, "w", track_order=True, **of_file) as file:
        file.attrs.update(attributes)
        for key, array in arrays.items():
            file.create_dataset(key, data=array, track_times=False, **options(key, array))
    unfinished.replace(path)


def run(name, source, build, arguments, *inputs):
    """Build a file as the command line says, and print what is in it or why it could not be built.

    name, source -- the file's name without .h5; what it is built from
    build -- function from (the parsed arguments) that writes `output` and returns what there is to tell
    arguments -- of the command line, None for the program's own
    inputs -- further options, each as (flag, dictionary for argparse)
    Returns the exit status.
    """
    parser = argparse.ArgumentParser(description=f"Build {name}.h5 from {source}.")
    output = Path(__file__).resolve().parent / f"{name}.h5"
    for flag, settings in (*inputs, ("-o", {"dest": "output", "type": Path, "default": output, "help": "the file"})):
        parser.add_argument(flag, **settings)
    chosen = parser.parse_args(arguments)
    if not chosen.output.parent.is_dir():
        parser.error(f"there is no folder {chosen.output.parent} to write {chosen.output.name} to: make it first")
    try:
        said = build(chosen)
    except BuildError as error:
        print(f"build_{name}: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        needed = "install it, in the version that data/README.md names"
        print(f"build_{name}: the package {error.name} is needed and missing: {needed}.", file=sys.stderr)
        return 1
    print(f"{said}\n{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0
