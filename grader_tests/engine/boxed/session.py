"""A student's process: runs the cells it is sent, keeps the functions, calls them when asked."""

import ast
import builtins
import gc
import io
import linecache
import math
import random
import signal
import sys
import threading
import traceback
import types

import numpy as np

from boxed import wire
from helpers.checks import calling, stand_ins

MOST_OUTPUT = 100_000
SHARED_MODULES = (builtins, math, random, np, np.random, np.linalg)
SHARED = {name: one for name, one in vars(stand_ins).items() if callable(one) and not name.startswith("_")}


class Tape(io.TextIOBase):
    """Keeps the first part of what is printed and forgets the rest."""

    def __init__(self):
        self.parts, self.left = [], MOST_OUTPUT

    def write(self, text):
        """Keep a text as far as there is room."""
        if self.left > 0:
            self.parts.append(text[: self.left])
        self.left -= len(text)
        return len(text)

    def take(self):
        """Return what was kept, and start anew."""
        text = "".join(self.parts) + ("\n… more was printed; it was left out" if self.left < 0 else "")
        self.__init__()
        return text


class Shell:
    """Stands for IPython's shell where a cell asks for it: magics and system commands do nothing here."""

    def __getattr__(self, name):
        return lambda *args, **options: None

    def run_cell_magic(self, name, line, cell):
        """Run the body of a cell that is only timed or captured; other cell magics do nothing."""
        if name in ("time", "timeit", "capture", "prun"):
            exec(compile(cell, "<cell>", "exec"), sys.modules["__main__"].__dict__)


class Session:
    """Serves one grader over one connection until it closes."""

    def __init__(self, connection):
        self.connection, self.functions, self.tape, self.before = connection, {}, Tape(), {}
        sys.stdout = sys.stderr = self.tape
        home = types.ModuleType("__main__")
        home.__dict__.update(get_ipython=Shell, display=lambda *values, **_: [print(value) for value in values])
        sys.modules["__main__"], self.space = home, home.__dict__
        builtins.exit = builtins.quit = sys.exit

    def serve(self):
        """Answer messages one by one; whatever student code does, only the connection's end ends this."""
        answers = {"run": self.run, "bind": self.bind, "call": self.call, "ping": self.ping}
        while True:
            self.connection.setblocking(True)  # a call may have made it impatient; the next request would be lost
            message, raw = wire.receive(self.connection)
            packer = wire.Packer(SHARED)
            try:
                reply = answers[message["do"]](message, raw, packer)
                text = b"".join(packer.chunks)
            except BaseException as error:
                packer, text = wire.Packer(), b""
                reply = {"outcome": self.failed(error)}
            self.answer(message, reply, text)

    def answer(self, message, reply, raw=b""):
        """Send a reply to a message."""
        wire.send(self.connection, {"id": message["id"], **reply}, raw)

    def run(self, message, raw, packer):
        """Run one cell; the reply has what it printed and its error."""
        source, name = message["source"], f"<cell {message['number']}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        error = None
        try:
            with calling.time_limit(message["seconds"]):
                self._execute(source, name)
        except BaseException as caught:
            error = self.failed(caught)["error"]
        return {"printed": self.tape.take(), "error": error}

    def _execute(self, source, name):
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.space)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), self.space)
            if value is not None and not source.rstrip().endswith(";"):
                print(repr(value))

    def bind(self, message, raw, packer):
        """Keep the function that a name stands for now; the reply says what it looks up outside itself."""
        name = message["name"]
        found = self.space.get(name)
        if not callable(found):
            return {"found": name in self.space, "callable": False, "kind": type(found).__name__}
        self.functions[name] = found
        self.before = _surroundings(self.space)
        return {
            "found": True,
            "callable": True,
            "kind": type(found).__name__,
            "globals": sorted(calling.global_names(found))[:500],
            "data": calling.notebook_data(found)[:50],
        }

    def ping(self, *_):
        """Tell that the process listens, and whether calls have left it as it was at the last `bind`."""
        now = _surroundings(self.space)
        return {"same": all(now.get(name) == kept for name, kept in self.before.items())}

    def call(self, message, raw, packer):
        """Call a kept function; the reply has what calling.Outcome has."""
        args, kwargs = wire.unpack({"tuple": [message["args"], message["kwargs"]]}, raw, SHARED)
        function = self.functions[message["name"]]
        if message["instead"]:
            replaced = {name: self._asker(message, name) for name in message["instead"]}
            function = calling.with_globals(function, replaced)
        limits = {"seed": message["seed"], "seconds": message["seconds"]}
        outcome = calling.call(function, args, kwargs, names=message["names"], **limits)
        self.tape.take()
        if outcome.error is not None:
            return {"outcome": self.failed(outcome.error, outcome)}
        value, after = packer.pack(outcome.value), packer.pack(outcome.after)
        return {"outcome": {"value": value, "after": after, "error": None, **_told(outcome)}}

    def _asker(self, message, name):
        def ask(*args, **kwargs):
            packer = wire.Packer(SHARED)
            question = {"ask": name, "args": packer.pack(args), "kwargs": packer.pack(kwargs)}
            self.answer(message, question, b"".join(packer.chunks))
            reply, raw = wire.receive(self.connection)
            if "error" in reply:
                kind = getattr(builtins, reply["error"][0], RuntimeError)
                raise kind(reply["error"][1])
            parts = {"tuple": [reply["value"], reply.get("after", {"dict": []})]}
            value, after = wire.unpack(parts, raw, SHARED)
            for place, now in after.items():  # "argument 2" or the name of a keyword
                _become(kwargs[place] if place in kwargs else args[int(place.split()[1]) - 1], now)
            return value

        return ask

    def failed(self, error, outcome=None):
        """Return what is told of an error: its type, its words, the cell and line where it happened."""
        try:
            words = str(error)[:500]
        except BaseException:
            words = ""
        number, line = _place(error)
        told = [type(error).__name__, words, number, line]
        return {"value": None, "error": told, **_told(outcome)}


def _surroundings(space):
    """Return {what: value} of what a function finds around it, beside its arguments: {(module, name): identity}, threads, ..."""
    found = {(module.__name__, name): id(one) for module in SHARED_MODULES for name, one in vars(module).items()}
    found |= {("notebook", name): id(one) for name, one in space.items() if callable(one)}
    timers = [signal.getitimer(which) for which in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)]
    return found | {
        "threads": threading.active_count(),
        "tracing": (sys.gettrace(), sys.getprofile(), sys.getrecursionlimit()),
        "timers": timers,
        "collector": (gc.isenabled(), len(gc.callbacks)),
        "errors": np.geterr(),
    }


def _become(old, new):
    """Make an argument, in place, what the right version of a function has made of its copy."""
    if isinstance(old, np.ndarray):
        old[...] = new
    elif isinstance(old, list):
        old[:] = new
    elif isinstance(old, dict):
        for key, part in new.items():
            if isinstance(old.get(key), np.ndarray) and old[key].shape == np.shape(part):
                old[key][...] = part
            else:
                old[key] = part


def _told(outcome):
    caught = outcome.warnings[:5] if outcome else []
    told = [[str(warning.message)[:200], int(warning.lineno)] for warning in caught]
    return {"warnings": told, "changed": outcome.changed if outcome else []}


def _place(error):
    """Return (number of the cell, line in it) of the last step of an error that lies in a cell, else (-1, 0)."""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        return int(error.filename[6:-1]), error.lineno or 0
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith("<cell ") and frame.filename != "<cell>":
            return int(frame.filename[6:-1]), frame.lineno or 0
    return -1, 0
