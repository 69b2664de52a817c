"""Call a function under test so that nothing it does (errors, warnings, endless loops) stops the check."""

import ast
import contextlib
import dis
import io
import itertools
import linecache
import signal
import threading
import traceback
import types
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.checks import tree

SECONDS_PER_CALL = 10
HELPERS = Path(__file__).resolve().parent.parent


class TooSlowError(Exception):
    """A call took longer than a check waits for it, or ended the process in which it ran."""


class Elsewhere:
    """A function that lives in another process and tells what is asked of a function here.

    It has `call(args, kwargs, *, seed, names, seconds)`, which returns an Outcome, `with_globals(replacements)`, and the
    attributes `global_names`, `notebook_data` and `has_loop`.
    """


@dataclass
class Outcome:
    """What one call did: its value or its error, the warnings on the way, and which arguments it changed."""

    value: object = None
    error: BaseException | None = None
    line: str = ""
    warnings: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    after: dict = field(default_factory=dict)  # what the changed arguments are after the call


def call(function, args, kwargs, *, seed=0, names=(), seconds=SECONDS_PER_CALL):
    """Call a function on copies of the arguments and report what happened.

    function -- the function under test
    args, kwargs -- its arguments; the caller's own arrays are never handed out
    seed     -- state of NumPy's legacy global generator during the call; restored afterwards
    names    -- names of the positional arguments, for the report of changed ones
    seconds  -- time limit in seconds, kept where the platform has alarms and this is the main thread
    Returns an Outcome; student errors are caught, a keyboard interrupt passes through.
    """
    if isinstance(function, Elsewhere):
        return function.call(args, kwargs, seed=seed, names=names, seconds=seconds)
    args, kwargs = tree.copy(args), tree.copy(kwargs)
    given_args, given_kwargs = tree.copy(args), tree.copy(kwargs)
    outcome = Outcome()
    state = np.random.get_state()
    np.random.seed(seed)
    generators = Generators(function, seed)
    complaints = io.StringIO()
    try:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stderr(complaints),
            time_limit(seconds),
        ):
            warnings.simplefilter("always")
            outcome.value = function(*given_args, **given_kwargs)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a student's exit() must not end the check
        outcome.error = error
        outcome.line = failing_line(error)
    finally:
        np.random.set_state(state)
        generators.put_back()
    outcome.warnings = [warning for warning in caught if issubclass(warning.category, RuntimeWarning)]
    names = list(names) + [f"argument {index + 1}" for index in range(len(names), len(args))]
    before = dict(zip(names, args)) | kwargs
    after = dict(zip(names, given_args)) | given_kwargs
    outcome.changed = [name for name in before if not _same(before[name], after[name])]
    outcome.after = {name: after[name] for name in outcome.changed}
    return outcome


def _same(before, after):
    try:
        return tree.same(before, after)
    except Exception:  # a student's own kind of thing, which cannot be compared
        return False


class Generators:
    """During a call, lets draws from NumPy's newer generators be decided by the call's seed, as those from np.random are.

    function -- the function under test: generators among its notebook's variables draw anew, and go on afterwards
    seed     -- the call's seed; what np.random.default_rng() gives without one follows from it
    """

    def __init__(self, function, seed):
        self.make, self.space, count = np.random.default_rng, getattr(function, "__globals__", {}), itertools.count(1)

        def default_rng(given=None):
            return self.make([seed, next(count)] if given is None else given)

        held = [one.bit_generator for one in self.space.values() if type(one) is np.random.Generator]
        self.states = [(one, one.state) for one in held]
        for generator in held:
            generator.state = type(generator)([seed, next(count)]).state
        self.names = [name for name, one in self.space.items() if one is self.make]
        self._set(default_rng)

    def _set(self, function):
        np.random.default_rng = function
        self.space.update(dict.fromkeys(self.names, function))

    def put_back(self):
        """Put everything back as it was before the call."""
        self._set(self.make)
        for generator, state in self.states:
            generator.state = state


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TooSlowError in the running code after some seconds, where the platform can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum, frame):
        raise TooSlowError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def failing_line(error):
    """Return where the student's own code failed, as "line 7: `dw = np.dot(X, dZ)`", or "" when unknown.

    error -- the caught exception; frames of installed libraries, of the checks and of given functions are skipped
    """
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        inside_library = "site-packages" in frame.filename or "/lib/python" in frame.filename
        inside_library = inside_library or frame.filename.endswith(".pyx")  # compiled parts of NumPy
        inside_library = inside_library or Path(frame.filename).is_relative_to(HELPERS)
        if not inside_library and not frame.filename.startswith("<frozen"):
            source = linecache.getline(frame.filename, frame.lineno).strip()
            return f"line {frame.lineno}" + (f": `{source}`" if source else "")
    return ""


def code_objects(function):
    """Yield the code of a function and of every function, lambda or comprehension inside it."""
    pending = [getattr(function, "__code__", None)]
    while pending:
        code = pending.pop()
        if code is not None:
            yield code
            pending += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]


def global_names(function):
    """Return the set of names that a function looks up outside itself, built-in names among them."""
    if isinstance(function, Elsewhere):
        return function.global_names
    return {
        instruction.argval
        for code in code_objects(function)
        for instruction in dis.get_instructions(code)
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }


def notebook_data(function):
    """Return the notebook's variables (arrays, numbers, collections) that a function reads, sorted by name.

    function -- the function under test; modules, functions and classes it uses are not data
    Returns a list of names.
    """
    if isinstance(function, Elsewhere):
        return function.notebook_data
    space = getattr(function, "__globals__", {})
    kinds = (np.ndarray, np.generic, bool, int, float, complex, list, tuple, dict, set)
    return sorted(name for name in global_names(function) if isinstance(space.get(name), kinds))


def has_loop(function):
    """Tell whether a function runs a Python loop (for, while or comprehension) of its own."""
    if isinstance(function, Elsewhere):
        return function.has_loop
    loops = ("FOR_ITER", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "POP_JUMP_BACKWARD_IF_TRUE")
    return any(
        instruction.opname in loops or instruction.opname.startswith("POP_JUMP_BACKWARD")
        for code in code_objects(function)
        for instruction in dis.get_instructions(code)
    )


def source_has_loop(source):
    """Tell whether the source of a function holds a Python loop; a text that is not Python holds none."""
    loops = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    try:
        return any(isinstance(node, loops) for node in ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def with_globals(function, replacements):
    """Return the same function looking up some global names elsewhere; the original is left alone.

    function     -- a plain Python function
    replacements -- dictionary from global name to what it should find
    Returns a new function, or the given one when it is not a plain Python function.
    """
    if isinstance(function, Elsewhere):
        return function.with_globals(replacements)
    if not isinstance(function, types.FunctionType):
        return function
    twin = types.FunctionType(
        function.__code__,
        {**function.__globals__, **replacements},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    twin.__kwdefaults__ = function.__kwdefaults__
    return twin
