"""check, hint and progress: what a student is told, and that nothing a student writes stops them."""

import warnings

import numpy as np
import pytest

import helpers
from helpers.checks import SheetError, asking
from helpers.checks.compare import compare
from solutions import c1w2_logistic_regression as solved

STEM = "c1w2_logistic_regression"


def renamed(name):
    """Let a function of a test stand for the student's function of this name."""

    def decorate(function):
        function.__name__ = name
        return function

    return decorate


@pytest.fixture
def open_sheet(monkeypatch):
    monkeypatch.setattr(asking, "_open_sheet", None)
    monkeypatch.setattr(asking, "_answers", {})
    monkeypatch.setattr(asking, "_hints_given", {})
    helpers.sheet(STEM)


def message_for(function, name="propagate"):
    return helpers.check(renamed(name)(function), STEM).message


def test_a_right_function_is_told_so_in_words_and_not_by_colour_alone(capsys):
    answer = helpers.check(solved.propagate)
    assert answer.passed
    assert answer.score == 1
    assert capsys.readouterr().out.startswith("✓ RIGHT  propagate: all 3 cases")
    assert "RIGHT" in answer.page


def test_the_first_failing_case_is_shown_with_arguments_result_and_expectation():
    text = message_for(lambda w, b, X, Y: ({"dw": w * 0, "db": 0.0}, 0.0))
    assert "w = [[ 0.5], [-1. ]] shape (2, 1)" in text
    assert "X = [[ 1. , 3. ], [ 2. , -0.5]] shape (2, 2)" in text
    assert "is 0, expected" in text


def test_a_wrong_shape_is_told_with_both_shapes():
    text = message_for(lambda dim: (np.zeros((1, dim)), 0.0), "initialize_with_zeros")
    assert "has shape (1, 2), expected (2, 1)" in text


def test_swapped_results_are_told_by_kind():
    def swapped(w, b, X, Y):
        grads, cost = solved.propagate(w, b, X, Y)
        return cost, grads

    assert "should be a dictionary" in message_for(swapped)


def test_a_missing_key_is_told_with_the_keys_that_are_there():
    assert "has no key 'dw'; it has 'dW', 'db'" in message_for(lambda w, b, X, Y: ({"dW": w, "db": b}, 0.5))


def test_changed_arguments_are_noticed():
    def changes(w, b, X, Y):
        result = solved.propagate(w, b, X, Y)
        w -= 1
        return result

    assert "changes `w`, which was handed to it" in message_for(changes)


def test_a_variable_of_the_notebook_is_noticed():
    space = {"np": np, "m": 209}
    exec("def flatten_images(images):\n    return images.reshape(m, -1).T", space)
    answer = helpers.check(space["flatten_images"], STEM)
    assert not answer.passed
    assert "`m` from the notebook" in answer.message


def test_a_hard_coded_size_is_noticed():
    text = message_for(lambda dim: (np.zeros((4, 1)), 0.0), "initialize_with_zeros")
    assert "the shape is (4, 1) in every case" in text


def test_nan_is_told_with_the_warning_that_led_to_it():
    def logs_zero(A, Y):
        return np.sum(0 * np.log(A * 0))

    text = message_for(logs_zero, "log_likelihood")
    assert "NaN" in text
    assert "divide by zero" in text


def test_an_exception_is_told_with_its_line_and_what_it_means():
    def forgot_transpose(w, b, X, Y):
        return np.dot(w, X) + b

    text = message_for(forgot_transpose)
    assert "ValueError" in text
    assert "`return np.dot(w, X) + b`" in text
    assert "is a transpose missing?" in text


@pytest.mark.parametrize("ending", [SystemExit(), MemoryError(), RecursionError(), GeneratorExit()])
def test_whatever_a_function_raises_the_check_goes_on(ending):
    def raises(w, b, X, Y):
        raise ending

    assert type(ending).__name__ in message_for(raises)


def test_an_endless_loop_is_ended(monkeypatch):
    monkeypatch.setattr(helpers.checks.calling.call, "__kwdefaults__", {"seed": 0, "names": (), "seconds": 0.05})

    def endless(w, b, X, Y):
        while True:
            pass

    assert "is there a loop that never ends?" in message_for(endless)


