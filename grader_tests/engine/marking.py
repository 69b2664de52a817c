"""Mark one submission: its cells run in the box, the judgement is made here, every output is written here.

Two passes. In the first, cells run and what they print is kept for the student to read. In the second, graded cells are
answered with all cases, and nothing printed is kept: what has seen a hidden input is shown to nobody.
"""

import ast
import functools
import time

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from grader_tests.engine.boxed import wire
from grader_tests.engine.cells import is_demonstration
from grader_tests.engine.remote import EndedError, RemoteFunction, Student
from helpers.checks import messages
from helpers.checks.judge import judge
from helpers.checks.showing import Answer

MOST_RESTARTS = 12


class Marking:
    """A submission on its way through both passes.

    book  -- the repaired notebook
    exercises -- the sheet's exercises by name, with all cases
    box   -- the Box to run in
    oracle -- the Oracle that answers for right versions of earlier functions
    """

    def __init__(self, book, exercises, box, oracle):
        self.exercises, self.box, self.oracle = exercises, box, oracle
        self.cells = [cell for cell in book.cells if cell.cell_type == "code"]
        self.sources = {number: plain(cell.source) for number, cell in enumerate(self.cells)}
        self.deadline = time.monotonic() + box.limits.submission
        self.left_out = {}  # number of a cell that ended its process -> what to say
        self.restarts = 0
        self.right_ones = set()  # exercises that need no stand-in where later ones call them

    def mark(self):
        """Write outputs into the notebook's code cells; every graded cell ends with a number."""
        for cell in self.cells:
            cell.outputs, cell.execution_count = [], None
        needed = self.needed()
        self.show(needed)
        self._judge(needed)

    def needed(self):
        """Return the numbers of the cells that define something: neither graded nor demonstrations."""
        return [number for number, cell in enumerate(self.cells) if not graded(cell) and not self._only_shows(number)]

    def _only_shows(self, number):
        cell = self.cells[number]
        shows = "demonstration" in cell.metadata.get("tags", []) or is_demonstration(cell.source)
        return shows and number > 0 and "nbgrader" not in cell.metadata

    def show(self, needed):
        """Run cells, given by their numbers, and keep what they print: the first pass."""
        student, done = None, []
        for number in needed:
            try:
                student = student or self._started(done)
                printed, error = student.run(self.sources[number], number)
            except EndedError as ended:
                student = self._give_up(student)
                self.left_out[number] = str(ended)
                printed, error = "", ("Stopped", str(ended), number, 0)
            else:
                done.append(number)
            self.cells[number].outputs = outputs_of(printed, error, self.sources)
        self._give_up(student)

    def _judge(self, needed):
        student, done, failed = None, [], {}
        for number, cell in enumerate(self.cells):
            try:
                if graded(cell):
                    student = student or self._started(done)
                    student = self._answer(student, cell, done, failed)
                elif number in needed and number not in self.left_out:
                    student = student or self._started(done)
                    _, error = student.run(self.sources[number], number)
                    done.append(number)
                    if error is not None:
                        failed[number] = error
            except EndedError as ended:
                student = self._give_up(student)
                self.left_out.setdefault(number, str(ended))
                if graded(cell):
                    cell.outputs = no_points(cell, str(ended))
        self._give_up(student)

    def _started(self, cells, name=None):
        """Return a new process in which these cells have run, and in which a name is bound, if one is given."""
        self.restarts += 1
        if self.restarts > MOST_RESTARTS or time.monotonic() > self.deadline:
            most = self.box.limits.submission
            raise EndedError(
                f"the submission took more than {most:g} s, or ended its process more than {MOST_RESTARTS} times"
            )
        student = Student(self.box, self.deadline)
        try:
            for number in cells:
                student.run(self.sources[number], number)
            if name is not None:
                student.bind(name)
        except EndedError:
            student.close()
            raise
        return student

    @staticmethod
    def _give_up(student):
        if student is not None:
            student.close()

    def _answer(self, student, cell, done, failed):
        """Judge an exercise and write its outputs; returns the process to go on with, None when it has ended."""
        name = cell.metadata.nbgrader.grade_id
        exercise = self.exercises[name]
        told = student.bind(name)
        if not told.get("callable"):
            kind = wire.clean(str(told.get("kind")))[:60]
            missing = f"`{name}` is no function but of type {kind}" if told.get("found") else f"`{name}` does not exist"
            cell.outputs = no_points(cell, missing + self._why_missing(name, failed))
            return student
        source, revive = self._definition(name, done), functools.partial(self._started, done, name)
        function = RemoteFunction([student], name, told, source, self.sources, revive)
        wrong = [used for used in exercise.uses if used not in self.right_ones]
        rights = {used: functools.partial(self.oracle.answer, used) for used in wrong}
        verdict = judge(function, exercise, exercise.cases, rights)
        if verdict.passed and not any(report.stand_in for report in verdict.reports):
            self.right_ones.add(name)
        answer = Answer.of(verdict, messages.headline(verdict, local=False), messages.rows(verdict, function))
        cell.outputs = answer_outputs(answer)
        for one in function.students[:-1]:
            one.close()
        return self._give_up(function.students[-1]) if function.students[-1].ended else function.students[-1]

    def _definition(self, name, done):
        """Return the source of the last definition of a function in the cells that have run, or ""."""
        for number in reversed(done):
            for statement in parsed(self.sources[number]).body:
                if isinstance(statement, ast.FunctionDef) and statement.name == name:
                    return ast.get_source_segment(self.sources[number], statement) or ""
        return ""

    def _why_missing(self, name, failed):
        for number, cell in enumerate(self.cells):
            if cell.metadata.get("nbgrader", {}).get("grade_id") != f"{name}_solution":
                continue
            if number in self.left_out:
                return f": its cell was stopped, {self.left_out[number]}"
            if number in failed:
                kind, words, _, line = failed[number]
                return f": its cell ends with {kind}: {words}" + (f" (line {line})" if line else "")
        return ": its cell is missing, or does not define it"


def graded(cell):
    """Tell whether a cell is one that nbgrader takes points from."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


@functools.lru_cache(maxsize=4096)
def plain(source):
    """Return a cell's source as plain Python: magics and system commands become calls."""
    try:
        return TransformerManager().transform_cell(source)
    except Exception:  # what cannot be transformed cannot run either: the box shows the error where it is
        return source


def parsed(source):
    """Return the syntax tree of a source, an empty one when it is not Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


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


def answer_outputs(answer):
    """Return the outputs of a graded cell: the message, and the points as the number that nbgrader reads."""
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
