"""Build data/face_recognition.h5: the weights of a network that turns a face into 128 numbers, trained by others on photographs.

It is the face recognition net of face-api.js (Vincent Mühler; maintained by Vladimir Mandic), a port of dlib's (Davis King):
a residual network that learned from about three million photographs of 7485 people. The weights stay as published: most are
one byte each, with a step and a lowest value per array; eight arrays are float32.

Usage: python data/build_face_recognition.py [--cache DIR] [-o FILE]
Needs npm, and numpy and h5py in the versions named in data/README.md for the same bytes.
"""

import json
import sys

from building import CACHED, made_with, run, write
from face_api import PACKAGE, as_arrays, large, read_weights
from fetch import fetch, read_facts

MANIFEST = "model/face_recognition_model-weights_manifest.json"
SHA256 = "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589"  # of the .bin beside it
MEAN_RGB = (122.782, 117.001, 104.298)  # out of src/faceRecognitionNet/FaceRecognitionNet.ts: the mean colour taken off


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
        "made_with": made_with(),
    }


def main(arguments=None):
    """Build the file as the command line says; returns the exit status."""

    def build(chosen):
        folder = fetch(PACKAGE, chosen.cache)
        weights = read_weights(folder, MANIFEST, SHA256)
        count = sum(stored.size for stored, _, _ in weights.values())
        write(chosen.output, as_arrays(weights, mean_rgb=MEAN_RGB), describe(folder, count), large)
        return f"{count} weights"

    return run("face_recognition", "the package @vladmandic/face-api", build, arguments, CACHED)


if __name__ == "__main__":
    sys.exit(main())
