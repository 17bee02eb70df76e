"""The volumes of a Windows computer by disk: letters, labels, file systems, and those that have no letter."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from nanowizard.drives.looks import Looks
from nanowizard.drives.model import Volume, clean_name
from nanowizard.drives.partition import Partition, PartitionTable
from nanowizard.drives.policy import BITLOCKER
from nanowizard.drives.windows.ask import Extent
from nanowizard.drives.windows.calls import WindowsCalls
from nanowizard.drives.windows.errors import FVE_E_LOCKED_VOLUME, CallFailed
from nanowizard.drives.windows.system import volume_extents

_log = logging.getLogger(__name__)

_FILESYSTEMS = {"FAT": "vfat", "FAT32": "vfat", "EXFAT": "exfat", "NTFS": "ntfs", "REFS": "refs", "RAW": ""}
_LONGEST_PATH = 32768


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeSeen:
    path: str
    extents: Sequence[Extent]
    label: str = ""
    filesystem: str = ""
    version: str = ""
    used_bytes: int | None = None
    mount_points: tuple[str, ...] = ()


def volumes_by_disk(calls: WindowsCalls, looks: Looks[VolumeSeen]) -> Mapping[int, Sequence[VolumeSeen]]:
    """Every volume that lies on disks, under the number of each of them. Raises CallFailed when none can be listed.

    One that has never answered is left out: a disk that it lies on has it as a partition all the same.
    """
    answers = looks.all({path: partial(_look_at, calls, path) for path in calls.volumes()})
    found: dict[int, list[VolumeSeen]] = {}
    for seen in answers.values():
        if seen is None:
            continue
        for disk in sorted({extent.disk for extent in seen.extents}):
            found.setdefault(disk, []).append(seen)
    return found


def volumes_of(
    number: int, table: PartitionTable, seen: Sequence[VolumeSeen], bitlocker: Collection[int] = ()
) -> tuple[Volume, ...]:
    """Every partition, and what Windows sees on the disk without one (a card formatted as a whole).

    `bitlocker` are the offsets of volumes whose own bytes say that they are encrypted.
    """
    starts = {extent.start_bytes: volume for volume in seen for extent in volume.extents if extent.disk == number}
    found = []
    for partition in table.partitions:
        volume = _volume(number, partition, starts.get(partition.start_bytes))
        found.append(replace(volume, filesystem=BITLOCKER) if partition.start_bytes in bitlocker else volume)
    known = {volume.path for volume in found}
    for whole in (volume for volume in seen if volume.path not in known):
        volume = _as_volume(whole, sum(extent.size_bytes for extent in whole.extents))
        found.append(replace(volume, filesystem=BITLOCKER) if 0 in bitlocker else volume)
    return tuple(found)


def partition_path(disk: int, partition: int) -> str:
    """Opens a partition's volume whether or not Windows gave it a name."""
    return rf"\\?\GLOBALROOT\Device\Harddisk{disk}\Partition{partition}"


def _look_at(calls: WindowsCalls, path: str) -> VolumeSeen:
    try:
        extents = volume_extents(calls, path)
    except CallFailed as failed:
        _log.debug("%s lies on no disk: %s", path, failed)  # a CD, an empty slot, one that has just left
        return VolumeSeen(path=path, extents=())
    try:
        mount_points = tuple(calls.mount_points(path))
    except CallFailed as failed:
        _log.debug("no mount points of %s: %s", path, failed)
        mount_points = ()
    label, filesystem, used = "", "", None
    try:
        label, filesystem = calls.label_and_filesystem(path)
        used = calls.used_bytes(path) if filesystem != "RAW" else None
    except CallFailed as failed:
        if failed.winerror == FVE_E_LOCKED_VOLUME:
            filesystem = BITLOCKER
        else:
            _log.debug("no file system that Windows knows on %s: %s", path, failed)
    return VolumeSeen(
        path=path,
        extents=extents,
        label=clean_name(label),
        filesystem=_FILESYSTEMS.get(filesystem.upper(), clean_name(filesystem)),
        version="FAT32" if filesystem.upper() == "FAT32" else "",
        used_bytes=used,
        mount_points=tuple(clean_name(point, limit=_LONGEST_PATH) for point in mount_points),
    )


def _volume(number: int, partition: Partition, seen: VolumeSeen | None) -> Volume:
    if seen is None:
        return Volume(
            path=partition_path(number, partition.number), label=partition.name, size_bytes=partition.size_bytes
        )
    found = _as_volume(seen, partition.size_bytes)
    return found if found.label else replace(found, label=partition.name)


def _as_volume(seen: VolumeSeen, size_bytes: int) -> Volume:
    return Volume(
        path=seen.path,
        label=seen.label,
        filesystem=seen.filesystem,
        version=seen.version,
        size_bytes=size_bytes,
        used_bytes=seen.used_bytes,
        mount_points=seen.mount_points,
    )
