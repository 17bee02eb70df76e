"""The clock step, held to the same on the practice Nano and over a real OpenSSH; no test sets this computer's clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import BOARDS, PASSWORD, Board, PracticeBoard, RealBoard
from support.nano_tools import add_clock

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.provision.clock.step import TOLERANCE_S, ClockOptions, ClockStep
from nanowizard.provision.runner import can_undo, look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = ClockStep()
WISH = ClockOptions()
MONTH_S = 30 * 86400.0


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = request.param(tmp_path)
    if isinstance(board, RealBoard):
        add_clock(board)
    set_clock(board, 0.0)
    yield board
    board.close()


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


def set_clock(board: Board, ahead_s: float, *, synchronized: bool = False) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.machine.state.system.clock_ahead_s = ahead_s
        board.nano.machine.state.system.synchronized = synchronized
    else:
        board.put("/etc/clock-ahead", str(ahead_s).encode())
        board.put("/etc/synchronized", b"yes\n" if synchronized else b"no\n")


def ahead_s(conn: SshConnection) -> float:
    found = STEP.gather(conn, WISH, CTX).ahead_s
    assert found is not None
    return found


@pytest.mark.parametrize("wrong_s", [-MONTH_S, -7.0, MONTH_S])
def test_a_wrong_clock_is_set_and_there_is_no_way_back(board: Board, conn: SshConnection, wrong_s: float) -> None:
    set_clock(board, wrong_s)
    assert abs(ahead_s(conn) - wrong_s) < TOLERANCE_S
    report = run_step(STEP, conn, WISH, CTX)
    assert [change.code for change in report.plan.changes] == [
        "nano.clock.set_back" if wrong_s > 0 else "nano.clock.set"
    ]
    assert ("nano.clock_backwards" in [f.code for f in report.plan.findings]) == (wrong_s > 0)
    assert abs(ahead_s(conn)) < TOLERANCE_S
    assert not run_step(STEP, conn, WISH, CTX).changed
    assert not can_undo(STEP.id, conn, CTX)
    with pytest.raises(NanoError) as raised:
        undo_step(STEP, conn, CTX)
    assert raised.value.code == "nano.clock_no_undo"


def test_a_clock_that_is_right_is_left_alone(conn: SshConnection) -> None:
    seen = look(STEP, conn, WISH, CTX)
    assert seen.plan.is_empty
    assert [finding.code for finding in seen.plan.findings] == ["nano.clock_ready", "nano.clock_no_time_server"]


def test_a_dry_run_sets_nothing(board: Board, conn: SshConnection) -> None:
    set_clock(board, -MONTH_S)
    assert run_step(STEP, conn, WISH, CTX, dry_run=True).plan.changes
    assert abs(ahead_s(conn) + MONTH_S) < TOLERANCE_S


def test_a_time_server_knows_better_than_this_computer(board: Board, conn: SshConnection) -> None:
    set_clock(board, 3600.0, synchronized=True)
    report = run_step(STEP, conn, WISH, CTX)
    assert not report.changed
    assert [finding.code for finding in report.plan.findings] == ["nano.clock_computer_differs"]
    assert abs(ahead_s(conn) - 3600) < TOLERANCE_S


def test_facts_take_one_round(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    STEP.gather(conn, WISH, CTX)
    assert len(rounds) == 1
