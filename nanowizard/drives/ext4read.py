"""Reads one small file out of an ext2, ext3 or ext4 file system that nothing has mounted (`ext4volume`)."""

from __future__ import annotations

import stat
from collections.abc import Sequence

from nanowizard.drives.ext4volume import EXTENTS, INLINE, ROOT, Inode, UnreadableError, Volume
from nanowizard.drives.partition import Read

# What one file may cost: a superblock, three inodes and the directories on the way, also ones of thousands of names.
MOST_BYTES = 384 * 1024
MOST_READS = 400
MOST_LINKS = 8

_FAST_LINK_BYTES, _LONGEST_LINK_BYTES = 60, 4095


def read_ext4_file(read: Read, start_bytes: int, size_bytes: int, path: Sequence[str], most_bytes: int) -> bytes:
    """The first `most_bytes` of the file at `path` (its folders and its name) in the volume there on the disk.

    Empty where there is none or it cannot be read. Raises only what `read` raises.
    """
    try:
        volume = Volume(read, start_bytes, size_bytes, most_bytes=MOST_BYTES, most_reads=MOST_READS)
        inode = _walk(volume, path)
        return volume.content(inode, most_bytes) if stat.S_ISREG(inode.mode) else b""
    except UnreadableError:
        return b""


def _walk(volume: Volume, path: Sequence[str]) -> Inode:
    """Follows symbolic links as the kernel does, never out of the volume."""
    to_go, trail, links = list(reversed(path)), [volume.inode(ROOT)], 0
    while to_go:
        name = to_go.pop()
        if name in ("", "."):
            continue
        if name == "..":
            trail = trail[:-1] or trail
            continue
        found = volume.inode(_lookup(volume, trail[-1], name.encode()))
        if not stat.S_ISLNK(found.mode):
            trail.append(found)
            continue
        links += 1
        if links > MOST_LINKS:
            raise UnreadableError
        target = _target(volume, found)
        if target.startswith("/"):
            trail = trail[:1]
        to_go += reversed(target.split("/"))
    return trail[-1]


def _target(volume: Volume, link: Inode) -> str:
    is_fast = link.size_bytes < _FAST_LINK_BYTES and not link.flags & (EXTENTS | INLINE)
    raw = link.map[: link.size_bytes] if is_fast else volume.content(link, _LONGEST_LINK_BYTES)
    return raw.decode("utf-8", "replace")


def _lookup(volume: Volume, folder: Inode, name: bytes) -> int:
    """The inode number of `name`."""
    if not stat.S_ISDIR(folder.mode):
        raise UnreadableError
    for number, found in volume.names(folder):
        if found == name:
            return number
    raise UnreadableError
