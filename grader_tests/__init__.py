"""What is checked: one module per exercise sheet, and `grade` and `exercises`, which run over all of them."""

from grader_tests.engine.definitions import Sheet, case, hidden, misconception
from grader_tests.engine.in_process import Result, exercises, grade

__all__ = ["Result", "Sheet", "case", "exercises", "grade", "hidden", "misconception"]
