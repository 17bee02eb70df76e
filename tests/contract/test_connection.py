"""The contract of `Connection`, held against the practice Nano and a real OpenSSH server with real sudo."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from support.boards import BOARDS, FREE_USER, PASSWORD, PLAIN_USER, Board, PracticeBoard, processes_here, until

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect, probe_host_key
from nanowizard.remote.together import ask_together, read_files

CTX = RunContext()
_ODD_S = "4242.4242"
"""Seconds for a sleep that nobody else sleeps."""


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
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX)
    yield conn
    conn.close()


def test_a_command_gives_its_output_and_its_end(conn: SshConnection) -> None:
    result = conn.run(["stat", "-c", "%s %n", "--", "/etc/fstab", "/no/such"], CTX, check=False)
    assert result.stdout.split()[1] == "/etc/fstab"
    assert "No such file or directory" in result.stderr
    assert (result.exit_status, result.ok) == (1, False)


def test_a_failure_names_the_program_and_what_it_said(conn: SshConnection) -> None:
    with pytest.raises(NanoError) as raised:
        conn.run(["cat", "--", "/no/such"], CTX)
    assert (raised.value.code, raised.value.params) == ("nano.command_failed", {"command": "cat", "exit_status": 1})
    assert "No such file" in raised.value.detail


def test_an_unknown_program_ends_with_127(conn: SshConnection) -> None:
    assert conn.run(["no-such-program"], CTX, check=False).exit_status == 127


@pytest.mark.parametrize("sudo", [False, True])
def test_several_questions_are_one_command(board: Board, conn: SshConnection, sudo: bool) -> None:
    odd = "/mnt/a 'b' $(id) \"c\""
    board.put(odd, b"no end of line")
    board.put("/mnt/two", b"two\n\n")
    questions = {
        "odd": ("cat", "--", odd),
        "two": ("cat", "--", "/mnt/two"),
        "none": ("cat", "--", "/mnt/no such file"),
        "input": ("cat",),
        "unknown": ("no-such-program", "-x"),
        **read_files("/mnt/two"),
    }
    answers = ask_together(conn, CTX, questions, sudo=sudo)
    said = {name: (answer.exit_status, answer.stdout) for name, answer in answers.items()}
    assert said == {
        "odd": (0, "no end of line"),
        "two": (0, "two\n\n"),
        "none": (1, ""),
        "input": (0, ""),
        "unknown": (127, ""),
        "/mnt/two": (0, "two\n\n"),
    }


def test_a_question_has_more_than_nine_words(conn: SshConnection) -> None:
    paths = [f"/mnt/none {number}" for number in range(12)]
    answer = ask_together(conn, CTX, {"stat": ("stat", "-c", "%n", "--", *paths, "/etc/fstab")})["stat"]
    assert (answer.exit_status, answer.stdout) == (1, "/etc/fstab\n")


@pytest.mark.parametrize("word", ["a b", "it's", '$HOME `id` "x"', "*", "日本", ";", "\\\\", "-x"])
def test_an_argument_arrives_as_it_was(board: Board, conn: SshConnection, word: str) -> None:
    board.put(f"/mnt/{word}", b"found")
    assert conn.run(["cat", "--", f"/mnt/{word}"], CTX).stdout == "found"
    assert conn.run(["cat", "--", f"/mnt/{word}"], CTX, sudo=True).stdout == "found"


@pytest.mark.parametrize("sudo", [False, True])
def test_standard_input_arrives_whole(conn: SshConnection, sudo: bool) -> None:
    data = bytes(range(32, 127)) * 20_000
    assert conn.run(["cat"], CTX, stdin=data, sudo=sudo).stdout.encode() == data


def test_both_streams_at_once_do_not_block(conn: SshConnection) -> None:
    big = b"0123456789abcdef" * 65536
    conn.write_file("/etc/big", big, CTX)
    paths = [
        word for number in range(100) for word in ("/etc/big" if number % 20 == 0 else f"/no/{'x' * 200}{number}",)
    ]
    result = conn.run(["cat", "--", *paths], CTX, check=False)
    assert len(result.stdout) == 5 * len(big)
    assert result.stderr.count("No such file") == 95


def test_lines_come_one_by_one_and_without_what_sudo_says(conn: SshConnection) -> None:
    lines: list[str] = []
    conn.run(["cat"], CTX, sudo=True, stdin=b"one\rtwo\r\nthree\n\nfour", on_line=lines.append)
    assert lines == ["one", "two", "three", "", "four"]


def test_a_file_is_written_read_and_backed_up_once(board: Board, conn: SshConnection) -> None:
    board.put("/etc/thing", b"first", 0o640)
    conn.write_file("/etc/thing", b"second\n", CTX, backup=True)
    conn.write_file("/etc/thing", b"third \xff\x00", CTX, backup=True)
    assert conn.read_file("/etc/thing", CTX, sudo=True) == b"third \xff\x00"
    assert board.read("/etc/thing.nanowizard.bak") == b"first"
    assert board.mode("/etc/thing") == 0o640


def test_a_new_file_gets_the_wished_mode(board: Board, conn: SshConnection) -> None:
    conn.write_file("/etc/secret", b"x", CTX, mode=0o600)
    assert board.mode("/etc/secret") == 0o600
    with pytest.raises(NanoError) as raised:
        conn.read_file("/etc/secret", CTX)
    assert raised.value.code == "nano.command_failed"


def test_no_file_is_none(conn: SshConnection) -> None:
    assert conn.read_file("/no/such", CTX) is None
    assert conn.read_file("/no/such", CTX, sudo=True) is None


def test_cancel_ends_the_remote_command(conn: SshConnection) -> None:
    ctx = RunContext(cancel=CancelToken())
    threading.Timer(0.3, ctx.cancel.set).start()
    with pytest.raises(Cancelled):
        conn.run(["sleep", "600"], ctx)  # longer than a test is given
    assert conn.run(["true"], CTX).ok


@pytest.mark.parametrize("sudo", [False, True])
def test_a_time_limit_ends_the_remote_command(board: Board, conn: SshConnection, sudo: bool) -> None:
    with pytest.raises(NanoError) as raised:
        conn.run(["sleep", _ODD_S], CTX, sudo=sudo, timeout_s=0.5)
    assert raised.value.code == "nano.timed_out"
    # One that sudo had not begun yet never begins; a slow board takes a moment to find that nobody listens.
    until(lambda: f"sleep\n{_ODD_S}\n" not in board.processes())


def test_a_cancelled_context_starts_nothing(conn: SshConnection) -> None:
    ctx = RunContext(cancel=CancelToken())
    ctx.cancel.set()
    with pytest.raises(Cancelled):
        conn.run(["true"], ctx)


def test_the_password_shows_nowhere(
    board: Board, pins: HostKeys, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = Credentials(password=PASSWORD)
    conn = connect(board.address, credentials, pins, CTX)
    seen: list[str] = []
    worker = threading.Thread(target=lambda: conn.run(["sleep", "1"], CTX, sudo=True, on_line=seen.append))
    worker.start()
    time.sleep(0.5)
    shown = processes_here() + board.processes()
    worker.join()
    with pytest.raises(NanoError) as raised:
        conn.run(["cat", "/no/such"], CTX, sudo=True)
    conn.close()
    shown += caplog.text + "".join(capfd.readouterr()) + repr(credentials) + repr(conn) + str(raised.value)
    assert PASSWORD not in shown + "".join(seen)


def test_a_wrong_password_is_refused(board: Board, pins: HostKeys) -> None:
    with pytest.raises(NanoError) as raised:
        connect(board.address, Credentials(password="wrong"), pins, CTX)
    assert raised.value.code == "nano.login_failed"
    assert raised.value.params["user"] == "nano"


def test_nothing_to_log_in_with(board: Board, pins: HostKeys) -> None:
    with pytest.raises(NanoError) as raised:
        connect(board.address, Credentials(), pins, CTX)
    assert raised.value.code == "nano.login_failed"


def test_a_wrong_sudo_password_is_said_and_never_data(board: Board, conn: SshConnection) -> None:
    conn._password = "wrong"  # the login went through with the right one
    with pytest.raises(NanoError) as raised:
        conn.write_file("/etc/never", b"data", CTX)
    assert (raised.value.code, raised.value.params["reason"]) == ("nano.sudo_refused", "wrong_password")
    assert "1 incorrect password attempt" in raised.value.detail
    assert board.read("/etc/never") is None


def test_no_password_for_sudo(conn: SshConnection) -> None:
    conn._password = None
    with pytest.raises(NanoError) as raised:
        conn.run(["true"], CTX, sudo=True)
    assert (raised.value.code, raised.value.params["reason"]) == ("nano.sudo_refused", "password_needed")


def test_an_unknown_board_gets_no_password(board: Board, tmp_path: Path) -> None:
    fresh = HostKeys(tmp_path / "none.json")
    with pytest.raises(NanoError) as raised:
        connect(board.address, Credentials(password=PASSWORD), fresh, CTX)
    assert raised.value.code == "nano.host_key_unknown"
    assert len(raised.value.params["fingerprint"]) == 43
    with pytest.raises(NanoError):
        connect(board.address, Credentials(password=PASSWORD), fresh, CTX, confirm=lambda _key: False)
    assert fresh.pinned(board.address.place) is None


def test_a_confirmed_board_is_known_the_next_time(board: Board, tmp_path: Path) -> None:
    fresh = HostKeys(tmp_path / "none.json")
    connect(board.address, Credentials(password=PASSWORD), fresh, CTX, confirm=lambda _key: True).close()
    connect(board.address, Credentials(password=PASSWORD), fresh, CTX).close()


def test_a_changed_board_is_never_talked_to(board: Board, pins: HostKeys) -> None:
    shown = probe_host_key(board.address, CTX)
    other = dataclasses.replace(shown, blob=shown.blob[:-1] + bytes([shown.blob[-1] ^ 1]))
    pins.pin(board.address.place, other)
    with pytest.raises(NanoError) as raised:
        connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    assert raised.value.code == "nano.host_key_changed"
    assert raised.value.params["fingerprint"] == shown.fingerprint
    assert raised.value.params["expected"] == other.fingerprint


def test_a_key_file_logs_in_and_the_password_is_for_sudo(board: Board, pins: HostKeys, tmp_path: Path) -> None:
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "id"), password="phrase")
    _authorize(board, key)
    wrong = Credentials(identity=tmp_path / "id", passphrase="other")
    with pytest.raises(NanoError) as raised:
        connect(board.address, wrong, pins, CTX)
    assert raised.value.code == "nano.key_passphrase_wrong"
    right = Credentials(identity=tmp_path / "id", passphrase="phrase", password=PASSWORD)
    conn = connect(board.address, right, pins, CTX)
    assert conn.run(["true"], CTX, sudo=True).ok
    conn.close()


def test_keyboard_interactive_alone(board: Board, pins: HostKeys) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.faults.login_methods = ("keyboard-interactive",)
        address = board.address
    else:
        address = dataclasses.replace(board.address, user=PLAIN_USER)
    try:
        connect(address, Credentials(password=PASSWORD), pins, CTX).close()
        with pytest.raises(NanoError) as raised:
            connect(address, Credentials(password="wrong"), pins, CTX)
        assert raised.value.code == "nano.login_failed"
    finally:
        if isinstance(board, PracticeBoard):
            board.nano.faults.login_methods = ("password", "publickey", "keyboard-interactive")


def test_who_may_not_use_sudo_is_told_so(board: Board, pins: HostKeys) -> None:
    address = board.address
    if isinstance(board, PracticeBoard):
        board.nano.faults.refuse_sudo = True
    else:
        address = dataclasses.replace(board.address, user=PLAIN_USER)
    conn = connect(address, Credentials(password=PASSWORD), pins, CTX)
    with pytest.raises(NanoError) as raised:
        conn.run(["true"], CTX, sudo=True)
    conn.close()
    if isinstance(board, PracticeBoard):
        board.nano.faults.refuse_sudo = False
    assert (raised.value.code, raised.value.params["reason"]) == ("nano.sudo_refused", "not_allowed")


@pytest.mark.parametrize("password", [PASSWORD, None])
def test_a_sudo_that_does_not_ask_leaks_no_password_to_the_command(
    board: Board, pins: HostKeys, password: str | None, tmp_path: Path
) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice board's sudo always asks")
    key = paramiko.ECDSAKey.generate()
    key.write_private_key_file(str(tmp_path / "id"))
    _authorize(board, key, FREE_USER)
    address = dataclasses.replace(board.address, user=FREE_USER)
    conn = connect(address, Credentials(identity=tmp_path / "id", password=password), pins, CTX)
    assert conn.run(["cat"], CTX, sudo=True, stdin=b"mine\n").stdout == "mine\n"
    assert conn.run(["id", "-u"], CTX, sudo=True).stdout == "0\n"
    conn.close()


@pytest.mark.parametrize("sudo", [False, True])
def test_what_a_login_says_before_a_command_is_not_the_commands(board: Board, conn: SshConnection, sudo: bool) -> None:
    """A message of the day, a start-up file with an echo in it; sudo gives its lecture each time anyway."""
    if isinstance(board, PracticeBoard):
        board.nano.faults.greeting = "Welcome to Ubuntu\n0 packages can be updated.\n"
    else:
        board.put("/home/nano/.bashrc", b"echo Welcome to Ubuntu; echo 0 packages can be updated.; echo oh >&2\n")
    try:
        lines: list[str] = []
        said = conn.run(["cat"], CTX, sudo=sudo, stdin=b"mine\n", on_line=lines.append)
        assert (said.stdout, said.stderr, lines) == ("mine\n", "", ["mine"])
        assert conn.read_file("/etc/fstab", CTX, sudo=sudo) == board.read("/etc/fstab")
    finally:
        if isinstance(board, PracticeBoard):
            board.nano.faults.greeting = ""
        else:
            board.put("/home/nano/.bashrc", b"")


def test_closing_twice_is_fine_and_a_closed_link_is_lost(board: Board, pins: HostKeys) -> None:
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX)
    conn.close()
    conn.close()
    with pytest.raises(NanoError) as raised:
        conn.run(["true"], CTX)
    assert raised.value.code == "nano.lost"


def _authorize(board: Board, key: paramiko.PKey, user: str = "nano") -> None:
    board.let_in(user, f"{key.get_name()} {key.get_base64()}")
