"""Nested results (arrays in dictionaries, tuples and lists) as a flat list of named leaves."""

import numpy as np

CONTAINERS = (dict, list, tuple)


def leaves(value, path=""):
    """Yield every leaf of a nested value with its name, as a student would write it.

    value -- arrays, numbers, strings or None in dictionaries, lists and tuples
    path  -- what the value itself is called, for instance "result"
    Yields (name, leaf) pairs: ("result[0]['dw']", array), in the order of the containers.
    """
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{path}[{key!r}]")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from leaves(part, f"{path}[{index}]")
    else:
        yield path, value


def leaf_at(value, path, name="result"):
    """Return the leaf of a nested value that `leaves` calls by a name; raises LookupError when there is none.

    value -- the nested value, of which only what the name leads to is looked at: it may be very large
    path  -- the leaf's name
    name  -- what the value itself is called
    """
    if not isinstance(value, CONTAINERS):
        if name == path:
            return value
        raise LookupError(path)
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        inside = f"{name}[{key!r}]"
        if path == inside or path.startswith(inside + "["):
            return leaf_at(part, path, inside)
    raise LookupError(path)


def copy(value):
    """Return a deep copy of a nested value; functions and other opaque leaves are shared."""
    if isinstance(value, dict):
        return {key: copy(part) for key, part in value.items()}
    if isinstance(value, list):
        return [copy(part) for part in value]
    if isinstance(value, tuple):
        return tuple(copy(part) for part in value)
    if isinstance(value, np.ndarray):
        return value.copy()
    return value


def same(before, after):
    """Tell whether two nested values are identical: kinds, shapes and every bit, NaN equal to NaN."""
    if isinstance(before, CONTAINERS) or isinstance(after, CONTAINERS):
        if type(before) is not type(after) or len(before) != len(after):
            return False
        if isinstance(before, dict):
            return list(before) == list(after) and all(same(before[key], after[key]) for key in before)
        return all(same(first, second) for first, second in zip(before, after))
    if isinstance(before, np.ndarray) or isinstance(after, np.ndarray):
        if not (isinstance(before, np.ndarray) and isinstance(after, np.ndarray)):
            return False
        return (
            before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == np.asarray(after).tobytes()
        )
    return before is after or before == after or (before != before and after != after)


def brief(value, limit=12):
    """Return a nested value as short text: small arrays in full, larger ones by shape.

    value -- what went into or came out of a function
    limit -- how many numbers an array may hold to be shown in full
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {brief(part, limit)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        inside = ", ".join(brief(part, limit) for part in value[:6]) + (", …" if len(value) > 6 else "")
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, np.ndarray):
        if value.size > limit:
            return f"array {value.shape}"
        tiny = value.dtype.kind == "f" and 0 < np.abs(value).max(initial=0) < 1e-3  # 1e-05 rather than 0.00001 or 0.
        numbers = np.array2string(value, precision=5, suppress_small=not tiny, separator=", ", max_line_width=10_000)
        return f"{' '.join(numbers.split())} shape {value.shape}"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.6g}"
    if callable(value):
        return getattr(value, "__name__", "a function")
    try:
        text = repr(value)
    except Exception:  # of a student's own kind, or a number of thousands of digits
        text = f"a {type(value).__name__}"
    return text if len(text) <= 80 else text[:77] + "…"
