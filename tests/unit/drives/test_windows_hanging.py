"""A disk of Windows that never answers: the others are listed, it is shown as silent, asked once and heard late."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.windows_machine import GIB, MIB, FakeDisk, FakeVolume, FakeWindows, computer, stick

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import card_findings
from nanowizard.drives.windows.backend import WindowsBackend, look
from nanowizard.drives.windows.patience import Patience

LONG_S, SHORT_S = 60.0, 0.01


class Gate:
    """Whoever asks `disk` waits while it is closed. `asked` counts."""

    def __init__(self, disk: FakeDisk) -> None:
        self.asked = 0
        self.knocked = threading.Event()
        self._open = threading.Event()
        self._open.set()
        disk.on_open = self._pass

    def close(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def _pass(self) -> None:
        self.asked += 1
        self.knocked.set()
        assert self._open.wait(LONG_S)


HUNG = (stick(1, port="A").path, "{e}")


def looking(machine: FakeWindows) -> list[threading.Thread]:
    names = {f"look at {one.path}" for one in [*machine.all_disks, *machine.all_volumes]}
    return [thread for thread in threading.enumerate() if thread.name in names]


class Desk:
    """Two sticks, of which the first may hang."""

    def __init__(self, silent_after_s: float = LONG_S) -> None:
        volume = FakeVolume("\\\\?\\Volume{e}", [(1, MIB, GIB)], ["E:\\"], "CANON_DC", "FAT32")
        self.machine = computer(stick(1, port="A", mbr=[(MIB, GIB, 0x0C)]), stick(2, port="B"), volumes=[volume])
        self.gate = Gate(self.machine.all_disks[1])
        self.patience = Patience(LONG_S, silent_after_s)
        self.backend = WindowsBackend(self.machine, (), self.patience)

    def wait(self, seconds: float) -> None:
        for looks in (self.patience.disks, self.patience.volumes, self.patience.media):
            looks.wait_s = seconds

    def hang(self) -> None:
        """The first stick is asked, and owes its answer from now on; all others are waited for as long as they need."""
        self.gate.close()
        self.wait(SHORT_S)
        self.backend.list_drives()
        self.settle()

    def settle(self) -> None:
        for thread in looking(self.machine):
            if not thread.name.endswith(HUNG):
                thread.join(LONG_S)
        self.wait(LONG_S)

    def drives(self) -> list[Drive]:
        return [drive for drive in self.backend.list_drives() if not drive.system]


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.gate.open()


def codes(drive: Drive) -> list[str]:
    return [finding.code for finding in card_findings(drive)]


def test_one_that_never_answered_is_shown_as_silent_beside_the_others(desk: Desk) -> None:
    desk.hang()
    other, hung = desk.drives()
    assert (other.path, other.size_bytes, codes(other)) == ("\\\\.\\PhysicalDrive2", 32 * GIB, [])
    assert (hung.path, hung.bus, hung.silent) == (desk.machine.all_disks[1].path, "usb", 0)
    assert codes(hung) == ["drive.silent"]


def test_one_that_hangs_is_asked_once_and_heard_late(desk: Desk) -> None:
    desk.hang()
    for _ in range(5):
        desk.drives()
    assert desk.gate.asked == 1
    assert [thread.name for thread in looking(desk.machine)] == [f"look at {desk.machine.all_disks[1].path}"]
    told = threading.Event()
    end = desk.patience.watch(told.set)
    desk.gate.open()
    assert told.wait(LONG_S)
    end()
    first, _ = desk.drives()
    assert (first.path, first.silent, first.mount_points) == ("\\\\.\\PhysicalDrive1", None, ("E:\\",))


def test_a_card_that_begins_to_hang_is_shown_as_it_was_and_then_as_silent(desk: Desk) -> None:
    known = desk.drives()
    desk.hang()
    assert desk.drives() == known
    desk.patience._silent_after_s = 0.0
    silent, other = desk.drives()
    assert (silent.identity, silent.name, silent.size_bytes) == (
        known[0].identity,
        known[0].name,
        known[0].size_bytes,
    )
    assert (silent.silent, codes(silent)[0]) == (0, "drive.silent")
    assert other == known[1]


def test_the_watch_tells_when_patience_ends_and_when_the_card_answers_again(desk: Desk) -> None:
    before = look(desk.machine, desk.patience)
    desk.gate.close()
    desk.wait(SHORT_S)
    look(desk.machine, desk.patience)
    desk.settle()
    assert look(desk.machine, desk.patience) == before
    desk.patience._silent_after_s = 0.0
    assert look(desk.machine, desk.patience) != before
    (late,) = looking(desk.machine)
    desk.gate.open()
    late.join(LONG_S)
    assert look(desk.machine, desk.patience) == before


def test_a_watch_begins_while_a_disk_hangs(desk: Desk) -> None:
    desk.gate.close()
    desk.wait(SHORT_S)
    told = threading.Event()
    watch = desk.backend.watch(told.set)
    desk.settle()
    desk.machine.all_disks.append(stick(3, port="C"))
    assert told.wait(LONG_S)
    watch.close()


def test_another_card_is_written_while_one_hangs(desk: Desk) -> None:
    desk.hang()
    other = desk.drives()[0]
    device = desk.backend.open(other, RunContext())
    device.write_at(0, memoryview(bytearray(512)))
    device.close()
    assert ("write", desk.machine.all_disks[2].path) in desk.machine.said
    assert desk.gate.asked == 1


def refused(desk: Desk, drive: Drive) -> str:
    """The code that opening a hanging card ends with; it answers when it was asked, or when nobody asks it."""
    desk.gate.knocked.clear()
    with ThreadPoolExecutor() as pool:
        opening = pool.submit(desk.backend.open, drive, RunContext())
        opening.add_done_callback(lambda _: desk.gate.knocked.set())
        assert desk.gate.knocked.wait(LONG_S)
        desk.gate.open()
        with pytest.raises(DriveError) as caught:
            opening.result(LONG_S)
    return caught.value.code


def test_what_a_card_said_before_it_hung_lets_no_other_be_written(desk: Desk) -> None:
    """The list goes by it; who opens the card waits for what it says now."""
    chosen = desk.drives()[0]
    desk.hang()
    assert desk.drives()[0] == chosen
    desk.machine.all_disks[1].changes = 2  # another card, while the question was on its way
    assert refused(desk, chosen) == "drive.changed"
    assert desk.machine.said == []


class SlowVolume(FakeWindows):
    """Asking what is on the stick's volume reads its card, which hangs."""

    hangs = threading.Event()

    def label_and_filesystem(self, volume: str) -> tuple[str, str]:
        if volume.endswith("{e}"):
            assert self.hangs.wait(LONG_S)
        return super().label_and_filesystem(volume)


