"""A card of the real Windows calls under Wine (`./dev wine`): an image file behind PhysicalDrive1.

CreateFileW, ReadFile, WriteFile, FlushFileBuffers and FSCTL_LOCK_VOLUME run for real. What Wine has no answer to is put
in their place: the list of disks, number, size, names, protection and insertions of the card, and where volumes lie.
"""

from __future__ import annotations

import base64
import io
import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from nanowizard.drives.backend import DriveBackend
from nanowizard.drives.model import Drive
from support.windows_machine import (
    CHECK_VERIFY2,
    DEVICE_NUMBER,
    EXTENTS,
    GEOMETRY_EX,
    IS_WRITABLE,
    LAYOUT_EX,
    QUERY_PROPERTY,
    USB,
    FakeDisk,
)

CARD = "NANOWIZARD_WINE_CARD"
PORT = "NANOWIZARD_WINE_PORT"
DISK, VOLUME = "\\\\.\\PhysicalDrive1", "\\\\.\\D:"
INJECTED = (QUERY_PROPERTY, DEVICE_NUMBER, GEOMETRY_EX, CHECK_VERIFY2, IS_WRITABLE, LAYOUT_EX)


class WineLab:
    ejects = False  # Wine has no IOCTL_STORAGE_EJECT_MEDIA

    def __init__(self, folder: Path, size_bytes: int) -> None:
        del folder
        if CARD not in os.environ:
            pytest.skip("needs Wine: ./dev wine")
        self.backing: Any = OutsidePath(os.environ[CARD])
        Path(self.backing).write_bytes(bytes(size_bytes))
        self._card = FakeDisk(
            1, "USBSTOR\\DISK&VEN_WINE\\1", USB, size_bytes, "Wine", "Card", "0001", removable_media=True
        )
        self.calls = kernel(self._card, Path(self.backing))
        from nanowizard.drives.windows.backend import WindowsBackend
        from nanowizard.drives.windows.patience import Patience

        # A busy computer's Wine needs more than a moment.
        self.backend: DriveBackend = WindowsBackend(self.calls, patience=Patience(60.0))

    def drive(self) -> Drive:
        (found,) = [drive for drive in self.backend.list_drives() if drive.path == DISK]
        return found

    def protect(self) -> None:
        self._card.writable = False

    def exchange(self) -> None:
        size = self.backing.stat().st_size
        Path(self.backing).unlink()
        Path(self.backing).write_bytes(bytes(size))
        self._card.changes = 2

    def shrink(self) -> None:
        ask_outside(truncate=self.backing.stat().st_size // 2)

    def remove(self) -> None:
        Path(self.backing).unlink()

    def close(self) -> None:
        Path(self.backing).unlink(missing_ok=True)


def kernel(card: FakeDisk, backing: Path) -> Any:
    """The real calls, with answers of `card` in the place of those that Wine does not give."""
    from nanowizard.drives.windows.calls import DiskInterface
    from nanowizard.drives.windows.kernel import WindowsKernel  # on Windows only

    class Kernel(WindowsKernel):
        def __init__(self) -> None:
            self.paths: dict[int, str] = {}

        def disks(self) -> Sequence[DiskInterface]:
            own = DiskInterface("\\\\.\\PhysicalDrive0", "SCSI\\DISK&WINE\\0")
            return [own, DiskInterface(DISK, card.instance, stays=False)] if backing.exists() else [own]

        def volumes(self) -> Sequence[str]:
            return [*super().volumes(), VOLUME]

        def open(self, path: str, access: int, share: int, flags: int = 0) -> int:
            handle = super().open(path, access, share, flags)
            self.paths[handle] = path
            return handle

        def close(self, handle: int) -> None:
            del self.paths[handle]
            super().close(handle)

        def control(self, handle: int, code: int, data: bytes = b"", answer_bytes: int = 0) -> bytes:
            path = self.paths[handle]
            if path == DISK and code in INJECTED:
                card.size = backing.stat().st_size
                return card.answer(code)
            if code == EXTENTS:
                disk = 1 if path == VOLUME else 0
                return (
                    (1).to_bytes(8, "little") + disk.to_bytes(8, "little") + bytes(8) + (1 << 20).to_bytes(8, "little")
                )
            return super().control(handle, code, data, answer_bytes)

    return Kernel()


class OutsidePath(type(Path())):  # type: ignore[misc]
    """The card's file; what is written to it does not come from this Windows, which would refuse that."""

    def open(self, mode: str = "r", *rest: Any, **more: Any) -> Any:
        return OutsideFile() if mode == "r+b" else Path(self).open(mode, *rest, **more)


class OutsideFile(io.RawIOBase):
    """At its beginning only: that is where the tests write."""

    def write(self, data: Any) -> int:
        ask_outside(offset=0, data=base64.b64encode(bytes(data)).decode())
        return len(data)


def ask_outside(**change: object) -> None:
    with socket.create_connection(("127.0.0.1", int(os.environ[PORT]))) as connection:
        connection.sendall(json.dumps(change).encode() + b"\n")
        assert connection.recv(16) == b"done\n"
