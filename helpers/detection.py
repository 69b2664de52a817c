"""Around a YOLO network: what its numbers mean, the cost that trains it, average precision, and pictures of boxes."""

import numpy as np

from helpers.layers import softmax

COORDINATES = 5.0  # how much a midpoint's error weighs in the cost, as in the first YOLO paper
SIZES = 2.0  # and a size's


def split_grid(Z, anchors, n_classes):
    """Cut a network's last layer into grids.

    Z -- shape (m, S, S, A·(5 + C)); anchors -- height and width of A boxes in shares of the picture, shape (A, 2)
    Returns an array (m, S, S, A, 5 + C): scores for p_c, b_x, b_y, b_h, b_w and the classes.
    """
    return Z.reshape(*Z.shape[:3], len(anchors), 5 + n_classes)


def grid_outputs(Z, anchors, n_classes):
    """Turn a network's last layer into boxes.

    Z, anchors, n_classes -- as for `split_grid`; A anchors, C classes
    Returns (box_xy, box_wh, box_confidence, box_class_probs), shapes (m, S, S, A, 2), (m, S, S, A, 2), (m, S, S, A, 1) and
    (m, S, S, A, C): midpoint (x, y) and size (w, h) in shares of the picture, p_c, and the classes' probabilities.
    """
    Z = split_grid(Z, anchors, n_classes)
    grid = Z.shape[1]
    corner = np.stack(np.meshgrid(np.arange(grid), np.arange(grid)), axis=-1)[:, :, None]
    box_xy = (corner + _sigmoid(Z[..., 1:3])) / grid
    box_wh = (np.exp(np.clip(Z[..., 3:5], -4, 4)) * anchors)[..., ::-1]
    return box_xy, box_wh, _sigmoid(Z[..., :1]), softmax(Z[..., 5:])


def grid_loss(Z, Y, anchors):
    """Compute the cost of a grid detector, and its gradient.

    Logistic loss for p_c everywhere; where there is an object also squared errors of its midpoint (in cells) and of the logarithms
    of its size, and softmax's cross-entropy for its class. Added up over a picture's boxes, mean over the m pictures.
    Z -- the network's last layer, shape (m, S, S, A·(5 + C))
    Y -- targets in the form of `encode_target`, shape (m, S, S, A, 5 + C)
    anchors -- height and width of the anchors in shares of the picture, shape (A, 2)
    Returns (cost, dZ): a float; the gradient, the shape of Z.
    """
    m, grid, n_classes = len(Z), Y.shape[1], Y.shape[-1] - 5
    scores, there = split_grid(Z, anchors, n_classes), Y[..., :1]
    slopes = np.zeros_like(scores)
    p = _sigmoid(scores[..., :1])
    cost = np.sum(np.logaddexp(0, scores[..., :1]) - there * scores[..., :1])
    slopes[..., :1] = p - there
    middle = _sigmoid(scores[..., 1:3])
    error = there * (middle - Y[..., 1:3])
    cost += COORDINATES * np.sum(error**2)
    slopes[..., 1:3] = 2 * COORDINATES * error * middle * (1 - middle)
    error = there * (scores[..., 3:5] - np.log(np.where(there > 0, Y[..., 3:5], 1) / (grid * anchors)))
    cost += SIZES * np.sum(error**2)
    slopes[..., 3:5] = 2 * SIZES * error
    probabilities = softmax(scores[..., 5:])
    cost -= np.sum(Y[..., 5:] * np.log(probabilities + 1e-12))
    slopes[..., 5:] = there * (probabilities - Y[..., 5:])
    return float(cost / m), slopes.reshape(Z.shape) / Z.dtype.type(m)


