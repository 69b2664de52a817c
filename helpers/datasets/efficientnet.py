"""The weights of EfficientNet-lite0, which others trained on photographs."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

EFFICIENTNET = "efficientnet_lite0.h5"


def load_efficientnet():
    """Load EfficientNet-lite0, trained on ImageNet, as helpers.pretrained.efficientnet computes with it.

    Returns a dictionary: "stem", "head" and "classes", each a dictionary with W and b; "class_names", 20 of ImageNet's 1000;
    and "blocks", a list of 16 inverted residual blocks, each a dictionary with "stride", W_depth (f, f, E), W_project (E, C), b_depth,
    b_project and, but in the first, W_expand (C_prev, E) and b_expand. Weights are float32, biases have shape (1, 1, 1, C).
    Batch norm is part of them; the filters were rounded to 255 steps.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / EFFICIENTNET
    names, strides, class_names = read_arrays(path, ["names", "strides", "class_names"])
    names = names.astype(str).tolist()
    parts = read_arrays(path, [f"{name}_{part}" for name in names for part in ("W", "size", "b")])
    net = {"blocks": [{"stride": int(stride)} for stride in strides], "class_names": class_names.astype(str).tolist()}
    for name, steps, size, b in zip(names, parts[0::3], parts[1::3], parts[2::3]):
        if steps.dtype != np.int8 or not steps.shape[-1:] == size.shape == b.shape:
            raise DataError(
                f"{name} in {path} has filters {steps.dtype} of shape {steps.shape}, sizes {size.shape} and biases {b.shape}, "
                "which do not belong together: replace the file by the course's own."
            )
        W, b = steps * size.astype(np.float32), b.astype(np.float32)
        if name.startswith("block"):
            number, step = name.removeprefix("block").split("_")
            net["blocks"][int(number)] |= {f"W_{step}": W, f"b_{step}": b.reshape(1, 1, 1, -1)}
        else:
            net[name] = {"W": W, "b": b if name == "classes" else b.reshape(1, 1, 1, -1)}
    return net
