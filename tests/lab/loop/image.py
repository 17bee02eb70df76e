"""Small system images for the loop tier: a Nano's table of partitions, and noise everywhere else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt

_MIB = 1 << 20
_DISK_ID = "7d3c1f0e-58a1-4a53-9d0c-3b8a2f6e9c11"


@dataclass(frozen=True)
class Image:
    path: Path
    data: bytes


def make_image(path: Path, size_bytes: int) -> Image:
    """An image file of exactly `size_bytes`, which need not be a multiple of anything. The same each time."""
    parts = [
        Partition(number=1, start_bytes=4 * _MIB, size_bytes=4 * _MIB, name="APP"),
        Partition(number=2, start_bytes=2 * _MIB, size_bytes=_MIB, name="TBC"),
        Partition(number=3, start_bytes=3 * _MIB, size_bytes=_MIB, name="EBT"),
    ]
    gpt = make_gpt(parts, size_bytes // 512 * 512, disk_id=_DISK_ID)
    data = bytearray(random.Random(size_bytes).randbytes(size_bytes))
    data[: len(gpt.head)] = gpt.head
    data[gpt.tail_offset : gpt.tail_offset + len(gpt.tail)] = gpt.tail
    path.write_bytes(data)
    return Image(path, bytes(data))
