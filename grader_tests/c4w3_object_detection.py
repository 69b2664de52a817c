"""What c4w3_object_detection checks: cases, known mistakes, other right ways, hints."""

import numpy as np

from grader_tests import Sheet, case, hidden
from grader_tests import inputs_c4w3_detection as inputs
from grader_tests import inputs_c4w3_detection_mistakes as mistakes
from grader_tests.inputs_c4w3_detection import (
    ANCHORS,
    CHAIN,
    STREET,
    crowd,
    faces,
    grid,
    head,
    layer,
    objects,
    outputs,
    wrong,
)

sheet = Sheet(__name__, position=1, errata="E211 E212")


sheet.exercise(
    "localization_loss",
    points=6,
    source="D2 C4_W3 “Defining the target label y”",
    cases=[
        case("one picture with an object", *outputs(1, n_classes=3, there=1, seed=1)),
        case("one picture without an object", *outputs(1, n_classes=3, there=0, seed=2)),
        case("four pictures, two with an object", *outputs(4, n_classes=3, there=2, seed=3)),
        case(
            "two pictures with grids of 2×2 cells and two anchors",
            *outputs(2, 2, 2, 2, n_classes=1, there=3, seed=4),
            group="grids",
        ),
        hidden("five pictures and two classes", *outputs(5, n_classes=2, there=3, seed=5)),
        hidden("no objects anywhere", *outputs(3, n_classes=4, there=0, seed=6)),
        hidden("an object in every picture", *outputs(3, n_classes=3, there=3, seed=7)),
        hidden("three grids of 1×3 cells", *outputs(3, 1, 3, 1, n_classes=3, there=2, seed=8), group="grids"),
    ],
    misconceptions=mistakes.LOCALIZATION_LOSS,
    accepted=[
        inputs.loss_box_by_box,
        {
            "np.where(there, np.sum(squares, axis=-1), squares[..., 0])": "squares[..., 0] + y[..., 0] * squares[..., 1:].sum(axis=-1)"
        },
    ],
    hints=[
        "Square all differences first; then decide, box by box, which of them count.",
        "y[..., 0] is the p_c of every box, whether y has two axes or five; np.where(condition, a, b) chooses element by element.",
        "Divide by y.shape[0], once, at the end.",
    ],
)


sheet.exercise(
    "landmark_error",
    points=4,
    source="D2 C4_W3 “Landmark detection”",
    cases=[
        case("one face with three landmarks", *faces(1, 3, seed=11)),
        case("two faces of unlike size", *faces(2, 4, seed=12)),
        case("eyes at the places 2 and 0", *faces(3, 4, seed=13, eyes=(2, 0))),
        hidden("one face with nine landmarks", *faces(1, 9, seed=14, eyes=(4, 7))),
        hidden("five faces", *faces(5, 3, seed=15, eyes=(1, 2))),
        hidden("only the two eyes", *faces(4, 2, seed=16)),
    ],
    misconceptions=[
        wrong(
            "squared",
            {"np.linalg.norm(predicted - actual, axis=2)": "np.sum((predicted - actual) ** 2, axis=2)"},
            "These are squared distances. The error is a length, so that dividing by the distance of the eyes leaves a number without a unit.",
        ),
        wrong(
            "in-pixels",
            {" / between_eyes": ""},
            "This error is in pixels: a face twice as large in the picture would count as twice as wrong. Measure in units of the distance between its eyes.",
        ),
        wrong(
            "ratio-of-means",
            {"np.mean(np.mean(distances, axis=1) / between_eyes)": "np.mean(distances) / np.mean(between_eyes)"},
            "Large faces outweigh small ones here: each face is to be divided by its own eyes' distance, before the mean over the faces.",
        ),
        wrong(
            "predicted-eyes",
            {"actual[:, left_eye] - actual[:, right_eye]": "predicted[:, left_eye] - predicted[:, right_eye]"},
            "The yardstick is taken from the prediction, which could make itself look good by moving the eyes apart. The truth gives the yardstick.",
        ),
        wrong(
            "along-the-axes",
            {"np.linalg.norm(predicted - actual, axis=2)": "np.sum(np.abs(predicted - actual), axis=2)"},
            "|Δx| + |Δy| is the way along the streets; the distance between two points is the straight line.",
        ),
    ],
    accepted=[
        inputs.landmarks_one_by_one,
        {
            "np.linalg.norm(predicted - actual, axis=2)": "np.sqrt(np.einsum('mnk,mnk->mn', predicted - actual, predicted - actual))"
        },
    ],
    hints=[
        "The last axis holds x and y: np.linalg.norm(…, axis=2) makes (m, n) distances of (m, n, 2) differences.",
        "actual[:, left_eye] are the left corners of all faces, shape (m, 2).",
        "Three means in this order: over a face's landmarks, divide, over the faces.",
    ],
)


