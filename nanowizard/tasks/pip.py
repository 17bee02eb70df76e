"""Where pip on the Nano gets its packages, or back to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.provision.pip import conf as pip_conf
from nanowizard.provision.pip.facts import OFFICIAL_INDEX, XDG_CONF, PipFacts, PipOptions
from nanowizard.provision.pip.plan import shown
from nanowizard.provision.pip.step import PipStep
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class PipInput(StepInput[PipOptions]):
    options: PipOptions = field(default_factory=PipOptions)


class MirrorPip(StepTask[PipFacts, PipOptions]):
    """The result adds `index_url` (what the system's files say), `pip` and `python` (versions, None without pip)."""

    id: ClassVar[str] = "nano.pip"

    def __init__(self, session: Session) -> None:
        super().__init__(session, PipStep())

    def describe(self, facts: PipFacts) -> Mapping[str, Any]:
        texts = (facts.conf or "", facts.confs.get(XDG_CONF, ""))
        indexes = [url for text in texts if (url := pip_conf.value(text, "index-url"))]
        return {
            "index_url": shown(indexes[0]) if indexes else OFFICIAL_INDEX,
            "pip": facts.version,
            "python": facts.python,
        }
