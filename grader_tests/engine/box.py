"""The box in which student code runs: a warm process that sees the bundle and nothing else, forked for each submission."""

import contextlib
import functools
import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from grader_tests.engine.boxed import confine

KINDS = ("bubblewrap", "landlock", "none")
STUDENT_PACKAGES = ("numpy", "h5py", "matplotlib", "ipython")
HERE = Path(__file__).resolve().parent
SECONDS_TO_START = 120
PREFIX = "byhand-box-"
SYSTEM = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache"]
DEVICES = ["/dev/null", "/dev/urandom", "/dev/random", "/dev/zero"]


@dataclass(frozen=True)
class Limits:
    """What a submission may use: seconds for a cell, a call and all of it, seconds of processor time, bytes of memory."""

    cell: float = 30
    call: float = 10
    submission: float = 120
    processor: int = 120
    memory: int = 4 << 30


NORMAL = Limits()


class BoxError(Exception):
    """No box can be had, or it does not hold; the message says what to do."""


def usable():
    """Return the kinds of boxes that this machine can make, the better one first; "none" is never among them."""
    found = []
    if shutil.which("bwrap"):
        try_out = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if subprocess.run(try_out, capture_output=True, timeout=20).returncode == 0:
                found.append("bubblewrap")
    if confine.landlock_version() > 0:
        found.append("landlock")
    return found


def choose(kind="auto"):
    """Return the kind of box to use: the one that is asked for, or the best there is; raises BoxError."""
    if kind == "none" or kind in (known := usable()):
        return kind
    if kind == "auto" and known:
        return known[0]
    raise BoxError(
        f"Student code would run unprotected: this machine has no box ({kind}). Install bubblewrap (Debian: apt install"
        " bubblewrap), or use Linux 5.13 or newer for Landlock; `byhand doctor` tells more. To grade without one all the"
        " same, say so: --box none."
    )


@functools.cache
def student_packages():
    """Return {name in site-packages: its path} of what a student's install has, dependencies included."""
    found, waiting, seen = {}, list(STUDENT_PACKAGES), set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop().lower())
        if name in seen:
            continue
        seen.add(name)
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            package = importlib.metadata.distribution(name)
            for needed in package.requires or []:
                if "extra ==" not in needed:
                    waiting.append(re.match(r"[\w.-]+", needed)[0])
            for file in package.files or []:
                top = file.parts[0]
                path = Path(package.locate_file(top))
                if top not in ("..", "__pycache__") and not top.endswith((".pth", ".dist-info")) and path.exists():
                    found[top] = path.resolve()
    return found


