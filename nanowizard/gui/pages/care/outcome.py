"""After a care page's work: how it ended, what stays true of the card, the facts, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.pages.care.notes import NotesColumn
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate


class CareOutcome(QWidget):
    """Good and cancelled ends; failures have the error panel. `add` puts a page's own widget above the facts."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.good = MessagePanel(Tone.GOOD, mark=State.DONE)
        self.stopped = MessagePanel(Tone.INFO)
        self.stopped.action_clicked.connect(self.again)
        self.notes = NotesColumn()
        self._own = QVBoxLayout()
        self._own.setContentsMargins(0, 0, 0, 0)
        self.facts = FactsPanel()
        self.next = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.good, self.stopped, self.notes):
            self._column.addWidget(widget)
        self._column.addLayout(self._own)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.next)
        self.set_compact(False)

    def add(self, widget: QWidget) -> None:
        self._own.addWidget(widget)

    def show_good(
        self, headline: str, text: str, facts: Sequence[tuple[str, str]] = (), *, tone: Tone = Tone.GOOD
    ) -> None:
        """`tone` WARN for a card that works and could be better."""
        self.stopped.hide()
        self.good.setVisible(True)
        self.good.set_tone(tone)
        self.good.set_mark(State.DONE if tone is Tone.GOOD else State.ATTENTION)
        self.good.set_message(headline, text)
        self.facts.set_facts(facts)
        self.facts.setVisible(bool(facts))

    def show_stopped(self, headline: str, text: str, *, changed: bool) -> None:
        """`changed`: something was written to the card before the person stopped."""
        self.good.hide()
        self.facts.hide()
        self.stopped.setVisible(True)
        self.stopped.set_tone(Tone.WARN if changed else Tone.INFO)
        self.stopped.set_message(headline, text)
        self.stopped.set_action(translate("CardCare", "Start again"), "refresh", primary=True)

    def set_next(self, words: str) -> None:
        """The sentence below everything that says what to do now; empty for none."""
        self.next.set_text(words)
        self.next.setVisible(bool(words))

    def headline(self) -> str:
        return (self.stopped if self.good.isHidden() else self.good).accessibleName()

    def set_compact(self, compact: bool) -> None:
        for column in (self._column, self._own):
            column.setSpacing(theme.gap(theme.M, compact))
