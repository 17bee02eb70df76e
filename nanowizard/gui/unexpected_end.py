"""Says once that the last run ended in its midst, and where the log is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from nanowizard.gui.theme import Tone
from nanowizard.gui.trail import Trail
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate


class UnexpectedEnd(Retranslated, MessagePanel):
    """`log`: the file that has the trace now; None where there is none."""

    def __init__(self, log: Path | None) -> None:
        super().__init__(Tone.INFO)
        self._log = log
        self.retranslate()

    def retranslate(self) -> None:
        where = translate("UnexpectedEnd", "What happened is in the log: {file}")
        self.set_message(
            translate("UnexpectedEnd", "NanoWizard ended unexpectedly last time."),
            where.format(file=self._log) if self._log else "",
        )


def tell(window: Trail, log: Path | None) -> None:
    """On the page that is shown, for as long as it is."""
    panel = UnexpectedEnd(log)
    page = window.current()
    window.currentIdChanged.connect(page.show_notice(panel).deleteLater)
    page.announce(panel.accessibleName())
