"""One pass over an image: a reader thread unpacks and hashes it, workers carry its ranges to the card (or compare).

    source -> reader (sha256, plan) -> bounded queue of aligned buffers -> workers, several at once -> card

One more thread does `idle` work, request by request, while the source gives nothing and the card has nothing to do.
Memory is the pool's: `BUFFERS` times `BUFFER_BYTES`, whatever the image's size.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from nanowizard.core.errors import Cancelled
from nanowizard.core.events import LimitedBy
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.conveyor import Conveyor
from nanowizard.images.source import ImageSource
from nanowizard.transfer.buffers import Pool
from nanowizard.transfer.crew import TICK_S, Crew
from nanowizard.transfer.gate import Gate
from nanowizard.transfer.lowwater import LowWater
from nanowizard.transfer.watchdog import Watchman

# 2 MiB with 8 at once reached 98 % of a 30 MB/s card in 76 MiB of memory; 4 MiB was no faster and took 124 (measured).
BUFFER_BYTES = 2 * 1024 * 1024
WORKERS = 8
BUFFERS = WORKERS + 6
# Of several cards that share one unpacking each has less, so that four take no more than 150 MB together.
WORKERS_OF_SEVERAL = 3
BUFFERS_OF_SEVERAL = WORKERS_OF_SEVERAL + 2

Plan = Callable[[int, memoryview], Sequence[tuple[int, int]]]
Work = Callable[[int, memoryview], None]


class Digest(Protocol):
    """Told after every chunk how far the archive has been read."""

    def advance(self, position: int) -> None: ...


class Watching(Protocol):
    """Hears how long a piece took to come, and knows of each that is carried."""

    def came(self, raw_bytes: int, took_s: float) -> None: ...

    def carrying(self, count: int) -> AbstractContextManager[None]: ...


class Unwatched:
    def came(self, raw_bytes: int, took_s: float) -> None:
        pass

    def carrying(self, count: int) -> AbstractContextManager[None]:
        return nullcontext()


class Idle(Protocol):
    """Work that can wait. `next` is one request to the card, or None until more has been carried."""

    def next(self) -> Callable[[], None] | None: ...


@dataclass(frozen=True, slots=True)
class Streamed:
    """The whole image went by: its size, its SHA-256 and how much of it the plan picked."""

    raw_bytes: int
    planned_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Chunk:
    number: int
    offset: int
    buffer: memoryview
    length: int
    ranges: Sequence[tuple[int, int]]


class Stream:
    """`plan` is called in order by one thread, `work` for each planned range by several, in no order.

    `view` lies in a buffer that is used again after `work` returns; `work` must not write into it.
    """

    def __init__(
        self,
        source: ImageSource,
        device: RawDevice,
        plan: Plan,
        work: Work,
        *,
        ctx: RunContext,
        meter: ProgressMeter,
        archive: Digest | None = None,
        idle: Idle | None = None,
        watching: Watching | None = None,
        clock: Callable[[], float] = time.monotonic,
        tick_s: float = TICK_S,
    ) -> None:
        self._source = source
        self._device = device
        self._plan = plan
        self._work = work
        self._meter = meter
        self._archive = archive
        self._idle = idle
        self._watching = watching or Unwatched()
        self._clock = clock
        self._workers = WORKERS_OF_SEVERAL if source.is_shared else WORKERS
        self._pool = Pool(BUFFERS_OF_SEVERAL if source.is_shared else BUFFERS, BUFFER_BYTES)
        self._queue: Conveyor[_Chunk] = Conveyor()
        self._gate = Gate(self._workers, clock)
        self._behind = LowWater()
        watchman = Watchman(device, self._gate, lambda: self._behind.position, ctx, clock)
        self._crew = Crew(ctx.cancel, watchman, tick_s=tick_s)
        self._is_stopping = lambda: self._crew.stopping
        source.while_waiting(self._while_waiting)
        self._sha256 = hashlib.sha256()
        self._raw_bytes = 0
        self._planned_bytes = 0

    def run(self) -> Streamed:
        """Blocks to the end. Raises what the source, the plan or the work raised first, or Cancelled."""
        self._crew.start("reader", self._read)
        for number in range(self._workers):
            self._crew.start(f"worker-{number}", self._carry)
        if self._idle:
            idle = self._idle
            self._crew.start("gap-reader", lambda: self._use_gaps(idle))
        try:
            self._crew.wait()
        finally:
            self._pool.clear()
        if self._behind.position < self._raw_bytes:  # verify proves what was carried, so nobody else would notice
            raise RuntimeError(f"only {self._behind.position} of {self._raw_bytes} bytes were carried")
        return Streamed(self._raw_bytes, self._planned_bytes, self._sha256.hexdigest())

    def _read(self) -> None:
        number = 0
        while (buffer := self._take()) is not None:
            began = self._clock()
            filled = self._fill(buffer)
            # Workers for whom something waits even now wait for the card; idle ones have waited for the source.
            self._meter.limited_by = LimitedBy.CARD if len(self._queue) else self._source.waits_for
            if filled:
                self._hand_on(number, buffer, filled)
                self._watching.came(filled, self._clock() - began)
                number += 1
            if filled < len(buffer):
                break
        self._queue.end()

    def _take(self) -> memoryview | None:
        while not self._crew.stopping:
            if (buffer := self._pool.take(TICK_S)) is not None:
                return buffer
        return None

    def _fill(self, buffer: memoryview) -> int:
        """As much of the image as fits; less only at its end, where the source has checked that it is whole."""
        filled = 0
        while filled < len(buffer) and not self._crew.stopping:
            with self._queue.waiting():
                got = self._source.readinto(buffer[filled:])
            self._gate.note_movement()
            if not got:
                break
            filled += got
        return filled

    def _while_waiting(self, heard: bool) -> None:
        """The image still arrives: a word of whoever brings it is movement too."""
        if self._crew.stopping:
            raise Cancelled
        if heard:
            self._gate.note_movement()

    def _hand_on(self, number: int, buffer: memoryview, filled: int) -> None:
        offset = self._raw_bytes
        self._raw_bytes += filled
        self._sha256.update(buffer[:filled])
        if self._archive:
            self._archive.advance(self._source.archive_position)
        length = filled + -filled % self._device.alignment
        buffer[filled:length] = bytes(length - filled)
        ranges = self._plan(offset, buffer[:length])
        self._planned_bytes += sum(end - start for start, end in ranges)
        chunk = _Chunk(number, offset, buffer, length, ranges)
        if ranges:
            self._queue.put(chunk)
        else:
            self._finished(chunk)

    def _carry(self) -> None:
        while (chunk := self._queue.take(self._is_stopping, TICK_S)) is not None:
            with self._gate.request(self._is_stopping) as may:
                if not may:
                    return
                with self._watching.carrying(sum(end - start for start, end in chunk.ranges)):
                    self._carry_ranges(chunk)
            if self._crew.stopping:
                return
            self._finished(chunk)
            self._queue.done()

    def _carry_ranges(self, chunk: _Chunk) -> None:
        for start, end in chunk.ranges:
            if self._crew.stopping:
                return
            self._work(start, chunk.buffer[start - chunk.offset : end - chunk.offset])
            self._gate.note_movement()

    def _use_gaps(self, idle: Idle) -> None:
        seen = 0
        while (done := self._queue.gap(seen, self._is_stopping, TICK_S)) is not None:
            work = idle.next()
            if work is None:
                seen = done
                continue
            with self._gate.request(self._is_stopping) as may:
                if may:
                    work()

    def _finished(self, chunk: _Chunk) -> None:
        self._pool.give_back(chunk.buffer)
        self._meter.at(self._behind.finished(chunk.number, chunk.offset + chunk.length))
