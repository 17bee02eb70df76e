"""Reads one small file out of an ext2, ext3 or ext4 file system that nothing has mounted.

It trusts nothing that it reads: numbers are bounds-checked by reading only inside the volume, every loop has an end,
and all reads together have a limit. What is damaged, hostile or unusual gives nothing at all. The journal is not
replayed: a card that was pulled out of a running Nano may show a file as it was a few seconds before.

Layout: https://docs.kernel.org/filesystems/ext4/ (inodes, extents, inline data, directory entries).
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields, u16, u32
from nanowizard.drives.partition import Read

# What one file may cost: a superblock, three inodes and the directories on the way, also ones of thousands of names.
MOST_BYTES = 384 * 1024
MOST_READS = 400
MOST_LINKS = 8

_ROOT = 2
_COMPRESSION, _JOURNAL_DEVICE, _META_BG = 0x1, 0x8, 0x10  # INCOMPAT: another layout
_EXTENTS, _INLINE = 0x80000, 0x10000000  # flags of an inode
_EXTENT_HEAD, _EXTENT_MAGIC, _DEEPEST = struct.Struct("<HHHHI"), 0xF30A, 5
_LEAF, _INDEX = struct.Struct("<IHHI"), struct.Struct("<IIHH")
_LONGEST_EXTENT = 32768  # what is longer stands for blocks that were never written
_XATTR_MAGIC, _XATTR_SYSTEM = 0xEA020000, 7
_FAST_LINK_BYTES, _LONGEST_LINK_BYTES = 60, 4095


class _UnreadableError(Exception):
    """There is no such file, or it cannot be understood."""


@dataclass(frozen=True, slots=True)
class _Inode:
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


def read_ext4_file(read: Read, start_bytes: int, size_bytes: int, path: Sequence[str], most_bytes: int) -> bytes:
    """The first `most_bytes` of the file at `path` (its folders and its name) in the volume there on the disk.

    Empty where there is none or it cannot be read. Raises only what `read` raises.
    """
    try:
        return _Volume(read, start_bytes, size_bytes).file(path, most_bytes)
    except _UnreadableError:
        return b""


class _Volume:
    def __init__(self, read: Read, start_bytes: int, size_bytes: int) -> None:
        self._read = read
        self._start, self._size = start_bytes, size_bytes
        self._left, self._reads_left = MOST_BYTES, MOST_READS
        fields = parse_fields(self._bytes(SUPERBLOCK_AT, SUPERBLOCK_BYTES))
        if fields is None or fields.incompat & (_COMPRESSION | _JOURNAL_DEVICE | _META_BG):
            raise _UnreadableError
        self._fields = fields
        self._inode_bytes = fields.inode_bytes or 128
        if not 128 <= self._inode_bytes <= fields.block_bytes or not fields.inodes_per_group:
            raise _UnreadableError
        if not 32 <= fields.descriptor_bytes <= fields.block_bytes:
            raise _UnreadableError

    def file(self, path: Sequence[str], most_bytes: int) -> bytes:
        inode = self._walk(path)
        if not stat.S_ISREG(inode.mode):
            raise _UnreadableError
        return self._content(inode, most_bytes)

    def _walk(self, path: Sequence[str]) -> _Inode:
        """Follows symbolic links as the kernel does, never out of the volume."""
        to_go, trail, links = list(reversed(path)), [self._inode(_ROOT)], 0
        while to_go:
            name = to_go.pop()
            if name in ("", "."):
                continue
            if name == "..":
                trail = trail[:-1] or trail
                continue
            found = self._inode(self._lookup(trail[-1], name.encode()))
            if not stat.S_ISLNK(found.mode):
                trail.append(found)
                continue
            links += 1
            if links > MOST_LINKS:
                raise _UnreadableError
            target = self._target(found)
            if target.startswith("/"):
                trail = trail[:1]
            to_go += reversed(target.split("/"))
        return trail[-1]

    def _target(self, link: _Inode) -> str:
        is_fast = link.size_bytes < _FAST_LINK_BYTES and not link.flags & (_EXTENTS | _INLINE)
        raw = link.map[: link.size_bytes] if is_fast else self._content(link, _LONGEST_LINK_BYTES)
        return raw.decode("utf-8", "replace")

    def _lookup(self, folder: _Inode, name: bytes) -> int:
        """The inode number of `name`. Blocks of a hash tree look empty to this search, its leaves are ordinary ones."""
        if not stat.S_ISDIR(folder.mode):
            raise _UnreadableError
        for entries in self._entries(folder):
            at = 0
            while at + 8 <= len(entries):
                number, length, name_bytes = u32(entries, at), u16(entries, at + 4), entries[at + 6]
                if number and entries[at + 8 : at + 8 + name_bytes] == name and at + 8 + name_bytes <= len(entries):
                    return number
                if length < 8:
                    break
                at += length
        raise _UnreadableError

    def _entries(self, folder: _Inode) -> Iterator[bytes]:
        """The folder's entries, piece by piece; no entry crosses from one piece into the next."""
        if folder.flags & _INLINE:
            yield folder.map[4:]  # behind the number of the folder above
            yield self._inline_rest(folder)
            return
        for index in range(-(-folder.size_bytes // self._fields.block_bytes)):
            yield self._block_of(folder, index)

    def _content(self, inode: _Inode, most_bytes: int) -> bytes:
        wanted = min(inode.size_bytes, most_bytes)
        if inode.flags & _INLINE:
            return (inode.map + self._inline_rest(inode))[:wanted]
        block_bytes = self._fields.block_bytes
        return b"".join(self._block_of(inode, index) for index in range(-(-wanted // block_bytes)))[:wanted]

    def _inline_rest(self, inode: _Inode) -> bytes:
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

    def _block_of(self, inode: _Inode, index: int) -> bytes:
        """The block `index` of a file. A hole is a damaged file here: nothing that is looked for has any."""
        number = self._by_extents(inode, index) if inode.flags & _EXTENTS else self._by_numbers(inode, index)
        return self._block(number)

    def _by_extents(self, inode: _Inode, index: int) -> int:
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
            node = self._block(high << 32 | low)
        raise _UnreadableError

    def _by_numbers(self, inode: _Inode, index: int) -> int:
        """ext2 and ext3: twelve numbers, then a block of numbers, then a block of blocks of numbers."""
        each = self._fields.block_bytes // 4
        if index < 12:
            return u32(inode.map, 4 * index)
        index -= 12
        if index < each:
            return u32(self._block(u32(inode.map, 48)), 4 * index)
        index -= each
        if index < each * each:
            return u32(self._block(u32(self._block(u32(inode.map, 52)), 4 * (index // each))), 4 * (index % each))
        raise _UnreadableError

    def _inode(self, number: int) -> _Inode:
        fields = self._fields
        group, index = divmod(number - 1, fields.inodes_per_group)
        table = (SUPERBLOCK_AT // fields.block_bytes + 1) * fields.block_bytes  # the block behind the superblock's
        descriptor = self._bytes(table + group * fields.descriptor_bytes, fields.descriptor_bytes)
        at = fields.descriptor_block(descriptor, 8) * fields.block_bytes + index * self._inode_bytes
        return _Inode(number, self._bytes(at, self._inode_bytes))

    def _block(self, number: int) -> bytes:
        if number == 0:
            raise _UnreadableError
        return self._bytes(number * self._fields.block_bytes, self._fields.block_bytes)

    def _bytes(self, at: int, length: int) -> bytes:
        """Whole, inside the volume and within the limits, or not at all."""
        self._left -= length
        self._reads_left -= 1
        if at + length > self._size or self._left < 0 or self._reads_left < 0:
            raise _UnreadableError
        data = self._read(self._start + at, length)
        if len(data) != length:
            raise _UnreadableError
        return data


def _block_in_leaf(extents: bytes, index: int) -> int:
    for first, length, high, low in _LEAF.iter_unpack(extents):
        if first <= index < first + length and length <= _LONGEST_EXTENT:
            return int(high << 32 | low) + index - int(first)
    raise _UnreadableError
