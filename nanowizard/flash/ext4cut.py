"""The blocks of an ext4 file system that say how long it is, as they must be when it ends earlier. Pure bytes.

Only for an end inside of its last group, whose blocks behind that end are free: no group, no inode and no table goes.
"""

from __future__ import annotations

import struct

from nanowizard.drives.ext4super import SUPERBLOCK_BYTES, parse_fields, u16, u32
from nanowizard.flash.checksum import crc32c
from nanowizard.flash.ext4super import DESCRIPTOR_CHECKSUM_AT, Group, Superblock

# (lower half, upper half) of a count of blocks in the superblock.
_BLOCKS, _RESERVED, _FREE = (0x4, 0x150), (0x8, 0x154), (0xC, 0x158)
_CHECKSUM_AT = 0x3FC


def is_copy(data: bytes, superblock: Superblock) -> bool:
    """Whether these 1024 bytes are a copy of this superblock, sound as far as it can be told."""
    fields, own = parse_fields(data), superblock.fields
    if fields is None or (fields.uuid, fields.blocks, fields.block_bytes) != (own.uuid, own.blocks, own.block_bytes):
        return False
    return not superblock.metadata_csum or crc32c(0xFFFFFFFF, data[:_CHECKSUM_AT]) == fields.checksum


def cut_superblock(superblock: Superblock, data: bytes, blocks: int) -> bytes:
    """`data`, or a copy of it elsewhere, for a file system of `blocks`.

    The share that is reserved for root stays the same. Copies are older than the superblock: what they count as free
    may be less than what is cut off.
    """
    old, wide, new = superblock.blocks, superblock.fields.is_wide, bytearray(data[:SUPERBLOCK_BYTES])
    _put(new, _BLOCKS, blocks, wide=wide)
    _put(new, _RESERVED, _get(data, _RESERVED, wide=wide) * blocks // old, wide=wide)
    _put(new, _FREE, max(_get(data, _FREE, wide=wide) - (old - blocks), 0), wide=wide)
    if superblock.metadata_csum:
        struct.pack_into("<I", new, _CHECKSUM_AT, crc32c(0xFFFFFFFF, bytes(new[:_CHECKSUM_AT])))
    return bytes(new)


def free_blocks(superblock: Superblock, data: bytes) -> int:
    return _get(data, _FREE, wide=superblock.fields.is_wide)


def cut_bitmap(group: Group, bitmap: bytes, blocks: int) -> bytes | None:
    """The block bitmap of the last group with what is cut off marked as never there; None where a file lies there."""
    new = bytearray(bitmap)
    for bit in range(blocks - group.first, group.end - group.first):
        if new[bit // 8] & 1 << bit % 8:
            return None
        new[bit // 8] |= 1 << bit % 8
    return bytes(new)


def cut_descriptor(superblock: Superblock, group: Group, raw: bytes, bitmap: bytes, blocks: int) -> bytes:
    """The descriptor of the last group, for the cut `bitmap`."""
    new = bytearray(raw)
    wide = len(raw) >= 64
    free = group.free_blocks - (superblock.blocks - blocks)
    struct.pack_into("<H", new, 0xC, free & 0xFFFF)
    checksum = superblock.bitmap_checksum(group, bitmap)
    if checksum is not None:
        struct.pack_into("<H", new, 0x18, checksum & 0xFFFF)
    if wide:
        struct.pack_into("<H", new, 0x2C, free >> 16)
        struct.pack_into("<H", new, 0x38, (checksum or 0) >> 16 if checksum is not None else u16(raw, 0x38))
    own = superblock.descriptor_checksum(group.number, bytes(new))
    struct.pack_into("<H", new, DESCRIPTOR_CHECKSUM_AT, u16(raw, DESCRIPTOR_CHECKSUM_AT) if own is None else own)
    return bytes(new)


def _get(data: bytes, halves: tuple[int, int], *, wide: bool) -> int:
    return u32(data, halves[0]) | (u32(data, halves[1]) << 32 if wide else 0)


def _put(data: bytearray, halves: tuple[int, int], value: int, *, wide: bool) -> None:
    struct.pack_into("<I", data, halves[0], value & 0xFFFFFFFF)
    if wide:
        struct.pack_into("<I", data, halves[1], value >> 32)
