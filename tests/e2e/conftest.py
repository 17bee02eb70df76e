"""What several end-to-end tests share: a command line and a card of its own, a screen, a practice home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.practice.card import CardSettings
from nanowizard.practice.image import build_practice_archive
from nanowizard.practice.nano import PracticeNano
from tests.support.command_line import CommandLine, ask_nano
from tests.support.wizard_moves import practice_folder
from tests.support.xserver import XServer


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "board") as board:
        board.faults.delay_s = 0.0
        yield board


@pytest.fixture
def known(cli: CommandLine, nano: PracticeNano) -> CommandLine:
    """A computer that has trusted this board before."""
    ended = ask_nano(cli, nano, "check", "--trust", f"SHA256:{nano.fingerprint}")
    assert ended.code == 0, ended.stdout
    return cli


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A card file that is larger than the images of these tests."""
    path = tmp_path / "card.img"
    with path.open("wb") as file:
        file.truncate(64 << 20)
    return path


@pytest.fixture(scope="module")
def x(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    """Gone with its file: other tests of the same process count the children that they leave."""
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
