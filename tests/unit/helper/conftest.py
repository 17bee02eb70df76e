"""A client that has to ask for more rights, with a real helper of the practice cards behind made-up calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.elevation import AskForPracticeCards, FakeElevation

from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import prepare_card
from nanowizard.practice.service import command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare_card(tmp_path)
    return tmp_path


@pytest.fixture
def calls(folder: Path) -> FakeElevation:
    return FakeElevation(command(folder))


@pytest.fixture
def client(folder: Path, calls: FakeElevation) -> Iterator[HelperClient]:
    with HelperClient(launcher=AskForPracticeCards(command(folder), calls)) as client:
        yield client
    assert [process.poll() is None for process in calls.processes] == [False] * len(calls.processes)
    assert {handle for handle in calls.open_handles if handle < 9000} == set()
