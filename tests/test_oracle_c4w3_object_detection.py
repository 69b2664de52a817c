"""Object detection agrees with what others compute: counted pixels, PyTorch, SciPy, scikit-learn; and the tools around it hold."""

import numpy as np
import pytest
import torch
from scipy.spatial.distance import cdist
from sklearn.metrics import precision_recall_curve

from grader_tests.engine.freezing import sheets
from helpers import detection
from solutions import c4w3_object_detection as solved

SHEET = "c4w3_object_detection"


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def whole_boxes(rng, n, side=40):
    """Return n boxes with whole-numbered corners (x1, y1, x2, y2) within side x side."""
    low = rng.integers(0, side - 2, size=(n, 2))
    return np.concatenate([low, rng.integers(low + 1, side)], axis=1)


def counted_iou(box1, box2, side=40):
    """Return IoU by painting both boxes on squared paper and counting squares."""
    paper = np.zeros((2, side, side), bool)
    for sheet, (x1, y1, x2, y2) in zip(paper, (box1, box2)):
        sheet[y1:y2, x1:x2] = True
    return np.sum(paper[0] & paper[1]) / np.sum(paper[0] | paper[1])


def torch_iou(boxes):
    """Return the IoU of all pairs of boxes (n, 4), in PyTorch."""
    boxes = torch.as_tensor(boxes)
    low = torch.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    both = (high - low).clamp(min=0).prod(-1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(-1)
    return both / (area[:, None] + area[None, :] - both)


def torch_suppression(scores, boxes, limit):
    """Return the places of the kept boxes: pass after pass over the matrix of overlaps until nothing changes."""
    order = torch.argsort(torch.as_tensor(scores), descending=True)
    hides = torch.triu(torch_iou(boxes[order.numpy()]) > limit, diagonal=1)
    alive = torch.ones(len(order), dtype=bool)
    while True:
        after = ~(hides & alive[:, None]).any(0)
        if torch.equal(after, alive):
            return order[alive].numpy()
        alive = after


def test_iou_is_the_share_of_counted_squares(rng):
    for box1, box2 in zip(whole_boxes(rng, 300), whole_boxes(rng, 300)):
        assert solved.iou(box1, box2) == pytest.approx(counted_iou(box1, box2), abs=1e-12)


def test_iou_is_symmetric_one_for_the_same_box_and_independent_of_unit_and_place(rng):
    for box1, box2 in zip(whole_boxes(rng, 50) * 1.0, whole_boxes(rng, 50) * 1.0):
        assert solved.iou(box1, box2) == solved.iou(box2, box1)
        assert solved.iou(box1, box1) == 1
        assert solved.iou(3 * box1 - 7, 3 * box2 - 7) == pytest.approx(solved.iou(box1, box2))


def test_iou_is_exactly_0_for_boxes_apart_touching_or_empty():
    for other in [(2, 0, 4, 2), (2, 2, 3, 3), (5, 5, 6, 7), (1, 1, 1, 2), (-3, -3, -1, -1)]:
        assert solved.iou((0, 0, 2, 2), other) == 0
    assert solved.iou((1, 1, 1, 1), (1, 1, 1, 1)) == 0


@pytest.mark.parametrize("limit", [0.2, 0.5, 0.7])
def test_suppression_keeps_what_an_oracle_in_pytorch_keeps(rng, limit):
    for n in (1, 2, 12, 40):
        boxes, scores, kinds = whole_boxes(rng, n, 16) + 0.0, rng.permutation(n) / n, rng.integers(3, size=n)
        expected = torch_suppression(scores, boxes, limit)
        found = solved.yolo_non_max_suppression(scores, boxes, kinds, n, limit)
        for part, array in zip(found, (scores, boxes, kinds)):
            np.testing.assert_array_equal(part, array[expected])
        per_class = [kinds == c for c in range(3)]
        expected = np.concatenate(
            [np.flatnonzero(own)[torch_suppression(scores[own], boxes[own], limit)] for own in per_class]
        )
        expected = expected[np.argsort(-scores[expected])][:5]
        found = solved.non_max_suppression_per_class(scores, boxes, kinds, 5, limit)
        np.testing.assert_array_equal(found[0], scores[expected])
        np.testing.assert_array_equal(found[2], kinds[expected])


def test_nothing_left_over_is_no_error():
    nothing = np.zeros(0), np.zeros((0, 4)), np.zeros(0, int)
    for suppress in (solved.yolo_non_max_suppression, solved.non_max_suppression_per_class):
        assert [part.shape for part in suppress(*nothing)] == [(0,), (0, 4), (0,)]


def test_flipped_corners_are_put_in_order_and_an_empty_box_hides_nothing():
    boxes = np.array([[10.0, 8, 0, 0], [0, 0, 10, 8], [3, 3, 3, 3]])
    scores, kinds = np.array([0.9, 0.8, 0.7]), np.zeros(3, int)
    assert solved.yolo_non_max_suppression(scores, boxes, kinds)[0].tolist() == [0.9, 0.7]


def test_filtering_agrees_with_pytorch(rng):
    boxes, p, probs = rng.random((5, 5, 3, 4)), rng.random((5, 5, 3, 1)), rng.random((5, 5, 3, 7))
    best, kind = (torch.tensor(p) * torch.tensor(probs)).max(dim=-1)
    keep = best > 0.5
    scores, kept, classes = solved.yolo_filter_boxes(boxes, p, probs, 0.5)
    np.testing.assert_allclose(scores, best[keep])
    np.testing.assert_array_equal(kept, torch.tensor(boxes)[keep])
    np.testing.assert_array_equal(classes, kind[keep])


def test_a_fully_connected_layer_slid_over_a_map_is_pytorchs_convolution(rng):
    for n_H, n_W, n_C, f, n in [(5, 5, 16, 5, 9), (6, 9, 3, 4, 2), (7, 4, 1, 1, 3)]:
        A, W, b = rng.normal(size=(n_H, n_W, n_C)), rng.normal(size=(n, f * f * n_C)), rng.normal(size=(n, 1))
        filters = torch.tensor(W.reshape(n, f, f, n_C).transpose(0, 3, 1, 2))
        expected = torch.nn.functional.conv2d(torch.tensor(A.transpose(2, 0, 1))[None], filters, torch.tensor(b[:, 0]))
        np.testing.assert_allclose(solved.fc_as_conv(A, W, b, f), expected[0].permute(1, 2, 0))
    assert solved.fc_as_conv(A[:1, :1], W, b, 1)[0, 0] == pytest.approx((W @ A[:1, :1].reshape(-1, 1) + b)[:, 0])


def test_the_localization_loss_is_a_masked_sum_in_pytorch_and_blind_where_nothing_is(rng):
    y_hat, y = rng.random((4, 3, 3, 2, 8)), rng.random((4, 3, 3, 2, 8))
    y[..., 0] = rng.random((4, 3, 3, 2)) < 0.3
    counts = torch.tensor(y[..., :1]).repeat(1, 1, 1, 1, 8)
    counts[..., 0] = 1
    loss = torch.nn.functional.mse_loss(counts * torch.tensor(y_hat), counts * torch.tensor(y), reduction="sum") / 4
    assert solved.localization_loss(y_hat, y) == pytest.approx(loss.item())
    unknown = y.copy()
    unknown[y[..., 0] == 0, 1:] = np.nan  # the document's question marks
    assert solved.localization_loss(y_hat, unknown) == pytest.approx(loss.item())


def test_the_landmark_error_has_scipys_distances_and_does_not_change_with_the_faces_size(rng):
    actual = rng.uniform(0, 90, size=(5, 6, 2))
    predicted = actual + rng.normal(size=actual.shape)
    expected = [np.diag(cdist(p, a)).mean() / cdist(a, a)[2, 4] for p, a in zip(predicted, actual)]
    assert solved.landmark_error(predicted, actual, 2, 4) == pytest.approx(np.mean(expected))
    larger = np.array([1, 2, 3, 4, 5]).reshape(5, 1, 1)
    assert solved.landmark_error(larger * predicted, larger * actual, 2, 4) == pytest.approx(np.mean(expected))


def test_windows_are_as_many_as_pytorch_unfolds():
    for n_H, n_W, window, stride in [(16, 16, 14, 2), (28, 28, 14, 2), (31, 17, 5, 3), (9, 9, 9, 4), (20, 33, 1, 7)]:
        unfolded = torch.zeros(n_H, n_W).unfold(0, window, stride).unfold(1, window, stride)
        assert solved.sliding_window_count(n_H, n_W, window, stride) == unfolded.shape[0] * unfolded.shape[1]


def test_the_anchor_is_the_one_with_the_highest_counted_iou_on_one_midpoint(rng):
    for _ in range(60):
        sizes = 2 * rng.integers(1, 20, size=(4, 2))
        paint = [(20 - w // 2, 20 - h // 2, 20 + w // 2, 20 + h // 2) for h, w in sizes]
        overlaps = [counted_iou(paint[0], other) for other in paint[1:]]
        chosen = solved.assign_anchor(*sizes[0], sizes[1:])
        assert overlaps[chosen] == max(overlaps)


def test_a_target_decodes_to_the_objects_that_were_encoded(rng):
    anchors = np.array([[0.3, 0.1], [0.1, 0.3], [0.2, 0.2]])
    boxes = np.column_stack([rng.integers(4, size=6), rng.uniform(size=(6, 4))])
    Y = solved.encode_target(boxes, 19, anchors, 4)
    assert Y.shape == (19, 19, 3, 9)
    assert Y[..., 0].sum() == 6
    places = np.argwhere(Y[..., 0])
    found = Y[Y[..., 0] == 1]
    back = np.column_stack([found[:, 5:].argmax(1), (places[:, [1, 0]] + found[:, 1:3]) / 19, found[:, 3:5] / 19])
    np.testing.assert_allclose(back[np.lexsort(back.T)], boxes[np.lexsort(boxes.T)])


def test_yolo_eval_gives_back_the_boxes_of_a_sure_target_in_pixels(rng):
    anchors, boxes = np.array([[0.4, 0.2], [0.2, 0.4]]), np.array([[1, 0.2, 0.3, 0.2, 0.3], [0, 0.8, 0.7, 0.4, 0.1]])
    Y = solved.encode_target(boxes, 5, anchors, 3)
    corner = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1)[:, :, None]
    outputs = (corner + Y[..., 1:3]) / 5, Y[..., [4, 3]] / 5, Y[..., :1], Y[..., 5:]
    scores, corners, kinds = solved.yolo_eval(outputs, (200, 100))
    assert scores.tolist() == [1, 1]
    by_class = corners[np.argsort(kinds)]
    np.testing.assert_allclose(by_class, [[100, 75, 180, 85], [40, 5, 80, 35]])


def test_no_graded_case_lies_exactly_on_a_threshold_where_two_conventions_differ():
    for name, definition in sheets()[SHEET].definitions.items():
        for case in definition.cases:
            given = dict(zip(definition.parameters, case.args)) | case.kwargs
            if name == "yolo_filter_boxes":
                scores = (given["box_confidence"] * given["box_class_probs"]).max(axis=-1)
                assert np.abs(scores - given.get("threshold", 0.6)).min() > 1e-6, case.label
            if "suppression" in name:
                overlaps = torch_iou(given["boxes"]).numpy()
                assert np.abs(overlaps - given.get("iou_threshold", 0.5)).min() > 1e-6, case.label
                assert len(set(given["scores"])) == len(given["scores"]), case.label


# The tools around the exercises


def test_the_training_cost_has_the_slopes_that_central_differences_measure(rng):
    anchors = np.array([[0.4, 0.2], [0.2, 0.4]])
    boxes = [np.array([[1, 0.2, 0.3, 0.2, 0.3], [0, 0.8, 0.7, 0.4, 0.1]]), np.array([[2, 0.5, 0.9, 0.3, 0.3]])]
    Y = np.stack([solved.encode_target(of_picture, 3, anchors, 3) for of_picture in boxes])
    Z = rng.normal(size=(2, 3, 3, 16))
    _, dZ = detection.grid_loss(Z, Y, anchors)
    for _ in range(120):
        place = tuple(rng.integers(Z.shape))
        step = np.zeros_like(Z)
        step[place] = 1e-6
        measured = (detection.grid_loss(Z + step, Y, anchors)[0] - detection.grid_loss(Z - step, Y, anchors)[0]) / 2e-6
        assert dZ[place] == pytest.approx(measured, abs=1e-6)


def test_the_outputs_that_cost_nothing_are_the_target(rng):
    anchors, boxes = np.array([[0.4, 0.2], [0.2, 0.4]]), np.array([[1, 0.2, 0.3, 0.2, 0.3]])
    Y = solved.encode_target(boxes, 3, anchors, 2)[None]
    Z = np.zeros((1, 3, 3, 2, 7))
    Z[..., 0], Z[..., 5:] = 60 * Y[..., 0] - 30, 60 * Y[..., 5:]
    with np.errstate(divide="ignore"):
        Z[..., 1:3] = np.log(Y[..., 1:3] / (1 - Y[..., 1:3])).clip(-30, 30)
        Z[..., 3:5] = np.log(Y[..., 3:5] / (3 * anchors)).clip(-30, 30)
    cost, _ = detection.grid_loss(Z.reshape(1, 3, 3, 14), Y, anchors)
    assert cost == pytest.approx(0, abs=1e-9)
    outputs = [part[0] for part in detection.grid_outputs(Z.reshape(1, 3, 3, 14), anchors, 2)]
    _, corners, kinds = solved.yolo_eval(outputs, (1, 1))
    np.testing.assert_allclose(corners, [[0.2, 0.05, 0.4, 0.35]])
    assert kinds.tolist() == [1]


def test_average_precision_is_the_area_under_scikit_learns_curve(rng):
    boxes, found, right = [], [], []
    for _ in range(30):
        boxes.append(np.array([[0, 0.25, 0.25, 0.2, 0.2], [0, 0.75, 0.75, 0.2, 0.2]]))
        hit = rng.random(2) < 0.6
        middle = np.where(hit[:, None], [[0.25, 0.25], [0.75, 0.75]], [[0.25, 0.75], [0.75, 0.25]])
        found.append((rng.random(2), np.concatenate([middle - 0.1, middle + 0.1], axis=1), np.zeros(2, int)))
        right += hit.tolist()
    scores = np.concatenate([part[0] for part in found])
    precision, recall, _ = precision_recall_curve(right, scores)
    precision = np.maximum.accumulate(precision[:-1])  # scikit-learn goes from low scores to high ones
    area = -np.sum(np.diff(recall) * precision) * sum(right) / 60  # its recall counts the boxes found only
    assert detection.mean_average_precision(found, boxes, 1)[0] == pytest.approx(area)


def test_average_precision_by_hand():
    """Two objects; found in order: right, a second box on the same object, right: 1/2 · 1 + 1/2 · 2/3."""
    boxes = [np.array([[0, 0.25, 0.25, 0.2, 0.2], [0, 0.75, 0.75, 0.2, 0.2]])]
    one, two = [0.15, 0.15, 0.35, 0.35], [0.65, 0.65, 0.85, 0.85]
    found = [(np.array([0.9, 0.8, 0.7]), np.array([one, one, two]), np.zeros(3, int))]
    mean, per_class = detection.mean_average_precision(found, boxes, 2)
    assert mean == per_class[0] == pytest.approx(1 / 2 + 1 / 3)
    assert np.isnan(per_class[1])
    assert detection.mean_average_precision([(np.zeros(0), np.zeros((0, 4)), np.zeros(0, int))], boxes, 1)[0] == 0


def test_a_perfect_detector_has_mean_average_precision_1():
    boxes = [np.array([[0, 0.2, 0.3, 0.1, 0.2], [2, 0.6, 0.6, 0.3, 0.3]]), np.array([[1, 0.5, 0.5, 0.9, 0.4]])]
    middle_and_half = [(part[:, [2, 1]], part[:, 3:5] / 2) for part in boxes]
    found = [
        (np.ones(len(part)), np.concatenate([middle - half, middle + half], axis=1), part[:, 0].astype(int))
        for part, (middle, half) in zip(boxes, middle_and_half)
    ]
    assert detection.mean_average_precision(found, boxes, 3)[0] == 1
