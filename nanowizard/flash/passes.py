"""What all passes of one flash over its card have in common: the card, the run, the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.blockmap import Range
from nanowizard.flash.stream import Digest, Idle, Plan, Stream, Streamed, Watching, Work
from nanowizard.flash.verify import Differences, ReadBack
from nanowizard.flash.where import tell_where
from nanowizard.flash.write import Written
from nanowizard.images.source import ImageSource
from nanowizard.transfer.crew import TICK_S
from nanowizard.transfer.watched import watched

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """Each method blocks until its pass is over."""

    device: RawDevice
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S

    def watched(self, work: Callable[[RawDevice], T], ctx: RunContext | None = None) -> T:
        """In a thread that may hang. Raises what `work` raises, Cancelled, DriveError drive.stalled."""
        return watched(self.device, ctx or self.ctx, work, clock=self.clock, tick_s=self.tick_s)

    def stream(
        self,
        source: ImageSource,
        plan: Plan,
        work: Work,
        meter: ProgressMeter,
        *,
        archive: Digest | None = None,
        idle: Idle | None = None,
        watching: Watching | None = None,
    ) -> Streamed:
        """The whole image once. Raises as `Stream.run` does."""
        return Stream(
            source,
            self.device,
            plan,
            work,
            ctx=self.ctx,
            meter=meter,
            archive=archive,
            idle=idle,
            watching=watching,
            clock=self.clock,
            tick_s=self.tick_s,
        ).run()

    def readback(
        self,
        written: Sequence[Written],
        moved: Callable[[float], None] = lambda share: None,
        found: Differences | None = None,
    ) -> ReadBack:
        """As `ReadBack`."""
        return ReadBack(
            self.device, written, ctx=self.ctx, moved=moved, found=found, clock=self.clock, tick_s=self.tick_s
        )

    def tell_where(self, head: bytes, ranges: Sequence[Range]) -> None:
        """As `where.tell_where`."""
        tell_where(self.device, head, ranges, self.ctx, clock=self.clock, tick_s=self.tick_s)
