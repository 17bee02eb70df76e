"""Jobs on the Nano, on the practice one and on a real OpenSSH server with real processes: they outlive what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.boards import PASSWORD, Board, PracticeBoard, RealBoard

from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.jobs import run_job
from nanowizard.remote.ssh import connect

CTX = RunContext()
BOARDS = [pytest.param(PracticeBoard, id="practice"), pytest.param(RealBoard, id="openssh", marks=pytest.mark.root)]


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


@pytest.fixture
def log_in(board: Board, tmp_path: Path) -> Iterator[Callable[..., SshConnection]]:
    pins = HostKeys(tmp_path / "host_keys.json")
    made: list[SshConnection] = []

    def log_in(address: Address | None = None) -> SshConnection:
        conn = connect(address or board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
        made.append(conn)
        return conn

    yield log_in
    for conn in made:
        conn.close()


@pytest.fixture
def conn(log_in: Callable[..., SshConnection]) -> SshConnection:
    return log_in()


@pytest.mark.parametrize("sudo", [True, False])
def test_a_job_gives_its_output_and_its_end(conn: SshConnection, board: Board, sudo: bool) -> None:
    board.put("/etc/said", b"one\ntwo\rthree\r\nfour")
    lines: list[str] = []
    result = run_job(conn, CTX, "test.cat", ["cat", "--", "/etc/said"], on_line=lines.append, sudo=sudo)
    assert lines == ["one", "two", "three", "four"]
    assert (result.exit_status, result.stdout, result.stderr) == (0, "one\ntwo\rthree\r\nfour", "")
