"""The grader's side of the wire: a student's process, and a student's function as something that `judge` can call."""

import builtins
import contextlib
import copy
import os
import re
import secrets
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

from grader_tests.engine.box import BoxError
from grader_tests.engine.boxed import wire
from grader_tests.engine.freezing import HIDDEN_FOLDER
from helpers.checks import calling, stand_ins
from helpers.checks.calling import Elsewhere, Outcome, TooSlowError

SECONDS_TO_START, TRIES_TO_START = 30, 3
NO_END = "no answer after {:g} s: is there a loop that never ends?"
GRACE = 2.0  # seconds beyond a time limit before a process that does not stop itself is ended
MOST_PRINTED = 101_000  # characters of a cell
UNNAMED = re.compile(r"argument \d{1,3}")  # what calling.call calls one beyond the known names
MOST_NAMES = 500  # that a function looks up outside itself
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
        for _ in range(TRIES_TO_START):
            self.connection, self.life = box.open_session()
            try:
                failed = self._receive(time.monotonic() + SECONDS_TO_START)[0].get("failed")
            except (OSError, wire.WireError) as error:
                failed = str(error) or type(error).__name__
            if not failed:
                return
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
                self._send(*answer_questions(reply, data, until), until)
                if time.monotonic() > until:
                    raise TimeoutError
        except TimeoutError:
            self.end(NO_END.format(seconds))
        except wire.WireError as error:
            self.end(self._why(error))
        except (OSError, TypeError):
            self.end(self._why("the process ended"))
        raise EndedError(self.ended)

    def _send(self, message, raw, until):
        self.connection.settimeout(max(0.01, until - time.monotonic()))
        wire.send(self.connection, message, raw)

    def _receive(self, until):
        return wire.receive(self.connection, until)

    def _why(self, error):
        if "ended" not in str(error):
            return f"the process was stopped, since it sent what is no answer ({error})"
        with contextlib.suppress(OSError, ValueError, IndexError):
            self.life.settimeout(1)
            status = int(self.life.recv(100).split(b":")[1].strip(b" }"))
            if status & 0x7F:
                return f"the process was killed by signal {status & 0x7F}: did it take too much memory or time?"
        return "the process ended itself"

    def end(self, why):
        """End the process and remember why; raises BoxError when the box is what has ended."""
        self.ended = why
        self.close()
        if not self.box.alive():
            raise BoxError(f"The {self.box.kind} box itself has ended: {self.box.said()}")

    def run(self, source, number, seconds=None):
        """Run a cell, for a cell's limit of seconds if no other is given.

        Returns (printed text, error or None), the error as (type, words, cell, line).
        """
        seconds = self.box.limits.cell if seconds is None else seconds
        reply, _ = self.ask({"do": "run", "source": source, "number": number, "seconds": seconds}, seconds=seconds)
        self.ask({"do": "ping"}, seconds=5)  # a cell that answers for itself is found out here, not at a later cell
        printed, error = reply.get("printed"), reply.get("error")
        try:
            printed = wire.clean(printed[:MOST_PRINTED]) if isinstance(printed, str) else ""
            return printed, told_error(error) if error else None
        except wire.WireError as error:
            self.end(self._why(error))
        raise EndedError(self.ended)

    def end_unless_as_before(self):
        """End the process if calls have not left it as it was: what one exercise breaks must not cost the next one.

        What the process says of itself it can only say against its own interest: a new one runs the same cells.
        """
        with contextlib.suppress(EndedError):
            if self.ask({"do": "ping"}, seconds=5)[0].get("same") is not True:
                self.end("an exercise has left threads, timers or changed libraries behind")

    def bind(self, name):
        """Let a name mean, for calls, what it stands for now; returns what the process tells of it."""
        return self.ask({"do": "bind", "name": name}, seconds=5)[0]


# What a student's process must not be able to do, each as code that has to fail.
PROBES = {
    "read the hidden references": "open({secret!r}, 'rb').read()",
    "read another place of the course": "__import__('os').listdir({course!r})",
    "write outside its folder": "open({outside!r}, 'w').write('x')",
    "start a process": "__import__('os').fork()",
    "run a program": "__import__('os').execv('/bin/true', ['true'])",
    "open a socket": "__import__('socket').socket()",
    "reach another's socket": "__import__('socket').socketpair()",
    "change who may read a folder": "__import__('os').chmod({course!r}, 0o755)",
    "look at other processes": "__import__('os').listdir('/proc')[0] + open('/proc/self/maps').read()",
    "import the solutions": "__import__('solutions')",
}


def probe(box):
    """Try in a box what it must prevent; raises BoxError naming what it lets through.

    box -- the Box, of a kind that protects
    """
    project = Path(__file__).resolve().parents[2]
    places = {
        "secret": str(HIDDEN_FOLDER / f"{box.stem}.h5"),
        "course": str(project / "course"),
        "outside": str(Path(tempfile.gettempdir()) / f"byhand-probe-{os.getpid()}"),
    }
    with Student(box, time.monotonic() + 60) as student:
        _, error = student.run("1 + 1", 0)
        through = [] if error is None else ["run anything at all"]
        for number, (what, code) in enumerate(PROBES.items(), 1):
            try:
                _, error = student.run(code.format(**places), number)
            except EndedError:  # another program has taken the process over
                through.append(what)
                break
            through += [what] if error is None else []
    if through:
        raise BoxError(f"The {box.kind} box does not hold: student code could {', '.join(through)}.")


