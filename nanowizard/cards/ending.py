"""Whether an image was written to a card only in part, by a program that leaves no marker: pure functions of its bytes.

One thing that is missing may have been damaged. So two have to be: the copy of the GPT, which is the last thing in an
image, and the last copy of an ext4 superblock. An image that broke off behind that copy is not told from one whose GPT
was damaged; neither is one that was written over the same image.
"""

from __future__ import annotations

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields
from nanowizard.drives.partition import Partition, PartitionTable, Read, all_tables

MOST_PARTITIONS = 16
"""A card may claim any number; a Nano's has fourteen."""


def broke_off(read: Read, size_bytes: int, primary: PartitionTable) -> bool:
    """`primary`: the first copy of a GPT. Raises what `read` raises."""
    parts = primary.partitions[:MOST_PARTITIONS]
    return not _has_its_copy(read, primary) and any(_lacks_its_end(read, size_bytes, part) for part in parts)


def _has_its_copy(read: Read, primary: PartitionTable) -> bool:
    """Also where an image for a smaller card has it: somewhere in the middle."""
    tables = all_tables(read, primary.stated_size_bytes)
    return any(table.copy == "backup" and table.disk_id == primary.disk_id for table in tables)


def _lacks_its_end(read: Read, size_bytes: int, part: Partition) -> bool:
    """It begins with an ext4 file system, and where the last copy of its superblock belongs is something else."""
    if part.start_bytes + SUPERBLOCK_AT + SUPERBLOCK_BYTES > size_bytes:
        return False
    first = parse_fields(read(part.start_bytes + SUPERBLOCK_AT, SUPERBLOCK_BYTES))
    place = first.farthest_backup() if first else None
    if first is None or place is None or part.start_bytes + place + SUPERBLOCK_BYTES > min(size_bytes, part.end_bytes):
        return False
    copy = parse_fields(read(part.start_bytes + place, SUPERBLOCK_BYTES))
    return copy is None or copy.uuid != first.uuid
