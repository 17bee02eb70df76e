"""Writes a small ext4 file system into an open file: no mkfs, no privilege, the same on every system.

The form is the one that current `mkfs.ext4` makes, as far as a reader can tell: 4 KiB blocks, 256-byte inodes, extents,
flex_bg with all bitmaps and inode tables at the start, sparse_super and metadata_csum. There is no journal.
Field offsets are those of the kernel's documentation, Documentation/filesystems/ext4. `e2fsck -fn` judges it in tests.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from nanowizard.practice.crc32c import crc32c

BLOCK = 4096
GROUP_BLOCKS = 8 * BLOCK
INODE_BYTES = 256
INODES_PER_GROUP = 1024
FIRST_FREE_INODE = 11
EXTENT_BLOCKS = 32768
"""Longest run that one extent can name."""

ROOT_INODE, LOST_FOUND_INODE = 2, 11
MADE_AT = 1645573020
"""Every time stamp in the file system: 2022-02-22 23:37 UTC, when the image of JetPack 4.6.1 was made."""

_DIRECTORY, _FILE = 0o040000, 0o100000
_UUID = uuid.UUID("6e616e6f-7769-4a61-9264-707261637469").bytes


@dataclass(slots=True)
class _Node:
    """A directory (with `children`) or a file (with `content`). `runs` are its (first block, block count)."""

    inode: int
    content: bytes = b""
    children: dict[str, _Node] | None = None
    runs: list[tuple[int, int]] = field(default_factory=list)


class Ext4Writer:
    """One file system of `size_bytes` (rounded down to blocks) with `files`, path without leading slash to content.

    `hole_blocks` stay free behind every file, as they do on a disk that has been in use.
    Raises ValueError where the files do not fit.
    """

    def __init__(self, size_bytes: int, files: Mapping[str, bytes], *, label: str = "", hole_blocks: int = 0) -> None:
        self._blocks = size_bytes // BLOCK
        self._groups = -(-self._blocks // GROUP_BLOCKS)
        self._label = label.encode()[:16]
        self._table_blocks = INODES_PER_GROUP * INODE_BYTES // BLOCK
        self._used = bytearray(self._blocks)
        self._free_from = 0
        self._seed = crc32c(_UUID)
        self._nodes: list[_Node] = []
        self._tree = self._make_tree(files)
        self._take_metadata()
        for node in self._nodes:
            size = BLOCK if node.children is not None else len(node.content)
            node.runs = self._allocate(-(-size // BLOCK))
            self._free_from += hole_blocks

    @property
    def free_blocks(self) -> list[int]:
        """Numbers of the blocks that hold nothing."""
        return [number for number, used in enumerate(self._used) if not used]

    def write(self, out: BinaryIO, offset: int) -> None:
        """Write everything that is not zero to `out`, which begins at `offset` and reads as zeros there."""
        for position, data in self._pieces():
            out.seek(offset + position)
            out.write(data)

    # --- what lies where

    def _make_tree(self, files: Mapping[str, bytes]) -> _Node:
        root = _Node(ROOT_INODE, children={})
        self._nodes.append(root)
        self._add(root, "lost+found", b"", is_directory=True)
        for path, content in files.items():
            *folders, name = path.split("/")
            node = root
            for folder in folders:
                children = node.children or {}
                node = children.get(folder) or self._add(node, folder, b"", is_directory=True)
            self._add(node, name, content, is_directory=False)
        return root

    def _add(self, parent: _Node, name: str, content: bytes, *, is_directory: bool) -> _Node:
        node = _Node(FIRST_FREE_INODE + len(self._nodes) - 1, content, {} if is_directory else None)
        if node.inode > self._groups * INODES_PER_GROUP or parent.children is None:
            raise ValueError("too many files, or a file in a file")
        parent.children[name] = node
        self._nodes.append(node)
        return node

    def _take_metadata(self) -> None:
        for group in range(self._groups):
            if _has_super(group):
                start = group * GROUP_BLOCKS
                self._used[start : start + 2] = b"\1\1"  # the super block and the one block of descriptors
        self._bitmaps_at = 2
        self._tables_at = 2 + 2 * self._groups
        end = self._tables_at + self._groups * self._table_blocks
        if self._groups > BLOCK // 32 or end > min(self._blocks, GROUP_BLOCKS) or self._tail_too_small():
            raise ValueError("no ext4 of this size")
        self._used[2:end] = b"\1" * (end - 2)
        self._free_from = end

    def _tail_too_small(self) -> bool:
        return 0 < self._blocks % GROUP_BLOCKS < 64

    def _allocate(self, count: int) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        while count:
            start = self._used.find(0, self._free_from)
            if start < 0:
                raise ValueError("the files do not fit")
            stop = self._used.find(1, start)
            length = min(count, EXTENT_BLOCKS, (self._blocks if stop < 0 else stop) - start)
            self._used[start : start + length] = b"\1" * length
            runs.append((start, length))
            self._free_from = start + length
            count -= length
        if len(runs) > 4:
            raise ValueError("a file in more pieces than an inode can name")
        return runs

    # --- the bytes

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        descriptors = self._descriptors()
        for group in range(self._groups):
            if _has_super(group):
                at = group * GROUP_BLOCKS * BLOCK
                yield at + (0 if group else 1024), self._super_block(group)
                yield at + BLOCK, descriptors
            yield (self._bitmaps_at + group) * BLOCK, self._block_bitmap(group)
            yield (self._bitmaps_at + self._groups + group) * BLOCK, self._inode_bitmap(group)
        for node in self._nodes:
            yield self._tables_at * BLOCK + (node.inode - 1) * INODE_BYTES, self._inode(node)
            content = node.content if node.children is None else self._directory(node)
            done = 0
            for start, length in node.runs:
                yield start * BLOCK, content[done : done + length * BLOCK]
                done += length * BLOCK

    def _super_block(self, group: int) -> bytes:
        inodes = self._groups * INODES_PER_GROUP
        block = bytearray(1024)
        struct.pack_into("<IIIII", block, 0, inodes, self._blocks, 0, self._used.count(0), inodes - self._last_inode)
        struct.pack_into("<III", block, 0x14, 0, 2, 2)  # first data block, block and cluster size 1024 << 2
        struct.pack_into("<III", block, 0x20, GROUP_BLOCKS, GROUP_BLOCKS, INODES_PER_GROUP)
        struct.pack_into("<IIHHHHH", block, 0x2C, 0, MADE_AT, 0, 0xFFFF, 0xEF53, 1, 1)  # never mounted, clean
        struct.pack_into("<IIII", block, 0x40, MADE_AT, 0, 0, 1)  # checked, no interval, Linux, dynamic
        struct.pack_into("<IHH", block, 0x54, FIRST_FREE_INODE, INODE_BYTES, group)
        # filetype, extents, flex_bg; sparse_super, large_file, dir_nlink, extra_isize, metadata_csum
        struct.pack_into("<III", block, 0x5C, 0, 0x0242, 0x0463)
        block[0x68:0x78] = _UUID
        block[0x78 : 0x78 + len(self._label)] = self._label
        struct.pack_into("<I", block, 0x108, MADE_AT)
        struct.pack_into("<HH", block, 0x15C, 32, 32)  # room that inodes have and want behind their 128 bytes
        block[0x174], block[0x175] = 4, 1  # 16 groups a flex group; crc32c
        struct.pack_into("<I", block, 0x3FC, crc32c(bytes(block[:0x3FC])))
        return bytes(block)

    @property
    def _last_inode(self) -> int:
        return self._nodes[-1].inode

    def _descriptors(self) -> bytes:
        out = b""
        for group in range(self._groups):
            blocks, inodes = self._block_bitmap(group), self._inode_bitmap(group)
            first = group * GROUP_BLOCKS
            free = self._used.count(0, first, first + GROUP_BLOCKS)
            used_inodes = self._inodes_in(group)
            directories = sum(
                node.children is not None and (node.inode - 1) // INODES_PER_GROUP == group for node in self._nodes
            )
            descriptor = struct.pack(
                "<IIIHHHHIHHHH",
                self._bitmaps_at + group,
                self._bitmaps_at + self._groups + group,
                self._tables_at + group * self._table_blocks,
                free,
                INODES_PER_GROUP - used_inodes,
                directories,
                0x4,  # the inode table is zeroed
                0,
                crc32c(blocks, self._seed) & 0xFFFF,
                crc32c(inodes[: INODES_PER_GROUP // 8], self._seed) & 0xFFFF,
                INODES_PER_GROUP - used_inodes,
                0,
            )
            check = crc32c(descriptor, crc32c(struct.pack("<I", group), self._seed)) & 0xFFFF
            out += descriptor[:-2] + struct.pack("<H", check)
        return out

    def _inodes_in(self, group: int) -> int:
        return min(max(self._last_inode - group * INODES_PER_GROUP, 0), INODES_PER_GROUP)

    def _block_bitmap(self, group: int) -> bytes:
        used = self._used[group * GROUP_BLOCKS : (group + 1) * GROUP_BLOCKS]
        return _bits(used + b"\1" * (GROUP_BLOCKS - len(used)))  # what lies past the end counts as used

    def _inode_bitmap(self, group: int) -> bytes:
        used = self._inodes_in(group)
        return _bits(b"\1" * used + bytes(INODES_PER_GROUP - used) + b"\1" * (GROUP_BLOCKS - INODES_PER_GROUP))

    def _inode(self, node: _Node) -> bytes:
        raw = bytearray(INODE_BYTES)
        blocks = sum(length for _, length in node.runs)
        if node.children is None:
            mode, links, size = _FILE | 0o644, 1, len(node.content)
        else:
            folders = sum(child.children is not None for child in node.children.values())
            mode, links, size = _DIRECTORY | 0o755, 2 + folders, BLOCK
        struct.pack_into("<HHIIIII", raw, 0, mode, 0, size, MADE_AT, MADE_AT, MADE_AT, 0)
        struct.pack_into("<HHII", raw, 0x18, 0, links, blocks * (BLOCK // 512), 0x80000)  # has extents
        struct.pack_into("<HHHHI", raw, 0x28, 0xF30A, len(node.runs), 4, 0, 0)
        done = 0
        for number, (start, length) in enumerate(node.runs):
            struct.pack_into("<IHHI", raw, 0x34 + 12 * number, done, length, 0, start)
            done += length
        struct.pack_into("<H", raw, 0x80, 32)
        check = crc32c(bytes(raw), self._inode_seed(node))
        struct.pack_into("<H", raw, 0x7C, check & 0xFFFF)
        struct.pack_into("<H", raw, 0x82, check >> 16)
        return bytes(raw)

    def _inode_seed(self, node: _Node) -> int:
        return crc32c(struct.pack("<II", node.inode, 0), self._seed)

    def _directory(self, node: _Node) -> bytes:
        parent = next((n for n in self._nodes if n.children and node in n.children.values()), node)
        children = (node.children or {}).items()
        entries = [(".", node), ("..", parent), *children]
        out = b""
        for number, (name, child) in enumerate(entries):
            encoded = name.encode()
            length = 8 + (len(encoded) + 3) // 4 * 4
            if number == len(entries) - 1:
                length = BLOCK - 12 - len(out)  # the last entry takes the rest, up to the checksum
            kind = 1 if child.children is None else 2
            out += struct.pack("<IHBB", child.inode, length, len(encoded), kind) + encoded.ljust(length - 8, b"\0")
        if len(out) != BLOCK - 12:
            raise ValueError("too many entries in one folder")
        return out + struct.pack("<IHBBI", 0, 12, 0, 0xDE, crc32c(out, self._inode_seed(node)))


def _has_super(group: int) -> bool:
    """sparse_super: groups 0 and 1 and the powers of 3, 5 and 7 carry a copy of the super block."""
    if group <= 1:
        return True
    return any(group == base**power for base in (3, 5, 7) for power in range(1, 12))


def _bits(flags: bytes | bytearray) -> bytes:
    """One bit for each byte of `flags` (0 or 1), the lowest first."""
    value = int(bytes(flags[::-1]).translate(_ASCII), 2)
    return value.to_bytes(len(flags) // 8, "little")


_ASCII = bytes([ord("0"), ord("1")]) + bytes(254)
