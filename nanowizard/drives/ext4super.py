"""The superblock and group descriptors of ext2, ext3 and ext4: where their fields are, and nothing about trust.

Layout: https://docs.kernel.org/filesystems/ext4/. Whoever needs a sound file system checks more (`flash.ext4super`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SUPERBLOCK_AT = 1024
SUPERBLOCK_BYTES = 1024
_MAGIC = 0xEF53
_SPARSE_BASES = (3, 5, 7)
_LARGEST_SHIFT = 6  # 64 KiB blocks

SPARSE_SUPER2 = 0x200  # COMPAT
SPARSE_SUPER = 0x1  # RO_COMPAT
IS_64BIT, CSUM_SEED = 0x80, 0x2000  # INCOMPAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Ext4Fields:
    """As the superblock states them, unchecked but for `block_bytes` (1024 to 65536). `label` may hold anything.

    `inode_bytes` is 0 in the first revision, which had no such field and inodes of 128 bytes. `state` is clean 1,
    errors 2, orphans 4; `last_orphan` an inode number or 0.
    """

    blocks: int
    first_block: int
    block_bytes: int
    blocks_per_group: int
    inodes_per_group: int
    inode_bytes: int
    descriptor_bytes: int
    reserved_descriptor_blocks: int
    compat: int
    incompat: int
    ro_compat: int
    state: int
    last_orphan: int
    uuid: bytes
    label: str
    checksum_seed: int
    backup_groups: tuple[int, ...]
    checksum: int

    @property
    def is_wide(self) -> bool:
        """Block numbers have 64 bits, and descriptors a second half."""
        return bool(self.incompat & IS_64BIT)

    def has_backup(self, group: int) -> bool:
        """Whether the group begins with copies of superblock and descriptors."""
        if group == 0:
            return True
        if self.compat & SPARSE_SUPER2:
            return group in self.backup_groups
        is_sparse = bool(self.ro_compat & SPARSE_SUPER)
        return not is_sparse or group == 1 or any(_is_power(group, base) for base in _SPARSE_BASES)

    def farthest_backup(self) -> int | None:
        """Where the last copy of the superblock stands, in bytes from the file system's beginning; None: there is none.

        What the fields state is unchecked: it may lie anywhere.
        """
        per_group = self.blocks_per_group
        count = -(-max(self.blocks - self.first_block, 0) // per_group) if per_group else 0
        powers = (base**exponent for base in _SPARSE_BASES for exponent in range(41))
        candidates = [one for one in (1, count - 1, *powers, *self.backup_groups) if 0 < one < count]
        last = max(filter(self.has_backup, candidates), default=None)
        return None if last is None else (self.first_block + last * per_group) * self.block_bytes

    def descriptor_block(self, raw: bytes, at: int) -> int:
        """The block number at `at` of a group descriptor: 0 its block bitmap, 4 inode bitmap, 8 inode table."""
        high = u32(raw, at + 0x20) << 32 if self.is_wide and self.descriptor_bytes >= 64 else 0
        return u32(raw, at) | high


def parse_fields(data: bytes) -> Ext4Fields | None:
    """None where these 1024 bytes are no such superblock."""
    if len(data) < SUPERBLOCK_BYTES or u16(data, 0x38) != _MAGIC or u32(data, 0x18) > _LARGEST_SHIFT:
        return None
    compat, incompat, ro_compat = struct.unpack_from("<III", data, 0x5C)
    wide = bool(incompat & IS_64BIT)
    return Ext4Fields(
        blocks=u32(data, 0x4) | (u32(data, 0x150) << 32 if wide else 0),
        first_block=u32(data, 0x14),
        block_bytes=1024 << u32(data, 0x18),
        blocks_per_group=u32(data, 0x20),
        inodes_per_group=u32(data, 0x28),
        inode_bytes=u16(data, 0x58),
        descriptor_bytes=u16(data, 0xFE) if wide else 32,
        reserved_descriptor_blocks=u16(data, 0xCE),
        compat=compat,
        incompat=incompat,
        ro_compat=ro_compat,
        state=u16(data, 0x3A),
        last_orphan=u32(data, 0xE8),
        uuid=data[0x68:0x78],
        label=data[0x78:0x88].partition(b"\0")[0].decode("utf-8", "replace"),
        checksum_seed=u32(data, 0x270),
        backup_groups=struct.unpack_from("<II", data, 0x24C),
        checksum=u32(data, 0x3FC),
    )


def _is_power(number: int, base: int) -> bool:
    while number > 1 and number % base == 0:
        number //= base
    return number == 1


def u16(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", data, at)[0]
    return value


def u32(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", data, at)[0]
    return value
