"""The option to lend the Nano this computer's internet: for one that has only the USB cable."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids
from nanowizard.gui.widgets.option_box import OptionBox
from nanowizard.tasks.journey import Journey

translate = QCoreApplication.translate

CUT_OFF = frozenset({"no_route", "no_names", "no_web"})
"""What the report on the Nano says of its network when nothing can be downloaded."""


class LendBox(OptionBox):
    def retranslate(self) -> None:
        self.set_words(
            translate("StepPage", "Lend the Nano this computer’s internet"),
            translate("StepPage", "For a Nano on the USB cable alone. It ends with this step; nothing of it stays."),
        )


def is_cut_off(journey: Journey) -> bool:
    """Whether the last look at the Nano found it without a way to the internet."""
    outcome = journey.outcomes.get(page_ids.CONNECT)
    return outcome is not None and outcome.facts.get("network") in CUT_OFF
