"""What holds for every data file: where it comes from, what the README says of it, how large it may be."""

import hashlib
import json
from pathlib import Path

import h5py
import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")
FILES = sorted(DATA.glob("*.h5"))

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each_file
def test_it_tells_where_it_comes_from_under_which_licence_and_what_made_it(path):
    with h5py.File(path) as file:
        assert all(file.attrs[key] for key in ("provenance", "licence", "attribution"))
        assert set(json.loads(file.attrs["made_with"])) >= {"numpy", "h5py"}
        for package in json.loads(file.attrs.get("packages", "[]")):
            assert package["package"]
            assert package["version"]


@each_file
def test_the_readme_names_its_size_and_sha256_and_the_attribution_names_it(path):
    row = next(line for line in README.splitlines() if f"`{path.name}`" in line)
    assert f" {path.stat().st_size} " in row
    assert hashlib.sha256(path.read_bytes()).hexdigest() in row
    assert path.name in (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_all_files_together_are_quickly_cloned():
    assert len(FILES) >= 20
    assert max(path.stat().st_size for path in FILES) < 4.5e6
    assert sum(path.stat().st_size for path in FILES) < 25e6
