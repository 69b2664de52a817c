"""Functions that a case can hand to a student's function (a curve whose slope is asked for, ...), known by name."""

import numpy as np


def triple(a):
    """Return 3a; Source: D2 C1_W2, intuition about derivatives."""
    return 3 * a


def square(a):
    """Return a²; Source: D2 C1_W2, more derivative examples."""
    return a**2


def cube(a):
    """Return a³; Source: D2 C1_W2, more derivative examples."""
    return a**3


def logarithm(a):
    """Return ln a; Source: D2 C1_W2, more derivative examples."""
    return np.log(a)


def decay_by_epoch(learning_rate0, epoch_num, decay_rate):
    """Return a learning rate that shrinks by the same factor every epoch; Source: D2 C2_W2, other decay methods."""
    return learning_rate0 * (1 - decay_rate) ** epoch_num


def decay_by_steps(learning_rate0, epoch_num, decay_rate):
    """Return a learning rate that shrinks by the same factor every tenth epoch; Source: D2 C2_W2, other decay methods."""
    return learning_rate0 * (1 - decay_rate) ** (epoch_num // 10)
