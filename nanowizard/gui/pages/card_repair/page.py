"""Repair a card that tools cannot see or read: steps in sight, findings in plain words, an honest verdict."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Finding, Params
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card_repair.found import FoundPanel, found_words
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.care.model import CareStep, CareWords
from nanowizard.tasks.format import RepairCard, RepairInput

translate = QCoreApplication.translate

FILE_SYSTEMS = {"fat12": "FAT12", "fat16": "FAT16", "fat32": "FAT32", "exfat": "exFAT"}


class CardRepairPage(CarePage):
    id: ClassVar[str] = page_ids.CARD_REPAIR
    changing: ClassVar[frozenset[str]] = frozenset({"card.repair.clear"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found_panels = (FoundPanel(), FoundPanel())
        self.outcome.add(self.found_panels[0])
        self.error_extra.add(self.found_panels[1])
        self.retranslate()

    def words(self) -> CareWords:
        return CareWords(
            title=translate("CardRepairPage", "Repair the card"),
            purpose=translate("CardRepairPage", "Makes a damaged card usable again. Nothing on it is kept."),
            running=translate(
                "CardRepairPage", "Makes a damaged card usable again. You agreed to erase it, so nothing on it is kept."
            ),
            start=translate("CardRepairPage", "Hold to erase and repair"),
            consequence=translate("CardRepairPage", "Erase and repair {card}, {size}"),
            then=translate("CardRepairPage", "Clear old traces, test the card, format it, make it safe to remove"),
            stop=translate("CardRepairPage", "Stop the repair?"),
            stopped=translate("CardRepairPage", "You stopped the repair"),
            changed=translate(
                "CardRepairPage", "The card is marked as not ready. Repair, format or write it before you use it."
            ),
        )

    def steps(self) -> list[CareStep]:
        names = {
            "card.repair.look": (translate("CardRepairPage", "Look what is wrong with the card"), ""),
            "card.repair.clear": (
                translate("CardRepairPage", "Clear old partition tables at the start and the end"),
                "",
            ),
            "card.repair.test": (
                translate("CardRepairPage", "Test that the card keeps what is written"),
                translate("CardRepairPage", "Finds worn-out cards and cards that claim to be larger than they are."),
            ),
            "card.format.write": (translate("CardRepairPage", "Write a new, empty file system"), ""),
            "card.format.check": (translate("CardRepairPage", "Read the new file system back"), ""),
            "card.format.table": (translate("CardRepairPage", "Write the new partition table"), ""),
            "flash.eject": (translate("CardRepairPage", "Make the card safe to remove"), ""),
        }
        return [CareStep(id=step, name=name, caption=caption) for step, (name, caption) in names.items()]

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        return RepairCard(self.context.session), RepairInput(card=card, confirmed=True, very_large=very_large)

    def show_result(self, result: Params) -> None:
        kind = FILE_SYSTEMS.get(result["filesystem"], result["filesystem"])
        now = translate("CardRepairPage", "One empty {kind} volume").format(kind=kind)
        self.outcome.show_good(
            translate("CardRepairPage", "The card works again"),
            translate("CardRepairPage", "It was tested, and everything that was written was read back."),
            [
                (translate("CardRepairPage", "Now"), now),
                (translate("CardRepairPage", "Tested"), texts.size(result["tested_bytes"])),
                (translate("CardRepairPage", "Took"), texts.duration(result["took_s"])),
            ],
        )

    def ask_again(self) -> None:
        self.findings = []
        super().ask_again()
        self._show_found()

    def on_finding(self, finding: Finding) -> None:
        super().on_finding(finding)
        self._show_found()

    def retranslate(self) -> None:
        super().retranslate()
        self._show_found()

    def _show_found(self) -> None:
        found = [finding for finding in self.findings if finding.code.startswith("found.")]
        for panel in self.found_panels:
            panel.show_found(found)
        self.progress_view.set_note("card.repair.look", texts.join_facts(found_words(found)))
