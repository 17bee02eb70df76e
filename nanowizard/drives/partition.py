"""Partition tables (MBR and GPT) read from bytes, without asking the system.

Everything here is a pure function of what `read(offset, length)` returns; it may return fewer bytes at the end.
A table is believed only when its checksums hold. Numbers of the formats: UEFI Specification 2.10, chapter 5.
"""

from __future__ import annotations

import binascii
import struct
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Read: TypeAlias = Callable[[int, int], bytes]

SECTOR_SIZES = (512, 4096)
GPT_SIGNATURE = b"EFI PART"
GPT_HEADER = struct.Struct("<8s4sIIIQQQQ16sQIII")
GPT_ENTRY = struct.Struct("<16s16sQQQ72s")
MBR_ENTRY = struct.Struct("<B3sB3sII")
MBR_SIGNATURE = b"\x55\xaa"
TYPE_PROTECTIVE = 0xEE
_EXTENDED = (0x05, 0x0F, 0x85)
# Bounds for what a damaged or hostile table may make us read.
_MOST_ENTRIES = 1024
_LARGEST_ENTRY_BYTES = 4096
_MOST_LOGICAL = 60
_LARGEST_OFFSET = 2**63 - 1 - _MOST_ENTRIES * _LARGEST_ENTRY_BYTES  # of any file or disk: off_t has 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """`type` is the GPT type GUID in lower case, or the MBR type as "0x0c". `name` exists in GPT only."""

    number: int
    start_bytes: int
    size_bytes: int
    name: str = ""
    type: str = ""

    @property
    def end_bytes(self) -> int:
        return self.start_bytes + self.size_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionTable:
    """`kind` is "gpt", "mbr" or "none". `copy` says which copy of a GPT was believed: "primary" or "backup".

    `disk_id` is the GPT disk GUID or the MBR disk signature as udev prints it. `stated_size_bytes` is the size of the
    disk the GPT was made for (up to its backup header); 0 where the table does not say.
    """

    kind: str
    partitions: tuple[Partition, ...] = ()
    sector_bytes: int = 512
    disk_id: str = ""
    copy: str = ""
    stated_size_bytes: int = 0

    @property
    def end_bytes(self) -> int:
        """The first byte after the last partition."""
        return max((partition.end_bytes for partition in self.partitions), default=0)


NO_TABLE = PartitionTable(kind="none")


