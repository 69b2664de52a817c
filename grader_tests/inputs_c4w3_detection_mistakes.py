"""Known mistakes of c4w3_object_detection, exercise by exercise: what is written instead, and what a student reads about it."""

from grader_tests import inputs_c4w3_detection as inputs
from grader_tests.inputs_c4w3_detection import wrong

CELL_RULE = "b_x and b_y start from 0 at the cell's own upper left corner"

SUPPRESSION = [
    wrong(
        "forgets-max-boxes",
        {"if len(kept) == max_boxes:": "if False:"},
        "More boxes come back than max_boxes allows.",
    ),
    wrong(
        "fixed-threshold",
        {"<= iou_threshold": "<= 0.5"},
        "The threshold is fixed at 0.5; use the argument iou_threshold.",
        score=2 / 3,
    ),
]

LOCALIZATION_LOSS = [
    wrong(
        "every-number-counts",
        {"np.where(there, np.sum(squares, axis=-1), squares[..., 0])": "np.sum(squares, axis=-1)"},
        "Pictures without an object are compared in all their numbers. Where p_c should be 0 there is no box and no class, so those numbers of y mean nothing (the document writes a question mark): they must not move the loss.",
        place="D2 C4_W3 “Labels for training”: 0 ? ? ? ? ? ? ?",
    ),
    wrong(
        "only-objects-count",
        {"squares[..., 0])": "0.0)"},
        "Where there is no object your loss is 0, whatever was predicted. A network that sees objects everywhere would pay nothing for it.",
    ),
    wrong(
        "mean-of-the-numbers",
        {"np.sum(squares, axis=-1)": "np.mean(squares, axis=-1)"},
        "Within one output the squared errors are added up, not averaged.",
        place="D2 C4_W3: (ŷ₁ − y₁)² + … + (ŷ₈ − y₈)²",
    ),
    wrong(
        "sum-over-pictures",
        {"np.sum(losses) / m": "np.sum(losses)"},
        "This is the sum over the pictures; the loss is the mean over the m pictures.",
    ),
    wrong(
        "mean-over-boxes",
        {"np.sum(losses) / m": "np.mean(losses)"},
        "For grids you divide by the number of all boxes. Boxes of one picture add up; only the m pictures (first axis) are averaged.",
        score=0.5,
    ),
    wrong(
        "asks-the-prediction",
        {"there = y[..., 0] == 1": "there = y_hat[..., 0] > 0.5"},
        "Whether there is an object is decided by the prediction here. The truth decides: it is the target whose first number says so.",
    ),
]

SLIDING_WINDOW_COUNT = [
    wrong(
        "no-first-window",
        {"// stride + 1\n    right": "// stride\n    right", "// stride + 1\n    return": "// stride\n    return"},
        "The window also stands at its starting place: the number of steps is one less than the number of windows.",
    ),
    wrong(
        "square-only",
        {"(n_W - window)": "(n_H - window)"},
        "Only the height is used. Pictures may be wider than high.",
    ),
    wrong(
        "sticks-out",
        {"(n_H - window) //": "-(window - n_H) //", "(n_W - window) // stride": "-((window - n_W) // stride)"},
        "The last windows stick out of the picture where the stride does not divide the rest evenly. Round down.",
    ),
    wrong(
        "row-plus-column",
        {"down * right": "down + right"},
        "For every place down there are all places to the right: that is a product.",
    ),
    wrong(
        "too-large-window",
        {"if window > min(n_H, n_W):": "if False:"},
        "A window larger than the picture fits nowhere, so the count is 0; the formula alone gives something else.",
    ),
    wrong(
        "fits-one-way",
        {"min(n_H, n_W)": "max(n_H, n_W)"},
        "A window that is too high or too wide fits nowhere, even if it fits the other way: the count is 0.",
    ),
    wrong(
        "two-negative-counts",
        {
            "if window > min(n_H, n_W):\n        return 0\n    down": "down",
            "return down * right": "return max(0, down * right)",
        },
        "Where the window is too high and too wide, both counts are negative, and their product is positive. See to it before you multiply.",
    ),
]

