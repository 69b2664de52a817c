"""Object detection: from one box per picture to YOLO, with its target, its anchors and its suppression of doubles."""

import numpy as np


def localization_loss(y_hat, y):
    """Compare predicted with true outputs [p_c, b_x, b_y, b_h, b_w, c_1, …, c_C].

    y_hat -- predictions, shape (m, 5 + C), or (m, S, S, A, 5 + C) for grids with anchors
    y -- targets of the same shape; where p_c is 0 its other numbers mean nothing, whatever they are
    Returns the loss, a number: where there is an object, the squared errors of all 5 + C numbers; where there is none, that of
    p_c alone; summed over all boxes of a picture, mean over the m pictures.
    Source: D2 C4_W3, "Object localization", "Defining the target label y".
    """
    m = y.shape[0]
    squares = (y_hat - y) ** 2
    there = y[..., 0] == 1
    losses = np.where(there, np.sum(squares, axis=-1), squares[..., 0])
    return np.sum(losses) / m


def landmark_error(predicted, actual, left_eye, right_eye):
    """Measure how far predicted landmarks are off, in units of the distance between the eyes.

    predicted -- landmarks l_1, l_2, … as (x, y), shape (m, n, 2), in pixels
    actual -- where they truly are, shape (m, n, 2), in pixels
    left_eye, right_eye -- which of the n landmarks are the eyes' outer corners, counted from 0
    Returns a number: of each face the mean distance of its n landmarks divided by the true distance between its eyes' corners;
    then the mean over the m faces.
    Source: D2 C4_W3, "Landmark detection".
    """
    distances = np.linalg.norm(predicted - actual, axis=2)
    between_eyes = np.linalg.norm(actual[:, left_eye] - actual[:, right_eye], axis=1)
    return np.mean(np.mean(distances, axis=1) / between_eyes)


def sliding_window_count(n_H, n_W, window, stride):
    """Count the crops that sliding windows hand to the ConvNet.

    n_H, n_W -- height and width of the picture, in pixels
    window -- side of the square window, in pixels
    stride -- pixels from one window to the next, to the right and downwards
    Returns how many windows lie wholly within the picture, an int; 0 when the window is too large.
    Source: D2 C4_W3, "Sliding windows detection", "Computation cost".
    """
    if window > min(n_H, n_W):
        return 0
    down = (n_H - window) // stride + 1
    right = (n_W - window) // stride + 1
    return down * right


def fc_as_conv(A, W, b, f):
    """Compute a fully connected layer as a convolution, at every place of a larger input.

    A -- activations, shape (n_H, n_W, n_C)
    W -- weights of the layer, shape (n, f·f·n_C); its inputs are a window row by row, pixel by pixel, channel by channel
    b -- biases, shape (n, 1)
    f -- height and width of the window that the layer was trained on
    Returns Z, shape (n_H − f + 1, n_W − f + 1, n): what the layer gives for each window, without an activation.
    Source: D2 C4_W3, "Turning FC layer into convolutional layers".
    """
    n_H, n_W, n_C = A.shape
    filters = W.reshape(-1, f, f, n_C)
    Z = np.zeros((n_H - f + 1, n_W - f + 1, W.shape[0]))
    for h in range(n_H - f + 1):
        for w in range(n_W - f + 1):
            Z[h, w] = np.sum(filters * A[h : h + f, w : w + f], axis=(1, 2, 3)) + b[:, 0]
    return Z


def iou(box1, box2):
    """Return intersection over union of two boxes.

    box1 -- corners (x1, y1, x2, y2) with x1 <= x2 and y1 <= y2, four numbers
    box2 -- another box, in the same form
    Returns a number from 0 to 1; exactly 0 where the boxes are apart or only touch, and where one of them is empty.
    Source: D2 C4_W3, "Intersection over union".
    """
    width = min(box1[2], box2[2]) - max(box1[0], box2[0])
    height = min(box1[3], box2[3]) - max(box1[1], box2[1])
    if width <= 0 or height <= 0:
        return 0.0
    intersection = width * height
    area1 = (box1[2] - box1[0]) * (box1[3] - box1[1])
    area2 = (box2[2] - box2[0]) * (box2[3] - box2[1])
    return intersection / (area1 + area2 - intersection)


def yolo_filter_boxes(boxes, box_confidence, box_class_probs, threshold=0.6):
    """Keep the boxes of a grid that are likely to be of their best class.

    boxes -- corners of every box, shape (S, S, A, 4)
    box_confidence -- p_c, shape (S, S, A, 1)
    box_class_probs -- probabilities of the C classes if there is an object, shape (S, S, A, C)
    threshold -- a box's score is p_c times its largest class probability; lower ones go
    Returns (scores, boxes, classes) of the n boxes kept, shapes (n,), (n, 4), (n,), in the order of the grid: row by row, in a
    row cell by cell, in a cell anchor by anchor; classes are counted from 0.
    Source: D2 C4_W3, "Non-max suppression algorithm", "Outputting the non-max suppressed outputs".
    """
    box_scores = box_confidence * box_class_probs
    classes = np.argmax(box_scores, axis=-1)
    scores = np.max(box_scores, axis=-1)
    keep = scores >= threshold
    return scores[keep], boxes[keep], classes[keep]


