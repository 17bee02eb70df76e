"""A disk of Windows as it is listed, and one that does not say what it is, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass

from nanowizard.drives.backend import WINDOWS
from nanowizard.drives.model import Drive, DriveIdentity, clean_name
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.ask import Descriptor
from nanowizard.drives.windows.calls import DiskInterface

BACKEND = WINDOWS
NO_ANSWER = 0  # in the place of an error's number: none came in time
_SD_BUSES = (win.BUS_SD, win.BUS_MMC)


@dataclass(frozen=True, slots=True)
class Listed:
    """A drive, and the way to open exactly that device."""

    drive: Drive
    interface: DiskInterface


def disk_path(number: int) -> str:
    return rf"\\.\PhysicalDrive{number}"


def silent(
    interface: DiskInterface, number: int | None, about: Descriptor | None, error: int, *, system: bool
) -> Listed:
    """A disk that did not say what it is, as far as that is known: a card in a reader, unless its place speaks against.

    `number` and `about` are None where not even they were answered.
    """
    identity = DriveIdentity(
        backend=BACKEND,
        path=interface.path if number is None else disk_path(number),
        bus_path=interface.instance,
        serial=about.serial if about else "",
        model=name_of(about) if about else "",
        size_bytes=0,
    )
    bus = bus_of(about, interface) if about and about.bus else _bus_of_place(interface)
    drive = Drive(
        identity=identity,
        name=identity.model or clean_name(interface.instance),
        bus=bus,
        size_bytes=0,
        removable=bus != "internal",
        system=system,
        silent=error,
    )
    return Listed(drive, interface)


def bus_of(about: Descriptor, interface: DiskInterface) -> str:
    """A soldered eMMC sits on a card's bus too, but it is never taken out."""
    if about.bus == win.BUS_USB:
        return "usb"
    if about.bus in _SD_BUSES and (about.removable_media or not interface.stays):
        return "sd"
    return "other" if about.removable_media else "internal"


def _bus_of_place(interface: DiskInterface) -> str:
    """As far as the driver's name in "USBSTOR\\DISK&VEN_..." tells it."""
    driver = interface.instance.partition("\\")[0].upper()
    if driver == "USBSTOR":
        return "usb"
    if interface.stays:
        return "internal"
    return "sd" if driver == "SD" else "other"


def name_of(about: Descriptor) -> str:
    # Windows writes "NVMe" or "ATA" where a disk has no maker.
    vendor = "" if about.vendor in ("NVMe", "ATA") else about.vendor
    return clean_name(f"{vendor} {about.product}")
