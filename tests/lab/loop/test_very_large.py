"""A drive of 2 TB: nothing erases it by `--yes` alone, and it can be formatted when it was named a second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command_line import CommandLine
from support.labs import attach, losetup

from lab.loop.image import Image
from nanowizard.drives.select import EXTRA_DEVICES

pytestmark = pytest.mark.root

SIZE = 2_000_000_000_000 // 4096 * 4096
HEAD = b"\xa5" * 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A sparse file behind a loop device, with something at its start."""
    backing = tmp_path / "disk.img"
    with backing.open("wb") as file:
        file.write(HEAD)
        try:
            file.truncate(SIZE)
        except OSError as error:
            pytest.skip(f"no such large file here: {error}")
    node = attach(backing)
    yield node, backing
    losetup("--detach", node)


def head(backing: Path) -> bytes:
    with backing.open("rb") as file:
        return file.read(len(HEAD))


@pytest.mark.parametrize(
    "command", [["flash", "IMAGE"], ["format"], ["repair"], ["test", "--full"]], ids=lambda command: command[0]
)
@pytest.mark.parametrize("named", [[], ["--very-large", "/dev/sda"]], ids=["yes alone", "another one"])
def test_yes_alone_is_not_enough(
    command: list[str], named: list[str], disk: tuple[str, Path], image: Image, tmp_path: Path
) -> None:
    node, backing = disk
    line = CommandLine(tmp_path / "home", {EXTRA_DEVICES: node})
    words = [str(image.path) if word == "IMAGE" else word for word in command]
    ended = line.json("card", *words, "--card", node, "--yes", *named)
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    finding = ended.findings()["drive.very_large_not_confirmed"]
    assert finding["params"]["has_bytes"] == SIZE
    assert "flash.not_confirmed" not in ended.findings()
    assert head(backing) == HEAD


def test_named_a_second_time_it_is_formatted(disk: tuple[str, Path], tmp_path: Path) -> None:
    node, backing = disk
    line = CommandLine(tmp_path / "home", {EXTRA_DEVICES: node})
    ended = line.json("card", "format", "--card", node, "--yes", "--very-large", node)
    assert (ended.code, ended.last["result"]["filesystem"]) == (0, "exfat")
    assert head(backing) != HEAD


def test_a_quick_test_asks_for_nothing(disk: tuple[str, Path], tmp_path: Path) -> None:
    node, backing = disk
    line = CommandLine(tmp_path / "home", {EXTRA_DEVICES: node})
    ended = line.json("card", "test", "--card", node, "--need", "1000000000")
    assert ended.code == 0
    assert head(backing) == HEAD
