"""Where a range of the image and what the card holds there differ, in grains of 4 KiB."""

from __future__ import annotations

from collections.abc import Sequence

from nanowizard.core.errors import DriveError
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import GAP_BYTES, GRAIN_BYTES, Range
from nanowizard.flash.model import Sample
from nanowizard.flash.write import Written

# Of one range: scattered changes are written together, so that what is kept of a pass over 16 GB stays below 11 MB.
MOST_RUNS = 4
# Places that tell whether a card holds an image, and what is read of each: a tenth of a second for all.
SAMPLE = 32
SAMPLE_BYTES = 64 * 1024


def unequal(expected: memoryview, found: bytes, base: int) -> list[Range]:
    """The grains that differ, next ones together. `expected` stands at `base`, as `found` does."""
    if found.startswith(expected):  # a memoryview compares its items one by one, thirty times slower (measured)
        return []
    runs: list[Range] = []
    for start in range(0, len(found), GRAIN_BYTES):
        end = min(start + GRAIN_BYTES, len(found))
        if found.startswith(expected[start:end], start):
            continue
        if runs and runs[-1][1] == base + start:
            runs[-1] = (runs[-1][0], base + end)
        else:
            runs.append((base + start, base + end))
    return runs


def joined(runs: Sequence[Range], *, most: int = MOST_RUNS) -> list[Range]:
    """Runs in order, joined across gaps that cost less than a request of their own, and until there are `most`."""
    result: list[Range] = []
    for start, end in runs:
        if result and start - result[-1][1] <= GAP_BYTES:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    while len(result) > most:
        _, at = min((result[n + 1][0] - result[n][1], n) for n in range(len(result) - 1))
        result[at : at + 2] = [(result[at][0], result[at + 1][1])]
    return result


def rest(start: int, end: int, runs: Sequence[Range]) -> list[Range]:
    """What of [start, end) is in none of the runs, which are in order."""
    found: list[Range] = []
    for first, last in runs:
        if first > start:
            found.append((start, min(first, end)))
        start = max(start, last)
    if start < end:
        found.append((start, end))
    return found


def samples_of(ranges: Sequence[Written]) -> tuple[Sample, ...]:
    """For a later flash of the same image: short ones behind the head, where there are any, evenly over all."""
    body = sorted((one for one in ranges if one.offset), key=lambda one: one.offset)
    short = [one for one in body if one.length <= SAMPLE_BYTES] or body
    chosen = short if len(short) <= SAMPLE else [short[n * len(short) // SAMPLE] for n in range(SAMPLE)]
    return tuple(Sample(offset=one.offset, length=one.length, sha256=one.sha256.hex()) for one in chosen)


def read_or_not(device: RawDevice, offset: int, into: memoryview) -> bool:
    """False where the card cannot read that place, which a write may mend. Raises any other DriveError."""
    try:
        device.read_at(offset, into)
    except DriveError as error:
        if error.code != "drive.io":
            raise
        return False
    return True
