"""What an attack may have left: processes, files, hidden inputs in what is shown, scripts in pages."""

import contextlib
import ctypes
import functools
import os
import re
import socket
import time
from collections import Counter
from html.parser import HTMLParser

import numpy as np

from grader_tests.engine.freezing import files
from helpers.checks import references
from helpers.checks.tree import leaves

SUBREAPER = 36
NUMBERS = 6  # so many of a hidden array, one after the other, are no accident
ACTIVE = {"script", "iframe", "object", "embed", "base", "form", "svg", "math", "link", "meta"}


@contextlib.contextmanager
def orphans_kept():
    """Let processes whose parents end become children of this one, so that they are seen."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    yield
    ctypes.CDLL(None).prctl(SUBREAPER, 0, 0, 0, 0)


@contextlib.contextmanager
def listening(folder):
    """Keep a socket in a folder that takes datagrams."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as open_one, contextlib.chdir(folder):
        open_one.bind("listening")
        yield


def make_canary(folder):
    """Make a folder with a file that attacks try to change."""
    (folder / "canary").mkdir()
    (folder / "canary" / "file").write_text("as it was")


def descendants():
    """Return {process: command line} of everything that descends from this process and has not ended."""
    parents, commands = {}, {}
    for name in filter(str.isdecimal, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat") as stat, open(f"/proc/{name}/cmdline") as line:
            state, parent = stat.read().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(name)], commands[int(name)] = int(parent), line.read().replace("\0", " ")
    found, new = set(), {os.getpid()}
    while new:
        found |= new
        new = {one for one, parent in parents.items() if parent in new} - found
    return {one: commands[one] for one in found - {os.getpid()}}


def left_running(warm):
    """Return the command lines of processes that are neither a box's warm process nor the oracle; waits for their end.

    warm -- how many processes a box keeps open
    """
    until = time.monotonic() + 5
    while True:
        others = [
            line for line in descendants().values() if "engine.oracle" not in line and "resource_tracker" not in line
        ]
        workers = [line for line in others if "/boxed/worker.py" in line]
        boxes = {re.search(r"\S*/boxed/worker.py", line)[0] for line in workers}
        left = [line for line in others if line not in workers]
        if not left and len(workers) <= (warm + 1) * len(boxes):
            return []
        if time.monotonic() > until:
            return left + workers
        time.sleep(0.05)


def state(folder):
    """Return {path: size, time, mode} of everything in a folder, links not followed."""
    paths = [folder, *folder.rglob("*")]
    return {str(path): (one.st_size, one.st_mtime_ns, one.st_mode) for path in paths if (one := path.lstat())}


def changes(before, after):
    """Return the paths that two states do not share alike."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def says(pattern, text):
    """Tell whether a text has a line that a pattern finds."""
    return any(re.search(pattern, line) for line in text.splitlines())


@functools.cache
def _secrets(stem):
    public, hidden = map(references.read, files(stem))
    return frozenset(_digits_of(hidden)) - frozenset(_digits_of(public))


def _digits_of(exercises):
    for exercise in exercises.values():
        for case in exercise.cases:
            for _, leaf in leaves([list(case.args), case.kwargs]):
                numbers = np.ravel(leaf)[:NUMBERS].tolist() if isinstance(leaf, np.ndarray) else []
                digits = "".join(re.sub(r"\D", "", str(number)) for number in numbers)
                if len(numbers) == NUMBERS and len(digits) > 9 and len(set(digits)) > 4:
                    yield digits


def hidden_inputs_in(shown, stem):
    """Return the beginnings of hidden arrays, as digits, that stand in a text or in the outputs of cells."""
    texts = [shown] if isinstance(shown, str) else _texts(shown)
    return [secret for text in texts for secret in _secrets(stem) if secret in re.sub(r"\D", "", text)]


def _texts(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    return [text for part in value for text in _texts(part)] if isinstance(value, list) else []


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.active, self.plain = Counter(), []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith("on") or re.match(r"\s*(javascript|data:text|//)", value or "", re.IGNORECASE):
                self.active[f"{tag} {name}={value}"] += 1
        if tag in ACTIVE:
            self.active[f"{tag} {attrs}"] += 1
        passed_over = tag in ("pre", "code", "script", "style") or "tex2jax_ignore" in (dict(attrs).get("class") or "")
        if tag not in ("br", "img", "hr", "input", "meta", "link", "col", "wbr", "base", "source", "embed"):
            self.plain.append((tag, passed_over))

    def handle_endtag(self, tag):
        if tag in [name for name, _ in self.plain]:
            while self.plain.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if "\\href" in data and not any(passed_over for _, passed_over in self.plain):
            self.active["formula that is a link"] += 1


def active_content(page):
    """Count what a browser would run or load in an HTML page, formulas with links among it."""
    parser = _Page()
    parser.feed(page)
    return parser.active


def active_content_of(outputs):
    """Return the active content in the HTML of cells' outputs; other rich forms count as such."""
    found = []
    for output in (output for some in outputs for output in some):
        forms = output.get("data", {})
        found += [form for form in forms if form not in ("text/plain", "text/html")]
        found += active_content(forms.get("text/html", ""))
    return found