def mean_average_precision(found, boxes, n_classes, iou_threshold=0.5):
    """Judge a detector: average precision per class, and their mean.

    Of a class, all boxes found in all pictures are sorted by score. One is right if it overlaps an object of its class by
    iou_threshold or more and no better-scored box has taken that object. Precision is the share of right ones so far, recall
    the share of objects found so far; the average precision is the area under precision (made never to rise) over recall.
    found -- per picture (scores, corners, classes), shapes (k,), (k, 4), (k,); corners (y1, x1, y2, x2) in shares
    boxes -- per picture the true ones, shape (objects, 5): class, x, y, h, w in shares of the picture
    n_classes -- number of classes
    Returns (mean, per_class): a float and an array (n_classes,); classes without an object are nan and do not count.
    """
    per_class = np.full(n_classes, np.nan)
    truth = [_corners(of_picture) for of_picture in boxes]
    for c in range(n_classes):
        objects = [corners[of_picture[:, 0] == c] for corners, of_picture in zip(truth, boxes)]
        total = sum(map(len, objects))
        if total:
            right = _right_ones(found, objects, c, iou_threshold)
            recall = np.concatenate([[0], np.cumsum(right) / total])
            precision = np.cumsum(right) / np.arange(1, len(right) + 1)
            per_class[c] = np.sum(np.diff(recall) * np.maximum.accumulate(precision[::-1])[::-1])
    return float(np.nanmean(per_class)), per_class


def draw_boxes(axes, picture, boxes, labels, *, colours, title=""):
    """Draw a picture with labelled boxes.

    axes -- of a figure of your own, which you then show yourself
    picture -- shape (H, W, 3), uint8 or floats from 0 to 1
    boxes -- corners (y1, x1, y2, x2) in pixels, shape (k, 4)
    labels, colours -- one text and one colour per box; title -- headline
    """
    from matplotlib.patheffects import withStroke

    axes.imshow(picture, extent=(0, picture.shape[1], picture.shape[0], 0))
    outline = [withStroke(linewidth=2, foreground="black")]
    for (top, left, bottom, right), label, colour in zip(boxes, labels, colours):
        x, y = [left, right, right, left, left], [top, top, bottom, bottom, top]
        axes.plot(x, y, color=colour, linewidth=1.8, path_effects=[withStroke(linewidth=3, foreground="black")])
        to_the_left = left > 0.6 * picture.shape[1]
        axes.text(
            min(right, picture.shape[1]) if to_the_left else max(left, 0),
            max(top, 0.07 * picture.shape[0]),
            label,
            color="white",
            fontsize=7,
            horizontalalignment="right" if to_the_left else "left",
            verticalalignment="bottom",
            path_effects=outline,
        )
    axes.set(xlim=(0, picture.shape[1]), ylim=(picture.shape[0], 0), title=title)
    axes.set_axis_off()


def _right_ones(found, objects, c, iou_threshold):
    """Whether each box found of class c is right, by descending score."""
    ranked = sorted(
        ((score, picture, box) for picture, part in enumerate(found) for score, box, kind in zip(*part) if kind == c),
        key=lambda one: -one[0],
    )
    free, right = [np.ones(len(of_picture), bool) for of_picture in objects], []
    for _, picture, box in ranked:
        overlap = _overlap(box, objects[picture])
        best = overlap.argmax() if overlap.size else 0
        right.append(bool(overlap.size) and overlap[best] >= iou_threshold and bool(free[picture][best]))
        if right[-1]:
            free[picture][best] = False
    return np.array(right, bool)


def _corners(boxes):
    """Corners (y1, x1, y2, x2) of rows (class, x, y, h, w)."""
    middle, size = boxes[:, [2, 1]], boxes[:, 3:5]
    return np.concatenate([middle - size / 2, middle + size / 2], axis=1)


def _overlap(box, others):
    """IoU of one box with several, corners each."""
    sides = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    both = np.prod(np.clip(sides, 0, None), axis=1)
    return both / (np.prod(box[2:] - box[:2]) + np.prod(others[:, 2:] - others[:, :2], axis=1) - both)


def _sigmoid(Z):
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, small) / (1 + small)
