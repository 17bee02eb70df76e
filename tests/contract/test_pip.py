"""The pip step, held to the same on the practice Nano and on a real system with a real pip and a real index."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pip
import pytest
from support.boards import BOARDS, PASSWORD, Board, PracticeBoard, RealBoard
from support.pip_index import PipIndex

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, LogLine, StepFinished
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.pip.facts import CONF, PIP, PipFacts, PipOptions
from nanowizard.provision.pip.step import PipStep
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = PipStep()
NOWHERE = PipOptions(index_url="http://nowhere.invalid/simple")
# As Python 3.6 is: in the locale C it reads files as ASCII, and stops at anything else.
PYTHON = '#!/bin/sh\nPYTHONUTF8=0 PYTHONPATH=/opt/lib exec /usr/bin/python3 "$@"\n'
OWN = "# ours\n[global]\ntimeout = 60\n\n; für später\nindex_url=https://old.example/simple\n[list]\nformat = columns\n"


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = request.param(tmp_path)
    if isinstance(board, RealBoard):
        shutil.copytree(Path(pip.__file__).parent, board.root / "opt/lib/pip")
        board.put("/opt/bin/python3", PYTHON.encode(), 0o755)
        (board.root / "tmp").chmod(0o1777)
    yield board
    board.close()


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


@pytest.fixture
def index() -> Iterator[PipIndex]:
    index = PipIndex()
    yield index
    index.close()


@pytest.fixture
def wish(index: PipIndex) -> PipOptions:
    return PipOptions(index_url=index.url)


def facts(conn: SshConnection) -> PipFacts:
    return STEP.gather(conn, NOWHERE, CTX)


def changes(conn: SshConnection, wish: PipOptions) -> list[str]:
    return [change.code.removeprefix("nano.pip.") for change in look(STEP, conn, wish, CTX).plan.changes]


def findings(conn: SshConnection, wish: PipOptions) -> list[str]:
    return [finding.code for finding in look(STEP, conn, wish, CTX).plan.findings]


def folders_of_trials(board: Board) -> list[str]:
    if isinstance(board, PracticeBoard):
        return [folder for folder in board.nano.machine.state.folders if folder.startswith("/tmp/")]
    assert isinstance(board, RealBoard)
    return [path.name for path in (board.root / "tmp").glob("nanowizard.*")]


def put_home(conn: SshConnection, board: Board, path: str, text: str) -> None:
    conn.run(["install", "-d", "--", f"/home/nano/{path.rpartition('/')[0]}"], CTX, sudo=True)
    board.put(f"/home/nano/{path}", text.encode())


def test_the_index_is_tried_and_written_and_pip_itself_finds_it(
    board: Board, conn: SshConnection, index: PipIndex, wish: PipOptions
) -> None:
    before = facts(conn)
    events: list[Event] = []
    report = run_step(STEP, conn, wish, RunContext(emit=events.append))
    done = [event.step for event in events if isinstance(event, StepFinished)]
    assert done == ["nano.pip.try_index", "nano.pip.set_index"]
    assert report.after.conf == f"[global]\nindex-url = {index.url}\ntrusted-host = 127.0.0.1\n"
    assert board.mode(CONF) == 0o644
    if isinstance(board, RealBoard):
        assert index.asked == ["/simple/six/", "/six-1.0-py2.py3-none-any.whl"]
    argv = [*PIP, "download", "--no-cache-dir", "--no-deps", "-d", "/tmp", "six"]
    assert index.url.removesuffix("/simple") in conn.run(argv, CTX).stdout
    assert conn.run([*PIP, "download", "-d", "/tmp", "six"], CTX, sudo=True).ok
    undo_step(STEP, conn, CTX)
    assert facts(conn) == before
    assert board.read(CONF) is None


@pytest.mark.parametrize("is_there", [True, False])
def test_nothing_of_the_trial_is_left(board: Board, conn: SshConnection, wish: PipOptions, is_there: bool) -> None:
    before = folders_of_trials(board)
    with contextlib.nullcontext() if is_there else pytest.raises(NanoError):
        run_step(STEP, conn, wish if is_there else NOWHERE, CTX)
    assert folders_of_trials(board) == before == []


def test_a_second_run_changes_nothing(board: Board, conn: SshConnection, index: PipIndex, wish: PipOptions) -> None:
    run_step(STEP, conn, wish, CTX)
    text, asked = board.read(CONF), len(index.asked)
    assert not run_step(STEP, conn, wish, CTX).changed
    assert (board.read(CONF), len(index.asked)) == (text, asked)
    assert "nano.pip_ready" in findings(conn, wish)


def test_a_dry_run_changes_nothing(board: Board, conn: SshConnection, index: PipIndex, wish: PipOptions) -> None:
    report = run_step(STEP, conn, wish, CTX, dry_run=True)
    assert [change.code for change in report.plan.changes] == ["nano.pip.try_index", "nano.pip.set_index"]
    assert (board.read(CONF), index.asked) == (None, [])


def test_an_index_that_gives_nothing_is_not_written(board: Board, conn: SshConnection) -> None:
    board.put(CONF, OWN.encode())
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, NOWHERE, CTX)
    assert (raised.value.code, raised.value.params) == ("nano.pip_index_failed", {"index_url": NOWHERE.index_url})
    assert "No matching distribution" in raised.value.detail
    assert board.read(CONF) == OWN.encode()


def test_what_stands_there_is_kept_and_comes_back_byte_for_byte(
    board: Board, conn: SshConnection, index: PipIndex, wish: PipOptions
) -> None:
    board.put(CONF, OWN.encode())
    assert changes(conn, wish) == ["try_index", "replace_index"]
    run_step(STEP, conn, wish, CTX)
    new = (board.read(CONF) or b"").decode()
    rest = OWN.replace("index_url=https://old.example/simple", f"index-url = {index.url}\ntrusted-host = 127.0.0.1")
    assert new == rest
    undo_step(STEP, conn, CTX)
    assert board.read(CONF) == OWN.encode()


def test_undo_keeps_what_others_wrote_meanwhile(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    board.put(CONF, OWN.encode())
    run_step(STEP, conn, wish, CTX)
    board.put(CONF, (board.read(CONF) or b"") + b"[install]\nno-compile = true\n")
    undo_step(STEP, conn, CTX)
    now = (board.read(CONF) or b"").decode()
    assert "index-url = https://old.example/simple" in now
    assert "trusted-host" not in now
    assert now.endswith("[install]\nno-compile = true\n")


def test_a_file_that_only_root_may_read_is_opened(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    board.put(CONF, OWN.encode(), 0o600)
    assert changes(conn, wish) == ["make_readable", "try_index", "replace_index"]
    run_step(STEP, conn, wish, CTX)
    assert board.mode(CONF) == 0o644
    assert "timeout = 60" in (board.read(CONF) or b"").decode()
    undo_step(STEP, conn, CTX)
    assert (board.mode(CONF), board.read(CONF)) == (0o600, OWN.encode())


def test_a_file_that_pip_gives_up_on_is_mended(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    """The recipe of a tutorial, run twice."""
    broken = "[global]\ntimeout = 60\nindex-url = https://old.example/simple\n" * 2
    board.put(CONF, broken.encode())
    assert not conn.run([*PIP, "download", "-d", "/tmp", "six"], CTX, check=False).ok
    assert changes(conn, wish) == ["mend_conf", "try_index", "replace_index"]
    run_step(STEP, conn, wish, CTX)
    assert conn.run([*PIP, "download", "-d", "/tmp", "six"], CTX).ok
    assert "timeout = 60" in (board.read(CONF) or b"").decode()
    undo_step(STEP, conn, CTX)
    assert board.read(CONF) == broken.encode()


def test_a_file_that_is_not_utf_8_is_mended_and_comes_back(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    board.put(CONF, OWN.encode("latin-1"))
    assert changes(conn, wish) == ["mend_conf", "try_index", "replace_index"]
    run_step(STEP, conn, wish, CTX)
    assert "timeout = 60" in (board.read(CONF) or b"").decode()
    undo_step(STEP, conn, CTX)
    assert board.read(CONF) == OWN.encode("latin-1")


def test_a_users_own_index_wins_and_is_said(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    put_home(conn, board, ".config/pip/pip.conf", "[global]\nindex-url = https://mine.example/simple\n")
    put_home(conn, board, ".pip/pip.conf", "[global]\ntrusted-host = tuna.tsinghua.edu.cn\n")
    found = {f.code: f.params for f in look(STEP, conn, wish, CTX).plan.findings}
    assert found["nano.pip_overruled"] == {
        "path": "~/.config/pip/pip.conf",
        "section": "global",
        "index_url": "https://mine.example/simple",
    }
    assert found["nano.pip_trusted_host_unused"] == {"path": "~/.pip/pip.conf", "host": "tuna.tsinghua.edu.cn"}


def test_what_the_environment_says_to_pip_is_said(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    board.put("/etc/environment", b'PATH="/usr/bin"\nexport PIP_INDEX_URL="https://me:secret@mine.example/simple"\n')
    found = {f.code: f.params for f in look(STEP, conn, wish, CTX).plan.findings}
    assert found["nano.pip_environment"] == {"name": "PIP_INDEX_URL", "value": "https://…@mine.example/simple"}


def test_a_cancel_while_the_index_is_tried_changes_nothing(board: Board, conn: SshConnection, wish: PipOptions) -> None:
    token = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, LogLine) and event.text.startswith("$ env"):
            token.set()

    with pytest.raises(Cancelled):
        run_step(STEP, conn, wish, RunContext(emit=stop, cancel=token))
    assert board.read(CONF) is None


def test_facts_take_one_round(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    STEP.gather(conn, NOWHERE, CTX)
    assert len(rounds) == 1
