"""Which disks the running Windows needs, over every piece of every volume that it lives on.

What cannot be found out is an error and never "none": a list without its guard would offer the system disk.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator

from nanowizard.drives.partition import PartitionTable
from nanowizard.drives.windows import ask
from nanowizard.drives.windows import structs as win
from nanowizard.drives.windows.ask import Extent
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.errors import ERROR_NOT_SUPPORTED, NOT_ANSWERED, CallFailed

_log = logging.getLogger(__name__)

_MEMBERS = frozenset(
    {f"0x{win.MBR_TYPE_LDM:02x}", win.GPT_TYPE_LDM_METADATA, win.GPT_TYPE_LDM_DATA, win.GPT_TYPE_SPACES}
)


def system_disks(calls: WindowsCalls, own_paths: Iterable[str]) -> frozenset[int]:
    """Numbers of the disks under Windows, its page files and boot partition, and our own program and state.

    `own_paths` may also lie where no disk of this computer is (a network share). Raises CallFailed.
    """
    volumes = {calls.volume_of(path) for path in calls.system_paths()} | set(calls.system_devices())
    disks: set[int] = set()
    for volume in volumes:
        pieces = volume_extents(calls, volume)
        if not pieces:
            raise CallFailed(f"extents of {volume}", ERROR_NOT_SUPPORTED)
        disks.update(piece.disk for piece in pieces)
    return frozenset(disks.union(*(disks_of_path(calls, path) for path in own_paths)))


def disks_of_path(calls: WindowsCalls, path: str) -> frozenset[int]:
    """Numbers of the disks that the file or folder lies on; none for what is on no disk, such as a network share.

    Raises CallFailed where it is on a volume that does not say where it lies.
    """
    try:
        volume = calls.volume_of(path)
    except CallFailed as failed:
        _log.debug("%s lies on no volume of this computer: %s", path, failed)
        return frozenset()
    try:
        return frozenset(extent.disk for extent in volume_extents(calls, volume))
    except CallFailed as failed:
        if failed.winerror not in NOT_ANSWERED:  # a CD or a network volume does not know the question
            raise
        return frozenset()


def volume_extents(calls: WindowsCalls, volume: str) -> list[Extent]:
    """Raises CallFailed: a volume without pieces on a disk (CD, network) has none to tell."""
    with opened(calls, volume) as handle:
        return ask.extents(calls, handle)


def is_member(table: PartitionTable) -> bool:
    """True for a disk of a dynamic volume or a storage pool: what is written here is lost on all of its disks."""
    return any(partition.type in _MEMBERS for partition in table.partitions)


@contextlib.contextmanager
def opened(calls: WindowsCalls, path: str, access: int = 0) -> Iterator[int]:
    """A handle for questions (`access` 0 needs no privilege). Raises CallFailed."""
    handle = calls.open(path, access, win.FILE_SHARE_READ | win.FILE_SHARE_WRITE)
    try:
        yield handle
    finally:
        calls.close(handle)
