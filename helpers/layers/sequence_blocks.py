"""Layers of sequences as objects: inputs (m, T) of word numbers or (m, T, n) of features."""

import numpy as np

from helpers.layers import attention, normalization, recurrent
from helpers.layers.blocks import Layer


class Embedding(Layer):
    """A learned row of n features for each of `words` words."""

    takes_words = True

    def __init__(self, words, n):
        super().__init__()
        self.words, self.n = words, n

    def build(self, shape, rng):
        self.parameters["W"] = rng.normal(0, 1 / np.sqrt(self.n), (self.words, self.n)).astype(np.float32)
        return (*shape, self.n)

    def forward(self, A_prev, training=False):
        A, self.cache = recurrent.embedding_forward(A_prev, self.parameters["W"])
        return A

    def backward(self, dA, input_gradient=True):
        self.gradients = {"W": recurrent.embedding_backward(dA, self.cache)}


class Rnn(Layer):
    """A plain recurrent layer of n_a units, from a state of zeros; `last` keeps only the last state."""

    gates, bias = 1, 0.0
    forward_step, backward_step = staticmethod(recurrent.rnn_forward), staticmethod(recurrent.rnn_backward)

    def __init__(self, n_a, last=False):
        super().__init__()
        self.n_a, self.last = n_a, last

    def build(self, shape, rng):
        width, n_x = self.gates * self.n_a, shape[-1]
        for name, rows in (("Wx", n_x), ("Wa", self.n_a)):
            self.parameters[name] = rng.normal(0, np.sqrt(1 / (n_x + self.n_a)), (rows, width)).astype(np.float32)
        self.parameters["b"] = np.zeros(width, np.float32)
        self.parameters["b"][: self.n_a] = self.bias
        return (self.n_a,) if self.last else (*shape[:-1], self.n_a)

    def forward(self, A_prev, training=False):
        start = np.zeros((len(A_prev), self.n_a), A_prev.dtype)
        A, *_, self.cache = self.forward_step(A_prev, *self._starts(start), *self.parameters.values())
        self.shape = A.shape
        return A[:, -1] if self.last else A

    def backward(self, dA, input_gradient=True):
        if self.last:
            every = np.zeros(self.shape, dA.dtype)
            every[:, -1] = dA
            dA = every
        dX, *found = self.backward_step(dA, self.cache)
        self.gradients = dict(zip(("Wx", "Wa", "b"), found[-3:]))
        return dX

    def _starts(self, zeros):
        return (zeros,)


class Gru(Rnn):
    """A GRU of n_a units, from a state of zeros; `last` keeps only the last state."""

    gates = 3
    forward_step, backward_step = staticmethod(recurrent.gru_forward), staticmethod(recurrent.gru_backward)


class Lstm(Rnn):
    """An LSTM of n_a units, from a state of zeros; `last` keeps only the last state. It begins by not forgetting."""

    gates, bias = 4, 1.0
    forward_step, backward_step = staticmethod(recurrent.lstm_forward), staticmethod(recurrent.lstm_backward)

    def _starts(self, zeros):
        return zeros, zeros


class LayerNorm(Layer):
    """Layer norm of each position's features."""

    def build(self, shape, rng):
        self.parameters = {"gamma": np.ones(shape[-1], np.float32), "beta": np.zeros(shape[-1], np.float32)}
        return shape

    def forward(self, A_prev, training=False):
        A, self.cache = normalization.layer_norm_forward(A_prev, *self.parameters.values())
        return A

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = normalization.layer_norm_backward(dA, self.cache)
        self.gradients = dict(zip(("gamma", "beta"), found))
        return dA_prev


class SelfAttention(Layer):
    """Multi-head self-attention; with causal=True no position sees a later one. The last weights are in `weights`."""

    def __init__(self, heads, causal=False):
        super().__init__()
        self.heads, self.causal, self.weights = heads, causal, None

    def build(self, shape, rng):
        n = shape[-1]
        for name in ("Wq", "Wk", "Wv", "Wo"):
            self.parameters[name] = rng.normal(0, np.sqrt(1 / n), (n, n)).astype(np.float32)
        self.parameters["b"] = np.zeros(4 * n, np.float32)
        return shape

    def forward(self, A_prev, training=False):
        mask = np.tri(A_prev.shape[1]) if self.causal else None
        weights = self.parameters.values()
        A, self.cache = attention.multi_head_forward(A_prev, A_prev, *weights, self.heads, mask)
        self.weights = self.cache[-1][-1]
        return A

    def backward(self, dA, input_gradient=True):
        dX, d_memory, *found = attention.multi_head_backward(dA, self.cache)
        self.gradients = dict(zip(("Wq", "Wk", "Wv", "Wo", "b"), found))
        return dX + d_memory


class TimeDense(Layer):
    """The same fully connected layer of n units at every position: (m, T, n_prev) becomes (m, T, n)."""

    def __init__(self, n):
        super().__init__()
        self.n = n

    def build(self, shape, rng):
        self._start("W", (shape[-1], self.n), 2 * shape[-1], rng, ["b"])
        return (*shape[:-1], self.n)

    def forward(self, A_prev, training=False):
        self.cache = A_prev
        return A_prev @ self.parameters["W"] + self.parameters["b"]

    def backward(self, dA, input_gradient=True):
        A_prev, rows = self.cache, dA.reshape(-1, self.n)
        dW = A_prev.reshape(len(rows), -1).T @ rows
        self.gradients = {"W": dW, "b": rows.sum(axis=0)}
        return dA @ self.parameters["W"].T
