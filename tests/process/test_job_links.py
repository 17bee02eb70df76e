"""A job over a link that breaks, goes silent or is slow, a Nano that restarts or is full: nothing lost or doubled."""

from __future__ import annotations

import dataclasses
import random
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from support import job_programs
from support.boards import PASSWORD, Board, PracticeBoard, RealBoard
from support.job_programs import spoken
from support.wire import Wire

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, FindingReported, LogLine, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.nano_commands import show
from nanowizard.provision.runner import run_step
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.remote import connection, jobs, steady
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.jobs import run_job
from nanowizard.remote.jobs_list import list_jobs
from nanowizard.remote.shell import Connection
from nanowizard.remote.ssh import connect
from nanowizard.remote.steady import SteadyConnection
from tests.lab.machines.link import Link

CTX = RunContext()
BOARDS = [pytest.param(PracticeBoard, id="practice"), pytest.param(RealBoard, id="openssh", marks=pytest.mark.root)]
CUTS = 30


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    board: Board = request.param(tmp_path)
    job_programs.install(board, monkeypatch)
    yield board
    board.close()


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PracticeBoard]:
    board = PracticeBoard(tmp_path)
    job_programs.install(board, monkeypatch)
    yield board
    board.close()


@pytest.fixture
def wire(board: Board) -> Iterator[Wire]:
    wire = Wire(board.address.port)
    yield wire
    wire.close()


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "DELAYS_S", (0.0, 0.05))
    monkeypatch.setattr(jobs, "POLL_S", 0.05)


class Person:
    """Somebody who watches a job over a connection that logs in again."""

    def __init__(self, board: Board, port: int, folder: Path) -> None:
        self.pins = HostKeys(folder / "host_keys.json")
        self.address = dataclasses.replace(board.address, port=port)
        self.lines: list[str] = []
        self.events: list[Event] = []
        self.cancel = CancelToken()
        self.ctx = RunContext(emit=self._event, cancel=self.cancel)
        self.on_line: Callable[[str], None] = lambda _line: None
        self.on_event: Callable[[Event], None] = lambda _event: None
        credentials = Credentials(password=PASSWORD)
        first = connect(self.address, credentials, self.pins, CTX, confirm=lambda _key: True)
        self.conn = SteadyConnection(first, lambda ctx: connect(self.address, credentials, self.pins, ctx))

    def run(self, *argv: str) -> str:
        return run_job(self.conn, self.ctx, "test", argv, on_line=self._line).stdout

    def fails(self, *argv: str) -> str:
        with pytest.raises(NanoError) as raised:
            self.run(*argv)
        return raised.value.code

    @property
    def waits(self) -> int:
        begun = [event for event in self.events if isinstance(event, StepStarted) and event.step == steady.WAITING]
        ended = [event for event in self.events if isinstance(event, StepFinished) and event.step == steady.WAITING]
        assert len(begun) - len(ended) in {0, 1}
        return len(begun)

    def _line(self, line: str) -> None:
        self.lines.append(line)
        self.on_line(line)

    def _event(self, event: Event) -> None:
        self.events.append(event)
        self.on_event(event)


@pytest.fixture
def person(board: Board, wire: Wire, tmp_path: Path) -> Iterator[Person]:
    person = Person(board, wire.port, tmp_path)
    yield person
    person.conn.close()


def test_thirty_random_cuts_lose_and_double_nothing(person: Person, wire: Wire) -> None:
    rng = random.Random(5)  # the same cuts in every run
    count = 400
    cuts = sorted(rng.sample(range(5, count - 5), CUTS))
    made, is_whole = 0, True

    def on_line(_line: str) -> None:
        """A link that is cut already has lines of before on the way, and is not cut again."""
        nonlocal made, is_whole
        if is_whole and cuts and len(person.lines) >= cuts[0]:
            cuts.pop(0)
            made, is_whole = made + 1, False
            wire.cut()

    def on_event(event: Event) -> None:
        nonlocal is_whole
        if isinstance(event, StepStarted):
            wire.mend()
        elif isinstance(event, StepFinished):
            is_whole = True

    person.on_line, person.on_event = on_line, on_event
    person.run("talk", str(count), "0.01")
    assert person.lines == spoken(count)
    assert made - 1 <= person.waits <= made, "the job's end may have been on the way at the last one"
    assert made > 5, "the slower a login is, the fewer there is time for"


