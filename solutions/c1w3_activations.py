"""Activation functions and their slopes, why a network needs them, and how a ReLU unit dies."""

import numpy as np


def tanh(z):
    """Compute the hyperbolic tangent of every number.

    z -- weighted sums, a number or an array of any shape
    Returns (e^z - e^-z) / (e^z + e^-z), of the same shape, between -1 and 1.
    Source: D2 C1_W3, "Pros and cons of activation functions"; D1 "Tanh".
    """
    shrunk = np.exp(-2 * np.abs(z))  # numerator and denominator divided by e^|z|, so that nothing grows too large
    return np.sign(z) * (1 - shrunk) / (1 + shrunk)


def leaky_relu(z):
    """Compute the leaky ReLU of every number: z where z is positive, 0.01 z elsewhere.

    z -- weighted sums, an array of any shape; it stays as it is
    Returns an array of the same shape.
    Source: D2 C1_W3, "Pros and cons of activation functions"; D1 "Leaky ReLU".
    """
    return np.maximum(0.01 * z, z)


def collapse_linear(W1, b1, W2, b2):
    """Replace two layers without an activation function by one layer that does the same.

    W1, b1 -- first layer, shapes (n_1, n_0) and (n_1, 1)
    W2, b2 -- second layer, shapes (n_2, n_1) and (n_2, 1)
    Returns (W, b), shapes (n_2, n_0) and (n_2, 1), with W x + b = W2 (W1 x + b1) + b2 for every x.
    Source: D2 C1_W3, "Why do you need non-linear activation functions?".
    """
    W = np.dot(W2, W1)
    b = np.dot(W2, b1) + b2
    return W, b


def tanh_derivative(z):
    """Compute the slope of tanh at every z.

    z -- weighted sums (not activations), a number or an array of any shape
    Returns g'(z) of the same shape, between 0 and 1.
    Source: D2 C1_W3, "Derivatives of activation functions".
    """
    a = tanh(z)
    return 1 - a**2


def relu_derivative(z):
    """Compute the slope of ReLU at every z.

    z -- weighted sums, an array of any shape; it stays as it is
    Returns g'(z) of the same shape: 1 where z is positive, 0 where it is negative. At exactly 0, where there is no
    slope, the course takes 0; 1 counts as right too.
    Source: D2 C1_W3, "Derivatives of activation functions".
    """
    return (z > 0).astype(float)


def leaky_relu_derivative(z):
    """Compute the slope of the leaky ReLU at every z.

    z -- weighted sums, an array of any shape; it stays as it is
    Returns g'(z) of the same shape: 1 where z is positive, 0.01 where it is negative. At exactly 0 the course takes
    0.01; 1 counts as right too.
    Source: D2 C1_W3, "Derivatives of activation functions".
    """
    return np.where(z > 0, 1.0, 0.01)


def dead_units(A):
    """Find the units of a ReLU layer that give 0 for every example.

    A -- the layer's activations, never negative, shape (n, m), one unit per row, one example per column
    Returns an array of shape (n,) with one True (dead) or False (alive) per unit; 1 and 0 will do as well.
    Source: D1 "The Dying ReLU Problem".
    """
    return np.all(A == 0, axis=1)
