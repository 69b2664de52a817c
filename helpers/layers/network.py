"""Networks of layers: one after the other, around a shortcut, or beside a copy of the input."""

import numpy as np

from helpers.layers.blocks import Layer


class Chain(Layer):
    """Layers one after the other; their parameters are named "0.W", "0.b", "1.W" by position."""

    def __init__(self, layers):
        super().__init__()
        self.layers = list(layers)

    def build(self, shape, rng):
        self.shapes = []
        for layer in self.layers:
            shape = tuple(layer.build(shape, rng))
            self.shapes.append(shape)
        self.parameters, self.state = _named(self.layers, "parameters"), _named(self.layers, "state")
        return shape

    def reseed(self, rng):
        for layer in self.layers:
            layer.reseed(rng)

    def forward(self, A_prev, training=False):
        for layer in self.layers:
            A_prev = layer.forward(A_prev, training)
        return A_prev

    def backward(self, dA, input_gradient=True):
        for position in range(len(self.layers) - 1, -1, -1):
            dA = self.layers[position].backward(dA, input_gradient or position > 0)
        self.gradients = _named(self.layers, "gradients")
        return dA


class Residual(Layer):
    """inner(A) + shortcut(A): the layers' output plus the input, which an empty shortcut hands on as it is.

    layers, shortcut -- lists of layers
    """

    def __init__(self, layers, shortcut=()):
        super().__init__()
        self.inner, self.shortcut = Chain(layers), Chain(shortcut)

    def build(self, shape, rng):
        one, other = self.inner.build(shape, rng), self.shortcut.build(shape, rng)
        if one != other:
            raise ValueError(
                f"the layers give {one} and the shortcut {other}: both must have the same shape to be added"
            )
        self._gather("parameters", "state")
        return one

    def reseed(self, rng):
        self.inner.reseed(rng)
        self.shortcut.reseed(rng)

    def forward(self, A_prev, training=False):
        return self.inner.forward(A_prev, training) + self.shortcut.forward(A_prev, training)

    def backward(self, dA, input_gradient=True):
        through, past = self.inner.backward(dA, input_gradient), self.shortcut.backward(dA, input_gradient)
        self._gather("gradients")
        return through + past if input_gradient else None

    def _gather(self, *kinds):
        for kind in kinds:
            parts = {"inner": getattr(self.inner, kind), "shortcut": getattr(self.shortcut, kind)}
            setattr(self, kind, {f"{part}.{name}": x for part, named in parts.items() for name, x in named.items()})


class Skip(Layer):
    """The input beside inner(input): channels of both, one after the other, as in a U-Net.

    layers -- list of layers that keep height and width
    """

    def __init__(self, layers):
        super().__init__()
        self.inner = Chain(layers)

    def build(self, shape, rng):
        inner = self.inner.build(shape, rng)
        if inner[:-1] != shape[:-1]:
            raise ValueError(f"the inner layers give {inner} for {shape}: height and width must stay")
        self.parameters, self.state, self.channels = self.inner.parameters, self.inner.state, shape[-1]
        return (*shape[:-1], shape[-1] + inner[-1])

    def reseed(self, rng):
        self.inner.reseed(rng)

    def forward(self, A_prev, training=False):
        return np.concatenate([A_prev, self.inner.forward(A_prev, training)], axis=-1)

    def backward(self, dA, input_gradient=True):
        beside, through = dA[..., : self.channels], np.ascontiguousarray(dA[..., self.channels :])
        through = self.inner.backward(through, input_gradient)
        self.gradients = self.inner.gradients
        return beside + through if input_gradient else None


