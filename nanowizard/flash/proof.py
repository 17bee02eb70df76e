"""Proves that a card keeps what was written to it: reads it back, mends it once, and only then makes it a whole one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from nanowizard.core.errors import FlashError, ImageError, NanoWizardError
from nanowizard.core.events import LimitedBy
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.flash.blockmap import Range
from nanowizard.flash.gaps import GapReader
from nanowizard.flash.passes import Passes
from nanowizard.flash.stream import Streamed
from nanowizard.flash.verify import Differences, ReadBack
from nanowizard.flash.wrap import to_read_again
from nanowizard.flash.write import CardWriter, Writer, Written
from nanowizard.images.source import ImageSource
from nanowizard.transfer.crew import still_running

OpenSource = Callable[[], AbstractContextManager[ImageSource]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """For one flash whose stream has ended. `open_source` is called where ranges have to be written again.

    `gaps` has read meanwhile what it could.
    """

    passes: Passes
    writer: Writer
    open_source: OpenSource
    gaps: GapReader
    meter: ProgressMeter
    name: str

    def run(self, streamed: Streamed) -> int:
        """How many ranges had to be written again. The head is written here, after everything else was found good.

        What is expected has the marker in it. A card with less memory than it says begins anew at its start: what was
        written beyond its memory lies over the marker, and the head would destroy it in turn, unseen.
        Raises FlashError flash.verify_mismatch, DriveError, ImageError, Cancelled; the card is marked then.
        """
        clock, meter = self.passes.clock, self.meter
        with step(self.passes.ctx, "flash.verify") as facts:
            began = clock()
            meter.limited_by = LimitedBy.CARD
            early = self.gaps.good_bytes / (self.writer.written_bytes or 1)
            meter.start("verify", streamed.raw_bytes, done=int(streamed.raw_bytes * early))
            left = self._left()
            readback = self._readback(left, streamed, self.gaps.differences)
            bad = self.gaps.bad + readback.run()
            if bad:
                self._repair(bad, readback.differences)
                self._verify_again(streamed)
            bad_head = self._finish_head(streamed)
            meter.finish()
            facts.update(work_facts(sum(one.length for one in left) + self.writer.head.length, clock() - began))
        return len(bad) + bad_head

    def _left(self) -> list[Written]:
        """What has not been read in the gaps, and what of that has to be read again."""
        early, bad = set(self.gaps.good), set(self.gaps.bad)
        late = [one for one in self.writer.expected if one not in early and one not in bad]
        return late + to_read_again(self.gaps.good, late, self.writer.written)

    def _readback(self, written: list[Written], streamed: Streamed, found: Differences | None = None) -> ReadBack:
        """The meter's phase goes on from where it was: what it counts is in proportion to the bytes to be read."""
        done, total = self.meter.done, streamed.raw_bytes
        return self.passes.readback(written, lambda share: self.meter.at(done + round((total - done) * share)), found)

    def _repair(self, bad: list[Written], differences: Differences) -> None:
        """Write the bad ranges once more, from a second pass over the image, and the marker after them all.

        Raises flash.verify_mismatch where there are too many.
        """
        if differences.too_many:
            self._mark()
            raise self._failed(differences)
        by_offset: dict[int, Written] = {}

        def plan(offset: int, view: memoryview) -> list[Range]:
            return [(b.offset, b.offset + b.length) for b in by_offset.values() if 0 <= b.offset - offset < len(view)]

        with step(self.passes.ctx, "flash.repair", ranges=len(bad)):
            self._mark()  # it may be what was lost, and this may not come to its end
            by_offset |= {one.offset: one for one in self._written_again(bad) if one.offset}
            if by_offset:
                rewriter = CardWriter(self.passes.device, full=True)
                with self.open_source() as source:
                    self.meter.start("repair", source.raw_bytes)
                    self.passes.stream(source, plan, rewriter.work, self.meter)
                if {one.offset: one for one in rewriter.written} != by_offset:
                    raise ImageError("image.changed", file=self.name)
            self._mark()

    def _written_again(self, bad: list[Written]) -> list[Written]:
        """What is left of them: those that are as in the image."""
        left: list[Written] = []
        self.passes.watched(lambda device: left.extend(self.writer.write_again(device, bad)))
        return left

    def _verify_again(self, streamed: Streamed) -> None:
        """Everything, since a card may keep one range by losing another. Raises flash.verify_mismatch."""
        self.meter.start("repair", streamed.raw_bytes)
        readback = self._readback(self.writer.everything, streamed)
        if readback.run():
            raise self._failed(readback.differences)

    def _finish_head(self, streamed: Streamed) -> int:
        """Write the head and read it back; 1 where that took a second try.

        Whatever ends this early, a cancel too, marks the card again, as far as it lets itself: it would look ready with
        a head that nobody has read back.
        """
        try:
            for attempt in range(2):
                self.passes.watched(self.writer.finish)
                readback = self.passes.readback([self.writer.head])
                if not readback.run():
                    return attempt
                if attempt == 0:  # where has it gone? It may lie over what was found good
                    self._mark()
                    self._verify_again(streamed)
            raise self._failed(readback.differences)
        except BaseException:
            with contextlib.suppress(NanoWizardError):
                if not still_running():  # a hung card takes nothing more
                    self.passes.device.check_same()  # the mark must not hit another card either
                    self._mark(RunContext(emit=self.passes.ctx.emit))
            raise

    def _failed(self, differences: Differences) -> FlashError:
        """The error, after what lies at those places was told."""
        self.passes.tell_where(self.writer.first_bytes, differences.ranges)
        return differences.error("flash.verify_mismatch")

    def _mark(self, ctx: RunContext | None = None) -> None:
        self.passes.watched(self.writer.mark, ctx)