class Box:
    """A box for one sheet, with its warm process.

    stem -- name of the sheet
    kind -- "bubblewrap", "landlock" or "none"
    imports -- import statements of the released notebook, run once before anything is forked
    limits -- Limits of every submission
    """

    def __init__(self, stem, kind, imports=(), limits=NORMAL):
        self.stem, self.kind, self.limits = stem, kind, limits
        remove_left_behind()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")).resolve()
        self._owned = [self.folder]
        self.close = Finalize(self, _end, [self._owned], exitpriority=100)  # ends the warm process, removes its folder
        self._fill()
        ours, theirs = socket.socketpair()
        settings = {
            "stem": stem, "box": kind, "imports": list(imports), "work": str(self.folder / "work"),
            "seconds": limits.processor, "memory": limits.memory,
            "readable": [str(place) for place in self.readable()],
        }  # fmt: skip
        command = [*self._around(), self._python(), "-I", "-S", "-B", str(self.folder / "boxed" / "worker.py")]
        self.log = self.folder / "log"
        (self.folder / "settings.json").write_text(json.dumps(settings))
        with theirs, open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
            )
        self.control = ours
        self._owned += [ours, self.process]
        ours.settimeout(SECONDS_TO_START)
        with contextlib.suppress(OSError):
            if ours.recv(16) == b"ready":
                return
        self.process.kill()
        said = self.said()
        self.close()
        raise BoxError(f"The {kind} box of {stem} did not start: {said}")

    def said(self):
        """Return the last thing that the box's own processes complained of."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1][:300] if lines else "no reason given"

    def _fill(self):
        from course.bundling import helper_sources
        from grader_tests.engine.freezing import files
        from helpers import datasets

        project = HERE.parent.parent
        for path in helper_sources(self.stem):
            target = self.folder / path.relative_to(project)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        public = files(self.stem)[0]
        (self.folder / "helpers" / "references").mkdir()
        shutil.copy(public, self.folder / "helpers" / "references")
        shutil.copytree(HERE / "boxed", self.folder / "boxed", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("site", "work", "matplotlib"):
            (self.folder / name).mkdir()
        for name, path in student_packages().items():
            (self.folder / "site" / name).symlink_to(path)
        self.data = datasets.data_folder().resolve()
        import matplotlib

        for cached in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
            shutil.copy(cached, self.folder / "matplotlib")

    def readable(self):
        """Return what a student's process may read: Python, the packages of a student's install, the bundle."""
        inside = set(self._packages_of_python())
        library = [
            one
            for path in self._standard_library()
            for one in (path.iterdir() if inside & {*path.iterdir()} else [path])
            if one not in inside
        ]
        return [*self._other_places(), *library]

    def _other_places(self):
        python = [Path(self._python()).resolve(), *(Path(sys.base_prefix) / "lib").glob("libpython*")]
        places = [*map(Path, SYSTEM), *map(Path, DEVICES), *python]
        return [*places, *student_packages().values(), self.folder, self.data]

    @staticmethod
    def _standard_library():
        return sorted({Path(sysconfig.get_paths()[name]).resolve() for name in ("stdlib", "platstdlib")})

    def _packages_of_python(self):
        """Return the folders inside the standard library that hold installed packages."""
        found = [path / name for path in self._standard_library() for name in ("site-packages", "dist-packages")]
        return [path for path in found if path.is_dir()]

    def _around(self):
        if self.kind != "bubblewrap":
            return []
        bound = [*self._standard_library(), *self._packages_of_python(), *self._other_places()]
        hidden = set(self._packages_of_python())
        libraries = [
            part
            for place in bound
            if str(place) not in DEVICES
            for part in (("--tmpfs", str(place)) if place in hidden else ("--ro-bind-try", str(place), str(place)))
        ]
        return ["bwrap", "--unshare-all", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", *libraries,
                "--bind", str(self.folder / "matplotlib"), str(self.folder / "matplotlib"),
                "--tmpfs", str(self.folder / "work"), "--chdir", "/"]  # fmt: skip

    @staticmethod
    def _python():
        return getattr(sys, "_base_executable", None) or sys.executable

    def _environment(self):
        once = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
        return {
            **once, "PATH": os.environ.get("PATH", ""), "BYHAND_DATA": str(self.data), "BYHAND_PLAIN": "1",
            "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(self.folder / "matplotlib"), "LANG": "C.UTF-8",
        }  # fmt: skip

    def open_session(self):
        """Fork a student's process; returns (connection, life): it ends when `life` is closed."""
        pairs = [socket.socketpair() for _ in range(2)]
        try:
            socket.send_fds(self.control, [b"fork"], [theirs.fileno() for _, theirs in pairs])
        except OSError:
            raise BoxError(f"The {self.kind} box of {self.stem} has ended; grade again.") from None
        finally:
            for _, theirs in pairs:
                theirs.close()
        return tuple(ours for ours, _ in pairs)

    def alive(self):
        """Tell whether the warm process is still there."""
        return self.process.poll() is None


def _end(owned):
    folder, *started = owned
    if started:
        control, process = started
        control.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def remove_left_behind():
    """Remove the folders of boxes whose grading process was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
