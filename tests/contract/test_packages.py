"""Packages that are half installed, completed on the practice Nano and with a real dpkg and a real apt."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.apt_servers import Servers, architecture, servers_of
from support.boards import PASSWORD, Board, PracticeBoard, RealBoard

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, LogLine, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.apt import locks
from nanowizard.provision.packages.step import PackagesOptions, PackagesStep
from nanowizard.provision.report.facts import gather_report
from nanowizard.provision.report.findings import PAGES, report_findings
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP, OPTIONS = PackagesStep(), PackagesOptions()
NAME = "half-made"
INFO = f"/var/lib/dpkg/info/{NAME}"


@pytest.fixture(params=["practice", pytest.param("dpkg", marks=pytest.mark.root)])
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = RealBoard(tmp_path) if request.param == "dpkg" else PracticeBoard(tmp_path)
    yield board
    board.close()


@pytest.fixture
def servers(board: Board) -> Iterator[Servers]:
    with servers_of(board) as servers:
        yield servers


@pytest.fixture
def conn(board: Board, servers: Servers, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


def broken(conn: SshConnection) -> list[str]:
    return list(STEP.gather(conn, OPTIONS, CTX).broken)


def test_nothing_is_done_where_all_are_complete(conn: SshConnection) -> None:
    seen = look(STEP, conn, OPTIONS, CTX)
    assert (list(seen.plan.changes), [f.code for f in seen.plan.findings]) == ([], ["nano.packages_ready"])
    assert not run_step(STEP, conn, OPTIONS, CTX).changed


def test_what_the_report_names_is_completed(servers: Servers, conn: SshConnection) -> None:
    servers.leave_unfinished(NAME)
    (found,) = [f for f in report_findings(gather_report(conn, CTX)) if f.code == "nano.half_installed"]
    assert found.params == {"packages": [NAME]}
    assert PAGES[found.code] == STEP.id
    dry = run_step(STEP, conn, OPTIONS, CTX, dry_run=True)
    assert [(change.code, change.params) for change in dry.plan.changes] == [
        ("nano.packages.complete", {"packages": [NAME]})
    ]
    assert broken(conn) == [NAME]
    events: list[Event] = []
    assert run_step(STEP, conn, OPTIONS, RunContext(emit=events.append)).changed
    assert broken(conn) == []
    lines = [event.text for event in events if isinstance(event, LogLine)]
    assert lines[0].startswith("# dpkg ") and any(f"Setting up {NAME}" in line for line in lines)
    assert not any("apt-get" in line for line in lines)
    with pytest.raises(NanoError, match=r"nano\.packages_no_undo"):
        undo_step(STEP, conn, CTX)


def test_the_lock_is_waited_for_by_its_holders_name(
    servers: Servers, conn: SshConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "POLL_S", 0.01)
    servers.leave_unfinished(NAME)
    release = servers.lock()
    assert [f.code for f in look(STEP, conn, OPTIONS, CTX).plan.findings] == ["nano.packages_busy"]
    waits: list[object] = []

    def heard(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "nano.apt.wait":
            waits.append(event.params["program"])
            release()

    run_step(STEP, conn, OPTIONS, RunContext(emit=heard))
    assert len(waits) == 1 and waits[0]
    assert broken(conn) == []


def test_a_dpkg_that_was_interrupted_is_brought_to_its_end(board: Board, servers: Servers, conn: SshConnection) -> None:
    """apt refuses to work then, whatever the packages are."""
    note = f"Package: {NAME}\nStatus: install ok installed\nVersion: 1\nArchitecture: {architecture()}\n"
    board.put("/var/lib/dpkg/updates/0001", f"{note}Maintainer: nobody\nDescription: done\n\n".encode())
    board.put(f"{INFO}.list", b"")
    board.put(f"{INFO}.md5sums", b"")
    assert broken(conn) == ["dpkg"]
    run_step(STEP, conn, OPTIONS, CTX)
    assert broken(conn) == []
    assert board.read("/var/lib/dpkg/updates/0001") is None


def stubborn(board: Board, why: str) -> None:
    """Its own script fails each time."""
    if isinstance(board, PracticeBoard):
        board.nano.machine.apt.stubborn = {NAME: why}
        board.nano.faults.mirrors = {"*": "dns"}
    else:
        board.put(f"{INFO}.postinst", f"#!/bin/sh\necho '{why}'\nexit 1\n".encode(), 0o755)


def test_one_that_cannot_be_completed_is_named_with_its_own_words(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    servers.leave_unfinished(NAME)
    stubborn(board, "it lacks a file")
    events: list[Event] = []
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, OPTIONS, RunContext(emit=events.append))
    assert (raised.value.code, raised.value.params) == ("nano.packages_not_completed", {"packages": [NAME]})
    assert raised.value.detail
    lines = [event.text for event in events if isinstance(event, LogLine)]
    assert any("it lacks a file" in line for line in lines)
    assert any("apt-get --no-remove -f install" in line for line in lines)


def test_what_dpkg_alone_cannot_complete_apt_does(board: Board, servers: Servers, conn: SshConnection) -> None:
    if not isinstance(board, PracticeBoard):
        pytest.skip("no archive with packages here")
    servers.leave_unfinished(NAME)
    board.nano.machine.apt.stubborn = {NAME: "it lacks a file"}
    run_step(STEP, conn, OPTIONS, CTX)
    assert broken(conn) == []


def test_a_setting_that_the_person_changed_stays_and_nobody_is_asked(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice dpkg has no settings")
    shipped = hashlib.md5(b"shipped\n", usedforsecurity=False).hexdigest()
    fields = f"Version: 2\nArchitecture: {architecture()}\nMaintainer: nobody\nDescription: half done\n"
    status = f"Package: {NAME}\nStatus: install ok unpacked\nConfig-Version: 1\n{fields}"
    board.put("/var/lib/dpkg/status", f"{status}Conffiles:\n /etc/half.conf {shipped}\n\n".encode())
    board.put(f"{INFO}.list", b"/etc\n/etc/half.conf\n")
    board.put(f"{INFO}.md5sums", b"")
    board.put(f"{INFO}.conffiles", b"/etc/half.conf\n")
    board.put("/etc/half.conf", b"mine\n")
    board.put("/etc/half.conf.dpkg-new", b"newer\n")
    events: list[Event] = []
    run_step(STEP, conn, OPTIONS, RunContext(emit=events.append))
    assert broken(conn) == []
    assert not any("apt-get" in event.text for event in events if isinstance(event, LogLine)), "dpkg asked nothing"
    assert board.read("/etc/half.conf") == b"mine\n"


def test_a_cancel_lets_dpkg_come_to_its_end(board: Board, servers: Servers, conn: SshConnection) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice dpkg is too quick")
    servers.leave_unfinished(NAME)
    board.put("/var/hold", b"")
    wait = b"#!/bin/sh\necho in the middle\nwhile [ -e /var/hold ]; do sleep 0.05; done\n"
    board.put(f"{INFO}.postinst", wait, 0o755)
    middle, closing = threading.Event(), threading.Event()
    ended: list[str] = []

    def heard(event: Event) -> None:
        if isinstance(event, LogLine) and event.text == "in the middle":
            middle.set()
        elif isinstance(event, StepStarted) and event.step == "nano.job.closing":
            closing.set()
        elif isinstance(event, StepFinished):
            ended.append(event.step)

    ctx = RunContext(emit=heard)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(run_step, STEP, conn, OPTIONS, ctx)
        assert middle.wait(60)
        ctx.cancel.set()
        assert closing.wait(60)
        (board.root / "var/hold").unlink()
        with pytest.raises(Cancelled):
            running.result(60)
    assert ended == ["nano.job.closing"]
    assert broken(conn) == []
