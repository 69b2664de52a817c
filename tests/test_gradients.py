"""helpers.gradients.check tells right gradients from wrong ones, and says where and how they are wrong; PyTorch is the judge."""

import ast
import contextlib
import inspect

import gate
import numpy as np
import pytest
from gradient_problems import Problem, wide

import helpers
from grader_tests import grade
from helpers import gradient_maps

MODULES = (helpers.gradients, helpers.diagnosis, helpers.gradient_maps, helpers.slopes)


@pytest.mark.parametrize("seed", range(24))
def test_pytorchs_gradients_are_right(seed):
    report = Problem(seed).check()
    assert report.passed, report.text
    assert bool(report)
    assert report.wrong == report.sentences == []


@pytest.mark.parametrize("seed", range(12))
def test_one_entry_that_is_off_by_a_thousandth_is_found_at_its_place(seed):
    problem, draw = wide(seed), np.random.default_rng(seed)
    name = draw.choice(list(problem.parameters))
    entries = problem.gradients[f"d{name}"].copy()
    place = tuple(draw.integers(0, size) for size in entries.shape)
    entries[place] *= 1.001
    report = problem.check({f"d{name}": entries})
    assert report.wrong == [f"d{name}"]
    signs = next(one.signs for one in report.findings if one.name == name)
    assert np.argwhere(signs == "x").tolist() == [list(place)]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["dW1", "db1", "dW2", "db2"])