class RemoteFunction(Elsewhere):
    """A student's function; calls go over the wire, everything it tells of itself is only a text.

    students -- the Student in which it lives; when that has ended, a second one for calls with right versions in place
    name     -- the function's name
    told     -- what `Student.bind` told of it
    source   -- the text of its definition, "" when there is none
    sources  -- texts of the cells run so far, by number
    revive   -- function that returns another Student in which the same cells have run and the name is bound
    """

    def __init__(self, students, name, told, source, sources, revive):
        self.students, self.__name__, self.source, self.sources = students, name, source, sources
        self.global_names, self.notebook_data = _names(told.get("globals")), sorted(_names(told.get("data")))
        self.revive, self.replaced, self.share = revive, {}, 1.0  # share: part of a call's limit of seconds
        self.slow = []  # shared with its twins: whether a call ran out of time

    def __call__(self, *args, **kwargs):
        raise TypeError(f"{self.__name__} lives in another process; helpers.checks.calling.call calls it")

    @property
    def has_loop(self):
        """Whether its definition holds a loop; told from its source here, not by the student's process."""
        return calling.source_has_loop(self.source)

    def with_globals(self, replacements):
        """Return this function with right versions, answered here, in place of some functions that it calls."""
        twin = copy.copy(self)
        twin.replaced = replacements
        return twin

    def call(self, args, kwargs, *, seed, names, seconds):
        """Call it there; arguments and the Outcome as in helpers.checks.calling.call."""
        packer, seconds = wire.Packer(SHARED), min(seconds, self.students[0].box.limits.call) * self.share
        seconds *= 3 if self.replaced and not self.slow else 1  # calls of a replaced function go over the wire
        message = {
            "do": "call", "name": self.__name__, "args": packer.pack(args), "kwargs": packer.pack(kwargs),
            "seed": seed, "names": list(names), "seconds": seconds, "instead": sorted(self.replaced),
        }  # fmt: skip
        raw = b"".join(packer.chunks)
        student = self.students[-1 if self.replaced else 0]
        try:
            if self.replaced and student.ended and len(self.students) == 1:
                student = self.revive()
                self.students.append(student)
            reply, data = student.ask(message, raw, seconds=seconds, answer_questions=self._answer)
            outcome = self._outcome(reply["outcome"], data, set(names) | set(kwargs))
        except EndedError as error:
            outcome = Outcome(error=TooSlowError(str(error)))
        except (
            wire.WireError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            OverflowError,
            RecursionError,
        ) as error:
            student.end(f"the process was stopped, since it sent what is no answer ({type(error).__name__})")
            outcome = Outcome(error=TooSlowError(student.ended))
        if isinstance(outcome.error, TooSlowError):
            self.slow.append(True)
            outcome.error = TooSlowError(str(outcome.error) or NO_END.format(seconds))
        return outcome

    def _answer(self, question, data, until):
        name = question["ask"]
        if name not in self.replaced:
            raise wire.WireError("a question out of place")
        reply, raw = self.replaced[name](question, data, until)
        return {**reply, "id": question["id"]}, raw

    def _outcome(self, told, data, names):
        outcome = Outcome(changed=[name for name in told["changed"] if name in names or UNNAMED.fullmatch(str(name))])
        for words, line in told["warnings"][:5]:
            line = line if type(line) is int else 0
            outcome.warnings.append(SimpleNamespace(message=wire.clean(str(words))[:200], lineno=line))
        if told["error"] is None:
            parts = {"tuple": [told["value"], told.get("after", {"dict": []})]}
            outcome.value, outcome.after = wire.unpack(parts, data, SHARED)
            if not isinstance(outcome.after, dict):
                raise wire.WireError("changed arguments of no known form")
            return outcome
        kind, words, number, line = told_error(told["error"])
        outcome.error, outcome.line = rebuilt(kind, words), self._line(number, line)
        return outcome

    def _line(self, number, line):
        lines = self.sources.get(number, "").splitlines()
        return f"line {line}: `{lines[line - 1].strip()[:200]}`" if 0 < line <= len(lines) else ""


def told_error(told):
    """Return an error's (type, words, cell, line) as the student's process told it, made safe to show.

    Raises WireError when it is none of this.
    """
    if not isinstance(told, list) or len(told) != 4:
        raise wire.WireError("an error of no known form")
    kind, words, number, line = told
    kind = kind[:60] if isinstance(kind, str) and kind.isidentifier() else "Exception"
    place = [one if type(one) is int else 0 for one in (number, line)]
    return wire.clean(kind), wire.clean(words if isinstance(words, str) else "")[:500], *place


def rebuilt(kind, words):
    """Return an exception of the named built-in type, or of a new one, that says these words."""
    if kind == "TooSlowError":
        return TooSlowError()
    base = getattr(builtins, kind, None)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    base = Exception if issubclass(base, ExceptionGroup) else base
    return type(kind, (base,), {"__str__": lambda self: words, "__init__": lambda self: None})()


def _names(told):
    names = told[:MOST_NAMES] if isinstance(told, list) else []
    return {name for name in names if isinstance(name, str) and len(name) <= 60 and name.isidentifier()}
