"""Prepares the kernel in which a submission is graded."""

import importlib
import sys

from grader_tests.engine.freezing import sheet_of
from helpers.checks import asking


def prepare_kernel(stem):
    """Hand `check` right versions of a sheet's functions, then put the solutions out of an import's reach.

    stem -- name of the sheet
    """
    solved = importlib.import_module(f"solutions.{stem}")
    asking.stand_ins = {name: getattr(solved, name) for name in sheet_of(stem).definitions}
    for name in [name for name in sys.modules if name.partition(".")[0] in ("solutions", "grader_tests")]:
        del sys.modules[name]
    sys.modules["solutions"] = sys.modules["grader_tests"] = None
