"""A board starts from a card that was never written in one go: broken off, continued, damaged, brought up to date."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.drives.select import EXTRA_DEVICES
from tests.lab.machines.nano_image import nano_image
from tests.lab.machines.qemu import missing_programs
from tests.lab.nano.board import Board, Record, in_reader, new_card
from tests.support.command_line import CommandLine, children_of, kill, read_until, wait_gone

DAMAGED_BYTES = 1 << 20


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Record) -> Iterator[Board]:
    """One of its own, since its card has another history."""
    if os.geteuid() != 0:
        pytest.skip("the virtual Nano needs root: its card is written through a loop device")
    if missing := missing_programs("qemu-system-x86_64", "debugfs", "losetup", "setpriv"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    board = Board(new_card(tmp_path_factory.mktemp("again") / "card.img"), record_testsuite_property)
    yield board
    board.close()


def test_it_starts_after_a_kill_a_continuation_damage_and_an_update(board: Board, tmp_path: Path) -> None:
    archive = nano_image().archive
    with in_reader(board.card) as node:
        cli = CommandLine(tmp_path / "home", {EXTRA_DEVICES: node}, limit_s=None)
        words = ("card", "flash", archive, "--card", node, "--yes")
        _break_off(cli, *words)
        continued = cli.json(*words).last["result"]
        assert 0 < continued["written_bytes"] < continued["verified_bytes"], "what was there was not written again"
        _damage(board.card)
        updated = cli.json(*words, "--update", "--grow").last["result"]
        assert DAMAGED_BYTES <= updated["written_bytes"] < 64 * DAMAGED_BYTES
    assert _unused_bytes(board.card) < 4 << 20, "the last partition reaches to the end of the card"
    board.switch_on()
    assert board.look("findmnt -no SOURCE /") == "/dev/mmcblk0p1"
    assert board.look("systemctl --failed --no-legend --plain") == ""


def _break_off(cli: CommandLine, *words: str | Path) -> None:
    """Everything that works on the card is killed once a good part of it is there."""
    process = cli.start(*words, "--json")
    while read_until(process, "progress", phase="write")["done"] < 64 << 20:
        pass
    helpers = children_of(process.pid)
    for pid in helpers:
        os.kill(pid, signal.SIGKILL)
    kill(process, signal.SIGKILL)
    assert wait_gone([process.pid, *helpers]) == []
    process.communicate()


def _damage(card: Path) -> None:
    """In the middle of the file system, where its data lie."""
    with card.open("r+b") as file:
        file.seek(card.stat().st_size // 4)
        file.write(bytes(range(256)) * (DAMAGED_BYTES // 256))


def _unused_bytes(card: Path) -> int:
    """What no partition has; sfdisk is the judge, of both copies of the table."""
    command = ["/sbin/sfdisk", "--list-free", "--bytes", "--output", "SIZE", card]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not said.stderr, said.stderr
    return sum(int(line) for line in said.stdout.splitlines() if line.strip().isdigit())
