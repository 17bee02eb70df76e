"""The power step, held to the same on the practice Nano and over a real OpenSSH with real systemctl, apt-mark, dpkg."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.boards import BOARDS, PASSWORD, Board, PracticeBoard, RealBoard
from support.nano_tools import add_power

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.provision.power.facts import BOOTLOADER, CLOCKS_CONF, PowerFacts, PowerOptions
from nanowizard.provision.power.step import PowerStep
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = PowerStep()
ALL = PowerOptions(mode=1, clocks=True, console=True, hold_bootloader=True)


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = request.param(tmp_path)
    if isinstance(board, RealBoard):
        add_power(board)
    yield board
    board.close()


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


def facts(conn: SshConnection) -> PowerFacts:
    return STEP.gather(conn, PowerOptions(), CTX)


def restart_clocks(board: Board) -> None:
    """What a restart does to pinned clocks."""
    if isinstance(board, PracticeBoard):
        board.nano.machine.state.system.clocks_pinned = False
    else:
        assert isinstance(board, RealBoard)
        (board.root / "etc/clocks-pinned").unlink()


def test_all_of_it_is_done_and_undone(board: Board, conn: SshConnection) -> None:
    before = facts(conn)
    assert before == PowerFacts(
        modes={0: "MAXN", 1: "5W"}, mode=0, clocks=False, target="graphical.target", desktop=True, held=False
    )
    report = run_step(STEP, conn, ALL, CTX)
    after = report.after
    assert (after.mode, after.clocks, after.target, after.held) == (1, True, "multi-user.target", True)
    assert BOOTLOADER in conn.run(["apt-mark", "showhold"], CTX).stdout
    assert not run_step(STEP, conn, ALL, CTX).changed
    undo_step(STEP, conn, CTX)
    assert facts(conn) == before
    assert board.read(CLOCKS_CONF) is None


def test_what_is_not_named_stays(conn: SshConnection) -> None:
    before = facts(conn)
    assert run_step(STEP, conn, PowerOptions(console=True), CTX).after == replace(before, target="multi-user.target")
    assert not run_step(STEP, conn, PowerOptions(), CTX).changed


def test_pinned_clocks_are_gone_after_a_restart_and_pinned_again(board: Board, conn: SshConnection) -> None:
    run_step(STEP, conn, ALL, CTX)
    restart_clocks(board)
    assert [change.code for change in look(STEP, conn, ALL, CTX).plan.changes] == ["nano.power.pin_clocks"]
    run_step(STEP, conn, ALL, CTX)
    assert facts(conn).clocks
    undo_step(STEP, conn, CTX)
    assert facts(conn).clocks is False


def test_another_mode_lets_the_clocks_go_and_pins_them_again(conn: SshConnection) -> None:
    run_step(STEP, conn, PowerOptions(clocks=True), CTX)
    report = run_step(STEP, conn, PowerOptions(mode=1), CTX)
    codes = [change.code.rpartition(".")[2] for change in report.plan.changes]
    assert codes == ["release_clocks", "set_mode", "pin_clocks"]
    assert (report.after.mode, report.after.clocks) == (1, True)
    undo_step(STEP, conn, CTX)
    assert (facts(conn).mode, facts(conn).clocks) == (0, False)


def test_clocks_that_were_pinned_before_are_pinned_after_undo(conn: SshConnection) -> None:
    conn.run(["jetson_clocks"], CTX, sudo=True)
    run_step(STEP, conn, PowerOptions(mode=1), CTX)
    undo_step(STEP, conn, CTX)
    assert (facts(conn).mode, facts(conn).clocks) == (0, True)


def test_the_desktop_and_upgrades_come_back_by_wish(conn: SshConnection) -> None:
    run_step(STEP, conn, ALL, CTX)
    report = run_step(STEP, conn, PowerOptions(clocks=False, console=False, hold_bootloader=False), CTX)
    assert (report.after.clocks, report.after.target, report.after.held) == (False, "graphical.target", False)


def test_no_such_mode_changes_nothing(conn: SshConnection) -> None:
    before = facts(conn)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, replace(ALL, mode=3), CTX)
    assert (raised.value.code, raised.value.params) == ("nano.power_no_such_mode", {"mode": 3, "modes": ["0", "1"]})
    assert facts(conn) == before


@pytest.mark.root
def test_a_board_that_has_none_of_it_says_so_and_stays(tmp_path: Path) -> None:
    board = RealBoard(tmp_path)
    board.put("/opt/bin/systemctl", b"#!/bin/sh\nexit 1\n", 0o755)
    try:
        pins = HostKeys(tmp_path / "k.json")
        conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
        report = run_step(STEP, conn, ALL, CTX)
        conn.close()
        assert report.before == PowerFacts()
        assert not report.changed
        assert len(report.plan.findings) == 4
    finally:
        board.close()


def test_facts_take_one_round(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    STEP.gather(conn, ALL, CTX)
    assert len(rounds) == 1
