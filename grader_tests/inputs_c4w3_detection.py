"""Inputs of c4w3_object_detection: boxes, grids, faces; other right ways and mistakes that are long."""

import numpy as np

from grader_tests import misconception
from solutions.c4w3_object_detection import assign_anchor, iou, yolo_filter_boxes, yolo_non_max_suppression


def wrong(id, change, says, place="", score=0.0):
    """Return a known mistake: an edit of the reference, or a function."""
    kind = {"edit": change} if isinstance(change, dict) else {"by": change}
    return misconception(id, says=says, place=place, score=score, **kind)


def outputs(*shape, n_classes, there, seed):
    """Return (y_hat, y) of that shape with `there` objects; where there is none, y holds numbers that mean nothing."""
    draw = np.random.default_rng(seed)
    y_hat, y = (draw.uniform(0.05, 0.95, size=(*shape, 5 + n_classes)).round(2) for _ in range(2))
    flat = y.reshape(-1, 5 + n_classes)
    flat[:, 0] = 0
    for row in draw.permutation(len(flat))[:there]:
        flat[row, 0], flat[row, 5:] = 1, np.eye(n_classes)[draw.integers(n_classes)]
    return y_hat, y


def faces(m, n, seed, eyes=(0, 1)):
    """Return (predicted, actual, left_eye, right_eye) of m faces of unlike size with n landmarks."""
    draw = np.random.default_rng(seed)
    actual = draw.uniform(10, 60, size=(m, n, 2)).round() * draw.integers(1, 4, size=(m, 1, 1))
    actual[:, eyes[1]] = actual[:, eyes[0]] + draw.integers(20, 40, size=(m, 2))
    return (actual + draw.normal(scale=4, size=actual.shape)).round(1), actual, *eyes


def layer(n_H, n_W, n_C, f, n, seed):
    """Return (A, W, b, f) of a fully connected layer that was trained on windows of f x f."""
    draw = np.random.default_rng(seed)
    A, W, b = (draw.normal(size=size).round(1) for size in ((n_H, n_W, n_C), (n, f * f * n_C), (n, 1)))
    return A, W, b, f


def crowd(groups, each, n_classes, seed):
    """Return (scores, boxes, classes): `groups` places, at each of them `each` boxes that overlap more or less."""
    draw = np.random.default_rng(seed)
    n = groups * each
    corner = np.repeat(40 * np.arange(groups)[:, None] + draw.uniform(0, 9, (groups, 2)), each, axis=0)
    low = corner + draw.uniform(-6, 6, (n, 2))
    boxes = np.concatenate([low, low + draw.uniform(18, 26, (n, 2))], axis=1).round(1)
    return draw.permutation(np.linspace(0.61, 0.97, n).round(3)), boxes, draw.integers(n_classes, size=n)


# A overlaps B, B overlaps C (both by 2/3), but A and C only by 3/7: what B would hide, stays when B is gone.
CHAIN = (
    np.array([0.7, 0.9, 0.8]),
    np.array([[4.0, 0.0, 14.0, 5.0], [0.0, 0.0, 10.0, 5.0], [2.0, 0.0, 12.0, 5.0]]),
    np.array([1, 1, 1]),
)
# A person before a car, the same car twice, and a second person elsewhere.
STREET = (
    np.array([0.62, 0.95, 0.71, 0.84, 0.66]),
    np.array([[31.0, 30, 71, 60], [30, 30, 70, 60], [90, 20, 104, 62], [33, 28, 66, 62], [34, 30, 66, 60]]),
    np.array([1, 1, 0, 0, 0]),
)


def grid(S, n_anchors, n_classes, seed, sharp=3.0):
    """Return (boxes, box_confidence, box_class_probs) of an S x S grid, corners in shares of the picture."""
    draw = np.random.default_rng(seed)
    shape = (S, S, n_anchors)
    low = draw.uniform(0, 0.6, (*shape, 2))
    boxes = np.concatenate([low, low + draw.uniform(0.1, 0.4, (*shape, 2))], axis=-1).round(2)
    confidence = draw.beta(2, 1, (*shape, 1)).round(3)
    powers = np.exp(sharp * draw.normal(size=(*shape, n_classes)))
    return boxes, confidence, (powers / powers.sum(axis=-1, keepdims=True)).round(3)


