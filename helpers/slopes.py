"""Slopes of a cost, measured entry by entry, with an estimate of their error and an eye for kinks.

Three step lengths, each half as long as the one before, give three quotients; what they tend to is the slope, and how well
they agree is the error. Where a ReLU bends, they do not agree however short the steps are: the slope to the left and the
slope to the right are both kept, and any number between them is a right answer.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

STEPS = (1e-4, 1e-5, 1e-6, 1e-7)
LONG_STEPS = (1e-2, 1e-1, 1.0)
ROUNDING = 8 * np.finfo(float).eps  # of a cost, as a share of it


class CostError(Exception):
    """The cost cannot be measured; the message says why, in a sentence, and what to do."""


@dataclass
class Slopes:
    """What was measured for one parameter: arrays of its shape, NaN where nothing was measured."""

    value: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    kink: np.ndarray

    @classmethod
    def none(cls, shape):
        """Return the Slopes of a parameter of which nothing has been measured yet."""
        return cls(*(np.full(shape, np.nan) for _ in range(4)), np.zeros(shape, dtype=bool))

    @property
    def known(self):
        """Where a slope was measured."""
        return np.isfinite(self.value)


class Probe:
    """A cost at a place that can be moved: it hands copies to the cost and sees to it that they stay as they are."""

    def __init__(self, cost, parameters, single=False):
        """Take a cost and its parameters, a dictionary of float arrays; with single, the cost gets the one array alone."""
        self.cost, self.single = cost, single
        self.parameters = {name: np.array(value, dtype=float) for name, value in parameters.items()}
        self.given = {name: value.copy() for name, value in self.parameters.items()}
        self.here = self()
        self.untouched()
        if not np.isfinite(self.here):
            raise CostError(f"The cost is {self.here} at these parameters: no slope can be measured. Start elsewhere.")
        if self() != self.here:
            raise CostError(
                "The cost is random: two calls with the same parameters give two numbers. Is dropout on? Switch it off "
                "(keep_prob = 1), or set the seed inside the cost, before you check gradients."
            )

    @cached_property
    def rounding(self):
        """How far the cost is off by rounding: seen from how rough it is along three short, straight lines.

        The last digits of a cost say nothing when probabilities are close to 0 or 1, so a share of the cost is not enough.
        """
        draw, places, rough = np.random.default_rng(2), np.linspace(0.1, 1, 15), []  # to one side: a kink may be here
        for _ in range(3):
            sizes = {name: min(1.0, np.abs(value).max() or 1.0) for name, value in self.parameters.items()}
            direction = {name: sizes[name] * draw.normal(size=value.shape) for name, value in self.parameters.items()}
            costs = np.array([self._moved(direction, 1e-5 * place) for place in places])
            if np.isfinite(costs).all():
                rest = costs - self.here
                rough.append(np.std(rest - np.polyval(np.polyfit(places, rest, 5), places)))
        return max(ROUNDING * abs(self.here), 6 * min(rough, default=0.0), 1e-300)

    def _moved(self, direction, distance):
        for name, start in self.parameters.items():
            self.given[name][...] = start + distance * direction[name]
        cost = self()
        for name, start in self.parameters.items():
            self.given[name][...] = start
        return cost

    def __call__(self):
        """Return the cost at the present place, one float."""
        with np.errstate(all="ignore"):
            handed = {name: value if value.ndim else value[()] for name, value in self.given.items()}
            cost = self.cost(next(iter(handed.values())) if self.single else handed)
        if isinstance(cost, tuple | list | dict | str) or cost is None or np.size(cost) != 1:
            what = (
                f"{len(cost)} values" if isinstance(cost, tuple | list) else f"an object of type {type(cost).__name__}"
            )
            raise CostError(
                f"The cost should be one number, but the function returns {what}. If it returns (cost, cache), "
                "hand over a function that returns the first alone."
            )
        number = np.asarray(cost)
        if number.dtype in (np.float32, np.float16):
            raise CostError(
                f"The cost comes back in {number.dtype}, too coarse for differences: seven digits at most. "
                "The check hands over float64 parameters; turn the data into float64, too."
            )
        return number.astype(float).item()

    def untouched(self):
        """Raise CostError when the cost has changed one of the arrays it was given."""
        for name, value in self.parameters.items():
            if not np.array_equal(self.given[name], value, equal_nan=True):
                raise CostError(
                    f"The cost changes {name} in place while it computes (+=, -= or a slice?). It should only look at it."
                )

    def along(self, name, direction):
        """Return the cost as a function of how far one goes from here; direction is an index of an array, or an array."""
        value, start = self.given[name], self.parameters[name]

        def moved(distance):
            if isinstance(direction, tuple):
                value[direction] = start[direction] + distance
            else:
                value[...] = start + distance * direction
            cost = self()
            if isinstance(direction, tuple):
                value[direction] = start[direction]
            else:
                value[...] = start
            return cost

        return moved


@dataclass
class Quotient:
    """A slope from one set of three steps: its value and error, the slopes to both sides, and whether it bends there."""

    value: float
    error: float
    noise: float
    low: float
    high: float
    bends: bool

    @property
    def settled(self):
        """True when shorter steps would not tell more."""
        return not self.bends and self.error <= max(1e-8 * abs(self.value), 4 * self.noise)


def quotient(along, here, length, rounding):
    """Return the Quotient of a function of a distance, for steps of `length`, a half and a quarter of it."""
    h = length * np.array([1.0, 0.5, 0.25])
    up, down = np.array([along(d) for d in h]), np.array([along(-d) for d in h])
    middle, gap = (up - down) / (2 * h), (up - 2 * here + down) / h
    rough, fine = (4 * middle[1:] - middle[:-1]) / 3
    noise = rounding / h[-1]
    low, high = sorted([(up[2] - here) / h[2], (here - down[2]) / h[2]])
    steep = max(abs(low), abs(high))
    bends = abs(gap[2]) > 0.5 * abs(gap[0]) and abs(gap[2]) > 30 * noise + 1e-7 * steep
    return Quotient(fine, abs(fine - rough) + noise, noise, low, high, bool(bends))


def slope(along, here, *, unit=1.0, tiny=0.0, rounding=0.0):
    """Measure the slope of a function of a distance, at distance 0.

    along -- the function; here -- its value at 0
    unit, tiny -- what the steps are shares of; and what shorter ones are, if these do not settle it
    rounding -- how far a value may be off by rounding
    Returns (value, error, low, high, kink): low and high are the slopes to either side, equal where there is no kink.
    """
    rounding, tried = max(rounding, ROUNDING * abs(here), 1e-300), []
    for length in [step * size for size in (unit, tiny) if size for step in STEPS]:
        one = quotient(along, here, length, rounding)
        if np.isfinite([one.value, one.error]).all():
            tried.append(one)
            if one.settled or (one.bends and length <= STEPS[-1] * unit):
                break
    if not tried:
        return np.nan, np.nan, np.nan, np.nan, False
    best = min((one for one in tried if not one.bends), default=tried[-1], key=lambda one: one.error)
    if tried[-1].bends or best.error > 1e-4 * max(abs(best.low), abs(best.high)) + 4 * best.noise:
        last = tried[-1]
        return last.value, 4 * last.noise, last.low - 4 * last.noise, last.high + 4 * last.noise, True
    for length in LONG_STEPS if abs(best.value) <= 10 * best.error else ():
        one = quotient(along, here, length * unit, rounding)
        if one.error < best.error and not one.bends and abs(one.value - best.value) <= 10 * best.error:
            best = one  # so small a slope shows only over a long way; it must not contradict the short one
    return best.value, best.error, best.value, best.value, False


def measure(probe, name, chosen=None):
    """Measure the slopes of a cost with respect to the entries of one parameter.

    probe -- a Probe; name -- the parameter
    chosen -- list of indices to measure; all of them otherwise
    Returns Slopes. Raises CostError when the cost is no number or changes what it is given.
    """
    start = probe.parameters[name]
    found, largest = Slopes.none(start.shape), np.abs(start).max()
    for place in np.ndindex(start.shape) if chosen is None else chosen:
        sizes = {"unit": max(1.0, abs(start[place])), "tiny": largest if largest < 0.01 else 0.0}
        answer = slope(probe.along(name, place), probe.here, **sizes, rounding=probe.rounding)
        for part, number in zip((found.value, found.error, found.low, found.high, found.kink), answer):
            part[place] = number
    probe.untouched()
    return found
