"""A computation that remembers itself: values in a graph, each with the rule and the inputs it came from.

The graph knows nothing of derivatives. Its rules are functions rule(*inputs, dout=None): without dout they compute, with
dout they return a list of slopes, one per input. Five of them, the students' own, are handed in; the others are below.
"""

import numpy as np

from helpers.activations import sigmoid as logistic

# Students write parts of it there.
NOT_IN_BUNDLE_OF = ["c1w2_numpy_basics", "c1w3_activations", "c1w4_deep_network_step_by_step"]


class Graph:
    """A list of entries (rule, inputs, value) that grows with every operation on its nodes: the tape."""

    def __init__(self, add, mul, matmul, relu, backward):
        """Start an empty graph that computes with the given rules and differentiates with the given `backward`."""
        self.add, self.mul, self.matmul, self.relu, self.differentiate = add, mul, matmul, relu, backward
        self.tape, self.names, self.slopes, self.was_read = [], [], [], 0

    def variable(self, value, name=""):
        """Put a value from outside, a number or an array, on the tape; returns its Node."""
        return self._entry(None, (), np.asarray(value, dtype=float)[()], name)

    def apply(self, rule, *inputs, name=""):
        """Compute a rule of some nodes, or numbers and arrays, and put the result on the tape; returns its Node."""
        nodes = [one if isinstance(one, Node) else self.variable(one) for one in inputs]
        value = rule(*(node.value for node in nodes))
        return self._entry(rule, tuple(node.place for node in nodes), value, name)

    def _entry(self, rule, inputs, value, name):
        self.tape.append((rule, inputs, value))
        self.names.append(name)
        return Node(self, len(self.tape) - 1)


class Node:
    """One value of a graph; arithmetic with it makes new ones."""

    __array_ufunc__ = None  # an array on the left hands the operation over to the node

    def __init__(self, graph, place):
        self.graph, self.place = graph, place

    @property
    def value(self):
        """The number or array."""
        return self.graph.tape[self.place][2]

    @property
    def grad(self):
        """The slope of the node on which `backward` was called last, with respect to this one."""
        if self.place >= len(self.graph.slopes):
            raise RuntimeError(
                "There is no slope yet: call .backward() on the cost first, after everything is computed."
            )
        return self.graph.slopes[self.place]

    def backward(self):
        """Find the slope of this node, a single number, with respect to every node that came before it."""
        if np.size(self.value) != 1:
            raise ValueError(f"backward() starts from a single number; this node has shape {np.shape(self.value)}.")
        if 0 < self.graph.was_read < len(self.graph.tape):
            raise RuntimeError(
                "This graph was read backward before and has grown since. Every step needs a graph of its own: make a new "
                "Graph and put the values as they are now into it."
            )
        self.graph.was_read = len(self.graph.tape)
        self.graph.slopes = self.graph.differentiate(self.graph.tape[: self.place + 1])

    def named(self, name):
        """Give the node a name for pictures; returns the node."""
        self.graph.names[self.place] = name
        return self

    def __add__(self, other):
        return self.graph.apply(self.graph.add, self, other)

    def __radd__(self, other):
        return self.graph.apply(self.graph.add, other, self)

    def __mul__(self, other):
        return self.graph.apply(self.graph.mul, self, other)

    def __rmul__(self, other):
        return self.graph.apply(self.graph.mul, other, self)

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return other + -self

    def __truediv__(self, number):
        return self * (1.0 / number)

    def __pow__(self, exponent):
        if not isinstance(exponent, int) or exponent < 1:
            raise TypeError("Only whole powers are known here, from 1 up: x ** 2 is x * x.")
        return self if exponent == 1 else self * self ** (exponent - 1)

    def __matmul__(self, other):
        return self.graph.apply(self.graph.matmul, self, other)

    def __rmatmul__(self, other):
        return self.graph.apply(self.graph.matmul, other, self)

    def relu(self):
        """Return max(0, this)."""
        return self.graph.apply(self.graph.relu, self)

    def tanh(self):
        """Return the hyperbolic tangent of every number."""
        return self.graph.apply(tanh, self)

    def sigmoid(self):
        """Return the logistic function of every number."""
        return self.graph.apply(sigmoid, self)

    def log(self):
        """Return the natural logarithm of every number."""
        return self.graph.apply(log, self)

    def sum(self):
        """Return the sum of all numbers."""
        return self.graph.apply(total, self)


def tanh(a, dout=None):
    """Rule: the hyperbolic tangent."""
    return np.tanh(a) if dout is None else [dout * (1 - np.tanh(a) ** 2)]


def sigmoid(a, dout=None):
    """Rule: the logistic function."""
    value = logistic(a)
    return value if dout is None else [dout * value * (1 - value)]


def log(a, dout=None):
    """Rule: the natural logarithm."""
    return np.log(a) if dout is None else [dout / a]


def total(a, dout=None):
    """Rule: the sum of all numbers."""
    return np.sum(a) if dout is None else [np.full(np.shape(a), dout)]
