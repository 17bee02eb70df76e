"""A screen of its own and a practice home for tests that look at the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.practice.card import CardSettings
from nanowizard.practice.image import build_practice_archive
from tests.support.wizard_moves import practice_folder
from tests.support.xserver import XServer


@pytest.fixture(scope="session")
def x(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    server = XServer(tmp_path_factory.mktemp("x"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Making the practice image takes seconds; once is enough."""
    return build_practice_archive(tmp_path_factory.mktemp("image"))


@pytest.fixture
def home(tmp_path: Path, archive: Path) -> Path:
    """With the practice image made already, and a card as fast as the disk."""
    home = tmp_path / "家"
    folder = practice_folder(home)
    folder.mkdir(parents=True)
    (folder / archive.name).hardlink_to(archive)
    CardSettings(write_rate=None, read_rate=None).save(folder)
    return home
