"""Whether a card holds an image, without a line of ours: dumpe2fs says what is free, the bytes are compared."""

from __future__ import annotations

import mmap
import os
from bisect import bisect_right
from pathlib import Path

from tests.benchmarks.workload import APP_START, BLOCK, Workload, free_blocks

_STEP_BYTES = 16 * 1024 * 1024


def differences(card: Path, work: Workload, *, free_too: bool) -> int:
    """How many blocks of 4096 bytes of the card file are not the image's; without `free_too` only those in use."""
    free = [] if free_too else [_at(span) for span in free_blocks(work.image)]
    starts = [first for first, _end in free]
    count = 0
    with work.image.open("rb", buffering=0) as image, mmap.mmap(-1, _STEP_BYTES) as found:
        descriptor = os.open(card, os.O_RDONLY | os.O_DIRECT)
        try:
            for at in range(0, work.raw_bytes, _STEP_BYTES):
                length = min(_STEP_BYTES, work.raw_bytes - at)
                os.preadv(descriptor, [found], at)
                wanted, got = image.read(length), found[:length]
                if wanted != got:
                    count += sum(
                        wanted[k : k + BLOCK] != got[k : k + BLOCK] and not _lies_in(at + k, starts, free)
                        for k in range(0, length, BLOCK)
                    )
        finally:
            os.close(descriptor)
    return count


def _lies_in(at: int, starts: list[int], spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and at < spans[index][1]


def _at(span: tuple[int, int]) -> tuple[int, int]:
    """From blocks of the file system to bytes of the card."""
    return APP_START + span[0] * BLOCK, APP_START + span[1] * BLOCK
