"""One change at a time on the Nano: what an earlier run left behind is waited for, by whoever changes or looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from support.boards import BOARDS, PASSWORD, Board, RealBoard
from support.patience import PATIENCE_S

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.nano_commands import as_root, in_turn_as_root
from nanowizard.remote import busy
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.shell import CommandResult
from nanowizard.remote.ssh import connect
from nanowizard.remote.together import ask_together

LogIn = Callable[[], SshConnection]
CTX = RunContext()
LONG = ("sleep", "30")


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "PATIENCE_S", 0)


@pytest.fixture
def log_in(board: Board, tmp_path: Path) -> Iterator[LogIn]:
    pins = HostKeys(tmp_path / "host_keys.json")
    made: list[SshConnection] = []

    def log_in() -> SshConnection:
        made.append(connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True))
        return made[-1]

    yield log_in
    for conn in made:
        conn.close()


class Person:
    """Sees the steps; `ctx` is theirs."""

    def __init__(self, on_event: Callable[[Event], None] = lambda _event: None) -> None:
        self.events: list[Event] = []
        self._on_event = on_event
        self._changed = threading.Condition()
        self.ctx = RunContext(emit=self._emit)

    def until(self, kind: type) -> None:
        with self._changed:
            assert self._changed.wait_for(
                lambda: any(isinstance(event, kind) for event in self.events), timeout=PATIENCE_S
            )

    def _emit(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()
        self._on_event(event)

    @property
    def steps(self) -> list[tuple[type, str, object]]:
        steps = (event for event in self.events if isinstance(event, (StepStarted, StepFinished)))
        return [(type(event), event.step, event.params["command"]) for event in steps]


@pytest.fixture
def away() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as away:
        yield away


@pytest.fixture
def change(log_in: LogIn, away: ThreadPoolExecutor) -> Iterator[Callable[[], None]]:
    """A change that is under way on the board; called, it ends."""
    conn, ctx = log_in(), RunContext()
    running: Future[CommandResult] = away.submit(as_root, conn, ctx, *LONG, timeout_s=None)
    probe = log_in()
    while ask_together(probe, CTX, {"busy": busy.question()}, settled=False)["busy"].ok:
        assert not running.done()

    def end() -> None:
        ctx.cancel.set()
        with pytest.raises(Cancelled):
            running.result(timeout=PATIENCE_S)

    yield end
    ctx.cancel.set()


WAITED = [(StepStarted, busy.WAITING, "sleep 30"), (StepFinished, busy.WAITING, "sleep 30")]


def test_a_second_change_waits_and_says_for_what(
    log_in: LogIn, away: ThreadPoolExecutor, change: Callable[[], None]
) -> None:
    person = Person()
    second = away.submit(as_root, log_in(), person.ctx, "uname")
    person.until(StepStarted)
    assert not second.done()
    change()
    assert second.result(timeout=PATIENCE_S).ok
    assert person.steps == WAITED


def test_changes_in_turn_wait_before_the_first(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor, change: Callable[[], None]
) -> None:
    person = Person()
    board.put("/etc/thing", b"")
    remove = ("rm", "-f", "--", "/etc/thing")
    second = away.submit(in_turn_as_root, log_in(), person.ctx, remove, ("true",))
    person.until(StepStarted)
    assert board.read("/etc/thing") == b""
    change()
    assert second.result(timeout=PATIENCE_S).failed is None
    assert board.read("/etc/thing") is None
    assert person.steps == WAITED


def test_who_looks_sees_nothing_half_made(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor, change: Callable[[], None]
) -> None:
    person = Person()
    board.put("/etc/thing", b"half")
    look = away.submit(ask_together, log_in(), person.ctx, {"thing": ("cat", "--", "/etc/thing")})
    person.until(StepStarted)
    board.put("/etc/thing", b"whole")
    change()
    assert look.result(timeout=PATIENCE_S)["thing"].stdout == "whole"
    assert person.steps == WAITED


def test_a_report_waits_for_nobody(log_in: LogIn, change: Callable[[], None]) -> None:
    assert ask_together(log_in(), CTX, {"name": ("uname", "-n")}, settled=False)["name"].ok
    change()


def test_a_wait_can_be_ended_and_leaves_the_change_alone(
    log_in: LogIn, away: ThreadPoolExecutor, change: Callable[[], None]
) -> None:
    person = Person()
    second = away.submit(as_root, log_in(), person.ctx, "uname")
    person.until(StepStarted)
    person.ctx.cancel.set()
    with pytest.raises(Cancelled):
        second.result(timeout=PATIENCE_S)
    assert not ask_together(log_in(), CTX, {"busy": busy.question()}, settled=False)["busy"].ok
    change()


def test_a_change_that_never_ends_is_named(
    log_in: LogIn, change: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy, "TURN_S", 0)
    monkeypatch.setattr(busy, "GIVE_UP_S", 0.0)
    with pytest.raises(NanoError) as raised:
        as_root(log_in(), CTX, "uname")
    assert (raised.value.code, raised.value.params["command"]) == ("nano.still_busy", "sleep 30")
    change()


def test_a_change_goes_on_without_its_link_and_is_waited_for(log_in: LogIn, board: Board) -> None:
    """sshd ends nothing when a link breaks: what runs comes to its end, and the lock is its own."""
    if not isinstance(board, RealBoard):
        pytest.skip("tests/process/test_whole_setup.py cuts the practice Nano's links")

    def let_end(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == busy.WAITING:
            (board.root / "var/hold").unlink()

    board.put("/var/hold", b"")
    conn, person = log_in(), Person(let_end)
    slow = ("sh", "-c", "echo begun; while [ -e /var/hold ]; do sleep 0.05; done; echo whole > /etc/thing")

    def cut(line: str) -> None:
        if line == "begun":
            conn._transport.close()

    with pytest.raises(NanoError) as raised:
        busy.run_held(conn, CTX, slow, what="slow", on_line=cut)
    assert raised.value.code == "nano.lost"
    said = ask_together(log_in(), person.ctx, {"thing": ("cat", "--", "/etc/thing")})["thing"].stdout
    assert said == "whole\n"
    assert [step for _kind, step, what in person.steps if what == "slow"] == [busy.WAITING] * 2


def test_the_lock_is_there_for_everybody_to_see(log_in: LogIn, board: Board) -> None:
    conn = log_in()
    as_root(conn, CTX, "true", umask=0o077)
    if isinstance(board, RealBoard):
        assert board.mode(busy.LOCK) == 0o644


def test_a_failure_is_the_commands_own(log_in: LogIn) -> None:
    with pytest.raises(NanoError) as raised:
        as_root(log_in(), CTX, "cat", "--", "/no/such")
    assert (raised.value.code, raised.value.params) == ("nano.command_failed", {"command": "cat", "exit_status": 1})
    assert "No such file" in raised.value.detail
