"""Compare a card with an image, or with what was last written to it here. Nothing is ever written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import ErrorInfo, Params
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.card_verify.against import FILE, RECORD, AgainstChoice
from nanowizard.gui.pages.card_verify.differences import DIFFERENCES, DifferencesView
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.care.look import Look
from nanowizard.gui.pages.care.model import CareStep, CareWords
from nanowizard.gui.pages.care.views import OUTCOME
from nanowizard.gui.task_page import MAIN
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.tasks.card import VerifyCard, VerifyInput

translate = QCoreApplication.translate

_WRITE_AGAIN = frozenset({"flash.card_differs", "flash.card_not_ready"})
_OTHER_WISH = frozenset({"flash.no_record", "flash.other_record"})
"""The card can be compared, but not with this."""


class CardVerifyPage(CarePage):
    id: ClassVar[str] = page_ids.CARD_VERIFY
    own_findings: ClassVar[frozenset[str]] = DIFFERENCES

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.against = AgainstChoice()
        self.against.chosen.connect(self.refresh)
        self.question.add_options(self.against)
        self.differences = DifferencesView()
        self.error_extra.add(self.differences)
        self.retranslate()

    def words(self) -> CareWords:
        nothing = translate("CardVerifyPage", "Nothing is written to the card.")
        purpose = translate("CardVerifyPage", "Shows whether the card still holds what it should.")
        return CareWords(
            title=translate("CardVerifyPage", "Compare the card"),
            purpose=texts.sentences(purpose, nothing),
            running=nothing,
            start=translate("CardVerifyPage", "Compare the card"),
            consequence="",
            then=translate("CardVerifyPage", "Read the card and compare. It stays as it is."),
            stop=translate("CardVerifyPage", "Stop comparing?"),
            stopped=translate("CardVerifyPage", "You stopped comparing"),
            changed="",
        )

    def steps(self) -> list[CareStep]:
        return [
            CareStep(
                id="flash.verify",
                name=translate("CardVerifyPage", "Read the card and compare"),
                caption=self.against.words(),
                counts=True,
            )
        ]

    def erases(self) -> bool:
        return False

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        return VerifyCard(self.context.session), VerifyInput(card=card, image=self.against.image())

    def card_seen(self, found: Look) -> None:
        session = self.context.session
        image = session.journey.image
        self.against.show_known(session.flashes.kept(found.drive.identity), image if _is_there(image) else None)

    def footer(self) -> Footer:
        usual, view = super().footer(), self.shown_view()
        if view == MAIN:
            return replace(usual, enabled=usual.enabled and bool(self.against.kind()))
        if view == OUTCOME and self.result is not None:
            return Footer(primary=translate("CardCare", "Back to the card list"), back=False)
        return usual

    def primary(self) -> None:
        if self.shown_view() == OUTCOME:
            self._to_list()
        elif self.footer().enabled:
            super().primary()

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == MAIN and self.question.is_ready():
            return self.against.row(self.against.kind() or FILE)
        return super().first_focus()

    def show_result(self, result: Params) -> None:
        with_record = self.against.kind() == RECORD
        headline = (
            translate("CardVerifyPage", "The card is exactly as it was written")
            if with_record
            else translate("CardVerifyPage", "The card holds exactly this image")
        )
        compared = translate("CardVerifyPage", "{size} in {time}").format(
            size=texts.size(result["verified_bytes"]), time=texts.duration(result["verify_s"])
        )
        facts = [
            (translate("CardVerifyPage", "Compared with"), self.against.words()),
            (translate("CardVerifyPage", "Compared"), compared),
        ]
        if result["skipped_bytes"]:
            free = translate("CardVerifyPage", "{size} that no file uses").format(
                size=texts.size(result["skipped_bytes"])
            )
            facts.append((translate("CardVerifyPage", "Left out"), free))
        can_start = translate("CardVerifyPage", "You can start the Nano with it.")
        self.outcome.show_good(headline, can_start, facts)

    # --- differences and other failures -----------------------------------------------------------------------------

    def show_error(self, error: ErrorInfo) -> None:
        drive = self.question.drive
        found = self.findings if error.code == "flash.card_differs" and drive is not None else []
        self.differences.show_findings(found, drive.size_bytes if drive else 0)
        super().show_error(error)

    def fill_error_panel(self, panel: ErrorPanel, error: ErrorInfo) -> None:
        super().fill_error_panel(panel, error)
        panel.details().set_details("\n".join([texts.details(error), *self.differences.lines()]))

    def remedy(self) -> None:
        code = self.error.code if self.error else ""
        if code in _WRITE_AGAIN:
            self._write_again()
        else:
            super().remedy()

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if error.code in _WRITE_AGAIN:
            # The page there compares first, and writes only what differs.
            return translate("CardVerifyPage", "Write what differs…"), "card", ""
        if error.code in _OTHER_WISH:
            return translate("CardVerifyPage", "Compare with an image"), "image", ""
        return super().remedy_words(error)

    def _write_again(self) -> None:
        """The Flash page asks before it writes."""
        journey, card = self.context.session.journey, self.card()
        if self.against.kind() == FILE and self.against.image() != journey.image:
            journey.image, self.context.image_bytes = self.against.image(), None
            self.context.save_choices()
        journey.card = card
        self.go_to.emit(page_ids.FLASH)

    def retranslate(self) -> None:
        super().retranslate()
        self.against.retranslate()
        self.differences.retranslate()


def _is_there(image: Path | None) -> bool:
    return image is not None and image.is_file()
