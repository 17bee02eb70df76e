"""The report, held against the practice Nano and a real OpenSSH server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import BOARDS, PASSWORD, PLAIN_USER, Board, PracticeBoard

from nanowizard.core.events import Event, StepFinished
from nanowizard.core.task import RunContext
from nanowizard.provision.report.facts import gather_report, report_params
from nanowizard.remote.address import Address
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


def login(board: Board, folder: Path, user: str | None = None) -> SshConnection:
    address = Address(board.address.host, board.address.port, user or board.address.user)
    pins = HostKeys(folder / "host_keys.json")
    return connect(address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    conn = login(board, tmp_path)
    yield conn
    conn.close()


def test_the_report_takes_three_rounds(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    gather_report(conn, CTX)
    assert len(rounds) <= 3


def test_it_says_what_is_there(conn: SshConnection) -> None:
    events: list[Event] = []
    report = gather_report(conn, RunContext(emit=events.append))
    facts = report_params(report)
    assert {"host_name", "kernel", "memory_bytes", "disk_bytes", "python", "swap_bytes", "network"} <= set(facts)
    assert abs(facts["clock_ahead_s"]) < 30
    assert report.asked_root
    steps = [event.step for event in events if isinstance(event, StepFinished)]
    assert steps[:2] == ["nano.check.board", "nano.check.health"]


@pytest.mark.parametrize("user", [PLAIN_USER])
def test_who_may_not_ask_as_root_gets_the_rest(board: Board, tmp_path: Path, user: str) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.faults.refuse_sudo = True
    conn = login(board, tmp_path, None if isinstance(board, PracticeBoard) else user)
    try:
        report = gather_report(conn, CTX)
    finally:
        conn.close()
        if isinstance(board, PracticeBoard):
            board.nano.faults.refuse_sudo = False
    assert not report.asked_root
    assert report.nano.memory_bytes
    assert "power_alarms" not in report_params(report)