def test_a_volume_that_hangs_holds_up_no_list(desk: Desk) -> None:
    plain = desk.machine
    machine = SlowVolume(plain.all_disks, plain.all_volumes, boot_devices=plain.boot_devices)
    machine.hangs = threading.Event()
    desk.backend = WindowsBackend(machine, (), desk.patience)
    desk.wait(SHORT_S)
    desk.backend.list_drives()
    desk.settle()
    first, second = desk.drives()
    assert (first.silent, second.silent) == (None, None)
    assert [volume.path for volume in first.volumes] == ["\\\\?\\GLOBALROOT\\Device\\Harddisk1\\Partition1"]
    told = threading.Event()
    end = desk.patience.watch(told.set)
    machine.hangs.set()
    assert told.wait(LONG_S)
    end()
    assert desk.drives()[0].mount_points == ("E:\\",)


def test_a_disk_that_windows_begins_to_need_is_the_systems_while_it_hangs(desk: Desk) -> None:
    desk.drives()
    desk.hang()
    desk.machine.page_files = ["E:\\pagefile.sys"]
    paths = [drive.path for drive in desk.backend.list_drives() if drive.system]
    assert paths == ["\\\\.\\PhysicalDrive0", "\\\\.\\PhysicalDrive1"]


def test_what_a_card_said_before_it_hung_does_not_make_it_free(desk: Desk) -> None:
    """Windows keeps it read-only now: the list does not know that yet."""
    chosen = desk.drives()[0]
    desk.hang()
    desk.machine.all_disks[1].attributes = 2
    assert desk.drives()[0] == chosen
    assert refused(desk, chosen) == "drive.read_only_by_system"
    assert desk.machine.said == []
