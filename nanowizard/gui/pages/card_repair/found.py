"""What a repair found wrong with the card, one sentence a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import MessagePanel

translate = QCoreApplication.translate


def found_words(found: Sequence[Finding]) -> list[str]:
    return [texts.sentence(one.code, one.params).what for one in found]


class FoundPanel(MessagePanel):
    """Hidden while nothing was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, icon="wrench", parent=parent)
        self.show_found(())

    def show_found(self, found: Sequence[Finding]) -> None:
        self.set_message(translate("CardRepairPage", "What was found"), "\n".join(found_words(found)))
        self.setVisible(bool(found))