sheet.exercise(
    "sliding_window_count",
    points=4,
    source="D2 C4_W3 “Sliding windows detection”",
    cases=[
        case("a 16×16 picture, window 14, stride 2", 16, 16, 14, 2),
        case("a 28×28 picture, window 14, stride 2", 28, 28, 14, 2),
        case("a wide picture with pixels left over", 30, 47, 10, 6),
        case("a window larger than the picture", 5, 20, 7, 1),
        case("a window too high and too wide", 4, 6, 12, 2),
        hidden("a window as large as the picture", 9, 9, 9, 3),
        hidden("a tall picture", 100, 33, 8, 5),
        hidden("stride 1", 12, 20, 5, 1),
        hidden("a window wider than the picture", 50, 6, 8, 4),
        hidden("a stride longer than the window", 61, 40, 4, 9),
    ],
    misconceptions=mistakes.SLIDING_WINDOW_COUNT,
    accepted=[
        inputs.windows_counted,
        {
            "return down * right": "return int(np.floor((n_H - window + stride) / stride)) * len(range(0, n_W - window + 1, stride))"
        },
    ],
    hints=[
        "Along one side: the first window starts at 0, the last that fits starts at n − window at the latest.",
        "It is the output size of a convolution without padding, once for the height, once for the width.",
        "What if the window does not fit at all?",
    ],
)


sheet.exercise(
    "fc_as_conv",
    points=8,
    source="D2 C4_W3 “Turning FC layer into convolutional layers”",
    cases=[
        case("an input of just one window", *layer(2, 2, 2, f=2, n=3, seed=31)),
        case("an input of 3×4 pixels", *layer(3, 4, 2, f=2, n=3, seed=32)),
        case("windows of one pixel", *layer(2, 3, 3, f=1, n=2, seed=33)),
        hidden("a tall input", *layer(5, 3, 1, f=3, n=2, seed=34)),
        hidden("one unit", *layer(4, 5, 2, f=2, n=1, seed=35)),
        hidden("windows of 3×3 pixels in three colours", *layer(4, 4, 3, f=3, n=2, seed=36)),
        hidden("as many channels as units", *layer(3, 3, 2, f=2, n=2, seed=37)),
    ],
    misconceptions=[
        wrong(
            "channels-first",
            {"W.reshape(-1, f, f, n_C)": "W.reshape(-1, n_C, f, f).transpose(0, 2, 3, 1)"},
            "The weights are cut up as if a window were unrolled colour by colour. The layer got its inputs row by row, pixel by pixel, and the channels of one pixel side by side.",
        ),
        wrong(
            "turned-over",
            {"filters * A": "filters[:, ::-1, ::-1] * A"},
            "The filter is flipped before it is laid on. In this course convolution does not flip; here flipping would pair weights with the wrong pixels.",
        ),
        wrong(
            "column-of-biases",
            {" + b[:, 0]": " + b"},
            "b is a column of shape (n, 1). Added to n flat numbers it spreads to a square (n, n), which no place of Z can hold.",
        ),
        wrong(
            "no-bias",
            {" + b[:, 0]": ""},
            "The biases are missing: each unit adds its own, at every place.",
        ),
        wrong(
            "one-answer",
            {"return Z": "return Z[:1, :1]"},
            "Only the first window is computed. A larger input holds (n_H − f + 1)·(n_W − f + 1) windows, and each gets an answer.",
        ),
        wrong(
            "relu-inside",
            {"return Z": "return np.maximum(Z, 0)"},
            "Z is asked for, before any activation.",
        ),
    ],
    accepted=[inputs.fc_by_windows, inputs.fc_at_once],
    hints=[
        "Row k of W, reshaped to (f, f, n_C), is the k-th filter.",
        "Loop over the upper left corners h and w of the windows A[h : h + f, w : w + f].",
        "At each place you get n numbers: Z[h, w] has shape (n,), and b[:, 0] is flat as well.",
    ],
)


