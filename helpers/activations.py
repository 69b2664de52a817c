"""Activation functions for weeks in which they are given, because an earlier week taught them."""

import numpy as np


def sigmoid(z):
    """Return the logistic function of every number, without overflow for large |z|.

    z -- number or array of any shape
    Returns 1 / (1 + exp(-z)), of the same shape.
    Source: D2 C1_W2, "Logistic Regression".
    """
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float)))[()]