def test_a_factor_is_named(seed, name):
    problem = wide(seed)
    for factor, words in [(2, "a factor 2 everywhere"), (0.5, "a factor 0.5 everywhere"), (4, "a factor 4 everywhere")]:
        assert f"{name} is off by {words}" in problem.sentence({name: factor * problem.gradients[name]})
    assert f"{name} has the wrong sign everywhere" in problem.sentence({name: -problem.gradients[name]})
    assert f"{name} has the wrong sign and is off by a factor 3" in problem.sentence(
        {name: -3 * problem.gradients[name]}
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_missing_1_over_m_is_named_when_m_is_known_and_guessed_when_not(seed):
    problem = wide(seed)
    for name, found in problem.gradients.items():
        assert "7 is m, so 1/m is missing" in problem.sentence({name: 7 * found}, m=7)
        assert "divided by m = 7 twice" in problem.sentence({name: found / 7}, m=7)
        assert "if 7 is the number of examples, 1/m is missing" in problem.sentence({name: 7 * found})
        assert "1/m" not in problem.sentence({name: 2 * found}, m=7)


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_over_the_wrong_axis_is_named(seed):
    problem = wide(seed)
    dZ = np.random.default_rng(seed).normal(size=(5, 7))
    dZ *= (problem.gradients["db1"] / dZ.sum(axis=1, keepdims=True)).round(12)
    for given in (
        problem.gradients["db1"].sum(),
        np.full((5, 1), problem.gradients["db1"].sum()),
        dZ.sum(axis=0, keepdims=True),
        dZ.sum(axis=0),
    ):
        assert "db1 is the sum over the wrong axis" in problem.sentence({"db1": given})
    assert "a column for every example; their sum would be right" in problem.sentence({"db1": dZ})
    square = Problem(seed, sizes=[4, 5, 3], m=5, activation="tanh")
    dZ = np.random.default_rng(seed).normal(size=(5, 5))
    dZ *= square.gradients["db1"] / dZ.sum(axis=1, keepdims=True)
    assert "db1 is the sum over the wrong axis" in square.sentence({"db1": dZ.sum(axis=0).reshape(5, 1)})


@pytest.mark.parametrize("seed", range(5))
def test_right_numbers_in_wrong_places_are_named(seed):
    problem = wide(seed)
    W1, b1 = problem.gradients["dW1"], problem.gradients["db1"]
    assert "dW1 is transposed: it has shape (4, 5)" in problem.sentence({"dW1": W1.T})
    assert "transposed and then reshaped" in problem.sentence({"dW1": W1.T.reshape(5, 4)})
    assert "has its rows in another order" in problem.sentence({"dW1": W1[::-1]})
    assert "has its columns in another order" in problem.sentence({"dW1": np.roll(W1, 1, axis=1)})
    assert "right numbers in the wrong places" in problem.sentence({"dW1": W1.ravel()[::-1].reshape(5, 4)})
    assert "not the shape of its parameter" in problem.sentence({"db1": b1.ravel()})
    assert "not the shape of its parameter" in problem.sentence({"db1": b1.T})
    square = Problem(seed, sizes=[4, 4, 1], m=3, activation="tanh")
    assert "dW1 is transposed." in square.sentence({"dW1": square.gradients["dW1"].T})
    exchanged = Problem(seed, sizes=[3, 3, 3], m=3, activation="tanh")
    assert "dW1 is the gradient of W2" in exchanged.sentence({"dW1": exchanged.gradients["dW2"]})


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_row_or_column_is_named(seed):
    problem = wide(seed)
    W1 = problem.gradients["dW1"]
    columns, rows = np.arange(4), np.arange(5)[:, None]
    assert "only column 3 is wrong; there it is zero" in problem.sentence({"dW1": np.where(columns == 3, 0, W1)})
    assert "only column 0 is wrong; there it has the wrong sign" in problem.sentence(
        {"dW1": np.where(columns == 0, -W1, W1)}
    )
    assert "only rows 1 and 4 are wrong; there it is off by a factor 2" in problem.sentence(
        {"dW1": np.where((rows == 1) | (rows == 4), 2 * W1, W1)}
    )
    assert "every row of dW1 is off by a factor of its own" in problem.sentence({"dW1": W1 * (rows + 2)})
    assert "every column of dW1 is off by a factor of its own" in problem.sentence({"dW1": W1 * (columns + 2)})


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_of_a_penalty_is_named(seed):
    problem = wide(seed)
    W1, g = problem.parameters["W1"], problem.gradients["dW1"]
    assert "dW1 has a term too much, 0.3 · W1: the slope of an L2 penalty" in problem.sentence({"dW1": g + 0.3 * W1})
    assert "dW1 lacks the term 0.02 · W1" in problem.sentence({"dW1": g - 0.02 * W1})
    assert "0.1 · sign(W1): the slope of an L1 penalty" in problem.sentence({"dW1": g + 0.1 * np.sign(W1)})
    assert "too large by 0.25 everywhere" in problem.sentence({"dW1": g + 0.25})


@pytest.mark.parametrize("seed", range(10))
def test_constants_zeros_and_gradients_right_only_in_norm_are_not_accepted(seed):
    problem, draw = Problem(seed), np.random.default_rng(seed)
    for name, found in problem.gradients.items():
        if np.abs(found).max() < 1e-6:
            continue
        assert f"{name} is zero" in problem.sentence({name: np.zeros(found.shape)})
        assert not problem.check({name: np.full(found.shape, 0.123)}).passed
        other = draw.normal(size=found.shape)
        other *= np.linalg.norm(found) / np.linalg.norm(other)
        if found.size > 1:
            assert not problem.check({name: other}).passed
    smooth = wide(seed)
    other = draw.normal(size=(5, 4))
    other *= np.linalg.norm(smooth.gradients["dW1"]) / np.linalg.norm(other)
    assert "Only its length is right" in smooth.sentence({"dW1": other})
    assert "the same number everywhere" in smooth.sentence({"dW1": np.full((5, 4), 0.3)})


@pytest.mark.parametrize("seed", range(6))
def test_signs_of_single_entries_and_factors_close_to_1_are_named(seed):
    problem = wide(seed)
    found = problem.gradients["dW1"]
    some = np.random.default_rng(seed).permutation(20).reshape(5, 4) < 9
    assert "has the wrong sign in 9 of 20 entries" in problem.sentence({"dW1": np.where(some, -found, found)})
    assert "off by a factor 1.001 everywhere" in problem.sentence({"dW1": 1.001 * found})
    assert "off by a factor 0.99999 everywhere" in problem.sentence({"dW1": 0.99999 * found})


@pytest.mark.parametrize("seed", range(6))
def test_random_gradients_are_never_accepted(seed):
    problem, draw = wide(seed), np.random.default_rng(seed + 99)
    for _ in range(10):
        change = {name: draw.normal(size=found.shape) for name, found in problem.gradients.items()}
        assert problem.check(change).wrong == list(problem.gradients)


def test_nan_and_infinity_are_told_with_their_place():
    problem = wide(2)
    for bad, word in ((np.nan, "NaN"), (np.inf, "infinite")):
        found = problem.gradients["dW1"].copy()
        found[2, 1] = bad
        assert f"dW1 is {word}" in problem.sentence({"dW1": found})
        assert "first at [2, 1]" in problem.sentence({"dW1": found})
    assert "everywhere" in problem.sentence({"db1": np.full((5, 1), np.nan)})


def test_a_wrong_shape_is_told():
    problem = wide(3)
    assert "wrong shape: it has shape (2, 2), W1 has shape (5, 4)" in problem.sentence({"dW1": np.ones((2, 2))})


@pytest.mark.parametrize(
    "thing", [None, "text", [[1, 2], [3]], {"a": 1}, np.ones((5, 4)) * 1j, np.ones((5, 4), dtype=object)]
)
def test_a_gradient_that_is_no_array_of_numbers_is_told(thing):
    assert "dW1 is no array of real numbers" in wide(3).sentence({"dW1": thing})


def test_a_missing_gradient_is_told_and_extra_ones_do_no_harm():
    problem = wide(4)
    found = {**problem.gradients, "dZ1": np.zeros(3), "dA0": None}
    assert helpers.gradients.check(problem.cost, found, problem.parameters, show=False).passed
    del found["db2"]
    report = helpers.gradients.check(problem.cost, found, problem.parameters, show=False)
    assert report.sentences[0].startswith("There is no db2 among the gradients; they are dW1")


def test_keys_may_be_the_parameters_own():
    problem = wide(5)
    plain = {name.removeprefix("d"): found for name, found in problem.gradients.items()}
    assert helpers.gradients.check(problem.cost, plain, problem.parameters, show=False).passed
    plain["W2"] = 2 * plain["W2"]
    assert helpers.gradients.check(problem.cost, plain, problem.parameters, show=False).wrong == ["W2"]


def test_what_is_no_parameters_or_gradients_is_refused_with_a_sentence():
    problem = wide(6)
    cost, found, parameters = problem.cost, problem.gradients, problem.parameters
    for given, error, words in [
        ((cost, found, {}), ValueError, "`parameters` is empty"),
        ((cost, {}, parameters), ValueError, "`gradients` is empty"),
        ((cost, lambda p: p, parameters), TypeError, "is a function; hand over what it returns"),
        ((cost, [1, 2], parameters), TypeError, "should be a dictionary"),
        ((cost, found, {"W1": "text"}), TypeError, "W1 should hold real numbers"),
        ((cost, found, {"W1": np.ones(2) * 1j}), TypeError, "W1 should hold real numbers"),
        ((cost, found, {"W1": {"a": 1}}), TypeError, "W1 should hold real numbers"),
        ((cost, found, {"W1": np.zeros((0, 3))}), ValueError, "no entries"),
        ((cost, found, {"W1": np.array([np.nan])}), ValueError, "NaN"),
    ]:
        with pytest.raises(error, match=words):
            helpers.gradients.check(*given, show=False)


def test_the_map_is_there_as_a_picture_with_alt_text_and_in_plain_characters():
    problem = wide(11)
    report = problem.check({"dW1": np.where(np.arange(4) == 2, 0, problem.gradients["dW1"])})
    assert report.text.count("    . . x .\n") == 5
    assert "map: . right, x wrong" in report.text
    alt = gradient_maps.alt_text(report)
    assert "Right: db1, dW2, db2" in alt
    assert "only column 2 is wrong" in alt
    figure = gradient_maps.draw(report)
    assert next(axis.get_title() for axis in figure.axes) == "dW1: WRONG\n5 × 4"
    assert [text.get_text() for text in figure.axes[0].texts] == ["×"] * 5
    assert repr(report) == "<gradients: wrong in dW1>"


def test_check_shows_its_answer_at_once(capsys):
    problem = wide(12)
    helpers.gradients.check(problem.cost, problem.gradients, problem.parameters)
    assert "✓ dW1 is right in all 20 entries." in capsys.readouterr().out


def test_it_says_where_to_look_first():
    problem = wide(13)
    text = problem.check({"dW1": 2 * problem.gradients["dW1"], "dW2": problem.gradients["dW2"][::-1]}).text
    assert "Look at dW2 first" in text
    everything = {name: -found for name, found in problem.gradients.items()}
    assert "All gradients have the same fault" in problem.check(everything).text


def test_the_tool_gives_no_exercise_away():
    """No line of a solution stands in it, and none of its functions would pass as one."""
    own = [one for one in gate.EXERCISES if one.stem == "c2w1_gradient_checking"]
    assert own
    code = "\n".join(ast.unparse(ast.parse(inspect.getsource(module))) for module in MODULES)
    for definition in own:
        for line in gate.secret_lines(definition):
            assert line not in code, line
    mine = [vars(module).values() for module in MODULES]
    functions = {thing for things in mine for thing in things if inspect.isfunction(thing)}
    tried = 0
    for function in functions:
        for definition in own:
            with contextlib.suppress(TypeError):
                inspect.signature(function).bind(*definition.cases[0].args, **definition.cases[0].kwargs)
                assert not grade(definition.id, function, hidden=False).passed
                tried += 1
    assert tried > 5


def test_the_modules_are_small_and_travel_in_every_bundle():
    from course import bundling

    for module in MODULES:
        lines = inspect.getsource(module).splitlines()
        assert len(lines) <= 400
        for stem in gate.STEMS:
            assert module.__file__ in map(str, bundling.helper_sources(stem))
    assert "c2w1_gradient_checking" in gate.STEMS
