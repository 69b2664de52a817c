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


def minus(a, b, dout=None):
    """Return a − b, or the slopes [da, db] when dout is given; Source: D2 C1_W2, computation graph."""
    return a - b if dout is None else [dout, -dout]


def squared(a, dout=None):
    """Return a², or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return a**2 if dout is None else [2 * a * dout]


def exponential(a, dout=None):
    """Return the power of e, or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return np.exp(a) if dout is None else [dout * np.exp(a)]


def total(a, dout=None):
    """Return the sum of all numbers, or the slope [da] when dout is given; Source: D2 C1_W2, computation graph."""
    return np.sum(a) if dout is None else [np.full(np.shape(a), dout)]


def middle(a, b, c, dout=None):
    """Return the mean of three values, or their slopes [da, db, dc]; Source: D2 C1_W2, computation graph."""
    return (a + b + c) / 3 if dout is None else [dout / 3, dout / 3, dout / 3]


def valley(settings):
    """Return a cost that is lowest, 0.1, at learning_rate = 0.02 and beta = 0.97; Source: D2 C2_W3, tuning process."""
    rate, beta = _numbers(settings, "learning_rate", "beta")
    return float(0.1 + np.log10(rate / 0.02) ** 2 + 0.3 * np.log10((1 - beta) / 0.03) ** 2)


def cliff(settings):
    """Return a cost that falls as learning_rate grows, and is NaN beyond 0.1; Source: D2 C2_W3, tuning process."""
    (rate,) = _numbers(settings, "learning_rate")
    return float(2 - np.log10(rate)) if rate <= 0.1 else float("nan")


def network_size(settings):
    """Return a cost that is lowest, 1.5, with 3 layers of 80 units at keep_prob = 0.8; Source: D2 C2_W3, tuning process."""
    layers, units, keep_prob = _numbers(settings, "layers", "units", "keep_prob")
    return float(1.5 + abs(layers - 3) + abs(units - 80) / 20 + 4 * abs(keep_prob - 0.8))


def _numbers(settings, *names):
    """Return settings as plain numbers; raises ValueError where one holds several."""
    for name in names:
        if np.size(settings[name]) != 1:
            raise ValueError(f"{name} should be one number, it is {np.size(settings[name])} numbers")
    return [np.asarray(settings[name]).item() for name in names]


def cubic_cost(x, theta):
    """Return x θ³, the cost of a model with one parameter; Source: D2 C2_W1, numerical approximation of gradients."""
    return x * theta**3


def cubic_slope(x, theta):
    """Return 3xθ², the slope of x θ³; Source: D2 C2_W1, numerical approximation of gradients."""
    return 3 * x * theta**2


def cubic_slope_without_3(x, theta):
    """Return xθ², a wrong slope of x θ³; Source: D2 C2_W1, gradient checking."""
    return x * theta**2


def cubic_slope_upside_down(x, theta):
    """Return −3xθ², a slope of x θ³ with the wrong sign; Source: D2 C2_W1, gradient checking."""
    return -3 * x * theta**2


def exponential_cost(x, theta):
    """Return e to the power θx, the cost of a model with one parameter; Source: D2 C2_W1, gradient checking."""
    return np.exp(theta * x)


def exponential_slope_without_x(x, theta):
    """Return e to the power θx, a wrong slope of that power; Source: D2 C2_W1, gradient checking."""
    return np.exp(theta * x)
