"""What all tests share: text outputs instead of HTML, no other student's data folder."""

import os
import re

import pytest

SHEET = re.compile(r"c[1-5]w[1-4]_\w+")

os.environ["BYHAND_PLAIN"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # kernels that tests start: several at a time would fight over the cores


@pytest.fixture(autouse=True)
def _no_outside_settings(monkeypatch):
    for name in ("BYHAND_DATA",):
        monkeypatch.delenv(name, raising=False)


def pytest_collection_modifyitems(items):
    """Where several processes share the tests, those of one sheet, or else of one file, stay together."""
    for item in items:
        sheet = SHEET.search(item.nodeid)
        item.add_marker(pytest.mark.xdist_group(sheet[0] if sheet else item.path.stem))