sheet.exercise(
    "iou",
    points=6,
    source="D2 C4_W3 “Intersection over union”",
    cases=[
        case("two boxes that overlap at a corner", (2, 1, 4, 3), (1, 2, 3, 4)),
        case("boxes of unlike size", (0.0, 0.0, 4.0, 2.0), (1.0, 0.5, 7.0, 3.0)),
        case("boxes apart in both directions", (1, 1, 2, 3), (4, 5, 6, 9)),
        case("boxes that touch along a side", (0, 0, 2, 2), (2, 0, 4, 2)),
        case("a box inside another", (0, 0, 10, 8), (2, 3, 4, 7)),
        hidden("the same box twice", (0.1, 0.2, 0.5, 0.9), (0.1, 0.2, 0.5, 0.9)),
        case("boxes side by side in one direction only", (0, 0, 2, 9), (5, 1, 6, 8)),
        hidden("boxes that touch at a corner", (0, 0, 1, 1), (1, 1, 3, 2)),
        hidden("a cross", np.array([0.0, 4.0, 9.0, 5.0]), np.array([3.0, 0.0, 4.0, 9.0])),
        hidden("an empty box inside another", (0, 0, 5, 5), (2, 2, 2, 4)),
        hidden("negative coordinates", (-3.0, -2.0, 1.0, 2.0), (-1.0, -4.0, 2.5, 0.5)),
    ],
    misconceptions=mistakes.IOU,
    accepted=[inputs.iou_with_arrays, inputs.iou_with_max],
    hints=[
        "Left edge of what both share: the larger of the two x1. Right edge: the smaller of the two x2. The same downwards.",
        "If a side of it comes out negative or 0, nothing is shared.",
        "Union: both areas, without counting the shared part twice.",
    ],
)


sheet.exercise(
    "yolo_filter_boxes",
    points=7,
    source="D2 C4_W3 “Non-max suppression algorithm”: discard all boxes with p_c ≤ 0.6",
    parts={"scores": ["[0]"], "boxes": ["[1]"], "classes": ["[2]"]},
    cases=[
        case("a grid of 2×2 cells, one anchor, two classes", *grid(2, 1, 2, seed=52)),
        case("the 3×3×2×8 grid of the document", *grid(3, 2, 3, seed=53)),
        case("a threshold of 0.3", *grid(2, 2, 3, seed=54, sharp=1.5), threshold=0.3),
        hidden("five anchors", *grid(2, 5, 2, seed=55), 0.5),
        hidden("one class", *grid(3, 2, 1, seed=59)),
        hidden("a threshold that nothing reaches", *grid(2, 1, 3, seed=57), threshold=0.999),
        hidden("four classes", *grid(3, 1, 4, seed=58), threshold=0.45),
    ],
    misconceptions=mistakes.FILTER_BOXES,
    accepted=[inputs.filter_by_loops, inputs.filter_flat],
    hints=[
        "(S, S, A, 1) times (S, S, A, C): broadcasting multiplies every class probability by its box's p_c.",
        "np.max and np.argmax with axis=-1 leave arrays of shape (S, S, A): the best score and its class.",
        "A comparison gives an array of True and False of shape (S, S, A); used as an index it picks from all three arrays.",
    ],
)


sheet.exercise(
    "yolo_non_max_suppression",
    points=10,
    source="D2 C4_W3 “Non-max suppression algorithm”: discard any remaining box with IoU ≥ 0.5",
    uses=["iou"],
    cases=[
        case("a person before a car seen twice", *STREET),
        case("three boxes in a chain", *CHAIN),
        case("nine boxes, at most two kept", *crowd(3, 3, 2, seed=61), max_boxes=2, group="max_boxes"),
        case("nine boxes, at most five kept", *crowd(3, 3, 2, seed=61), max_boxes=5),
        case("a threshold of 0.2", *crowd(2, 3, 2, seed=62), iou_threshold=0.2, group="other thresholds"),
        hidden("one box", *crowd(1, 1, 3, seed=63)),
        hidden("twenty boxes", *crowd(4, 5, 3, seed=64)),
        hidden("a threshold of 0.7", *crowd(3, 4, 2, seed=65), 10, 0.7, group="other thresholds"),
        hidden("at most one kept", *crowd(2, 2, 2, seed=66), max_boxes=1, group="max_boxes"),
        hidden("boxes that do not overlap", *crowd(6, 1, 2, seed=67)),
    ],
    misconceptions=mistakes.NON_MAX_SUPPRESSION,
    accepted=[inputs.suppress_by_removal, inputs.suppress_with_flags],
    hints=[
        "np.argsort(-scores) lists the boxes from the highest score to the lowest.",
        "Go through that list with an empty list `kept`: a box joins it if its IoU with every box in `kept` is at most the threshold.",
        "Stop as soon as `kept` has max_boxes entries; scores[kept], boxes[kept] and classes[kept] are the answer.",
    ],
)


