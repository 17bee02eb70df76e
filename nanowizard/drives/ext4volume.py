"""The blocks, inodes and directory entries of an ext2, ext3 or ext4 file system that nothing has mounted.

Nothing that is read is trusted: numbers are bounds-checked by reading only inside the volume, every loop has an end,
and all reads together have a limit. What is damaged, hostile or unusual gives nothing at all. The journal is not
replayed: a card that was pulled out of a running Nano may show a file as it was a few seconds before.

Layout: https://docs.kernel.org/filesystems/ext4/ (inodes, extents, inline data, directory entries).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields, u16, u32
from nanowizard.drives.partition import Read

ROOT = 2
EXTENTS, INLINE = 0x80000, 0x10000000  # flags of an inode
_COMPRESSION, _JOURNAL_DEVICE, _META_BG = 0x1, 0x8, 0x10  # INCOMPAT: another layout
_EXTENT_HEAD, _EXTENT_MAGIC, _DEEPEST = struct.Struct("<HHHHI"), 0xF30A, 5
_LEAF, _INDEX = struct.Struct("<IHHI"), struct.Struct("<IIHH")
_LONGEST_EXTENT = 32768  # what is longer stands for blocks that were never written
_XATTR_MAGIC, _XATTR_SYSTEM = 0xEA020000, 7


class UnreadableError(Exception):
    """There is no such thing, or it cannot be understood."""


@dataclass(frozen=True, slots=True)
class Inode:
    number: int
    raw: bytes

    @property
    def mode(self) -> int:
        return u16(self.raw, 0)

    @property
    def size_bytes(self) -> int:
        return u32(self.raw, 4) | u32(self.raw, 0x6C) << 32

    @property
    def flags(self) -> int:
        return u32(self.raw, 0x20)

    @property
    def map(self) -> bytes:
        """Block numbers, an extent tree's root, or content: 60 bytes."""
        return self.raw[0x28:0x64]


