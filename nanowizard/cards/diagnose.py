"""What is wrong with what is on a card: pure functions of its bytes, for `card repair`.

Slugs (`found.*` has their words): half_flashed, half_written, backup_gpt_alone, gpt_for_another_size, gpt_damaged,
hybrid_mbr, garbage_table, past_the_end, overlapping, raw, unclean, no_table, no_partition, whole_card_filesystem,
encrypted, unreadable, empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from nanowizard.cards.ending import broke_off
from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.drives.partition import (
    GPT_SIGNATURE,
    MBR_SIGNATURE,
    TYPE_PROTECTIVE,
    Partition,
    PartitionTable,
    Read,
    all_tables,
)
from nanowizard.drives.signatures import filesystem_at, is_unclean

_PROTECTIVE = f"0x{TYPE_PROTECTIVE:02x}"
_EXTENDED = ("0x05", "0x0f", "0x85")
_ENCRYPTED = ("BitLocker", "crypto_LUKS")


def count_signatures(read: Read, size_bytes: int) -> int:
    """How many tables and file systems a tool could find on the card."""
    tables = all_tables(read, size_bytes)
    starts = {0, *(partition.start_bytes for table in tables for partition in _real(table))}
    return len(tables) + sum(bool(filesystem_at(read, start)) for start in starts)


def diagnose(read: Read, size_bytes: int) -> tuple[str, ...]:
    """What speaks against the card as it is; () where it looks sound. Raises what `read` raises."""
    if read_marker(read(0, MARKER_BYTES)) is not None:
        return ("half_flashed",)
    tables = all_tables(read, size_bytes)
    return tuple(dict.fromkeys([*_about_tables(read, size_bytes, tables), *_about_volumes(read, size_bytes, tables)]))


def _about_tables(read: Read, size_bytes: int, tables: Sequence[PartitionTable]) -> Iterator[str]:
    mbr = next((table for table in tables if table.kind == "mbr"), None)
    primary = next((table for table in tables if table.copy == "primary"), None)
    backup = next((table for table in tables if table.copy == "backup"), None)
    protective = mbr is not None and _is_protective(mbr)
    if backup and not primary:
        yield "backup_gpt_alone"
    if primary and broke_off(read, size_bytes, primary):
        yield "half_written"
    elif primary and primary.stated_size_bytes != size_bytes:
        yield "gpt_for_another_size"
    elif primary and not backup:
        yield "gpt_damaged"
    if protective and not primary and not backup:
        yield "gpt_damaged"
    if mbr and protective and _real(mbr):
        yield "hybrid_mbr"
    if mbr is None and _claims_a_table(read):
        yield "garbage_table"


def _claims_a_table(read: Read) -> bool:
    """It says that it has a table, and what stands there is none."""
    sector = read(0, 512)
    signed = sector[510:512] == MBR_SIGNATURE and not filesystem_at(read, 0)
    return signed or any(read(at, 8) == GPT_SIGNATURE for at in (512, 4096))


def _about_volumes(read: Read, size_bytes: int, tables: Sequence[PartitionTable]) -> Iterator[str]:
    partitions = [partition for table in tables for partition in _real(table)]
    if any(partition.end_bytes > size_bytes for partition in partitions):
        yield "past_the_end"
    if _overlap(tables):
        yield "overlapping"
    names = [filesystem_at(read, partition.start_bytes) for partition in partitions]
    whole = filesystem_at(read, 0)
    starts = [partition.start_bytes for partition in partitions] or [0]
    if any(is_unclean(read, start, name) for start, name in zip(starts, names or [whole], strict=True)):
        yield "unclean"
    if any(name in _ENCRYPTED for name in [*names, whole]):
        yield "encrypted"
    if partitions:
        if not any(names):
            yield "raw"
    elif whole:
        yield "whole_card_filesystem"
    elif not tables:
        yield "no_table" if any(read(0, 1024 * 1024)) else "empty"
    elif not _stands_for_a_gpt(tables):
        yield "no_partition"


def _overlap(tables: Sequence[PartitionTable]) -> bool:
    for table in tables:
        parts = sorted((p for p in _real(table) if p.number <= 4 or table.kind == "gpt"), key=lambda p: p.start_bytes)
        if any(one.end_bytes > two.start_bytes for one, two in itertools.pairwise(parts)):
            return True
    return False


def _is_protective(table: PartitionTable) -> bool:
    return any(partition.type == _PROTECTIVE for partition in table.partitions)


def _stands_for_a_gpt(tables: Sequence[PartitionTable]) -> bool:
    """All that is left of a GPT is the MBR that protects it: that the GPT is damaged says everything."""
    return all(_is_protective(table) for table in tables)


def _real(table: PartitionTable) -> list[Partition]:
    """Without what only stands for others."""
    return [one for one in table.partitions if one.type not in (_PROTECTIVE, *_EXTENDED)]
