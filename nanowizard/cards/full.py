"""Writes every byte of a card and reads every byte back, as f3write and f3read do. What was on the card is lost.

"f3write fills ..., f3read validates": the whole card is written before any of it is read, so that on a card which wraps
around the later writes have destroyed the earlier ones, and its cache holds a small part at most (f3, doc/usage.rst).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from nanowizard.cards.capacity import Capacity
from nanowizard.cards.judge import Tally
from nanowizard.cards.pattern import Pattern
from nanowizard.cards.places import MIB
from nanowizard.core.errors import DriveError
from nanowizard.core.events import LimitedBy
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.buffers import aligned_buffer

PIECE_BYTES = 4 * MIB
# Each unreadable place can take a card half a minute of tries of its own; one with more is as good as dead.
MOST_ERRORS = 16
PHASES = {"fill": 2.0, "reread": 1.0}


@dataclass(slots=True)
class FullTest:
    """One test of one opened card. Steps: card.fill and card.reread."""

    device: RawDevice
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    pattern: Pattern = field(default_factory=Pattern)
    meter: ProgressMeter = field(init=False)
    _unwritable: set[int] = field(default_factory=set)
    _errors: int = 0

    def __post_init__(self) -> None:
        self.meter = ProgressMeter(self.ctx.emit, PHASES, clock=self.clock)

    def run(self) -> tuple[Capacity, float, float]:
        """What was found, and bytes a second of writing and of reading.

        Raises Cancelled or DriveError; drive.io only when there are many such places.
        """
        size, began = self.device.size_bytes, self.clock()
        with step(self.ctx, "card.fill") as facts:
            self.device.check_same()  # right before the first write
            self._fill()
            write_s = max(self.clock() - began, 1e-6)
            facts.update(work_facts(size, write_s))
        began = self.clock()
        with step(self.ctx, "card.reread") as facts:
            found = self._reread()
            read_s = max(self.clock() - began, 1e-6)
            facts.update(work_facts(size, read_s))
        return found, size / write_s, size / read_s

    def _fill(self) -> None:
        buffer = self._start("fill")
        for offset, view in self._pieces(buffer):
            view[:] = self.pattern.make(offset, len(view))
            try:
                self.device.write_at(offset, view)
            except DriveError as error:
                self._note(error)
                self._unwritable.add(offset)
            self.meter.add(len(view))
        if not self._unwritable:  # else it fails for certain, and the reading back says what is there
            self.device.flush()
        self.meter.finish()

    def _reread(self) -> Capacity:
        tally = Tally(self.device.size_bytes)
        buffer = self._start("reread")
        for offset, view in self._pieces(buffer):
            if offset in self._unwritable:
                tally.add_failed(offset, len(view))
            else:
                self._compare(offset, view, tally)
            self.meter.add(len(view))
        self.meter.finish()
        found = tally.judge()
        return Capacity(
            kind=found.kind, real_bytes=found.good_bytes, tested_bytes=self.device.size_bytes, bad=tally.bad
        )

    def _compare(self, offset: int, view: memoryview, tally: Tally) -> None:
        try:
            self.device.read_at(offset, view)
        except DriveError as error:
            self._note(error)
            tally.add_failed(offset, len(view))
        else:
            tally.add(self.pattern.wrong(offset, bytes(view)))

    def _start(self, phase: str) -> memoryview:
        self.meter.limited_by = LimitedBy.CARD
        self.meter.start(phase, self.device.size_bytes)
        return aligned_buffer(min(PIECE_BYTES, self.device.size_bytes))

    def _pieces(self, buffer: memoryview) -> Iterator[tuple[int, memoryview]]:
        for offset in range(0, self.device.size_bytes, len(buffer)):
            yield offset, buffer[: self.device.size_bytes - offset]

    def _note(self, error: DriveError) -> None:
        self._errors += 1
        if error.code != "drive.io" or self._errors > MOST_ERRORS:
            raise error
