"""No Windows computer, and no sequence of plugging on one, lets a wrong disk be written: as properties."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.windows_machine import (
    BOOT_VOLUME,
    DATA,
    GIB,
    MIB,
    NVME,
    SD,
    FakeDisk,
    FakeVolume,
    FakeWindows,
    slot,
    stick,
)

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.task import RunContext
from nanowizard.drives.windows import opening as windows_open
from nanowizard.drives.windows.backend import WindowsBackend

LETTERS = "CDEFGH"
OWN = "H:\\NanoWizard\\NanoWizard.exe"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_open, "ROUND_WAIT_S", 0)


@dataclass
class Computer:
    machine: FakeWindows
    needed: set[int]
    """Numbers of the disks that Windows or NanoWizard lives on."""
    living: set[str]
    """The volumes that it lives on."""


def disk(kind: str, number: int, port: int, attributes: int) -> FakeDisk:
    if kind == "stick":
        return stick(number, port=f"P{port}", attributes=attributes, mbr=[(MIB, GIB, 0x0C)])
    if kind == "slot":
        return slot(number, port, attributes=attributes)
    if kind == "sd":
        return FakeDisk(number, f"SD\\DISK\\{port}", SD, 32 * GIB, removable_media=True, attributes=attributes)
    return FakeDisk(
        number, f"SCSI\\DISK\\{port}", NVME, 512 * GIB, stays=True, changes=None, gpt=[(MIB, GIB, DATA, "")]
    )


@st.composite
def computers(draw: st.DrawFn) -> Computer:
    count = draw(st.integers(1, 5))
    numbers = draw(st.permutations(range(count)))
    kinds = st.sampled_from(["stick", "slot", "sd", "nvme"])
    disks = [disk(draw(kinds), number, port, draw(st.integers(0, 3))) for port, number in enumerate(numbers)]
    somewhere = st.lists(st.sampled_from(numbers), min_size=1, max_size=3, unique=True)
    volumes = [
        FakeVolume(
            f"\\\\?\\Volume{{{letter}}}",
            [(number, MIB, GIB) for number in draw(somewhere)],
            [f"{letter}:\\"],
            "",
            "NTFS",
        )
        for letter in LETTERS
    ]
    boot = FakeVolume(BOOT_VOLUME, [(number, MIB, GIB) for number in draw(somewhere)])
    page_files = draw(st.lists(st.sampled_from(["D:\\pagefile.sys", "E:\\pagefile.sys"]), unique=True))
    machine = FakeWindows(disks, [*volumes, boot], page_files, boot_devices=[BOOT_VOLUME], elevated=draw(st.booleans()))
    letters = ["C", "H", *(file[0] for file in page_files)]
    living = [volume for volume in volumes if volume.letters[0][0] in letters] + [boot]
    needed = {extent[0] for volume in living for extent in volume.extents}
    return Computer(machine, needed, {volume.path for volume in living})


@given(computers())
@settings(max_examples=150, deadline=None)
def test_what_windows_lives_on_is_never_touched(computer: Computer) -> None:
    machine = computer.machine
    backend = WindowsBackend(machine, [OWN])
    paths = {one.number: one.path for one in machine.all_disks}
    for drive in backend.list_drives():
        number = int(drive.path.removeprefix("\\\\.\\PhysicalDrive"))
        assert drive.system == (number in computer.needed)
        with contextlib.suppress(NanoWizardError):
            backend.make_writable(drive, RunContext())
        with contextlib.suppress(NanoWizardError):
            device = backend.open(drive, RunContext())
            device.write_at(0, memoryview(bytearray(512)))
            device.close()
        backend.eject(drive)
    touched = {path for _, path in machine.said}
    assert touched.isdisjoint({paths[number] for number in computer.needed} | computer.living)
    assert machine.handles == {}


@given(computers())
@settings(max_examples=100, deadline=None)
def test_a_card_that_an_ordinary_program_saw_is_the_one_that_an_administrators_helper_sees(computer: Computer) -> None:
    """The list is made without rights, and what was chosen from it is looked up again with them."""
    machine = computer.machine
    seen = {}
    for elevated in (False, True):
        machine.elevated = elevated
        seen[elevated] = {drive.path: drive for drive in WindowsBackend(machine, [OWN]).list_drives()}
    assert seen[False].keys() == seen[True].keys()
    for path, drive in seen[False].items():
        assert drive.identity == seen[True][path].identity
        assert drive.system == seen[True][path].system


@dataclass
class Replug:
    """What happens between choosing a card and opening it: `first` and `second` are indexes of disks."""

    what: str
    first: int
    second: int

    def carry_out(self, disks: list[FakeDisk]) -> None:
        one, other = disks[self.first % len(disks)], disks[self.second % len(disks)]
        if self.what == "renumber":
            one.number, other.number = other.number, one.number
        elif self.what == "other card":
            one.changes = (one.changes or 0) + 1
        elif self.what == "other port":
            one.instance, other.instance = other.instance, one.instance
        elif self.what == "out":
            one.medium = False
        elif self.what == "smaller":
            one.size //= 2


REPLUGS = st.builds(
    Replug,
    st.sampled_from(["renumber", "other card", "other port", "out", "smaller"]),
    st.integers(0, 3),
    st.integers(0, 3),
)


@given(st.integers(0, 3), st.lists(REPLUGS, max_size=5))
@settings(max_examples=200, deadline=None)
def test_what_is_opened_is_what_was_chosen(chosen: int, replugs: list[Replug]) -> None:
    """Two sticks of one model without serial numbers, and two slots of one reader."""
    cards = [stick(1, port="A", serial=""), stick(2, port="B", serial=""), slot(3, 0), slot(4, 1)]
    system = FakeDisk(0, "SCSI\\DISK\\0", NVME, 512 * GIB, stays=True, changes=None)
    machine = FakeWindows([system, *cards], [FakeVolume("\\\\?\\Volume{c}", [(0, MIB, GIB)], ["C:\\"])])
    backend = WindowsBackend(machine, ())
    wanted = cards[chosen]
    drive = next(one for one in backend.list_drives() if one.path.endswith(str(wanted.number)))
    before = (wanted.instance, wanted.number, wanted.changes, wanted.size)
    for replug in replugs:
        replug.carry_out(cards)
    try:
        device = backend.open(drive, RunContext())
    except NanoWizardError:
        assert machine.handles == {}
        return
    device.write_at(0, memoryview(bytearray(512)))
    (written,) = [one for one in cards if ("write", one.path) in machine.said]
    assert (written.instance, written.number, written.changes, written.size) == before
    device.close()
