"""The weights of a face detector that others trained."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

FACE_DETECTOR = "tiny_face_detector.h5"


def load_tiny_face_detector():
    """Load the weights of face-api.js's tiny face detector, a YOLO v2 with five anchors.

    Returns (weights, anchors, mean_rgb): a dictionary from name to float32 array ("conv0_filters" (3, 3, 3, 16), "conv0_bias"
    (16,), "conv1_depthwise_filter" (3, 3, 16, 1), "conv1_pointwise_filter" (1, 1, 16, 32), …, "conv8_bias" (25,));
    the anchors' width and height in grid cells, (5, 2); the colour that is taken off every pixel (0 to 255), (3,).
    helpers.pretrained.tiny_face_detector computes with them.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / FACE_DETECTOR
    names, steps, anchors, mean_rgb = read_arrays(path, ["names", "step_and_lowest", "anchors", "mean_rgb"])
    names = names.astype(str).tolist()
    if len(names) != len(steps) or anchors.shape != (5, 2) or mean_rgb.shape != (3,):
        raise DataError(
            f"{path} holds {len(names)} names, {len(steps)} steps and anchors of shape {anchors.shape} where as many steps as "
            "names and (5, 2) are expected: replace it by the course's own file."
        )
    stored = read_arrays(path, names)
    weights = {
        name: (array * step + lowest).astype(np.float32) for name, array, (step, lowest) in zip(names, stored, steps)
    }
    return weights, anchors, mean_rgb.astype(np.float32)
