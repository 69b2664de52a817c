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
space = {{"__name__": "__main__"}}
for cell in json.load(open("{stem}.ipynb"))["cells"]:
    if cell["cell_type"] == "code" and "demonstration" not in cell["metadata"].get("tags", []):
        exec(compile("".join(cell["source"]), "cell", "exec"), space)
images, labels, *_ = space["datasets"].load_cat_vs_noncat()
print("loaded", images.shape, "from", space["datasets"].data_folder())
print("helpers from", sys.modules["helpers"].__file__)
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The bundle of a sheet, unpacked, with its wheel installed beside it."""
    folder = tmp_path_factory.mktemp("student")
    bundling.bundle(STEM, folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extractall(folder)
    home = folder / STEM
    with zipfile.ZipFile(next((home / "wheels").glob("*.whl"))) as wheel:
        wheel.extractall(home / "site")
    return home


def test_the_bundle_runs_without_the_rest_of_the_project(unpacked):
    script = RUN_ALONE.format(project=str(places.PROJECT), stem=STEM)
    done = subprocess.run([sys.executable, "-c", script], cwd=unpacked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("✎ TO DO") == len(gate.SHEETS[STEM].definitions)
    assert "loaded (209, 64, 64, 3)" in done.stdout
    assert f"from {unpacked / 'data'}" in done.stdout
    assert f"helpers from {unpacked / 'site'}" in done.stdout


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
    lines = (unpacked / "requirements.txt").read_text().splitlines()
    assert all("==" in line for line in lines[:-1])
    assert lines[-1].startswith("./wheels/")
    assert len((unpacked / "README.md").read_text().splitlines()) == 5
    assert "torch" not in (unpacked / "requirements.txt").read_text()
