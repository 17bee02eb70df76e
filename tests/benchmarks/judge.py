"""Whether a card holds an image, without a line of ours: dumpe2fs says what is free, the bytes are compared."""

from __future__ import annotations

import mmap
import os
import re
import subprocess
from bisect import bisect_right
from pathlib import Path

from tests.benchmarks.workload import APP_START, Workload

_BLOCK = 4096
_STEP_BYTES = 16 * 1024 * 1024


def differences(card: Path, work: Workload, *, free_too: bool) -> int:
    """How many blocks of 4096 bytes of the card file are not the image's; without `free_too` only those in use."""
    free = [] if free_too else _free(work.image)
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
                        wanted[k : k + _BLOCK] != got[k : k + _BLOCK] and not _lies_in(at + k, starts, free)
                        for k in range(0, length, _BLOCK)
                    )
        finally:
            os.close(descriptor)
    return count


def _lies_in(at: int, starts: list[int], spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and at < spans[index][1]


def _free(image: Path) -> list[tuple[int, int]]:
    command = ["dumpe2fs", f"{image}?offset={APP_START}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    spans = []
    for line in re.findall(r"^  Free blocks: (.*)$", said, re.MULTILINE):
        for span in filter(None, line.split(", ")):
            first, _dash, last = span.partition("-")
            spans.append((APP_START + int(first) * _BLOCK, APP_START + (int(last or first) + 1) * _BLOCK))
    return sorted(spans)
