"""How the image is written, for those who want it otherwise: folded away, and open where something else was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.option_box import OptionBox
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.tasks.stream import WINDOW_BYTES

translate = QCoreApplication.translate

WORTH_BYTES = 64 << 20
"""As on the page Root file system: less room than that is not worth a question."""
_CHOICES = (None, True, False)
_LAYOUT_MS = 50  # lines that wrap are laid out twice


class FlashOptions(QWidget):
    """`changed` when the person chose something."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_grow = self._is_coming = False
        self.fold = FoldLink()
        self._body = QWidget()
        self.update_choice, self.keep_choice = _Choice(), _Choice()
        self.every_byte, self.whole_card = OptionBox(), OptionBox()
        sides = QHBoxLayout(self._body)
        sides.setContentsMargins(0, theme.XS, 0, 0)
        sides.setSpacing(theme.L)
        for side in ((self.update_choice, self.keep_choice), (self.every_byte, self.whole_card)):
            stack = QVBoxLayout()
            stack.setSpacing(theme.S)
            for widget in side:
                stack.addWidget(widget)
            stack.addStretch()
            sides.addLayout(stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body)
        self.fold.set_target(self._body)
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(self._show_whole)
        self.fold.clicked.connect(lambda: self._laid_out.start(_LAYOUT_MS))
        for choice in (self.update_choice, self.keep_choice):
            choice.chosen.connect(self._chosen)
        for box in (self.every_byte, self.whole_card):
            box.box.clicked.connect(self._chosen)
        self.show_for(can_grow=False, is_coming=False)

    # --- what was chosen --------------------------------------------------------------------------------------------

    def wishes(self) -> dict[str, Any]:
        """For `FlashInput`."""
        return {
            "full": self.every_byte.is_on(),
            "grow": self._can_grow and self.whole_card.is_on(),
            "update": self.update_choice.value(),
        }

    def keep_archive(self) -> bool | None:
        """For `StreamInput`."""
        return self.keep_choice.value()

    def kept(self) -> dict[str, Any]:
        """For the next time, also what cannot be chosen now."""
        return {
            "full": self.every_byte.is_on(),
            "grow": self.whole_card.is_on(),
            "update": self.update_choice.value(),
            "keep": self.keep_choice.value(),
        }

    def choose(self, kept: Mapping[str, Any]) -> None:
        """As it was `kept`."""
        self.every_byte.box.setChecked(kept.get("full") is True)
        self.whole_card.box.setChecked(kept.get("grow") is True)
        self.update_choice.choose(kept.get("update"))
        self.keep_choice.choose(kept.get("keep"))
        self.retranslate()

    def show_for(self, *, can_grow: bool, is_coming: bool) -> None:
        """Open where something else than the usual is wished for.

        `can_grow`: there is room behind the image. `is_coming`: it is written while it is downloaded.
        """
        self._can_grow, self._is_coming = can_grow, is_coming
        self.whole_card.setVisible(can_grow)
        self.keep_choice.setVisible(is_coming)
        if self._is_unusual():
            self.fold.set_open(True)
        self.retranslate()

    def _is_unusual(self) -> bool:
        wishes, keeps = self.wishes(), self.keep_archive() if self._is_coming else None
        return wishes["full"] or wishes["grow"] or wishes["update"] is not None or keeps is not None

    def _show_whole(self) -> None:
        """In a low window the page scrolls to what was just opened."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, PageBody):
            above = above.parentWidget()
        if above is not None and self.fold.is_open():
            above.ensureWidgetVisible(self._body)

    def _chosen(self) -> None:
        self.retranslate()
        self.changed.emit()

    # --- words ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.fold.setText(translate("FlashOptions", "Options"))
        if self._is_coming:
            by_itself = translate("FlashOptions", "Everything is written, unless writing this image broke off before.")
        else:
            by_itself = translate("FlashOptions", "A short look at the card tells which of the two is quicker.")
        self.update_choice.set_words(
            translate("FlashOptions", "What is on the card already"),
            [
                (translate("FlashOptions", "Choose by itself"), by_itself),
                (
                    translate("FlashOptions", "Write only what differs"),
                    translate("FlashOptions", "All is read first. Quick where little differs, slower on other cards."),
                ),
                (
                    translate("FlashOptions", "Write everything"),
                    translate("FlashOptions", "Takes the full time, whatever is on the card."),
                ),
            ],
        )
        self._keep_words()
        self.every_byte.set_words(
            translate("FlashOptions", "Write every byte"),
            translate("FlashOptions", "Also where the image is empty. Takes longer; no old content stays there."),
        )
        self.whole_card.set_words(
            translate("FlashPage", "Use the whole card"),
            translate("FlashPage", "The system's partition gets all the room. Else the Nano's first start does that."),
        )

    def _keep_words(self) -> None:
        gone = translate("FlashOptions", "Takes {size} here. Another card, or another try, downloads all again.")
        self.keep_choice.set_words(
            translate("FlashOptions", "The download"),
            [
                (
                    translate("FlashOptions", "Keep it if there is room"),
                    translate("FlashOptions", "With it, another card needs no download."),
                ),
                (
                    translate("FlashOptions", "Keep it"),
                    translate("FlashOptions", "Another card needs no download. Without room nothing is written."),
                ),
                (translate("FlashOptions", "Do not keep it"), gone.format(size=texts.size(WINDOW_BYTES))),
            ],
        )


class _Choice(QWidget):
    """None, True or False by words, with what the chosen one costs below it."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reasons: list[str] = []
        self._caption = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self.box = QComboBox()
        self.box.setMinimumWidth(1)
        self.reason = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._caption.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        for widget in (self._caption, self.box, self.reason):
            column.addWidget(widget)
        self.box.addItems([""] * len(_CHOICES))
        self.box.activated.connect(lambda _index: self.chosen.emit())

    def value(self) -> bool | None:
        return _CHOICES[self.box.currentIndex()]

    def choose(self, value: object) -> None:
        self.box.setCurrentIndex(next((at for at, one in enumerate(_CHOICES) if one is value), 0))

    def set_words(self, caption: str, choices: list[tuple[str, str]]) -> None:
        """The words of each choice, and the line below it."""
        self._caption.set_text(caption)
        self.box.setAccessibleName(caption)
        for index, (words, _reason) in enumerate(choices):
            self.box.setItemText(index, words)
        reason = choices[self.box.currentIndex()][1]
        self.reason.set_text(reason)
        self.box.setAccessibleDescription(reason)
