"""A layer that reads sequences in both directions, made of two recurrent layers."""

import numpy as np

from helpers.layers import Layer


class BothWays(Layer):
    """Two recurrent layers side by side, one of which reads from the end; the forward one's activations come first.

    kind -- Rnn, Gru or Lstm of helpers.layers; n_a -- units of each of the two
    """

    def __init__(self, kind, n_a):
        super().__init__()
        self.pair = {"forward": kind(n_a), "backward": kind(n_a)}

    def build(self, shape, rng):
        *outer, n_a = [layer.build(shape, rng) for layer in self.pair.values()][-1]
        self.parameters = self._gather("parameters")
        return (*outer, 2 * n_a)

    def forward(self, A_prev, training=False):
        there, back = (layer.forward(X, training) for layer, X in zip(self.pair.values(), (A_prev, A_prev[:, ::-1])))
        return np.concatenate([there, back[:, ::-1]], axis=-1)

    def backward(self, dA, input_gradient=True):
        n_a = dA.shape[-1] // 2
        slopes = zip(self.pair.values(), (dA[..., :n_a], dA[:, ::-1, n_a:]))
        there, back = (layer.backward(slope, input_gradient) for layer, slope in slopes)
        self.gradients = self._gather("gradients")
        return there + back[:, ::-1] if input_gradient else None

    def _gather(self, kind):
        return {
            f"{way}.{name}": array for way, layer in self.pair.items() for name, array in getattr(layer, kind).items()
        }
