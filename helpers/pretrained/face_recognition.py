"""face-api.js's face recognition net: from the picture of a face to 128 numbers that say whose it is."""

import numpy as np

from helpers.layers import average_pool_forward, conv_forward, max_pool_forward

SIDE = 150  # pixels that the network looks at
BLOCKS = ["32_1", "32_2", "32_3", "64_down", "64_1", "64_2", "64_3", "128_down", "128_1", "128_2"]
BLOCKS += ["256_down", "256_1", "256_2", "256_down_out"]


class FaceRecognition:
    """The trained network; model(pictures) gives encodings.

    weights, mean_rgb -- as load_face_recognition gives them
    """

    def __init__(self, weights, mean_rgb):
        self._mean, self._last, self._filters = mean_rgb, weights["fc"], {}
        for name in [key.removesuffix("_conv_filters") for key in weights if key.endswith("_conv_filters")]:
            scale = weights[f"{name}_scale_weights"]  # what is left of batch norm: one factor and one shift per channel
            shift = weights[f"{name}_conv_bias"] * scale + weights[f"{name}_scale_biases"]
            self._filters[name] = weights[f"{name}_conv_filters"] * scale, shift

    def __call__(self, pictures):
        """Return the encodings of pictures (m, H, W, 3) with colours 0 to 1: shape (m, 128), float32, of no fixed length."""
        return self.features(pictures) @ self._last

    predict_on_batch = __call__  # the name by which frameworks know it

    def features(self, pictures):
        """Return what the last layer sees, the means of 256 feature maps after ReLU (never negative).

        pictures -- shape (m, H, W, 3), colours 0 to 1, H and W at least 150; the middle 150 x 150 pixels count
        Returns shape (m, 256), float32.
        Raises ValueError when the pictures have another shape.
        """
        pictures = np.asarray(pictures)
        if pictures.ndim != 4 or pictures.shape[3] != 3 or min(pictures.shape[1:3]) < SIDE:
            raise ValueError(
                f"the pictures have shape {pictures.shape}; (m, H, W, 3) with H and W from {SIDE} up is needed"
            )
        top, left = ((side - SIDE) // 2 for side in pictures.shape[1:3])
        middle = pictures[:, top : top + SIDE, left : left + SIDE].astype(np.float32)
        A = np.maximum(self._convolve(middle - self._mean / 255, "conv32_down", stride=2), 0)
        A = max_pool_forward(A, 3, 2)[0]
        for block in BLOCKS:
            A = self._block(A, f"conv{block}", down="down" in block)
        return A.mean(axis=(1, 2))

    def _convolve(self, A, name, stride=1, pad=0):
        return conv_forward(A, *self._filters[name], stride, pad)[0]

    def _block(self, A, name, down):
        """A residual block. One that halves the picture adds the means of 2 x 2 windows; what is missing counts as 0."""
        inner = np.maximum(self._convolve(A, f"{name}_conv1", 2 if down else 1, 0 if down else 1), 0)
        inner = self._convolve(inner, f"{name}_conv2", pad=1)
        shortcut = average_pool_forward(A, 2)[0] if down else A
        size = np.maximum(inner.shape, shortcut.shape)
        total = np.zeros(size, inner.dtype)
        for part in (inner, shortcut):
            total[:, : part.shape[1], : part.shape[2], : part.shape[3]] += part
        return np.maximum(total, 0)


def to_batch(image_path):
    """Read one picture as a network wants it.

    image_path -- the path of a picture file, or the picture itself, shape (height, width, 3), colours 0 to 255
    Returns an array of shape (1, 160, 160, 3), float32, colours 0 to 1.
    """
    from PIL import Image

    if isinstance(image_path, np.ndarray):
        picture = Image.fromarray(image_path.astype(np.uint8))
    else:
        with Image.open(image_path) as file:
            picture = file.convert("RGB")
    picture = picture.resize((160, 160), Image.Resampling.BILINEAR)
    return np.asarray(picture, np.float32)[None] / 255


def img_to_encoding(image_path, model):
    """Turn the picture of a face into its encoding.

    image_path -- the path of a picture file, or the picture itself, shape (height, width, 3), colours 0 to 255
    model -- a function from pictures (1, 160, 160, 3), colours 0 to 1, to numbers (1, n); or a framework's model
    Returns the encoding, shape (1, n), of length (L2 norm) 1.
    """
    return encode([image_path], model)


def encode(pictures, model, batch_size=16):
    """Turn many pictures of faces into encodings, one per row.

    pictures -- a sequence of what `img_to_encoding` takes
    model, batch_size -- as for `img_to_encoding`; pictures that are computed at a time
    Returns the encodings, shape (m, n), each of length 1.
    """
    ask, rows = getattr(model, "predict_on_batch", model), []
    for start in range(0, len(pictures), batch_size):
        batch = np.concatenate([to_batch(picture) for picture in pictures[start : start + batch_size]])
        rows.append(np.asarray(ask(batch), float))
    rows = np.concatenate(rows)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
