"""The outputs of a marked notebook: what cells printed, what check says, the points as the number that nbgrader reads."""

from nbformat import NotebookNode

from helpers.checks import messages
from helpers.checks.showing import Answer


def outputs_of(printed, error, sources):
    """Return a cell's outputs for what it printed and for its error (type, words, cell, line) or None."""
    found = [NotebookNode(output_type="stream", name="stdout", text=printed)] if printed else []
    if error is not None:
        kind, words, number, line = error
        lines = sources.get(number, "").splitlines()
        where = [f"line {line}: {lines[line - 1].strip()}"] if 0 < line <= len(lines) else []
        trace = [*where, f"{kind}: {words}"]
        found.append(NotebookNode(output_type="error", ename=kind, evalue=words, traceback=trace))
    return found


def answer_outputs(verdict, function):
    """Return the outputs of a graded cell: the message, and the points as the number that nbgrader reads."""
    answer = Answer.of(verdict, messages.headline(verdict, local=False), messages.rows(verdict, function))
    forms = {"text/plain": answer.message, "text/html": answer.page}
    facts = {"exercise": answer.exercise, "score": answer.score, "misconception": answer.misconception}
    return [
        NotebookNode(output_type="display_data", data=NotebookNode(forms), metadata=NotebookNode()),
        points(f"{answer.points:g}", {**facts, "message": answer.message}),
    ]


def no_points(cell, reason):
    """Return the outputs of a graded cell that could not be judged."""
    said = f"✗ 0 points: {reason}"
    facts = {"exercise": cell.metadata.nbgrader.grade_id, "score": 0.0, "misconception": None, "message": said}
    shown = NotebookNode(output_type="display_data", data=NotebookNode({"text/plain": said}), metadata=NotebookNode())
    return [shown, points("0", facts)]


def points(number, facts):
    """Return the output that holds a graded cell's points, with what was found as metadata."""
    data = NotebookNode({"text/plain": number})
    return NotebookNode(
        output_type="execute_result", data=data, metadata=NotebookNode(byhand=facts), execution_count=None
    )