IOU = [
    wrong(
        "overlap-twice",
        {"area1 + area2 - intersection": "area1 + area2"},
        "The area that both boxes cover is counted twice in your union.",
    ),
    wrong(
        "negative-sides",
        {"if width <= 0 or height <= 0:": "if False:"},
        "Boxes that are apart get an overlap: a side of the intersection came out negative (and two negative sides even multiply to something positive). No overlap means 0.",
    ),
    wrong(
        "product-clipped",
        {
            "    if width <= 0 or height <= 0:\n        return 0.0\n": "",
            "intersection = width * height": "intersection = max(0.0, width * height)",
        },
        "Where boxes are apart in both directions, both sides come out negative, and their product is positive. Ask each side whether it is above 0, before you multiply.",
    ),
    wrong(
        "hull",
        {
            "min(box1[2], box2[2]) - max(box1[0], box2[0])": "max(box1[2], box2[2]) - min(box1[0], box2[0])",
            "min(box1[3], box2[3]) - max(box1[1], box2[1])": "max(box1[3], box2[3]) - min(box1[1], box2[1])",
        },
        "This is the box around both. What they share begins where the later one begins and ends where the earlier one ends.",
    ),
    wrong(
        "pixel-counting",
        {
            "max(box1[0], box2[0])": "max(box1[0], box2[0]) + 1",
            "max(box1[1], box2[1])": "max(box1[1], box2[1]) + 1",
            "(box1[2] - box1[0]) * (box1[3] - box1[1])": "(box1[2] - box1[0] + 1) * (box1[3] - box1[1] + 1)",
            "(box2[2] - box2[0]) * (box2[3] - box2[1])": "(box2[2] - box2[0] + 1) * (box2[3] - box2[1] + 1)",
        },
        "You add 1 to the sides, as if corners were numbers of pixels. Here they are places on a ruler: a box from 2 to 4 is 2 wide.",
    ),
    wrong(
        "over-the-smaller",
        {"area1 + area2 - intersection": "min(area1, area2)"},
        "You divide by the smaller box, so a small box inside a large one gets 1. Divide by the area that at least one of them covers.",
    ),
]

FILTER_BOXES = [
    wrong(
        "confidence-alone",
        {"scores >= threshold": "box_confidence[..., 0] >= threshold"},
        "The choice looks at p_c only. A box that surely holds something, but could be of any class, has a low score: p_c times the largest class probability decides.",
        place="D2 C4_W3 “Discard all boxes with p_c ≤ 0.6” (one class there)",
    ),
    wrong(
        "class-probability-alone",
        {"np.max(box_scores, axis=-1)": "np.max(box_class_probs, axis=-1)"},
        "The class probabilities say what it is *if* there is something. Without p_c, cells of empty road get high scores.",
    ),
    wrong(
        "once-per-class",
        inputs.kept_once_per_class,
        "A box with two likely classes comes back twice. Each box has one class, its best, and is kept once or not at all.",
    ),
    wrong(
        "keeps-the-unlikely",
        {"scores >= threshold": "scores < threshold"},
        "You keep what should go.",
    ),
    wrong(
        "classes-from-1",
        {"np.argmax(box_scores, axis=-1)": "np.argmax(box_scores, axis=-1) + 1"},
        "Classes are counted from 0 here, as np.argmax does it.",
        score=2 / 3,
    ),
    wrong(
        "sorted",
        {
            "keep = scores >= threshold": "keep = np.unravel_index([i for i in np.argsort(-scores, axis=None) if scores.flat[i] >= threshold], scores.shape)"
        },
        "The boxes come by score here. Sorting is the next function's work; this one keeps the order of the grid.",
    ),
]

NON_MAX_SUPPRESSION = [
    wrong(
        "not-by-score",
        {'np.argsort(-scores, kind="stable")': "range(len(scores))"},
        "The boxes are taken in the order in which they came, so a poor box that comes first hides a better one. Always take the box with the highest score among those left.",
    ),
    wrong(
        "lowest-first",
        {"np.argsort(-scores": "np.argsort(scores"},
        "np.argsort sorts from low to high: you begin with the worst box.",
    ),
    wrong(
        "suppressed-suppress",
        inputs.suppressed_suppress,
        "A box that has been discarded still discards others. Compare only with boxes that were kept: in a chain A–B–C, when B falls to A, nothing stands against C any more.",
        score=2 / 3,
    ),
    wrong(
        "last-kept-only",
        {"for one in kept)": "for one in kept[-1:])"},
        "Each box is compared with the last one kept only, not with all that were kept.",
        score=1 / 3,
    ),
    wrong(
        "skips-one",
        inputs.suppress_and_skip,
        "Boxes are removed from a list while a loop runs over that same list. Python then skips the box after each removed one. Build a new list instead.",
        score=1 / 3,
    ),
    wrong(
        "per-class",
        inputs.suppress_own_class,
        "You let boxes of different classes stand on top of each other. That is a good idea, and the next exercise; this function suppresses whatever the class.",
        score=1 / 3,
    ),
    wrong(
        "order-of-the-input",
        {"kept = np.array(kept, dtype=int)": "kept = np.array(sorted(kept), dtype=int)"},
        "These are the right boxes, but they come in the order in which they were handed in. The best one is to be first, the others by descending score.",
        score=1 / 3,
    ),
    wrong(
        "cut-first",
        {'np.argsort(-scores, kind="stable")': 'np.argsort(-scores, kind="stable")[:max_boxes]'},
        "Only the best max_boxes boxes are looked at. Doubles among them go, and then fewer are left than there could be: count the boxes that you keep.",
        score=2 / 3,
    ),
    *SUPPRESSION,
]