sheet.exercise(
    "non_max_suppression_per_class",
    points=5,
    source="D2 C4_W3 “Outputting the non-max suppressed outputs”: for each class use non-max suppression",
    uses=["yolo_non_max_suppression"],
    cases=[
        case("a person before a car seen twice", *STREET),
        case("nine boxes of two classes, at most three kept", *crowd(3, 3, 2, seed=71), max_boxes=3),
        case("a threshold of 0.2", *crowd(2, 5, 2, seed=72), iou_threshold=0.2),
        hidden("one box", *crowd(1, 1, 3, seed=73)),
        hidden("one class", *CHAIN),
        hidden("sixteen boxes of four classes", *crowd(4, 4, 4, seed=74)),
        hidden("a class that has no box", *(part[1:4] for part in STREET), 10, 0.4),
    ],
    misconceptions=[
        wrong(
            "all-classes-together",
            {"own = classes == c": "own = (classes >= 0) & (c == classes.min())"},
            "Boxes of different classes suppress each other: the person before the car disappears, or the car.",
            place="D2 C4_W3 “For each class (pedestrian, car, motorcycle) use non-max suppression”",
        ),
        wrong(
            "class-after-class",
            {'np.argsort(-scores, kind="stable")[:max_boxes]': "np.arange(len(scores))[:max_boxes]"},
            "The boxes come class after class. Bring those of all classes together in the order of their scores, then cut at max_boxes.",
        ),
        wrong(
            "max-boxes-of-each-class",
            {"[:max_boxes]": ""},
            "max_boxes is meant for all classes together; here every class keeps that many.",
        ),
        wrong(
            "threshold-lost",
            {"max_boxes, iou_threshold))": "max_boxes))"},
            "iou_threshold does not reach the function that suppresses; it takes its own default.",
        ),
    ],
    accepted=[inputs.suppress_shifted, inputs.suppress_own_class],
    hints=[
        "np.unique(classes) lists the classes; classes == c picks the boxes of one.",
        "Call `yolo_non_max_suppression` for each class and collect what it returns; np.concatenate puts the parts together.",
        "At the end sort by score once more, and cut.",
    ],
)


sheet.exercise(
    "assign_anchor",
    points=5,
    source="D2 C4_W3 “Anchor box algorithm”: the anchor box with the highest IoU",
    cases=[
        case("a person, with a tall and a wide anchor", 0.5, 0.15, ANCHORS),
        case("a car, with a tall and a wide anchor", 0.25, 0.4, ANCHORS),
        case("a square between a small and a tall anchor", 2.0, 2.0, np.array([[1.0, 1.0], [4.5, 2.2], [5.0, 5.0]])),
        case("a large square", 6.0, 6.0, np.array([[7.0, 4.0], [12.0, 12.0], [3.0, 3.0], [2.0, 9.0]])),
        hidden("one anchor", 3.0, 1.0, np.array([[1.0, 1.0]])),
        hidden("an object with an anchor's exact shape", 0.2, 0.5, ANCHORS),
        hidden("five anchors", 2.2, 5.0, np.array([[1.6, 2.1], [6.0, 7.1], [2.9, 3.5], [4.3, 5.2], [9.0, 10.7]])),
        hidden("a thin object", 9.0, 0.5, np.array([[3.0, 3.0], [9.0, 3.0], [2.0, 0.6]])),
        hidden("a wide object in pixels", 40, 120, np.array([[90, 60], [50, 100], [20, 30]])),
    ],
    misconceptions=[
        wrong(
            "nearest-numbers",
            {"np.argmax(intersection / union)": "np.argmin((anchors[:, 0] - b_h) ** 2 + (anchors[:, 1] - b_w) ** 2)"},
            "You take the anchor whose height and width differ least. A difference of 1 is much for a small box and little for a large one; IoU measures it in proportion.",
        ),
        wrong(
            "largest-overlap",
            {"np.argmax(intersection / union)": "np.argmax(intersection)"},
            "The overlap alone always favours large anchors. Divide by the union.",
        ),
        wrong(
            "height-for-width",
            {
                "np.minimum(anchors[:, 0], b_h) * np.minimum(anchors[:, 1], b_w)": "np.minimum(anchors[:, 0], b_w) * np.minimum(anchors[:, 1], b_h)"
            },
            "Heights are compared with widths: an anchor's first number is its height.",
        ),
        wrong(
            "same-proportions",
            {"np.argmax(intersection / union)": "np.argmin(np.abs(anchors[:, 0] / anchors[:, 1] - b_h / b_w))"},
            "Only height divided by width is compared, so a tiny and a huge anchor of the same proportions count as equal. The size matters as well: IoU sees both.",
        ),
        wrong(
            "least-like",
            {"np.argmax(intersection / union)": "np.argmin(intersection / union)"},
            "This is the anchor that is least like the object.",
        ),
    ],
    accepted=[
        inputs.anchor_by_iou,
        {"return np.argmax(intersection / union)": "return int(np.argsort(intersection / union)[-1])"},
    ],
    hints=[
        "With one midpoint the two boxes share a rectangle: its height is the smaller of the heights, its width the smaller of the widths.",
        "Union as in `iou`: both areas less the shared one. anchors[:, 0] holds all heights at once.",
        "np.argmax gives the place of the largest number.",
    ],
)

