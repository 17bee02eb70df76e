"""The root file system grows while a system runs from it: on the practice Nano, and on a card with fourteen partitions.

Whether the card is whole afterwards is judged by sgdisk and e2fsck.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.boards import PASSWORD, PracticeBoard, RealBoard
from support.card_board import APP_BYTES, CARD_BYTES, CardBoard, may_grow_mounted

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, LogLine, StepFinished
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.practice.system import APP_SECTORS_GROWN
from nanowizard.provision.rootfs.facts import L4T_SCRIPT, RootfsFacts, RootfsOptions, parse_fs_bytes
from nanowizard.provision.rootfs.step import RootfsStep
from nanowizard.provision.runner import can_undo, look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = RootfsStep()
WISH = RootfsOptions()
BOTH = ["nano.rootfs.grow_partition", "nano.rootfs.grow_file_system"]
BOARDS = [pytest.param("practice", id="practice"), pytest.param("card", id="card", marks=pytest.mark.root)]


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PracticeBoard | CardBoard]:
    """Its card is much larger than the image that was written to it, and NVIDIA's script is not there."""
    board: PracticeBoard | CardBoard
    if request.param == "card" and not may_grow_mounted():
        pytest.skip("needs CAP_SYS_RESOURCE: the kernel grows no mounted file system without; the lab's board does it")
    if request.param == "practice":
        board = PracticeBoard(tmp_path)
        board.nano.machine.shrink()
        del board.nano.machine.state.files[L4T_SCRIPT]
    else:
        board = CardBoard(tmp_path)
        board.put_card_in()
    yield board
    board.close()


@pytest.fixture
def conn(board: PracticeBoard | CardBoard, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


def dumped(device: str) -> str:
    return subprocess.run(["/usr/sbin/dumpe2fs", "-h", device], capture_output=True, text=True, check=True).stdout


def facts(conn: SshConnection) -> RootfsFacts:
    return STEP.gather(conn, WISH, CTX)


def changes(conn: SshConnection) -> list[str]:
    return [change.code for change in look(STEP, conn, WISH, CTX).plan.changes]


def findings(conn: SshConnection) -> list[str]:
    return [finding.code for finding in look(STEP, conn, WISH, CTX).plan.findings]


def test_partition_and_file_system_take_all_of_the_card(board: PracticeBoard | CardBoard, conn: SshConnection) -> None:
    before = facts(conn)
    assert findings(conn) == ["nano.rootfs_room"]
    events: list[Event] = []
    report = run_step(STEP, conn, WISH, RunContext(emit=events.append))
    assert [event.step for event in events if isinstance(event, StepFinished)] == BOTH
    after = report.after
    assert before.part and after.part and before.entry == after.entry
    assert after.part.start == before.part.start
    assert before.disk_bytes - after.part.end == 33 * 512
    assert after.fs_bytes == after.part.size // 4096 * 4096
    assert findings(conn) == ["nano.rootfs_ready"]
    assert not run_step(STEP, conn, WISH, CTX).changed


def test_there_is_no_way_back_and_that_is_said(board: PracticeBoard | CardBoard, conn: SshConnection) -> None:
    run_step(STEP, conn, WISH, CTX)
    assert not can_undo(STEP.id, conn, CTX)
    assert board.read("/var/lib/nanowizard/nano.rootfs.json") is None
    with pytest.raises(NanoError) as raised:
        undo_step(STEP, conn, CTX)
    assert raised.value.code == "nano.rootfs_no_undo"
    assert findings(conn) == ["nano.rootfs_ready"]


def test_a_dry_run_changes_nothing(board: PracticeBoard | CardBoard, conn: SshConnection) -> None:
    before = facts(conn)
    assert [change.code for change in run_step(STEP, conn, WISH, CTX, dry_run=True).plan.changes] == BOTH
    assert facts(conn) == before


def test_a_run_that_was_stopped_after_the_partition_is_taken_up(
    board: PracticeBoard | CardBoard, conn: SshConnection
) -> None:
    token = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, StepFinished):
            token.set()

    with pytest.raises(Cancelled):
        run_step(STEP, conn, WISH, RunContext(emit=stop, cancel=token))
    assert changes(conn) == ["nano.rootfs.grow_file_system"]
    run_step(STEP, conn, WISH, CTX)
    assert findings(conn) == ["nano.rootfs_ready"]


