"""The network goes away at any moment of pip, root file system, clock and power; the card is full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.boards import PASSWORD, PracticeBoard

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.practice.machine import Machine
from nanowizard.provision.clock.step import ClockOptions, ClockStep
from nanowizard.provision.pip.facts import CONF, PipOptions
from nanowizard.provision.pip.step import PipStep
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.provision.power.step import PowerStep
from nanowizard.provision.rootfs.facts import L4T_SCRIPT, RootfsOptions
from nanowizard.provision.rootfs.step import RootfsStep
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.provision.step import OneWayStep, Step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
MOST = 80


def _not_grown(machine: Machine) -> None:
    machine.shrink()
    del machine.state.files[L4T_SCRIPT]


def _wrong_clock(machine: Machine) -> None:
    machine.state.system.clock_ahead_s = -1e6
    machine.state.system.synchronized = False


def _twice_the_tutorial(machine: Machine) -> None:
    machine.put(CONF, b"[global]\ntimeout = 60\nindex-url = https://old.example/simple\n" * 2, mode=0o600)


STEPS: list[tuple[Step[Any, Any], Any, Callable[[Machine], None]]] = [
    (PipStep(), PipOptions(index_url="https://mirror.example/simple"), _twice_the_tutorial),
    (RootfsStep(), RootfsOptions(), _not_grown),
    (ClockStep(), ClockOptions(), _wrong_clock),
    (PowerStep(), PowerOptions(mode=1, clocks=True, console=True, hold_bootloader=True), lambda _machine: None),
]


def _connect(board: PracticeBoard, pins: HostKeys) -> SshConnection:
    return connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.mark.parametrize(("step", "wish", "spoil"), STEPS, ids=[step.id for step, _wish, _spoil in STEPS])
def test_a_link_cut_after_any_number_of_programs_costs_nothing(
    tmp_path: Path, step: Step[Any, Any], wish: object, spoil: Callable[[Machine], None]
) -> None:
    pins = HostKeys(tmp_path / "host_keys.json")
    for count in range(MOST):
        board = PracticeBoard(tmp_path / str(count))
        try:
            spoil(board.nano.machine)
            conn = _connect(board, pins)
            before = step.gather(conn, wish, CTX)
            board.nano.faults.drop_after = count
            lost = _is_lost(step, conn, wish)
            board.nano.faults.drop_after = None
            conn.close()
            again = _connect(board, pins)
            run_step(step, again, wish, CTX)
            assert look(step, again, wish, CTX).plan.is_empty, count
            if not isinstance(step, OneWayStep):
                undo_step(step, again, CTX)
                assert step.gather(again, wish, CTX) == before, count
            again.close()
        finally:
            board.close()
        if not lost:
            return
    raise AssertionError("the step takes more programs than this test counts")


def test_a_full_card_leaves_the_old_settings_of_pip(tmp_path: Path) -> None:
    board = PracticeBoard(tmp_path)
    old = b"[global]\nindex-url = https://old.example/simple\n"
    board.put(CONF, old)
    conn = _connect(board, HostKeys(tmp_path / "host_keys.json"))
    board.nano.faults.full_disk = True
    with pytest.raises(NanoError) as raised:
        run_step(PipStep(), conn, PipOptions(index_url="https://mirror.example/simple"), CTX)
    conn.close()
    board.close()
    assert "No space left" in raised.value.detail
    assert board.read(CONF) == old


def _is_lost(step: Step[Any, Any], conn: SshConnection, wish: object) -> bool:
    try:
        run_step(step, conn, wish, CTX)
    except NanoError as error:
        assert error.code == "nano.lost", error
        return True
    return False
