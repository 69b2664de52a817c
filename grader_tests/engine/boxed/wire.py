"""The narrow wire between the grader and a student's process: length, JSON, then the raw bytes of arrays. No pickle.

A message is a dictionary of plain data. Values on it are numbers, texts, None, lists, tuples, dictionaries and arrays of
plain numbers; anything else arrives as an Opaque, which can be named and nothing more.
"""

import json
import math
import re
import struct
import time

import numpy as np

HEAD = struct.Struct(">IQ")  # bytes of JSON, bytes of arrays
MOST_TEXT, MOST_BYTES, MOST_PARTS, MOST_DEPTH = 4_000_000, 64_000_000, 50_000, 40
MOST_KEY = 200  # characters: a key is in the name of everything under it
MOST_ODD = 1_000_000  # entries of arrays that hold no numbers; few bytes here, but a copy takes eight for each
NUMBERS = re.compile(r"[<|=][biufc](1|2|4|8|16)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class WireError(Exception):
    """The other side sent what is no message, or went away."""


class Opaque:
    """A value that does not travel: only the name of its type does."""

    def __repr__(self):
        return f"a {type(self).__name__}"  # no address of this process


class Packer:
    """Turns values into JSON, the bytes of arrays going beside it."""

    def __init__(self, names_of_functions=None):
        self.names = names_of_functions or {}
        self.chunks, self.length, self.parts, self.odd = [], 0, 0, 0

    def pack(self, value, depth=0):
        """Return a value as JSON data; what does not fit on the wire becomes the name of its type."""
        self.parts += 1
        kind = type(value)
        if self.parts > MOST_PARTS or depth > MOST_DEPTH:
            return {"opaque": ["a very large structure", False]}
        if value is None or kind is bool or kind is float:
            return value
        if issubclass(kind, int) and int.bit_length(value) <= 1024:
            return int.__int__(value)
        if issubclass(kind, str):
            return str.__str__(value)[:100_000]
        if issubclass(kind, np.ndarray | np.generic):
            return self._array(value, kind)
        if issubclass(kind, float):  # after NumPy's own: float64 is one
            return float.__float__(value)
        if issubclass(kind, dict):
            return {"dict": [[self.pack(k, depth + 1), self.pack(v, depth + 1)] for k, v in dict.items(value)]}
        if issubclass(kind, list | tuple):
            name = "list" if issubclass(kind, list) else "tuple"
            return {name: [self.pack(part, depth + 1) for part in tuple(value)]}
        named = next((name for name, known in self.names.items() if known is value), None)  # not ==, which is theirs
        return {"opaque": [kind.__name__, callable(value)]} if named is None else {"function": named}

    def _array(self, value, kind):
        array = np.array(value, subok=False)
        if array.dtype.itemsize > 16 or (array.dtype.kind == "f" and array.dtype.itemsize > 8):
            array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
        if array.dtype.kind not in "biufc":
            self.odd += array.size
            if self.odd > MOST_ODD:
                return {"opaque": ["a large array of no numbers", False]}
            return {"odd": [array.dtype.kind, list(array.shape)]}
        raw = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"))).tobytes()
        start, self.length = self.length, self.length + len(raw)
        if self.length > MOST_BYTES:
            return {"opaque": [f"a result of more than {MOST_BYTES // 1_000_000} MB", False]}
        self.chunks.append(raw)
        dtype = array.dtype.newbyteorder("<").str
        return {"number" if issubclass(kind, np.generic) else "array": [dtype, list(array.shape), start]}


def unpack(data, raw, functions=None):
    """Return the value that `Packer.pack` wrote.

    data, raw -- JSON data, and the bytes of its arrays
    functions -- {name: function} that may come back
    Raises WireError for anything that a Packer would not write.
    """
    return _Unpacker(raw, functions or {}).unpack(data)


class _Unpacker:
    """Reads values, and makes sure that they take no more room than they took on the wire."""

    def __init__(self, raw, functions):
        self.raw, self.functions, self.place, self.parts, self.odd = raw, functions, 0, 0, 0

    def unpack(self, data, depth=0):
        self.parts += 1
        if depth > MOST_DEPTH + 2 or self.parts > MOST_PARTS + 100:
            raise WireError("a value is too deep or too large")
        if data is None or isinstance(data, bool | int | float):
            return data
        if isinstance(data, str):
            return clean(data)
        try:
            ((kind, content),) = data.items()
            return self._content(kind, content, depth + 1)
        except (AttributeError, TypeError, ValueError, KeyError, IndexError, OverflowError, MemoryError) as error:
            raise WireError(f"a value cannot be read: {type(error).__name__}") from None

    def _content(self, kind, content, depth):
        if kind == "dict":
            return {self._key(key, depth): self.unpack(part, depth) for key, part in content}
        if kind == "list":
            return [self.unpack(part, depth) for part in content]
        if kind == "tuple":
            return tuple(self.unpack(part, depth) for part in content)
        if kind in ("array", "number"):
            return self._array(kind, *content)
        if kind == "odd":
            shape = _shape(content[1])
            self.odd += math.prod(shape)
            if self.odd > MOST_ODD:
                raise WireError("an array of no possible size")
            return np.broadcast_to(np.empty((), object if content[0] == "O" else "U1"), shape)
        if kind == "function":
            return self.functions[content]
        if kind == "opaque":
            return _opaque(*content)
        raise WireError("a value of no known kind")

    def _key(self, data, depth):
        key = self.unpack(data, depth)
        return f"{key[:MOST_KEY]}…" if isinstance(key, str) and len(key) > MOST_KEY else key

    def _array(self, kind, dtype, shape, start):
        if not NUMBERS.fullmatch(dtype) or start != self.place:
            raise WireError("an array of no plain numbers")
        dtype, shape = np.dtype(dtype), _shape(shape)
        count = int(np.prod(shape, dtype=np.int64))
        self.place += count * dtype.itemsize
        array = np.frombuffer(self.raw, dtype, count, start).reshape(shape).copy() if count else np.zeros(shape, dtype)
        return array[()] if kind == "number" else array


def _shape(shape):
    if len(shape) > 32 or not all(type(size) is int and 0 <= size <= MOST_BYTES for size in shape):
        raise WireError("an array of no possible shape")
    if math.prod(shape) > MOST_BYTES:
        raise WireError("an array of no possible size")
    return tuple(shape)


def _opaque(name, is_callable):
    name = clean(name)[:60] if isinstance(name, str) else "object"
    if is_callable is True:
        return lambda *_: None
    return type(name, (Opaque,), {})()


def clean(text):
    """Return a text that is safe to show and to store: no control characters, no halves of characters."""
    return CONTROL.sub("�", text).encode("utf-8", "replace").decode("utf-8")


def send(connection, message, raw=b""):
    """Send one message (a dictionary of JSON data) with the bytes of its arrays."""
    text = json.dumps(message).encode()
    connection.sendall(HEAD.pack(len(text), len(raw)) + text)
    if raw:
        connection.sendall(raw)


def receive(connection, until=None):
    """Return the next (message, bytes of arrays).

    until -- time.monotonic() at which waiting ends, however little came by then
    Raises WireError when the other side is gone or sends no message, TimeoutError when the time is over.
    """
    text, raw = HEAD.unpack(_exactly(connection, HEAD.size, until))
    if text > MOST_TEXT or raw > MOST_BYTES:
        raise WireError("a message is too large")
    text, raw = _exactly(connection, text, until), _exactly(connection, raw, until)
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise WireError("a message is not JSON") from None
    if not isinstance(message, dict):
        raise WireError("a message is not a dictionary")
    return message, raw


def _exactly(connection, length, until):
    parts = bytearray()
    while len(parts) < length:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise WireError("the process ended")
        parts += part
    return bytes(parts)
