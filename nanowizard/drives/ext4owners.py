"""Which files the bytes of an ext4 file system belong to, found in its inode tables and directories.

The tables are read as far as they are used, and then the directories near to what was found: files lie in the block
group of their directory. A Nano's 14 GB takes some seconds and a few MB of memory.
"""

from __future__ import annotations

import bisect
import contextlib
import stat
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from nanowizard.drives.ext4super import SUPERBLOCK_AT, u16
from nanowizard.drives.ext4volume import ROOT, Inode, UnreadableError, Volume
from nanowizard.drives.partition import Read

MOST_BYTES = 512 * 1024 * 1024
MOST_READS = 60_000
MOST_S = 20.0
MOST_FILES = 64
_MOST_DIRECTORIES = 65_536
_DEEPEST_PATH = 40
_CHUNK_BYTES = 256 * 1024
_FIRST_FILE = 11  # what is before is the file system's own, but for the root directory
_NO_INODES = 0x1  # flag of a group
_LOOK = struct.Struct("<H24xH")  # mode and count of names


def files_at(
    read: Read,
    start_bytes: int,
    size_bytes: int,
    ranges: Iterable[tuple[int, int]],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> list[str]:
    """The paths of those in the volume that have some of these (start, end) of the disk, at most MOST_FILES.

    One whose name is not found is "#" and its inode number. What belongs to no file gives nothing, nor does a file
    system that cannot be understood or that takes too long. Raises only what `read` raises.
    """
    until = clock() + MOST_S
    try:
        volume = Volume(read, start_bytes, size_bytes, most_bytes=MOST_BYTES, most_reads=MOST_READS)
        block_bytes = volume.fields.block_bytes
        wanted = _joined(
            ((start - start_bytes) // block_bytes, -(-(end - start_bytes) // block_bytes)) for start, end in ranges
        )
        owners, directories = _owners(volume, wanted, lambda: clock() > until)
        return sorted(_Names(volume, directories, lambda: clock() > until).paths(owners))
    except UnreadableError:
        return []


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _owners(
    volume: Volume, wanted: Sequence[tuple[int, int]], is_late: Callable[[], bool]
) -> tuple[list[int], list[Inode]]:
    """The inode numbers, and all directories met on the way."""
    starts = [start for start, _ in wanted]
    found: list[int] = []
    directories: list[Inode] = []
    with contextlib.suppress(UnreadableError):  # what was met until then counts
        for inode in _inodes(volume, is_late):
            if is_late() or len(found) == MOST_FILES:
                break
            if stat.S_ISDIR(inode.mode) and len(directories) < _MOST_DIRECTORIES:
                directories.append(inode)
            if _has_some(volume, inode, starts, wanted):
                found.append(inode.number)
    return found, directories


def _has_some(volume: Volume, inode: Inode, starts: Sequence[int], wanted: Sequence[tuple[int, int]]) -> bool:
    try:
        return any(_touches(start, end, starts, wanted) for start, end in volume.extents(inode))
    except UnreadableError:
        return False  # a damaged one says nothing


def _touches(start: int, end: int, starts: Sequence[int], wanted: Sequence[tuple[int, int]]) -> bool:
    """`wanted` does not overlap itself."""
    last = bisect.bisect_left(starts, end) - 1
    return last >= 0 and wanted[last][1] > start


def _inodes(volume: Volume, is_late: Callable[[], bool]) -> Iterator[Inode]:
    """Those in use, but for the file system's own. Raises UnreadableError."""
    fields, size = volume.fields, volume.inode_bytes
    groups = -(-(fields.blocks - fields.first_block) // (fields.blocks_per_group or 1))
    table = (SUPERBLOCK_AT // fields.block_bytes + 1) * fields.block_bytes
    for group in range(groups):
        if is_late():  # also where no group has a file
            return
        descriptor = volume.bytes_at(table + group * fields.descriptor_bytes, fields.descriptor_bytes)
        unused = u16(descriptor, 0x1C) | (u16(descriptor, 0x32) << 16 if len(descriptor) >= 64 else 0)
        if u16(descriptor, 0x12) & _NO_INODES:
            continue
        at = fields.descriptor_block(descriptor, 8) * fields.block_bytes
        first = group * fields.inodes_per_group + 1
        yield from _inodes_of(volume, at, first, max(fields.inodes_per_group - unused, 0) * size)


def _inodes_of(volume: Volume, at: int, first: int, length: int) -> Iterator[Inode]:
    size = volume.inode_bytes
    step = _CHUNK_BYTES // size * size
    for begin in range(0, length, step):
        chunk = volume.bytes_at(at + begin, min(step, length - begin))
        for here in range(0, len(chunk) - size + 1, size):
            mode, names = _LOOK.unpack_from(chunk, here)
            number = first + (begin + here) // size
            if mode and names and (number >= _FIRST_FILE or number == ROOT):
                yield Inode(number, chunk[here : here + size])


class _Names:
    def __init__(self, volume: Volume, directories: Sequence[Inode], is_late: Callable[[], bool]) -> None:
        self._volume = volume
        self._directories = directories
        self._by_number = {directory.number: directory for directory in directories}
        self._is_late = is_late

    def paths(self, numbers: Iterable[int]) -> Iterator[str]:
        for number in numbers:
            if number == ROOT:
                yield "/"
                continue
            found = self._entry(number)
            yield self._path(*found) if found else f"#{number}"

    def _entry(self, number: int) -> tuple[Inode, bytes] | None:
        """The directory that has it, and its name there; the nearest directories are looked at first."""
        for directory in sorted(self._directories, key=lambda one: abs(one.number - number)):
            if self._is_late():
                break
            name = self._name_in(directory, number)
            if name is not None:
                return directory, name
        return None

    def _path(self, directory: Inode, name: bytes) -> str:
        parts = [name]
        while directory.number != ROOT and len(parts) < _DEEPEST_PATH:
            above = self._by_number.get(self._number_in(directory, b".."))
            named = self._name_in(above, directory.number) if above else None
            if above is None or named is None:
                parts.append(f"#{directory.number}".encode())
                return b"/".join(reversed(parts)).decode("utf-8", "replace")
            parts.append(named)
            directory = above
        return "/" + b"/".join(reversed(parts)).decode("utf-8", "replace")

    def _name_in(self, directory: Inode, number: int) -> bytes | None:
        return next(
            (name for one, name in self._entries(directory) if one == number and name not in (b".", b"..")), None
        )

    def _number_in(self, directory: Inode, name: bytes) -> int:
        return next((number for number, one in self._entries(directory) if one == name), 0)

    def _entries(self, directory: Inode) -> Iterator[tuple[int, bytes]]:
        try:
            yield from self._volume.names(directory)
        except UnreadableError:
            return  # a damaged one has no more names