sheet.exercise(
    "encode_target",
    points=10,
    source="D2 C4_W3 “Labels for training”, “Specify the bounding boxes”, “Anchor box algorithm”: 3×3×2×8",
    uses=["assign_anchor"],
    cases=[
        case("a car in a 3×3 grid: the document's 3×3×2×8", objects((1, 0.8, 0.43, 0.3, 0.5)), 3, ANCHORS, 3),
        case(
            "a person before a car, in one cell",
            objects((0, 0.55, 0.6, 0.5, 0.15), (1, 0.5, 0.63, 0.2, 0.6)),
            3,
            ANCHORS,
            2,
        ),
        case("two cars in one place", objects((0, 0.2, 0.7, 0.2, 0.4), (1, 0.3, 0.9, 0.3, 0.5)), 2, ANCHORS, 2),
        case("no object", objects(), 2, ANCHORS, 3),
        hidden("one cell", objects((2, 0.3, 0.9, 0.1, 0.2)), 1, ANCHORS, 3),
        hidden(
            "four objects",
            objects(
                (0, 0.1, 0.9, 0.2, 0.1), (1, 0.9, 0.1, 0.1, 0.3), (0, 0.45, 0.2, 0.7, 0.2), (1, 0.6, 0.7, 0.9, 0.9)
            ),
            4,
            ANCHORS,
            2,
        ),
        hidden(
            "one anchor and one class",
            objects((0, 0.35, 0.15, 0.5, 0.25), (0, 0.05, 0.95, 0.1, 0.1)),
            5,
            np.array([[0.3, 0.3]]),
            1,
        ),
        hidden(
            "three anchors", objects((3, 0.66, 0.24, 0.5, 0.5)), 3, np.array([[0.2, 0.2], [0.5, 0.4], [0.3, 0.9]]), 4
        ),
    ],
    misconceptions=mistakes.ENCODE_TARGET,
    accepted=[
        inputs.target_by_fields,
        {
            "row, column = int(y * grid), int(x * grid)": "(column, _), (row, _) = (map(int, divmod(v * grid, 1)) for v in (x, y))"
        },
    ],
    hints=[
        "In units of cells the midpoint is (x·S, y·S): the whole part says which cell, the rest is (b_x, b_y).",
        "The row of the grid comes from y, the column from x.",
        "Y[row, column, anchor] is a view: writing into its slices [0], [1:5] and [5 + class] changes Y.",
    ],
)


sheet.exercise(
    "yolo_eval",
    points=7,
    source="D2 C4_W3 “Making predictions”, “Outputting the non-max suppressed outputs”",
    uses=["yolo_filter_boxes", "yolo_non_max_suppression"],
    cases=[
        case("a 2×2 grid on a picture of 720×1280 pixels", head(2, 2, 2, seed=81)),
        case("a picture of 100×50 pixels, at most two boxes", head(3, 1, 3, seed=82), (100, 50), max_boxes=2),
        case("other thresholds", head(2, 2, 3, seed=83), image_shape=(96, 96), score_threshold=0.3, iou_threshold=0.15),
        hidden("the 3×3×2×8 head of the document", head(3, 2, 3, seed=84), (60, 90)),
        hidden("one box at most", head(2, 3, 2, seed=85), (480, 640), 1),
        hidden("one class", head(3, 2, 1, seed=86), (200, 300), 10, 0.5, 0.3),
        hidden("all defaults", head(2, 4, 2, seed=87)),
    ],
    misconceptions=mistakes.YOLO_EVAL,
    accepted=[
        inputs.eval_late_corners,
        {
            "boxes * np.array([height, width, height, width])": "np.einsum('nk,k->nk', boxes, np.tile(image_shape, 2).astype(float))"
        },
    ],
    hints=[
        "Upper left corner: midpoint less half the size. Lower right: midpoint plus half the size.",
        "array[..., ::-1] turns (x, y) into (y, x); np.concatenate along the last axis makes four numbers of two pairs.",
        "Pixels: y-values times the height, x-values times the width. Then hand everything on, with the thresholds.",
    ],
)
