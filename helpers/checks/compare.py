"""Is what a function returned the same as what it should return? If not: where, and in what way."""

from dataclasses import dataclass

import numpy as np

from helpers.checks.tree import brief

MOST_WORDS = 1000  # characters of a sentence


@dataclass
class Difference:
    """One leaf that is not as expected: its name, the kind of difference and a sentence about it."""

    path: str
    kind: str  # missing, none, type, shape, dtype, nan, value
    sentence: str
    choice: str = ""  # of a wrong answer to a question with named options: which it is

    def __post_init__(self):
        if len(self.sentence) > MOST_WORDS:  # a result may have a thousand long names in it
            self.sentence = self.sentence[:MOST_WORDS] + " …"


def is_scalar(value):
    """Tell whether a value counts as one number: a Python or NumPy number or an array without axes."""
    return isinstance(value, bool | int | float | np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0)


def as_plain_array(value):
    """Return a value as a plain ndarray of numbers, or None when it is something else.

    value -- number, ndarray or list of numbers; a subclass of ndarray loses its own methods here
    """
    if not isinstance(value, bool | int | float | complex | np.generic | np.ndarray | list | tuple):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError, MemoryError):
        return None
    return array if array.dtype.kind in "biufc" else None


def compare(expected, returned, *, rtol, atol, path="result", exactly=False):
    """List the differences between an expected and a returned nested value, in reading order.

    expected -- what the reference returns: arrays, numbers, strings in dictionaries, lists, tuples
    returned -- what the function under test returned
    rtol, atol -- relative and absolute tolerance of a number
    path, exactly -- name of the value in the sentences; whether a text counts as it is
    Returns a list of Difference; empty when the two agree. Extra keys of a dictionary do no harm; a single text counts in any
    case and spacing, a list of words and a text with line ends count as they are.
    """
    if returned is None and expected is not None:
        what = "the function returns None: is the `return` line missing?" if path == "result" else f"{path} is None"
        return [Difference(path, "none", what)]
    if hasattr(expected, "differences"):  # a Sealed, which knows by itself: see helpers.checks.choices
        return expected.differences(returned, path)
    if isinstance(expected, dict):
        return _compare_dict(expected, returned, rtol, atol, path)
    if isinstance(expected, list | tuple):
        return _compare_sequence(expected, returned, rtol, atol, path)
    if isinstance(expected, str) or expected is None:
        texts = isinstance(expected, str) and isinstance(returned, str)
        alike = texts and not exactly and "\n" not in expected and _word(returned) == _word(expected)
        if returned is expected or alike or (texts and returned == expected):
            return []
        return [Difference(path, "value", f"{path} is {brief(returned)}, expected {brief(expected)}")]
    if callable(expected):
        return [] if returned is expected else [Difference(path, "type", f"{path} should be {brief(expected)}")]
    return _compare_numbers(expected, returned, rtol, atol, path)


def _compare_dict(expected, returned, rtol, atol, path):
    if not isinstance(returned, dict):
        return [Difference(path, "type", f"{path} should be a dictionary, not {_kind(returned)}")]
    differences = []
    for key, part in expected.items():
        if key not in returned:
            has = ", ".join(repr(name) for name in returned) or "nothing"
            differences.append(Difference(f"{path}[{key!r}]", "missing", f"{path} has no key {key!r}; it has {has}"))
        else:
            differences += compare(part, returned[key], rtol=rtol, atol=atol, path=f"{path}[{key!r}]")
    return differences


def _compare_sequence(expected, returned, rtol, atol, path):
    plain = all(is_scalar(part) for part in expected) or all(isinstance(part, str) for part in expected)
    if isinstance(returned, np.ndarray) and plain and returned.ndim == 1:
        if len(returned) != len(expected):  # before a list is made of it, which takes much more room
            return [Difference(path, "type", f"{path} has {len(returned)} entries, expected {len(expected)}")]
        returned = list(returned)
    if not isinstance(returned, list | tuple):
        wanted = f"{len(expected)} values" if isinstance(expected, tuple) else "a list"
        return [Difference(path, "type", f"{path} should be {wanted}, not {_kind(returned)}")]
    if len(returned) != len(expected):
        return [Difference(path, "type", f"{path} has {len(returned)} entries, expected {len(expected)}")]
    tokens = plain and any(isinstance(part, str) and len(part) > 1 for part in expected)  # "The" is not "the"
    near = {"rtol": rtol, "atol": atol, "exactly": tokens}
    differences = []
    for index, part in enumerate(expected):
        differences += compare(part, returned[index], **near, path=f"{path}[{index}]")
    return differences


def _compare_numbers(expected, returned, rtol, atol, path):
    right = np.asarray(expected)
    given = as_plain_array(returned)
    if given is None:
        if isinstance(returned, np.ndarray):
            holds = "Python objects" if returned.dtype == object else "texts"
            return [Difference(path, "dtype", f"{path} is an array of {holds}, not of numbers")]
        wanted = "a number" if is_scalar(expected) else _kind(expected)
        return [Difference(path, "type", f"{path} should be {wanted}, not {_kind(returned)}")]
    if is_scalar(expected):
        if given.size != 1:
            what = _kind(returned if isinstance(returned, list | tuple) else given)
            return [Difference(path, "shape", f"{path} should be one number, not {what}")]
        given = given.reshape(())
        right = right.reshape(())
    elif isinstance(returned, list | tuple):
        return [Difference(path, "type", f"{path} should be an array of shape {right.shape}, not {_kind(returned)}")]
    if given.ndim == 0 and right.ndim > 0:
        return [Difference(path, "shape", f"{path} is one number, expected an array of shape {right.shape}")]
    if given.shape != right.shape:
        return [Difference(path, "shape", f"{path} has shape {given.shape}, expected {right.shape}")]
    if given.dtype.kind == "c" and right.dtype.kind != "c":
        return [Difference(path, "dtype", f"{path} holds complex numbers, expected real ones")]
    return _compare_values(right.astype(np.float64), given.astype(np.float64), rtol, atol, path)


def _compare_values(right, given, rtol, atol, path):
    broken = ~np.isfinite(given) & np.isfinite(right)
    if broken.any():
        where = tuple(int(index) for index in np.argwhere(broken)[0])
        name = "NaN (not a number)" if np.isnan(given[broken].flat[0]) else "infinite"
        spot = f" first at {where}" if where else ""
        return [Difference(path, "nan", f"{path} is {name} in {int(broken.sum())} of {given.size} places{spot}")]
    wrong = ~np.isclose(given, right, rtol=rtol, atol=atol, equal_nan=True)
    if not wrong.any():
        return []
    if given.size == 1:
        return [Difference(path, "value", f"{path} is {brief(given.item())}, expected {brief(right.item())}")]
    where = tuple(int(index) for index in np.argwhere(wrong)[0])
    return [
        Difference(
            path,
            "value",
            f"{path}{list(where)} is {brief(given[where].item())}, expected {brief(right[where].item())}"
            f" ({int(wrong.sum())} of {given.size} numbers differ)",
        )
    ]


def _word(text):
    return " ".join(text.casefold().split())


def _kind(value):
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)} entries"
    if is_scalar(value):
        return f"a number ({type(value).__name__})"
    if callable(value):
        return "a function (are its brackets missing?)"
    return f"a {type(value).__name__}"
