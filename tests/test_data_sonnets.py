"""The sonnets: what is in the file, how the loader reads it and fails, how the builder reads the package."""

import json
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_sonnets

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "sonnets.h5"
BUILDER = "build_sonnets"
PROGRAM = "exports.SonnetData = " + json.dumps(
    [{"number": 1, "lines": ["From fairest ", "creatures"]}, {"number": 2, "lines": ["When forty winters"]}]
)


def test_there_are_154_sonnets_of_fourteen_lines_but_two():
    sonnets = load_sonnets()
    assert len(sonnets) == 154
    lengths = {number: len(sonnet) for number, sonnet in enumerate(sonnets, start=1)}
    assert {number: length for number, length in lengths.items() if length != 14} == {99: 15, 126: 12}


def test_the_famous_ones_stand_at_their_numbers():
    sonnets = load_sonnets()
    assert sonnets[0][0] == "From fairest creatures we desire increase,"
    assert sonnets[17][0].startswith("Shall I compare thee to a summer's day")
    assert sonnets[129][0].startswith("My mistress' eyes are nothing like the sun")


def test_lines_are_english_text_without_loose_spaces_and_no_two_sonnets_are_the_same():
    sonnets = load_sonnets()
    lines = [line for sonnet in sonnets for line in sonnet]
    assert all(line == line.strip() and 10 < len(line) < 80 for line in lines)
    assert set("".join(lines).lower()) <= set("abcdefghijklmnopqrstuvwxyz ,.;:!?'-()")
    assert len({"\n".join(sonnet) for sonnet in sonnets}) == 154


def test_a_missing_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_sonnets()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["lines"], file["length"] = np.array([b"one", b"two"]), np.array([1, 1], np.uint8)
    with pytest.raises(DataError, match="154 sonnets"):
        load_sonnets()


def test_the_builder_reads_the_packages_program(builder):
    sonnets = builder.parse(PROGRAM)
    assert sonnets == [["From fairest", "creatures"], ["When forty winters"]]
    arrays = builder.to_arrays(sonnets)
    assert arrays["length"].tolist() == [2, 1]


def test_the_builder_refuses_another_file_and_sonnets_out_of_order(builder, tmp_path):
    (tmp_path / builder.INSIDE).parent.mkdir(parents=True)
    (tmp_path / builder.INSIDE).write_text(PROGRAM)
    with pytest.raises(builder.BuildError, match="pins"):
        builder.read_sonnets(tmp_path)
    for program in ("nothing", PROGRAM.replace('"number": 2', '"number": 3')):
        with pytest.raises(builder.BuildError, match="numbered from 1"):
            builder.parse(program)
