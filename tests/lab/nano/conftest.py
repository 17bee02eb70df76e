"""One board for all tests of this folder, on one journey: they run in the order of their files' names."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.lab.machines.nano_image import nano_image
from tests.lab.machines.qemu import missing_programs
from tests.lab.nano.board import Board, Record, new_card
from tests.lab.nano.desk import Desk
from tests.lab.nano.journey import Journey, set_up


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Record) -> Iterator[Board]:
    """Switched off, its card still full of old things."""
    if os.geteuid() != 0:
        pytest.skip("the virtual Nano needs root: its card is written through a loop device")
    if missing := missing_programs("qemu-system-x86_64", "debugfs", "losetup", "sfdisk", "setpriv"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    board = Board(new_card(tmp_path_factory.mktemp("card") / "card.img"), record_testsuite_property)
    yield board
    board.close()


@pytest.fixture(scope="session")
def journey(board: Board, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """`nanowizard setup` up to the first contact: the board is on."""
    return set_up(nano_image().archive, board, tmp_path_factory.mktemp("person") / "home")


@pytest.fixture(scope="session")
def desk(journey: Journey, board: Board) -> Iterator[Desk]:
    """NanoWizard after that, with the same files of its own; nobody has confirmed the board's identity yet."""
    desk = Desk(board, journey.home)
    yield desk
    desk.close()


@pytest.fixture
def met(desk: Desk) -> Desk:
    """The identity is confirmed."""
    desk.meet()
    return desk
