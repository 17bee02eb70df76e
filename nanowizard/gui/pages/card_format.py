"""Format a card."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Params
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.care import CarePage
from nanowizard.gui.pages.care_model import CareStep, CareWords
from nanowizard.tasks.format import FormatCard, FormatInput

translate = QCoreApplication.translate


class CardFormatPage(CarePage):
    id: ClassVar[str] = page_ids.CARD_FORMAT
    changing: ClassVar[frozenset[str]] = frozenset({"card.format.clear"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.retranslate()

    def words(self) -> CareWords:
        return CareWords(
            title=translate("CardFormatPage", "Format the card"),
            purpose=translate("CardFormatPage", "Makes the card empty, for cameras, computers and everything else."),
            running=translate("CardFormatPage", "You agreed to erase the card, so nothing on it is kept."),
            start=translate("CardFormatPage", "Hold to erase and format"),
            consequence=translate("CardFormatPage", "Erase and format {card}, {size}"),
            then=translate("CardFormatPage", "Write a new file system, read it back, make the card safe to remove"),
            stop=translate("CardFormatPage", "Stop the formatting?"),
            stopped=translate("CardFormatPage", "You stopped the formatting"),
            changed=translate(
                "CardFormatPage", "The card is marked as not ready. Format or write it before you use it."
            ),
        )

    def steps(self) -> list[CareStep]:
        names = {
            "card.format.clear": translate("CardFormatPage", "Mark the card as not ready"),
            "card.format.write": translate("CardFormatPage", "Write a new, empty file system"),
            "card.format.check": translate("CardFormatPage", "Read the new file system back"),
            "card.format.table": translate("CardFormatPage", "Write the new partition table"),
            "flash.eject": translate("CardFormatPage", "Make the card safe to remove"),
        }
        return [CareStep(id=step, name=name) for step, name in names.items()]

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        return FormatCard(self.context.session), FormatInput(card=card, confirmed=True, very_large=very_large)

    def show_result(self, result: Params) -> None:
        took = (translate("CardFormatPage", "Took"), texts.duration(result["took_s"]))
        self.outcome.show_good(
            translate("CardFormatPage", "The card is formatted"),
            translate("CardFormatPage", "What was written was read back and is the same."),
            [took],
        )