def test_warnings_and_stderr_of_a_function_are_kept_off_the_page(capsys):
    def noisy(w, b, X, Y):
        warnings.warn("careful", UserWarning, stacklevel=1)
        np.log(np.zeros(1))
        return solved.propagate(w, b, X, Y)

    assert helpers.check(renamed("propagate")(noisy), STEM).passed
    assert capsys.readouterr().err == ""


def test_the_random_state_is_the_same_before_and_after_a_check():
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    helpers.check(renamed("propagate")(lambda w, b, X, Y: np.random.randn(3)), STEM)
    assert np.array_equal(np.random.get_state()[1], before)


def test_an_earlier_function_that_is_wrong_is_named_first():
    space = {"np": np}
    exec("def propagate(w, b, X, Y):\n    return {'dw': w, 'db': b}, 1.0", space)
    exec(
        "def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):\n"
        "    for i in range(num_iterations):\n        grads, cost = propagate(w, b, X, Y)\n"
        "    return {'w': w, 'b': b}, grads, [cost]",
        space,
    )
    assert "`propagate`, which is called here, is not right yet" in helpers.check(space["optimize"], STEM).message


def test_extra_keyword_arguments_and_keys_do_no_harm():
    def generous(w, b, X, Y, verbose=False):
        grads, cost = solved.propagate(w, b, X, Y)
        return {**grads, "dZ": None}, cost

    assert helpers.check(renamed("propagate")(generous), STEM).passed


def test_an_array_of_objects_is_no_number():
    text = message_for(lambda A, Y: np.array(solved.log_likelihood(A, Y), dtype=object), "log_likelihood")
    assert "Python objects" in text


def test_hints_come_one_at_a_time_and_end(open_sheet, capsys):
    for _ in range(4):
        helpers.hint("propagate")
    said = capsys.readouterr().out
    assert "1 of 3 (2 more" in said
    assert said.count("3 of 3 (that was the last one)") == 2


def test_progress_lists_every_exercise_with_its_state(open_sheet, capsys):
    helpers.check(solved.propagate)
    helpers.progress()
    said = capsys.readouterr().out
    assert "1 of 8 exercises right" in said
    assert "✓ right, 10 points" in said
    assert "not checked yet" in said


def test_calling_check_wrongly_gets_one_clear_sentence(open_sheet):
    with pytest.raises(SheetError, match=r"write check\(propagate\), without its brackets"):
        helpers.check(3.5)
    with pytest.raises(SheetError, match="has no exercise 'nothing'; it has flatten_images"):
        helpers.check(renamed("nothing")(lambda: 0))
    with pytest.raises(
        SheetError, match=r"There is no exercise sheet called 'c9w9_nothing' here; known sheets: .*c1w2"
    ):
        helpers.sheet("c9w9_nothing")


def test_a_name_that_several_sheets_have_asks_which_one(monkeypatch):
    monkeypatch.setattr(asking, "_open_sheet", None)
    monkeypatch.setattr(asking.references, "stems", lambda: [STEM, STEM])
    with pytest.raises(SheetError, match="say which sheet"):
        helpers.check(renamed("propagate")(lambda: 0))


@pytest.mark.parametrize(
    ("expected", "returned", "right"),
    [
        ("high bias", "High  Bias", True),
        ("Ada\n", "ada", False),
        (["the", "<EOS>"], ["the", "<EOS>"], True),
        (["the", "<EOS>"], ["The", "<eos>"], False),
        (["B", "R"], ["b", "r"], True),
    ],
)
def test_a_name_counts_in_any_case_and_words_of_a_text_as_they_are(expected, returned, right):
    assert (compare(expected, returned, rtol=0, atol=0) == []) == right


def test_a_tuple_for_a_number_is_called_a_tuple():
    (difference,) = compare(2.0, (1.0, 2.0), rtol=0, atol=0)
    assert difference.sentence == "result should be one number, not a tuple of 2 entries"
