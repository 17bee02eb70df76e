"""Compares a card with the record of its flash, without the image, and writes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from nanowizard.core.errors import FlashError
from nanowizard.core.events import LimitedBy
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.compare import head_of_a_whole_one
from nanowizard.flash.model import VerifyReport
from nanowizard.flash.record import CardRecord, disk_id_of
from nanowizard.flash.verify import ReadBack
from nanowizard.flash.where import tell_where
from nanowizard.transfer.crew import TICK_S
from nanowizard.transfer.watched import watched


def verify_against_record(
    device: RawDevice,
    record: CardRecord,
    ctx: RunContext,
    *,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> VerifyReport:
    """Whether the card still holds all that was written to it; every range is read.

    Raises FlashError flash.card_differs, flash.card_not_ready, flash.other_record (it is of another card, or this one
    was written again since), DriveError, Cancelled.
    """
    meter = ProgressMeter(ctx.emit, {"verify": 1.0}, clock=clock)
    total = sum(one.length for one in record.ranges)
    began = clock()
    with step(ctx, "flash.verify") as facts:
        head = watched(device, ctx, head_of_a_whole_one, clock=clock, tick_s=tick_s)
        last = max(one.offset + one.length for one in record.ranges)
        if disk_id_of(head) != record.disk_id or last > device.size_bytes:
            raise FlashError("flash.other_record", path=device.identity.path)
        meter.limited_by = LimitedBy.CARD
        meter.start("verify", total)
        readback = ReadBack(
            device,
            record.ranges,
            ctx=ctx,
            moved=lambda share: meter.at(round(total * share)),
            clock=clock,
            tick_s=tick_s,
        )
        if readback.run():
            tell_where(device, head, readback.differences.ranges, ctx, clock=clock, tick_s=tick_s)
            raise readback.differences.error("flash.card_differs")
        meter.finish()
        took_s = clock() - began
        facts.update(work_facts(total, took_s))
    return VerifyReport(
        raw_bytes=record.raw_bytes,
        verified_bytes=total,
        skipped_bytes=max(record.raw_bytes - total, 0),
        verify_s=took_s,
        sha256=record.sha256,
    )
