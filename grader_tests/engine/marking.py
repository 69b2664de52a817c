"""Mark one submission: its cells run in a box, the judgement is made here, every output is written here.

There are two runs, each in a process of its own. In the first, what cells print is kept, and graded cells are answered with
the public cases. In the second they are answered with the hidden ones. Nothing that a student reads comes from a process
that has seen a hidden input: of the second run counts only which cases passed and which known mistake they show.
"""

import time

from grader_tests.engine.boxed import wire
from grader_tests.engine.cells import is_demonstration
from grader_tests.engine.outputs import answer_outputs, no_points, outputs_of
from grader_tests.engine.remote import EndedError
from grader_tests.engine.running import SECONDS_OF_AN_END, Run, plain_sources
from helpers.checks import calling
from helpers.checks.calling import Outcome, TooSlowError
from helpers.checks.compare import Difference
from helpers.checks.judge import Report, gave_up, weigh

MOST_STARTS = 16  # in each run
MOST_PRINTED = 500_000  # characters, by all cells together
PART_OF_FIRST_RUN = 0.6  # of the time of a submission; what it leaves is the second run's, which gives the points
LEAST_SHARE = 0.15  # of a limit of time that a submission still gets after many endless loops


class Marking:
    """A submission on its way through both runs.

    book  -- the repaired notebook
    exercises -- the sheet's exercises by name, with all cases
    box   -- the Box to run in
    oracle -- the Oracle that answers for right versions of earlier functions
    """

    def __init__(self, book, exercises, box, oracle):
        self.exercises, self.box, self.oracle = exercises, box, oracle
        self.cells = [cell for cell in book.cells if cell.cell_type == "code"]
        self.sources = dict(enumerate(plain_sources([cell.source for cell in self.cells])))
        self.deadline = self.end = time.monotonic() + box.limits.submission
        self.starts, self.slow, self.endless = 0, 0, set()  # endless: numbers of cells that ran out of time
        self.left_out = set()  # numbers of cells that ended their process
        self.trouble = {}  # number of a cell -> its error
        self.public = {}  # exercise -> (RemoteFunction, reports of its public cases)
        self.missing = {}  # exercise -> why there is no function to ask

    def count_start(self):
        """Count a new process; raises EndedError when there were too many, or when the time is over."""
        self.starts += 1
        if self.starts > MOST_STARTS or time.monotonic() > self.deadline:
            most = self.box.limits.submission
            raise EndedError(f"the submission took more than {most:g} s, or ended its process too often")

    def count_slow(self, number=None):
        """Count what ran out of time, with the number of its cell if it is one."""
        self.slow += 1
        self.endless |= set() if number is None else {number}

    def share(self):
        """Return the part of a limit of time that is given now: half after each endless loop, so that all get a turn."""
        return max(LEAST_SHARE, 0.5**self.slow)

    def seconds_for(self, number):
        """Return how long a cell may run; one that has run out of time before gets little when it is run again."""
        return self.box.limits.cell * (LEAST_SHARE if number in self.endless else self.share())

    def mark(self):
        """Write outputs into the notebook's code cells; every graded cell ends with a number."""
        for cell in self.cells:
            cell.outputs, cell.execution_count = [], None
        self.show()
        verdicts = self._judge()
        for cell in filter(graded, self.cells):
            name = name_of(cell)
            if name in verdicts:
                cell.outputs = answer_outputs(verdicts[name], self.public[name][0])
            else:
                cell.outputs = no_points(cell, self.missing[name])

    def show(self):
        """Make the first run: keep what cells print, and ask the public cases."""
        right, left = set(), MOST_PRINTED
        self.deadline = self.end - (1 - PART_OF_FIRST_RUN) * self.box.limits.submission
        with Run(self) as run:
            for number, cell in enumerate(self.cells):
                if graded(cell):
                    self._ask_public(run, name_of(cell), right)
                elif self._is_needed(number):
                    printed, error = self._ran(run, number)
                    cell.outputs = outputs_of(printed[:left], error, self.sources)
                    left = max(0, left - len(printed))
                    if error is not None:
                        self.trouble[number] = error

    def _is_needed(self, number):
        cell = self.cells[number]
        shows = "demonstration" in cell.metadata.get("tags", []) or is_demonstration(cell.source)
        return "nbgrader" in cell.metadata or number == 0 or not shows

    def _ran(self, run, number):
        """Run a cell; returns (printed, error), the error told when the cell ended its process."""
        started = time.monotonic()
        try:
            return run.cell(number)
        except EndedError as ended:
            self.left_out.add(number)
            if time.monotonic() - started > SECONDS_OF_AN_END:
                self.count_slow(number)
            return "", ("Stopped", str(ended), number, 0)

    def _ask_public(self, run, name, right):
        exercise = self.exercises[name]
        try:
            told = run.bind(name)
        except EndedError as ended:
            self.missing[name] = str(ended)
            return
        if not told.get("callable"):
            kind = wire.clean(str(told["kind"]))[:60] if isinstance(told.get("kind"), str) else "unknown"
            what = f"`{name}` is no function but of type {kind}" if told.get("found") else f"`{name}` does not exist"
            self.missing[name] = what + self._why(name)
            return
        cases = [case for case in exercise.cases if not case.hidden]
        self.public[name] = _, reports = run.ask(name, told, cases, right)
        if all(report.passed and not report.stand_in for report in reports):
            right.add(name)

    def _judge(self):
        """Make the second run; returns {exercise: Verdict on all its cases}."""
        right, verdicts = set(), {}
        self.deadline, self.starts = self.end, 0
        with Run(self) as run:
            for number, cell in enumerate(self.cells):
                if not graded(cell):
                    if self._is_needed(number) and number not in self.left_out:
                        self._ran(run, number)
                    continue
                name = name_of(cell)
                if name not in self.public:
                    continue
                function, reports = self.public[name]
                exercise = self.exercises[name]
                if not any(gave_up(report) for report in reports):
                    reports = reports + self._ask_hidden(run, name, right)
                verdict = weigh(exercise, exercise.cases, reports, loops=calling.has_loop(function))
                verdicts[name] = verdict
                if verdict.passed and not any(report.stand_in for report in reports):
                    right.add(name)
        return verdicts

    def _ask_hidden(self, run, name, right):
        cases = [case for case in self.exercises[name].cases if case.hidden]
        try:
            told = run.bind(name)
            why = "" if told.get("callable") else "when the notebook runs a second time, there is no function"
        except EndedError as ended:
            why = str(ended)
        if why:
            said = Difference("result", "error", why)
            return [Report(case, Outcome(error=TooSlowError(why)), [said]) for case in cases[:1]]
        return run.ask(name, told, cases, right)[1]

    def _why(self, name):
        """Return why a name may be missing, as the rest of a sentence."""
        for number, cell in enumerate(self.cells):
            if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{name}_solution" and number in self.trouble:
                kind, words, _, line = self.trouble[number]
                if kind == "Stopped":
                    return f": its cell was stopped, {words}"
                return f": its cell ends with {kind}: {words}" + (f" (line {line})" if line else "")
        return ": its cell is missing, or does not define it"


def graded(cell):
    """Tell whether a cell is one that nbgrader takes points from."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def name_of(cell):
    """Return the exercise of a graded cell."""
    return cell.metadata.nbgrader.grade_id
