"""How fast a card is, measured without changing it: what is written is what was read from the same place.

What is fast enough comes from the speed classes of the SD Association (its page "Speed Class", Physical Layer 5.1 and
later): UHS Speed Class 1 (U1, also Class 10 and V10) is 10 MB/s of sequential writing; Application Performance Class 1
(A1), made for cards from which programs run, is 1500 random reads and 500 random writes of 4 KiB a second besides. The
classes are measured by the card's maker in his own reader; ours may be the slower part, so this is a hint.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from nanowizard.cards.model import BadRange
from nanowizard.cards.places import MIB
from nanowizard.cards.undo import Undo
from nanowizard.core.events import Finding, Severity
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.buffers import aligned_buffer

U1_WRITE_RATE = 10_000_000
A1_RANDOM_READ_IOPS = 1500
A1_RANDOM_WRITE_IOPS = 500

AREA_BYTES = 64 * MIB
BLOCK_BYTES = 4096
RANDOM_S = 2.0
# A card of class A1 does these in a second and a half; a fast one must not stop at what a timer can tell.
MOST_RANDOM = 2000
_PIECE_BYTES = 4 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Sequential bytes a second, random operations of 4 KiB a second. `bad`: what was not read as it was written."""

    write_rate: float
    read_rate: float
    random_write_iops: float
    random_read_iops: float
    bad: tuple[BadRange, ...] = ()


@dataclass(slots=True)
class SpeedTest:
    """One measurement in the middle of a card. While it runs, `undo` holds what stood there."""

    device: RawDevice
    undo: Undo
    area_bytes: int = AREA_BYTES
    random_s: float = RANDOM_S
    clock: Callable[[], float] = time.monotonic

    def run(self) -> Speed:
        """Raises DriveError or Cancelled."""
        start, length = self._area()
        area, again = aligned_buffer(length), aligned_buffer(length)
        self._all(start, area, self.device.read_at)
        with self.undo.holding(start, bytes(area)):
            write_rate = self._rate(length, lambda: self._all(start, area, self.device.write_at))
            writes = self._random(start, area, self.device.write_at)
            reads = self._random(start, again, self.device.read_at)
            read_rate = self._rate(length, lambda: self._all(start, again, self.device.read_at))
        return Speed(
            write_rate=write_rate,
            read_rate=read_rate,
            random_write_iops=writes,
            random_read_iops=reads,
            bad=tuple(_differences(start, bytes(area), bytes(again))),
        )

    def _area(self) -> tuple[int, int]:
        size = self.device.size_bytes
        unit = max(self.device.alignment, min(MIB, size // 4 // self.device.alignment * self.device.alignment))
        length = max(min(self.area_bytes, size // 2) // unit, 1) * unit
        return min((size - length) // 2 // unit * unit, size - length), length

    def _rate(self, length: int, work: Callable[[], None]) -> float:
        """With the flush: until then it is not on the card."""
        began = self.clock()
        work()
        self.device.flush()
        return length / max(self.clock() - began, 1e-6)

    def _all(self, start: int, area: memoryview, call: Callable[[int, memoryview], None]) -> None:
        for at in range(0, len(area), _PIECE_BYTES):
            call(start + at, area[at : at + _PIECE_BYTES])

    def _random(self, start: int, area: memoryview, call: Callable[[int, memoryview], None]) -> float:
        began, done = self.clock(), 0
        block = min(max(BLOCK_BYTES, self.device.alignment), len(area))
        for at in self._places(len(area) // block):
            call(start + at * block, area[at * block : (at + 1) * block])
            done += 1
            if self.clock() - began >= self.random_s:
                break
        self.device.flush()
        return done / max(self.clock() - began, 1e-6)

    def _places(self, blocks: int) -> Iterator[int]:
        some = Random(blocks)  # noqa: S311 - spread, not secret
        return (some.randrange(blocks) for _ in range(MOST_RANDOM))


def _differences(start: int, one: bytes, other: bytes) -> Iterator[BadRange]:
    for at in range(0, len(one), MIB):
        piece = one[at : at + MIB]
        if piece != other[at : at + MIB]:
            yield BadRange(offset_bytes=start + at, length_bytes=len(piece))


def verdict(speed: Speed) -> Finding:
    """`card.fast_enough` (U1 and A1), `card.slow_programs` (U1 only) or `card.slow`."""
    params = {
        "write_bytes": round(speed.write_rate),
        "read_bytes": round(speed.read_rate),
        "random_write_iops": round(speed.random_write_iops),
        "random_read_iops": round(speed.random_read_iops),
    }
    if is_slow(speed):
        return Finding(code="card.slow", severity=Severity.WARNING, params={**params, "need_bytes": U1_WRITE_RATE})
    if speed.random_write_iops < A1_RANDOM_WRITE_IOPS or speed.random_read_iops < A1_RANDOM_READ_IOPS:
        return Finding(code="card.slow_programs", severity=Severity.INFO, params=params)
    return Finding(code="card.fast_enough", severity=Severity.GOOD, params=params)


def is_slow(speed: Speed) -> bool:
    """Below U1: an image takes very long, and so does everything on the Nano."""
    return speed.write_rate < U1_WRITE_RATE
