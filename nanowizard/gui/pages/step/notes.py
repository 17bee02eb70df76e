"""What stands in the way or should be known before a step: one panel for each, with the page that repairs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.widgets.panels import MessagePanel

SHOWN = (Severity.BLOCKING, Severity.WARNING)


class RepairNotes(QWidget):
    """Those of `severities`, in that order. `page_wanted` names the page that a panel's button leads to."""

    page_wanted = Signal(str)

    def __init__(self, severities: Sequence[Severity] = SHOWN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severities = severities
        self._findings: tuple[Finding, ...] = ()
        self._pages: Mapping[str, tuple[str, str]] = {}
        self._compact = False
        self.panels: list[MessagePanel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.set_compact(False)
        self.hide()

    def show_findings(self, findings: Sequence[Finding], pages: Mapping[str, tuple[str, str]]) -> None:
        """`pages`: for the code of a finding the id of the page that repairs it, and the words of its button."""
        self._pages = pages
        self._findings = tuple(f for severity in self._severities for f in findings if f.severity is severity)
        for panel in self.panels:
            self._column.removeWidget(panel)
            panel.deleteLater()
        self.panels = [self._panel(finding) for finding in self._findings]
        self.setVisible(bool(self.panels))

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._column.setSpacing(theme.gap(theme.M, compact))

    def _panel(self, finding: Finding) -> MessagePanel:
        words = texts.sentence(finding.code, finding.params)
        panel = MessagePanel(texts.SEVERITY_TONES[finding.severity])
        panel.set_compact(self._compact)
        panel.set_message(words.what, texts.sentences(words.safe, words.do))
        if finding.code in self._pages:
            page_id, label = self._pages[finding.code]
            panel.set_action(label, "wrench")
            panel.action_clicked.connect(partial(self.page_wanted.emit, page_id))
        self._column.addWidget(panel)
        return panel
