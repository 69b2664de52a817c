"""The grader's side of the wire: a student's process, and a student's function as something that `judge` can call."""

import builtins
import contextlib
import secrets
import time
from types import SimpleNamespace

from grader_tests.engine.box import BoxError
from grader_tests.engine.boxed import wire
from helpers.checks import calling, stand_ins
from helpers.checks.calling import Elsewhere, Outcome, TooSlowError

SECONDS_TO_START = 30
GRACE = 2.0  # seconds beyond a time limit before a process that does not stop itself is ended
MOST_QUESTIONS = 20_000  # of a call to the right versions of earlier functions
SHARED = {name: one for name, one in vars(stand_ins).items() if callable(one) and not name.startswith("_")}


class EndedError(Exception):
    """The student's process ended, or had to be ended; the message says why."""


class Student:
    """A student's process in a box.

    box      -- the Box
    deadline -- time.monotonic() after which nothing more is waited for
    """

    def __init__(self, box, deadline):
        self.box, self.deadline, self.ended = box, deadline, ""
        self.connection, self.life = box.open_session()
        try:
            failed = self._receive(time.monotonic() + SECONDS_TO_START)[0].get("failed")
        except (OSError, wire.WireError) as error:
            failed = str(error) or type(error).__name__
        if failed:
            self.close()
            raise BoxError(f"The {box.kind} box could not close around a student's process: {failed}; {box.said()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the process and whatever it left."""
        self.connection.close()
        self.life.close()

    def ask(self, message, raw=b"", *, seconds, answer_questions=None):
        """Send a message and return (reply, bytes of its arrays).

        seconds -- how long to wait for the reply
        answer_questions -- function from a question to (reply, bytes), for calls that ask back
        Raises EndedError when the process ends, answers nonsense or takes too long; it is gone then.
        """
        if self.ended:
            raise EndedError(self.ended)
        id = secrets.token_hex(8)
        until, questions = min(time.monotonic() + seconds + GRACE, self.deadline), 0
        try:
            self._send({"id": id, **message}, raw, until)
            while True:
                reply, data = self._receive(until)
                if reply.get("id") != id:
                    raise wire.WireError("an answer to no question")
                if "ask" not in reply:
                    return reply, data
                questions += 1
                if answer_questions is None or questions > MOST_QUESTIONS:
                    raise wire.WireError("a question out of place")
                self._send(*answer_questions(reply, data), until)
        except TimeoutError:
            self._end(f"no answer after {seconds:g} s: is there a loop that never ends?")
        except wire.WireError as error:
            self._end(self._why(error))
        except (OSError, TypeError):
            self._end(self._why("the process ended"))
        raise EndedError(self.ended)

    def _send(self, message, raw, until):
        self.connection.settimeout(max(0.01, until - time.monotonic()))
        wire.send(self.connection, message, raw)

    def _receive(self, until):
        self.connection.settimeout(max(0.01, until - time.monotonic()))
        return wire.receive(self.connection)

    def _why(self, error):
        if "ended" not in str(error):
            return f"the process was stopped, since it sent what is no answer ({error})"
        with contextlib.suppress(OSError, ValueError):
            self.life.settimeout(1)
            status = int(self.life.recv(100).split(b":")[1].strip(b" }"))
            if status & 0x7F:
                return f"the process was killed by signal {status & 0x7F}: did it take too much memory or time?"
        return "the process ended itself"

    def _end(self, why):
        self.ended = why
        self.close()
        if not self.box.alive():
            raise BoxError(f"The {self.box.kind} box itself has ended: {self.box.said()}")

    def run(self, source, number):
        """Run a cell; returns (printed text, error or None), the error as (type, words, cell, line)."""
        seconds = self.box.limits.cell
        reply, _ = self.ask({"do": "run", "source": source, "number": number, "seconds": seconds}, seconds=seconds)
        printed, error = reply.get("printed"), reply.get("error")
        return wire.clean(printed) if isinstance(printed, str) else "", told_error(error) if error else None

    def function(self, name, source, sources):
        """Return what a name stands for now as a RemoteFunction, or a sentence saying that it is no function.

        source -- the text of the function's definition, "" when there is none
        sources -- texts of the cells run so far, by number
        """
        reply, _ = self.ask({"do": "bind", "name": name}, seconds=5)
        if not reply.get("callable"):
            kind = wire.clean(str(reply.get("kind")))[:60]
            return f"`{name}` is no function but of type {kind}" if reply.get("found") else f"`{name}` does not exist"
        return RemoteFunction(self, name, reply, source, sources)


class RemoteFunction(Elsewhere):
    """A student's function; calls go over the wire, everything it tells of itself is only a text."""

    def __init__(self, student, name, told, source, sources):
        self.student, self.__name__, self.source, self.sources = student, name, source, sources
        self.global_names, self.notebook_data = _names(told.get("globals")), sorted(_names(told.get("data")))
        self.replaced = {}

    def __call__(self, *args, **kwargs):
        raise TypeError(f"{self.__name__} lives in another process; helpers.checks.calling.call calls it")

    @property
    def has_loop(self):
        """Whether its definition holds a loop; told from its source here, not by the student's process."""
        return calling.source_has_loop(self.source)

    def with_globals(self, replacements):
        """Return this function with right versions, answered here, in place of some functions that it calls."""
        twin = RemoteFunction(self.student, self.__name__, {}, self.source, self.sources)
        twin.global_names, twin.notebook_data, twin.replaced = self.global_names, self.notebook_data, replacements
        return twin

    def call(self, args, kwargs, *, seed, names, seconds):
        """Call it there; arguments and the Outcome as in helpers.checks.calling.call."""
        packer, seconds = wire.Packer(SHARED), min(seconds, self.student.box.limits.call)
        seconds *= 3 if self.replaced else 1  # every call of a replaced function goes over the wire
        message = {
            "do": "call", "name": self.__name__, "args": packer.pack(args), "kwargs": packer.pack(kwargs),
            "seed": seed, "names": list(names), "seconds": seconds, "instead": sorted(self.replaced),
        }  # fmt: skip
        raw = b"".join(packer.chunks)
        try:
            reply, data = self.student.ask(message, raw, seconds=seconds, answer_questions=self._answer)
            return self._outcome(reply["outcome"], data, set(names) | set(kwargs))
        except EndedError as error:
            return Outcome(error=TooSlowError(str(error)))
        except (wire.WireError, KeyError, TypeError, ValueError, AttributeError) as error:
            self.student._end(f"the process was stopped, since it sent what is no answer ({type(error).__name__})")
            return Outcome(error=TooSlowError(self.student.ended))

    def _answer(self, question, data):
        name = question["ask"]
        if name not in self.replaced:
            raise wire.WireError("a question out of place")
        reply, raw = self.replaced[name](question, data)
        return {**reply, "id": question["id"]}, raw

    def _outcome(self, told, data, names):
        outcome = Outcome(
            changed=[name for name in told["changed"] if name in names or str(name).startswith("argument ")]
        )
        outcome.warnings = [
            SimpleNamespace(message=wire.clean(str(words))[:200], lineno=int(line))
            for words, line in told["warnings"][:5]
        ]
        if told["error"] is None:
            outcome.value = wire.unpack(told["value"], data, SHARED)
            return outcome
        kind, words, number, line = told_error(told["error"])
        outcome.error, outcome.line = rebuilt(kind, words), self._line(number, line)
        return outcome

    def _line(self, number, line):
        lines = self.sources.get(number, "").splitlines()
        return f"line {line}: `{lines[line - 1].strip()[:200]}`" if 0 < line <= len(lines) else ""


def told_error(told):
    """Return an error's (type, words, cell, line) as the student's process told it, made safe to show."""
    kind, words, number, line = told
    kind = kind if isinstance(kind, str) and kind.isidentifier() else "Exception"
    return kind[:60], wire.clean(str(words))[:500], int(number), int(line)


def rebuilt(kind, words):
    """Return an exception of the named built-in type, or of a new one, that says these words."""
    base = getattr(builtins, kind, None)
    if kind == "TooSlowError":
        return TooSlowError(words)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    base = Exception if issubclass(base, ExceptionGroup) else base
    return type(kind, (base,), {"__str__": lambda self: words, "__init__": lambda self: None})()


def _names(told):
    return {name for name in told if isinstance(name, str) and name.isidentifier()} if isinstance(told, list) else set()
