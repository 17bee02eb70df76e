"""What the list says of a card and only the card itself, or a volume mounted from it, can tell.

Where udev runs, it has read tables and labels: what is left is the space used and, on a Jetson card, which L4T is on
it. Without udev (containers) the card is looked at as a whole. Whoever may not read it gets what udev has.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import psutil

from nanowizard.drives.contents import Inside, is_jetson, l4t_of_table, look_inside
from nanowizard.drives.linux.blocknode import BlockNode
from nanowizard.drives.model import Drive, Volume
from nanowizard.drives.partition import Read, read_table, within
from nanowizard.drives.policy import is_readme
from nanowizard.drives.release import ON_README, ON_SYSTEM, l4t_below

assert sys.platform == "linux"

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLook:
    """`used_bytes` by the path of the volume. `inside` is None where udev had looked, or the card may not be read."""

    used_bytes: Mapping[str, int]
    l4t: str = ""
    inside: Inside | None = None


def look_for(drive: Drive, node: BlockNode, mounted: Mapping[str, Sequence[str]]) -> Callable[[], CardLook] | None:
    """The look that is worth while at `drive`, not yet taken; None where there is nothing to see.

    `mounted` gives the mount points by kernel name, as they are. The system's own disks are never looked at.
    """
    places = {part.path: mounted[part.name] for part in (node, *node.partitions) if mounted.get(part.name)}
    known_to_udev = "USEC_INITIALIZED" in node.properties
    if drive.system or not drive.medium_present:
        return None
    if known_to_udev and not places and not is_jetson(drive.contents):
        return None
    return lambda: _look(drive, places, known_to_udev=known_to_udev)


def seen_closer(drive: Drive, look: CardLook | None) -> Drive:
    """`drive` with what the look said."""
    if look is None:
        return drive
    volumes = tuple(replace(volume, used_bytes=look.used_bytes.get(volume.path)) for volume in drive.volumes)
    drive = replace(drive, volumes=volumes, l4t=look.l4t)
    inside = look.inside
    if inside is None:
        return drive
    return replace(
        drive,
        contents=inside.contents,
        table=inside.table,
        volumes=_with_names(drive, inside),
        l4t=look.l4t or inside.l4t,
    )


def _with_names(drive: Drive, inside: Inside) -> tuple[Volume, ...]:
    """The kernel's partitions with what each holds. It may still know those of what was on the card before."""
    if not drive.volumes and inside.contents == "unpartitioned" and inside.volumes[0].filesystem:
        seen = inside.volumes[0]
        return (Volume(path=drive.path, size_bytes=drive.size_bytes, **asdict(seen)),)
    if len(drive.volumes) != len(inside.volumes):
        return drive.volumes
    return tuple(
        replace(
            volume,
            label=volume.label or seen.label,
            filesystem=volume.filesystem or seen.filesystem,
            version=volume.version or seen.version,
        )
        for volume, seen in zip(drive.volumes, inside.volumes, strict=True)
    )


def _look(drive: Drive, places: Mapping[str, Sequence[str]], *, known_to_udev: bool) -> CardLook:
    used = {path: used for path, points in places.items() if (used := _used_bytes(points)) is not None}
    l4t = _l4t_of_mounted(drive, places)
    if not known_to_udev:
        return CardLook(used_bytes=used, l4t=l4t, inside=_read_card(drive, look_inside))
    if is_jetson(drive.contents) and not l4t:
        l4t = _read_card(drive, _l4t_of_bytes) or ""
    return CardLook(used_bytes=used, l4t=l4t)


def _used_bytes(points: Sequence[str]) -> int | None:
    for point in points:
        with contextlib.suppress(OSError):
            return psutil.disk_usage(point).used
    return None


def _l4t_of_mounted(drive: Drive, places: Mapping[str, Sequence[str]]) -> str:
    if is_readme(drive):
        folder = ON_README
    elif is_jetson(drive.contents):
        folder = ON_SYSTEM
    else:
        return ""
    found = (l4t_below(point, folder) for points in places.values() for point in points)
    return next((l4t for l4t in found if l4t), "")


def _l4t_of_bytes(read: Read, size_bytes: int) -> str:
    read = within(read, size_bytes)
    return l4t_of_table(read, read_table(read, size_bytes))


def _read_card(drive: Drive, what: Callable[[Read, int], _Answer]) -> _Answer | None:
    """None where an ordinary user may not, or the card does not let itself be read."""
    try:
        fd = os.open(drive.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_RANDOM)  # what is read ahead of a few blocks is thrown away
        return what(lambda offset, length: os.pread(fd, length, offset), drive.size_bytes)
    except OSError:
        return None
    finally:
        os.close(fd)
