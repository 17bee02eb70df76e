"""The Nano's clock, set from this computer where no time server has set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.clock.facts import ClockFacts
from nanowizard.provision.clock.step import ClockOptions, ClockStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockInput(StepInput[ClockOptions]):
    options: ClockOptions = field(default_factory=ClockOptions)


class SetClock(StepTask[ClockFacts, ClockOptions]):
    """The result adds `ahead_s`, `synchronized`, `ntp`, each None where the Nano does not say. There is no undo."""

    id: ClassVar[str] = "nano.clock"

    def __init__(self, session: Session) -> None:
        super().__init__(session, ClockStep())

    def describe(self, facts: ClockFacts) -> Mapping[str, Any]:
        return {"ahead_s": facts.ahead_s, "synchronized": facts.synchronized, "ntp": facts.ntp}
