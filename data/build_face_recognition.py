"""Build data/face_recognition.h5: the weights of a network that turns a face into 128 numbers, trained by others on photographs.

It is the face recognition net of face-api.js (Vincent Mühler; maintained by Vladimir Mandic), a port of dlib's (Davis King):
a residual network that learned from about three million photographs of 7485 people. The weights stay as published: most are
one byte each, with a step and a lowest value per array; eight arrays are float32.

Usage: python data/build_face_recognition.py [--cache DIR] [-o FILE]
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
MANIFEST = "model/face_recognition_model-weights_manifest.json"
SHA256 = "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589"  # of the .bin beside it
MEAN_RGB = (122.782, 117.001, 104.298)  # out of src/faceRecognitionNet/FaceRecognitionNet.ts: the mean colour taken off
CACHE = Path.home() / ".cache" / "deep-learning-by-hand"


class BuildError(Exception):
    """The file could not be built; the message says what, where and what to do."""


def read_weights(folder):
    """Read the published weights.

    folder -- the folder of the unpacked package
    Returns {name: (array as published, step, lowest value)}, in the published order; a float32 array has step 1, lowest 0.
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
        packing = entry.get("quantization", {"dtype": entry["dtype"], "scale": 1.0, "min": 0.0})
        kind, count = np.dtype(packing["dtype"]), int(np.prod(entry["shape"]))
        if start + count * kind.itemsize > len(content):
            raise BuildError(
                f"{entry['name']} in {MANIFEST} lies beyond the end of the weights: look at the file anew."
            )
        stored = np.frombuffer(content, kind, count, start).reshape(entry["shape"])
        weights[entry["name"].replace("/", "_")] = stored, packing["scale"], packing["min"]
        start += count * kind.itemsize
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
        "provenance": f"The {count} weights of face-api.js's face recognition net, a port of dlib's "
        "dlib_face_recognition_resnet_model_v1, as published: a weight is its stored number times the array's step plus the "
        "array's lowest value. Mean colour from src/faceRecognitionNet/FaceRecognitionNet.ts of the same package.",
        "licence": f"{facts['package']} {facts['licence']}; dlib's model files are in the public domain (says their author)",
        "attribution": f"face-api.js by Vincent Mühler and Vladimir Mandic, {facts['url']}; trained by Davis King, dlib-models",
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
            packed = {
                "compression": "gzip",
                "compression_opts": 9,
                "chunks": stored.shape,
                "shuffle": stored.itemsize > 1,
            }
            file.create_dataset(name, data=stored, track_times=False, **(packed if stored.size > 4000 else {}))
        steps = np.array([packing for _, *packing in weights.values()])
        for key, array in (("names", np.array(list(weights), "S")), ("step_and_lowest", steps), ("mean_rgb", MEAN_RGB)):
            file.create_dataset(key, data=np.asarray(array), track_times=False)
    unfinished.replace(path)


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Build face_recognition.h5 from the package @vladmandic/face-api.")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where packages are kept ({CACHE})")
    parser.add_argument("-o", dest="output", type=Path, default=here / "face_recognition.h5", help="the file to write")
    chosen = parser.parse_args(arguments)
    if not chosen.output.parent.is_dir():
        parser.error(f"there is no folder {chosen.output.parent} to write {chosen.output.name} to: make it first")
    try:
        folder = fetch(PACKAGE, chosen.cache)
        weights = read_weights(folder)
        count = sum(stored.size for stored, _, _ in weights.values())
        write(chosen.output, weights, describe(folder, count))
    except (FetchError, BuildError) as error:
        print(f"build_face_recognition: {error}", file=sys.stderr)
        return 1
    print(f"{chosen.output}: {count} weights, {chosen.output.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
