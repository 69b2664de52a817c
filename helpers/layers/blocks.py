"""Layers as objects: each keeps its parameters, their gradients, and what its backward step needs."""

import numpy as np

from helpers.layers import convolution, dense, depthwise, normalization, pooling


class Layer:
    """One step of a network; pictures are (m, H, W, C), other inputs (m, n).

    parameters, gradients -- dictionaries from name to array
    state -- what is kept but not learned, such as running means
    """

    takes_words = False  # whether the inputs are numbers of words

    def __init__(self):
        self.parameters, self.gradients, self.state, self.cache = {}, {}, {}, None

    def build(self, shape, rng):
        """Make the parameters for inputs of a shape without m, with a Generator; returns the output's shape without m."""
        return shape

    def forward(self, A_prev, training=False):
        """Return the layer's output for a batch."""
        raise NotImplementedError(f"{type(self).__name__} has no forward step: write `forward(self, A_prev, training)`")

    def backward(self, dA, input_gradient=True):
        """Keep the gradients of the parameters; return the one with respect to the input of the last forward step."""
        raise NotImplementedError(f"{type(self).__name__} has no backward step: write `backward(self, dA)`")

    def reseed(self, rng):
        """Begin anew with random draws, if the layer makes any."""

    def _start(self, name, shape, fan_in, rng, zeros=()):
        """Make weights with He's scale, and the named vectors of zeros."""
        self.parameters[name] = rng.normal(0, np.sqrt(2 / fan_in), shape).astype(np.float32)
        for other in zeros:
            self.parameters[other] = np.zeros(shape[-1], np.float32)


class Conv(Layer):
    """Convolution with C filters of size f; pad "same" keeps height and width at stride 1."""

    def __init__(self, C, f, stride=1, pad=0):
        super().__init__()
        self.C, self.f, self.stride, self.pad = C, f, stride, _border(pad, f)

    def build(self, shape, rng):
        self._start("W", (self.f, self.f, shape[2], self.C), self.f * self.f * shape[2], rng, ["b"])
        return (*_size(shape, self.f, self.stride, self.pad), self.C)

    def forward(self, A_prev, training=False):
        W, b = self.parameters["W"], self.parameters["b"]
        Z, self.cache = convolution.conv_forward(A_prev, W, b, self.stride, self.pad)
        return Z

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = convolution.conv_backward(dA, self.cache, input_gradient)
        self.gradients = dict(zip(("W", "b"), found))
        return dA_prev


class Depthwise(Layer):
    """A filter of size f for each channel."""

    def __init__(self, f, stride=1, pad="same"):
        super().__init__()
        self.f, self.stride, self.pad = f, stride, _border(pad, f)

    def build(self, shape, rng):
        self._start("W", (self.f, self.f, shape[2]), self.f * self.f, rng, ["b"])
        return (*_size(shape, self.f, self.stride, self.pad), shape[2])

    def forward(self, A_prev, training=False):
        W, b = self.parameters["W"], self.parameters["b"]
        Z, self.cache = depthwise.depthwise_forward(A_prev, W, b, self.stride, self.pad)
        return Z

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = depthwise.depthwise_backward(dA, self.cache)
        self.gradients = dict(zip(("W", "b"), found))
        return dA_prev


class Pointwise(Layer):
    """Convolution with C filters of size 1."""

    def __init__(self, C):
        super().__init__()
        self.C = C

    def build(self, shape, rng):
        self._start("W", (shape[2], self.C), shape[2], rng, ["b"])
        return (*shape[:2], self.C)

    def forward(self, A_prev, training=False):
        Z, self.cache = convolution.pointwise_forward(A_prev, self.parameters["W"], self.parameters["b"])
        return Z

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = convolution.pointwise_backward(dA, self.cache)
        self.gradients = dict(zip(("W", "b"), found))
        return dA_prev


class TransposeConv(Layer):
    """Transpose convolution: a stride of 2 doubles height and width if f − 2 pad is 2."""

    def __init__(self, C, f, stride=2, pad=0):
        super().__init__()
        self.C, self.f, self.stride, self.pad = C, f, stride, pad

    def build(self, shape, rng):
        fan_in = max(1.0, (self.f / self.stride) ** 2) * shape[2]
        self._start("W", (self.f, self.f, shape[2], self.C), fan_in, rng, ["b"])
        return (*((n - 1) * self.stride - 2 * self.pad + self.f for n in shape[:2]), self.C)

    def forward(self, A_prev, training=False):
        W, b = self.parameters["W"], self.parameters["b"]
        Z, self.cache = convolution.transpose_conv_forward(A_prev, W, b, self.stride, self.pad)
        return Z

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = convolution.transpose_conv_backward(dA, self.cache)
        self.gradients = dict(zip(("W", "b"), found))
        return dA_prev


class Dense(Layer):
    """A fully connected layer of n units; inputs are rows (m, n_prev)."""

    def __init__(self, n):
        super().__init__()
        self.n = n

    def build(self, shape, rng):
        if len(shape) != 1:
            raise ValueError(f"Dense({self.n}) needs rows (m, n), but gets pictures {shape}: put Flatten() before it")
        self._start("W", (shape[0], self.n), shape[0], rng, ["b"])
        return (self.n,)

    def forward(self, A_prev, training=False):
        Z, self.cache = dense.dense_forward(A_prev, self.parameters["W"], self.parameters["b"])
        return Z

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = dense.dense_backward(dA, self.cache)
        self.gradients = dict(zip(("W", "b"), found))
        return dA_prev


