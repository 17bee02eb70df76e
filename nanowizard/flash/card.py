"""Flashes an opened card: marks it, writes it, reads it back, mends what it did not keep, and makes it whole.

Steps (as events): flash.prepare, flash.write, flash.verify and, where the card did not keep what was written,
flash.repair. The card carries the NOT READY marker from the first write until every byte behind it has been read back;
only then does it get its first MiB.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from nanowizard.core.events import LogLine
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.archive import ArchiveDigest, check_sha256
from nanowizard.flash.fit import Fit, fit_of, too_small
from nanowizard.flash.fit_said import said_of
from nanowizard.flash.forecast import Forecast, reading_pace
from nanowizard.flash.gaps import LAG_BYTES, GapReader
from nanowizard.flash.model import FlashReport
from nanowizard.flash.passes import Passes
from nanowizard.flash.proof import OpenSource, Proof
from nanowizard.flash.record import parts_of, record_of
from nanowizard.flash.stream import Streamed
from nanowizard.flash.update_runs import samples_of
from nanowizard.flash.write import CardWriter, Writer
from nanowizard.images.source import ImageSource
from nanowizard.transfer.crew import TICK_S

# Cards read two to four times faster than they write.
_WEIGHTS = {"write": 3.0, "verify": 1.0, "repair": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """As in `FlashRequest`. `archive` is the image's file, needed with `archive_sha256`. `shrink`: as in `Fit`."""

    full: bool = False
    grow: bool = False
    shrink: bool = False
    verify: bool = True
    expected_sha256: str | None = None
    archive_sha256: str | None = None
    archive: Path | None = None

    def fit(self, device: RawDevice, source: ImageSource) -> Fit:
        return fit_of(device, source, grow=self.grow, shrink=self.shrink)


MakeWriter = Callable[[RawDevice, ImageSource, Options], Writer]


def card_writer(device: RawDevice, source: ImageSource, options: Options) -> Writer:
    """Writes whatever holds data."""
    return CardWriter(device, full=options.full, name=source.name, fit=options.fit(device, source))


@dataclass(slots=True)
class Flash:
    """One flash of one opened card. `ctx.emit` is called from several threads.

    `open_source` is called once, and a second time where ranges have to be written again. `lag_bytes`: see `GapReader`.
    """

    device: RawDevice
    open_source: OpenSource
    ctx: RunContext
    options: Options = field(default_factory=Options)
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S
    make_writer: MakeWriter = card_writer
    lag_bytes: int = LAG_BYTES

    def run(self) -> FlashReport:
        """Raises ImageError, DriveError, FlashError flash.verify_mismatch, or Cancelled; the card is marked then."""
        options = self.options
        passes = Passes(device=self.device, ctx=self.ctx, clock=self.clock, tick_s=self.tick_s)
        meter = ProgressMeter(self.ctx.emit, _WEIGHTS if options.verify else {"write": 1.0}, clock=self.clock)
        with self.open_source() as source:
            name = source.name
            writer = self._prepare(passes, source)
            gaps = GapReader(self.device, writer.written, self.ctx, lag_bytes=self.lag_bytes)
            streamed, write_s = self._write(passes, source, writer, meter, gaps)
        repaired, verify_s = 0, 0.0
        if writer.untouched and options.verify:
            meter.start("verify", streamed.raw_bytes)  # each byte was read just now, and nothing has changed one
            meter.finish()
        elif options.verify:
            began = self.clock()
            repaired = Proof(
                passes=passes, writer=writer, open_source=self.open_source, gaps=gaps, meter=meter, name=name
            ).run(streamed)
            verify_s = self.clock() - began
        elif not writer.untouched:
            passes.watched(writer.finish)
        if options.verify:
            kept = record_of(writer, name=name, raw_bytes=streamed.raw_bytes, sha256=streamed.sha256)
            for part in parts_of(kept):
                self.ctx.emit(part)
        done_bytes = writer.written_bytes + writer.kept_bytes
        return FlashReport(
            raw_bytes=streamed.raw_bytes,
            written_bytes=writer.written_bytes,
            kept_bytes=writer.kept_bytes,
            skipped_bytes=max(streamed.raw_bytes - done_bytes, 0),
            verified_bytes=done_bytes if options.verify else writer.kept_bytes,
            write_s=write_s,
            verify_s=verify_s,
            sha256=streamed.sha256,
            repaired_ranges=repaired,
            early_bytes=gaps.good_bytes,
            grown_bytes=max(writer.fit.added_bytes, 0),
            shrunk_bytes=writer.fit.over_bytes,
            samples=samples_of(writer.everything),
        )

    def _prepare(self, passes: Passes, source: ImageSource) -> Writer:
        if not self.options.shrink and source.raw_bytes_exact and (source.raw_bytes or 0) > self.device.size_bytes:
            raise too_small(source.raw_bytes or 0, self.device)
        writer = self.make_writer(self.device, source, self.options)
        with step(self.ctx, "flash.prepare"):
            self.ctx.cancel.raise_if_set()
            self.device.check_same()
            passes.watched(writer.prepare)
        return writer

    def _write(
        self, passes: Passes, source: ImageSource, writer: Writer, meter: ProgressMeter, gaps: GapReader
    ) -> tuple[Streamed, float]:
        options, began = self.options, self.clock()
        with ExitStack() as stack, step(self.ctx, "flash.write", raw_bytes=source.raw_bytes) as facts:
            archive: ArchiveDigest | None = None
            if options.archive_sha256 and options.archive:
                archive = stack.enter_context(ArchiveDigest(options.archive, options.archive_sha256, self.ctx.cancel))
            idle = gaps if options.verify else None
            forecast = self._forecast(passes, source, writer, idle)
            meter.left_s = forecast.left_s
            meter.start("write", source.raw_bytes)
            streamed = passes.stream(
                source, writer.plan, writer.work, meter, archive=archive, idle=idle, watching=forecast
            )
            if options.expected_sha256:
                check_sha256(source.name, options.expected_sha256, streamed.sha256)
            if archive:
                archive.finish()
            passes.watched(writer.settle)
            meter.set_total(streamed.raw_bytes)
            meter.finish()
            took_s = self.clock() - began
            facts.update(work_facts(writer.written_bytes, took_s))
            facts["kept_bytes"] = writer.kept_bytes
            facts["skipped_bytes"] = max(streamed.raw_bytes - writer.written_bytes - writer.kept_bytes, 0)
        for doubt in writer.doubts:
            self.ctx.emit(LogLine(text=f"a partition was written whole: {doubt}", source="flash"))
        for event in said_of(writer.fit):
            self.ctx.emit(event)
        return streamed, took_s

    def _forecast(self, passes: Passes, source: ImageSource, writer: Writer, gaps: GapReader | None) -> Forecast:
        reading_s = passes.watched(lambda device: reading_pace(device, self.clock)) if gaps else None
        return Forecast(source, writer.planned_behind, gaps=gaps, reading_s=reading_s, clock=self.clock)
