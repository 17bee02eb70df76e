"""The list of a Windows computer's drives, out of what its drivers answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.windows_machine import (
    ACCESS_DENIED,
    DATA,
    DEVICE_NUMBER,
    GEOMETRY_EX,
    GIB,
    MIB,
    NVME,
    QUERY_PROPERTY,
    SD,
    USB,
    FakeDisk,
    FakeVolume,
    FakeWindows,
    computer,
    slot,
    stick,
)

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Severity
from nanowizard.core.task import RunContext
from nanowizard.drives.marker import DISK_SIGNATURE, make_marker
from nanowizard.drives.model import Drive, drive_from_wire, drive_to_wire
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.drives.policy import card_findings
from nanowizard.drives.surroundings import Surroundings
from nanowizard.drives.why import explain
from nanowizard.drives.windows.backend import WindowsBackend, look
from nanowizard.drives.windows.listing import list_windows_drives
from nanowizard.drives.windows.patience import Patience
from nanowizard.practice.ext4 import Ext4Writer

FVE_LOCKED = 0x80310000
STICK_VOLUME = "\\\\?\\Volume{e}"
# nvboot and friends of a card written by JetPack 4.6, in the order on the card.
JETSON = ["TBC", "RP1", "EBT", "WB0", "BPF", "BPF-DTB", "FX", "TOS", "DTB", "LNX", "EKS", "BMP", "RP4", "APP"]


def drives(machine: FakeWindows, own_paths: Sequence[str] = ()) -> list[Drive]:
    return [listed.drive for listed in list_windows_drives(machine, own_paths, Patience())]


def the_card(machine: FakeWindows) -> Drive:
    (drive,) = [drive for drive in drives(machine) if not drive.system]
    return drive


def codes(drive: Drive) -> list[str]:
    return [finding.code for finding in card_findings(drive)]


def test_the_system_disk_is_listed_and_forbidden() -> None:
    (drive,) = drives(computer())
    assert (drive.path, drive.bus, drive.system, drive.removable) == ("\\\\.\\PhysicalDrive0", "internal", True, False)
    assert drive.name == "SAMSUNG MZVL2512"
    assert drive.mount_points == ("C:\\",)
    assert [volume.label for volume in drive.volumes] == ["EFI system partition", "Windows"]
    assert codes(drive)[0] == "drive.is_system"


def test_a_stick_with_a_letter() -> None:
    volume = FakeVolume(STICK_VOLUME, [(1, MIB, 31 * GIB)], ["E:\\"], "CANON_DC", "FAT32", used=5 * MIB)
    drive = the_card(computer(stick(mbr=[(MIB, 31 * GIB, 0x0C)]), volumes=[volume]))
    assert (drive.path, drive.bus, drive.removable, drive.size_bytes) == (
        "\\\\.\\PhysicalDrive1",
        "usb",
        True,
        32 * GIB,
    )
    assert (drive.name, drive.reader, drive.block_bytes) == ("SanDisk Ultra Fit", "SanDisk Ultra Fit", 512)
    (seen,) = drive.volumes
    assert (seen.label, seen.filesystem, seen.version, seen.used_bytes) == ("CANON_DC", "vfat", "FAT32", 5 * MIB)
    assert (drive.contents, drive.table) == ("partitions", "mbr")
    assert (seen.path, seen.mount_points, seen.size_bytes) == (STICK_VOLUME, ("E:\\",), 31 * GIB)
    assert codes(drive) == ["drive.mounted"]
    assert drive_from_wire(drive_to_wire(drive)) == drive


def test_the_identity_names_device_port_and_insertion() -> None:
    identity = the_card(computer(stick(changes=3))).identity
    assert identity.bus_path == "USBSTOR\\DISK&VEN_SANDISK\\070B1&0#3"
    assert (identity.serial, identity.model, identity.diskseq) == ("070B1", "SanDisk Ultra Fit", None)


def test_a_reader_with_four_slots_shows_them_all_and_one_card() -> None:
    machine = computer(slot(1, 0, medium=False), slot(2, 1), slot(3, 2, medium=False), slot(4, 3, medium=False))
    found = [drive for drive in drives(machine) if not drive.system]
    assert [drive.medium_present for drive in found] == [False, True, False, False]
    assert [drive.size_bytes for drive in found] == [0, 64 * GIB, 0, 0]
    assert codes(found[0]) == ["drive.no_medium"]
    assert codes(found[1]) == []


def test_an_sd_slot_is_a_card_and_a_soldered_chip_on_the_same_bus_is_not() -> None:
    card = FakeDisk(1, "SD\\DISK&GENERIC\\4&1", SD, 64 * GIB, removable_media=True, stays=True)
    chip = FakeDisk(2, "SD\\DISK&GENERIC\\4&2", SD, 64 * GIB, removable_media=False, stays=True)
    _, first, second = drives(computer(card, chip))
    assert (first.bus, first.removable, codes(first)) == ("sd", True, [])
    assert (second.bus, second.removable, codes(second)) == ("internal", False, ["drive.internal"])


def test_a_second_internal_disk_is_never_offered() -> None:
    drive = the_card(computer(FakeDisk(1, "SCSI\\DISK\\2", NVME, 1024 * GIB, stays=True, changes=None)))
    assert not drive.system
    assert codes(drive)[0] == "drive.internal"


def test_a_nano_card_with_fourteen_partitions_and_no_letter() -> None:
    gpt = [((1 + n) * MIB, MIB, DATA, name) for n, name in enumerate(JETSON)]
    app = FakeVolume("\\\\?\\Volume{app}", [(1, 14 * MIB, MIB)], filesystem="RAW", error=1005)
    drive = the_card(computer(stick(gpt=gpt), volumes=[app]))
    assert drive.contents == "jetson"
    assert [volume.label for volume in drive.volumes] == JETSON
    assert drive.volumes[13].path == "\\\\?\\Volume{app}"
    # Those that Windows gave no name can be locked all the same.
    assert drive.volumes[0].path == "\\\\?\\GLOBALROOT\\Device\\Harddisk1\\Partition1"
    assert codes(drive) == ["drive.used_jetson"]


def test_a_card_that_bitlocker_has_locked_is_said_to_be() -> None:
    volume = FakeVolume(STICK_VOLUME, [(1, MIB, GIB)], ["E:\\"], error=FVE_LOCKED)
    drive = the_card(computer(stick(mbr=[(MIB, GIB, 0x07)]), volumes=[volume]))
    assert drive.volumes[0].filesystem == "BitLocker"
    assert "drive.bitlocker" in codes(drive)


@pytest.mark.parametrize(
    "boot_sector",
    [
        pytest.param(b"\xeb\x58\x90-FVE-FS-", id="fixed"),
        pytest.param(bytes(424) + bytes.fromhex("3bd66749292ed84a8399f6a339e3d001"), id="to go"),
    ],
)
def test_bitlocker_is_also_known_by_its_bytes(boot_sector: bytes) -> None:
    mbr = bytearray(512)
    mbr[446:462] = bytes([0, 0, 0, 0, 0x07, 0, 0, 0, *(2048).to_bytes(4, "little"), *(2048).to_bytes(4, "little")])
    mbr[510:] = b"\x55\xaa"
    disk = stick(mbr=[(MIB, MIB, 0x07)], readable=True, content={0: bytes(mbr), MIB: boot_sector})
    volume = FakeVolume(STICK_VOLUME, [(1, MIB, MIB)], filesystem="FAT32")
    assert the_card(computer(disk, volumes=[volume])).volumes[0].filesystem == "BitLocker"


def test_a_card_with_its_lock_on() -> None:
    drive = the_card(computer(stick(writable=False)))
    assert drive.read_only
    assert codes(drive) == ["drive.write_protected"]


def test_a_disk_that_windows_itself_keeps_read_only() -> None:
    drive = the_card(computer(stick(attributes=2)))
    assert (drive.read_only, drive.withheld) == (True, "read_only")
    assert codes(drive) == ["drive.read_only_by_system"]


def test_an_offline_disk_can_be_chosen() -> None:
    drive = the_card(computer(stick(attributes=1)))
    assert (drive.read_only, drive.withheld, codes(drive)) == (False, "offline", ["drive.offline"])


def test_two_identical_sticks_are_two() -> None:
    first, second = [
        drive
        for drive in drives(computer(stick(1, port="A", serial=""), stick(2, port="B", serial="")))
        if not drive.system
    ]
    assert first.identity.serial == second.identity.serial == ""
    assert not first.identity.matches(second.identity)


def test_a_number_that_is_used_again_is_another_drive() -> None:
    before = the_card(computer(stick(1, port="A"))).identity
    after = the_card(computer(stick(1, port="B"))).identity
    assert before.path == after.path
    assert not after.matches(before)


def test_another_card_of_the_same_size_in_the_same_slot_is_another() -> None:
    machine = computer(slot(1, 0, changes=4))
    before = the_card(machine).identity
    machine.all_disks[1].changes = 5
    assert not the_card(machine).identity.matches(before)


def test_a_disk_that_leaves_while_it_is_listed_is_left_out() -> None:
    machine = computer(stick(1), slot(2, 0))
    gone = machine.all_disks[1]
    gone.on_open = lambda: machine.all_disks.remove(gone)
    assert [drive.path for drive in drives(machine)] == ["\\\\.\\PhysicalDrive0", "\\\\.\\PhysicalDrive2"]


@pytest.mark.parametrize("code", [433, 1167, 55])
def test_a_disk_that_leaves_between_two_questions_is_left_out(code: int) -> None:
    assert len(drives(computer(stick(refuses={GEOMETRY_EX: code})))) == 1


@pytest.mark.parametrize("error", [1117, 23, 121, 31, 1], ids=["I/O", "CRC", "time-out", "general failure", "function"])
@pytest.mark.parametrize(
    ("question", "name", "path"),
    [
        (QUERY_PROPERTY, "USBSTOR\\DISK&VEN_SANDISK\\070B1&0", "\\\\.\\PhysicalDrive1"),
        (DEVICE_NUMBER, "USBSTOR\\DISK&VEN_SANDISK\\070B1&0", ""),
        (GEOMETRY_EX, "SanDisk Ultra Fit", "\\\\.\\PhysicalDrive1"),
    ],
    ids=["what are you?", "which number?", "how large?"],
)
def test_a_card_that_does_not_answer_is_shown_as_one(question: int, name: str, path: str, error: int) -> None:
    refuses = {question: error, GEOMETRY_EX: error}
    machine = computer(stick(refuses=refuses))
    drive = the_card(machine)
    assert drive.path == (path or machine.all_disks[1].path)
    assert (drive.name, drive.bus, drive.removable, drive.medium_present) == (name, "usb", True, True)
    assert (drive.silent, drive.answers, drive.size_bytes) == (error, False, 0)
    (finding,) = card_findings(drive)
    assert (finding.code, finding.severity, finding.params["error"]) == ("drive.silent_error", Severity.BLOCKING, error)
    assert drive_from_wire(drive_to_wire(drive)) == drive


@pytest.mark.parametrize(
    ("instance", "stays", "bus"),
    [
        ("USBSTOR\\DISK&VEN_BUILT_IN_READER\\1&0", True, "usb"),
        ("SD\\DISK&GENERIC\\4&1", False, "sd"),
        ("SD\\DISK&GENERIC\\4&1", True, "internal"),  # a soldered chip
        ("SCSI\\DISK&VEN_UAS\\1&0", False, "other"),
        ("SCSI\\DISK&VEN_NVME\\1&0", True, "internal"),
    ],
)
def test_what_says_nothing_at_all_is_a_card_unless_its_place_speaks_against(
    instance: str, stays: bool, bus: str
) -> None:
    disk = FakeDisk(1, instance, USB, GIB, stays=stays, refuses={DEVICE_NUMBER: 1117})
    drive = the_card(computer(disk))
    assert (drive.bus, drive.removable) == (bus, bus != "internal")
    expected = ["drive.silent_error"] if drive.removable else ["drive.internal", "drive.silent_error"]
    assert codes(drive) == expected


def test_the_system_disk_is_known_as_that_when_it_does_not_say_its_size() -> None:
    machine = computer(stick())
    machine.all_disks[0].refuses = {GEOMETRY_EX: 1117}
    first, _ = drives(machine)
    assert (first.system, codes(first)[0]) == (True, "drive.is_system")


def test_a_card_that_does_not_answer_is_not_opened() -> None:
    machine = computer(stick(refuses={GEOMETRY_EX: 1117}))
    backend = WindowsBackend(machine, ())
    (drive,) = [drive for drive in backend.list_drives() if not drive.system]
    for act in (backend.open, backend.make_writable):
        with pytest.raises(DriveError) as caught:
            act(drive, RunContext())
        assert (caught.value.code, caught.value.params["error"]) == ("drive.silent_error", 1117)
    assert backend.eject(drive) is False
    assert (machine.said, machine.handles) == ([], {})


def test_why_says_of_a_card_that_does_not_answer_to_try_another_reader() -> None:
    machine = computer(stick(refuses={GEOMETRY_EX: 1117}))
    seen = [(drive, card_findings(drive)) for drive in drives(machine)]
    explained = explain(Surroundings(), seen)
    first = explained.reasons[0]
    assert (explained.failed, first.finding.code, first.action) == ("answer", "drive.silent_error", "other_reader")
    assert [(one.question, one.passed) for one in explained.answers][:3] == [
        ("reader", True),
        ("card", True),
        ("answer", False),
    ]
    assert not {reason.finding.code for reason in explained.reasons} & {"why.no_card", "why.no_size", "drive.no_medium"}


def test_a_pool_member_without_a_number_is_no_drive() -> None:
    assert len(drives(computer(stick(0xFFFFFFFF)))) == 1


def test_names_cannot_forge_what_is_shown() -> None:
    disk = stick()
    disk.vendor, disk.product, disk.serial = "Disk\u202e ", "C:\r\n\u200bx", "\x1b[2J"
    drive = the_card(computer(disk))
    assert (drive.name, drive.identity.serial) == ("Disk C: x", "[2J")


def test_an_interrupted_flash_is_recognised_without_rights_by_the_signature_that_windows_read() -> None:
    drive = the_card(computer(stick(signature=int.from_bytes(DISK_SIGNATURE, "little"))))
    assert drive.contents == "not_ready"


def test_an_interrupted_flash_is_recognised_by_its_bytes() -> None:
    drive = the_card(computer(stick(readable=True, content={0: make_marker({"reason": "test"})})))
    assert drive.contents == "not_ready"


def test_a_card_that_may_be_read_says_whether_it_is_empty() -> None:
    assert the_card(computer(stick(readable=True))).contents == "empty"
    assert the_card(computer(stick(readable=False))).contents == "unknown"


def test_listing_needs_no_administrator() -> None:
    machine = computer(stick(gpt=[(MIB, MIB, DATA, "APP")]), elevated=False)
    assert the_card(machine).contents == "jetson_used"
    assert machine.handles == {}


def used_card(folder: Path) -> dict[int, bytes]:
    """The bytes of a card that has started a Nano, without what is zero."""
    app = Partition(number=1, start_bytes=MIB, size_bytes=4 * MIB, name="APP")
    table = make_gpt([app], 32 * GIB, disk_id="5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01")
    image = folder / "card"
    with image.open("wb") as out:
        out.truncate(5 * MIB)
        out.write(table.head)
        release = b"# R32 (release), REVISION: 7.1, GCID: 29818004\n"
        Ext4Writer(app.size_bytes, {"etc/nv_tegra_release": release}).write(out, MIB)
    data = image.read_bytes()
    blocks = {at: data[at : at + 4096] for at in range(0, len(data), 4096)}
    return {at: block for at, block in blocks.items() if any(block)}


@pytest.mark.parametrize(("readable", "release"), [(True, "32.7.1"), (False, "")])
def test_an_administrator_sees_which_release_is_on_a_used_card(tmp_path: Path, readable: bool, release: str) -> None:
    card = stick(gpt=[(MIB, 4 * MIB, DATA, "APP")], content=used_card(tmp_path), readable=readable)
    drive = the_card(computer(card))
    assert (drive.contents, drive.table, drive.l4t) == ("jetson_used", "gpt", release)


def test_the_nanos_own_disk_says_what_the_nano_runs(tmp_path: Path) -> None:
    (tmp_path / "version").mkdir()
    (tmp_path / "version/nv_tegra_release").write_text("# R32 (release), REVISION: 6.1, GCID: 27863751\n")
    readme = FakeVolume(STICK_VOLUME, [(1, 0, 16 * MIB)], [str(tmp_path)], "L4T-README", "FAT")
    disk = stick()
    disk.size = 16 * MIB
    drive = the_card(computer(disk, volumes=[readme]))
    assert (drive.l4t, codes(drive)[0]) == ("32.6.1", "drive.is_readme")


def test_what_volumes_call_themselves_cannot_forge_the_screen() -> None:
    label, place = "CAN\u202eON\u200b_DC", "C:\\Cards\u2067\\"
    volume = FakeVolume(STICK_VOLUME, [(1, MIB, 31 * GIB)], [place], label, "EX\u200bOTIC")
    (seen,) = the_card(computer(stick(mbr=[(MIB, 31 * GIB, 0x0C)]), volumes=[volume])).volumes
    assert (seen.label, seen.filesystem, seen.mount_points) == ("CAN ON _DC", "EX OTIC", ("C:\\Cards \\",))


def test_the_systems_disk_is_not_even_read() -> None:
    machine = computer(stick(readable=True))
    drives(machine)
    assert set(machine.were_read) == {machine.all_disks[1].path}


def test_listing_changes_nothing_and_lets_go_of_everything() -> None:
    machine = computer(stick(readable=True), slot(2, 1, medium=False), slot(3, 2, refuses={GEOMETRY_EX: 1117}))
    drives(machine)
    assert (machine.said, machine.handles) == ([], {})


def test_a_list_that_cannot_be_made_is_an_error_and_not_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = computer()
    machine.all_volumes[0].extents_error = ACCESS_DENIED
    with pytest.raises(DriveError, match=r"drive\.list_failed"):
        drives(machine)


@pytest.mark.parametrize("change", ["card out", "card changed", "new stick"])
def test_what_is_watched_changes_with_every_card(change: str) -> None:
    machine = computer(slot(1, 0))
    patience = Patience()
    before = look(machine, patience)
    assert look(machine, patience) == before
    if change == "new stick":
        machine.all_disks.append(stick(2))
    else:
        machine.all_disks[1].medium = change != "card out"
        machine.all_disks[1].changes = 2
    assert look(machine, patience) != before


def test_watching_does_not_wake_a_sleeping_disk() -> None:
    machine = computer()
    machine.all_disks[0].changes = 1
    patience = Patience()
    before = look(machine, patience)
    machine.all_disks[0].changes = 2
    assert look(machine, patience) == before
