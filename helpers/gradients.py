"""Where is a gradient wrong? `check` compares it, entry by entry, with slopes measured on the cost, and draws a map.

    helpers.gradients.check(cost, grads, parameters)

For every parameter it gives a sentence ("dW2 is off by a factor 2 everywhere."), a map of its entries and a verdict.
Measuring takes a good many calls of the cost for each entry: it is for finding mistakes, not for training.
"""

from dataclasses import dataclass, field

import numpy as np

from helpers.diagnosis import explain, explain_shape
from helpers.slopes import CostError, Probe, measure, slope

RIGHT, WRONG, KINK, SMALL, UNSEEN = ".x~o "  # signs of the map


@dataclass
class Finding:
    """What was found about the gradient of one parameter: a sentence, a verdict, a sign for every entry."""

    name: str
    key: str
    passed: bool
    sentence: str
    signs: np.ndarray
    difference: np.ndarray = field(repr=False)


@dataclass(repr=False)
class Report:
    """The answer of `check`: one Finding per parameter, or the problem that made measuring impossible."""

    findings: list
    problem: str = ""

    @property
    def passed(self):
        """True when every gradient is right."""
        return not self.problem and all(one.passed for one in self.findings)

    @property
    def wrong(self):
        """Names of the gradients that are wrong, in the parameters' order."""
        return [one.key for one in self.findings if not one.passed]

    @property
    def sentences(self):
        """What is to be said, one sentence per wrong gradient."""
        return [self.problem] if self.problem else [one.sentence for one in self.findings if not one.passed]

    @property
    def text(self):
        """Sentences and maps in plain characters."""
        from helpers.gradient_maps import as_text

        return as_text(self)

    def show(self):
        """Show map and sentences where the caller is: a picture with alt text in a notebook, else text."""
        from helpers.gradient_maps import show

        show(self)

    def __repr__(self):
        if self.problem:
            return "<gradients: not measured>"
        return "<gradients: all right>" if self.passed else f"<gradients: wrong in {', '.join(self.wrong)}>"

    def __bool__(self):
        return self.passed


def check(cost, gradients, parameters, *, m=None, tolerance=1e-6, most=400, show=True):
    """Show where a gradient is wrong, by a map and a sentence for every parameter.

    cost -- function of the parameters that returns one number; it gets what `parameters` is, in float64
    gradients -- dictionary with keys dW1 or W1, ...; more keys do no harm; or an array when `parameters` is one
    parameters -- dictionary of arrays or numbers, or a single array; stays as it is
    m -- number of examples, if the sentences may name a missing 1/m
    tolerance -- share by which an entry may be off
    most -- entries of a parameter measured one by one; of a larger one a sample, and the others together
    show -- show the answer at once
    Returns a Report, true when all is right. Raises TypeError or ValueError for what is no parameters or gradients.
    """
    single = not isinstance(parameters, dict)
    if single:
        parameters, gradients = (
            {"theta": parameters},
            gradients if isinstance(gradients, dict) else {"theta": gradients},
        )
    parameters = {name: _numbers(name, value) for name, value in _dictionary("parameters", parameters).items()}
    keys = {
        name: f"d{name}" if f"d{name}" in gradients else name
        for name in _dictionary("gradients", gradients) and parameters
    }
    try:
        report = Report(_compare(cost, gradients, parameters, keys, single, m, tolerance, most))
    except CostError as error:
        report = Report([], str(error))
    if show:
        report.show()
    return report


def _dictionary(what, given):
    if callable(given):
        raise TypeError(f"`{what}` is a function; hand over what it returns.")
    if not isinstance(given, dict):
        raise TypeError(f"`{what}` should be a dictionary of arrays, not {type(given).__name__}.")
    if not given:
        raise ValueError(f"`{what}` is empty: there is nothing to check.")
    return given


def _array(value):
    """Return anything as an array; what is no regular array of something becomes one of objects, without axes."""
    try:
        return np.asarray(value)
    except ValueError:  # rows of different lengths
        return np.array(None)


def _numbers(name, value):
    array = _array(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} should hold real numbers, not {array.dtype} ({type(value).__name__}).")
    if not array.size:
        raise ValueError(f"{name} has no entries (shape {array.shape}).")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinite numbers: no slope can be measured there.")
    return array.astype(float)


def _compare(cost, gradients, parameters, keys, single, m, tolerance, most):
    probe = Probe(cost, parameters, single)
    chosen = {name: _sample(value.shape, most) for name, value in parameters.items()}
    slopes = {name: measure(probe, name, chosen[name]) for name in parameters}
    if not any(np.any(one.value[one.known] != 0) or one.kink.any() for one in slopes.values()):
        raise CostError(
            "The cost does not change at all when the parameters change. Does it compute with the parameters it is given, "
            "or with others from outside?"
        )
    return [_finding(probe, name, keys[name], gradients, slopes, m, tolerance) for name in parameters]


