"""What only the card itself, or what is mounted from it, can tell: who is asked, and what becomes of the answer."""

from __future__ import annotations

import os
import struct
import sys
import threading
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the drives of Linux", allow_module_level=True)

from nanowizard.drives.linux.blocknode import BlockNode, drive_from_node
from nanowizard.drives.linux.look import CardLook, look_for, seen_closer
from nanowizard.drives.looks import Looks
from nanowizard.drives.marker import make_marker
from nanowizard.drives.model import Drive
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.practice.ext4 import Ext4Writer
from nanowizard.practice.image import SMALLEST_IMAGE_BYTES, build_practice_image

MIB = 1 << 20
RELEASE = "# R32 (release), REVISION: 6.1, GCID: 27863751, BOARD: t210ref\n"
UDEV = {"USEC_INITIALIZED": "1"}


def node_of(card: Path, *names: str, label: str = "", filesystem: str = "ext4", **properties: str) -> BlockNode:
    """A card with partitions that the kernel remembers, under these names."""
    size = card.stat().st_size if card.exists() else MIB
    parts = [
        BlockNode(
            name=f"sdx{number}",
            path=f"/dev/sdx{number}",
            sys_path=f"/x/sdx{number}",
            properties={"PARTNAME": name, "ID_FS_LABEL_ENC": label, "ID_FS_TYPE": filesystem} | properties,
        )
        for number, name in enumerate(names, start=1)
    ]
    return BlockNode(
        name="sdx",
        path=str(card),
        sys_path="/x",
        properties=properties,
        attributes={"size": str(size // 512)},
        partitions=parts,
    )


def listed(node: BlockNode, *, system: bool = False, **mounted: list[str]) -> Drive:
    drive = drive_from_node(node, mounted=mounted, system=system, extra=True)
    look = look_for(drive, node, mounted)
    return seen_closer(drive, look() if look else None)


def used_card(folder: Path) -> Path:
    """A card that has started a Nano: one partition, and no boot partitions any more."""
    card = folder / "used"
    app = Partition(number=1, start_bytes=MIB, size_bytes=6 * MIB, name="APP")
    table = make_gpt([app], 8 * MIB, disk_id="5ab1f4c0-4a0e-4d6e-9c43-2a5e8c9d1e01")
    with card.open("wb") as out:
        out.truncate(8 * MIB)
        out.write(table.head)
        Ext4Writer(app.size_bytes, {"etc/nv_tegra_release": RELEASE.encode()}, label="SYS\u202eTEM").write(out, MIB)
        out.seek(table.tail_offset)
        out.write(table.tail)
    return card


def test_the_marker_counts_more_than_partitions_that_are_no_more(tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.write_bytes(make_marker({}).ljust(MIB, b"\0"))
    assert listed(node_of(card, "PHOTOS")).contents == "not_ready"
    assert listed(node_of(card, "PHOTOS", **UDEV)).contents == "partitions", "where udev has looked, nothing is read"


def test_a_card_that_may_not_be_read_is_what_the_kernel_says(tmp_path: Path) -> None:
    assert listed(node_of(tmp_path / "absent", "PHOTOS")).contents == "partitions"
    nano = listed(node_of(tmp_path / "absent", "APP", **UDEV, ID_PART_TABLE_TYPE="gpt"))
    assert (nano.contents, nano.table, nano.l4t) == ("jetson_used", "gpt", "")


@pytest.mark.parametrize("udev", [UDEV, {}], ids=["udev", "no-udev"])
def test_the_release_comes_out_of_the_card_itself(tmp_path: Path, udev: dict[str, str]) -> None:
    fresh = tmp_path / "fresh"
    build_practice_image(fresh, size_bytes=SMALLEST_IMAGE_BYTES)
    assert (listed(node_of(fresh, "APP", "TBC", "RP1", **udev)).l4t) == "32.7.1"
    assert listed(node_of(used_card(tmp_path), "APP", **udev)).l4t == "32.6.1"


def test_app_alone_without_a_system_is_no_nanos_card(tmp_path: Path) -> None:
    card = used_card(tmp_path)
    for udev in ({}, UDEV):
        assert listed(node_of(card, "APP", **udev)).contents == "jetson_used"
    assert listed(node_of(card, "APP", filesystem="vfat", **UDEV)).contents == "partitions"
    with card.open("r+b") as file:
        file.seek(MIB)
        file.write(bytes(4096))
    assert listed(node_of(card, "APP")).contents == "partitions"


def test_without_udev_partitions_get_their_names_from_the_card(tmp_path: Path) -> None:
    drive = listed(node_of(used_card(tmp_path), "", filesystem=""))
    assert (drive.contents, drive.table) == ("jetson_used", "gpt")
    assert [(volume.label, volume.filesystem) for volume in drive.volumes] == [("SYS TEM", "ext4")]


def test_without_udev_a_card_that_is_one_volume_shows_it(tmp_path: Path) -> None:
    card = tmp_path / "card"
    boot = bytearray(MIB)
    boot[71:90] = b"CANON_DC   FAT32   "
    card.write_bytes(boot)
    drive = listed(node_of(card))
    assert (drive.contents, drive.table) == ("unpartitioned", "")
    (volume,) = drive.volumes
    assert (volume.label, volume.filesystem, volume.version, volume.size_bytes) == ("CANON_DC", "vfat", "FAT32", MIB)


@pytest.mark.parametrize("udev", [UDEV, {}], ids=["udev", "no-udev"])
def test_a_table_whose_entries_lie_behind_every_disk_holds_up_nothing(tmp_path: Path, udev: dict[str, str]) -> None:
    card = used_card(tmp_path)
    with card.open("r+b") as file:
        file.seek(512)
        header = bytearray(file.read(92))
        struct.pack_into("<Q", header, 72, 2**64 - 1)
        struct.pack_into("<I", header, 16, 0)
        struct.pack_into("<I", header, 16, zlib.crc32(header))
        file.seek(512)
        file.write(header)
        file.seek(-33 * 512, os.SEEK_END)
        file.write(bytes(33 * 512))
    assert listed(node_of(card, "APP", **udev)).l4t == ""


def mounted_system(folder: Path, place: str) -> list[str]:
    point = folder / "mnt \u200b\u2067point"
    (point / place).mkdir(parents=True)
    (point / place / "nv_tegra_release").write_text(RELEASE)
    return [str(point)]


def test_what_the_desktop_mounted_tells_an_ordinary_user(tmp_path: Path) -> None:
    point = mounted_system(tmp_path, "etc")
    drive = listed(node_of(tmp_path / "absent", "APP", **UDEV), sdx1=point)
    assert drive.l4t == "32.6.1"
    assert drive.volumes[0].used_bytes
    assert drive.mount_points == (str(tmp_path / "mnt point"),), "what is shown is not what is opened"


def test_the_nanos_own_disk_says_what_the_nano_runs(tmp_path: Path) -> None:
    readme = node_of(tmp_path / "absent", "", label="L4T-README", **UDEV)
    assert listed(readme, sdx1=mounted_system(tmp_path, "version")).l4t == "32.6.1"


def test_other_disks_are_not_asked_for_a_release(tmp_path: Path) -> None:
    assert listed(node_of(tmp_path / "absent", "PHOTOS", **UDEV), sdx1=mounted_system(tmp_path, "etc")).l4t == ""


def test_a_card_that_hangs_when_it_is_opened_is_listed_all_the_same(tmp_path: Path) -> None:
    """A pipe that nobody writes to blocks whoever opens it, as a reader does that does not answer."""
    hung = tmp_path / "hung"
    os.mkfifo(hung)
    node = node_of(hung, "APP", **UDEV)
    drive = drive_from_node(replace(node, attributes={"size": "2048"}), mounted={}, system=False, extra=True)
    look = look_for(drive, node, {})
    assert look
    looks, changed = Looks[CardLook](0.05), threading.Event()
    looks.watch(changed.set)
    try:
        found = looks.all({"hung": look})["hung"]
        assert found is None
        assert seen_closer(drive, found) == drive
    finally:
        os.close(os.open(hung, os.O_WRONLY))
    assert changed.wait(20)


@pytest.mark.parametrize("trap", ["link", "folder-link", "pipe", "folder"])
def test_what_stands_in_the_place_of_the_file_is_not_opened(tmp_path: Path, trap: str) -> None:
    (point,) = mounted_system(tmp_path, "etc")
    file = Path(point, "etc/nv_tegra_release")
    aside = tmp_path / "aside"
    if trap == "folder-link":
        file.parent.rename(aside)
        file.parent.symlink_to(aside)
    else:
        file.rename(aside)
        {"link": lambda: file.symlink_to(aside), "pipe": lambda: os.mkfifo(file), "folder": file.mkdir}[trap]()
    assert listed(node_of(tmp_path / "absent", "APP", **UDEV), sdx1=[point]).l4t == ""


def test_the_systems_own_disks_and_empty_slots_are_left_alone(tmp_path: Path) -> None:
    node = node_of(used_card(tmp_path), "APP")
    assert listed(node, system=True).l4t == ""
    empty = replace(node, attributes={"size": "0"})
    assert look_for(drive_from_node(empty, mounted={}, system=False, extra=True), empty, {}) is None
    known = node_of(used_card(tmp_path), "PHOTOS", **UDEV)
    assert look_for(drive_from_node(known, mounted={}, system=False, extra=True), known, {}) is None