def test_a_link_that_breaks_in_the_middle_of_a_line(practice: PracticeBoard, tmp_path: Path) -> None:
    """After any number of bytes: within a line, within a character, within the first line of the answer."""
    link = Link(practice.address.port)
    person = Person(practice, link.port, tmp_path)
    person.run("talk", "1", "0")
    for count in range(1, 2600, 97):
        person.lines.clear()
        link.after(count, link.break_off)
        person.run("talk", "20", "0.001")
        assert person.lines == spoken(20), count
    person.conn.close()
    link.close()


def test_a_silent_link_is_given_up_and_the_job_is_followed_on(
    person: Person, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_S", 0.2)
    monkeypatch.setattr(connection, "SILENCE_S", 0.5)
    person.conn.close()
    person.conn.link = connect(person.address, Credentials(password=PASSWORD), person.pins, CTX)
    person.conn._is_closed = False

    def on_line(_line: str) -> None:
        if len(person.lines) == 20:
            wire.freeze()

    def on_event(event: Event) -> None:
        if isinstance(event, StepStarted):
            monkeypatch.setattr(connection, "SILENCE_S", 60.0)  # of the link that is made now
            wire.cut()
            wire.mend()

    person.on_line, person.on_event = on_line, on_event
    person.run("talk", "100", "0.01")
    assert person.lines == spoken(100)
    assert person.waits == 1


def test_a_cancel_while_waiting_is_heard_at_once_and_the_job_goes_on(
    person: Person, wire: Wire, board: Board, tmp_path: Path
) -> None:
    def on_event(event: Event) -> None:
        if isinstance(event, StepStarted):
            person.cancel.set()

    person.on_line, person.on_event = lambda _line: wire.cut(), on_event
    with pytest.raises(Cancelled):
        person.run("talk", "200", "0.01")
    assert [e.finding.code for e in person.events if isinstance(e, FindingReported)] == ["nano.job_left_running"]
    wire.mend()
    again = Person(board, wire.port, tmp_path)
    assert [job.state for job in list_jobs(again.conn, CTX)] == ["running"]
    again.run("talk", "200", "0.01")
    assert again.lines == spoken(200)
    again.conn.close()


def test_a_link_that_does_not_come_back_is_given_up(
    person: Person, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steady, "GIVE_UP_S", 0.3)
    person.on_line = lambda _line: wire.cut()
    assert person.fails("talk", "200", "0.01") == "nano.lost"


def test_another_board_in_its_place_is_refused(person: Person, wire: Wire, board: Board) -> None:
    def on_event(event: Event) -> None:
        if isinstance(event, StepStarted):
            if isinstance(board, PracticeBoard):
                board.nano.new_host_key()
            else:
                board.new_host_key()  # type: ignore[attr-defined]
            wire.mend()

    if isinstance(board, RealBoard):
        pytest.skip("a running OpenSSH keeps the key that it has read")
    person.on_line, person.on_event = lambda _line: wire.cut(), on_event
    assert person.fails("talk", "100", "0.01") == "nano.host_key_changed"


def test_a_nano_that_is_just_starting_may_refuse_the_login_a_few_times(practice: PracticeBoard, tmp_path: Path) -> None:
    person = Person(practice, practice.address.port, tmp_path)
    refused: list[int] = []
    log_in = person.conn._log_in

    def booting(ctx: RunContext) -> object:
        refused.append(1)
        if len(refused) < 3:
            raise NanoError("nano.login_failed", user="nano", host="x")
        return log_in(ctx)

    person.conn._log_in = booting  # type: ignore[assignment]
    person.on_line = lambda _line: practice.nano.cut_links() if len(person.lines) == 5 else None
    person.run("talk", "20", "0.01")
    assert (person.lines, len(refused)) == (spoken(20), 3)
    person.conn.close()


def test_a_password_that_was_changed_is_not_tried_for_ever(practice: PracticeBoard, tmp_path: Path) -> None:
    person = Person(practice, practice.address.port, tmp_path)

    def on_line(_line: str) -> None:
        practice.nano.account.password = "another"
        practice.nano.cut_links()

    person.on_line = on_line
    assert person.fails("talk", "20", "0.01") == "nano.login_failed"
    person.conn.close()


def test_what_only_looks_is_repeated_and_a_plain_command_is_not(practice: PracticeBoard, tmp_path: Path) -> None:
    person = Person(practice, practice.address.port, tmp_path)
    practice.nano.faults.drop_during = "cat"
    assert (person.conn.read_file("/etc/fstab", person.ctx) or b"").startswith(b"# the board")
    assert person.waits == 1
    practice.nano.faults.drop_during = "sysctl"
    with pytest.raises(NanoError) as raised:
        person.conn.run(["sysctl", "-w", "vm.swappiness=1"], person.ctx, sudo=True)
    assert raised.value.code == "nano.lost"
    assert person.waits == 1
    person.conn.close()


def test_a_restart_in_the_middle(practice: PracticeBoard, tmp_path: Path) -> None:
    person = Person(practice, practice.address.port, tmp_path)
    reboot = threading.Thread(target=practice.nano.reboot)
    person.on_line = lambda _line: reboot.start() if len(person.lines) == 5 else None
    assert person.fails("talk", "1000", "0.01") == "nano.job_cut_by_restart"
    reboot.join()
    person.on_line = lambda _line: None
    assert list_jobs(person.conn, CTX) == []
    assert person.run("talk", "2", "0")
    person.conn.close()


def test_a_full_disk_in_the_middle_of_the_log(board: Board, person: Person) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.faults.full_disk = True
        assert person.fails("talk", "2", "0") == "nano.job_disk_full"
        return
    person.on_line = lambda line: None
    # Several times: what a file system held back for a large file is free after it.
    fill = "echo before; for n in 1 2 3 4; do dd if=/dev/zero of=/var/filled$n bs=64k; sync; done 2>/dev/null; exit 3"
    assert person.fails("sh", "-c", fill) == "nano.job_disk_full"
    assert person.lines[0] == "before"
    assert person.fails("sh", "-c", "exit 4") == "nano.job_disk_full", "there is no room to start one either"
    person.conn.run(["sh", "-c", "rm -f /var/filled*"], CTX, sudo=True)
    assert person.run("echo", "again") == "again\n"


def test_a_short_job_over_a_slow_link(practice: PracticeBoard, tmp_path: Path) -> None:
    link = Link(practice.address.port)
    person = Person(practice, link.port, tmp_path)
    person.run("talk", "1", "0")
    link.slow(latency_s=0.1, bits_per_s=1e7)
    person.run("talk", "3", "0")
    assert (person.lines[1:], person.waits) == (spoken(3), 0)
    person.conn.close()
    link.close()


def test_a_server_that_is_closed_ends_its_jobs(practice: PracticeBoard, tmp_path: Path) -> None:
    person = Person(practice, practice.address.port, tmp_path)
    person.on_line = lambda _line: person.cancel.set() if len(person.lines) == 3 else None
    with pytest.raises(Cancelled):
        person.run("talk", "1000", "0.01")
    person.conn.close()
    practice.close()
    assert [t.name for t in threading.enumerate() if t.name == "practice-job"] == []


class _TalkingStep:
    """Puts a file where there is none, after a long job."""

    id = "nano.talking"

    def gather(self, conn: Connection, options: str, ctx: RunContext) -> bytes | None:
        return conn.read_file(options, ctx)

    def plan(self, facts: bytes | None, options: str) -> Plan:
        return Plan() if facts else Plan(changes=[Change(code="nano.talking.put", params={"path": options})])

    def undo_record(self, facts: bytes | None) -> UndoRecord:
        return {}

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        run_job(conn, ctx, "nano.talking", ["talk", "50", "0.05"], on_line=lambda line: show(ctx, line))
        conn.write_file(change.params["path"], b"done", ctx)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("restarts", [1, 2])
def test_a_step_is_planned_anew_after_a_restart_once(practice: PracticeBoard, tmp_path: Path, restarts: int) -> None:
    person = Person(practice, practice.address.port, tmp_path)
    reboots: list[threading.Thread] = []

    def on_event(event: Event) -> None:
        if isinstance(event, LogLine) and event.text.startswith("line 5 ") and len(reboots) < restarts:
            reboots.append(threading.Thread(target=practice.nano.reboot))
            reboots[-1].start()

    person.on_event = on_event
    if restarts == 1:
        assert run_step(_TalkingStep(), person.conn, "/mnt/file", person.ctx).changed
        assert practice.read("/mnt/file") == b"done"
    else:
        with pytest.raises(NanoError) as raised:
            run_step(_TalkingStep(), person.conn, "/mnt/file", person.ctx)
        assert raised.value.code == "nano.job_cut_by_restart"
    found = [event.finding.code for event in person.events if isinstance(event, FindingReported)]
    assert found == ["nano.job_cut_by_restart"]
    for reboot in reboots:
        reboot.join()
    person.conn.close()
