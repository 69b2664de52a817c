"""Hostile submissions: no undeserved point, no harm to others, nothing shown that is hidden; in both boxes."""

import functools
import json
import os
import shutil
import signal
from dataclasses import dataclass, field

import aftermath
import nbformat
import pytest
from attacks import ALL
from attacks.making import DEEP, LOGISTIC, OUTSIDE, TRACE, Attack

from course import building, places
from course.command_line import main
from grader_tests.engine import box, executing, pool, remote
from grader_tests.engine.class_run import ClassRun
from grader_tests.engine.nbgrader_course import NbgraderCourse
from grader_tests.engine.reading import about, notes_in, read_submission

LIMITS = box.Limits(cell=1, call=1, submission=12, processor=20, memory=2 << 30)
SECONDS = 20  # after which a submission counts as one that stops the grader
HONEST = Attack("honest", "Nothing: an honest submission.", empty=("optimize", "predict", "model", "log_likelihood"))
CASES = [(kind, attack) for kind in ("bubblewrap", "landlock") for attacks in ALL.values() for attack in attacks]
NAMES = [f"{kind}-{attack.name}" for kind, attack in CASES]
GROUP = 8  # attacks between two honest submissions
GROUPS = CASES[GROUP - 1 :: GROUP]
IN_CLASS = [attack for attacks in ALL.values() for attack in attacks if attack.stem == LOGISTIC]
SHOWN = [
    one for one in IN_CLASS if one in ALL["leaking"] or one.name.startswith(("script-in", "own-", "linked-", "several"))
]


MARK_HERE = pool.here  # the class test replaces the one that `byhand grade` uses


class HangsError(BaseException):
    """Grading took much longer than its limits allow."""


@dataclass
class Found:
    """What came of a submission: scores, what is said about it, outputs, and what is different afterwards."""

    task: object = None
    scores: dict = field(default_factory=dict)
    outputs: list = field(default_factory=list)
    said: str = ""
    error: str = ""
    after: dict = field(default_factory=dict)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with one released sheet, a gradebook, and every attack and two honest submissions handed in."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(places.COURSE / "nbgrader_config.py", folder)
    source = folder / "source" / LOGISTIC / f"{LOGISTIC}.ipynb"
    building.write_if_changed(source, building.to_bytes(building.source_notebook(LOGISTIC)))
    NbgraderCourse(folder).generate_assignment(LOGISTIC)
    aftermath.make_canary(folder)
    for attack in (
        HONEST,
        Attack("zealous", HONEST.tries, empty=()),
        *(attack for one in ALL.values() for attack in one),
    ):
        attack.write(folder)
    with aftermath.listening(folder), aftermath.orphans_kept(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote, "GRACE", 0.5)
        yield folder


@pytest.fixture(scope="module")
def graded(course):
    """A function that grades an attack in a kind of box, and an honest submission after it; each is done once."""
    return functools.cache(functools.partial(_grade, course))


@pytest.fixture
def found(graded, kind, attack):
    """What came of the attack in this kind of box."""
    if kind not in box.usable():
        pytest.skip(f"this machine cannot make the {kind} box")
    return graded(kind, attack.name)


def _attack(name):
    return next(one for one in (HONEST, *(attack for some in ALL.values() for attack in some)) if one.name == name)


def _grade(course, kind, name):
    attack = _attack(name)
    _marked(course, kind, HONEST if attack.stem == LOGISTIC else attack, warm_up=True)
    before = aftermath.state(course)
    found = _marked(course, kind, attack)
    if (kind, attack) in GROUPS:
        found.after["honest"] = _marked(course, kind, HONEST).scores
    found.after["changed"] = aftermath.changes(before, aftermath.state(course))
    found.after["left"] = aftermath.left_running(2 if kind == "bubblewrap" else 1)
    return found


def _marked(course, kind, attack, *, warm_up=False):
    if warm_up:
        executing.open_box(attack.stem, kind, LIMITS)
        return None
    found = Found()
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(SECONDS)
    try:
        found.task, notes = _task(course, attack)
        (marked,) = MARK_HERE([found.task], kind, LIMITS)
        found.outputs, found.error = marked.outputs or [], marked.error
    except HangsError:
        found.error, notes = "the grader hangs", []
        executing.exercises_of(attack.stem)[1].close()
    except Exception as error:
        found.error, notes = f"the grader fails: {type(error).__name__}: {str(error)[:200]}", []
    finally:
        signal.alarm(0)
    every = [output for outputs in found.outputs for output in outputs]
    facts = [one for output in every if (one := output.get("metadata", {}).get("byhand"))]
    found.scores = {one["exercise"].rpartition("/")[2]: one["score"] for one in facts}
    found.said = "\n".join([*notes, *(one["message"] for one in facts)])
    return found


def _stop(*_):
    raise HangsError


