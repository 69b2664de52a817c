"""The box: what student code cannot do in it, what it costs when it dies, and what passes over the wire."""

import json
import platform
import random
import socket
import time

import gate
import nbformat
import numpy as np
import pytest

from course import places, sample_class
from grader_tests.engine import box, executing
from grader_tests.engine.boxed import confine, wire
from grader_tests.engine.oracle import Oracle
from grader_tests.engine.remote import probe
from helpers.checks.tree import same

STEM = "c1w2_logistic_regression"
QUICK = box.Limits(cell=3, call=2, submission=60)
USABLE = box.usable()
EACH_BOX = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[] if kind in USABLE else pytest.mark.skip(f"no {kind} on this machine"))
        for kind in ("bubblewrap", "landlock")
    ],
)


def submission(changes):
    """Return the text of a right submission with some exercises' cells replaced: {name: source}."""
    book = nbformat.read(places.RELEASE / STEM / f"{STEM}.ipynb", as_version=4)
    scores = {}
    for definition in gate.SHEETS[STEM].definitions.values():
        sample_class.solve(book, definition, scores)
        if definition.name in changes:
            sample_class.fill(book, definition, changes[definition.name])
    return nbformat.writes(book)


def found(outputs):
    """Return {exercise: (score, message)} of a marked submission."""
    facts = [
        output["metadata"]["byhand"] for cell in outputs for output in cell if output.get("metadata", {}).get("byhand")
    ]
    return {fact["exercise"].rpartition("/")[2]: (fact["score"], fact["message"]) for fact in facts}


def marked(kind, **changes):
    return found(executing.mark_alone(STEM, submission(changes), kind, QUICK))


@EACH_BOX
def test_student_code_can_do_none_of_the_forbidden_things(kind):
    probe(executing.open_box(STEM, kind))


def test_the_probe_tells_what_an_open_box_lets_through():
    with pytest.raises(box.BoxError, match="does not hold: student code could read the hidden references"):
        probe(executing.open_box(STEM, "none"))


def test_without_a_box_grading_refuses_and_says_what_to_do(monkeypatch):
    monkeypatch.setattr(box, "usable", lambda: [])
    with pytest.raises(box.BoxError, match=r"Install bubblewrap .* --box none"):
        box.choose()
    assert box.choose("none") == "none"


@EACH_BOX
def test_every_made_up_student_gets_what_was_intended_in_each_box(kind, tmp_path):
    for student, fact in sample_class.make(STEM, tmp_path).items():
        text = (tmp_path / student / STEM / f"{STEM}.ipynb").read_text()
        if fact["kind"] not in ("no notebook", "disordered"):
            scores = {name: score for name, (score, _) in found(executing.mark_alone(STEM, text, kind)).items()}
            assert scores == pytest.approx(fact["scores"], abs=1e-3), fact["kind"]


@pytest.mark.parametrize("stem", gate.STEMS)
def test_a_right_submission_of_every_sheet_gets_all_points_in_a_box(stem):
    book = nbformat.read(places.RELEASE / stem / f"{stem}.ipynb", as_version=4)
    scores = {}
    for definition in gate.SHEETS[stem].definitions.values():
        sample_class.solve(book, definition, scores)
    given = found(executing.mark_alone(stem, nbformat.writes(book), USABLE[0], box.NORMAL))
    assert list(given) == list(gate.SHEETS[stem].definitions)
    assert {name: message for name, (score, message) in given.items() if score != 1} == {}


@EACH_BOX
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("while True: pass", "no answer"),
        ("import os; os._exit(0)", "ended itself"),
        ("import ctypes; ctypes.string_at(0)", "signal 11"),
        ("import sys; sys.exit('enough')", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("x = ' ' * 20_000_000_000; return x", "MemoryError"),
    ],
)
def test_a_function_that_takes_its_process_down_costs_its_own_exercise(kind, line, words):
    answers = marked(kind, predict=f"def predict(w, b, X):\n    {line}")
    assert answers["predict"][0] == 0
    assert words in answers["predict"][1]
    assert all(score == 1 for name, (score, _) in answers.items() if name != "predict")


@EACH_BOX
@pytest.mark.parametrize("line", ["while True: pass", "import os; os._exit(0)", "import ctypes; ctypes.string_at(0)"])
def test_a_cell_that_takes_its_process_down_costs_its_own_exercise(kind, line):
    answers = marked(kind, flatten_images=f"def flatten_images(images):\n    return images\n\n{line}")
    assert answers["flatten_images"][0] == 0
    assert line.startswith("while") or "its cell was stopped" in answers["flatten_images"][1]
    assert all(score == 1 for name, (score, _) in answers.items() if name != "flatten_images")


@EACH_BOX
def test_a_later_cell_does_not_change_an_earlier_judgement(kind):
    later = submission({}).replace(
        "def log_likelihood(A, Y):", "def propagate(*_):\\n    return None\\n\\n\\ndef log_likelihood(A, Y):"
    )
    assert found(executing.mark_alone(STEM, later, kind))["propagate"][0] == 1


@EACH_BOX
def test_magics_and_printing_do_no_harm(kind):
    noisy = "%matplotlib inline\n!echo hello\nprint('x' * 10_000_000)\ndisplay('shown')\n"
    right = gate.SHEETS[STEM].definitions["propagate"]
    source = noisy + sample_class.reference_source(STEM, right.name)
    outputs = executing.mark_alone(STEM, submission({"propagate": source}), kind)
    assert found(outputs)["propagate"][0] == 1
    assert len(json.dumps(outputs)) < 300_000


