"""Before a card is erased: what stands in the way, or what is lost and the only button that starts it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding
from nanowizard.drives.model import Drive
from nanowizard.gui import texts
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel

translate = QCoreApplication.translate


class EraseQuestion(QWidget):
    """The subclass shows the card at its head, and in `retranslate` describes the work with `show_question`.

    `confirmed` is only ever emitted by the hold button. A blocking finding takes the place of what is lost.
    """

    confirmed = Signal()
    choose_card = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drive: Drive | None = None
        self._blocking: Finding | None = None
        self.problem = MessagePanel(Tone.BAD)
        self.problem.action_clicked.connect(self.choose_card)
        self.erase = ErasePanel()
        self.erase.confirmed.connect(self.confirmed)
        self.facts = FactsPanel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.problem, self.erase, self.facts):
            self._column.addWidget(widget)

    @property
    def drive(self) -> Drive | None:
        """The card as it was seen when the question was asked; None while it is being looked at."""
        return self._drive

    def is_ready(self) -> bool:
        """The card was seen and nothing forbids the work."""
        return self._drive is not None and self._blocking is None

    def is_blocked(self) -> bool:
        """Something forbids the work, and is said."""
        return self._blocking is not None

    def show_looking(self) -> None:
        """Nothing is known of the card yet, so nothing can be started."""
        self._drive, self._blocking = None, None
        self.retranslate()

    def show_card(self, drive: Drive, blocking: Finding | None) -> None:
        self._drive, self._blocking = drive, blocking
        self.retranslate()

    def show_blocked(self, blocking: Finding) -> None:
        """The check just before the first write found it."""
        self._blocking = blocking
        self.retranslate()

    def retranslate(self) -> None:
        raise NotImplementedError

    def show_question(self, facts: Sequence[tuple[str, str]], *, erases: bool = True) -> None:
        """`facts` of the work. Without `erases` something else than the hold button starts it."""
        self.problem.setVisible(self._blocking is not None)
        self.erase.setVisible(self.is_ready() and erases)
        self.facts.setVisible(self.is_ready() and bool(facts))
        if self._blocking is not None:
            words = texts.sentence(self._blocking.code, self._blocking.params)
            self.problem.set_message(words.what, words.do)
            self.problem.set_action(translate("CardCare", "Choose another card"), primary=True)
        else:
            self.facts.set_facts(facts)
