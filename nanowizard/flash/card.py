"""Flashes an opened card: marks it, writes it, reads it back, mends what it did not keep, and makes it whole.

Steps (as events): flash.prepare, flash.write, flash.verify and, where the card did not keep what was written,
flash.repair. The card carries the NOT READY marker from the first write until every byte behind it has been read back;
only then does it get its first MiB.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from nanowizard.core.errors import ImageError, NanoWizardError
from nanowizard.core.events import LimitedBy, LogLine
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.archive import ArchiveDigest, check_sha256
from nanowizard.flash.blockmap import Range
from nanowizard.flash.model import FlashReport
from nanowizard.flash.stream import Plan, Stream, Streamed, Work, too_small
from nanowizard.flash.verify import Differences, ReadBack
from nanowizard.flash.write import CardWriter, Written, clear_tail, mark_not_ready
from nanowizard.images.source import ImageSource
from nanowizard.transfer.crew import TICK_S, still_running
from nanowizard.transfer.watched import watched

OpenSource = Callable[[], AbstractContextManager[ImageSource]]

T = TypeVar("T")

# Cards read two to four times faster than they write.
_WEIGHTS = {"write": 3.0, "verify": 1.0, "repair": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """As in `FlashRequest`. `archive` is the image's file, needed with `archive_sha256`."""

    full: bool = False
    verify: bool = True
    expected_sha256: str | None = None
    archive_sha256: str | None = None
    archive: Path | None = None