ENCODE_TARGET = [
    wrong(
        "row-for-column",
        {
            "row, column = int(y * grid), int(x * grid)": "row, column = int(x * grid), int(y * grid)",
            "x * grid - column, y * grid - row": "x * grid - row, y * grid - column",
        },
        "x chooses the row here. An array's first axis runs downwards: the row comes from y, the column from x.",
    ),
    wrong(
        "picture-coordinates",
        {"x * grid - column, y * grid - row": "x, y"},
        "The midpoint is written in shares of the whole picture. " + CELL_RULE + " and reach 1 at its other side.",
    ),
    wrong(
        "whole-cells-stay",
        {"x * grid - column, y * grid - row": "x * grid, y * grid"},
        "The midpoint is in cells, but counted from the corner of the picture. " + CELL_RULE + ".",
    ),
    wrong(
        "size-in-shares",
        {"h * grid, w * grid": "h, w"},
        "The size is still in shares of the picture. Like the midpoint it is measured in cells, and may be larger than 1.",
        place="D2 C4_W3 “Specify the bounding boxes”: could be > 1",
    ),
    wrong(
        "width-before-height",
        {"h * grid, w * grid": "w * grid, h * grid"},
        "The document's order is p_c, b_x, b_y, b_h, b_w: height before width.",
        place="D2 C4_W3 “Defining the target label y”",
    ),
    wrong(
        "first-anchor",
        {"assign_anchor(h, w, anchors)": "0"},
        "Every object goes to the first anchor. The one whose shape is most like the object's gets it; so two objects fit into one cell.",
    ),
    wrong(
        "anchor-in-cells",
        {"assign_anchor(h, w, anchors)": "assign_anchor(h * grid, w * grid, anchors)"},
        "The anchor is chosen with the object's size in cells, but `anchors` are in shares of the picture: compare in one unit.",
    ),
    wrong(
        "every-anchor",
        {
            "Y[row, column, assign_anchor(h, w, anchors)]": "Y[row, column]",
            "target[:] = 0": "target[...] = 0",
            "target[:5] =": "target[:, :5] =",
            "target[5 + int(c)]": "target[:, 5 + int(c)]",
        },
        "The object is written to all anchors of its cell. Only the most similar one is responsible.",
    ),
    wrong(
        "two-classes",
        {"target[:] = 0": "pass"},
        "Where a second object takes the place of a first, the first one's class is still set: clear the place before writing.",
    ),
]

YOLO_EVAL = [
    wrong(
        "x-before-y",
        {
            "low[..., ::-1], high[..., ::-1]": "low, high",
            "[height, width, height, width]": "[width, height, width, height]",
        },
        "Your corners are (x1, y1, x2, y2). This function returns (y1, x1, y2, x2), as the order height, width of image_shape suggests.",
    ),
    wrong(
        "width-times-y",
        {"[height, width, height, width]": "[width, height, width, height]"},
        "The y-values are multiplied by the width and the x-values by the height.",
    ),
    wrong(
        "still-shares",
        {"boxes = boxes * np.array([height, width, height, width])": "pass"},
        "The boxes are still in shares of the picture; pixels are asked for.",
    ),
    wrong(
        "whole-size-off",
        {"box_xy - box_wh / 2, box_xy + box_wh / 2": "box_xy - box_wh, box_xy + box_wh"},
        "Your boxes are twice as large: from the midpoint it is half the size to each side.",
    ),
    wrong(
        "midpoint-as-corner",
        {"box_xy - box_wh / 2, box_xy + box_wh / 2": "box_xy, box_xy + box_wh"},
        "box_xy is taken as the upper left corner. It is the midpoint.",
    ),
    wrong(
        "x-before-y-in-pixels",
        {"low[..., ::-1], high[..., ::-1]": "low, high"},
        "Your corners are (x1, y1, x2, y2) when they are multiplied by (height, width, height, width). Turn the pairs over first: (y1, x1, y2, x2).",
    ),
    wrong(
        "not-suppressed",
        {"yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold)": "scores, boxes, classes"},
        "The boxes have been filtered, but doubles are still among them: the last step suppresses them, and sorts by score.",
    ),
    wrong(
        "per-class",
        {"return yolo_non_max_suppression(": "return non_max_suppression_per_class("},
        "Here doubles are suppressed class by class, as the document has it for a picture with several classes. This function uses `yolo_non_max_suppression`, whatever the class.",
        place="D2 C4_W3 “Outputting the non-max suppressed outputs”",
    ),
    wrong(
        "max-boxes-lost",
        {", max_boxes, iou_threshold)\n": ", iou_threshold=iou_threshold)\n"},
        "max_boxes does not reach the function that suppresses; it takes its own default.",
    ),
    wrong(
        "thresholds-lost",
        {"box_class_probs, score_threshold)": "box_class_probs)", ", max_boxes, iou_threshold)\n": ")\n"},
        "The thresholds and max_boxes do not reach the functions that use them.",
    ),
]