class BatchNorm(Layer):
    """Batch norm of each channel; keeps running figures for the time after training."""

    def __init__(self, momentum=0.9, epsilon=1e-5):
        super().__init__()
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, shape, rng):
        C = shape[-1]
        self.parameters = {"gamma": np.ones(C, np.float32), "beta": np.zeros(C, np.float32)}
        self.state = {"mean": np.zeros(C, np.float32), "variance": np.ones(C, np.float32)}
        return shape

    def forward(self, A_prev, training=False):
        gamma, beta = self.parameters["gamma"], self.parameters["beta"]
        A, self.cache = normalization.batch_norm_forward(
            A_prev, gamma, beta, self.state, training, self.momentum, self.epsilon
        )
        return A

    def backward(self, dA, input_gradient=True):
        dA_prev, *found = normalization.batch_norm_backward(dA, self.cache)
        self.gradients = dict(zip(("gamma", "beta"), found))
        return dA_prev


class MaxPool(Layer):
    """The largest number of each f x f window; the stride is f unless given."""

    forward_step, backward_step = staticmethod(pooling.max_pool_forward), staticmethod(pooling.max_pool_backward)

    def __init__(self, f=2, stride=None):
        super().__init__()
        self.f, self.stride = f, stride or f

    def build(self, shape, rng):
        return (*_size(shape, self.f, self.stride, 0), shape[2])

    def forward(self, A_prev, training=False):
        A, self.cache = self.forward_step(A_prev, self.f, self.stride)
        return A

    def backward(self, dA, input_gradient=True):
        return self.backward_step(dA, self.cache)


class AveragePool(MaxPool):
    """The mean of each f x f window; the stride is f unless given."""

    forward_step = staticmethod(pooling.average_pool_forward)
    backward_step = staticmethod(pooling.average_pool_backward)


class GlobalAveragePool(Layer):
    """The mean of each channel over the whole picture: (m, H, W, C) becomes (m, C)."""

    def build(self, shape, rng):
        return shape[-1:]

    def forward(self, A_prev, training=False):
        self.cache = A_prev.shape
        return A_prev.mean(axis=(1, 2))

    def backward(self, dA, input_gradient=True):
        _, n_H, n_W, _ = self.cache
        return np.broadcast_to((dA / (n_H * n_W))[:, None, None], self.cache).copy()


class Flatten(Layer):
    """Pictures as rows: (m, H, W, C) becomes (m, H * W * C)."""

    def build(self, shape, rng):
        return (int(np.prod(shape)),)

    def forward(self, A_prev, training=False):
        self.cache = A_prev.shape
        return A_prev.reshape(len(A_prev), -1)

    def backward(self, dA, input_gradient=True):
        return dA.reshape(self.cache)


class Relu(Layer):
    """max(0, Z)."""

    forward_step, backward_step = staticmethod(dense.relu_forward), staticmethod(dense.relu_backward)

    def forward(self, A_prev, training=False):
        A, self.cache = self.forward_step(A_prev)
        return A

    def backward(self, dA, input_gradient=True):
        return self.backward_step(dA, self.cache)


class Sigmoid(Relu):
    """1 / (1 + exp(−Z))."""

    forward_step, backward_step = staticmethod(dense.sigmoid_forward), staticmethod(dense.sigmoid_backward)


class Tanh(Relu):
    """tanh(Z)."""

    forward_step, backward_step = staticmethod(dense.tanh_forward), staticmethod(dense.tanh_backward)


class LeakyRelu(Relu):
    """Z where it is positive, slope Z elsewhere."""

    backward_step = staticmethod(dense.leaky_relu_backward)

    def __init__(self, slope=0.01):
        super().__init__()
        self.slope = slope

    def forward_step(self, Z):
        return dense.leaky_relu_forward(Z, self.slope)


class Dropout(Layer):
    """While training, keep each number with probability keep_prob and divide it by that; otherwise change nothing."""

    def __init__(self, keep_prob):
        super().__init__()
        self.keep_prob, self.rng = keep_prob, None

    def build(self, shape, rng):
        self.reseed(rng)
        return shape

    def reseed(self, rng):
        self.rng = np.random.default_rng(rng.integers(1 << 62))

    def forward(self, A_prev, training=False):
        self.cache = None
        if training:
            A_prev, self.cache = dense.dropout_forward(A_prev, self.keep_prob, self.rng)
        return A_prev

    def backward(self, dA, input_gradient=True):
        return dA if self.cache is None else dense.dropout_backward(dA, self.cache)


def _border(pad, f):
    """Pixels of a border given as a number or as "same"."""
    if pad == "same":
        if f % 2 == 0:
            raise ValueError(f'pad="same" needs an odd filter size, not {f}')
        return f // 2
    return pad


def _size(shape, f, stride, pad):
    """Height and width after filters or windows of size f."""
    if len(shape) != 3:
        raise ValueError(f"pictures (H, W, C) are needed here, but the input has shape {shape}")
    return [convolution.output_size(n, f, stride, pad) for n in shape[:2]]
