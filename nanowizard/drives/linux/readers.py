"""Card readers as /sys shows them: on USB, on PCI, and SD slots, whether a disk came of them or not.

An empty SD slot has no disk at all, and neither has a reader without a driver: the list of drives cannot show them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nanowizard.drives.model import clean_name
from nanowizard.drives.surroundings import Reader

# USB class codes of usb.org; protocols of the mass storage class: 50h bulk only, 62h UAS.
_STORAGE, _VENDOR_SPECIFIC, _UAS = 0x08, 0xFF, 0x62
_INTERFACE_DESCRIPTOR, _INTERFACE_BYTES = 4, 9
# Readers that speak a maker's own language, with the drivers that the kernel has for them (drivers/misc/cardreader).
_REALTEK_USB = re.compile(r"0bda:(0129|0139|0140|0177)")
_NAMES_OF_READERS = re.compile(r"card.?reader|memory.?card|multi.?card|\bRTS5\d\d\d\b|\bSD/MMC\b", re.IGNORECASE)
# PCI class of SD host controllers, and Realtek's readers, which have no class.
_SD_HOST, _NO_CLASS, _REALTEK_PCI = "0x0805", "0xff00", "0x10ec"
_CD_DRIVE = re.compile(r"/dev/sr\d+")
# What sits on a card's bus for good: a soldered eMMC, a Wi-Fi chip.
_SOLDERED = ("MMC", "SDIO")


@dataclass(frozen=True, slots=True)
class Below:
    """Where the disks and SD slots of this computer hang: real folder -> node, real folder -> slot."""

    disks: Mapping[Path, str]
    slots: Mapping[Path, str]

    def disks_of(self, device: Path) -> tuple[str, ...]:
        return tuple(node for folder, node in self.disks.items() if device in folder.parents)

    def slots_of(self, device: Path) -> int:
        return sum(device in folder.parents for folder in self.slots)


def read_readers(sys: Path, troubles: Mapping[str, str]) -> list[Reader]:
    """`troubles` is what the kernel complained of, by place (see `kernel_log`). Odd entries are left out.

    Raises OSError where /sys itself cannot be read.
    """
    below = Below(_disks(sys), {folder.resolve(): folder.name for folder in _entries(sys / "class/mmc_host")})
    usb = [reader for folder in _entries(sys / "bus/usb/devices") if (reader := _usb(folder, below))]
    pci = [reader for folder in _entries(sys / "bus/pci/devices") if (reader := _pci(folder, below))]
    slots = [reader for folder, name in below.slots.items() if (reader := _slot(folder, name, below, troubles))]
    started = {folder.name for folder in _entries(sys / "bus/usb/devices")}
    ports = [
        Reader(kind="port", place=place, trouble=trouble)
        for place, trouble in troubles.items()
        if not place.startswith("mmc") and place not in started
    ]
    return [*usb, *pci, *slots, *_without_size(sys, below), *ports]


def interfaces_of(descriptors: bytes) -> Iterator[tuple[int, int]]:
    """(class, protocol) of each interface in the raw descriptors of a USB device (USB 2.0, 9.6).

    They are there for a device that the system was told not to use, too.
    """
    at = 0
    while at + 2 <= len(descriptors) and descriptors[at] >= 2:
        length, kind = descriptors[at], descriptors[at + 1]
        if kind == _INTERFACE_DESCRIPTOR and length >= _INTERFACE_BYTES and at + length <= len(descriptors):
            yield descriptors[at + 5], descriptors[at + 7]
        at += length


def _usb(folder: Path, below: Below) -> Reader | None:
    if ":" in folder.name or folder.name.startswith("usb"):  # an interface, a root hub
        return None
    try:
        interfaces = list(interfaces_of((folder / "descriptors").read_bytes()))
    except OSError:  # unplugged while we looked
        return None
    name = clean_name(f"{_text(folder / 'manufacturer')} {_text(folder / 'product')}")
    needs = _driver_for(interfaces, f"{_text(folder / 'idVendor')}:{_text(folder / 'idProduct')}", name)
    if needs is None:
        return None
    device = folder.resolve()
    drives = below.disks_of(device)
    if drives and all(_CD_DRIVE.fullmatch(node) for node in drives):
        return None
    return Reader(
        kind="usb",
        place=folder.name,
        name=name,
        needs=needs,
        drivers=tuple(_bound(device)),
        drives=drives,
        slots=below.slots_of(device),
        allowed=_text(folder / "authorized") != "0",
    )


def _driver_for(interfaces: Sequence[tuple[int, int]], ids: str, name: str) -> str | None:
    """The driver that makes a disk of it, "" where that is not known, None for what is no reader."""
    storage = [protocol for kind, protocol in interfaces if kind == _STORAGE]
    if storage:
        return "uas" if all(protocol == _UAS for protocol in storage) else "usb_storage"
    if not any(kind == _VENDOR_SPECIFIC for kind, _ in interfaces):
        return None
    if _REALTEK_USB.fullmatch(ids):
        return "rtsx_usb"
    return "" if _NAMES_OF_READERS.search(name) else None


def _bound(device: Path) -> Iterator[str]:
    """The drivers of the interfaces that could give a disk."""
    for interface in sorted(device.glob(f"{device.name}:*")):
        if _text(interface / "bInterfaceClass") in ("08", "ff"):
            with contextlib.suppress(OSError):
                yield (interface / "driver").readlink().name


def _pci(folder: Path, below: Below) -> Reader | None:
    kind, maker = _text(folder / "class"), _text(folder / "vendor")
    is_realtek = kind.startswith(_NO_CLASS) and maker == _REALTEK_PCI
    if not kind.startswith(_SD_HOST) and not is_realtek:
        return None
    device = folder.resolve()
    driver = device / "driver"
    return Reader(
        kind="pci",
        place=folder.name,
        needs="rtsx_pci" if is_realtek else "sdhci_pci",
        drivers=(driver.readlink().name,) if driver.is_symlink() else (),
        drives=below.disks_of(device),
        slots=below.slots_of(device),
    )


def _slot(folder: Path, name: str, below: Below, troubles: Mapping[str, str]) -> Reader | None:
    cards = _entries(folder, f"{name}:*")
    if any(_text(card / "type") in _SOLDERED for card in cards):
        return None
    return Reader(
        kind="slot",
        place=name,
        needs="mmc_block",
        drives=below.disks_of(folder),
        filled=bool(cards),
        trouble="" if cards else troubles.get(name, ""),
    )


def _without_size(sys: Path, below: Below) -> Iterator[Reader]:
    """Disks that answer, but say that there is nothing in them and never could be: the list leaves them out."""
    for folder, node in below.disks.items():
        is_usb = re.search(r"/usb\d+/", str(folder)) is not None
        if is_usb and _text(folder / "size") == "0" and _text(folder / "removable") == "0":
            yield Reader(kind="disk", place=node, name=clean_name(_text(folder / "device/model")), drives=(node,))


def _disks(sys: Path) -> dict[Path, str]:
    return {folder.resolve(): f"/dev/{folder.name}" for folder in _entries(sys / "block")}


def _entries(folder: Path, pattern: str = "*") -> list[Path]:
    """Sorted; empty where this kernel has no such bus. Raises OSError where it has one that cannot be read."""
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace").strip()
    except OSError:
        return ""
