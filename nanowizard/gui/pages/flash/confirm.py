"""Before the write: what goes where, what is lost by it, and the only button that starts it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.drives.model import Drive
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.erasing import EraseQuestion
from nanowizard.gui.pages.care.losses import permission_fact, show_losses, where_words
from nanowizard.gui.pages.flash.options import WORTH_BYTES, FlashOptions
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.widgets.icon_fact import FromToPanel

translate = QCoreApplication.translate


class ConfirmView(EraseQuestion):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: tuple[Path, int | None] | None = None
        self._is_coming = False
        self._goes_on: Finding | None = None
        self._smaller: Finding | None = None
        self.route = FromToPanel()
        self._column.insertWidget(0, self.route)
        self.options = FlashOptions()
        self._column.addWidget(self.options)
        self.set_compact(False)
        self.retranslate()

    def show_image(self, file: Path, raw_bytes: int | None, *, is_coming: bool = False) -> None:
        """`is_coming`: it is written while it is being downloaded."""
        self._image, self._is_coming = (file, raw_bytes), is_coming
        self.retranslate()

    def show_goes_on(self, finding: Finding | None) -> None:
        """That an earlier write of this image to this card broke off, where it did. `show_card` then shows it."""
        self._goes_on = finding

    def show_smaller(self, finding: Finding | None) -> None:
        """That the image is made smaller for this card, where it is. `show_card` then shows it."""
        self._smaller = finding

    def _offers_growing(self) -> bool:
        """There is room to take behind an image whose size is known."""
        raw_bytes = self._image[1] if self._image else None
        if raw_bytes is None or self._drive is None or not self.is_ready():
            return False
        return self._drive.size_bytes - raw_bytes >= WORTH_BYTES

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        self.route.set_captions(translate("FlashPage", "From"), translate("FlashPage", "To"))
        if self._image:
            file, raw_bytes = self._image
            known = texts.size(raw_bytes) if raw_bytes else ""
            from_where = translate("FlashPage", "still being downloaded") if self._is_coming else file.name
            self.route.set_from("image", image_name(file), texts.join_facts([known, from_where]))
        drive = self._drive
        self.route.set_to(
            "card",
            card_title(drive) if drive else translate("FlashPage", "The card"),
            where_words(drive) if drive else translate("FlashPage", "Looking at it…"),
        )
        self.show_question(self._described(drive) if drive else [])
        self.options.setVisible(self.is_ready())
        self.options.show_for(can_grow=self._offers_growing(), is_coming=self._is_coming)

    def _described(self, drive: Drive) -> list[tuple[str, str]]:
        hold = translate("FlashPage", "Hold to erase and write")
        show_losses(self.erase, drive, hold, translate("FlashPage", "Erase and write to {card}, {size}"))
        then = translate("FlashPage", "Write, read back and compare, make the card safe to remove")
        if self._is_coming and self._smaller is None:
            then = translate("FlashPage", "Download the rest and write it at the same time, then compare")
        facts = [(translate("FlashPage", "Then"), then), *permission_fact(drive)]
        if self._smaller is not None:
            facts.insert(0, (translate("FlashPage", "Made to fit"), texts.finding_text(self._smaller)))
        if self._goes_on is not None:
            after = translate("FlashPage", "After {size}. What is right there stays, and only the rest is written.")
            size = texts.size(int(self._goes_on.params["done_bytes"]))
            facts.insert(0, (translate("FlashPage", "Goes on"), after.format(size=size)))
        return facts
