"""Tests an opened card: its capacity, its health and its speed, in the steps that a person sees.

Steps: card.probe, card.restore and card.speed for a quick test, card.fill and card.reread for a full one.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nanowizard.cards.capacity import Capacity, CapacityProbe
from nanowizard.cards.full import FullTest
from nanowizard.cards.judge import MOST_BAD_RANGES
from nanowizard.cards.model import BadRange, ProbeReport
from nanowizard.cards.speed import Speed, SpeedTest, is_slow, verdict
from nanowizard.cards.undo import Undo
from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import Finding, FindingReported, JsonValue, LimitedBy, Severity
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.steps import step, work_facts
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.crew import TICK_S, still_running
from nanowizard.transfer.watched import watched

T = TypeVar("T")


@dataclass(slots=True)
class Probe:
    """One test of one card. `ctx.emit` is called from several threads. Smaller sizes are for tests."""

    device: RawDevice
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S
    make_probe: Callable[..., CapacityProbe] = CapacityProbe
    make_speed: Callable[..., SpeedTest] = SpeedTest

    def quick(self, need_bytes: int | None = None) -> ProbeReport:
        """Keeps what is on the card. Raises DriveError or Cancelled, after it has put back what it can.

        Where that is not everything, the finding card.not_restored says so in every end.
        """
        began, size = self.clock(), self.device.size_bytes
        need = min(-(-(need_bytes or size) // self.device.alignment) * self.device.alignment, size)
        with step(self.ctx, "card.probe", need_bytes=need) as facts:
            (capacity, spoilt), left = self._keeping(lambda device, undo: self._capacity(device, undo, need))
            facts.update(work_facts(capacity.tested_bytes, self.clock() - began))
        # Behind the real size of a fake there was never anything to keep.
        lost = [*spoilt, *(one for one in left if not capacity.is_fake or one.offset_bytes < capacity.real_bytes)]
        self._say(lost)
        speed = None if capacity.is_fake else self._speed(lost)
        # A place that does not take back what it held is as bad as one that does not keep a mark.
        bad = tuple(dict.fromkeys((*capacity.bad, *(() if capacity.is_fake else lost))))[:MOST_BAD_RANGES]
        if not bad:
            self._find("card.sound", Severity.GOOD, real_bytes=capacity.real_bytes)
        return ProbeReport(
            verdict=_verdict(capacity, bad, speed),
            lie=capacity.lie,
            claimed_bytes=size,
            real_bytes=capacity.real_bytes,
            tested_bytes=capacity.tested_bytes,
            took_s=self.clock() - began,
            write_rate=speed.write_rate if speed else None,
            read_rate=speed.read_rate if speed else None,
            random_write_iops=speed.random_write_iops if speed else None,
            random_read_iops=speed.random_read_iops if speed else None,
            bad=bad,
            not_restored=tuple(lost[:MOST_BAD_RANGES]),
        )

    def _speed(self, lost: list[BadRange]) -> Speed:
        with step(self.ctx, "card.speed"):
            speed, left = self._keeping(lambda device, undo: self.make_speed(device, undo, clock=self.clock).run())
        left = (*left, *speed.bad)
        self._say(left)
        lost += left
        self.ctx.emit(FindingReported(finding=verdict(speed)))
        return speed

    def full(self) -> ProbeReport:
        """Everything on the card is lost. Raises DriveError or Cancelled."""
        began, size = self.clock(), self.device.size_bytes
        try:
            capacity, write_rate, read_rate = self._watched(
                self.ctx, lambda device: FullTest(device, self.ctx, self.clock).run()
            )
        finally:
            self._find("card.holds_test_data", Severity.INFO)
        if not capacity.bad:
            self._find("card.sound", Severity.GOOD, real_bytes=capacity.real_bytes)
        return ProbeReport(
            verdict=_verdict(capacity, capacity.bad, None),
            lie=capacity.lie,
            claimed_bytes=size,
            real_bytes=capacity.real_bytes,
            tested_bytes=capacity.tested_bytes,
            took_s=self.clock() - began,
            write_rate=write_rate,
            read_rate=read_rate,
            bad=capacity.bad,
        )

    def _capacity(self, device: RawDevice, undo: Undo, need: int) -> tuple[Capacity, list[BadRange]]:
        """Also what a worn card did not take a second time."""
        meter = ProgressMeter(self.ctx.emit, {"probe": 1.0}, clock=self.clock)
        meter.limited_by = LimitedBy.CARD
        probe = self.make_probe(device, need, undo, meter.add)
        meter.start("probe", probe.planned_bytes())
        capacity = probe.run()
        meter.finish()
        return capacity, probe.spoilt

    def _keeping(self, work: Callable[[RawDevice, Undo], T]) -> tuple[T, tuple[BadRange, ...]]:
        """What `work` returns, and what could not be put back after it. Raises what `work` raises, having put back."""
        undo = Undo()
        try:
            result = self._watched(self.ctx, lambda device: work(device, undo))
        except BaseException:
            self._say(self._put_back(undo))
            raise
        return result, self._put_back(undo)

    def _put_back(self, undo: Undo) -> tuple[BadRange, ...]:
        """Not cancelled by the person's cancel, which is often why it runs."""
        places = undo.places
        if not places or still_running():  # a hung card takes nothing more
            return places
        lost = places
        with step(self.ctx, "card.restore", places=len(places)) as facts:
            with contextlib.suppress(NanoWizardError):  # gone, another one, or silent: then all is as lost as it was
                lost = self._watched(RunContext(emit=self.ctx.emit), undo.restore)
            facts["lost"] = len(lost)
        return lost

    def _watched(self, ctx: RunContext, work: Callable[[RawDevice], T]) -> T:
        return watched(self.device, ctx, work, clock=self.clock, tick_s=self.tick_s)

    def _say(self, lost: Sequence[BadRange]) -> None:
        if lost:
            self._find(
                "card.not_restored",
                Severity.WARNING,
                places=len(lost),
                offset_bytes=lost[0].offset_bytes,
                lost_bytes=sum(one.length_bytes for one in lost),
                ranges=[[one.offset_bytes, one.length_bytes] for one in lost[:MOST_BAD_RANGES]],
            )

    def _find(self, code: str, severity: Severity, **params: JsonValue) -> None:
        self.ctx.emit(FindingReported(finding=Finding(code=code, severity=severity, params=params)))


def _verdict(capacity: Capacity, bad: Sequence[BadRange], speed: Speed | None) -> str:
    if capacity.is_fake:
        return "fake"
    if bad:
        return "worn"
    return "slow" if speed and is_slow(speed) else "good"
