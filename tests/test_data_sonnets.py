"""The sonnets: what is in the file, how the loader reads it and fails, how the builder reads the package."""

import hashlib
import importlib
import json
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from helpers.datasets import DataError, load_sonnets

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "sonnets.h5"
PROGRAM = "exports.SonnetData = " + json.dumps(
    [{"number": 1, "lines": ["From fairest ", "creatures"]}, {"number": 2, "lines": ["When forty winters"]}]
)


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DATA), *sys.path])
    return importlib.import_module("build_sonnets")


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


def test_the_file_is_small_and_tells_where_it_comes_from_and_the_readme_names_its_size_and_sha256():
    assert FILE.stat().st_size <= 60_000
    with h5py.File(FILE) as file:
        assert all(file.attrs[key] for key in ("provenance", "licence", "attribution", "packages", "made_with"))
    row = next(line for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines() if FILE.name in line)
    assert str(FILE.stat().st_size) in row
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in row


def test_a_missing_and_a_wrong_file_are_described(tmp_path, monkeypatch):
    monkeypatch.setenv("BYHAND_DATA", str(tmp_path))
    with pytest.raises(DataError, match="is not in"):
        load_sonnets()
    with h5py.File(tmp_path / FILE.name, "w") as file:
        file["lines"], file["length"] = np.array([b"one", b"two"]), np.array([1, 1], np.uint8)
    with pytest.raises(DataError, match="154 sonnets"):
        load_sonnets()


def test_the_builder_reads_the_packages_program_and_gives_the_same_file_each_time(builder, tmp_path):
    sonnets = builder.parse(PROGRAM)
    assert sonnets == [["From fairest", "creatures"], ["When forty winters"]]
    arrays = builder.to_arrays(sonnets)
    assert arrays["length"].tolist() == [2, 1]
    for name in ("one.h5", "two.h5"):
        builder.write(tmp_path / name, arrays, {"provenance": "a test"})
    assert (tmp_path / "one.h5").read_bytes() == (tmp_path / "two.h5").read_bytes()


def test_the_builder_refuses_another_file_and_sonnets_out_of_order(builder, tmp_path):
    (tmp_path / builder.INSIDE).parent.mkdir(parents=True)
    (tmp_path / builder.INSIDE).write_text(PROGRAM)
    with pytest.raises(builder.BuildError, match="pins"):
        builder.read_sonnets(tmp_path)
    for program in ("nothing", PROGRAM.replace('"number": 2', '"number": 3')):
        with pytest.raises(builder.BuildError, match="numbered from 1"):
            builder.parse(program)