@dataclass(slots=True)
class Flash:
    """One flash of one opened card. `ctx.emit` is called from several threads.

    `open_source` is called once, and a second time where ranges have to be written again.
    """

    device: RawDevice
    open_source: OpenSource
    ctx: RunContext
    options: Options = field(default_factory=Options)
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S

    def run(self) -> FlashReport:
        """Raises ImageError, DriveError, FlashError flash.verify_mismatch, or Cancelled; the card is marked then."""
        options = self.options
        phases = _WEIGHTS if options.verify else {"write": 1.0}
        meter = ProgressMeter(self.ctx.emit, phases, clock=self.clock)
        writer = CardWriter(self.device, full=options.full)
        with ExitStack() as stack:
            source = stack.enter_context(self.open_source())
            marker = self._prepare(source)
            streamed, write_s = self._write(stack, source, writer, meter)
            name = source.name
        repaired, verify_s = 0, 0.0
        if options.verify:
            began = self.clock()
            repaired = self._verify([marker, *writer.written], writer, streamed, meter, name)
            verify_s = self.clock() - began
        else:
            self._watched(writer.finish)
        written_bytes = streamed.planned_bytes + writer.head.length
        return FlashReport(
            raw_bytes=streamed.raw_bytes,
            written_bytes=written_bytes,
            skipped_bytes=max(streamed.raw_bytes - written_bytes, 0),
            verified_bytes=written_bytes if options.verify else 0,
            write_s=write_s,
            verify_s=verify_s,
            sha256=streamed.sha256,
            repaired_ranges=repaired,
        )

    def _prepare(self, source: ImageSource) -> Written:
        """Returns the marker."""
        if source.raw_bytes_exact and (source.raw_bytes or 0) > self.device.size_bytes:
            raise too_small(source.raw_bytes or 0, self.device)
        with step(self.ctx, "flash.prepare"):
            self.ctx.cancel.raise_if_set()
            self.device.check_same()
            marker = self._mark(source.name)
            self._watched(clear_tail)
        return marker

    def _write(
        self, stack: ExitStack, source: ImageSource, writer: CardWriter, meter: ProgressMeter
    ) -> tuple[Streamed, float]:
        options, began = self.options, self.clock()
        archive: ArchiveDigest | None = None
        if options.archive_sha256 and options.archive:
            archive = stack.enter_context(ArchiveDigest(options.archive, options.archive_sha256, self.ctx.cancel))
        with step(self.ctx, "flash.write", raw_bytes=source.raw_bytes) as facts:
            meter.start("write", source.raw_bytes)
            streamed = self._stream(source, writer.plan, writer.work, meter, archive)
            if options.expected_sha256:
                check_sha256(source.name, options.expected_sha256, streamed.sha256)
            if archive:
                archive.finish()
            self._watched(lambda device: device.flush())
            meter.set_total(streamed.raw_bytes)
            meter.finish()
            took_s = self.clock() - began
            facts.update(work_facts(streamed.planned_bytes + writer.head.length, took_s))
            facts["skipped_bytes"] = max(streamed.raw_bytes - streamed.planned_bytes - writer.head.length, 0)
        for doubt in writer.map.doubts:
            self.ctx.emit(LogLine(text=f"a partition was written whole: {doubt}", source="flash"))
        return streamed, took_s

    def _verify(
        self, expected: list[Written], writer: CardWriter, streamed: Streamed, meter: ProgressMeter, name: str
    ) -> int:
        """How many ranges had to be written again. The head is written here, after everything else was found good.

        `expected` is the marker and all ranges. A card with less memory than it says begins anew at its start: what was
        written beyond its memory lies over the marker, and the head would destroy it in turn, unseen.
        """
        with step(self.ctx, "flash.verify") as facts:
            began = self.clock()
            meter.limited_by = LimitedBy.CARD
            meter.start("verify", streamed.raw_bytes)
            readback = self._readback(expected, meter)
            bad = readback.run()
            if bad:
                self._repair(bad, readback.differences, meter, name)
                self._verify_again(expected, streamed, meter)
            bad_head = self._finish_head(writer, name)
            meter.finish()
            facts.update(work_facts(streamed.planned_bytes + writer.head.length, self.clock() - began))
        return len(bad) + bad_head

    def _repair(self, bad: list[Written], differences: Differences, meter: ProgressMeter, name: str) -> None:
        """Write the bad ranges once more, from a second pass over the image, and the marker after them all.

        Raises flash.verify_mismatch where there are too many.
        """
        if differences.too_many:
            self._mark(name)
            raise differences.error("flash.verify_mismatch")
        by_offset = {one.offset: one for one in bad if one.offset}

        def plan(offset: int, view: memoryview) -> list[Range]:
            return [(b.offset, b.offset + b.length) for b in by_offset.values() if 0 <= b.offset - offset < len(view)]

        with step(self.ctx, "flash.repair", ranges=len(bad)):
            if by_offset:
                rewriter = CardWriter(self.device, full=True)
                with self.open_source() as source:
                    meter.start("repair", source.raw_bytes)
                    self._stream(source, plan, rewriter.work, meter, None)
                if {one.offset: one for one in rewriter.written} != by_offset:
                    raise ImageError("image.changed", file=name)
            self._mark(name)

    def _verify_again(self, expected: list[Written], streamed: Streamed, meter: ProgressMeter) -> None:
        """Everything, since a card may keep one range by losing another. Raises flash.verify_mismatch."""
        meter.start("repair", streamed.raw_bytes)
        readback = self._readback(expected, meter)
        if readback.run():
            raise readback.differences.error("flash.verify_mismatch")

    def _finish_head(self, writer: CardWriter, name: str) -> int:
        """Write the head and read it back; 1 where that took a second try.

        Whatever ends this early, a cancel too, marks the card again, as far as it lets itself: it would look ready with
        a head that nobody has read back.
        """
        try:
            for attempt in range(2):
                self._watched(writer.finish)
                readback = self._readback([writer.head])
                if not readback.run():
                    return attempt
            raise readback.differences.error("flash.verify_mismatch")
        except BaseException:
            with contextlib.suppress(NanoWizardError):
                if not still_running():  # a hung card takes nothing more
                    self.device.check_same()  # the mark must not hit another card either
                    self._mark(name, RunContext(emit=self.ctx.emit))
            raise

    def _mark(self, name: str, ctx: RunContext | None = None) -> Written:
        return self._watched(lambda device: mark_not_ready(device, {"image": name[:255]}), ctx)

    def _watched(self, work: Callable[[RawDevice], T], ctx: RunContext | None = None) -> T:
        """In a thread that may hang. Raises what `work` raises, Cancelled, DriveError drive.stalled."""
        return watched(self.device, ctx or self.ctx, work, clock=self.clock, tick_s=self.tick_s)

    def _stream(
        self,
        source: ImageSource,
        plan: Plan,
        work: Work,
        meter: ProgressMeter,
        archive: ArchiveDigest | None,
    ) -> Streamed:
        return Stream(
            source,
            self.device,
            plan,
            work,
            ctx=self.ctx,
            meter=meter,
            archive=archive,
            clock=self.clock,
            tick_s=self.tick_s,
        ).run()

    def _readback(self, written: list[Written], meter: ProgressMeter | None = None) -> ReadBack:
        return ReadBack(self.device, written, ctx=self.ctx, meter=meter, clock=self.clock, tick_s=self.tick_s)
