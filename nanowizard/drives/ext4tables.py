"""Where the inode tables of an ext4 are: what must be kept of one that goes by only once, as out of an archive.

To find a file means to go back and forth between directories, which lie anywhere, and these tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from nanowizard.drives.ext4super import SUPERBLOCK_AT, SUPERBLOCK_BYTES, parse_fields
from nanowizard.drives.partition import Read

_MOST_GROUPS = 16384  # 2 TiB with the usual 128 MiB for each
_LARGEST_TABLE_BYTES = 64 << 20


def inode_tables(read: Read, start_bytes: int, size_bytes: int) -> Sequence[tuple[int, int]]:
    """(offset on the disk, length) of each, neighbours as one; empty where this is no ext4 that can be understood.

    Raises only what `read` raises.
    """
    fields = parse_fields(read(start_bytes + SUPERBLOCK_AT, SUPERBLOCK_BYTES))
    if fields is None or not fields.blocks_per_group or not 32 <= fields.descriptor_bytes <= fields.block_bytes:
        return ()
    groups = -(-(fields.blocks - fields.first_block) // fields.blocks_per_group)
    table_bytes = fields.inodes_per_group * (fields.inode_bytes or 128)
    if not 0 < groups <= _MOST_GROUPS or not 0 < table_bytes <= _LARGEST_TABLE_BYTES:
        return ()
    at = (SUPERBLOCK_AT // fields.block_bytes + 1) * fields.block_bytes
    raw = read(start_bytes + at, groups * fields.descriptor_bytes)
    whole = len(raw) // fields.descriptor_bytes
    descriptors = [raw[n * fields.descriptor_bytes :][: fields.descriptor_bytes] for n in range(whole)]
    starts = sorted(fields.descriptor_block(one, 8) * fields.block_bytes for one in descriptors)
    inside = (start for start in starts if 0 < start <= size_bytes - table_bytes)
    return _joined([(start_bytes + start, table_bytes) for start in inside])


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, length in ranges:
        if joined and joined[-1][0] + joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], start + length - joined[-1][0])
        else:
            joined.append((start, length))
    return joined
