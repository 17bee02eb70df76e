"""Before a care page begins: which card, what will happen to it, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.losses import permission_fact, show_losses, where_words
from nanowizard.gui.pages.care.model import CareWords
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.icon_fact import IconFact
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel, Panel

translate = QCoreApplication.translate


class CareQuestion(QWidget):
    """`confirmed` is only ever emitted by the hold button, and only where the work erases.

    A blocking finding takes the place of options and button. `options` is the column for a page's own form, between
    the card and what is lost by the work; it is empty and hidden until `add_options`.
    """

    confirmed = Signal()
    choose_card = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: CareWords | None = None
        self._drive: Drive | None = None
        self._blocking: Finding | None = None
        self._erases, self._compact = True, False
        self._options: list[QWidget] = []
        self.card = IconFact("card")
        self._card_panel = Panel(padding=(theme.L, 10))
        self._card_panel.body.addWidget(self.card)
        self.options = QVBoxLayout()
        self.options.setContentsMargins(0, 0, 0, 0)
        self.problem = MessagePanel(Tone.BAD)
        self.problem.action_clicked.connect(self.choose_card)
        self.erase = ErasePanel()
        self.erase.confirmed.connect(self.confirmed)
        self.facts = FactsPanel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._card_panel)
        self._column.addLayout(self.options)
        for widget in (self.problem, self.erase, self.facts):
            self._column.addWidget(widget)
        self.set_compact(False)

    @property
    def drive(self) -> Drive | None:
        """The card as it was seen when the question was asked; None while it is being looked at."""
        return self._drive

    def add_options(self, widget: QWidget) -> None:
        self._options.append(widget)
        self.options.addWidget(widget)
        # The form was made after the button, but Tab goes through it before.
        QWidget.setTabOrder(_last_within(widget), self.erase.hold)
        self._show()

    def is_ready(self) -> bool:
        """The card was seen and nothing forbids the work."""
        return self._drive is not None and self._blocking is None

    def is_blocked(self) -> bool:
        """Something forbids the work, and is said."""
        return self._blocking is not None

    def set_words(self, words: CareWords) -> None:
        self._words = words
        self._show()

    def set_erases(self, erases: bool) -> None:
        """False takes the erase panel away: the footer's button starts the work."""
        self._erases = erases
        self._show()

    def show_looking(self) -> None:
        """Nothing is known of the card yet, so nothing can be started."""
        self._drive, self._blocking = None, None
        self._show()

    def show_card(self, drive: Drive, blocking: Finding | None) -> None:
        self._drive, self._blocking = drive, blocking
        self._show()

    def show_blocked(self, blocking: Finding) -> None:
        """The check just before the first write found it."""
        self._blocking = blocking
        self._show()

    def set_compact(self, compact: bool) -> None:
        # A form, what is lost and the button have to be in sight together.
        spacing = theme.XS if compact else theme.M
        self._column.setSpacing(spacing)
        self.options.setSpacing(spacing)
        self._compact = compact
        self._show()

    def _show(self) -> None:
        drive, blocking, words = self._drive, self._blocking, self._words
        permission = permission_fact(drive) if self.is_ready() and drive else []
        # With a form a low window has no room for a panel that says only this.
        is_beside = self._compact and bool(self._options)
        beside = [said for _name, said in permission if is_beside]
        self.card.set_fact(
            "card",
            card_title(drive) if drive else translate("CardCare", "The card"),
            texts.join_facts([where_words(drive), *beside]) if drive else translate("CardCare", "Looking at it…"),
        )
        self.problem.setVisible(blocking is not None)
        self.erase.setVisible(self.is_ready() and self._erases)
        self.facts.setVisible(self.is_ready())
        for widget in self._options:
            widget.setVisible(self.is_ready())
        if blocking is not None:
            said = texts.sentence(blocking.code, blocking.params)
            self.problem.set_message(said.what, said.do)
            self.problem.set_action(translate("CardCare", "Choose another card"), primary=True)
        elif drive is not None and words is not None:
            show_losses(self.erase, drive, words.start, words.consequence)
            then = [(translate("CardCare", "Then"), words.then)] if words.then else []
            facts = [*words.facts, *then, *([] if is_beside else permission)]
            self.facts.set_facts(facts)
            self.facts.setVisible(self.is_ready() and bool(facts))


def _last_within(widget: QWidget) -> QWidget:
    """Of a widget and what is in it, the last one that Tab comes to; others may come in between."""
    last, seen = widget, widget.nextInFocusChain()
    while seen is not None and seen is not widget:
        if widget.isAncestorOf(seen) and seen.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = seen
        seen = seen.nextInFocusChain()
    return last
