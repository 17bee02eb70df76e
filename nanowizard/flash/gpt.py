"""A GPT taken apart so that it can be made anew for a disk of another size. Pure bytes.

Stricter than `drives.partition`, which only reads: what is not understood to the last field is left as it is.
Numbers of the format: UEFI Specification 2.10, chapter 5. All positions are sectors of 512 bytes.
"""

from __future__ import annotations

import binascii
import itertools
import struct
import uuid
from dataclasses import dataclass

from nanowizard.drives.partition import GPT_ENTRY, GPT_HEADER, GPT_SIGNATURE, MBR_ENTRY, MBR_SIGNATURE, TYPE_PROTECTIVE

SECTOR = 512
_REVISION = b"\0\0\1\0"
_MBR_ENTRIES_AT, _MBR_ENTRIES = 446, 4
_MOST_ENTRIES_BYTES = 1024 * 128
_LARGEST_32 = 2**32 - 1
_ENTRY_LAST_AT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One partition. `index` is its place among the entries, from 0; `end` is one past its last sector."""

    index: int
    start: int
    end: int
    type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpt:
    """`parts` in the order of their positions. `sectors` is the size of the disk that it was made for."""

    mbr: bytes
    header: bytes
    entries: bytes
    entries_at: int
    entry_bytes: int
    first_usable: int
    sectors: int
    parts: tuple[Part, ...]

    @property
    def entries_sectors(self) -> int:
        return -(-len(self.entries) // SECTOR)

    def usable_end(self, sectors: int) -> int:
        """One past the last sector that a partition may have on a disk of this size."""
        return sectors - 1 - self.entries_sectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The same partitions for another disk. `head` replaces the beginning, `tail` belongs at byte `tail_at`.

    `last` is the last partition as it was, `end` where it ends now.
    """

    head: bytes
    tail: bytes
    tail_at: int
    last: Part
    end: int


def parse_gpt(head: bytes) -> Gpt | str:
    """The GPT whose primary copy stands in `head`, or why it is left as it is."""
    if len(head) < 2 * SECTOR or head[SECTOR : SECTOR + 8] != GPT_SIGNATURE:
        return "no GPT of 512-byte sectors"
    header = head[SECTOR : 2 * SECTOR]
    (_, revision, length, crc, reserved, here, other, first, last, _, at, count, size, entries_crc) = (
        GPT_HEADER.unpack_from(header)
    )
    if revision != _REVISION or length != GPT_HEADER.size or reserved or any(header[length:]):
        return "a GPT header of another kind"
    if binascii.crc32(header[:16] + bytes(4) + header[20:length]) != crc or here != 1:
        return "a damaged GPT header"
    if size != GPT_ENTRY.size or not 0 < count * size <= _MOST_ENTRIES_BYTES:
        return "GPT entries of another size"
    entries = head[at * SECTOR : at * SECTOR + count * size]
    if at < 2 or len(entries) != count * size or binascii.crc32(entries) != entries_crc:
        return "damaged GPT entries"
    found = Gpt(
        mbr=head[:SECTOR],
        header=header,
        entries=entries,
        entries_at=at,
        entry_bytes=size,
        first_usable=first,
        sectors=other + 1,
        parts=_parts(entries),
    )
    return _doubt(found, last + 1) or found


def remake(gpt: Gpt, sectors: int, end: int) -> Tables | str:
    """The tables for a disk of `sectors`, on which the last partition ends before sector `end`; or why not."""
    last = gpt.parts[-1]
    if not last.start < end <= gpt.usable_end(sectors) or any(part.end > end for part in gpt.parts[:-1]):
        return "partitions that do not fit on the card"
    mbr = _mbr(gpt, sectors, end)
    if mbr is None:
        return "an MBR that says something else than the GPT"
    entries = bytearray(gpt.entries)
    struct.pack_into("<Q", entries, last.index * gpt.entry_bytes + _ENTRY_LAST_AT, end - 1)
    primary = _header(gpt, bytes(entries), sectors, here=1, other=sectors - 1, at=gpt.entries_at)
    tail_at = sectors - 1 - gpt.entries_sectors
    backup = _header(gpt, bytes(entries), sectors, here=sectors - 1, other=1, at=tail_at)
    gap = bytes((gpt.entries_at - 2) * SECTOR)
    return Tables(
        head=mbr + primary + gap + bytes(entries),
        tail=bytes(entries).ljust(gpt.entries_sectors * SECTOR, b"\0") + backup,
        tail_at=tail_at * SECTOR,
        last=last,
        end=end,
    )


def _parts(entries: bytes) -> tuple[Part, ...]:
    found = []
    for index, (kind, _, first, last, _, name) in enumerate(GPT_ENTRY.iter_unpack(entries)):
        if kind != bytes(16):
            text = name.decode("utf-16-le", "replace").partition("\0")[0]
            kind_text = str(uuid.UUID(bytes_le=kind))
            found.append(Part(index=index, start=first, end=last + 1, type=kind_text, name=text))
    return tuple(sorted(found, key=lambda part: part.start))


def _doubt(gpt: Gpt, usable_end: int) -> str | None:
    if not gpt.parts:
        return "a GPT without partitions"
    if not gpt.entries_at + gpt.entries_sectors <= gpt.first_usable <= usable_end < gpt.sectors:
        return "a GPT that contradicts itself"
    if any(not gpt.first_usable <= part.start < part.end <= usable_end for part in gpt.parts):
        return "partitions outside of the usable sectors"
    if any(one.end > two.start for one, two in itertools.pairwise(gpt.parts)):
        return "partitions that overlap"
    return None


def _header(gpt: Gpt, entries: bytes, sectors: int, *, here: int, other: int, at: int) -> bytes:
    fields = list(GPT_HEADER.unpack_from(gpt.header))
    fields[3], fields[5], fields[6], fields[8] = 0, here, other, gpt.usable_end(sectors) - 1
    fields[10], fields[13] = at, binascii.crc32(entries)
    fields[3] = binascii.crc32(GPT_HEADER.pack(*fields))
    return GPT_HEADER.pack(*fields).ljust(SECTOR, b"\0")


def _mbr(gpt: Gpt, sectors: int, end: int) -> bytes | None:
    """The protective MBR for this size. In a hybrid one every other entry must mirror a partition of the GPT."""
    if gpt.mbr[510:512] != MBR_SIGNATURE:
        return None
    mbr, protective = bytearray(gpt.mbr), 0
    raw = gpt.mbr[_MBR_ENTRIES_AT : _MBR_ENTRIES_AT + _MBR_ENTRIES * MBR_ENTRY.size]
    used = [index for index in range(_MBR_ENTRIES) if any(raw[index * MBR_ENTRY.size : (index + 1) * MBR_ENTRY.size])]
    for index in used:
        boot, first_chs, kind, last_chs, first, count = MBR_ENTRY.unpack_from(raw, index * MBR_ENTRY.size)
        if kind == TYPE_PROTECTIVE:
            protective += 1
            is_alone = len(used) == 1
            length = min(sectors - 1, _LARGEST_32) if is_alone else count
            sound = first == 1 and (is_alone or count < gpt.parts[0].start)
        else:
            mirrored = next((part for part in gpt.parts if (part.start, part.end - part.start) == (first, count)), None)
            length = end - first if mirrored == gpt.parts[-1] else count
            sound = mirrored is not None and length <= _LARGEST_32
        if not sound:
            return None
        at = _MBR_ENTRIES_AT + index * MBR_ENTRY.size
        MBR_ENTRY.pack_into(mbr, at, boot, first_chs, kind, last_chs, first, length)
    return bytes(mbr) if protective == 1 else None
