"""Power and desktop: how much power the Nano may use, and whether it shows a desktop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.task import Task
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.power.form import PowerForm
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.tasks.journey import Journey
from nanowizard.tasks.power import PowerNano

translate = QCoreApplication.translate


class PowerPage(StepPage):
    id = page_ids.POWER

    def __init__(self, context: Context) -> None:
        form = PowerForm()
        form.choose(_kept(context.session.journey))
        super().__init__(context, form)
        self.form = form
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return (
            translate("PowerPage", "Power and desktop"),
            translate("PowerPage", "Decide how fast the Nano runs, and how much memory its desktop takes."),
        )

    def task(self) -> Task:
        return PowerNano(self.context.session)

    def keep(self) -> None:
        self.context.session.journey.choices[self.id] = asdict(self.form.options())

    def undone(self) -> None:
        self.form.choose(PowerOptions())
        self.keep()

    def effect(self) -> str:
        return translate("PowerPage", "Change it")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        headline = translate("PowerPage", "The Nano runs as you wish")
        if result.get("console") is not None and result.get("desktop") is result.get("console"):
            return headline, translate("PowerPage", "With or without a desktop: that changes at the next restart.")
        return headline, ""


def _kept(journey: Journey) -> PowerOptions:
    """What was wished the last time; a damaged note counts as none."""
    kept = journey.choices.get(page_ids.POWER, {})
    mode = kept.get("mode")
    yes_or_no = {name: kept.get(name) for name in ("clocks", "console", "hold_bootloader")}
    return PowerOptions(
        mode=mode if type(mode) is int else None,
        **{name: wished for name, wished in yes_or_no.items() if isinstance(wished, bool)},
    )
