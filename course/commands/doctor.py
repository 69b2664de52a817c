"""byhand doctor: what this machine can and cannot do for the course."""

import importlib.metadata
import os
import platform
import sys

from course import places
from grader_tests.engine import box, remote

PACKAGES = ["numpy", "h5py", "matplotlib", "jupyterlab", "nbgrader", "jupytext", "torch"]


def arguments(parser):
    """The subcommand has no arguments of its own."""


def findings():
    """Return what was found as (what, state) pairs."""
    found = [("Python", f"{platform.python_version()} at {sys.prefix}"), ("system", platform.platform())]
    found.append(("cores", str(os.cpu_count())))
    for package in PACKAGES:
        try:
            state = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            state = "not installed" + (" (needed only to develop the course)" if package == "torch" else "")
        found.append((package, state))
    return found + [(f"box: {kind}", _tried(kind)) for kind in box.KINDS if kind != "none"]


def _tried(kind):
    """Make a box of this kind, try in it what it must prevent, and say what came of it."""
    if kind not in box.usable():
        needs = {"bubblewrap": "bwrap, allowed to make namespaces", "landlock": "Linux 5.13 or newer"}[kind]
        return f"not to be had here (needs {needs})"
    stem = places.stems()[0]
    made = None
    try:
        made = box.Box(stem, kind)
        remote.probe(made)
    except box.BoxError as error:
        return f"does not work: {error}"
    finally:
        if made is not None:
            made.close()
    best = ", used for grading" if kind == box.usable()[0] else ", used with --box landlock"
    return f"works: student code could do none of {len(remote.PROBES)} forbidden things" + best


def run(options):
    """Print the findings; returns 1 when this machine has no box to grade in."""
    for what, state in findings():
        print(f"{what:<16} {state}")
    if not box.usable():
        print("Grading here needs --box none, which runs student code unprotected.")
        return 1
    return 0
