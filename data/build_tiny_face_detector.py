"""Build data/tiny_face_detector.h5: the weights of a small face detector with a YOLO head, trained by others on photographs.

It is the tiny face detector of face-api.js (Vincent Mühler; maintained by Vladimir Mandic): a YOLO v2 of separable
convolutions with five anchor boxes. The weights stay as published: one byte each, with a step and a lowest value per array.

Usage: python data/build_tiny_face_detector.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import argparse
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from fetch import FetchError, Package, fetch, read_facts

PACKAGE = Package("@vladmandic/face-api", "1.7.15",
    "sha512-WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==")  # fmt: skip
MANIFEST = "model/tiny_face_detector_model-weights_manifest.json"
SHA256 = "b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871"  # of the .bin beside it
# Out of src/tinyFaceDetector/const.ts: width and height of the anchors in grid cells, and the mean colour taken off.
ANCHORS = [(1.603231, 2.094468), (6.041143, 7.080126), (2.882459, 3.518061), (4.266906, 5.178857), (9.041765, 10.66308)]
MEAN_RGB = (117.001, 114.697, 97.404)
CACHE = Path.home() / ".cache" / "deep-learning-by-hand"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def read_weights(folder):
    """Read the published weights.

    folder -- the folder of the unpacked package
    Returns {name: (bytes as uint8 in the weight's shape, step, lowest value)}, in the published order.
    Raises BuildError when the file is not the one that was looked at, or not what its manifest says.
    """
    (group,) = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    content = b"".join((folder / "model" / path).read_bytes() for path in group["paths"])
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise BuildError(
            f"the weights beside {MANIFEST} have SHA-256 {found}, the builder pins {SHA256}: look at them anew."
        )
    weights, start = {}, 0
    for entry in group["weights"]:
        packing, size = entry["quantization"], int(np.prod(entry["shape"]))
        if packing["dtype"] != "uint8" or start + size > len(content):
            raise BuildError(f"{entry['name']} in {MANIFEST} is not {size} single bytes: look at the file anew.")
        stored = np.frombuffer(content, np.uint8, size, start).reshape(entry["shape"])
        weights[entry["name"]] = stored, packing["scale"], packing["min"]
        start += size
    if start != len(content):
        raise BuildError(f"{MANIFEST} describes {start} of {len(content)} bytes: look at the file anew.")
    return weights


def describe(folder, count):
    """Describe the file: provenance, licence, attribution and what it was made from and with.

    folder -- the folder of the unpacked package
    count -- number of weights
    Returns a dictionary of the file's root attributes, all text; "packages" and "made_with" are JSON.
    """
    facts = read_facts(PACKAGE, folder)
    return {
        "provenance": f"The {count} weights of face-api.js's tiny face detector, as published: one byte each; a weight is "
        "its byte times the array's step plus the array's lowest value. Anchors and mean colour from "
        "src/tinyFaceDetector/const.ts of the same package.",
        "licence": f"{facts['package']} {facts['licence']}",
        "attribution": f"face-api.js by Vincent Mühler and Vladimir Mandic, {facts['url']}",
        "packages": json.dumps([{**facts, "file": MANIFEST, "sha256": SHA256}], sort_keys=True),
        "made_with": json.dumps({name: version(name) for name in ("numpy", "h5py")}, sort_keys=True),
    }


def write(path, weights, attributes):
    """Write weights and attributes to an HDF5 file, the same bytes each time.

    path -- the file, replaced if it is there
    weights -- what `read_weights` returned
    attributes -- dictionary of root attributes
    """
    import h5py

    unfinished = path.with_suffix(".part")
    with h5py.File(unfinished, "w", track_order=True) as file:
        file.attrs.update(attributes)
        for name, (stored, _, _) in weights.items():
            packed = (
                {"compression": "gzip", "compression_opts": 9, "chunks": stored.shape} if stored.size > 4000 else {}
            )
            file.create_dataset(name.replace("/", "_"), data=stored, track_times=False, **packed)
        names = np.array([name.replace("/", "_") for name in weights], dtype="S")
        steps = np.array([packing for _, *packing in weights.values()])
        for key, array in (("names", names), ("step_and_lowest", steps), ("anchors", ANCHORS), ("mean_rgb", MEAN_RGB)):
            file.create_dataset(key, data=np.asarray(array), track_times=False)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Build tiny_face_detector.h5 from the package @vladmandic/face-api.")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where packages are kept ({CACHE})")
    parser.add_argument(
        "-o", dest="output", type=Path, default=here / "tiny_face_detector.h5", help="the file to write"
    )
    chosen = parser.parse_args(arguments)
    if not chosen.output.parent.is_dir():
        parser.error(f"there is no folder {chosen.output.parent} to write {chosen.output.name} to: make it first")
    try:
        folder = fetch(PACKAGE, chosen.cache)
        weights = read_weights(folder)
        count = sum(stored.size for stored, _, _ in weights.values())
        write(chosen.output, weights, describe(folder, count))
    except (FetchError, BuildError) as error:
        print(f"build_tiny_face_detector: {error}", file=sys.stderr)
        return 1
    print(f"{chosen.output}: {count} weights, {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
