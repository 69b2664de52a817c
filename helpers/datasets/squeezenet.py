"""The weights of SqueezeNet 1.1, which others trained on photographs."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

SQUEEZENET = "squeezenet.h5"


def load_squeezenet():
    """Load the feature layers of SqueezeNet 1.1, trained on ImageNet.

    Returns a dictionary from the name of a convolution ("conv1", "fire2/squeeze1x1", "fire2/expand1x1", "fire2/expand3x3", …,
    "fire9/expand3x3") to its filters and biases (W, b), float32 of shape (f, f, C_prev, C) and (C,). The filters were rounded
    to 255 steps. helpers.pretrained.squeezenet computes with them.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / SQUEEZENET
    names = read_arrays(path, ["names"])[0].astype(str).tolist()
    keys = [name.replace("/", "_") for name in names]
    parts = read_arrays(path, [f"{key}_{part}" for key in keys for part in ("W", "size", "b")])
    weights = {}
    for name, steps, size, b in zip(names, parts[0::3], parts[1::3], parts[2::3]):
        if steps.dtype != np.int8 or steps.ndim != 4 or not steps.shape[3:] == size.shape == b.shape:
            raise DataError(
                f"{name} in {path} has filters {steps.dtype} of shape {steps.shape}, sizes {size.shape} and biases {b.shape}, "
                "which do not belong together: replace the file by the course's own."
            )
        weights[name] = steps * size.astype(np.float32), b.astype(np.float32)
    return weights
