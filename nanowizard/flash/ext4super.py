"""The superblock and group descriptors of an ext4 file system, checked; a reason in words where it is not understood.

Only features that are known not to move or share blocks are accepted. Anything else means "write everything".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from nanowizard.drives.ext4super import CSUM_SEED, IS_64BIT, SPARSE_SUPER, Ext4Fields, parse_fields, u16
from nanowizard.flash.checksum import crc16, crc32c

BLOCK_BYTES = 4096
_MOST_BLOCKS = 1 << 30  # 4 TiB: no microSD card is larger than 2 TB
_MOST_GROUPS = 4096  # 512 GiB with the usual 128 MiB for each; a damaged number must not make us keep gigabytes

_CLEAN, _ERRORS, _ORPHANS = 1, 2, 4

# COMPAT decides nothing about blocks, except where backups lie (sparse_super2).
# INCOMPAT: filetype, extents, 64bit, mmp, flex_bg, ea_inode, csum_seed, largedir, inline_data, encrypt, casefold.
# Not here: compression 1, needs_recovery 4, journal device 8, meta_bg 0x10, dirdata 0x1000.
_INCOMPAT_KNOWN = 0x2 | 0x40 | IS_64BIT | 0x100 | 0x200 | 0x400 | CSUM_SEED | 0x4000 | 0x8000 | 0x10000 | 0x20000
# RO_COMPAT: sparse_super, large_file, btree_dir, huge_file, gdt_csum, dir_nlink, extra_isize, quota, metadata_csum,
# readonly, project, verity. Not here: snapshot 0x80, bigalloc 0x200, replica, shared_blocks, orphan_present 0x10000.
_GDT_CSUM, _METADATA_CSUM = 0x10, 0x400
_RO_KNOWN = SPARSE_SUPER | 0x2 | 0x4 | 0x8 | _GDT_CSUM | 0x20 | 0x40 | 0x100 | _METADATA_CSUM | 0x1000 | 0x2000 | 0x8000

_BLOCK_UNINIT = 0x2
DESCRIPTOR_CHECKSUM_AT = 0x1E


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
    """`seed` is what every checksum begins with."""

    fields: Ext4Fields
    gdt_csum: bool
    metadata_csum: bool
    seed: int

    @property
    def blocks(self) -> int:
        return self.fields.blocks

    @property
    def group_count(self) -> int:
        return -(-self.blocks // self.fields.blocks_per_group)

    @property
    def descriptor_table_bytes(self) -> int:
        return self.group_count * self.fields.descriptor_bytes

    @property
    def descriptor_blocks(self) -> int:
        return -(-self.descriptor_table_bytes // BLOCK_BYTES)

    @classmethod
    def parse(cls, data: bytes, partition_bytes: int) -> Superblock | str:
        """The superblock, or why it is not used. `data` is its 1024 bytes."""
        fields = parse_fields(data)
        if fields is None:
            return "not ext4"
        if (reason := _refusal(fields)) is not None:
            return reason
        found = cls(
            fields=fields,
            gdt_csum=bool(fields.ro_compat & _GDT_CSUM),
            metadata_csum=bool(fields.ro_compat & _METADATA_CSUM),
            seed=fields.checksum_seed if fields.incompat & CSUM_SEED else crc32c(0xFFFFFFFF, fields.uuid),
        )
        return found._doubt(data, partition_bytes) or found

    def _doubt(self, data: bytes, partition_bytes: int) -> str | None:
        fields = self.fields
        if self.metadata_csum and crc32c(0xFFFFFFFF, data[:0x3FC]) != fields.checksum:
            return "superblock checksum"
        if not 0 < self.blocks <= min(_MOST_BLOCKS, partition_bytes // BLOCK_BYTES):
            return "more blocks than the partition holds"
        if not 0 < fields.blocks_per_group <= 8 * BLOCK_BYTES or fields.blocks_per_group % 8:
            return "group size"
        if self.group_count > _MOST_GROUPS:
            return "number of groups"
        if fields.descriptor_bytes not in (32, 64) or fields.inode_bytes < 128 or not fields.inodes_per_group:
            return "descriptor or inode size"
        return None

    def descriptor_checksum(self, number: int, raw: bytes) -> int | None:
        """What belongs into the descriptor's last field; None where this file system has none."""
        index = struct.pack("<I", number)
        if self.metadata_csum:
            return crc32c(self.seed, index + raw[:DESCRIPTOR_CHECKSUM_AT] + b"\0\0" + raw[0x20:]) & 0xFFFF
        if self.gdt_csum:
            return crc16(0xFFFF, self.fields.uuid + index + raw[:DESCRIPTOR_CHECKSUM_AT] + raw[0x20:])
        return None

    def descriptor_is_sound(self, number: int, raw: bytes) -> bool:
        return self.descriptor_checksum(number, raw) in (None, u16(raw, DESCRIPTOR_CHECKSUM_AT))

    def bitmap_checksum(self, group: Group, bitmap: bytes) -> int | None:
        """What the group's descriptor says of a block bitmap; None where it says nothing."""
        if not self.metadata_csum:
            return None
        mask = (1 << group.bitmap_checksum_bits) - 1
        return crc32c(self.seed, bitmap[: self.fields.blocks_per_group // 8]) & mask

    def bitmap_is_sound(self, group: Group, bitmap: bytes) -> bool:
        return self.bitmap_checksum(group, bitmap) in (None, group.bitmap_checksum)


def groups(superblock: Superblock, table: bytes) -> list[Group] | str:
    """All block groups from the descriptor table, or why it is not trusted."""
    found = []
    size = superblock.fields.descriptor_bytes
    for number in range(superblock.group_count):
        raw = table[number * size : (number + 1) * size]
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
    fields = superblock.fields
    wide = fields.descriptor_bytes >= 64
    bitmap, inode_bitmap, inode_table = (fields.descriptor_block(raw, at) for at in (0, 4, 8))
    first = number * fields.blocks_per_group
    table_blocks = -(-fields.inodes_per_group * fields.inode_bytes // BLOCK_BYTES)
    backup = 1 + superblock.descriptor_blocks + fields.reserved_descriptor_blocks
    return Group(
        number=number,
        first=first,
        end=min(first + fields.blocks_per_group, superblock.blocks),
        bitmap=bitmap,
        free_blocks=u16(raw, 0xC) | (u16(raw, 0x2C) << 16 if wide else 0),
        uninitialised=bool(u16(raw, 0x12) & _BLOCK_UNINIT),
        backup_blocks=backup if superblock.fields.has_backup(number) else 0,
        metadata=((bitmap, bitmap + 1), (inode_bitmap, inode_bitmap + 1), (inode_table, inode_table + table_blocks)),
        bitmap_checksum=u16(raw, 0x18) | (u16(raw, 0x38) << 16 if wide else 0),
        bitmap_checksum_bits=32 if wide else 16,
    )


def _refusal(fields: Ext4Fields) -> str | None:
    if fields.block_bytes != BLOCK_BYTES:
        return "block size"
    if fields.first_block:
        return "first data block"
    if fields.incompat & ~_INCOMPAT_KNOWN:
        return f"incompatible features {fields.incompat & ~_INCOMPAT_KNOWN:#x}"
    if fields.ro_compat & ~_RO_KNOWN:
        return f"features {fields.ro_compat & ~_RO_KNOWN:#x}"
    if fields.state & (_CLEAN | _ERRORS | _ORPHANS) != _CLEAN or fields.last_orphan:
        return "not cleanly unmounted"
    return None