def test_a_submission_that_imports_what_students_do_not_have_is_told_so():
    answers = marked(USABLE[0], predict="import torch\ndef predict(w, b, X):\n    return torch")
    assert "ModuleNotFoundError: No module named 'torch'" in answers["predict"][1]


VALUES = [
    None, True, 3, -2.5, float("inf"), "text", [1, [2.0, None]], (1, "a"), {"W1": np.ones((2, 3)), 4: (np.float32(2), [])},
    np.zeros((0, 3)), np.arange(6, dtype=np.int16).reshape(2, 3).T, np.array(2.5), np.array([True, False]), np.array([1 + 2j]),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_pass_over_the_wire_unchanged(value):
    packer = wire.Packer()
    data = json.loads(json.dumps(packer.pack(value)))
    assert same(value, wire.unpack(data, b"".join(packer.chunks)))


class Equal(np.ndarray):
    """An array that claims to equal everything."""

    def __eq__(self, other):
        return True


def test_what_is_no_plain_data_arrives_as_a_name_or_as_plain_numbers():
    packer = wire.Packer()
    back = wire.unpack(packer.pack({"a": object(), "b": np.zeros(2).view(Equal), "c": {1, 2}}), b"".join(packer.chunks))
    assert isinstance(back["a"], wire.Opaque)
    assert type(back["b"]) is np.ndarray
    assert isinstance(back["c"], wire.Opaque)


def test_nothing_that_comes_over_the_wire_raises_anything_but_a_wire_error():
    draw = random.Random(0)
    words = ["dict", "list", "tuple", "array", "number", "odd", "function", "opaque", "<f8", "|O8", "<U5", "x" * 50]

    def nonsense(depth):
        kinds = [None, draw.random(), -1, 2**70, "\ud800\x1b[2J", float("nan"), draw.choice(words)]
        if depth > 4 or draw.random() < 0.3:
            return draw.choice(kinds)
        parts = [nonsense(depth + 1) for _ in range(draw.randint(0, 4))]
        return parts if draw.random() < 0.5 else {draw.choice(words): draw.choice([parts, *parts, None])}

    outcomes = set()
    for _ in range(3000):
        try:
            wire.unpack(nonsense(0), bytes(64), {})
            outcomes.add("read")
        except wire.WireError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize(
    "sent",
    [
        wire.HEAD.pack(2**32 - 1, 0), wire.HEAD.pack(2, 2**60), wire.HEAD.pack(3, 0) + b"[1]", wire.HEAD.pack(2, 0) + b"{x",
        wire.HEAD.pack(200_000, 0) + b"[" * 200_000, b"\0\0", b"",
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(sent):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(wire.WireError):
            wire.receive(ours)


def test_keys_and_objects_from_students_take_little_room_here():
    packer = wire.Packer()
    back = wire.unpack(packer.pack({"k" * 90_000: {1, 2}}), b"")
    assert len(next(iter(back))) < 300
    assert repr(next(iter(back.values()))) == "a set"
    with pytest.raises(wire.WireError):
        wire.unpack({"list": [{"odd": ["O", [60_000_000]]}] * 2}, b"")


def test_the_right_versions_answer_again_after_their_process_was_ended():
    oracle = Oracle(STEM)
    packer = wire.Packer()
    question = {"args": packer.pack((3,)), "kwargs": packer.pack({})}
    try:
        for _ in range(2):
            reply, _ = oracle.answer("initialize_with_zeros", question, b"", time.monotonic() + 10)
            assert "value" in reply
            oracle.process.kill()
            oracle.process.wait()
    finally:
        oracle.close()


def test_which_line_fails_is_not_told_of_a_hidden_case():
    body = "    if images.shape[0] == 4:\n        raise ValueError\n    return images.reshape(images.shape[0], -1).T"
    said = marked(USABLE[0], flatten_images=f"def flatten_images(images):\n{body}")["flatten_images"][1]
    assert "a hidden one" in said
    assert "Where" not in said


# What could reach another process of the same user where there are no namespaces: all must be refused.
REACHES = """
import ctypes, os
call = ctypes.CDLL(None).syscall
numbers = {names}
tries = [(numbers["prlimit64"], 1, 0, 0, 0), (numbers["fcntl"], 3, 8, 1), (numbers["fcntl"], 3, 10, 9), (numbers["ioctl"], 3, 0x8901, 0),
         (numbers["sched_setaffinity"], 1, 0, 0), (numbers["shmctl"], 0, 0, 0)]
def predict(w, b, X):
    raise LookupError([call(*one) for one in tries])
"""


@EACH_BOX
def test_no_call_that_reaches_other_processes_gets_through(kind):
    calls = confine.CALLS[platform.machine()]
    source = REACHES.replace("{names}", repr({**calls["denied"], **{k: v for k, v in calls.items() if k != "denied"}}))
    assert "LookupError: [-1, -1, -1, -1, -1, -1]" in marked(kind, predict=source)["predict"][1]


def test_texts_from_students_hold_no_control_characters_or_halves_of_characters():
    assert wire.clean("a\x1b[31m\ud800\u202eb\n\tc") == "a�[31m?�b\n\tc"
