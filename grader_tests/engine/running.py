"""Run a submission's cells in a box, one by one, and ask its functions; begin anew after a crash."""

import ast
import functools
import re
import time

from IPython.core.inputtransformer2 import TransformerManager

from grader_tests.engine.remote import EndedError, RemoteFunction, Student
from helpers.checks.judge import gave_up, run_cases

MAGIC = re.compile(r"^[ \t]*[%!?]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
MOST_MAGICS, MOST_WORK = 50, 400_000  # a magic costs IPython a pass over its cell; characters of all passes
SECONDS_OF_AN_END = 0.5  # what gives up after more than this had run into a limit of time


class Run:
    """One run of a submission from top to bottom, in a process that is replaced when it ends.

    submission -- the Marking, which knows the sources, the box, the exercises and what may still be used up
    """

    def __init__(self, submission):
        self.submission, self.student, self.done = submission, None, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._adopt([])

    def _adopt(self, students):
        """Go on with the last of these processes if it lives; end all others."""
        for one in [self.student, *students]:
            if one is not None and one not in students[-1:]:
                one.close()
        self.student = students[-1] if students and not students[-1].ended else None

    def _process(self):
        if self.student is None or self.student.ended:
            self.student = self._started()
        return self.student

    def _started(self, name=None):
        """Return a new process in which the cells up to here have run, and in which a name is bound if one is given."""
        self.submission.count_start()
        student = Student(self.submission.box, self.submission.deadline)
        try:
            for number in self.done:
                student.run(self.submission.sources[number], number, self.submission.seconds_for(number))
            if name is not None:
                student.bind(name)
        except EndedError:
            student.close()
            raise
        return student

    def cell(self, number):
        """Run a cell; returns (printed text, error or None); raises EndedError when it ends its process."""
        seconds = self.submission.seconds_for(number)
        printed, error = self._process().run(self.submission.sources[number], number, seconds)
        self.done.append(number)
        if error is not None and error[0] == "TooSlowError":
            self.submission.count_slow(number)
        return printed, error

    def bind(self, name):
        """Return what the process tells of a name; raises EndedError."""
        return self._process().bind(name)

    def ask(self, name, told, cases, right):
        """Ask a bound function some cases.

        name, told -- the exercise, and what `bind` returned
        cases -- the cases to ask
        right -- names of the exercises found right; of others, right versions stand by
        Returns (RemoteFunction, list of Report).
        """
        exercise, revive = self.submission.exercises[name], functools.partial(self._started, name)
        source = definition(name, [self.submission.sources[number] for number in self.done])
        function = RemoteFunction([self.student], name, told, source, self.submission.sources, revive)
        answer = self.submission.oracle.answer
        rights = {used: functools.partial(answer, used) for used in exercise.uses if used not in right}
        function.share, started = self.submission.share(), time.monotonic()
        reports = run_cases(function, exercise, cases, rights)
        if any(gave_up(report) for report in reports) and time.monotonic() - started > SECONDS_OF_AN_END:
            self.submission.count_slow()
        for student in function.students:
            student.end_unless_as_before()
        self._adopt(function.students)
        return function, reports


def definition(name, sources):
    """Return the source of the last definition of a function in some cells, or ""."""
    return next((found[name] for source in reversed(sources) if name in (found := _definitions_in(source))), "")


@functools.lru_cache(maxsize=4096)
def _definitions_in(source):
    functions = [one for one in parsed(source).body if isinstance(one, ast.FunctionDef)]
    return {one.name: ast.get_source_segment(source, one) or "" for one in functions}


def plain_sources(sources):
    """Return the sources of a notebook's cells as plain Python: magics and system commands become calls.

    sources -- texts of the cells, in order; what goes beyond MOST_WORK is left as it is, and fails in the box
    """
    left, plain = MOST_WORK, []
    for source in sources:
        magics = len(MAGIC.findall(source))
        work = magics * len(source)
        if 0 < magics <= MOST_MAGICS and work <= left:
            left -= work
            source = _transformed(source)
        plain.append(source)
    return plain


@functools.lru_cache(maxsize=4096)
def _transformed(source):
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