def test_a_wish_to_stop_waits_until_the_kernel_knows_of_the_new_table(
    board: PracticeBoard | CardBoard, conn: SshConnection
) -> None:
    token = CancelToken()
    plan = look(STEP, conn, WISH, CTX).plan
    token.set()
    STEP.apply(conn, plan.changes[0], RunContext(cancel=token))
    assert changes(conn) == ["nano.rootfs.grow_file_system"]


def test_nvidias_own_script_is_used_where_it_is_and_never_stopped_in_between(tmp_path: Path) -> None:
    token = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, LogLine) and event.text == f"# {L4T_SCRIPT}":
            token.set()

    board = PracticeBoard(tmp_path)
    board.nano.machine.shrink()
    conn = connect(
        board.address, Credentials(password=PASSWORD), HostKeys(tmp_path / "k.json"), CTX, confirm=lambda _key: True
    )
    try:
        assert changes(conn) == ["nano.rootfs.grow_by_script"]
        with pytest.raises(Cancelled):
            run_step(STEP, conn, WISH, RunContext(emit=stop, cancel=token))
        assert board.nano.machine.state.system.fs_sectors == APP_SECTORS_GROWN
        assert findings(conn) == ["nano.rootfs_ready"]
    finally:
        conn.close()
        board.close()


@pytest.mark.root
def test_the_card_is_whole_afterwards(tmp_path: Path) -> None:
    """No entry of the table lost anything, sgdisk has no complaint, e2fsck neither, and the files are the same."""
    board = CardBoard(tmp_path)
    try:
        board.put_card_in()
        content = os.urandom(3 << 20)
        board.put("/home/noise", content)
        before, small = board.entries(), board.sectors()
        pins = HostKeys(tmp_path / "k.json")
        conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
        partition, file_system = look(STEP, conn, WISH, CTX).plan.changes
        STEP.apply(conn, partition, CTX)
        assert board.entries() == before
        assert board.sectors() * 512 > CARD_BYTES - 32 * (1 << 20) > small * 512 == APP_BYTES
        assert changes(conn) == [file_system.code]
        assert board.read("/home/noise") == content
        if may_grow_mounted():
            STEP.apply(conn, file_system, CTX)
        conn.close()
        board.switch_off()
        if not may_grow_mounted():
            subprocess.run(["/usr/sbin/resize2fs", "-f", board.app], capture_output=True, check=True)
        assert parse_fs_bytes(dumped(board.app)) == board.sectors() * 512 // 4096 * 4096
        table = subprocess.run(["/usr/sbin/sgdisk", "-v", board.card], capture_output=True, text=True, check=True)
        assert "No problems found" in table.stdout
        checked = subprocess.run(["/usr/sbin/e2fsck", "-fn", board.app], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    finally:
        board.close()


def test_a_system_that_lies_in_no_partition_is_left_alone(tmp_path: Path) -> None:
    """Such as a container, or this very suite's own board: / is a file."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    board = RealBoard(tmp_path)
    pins = HostKeys(tmp_path / "k.json")
    try:
        conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
        report = run_step(STEP, conn, WISH, CTX)
        conn.close()
        assert (report.changed, [f.code for f in report.plan.findings]) == (False, ["nano.rootfs_not_a_partition"])
    finally:
        board.close()


def test_facts_take_two_rounds(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(
        SshConnection, "_start", lambda self, line, *more: rounds.append(line) or start(self, line, *more)
    )
    STEP.gather(conn, WISH, CTX)
    assert len(rounds) == 2
