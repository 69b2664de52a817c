"""face-api.js's tiny face detector: the forward pass to its YOLO head, and what the head's numbers mean."""

import numpy as np

from helpers.layers import conv_forward, depthwise_forward, pointwise_forward

CELL = 32  # pixels of the picture per grid cell


def face_head(picture, weights, mean_rgb):
    """Compute the detector's output for one picture.

    picture -- shape (H, W, 3), colours 0 to 255; H and W multiples of 32
    weights, mean_rgb -- as load_tiny_face_detector gives them
    Returns an array (H / 32, W / 32, 5, 5): for every grid cell and anchor t_x, t_y, t_w, t_h, t_p, before any sigmoid.
    Raises ValueError when the picture has another shape.
    """
    picture = np.asarray(picture)
    if (
        picture.ndim != 3
        or picture.shape[2] != 3
        or picture.shape[0] % CELL
        or picture.shape[1] % CELL
        or not picture.size
    ):
        raise ValueError(f"the picture has shape {picture.shape}; (H, W, 3) with H and W multiples of {CELL} is needed")
    A = (picture[None].astype(np.float32) - mean_rgb) / 255
    A = _leaky(conv_forward(A, weights["conv0_filters"], weights["conv0_bias"])[0])
    A = _pool(A, stride=2)
    for layer in range(1, 6):
        spatial, mixing, bias = (
            weights[f"conv{layer}_{part}"] for part in ("depthwise_filter", "pointwise_filter", "bias")
        )
        A = depthwise_forward(A, spatial[..., 0], np.zeros(spatial.shape[2], np.float32), pad=1)[0]
        A = _leaky(pointwise_forward(A, mixing[0, 0], bias)[0])
        A = _pool(A, stride=2 if layer < 5 else 1)
    head = pointwise_forward(A, weights["conv8_filters"][0, 0], weights["conv8_bias"])[0]
    return head[0].reshape(*head.shape[1:3], 5, 5)


def decode_head(head, anchors):
    """Turn the head's numbers into boxes.

    head -- shape (S_H, S_W, A, 5): t_x, t_y, t_w, t_h, t_p
    anchors -- width and height of the A anchors in grid cells, shape (A, 2)
    Returns (box_xy, box_wh, box_confidence, box_class_probs), shapes (S_H, S_W, A, 2), (…, 2), (…, 1), (…, 1): middle and size
    in shares of the picture; how sure it is of an object; 1 for the only class, face.
    """
    rows, columns = head.shape[:2]
    corner = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1)[:, :, None]
    box_xy = (corner + _sigmoid(head[..., :2])) / (columns, rows)
    box_wh = np.exp(head[..., 2:4]) * anchors / (columns, rows)
    confidence = _sigmoid(head[..., 4:5])
    return box_xy, box_wh, confidence, np.ones_like(confidence)


def _leaky(A):
    return np.where(A > 0, A, np.float32(0.1) * A)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _pool(A, stride):
    """Largest value of every 2x2 window; what lies beyond the right and lower edge never is the largest."""
    A = np.pad(A, ((0, 0), (0, 1), (0, 1), (0, 0)), constant_values=-np.inf)
    windows = [
        A[:, row : A.shape[1] - 1 + row, column : A.shape[2] - 1 + column] for row in (0, 1) for column in (0, 1)
    ]
    return np.max(windows, axis=0)[:, ::stride, ::stride]
