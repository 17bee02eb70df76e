"""A key in the login user's authorized_keys, on the practice Nano and on a real OpenSSH server that then lets it in."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import BOARDS, PASSWORD, PLAIN_USER, USER, Board, PracticeBoard, RealBoard

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.practice.key_programs import FILE
from nanowizard.remote.authorized import MARK, add_line, has_key, has_our_line, read_keys, remove_line
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.own_key import make_key, private_key
from nanowizard.remote.ssh import connect, probe_host_key

CTX = RunContext()
OTHERS = b"# mine: caf\xe9\nssh-rsa AAAAB3NzaC1yc2E= me@laptop\n"


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


@pytest.fixture
def pins(board: Board, tmp_path: Path) -> HostKeys:
    pins = HostKeys(tmp_path / "host_keys.json")
    pins.pin(board.address.place, probe_host_key(board.address, CTX))
    return pins


@pytest.fixture
def conn(board: Board, pins: HostKeys) -> Iterator[SshConnection]:
    _no_keys(board)
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX)
    yield conn
    conn.close()
    _no_keys(board)


def _no_keys(board: Board) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.machine.state.files.pop(FILE, None)
    elif isinstance(board, RealBoard):
        (board.root / FILE.lstrip("/")).unlink(missing_ok=True)


def put_keys(board: Board, data: bytes) -> None:
    if isinstance(board, RealBoard):
        folder = board.root / "home" / USER / ".ssh"
        folder.mkdir(exist_ok=True)
        board.put(FILE, data, 0o664)
        for path in (folder, folder / "authorized_keys"):
            os.chown(path, 1000, 1000)
        folder.chmod(0o775)  # sshd takes no key from a folder that others may write
    else:
        board.put(FILE, data, 0o664)


def test_the_key_logs_in_and_the_modes_are_right(
    board: Board, conn: SshConnection, pins: HostKeys, tmp_path: Path
) -> None:
    line = make_key(tmp_path)
    with_key = Credentials(identity=private_key(tmp_path))
    with pytest.raises(NanoError):
        connect(board.address, with_key, pins, CTX)
    add_line(conn, CTX, line)
    assert board.mode(FILE) == 0o600
    if isinstance(board, RealBoard):
        assert board.mode("/home/nano/.ssh") == 0o700
    assert has_key(read_keys(conn, CTX), line)
    connect(board.address, with_key, pins, CTX).close()


def test_what_stood_there_stays_byte_by_byte(board: Board, conn: SshConnection, tmp_path: Path) -> None:
    put_keys(board, OTHERS)
    line = make_key(tmp_path)
    add_line(conn, CTX, line)
    assert board.read(FILE) == OTHERS + f"{line} {MARK}\n".encode()
    assert board.mode(FILE) == 0o600
    remove_line(conn, CTX, line)
    assert board.read(FILE) == OTHERS


def test_a_file_without_a_last_end_of_line(board: Board, conn: SshConnection, tmp_path: Path) -> None:
    put_keys(board, OTHERS.rstrip(b"\n"))
    line = make_key(tmp_path)
    add_line(conn, CTX, line)
    assert board.read(FILE) == OTHERS + f"{line} {MARK}\n".encode()


def test_without_our_line_there_is_no_file(board: Board, conn: SshConnection, tmp_path: Path) -> None:
    line = make_key(tmp_path)
    assert read_keys(conn, CTX) is None
    remove_line(conn, CTX, line)
    add_line(conn, CTX, line)
    remove_line(conn, CTX, line)
    assert read_keys(conn, CTX) is None
    assert board.read(FILE) is None


def test_a_line_that_the_person_wrote_is_never_taken(board: Board, conn: SshConnection, tmp_path: Path) -> None:
    line = make_key(tmp_path)
    theirs = f'from="192.168.1.*" {line}\n'
    put_keys(board, theirs.encode())
    text = read_keys(conn, CTX)
    assert has_key(text, line)
    assert not has_our_line(text, line)
    remove_line(conn, CTX, line)
    assert board.read(FILE) == theirs.encode()


def test_a_full_card_leaves_the_file_as_it_was(board: Board, conn: SshConnection, tmp_path: Path) -> None:
    if isinstance(board, RealBoard):
        pytest.skip("the real board's card is not filled for this")
    put_keys(board, OTHERS)
    assert isinstance(board, PracticeBoard)
    board.nano.faults.full_disk = True
    try:
        with pytest.raises(NanoError) as raised:
            add_line(conn, CTX, make_key(tmp_path))
    finally:
        board.nano.faults.full_disk = False
    assert raised.value.code == "nano.key_not_written"
    assert board.read(FILE) == OTHERS


def test_keyboard_interactive_alone_and_then_the_key(board: Board, pins: HostKeys, tmp_path: Path) -> None:
    """A server that takes no plain password: its one prompt is answered, and the key goes in the same way."""
    address = board.address
    if isinstance(board, PracticeBoard):
        _no_keys(board)
        board.nano.faults.login_methods = ("keyboard-interactive", "publickey")
    else:
        address = dataclasses.replace(address, user=PLAIN_USER)
    conn = connect(address, Credentials(password=PASSWORD), pins, CTX)
    line = make_key(tmp_path)
    add_line(conn, CTX, line)
    conn.close()
    connect(address, Credentials(identity=private_key(tmp_path)), pins, CTX).close()
    if isinstance(board, PracticeBoard):
        board.nano.faults.login_methods = ("password", "publickey", "keyboard-interactive")
        _no_keys(board)


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="not installed: ssh-agent")
def test_a_key_in_the_agent(
    board: Board, conn: SshConnection, pins: HostKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = make_key(tmp_path)
    add_line(conn, CTX, line)
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE)
    assert agent.stdout
    agent.stdout.readline()
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    try:
        with pytest.raises(NanoError):
            connect(board.address, Credentials(use_agent=True), pins, CTX)
        subprocess.run(["ssh-add", "-q", str(private_key(tmp_path))], check=True)
        connect(board.address, Credentials(use_agent=True), pins, CTX).close()
    finally:
        agent.kill()
        agent.communicate()
