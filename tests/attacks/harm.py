"""Attacks that disturb: time, memory, processes, output, files outside the folder, scripts in pages, archives."""

import io
import zipfile

from attacks.making import LOGISTIC, OUTSIDE, TRACE, Attack, instead, propagate

EVERYTHING = ("flatten_images", "initialize_with_zeros", "propagate_loop", "propagate", "optimize", "predict", "model",
              "log_likelihood")  # fmt: skip
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
ENDED = r"ended itself|killed by signal|no answer|Error|stopped"


def _calls(name, tries, body, says=ENDED, before=""):
    return Attack(name, tries, propagate(body, before), says=says)


def _cells(name, tries, source, says="0 points"):
    """Does it in the cell of an exercise, which is lost; all others keep their points."""
    return Attack(name, tries, {"propagate": source}, says=says)


def _harmless(name, tries, source, says="RIGHT"):
    """Does it beside a right answer, which keeps its points."""
    return Attack(name, tries, says=says, top=source)


def _archive(*names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, '{"cells": []}')
    return packed.getvalue()


def _bomb():
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{LOGISTIC}.ipynb", "w", force_zip64=True) as file,
    ):
        for _ in range(60):
            file.write(bytes(1_000_000))
    return packed.getvalue()


def _no_book(book):
    return b""


WRITES = f"""
import os
done = []
for place in {OUTSIDE!r} + ["@COURSE@", "@COURSE@/submitted/honest/{LOGISTIC}", "/", "..", "/dev/shm"]:
    try:
        with open(place + "/{TRACE}", "w") as file:
            file.write("x")
        done.append(place)
    except OSError:
        pass
raise LookupError(f"wrote to {{done}}")
"""
# What it changes was made by the test: a payload must do no harm where a box does not hold.
CHANGES = """
import os
done = []
for harm in ("os.chmod(place, 0)", "os.utime(place, (0, 0))", "os.chown(place, 12, 12)", "os.setxattr(place, 'user.x', b'1')",
             "os.truncate(place + '/file', 0)", "os.rename(place + '/file', place + '/other')", "os.remove(place + '/file')",
             "os.link(place + '/file', place + '/link')", "os.symlink('/', place + '/link')", "os.mkdir(place + '/folder')"):
    try:
        eval(harm, {"os": os, "place": "@COURSE@/canary"})
        done.append(harm)
    except OSError:
        pass
raise LookupError(f"changed by {done}")
"""
DATAGRAM = """
import os, socket
out = []
for way in ("socket.create_connection(('127.0.0.1', 9), 1)", "socket.socket(socket.AF_UNIX)",
            "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b'x', '@COURSE@/listening')"):
    try:
        eval(way)
        out.append(way)
    except OSError:
        pass
raise LookupError(f"through: {out}")
"""