class Network(Chain):
    """A whole network, ready to train.

    layers -- list of layers
    input_shape -- shape of one example, such as (28, 28, 1)
    seed -- of the start; all weights have He's scale
    frozen -- set of positions of layers that do not learn (empty at first)
    """

    def __init__(self, layers, input_shape, seed=0):
        super().__init__(layers)
        self.input_shape, self.frozen = tuple(input_shape), set()
        self.output_shape = self.build(self.input_shape, np.random.default_rng(seed))

    def forward(self, X, training=False):
        """Return the outputs for a batch X (m, *input_shape); float32 and float64 stay, other numbers become float32."""
        X = np.asarray(X)
        if X.shape[1:] != self.input_shape:
            raise ValueError(f"this network takes examples of shape {self.input_shape}, not {X.shape[1:]}")
        X = self._numbers(X)
        for position, layer in enumerate(self.layers):
            X = layer.forward(X, training and position not in self.frozen)
        return X

    def backward(self, dZ, input_gradient=True):
        """Return the gradient with respect to the input of the last forward step; the parameters' are in `gradients`.

        With input_gradient=False it stops below the lowest layer that learns, and returns None.
        """
        learning = [k for k, layer in enumerate(self.layers) if layer.parameters and k not in self.frozen]
        lowest = -1 if input_gradient else min(learning, default=len(self.layers))
        self.gradients = {}
        for position in range(len(self.layers) - 1, max(lowest, 0) - 1, -1):
            layer = self.layers[position]
            dZ = layer.backward(dZ, position > lowest)
            if position not in self.frozen:
                self.gradients |= {f"{position}.{name}": array for name, array in layer.gradients.items()}
        return dZ

    def predict(self, X, batch_size=256):
        """Return the outputs for all examples, computed in batches."""
        return np.concatenate([self.forward(X[start : start + batch_size]) for start in range(0, len(X), batch_size)])

    def outputs(self, X):
        """Return the list of every layer's output for a batch."""
        found, A = [], self._numbers(np.asarray(X))
        for layer in self.layers:
            A = layer.forward(A)
            found.append(A)
        return found

    def _numbers(self, X):
        """X as floats; as it is where the first layer looks words up."""
        if self.layers[0].takes_words or X.dtype in (np.float32, np.float64):
            return X
        return X.astype(np.float32)

    def summary(self):
        """Return a table as text: each layer, its output's shape and how many parameters it has."""
        rows = [("layer", "output", "parameters"), ("input", str(self.input_shape), "0")]
        for layer, shape in zip(self.layers, self.shapes):
            count = sum(array.size for array in layer.parameters.values())
            rows.append((type(layer).__name__, str(shape), f"{count:,}".replace(",", " ")))
        total = sum(array.size for array in self.parameters.values())
        rows.append(("all", "", f"{total:,}".replace(",", " ")))
        wide = [max(len(row[k]) for row in rows) for k in range(3)]
        return "\n".join(f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}" for a, b, c in rows)

    def save(self, path):
        """Write parameters and running figures to an HDF5 file; an older file is replaced only when the new one is whole."""
        from helpers.layers.storing import write

        write(path, {"parameters": self.parameters, "state": self.state})

    def load(self, path):
        """Read what save wrote into this network.

        Raises DataError when the file is missing or damaged, ValueError when it belongs to another network.
        """
        from helpers.layers.storing import read

        found = read(path)
        for kind, arrays in (("parameters", self.parameters), ("state", self.state)):
            fill(arrays, found.get(kind, {}), path)


def fill(arrays, found, path):
    """Copy arrays that were read into those of the same names, in place; ValueError when names or shapes differ."""
    shapes, others = ({name: array.shape for name, array in some.items()} for some in (arrays, found))
    if shapes != others:
        odd = sorted(set(shapes.items()) ^ set(others.items()))[0]
        raise ValueError(f"{path} belongs to another network: {odd[0]} of shape {odd[1]} is in only one of them")
    for name, array in arrays.items():
        array[...] = found[name]


def _named(layers, kind):
    """Gather the layers' dictionaries of one kind, with the layer's position before each name."""
    return {f"{k}.{name}": array for k, layer in enumerate(layers) for name, array in getattr(layer, kind).items()}
