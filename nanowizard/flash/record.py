"""What a flash leaves behind for a later comparison without the image: every range that it wrote, with its digest.

    NWRECORD1\\n   one line of JSON   (offset u64, length u32, SHA-256) for each range   SHA-256 of all that

It says what to read and what must be found there, and nothing of the card now.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nanowizard.core.events import RecordPart
from nanowizard.drives.partition import read_table
from nanowizard.flash.write import Writer, Written

_MAGIC = b"NWRECORD1\n"
_ENTRY = struct.Struct("<QI32s")
_DIGEST_BYTES = 32
_MOST_RANGES = 1 << 20
_LONGEST_BYTES = 4 * 1024 * 1024
# A line of the helper holds 64 KiB, and base64 makes four bytes of three.
_PART_BYTES = 24 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRecord:
    """`disk_id` is that of the table in the card's first bytes, "" without one. `sha256` and `name` are the image's."""

    disk_id: str
    name: str
    raw_bytes: int
    sha256: str
    ranges: Sequence[Written]


def record_of(writer: Writer, *, name: str, raw_bytes: int, sha256: str) -> CardRecord:
    """Of a card that was just found to hold all of it."""
    head = writer.head
    behind = sorted((one for one in writer.everything if one.offset >= head.length), key=lambda one: one.offset)
    return CardRecord(
        disk_id=disk_id_of(writer.first_bytes), name=name, raw_bytes=raw_bytes, sha256=sha256, ranges=[head, *behind]
    )


def disk_id_of(first_bytes: bytes) -> str:
    return read_table(lambda offset, length: first_bytes[offset : offset + length], len(first_bytes)).disk_id


def pack(record: CardRecord) -> bytes:
    facts = {key: getattr(record, key) for key in ("disk_id", "name", "raw_bytes", "sha256")}
    entries = b"".join(_ENTRY.pack(one.offset, one.length, one.sha256) for one in record.ranges)
    data = _MAGIC + json.dumps(facts).encode() + b"\n" + entries
    return data + hashlib.sha256(data).digest()


def unpack(data: bytes) -> CardRecord:
    """Raises ValueError where it is damaged or no such record."""
    body, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
    if not body.startswith(_MAGIC) or hashlib.sha256(body).digest() != digest:
        raise ValueError("damaged, or no record")
    line, newline, entries = body[len(_MAGIC) :].partition(b"\n")
    if not newline or len(entries) % _ENTRY.size or len(entries) > _MOST_RANGES * _ENTRY.size:
        raise ValueError("cut off")
    facts = json.loads(line)
    ranges = [Written(*entry) for entry in _ENTRY.iter_unpack(entries)]
    if not ranges or any(not 0 < one.length <= _LONGEST_BYTES or one.offset % 512 for one in ranges):
        raise ValueError("ranges that nobody wrote")
    try:
        return CardRecord(
            disk_id=str(facts["disk_id"]),
            name=str(facts["name"]),
            raw_bytes=int(facts["raw_bytes"]),
            sha256=str(facts["sha256"]),
            ranges=ranges,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the facts of a record: {error}") from error


def named_in(first_bytes: bytes) -> tuple[str, int]:
    """Name and size of the image, as the beginning of a record says. Raises ValueError where it is no such record."""
    line, newline, _entries = first_bytes.removeprefix(_MAGIC).partition(b"\n")
    if not first_bytes.startswith(_MAGIC) or not newline:
        raise ValueError("no record")
    try:
        facts = json.loads(line)
        return str(facts["name"]), int(facts["raw_bytes"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the facts of a record: {error}") from error


def parts_of(record: CardRecord) -> Iterator[RecordPart]:
    """For its way out of the process that may write cards, and should write nothing else."""
    data = pack(record)
    for start in range(0, len(data), _PART_BYTES):
        end = start + _PART_BYTES
        yield RecordPart(data=base64.b64encode(data[start:end]).decode(), last=end >= len(data))
