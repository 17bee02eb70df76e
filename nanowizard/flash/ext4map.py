"""Which blocks of an ext4 file system hold data, learnt from its own bytes as they stream by.

A block is worth writing until the file system itself has said, in a form that was checked, that it is free. Whatever
is unknown, damaged or unusual makes the map give up, and then everything from there on is written.

Layout: https://docs.kernel.org/filesystems/ext4/ (superblock, group descriptors, checksums).
"""

from __future__ import annotations

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES
from nanowizard.flash.capture import Captures
from nanowizard.flash.ext4super import BLOCK_BYTES, Group, Superblock, groups

# 64 GiB. One byte a block is kept in memory, of which a flash has 90 MiB; no image of a Nano's card is that large.
_MOST_BLOCKS = 1 << 24
_BITS = tuple(bytes((byte >> bit) & 1 for bit in range(8)) for byte in range(256))


class Ext4Map:
    """Feed it the partition's bytes in order; ask `runs` for what to write of any part already fed."""

    def __init__(self, size_bytes: int) -> None:
        self._size = size_bytes
        self._used = bytearray()  # one byte a block, 1 = write
        self._captures = Captures()
        self._always: list[tuple[int, int]] = []
        self._groups: list[Group] = []
        self.gave_up = ""
        self._captures.want(SUPERBLOCK_AT, SUPERBLOCK_BYTES, self._superblock)

    def feed(self, at: int, view: memoryview) -> None:
        """`view` is what stands at byte `at` of the partition."""
        self._captures.feed(at, view)

    def runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The ranges of [start, end) to write, whole blocks, in bytes of the partition."""
        if self.gave_up or not self._used:
            return [(start, end)]
        covered = min(end, len(self._used) * BLOCK_BYTES)
        ranges: list[tuple[int, int]] = []
        block, last = start // BLOCK_BYTES, -(-covered // BLOCK_BYTES)
        while (first := self._used.find(1, block, last)) >= 0:
            block = self._used.find(0, first, last)
            block = last if block < 0 else block
            ranges.append((max(first * BLOCK_BYTES, start), min(block * BLOCK_BYTES, covered)))
        if covered < end:  # beyond the file system: not understood
            ranges.append((max(covered, start), end))
        return ranges

    def expected(self, start: int) -> int:
        """About how many bytes from `start` on will have to be written; the descriptors count them early."""
        if self.gave_up or not self._groups:
            return max(self._size - start, 0)
        found = max(self._size - max(start, self._groups[-1].end * BLOCK_BYTES), 0)
        for group in self._groups:
            count = group.end - group.first
            behind = min(max(group.end - start // BLOCK_BYTES, 0), count)
            found += behind * (count - group.free_blocks) * BLOCK_BYTES // count
        return found

    def _give_up(self, why: str) -> None:
        self.gave_up = why
        self._captures.clear()

    def _superblock(self, data: bytes) -> None:
        found = Superblock.parse(data, self._size)
        if isinstance(found, str):
            self._give_up(found)
            return
        if found.blocks > _MOST_BLOCKS:
            self._give_up("more than 64 GiB")
            return
        self._captures.want(BLOCK_BYTES, found.descriptor_table_bytes, lambda table: self._descriptors(found, table))

    def _descriptors(self, superblock: Superblock, table: bytes) -> None:
        found = groups(superblock, table)
        if isinstance(found, str):
            self._give_up(found)
            return
        self._used = bytearray(b"\x01") * superblock.blocks
        always: list[tuple[int, int]] = [(0, 1 + superblock.descriptor_blocks)]
        for group in found:
            always += group.metadata
            if group.uninitialised:
                self._used[group.first + group.backup_blocks : group.end] = bytes(
                    max(group.end - group.first - group.backup_blocks, 0)
                )
            else:
                self._want_bitmap(superblock, group)
        self._always = always
        self._groups = found
        self._keep_metadata()

    def _want_bitmap(self, superblock: Superblock, group: Group) -> None:
        def learn(bitmap: bytes) -> None:
            self._bitmap(superblock, group, bitmap)

        self._captures.want(group.bitmap * BLOCK_BYTES, BLOCK_BYTES, learn)

    def _bitmap(self, superblock: Superblock, group: Group, bitmap: bytes) -> None:
        if not superblock.bitmap_is_sound(group, bitmap):
            self._give_up(f"block bitmap of group {group.number} is damaged")
            return
        used = b"".join([_BITS[byte] for byte in bitmap])[: group.end - group.first]
        if used.count(0) != group.free_blocks:
            self._give_up(f"group {group.number} counts {used.count(0)} free blocks, not {group.free_blocks}")
            return
        self._used[group.first : group.end] = used
        self._keep_metadata(group)

    def _keep_metadata(self, within: Group | None = None) -> None:
        """What the descriptors point at is written even where a bitmap calls it free."""
        for first, end in self._always:
            if within is None or (first < within.end and end > within.first):
                self._used[first:end] = b"\x01" * (end - first)
