"""Formats an opened card.

Steps: card.format.clear, then card.format.overwrite or card.format.discard where that was asked for,
card.format.write, card.format.check and card.format.table.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.cards.erase import clear, discard, overwrite, require_discard, signature_ranges
from nanowizard.cards.layout import CardPlan, plan_card
from nanowizard.cards.make import CardMaker, PlacedImage, place_images
from nanowizard.cards.model import BadRange, FormatReport, FormatRequest
from nanowizard.cards.sweep import Sweep
from nanowizard.core.errors import CardError
from nanowizard.core.events import Finding, FindingReported, LimitedBy, Severity
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.model import Drive
from nanowizard.drives.partition import Partition, all_tables
from nanowizard.drives.reading import tolerant_reader
from nanowizard.transfer.crew import TICK_S
from nanowizard.transfer.notready import HEAD_BYTES

MODES = ("quick", "full", "erase")
_QUICK = {"clear": 1.0, "format": 3.0, "check": 1.0}
_PHASES = {"quick": _QUICK, "full": {"overwrite": 200.0, **_QUICK}, "erase": {"discard": 5.0, **_QUICK}}


def plan_of(request: FormatRequest, size_bytes: int) -> CardPlan:
    """Raises CardError, also for a label that the file system cannot have."""
    if request.mode not in MODES:
        raise ValueError(f"no such mode: {request.mode}")
    plan = plan_card(size_bytes, table=request.table, label=request.label, wishes=request.partitions)
    place_images(plan)
    return plan


def require_sectors(drive: Drive) -> None:
    """Raises CardError card.sector_size: tables and file systems here have sectors of 512 bytes, as SD cards do."""
    if drive.block_bytes != 512:
        raise CardError("card.sector_size", block_bytes=drive.block_bytes)


@dataclass(slots=True)
class Format:
    """One formatting of one opened card. `ctx.emit` is called from several threads."""

    device: RawDevice
    request: FormatRequest
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S

    def run(self) -> FormatReport:
        """Raises CardError, DriveError or Cancelled; from the first write to the last the card is marked NOT READY."""
        began, mode = self.clock(), self.request.mode
        plan = plan_of(self.request, self.device.size_bytes)
        images = place_images(plan)
        if mode == "erase":
            require_discard(self.device)
        meter = ProgressMeter(self.ctx.emit, _PHASES[mode], clock=self.clock)
        meter.limited_by = LimitedBy.CARD
        sweep = Sweep(self.device, self.ctx, self.clock, self.tick_s)
        maker = CardMaker(sweep, {"format": plan.table})
        overwritten, bad = 0, tuple[BadRange, ...]()
        partitions = old_partitions(sweep)
        with step(self.ctx, "card.format.clear"):
            maker.mark()
        if mode == "full":
            overwritten = self.device.size_bytes - HEAD_BYTES
            bad = self._overwrite(sweep, meter)
        elif mode == "erase":
            with step(self.ctx, "card.format.discard"):
                discard(sweep, HEAD_BYTES, self.device.size_bytes, meter)
        write_card(maker, plan, images, partitions, meter)
        return FormatReport(
            filesystem=plan.volumes[0].filesystem,
            overwritten_bytes=overwritten,
            took_s=self.clock() - began,
            bad=bad,
        )

    def _overwrite(self, sweep: Sweep, meter: ProgressMeter) -> tuple[BadRange, ...]:
        began, size = self.clock(), self.device.size_bytes
        with step(self.ctx, "card.format.overwrite") as facts:
            bad = overwrite(sweep, HEAD_BYTES, size, meter)
            facts.update(work_facts(size - HEAD_BYTES, self.clock() - began))
        if bad:
            params = {
                "places": len(bad),
                "offset_bytes": bad[0].offset_bytes,
                "lost_bytes": sum(one.length_bytes for one in bad),
            }
            finding = Finding(code="card.bad_blocks", severity=Severity.WARNING, params=params)
            self.ctx.emit(FindingReported(finding=finding))
        return bad


def old_partitions(sweep: Sweep) -> list[Partition]:
    """What any table of the card tells of, sound or for another size; nothing where it cannot be read."""
    device, found = sweep.device, list[Partition]()
    read = tolerant_reader(device)
    sweep.once(0, lambda: found.extend(p for table in all_tables(read, device.size_bytes) for p in table.partitions))
    return found


def write_card(
    maker: CardMaker, plan: CardPlan, images: list[PlacedImage], old: list[Partition], meter: ProgressMeter
) -> None:
    """What formatting and repairing end with. Raises CardError, DriveError or Cancelled."""
    ctx, device = maker.sweep.ctx, maker.sweep.device
    new = [volume.partition for volume in plan.volumes]
    with step(ctx, "card.format.write", filesystem=plan.volumes[0].filesystem):
        clear(maker.sweep, signature_ranges([*old, *new], device.size_bytes, device.alignment), meter)
        maker.write(images, meter)
    with step(ctx, "card.format.check"):
        maker.check(images, meter)
    with step(ctx, "card.format.table", table=plan.table):
        maker.finish(plan)
