"""The students' zip: everything needed to run the notebook, nothing that gives it away."""

import subprocess
import sys
import zipfile

import gate
import pytest

from course import bundling, places

STEM = "c1w2_logistic_regression"

RUN_ALONE = """
import json, sys, types
sys.meta_path = [finder for finder in sys.meta_path if "__editable__" not in type(finder).__module__ + repr(finder)]
sys.path = [place for place in sys.path if place != {project!r}]
sys.path.insert(0, "site")
for name in ("solutions", "grader_tests", "course"):
    try:
        __import__(name)
    except ImportError:
        continue
    sys.exit(f"{{name}} can be imported")
import importlib, pkgutil
import helpers
for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
    importlib.import_module(module.name)
space = {{"__name__": "__main__"}}
for cell in json.load(open("{stem}.ipynb"))["cells"]:
    if cell["cell_type"] == "code" and "demonstration" not in cell["metadata"].get("tags", []):
        exec(compile("".join(cell["source"]), "cell", "exec"), space)
from helpers import datasets
for name in {files!r}:
    datasets.read_arrays(datasets.data_folder() / name, [])
print("data from", datasets.data_folder())
print("helpers from", helpers.__file__)
"""


@pytest.fixture(scope="module", params=gate.STEMS)
def unpacked(request, tmp_path_factory):
    """The bundle of a sheet, unpacked, with its wheel installed beside it; returns (stem, folder)."""
    folder = tmp_path_factory.mktemp("student")
    bundling.bundle(request.param, folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extractall(folder)
    home = folder / request.param
    with zipfile.ZipFile(next((home / "wheels").glob("*.whl"))) as wheel:
        wheel.extractall(home / "site")
    return request.param, home


def test_the_bundle_runs_without_the_rest_of_the_project(unpacked):
    stem, home = unpacked
    files = [path.name for path in bundling.data_files(stem)]
    script = RUN_ALONE.format(project=str(places.PROJECT), stem=stem, files=files)
    done = subprocess.run([sys.executable, "-c", script], cwd=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("✎ TO DO") == len(gate.SHEETS[stem].definitions)
    assert f"helpers from {home / 'site'}" in done.stdout
    assert not files or f"data from {home / 'data'}" in done.stdout


@pytest.mark.parametrize("stem", gate.STEMS)
def test_the_bundle_holds_no_solution_and_no_hidden_reference(stem, tmp_path):
    names = bundling.bundle(stem, tmp_path / "bundle.zip")
    assert f"references/{stem}.h5" in names
    assert not any("solution" in name or "grader_tests" in name for name in names)
    hidden = (places.PROJECT / "grader_tests" / "references" / f"{stem}.h5").read_bytes()
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert hidden not in contents.values()
    wheel = next(name for name in contents if name.endswith(".whl"))
    (tmp_path / "helpers.whl").write_bytes(contents[wheel])
    with zipfile.ZipFile(tmp_path / "helpers.whl") as archive:
        assert not any(
            name.endswith(".h5") or name.startswith(("solutions", "grader_tests")) for name in archive.namelist()
        )


def test_the_same_sheet_gives_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        bundling.bundle(STEM, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_requirements_are_pinned_and_the_readme_has_five_lines(unpacked):
    _, home = unpacked
    lines = (home / "requirements.txt").read_text().splitlines()
    assert all("==" in line for line in lines[:-1])
    assert lines[-1].startswith("./wheels/")
    assert len((home / "README.md").read_text().splitlines()) == 5
    assert "torch" not in (home / "requirements.txt").read_text()
