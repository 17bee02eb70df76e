"""Recorded devices (tests/data/drives) and what becomes of them in the list."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.drives.linux.blocknode import BlockNode, drive_from_node, is_listed
from nanowizard.drives.marker import TABLE_UUID
from nanowizard.drives.model import Drive

DATA = Path(__file__).parents[2] / "data" / "drives"


def node_of(recorded: dict[str, Any]) -> BlockNode:
    return BlockNode(**{**recorded, "partitions": [node_of(part) for part in recorded["partitions"]]})


def node(name: str) -> BlockNode:
    return node_of(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def drive(name: str, *, system: bool = False, **mounted: list[str]) -> Drive:
    return drive_from_node(node(name), mounted=mounted, system=system)


def test_a_usb_stick() -> None:
    stick = drive("usb_stick", sda1=["/media/alice/CARD"])
    assert (stick.path, stick.bus, stick.name, stick.removable) == ("/dev/sda", "usb", "QEMU QEMU HARDDISK", True)
    assert (stick.size_bytes, stick.contents, stick.read_only) == (256 << 20, "partitions", False)
    assert stick.mount_points == ("/media/alice/CARD",)
    assert stick.table == "gpt"
    identity = stick.identity
    assert identity.bus_path.startswith("pci-0000:00:04.0-usb-0:")
    assert (identity.serial, identity.diskseq, identity.cid) == ("LAB0001", 13, None)


def test_a_card_in_an_sd_slot_although_it_says_it_is_fixed() -> None:
    assert node("sd_slot").attributes["removable"] == "0"
    card = drive("sd_slot")
    assert (card.bus, card.removable, card.contents, card.size_bytes) == ("sd", True, "jetson", 128 << 20)
    assert (card.table, [volume.label for volume in card.volumes][:2]) == ("gpt", ["APP", "TBC"])
    assert card.identity.cid == "aa585951454d552101deadbeef006200"
    # The part that names the card (mmc0:4567) must not name the slot.
    assert card.identity.bus_path == "/devices/pci0000:00/0000:00:05.0/mmc_host/mmc0"


def test_an_empty_reader_is_shown_as_such() -> None:
    reader = drive("reader_empty")
    assert is_listed(node("reader_empty"))
    assert (reader.medium_present, reader.size_bytes, reader.reader) == (False, 0, "Generic- SD/MMC")


def test_a_reader_keeps_its_serial_but_not_its_insertion_number() -> None:
    full, empty = drive("reader_with_card").identity, drive("reader_empty").identity
    assert (full.bus_path, full.serial) == (empty.bus_path, empty.serial)
    assert not full.matches(empty)
    assert drive("reader_with_card").medium_present


def test_an_internal_disk() -> None:
    disk = drive("nvme_system", system=True, nvme0n1p2=["/data"])
    assert (disk.bus, disk.removable, disk.system, disk.name) == ("internal", False, True, "QEMU NVMe Ctrl")
    assert [(volume.filesystem, volume.version) for volume in disk.volumes] == [("vfat", "FAT16"), ("ext4", "1.0")]


def test_a_soldered_emmc_is_no_card() -> None:
    slot = node("sd_slot")
    emmc = replace(slot, attributes={**slot.attributes, "device/type": "MMC"})
    assert (emmc.bus, emmc.removable) == ("internal", False)


def test_an_interrupted_flash_is_seen_in_udevs_properties() -> None:
    stick = node("usb_stick")
    marked = replace(stick, properties={**stick.properties, "ID_PART_TABLE_UUID": TABLE_UUID}, partitions=())
    assert drive_from_node(marked, mounted={}, system=False).contents == "not_ready"


def bare(name: str, sys_path: str, **properties: str) -> BlockNode:
    return BlockNode(name=name, path=f"/dev/{name}", sys_path=sys_path, properties=properties, attributes={"size": "8"})


@pytest.mark.parametrize(
    "other",
    [
        bare("loop0", "/devices/virtual/block/loop0"),
        bare("zram0", "/devices/virtual/block/zram0"),
        bare("dm-0", "/devices/virtual/block/dm-0"),
        bare("md0", "/devices/virtual/block/md0"),
        bare("sr0", "/devices/pci0000:00/ata1/block/sr0"),
        bare("sdc", "/devices/pci0000:00/usb1/block/sdc", ID_CDROM="1"),
        bare("mmcblk0boot0", "/devices/platform/mmc_host/mmc0/mmc0:0001/block/mmcblk0boot0"),
        replace(bare("nvme0c0n1", "/devices/pci0/nvme/block/nvme0c0n1"), attributes={"size": "8", "hidden": "1"}),
        replace(bare("sdd", "/devices/pci0/block/sdd"), attributes={"size": "0", "removable": "0"}),
    ],
    ids=lambda node: node.name,
)
def test_what_can_never_be_a_card_is_not_listed(other: BlockNode) -> None:
    assert not is_listed(other)


def test_a_named_extra_device_counts_as_a_card() -> None:
    loop = drive_from_node(bare("loop0", "/devices/virtual/block/loop0"), mounted={}, system=False, extra=True)
    assert (loop.bus, loop.removable, loop.name) == ("other", True, "loop0")


def test_names_cannot_forge_the_screen() -> None:
    stick = node("usb_stick")
    evil = replace(stick, attributes={**stick.attributes, "device/model": "Card\u202e\u200b\x1b[2J"})
    assert drive_from_node(evil, mounted={}, system=False).name == "QEMU Card [2J"


def test_no_name_of_a_card_can_forge_the_screen() -> None:
    """Label, partition name, file system, mount point and serial number, each from what a stranger wrote on a card."""
    forged, clean = "a\u202eb\u200bc\x1b", "a b c"
    stick = node("usb_stick")
    part = replace(
        stick.partitions[0],
        properties={"ID_FS_LABEL_ENC": forged, "ID_FS_TYPE": forged, "ID_FS_VERSION": forged, "PARTNAME": forged},
    )
    bare = replace(part, properties={"PARTNAME": forged})
    evil = replace(stick, properties={**stick.properties, "ID_SERIAL_SHORT": forged}, partitions=[part, bare])
    drive = drive_from_node(evil, mounted={"sda1": [f"/media/{forged}"]}, system=False)
    first, second = drive.volumes
    assert (first.label, first.filesystem, first.version, second.label) == (clean,) * 4
    assert drive.mount_points == (f"/media/{clean}",) * 2
    assert drive.identity.serial == clean


def test_labels_come_back_readable() -> None:
    stick = node("usb_stick")
    part = replace(
        stick.partitions[0], properties={"ID_FS_LABEL_ENC": "L4T-README\\x20\\xc3\\xbc", "ID_FS_TYPE": "vfat"}
    )
    readme = drive_from_node(replace(stick, partitions=[part]), mounted={}, system=False)
    assert readme.volumes[0].label == "L4T-README ü"


@pytest.mark.parametrize(("most", "discards"), [("2147450880", True), ("0", False), ("", False)])
def test_whether_a_card_can_be_discarded(most: str, discards: bool) -> None:
    slot = node("sd_slot")
    slot = replace(slot, attributes={**slot.attributes, "queue/discard_max_bytes": most})
    assert drive_from_node(slot, mounted={}, system=False).discards is discards


@pytest.mark.parametrize("kind", ["gpt", "dos", "PMBR"])
def test_a_table_that_shows_no_partitions_is_not_called_empty(kind: str) -> None:
    """udev knows its name, the kernel finds it damaged or made for another card: there may be anything on it."""
    stick = node("usb_stick")
    damaged = replace(stick, properties={"ID_PART_TABLE_TYPE": kind}, partitions=())
    assert drive_from_node(damaged, mounted={}, system=False).contents == "unknown"
