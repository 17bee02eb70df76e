"""Before the write: every card by its name, what is lost with it, and the only button that starts it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.drives.describe import what_is_on
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.losses import where_words
from nanowizard.gui.pages.flash.options import WORTH_BYTES, FlashOptions
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.panels import FactsPanel

translate = QCoreApplication.translate


class AskView(QWidget):
    """`confirmed` is only ever emitted by the hold button."""

    confirmed = Signal()
    choose_others = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drives: Sequence[Drive] = ()
        self._image: Path | None = None
        self.erase = ErasePanel()
        self.erase.confirmed.connect(self.confirmed)
        self.facts = FactsPanel()
        self.others = Button(icon="card", kind=Kind.LINK)
        self.others.clicked.connect(self.choose_others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self.options = FlashOptions()
        for widget in (self.erase, self.facts, self.options):
            column.addWidget(widget)
        column.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self, drives: Sequence[Drive], image: Path, image_bytes: int | None) -> None:
        """`image_bytes`: how much of a card it takes, where that is certain."""
        self._drives, self._image = drives, image
        can_grow = image_bytes is not None and any(one.size_bytes - image_bytes >= WORTH_BYTES for one in drives)
        self.options.show_for(can_grow=can_grow, is_coming=False)
        self.retranslate()

    def retranslate(self) -> None:
        self.options.retranslate()
        self.others.setText(translate("SeveralPage", "Choose other cards"))
        self.erase.set_headline(Plurals.all_data_on_cards(len(self._drives)))
        self.erase.set_losses([_loss(drive) for drive in self._drives])
        self.erase.set_warning(
            translate("CardCare", "This cannot be undone. If you need these files, copy them first, then come back.")
        )
        self.erase.set_hold_text(translate("SeveralPage", "Hold to erase and write them all"))
        names = texts.listed(card_title(drive) for drive in self._drives)
        self.erase.hold.set_consequence(translate("SeveralPage", "Erase and write to {cards}").format(cards=names))
        facts = [(translate("SeveralPage", "Image"), image_name(self._image) if self._image else "")]
        then = translate("SeveralPage", "Write all cards at once, read each back and compare, make each safe to remove")
        self.facts.set_facts([*facts, (translate("SeveralPage", "Then"), then)])


def _loss(drive: Drive) -> tuple[str, ...]:
    on_it = what_is_on(drive)
    # Together, so that a narrow window shortens what is on the card and not the number that it is known by.
    return card_title(drive), texts.join_facts([where_words(drive), texts.sentence(on_it.code, on_it.params).what])
