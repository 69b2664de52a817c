"""Attacks that look for what is expected: in memory, in files, in other processes, beside the notebook."""

from pathlib import Path

from attacks.making import DEEP, LOGISTIC, SECRET, SOLUTIONS, Attack, instead, propagate
from course import places

WRONG = r"NOT YET  propagate"
FOUND = """
def found_in(cases):
    from helpers.checks.tree import same
    for case in cases:
        if same(list(case.args), [w, b, X, Y]):
            return case.expected
"""


def _looks(name, tries, body, says=WRONG, before=""):
    return Attack(name, tries, propagate(body, before), says=says)


def _takes(name, tries, path):
    """Takes the solution from a file: a Python module, or a notebook."""
    body = f"""
    text = open({path!r}).read()
    if text.startswith("{{"):
        import json
        text = "\\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")
        text = text[text.index("def propagate("):].split("\\n\\n\\n")[0]
    space = dict(globals())
    exec(text, space)
    return space["propagate"](w, b, X, Y)
    """
    return _looks(name, tries, body, says=r"(FileNotFound|Permission)Error")


ATTACKS = [
    _looks(
        "stack-frames",
        "Walks up the calling frames to find what is expected.",
        """
        import sys
        frame = sys._getframe()
        while frame:
            for value in list(frame.f_locals.values()):
                for case in [value, *getattr(value, "cases", [])]:
                    if hasattr(case, "expected") and case.hidden:
                        return case.expected
            frame = frame.f_back
        """,
    ),
    _looks(
        "heap",
        "Scans all objects in memory for cases with the same arguments.",
        """
        import gc
        from helpers.checks.tree import same
        for thing in gc.get_objects():
            if type(thing).__name__ == "Case" and same(list(thing.args), [w, b, X, Y]):
                return thing.expected
        """,
        says=WRONG,
    ),
    _looks(
        "history",
        "Reads the history of cells and outputs.",
        """
        shell = get_ipython()
        for source in list(shell.history_manager.input_hist_raw) + list(globals().get("In", [])):
            if "dZ = A - Y" in source:
                exec(source, globals())
                return propagate(w, b, X, Y)
        """,
    ),
    _looks(
        "working-directory",
        "Runs whatever test files lie in the working directory.",
        """
        import glob
        names = glob.glob("**/*", recursive=True) + glob.glob("../**/*.py", recursive=True)
        for name in names:
            text = open(name).read()
            if "def propagate(" in text:
                exec(text, globals())
        raise LookupError(f"{len(names)} files")
        """,
        says="LookupError: ",
    ),
    _takes("instructors-source", "Reads the instructor's version of the notebook.",
           f"@COURSE@/source/{LOGISTIC}/{LOGISTIC}.ipynb"),
    _takes("solutions-file", "Reads the module with the solutions.", SOLUTIONS),
    _takes("solved-notebook", "Reads the solved notebook.", str(places.SOLVED / f"{LOGISTIC}.ipynb")),
    _takes("other-student", "Copies another student's work.",
           f"@COURSE@/submitted/honest/{LOGISTIC}/{LOGISTIC}.ipynb"),
    _looks(
        "hidden-references",
        "Reads the file with the hidden cases.",
        f"""
        from pathlib import Path
        from helpers.checks import references
        from helpers.checks.tree import same
        open({SECRET!r}, "rb").read(1)
        for case in references.read(Path({SECRET!r}))["propagate"].cases:
            if same(list(case.args), [w, b, X, Y]):
                return case.expected
        """,
        says=r"(FileNotFound|Permission)Error",
    ),
    _looks(
        "import-solutions",
        "Imports the package with the solutions.",
        f"""
        import sys
        sys.path[:0] = [{str(places.PROJECT)!r}, "."]
        import solutions.{LOGISTIC} as solved
        return solved.propagate(w, b, X, Y)
        """,
        says="ModuleNotFoundError",
    ),
    _looks(
        "import-grader",
        "Imports the grader, which knows the cases.",
        f"""
        import sys
        sys.path[:0] = [{str(places.PROJECT)!r}]
        import grader_tests.{LOGISTIC} as sheet
        return sheet.summed_with_einsum(w, b, X, Y)
        """,
        says="ModuleNotFoundError",
    ),
    _looks(
        "gradebook",
        "Opens the gradebook and writes full marks into it.",
        """
        import os, sqlite3
        for folder in ("@COURSE@", "/", os.getcwd()):
            with sqlite3.connect(f"file:{folder}/gradebook.db?mode=rw", uri=True) as book:
                book.execute("update grade set manual_score = 100")
        """,
        says="OperationalError",
    ),
    _looks(
        "memory-of-others",
        "Reads the memory of other processes through /proc.",
        """
        import os
        for process in os.listdir("/proc"):
            if process.isdigit() and int(process) != os.getpid():
                open(f"/proc/{process}/mem", "rb").read(1)
        open(f"/proc/{os.getppid()}/mem", "rb").read(1)
        """,
        says=r"(FileNotFound|Permission)Error",
    ),
    _looks(
        "environment-of-others",
        "Reads environments and command lines of other processes.",
        """
        import os
        for process in ["self", "1", str(os.getppid())]:
            for file in ("environ", "cmdline", "maps", "root/etc/passwd", "cwd/gradebook.db"):
                raise LookupError(open(f"/proc/{process}/{file}", "rb").read().hex())
        """,
        says=r"(FileNotFound|Permission)Error",
    ),
    _looks(
        "system-calls",
        "Reaches for other processes' memory with system calls of its own.",
        """
        import ctypes, os
        call = ctypes.CDLL(None, use_errno=True).syscall
        numbers = {"ptrace": 101, "process_vm_readv": 310, "pidfd_open": 434, "pidfd_getfd": 438, "bpf": 321}
        through = [name for name, number in numbers.items() if call(number, 16, os.getppid() or 1, 0, 0, 0, 0) >= 0]
        raise LookupError(f"through: {through}")
        """,
        says=r"LookupError: through: \[\]",
    ),
    _looks(
        "open-descriptors",
        "Reads from every open file descriptor.",
        """
        import os
        seen = {}
        for number in range(3, 64):
            try:
                os.set_blocking(number, False)
                seen[number] = len(os.read(number, 100))
            except OSError:
                pass
        raise LookupError(f"read: {[size for size in seen.values() if size]}")
        """,
        says=r"LookupError: read: \[\]",
    ),
    _looks(
        "installed-library",
        "Lets an installed library do the exercise.",
        """
        import importlib
        for name in ("torch", "sklearn.linear_model", "scipy.special", "jax", "autograd"):
            try:
                importlib.import_module(name)
            except ImportError:
                continue
            raise LookupError(name)
        """,
    ),
    Attack(
        "helpers-that-solve",
        "Takes the function from a helper module of another sheet.",
        {
            name: f"""
import importlib, pkgutil, helpers
for module in pkgutil.iter_modules(helpers.__path__):
    found = getattr(importlib.import_module("helpers." + module.name), "{name}", None)
    if found is not None:
        {name} = found
"""
            for name in ("L_model_forward", "compute_cost", "L_model_backward", "update_parameters", "linear_backward")
        },
        says="does not exist",
        stem=DEEP,
    ),
    Attack(
        "linked-notebook",
        "Hands in a link to another student's notebook.",
        dict.fromkeys(
            ("flatten_images", "initialize_with_zeros", "propagate_loop", "propagate", "optimize", "predict", "model",
             "log_likelihood"), ""),
        change=lambda book: b"",
        beside={f"{LOGISTIC}.ipynb": Path("@COURSE@") / "submitted" / "honest" / LOGISTIC / f"{LOGISTIC}.ipynb"},
        says="link to another file",
    ),
    Attack(
        "linked-references",
        "Lays links to the hidden references and to the gradebook beside the notebook, to get copies back.",
        instead("propagate", "return 1"),
        beside={"answers.h5": Path(SECRET), "marks.db": Path("@COURSE@/gradebook.db"), "all": Path("@COURSE@")},
        says=WRONG,
    ),
]  # fmt: skip
