"""The swap step, held to the same on the practice Nano and on a real system with real swap."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import BOARDS, FSTAB, PASSWORD, SYSCTL, Board, RealBoard

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, FindingReported, LogLine, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.runner import NOTES, can_undo, look, run_step, undo_step
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.provision.swap.step import SwapStep
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.facts import gather_facts
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

MIB = 1 << 20
SIZE = 64 * MIB
WISH = SwapOptions(size_bytes=SIZE)
STEP = SwapStep()
NOTE = f"{NOTES}/nano.swap.json"
CTX = RunContext()


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = RealBoard.with_swap(tmp_path) if request.param is RealBoard else request.param(tmp_path)
    yield board
    board.close()


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


def _codes(conn: SshConnection, wish: SwapOptions = WISH) -> list[str]:
    return [change.code.removeprefix("nano.swap.") for change in look(STEP, conn, wish, CTX).plan.changes]


def _findings(conn: SshConnection, wish: SwapOptions = WISH) -> list[str]:
    return [finding.code.removeprefix("nano.swap_") for finding in look(STEP, conn, wish, CTX).plan.findings]


def _swap_lines(board: Board) -> list[str]:
    text = (board.read("/etc/fstab") or b"").decode()
    return [line for line in text.splitlines() if " swap " in line and not line.startswith("#")]


def test_a_new_swap_file_is_private_in_use_and_listed_once(board: Board, conn: SshConnection) -> None:
    events: list[Event] = []
    report = run_step(STEP, conn, WISH, RunContext(emit=events.append))
    assert report.changed
    assert board.swaps() == {"/swapfile": SIZE - 4096}
    assert board.mode("/swapfile") == 0o600
    assert _swap_lines(board) == ["/swapfile swap swap defaults 0 0"]
    assert (board.read("/etc/fstab") or b"").decode().startswith(FSTAB)
    started = [event.step for event in events if isinstance(event, StepStarted)]
    finished = [event.step for event in events if isinstance(event, StepFinished)]
    assert started == finished == ["nano.swap.create_file", "nano.swap.list"]
    assert any("Setting up swapspace" in event.text for event in events if isinstance(event, LogLine))


def test_a_second_run_changes_nothing(board: Board, conn: SshConnection) -> None:
    wish = SwapOptions(size_bytes=SIZE, keep_zram=False, swappiness=11)
    run_step(STEP, conn, wish, CTX)
    table, note = board.read("/etc/fstab"), board.read(NOTE)
    report = run_step(STEP, conn, wish, CTX)
    assert not report.changed
    assert report.plan.is_empty
    assert (board.read("/etc/fstab"), board.read(NOTE)) == (table, note)
    assert _findings(conn, wish) == ["ready"]


def test_a_dry_run_changes_nothing(board: Board, conn: SshConnection) -> None:
    report = run_step(STEP, conn, WISH, CTX, dry_run=True)
    assert [change.code for change in report.plan.changes] == ["nano.swap.create_file", "nano.swap.list"]
    assert not report.changed
    assert board.swaps() == {}
    assert board.read("/etc/fstab") == FSTAB.encode()
    assert board.read(NOTE) is None


def test_undo_brings_back_what_was_found(board: Board, conn: SshConnection) -> None:
    zram, swappiness = board.zram_on(), gather_swappiness(conn)
    run_step(STEP, conn, SwapOptions(size_bytes=SIZE, keep_zram=False, swappiness=11), CTX)
    assert gather_swappiness(conn) == 11
    assert board.zram_on() == []
    assert can_undo(STEP.id, conn, CTX)
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {}
    assert board.read("/swapfile") is None
    assert board.read("/etc/fstab") == FSTAB.encode()
    assert board.read(SYSCTL) is None
    assert gather_swappiness(conn) == swappiness
    assert board.zram_on() == zram
    assert look(STEP, conn, WISH, CTX).facts.zram_enabled is (True if zram else None)
    with pytest.raises(NanoError) as raised:
        undo_step(STEP, conn, CTX)
    assert raised.value.code == "nano.nothing_to_undo"


def gather_swappiness(conn: SshConnection) -> int | None:
    return look(STEP, conn, WISH, CTX).facts.swappiness


@pytest.mark.parametrize("size", [32 * MIB, 96 * MIB])
def test_another_size_and_undo_to_the_first(board: Board, conn: SshConnection, size: int) -> None:
    board.make_swap("/swapfile", SIZE)
    table = FSTAB + "/swapfile  swap  swap  defaults 0 0\n"
    board.put("/etc/fstab", table.encode())
    assert _codes(conn) == []
    run_step(STEP, conn, SwapOptions(size_bytes=size), CTX)
    assert board.swaps() == {"/swapfile": size - 4096}
    assert board.read("/etc/fstab") == table.encode()
    run_step(STEP, conn, SwapOptions(size_bytes=48 * MIB), CTX)
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {"/swapfile": SIZE - 4096}
    assert board.read("/etc/fstab") == table.encode()


def test_the_tutorials_swap_is_mended_and_not_made_again(board: Board, conn: SshConnection) -> None:
    """World-readable, listed twice by two runs of the recipe, the lines of others in between."""
    board.make_swap("/mnt/4GB.swap", SIZE, mode=0o644)
    line = "/mnt/4GB.swap none swap sw 0 0\n"
    board.put("/etc/fstab", (FSTAB + line + "# mine\n" + line + "UUID=1 /data ext4 nofail 0 2").encode())
    assert "not_private" in _findings(conn)
    assert _codes(conn) == ["make_private", "list"]
    run_step(STEP, conn, WISH, CTX)
    assert board.swaps() == {"/mnt/4GB.swap": SIZE - 4096}
    assert board.mode("/mnt/4GB.swap") == 0o600
    assert board.read("/etc/fstab") == (FSTAB + line + "# mine\n" + "UUID=1 /data ext4 nofail 0 2").encode()
    undo_step(STEP, conn, CTX)
    assert board.mode("/mnt/4GB.swap") == 0o644
    assert board.read("/etc/fstab") == (FSTAB + line + "# mine\n" + line + "UUID=1 /data ext4 nofail 0 2").encode()


def test_swap_that_would_be_gone_after_a_restart(board: Board, conn: SshConnection) -> None:
    board.make_swap("/swapfile", SIZE)
    assert "not_permanent" in _findings(conn)
    assert _codes(conn) == ["list"]
    run_step(STEP, conn, WISH, CTX)
    assert _findings(conn)[-1] == "ready"


def test_a_file_that_is_not_in_use_is_used(board: Board, conn: SshConnection) -> None:
    board.make_swap("/swapfile", SIZE, active=False)
    assert _codes(conn) == ["turn_on", "list"]
    run_step(STEP, conn, WISH, CTX)
    assert board.swaps() == {"/swapfile": SIZE - 4096}
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {}
    assert board.mode("/swapfile") == 0o600


def test_no_swap_file_is_a_wish_too(board: Board, conn: SshConnection) -> None:
    board.make_swap("/swapfile", SIZE)
    board.put("/etc/fstab", (FSTAB + "/swapfile swap swap defaults 0 0\n").encode())
    none = SwapOptions(size_bytes=0)
    run_step(STEP, conn, none, CTX)
    assert board.swaps() == {}
    assert board.read("/swapfile") is None
    assert board.read("/etc/fstab") == FSTAB.encode()
    assert not run_step(STEP, conn, none, CTX).changed
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {"/swapfile": SIZE - 4096}


def test_a_line_for_a_file_that_is_gone_goes_too(board: Board, conn: SshConnection) -> None:
    table = FSTAB + "/mnt/4GB.swap none swap sw 0 0\n"
    board.put("/etc/fstab", table.encode())
    run_step(STEP, conn, WISH, CTX)
    assert _swap_lines(board) == ["/swapfile swap swap defaults 0 0"]
    undo_step(STEP, conn, CTX)
    assert board.read("/etc/fstab") == table.encode()


def test_a_table_that_is_not_utf_8_comes_back_byte_for_byte(board: Board, conn: SshConnection) -> None:
    table = FSTAB.encode() + "# für später\n".encode("latin-1") + b"UUID=1b2c none swap sw,nofail 0 0"
    board.put("/etc/fstab", table)
    run_step(STEP, conn, WISH, CTX)
    assert (board.read("/etc/fstab") or b"").startswith(table + b"\n/swapfile ")
    undo_step(STEP, conn, CTX)
    assert board.read("/etc/fstab") == table


def test_a_swap_file_in_a_folder_of_roots_is_neither_missing_nor_made_again(board: Board, conn: SshConnection) -> None:
    conn.run(["install", "-d", "-m", "0700", "--", "/vault"], CTX, sudo=True)
    board.make_swap("/vault/swap", SIZE)
    board.put("/etc/fstab", (FSTAB + "/vault/swap none swap sw 0 0\n").encode())
    assert look(STEP, conn, WISH, CTX).facts.path == "/vault/swap"
    assert _codes(conn) == []


def test_a_cancel_just_when_swap_came_on_leaves_no_swap_behind(board: Board, conn: SshConnection) -> None:
    token = CancelToken()

    def cancel_when_on(event: Event) -> None:
        if isinstance(event, LogLine) and event.text.startswith("# swapon"):
            while not board.swaps():
                time.sleep(0.01)
            token.set()

    with pytest.raises(Cancelled):
        run_step(STEP, conn, WISH, RunContext(emit=cancel_when_on, cancel=token))
    assert board.swaps() == {}
    assert board.read("/swapfile") is None


def test_a_file_of_somebody_else_is_never_taken(board: Board, conn: SshConnection) -> None:
    board.put("/mnt/thesis", b"four years of work\n" * 100)
    wish = SwapOptions(size_bytes=SIZE, path="/mnt/thesis")
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, wish, CTX)
    assert raised.value.code == "nano.swap_not_a_swap_file"
    assert board.read("/mnt/thesis") == b"four years of work\n" * 100


def test_too_little_space_is_said_in_bytes_and_nothing_is_made(board: Board, conn: SshConnection) -> None:
    wish = SwapOptions(size_bytes=100 << 30)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, wish, CTX)
    params = raised.value.params
    assert raised.value.code == "nano.swap_no_space"
    assert params["need_bytes"] - params["free_bytes"] == params["missing_bytes"] > 0
    assert board.read("/swapfile") is None
    assert board.read(NOTE) is None


def test_a_folder_that_is_not_there(conn: SshConnection) -> None:
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, SwapOptions(size_bytes=SIZE, path="/media/none/swap"), CTX)
    assert raised.value.code == "nano.swap_no_folder"


def test_what_an_interrupted_run_left_is_cleaned(board: Board, conn: SshConnection) -> None:
    board.put("/swapfile.nanowizard.new", b"half")
    assert _codes(conn) == ["remove_leftover", "create_file", "list"]
    run_step(STEP, conn, WISH, CTX)
    assert board.read("/swapfile.nanowizard.new") is None


def test_two_swap_files_one_after_the_other_are_both_undone(board: Board, conn: SshConnection) -> None:
    run_step(STEP, conn, WISH, CTX)
    run_step(STEP, conn, SwapOptions(size_bytes=SIZE, path="/mnt/second"), CTX)
    assert set(board.swaps()) == {"/swapfile", "/mnt/second"}
    undo_step(STEP, conn, CTX)
    assert board.swaps() == {}
    assert board.read("/etc/fstab") == FSTAB.encode()


def test_the_note_is_private_and_a_damaged_one_is_said(board: Board, conn: SshConnection) -> None:
    run_step(STEP, conn, WISH, CTX)
    assert board.mode(NOTE) == 0o600
    assert json.loads(board.read(NOTE) or b"")["schema"] == 1
    board.put(NOTE, b'{"schema": 1, "rec')
    with pytest.raises(NanoError) as raised:
        undo_step(STEP, conn, CTX)
    assert raised.value.code == "nano.undo_damaged"
    events: list[Event] = []
    run_step(STEP, conn, SwapOptions(size_bytes=32 * MIB), RunContext(emit=events.append))
    assert [e.finding.code for e in events if isinstance(e, FindingReported)] == ["nano.undo_damaged"]
    assert board.read(f"{NOTE}.bad") == b'{"schema": 1, "rec'


def test_facts_come_from_any_machine(conn: SshConnection) -> None:
    facts = gather_facts(conn, CTX)
    assert facts.host_name in {"nano-practice", "nano-real"}
    assert facts.memory_bytes
    assert facts.disk and facts.disk.fs_type == "ext4"
    assert facts.clock_ahead_s is not None and abs(facts.clock_ahead_s) < 5
    assert facts.uptime_s and facts.kernel and facts.architecture


def test_a_new_swap_file_takes_six_rounds(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a slow link each command of its own is a noticeable time."""
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    assert run_step(STEP, conn, WISH, CTX).changed
    assert len(rounds) <= 6, rounds
