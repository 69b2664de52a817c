"""What students get: one zip with notebook, helpers as a wheel, public references and data; nothing hidden in it."""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from course import places
from course.places import CourseError
from grader_tests.engine.freezing import files

STUDENT_PACKAGES = ["numpy", "h5py", "matplotlib", "jupyterlab", "ipykernel"]
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # the same content gives the same bytes

README = """# {stem}
1. You need Python 3.11 or newer. In this folder: `python -m venv .venv`, then `.venv/bin/pip install -r requirements.txt`
   (Windows: `py -m venv .venv`, then `.venv\\Scripts\\pip install -r requirements.txt`).
2. Start with `.venv/bin/jupyter lab {stem}.ipynb` (Windows: `.venv\\Scripts\\jupyter lab {stem}.ipynb`).
3. Fill in the cells that say "Write your code here"; the cell below each says whether it is right. Hand in {stem}.ipynb.
"""

WHEEL_PROJECT = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "deep-learning-by-hand-helpers"
version = "{version}"
description = "What the notebooks of Deep Learning by Hand call: checks, hints, data, pictures"
requires-python = ">=3.11"
dependencies = ["numpy>=2.1", "h5py>=3.11", "matplotlib>=3.9"]
[tool.setuptools.packages.find]
include = ["helpers*"]
"""


def data_files(stem):
    """Return the data files that a sheet's notebook loads, told by the loaders that its text names."""
    from helpers import datasets

    text = places.text_notebook(stem).read_text(encoding="utf-8")
    named = set(re.findall(r"\b(load_\w+)\(", text)) & set(datasets.FILES)
    return sorted({places.DATA / name for loader in named for name in datasets.FILES[loader]})


def helper_sources(stem):
    """Return the helper modules that a sheet's bundle holds: not those that give what its students are to write.

    stem -- name of the sheet
    A module says so itself by a line NOT_IN_BUNDLE_OF = ["<stem>", ...].
    """
    chosen = []
    for path in sorted((places.PROJECT / "helpers").rglob("*.py")):
        line = re.search(r"^NOT_IN_BUNDLE_OF = (\[[^]]*\])", path.read_text(encoding="utf-8"), re.MULTILINE)
        if line is None or stem not in ast.literal_eval(line.group(1)):
            chosen.append(path)
    return chosen


def helpers_wheel(stem, folder):
    """Build the helpers as a wheel, without any reference file.

    stem   -- name of the sheet that the wheel is for
    folder -- where to put it
    Returns the wheel's path; its version ends with a mark of its content, so that a newer one replaces an older one.
    Raises CourseError with the builder's words when it cannot be built.
    """
    sources = helper_sources(stem)
    content = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    with TemporaryDirectory() as place:
        work = Path(place)
        for path in sources:
            target = work / path.relative_to(places.PROJECT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        (work / "pyproject.toml").write_text(WHEEL_PROJECT.format(version=f"0.1.0+{content[:8]}"))
        command = [
            sys.executable,
            "-c",
            "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])",
        ]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}
        done = subprocess.run([*command, str(folder)], cwd=work, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise CourseError(f"The helpers' wheel could not be built: {done.stderr.strip().splitlines()[-1:]}")
    return next(folder.glob("*.whl"))


def requirements(wheel):
    """Return the lines of a bundle's requirements.txt: tested versions and the wheel."""
    locked = (places.PROJECT / "requirements.lock").read_text().splitlines()
    pinned = [line for line in locked if line.partition("==")[0] in STUDENT_PACKAGES]
    return "\n".join([*pinned, f"./wheels/{wheel.name}"]) + "\n"


def bundle(stem, target):
    """Write a sheet's bundle.

    stem   -- name of the sheet
    target -- path of the zip file
    Returns the names of the files in it.
    Raises CourseError when the sheet has not been released.
    """
    notebook = places.RELEASE / stem / f"{stem}.ipynb"
    if not notebook.exists():
        raise CourseError(f"{stem} has not been released yet: run `byhand build {stem}` first.")
    with TemporaryDirectory() as place:
        wheel = helpers_wheel(stem, Path(place))
        contents = {
            "README.md": README.format(stem=stem).encode(),
            "requirements.txt": requirements(wheel).encode(),
            f"{stem}.ipynb": notebook.read_bytes(),
            f"wheels/{wheel.name}": wheel.read_bytes(),
            f"references/{stem}.h5": files(stem)[0].read_bytes(),
        }
    chosen = data_files(stem)
    for path in [*chosen, *(sorted(places.DATA.glob("*.md")) if chosen else [])]:
        contents[f"data/{path.name}"] = path.read_bytes()
    beside = target.with_suffix(".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(f"{stem}/{name}", FIXED_DATE), content, zipfile.ZIP_DEFLATED)
    os.replace(beside, target)
    return sorted(contents)
