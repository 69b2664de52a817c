"""Answer cells: a wrong option is answered by why, the right one cannot be read from what students get."""

import base64
import importlib
import json
import re
import sys
import zipfile
from time import perf_counter

import gate
import h5py
import pytest

from course import sample_class
from course.bundling import bundle
from grader_tests import Sheet, grade
from grader_tests.engine import box, executing, freezing
from grader_tests.engine.variants import DefinitionError
from helpers.checks import choices, messages, references
from helpers.checks.choices import Sealed, seal
from helpers.checks.compare import compare
from helpers.checks.judge import judge
from helpers.checks.tree import leaves

ANSWER_CELLS = [definition for definition in gate.EXERCISES if definition.choices]
every_answer_cell = pytest.mark.parametrize("definition", ANSWER_CELLS, ids=gate.name)
SHEETS_WITH_ANSWERS = sorted({definition.stem for definition in ANSWER_CELLS})

NUMBER = re.compile(r"\d|\b(two|three|four|five|ten|hundred|thousand|million|half|twice|largest)\b")

REASONS = {
    "more data": "The gap between 1 % and 9 % is variance.",
    "Bigger network": "1 % of training errors leave nothing to fit.",
    "train longer": "The training error is 1 % already.",
}
SOLUTION = '''
def one():
    """Say what is next.

    Returns one of "more data", "bigger network", "train longer". Source: here.
    """
    return "more data"


def two():
    """Say what is next, twice.

    Returns a dictionary. Source: here.
    """
    return {"A": "more data", "B": "train longer"}


def three(x):
    """Return an argument."""
    return "more data"
'''


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    """A sheet of its own with two answer cells, `one` and `two`."""
    path = tmp_path / "c3w1_made_up.py"
    path.write_text(SOLUTION)
    spec = importlib.util.spec_from_file_location("solutions.c3w1_made_up", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "solutions.c3w1_made_up", module)
    made = Sheet("grader_tests.c3w1_made_up", position=9)
    made.exercise("one", points=2, source="here", choices=REASONS, hints=["Look at the gaps."])
    made.exercise("two", points=3, source="here", choices={"A": REASONS, "B": REASONS}, hints=["Look at the gaps."])
    return made


def asked(sheet, name, answer):
    """Return (verdict, message) for an answer, judged by what students get."""
    exercise = freezing.frozen(sheet.definitions[name], hidden=False)

    def given():
        return answer

    verdict = judge(given, exercise, exercise.cases)
    return verdict, messages.as_text(messages.headline(verdict, local=True), messages.rows(verdict, given))


def test_the_right_option_is_right_and_told_why(sheet):
    verdict, message = asked(sheet, "one", "more data")
    assert verdict.score == 1
    assert "RIGHT" in message
    assert REASONS["more data"] in message
    assert "hidden" not in message


@pytest.mark.parametrize("answer", ["More Data", "  more   data ", '"more data"'])
def test_capitals_spaces_and_quotation_marks_make_no_difference(sheet, answer):
    assert asked(sheet, "one", answer)[0].passed


@pytest.mark.parametrize("answer", ["bigger network", "Train longer"])
def test_a_wrong_option_is_answered_by_why_and_not_by_the_right_one(sheet, answer):
    verdict, message = asked(sheet, "one", answer)
    why = {choices.as_answer(option): reason for option, reason in REASONS.items()}
    assert verdict.score == 0
    assert why[choices.as_answer(answer)] in message
    assert "more data" not in message
    assert REASONS["more data"] not in message
    assert choices.as_answer(verdict.misconception) == choices.as_answer(answer)


@pytest.mark.parametrize("answer", ["moredata", "", 3, 2.5, True, ["more data"], {"A": 1}, len, b"more data", object()])
def test_what_is_none_of_the_options_gets_their_list(sheet, answer):
    verdict, message = asked(sheet, "one", answer)
    assert verdict.score == 0
    assert verdict.misconception is None
    assert 'choose one of "Bigger network", "more data", "train longer"' in message


def test_no_answer_is_told(sheet):
    assert "`return` line" in asked(sheet, "one", None)[1]


