"""Large files to the Nano over SFTP, on the practice Nano and on a real OpenSSH server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from support.boards import BOARDS, PASSWORD, Board

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, Progress
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.tensorflow.facts import PYTHON, TensorFlowOptions, gather_tensorflow
from nanowizard.provision.tensorflow.recipes import load_recipes
from nanowizard.remote import push, sftp
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect
from nanowizard.remote.steady import SteadyConnection

CTX = RunContext()
TARGET = "/var/lib/pushed/a file.whl"
MIB = 1 << 20


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


def _connect(board: Board, folder: Path) -> SshConnection:
    pins = HostKeys(folder / "host_keys.json")
    return connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    conn = _connect(board, tmp_path)
    yield conn
    conn.run(["rm", "-rf", "--", "/var/lib/pushed"], CTX, sudo=True)
    conn.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Another content in each test: what one left must not help the next."""
    path = tmp_path / "noise"
    path.write_bytes(Random(str(tmp_path)).randbytes(2 * MIB + 17))
    return path


def _part(file: Path) -> str:
    return f"/home/nano/.nanowizard-{hashlib.sha256(file.read_bytes()).hexdigest()[:24]}.part"


def test_it_arrives_whole_and_is_not_sent_twice(board: Board, conn: SshConnection, file: Path) -> None:
    events: list[Event] = []
    push.push_file(conn, file, TARGET, RunContext(emit=events.append))
    assert board.read(TARGET) == file.read_bytes()
    assert board.mode(TARGET) == 0o644
    assert board.read(_part(file)) is None
    progress = [event for event in events if isinstance(event, Progress)]
    assert (progress[0].phase, progress[-1].done, progress[-1].total) == ("nano.push", 2 * MIB + 17, 2 * MIB + 17)
    events.clear()
    push.push_file(conn, file, TARGET, RunContext(emit=events.append))
    assert events == []


def test_what_an_earlier_try_left_is_taken_up(board: Board, conn: SshConnection, file: Path) -> None:
    token = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, Progress):
            token.set()

    with pytest.raises(Cancelled):
        push.push_file(conn, file, TARGET, RunContext(emit=stop, cancel=token))
    assert board.read(TARGET) is None
    board.put(_part(file), file.read_bytes()[:MIB])
    conn.run(["chown", "nano:nano", "--", _part(file)], CTX, sudo=True)
    sent: list[int] = []
    events: list[Event] = []
    push.push_file(conn, file, TARGET, RunContext(emit=events.append))
    sent = [event.done for event in events if isinstance(event, Progress)]
    assert sent[0] == 0 and all(done >= MIB for done in sent[1:])
    assert board.read(TARGET) == file.read_bytes()


def test_a_rest_that_is_longer_or_wrong_is_not_believed(board: Board, conn: SshConnection, file: Path) -> None:
    board.put(_part(file), b"x" * MIB)
    conn.run(["chown", "nano:nano", "--", _part(file)], CTX, sudo=True)
    with pytest.raises(NanoError) as raised:
        push.push_file(conn, file, TARGET, CTX)
    assert raised.value.code == "nano.push_damaged"
    assert board.read(TARGET) is None and board.read(_part(file)) is None
    board.put(_part(file), b"x" * 3 * MIB)
    conn.run(["chown", "nano:nano", "--", _part(file)], CTX, sudo=True)
    push.push_file(conn, file, TARGET, CTX)
    assert board.read(TARGET) == file.read_bytes()


def test_a_link_that_breaks_in_the_middle_is_renewed(
    board: Board, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sftp, "PIECE_BYTES", 64 << 10)
    link = _connect(board, tmp_path)
    conn = SteadyConnection(link, lambda _ctx: _connect(board, tmp_path))
    broken = []

    def break_off(event: Event) -> None:
        if isinstance(event, Progress) and not broken:
            broken.append(event)
            link.close()

    push.push_file(conn, file, TARGET, RunContext(emit=break_off))
    assert broken
    assert board.read(TARGET) == file.read_bytes()
    conn.run(["rm", "-rf", "--", "/var/lib/pushed"], CTX, sudo=True)
    conn.close()


def test_the_facts_for_tensorflow_come_in_one_round_from_any_machine(board: Board, conn: SshConnection) -> None:
    facts = gather_tensorflow(conn, load_recipes(), TensorFlowOptions(venv="~/nowhere"), CTX)
    assert facts.home == "/home/nano"
    assert facts.python and facts.python.version.startswith("3."), PYTHON
    assert facts.venv_python is None
    assert facts.memory_bytes and facts.disk and facts.architecture
    assert facts.clock_ahead_s is not None and abs(facts.clock_ahead_s) < 5
    assert not facts.apt["libhdf5-serial-dev"]
    assert facts.started == []
