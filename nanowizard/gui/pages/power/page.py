"""Power and desktop: how much power the Nano may use, and whether it shows a desktop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.task import Task
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.power.form import PowerForm
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.tasks.power import PowerNano

translate = QCoreApplication.translate


class PowerPage(StepPage):
    id = page_ids.POWER

    def __init__(self, context: Context) -> None:
        form = PowerForm()
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

    def effect(self) -> str:
        return translate("PowerPage", "Change it")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        headline = translate("PowerPage", "The Nano runs as you wish")
        if result.get("console") is not None and result.get("desktop") is result.get("console"):
            return headline, translate("PowerPage", "With or without a desktop: that changes at the next restart.")
        return headline, ""
