"""The panel that is shown while the system asks the person for permission to open a card."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import MessagePanel

translate = QCoreApplication.translate

ASKING = "privilege.asking"
"""The step that begins when the system's question opens and ends when it is answered."""


class AskingPanel(MessagePanel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, parent=parent)
        self.retranslate()

    def retranslate(self) -> None:
        self.set_message(
            translate("CardCare", "Your system asks for permission"),
            translate(
                "CardCare",
                "Answer it in the window that your system has opened. It may want an administrator's password.",
            ),
        )
