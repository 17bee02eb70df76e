"""A board starts from a card that is 2.1 MB too small for its image, which was made smaller for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.drives.select import EXTRA_DEVICES
from tests.lab.machines.nano_image import nano_image
from tests.lab.machines.qemu import missing_programs
from tests.lab.nano.board import Board, Record, in_reader, new_card
from tests.support.command_line import CommandLine

SHORT_BYTES = 2_100_224


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Record) -> Iterator[Board]:
    """One of its own, since its card is."""
    if os.geteuid() != 0:
        pytest.skip("the virtual Nano needs root: its card is written through a loop device")
    if missing := missing_programs("qemu-system-x86_64", "losetup", "setpriv"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    card = tmp_path_factory.mktemp("short") / "card.img"
    board = Board(new_card(card, nano_image().raw_bytes - SHORT_BYTES), record_testsuite_property)
    yield board
    board.close()


def test_it_starts_and_finds_nothing_wrong(board: Board, tmp_path: Path) -> None:
    with in_reader(board.card) as node:
        cli = CommandLine(tmp_path / "home", {EXTRA_DEVICES: node}, limit_s=None)
        done = cli.json("card", "flash", nano_image().archive, "--card", node, "--yes")
        assert done.last["result"]["shrunk_bytes"] == SHORT_BYTES
    board.switch_on()
    assert board.look("findmnt -no SOURCE /") == "/dev/vda1"
    assert "No problems found" in board.look("sgdisk -v /dev/vda")
    # Whatever the kernel takes for free, to the last block.
    board.look("dd if=/dev/zero of=/var/full bs=1M 2>/dev/null; sync; rm /var/full")
    assert board.look("dmesg | grep -i 'ext4.*error' || true") == ""