def head(S, n_anchors, n_classes, seed):
    """Return (box_xy, box_wh, box_confidence, box_class_probs) of an S x S grid; neighbours often see the same thing."""
    draw = np.random.default_rng(seed)
    _, confidence, probs = grid(S, n_anchors, n_classes, seed)
    corner = np.stack(np.meshgrid(np.arange(S), np.arange(S)), axis=-1)[:, :, None]
    xy = (corner + draw.uniform(0.2, 0.8, (S, S, n_anchors, 2))) / S
    wh = draw.uniform(0.3, 0.5, (S, S, n_anchors, 2)) * [1.0, 1.4]
    return xy.round(3), wh.round(3), confidence, probs


def objects(*rows):
    """Return boxes (objects, 5) of rows (class, x, y, h, w)."""
    return np.array(rows, dtype=float).reshape(-1, 5)


ANCHORS = np.array([[0.6, 0.2], [0.2, 0.5]])  # a tall one and a wide one: height, width


# Other right ways


def loss_box_by_box(y_hat, y):
    total, width = 0.0, y.shape[-1]
    for guess, truth in zip(y_hat.reshape(-1, width), y.reshape(-1, width)):
        last = width if truth[0] == 1 else 1
        for k in range(last):
            total += (guess[k] - truth[k]) ** 2
    return total / len(y)


def landmarks_one_by_one(predicted, actual, left_eye, right_eye):
    errors = []
    for guess, truth in zip(predicted, actual):
        eyes = np.hypot(*(truth[left_eye] - truth[right_eye]))
        errors.append(sum(np.hypot(*(g - t)) for g, t in zip(guess, truth)) / (len(truth) * eyes))
    return sum(errors) / len(errors)


def windows_counted(n_H, n_W, window, stride):
    count = 0
    for _ in range(0, n_H - window + 1, stride):
        for _ in range(0, n_W - window + 1, stride):
            count += 1
    return count


def fc_by_windows(A, W, b, f):
    rows = [
        [(W @ A[h : h + f, w : w + f].reshape(-1, 1) + b)[:, 0] for w in range(A.shape[1] - f + 1)]
        for h in range(A.shape[0] - f + 1)
    ]
    return np.array(rows)


def fc_at_once(A, W, b, f):
    windows = np.lib.stride_tricks.sliding_window_view(A, (f, f), axis=(0, 1))  # (…, n_C, f, f)
    return np.tensordot(windows, W.reshape(-1, f, f, A.shape[2]), axes=([3, 4, 2], [1, 2, 3])) + b.T


def iou_with_arrays(box1, box2):
    one, two = np.asarray(box1, float), np.asarray(box2, float)
    sides = np.clip(np.minimum(one[2:], two[2:]) - np.maximum(one[:2], two[:2]), 0, None)
    both = np.prod(sides)
    return both / (np.prod(one[2:] - one[:2]) + np.prod(two[2:] - two[:2]) - both)


def iou_with_max(box1, box2):
    (a1, b1, a2, b2), (c1, d1, c2, d2) = box1, box2
    both = max(0, min(a2, c2) - max(a1, c1)) * max(0, min(b2, d2) - max(b1, d1))
    return both / ((a2 - a1) * (b2 - b1) + (c2 - c1) * (d2 - d1) - both)


def filter_by_loops(boxes, box_confidence, box_class_probs, threshold=0.6):
    found = []
    for place in np.ndindex(boxes.shape[:3]):
        best = max(range(box_class_probs.shape[-1]), key=lambda c: box_class_probs[place][c])
        score = box_confidence[place][0] * box_class_probs[place][best]
        if score > threshold:
            found.append((score, boxes[place], best))
    scores, kept, classes = zip(*found) if found else ((), np.zeros((0, 4)), ())
    return np.array(scores), np.array(kept), np.array(classes)


def filter_flat(boxes, box_confidence, box_class_probs, threshold=0.6):
    probs = box_class_probs.reshape(-1, box_class_probs.shape[-1])
    scores = box_confidence.ravel() * probs.max(axis=1)
    index = np.flatnonzero(scores >= threshold)
    return scores[index], boxes.reshape(-1, 4)[index], probs.argmax(axis=1)[index]


