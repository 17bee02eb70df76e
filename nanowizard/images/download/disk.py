"""What the disk of a folder takes, asked before gigabytes are on their way, and what it means when it refuses."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import psutil

from nanowizard.core.errors import ImageError

RESERVE_BYTES = 16 * 1024 * 1024
"""Left free on the disk, so that the system and our own small files go on working."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Python gives Windows' "disk full" the same number."""
FAT_MOST_BYTES = (1 << 32) - 1
"""The size of a file has 32 bits there (Microsoft's fatgen103, section 6)."""
_FAT = frozenset({"vfat", "msdos", "fat", "fat16", "fat32"})


def check_room(folder: Path, more_bytes: int) -> None:
    """Raises ImageError("image.no_space"), and OSError."""
    missing = more_bytes + RESERVE_BYTES - shutil.disk_usage(folder).free
    if missing > 0:
        raise no_space(folder, missing)


def check_file_size(folder: Path, size: int) -> None:
    """Raises ImageError("image.too_large_for_disk") where `folder`'s file system is known to have none so large."""
    if size <= FAT_MOST_BYTES:
        return
    if not _may_seek_to(folder, size):
        raise ImageError("image.too_large_for_disk", folder=str(folder), detail=f"no place for byte {size} in a file")
    kind = _kind_of(folder)
    if kind.lower() in _FAT:
        raise ImageError("image.too_large_for_disk", folder=str(folder), detail=f"{kind}, {size} bytes")


def named(error: OSError, folder: Path, rest_bytes: int) -> ImageError:
    """What `error` means for a file in `folder` of which so much was still to be written."""
    if error.errno in DISK_FULL:
        return no_space(folder, max(rest_bytes, 1), str(error))
    code = "image.too_large_for_disk" if error.errno == errno.EFBIG else "image.not_saved"
    return ImageError(code, folder=str(folder), detail=str(error))


def no_space(folder: Path, missing: int, detail: str = "") -> ImageError:
    return ImageError("image.no_space", folder=str(folder), missing_bytes=missing, detail=detail)


def _may_seek_to(folder: Path, size: int) -> bool:
    """Linux holds a seek to what the file system can have, and nothing is written for it; Windows allows any."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            os.lseek(file.fileno(), size, os.SEEK_SET)
    except OSError as error:  # anything else the download's own file will meet and say
        return error.errno not in (errno.EINVAL, errno.EOVERFLOW)
    return True


def _kind_of(folder: Path) -> str:
    """The file system's name as the system has it, "" where it does not say."""
    place = folder.resolve()
    try:
        mounts = [mount for mount in psutil.disk_partitions() if place.is_relative_to(mount.mountpoint)]
    except OSError:
        return ""
    return max(mounts, key=lambda mount: len(mount.mountpoint)).fstype if mounts else ""
