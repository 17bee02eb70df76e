"""Power mode, clocks, desktop or console and the held package as wished, or back to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.power.facts import PowerFacts, PowerOptions
from nanowizard.provision.power.step import PowerStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerInput(StepInput[PowerOptions]):
    options: PowerOptions = field(default_factory=PowerOptions)


class PowerNano(StepTask[PowerFacts, PowerOptions]):
    """The result adds `mode`, `modes` (names by number, as text), `clocks`, `console`, `desktop`, `held`.

    None: the Nano has no such thing.
    """

    id: ClassVar[str] = "nano.power"

    def __init__(self, session: Session) -> None:
        super().__init__(session, PowerStep())

    def describe(self, facts: PowerFacts) -> Mapping[str, Any]:
        return {
            "mode": facts.mode,
            "modes": {str(number): name for number, name in facts.modes.items()},
            "clocks": facts.clocks,
            "console": facts.console,
            "desktop": facts.desktop,
            "held": facts.held,
        }
