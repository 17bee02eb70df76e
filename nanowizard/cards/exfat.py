"""A new, empty exFAT volume as bytes, after Microsoft's "exFAT file system specification". Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from nanowizard.cards.geometry import SECTOR, ExFatGeometry
from nanowizard.cards.upcase import upcase_table
from nanowizard.cards.volume import Piece, VolumeImage, exfat_label

_BOOT = struct.Struct("<3s8s53xQQIIIIIIHHBBBBB7x")
_BOOT_SECTORS = 12  # boot sector, eight extended ones, OEM parameters, one reserved, the checksum
_NOT_SUMMED = frozenset((106, 107, 112))  # VolumeFlags and PercentInUse change while the volume is in use
_END_OF_CHAIN = 0xFFFFFFFF
_LABEL, _BITMAP, _UPCASE = 0x83, 0x81, 0x82
_NO_LABEL = 0x03


def exfat_image(geometry: ExFatGeometry, *, label: str, volume_id: int) -> VolumeImage:
    """Bitmap, up-case table and root directory begin the heap. Raises CardError card.label_invalid."""
    name = exfat_label(label)
    cluster = geometry.cluster * SECTOR
    upcase = upcase_table()
    bitmap_bytes = -(-geometry.clusters // 8)
    lengths = [-(-size // cluster) for size in (bitmap_bytes, len(upcase), 1)]
    used = sum(lengths)
    at_upcase, at_root = 2 + lengths[0], 2 + lengths[0] + lengths[1]
    boot = _boot_region(geometry, at_root, volume_id)
    heap = geometry.heap * SECTOR

    def offset(number: int) -> int:
        return heap + (number - 2) * cluster

    pieces = (
        Piece(0, boot),
        Piece(len(boot), boot),
        Piece(geometry.fat_offset * SECTOR, b"".join(_chains(lengths))),
        Piece(offset(2), ((1 << used) - 1).to_bytes(-(-used // 8), "little")),
        Piece(offset(at_upcase), upcase),
        Piece(offset(at_root), _root(name, bitmap_bytes, upcase, at_upcase)),
    )
    return VolumeImage(heap + used * cluster, pieces)


def checksum(data: bytes, *, skip: frozenset[int] = frozenset()) -> int:
    """The 32-bit rotating sum that the specification has for the boot region and for the up-case table."""
    value = 0
    for index, byte in enumerate(data):
        if index not in skip:
            value = ((value << 31 | value >> 1) + byte) & 0xFFFFFFFF
    return value


def _boot_region(geometry: ExFatGeometry, root: int, volume_id: int) -> bytes:
    boot = _BOOT.pack(
        b"\xeb\x76\x90",
        b"EXFAT   ",
        geometry.start,
        geometry.sectors,
        geometry.fat_offset,
        geometry.fat,
        geometry.heap,
        geometry.clusters,
        root,
        volume_id,
        0x0100,
        0,
        SECTOR.bit_length() - 1,
        geometry.cluster.bit_length() - 1,
        1,
        0x80,
        0,
    )
    boot = boot.ljust(SECTOR - 2, b"\xf4") + b"\x55\xaa"  # HLT: nothing starts from this volume
    extended = bytes(SECTOR - 4) + b"\0\0\x55\xaa"
    region = boot + 8 * extended + bytes(2 * SECTOR)
    return region + struct.pack("<I", checksum(region, skip=_NOT_SUMMED)) * (SECTOR // 4)


def _chains(lengths: list[int]) -> Iterator[bytes]:
    """The FAT: two reserved entries, then one chain after the other."""
    yield struct.pack("<II", 0xFFFFFFF8, _END_OF_CHAIN)
    at = 2
    for length in lengths:
        yield b"".join(struct.pack("<I", number) for number in range(at + 1, at + length))
        yield struct.pack("<I", _END_OF_CHAIN)
        at += length


def _root(name: bytes, bitmap_bytes: int, upcase: bytes, at_upcase: int) -> bytes:
    label = struct.pack("<BB22s8x", _LABEL if name else _NO_LABEL, len(name) // 2, name)
    bitmap = struct.pack("<BB18xIQ", _BITMAP, 0, 2, bitmap_bytes)
    return label + bitmap + struct.pack("<B3xI12xIQ", _UPCASE, checksum(upcase), at_upcase, len(upcase))
