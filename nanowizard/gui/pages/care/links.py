"""Under the list of cards: what else can be done to the one that is selected, or whose row has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.gui import page_ids, theme
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Button, ElidedLabel, Kind

translate = QCoreApplication.translate


class CareLinks(QWidget):
    """`chosen` gives the id of a care page. Hidden while nothing is offered."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = ""
        self._offer: tuple[str, ...] = ()
        self._label = ElidedLabel(tone=Tone.TEXT2)
        self.links = {
            page_ids.CARD_TEST: Button(icon="check", kind=Kind.LINK),
            page_ids.CARD_VERIFY: Button(icon="copy", kind=Kind.LINK),
            page_ids.CARD_FORMAT: Button(icon="card", kind=Kind.LINK),
            page_ids.CARD_REPAIR: Button(icon="wrench", kind=Kind.LINK),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._label)
        for page_id, link in self.links.items():
            link.clicked.connect(partial(self.chosen.emit, page_id))
            row.addWidget(link)
        row.addStretch(1)
        self.retranslate()

    def show_offer(self, card: str, offer: Sequence[str]) -> None:
        """`offer` for the card that is called so."""
        self._card, self._offer = card, tuple(offer)
        self.retranslate()

    def retranslate(self) -> None:
        self.setVisible(bool(self._offer))
        words = care_words()
        self._label.set_text(translate("CardPage", "{card}:").format(card=self._card))
        for page_id, link in self.links.items():
            link.setText(words[page_id])
            link.setVisible(page_id in self._offer)
            link.setAccessibleDescription(self._card)


def care_words() -> dict[str, str]:
    """What the buttons that lead to care pages are called."""
    return {
        page_ids.CARD_TEST: translate("CardPage", "Test…"),
        page_ids.CARD_VERIFY: translate("CardPage", "Compare…"),
        page_ids.CARD_FORMAT: translate("CardPage", "Format…"),
        page_ids.CARD_REPAIR: translate("CardPage", "Repair…"),
    }
