"""Faces of thirty people who do not exist, and the weights of a network that others trained to tell people apart."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

FACES = "faces.h5"
FACE_RECOGNITION = "face_recognition.h5"


def load_faces():
    """Load 240 rendered pictures of thirty people who do not exist, eight views each.

    The first view of each person looks straight ahead in even light; in the others pose, expression, light and backdrop vary.
    Returns (X, y): pictures of shape (240, 64, 64, 3), uint8, and whom each shows, 0 to 29, shape (240,), int64; the views of
    a person follow each other.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / FACES
    X, y = read_arrays(path, ["x", "y"])
    if X.shape != (240, 64, 64, 3) or X.dtype != np.uint8 or not np.array_equal(y, np.repeat(np.arange(30), 8)):
        raise DataError(
            f"x and y in {path} are {X.dtype} of shape {X.shape} and {np.shape(y)} where eight pictures of 64x64x3 of each of 30 "
            "people are expected: replace the file by the course's own."
        )
    return X, y.astype(np.int64)


def load_face_recognition():
    """Load the weights of face-api.js's face recognition net, a residual network of 5.6 million weights.

    Returns (weights, mean_rgb): a dictionary from name to float32 array ("conv32_down_conv_filters" (7, 7, 3, 32),
    "conv32_down_conv_bias" (32,), "conv32_down_scale_weights" (32,), …, "fc" (256, 128)); the colour that is taken off every
    pixel (0 to 255), (3,). helpers.pretrained.face_recognition computes with them.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / FACE_RECOGNITION
    names, steps, mean_rgb = read_arrays(path, ["names", "step_and_lowest", "mean_rgb"])
    names = names.astype(str).tolist()
    if len(names) != 117 or steps.shape != (117, 2) or mean_rgb.shape != (3,):
        raise DataError(
            f"{path} holds {len(names)} names, steps of shape {steps.shape} and a mean colour of shape {mean_rgb.shape} where 117, "
            "(117, 2) and (3,) are expected: replace it by the course's own file."
        )
    stored = read_arrays(path, names)
    weights = {
        name: (array * step + lowest).astype(np.float32) for name, array, (step, lowest) in zip(names, stored, steps)
    }
    return weights, mean_rgb.astype(np.float32)
