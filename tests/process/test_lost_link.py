"""The network goes away in the middle: nothing is locked, the next run finds an honest state and completes."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import FSTAB, PASSWORD, Board, PracticeBoard, RealBoard
from support.wire import Wire

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Event, LogLine
from nanowizard.core.task import RunContext
from nanowizard.provision.runner import run_step, undo_step
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.provision.swap.step import SwapStep
from nanowizard.remote import connection
from nanowizard.remote.address import Address
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

SIZE = 64 << 20
WISH = SwapOptions(size_bytes=SIZE, keep_zram=False, swappiness=13)
STEP = SwapStep()
CTX = RunContext()
BOARDS = [pytest.param(PracticeBoard, id="practice"), pytest.param(RealBoard, id="openssh", marks=pytest.mark.root)]


@pytest.fixture
def pins(tmp_path: Path) -> HostKeys:
    return HostKeys(tmp_path / "host_keys.json")


def _connect(address: Address, pins: HostKeys) -> SshConnection:
    return connect(address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = RealBoard.with_swap(tmp_path) if request.param is RealBoard else request.param(tmp_path)
    yield board
    board.close()


@pytest.fixture
def wire(board: Board) -> Iterator[Wire]:
    wire = Wire(board.address.port)
    yield wire
    wire.close()


@pytest.mark.parametrize("program", ["fallocate", "mkswap", "mv", "swapon", "systemctl", "swapoff", "sysctl"])
def test_a_link_cut_during_a_program_costs_nothing(tmp_path: Path, pins: HostKeys, program: str) -> None:
    board = PracticeBoard(tmp_path)
    conn = _connect(board.address, pins)
    board.nano.faults.drop_during = program
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, WISH, CTX)
    conn.close()
    assert raised.value.code == "nano.lost"
    _completes_and_undoes(board, board.address, pins)
    board.close()


@pytest.mark.parametrize("count", range(0, 24, 3))
def test_a_link_cut_after_any_number_of_programs_costs_nothing(tmp_path: Path, pins: HostKeys, count: int) -> None:
    board = PracticeBoard(tmp_path)
    conn = _connect(board.address, pins)
    board.nano.faults.drop_after = count
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, WISH, CTX)
    conn.close()
    assert raised.value.code == "nano.lost"
    assert all(board.read(path) is not None for path in board.swaps())
    _completes_and_undoes(board, board.address, pins)
    board.close()


@pytest.mark.parametrize("word", ["# fallocate", "# mkswap", "# swapon"])
def test_a_cut_cable(board: Board, wire: Wire, pins: HostKeys, word: str) -> None:
    address = dataclasses.replace(board.address, port=wire.port)
    conn = _connect(address, pins)

    def cut(event: Event) -> None:
        if isinstance(event, LogLine) and event.text.startswith(word):
            wire.cut()

    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, WISH, RunContext(emit=cut))
    conn.close()
    assert raised.value.code == "nano.lost"
    wire.mend()
    _completes_and_undoes(board, address, pins)


def test_a_silent_network_is_noticed(board: Board, wire: Wire, pins: HostKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(connection, "SILENCE_S", 0.5)
    conn = _connect(dataclasses.replace(board.address, port=wire.port), pins)
    threading.Timer(0.3, wire.freeze).start()
    with pytest.raises(NanoError) as raised:
        conn.run(["sleep", "600"], CTX)  # longer than a test is given
    assert raised.value.code == "nano.lost"
    conn.close()


def _completes_and_undoes(board: Board, address: Address, pins: HostKeys) -> None:
    conn = _connect(address, pins)
    run_step(STEP, conn, WISH, CTX)
    assert board.swaps() == {"/swapfile": SIZE - 4096}
    assert board.read("/swapfile.nanowizard.new") is None
    assert not run_step(STEP, conn, WISH, CTX).changed
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {}
    assert board.read("/etc/fstab") == FSTAB.encode()
    conn.close()
