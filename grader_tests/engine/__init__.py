"""The engine that runs the checks: definitions, reference outputs, grading through nbgrader."""
