"""What all tests share: text outputs instead of HTML, no other student's data folder."""

import importlib
import os
import re
from pathlib import Path

import pytest

SHEET = re.compile(r"c[1-5]w[1-4]_\w+")

os.environ["BYHAND_PLAIN"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # kernels that tests start: several at a time would fight over the cores


@pytest.fixture(autouse=True)
def _no_outside_settings(monkeypatch):
    for name in ("BYHAND_DATA",):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def of_data(monkeypatch):
    """A function that imports a module of data/, where the builders of data files are."""
    monkeypatch.syspath_prepend(Path(__file__).resolve().parent.parent / "data")
    return importlib.import_module


@pytest.fixture
def builder(request, of_data):
    """The module that builds a data file, as the test module's BUILDER names it."""
    return of_data(request.module.BUILDER)


@pytest.fixture
def built_twice(builder, tmp_path):
    """A function that builds a data file twice, sees to it that the bytes are the same, and returns the path of one."""

    def build(*arguments):
        one, two = tmp_path / "one.h5", tmp_path / "two.h5"
        for path in (one, two):
            assert builder.main([*arguments, "-o", str(path)]) == 0
        assert one.read_bytes() == two.read_bytes()
        return one

    return build


def pytest_collection_modifyitems(items):
    """Where several processes share the tests, those of one sheet, or else of one file, stay together."""
    for item in items:
        sheet = SHEET.search(item.nodeid)
        item.add_marker(pytest.mark.xdist_group(sheet[0] if sheet else item.path.stem))
