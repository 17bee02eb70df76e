"""Tables that we make, that real tools make, and that are damaged."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from nanowizard.drives.file import FileBackend
from nanowizard.drives.partition import Partition, Read, is_jetpack, read_table
from nanowizard.drives.partition_write import MBR_FAT32_LBA, make_gpt, make_mbr

DISK = "5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01"
MIB = 1 << 20
SIZE = 64 * MIB
NANO = (
    Partition(number=1, start_bytes=14 * MIB, size_bytes=40 * MIB, name="APP"),
    Partition(number=2, start_bytes=MIB, size_bytes=128 * 1024, name="TBC"),
    Partition(number=3, start_bytes=2 * MIB, size_bytes=448 * 1024, name="RP1"),
    Partition(number=4, start_bytes=3 * MIB, size_bytes=576 * 1024, name="EBT"),
)


def reader(disk: bytes | bytearray) -> Read:
    return lambda offset, length: bytes(disk[offset : offset + length])


def gpt_disk() -> bytearray:
    image = make_gpt(NANO, SIZE, disk_id=DISK)
    disk = bytearray(SIZE)
    disk[: len(image.head)] = image.head
    disk[image.tail_offset :] = image.tail
    return disk


def test_a_gpt_is_read_as_it_was_made() -> None:
    table = read_table(reader(gpt_disk()), SIZE)
    assert (table.kind, table.copy, table.disk_id, table.stated_size_bytes) == ("gpt", "primary", DISK, SIZE)
    assert [(p.number, p.start_bytes, p.size_bytes, p.name) for p in table.partitions] == [
        (p.number, p.start_bytes, p.size_bytes, p.name) for p in NANO
    ]
    assert is_jetpack(table)
    assert table.end_bytes == 54 * MIB


def test_the_head_of_a_stream_is_enough() -> None:
    disk = gpt_disk()[: 34 * 512]
    assert read_table(reader(disk), SIZE).copy == "primary"


@pytest.mark.parametrize("at", [512 + 40, 1024 + 5], ids=["header", "entries"])
def test_a_damaged_primary_falls_back_to_the_backup(at: int) -> None:
    disk = gpt_disk()
    disk[at] ^= 1
    assert read_table(reader(disk), SIZE).copy == "backup"


def test_a_wiped_beginning_leaves_the_backup() -> None:
    disk = gpt_disk()
    disk[:MIB] = bytes(MIB)
    table = read_table(reader(disk), SIZE)
    assert (table.copy, len(table.partitions)) == ("backup", 4)


def test_both_copies_damaged_is_no_table() -> None:
    disk = gpt_disk()
    disk[512 + 40] ^= 1
    disk[-512 + 40] ^= 1
    assert read_table(reader(disk), SIZE).kind == "none"


def test_a_stale_backup_behind_a_fat_volume_is_not_believed() -> None:
    disk = gpt_disk()
    disk[:MIB] = bytes(MIB)
    disk[82:87] = b"FAT32"
    disk[510:512] = b"\x55\xaa"
    assert read_table(reader(disk), SIZE).kind == "none"


def test_entries_where_no_disk_can_have_them_are_not_asked_for(tmp_path: Path) -> None:
    """A header of noise under a checksum that holds: reading at such a place is an error of another kind."""
    disk = gpt_disk()
    struct.pack_into("<Q", disk, 512 + 72, 2**63)
    struct.pack_into("<I", disk, 512 + 16, 0)
    struct.pack_into("<I", disk, 512 + 16, zlib.crc32(disk[512 : 512 + 92]))
    card = tmp_path / "card.img"
    card.write_bytes(disk)
    (drive,) = FileBackend([card]).list_drives()
    assert [volume.label for volume in drive.volumes] == [partition.name for partition in NANO]


def test_partitions_that_begin_where_no_disk_ends_are_listed_and_not_looked_into(tmp_path: Path) -> None:
    """Entries of noise, under checksums that hold."""
    disk = gpt_disk()
    struct.pack_into("<QQ", disk, 1024 + 32, 2**62, 2**63)
    struct.pack_into("<I", disk, 512 + 88, zlib.crc32(disk[1024 : 1024 + 128 * 128]))
    struct.pack_into("<I", disk, 512 + 16, 0)
    struct.pack_into("<I", disk, 512 + 16, zlib.crc32(disk[512 : 512 + 92]))
    card = tmp_path / "card.img"
    card.write_bytes(disk)
    (drive,) = FileBackend([card]).list_drives()
    assert (drive.contents, len(drive.volumes)) == ("jetson", 4)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 1024, 4096])
def test_tiny_and_empty_disks_have_no_table(size: int) -> None:
    assert read_table(reader(bytes(size)), size).kind == "none"


def test_noise_has_no_table() -> None:
    noise = bytes(range(1, 256)) * 300
    assert read_table(reader(noise), len(noise)).kind == "none"


def test_an_mbr_is_read_as_it_was_made() -> None:
    card = Partition(number=1, start_bytes=4 * MIB, size_bytes=60 * MIB, type=MBR_FAT32_LBA)
    table = read_table(reader(make_mbr([card], SIZE, disk_id="1234abcd") + bytes(MIB)), SIZE)
    assert (table.kind, table.disk_id, table.partitions) == ("mbr", "1234abcd", (card,))


@pytest.mark.parametrize(
    "partition",
    [
        Partition(number=1, start_bytes=0, size_bytes=MIB),
        Partition(number=1, start_bytes=MIB, size_bytes=SIZE),
        Partition(number=1, start_bytes=MIB + 1, size_bytes=MIB),
        Partition(number=0, start_bytes=MIB, size_bytes=MIB),
    ],
)
def test_what_does_not_fit_is_not_written(partition: Partition) -> None:
    with pytest.raises(ValueError, match="partition"):
        make_gpt([partition], SIZE, disk_id=DISK)


def test_overlapping_partitions_are_not_written() -> None:
    twins = [Partition(number=n, start_bytes=MIB * n, size_bytes=2 * MIB) for n in (1, 2)]
    with pytest.raises(ValueError, match="does not fit"):
        make_gpt(twins, SIZE, disk_id=DISK)


def sfdisk(*arguments: str, script: str = "") -> str:
    program = shutil.which("sfdisk", path="/usr/sbin:/sbin:/usr/bin") or pytest.skip("needs sfdisk (package fdisk)")
    return subprocess.run([program, *arguments], input=script, capture_output=True, text=True, check=True).stdout


def test_sfdisk_agrees_with_our_gpt(tmp_path: Path) -> None:
    file = tmp_path / "card"
    file.write_bytes(gpt_disk())
    told = json.loads(sfdisk("--json", str(file)))["partitiontable"]
    assert (told["label"], told["id"].lower()) == ("gpt", DISK)
    assert [(p["name"], p["start"] * 512, p["size"] * 512) for p in told["partitions"]] == [
        (p.name, p.start_bytes, p.size_bytes) for p in NANO
    ]
    assert "No errors" in sfdisk("--verify", str(file))


@pytest.mark.parametrize("label", ["dos", "gpt"])
def test_we_agree_with_sfdisk(tmp_path: Path, label: str) -> None:
    file = tmp_path / "card"
    file.write_bytes(bytes(SIZE))
    kinds = {"dos": ("c", "5", "83"), "gpt": ("L", "L", "L")}[label]
    sizes = (
        "size=8M,type={}\nsize=40M,type={}\nsize=8M,type={}\n"
        if label == "gpt"
        else ("size=8M,type={}\nsize=40M,type={}\nstart=30M,size=8M,type={}\nsize=4M,type=83\n")
    )
    sfdisk("-q", str(file), script=f"label: {label}\n" + sizes.format(*kinds))
    told = json.loads(sfdisk("--json", str(file)))["partitiontable"]["partitions"]
    table = read_table(reader(file.read_bytes()), SIZE)
    assert {(p.start_bytes // 512, p.size_bytes // 512) for p in table.partitions} == {
        (p["start"], p["size"]) for p in told
    }
    assert not is_jetpack(table)
    if label == "dos":
        assert max(p.number for p in table.partitions) >= 5
