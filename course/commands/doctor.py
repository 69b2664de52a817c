"""byhand doctor: what this machine can and cannot do for the course."""

import importlib.metadata
import os
import platform
import shutil
import sys

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
    box = shutil.which("bwrap")
    found.append(
        ("bubblewrap", f"{box}, not used by this version" if box else "not installed, not needed by this version")
    )
    found.append(
        ("isolation", "none: graded code runs as you; grade work of strangers in a virtual machine or container")
    )
    return found


def run(options):
    """Print the findings."""
    for what, state in findings():
        print(f"{what:<12} {state}")
