"""What all tests share: text outputs instead of HTML, no other student's data folder."""

import os

import pytest

os.environ["BYHAND_PLAIN"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"  # kernels that tests start: several at a time would fight over the cores


@pytest.fixture(autouse=True)
def _no_outside_settings(monkeypatch):
    for name in ("BYHAND_DATA",):
        monkeypatch.delenv(name, raising=False)
