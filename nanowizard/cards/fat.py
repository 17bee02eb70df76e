"""A new, empty FAT12, FAT16 or FAT32 volume as bytes.

Fields by their names in Microsoft's FAT specification 1.03 (fatgen103) and ECMA-107. Pure.
"""

from __future__ import annotations

import struct

from nanowizard.cards.geometry import SECTOR, FatGeometry
from nanowizard.cards.volume import Piece, VolumeImage, fat_label

_BPB = struct.Struct("<3s8sHBHBHHBHHHII")
_BPB_FAT32 = struct.Struct("<IHHIHH12x")
_EXTENDED = struct.Struct("<BBBI11s8s")
_FSINFO = struct.Struct("<4s480x4sII12x4s")
_MEDIA = 0xF8
_ATTR_VOLUME_ID = 0x08
_BACKUP_AT = 6
_ROOT_CLUSTER = 2
# For the BIOS's old interrupt; every card of more than 4 GiB has these.
_SECTORS_PER_TRACK, _HEADS = 63, 255


def fat_image(geometry: FatGeometry, *, label: str, volume_id: int) -> VolumeImage:
    """Raises CardError card.label_invalid."""
    name = fat_label(label)
    boot = Piece(0, _boot_sector(geometry, name, volume_id))
    first_fat = geometry.reserved * SECTOR
    fat = _fat_start(geometry.bits)
    root_at = (geometry.data if geometry.bits == 32 else geometry.data - geometry.root) * SECTOR
    pieces = [boot, Piece(first_fat, fat), Piece(first_fat + geometry.fat * SECTOR, fat)]
    if label.strip():
        pieces.append(Piece(root_at, name + bytes([_ATTR_VOLUME_ID]) + bytes(20)))
    if geometry.bits == 32:
        pieces += _fat32_sectors(geometry, boot.data)
    area = geometry.data + (geometry.cluster if geometry.bits == 32 else 0)
    return VolumeImage(area * SECTOR, tuple(pieces))


def _boot_sector(geometry: FatGeometry, name: bytes, volume_id: int) -> bytes:
    wide = geometry.bits == 32
    small = not wide and geometry.sectors < 0x10000
    bpb = _BPB.pack(
        b"\xeb\x58\x90" if wide else b"\xeb\x3c\x90",
        b"MSWIN4.1",  # the specification recommends it: some drivers look at nothing else
        SECTOR,
        geometry.cluster,
        geometry.reserved,
        2,
        0 if wide else geometry.root * SECTOR // 32,
        geometry.sectors if small else 0,
        _MEDIA,
        0 if wide else geometry.fat,
        _SECTORS_PER_TRACK,
        _HEADS,
        geometry.start,
        0 if small else geometry.sectors,
    )
    if wide:
        bpb += _BPB_FAT32.pack(geometry.fat, 0, 0, _ROOT_CLUSTER, 1, _BACKUP_AT)
    kind = f"FAT{geometry.bits}".encode().ljust(8)
    head = bpb + _EXTENDED.pack(0x80, 0, 0x29, volume_id, name, kind)
    return head.ljust(SECTOR - 2, b"\0") + b"\x55\xaa"


def _fat32_sectors(geometry: FatGeometry, boot: bytes) -> list[Piece]:
    """FSInfo, the third boot sector, and the copies of all three."""
    free = geometry.clusters - 1
    info = _FSINFO.pack(b"RRaA", b"rrAa", free, _ROOT_CLUSTER + 1, b"\0\0\x55\xaa")
    third = bytes(SECTOR - 2) + b"\x55\xaa"
    return [
        Piece(SECTOR, info),
        Piece(2 * SECTOR, third),
        Piece(_BACKUP_AT * SECTOR, boot),
        Piece((_BACKUP_AT + 1) * SECTOR, info),
        Piece((_BACKUP_AT + 2) * SECTOR, third),
    ]


def _fat_start(bits: int) -> bytes:
    """The two reserved entries, and in FAT32 the end of the root directory's chain."""
    if bits == 12:
        return bytes([_MEDIA, 0xFF, 0xFF])
    if bits == 16:
        return struct.pack("<HH", 0xFF00 | _MEDIA, 0xFFFF)
    return struct.pack("<III", 0x0FFFFF00 | _MEDIA, 0x0FFFFFFF, 0x0FFFFFFF)
