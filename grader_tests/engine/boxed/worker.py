"""The warm process inside the box: imports once what notebooks import, then forks a student's process on demand.

Runs as a script: worker.py <number of the control socket>; settings.json lies beside its folder. Knows nothing but what the bundle holds.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path

BUNDLE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(BUNDLE), str(BUNDLE / "site")]


def warm(settings):
    """Import what the released notebook imports and read its public references, before anything is forked."""
    import numpy as np

    from helpers.checks import asking

    for statement in settings["imports"]:
        with contextlib.suppress(ImportError):
            exec(statement, {})
    asking.exercises_of(settings["stem"])
    np.ones((2, 2)) @ np.ones((2, 2))


def start_session(connection, life, settings):
    """Confine a forked process and let it serve; its keeper ends it when `life` closes."""
    from boxed import confine

    network = settings["box"] == "landlock"
    alone = settings["box"] != "none" and confine.own_namespaces(network=network)
    child = os.fork()
    if child == 0:
        life.close()
        from boxed import wire
        from boxed.session import Session

        try:
            _confined(settings, alone)
        except OSError as error:
            wire.send(connection, {"failed": f"{error.strerror} in {_last_step(error)}"})
            os._exit(1)
        wire.send(connection, {"failed": ""})
        Session(connection).serve()
        os._exit(0)
    connection.close()
    _keep(child, life)


def _last_step(error):
    return traceback.extract_tb(error.__traceback__)[-1].line


def _confined(settings, alone):
    from boxed import confine

    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work = settings["work"]
    if alone:
        confine.own_tmpfs(work, 64)
    elif settings["box"] != "none":
        work = "/"
    os.chdir(work)
    os.environ["HOME"] = os.environ["TMPDIR"] = work
    confine.limit(seconds=settings["seconds"], memory=settings["memory"])
    if settings["box"] == "landlock":
        confine.landlock(settings["readable"], [work] if alone else [])
    if settings["box"] != "none":
        confine.drop_rights()
        confine.seccomp(ownership=not alone)
    _reseed()


def _reseed():
    import random

    import numpy as np

    random.seed()
    np.random.seed()


def _keep(child, life):
    watched = select.poll()
    watched.register(life, select.POLLIN | select.POLLHUP)
    if hasattr(os, "pidfd_open"):
        watched.register(os.pidfd_open(child), select.POLLIN)
        watched.poll()
    else:  # no Linux: look every now and then
        while not watched.poll(50) and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            pass
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        life.sendall(json.dumps({"status": status}).encode())
    os._exit(0)


def main():
    """Fork a student's process for every pair of sockets that comes in; end when the control socket closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads((BUNDLE / "settings.json").read_text())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm(settings)
    gc.collect()
    gc.freeze()
    control.sendall(b"ready")
    keepers = set()
    while True:
        word, numbers, _, _ = socket.recv_fds(control, 16, 2)
        keepers = {one for one in keepers if os.waitpid(one, os.WNOHANG if word else 0)[0] == 0}
        if not word:
            return
        connection, life = (socket.socket(fileno=number) for number in numbers)
        keeper = os.fork()
        if keeper:
            keepers.add(keeper)
        else:
            try:
                control.close()
                start_session(connection, life, settings)
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(1)
        connection.close()
        life.close()


if __name__ == "__main__":
    main()
