"""Swap file and zram as wished, or back to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.swap.facts import SwapFacts, SwapOptions
from nanowizard.provision.swap.step import SwapStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapInput(StepInput[SwapOptions]):
    options: SwapOptions = field(default_factory=SwapOptions)


class SwapNano(StepTask[SwapFacts, SwapOptions]):
    """The result adds `path`, `file_bytes`, `file_active`, `zram_bytes`, `free_bytes`, `swappiness`."""

    id: ClassVar[str] = "nano.swap"

    def __init__(self, session: Session) -> None:
        super().__init__(session, SwapStep())

    def describe(self, facts: SwapFacts) -> Mapping[str, Any]:
        return {
            "path": facts.path,
            "file_bytes": facts.file.size_bytes if facts.file else 0,
            "file_active": facts.active is not None,
            "zram_bytes": sum(area.size_bytes for area in facts.zram),
            "free_bytes": facts.disk.free_bytes if facts.disk else None,
            "swappiness": facts.swappiness,
        }
