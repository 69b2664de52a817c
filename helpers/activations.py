"""Activation functions for weeks in which they are given, because an earlier week taught them."""

import numpy as np

NOT_IN_BUNDLE_OF = ["c1w2_numpy_basics"]  # students write it there


def sigmoid(z):
    """Return the logistic function of every number, without overflow for large |z|.

    z -- number or array of any shape
    Returns 1 / (1 + exp(-z)), of the same shape.
    Source: D2 C1_W2, "Logistic Regression".
    """
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float)))[()]


def sigmoid_and_input(Z):
    """Return the logistic function of every number, together with what went in, as a layer's cache wants it.

    Z -- array of any shape
    Returns (A, Z): A = 1 / (1 + exp(-Z)), of the same shape, and Z itself.
    Source: D1 C1_W4 §4.2, "Linear-Activation Forward".
    """
    return sigmoid(Z), Z
