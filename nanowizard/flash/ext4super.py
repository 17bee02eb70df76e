"""The superblock and group descriptors of an ext4 file system, checked; a reason in words where it is not understood.

Only features that are known not to move or share blocks are accepted. Anything else means "write everything".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from nanowizard.flash.checksum import crc16, crc32c

BLOCK_BYTES = 4096
SUPERBLOCK_AT = 1024
SUPERBLOCK_BYTES = 1024
_MAX_BLOCKS = 1 << 30  # 4 TiB: one byte a block is kept in memory, and no microSD card is larger than 2 TB

_CLEAN, _ERRORS, _ORPHANS = 1, 2, 4

# COMPAT decides nothing about blocks, except where backups lie.
_SPARSE_SUPER2 = 0x200
# INCOMPAT: filetype, extents, 64bit, mmp, flex_bg, ea_inode, csum_seed, largedir, inline_data, encrypt, casefold.
# Not here: compression 1, needs_recovery 4, journal device 8, meta_bg 0x10, dirdata 0x1000.
_64BIT, _CSUM_SEED = 0x80, 0x2000
_INCOMPAT_KNOWN = 0x2 | 0x40 | _64BIT | 0x100 | 0x200 | 0x400 | _CSUM_SEED | 0x4000 | 0x8000 | 0x10000 | 0x20000
# RO_COMPAT: sparse_super, large_file, btree_dir, huge_file, gdt_csum, dir_nlink, extra_isize, quota, metadata_csum,
# readonly, project, verity. Not here: snapshot 0x80, bigalloc 0x200, replica, shared_blocks, orphan_present 0x10000.
_SPARSE_SUPER, _GDT_CSUM, _METADATA_CSUM = 0x1, 0x10, 0x400
_RO_KNOWN = (
    _SPARSE_SUPER | 0x2 | 0x4 | 0x8 | _GDT_CSUM | 0x20 | 0x40 | 0x100 | _METADATA_CSUM | 0x1000 | 0x2000 | 0x8000
)

_BLOCK_UNINIT = 0x2


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One block group. Numbers are blocks; `end` is one past the last. `metadata`: ranges its descriptor points at."""

    number: int
    first: int
    end: int
    bitmap: int
    free_blocks: int
    uninitialised: bool
    backup_blocks: int
    metadata: tuple[tuple[int, int], ...]
    bitmap_checksum: int
    bitmap_checksum_bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Superblock:
    blocks: int
    blocks_per_group: int
    inodes_per_group: int
    inode_bytes: int
    descriptor_bytes: int
    reserved_descriptor_blocks: int
    sparse: bool
    backup_groups: tuple[int, ...] | None  # sparse_super2 names them
    gdt_csum: bool
    metadata_csum: bool
    seed: int
    uuid: bytes

    @property
    def group_count(self) -> int:
        return -(-self.blocks // self.blocks_per_group)

    @property
    def descriptor_table_bytes(self) -> int:
        return self.group_count * self.descriptor_bytes

    @property
    def descriptor_blocks(self) -> int:
        return -(-self.descriptor_table_bytes // BLOCK_BYTES)

    @classmethod
    def parse(cls, data: bytes, partition_bytes: int) -> Superblock | str:
        """The superblock, or why it is not used. `data` is its 1024 bytes."""
        compat, incompat, ro_compat = struct.unpack_from("<III", data, 0x5C)
        if (reason := _refusal(data, incompat, ro_compat)) is not None:
            return reason
        wide = bool(incompat & _64BIT)
        uuid = data[0x68:0x78]
        found = cls(
            blocks=_u32(data, 0x4) | (_u32(data, 0x150) << 32 if wide else 0),
            blocks_per_group=_u32(data, 0x20),
            inodes_per_group=_u32(data, 0x28),
            inode_bytes=_u16(data, 0x58),
            descriptor_bytes=_u16(data, 0xFE) if wide else 32,
            reserved_descriptor_blocks=_u16(data, 0xCE),
            sparse=bool(ro_compat & _SPARSE_SUPER),
            backup_groups=struct.unpack_from("<II", data, 0x24C) if compat & _SPARSE_SUPER2 else None,
            gdt_csum=bool(ro_compat & _GDT_CSUM),
            metadata_csum=bool(ro_compat & _METADATA_CSUM),
            seed=_u32(data, 0x270) if incompat & _CSUM_SEED else crc32c(0xFFFFFFFF, uuid),
            uuid=uuid,
        )
        return found._doubt(data, partition_bytes) or found

    def _doubt(self, data: bytes, partition_bytes: int) -> str | None:
        if self.metadata_csum and crc32c(0xFFFFFFFF, data[:0x3FC]) != _u32(data, 0x3FC):
            return "superblock checksum"
        if not 0 < self.blocks <= min(_MAX_BLOCKS, partition_bytes // BLOCK_BYTES):
            return "more blocks than the partition holds"
        if not 0 < self.blocks_per_group <= 8 * BLOCK_BYTES or self.blocks_per_group % 8:
            return "group size"
        if self.descriptor_bytes not in (32, 64) or self.inode_bytes < 128 or not self.inodes_per_group:
            return "descriptor or inode size"
        return None

    def has_backup(self, group: int) -> bool:
        """Whether the group begins with copies of superblock and descriptors."""
        if group == 0:
            return True
        if self.backup_groups is not None:
            return group in self.backup_groups
        return not self.sparse or group == 1 or any(_is_power(group, base) for base in (3, 5, 7))

    def descriptor_is_sound(self, number: int, raw: bytes) -> bool:
        stored = _u16(raw, 0x1E)
        if self.metadata_csum:
            blank = raw[:0x1E] + b"\0\0" + raw[0x20:]
            return crc32c(self.seed, struct.pack("<I", number) + blank) & 0xFFFF == stored
        if self.gdt_csum:
            return crc16(0xFFFF, self.uuid + struct.pack("<I", number) + raw[:0x1E] + raw[0x20:]) == stored
        return True

    def bitmap_is_sound(self, group: Group, bitmap: bytes) -> bool:
        if not self.metadata_csum:
            return True
        mask = (1 << group.bitmap_checksum_bits) - 1
        return crc32c(self.seed, bitmap[: self.blocks_per_group // 8]) & mask == group.bitmap_checksum


def groups(superblock: Superblock, table: bytes) -> list[Group] | str:
    """All block groups from the descriptor table, or why it is not trusted."""
    found = []
    for number in range(superblock.group_count):
        raw = table[number * superblock.descriptor_bytes : (number + 1) * superblock.descriptor_bytes]
        if not superblock.descriptor_is_sound(number, raw):
            return f"checksum of group descriptor {number}"
        group = _group(superblock, number, raw)
        if group.uninitialised and not (superblock.gdt_csum or superblock.metadata_csum):
            return f"group {number} is uninitialised without a checksum"
        if any(not 0 < first < end <= superblock.blocks for first, end in group.metadata):
            return f"group descriptor {number} points outside"
        found.append(group)
    return found


def _group(superblock: Superblock, number: int, raw: bytes) -> Group:
    wide = superblock.descriptor_bytes >= 64

    def block(at: int) -> int:
        return _u32(raw, at) | (_u32(raw, at + 0x20) << 32 if wide else 0)

    first = number * superblock.blocks_per_group
    bitmap, inode_bitmap, inode_table = block(0), block(4), block(8)
    table_blocks = -(-superblock.inodes_per_group * superblock.inode_bytes // BLOCK_BYTES)
    backup = 1 + superblock.descriptor_blocks + superblock.reserved_descriptor_blocks
    return Group(
        number=number,
        first=first,
        end=min(first + superblock.blocks_per_group, superblock.blocks),
        bitmap=bitmap,
        free_blocks=_u16(raw, 0xC) | (_u16(raw, 0x2C) << 16 if wide else 0),
        uninitialised=bool(_u16(raw, 0x12) & _BLOCK_UNINIT),
        backup_blocks=backup if superblock.has_backup(number) else 0,
        metadata=((bitmap, bitmap + 1), (inode_bitmap, inode_bitmap + 1), (inode_table, inode_table + table_blocks)),
        bitmap_checksum=_u16(raw, 0x18) | (_u16(raw, 0x38) << 16 if wide else 0),
        bitmap_checksum_bits=32 if wide else 16,
    )


def _refusal(data: bytes, incompat: int, ro_compat: int) -> str | None:
    if _u16(data, 0x38) != 0xEF53:
        return "not ext4"
    if 1024 << min(_u32(data, 0x18), 16) != BLOCK_BYTES:
        return "block size"
    if _u32(data, 0x14):
        return "first data block"
    if incompat & ~_INCOMPAT_KNOWN:
        return f"incompatible features {incompat & ~_INCOMPAT_KNOWN:#x}"
    if ro_compat & ~_RO_KNOWN:
        return f"features {ro_compat & ~_RO_KNOWN:#x}"
    if _u16(data, 0x3A) & (_CLEAN | _ERRORS | _ORPHANS) != _CLEAN or _u32(data, 0xE8):
        return "not cleanly unmounted"
    return None


def _is_power(number: int, base: int) -> bool:
    while number > 1 and number % base == 0:
        number //= base
    return number == 1


def _u16(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", data, at)[0]
    return value


def _u32(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", data, at)[0]
    return value
