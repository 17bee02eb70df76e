"""Before a care page begins: which card, what will happen to it, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.erasing import EraseQuestion
from nanowizard.gui.pages.care.losses import permission_fact, show_losses, where_words
from nanowizard.gui.pages.care.model import CareWords
from nanowizard.gui.widgets.icon_fact import IconFact
from nanowizard.gui.widgets.panels import Panel

translate = QCoreApplication.translate


class CareQuestion(EraseQuestion):
    """`options` is the column for a page's own form, between the card and what is lost by the work; it is empty and
    hidden until `add_options`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: CareWords | None = None
        self._erases, self._compact = True, False
        self._options: list[QWidget] = []
        self.card = IconFact("card")
        self._card_panel = Panel(padding=(theme.L, 10))
        self._card_panel.body.addWidget(self.card)
        self.options = QVBoxLayout()
        self.options.setContentsMargins(0, 0, 0, 0)
        self._column.insertWidget(0, self._card_panel)
        self._column.insertLayout(1, self.options)
        self.set_compact(False)

    def add_options(self, widget: QWidget) -> None:
        self._options.append(widget)
        self.options.addWidget(widget)
        # The form was made after the button, but Tab goes through it before.
        QWidget.setTabOrder(_last_within(widget), self.erase.hold)
        self.retranslate()

    def set_words(self, words: CareWords) -> None:
        self._words = words
        self.retranslate()

    def set_erases(self, erases: bool) -> None:
        """False takes the erase panel away: the footer's button starts the work."""
        self._erases = erases
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        # A form, what is lost and the button have to be in sight together.
        spacing = theme.XS if compact else theme.M
        self._column.setSpacing(spacing)
        self.options.setSpacing(spacing)
        self._compact = compact
        self.retranslate()

    def retranslate(self) -> None:
        drive, words = self._drive, self._words
        permission = permission_fact(drive) if drive and self.is_ready() else []
        # With a form a low window has no room for a panel that says only this.
        is_beside = self._compact and bool(self._options)
        beside = [said for _name, said in permission if is_beside]
        self.card.set_fact(
            "card",
            card_title(drive) if drive else translate("CardCare", "The card"),
            texts.join_facts([where_words(drive), *beside]) if drive else translate("CardCare", "Looking at it…"),
        )
        for widget in self._options:
            widget.setVisible(self.is_ready())
        facts: list[tuple[str, str]] = []
        if drive is not None and words is not None:
            show_losses(self.erase, drive, words.start, words.consequence)
            then = [(translate("CardCare", "Then"), words.then)] if words.then else []
            facts = [*words.facts, *then, *([] if is_beside else permission)]
        self.show_question(facts, erases=self._erases)


def _last_within(widget: QWidget) -> QWidget:
    """Of a widget and what is in it, the last one that Tab comes to; others may come in between."""
    last, seen = widget, widget.nextInFocusChain()
    while seen is not None and seen is not widget:
        if widget.isAncestorOf(seen) and seen.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = seen
        seen = seen.nextInFocusChain()
    return last
