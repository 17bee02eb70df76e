"""BitLocker and protection programs, at each place where Windows can refuse us: what the person is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.windows_machine import (
    ACCESS_DENIED,
    DATA_SET,
    DISMOUNT,
    GIB,
    IS_WRITABLE,
    LOCK,
    MIB,
    SET_ATTRIBUTES,
    SHARING_VIOLATION,
    FakeVolume,
    FakeWindows,
    computer,
    stick,
)

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.windows import opening as windows_open
from nanowizard.drives.windows.backend import WindowsBackend
from nanowizard.drives.windows.errors import CallFailed

FVE_LOCKED, VIRUS, NOT_HELD = 0x80310000, 225, 1314
VOLUME = "\\\\?\\Volume{e}"
WRITE = 0x40000000


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_open, "ROUND_WAIT_S", 0)


class Guarded(FakeWindows):
    """Refuses one thing, with one number, once the card has been chosen: `place` is a control code or a word."""

    place: int | str = ""
    winerror = 0

    def refuse(self, place: int | str) -> None:
        if self.winerror and place == self.place:
            raise CallFailed("refused", self.winerror)

    def open(self, path: str, access: int, share: int, flags: int = 0) -> int:
        if access & WRITE:
            self.refuse("open volume" if path == VOLUME else "open disk")
        return super().open(path, access, share, flags)

    def control(self, handle: int, code: int, data: bytes = b"", answer_bytes: int = 0) -> bytes:
        if self.handles[handle][1] & WRITE:
            self.refuse(code)
        return super().control(handle, code, data, answer_bytes)

    def write(self, handle: int, offset: int, data: memoryview) -> int:
        self.refuse("write")
        return super().write(handle, offset, data)

    def flush(self, handle: int) -> None:
        self.refuse("flush")


def guarded(filesystem: str) -> tuple[Guarded, WindowsBackend, Drive]:
    volume = FakeVolume(VOLUME, [(1, MIB, GIB)], ["E:\\"], filesystem=filesystem)
    if filesystem == "BitLocker":
        volume.error = FVE_LOCKED
    plain = computer(stick(mbr=[(MIB, GIB, 0x07)], trims=True, attributes=2), volumes=[volume])
    machine = Guarded(plain.all_disks, plain.all_volumes, boot_devices=plain.boot_devices)
    backend = WindowsBackend(machine, ())
    drive = next(drive for drive in backend.list_drives() if not drive.system)
    return machine, backend, drive


def use(backend: WindowsBackend, drive: Drive) -> None:
    """Everything that work on a card asks of Windows."""
    ctx = RunContext()
    backend.make_writable(drive, ctx)
    device = backend.open(drive, ctx)
    try:
        device.write_at(0, memoryview(bytearray(512)))
        device.flush()
        device.discard(MIB, MIB)
    finally:
        device.close()


PLACES = ["open volume", LOCK, DISMOUNT, "open disk", IS_WRITABLE, SET_ATTRIBUTES, "write", "flush", DATA_SET]
BLOCKED, BITLOCKER = "privilege.write_blocked", "drive.bitlocker_locked"


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(NanoWizardError) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place if isinstance(place, str) else hex(place))
@pytest.mark.parametrize("winerror", [ACCESS_DENIED, VIRUS, NOT_HELD])
def test_an_administrator_who_is_refused_is_told_of_protection(place: int | str, winerror: int) -> None:
    machine, backend, drive = guarded("FAT32")
    machine.place, machine.winerror = place, winerror
    # A lock is also denied while a program has files open there, which is far more often the reason.
    in_use = place in (LOCK, DISMOUNT) and winerror == ACCESS_DENIED
    assert code_of(lambda: use(backend, drive)) == ("drive.in_use_by_program" if in_use else BLOCKED)
    assert machine.handles == {}


@pytest.mark.parametrize("place", ["open volume", LOCK, DISMOUNT, "open disk", "write"], ids=str)
@pytest.mark.parametrize("filesystem", ["FAT32", "BitLocker"])
def test_what_bitlocker_has_locked_is_named_wherever_it_shows(place: int | str, filesystem: str) -> None:
    machine, backend, drive = guarded(filesystem)
    machine.place, machine.winerror = place, FVE_LOCKED
    assert code_of(lambda: use(backend, drive)) == BITLOCKER
    assert machine.handles == {}


@pytest.mark.parametrize("winerror", [ACCESS_DENIED, SHARING_VIOLATION])
def test_a_volume_of_bitlocker_that_is_not_let_go_of_is_named(winerror: int) -> None:
    machine, backend, drive = guarded("BitLocker")
    machine.place, machine.winerror = LOCK, winerror
    assert code_of(lambda: use(backend, drive)) == BITLOCKER


def test_a_locked_volume_of_bitlocker_is_no_obstacle_by_itself() -> None:
    """What is on the card is erased anyway; the person was warned of it by a finding."""
    machine, backend, drive = guarded("BitLocker")
    use(backend, drive)
    assert (hex(LOCK), VOLUME) in machine.said
    assert machine.handles == {}


def test_nobody_is_told_of_protection_who_has_no_rights() -> None:
    machine, backend, drive = guarded("FAT32")
    machine.elevated = False
    assert code_of(lambda: use(backend, drive)) == "privilege.not_elevated"
