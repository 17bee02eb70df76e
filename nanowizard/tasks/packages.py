"""Packages of the Nano that are half installed, completed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.packages.step import PackagesFacts, PackagesOptions, PackagesStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesInput(StepInput[PackagesOptions]):
    options: PackagesOptions = field(default_factory=PackagesOptions)


class CompletePackages(StepTask[PackagesFacts, PackagesOptions]):
    """The result adds `half_installed`: names of packages. There is no undo."""

    id: ClassVar[str] = "nano.packages"

    def __init__(self, session: Session) -> None:
        super().__init__(session, PackagesStep())

    def describe(self, facts: PackagesFacts) -> Mapping[str, Any]:
        return {"half_installed": list(facts.broken)}
