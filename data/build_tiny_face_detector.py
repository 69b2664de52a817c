"""Build data/tiny_face_detector.h5: the weights of a small face detector with a YOLO head, trained by others on photographs.

It is the tiny face detector of face-api.js (Vincent Mühler; maintained by Vladimir Mandic): a YOLO v2 of separable
convolutions with five anchor boxes. The weights stay as published: one byte each, with a step and a lowest value per array.

Usage: python data/build_tiny_face_detector.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import sys

from building import CACHED, made_with, run, write
from face_api import PACKAGE, as_arrays, large, read_weights
from fetch import fetch, read_facts

MANIFEST = "model/tiny_face_detector_model-weights_manifest.json"
SHA256 = "b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871"  # of the .bin beside it
# Out of src/tinyFaceDetector/const.ts: width and height of the anchors in grid cells, and the mean colour taken off.
ANCHORS = [(1.603231, 2.094468), (6.041143, 7.080126), (2.882459, 3.518061), (4.266906, 5.178857), (9.041765, 10.66308)]
MEAN_RGB = (117.001, 114.697, 97.404)


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
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folder = fetch(PACKAGE, chosen.cache)
        weights = read_weights(folder, MANIFEST, SHA256)
        count = sum(stored.size for stored, _, _ in weights.values())
        write(chosen.output, as_arrays(weights, anchors=ANCHORS, mean_rgb=MEAN_RGB), describe(folder, count), large)
        return f"{count} weights"

    return run("tiny_face_detector", "the package @vladmandic/face-api", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
