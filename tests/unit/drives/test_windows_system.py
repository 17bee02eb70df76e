"""Which disks Windows itself needs: none of them may ever be written, on however many disks it lies."""

from __future__ import annotations

import pytest
from support.windows_machine import (
    ACCESS_DENIED,
    BOOT_VOLUME,
    DATA,
    GIB,
    MIB,
    SPACES,
    SYSTEM_VOLUME,
    FakeDisk,
    FakeVolume,
    FakeWindows,
    computer,
    stick,
)

from nanowizard.core.errors import DriveError
from nanowizard.core.task import RunContext
from nanowizard.drives.windows.backend import WindowsBackend, which_drives_hold
from nanowizard.drives.windows.listing import disk_path

LDM, SPACES_TYPE = "af9b60a0-1431-4f62-bc68-3311714a69ad", "e75caf8f-f680-4cee-afa3-b001e56efc2d"


def system_numbers(machine: FakeWindows, own_paths: tuple[str, ...] = ()) -> list[int]:
    found = WindowsBackend(machine, own_paths).list_drives()
    return [int(drive.path.removeprefix("\\\\.\\PhysicalDrive")) for drive in found if drive.system]


def on_stick(letter: str, *disks: int) -> FakeVolume:
    return FakeVolume(f"\\\\?\\Volume{{{letter}}}", [(disk, MIB, GIB) for disk in disks], [f"{letter}:\\"])


def test_every_disk_under_the_windows_volume() -> None:
    machine = computer(stick(1), stick(2, port="B"))
    machine.all_volumes[0].extents = [(0, 200 * MIB, GIB), (2, MIB, GIB)]
    assert system_numbers(machine) == [0, 2]


def test_a_page_file_makes_its_disks_the_systems() -> None:
    machine = computer(stick(1), volumes=[on_stick("P", 1)], page_files=["P:\\pagefile.sys"])
    assert system_numbers(machine) == [0, 1]


def test_the_partition_that_the_firmware_starts_from() -> None:
    machine = computer(stick(1))
    machine.all_volumes[1].extents = [(1, MIB, 100 * MIB)]
    assert system_numbers(machine) == [0, 1]


@pytest.mark.parametrize("path", ["E:\\NanoWizard\\NanoWizard.exe", "e:\\state"])
def test_where_we_run_from_and_keep_our_state(path: str) -> None:
    machine = computer(stick(1), stick(2, port="B"), volumes=[on_stick("E", 1, 2)])
    assert system_numbers(machine, (path,)) == [0, 1, 2]


def test_our_program_may_lie_on_a_network_share() -> None:
    assert system_numbers(computer(stick(1)), ("\\\\server\\share\\NanoWizard.exe",)) == [0]


def test_a_member_of_a_dynamic_volume_or_of_a_pool() -> None:
    machine = computer(
        stick(1, mbr=[(MIB, GIB, 0x42)]),
        stick(2, port="B", gpt=[(MIB, GIB, LDM, "LDM data partition")]),
        stick(3, port="C", gpt=[(MIB, GIB, SPACES_TYPE, "Storage pool")]),
        FakeDisk(4, "STORAGE\\DISK\\SPACE", SPACES, 900 * GIB),
        stick(5, port="D", gpt=[(MIB, GIB, DATA, "")]),
    )
    assert system_numbers(machine) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("volume", [SYSTEM_VOLUME, BOOT_VOLUME])
def test_what_cannot_be_found_out_stops_the_list(volume: str) -> None:
    machine = computer(stick(1))
    next(one for one in machine.all_volumes if one.path == volume).extents_error = ACCESS_DENIED
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        system_numbers(machine)


def test_a_windows_that_lies_nowhere_stops_the_list() -> None:
    machine = computer(stick(1))
    machine.all_volumes[0].extents = []  # what Wine answers
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        system_numbers(machine)


def test_a_page_file_on_an_unknown_volume_stops_the_list() -> None:
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        system_numbers(computer(stick(1), page_files=["X:\\pagefile.sys"]))


def test_our_own_volume_that_does_not_say_where_it_lies_stops_the_list() -> None:
    machine = computer(stick(1), volumes=[on_stick("E", 1)])
    machine.all_volumes[-1].extents_error = ACCESS_DENIED
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        system_numbers(machine, ("E:\\NanoWizard.exe",))


def test_a_disk_that_became_the_systems_since_it_was_chosen_is_not_opened() -> None:
    machine = computer(stick(1), volumes=[on_stick("P", 1)])
    backend = WindowsBackend(machine, ())
    card = next(drive for drive in backend.list_drives() if not drive.system)
    machine.page_files = ["P:\\pagefile.sys"]
    for act in (backend.open, backend.make_writable):
        with pytest.raises(DriveError, match=r"drive\.is_system"):
            act(card, RunContext())
    assert backend.eject(card) is False
    assert (machine.said, machine.handles) == ([], {})


def test_the_system_disk_is_not_opened_whatever_it_is_said_to_be() -> None:
    machine = computer()
    backend = WindowsBackend(machine, ())
    (own,) = backend.list_drives()
    with pytest.raises(DriveError, match=r"drive\.is_system"):
        backend.open(own, RunContext())
    assert backend.eject(own) is False
    assert (machine.said, machine.handles) == ([], {})


def test_an_image_lies_on_every_disk_of_its_volume() -> None:
    machine = computer(stick(1), stick(2, port="B"), volumes=[on_stick("E", 1, 2)])
    assert which_drives_hold(machine, "E:\\sd.img") == {disk_path(1), disk_path(2)}
    assert which_drives_hold(machine, "\\\\server\\share\\sd.img") == frozenset()


def test_an_image_on_a_cd_lies_on_no_drive_and_one_that_cannot_be_placed_is_an_error() -> None:
    machine = computer(volumes=[on_stick("D", 1)])
    machine.all_volumes[-1].extents_error = 1
    assert which_drives_hold(machine, "D:\\sd.img") == frozenset()
    machine.all_volumes[-1].extents_error = ACCESS_DENIED
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        which_drives_hold(machine, "D:\\sd.img")
