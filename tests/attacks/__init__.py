"""Submissions that try for undeserved points or to do harm, by kind; `ALL` holds them by kind."""

from attacks import cells, harm, lasting, leaking, reading, replacing, wire

ALL = {module.__name__.removeprefix("attacks."): module.ATTACKS
       for module in (replacing, reading, cells, wire, harm, leaking, lasting)}  # fmt: skip
