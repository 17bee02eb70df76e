"""Makes a card usable that tools cannot see or read.

Steps: card.repair.look, card.repair.clear, card.repair.test, and then those of formatting. The test comes before the
table: a card that is itself at fault stays marked NOT READY.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.cards.capacity import Capacity, CapacityProbe
from nanowizard.cards.diagnose import count_signatures, diagnose
from nanowizard.cards.erase import clear, signature_ranges
from nanowizard.cards.format import old_partitions, write_card
from nanowizard.cards.layout import plan_card
from nanowizard.cards.make import CardMaker, place_images
from nanowizard.cards.model import RepairReport, RepairRequest
from nanowizard.cards.sweep import Sweep
from nanowizard.cards.undo import Undo
from nanowizard.core.errors import CardError
from nanowizard.core.events import Finding, FindingReported, LimitedBy, Severity
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.drives.reading import tolerant_reader
from nanowizard.transfer.crew import TICK_S
from nanowizard.transfer.watched import watched

_PHASES = {"clear": 1.0, "probe": 20.0, "format": 3.0, "check": 1.0}


@dataclass(slots=True)
class Repair:
    """One repair of one opened card. `ctx.emit` is called from several threads. `make_probe` is for tests."""

    device: RawDevice
    request: RepairRequest
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S
    make_probe: Callable[..., CapacityProbe] = CapacityProbe

    def run(self) -> RepairReport:
        """Raises CardError card.ignores_writes, card.lies_about_size, card.does_not_keep and those of the layout;
        DriveError; Cancelled. The card is marked NOT READY then.
        """
        began = self.clock()
        plan = plan_card(self.device.size_bytes, label=self.request.label)
        images = place_images(plan)
        meter = ProgressMeter(self.ctx.emit, _PHASES, clock=self.clock)
        meter.limited_by = LimitedBy.CARD
        maker = CardMaker(Sweep(self.device, self.ctx, self.clock, self.tick_s), {"format": plan.table})
        found, cleared = self._look(maker.sweep)
        partitions = old_partitions(maker.sweep)
        with step(self.ctx, "card.repair.clear") as facts:
            maker.mark()
            clear(maker.sweep, signature_ranges(partitions, self.device.size_bytes, self.device.alignment), meter)
            facts["cleared"] = cleared
        tested = self._test(meter)
        write_card(maker, plan, images, [], meter)
        return RepairReport(
            found=found,
            cleared=cleared,
            filesystem=plan.volumes[0].filesystem,
            tested_bytes=tested,
            took_s=self.clock() - began,
        )

    def _look(self, sweep: Sweep) -> tuple[tuple[str, ...], int]:
        unreadable: list[int] = []
        read = tolerant_reader(self.device, unreadable)
        seen: list[tuple[tuple[str, ...], int]] = []
        size = self.device.size_bytes
        with step(self.ctx, "card.repair.look") as facts:
            sweep.once(0, lambda: seen.append((diagnose(read, size), count_signatures(read, size))))
            found, count = seen[0]
            if unreadable:
                found = ("unreadable", *(slug for slug in found if slug != "empty"))
            for slug in found:
                finding = Finding(code=f"found.{slug}", severity=Severity.INFO)
                self.ctx.emit(FindingReported(finding=finding))
            facts.update(found=list(found), signatures=count)
        return found, count

    def _test(self, meter: ProgressMeter) -> int:
        """Marks at spread places, written and read back: how many bytes went to and fro."""
        began, size, undo = self.clock(), self.device.size_bytes, Undo()

        def probe(device: RawDevice) -> Capacity:
            work = self.make_probe(device, size, undo, meter.add)
            meter.start("probe", work.planned_bytes())
            return work.run()

        with step(self.ctx, "card.repair.test") as facts:
            # What the marks stood on is not put back: a new file system comes over it.
            capacity = watched(self.device, self.ctx, probe, clock=self.clock, tick_s=self.tick_s)
            if capacity.is_fake:
                raise CardError("card.lies_about_size", has_bytes=size, real_bytes=capacity.real_bytes)
            if capacity.kind == "worn":
                first = min((one.offset_bytes for one in capacity.bad), default=0)
                raise CardError("card.does_not_keep", offset_bytes=first, path=self.device.identity.path)
            meter.finish()
            facts.update(work_facts(capacity.tested_bytes, self.clock() - began))
        return capacity.tested_bytes
