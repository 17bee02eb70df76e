"""Compares a card with an image, byte by byte, and writes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from nanowizard.core.errors import FlashError
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.marker import MARKER_BYTES, read_marker
from nanowizard.flash.blockmap import GRAIN_BYTES, BlockMap, Range
from nanowizard.flash.fit import Block, fit_of
from nanowizard.flash.model import VerifyReport
from nanowizard.flash.stream import BUFFER_BYTES, WORKERS, Stream
from nanowizard.flash.verify import Differences
from nanowizard.flash.where import tell_where
from nanowizard.images.source import ImageSource
from nanowizard.transfer.buffers import Pool, aligned_buffer
from nanowizard.transfer.crew import TICK_S
from nanowizard.transfer.watched import watched

# More than a partition table of any usual length takes: one that was grown is known by it.
_HEAD_BYTES = 64 * 1024


class CardComparer:
    """The work of a `Stream` that compares. `first_bytes` are the image's, for its table."""

    def __init__(self, device: RawDevice, ctx: RunContext) -> None:
        self._device = device
        self._pool = Pool(WORKERS, BUFFER_BYTES)
        self.differences = Differences(ctx)
        self.first_bytes = b""

    def work(self, offset: int, view: memoryview) -> None:
        """Raises FlashError flash.card_differs once there are so many differences that looking on is of no use."""
        if (buffer := self._pool.take(0)) is None:
            raise RuntimeError("more workers than buffers")
        try:
            mine = buffer[: len(view)]
            self._device.read_at(offset, mine)
            # A memoryview compares its items one by one, thirty times slower than bytes do (measured).
            expected, found = bytes(view), bytes(mine)
        finally:
            self._pool.give_back(buffer)
        if expected != found:
            for start, end in unequal(expected, found):
                self.differences.add(offset + start, end - start)
            if self.differences.too_many:
                raise self.differences.error("flash.card_differs")


def unequal(one: bytes, other: bytes) -> list[Range]:
    """The runs of 4 KiB grains that are not equal."""
    runs: list[Range] = []
    for start in range(0, len(one), GRAIN_BYTES):
        end = min(start + GRAIN_BYTES, len(one))
        if one[start:end] == other[start:end]:
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def verify_against_image(
    device: RawDevice,
    open_source: Callable[[], AbstractContextManager[ImageSource]],
    ctx: RunContext,
    *,
    full: bool = False,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> VerifyReport:
    """Whether the card holds the image, judged by the blocks that a flash would write (all with `full`).

    A card whose table was made as large as the card, or whose image was made to fit it, holds the image too.
    Raises FlashError flash.card_differs (the first place and how many there are), flash.card_not_ready,
    DriveError drive.too_small, ImageError, Cancelled.
    """
    meter = ProgressMeter(ctx.emit, {"verify": 1.0}, clock=clock)
    comparer = CardComparer(device, ctx)
    began = clock()
    with step(ctx, "flash.verify") as facts, open_source() as source:
        seen = watched(device, ctx, head_of_a_whole_one, clock=clock, tick_s=tick_s)
        fit, block_map = fit_of(device, source, shrink=True, seen=seen), BlockMap(full=full)
        meter.start("verify", source.raw_bytes)

        def plan(offset: int, view: memoryview) -> list[Range]:
            if offset == 0:
                comparer.first_bytes = bytes(view[:_HEAD_BYTES])
            return fit.ranges(offset, view, block_map.ranges(offset, view))

        with _telling_where(device, comparer, ctx, clock, tick_s):
            streamed = Stream(
                source, device, plan, comparer.work, ctx=ctx, meter=meter, clock=clock, tick_s=tick_s
            ).run()
            blocks = fit.finish()
            watched(device, ctx, lambda _: _compare_all(comparer, blocks), clock=clock, tick_s=tick_s)
            if len(comparer.differences):
                raise comparer.differences.error("flash.card_differs")
        meter.set_total(streamed.raw_bytes)
        meter.finish()
        took_s = clock() - began
        compared_bytes = streamed.planned_bytes + sum(len(data) for _, data in blocks)
        facts.update(work_facts(compared_bytes, took_s))
    return VerifyReport(
        raw_bytes=streamed.raw_bytes,
        verified_bytes=compared_bytes,
        skipped_bytes=max(streamed.raw_bytes - compared_bytes, 0),
        verify_s=took_s,
        sha256=streamed.sha256,
    )


@contextmanager
def _telling_where(
    device: RawDevice, comparer: CardComparer, ctx: RunContext, clock: Callable[[], float], tick_s: float
) -> Iterator[None]:
    try:
        yield
    except FlashError as error:
        if error.code == "flash.card_differs":
            ranges = comparer.differences.ranges
            tell_where(device, comparer.first_bytes, ranges, ctx, clock=clock, tick_s=tick_s)
        raise


def _compare_all(comparer: CardComparer, blocks: list[Block]) -> None:
    for at, data in blocks:
        comparer.work(at, memoryview(data))


def head_of_a_whole_one(device: RawDevice) -> bytes:
    """The card's beginning, with its table. Raises FlashError flash.card_not_ready."""
    first = aligned_buffer(min(_HEAD_BYTES, device.size_bytes // device.alignment * device.alignment))
    device.read_at(0, first)
    if read_marker(bytes(first[:MARKER_BYTES])) is not None:
        raise FlashError("flash.card_not_ready")
    return bytes(first)