def read_table(read: Read, size_bytes: int) -> PartitionTable:
    """The partition table of a disk or image of `size_bytes`. Never raises of its own accord.

    The backup GPT at the end is looked at only where the primary one is damaged, so a stream's head is enough for a
    sound image. Partitions are returned as the table states them, also those that reach past `size_bytes`.
    """
    sector = read(0, 512)
    if _is_boot_sector(sector):
        return NO_TABLE
    mbr = _parse_mbr(sector, read)
    protective = mbr is not None and any(part.type == f"0x{TYPE_PROTECTIVE:02x}" for part in mbr.partitions)
    if mbr is not None and not protective:
        return mbr
    for sector_bytes in SECTOR_SIZES if protective else ():
        primary = _read_gpt(read, 1, sector_bytes)
        if primary:
            return primary
    for sector_bytes in SECTOR_SIZES:
        backup = _read_gpt(read, size_bytes // sector_bytes - 1, sector_bytes)
        if backup:
            return backup
    return NO_TABLE


def within(read: Read, size_bytes: int) -> Read:
    """`read`, which is not asked for what lies behind the end: partitions of a damaged table may begin anywhere."""
    return lambda offset, length: read(offset, min(length, size_bytes - offset)) if offset < size_bytes else b""


def all_tables(read: Read, size_bytes: int) -> tuple[PartitionTable, ...]:
    """Every table that can be believed, also those that `read_table` passes over: the MBR, both copies of each GPT.

    A protective MBR is one of them; what else stands in it makes it a hybrid one.
    """
    mbr = _parse_mbr(read(0, 512), read)
    copies = [
        _read_gpt(read, lba, sector_bytes)
        for sector_bytes in SECTOR_SIZES
        for lba in (1, size_bytes // sector_bytes - 1)
    ]
    return tuple(table for table in (mbr, *copies) if table)


def is_jetpack(table: PartitionTable) -> bool:
    """True for the card of a Jetson Nano: an APP partition beside boot partitions of NVIDIA's names."""
    return table.kind == "gpt" and is_jetpack_names(partition.name for partition in table.partitions)


def is_jetpack_names(names: Iterable[str]) -> bool:
    """Names as in NVIDIA's flash_l4t_t210_spi_sd_p3448.xml: APP and two of TBC (once TXC), RP1, EBT."""
    present = set(names)
    return "APP" in present and len(present & {"TBC", "TXC", "RP1", "EBT"}) >= 2


def _read_gpt(read: Read, lba: int, sector_bytes: int) -> PartitionTable | None:
    """The GPT whose header stands at `lba`, or None where it is absent or its checksums fail."""
    if lba < 1:
        return None
    raw = read(lba * sector_bytes, sector_bytes)
    if len(raw) < GPT_HEADER.size or raw[:8] != GPT_SIGNATURE:
        return None
    (_, _, header_bytes, crc, _, here, other, _, _, disk_guid, entries_lba, count, entry_bytes, entries_crc) = (
        GPT_HEADER.unpack_from(raw)
    )
    if not GPT_HEADER.size <= header_bytes <= sector_bytes or here != lba:
        return None
    if binascii.crc32(raw[:16] + bytes(4) + raw[20:header_bytes]) != crc:
        return None
    if count > _MOST_ENTRIES or not GPT_ENTRY.size <= entry_bytes <= _LARGEST_ENTRY_BYTES:
        return None
    if entries_lba > _LARGEST_OFFSET // sector_bytes:
        return None
    entries = read(entries_lba * sector_bytes, count * entry_bytes)
    if len(entries) != count * entry_bytes or binascii.crc32(entries) != entries_crc:
        return None
    return PartitionTable(
        kind="gpt",
        partitions=tuple(_gpt_partitions(entries, entry_bytes, sector_bytes)),
        sector_bytes=sector_bytes,
        disk_id=str(uuid.UUID(bytes_le=disk_guid)),
        copy="primary" if lba == 1 else "backup",
        stated_size_bytes=(max(here, other) + 1) * sector_bytes,
    )


def _gpt_partitions(entries: bytes, entry_bytes: int, sector_bytes: int) -> Iterable[Partition]:
    for index in range(len(entries) // entry_bytes):
        kind, _, first, last, _, name = GPT_ENTRY.unpack_from(entries, index * entry_bytes)
        if kind == bytes(16) or last < first:
            continue
        yield Partition(
            number=index + 1,
            start_bytes=first * sector_bytes,
            size_bytes=(last - first + 1) * sector_bytes,
            name=name.decode("utf-16-le", "replace").partition("\0")[0],
            type=str(uuid.UUID(bytes_le=kind)),
        )


def _is_boot_sector(sector: bytes) -> bool:
    """A FAT, exFAT or NTFS volume without a table: it ends in the same signature and names itself."""
    return sector[54:57] == b"FAT" or sector[82:87] == b"FAT32" or sector[3:11] in (b"NTFS    ", b"EXFAT   ")


def _parse_mbr(sector: bytes, read: Read) -> PartitionTable | None:
    """The MBR with its logical partitions; None where there is none: a real entry begins with 0x00 or 0x80."""
    if len(sector) < 512 or sector[510:512] != MBR_SIGNATURE:
        return None
    found: list[Partition] = []
    for number, (boot, kind, first, count) in enumerate(_mbr_entries(sector), start=1):
        if boot not in (0x00, 0x80):
            return None
        if kind and count:
            found.append(_mbr_partition(number, kind, first, count))
            if kind in _EXTENDED:
                found.extend(_logical(read, first))
    return PartitionTable(
        kind="mbr",
        partitions=tuple(sorted(found, key=lambda partition: partition.number)),
        disk_id=f"{int.from_bytes(sector[440:444], 'little'):08x}",
    )


def _mbr_entries(sector: bytes) -> Iterable[tuple[int, int, int, int]]:
    for boot, _, kind, _, first, count in MBR_ENTRY.iter_unpack(sector[446:510]):
        yield boot, kind, first, count


def _mbr_partition(number: int, kind: int, first: int, count: int) -> Partition:
    return Partition(number=number, start_bytes=first * 512, size_bytes=count * 512, type=f"0x{kind:02x}")


def _logical(read: Read, extended: int) -> Iterable[Partition]:
    """The chain of logical partitions in the extended one that starts at sector `extended`."""
    at = extended
    for number in range(5, 5 + _MOST_LOGICAL):
        sector = read(at * 512, 512)
        if len(sector) < 512 or sector[510:512] != MBR_SIGNATURE:
            return
        (_, kind, first, count), (_, link_kind, link, _), *_ = _mbr_entries(sector)
        if kind and count:
            yield _mbr_partition(number, kind, at + first, count)
        if link_kind not in _EXTENDED or not link:
            return
        at = extended + link
