"""Reference files: they give back what was written, and damage is told in one sentence."""

import numpy as np
import pytest

import grader_tests
from grader_tests.engine import freezing
from grader_tests.engine.freezing import frozen, sheet_of
from grader_tests.engine.variants import DefinitionError
from helpers.checks import references, stand_ins
from helpers.checks.references import Case, Exercise, SheetError, Wrong
from helpers.checks.tree import same

VALUE = {
    "array": np.arange(6.0).reshape(2, 3),
    "flags": np.array([True, False]),
    "numbers": [1, 2.5, np.float32(0.5), -0.0, float("inf")],
    "nothing": None,
    "pair": (np.zeros((0, 3)), "text"),
    "scalar": np.array(3),
}


def an_exercise(**changes):
    fields = {key: [] for key in Exercise.__dataclass_fields__}
    fields |= {
        "stem": "s",
        "name": "f",
        "points": 1,
        "source": "",
        "rtol": 1e-5,
        "atol": 1e-8,
        "parts": {},
        "misconceptions": {},
    }
    return Exercise(**(fields | changes))


def test_values_come_back_as_they_were_written(tmp_path):
    wrong = {"m": Wrong(value=VALUE, raised="", says="", changed=["x"])}
    case = Case("one", (VALUE, stand_ins.cube), {"k": 2}, VALUE, wrong=wrong)
    references.write(tmp_path / "s.h5", "s", [an_exercise(cases=[case])])
    back = references.read(tmp_path / "s.h5")["f"].cases[0]
    assert same(back.expected, VALUE)
    assert same(back.args[0], VALUE)
    assert back.args[1] is stand_ins.cube
    assert same(back.wrong["m"].value, VALUE)
    assert back.wrong["m"].changed == ["x"]


def test_the_same_exercises_give_the_same_bytes(tmp_path):
    for name in ("a.h5", "b.h5"):
        sheet = freezing.sheets()["c1w2_logistic_regression"]
        references.write(
            tmp_path / name, sheet.stem, [freezing.frozen(one, hidden=False) for one in sheet.definitions.values()]
        )
    assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SheetError, match="is not there"):
        references.read(tmp_path / "none.h5")


@pytest.mark.parametrize("kept", [0, 100, 5000])
def test_a_damaged_file_is_told(tmp_path, kept):
    whole = references.find("c1w2_logistic_regression").read_bytes()
    (tmp_path / "cut.h5").write_bytes(whole[:kept])
    with pytest.raises(SheetError, match="is damaged"):
        references.read(tmp_path / "cut.h5")


def test_a_file_of_another_version_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(references, "FORMAT", 99)
    references.write(tmp_path / "new.h5", "s", [an_exercise()])
    monkeypatch.undo()
    with pytest.raises(SheetError, match="another version"):
        references.read(tmp_path / "new.h5")


def test_public_files_hold_no_hidden_case():
    for stem in freezing.sheets():
        public, hidden = (references.read(path) for path in freezing.files(stem))
        for name in public:
            assert not any(case.hidden for case in public[name].cases)
            assert all(case.hidden for case in hidden[name].cases)
            for case in hidden[name].cases:
                assert not any(
                    same(case.args, open_case.args) and case.kwargs == open_case.kwargs
                    for open_case in public[name].cases
                )


def test_a_changed_solution_is_shown_and_not_written(monkeypatch):
    sheet = freezing.sheets()["c1w2_logistic_regression"]
    before = freezing.files(sheet.stem)[0].read_bytes()
    module = __import__("solutions.c1w2_logistic_regression", fromlist=["x"])
    monkeypatch.setattr(module, "log_likelihood", lambda A, Y: 0.0)
    said = freezing.changes(sheet)
    assert any("log_likelihood, “two examples”: expected is" in sentence for sentence in said)
    assert freezing.files(sheet.stem)[0].read_bytes() == before


def test_grading_an_unknown_exercise_or_no_function_is_told():
    with pytest.raises(SheetError, match="There is no exercise 'c1w2_logistic_regression/nothing'"):
        grader_tests.grade("c1w2_logistic_regression/nothing", len)
    with pytest.raises(SheetError, match="grade takes a function"):
        grader_tests.grade("c1w2_logistic_regression/propagate", None)


def test_a_known_mistake_that_uses_a_name_that_is_not_there_is_refused(monkeypatch):
    definition = sheet_of("c1w2_logistic_regression").definitions["predict"]
    monkeypatch.setattr(type(definition), "wrong", lambda self, id: lambda *args: not_there)  # noqa: F821
    with pytest.raises(DefinitionError, match=r"predict: the known mistake .* fails with name 'not_there'"):
        frozen(definition, hidden=False)


def test_another_order_of_known_mistakes_is_a_change(monkeypatch):
    sheet = sheet_of("c1w2_logistic_regression")
    definition = sheet.definitions["predict"]
    monkeypatch.setattr(definition, "misconceptions", definition.misconceptions[::-1])
    assert freezing.changes(sheet) == ["c1w2_logistic_regression/predict: the order of known mistakes changed"]
