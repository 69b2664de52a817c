"""nbgrader's settings for this course; read by `nbgrader`, by formgrader and by `byhand`."""

import os

c = get_config()  # noqa: F821 - given by traitlets

c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = "deep_learning_by_hand"
c.ClearSolutions.code_stub = {"python": "# Write your code here, in place of the next line.\nraise NotImplementedError"}

# Submissions are read leniently and repaired where that is possible; the test cells are the gradebook's own.
c.Autograde.pre_convert_hook = "grader_tests.engine.reading.use_known_name"
c.Autograde.exporter_class = "grader_tests.engine.reading.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# In the place of nbgrader's Execute: submissions run in a box, the judgement is made outside it. The box is "auto",
# "bubblewrap", "landlock", or "none" (unprotected: only for work that you trust).
c.ExecuteAndCheck.box = "auto"
c.Autograde.autograde_preprocessors = [
    "grader_tests.engine.executing.ExecuteAndCheck",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