def test_several_questions_are_answered_one_by_one(sheet):
    verdict, message = asked(sheet, "two", {"A": "more data", "B": "bigger network"})
    assert verdict.score == 0.5
    assert verdict.misconception == "B: Bigger network"
    assert "1 of 2 answers right" in message
    assert REASONS["Bigger network"] in message
    assert REASONS["train longer"] not in message
    verdict, message = asked(sheet, "two", {"A": "more data"})
    assert verdict.score == 0.5
    assert "result has no key 'B'" in message
    verdict, message = asked(sheet, "two", {"B": "train longer", "A": "more data"})
    assert verdict.score == 1
    assert "Why ['A']" in message


def test_numbers_and_truth_values_may_be_options():
    sealed = seal("s", "4", {"4": "yes", "2.5": "no", "True": "no"})
    for answer in ("4", 4, 4.0):
        assert compare(sealed, answer, rtol=0, atol=0) == []
    assert compare(sealed, 2.5, rtol=0, atol=0)[0].choice == "2.5"
    assert compare(sealed, True, rtol=0, atol=0)[0].choice == "True"


def test_a_declaration_that_does_not_fit_its_solution_is_told(sheet):
    others = {"right": "…", "wrong": "…", "also wrong": "…"}
    with pytest.raises(DefinitionError, match="'more data' and at least two others must be options"):
        sheet.exercise("one", points=1, source="", choices=others, hints=[])
    with pytest.raises(DefinitionError, match="the questions are A, C; answered are A, B"):
        sheet.exercise("two", points=1, source="", choices={"A": REASONS, "C": REASONS}, hints=[])
    with pytest.raises(DefinitionError, match="takes no arguments"):
        sheet.exercise("three", points=1, source="", choices=REASONS, hints=[])
    with pytest.raises(ValueError, match="must be one of different options"):
        seal("s", "a", {"a": "", "A": "", "b": ""})


def test_a_sealed_answer_shows_nothing_but_the_options():
    first, again = (seal("s", "more data", REASONS) for _ in range(2))
    assert first == again
    assert len(set(map(len, first.boxes))) == 1
    assert first.options == sorted(first.options)
    assert first.boxes == sorted(first.boxes)
    other = seal("t", "more data", REASONS)
    assert not set(first.boxes) & set(other.boxes)
    assert {"salt", "options", "boxes"} == set(vars(first))
    for content in map(base64.b64decode, first.boxes):
        assert not any(reason.encode()[:8] in content for reason in REASONS.values())


def test_the_files_of_answer_cells_come_out_the_same_and_tell_changes(sheet, tmp_path, monkeypatch):
    paths = tmp_path / "public.h5", tmp_path / "hidden.h5"
    monkeypatch.setattr(freezing, "files", lambda stem: paths)
    freezing.write(sheet)
    before = [path.read_bytes() for path in paths]
    freezing.write(sheet)
    assert [path.read_bytes() for path in paths] == before
    assert freezing.changes(sheet) == []
    back = references.read(paths[0])
    assert isinstance(back["one"].cases[0].expected, Sealed)
    assert back["one"].misconceptions == {}
    assert references.read(paths[1])["one"].cases == []
    _no_secret_in(json.dumps(_documents(paths[0]), ensure_ascii=False), sheet.definitions.values())
    sheet.exercise("one", points=2, source="here", choices=REASONS | {"train longer": "Other words."}, hints=["."])
    assert any(sentence.startswith("c3w1_made_up/one, “the question”") for sentence in freezing.changes(sheet))


# --- the answer cells of the course


def _documents(path):
    """Return everything that stands in a reference file, uncompressed: {exercise: JSON document}."""
    with h5py.File(path) as file:
        return {name: json.loads(bytes(group["text"][:])) for name, group in file.items()}


def _no_secret_in(text, definitions):
    for definition in definitions:
        for reasons in definition.choices.values():
            for why in reasons.values():
                assert why[:25] not in text
                assert why[-25:] not in text


