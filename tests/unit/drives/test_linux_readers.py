"""Card readers in a made-up /sys: on USB, on PCI and as SD slots, whether a disk came of them or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.drives.linux.readers import interfaces_of, read_readers
from nanowizard.drives.surroundings import Reader
from tests.support.usb_tree import BULK_ONLY, HUMAN, STORAGE, UAS, VENDOR, UsbTree, descriptors

NAME = "Generic Mass Storage Device"


@pytest.fixture
def tree(tmp_path: Path) -> UsbTree:
    return UsbTree(tmp_path)


def found(tree: UsbTree, troubles: dict[str, str] | None = None) -> list[Reader]:
    return read_readers(tree.sys, troubles or {})


def only(tree: UsbTree) -> Reader:
    (reader,) = found(tree)
    return reader


def test_a_reader_with_its_disk(tree: UsbTree) -> None:
    device = tree.usb("1-2")
    tree.disk(device / "1-2:1.0/host3/target3:0:0/3:0:0:0", "sdb")
    assert only(tree) == Reader(
        kind="usb", place="1-2", name=NAME, needs="usb_storage", drivers=("usb-storage",), drives=("/dev/sdb",)
    )


def test_a_disk_of_another_device_is_not_its_own(tree: UsbTree) -> None:
    tree.usb("1-2")
    other = tree.usb("1-21")
    tree.disk(other / "1-21:1.0/host3", "sdb")
    assert [(reader.place, reader.drives) for reader in found(tree)] == [("1-2", ()), ("1-21", ("/dev/sdb",))]


def test_a_reader_without_a_driver(tree: UsbTree) -> None:
    tree.usb("1-2", driver="")
    assert (only(tree).drivers, only(tree).drives, only(tree).allowed) == ((), (), True)


def test_a_reader_that_was_not_allowed_is_known_by_its_descriptors(tree: UsbTree) -> None:
    """The kernel takes its interfaces away."""
    tree.usb("1-2", authorized=False)
    assert (only(tree).needs, only(tree).allowed, only(tree).drivers) == ("usb_storage", False, ())


@pytest.mark.parametrize(
    ("interfaces", "ids", "names", "needs"),
    [
        (((STORAGE, BULK_ONLY),), "058f:6366", ("", "Stick"), "usb_storage"),
        (((STORAGE, BULK_ONLY), (STORAGE, UAS)), "0bda:9210", ("", "Bridge"), "usb_storage"),
        (((STORAGE, UAS),), "0bda:9210", ("", "Bridge"), "uas"),
        (((VENDOR, 0x50),), "0bda:0129", ("Generic", "USB2.0-CRW"), "rtsx_usb"),
        (((VENDOR, 0),), "1234:5678", ("Some", "Card Reader"), ""),
        (((HUMAN, 1), (STORAGE, BULK_ONLY)), "1234:5678", ("Key", "Board"), "usb_storage"),
    ],
)
def test_what_each_kind_needs(
    tree: UsbTree, interfaces: tuple[tuple[int, int], ...], ids: str, names: tuple[str, str], needs: str
) -> None:
    tree.usb("1-2", interfaces=interfaces, ids=ids, names=names)
    assert only(tree).needs == needs


@pytest.mark.parametrize(
    ("interfaces", "names"),
    [(((HUMAN, 1),), ("Logitech", "Card Reader Keyboard")), (((VENDOR, 0),), ("NVIDIA Corp.", "APX"))],
)
def test_what_is_no_reader(tree: UsbTree, interfaces: tuple[tuple[int, int], ...], names: tuple[str, str]) -> None:
    tree.usb("1-2", interfaces=interfaces, names=names, driver="")
    assert found(tree) == []


def test_a_cd_drive_is_none(tree: UsbTree) -> None:
    tree.disk(tree.usb("1-2") / "1-2:1.0/host3", "sr0", size=0)
    assert found(tree) == []


def test_a_name_cannot_forge_what_is_shown(tree: UsbTree) -> None:
    tree.usb("1-2", names=("SanDisk\u202e", "\x1b[31mUltra"))
    assert only(tree).name == "SanDisk [31mUltra"


def test_an_empty_slot_is_there_although_no_disk_is(tree: UsbTree) -> None:
    controller = tree.pci("0000:03:00.0", "0x080501", driver="sdhci-pci")
    tree.slot(controller, "mmc0")
    assert found(tree) == [
        Reader(kind="pci", place="0000:03:00.0", needs="sdhci_pci", drivers=("sdhci-pci",), slots=1),
        Reader(kind="slot", place="mmc0", needs="mmc_block"),
    ]


def test_a_slot_with_a_card(tree: UsbTree) -> None:
    slot = tree.slot(tree.pci("0000:03:00.0", "0x080501", driver="sdhci-pci"), "mmc0", "SD")
    tree.disk(slot / "mmc0:aaaa", "mmcblk0")
    pci, card = found(tree)
    assert (pci.drives, card.drives, card.filled) == (("/dev/mmcblk0",), ("/dev/mmcblk0",), True)


def test_what_is_soldered_to_a_slot_is_none(tree: UsbTree) -> None:
    for number, kind in enumerate(("MMC", "SDIO")):
        tree.slot(tree.sys / f"devices/platform/{number}", f"mmc{number}", kind)
    assert found(tree) == []


def test_the_slot_of_a_usb_reader(tree: UsbTree) -> None:
    device = tree.usb("1-2", interfaces=((VENDOR, 0x50),), ids="0bda:0129", driver="rtsx_usb")
    tree.slot(device / "1-2:1.0/rtsx_usb_sdmmc.1", "mmc0")
    reader, slot = found(tree)
    assert (reader.slots, reader.drives, slot.kind) == (1, (), "slot")


@pytest.mark.parametrize(
    ("kind", "vendor", "needs"),
    [("0x080501", "0x8086", "sdhci_pci"), ("0x080500", "0x197b", "sdhci_pci"), ("0xff0000", "0x10ec", "rtsx_pci")],
)
def test_a_controller_without_a_driver(tree: UsbTree, kind: str, vendor: str, needs: str) -> None:
    tree.pci("0000:03:00.0", kind, vendor)
    assert (only(tree).needs, only(tree).drivers) == (needs, ())


def test_other_devices_on_pci_are_none(tree: UsbTree) -> None:
    tree.pci("0000:00:02.0", "0x030000")
    tree.pci("0000:00:03.0", "0xff0000", "0x8086")
    assert found(tree) == []


def test_what_the_kernel_complained_of(tree: UsbTree) -> None:
    tree.slot(tree.sys / "devices/platform/a", "mmc0")
    tree.slot(tree.sys / "devices/platform/b", "mmc1", "SD")
    tree.usb("1-4")
    troubles = {"mmc0": "error -110", "mmc1": "error -84", "1-3": "unable to enumerate", "1-4": "over-current"}
    assert [(reader.kind, reader.place, reader.trouble) for reader in found(tree, troubles)] == [
        ("usb", "1-4", ""),
        ("slot", "mmc0", "error -110"),
        ("slot", "mmc1", ""),
        ("port", "1-3", "unable to enumerate"),
    ]


@pytest.mark.parametrize(("size", "removable", "listed"), [(0, False, True), (0, True, False), (1, False, False)])
def test_a_disk_that_says_it_has_no_size(tree: UsbTree, size: int, removable: bool, listed: bool) -> None:
    device = tree.usb("1-2")
    tree.disk(device / "1-2:1.0/host3", "sdb", size=size, removable=removable)
    assert [reader.place for reader in found(tree) if reader.kind == "disk"] == (["/dev/sdb"] if listed else [])


def test_a_disk_of_no_size_elsewhere_is_no_reader(tree: UsbTree) -> None:
    tree.disk(tree.sys / "devices/virtual", "nbd0", size=0, removable=False)
    assert found(tree) == []


def test_odd_entries_leave_the_others_alone(tree: UsbTree) -> None:
    tree.usb("1-2")
    gone = tree.usb("1-3")
    (gone / "descriptors").unlink()
    cut = tree.usb("1-4")
    (cut / "descriptors").write_bytes(descriptors([(STORAGE, BULK_ONLY)])[:31] + b"\xff")
    (tree.usb("1-5") / "descriptors").write_bytes(b"\0" * 40)
    (tree.sys / "bus/usb/devices/1-6").symlink_to("nowhere")
    (tree.sys / "bus/usb/devices/usb1").mkdir()
    (tree.sys / "bus/usb/devices/1-2:1.0").mkdir()
    tree.usb("1-7", names=("", "")).joinpath("product").write_bytes(b"\xff\xfe")
    (tree.sys / "bus/pci/devices/0000:00:1f.0").symlink_to("nowhere")
    assert [reader.place for reader in found(tree)] == ["1-2", "1-7"]


def test_a_kernel_without_usb_has_no_readers(tmp_path: Path) -> None:
    assert read_readers(tmp_path, {}) == []


def test_interfaces_of_a_device_and_of_nothing() -> None:
    assert list(interfaces_of(descriptors([(STORAGE, UAS), (HUMAN, 1)]))) == [(STORAGE, UAS), (HUMAN, 1)]
    assert list(interfaces_of(b"")) == []
