"""System packages: those that are half installed are completed. There is nothing to choose but whose internet it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding, Params
from nanowizard.core.task import Task
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.lend import LendBox, is_cut_off
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import FactsPanel
from nanowizard.provision.packages.step import PackagesOptions
from nanowizard.tasks.packages import CompletePackages, PackagesInput

translate = QCoreApplication.translate


class PackagesForm(StepForm):
    def __init__(self) -> None:
        super().__init__()
        self._found: Params = {}
        self._intro = TextLabel(tone=Tone.TEXT2, wrap=True)
        self.facts = FactsPanel()
        self.lend = LendBox()
        self.add(self._intro, self.facts, self.lend)
        self.retranslate()

    def options(self) -> PackagesOptions:
        return PackagesOptions()

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        self._found = facts
        self._show()

    def retranslate(self) -> None:
        self.lend.retranslate()
        self._intro.set_text(
            translate(
                "PackagesPage",
                "This happens when the power goes in the middle of an update. Your settings stay, nothing is removed.",
            )
        )
        self._show()

    def _show(self) -> None:
        broken = self._found.get("half_installed")
        if broken is None:
            self.facts.set_facts([])
        else:
            names = texts.listed(broken) if broken else translate("PackagesPage", "none")
            self.facts.set_facts([(translate("PackagesPage", "Half installed"), names)])
        self.facts.setVisible(broken is not None)
        self.lend.setVisible(bool(broken))


class PackagesPage(StepPage):
    id = page_ids.PACKAGES

    def __init__(self, context: Context) -> None:
        form = PackagesForm()
        form.lend.box.setChecked(is_cut_off(context.session.journey))
        super().__init__(context, form)
        self.form = form
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return (
            translate("PackagesPage", "Complete the system’s packages"),
            translate("PackagesPage", "While some are half installed, nothing new can be installed on the Nano."),
        )

    def task(self) -> Task:
        return CompletePackages(self.context.session)

    def input(self, *, undo: bool = False) -> PackagesInput:
        return PackagesInput(undo=undo, lend_internet=self.form.lend.is_on())

    def effect(self) -> str:
        return translate("PackagesPage", "Complete them")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        del result
        return (
            translate("PackagesPage", "All packages are complete"),
            translate("PackagesPage", "New ones can be installed again."),
        )
