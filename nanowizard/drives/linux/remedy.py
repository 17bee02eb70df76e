"""What NanoWizard itself can do for a card that is not seen. Nobody is asked for a password for any of it.

A port is reset only where no drive came of it: what holds data, the system's own drive first of all, is never touched.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.drives.linux.readers import read_readers
from nanowizard.drives.linux.services import rescan_block, start
from nanowizard.drives.surroundings import TAKEN, Reader, RemedyRequest

assert sys.platform == "linux"

_SYS = Path("/sys")
_ALL_TARGETS = "- - -"  # channel, target and unit of a SCSI host's `scan`


def carry_out(request: RemedyRequest, *, sys_root: Path = _SYS) -> None:
    """Raises DriveError `drive.remedy_failed`, PrivilegeError `privilege.denied` or `privilege.no_udisks`."""
    remedies: Mapping[str, Callable[[str, Path], None]] = {
        "look_again": _look_again,
        "power_cycle": _power_cycle,
        "start_service": _start_service,
    }
    try:
        remedies[request.action](request.place, sys_root)
    except PermissionError as error:
        raise PrivilegeError("privilege.denied", detail=str(error), path=request.place) from error
    except (OSError, ValueError, KeyError) as error:
        raise DriveError("drive.remedy_failed", detail=str(error)) from error


def _look_again(_place: str, sys_root: Path) -> None:
    """Let every empty reader look for a card, and every reader without a disk for its disks."""
    for reader in read_readers(sys_root, {}):
        for node in reader.drives:
            if _text(sys_root / "block" / Path(node).name / "size") == "0":
                _look_into(node)
        if reader.drivers and not reader.drives:
            for scan in (sys_root / "bus/usb/devices" / reader.place).glob("*/host*/scsi_host/host*/scan"):
                with contextlib.suppress(OSError):  # root's
                    scan.write_text(_ALL_TARGETS)


def _look_into(node: str) -> None:
    """Opening makes the kernel ask the reader, where it does not do so by itself."""
    try:
        os.close(os.open(node, os.O_RDONLY | os.O_CLOEXEC))
    except PermissionError:
        rescan_block(node)
    except OSError:  # ENOMEDIUM: still empty
        return


def _power_cycle(place: str, sys_root: Path) -> None:
    """As pulling it out and plugging it in does. Raises ValueError for what is not to be touched."""
    reader = _reader_at(place, sys_root)
    if reader.drives:
        raise ValueError(f"{place} has drives: {', '.join(reader.drives)}")
    switch = sys_root / "bus/usb/devices" / place / "authorized"
    if TAKEN in reader.drivers:
        raise ValueError(f"{place} is in use by another program, which may be writing to it")
    if not reader.allowed:
        raise ValueError(f"{place} is kept off on purpose")
    switch.write_text("0")
    switch.write_text("1")


def _reader_at(place: str, sys_root: Path) -> Reader:
    for reader in read_readers(sys_root, {}):
        if (reader.kind, reader.place) == ("usb", place):
            return reader
    raise ValueError(f"no reader at {place!r}")


def _start_service(_place: str, _sys_root: Path) -> None:
    """UDisks is what cards are opened with; the bus starts what it needs."""
    start()


def _text(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""