def yolo_non_max_suppression(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    """Of boxes that overlap, keep the one with the highest score, whatever their classes.

    scores, classes -- of n boxes, shape (n,) each
    boxes -- their corners, shape (n, 4)
    max_boxes -- keep at most so many
    iou_threshold -- a box goes when its IoU with a box already kept is larger
    Returns (scores, boxes, classes) of the k boxes kept, shapes (k,), (k, 4), (k,), by descending score.
    Source: D2 C4_W3, "Non-max suppression algorithm".
    """
    ordered = np.concatenate([np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])], axis=1)
    kept = []
    for candidate in np.argsort(-scores, kind="stable"):
        if len(kept) == max_boxes:
            break
        if all(iou(ordered[candidate], ordered[one]) <= iou_threshold for one in kept):
            kept.append(candidate)
    kept = np.array(kept, dtype=int)
    return scores[kept], boxes[kept], classes[kept]


def non_max_suppression_per_class(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    """Suppress doubles within each class only: a person in front of a car hides no car.

    scores, classes -- of n boxes, shape (n,) each
    boxes -- their corners, shape (n, 4)
    max_boxes -- of all classes together, keep at most so many: those with the highest scores
    iou_threshold -- a box goes when its IoU with a box of its class already kept is larger
    Returns (scores, boxes, classes) of the k boxes kept, shapes (k,), (k, 4), (k,), by descending score.
    Source: D2 C4_W3, "Outputting the non-max suppressed outputs": for each class.
    """
    parts = [(scores[:0], boxes[:0], classes[:0])]
    for c in np.unique(classes):
        own = classes == c
        parts.append(yolo_non_max_suppression(scores[own], boxes[own], classes[own], max_boxes, iou_threshold))
    scores, boxes, classes = (np.concatenate(part) for part in zip(*parts))
    order = np.argsort(-scores, kind="stable")[:max_boxes]
    return scores[order], boxes[order], classes[order]


def assign_anchor(b_h, b_w, anchors):
    """Choose the anchor box whose shape is most like an object's.

    b_h, b_w -- height and width of the object's box
    anchors -- height and width of each anchor box, shape (A, 2), in the same unit
    Returns the number of the anchor, counted from 0, that has the highest IoU with the object's box when both have the same
    midpoint.
    Source: D2 C4_W3, "Anchor box algorithm".
    """
    intersection = np.minimum(anchors[:, 0], b_h) * np.minimum(anchors[:, 1], b_w)
    union = anchors[:, 0] * anchors[:, 1] + b_h * b_w - intersection
    return np.argmax(intersection / union)


def encode_target(boxes, grid, anchors, n_classes):
    """Write the objects of one picture into the target that a YOLO network learns.

    boxes -- one row per object, shape (objects, 5): class (from 0), x, y, h, w; midpoint and size in shares of the picture
    grid -- S, the number of cells in a row and in a column
    anchors -- height and width of each anchor box in shares of the picture, shape (A, 2)
    n_classes -- C, the number of classes
    Returns Y, shape (S, S, A, 5 + C), row of cells first: [1, b_x, b_y, b_h, b_w, c_1, …, c_C] at the cell with the object's
    midpoint and its anchor, else 0. b_x, b_y count from the cell's upper left corner; all four in units of a cell. Of two
    objects in one place the later stays. Source: D2 C4_W3, "Specify the bounding boxes", "Anchor box algorithm".
    """
    Y = np.zeros((grid, grid, len(anchors), 5 + n_classes))
    for c, x, y, h, w in boxes:
        row, column = int(y * grid), int(x * grid)
        target = Y[row, column, assign_anchor(h, w, anchors)]
        target[:] = 0
        target[:5] = 1, x * grid - column, y * grid - row, h * grid, w * grid
        target[5 + int(c)] = 1
    return Y


def yolo_eval(yolo_outputs, image_shape=(720, 1280), max_boxes=10, score_threshold=0.6, iou_threshold=0.5):
    """Turn the outputs of a YOLO network into final boxes in pixels.

    yolo_outputs -- (box_xy, box_wh, box_confidence, box_class_probs), shapes (S, S, A, 2), (S, S, A, 2), (S, S, A, 1),
    (S, S, A, C); midpoints (x, y) and sizes (w, h) in shares of the picture
    image_shape -- height and width of the picture, in pixels
    max_boxes, score_threshold, iou_threshold -- for the functions that suppress and filter
    Returns (scores, boxes, classes), shapes (k,), (k, 4), (k,), by descending score; boxes are corners (y1, x1, y2, x2).
    Order: corners, `yolo_filter_boxes`, pixels, `yolo_non_max_suppression`. Source: D2 C4_W3, "Making predictions".
    """
    box_xy, box_wh, box_confidence, box_class_probs = yolo_outputs
    low, high = box_xy - box_wh / 2, box_xy + box_wh / 2
    corners = np.concatenate([low[..., ::-1], high[..., ::-1]], axis=-1)
    scores, boxes, classes = yolo_filter_boxes(corners, box_confidence, box_class_probs, score_threshold)
    height, width = image_shape
    boxes = boxes * np.array([height, width, height, width])
    return yolo_non_max_suppression(scores, boxes, classes, max_boxes, iou_threshold)
