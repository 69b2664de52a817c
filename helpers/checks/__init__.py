"""Checks that a student calls: check(function), hint(function), progress(); sheet(stem) says which sheet is open."""

from helpers.checks.asking import check, hint, progress, sheet
from helpers.checks.references import SheetError

__all__ = ["SheetError", "check", "hint", "progress", "sheet"]
