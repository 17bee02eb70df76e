"""Warnings of a run: each stays in sight until the next run, whatever the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.widgets.panels import MessagePanel

PASSING = frozenset({"flash.slow"})
"""Warnings that are over as soon as the card moves again."""


LASTING = frozenset({"card.holds_test_data"})
"""What is no warning and yet true of the card from now on."""


def is_lasting(finding: Finding) -> bool:
    """What the check says of a drive stands in the question already."""
    if finding.code in PASSING or finding.code.startswith("drive."):
        return False
    return finding.severity is Severity.WARNING or finding.code in LASTING


class NotesColumn(QWidget):
    """One panel for each finding; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._compact = False
        self.panels: list[MessagePanel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.show_findings(())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self._findings = tuple(findings)
        while len(self.panels) > len(self._findings):
            panel = self.panels.pop()
            self._column.removeWidget(panel)
            panel.deleteLater()
        while len(self.panels) < len(self._findings):
            panel = MessagePanel()
            panel.set_compact(self._compact)
            self._column.addWidget(panel)
            self.panels.append(panel)
        self.setVisible(bool(self._findings))
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        for finding, panel in zip(self._findings, self.panels, strict=True):
            said = texts.sentence(finding.code, finding.params)
            panel.set_tone(texts.SEVERITY_TONES[finding.severity])
            panel.set_message(said.what, texts.sentences(said.safe, said.do))


class ErrorExtra(QWidget):
    """What an error panel shows between its words and its button: the run's warnings, and what a page adds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes = NotesColumn()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.notes)

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))
