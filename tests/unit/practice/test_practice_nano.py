"""What only the practice Nano does: it misbehaves on demand, restarts, and keeps its state."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, LogLine, Progress, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.practice.world import PracticeWorld
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.provision.swap.step import SwapStep
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.facts import facts_findings, gather_facts
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = SwapStep()
WISH = SwapOptions()
GIB = 1 << 30


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "nano", faults=Faults(delay_s=0.0)) as nano:
        yield nano


@pytest.fixture
def conn(nano: PracticeNano, tmp_path: Path) -> Iterator[SshConnection]:
    conn = _connect(nano, tmp_path)
    yield conn
    conn.close()


def _connect(nano: PracticeNano, folder: Path) -> SshConnection:
    pins = HostKeys(folder / "host_keys.json")
    return connect(nano.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


def test_it_is_a_nano(conn: SshConnection) -> None:
    facts = gather_facts(conn, CTX)
    assert (facts.l4t, facts.jetpack, facts.python, facts.architecture) == ("32.7.1", "4.6.1", "3.6.9", "aarch64")
    assert facts.memory_bytes == 3964 << 20
    assert facts.swap is not None and len(facts.swap) == 4
    assert facts_findings(facts) == []


def test_a_second_visit_finds_the_first(tmp_path: Path) -> None:
    for changed in (True, False):
        with PracticeNano(tmp_path / "nano", faults=Faults(delay_s=0.0)) as nano:
            conn = _connect(nano, tmp_path)
            assert run_step(STEP, conn, WISH, CTX).changed is changed
            conn.close()


def test_the_same_board_has_the_same_identity_until_it_is_flashed_anew(tmp_path: Path, nano: PracticeNano) -> None:
    pins = HostKeys(tmp_path / "host_keys.json")
    credentials = Credentials(password=PASSWORD)
    connect(nano.address, credentials, pins, CTX, confirm=lambda _key: True).close()
    nano.new_host_key()
    with pytest.raises(NanoError) as raised:
        connect(nano.address, credentials, pins, CTX, confirm=lambda _key: True)
    assert raised.value.code == "nano.host_key_changed"
    pins.forget(nano.address.place)
    connect(nano.address, credentials, pins, CTX, confirm=lambda _key: True).close()


def test_swap_comes_back_after_a_restart_and_zram_stays_off(nano: PracticeNano, tmp_path: Path) -> None:
    conn = _connect(nano, tmp_path)
    wish = SwapOptions(keep_zram=False, swappiness=10)
    run_step(STEP, conn, wish, CTX)
    nano.reboot()
    with pytest.raises(NanoError) as raised:
        conn.run(["true"], CTX)
    assert raised.value.code == "nano.lost"
    conn.close()
    conn = _connect(nano, tmp_path)
    assert not run_step(STEP, conn, wish, CTX).changed
    undo_step(STEP, conn, CTX)
    nano.reboot()
    conn.close()
    conn = _connect(nano, tmp_path)
    facts = look(STEP, conn, WISH, CTX).facts
    assert (len(facts.zram), facts.swappiness, facts.file) == (4, 60, None)
    conn.close()


def test_a_file_system_without_fallocate_is_filled_with_progress(nano: PracticeNano, conn: SshConnection) -> None:
    nano.faults.cannot_fallocate = True
    events: list[Event] = []
    run_step(STEP, conn, WISH, RunContext(emit=events.append))
    progress = [event for event in events if isinstance(event, Progress)]
    assert (progress[0].done, progress[-1].done, progress[-1].total) == (0, 4 * GIB, 4 * GIB)
    assert nano.machine.active("/swapfile")
    assert nano.machine.file("/swapfile").mode == 0o600


def test_cancel_while_the_file_is_filled_leaves_nothing(nano: PracticeNano, conn: SshConnection) -> None:
    nano.faults.cannot_fallocate = True
    nano.faults.delay_s = 0.02
    cancel = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, Progress) and event.done:
            cancel.set()

    with pytest.raises(Cancelled):
        run_step(STEP, conn, WISH, RunContext(emit=stop, cancel=cancel))
    assert [path for path in nano.machine.state.files if "swapfile" in path] == []
    assert "swap" not in nano.machine.read("/etc/fstab").decode().partition("\n")[2]
    assert run_step(STEP, conn, WISH, CTX).changed


@pytest.mark.parametrize("cannot_fallocate", [False, True])
def test_a_card_that_fills_up_meanwhile(nano: PracticeNano, conn: SshConnection, cannot_fallocate: bool) -> None:
    nano.faults.cannot_fallocate = cannot_fallocate

    def fill(event: Event) -> None:
        if isinstance(event, StepStarted):
            nano.faults.full_disk = True

    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, WISH, RunContext(emit=fill))
    assert raised.value.code == "nano.swap_no_space"
    assert raised.value.params["need_bytes"] == 4 * GIB
    assert [path for path in nano.machine.state.files if "swapfile" in path] == []
    assert "/swapfile" not in nano.machine.read("/etc/fstab").decode()


def test_a_new_size_that_fails_brings_the_old_one_back(nano: PracticeNano, conn: SshConnection) -> None:
    run_step(STEP, conn, SwapOptions(size_bytes=GIB), CTX)
    table = nano.machine.read("/etc/fstab")

    def shrink(event: Event) -> None:
        if isinstance(event, LogLine) and event.text.startswith("# rm"):
            nano.machine.state.disk_bytes = nano.machine.state.disk_used_bytes + 2 * GIB

    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, SwapOptions(size_bytes=4 * GIB), RunContext(emit=shrink))
    assert raised.value.code == "nano.swap_no_space"
    active = nano.machine.active("/swapfile")
    assert active and active.kib == GIB // 1024 - 4
    assert nano.machine.read("/etc/fstab") == table


def test_a_full_card_is_said_before_anything(nano: PracticeNano, conn: SshConnection) -> None:
    nano.faults.full_disk = True
    assert look(STEP, conn, WISH, CTX).plan.is_blocked


def test_refused_sudo_changes_nothing(nano: PracticeNano, conn: SshConnection) -> None:
    nano.faults.refuse_sudo = True
    before = dict(nano.machine.state.files)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, WISH, CTX)
    assert (raised.value.code, raised.value.params["reason"]) == ("nano.sudo_refused", "not_allowed")
    assert nano.machine.state.files == before


def test_it_is_no_shell(conn: SshConnection) -> None:
    assert conn.run(["sh", "-c", "echo hello; rm -rf /", "sh"], CTX, check=False).exit_status == 2
    assert conn.run(["reboot"], CTX, check=False).exit_status == 127


def test_closing_ends_every_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    nano = PracticeNano(tmp_path / "nano")
    nano.start()
    conn = _connect(nano, tmp_path)
    worker = threading.Thread(target=_sleep_until_lost, args=(conn,))
    worker.start()
    time.sleep(0.2)
    nano.close()
    worker.join(5)
    conn.close()
    assert set(threading.enumerate()) - before == set()


def _sleep_until_lost(conn: SshConnection) -> None:
    with pytest.raises(NanoError):
        conn.run(["sleep", "30"], CTX)


def test_nobody_at_the_address(tmp_path: Path) -> None:
    nano = PracticeNano(tmp_path / "nano")
    nano.close()
    with pytest.raises(NanoError) as raised:
        _connect(nano, tmp_path)
    assert raised.value.code == "nano.refused"


def test_faults_are_kept_for_the_practice_world(tmp_path: Path) -> None:
    Faults(drop_during="mkswap", delay_s=0.5).save(tmp_path)
    world = PracticeWorld(tmp_path)
    faults = world.nano.faults
    world.close()
    assert (faults.drop_during, faults.delay_s, faults.refuse_sudo) == ("mkswap", 0.5, False)


def test_a_closed_world_starts_nothing_any_more(tmp_path: Path) -> None:
    world = PracticeWorld(tmp_path)
    world.close()
    for start in (lambda: world.nano, world.switch_on, world.image_url):
        with pytest.raises(Cancelled):
            start()
