"""Right versions of earlier functions, asked in a process with limits: a student's code chooses what they are called with.

Runs as a script too: python -m grader_tests.engine.oracle <number of a socket> <stem>.
"""

import contextlib
import importlib
import math
import socket
import subprocess
import sys
import time

from grader_tests.engine.boxed import confine, wire
from grader_tests.engine.remote import SHARED
from helpers.checks import calling

SECONDS, SECONDS_TO_START, BYTES_OF_MEMORY = 10, 20, 3 << 30


class Oracle:
    """The reference solutions of a sheet behind a wire; the process starts when it is first asked.

    stem -- name of the sheet
    """

    def __init__(self, stem):
        self.stem, self.process, self.connection = stem, None, None

    def answer(self, name, question, raw, until):
        """Answer a student's process that calls an exercise's function.

        name -- the exercise
        question -- the message, with `args` and `kwargs` as they stand on the wire: they are handed on unread
        raw -- the bytes of its arrays
        until -- time.monotonic() when the answer must be there
        Returns (reply, bytes of its arrays), to be handed on likewise.
        """
        used = self.process is not None
        if not used:
            self._start()
        seconds = max(1, min(SECONDS, math.ceil(until - time.monotonic())))
        try:
            message = {"name": name, "args": question["args"], "kwargs": question["kwargs"], "seconds": seconds}
            wire.send(self.connection, message, raw)
            return wire.receive(self.connection, time.monotonic() + seconds + SECONDS_TO_START)
        except (OSError, KeyError, wire.WireError):
            self.close()
            if used:  # it may have ended by what others have asked before: its processor time is limited
                return self.answer(name, question, raw, until)
            return {"error": ["ValueError", f"{name} was called with arguments that it cannot work on"]}, b""
        except BaseException:  # an answer that comes now must not meet the next question
            self.close()
            raise

    def _start(self):
        self.connection, theirs = socket.socketpair()
        command = [sys.executable, "-m", "grader_tests.engine.oracle", str(theirs.fileno()), self.stem]
        with theirs:
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], start_new_session=True)
        self.connection.settimeout(SECONDS_TO_START)

    def close(self):
        """End the process."""
        if self.process is not None:
            self.connection.close()
            self.process.kill()
            self.process.wait()
            self.process = None


def main():
    """Answer questions until the connection closes."""
    connection, stem = socket.socket(fileno=int(sys.argv[1])), sys.argv[2]
    solved = importlib.import_module(f"solutions.{stem}")
    confine.limit(seconds=600, memory=BYTES_OF_MEMORY)
    with contextlib.suppress(wire.WireError, OSError):
        while True:
            message, raw = wire.receive(connection)
            packer = wire.Packer(SHARED)
            reply = _answered(getattr(solved, message["name"]), message, raw, packer)
            wire.send(connection, reply, b"".join(packer.chunks))


def _answered(function, message, raw, packer):
    try:
        args, kwargs = wire.unpack({"tuple": [message["args"], message["kwargs"]]}, raw, SHARED)
        with contextlib.redirect_stdout(None):
            outcome = calling.call(function, args, kwargs, seconds=message["seconds"])
    except (wire.WireError, TypeError) as error:
        return {"error": ["TypeError", str(error)[:300]]}
    if outcome.error is not None:
        return {"error": [type(outcome.error).__name__, str(outcome.error)[:300]]}
    return {"value": packer.pack(outcome.value), "after": packer.pack(outcome.after)}


if __name__ == "__main__":
    main()
