"""For all tests of drives: a disk that answers is waited for, however slow the computer is that tests."""

from __future__ import annotations

import pytest

from nanowizard.drives import looks


@pytest.fixture(autouse=True)
def patient_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "WAIT_S", 60.0)
