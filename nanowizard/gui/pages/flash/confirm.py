"""Before the write: what goes where, what is lost by it, and the only button that starts it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.losses import permission_fact, show_losses, where_words
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.icon_fact import FromToPanel
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel

translate = QCoreApplication.translate


class ConfirmView(QWidget):
    """`confirmed` is only ever emitted by the hold button. A blocking finding takes the erase panel's place."""

    confirmed = Signal()
    choose_card = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: tuple[Path, int | None] | None = None
        self._drive: Drive | None = None
        self._blocking: Finding | None = None
        self._failure = ""
        self.route = FromToPanel()
        self.problem = MessagePanel(Tone.BAD)
        self.problem.action_clicked.connect(self.choose_card)
        self.erase = ErasePanel()
        self.erase.confirmed.connect(self.confirmed)
        self.facts = FactsPanel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.route, self.problem, self.erase, self.facts):
            self._column.addWidget(widget)
        self.set_compact(False)
        self.retranslate()

    def show_image(self, file: Path, raw_bytes: int | None) -> None:
        self._image = (file, raw_bytes)
        self.retranslate()

    def show_looking(self) -> None:
        """Nothing is known of the card yet, so nothing can be started."""
        self._drive, self._blocking, self._failure = None, None, ""
        self.retranslate()

    def show_card(self, drive: Drive, blocking: Finding | None) -> None:
        self._drive, self._blocking, self._failure = drive, blocking, ""
        self.retranslate()

    def show_blocked(self, blocking: Finding) -> None:
        """The check just before the write found it."""
        self._blocking = blocking
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        self.route.set_captions(translate("FlashPage", "From"), translate("FlashPage", "To"))
        if self._image:
            file, raw_bytes = self._image
            known = texts.size(raw_bytes) if raw_bytes else ""
            self.route.set_from("image", image_name(file), texts.join_facts([known, file.name]))
        drive, blocking = self._drive, self._blocking
        self.route.set_to(
            "card",
            card_title(drive) if drive else translate("FlashPage", "The card"),
            where_words(drive) if drive else translate("FlashPage", "Looking at it…"),
        )
        self.problem.setVisible(blocking is not None)
        self.erase.setVisible(drive is not None and blocking is None)
        self.facts.setVisible(drive is not None and blocking is None)
        if blocking is not None:
            words = texts.sentence(blocking.code, blocking.params)
            self.problem.set_message(words.what, words.do)
            self.problem.set_action(translate("FlashPage", "Choose another card"), primary=True)
        elif drive is not None:
            self._describe(drive)

    def _describe(self, drive: Drive) -> None:
        hold = translate("FlashPage", "Hold to erase and write")
        show_losses(self.erase, drive, hold, translate("FlashPage", "Erase and write to {card}, {size}"))
        then = translate("FlashPage", "Write, read back and compare, make the card safe to remove")
        self.facts.set_facts([(translate("FlashPage", "Then"), then), *permission_fact(drive)])