ATTACKS = [
    _cells("endless-cell", "Runs an endless loop in a cell.", "while True: pass", says="loop that never ends|TooSlow"),
    _cells("stubborn-cell", "Runs an endless loop that lets no alarm through.",
           "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", says="loop that never ends"),
    _calls("endless-function", "Runs an endless loop in a function.", "while True: pass", says="loop that never ends"),
    _calls("stubborn-function", "Runs an endless loop that catches every error.",
           "while True:\n    try:\n        while True: pass\n    except BaseException: pass", says="loop that never ends"),
    _cells("endless-import", "Runs an endless loop while a module is imported.",
           "import sys, pathlib\npathlib.Path('slow.py').write_text('while True: pass')\nsys.path.insert(0, '')\nimport slow",
           says="0 points"),
    _calls("endless-expression", "Matches a pattern that takes ages within one instruction.",
           "import re\nre.match('(a+)+$', 'a' * 40 + 'b')", says="loop that never ends"),
    _calls("memory", "Asks for more memory than there is.",
           "hog = [np.zeros(30_000_000) for _ in range(20)]\nraise LookupError('had it')", says="MemoryError|killed|ended"),
    _calls("one-huge-array", "Returns an array of three gigabytes.", "return np.zeros(400_000_000), 1", says="MemoryError|killed"),
    _calls("huge-result", "Returns results of a hundred megabytes and of a million parts.",
           'return {"dw": np.ones((12_000_000, 1)), "db": [[1]] * 1_000_000}, 1', says="NOT YET"),
    _calls("forks", "Starts processes that stay.",
           "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        time.sleep(20)\n        os._exit(0)",
           says="PermissionError"),
    _calls("subprocess", "Runs programs.",
           "import os, subprocess\nos.system('sleep 20 &')\nsubprocess.Popen(['sleep', '20'])", says="Error"),
    _calls("daemon", "Leaves a process in a session of its own.",
           "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(20)\n    os._exit(0)", says="Error"),
    _calls("clone", "Starts processes with system calls of its own.",
           "import ctypes\ncall = ctypes.CDLL(None).syscall\nfound = [call(number, 17, 0, 0, 0, 0) for number in (56, 57, 58, 435)]\n"
           "if 0 in found:\n    import os, time\n    time.sleep(20)\n    os._exit(0)\nraise LookupError(found)",
           says=r"LookupError: \[-1, -1, -1, -1\]"),
    _calls("multiprocessing", "Starts a pool of processes.",
           "import multiprocessing\nmultiprocessing.Pool(4).map(abs, [1])", says=ENDED),
    _calls("threads", "Leaves many threads that never end.",
           "import threading, time\nthreading.stack_size(1 << 16)\n"
           "for _ in range(400): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()", says="NOT YET|Error"),
    _harmless("loud", "Prints a hundred megabytes.", "for _ in range(100): print('x' * 1_000_000)"),
    _harmless("loud-lines", "Prints a million lines to both outputs, and bytes past Python.",
              "import os, sys\nfor line in range(100_000): print(line, file=sys.stderr)\n"
              "for _ in range(1000): os.write(1, b'x' * 10_000), os.write(2, b'y' * 10_000)"),
    _calls("deep-recursion", "Calls itself without end, after lifting Python's limit.",
           "import sys\nsys.setrecursionlimit(10**9)\nreturn (lambda f: f(f))(lambda f: f(f))", says=ENDED),
    _calls("deep-result", "Returns lists of a million levels, and one that holds itself.",
           "deep = []\nfor _ in range(1_000_000): deep = [deep]\nself = []\nself.append(self)\nreturn {'dw': deep, 'db': self}, 1",
           says="NOT YET|ended"),
    _calls("exits", "Ends the process without a word.", "import os\nos._exit(0)", says="ended"),
    _cells("cell-exits", "Ends the process in a cell.", "import os\nos._exit(0)", says="ended"),
    _calls("signals", "Sends signals (the harmless one, 0) to its parent, its group and everything it can reach.",
           "import os\nthrough = []\nfor process in (os.getppid(), 0, -1, 2, 3):\n    try:\n        os.kill(process, 0)\n"
           "        through.append(process)\n    except OSError: pass\nraise LookupError(f'reached: {through}')",
           says=r"LookupError: reached: \[\]"),
    _calls("kills-by-other-calls", "Sends signals by rarer system calls.",
           "import ctypes, os\ncall = ctypes.CDLL(None).syscall\n"
           "found = [call(number, os.getppid() or 1, 0, 0, 0) for number in (62, 200, 129, 424)]\n"
           "raise LookupError(found)", says=r"LookupError: \[-1, -1, -1, -1\]"),
    _calls("segfault", "Writes to address 0.", "import ctypes\nctypes.memset(0, 0, 1)", says="killed by signal 11|ended"),
    _calls("aborts", "Aborts, with a core dump.", "import os\nos.abort()", says="killed by signal|ended"),
    _calls("fills-disk", "Fills the disk.",
           "for number in range(100):\n    with open(f'full-{number}', 'wb') as file: file.write(bytes(1_000_000))",
           says="OSError|Errno|PermissionError"),
    _calls("many-files", "Makes very many files and folders.",
           "import os\nfor number in range(4000): os.mkdir(f'folder-{number}')", says="Error"),
    _calls("writes-outside", "Writes files everywhere outside its folder.", WRITES, says=r"LookupError: wrote to "),
    _calls("changes-outside", "Changes, removes, renames and links files outside its folder.", CHANGES,
           says=r"LookupError: changed by \[\]"),
    _calls("network", "Opens connections and sends datagrams.", DATAGRAM, says=r"LookupError: through: \[\]"),
    _calls("changes-limits", "Lifts limits, changes priorities and namespaces, mounts.",
           "import ctypes, os, resource\ncall = ctypes.CDLL(None).syscall\n"
           "found = [call(number, 0x10000000, 0, 0, 0, 0) for number in (272, 308, 165, 161, 155)]\n"
           "resource.setrlimit(resource.RLIMIT_AS, (1 << 60, 1 << 60))", says="ValueError|PermissionError"),
    _harmless("script-in-output", "Prints HTML with scripts, and displays it as HTML.",
              f"print({SCRIPT!r})\ndisplay({{'text/html': {SCRIPT!r}}}, raw=True)\nprint('\\x1b[31m</pre>' + {SCRIPT!r})\n"
              f"class Page:\n    def _repr_html_(self): return {SCRIPT!r}\n    __repr__ = _repr_html_\nPage()"),
    _calls("script-in-value", "Returns texts and keys with scripts.", f"return {{{SCRIPT!r}: {SCRIPT!r}}}, {SCRIPT!r}",
           says="NOT YET"),
    _calls("script-in-type", "Returns and raises things whose type is a script.",
           f"raise type({SCRIPT!r}, (Exception,), {{}})({SCRIPT!r})", says="Error"),
    _calls("script-in-error", "Raises errors with scripts, and with a formula that becomes a link to a script.",
           f"raise ValueError(r'$\\href{{javascript:alert(1)}}{{open}}$ `' + {SCRIPT!r})", says="ValueError"),
    _calls("script-in-source", "Fails on a line of source with a script, backquotes and a formula.",
           "x = '`</code><script>alert(1)</script>' + r'$\\href{javascript:alert(1)}{x}$ `' + 1", says="TypeError"),
    _cells("script-in-cell-error", "Fails a cell with a script in the words, and on a line with one.",
           f"raise ValueError({SCRIPT!r})  # {SCRIPT}", says="0 points: "),
    Attack("script-in-text", "Writes text cells with scripts, frames, links and formulas.", instead("propagate", "return 1"),
           says="NOT YET", change=lambda book: [book["cells"].insert(1, {"cell_type": kind, "metadata": {}, "source": text})
               for kind in ("markdown", "raw", "heading") for text in (
                   SCRIPT, f"~~~~~~\n{SCRIPT}\n~~~\n```\n{SCRIPT}", f"$${SCRIPT}$$ \\begin{{x}}{SCRIPT}\\end{{x}}",
                   "[a](javascript:alert(1)) ![b](javascript:alert(1)) <javascript:alert(1)>",
                   "<iframe src='data:text/html,<script>alert(1)</script>'></iframe><base href='//evil'><style>*{}</style>",
                   "![x](attachment:x.svg)\n$\\href{javascript:alert(1)}{y}$")] and None),
    Attack("archive-climbs", "Hands in an archive whose names lead out of the folder.", dict.fromkeys(EVERYTHING, ""),
           change=_no_book, beside={"mine.zip": _archive(f"../../../../{TRACE}.ipynb", f"/tmp/{TRACE}.ipynb")},
           says="The notebook was in 'mine.zip'"),
    Attack("archive-explodes", "Hands in an archive that unpacks to a thousand times its size.",
           dict.fromkeys(EVERYTHING, ""), change=_no_book, beside={"mine.zip": _bomb()}, says="larger than|cannot be"),
    Attack("no-archive", "Hands in an archive that is none.", dict.fromkeys(EVERYTHING, ""), change=_no_book,
           beside={"mine.zip": b"PK\x03\x04" + bytes(100)}, says="cannot be opened"),
]  # fmt: skip
