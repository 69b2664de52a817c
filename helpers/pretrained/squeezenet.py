"""SqueezeNet 1.1, trained on ImageNet: forward to the activations of its layers, backward to the picture."""

import numpy as np

from helpers.layers.convolution import add_to_channels, correlate, padded, spread
from helpers.layers.pooling import average_pool_backward, average_pool_forward, max_pool_backward, max_pool_forward

BLUE_GREEN_RED_MEANS = np.array([103.939, 116.779, 123.68], np.float32)  # of ImageNet's pictures, 0 to 255
LAYERS = ["conv1", "fire2", "fire3", "fire4", "fire5", "fire6", "fire7", "fire8", "fire9"]
POOL_AFTER = ("conv1", "fire3", "fire5")
POOLS = {"max": (max_pool_forward, max_pool_backward), "average": (average_pool_forward, average_pool_backward)}


class SqueezeNet:
    """The feature layers of SqueezeNet 1.1: conv1, then eight “fire modules”, fire2 to fire9.

    A fire module squeezes its input to few channels by a 1×1 convolution and expands it by a 1×1 and a 3×3 convolution
    side by side; ReLU follows every convolution. 3×3 pooling with stride 2 comes after conv1, fire3 and fire5.

    weights -- as load_squeezenet gives them: name of a convolution -> (W (f, f, C_prev, C), b (C,))
    last -- name of the last layer that is computed
    pooling -- "max", as it was trained, or "average"
    """

    def __init__(self, weights, last="fire9", pooling="max"):
        if last not in LAYERS or pooling not in POOLS:
            raise ValueError(
                f"last is one of {', '.join(LAYERS)}, pooling “max” or “average”: not {last!r}, {pooling!r}"
            )
        self.names = LAYERS[: LAYERS.index(last) + 1]
        self._weights, self._caches = weights, None
        self._pool, self._pool_back = POOLS[pooling]

    def forward(self, pictures):
        """Compute the layers' activations.

        pictures -- shape (m, H, W, 3), red, green, blue from 0 to 1
        Returns a dictionary from layer to its activations (m, h, w, C), in order; `backward` goes on from here.
        """
        pictures = np.asarray(pictures, np.float32)
        if pictures.ndim != 4 or pictures.shape[3] != 3 or min(pictures.shape[1:3]) < 3:
            raise ValueError(
                f"pictures should have shape (m, H, W, 3), at least 3 pixels high and wide, not {pictures.shape}"
            )
        A, outputs, self._caches = 255 * pictures[..., ::-1] - BLUE_GREEN_RED_MEANS, {}, {}
        for name in self.names:
            A, cache = self._conv("conv1", A, stride=2) if name == "conv1" else self._fire(name, A)
            outputs[name] = A
            pool_cache = None
            if name in POOL_AFTER and name != self.names[-1]:
                A, pool_cache = self._pool(A, 3, 2)
            self._caches[name] = cache, pool_cache
        return outputs

    def backward(self, gradients):
        """Bring gradients at some layers back to the pictures of the last `forward`.

        gradients -- dictionary from layer to the gradient at its activations; layers left out count as 0
        Returns the gradient at the pictures, (m, H, W, 3).
        """
        if self._caches is None:
            raise ValueError("Call forward first: backward goes back through the last forward pass.")
        unknown = set(gradients) - set(self.names)
        if unknown:
            raise ValueError(f"There is no layer {sorted(unknown)[0]!r}; there are {', '.join(self.names)}.")
        if not gradients:
            raise ValueError("Give the gradient of at least one layer: {layer: gradient}.")
        dA = None
        for name in reversed(self.names):
            cache, pool_cache = self._caches[name]
            if dA is not None and pool_cache is not None:
                dA = self._pool_back(dA, pool_cache)
            if name in gradients:
                here = np.asarray(gradients[name], np.float32)
                dA = here if dA is None else dA + here
            if dA is not None:
                dA = _conv_back(dA, cache) if name == "conv1" else self._fire_back(dA, cache)
        return 255 * dA[..., ::-1]

    def _conv(self, name, A_prev, stride=1, pad=0):
        W, b = self._weights[name]
        return _conv(A_prev, W, b, stride, pad)

    def _fire(self, name, A_prev):
        squeezed, first = self._conv(f"{name}/squeeze1x1", A_prev)
        small, second = self._conv(f"{name}/expand1x1", squeezed)
        large, third = self._conv(f"{name}/expand3x3", squeezed, pad=1)
        return np.concatenate([small, large], axis=-1), (first, second, third)

    def _fire_back(self, dA, caches):
        first, second, third = caches
        half = dA.shape[-1] // 2
        return _conv_back(_conv_back(dA[..., :half], second) + _conv_back(dA[..., half:], third), first)


def _conv(A_prev, W, b, stride, pad):
    """Convolve and rectify; returns (activations, cache)."""
    Z = correlate(padded(A_prev, pad), W, stride)
    add_to_channels(Z, b)
    np.maximum(Z, 0, out=Z)
    return Z, (Z > 0, W, stride, pad, A_prev.shape)


def _conv_back(dA, cache):
    """Return the gradient at the input of `_conv`; the filters learn nothing, so theirs is left out."""
    positive, W, stride, pad, shape = cache
    return spread(dA * positive, W, stride, shape, pad)