@pytest.mark.parametrize("stem", SHEETS_WITH_ANSWERS)
def test_the_public_file_holds_no_answer_and_no_reason(stem):
    public, _ = freezing.files(stem)
    documents = _documents(public)
    definitions = [definition for definition in ANSWER_CELLS if definition.stem == stem]
    _no_secret_in(json.dumps(documents, ensure_ascii=False), definitions)
    _no_secret_in(public.read_bytes().decode("latin-1"), definitions)
    for definition in definitions:
        document = documents[definition.name]
        assert document["misconceptions"] == {}
        (case,) = document["cases"]
        assert case["wrong"] == {"dict": []}
        sealed = [leaf for _, leaf in leaves(references.read(public)[definition.name].cases[0].expected)]
        assert all(isinstance(leaf, Sealed) for leaf in sealed)
        assert len(sealed) == len(definition.choices)
        hints = " ".join(document["hints"])
        for _, right in leaves(definition.solution()):
            assert str(right) not in hints, "a hint names the right option"


@pytest.mark.parametrize("stem", SHEETS_WITH_ANSWERS)
def test_the_bundle_holds_no_reason_and_no_option_outside_the_list(stem, tmp_path):
    bundle(stem, tmp_path / "b.zip")
    definitions = [definition for definition in ANSWER_CELLS if definition.stem == stem]
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        for name in archive.namelist():
            content = archive.read(name)
            _no_secret_in(content.decode("latin-1"), definitions)
            if name.endswith(".whl"):
                (tmp_path / "w.whl").write_bytes(content)
                with zipfile.ZipFile(tmp_path / "w.whl") as wheel:
                    for part in wheel.namelist():
                        _no_secret_in(wheel.read(part).decode("latin-1"), definitions)
    book, text = gate.release(stem)
    _no_secret_in(text, definitions)
    for definition in definitions:
        (cell,) = [
            cell
            for cell in book.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{definition.name}_solution"
        ]
        for question, reasons in definition.choices.items():
            assert all(f'"{option}"' in cell.source for option in reasons), f"the docstring lists no options {question}"


@every_answer_cell
def test_a_wrong_options_reason_has_numbers_and_does_not_name_the_right_one(definition):
    for path, right in leaves(definition.solution()):
        question = path.strip("[]'")
        for option, why in definition.choices[question].items():
            assert NUMBER.search(why), option
            assert len(why.split()) >= 12, option
            if choices.as_answer(option) != choices.as_answer(right):
                assert choices.as_answer(str(right)) not in choices.as_answer(why), option


@every_answer_cell
def test_an_answer_is_judged_at_once(definition):
    exercise = references.read(freezing.files(definition.stem)[0])[definition.name]
    start = perf_counter()
    judge(definition.wrong(definition.misconceptions[0].id), exercise, exercise.cases)
    assert perf_counter() - start <= 0.1


@every_answer_cell
def test_the_grader_needs_no_hidden_case(definition):
    right = grade(definition.id, definition.solution)
    assert right.passed
    assert "this is the answer" in right.message or "answers right" in right.message
    for one in definition.misconceptions:
        result = grade(definition.id, definition.wrong(one.id), hidden=False)
        assert (result.misconception, result.score) == (one.id, pytest.approx(one.score))
        assert one.says in result.message


@pytest.mark.parametrize("stem", SHEETS_WITH_ANSWERS)
def test_every_made_up_student_gets_what_was_intended_in_a_box(stem, tmp_path):
    kind = next(iter(box.usable()), "none")
    definitions = [definition for definition in ANSWER_CELLS if definition.stem == stem]
    for student, fact in sample_class.make(stem, tmp_path).items():
        if fact["kind"] not in ("right", "other ways", "first mistakes", "nothing written", "exits"):
            continue
        text = (tmp_path / student / stem / f"{stem}.ipynb").read_text()
        outputs = executing.mark_alone(stem, text, kind)
        told = [
            output["metadata"]["byhand"]
            for cell in outputs
            for output in cell
            if "byhand" in output.get("metadata", {})
        ]
        assert {fact["exercise"].rpartition("/")[2]: fact["score"] for fact in told} == pytest.approx(
            fact["scores"], abs=1e-3
        )
        if fact["kind"] == "first mistakes":
            for definition in definitions:
                (found,) = [one for one in told if one["exercise"] == definition.id]
                assert found["misconception"] == definition.misconceptions[0].id
                assert definition.misconceptions[0].says in found["message"]