def _sample(shape, most):
    """Return the places of a large parameter that are measured, None for all; a fixed seed chooses them."""
    count = int(np.prod(shape))
    if count <= most:
        return None
    places = np.sort(np.random.default_rng(0).choice(count, most, replace=False))
    return [tuple(int(k) for k in place) for place in zip(*np.unravel_index(places, shape))]


def _finding(probe, name, key, gradients, slopes, m, tolerance):
    found, shape = slopes[name], slopes[name].value.shape
    everywhere = np.full(shape, WRONG), np.full(shape, np.nan)
    if key not in gradients:
        has = ", ".join(map(str, gradients))
        return Finding(
            name, f"d{name}", False, f"There is no d{name} among the gradients; they are {has}.", *everywhere
        )
    given = _array(gradients[key])
    if given.dtype.kind not in "iufb":
        return Finding(
            name, key, False, f"{key} is no array of real numbers (its dtype is {given.dtype}).", *everywhere
        )
    coarse = 1e-4 if given.dtype in (np.float32, np.float16) else 0.0
    given = given.astype(float)
    if given.shape != shape:
        return Finding(name, key, False, explain_shape(key, name, given, found, m), *everywhere)
    signs, difference = _signs(given, found, max(tolerance, coarse), coarse)
    wrong = signs == WRONG
    if wrong.any():
        facts = {"parameter": probe.parameters[name], "others": slopes, "m": m}
        return Finding(name, key, False, explain(key, name, given, found, wrong, **facts), signs, difference)
    return _right(probe, name, key, given, found, signs, difference)


def _signs(given, found, tolerance, coarse):
    """Return a sign for every entry, and how far off it is as a share of the larger of given and measured."""
    largest = np.fmax.reduce(np.abs(found.value), axis=None, initial=0)
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(given), np.abs(found.value))
        slack = tolerance * size + 10 * found.error + coarse * largest
        away = np.abs(given - found.value)
        bent = 1e-3 * (found.high - found.low) + tolerance * size + coarse * largest
        between = (given >= found.low - bent) & (given <= found.high + bent)
        fine = np.isfinite(given) & np.where(found.kink, between, away <= slack)
        small = (size <= 10 * found.error) & (size > 0)
        difference = np.where(found.kink & between, 0, np.where(size > 0, away / np.where(size > 0, size, 1), 0))
    signs = np.where(fine, np.where(found.kink, KINK, np.where(small, SMALL, RIGHT)), WRONG)
    signs = np.where(found.known, signs, np.where(np.isfinite(given), UNSEEN, WRONG))
    return signs, np.where(np.isfinite(given), np.where(found.known, difference, np.nan), 1.0)


def _right(probe, name, key, given, found, signs, difference):
    """Return the Finding of a gradient that is right in every entry that was measured."""
    unseen = signs == UNSEEN
    if unseen.any() and not _right_together(probe, name, given, unseen):
        said = (
            f"{key} is right in the {found.known.sum()} entries measured one by one, but wrong somewhere in the others."
        )
        return Finding(name, key, False, said, np.where(unseen, WRONG, signs), difference)
    size = f"all {given.size} entries" if given.size > 1 else "its one entry"
    if unseen.any():
        size = f"the {found.known.sum()} entries that were measured, and the other {unseen.sum()} are right together"
    said, kinks = f"{key} is right in {size}", int(found.kink.sum())
    known = found.known & ~found.kink
    if known.any() and np.all(np.abs(found.value[known]) <= 10 * found.error[known]):
        if np.any(given) or np.any(found.value[known]):
            said += f", as far as one can tell: no slope above {10 * found.error[known].max():.0e} was seen. Try other parameters"
        else:
            said += ", and zero: here the cost does not depend on it. Check at other parameters, too"
    elif kinks:
        said += f" ({f'{kinks} of them ' if given.size > 1 else ''}at a kink, between the slopes to the left and to the right)"
    return Finding(name, key, True, said + ".", signs, difference)


def _right_together(probe, name, given, unseen):
    """Tell whether the entries that were not measured are right along three random directions."""
    draw, start = np.random.default_rng(1), probe.parameters[name]
    for _ in range(3):
        direction = draw.normal(size=start.shape) * unseen
        _, error, low, high, _ = slope(probe.along(name, direction), probe.here, rounding=probe.rounding)
        along = np.sum(given * direction)
        slack = 1e-4 * np.linalg.norm(given * direction) + 10 * error
        if not low - slack <= along <= high + slack:
            return False
    return True


__all__ = ["Finding", "Report", "check"]
