"""Root file system, clock, pip, power: what a person sets up once, on a board that really has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nanowizard.provision.clock.step import TOLERANCE_S
from nanowizard.provision.pip.facts import CONF, PIP, PipOptions
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.tasks.clock import ClockInput, SetClock
from nanowizard.tasks.pip import MirrorPip, PipInput
from nanowizard.tasks.power import PowerInput, PowerNano
from nanowizard.tasks.rootfs import GrowRootfs, RootfsInput
from tests.lab.machines.nano import CARD_BYTES, HOST_SEEN_FROM_INSIDE
from tests.lab.nano.desk import Desk, Done
from tests.support.pip_index import PipIndex

MIB = 1 << 20


@pytest.fixture(scope="module")
def on_larger_card(desk: Desk) -> Desk:
    """The board was moved to a card of twice the size, in the swap tests if they ran."""
    desk.meet()
    if desk.board.card.stat().st_size == CARD_BYTES:
        desk.board.look("sync")
        desk.board.pull_plug()
        desk.board.larger_card()
        desk.board.switch_on()
        desk.board.cable.break_off()
        desk.board.cable.restore()
    return desk


@pytest.fixture
def index() -> Iterator[PipIndex]:
    index = PipIndex()
    yield index
    index.close()


def rootfs(desk: Desk, *, dry_run: bool = False, undo: bool = False) -> Done:
    return desk.run(GrowRootfs(desk.session), RootfsInput(login=desk.login(), dry_run=dry_run, undo=undo))


def test_the_rest_of_a_larger_card_is_used_while_the_board_runs(on_larger_card: Desk) -> None:
    desk, board = on_larger_card, on_larger_card.board
    entry = board.look("sgdisk -i 1 /dev/mmcblk0 | grep -v '[Ls]ast sector\\|Partition size'")
    noise = board.look("head -c 20000000 /dev/urandom >/var/noise; sha256sum /var/noise")
    shown = rootfs(desk, dry_run=True)
    assert shown.changes == ["nano.rootfs.grow_partition", "nano.rootfs.grow_file_system"]
    assert shown.findings["nano.rootfs_room"]["disk_bytes"] == 2 * CARD_BYTES
    ended = rootfs(desk)
    assert ended.status == "succeeded"
    assert ended.result["fs_bytes"] > 2 * CARD_BYTES - 32 * MIB
    assert board.look("sgdisk -i 1 /dev/mmcblk0 | grep -v '[Ls]ast sector\\|Partition size'") == entry
    assert "No problems found" in board.look("sgdisk -v /dev/mmcblk0")
    assert board.look("sha256sum /var/noise; rm /var/noise") == noise
    assert int(board.look("df -B1 --output=size / | tail -1")) > 2 * CARD_BYTES * 0.9
    assert board.look("dmesg | grep -i 'ext4.*error' || true") == ""
    assert rootfs(desk).status == "satisfied"
    assert rootfs(desk, undo=True).error == ("nano.rootfs_no_undo", {})


def test_a_clock_as_old_as_the_image_is_set(met: Desk) -> None:
    met.board.look("systemctl stop systemd-timesyncd 2>/dev/null; date -s @1645290308")
    try:
        ended = met.run(SetClock(met.session), ClockInput(login=met.login()))
        assert ended.changes == ["nano.clock.set"]
        assert abs(ended.result["ahead_s"]) < TOLERANCE_S
        assert met.run(SetClock(met.session), ClockInput(login=met.login())).status == "satisfied"
    finally:
        met.board.look("systemctl start systemd-timesyncd 2>/dev/null || true")


def test_pip_takes_packages_from_the_chosen_index_and_then_no_more(met: Desk, index: PipIndex) -> None:
    port = re.sub(r"\D+(\d+).*", r"\1", index.url.partition("127.0.0.1")[2])
    options = PipOptions(index_url=f"http://{HOST_SEEN_FROM_INSIDE}:{port}/simple")
    task, login = MirrorPip(met.session), met.login()
    ended = met.run(task, PipInput(options=options, login=login))
    assert ended.completed == ["nano.pip.try_index", "nano.pip.set_index"]
    assert index.asked == ["/simple/six/", "/six-1.0-py2.py3-none-any.whl"]
    met.command(*PIP, "download", "--no-deps", "--no-cache-dir", "-d", "/tmp/six", "six")
    met.command("python3", "-m", "pip", "download", "--no-deps", "--no-cache-dir", "-d", "/tmp/six", "six", sudo=True)
    assert index.asked.count("/simple/six/") == 3
    assert met.run(task, PipInput(options=options, login=login)).status == "satisfied"
    assert met.run(task, PipInput(options=options, login=login, undo=True)).status == "succeeded"
    assert met.board.look(f"ls -d {CONF} /tmp/tmp.* /tmp/nanowizard.* 2>/dev/null || true") == ""


def test_console_and_hold_as_far_as_the_board_has_them(met: Desk) -> None:
    """It has systemd, and neither nvpmodel nor NVIDIA's packages: that is said, and the rest is done."""
    before = met.board.look("systemctl get-default")
    options = PowerOptions(mode=1, clocks=True, console=True, hold_bootloader=True)
    task, login = PowerNano(met.session), met.login()
    ended = met.run(task, PowerInput(options=options, login=login))
    assert ended.changes == (["nano.power.to_console"] if before == "graphical.target" else [])
    assert {"nano.power_no_modes", "nano.power_no_clocks", "nano.power_no_bootloader"} <= set(ended.findings)
    assert met.board.look("systemctl get-default") == "multi-user.target"
    if ended.changes:
        assert met.run(task, PowerInput(options=options, login=login, undo=True)).status == "succeeded"
    assert met.board.look("systemctl get-default") == before
