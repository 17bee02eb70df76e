"""Reads a card back past the page cache, compares it with the digests of what was written, and names what differs."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from nanowizard.core.errors import FlashError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import Range
from nanowizard.flash.write import Written
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.crew import TICK_S, Crew
from nanowizard.transfer.gate import Gate
from nanowizard.transfer.lowwater import LowWater
from nanowizard.transfer.watchdog import Watchman

# Reading needs two to four requests at once to keep a card busy (measured: 63 MB/s with one, 75 with four).
READERS = 4
# A card with this many bad ranges is not repaired, and an image that differs in so many places is another image.
MOST_BAD_RANGES = 256


class Differences:
    """Where the card is not as it should be; each place is reported when found. For several threads."""

    def __init__(self, ctx: RunContext) -> None:
        self._ctx = ctx
        self._lock = threading.Lock()
        self._ranges: list[Range] = []

    def add(self, offset: int, length: int) -> None:
        with self._lock:
            self._ranges.append((offset, offset + length))
        params = {"offset_bytes": offset, "length_bytes": length}
        finding = Finding(code="flash.range_differs", severity=Severity.WARNING, params=params)
        self._ctx.emit(FindingReported(finding=finding))

    @property
    def ranges(self) -> list[Range]:
        """Each once, in order."""
        with self._lock:
            return sorted(set(self._ranges))

    @property
    def too_many(self) -> bool:
        return len(self._ranges) >= MOST_BAD_RANGES

    def error(self, code: str) -> FlashError:
        """Names the first place. `ranges` says how many places there are, at least."""
        first = min(self._ranges)
        return FlashError(code, offset_bytes=first[0], length_bytes=first[1] - first[0], ranges=len(self._ranges))

    def __len__(self) -> int:
        return len(self._ranges)


class ReadBack:
    """Compares `written` (any order) with the card.

    `found`: what an earlier look at the same card has found, to go on with. `moved` hears which share has been read.
    """

    def __init__(
        self,
        device: RawDevice,
        written: Sequence[Written],
        *,
        ctx: RunContext,
        moved: Callable[[float], None] = lambda share: None,
        found: Differences | None = None,
        clock: Callable[[], float] = time.monotonic,
        tick_s: float = TICK_S,
    ) -> None:
        self._device = device
        self._written = sorted(written, key=lambda one: one.offset)
        self._moved = moved
        self._lock = threading.Lock()
        self._next: Iterator[tuple[int, Written]] = iter(enumerate(self._written))
        self._all_bytes = sum(one.length for one in written)
        self._read_bytes = 0
        self._behind = LowWater()
        self._gate = Gate(READERS, clock)
        watchman = Watchman(device, self._gate, lambda: self._behind.position, ctx, clock)
        self._crew = Crew(ctx.cancel, watchman, tick_s=tick_s)
        self.differences = found or Differences(ctx)
        self.bad: list[Written] = []

    def run(self) -> list[Written]:
        """The ranges that differ, in order. Raises DriveError, or Cancelled."""
        self._device.check_same()
        for number in range(READERS):
            self._crew.start(f"verifier-{number}", self._read)
        self._crew.wait()
        return sorted(self.bad, key=lambda one: one.offset)

    def _read(self) -> None:
        longest = max((one.length for one in self._written), default=0)
        whole = self._device.alignment  # a record may be of another reader, whose blocks were smaller
        buffer = aligned_buffer(max(-(-longest // whole) * whole, 1))
        while (job := self._take()) is not None:
            number, expected = job
            view = buffer[: expected.length]
            with self._gate.request(lambda: self._crew.stopping) as may:
                if not may:
                    return
                self._device.read_at(expected.offset, buffer[: -(-expected.length // whole) * whole])
            if hashlib.sha256(view).digest() != expected.sha256:
                self.bad.append(expected)
                self.differences.add(expected.offset, expected.length)
            self._behind.finished(number, expected.offset + expected.length)
            with self._lock:
                self._read_bytes += expected.length
                share = self._read_bytes / self._all_bytes
            self._moved(share)

    def _take(self) -> tuple[int, Written] | None:
        if self._crew.stopping or self.differences.too_many:
            return None
        with self._lock:
            return next(self._next, None)
