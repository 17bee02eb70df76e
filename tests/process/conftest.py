"""A practice card and the real helper process in front of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CardSettings, prepare_card
from nanowizard.practice.service import command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a practice card that is as fast as it can be."""
    folder = tmp_path / "practice"
    prepare_card(folder)
    CardSettings(write_rate=None, read_rate=None).save(folder)
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[HelperClient]:
    with HelperClient(command(folder)) as client:
        yield client


@pytest.fixture
def nothing_is_left() -> Iterator[None]:
    """No child, no zombie, no thread of the client's survives a test."""
    yield
    assert psutil.Process().children() == []
    assert [t.name for t in threading.enumerate() if t.name.startswith(("helper-", "card-"))] == []