def suppress_by_removal(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    left, kept = list(np.argsort(scores)), []
    while left and len(kept) < max_boxes:
        best = left.pop()
        kept.append(best)
        left = [other for other in left if iou(boxes[best], boxes[other]) < iou_threshold]
    return scores[kept], boxes[kept].reshape(-1, 4), classes[kept]


def suppress_with_flags(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    order = np.argsort(scores)[::-1]
    scores, boxes, classes, alive = scores[order], boxes[order], classes[order], np.ones(len(order), bool)
    for i in range(len(order)):
        for j in range(i + 1, len(order)):
            if alive[i] and iou(boxes[i], boxes[j]) > iou_threshold:
                alive[j] = False
    return [part[alive][:max_boxes] for part in (scores, boxes, classes)]


def suppress_shifted(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    apart = boxes + (classes * (np.abs(boxes).max(initial=0) * 2 + 1))[:, None]
    picked = yolo_non_max_suppression(scores, np.c_[apart], np.arange(len(scores)), max_boxes, iou_threshold)[2]
    return scores[picked], boxes[picked], classes[picked]


def suppress_own_class(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    kept = []
    for i in np.argsort(-scores):
        if not any(classes[i] == classes[k] and iou(boxes[i], boxes[k]) >= iou_threshold for k in kept):
            kept.append(i)
    kept = np.array(kept[:max_boxes], dtype=int)
    return scores[kept], boxes[kept], classes[kept]


def anchor_by_iou(b_h, b_w, anchors):
    best, best_iou = 0, -1.0
    for number, (h, w) in enumerate(anchors):
        value = iou((-b_w / 2, -b_h / 2, b_w / 2, b_h / 2), (-w / 2, -h / 2, w / 2, h / 2))
        if value > best_iou:
            best, best_iou = number, value
    return best


def target_by_fields(boxes, grid, anchors, n_classes):
    Y = np.zeros((grid, grid, len(anchors), 5 + n_classes))
    for number in range(len(boxes)):
        scaled = boxes[number, 1:] * grid
        column, row = np.floor(scaled[:2]).astype(int)
        place = row, column, assign_anchor(boxes[number, 3], boxes[number, 4], anchors)
        one_hot = np.eye(n_classes)[int(boxes[number, 0])]
        Y[place] = np.concatenate([[1], scaled[:2] % 1, scaled[2:], one_hot])
    return Y


def eval_late_corners(yolo_outputs, image_shape=(720, 1280), max_boxes=10, score_threshold=0.6, iou_threshold=0.5):
    xy, wh, confidence, probs = yolo_outputs
    middle = np.concatenate([xy, wh], axis=-1)
    scores, found, classes = yolo_filter_boxes(middle, confidence, probs, score_threshold)
    x, y, w, h = found.T
    corners = np.stack([y - h / 2, x - w / 2, y + h / 2, x + w / 2], axis=1) * np.tile(image_shape, 2)
    return yolo_non_max_suppression(scores, corners, classes, max_boxes, iou_threshold)


# Mistakes that are longer than an edit


def suppressed_suppress(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    order = np.argsort(-scores)
    kept = [
        one
        for place, one in enumerate(order)
        if all(iou(boxes[one], boxes[other]) <= iou_threshold for other in order[:place])
    ]
    kept = np.array(kept[:max_boxes], dtype=int)
    return scores[kept], boxes[kept], classes[kept]


def suppress_and_skip(scores, boxes, classes, max_boxes=10, iou_threshold=0.5):
    left, kept = list(np.argsort(-scores)), []
    while left and len(kept) < max_boxes:
        best = left.pop(0)
        kept.append(best)
        for other in left:
            if iou(boxes[best], boxes[other]) > iou_threshold:
                left.remove(other)
    return scores[kept], boxes[kept], classes[kept]


def kept_once_per_class(boxes, box_confidence, box_class_probs, threshold=0.6):
    scores = box_confidence * box_class_probs
    *place, classes = np.nonzero(scores >= threshold)
    return scores[(*place, classes)], boxes[tuple(place)], classes