class Volume:
    """The one at `start_bytes` of the disk. All methods raise UnreadableError, and what `read` raises."""

    def __init__(self, read: Read, start_bytes: int, size_bytes: int, *, most_bytes: int, most_reads: int) -> None:
        self._read = read
        self._start, self._size = start_bytes, size_bytes
        self._left, self._reads_left = most_bytes, most_reads
        fields = parse_fields(self.bytes_at(SUPERBLOCK_AT, SUPERBLOCK_BYTES))
        if fields is None or fields.incompat & (_COMPRESSION | _JOURNAL_DEVICE | _META_BG):
            raise UnreadableError
        self.fields = fields
        self.inode_bytes = fields.inode_bytes or 128
        if not 128 <= self.inode_bytes <= fields.block_bytes or not fields.inodes_per_group:
            raise UnreadableError
        if not 32 <= fields.descriptor_bytes <= fields.block_bytes:
            raise UnreadableError

    def inode(self, number: int) -> Inode:
        fields = self.fields
        group, index = divmod(number - 1, fields.inodes_per_group)
        table = (SUPERBLOCK_AT // fields.block_bytes + 1) * fields.block_bytes  # the block behind the superblock's
        descriptor = self.bytes_at(table + group * fields.descriptor_bytes, fields.descriptor_bytes)
        at = fields.descriptor_block(descriptor, 8) * fields.block_bytes + index * self.inode_bytes
        return Inode(number, self.bytes_at(at, self.inode_bytes))

    def entries(self, folder: Inode) -> Iterator[bytes]:
        """The folder's entries, piece by piece; no entry crosses from one piece into the next."""
        if folder.flags & INLINE:
            yield folder.map[4:]  # behind the number of the folder above
            yield self._inline_rest(folder)
            return
        for index in range(-(-folder.size_bytes // self.fields.block_bytes)):
            yield self.block_of(folder, index)

    def names(self, folder: Inode) -> Iterator[tuple[int, bytes]]:
        """Inode number and name of each entry. Blocks of a hash tree look empty, its leaves are ordinary ones."""
        for entries in self.entries(folder):
            at = 0
            while at + 8 <= len(entries):
                number, length, name_bytes = u32(entries, at), u16(entries, at + 4), entries[at + 6]
                if number and at + 8 + name_bytes <= len(entries):
                    yield number, entries[at + 8 : at + 8 + name_bytes]
                if length < 8:
                    break
                at += length

    def extents(self, inode: Inode) -> Iterator[tuple[int, int]]:
        """(first block, one past the last) of all its content, and of the nodes of its extent tree."""
        if not inode.flags & EXTENTS:
            return
        nodes = [(inode.map, _DEEPEST + 1)]
        while nodes:
            node, deepest = nodes.pop()
            magic, count, _, depth, _ = _EXTENT_HEAD.unpack_from(node)
            if magic != _EXTENT_MAGIC or 12 + 12 * count > len(node) or depth >= deepest:
                raise UnreadableError
            entries = node[12 : 12 + 12 * count]
            if depth == 0:
                for _first, length, high, low in _LEAF.iter_unpack(entries):
                    start = high << 32 | low
                    yield start, start + (length if length <= _LONGEST_EXTENT else length - _LONGEST_EXTENT)
                continue
            for _first, low, high, _ in _INDEX.iter_unpack(entries):
                number = high << 32 | low
                yield number, number + 1
                nodes.append((self.block(number), depth))

    def content(self, inode: Inode, most_bytes: int) -> bytes:
        wanted = min(inode.size_bytes, most_bytes)
        if inode.flags & INLINE:
            return (inode.map + self._inline_rest(inode))[:wanted]
        block_bytes = self.fields.block_bytes
        return b"".join(self.block_of(inode, index) for index in range(-(-wanted // block_bytes)))[:wanted]

    def _inline_rest(self, inode: Inode) -> bytes:
        """What did not fit into the inode's map: the value of its attribute "system.data"."""
        head = 128 + (u16(inode.raw, 0x80) if len(inode.raw) > 0x82 else 0)
        if len(inode.raw) < head + 4 or u32(inode.raw, head) != _XATTR_MAGIC:
            return b""
        first = at = head + 4
        while at + 16 <= len(inode.raw) and u32(inode.raw, at):
            name_bytes, kind, value_at = inode.raw[at], inode.raw[at + 1], u16(inode.raw, at + 2)
            if kind == _XATTR_SYSTEM and inode.raw[at + 16 : at + 16 + name_bytes] == b"data":
                return inode.raw[first + value_at : first + value_at + u32(inode.raw, at + 8)]
            at += 16 + (name_bytes + 3) // 4 * 4
        return b""

    def block_of(self, inode: Inode, index: int) -> bytes:
        """The block `index` of a file. A hole is a damaged file here: nothing that is looked for has any."""
        number = self._by_extents(inode, index) if inode.flags & EXTENTS else self._by_numbers(inode, index)
        return self.block(number)

    def _by_extents(self, inode: Inode, index: int) -> int:
        node = inode.map
        for _ in range(_DEEPEST + 1):
            magic, count, _, depth, _ = _EXTENT_HEAD.unpack_from(node)
            if magic != _EXTENT_MAGIC or 12 + 12 * count > len(node):
                break
            if depth == 0:
                return _block_in_leaf(node[12 : 12 + 12 * count], index)
            below = [entry for entry in _INDEX.iter_unpack(node[12 : 12 + 12 * count]) if entry[0] <= index]
            if not below:
                break
            _, low, high, _ = below[-1]
            node = self.block(high << 32 | low)
        raise UnreadableError

    def _by_numbers(self, inode: Inode, index: int) -> int:
        """ext2 and ext3: twelve numbers, then a block of numbers, then a block of blocks of numbers."""
        each = self.fields.block_bytes // 4
        if index < 12:
            return u32(inode.map, 4 * index)
        index -= 12
        if index < each:
            return u32(self.block(u32(inode.map, 48)), 4 * index)
        index -= each
        if index < each * each:
            return u32(self.block(u32(self.block(u32(inode.map, 52)), 4 * (index // each))), 4 * (index % each))
        raise UnreadableError

    def block(self, number: int) -> bytes:
        if number == 0:
            raise UnreadableError
        return self.bytes_at(number * self.fields.block_bytes, self.fields.block_bytes)

    def bytes_at(self, at: int, length: int) -> bytes:
        """Whole, inside the volume and within the limits, or not at all."""
        self._left -= length
        self._reads_left -= 1
        if at + length > self._size or self._left < 0 or self._reads_left < 0:
            raise UnreadableError
        data = self._read(self._start + at, length)
        if len(data) != length:
            raise UnreadableError
        return data


def _block_in_leaf(extents: bytes, index: int) -> int:
    for first, length, high, low in _LEAF.iter_unpack(extents):
        if first <= index < first + length and length <= _LONGEST_EXTENT:
            return int(high << 32 | low) + index - int(first)
    raise UnreadableError
