"""Block devices on Linux as raw devices: opening, and what the kernel says of an open descriptor.

The descriptor is the card: `diskseq` is the kernel's number of this insertion, so a card that was exchanged behind a
password dialog or in the slot of a reader is told from the one that was chosen, whatever its name and size.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from pathlib import Path

from nanowizard.core.errors import DriveError
from nanowizard.drives.errors import drive_error
from nanowizard.drives.linux.partitions import Partitions
from nanowizard.drives.model import DriveIdentity
from nanowizard.drives.rawfd import FdDevice

assert sys.platform == "linux"

import fcntl  # noqa: E402 - only here on Linux

# linux/fs.h. The numbers hold for x86, ARM and RISC-V of 64 bits.
BLKSSZGET = 0x1268
BLKDISCARD = 0x1277
BLKGETSIZE64 = 0x80081272
BLKGETDISKSEQ = 0x80081280

OPEN_FLAGS = os.O_DIRECT | os.O_CLOEXEC


def open_node(path: str, *, writable: bool) -> int:
    """Open the node directly; for writing also exclusively, which keeps out mounts and every other such opener.

    Raises OSError: EACCES where the person may not, EBUSY while a volume is mounted.
    """
    return os.open(path, (os.O_RDWR | os.O_EXCL if writable else os.O_RDONLY) | OPEN_FLAGS)


class BlockDevice(FdDevice):
    """Implements `backend.Discarding`: SD slots do it, readers on USB hardly ever.

    `partitions` are those of before; they are closed with it.
    """

    partitions = Partitions()

    def flush(self) -> None:
        """Also raises DriveError drive.written_by_another."""
        self.partitions.synchronise()
        super().flush()
        if self.partitions.was_written():
            raise self._broke(DriveError("drive.written_by_another", path=self.identity.path))

    def close(self) -> None:
        self.partitions.close()
        super().close()

    def can_discard(self) -> bool:
        number = os.fstat(self._descriptor()).st_rdev
        try:
            most = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}/queue/discard_max_bytes").read_text()
        except OSError:
            return False
        return int(most) > 0

    def discard(self, offset: int, length: int) -> None:
        try:
            fcntl.ioctl(self._descriptor(), BLKDISCARD, struct.pack("QQ", offset, length))
        except OSError as error:
            raise drive_error(error, path=self.identity.path, offset=offset) from error


def adopt(fd: int, identity: DriveIdentity, *, writable: bool) -> BlockDevice:
    """The raw device over `fd`, which it owns from now on, once it is proven to be the card of `identity`.

    Raises DriveError (`drive.changed`, `drive.gone`, `drive.no_medium`) and closes `fd` when it is not.
    """
    try:
        os.set_inheritable(fd, False)
        check_same(fd, identity)
        alignment = struct.unpack("i", fcntl.ioctl(fd, BLKSSZGET, bytes(4)))[0]
        direct = bool(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_DIRECT)
    except OSError as error:
        os.close(fd)
        raise drive_error(error, path=identity.path) from error
    except DriveError:
        os.close(fd)
        raise
    return BlockDevice(
        fd,
        identity,
        size_bytes=identity.size_bytes,
        alignment=alignment,
        direct=direct,
        writable=writable,
        same=lambda descriptor: check_same(descriptor, identity),
    )


def size_of(fd: int) -> int:
    """Size in bytes; 0 for a reader without a card. Raises OSError."""
    return int(struct.unpack("Q", fcntl.ioctl(fd, BLKGETSIZE64, bytes(8)))[0])


def diskseq_of(fd: int) -> int | None:
    """The number of this insertion, or None before Linux 5.15. Raises OSError."""
    try:
        return int(struct.unpack("Q", fcntl.ioctl(fd, BLKGETDISKSEQ, bytes(8)))[0])
    except OSError as error:
        if error.errno in (errno.ENOTTY, errno.EINVAL):
            return None
        raise


def check_same(fd: int, identity: DriveIdentity) -> None:
    """Raises DriveError when `fd` is not, or no longer, the card of `identity`.

    A descriptor may answer for a card that has left, so the kernel's list of devices is asked as well.
    """
    try:
        number = os.fstat(fd).st_rdev
        size, diskseq = size_of(fd), diskseq_of(fd)
    except OSError as error:
        raise drive_error(error, path=identity.path) from error
    listed = _listed_diskseq(number, path=identity.path)
    if size == 0:
        raise DriveError("drive.no_medium", path=identity.path)
    for seen in (diskseq, listed):
        if identity.diskseq is not None and seen is not None and seen != identity.diskseq:
            raise DriveError("drive.changed", detail=f"diskseq {identity.diskseq} became {seen}", path=identity.path)
    if size != identity.size_bytes:
        raise DriveError("drive.changed", detail=f"{identity.size_bytes} bytes became {size}", path=identity.path)


def _listed_diskseq(number: int, *, path: str) -> int | None:
    """What /sys says of the device with this number. Raises DriveError `drive.gone` when it is not there any more."""
    entry = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
    if not entry.exists():
        raise DriveError("drive.gone", path=path)
    try:
        return int((entry / "diskseq").read_text())
    except (OSError, ValueError):
        # Older than 5.15, or leaving at this very moment: the next check sees that.
        return None