def _task(course, attack):
    template = nbformat.read(places.RELEASE / attack.stem / f"{attack.stem}.ipynb", as_version=4)
    path = course / "submitted" / attack.name / attack.stem / f"{attack.stem}.ipynb"
    book, notes = read_submission(path, template)
    if notes:
        book.cells.insert(0, about(notes))
        notes = notes_in(book.cells[0])
    return pool.Task(attack.name, attack.stem, nbformat.v4.writes(book)), notes


each_attack = pytest.mark.parametrize(("kind", "attack"), CASES, ids=NAMES)


@each_attack
def test_it_gets_what_it_deserves_and_no_point_more(found, attack):
    assert found.error == ""
    assert attack.judged(found.scores) == pytest.approx(attack.judged(attack.deserves), abs=1e-3)


@each_attack
def test_the_instructor_reads_about_it(found, attack):
    assert aftermath.says(attack.says, found.said), found.said[:1500]
    assert len(found.said) < 20_000


@pytest.mark.parametrize(("kind", "attack"), GROUPS, ids=NAMES[GROUP - 1 :: GROUP])
def test_an_honest_submission_after_attacks_gets_what_it_deserves(found):
    assert found.after["honest"] == pytest.approx(HONEST.deserves)


@each_attack
def test_it_leaves_no_process_and_no_file_behind(found):
    assert found.after["left"] == []
    assert found.after["changed"] == []
    assert [place for place in OUTSIDE if os.path.lexists(f"{place}/{TRACE}")] == []


@each_attack
def test_nothing_hidden_and_no_script_is_in_its_outputs(found, attack):
    assert aftermath.hidden_inputs_in(found.outputs, attack.stem) == []
    assert aftermath.active_content_of(found.outputs) == []
    assert len(json.dumps(found.outputs)) < 5_000_000


@pytest.fixture(scope="module")
def class_results(course, graded):
    """The class with all attacks in it, graded by `byhand grade` with the marks made above; {student: record}."""
    kind = box.usable()[0]

    def marks_made_above(tasks, *_):
        for task in tasks:
            if task.student in ("honest", "zealous"):
                yield from MARK_HERE([task], kind, LIMITS)
            else:
                found = graded(kind, task.student)
                yield pool.Marked(task, found.outputs or None, kind, found.error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "here", marks_made_above)
        status = main(
            [
                "grade",
                LOGISTIC,
                "--course",
                str(course),
                "--box",
                kind,
                "--json",
                str(course / "out.json"),
                "--no-feedback",
            ]
        )
    assert status == 1  # some are refused, and the instructor is told
    return {one["student"]: one for one in json.loads((course / "out.json").read_text())["students"]}


@pytest.mark.parametrize("attack", IN_CLASS, ids=lambda attack: attack.name)
def test_in_a_class_it_gets_what_it_deserves(class_results, attack):
    record = class_results[attack.name]
    if attack.refused:
        assert aftermath.says(attack.refused, record["error"])
        return
    assert record["error"] == ""
    assert attack.judged(record["scores"]) == pytest.approx(attack.judged(attack.deserves), abs=1e-3)


def test_honest_students_among_attackers_get_what_they_deserve(class_results, course):
    assert class_results["honest"]["scores"] == pytest.approx(HONEST.deserves)
    assert set(class_results["zealous"]["scores"].values()) == {1.0}
    with NbgraderCourse(course).gradebook() as book:
        assert book.find_submission(LOGISTIC, "honest").score == class_results["honest"]["points"] == 26


@pytest.mark.parametrize("attack", SHOWN, ids=lambda attack: attack.name)
def test_feedback_has_nothing_hidden_and_no_script(class_results, course, attack):
    class_run = ClassRun(NbgraderCourse(course), LOGISTIC)
    if not (course / "feedback" / "honest").exists():
        class_run.feedback("honest")
    class_run.feedback(attack.name)
    folder = course / "feedback" / attack.name / LOGISTIC
    assert {path.name for path in folder.iterdir()} <= {f"{LOGISTIC}.html", "graded.json", "timestamp.txt"}
    page = (folder / f"{LOGISTIC}.html").read_text()
    honest = (course / "feedback" / "honest" / LOGISTIC / f"{LOGISTIC}.html").read_text()
    assert aftermath.hidden_inputs_in(page, LOGISTIC) == []
    assert aftermath.active_content(page) <= aftermath.active_content(honest)


def test_nothing_of_a_submission_but_its_notebook_is_copied(class_results, course):
    known = {f"{LOGISTIC}.ipynb", "graded.json", "timestamp.txt"}
    copied = {path.name for attack in IN_CLASS for path in (course / "autograded" / attack.name / LOGISTIC).rglob("*")}
    assert copied <= known


def test_the_corpus_covers_all_kinds():
    assert set(ALL) == {"replacing", "reading", "cells", "wire", "harm", "leaking", "lasting"}
    assert sum(map(len, ALL.values())) >= 70
    assert len(set(NAMES)) == len(NAMES)
    assert DEEP in {attack.stem for attacks in ALL.values() for attack in attacks}
