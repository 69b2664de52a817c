"""The package face-api.js, and how its weights are read: one byte each with a step and a lowest value, or float32."""

import json

import numpy as np
from building import BuildError, pinned, whole
from fetch import Package

PACKAGE = Package("@vladmandic/face-api", "1.7.15",
    "sha512-WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==")  # fmt: skip


def read_weights(folder, manifest, sha256):
    """Read published weights.

    folder -- the folder of the unpacked package
    manifest -- the file in it that says which arrays there are
    sha256 -- of the weights' bytes that were looked at
    Returns {name: (array as published, step, lowest value)}, in the published order; a float32 array has step 1, lowest 0.
    Raises BuildError when the bytes are others, or not what the manifest says.
    """
    (group,) = json.loads((folder / manifest).read_text(encoding="utf-8"))
    content = b"".join((folder / "model" / path).read_bytes() for path in group["paths"])
    pinned(content, sha256, f"The file of weights beside {manifest}")
    weights, start = {}, 0
    for entry in group["weights"]:
        packing = entry.get("quantization", {"dtype": entry["dtype"], "scale": 1.0, "min": 0.0})
        kind, count = np.dtype(packing["dtype"]), int(np.prod(entry["shape"]))
        if start + count * kind.itemsize > len(content):
            raise BuildError(f"{entry['name']} in {manifest} lies beyond the end of the weights: look at the file.")
        stored = np.frombuffer(content, kind, count, start).reshape(entry["shape"])
        weights[entry["name"].replace("/", "_")] = stored, packing["scale"], packing["min"]
        start += count * kind.itemsize
    if start != len(content):
        raise BuildError(f"{manifest} describes {start} of {len(content)} bytes: look at the file anew.")
    return weights


def as_arrays(weights, **more):
    """Lay weights out for the file.

    weights -- what `read_weights` returned
    more -- further arrays by name
    Returns a dictionary of arrays: the weights as published, "names", "step_and_lowest" (one row a name), and `more`.
    """
    steps = np.array([packing for _, *packing in weights.values()])
    arrays = {name: stored for name, (stored, _, _) in weights.items()}
    arrays |= {"names": np.array(list(weights), "S"), "step_and_lowest": steps}
    return arrays | {name: np.asarray(array) for name, array in more.items()}


def large(key, array):
    """Store a large array compressed, a small one as it is; returns the options of its HDF5 data set."""
    return {**whole(key, array), "shuffle": array.itemsize > 1} if array.size > 4000 else {}
