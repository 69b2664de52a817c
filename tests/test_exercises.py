"""The course gate, exercises: every exercise there is keeps the promises of an exercise; nobody writes a test for a week."""

import inspect

import gate
import numpy as np
import pytest

from grader_tests import exercises, grade
from grader_tests.engine import freezing
from grader_tests.engine.in_process import full_exercise
from helpers.checks import calling, tree

every_exercise = pytest.mark.parametrize("exercise", gate.EXERCISES, ids=gate.name)
every_function = pytest.mark.parametrize("exercise", gate.FUNCTIONS, ids=gate.name)
every_mistake = pytest.mark.parametrize(("exercise", "mistake"), gate.MISTAKES, ids=gate.name)
every_way = pytest.mark.parametrize(("exercise", "number"), gate.WAYS, ids=gate.name)


def test_exercises_come_in_course_order_with_unique_ids():
    ids = [exercise.id for exercise in exercises()]
    assert ids == [exercise.id for exercise in gate.EXERCISES]
    assert len(set(ids)) == len(ids)
    assert [id.partition("/")[0][:4] for id in ids] == sorted(id.partition("/")[0][:4] for id in ids)


@every_exercise
def test_the_solution_gets_full_marks(exercise):
    result = grade(exercise.id, exercise.solution)
    assert result.passed, result.message
    assert result.score == 1.0
    assert result.misconception is None


@every_exercise
def test_the_stub_gets_nothing_and_a_friendly_message(exercise):
    def stub(*args, **kwargs):
        raise NotImplementedError

    result = grade(exercise.id, stub)
    assert result.score == 0.0
    assert "TO DO" in result.message
    assert "Replace the line" in result.message


@every_exercise
def test_there_are_at_least_two_mistakes_and_two_other_ways(exercise):
    assert len(exercise.misconceptions) >= 2
    assert len(exercise.accepted) >= 2
    assert exercise.hints


@every_mistake
def test_a_known_mistake_is_rejected_and_named(exercise, mistake):
    result = grade(exercise.id, exercise.wrong(mistake.id))
    assert not result.passed
    assert result.misconception == mistake.id, result.message
    assert result.score == pytest.approx(mistake.score)
    assert mistake.says in result.message
    assert mistake.place in result.message


@every_mistake
def test_a_known_mistake_is_named_by_the_public_cases_alone(exercise, mistake):
    result = grade(exercise.id, exercise.wrong(mistake.id), hidden=False)
    assert not result.passed
    assert result.misconception == mistake.id, result.message


@every_way
def test_other_ways_of_writing_it_get_full_marks(exercise, number):
    result = grade(exercise.id, exercise.other_ways()[number])
    assert result.score == 1.0, result.message


@every_exercise
def test_a_number_is_the_same_in_every_form(exercise):
    for form in (float, np.float64, np.array, lambda number: np.array([[number]])):

        def another_form(*args, _form=form, **kwargs):
            return gate.reformed(exercise.solution(*args, **kwargs), _form)

        result = grade(exercise.id, another_form)
        assert result.score == 1.0, result.message


@every_exercise
def test_returning_nothing_is_told(exercise):
    result = grade(exercise.id, lambda *args, **kwargs: None)
    assert result.score == 0.0
    assert "return" in result.message


@every_function
def test_one_remembered_answer_is_not_enough(exercise):
    first = full_exercise(exercise.id).cases[0].expected
    result = grade(exercise.id, lambda *args, **kwargs: tree.copy(first))
    assert not result.passed


@every_function
def test_cases_are_enough_small_and_of_several_sizes(exercise):
    public = [case for case in exercise.cases if not case.hidden]
    hidden = [case for case in exercise.cases if case.hidden]
    assert len(public) >= 2
    assert len(hidden) >= 3
    assert {case.group for case in hidden} == {case.group for case in exercise.cases}
    assert len({case.label for case in exercise.cases}) == len(exercise.cases)
    sizes = gate.sizes_of_m(exercise)
    if sizes:
        assert 1 in sizes
        assert len(sizes) >= 3
    for case in full_exercise(exercise.id).cases:
        assert freezing.numbers_in(case) <= 256, case.label


@every_exercise
def test_the_solution_leaves_its_arguments_and_notebook_globals_alone(exercise):
    for case in exercise.cases:
        outcome = calling.call(exercise.solution, case.args, case.kwargs, names=exercise.parameters)
        assert set(outcome.changed) <= set(exercise.may_change)
    assert calling.notebook_data(exercise.solution) == []


@every_exercise
def test_the_docstring_tells_everything(exercise):
    text = inspect.getdoc(exercise.solution)
    lines = text.splitlines()
    assert len(lines) <= 12
    assert lines[0].endswith(".")
    assert "Returns" in text
    assert "Source:" in text
    before_returns = text.partition("Returns")[0]
    for parameter in exercise.parameters:
        assert parameter in before_returns, parameter


@every_exercise
def test_the_solution_is_short(exercise):
    assert gate.code_lines(exercise) <= 25


@every_function
def test_a_message_about_a_hidden_case_does_not_show_it(exercise):
    public = [case for case in full_exercise(exercise.id).cases if not case.hidden]

    def knows_the_public_cases(*args, **kwargs):
        for case in public:
            if tree.same((args, kwargs), (case.args, case.kwargs)):
                return exercise.solution(*args, **kwargs)
        return None

    result = grade(exercise.id, knows_the_public_cases)
    assert result.score == 0.0
    assert "a hidden one" in result.message
    assert "Called with" not in result.message
    assert "expected" not in result.message


@pytest.mark.parametrize("stem", gate.STEMS)
def test_reference_files_are_what_the_solutions_give(stem):
    assert freezing.changes(gate.SHEETS[stem]) == []
    public, hidden = freezing.files(stem)
    assert public.stat().st_size <= 200_000
    assert hidden.exists()
