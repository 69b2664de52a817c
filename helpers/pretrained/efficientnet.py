"""EfficientNet-lite0, trained on ImageNet by others: forward only, from pictures to the activations of its blocks."""

import numpy as np

from helpers.layers.convolution import conv_forward, pointwise_forward
from helpers.layers.depthwise import depthwise_forward

PIXELS = 1 << 19  # that go through the network at a time: enough for large matrix products, few enough for memory


class EfficientNet:
    """A stem (an ordinary convolution with stride 2), 16 inverted residual blocks and a 1×1 convolution.

    net -- what helpers.datasets.load_efficientnet returns
    """

    def __init__(self, net):
        self.net = net

    def outputs(self, pictures, layers):
        """Return the outputs of several layers from one pass.

        pictures -- shape (m, height, width, 3), colours 0 to 255; at least 32×32
        layers -- list of layers: "stem", the numbers 0 to 15 of the blocks, "head"
        Returns a dictionary {layer: array (m, n_H, n_W, C), float32}.
        Raises ValueError when the pictures have another shape.
        """
        pictures = np.asarray(pictures)
        if pictures.ndim != 4 or pictures.shape[3] != 3 or min(pictures.shape[1:3]) < 32:
            raise ValueError(f"pictures of shape {pictures.shape}: (m, height, width, 3) with at least 32×32 is needed")
        per = max(1, PIXELS // (pictures.shape[1] * pictures.shape[2]))
        parts = [self._forward(pictures[k : k + per], layers) for k in range(0, len(pictures), per)]
        return {layer: np.concatenate([part[layer] for part in parts]) for layer in layers}

    def activations(self, pictures, layer):
        """Return the output of one layer, shape (m, n_H, n_W, C); arguments as for `outputs`."""
        return self.outputs(pictures, [layer])[layer]

    def features(self, pictures, layer="head"):
        """Return the means of a layer's feature maps, shape (m, C): what the network sees, without where it sees it.

        pictures, layer -- as for `outputs`; "head" gives the 1280 numbers that the published classifier takes
        """
        return self.activations(pictures, layer).mean(axis=(1, 2))

    def probabilities(self, pictures):
        """Return the published classifier's probabilities, shape (m, 20), among 20 of its 1000 classes.

        pictures -- as for `outputs`, 224×224 for the accuracy that was published
        """
        classes = self.net["classes"]
        Z = self.features(pictures) @ classes["W"] + classes["b"]
        powers = np.exp(Z - Z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def _forward(self, pictures, layers):
        stem, head = self.net["stem"], self.net["head"]
        A = (pictures.astype(np.float32) - 127) / 128
        A = relu6(conv_forward(pad_same(A, 3, 2), stem["W"], stem["b"], stride=2)[0])
        found = {"stem": A}
        last = len(self.net["blocks"]) - 1 if "head" in layers else max((n for n in layers if n != "stem"), default=-1)
        for number in range(last + 1):
            found[number] = A = inverted_residual(A, self.net["blocks"][number])
        if "head" in layers:
            found["head"] = relu6(pointwise_forward(A, head["W"], head["b"])[0])
        return {layer: found[layer] for layer in layers}


def inverted_residual(A, block):
    """Run one block: expand, filter each channel, project; the input is added where shapes allow it.

    A -- shape (m, n_H_prev, n_W_prev, C_prev)
    block -- W_expand, b_expand (or neither), W_depth, b_depth, W_project, b_project and stride
    """
    Z = A
    if "W_expand" in block:
        Z = relu6(pointwise_forward(Z, block["W_expand"], block["b_expand"])[0])
    stride = block["stride"]
    Z = relu6(
        depthwise_forward(pad_same(Z, len(block["W_depth"]), stride), block["W_depth"], block["b_depth"], stride)[0]
    )
    Z = pointwise_forward(Z, block["W_project"], block["b_project"])[0]
    if stride == 1 and Z.shape == A.shape:
        Z += A
    return Z


def relu6(Z):
    """Cut an array to values from 0 to 6, in place."""
    return np.clip(Z, 0, 6, out=Z)


def pad_same(A, f, stride):
    """Pad pictures with zeros so that a filter's output has ⌈n / stride⌉ pixels; an odd pixel goes below and right."""
    missing = [max((-(-n // stride) - 1) * stride + f - n, 0) for n in A.shape[1:3]]
    return np.pad(A, [(0, 0), *((n // 2, n - n // 2) for n in missing), (0, 0)])
