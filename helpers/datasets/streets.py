"""Street scenes: made-up pictures with a box around every object and a class for every pixel."""

import numpy as np

from helpers.datasets.files import DataError, data_folder, read_arrays

STREETS = "streets.h5"


def load_streets():
    """Load street scenes composed of drawings, with boxes for detection and masks for segmentation.

    Returns a dictionary: "X_train" (320, 96, 96, 3) and "X_test" (80, 96, 96, 3), uint8, pictures; "masks_train" and
    "masks_test", (m, 96, 96), uint8, the class of every pixel; "boxes_train" and "boxes_test", lists with one array per
    picture, shape (objects, 5), float64: class, b_x, b_y, b_h, b_w, middle and size in shares of the picture from its upper
    left corner; "classes", the 5 names of the boxes' classes; "mask_classes", the 10 names of the masks' classes.
    No drawing, and nobody who drew one, is in both parts.
    Raises DataError when the file is missing or not what it should be.
    """
    path = data_folder() / STREETS
    streets = {}
    for part, m in (("train", 320), ("test", 80)):
        x, mask, boxes, count = read_arrays(path, [f"{part}_{key}" for key in ("x", "mask", "boxes", "count")])
        shapes = (x.shape, mask.shape, count.shape, boxes.shape)
        if shapes != ((m, 96, 96, 3), (m, 96, 96), (m,), (count.sum(), 5)) or x.dtype != np.uint8:
            raise DataError(
                f"{path} holds {part} pictures of shape {x.shape}, masks {mask.shape} and boxes {boxes.shape} where "
                f"{m} scenes of 96x96 pixels with {count.sum()} boxes are expected: replace it by the course's own file."
            )
        each = np.split(boxes.astype(float), np.cumsum(count)[:-1])
        streets |= {f"X_{part}": x, f"masks_{part}": mask, f"boxes_{part}": each}
    classes, mask_classes = read_arrays(path, ["classes", "mask_classes"])
    return streets | {"classes": classes.astype(str), "mask_classes": mask_classes.astype(str)}
