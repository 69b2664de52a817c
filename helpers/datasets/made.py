"""Points in the plane, made up on the spot."""

import numpy as np


def make_blobs_2d(m=200, seed=0):
    """Make two overlapping classes of points in the plane.

    m -- number of points; half of them, rounded down, are of class 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), labels 0 or 1 of shape (1, m), in random order.
    """
    rng = np.random.default_rng(seed)
    Y = rng.permutation(np.arange(m) % 2).reshape(1, m)
    X = rng.normal(size=(2, m)) + np.where(Y == 1, 1.0, -1.0)
    return X, Y


def make_planar(m=200, seed=0):
    """Make a flower in the plane: six petals whose classes take turns, blurred so that neighbours overlap a little.

    m -- number of points; half of them, rounded down, are of class 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), mostly within 2 of the centre; labels 0 or 1 of shape (1, m); random order.
    """
    rng = np.random.default_rng(seed)
    petal = rng.permutation(np.arange(m) % 6)
    along = 2 * np.sqrt(rng.uniform(0.01, 1, size=m))
    half_width = 0.27 * np.sin(np.pi * along / 2)
    across = rng.normal(size=m) * np.hypot(half_width, 0.2)
    points = (along + 1j * across) * np.exp(1j * (0.3 + np.pi / 3 * petal))
    return np.stack([points.real, points.imag]), (petal % 2).reshape(1, m)


def make_moons(m=200, noise=0.2, seed=0):
    """Make two half moons that reach into each other; turning one by 180 degrees about the origin gives the other.

    m -- number of points; half of them, rounded down, are of class 1
    noise -- standard deviation of the blur; a moon's radius is 1
    seed -- seed of the random numbers
    Returns (X, Y): points of shape (2, m), labels 0 or 1 of shape (1, m), in random order.
    """
    rng = np.random.default_rng(seed)
    Y = rng.permutation(np.arange(m) % 2).reshape(1, m)
    angle = rng.uniform(0, np.pi, size=m)
    moon = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    return np.where(Y == 1, -moon, moon) + noise * rng.normal(size=(2, m)), Y
