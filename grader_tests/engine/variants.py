"""Right and wrong ways of writing an exercise, made from the reference's source or from a function beside it."""

import functools
import importlib
import inspect
import linecache
import re
import textwrap


class DefinitionError(Exception):
    """A sheet declares something that its solutions do not bear out; says which exercise and what."""


@functools.cache
def reference_source(stem, name):
    """Return the source of a reference solution; stem and name as in "<stem>/<name>"."""
    return inspect.getsource(getattr(importlib.import_module(f"solutions.{stem}"), name))


def source_of(stem, name, way):
    """Return the source of a way of writing an exercise.

    stem, name -- the exercise
    way        -- dictionary of edits {text of the reference: other text}, or a function of any name
    Raises DefinitionError when an edit's text is not in the reference.
    """
    if callable(way):
        source = textwrap.dedent(inspect.getsource(way))
        return re.sub(rf"\b{way.__name__}\b(?=\()", name, source)
    source = reference_source(stem, name)
    head, doc, body = split_docstring(source)
    for text, other in way.items():
        if text not in body:
            raise DefinitionError(f"{stem}/{name}: the reference no longer has {text!r}, which an edit replaces")
        body = body.replace(text, other)
    return head + doc + body


def split_docstring(source):
    """Split a function's source into (head, docstring, body), which join to the source again.

    source -- source of one function with a docstring in triple quotes
    """
    start = source.index('"""')
    end = source.index('"""', start + 3) + 3
    return source[:start], source[start:end], source[end:]


def compile_in_sheet(stem, name, source, label):
    """Return the function that a source defines, living among the names of its sheet's solutions.

    stem, name -- the exercise
    source     -- source of the function
    label      -- tells this way from others in tracebacks
    """
    filename = f"<{stem}/{name}: {label}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    space = dict(vars(importlib.import_module(f"solutions.{stem}")))
    exec(compile(source, filename, "exec"), space)
    return space[name]


@functools.cache
def _cached(stem, name, source, label):
    return compile_in_sheet(stem, name, source, label)


def variant(stem, name, way, label):
    """Return a way of writing an exercise as a function; arguments as for `source_of` and `compile_in_sheet`."""
    return _cached(stem, name, source_of(stem, name, way), label)
