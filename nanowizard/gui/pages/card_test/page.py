"""Test a card: is its capacity real, is it sound, is it fast enough? Quickly, or all of it."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import ErrorInfo, Params, Progress
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card_test.choice import FULL, ProbeChoice
from nanowizard.gui.pages.card_test.scope import ProbeScope
from nanowizard.gui.pages.card_test.verdict import SPEED_FINDINGS, ProbeVerdict, probe_facts, verdict_words
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.care.look import Look
from nanowizard.gui.pages.care.model import CareStep, CareWords
from nanowizard.gui.task_page import MAIN
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.tasks.probe import ProbeCard, ProbeInput

translate = QCoreApplication.translate

PROBE_SHARE = 0.9
"""Of the time of a quick test; the rest is for the speed."""


class CardTestPage(CarePage):
    id: ClassVar[str] = page_ids.CARD_TEST
    changing: ClassVar[frozenset[str]] = frozenset({"card.fill"})
    measures_image: ClassVar[bool] = True
    own_findings: ClassVar[frozenset[str]] = SPEED_FINDINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.scope = ProbeScope()
        self.choice = ProbeChoice()
        self.choice.chosen.connect(self.refresh)
        self.question.add_options(self.choice)
        self.bad = ProbeVerdict()
        self.error_extra.add(self.bad)
        self.progress_view.whole = self._whole
        self.retranslate()

    def words(self) -> CareWords:
        full = self.erases()
        return CareWords(
            title=translate("CardTestPage", "Test the card"),
            purpose=translate("CardTestPage", "Finds cards that lie about their size, are worn out or are too slow."),
            running=translate("CardTestPage", "You agreed to erase the card, so nothing on it is kept.")
            if full
            else translate("CardTestPage", "What is on the card stays."),
            start=translate("CardTestPage", "Hold to erase and test")
            if full
            else translate("CardTestPage", "Test the card"),
            consequence=translate("CardTestPage", "Erase and test {card}, {size}"),
            then=translate("CardTestPage", "Write the whole card, then read it back and compare")
            if full
            else translate("CardTestPage", "Write marks, read them back, put back what was there, measure the speed"),
            facts=[] if full else [self.scope.fact()],
            stop=translate("CardTestPage", "Stop the test?"),
            stopped=translate("CardTestPage", "You stopped the test"),
            changed=translate("CardTestPage", "The card holds test data now. Format it, or write an image to it.")
            if full
            else translate("CardTestPage", "Some of what was on the card could not be put back."),
        )

    def steps(self) -> list[CareStep]:
        if self.erases():
            fill = translate("CardTestPage", "Write the whole card")
            reread = translate("CardTestPage", "Read the whole card back and compare")
            return [
                CareStep(id="card.fill", name=fill, counts=True),
                CareStep(id="card.reread", name=reread, counts=True),
            ]
        return [
            CareStep(
                id="card.probe",
                name=translate("CardTestPage", "Look for the real size, and for bad places"),
                caption=translate("CardTestPage", "What stood at the tested places is put back afterwards."),
            ),
            CareStep(id="card.speed", name=translate("CardTestPage", "Measure how fast the card is")),
        ]

    def erases(self) -> bool:
        return self.choice.kind() == FULL

    def map_phases(self) -> dict[str, CellState]:
        return {"fill": CellState.WRITTEN, "reread": CellState.CHECKED} if self.erases() else {}

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        need = None if self.erases() else self.scope.need_bytes()
        inp = ProbeInput(card=card, full=self.erases(), confirmed=True, very_large=very_large, need_bytes=need)
        return ProbeCard(self.context.session), inp

    def ask_again(self) -> None:
        # Until the card was looked at, nothing is known that a test could be measured against.
        self.scope = ProbeScope()
        super().ask_again()

    def card_seen(self, found: Look) -> None:
        self.scope = ProbeScope(found.drive.size_bytes, self.context.image_bytes or found.image_bytes)
        self.choice.set_size(found.drive.size_bytes)

    def changed(self) -> bool:
        lost = any(finding.code == "card.not_restored" for finding in self.progress_view.lasting)
        return lost or super().changed()

    def stop_question(self) -> tuple[str, str]:
        headline, text = super().stop_question()
        back = translate("CardTestPage", "What stood at the tested places is put back first.")
        return headline, text if self.erases() or self.changed() else back

    def state_words(self) -> str:
        # What the verdicts say is safe is meant for a journey: that no image was written.
        return self.words().changed if self.changed() else translate("CardCare", "Nothing was changed on the card.")

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == MAIN and self.question.is_ready():
            return self.choice.row(self.choice.kind())
        return super().first_focus()

    def show_result(self, result: Params) -> None:
        found = next((finding for finding in self.findings if finding.code in SPEED_FINDINGS), None)
        headline, text, tone = verdict_words(result, found)
        self.outcome.show_good(headline, text, probe_facts(result), tone=tone)

    def show_error(self, error: ErrorInfo) -> None:
        self.bad.show_report(error.params if error.code in ("card.fake", "card.worn") else {})
        super().show_error(error)

    def retranslate(self) -> None:
        super().retranslate()
        self.choice.retranslate()
        self.bad.retranslate()

    def _whole(self, step: str, progress: Progress) -> float | None:
        """The speed, measured in a few seconds at the end, is no part of the helper's forecast."""
        if step == "card.probe" and progress.fraction is not None:
            return progress.fraction * PROBE_SHARE
        return progress.fraction
