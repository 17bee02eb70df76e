"""Makes GPT and MBR tables as bytes; `partition` reads them back. Pure: no disk is touched here."""

from __future__ import annotations

import binascii
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from nanowizard.drives.partition import (
    GPT_ENTRY,
    GPT_HEADER,
    GPT_SIGNATURE,
    MBR_ENTRY,
    MBR_SIGNATURE,
    TYPE_PROTECTIVE,
    Partition,
)

LINUX_DATA = "0fc63daf-8483-4772-8e79-3d69d8477de4"
MICROSOFT_DATA = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"
MBR_FAT32_LBA = "0x0c"
MBR_EXFAT = "0x07"

_ENTRIES = 128
_SECTOR = 512
# Protective MBR, header and 128 entries of 128 bytes: what a GPT takes at the beginning; one sector less at the end.
GPT_HEAD_BYTES = 34 * _SECTOR
GPT_TAIL_BYTES = 33 * _SECTOR
_CHS_BEYOND = b"\xfe\xff\xff"
_GUID_SPACE = uuid.UUID("6f1cd8f2-8f0d-4dbb-9e1c-3a7f5f6f0a10")


@dataclass(frozen=True, slots=True)
class GptImage:
    """The bytes of a GPT: `head` belongs at offset 0, `tail` at `tail_offset`."""

    head: bytes
    tail: bytes
    tail_offset: int


def make_gpt(partitions: Sequence[Partition], size_bytes: int, *, disk_id: str) -> GptImage:
    """A GPT of 512-byte sectors for a disk of `size_bytes`.

    A partition's unique GUID is derived from `disk_id` and its number, so equal input gives equal bytes.
    Raises ValueError when a partition does not fit between head and tail, overlaps another or is not sector-aligned.
    """
    sectors = size_bytes // _SECTOR
    _check(partitions, first=GPT_HEAD_BYTES, end=sectors * _SECTOR - GPT_TAIL_BYTES)
    entries = bytearray(_ENTRIES * GPT_ENTRY.size)
    for partition in partitions:
        GPT_ENTRY.pack_into(
            entries,
            (partition.number - 1) * GPT_ENTRY.size,
            uuid.UUID(partition.type or LINUX_DATA).bytes_le,
            uuid.uuid5(_GUID_SPACE, f"{disk_id}/{partition.number}").bytes_le,
            partition.start_bytes // _SECTOR,
            partition.end_bytes // _SECTOR - 1,
            0,
            partition.name.encode("utf-16-le")[:72],
        )
    last = sectors - 1
    primary = _gpt_header(bytes(entries), here=1, other=last, entries_lba=2, disk_id=disk_id)
    backup = _gpt_header(bytes(entries), here=last, other=1, entries_lba=last - 32, disk_id=disk_id)
    return GptImage(
        head=_protective_mbr(sectors) + primary + bytes(entries),
        tail=bytes(entries) + backup,
        tail_offset=(last - 32) * _SECTOR,
    )


def make_mbr(partitions: Sequence[Partition], size_bytes: int, *, disk_id: str) -> bytes:
    """The first sector of an MBR disk with up to four primary partitions. Raises ValueError as `make_gpt`."""
    _check(partitions, first=_SECTOR, end=min(size_bytes, 2**32 * _SECTOR))
    if any(partition.number > 4 for partition in partitions):
        raise ValueError("an MBR holds four partitions")
    sector = bytearray(_SECTOR)
    struct.pack_into("<I", sector, 440, int(disk_id, 16))
    for partition in partitions:
        MBR_ENTRY.pack_into(
            sector,
            446 + (partition.number - 1) * MBR_ENTRY.size,
            0,
            _CHS_BEYOND,
            int(partition.type, 16),
            _CHS_BEYOND,
            partition.start_bytes // _SECTOR,
            partition.size_bytes // _SECTOR,
        )
    sector[510:512] = MBR_SIGNATURE
    return bytes(sector)


def _check(partitions: Sequence[Partition], *, first: int, end: int) -> None:
    free_from = first
    for partition in sorted(partitions, key=lambda part: part.start_bytes):
        if partition.start_bytes % _SECTOR or partition.size_bytes % _SECTOR or partition.size_bytes <= 0:
            raise ValueError(f"partition {partition.number} is not made of whole sectors")
        if partition.start_bytes < free_from or partition.end_bytes > end:
            raise ValueError(f"partition {partition.number} does not fit")
        if not 1 <= partition.number <= _ENTRIES:
            raise ValueError(f"no partition {partition.number} in a table")
        free_from = partition.end_bytes
    if len({partition.number for partition in partitions}) != len(partitions):
        raise ValueError("two partitions have the same number")


def _gpt_header(entries: bytes, *, here: int, other: int, entries_lba: int, disk_id: str) -> bytes:
    def pack(crc: int) -> bytes:
        return GPT_HEADER.pack(
            GPT_SIGNATURE,
            b"\0\0\1\0",
            GPT_HEADER.size,
            crc,
            0,
            here,
            other,
            GPT_HEAD_BYTES // _SECTOR,
            max(here, other) - GPT_TAIL_BYTES // _SECTOR,
            uuid.UUID(disk_id).bytes_le,
            entries_lba,
            _ENTRIES,
            GPT_ENTRY.size,
            binascii.crc32(entries),
        )

    return pack(binascii.crc32(pack(0))).ljust(_SECTOR, b"\0")


def _protective_mbr(sectors: int) -> bytes:
    sector = bytearray(_SECTOR)
    MBR_ENTRY.pack_into(sector, 446, 0, b"\0\2\0", TYPE_PROTECTIVE, _CHS_BEYOND, 1, min(sectors - 1, 2**32 - 1))
    sector[510:512] = MBR_SIGNATURE
    return bytes(sector)
