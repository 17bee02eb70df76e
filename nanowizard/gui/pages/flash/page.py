"""Write the image to the card: say what is lost, write, read back, compare, and say what state the card is in."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import (
    ErrorInfo,
    Finding,
    Progress,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
)
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.care.asking import ASKING
from nanowizard.gui.pages.flash.confirm import ConfirmView
from nanowizard.gui.pages.flash.look import Look, blocking_of, goes_on_of, look, smaller_of
from nanowizard.gui.pages.flash.outcome import FlashOutcome
from nanowizard.gui.pages.flash.progress import FlashProgress
from nanowizard.gui.pages.image.coming import ImageComing
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import ERROR, MAIN, TaskPage
from nanowizard.gui.widgets.card_map import CardMap, CellState
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.card import FlashCard, FlashInput

translate = QCoreApplication.translate

RUNNING, OUTCOME, COMING = "running", "outcome", "coming"
_WRONG_CARD = frozenset(
    {"flash.verify_mismatch", "drive.gone", "drive.changed", "drive.no_medium", "drive.too_small", "drive.file_missing"}
)
"""Errors that the same card would only give again; a place that did not keep its data was written twice already."""


class FlashPage(TaskPage):
    id: ClassVar[str] = page_ids.FLASH
    requires: ClassVar[tuple[str, ...]] = (page_ids.IMAGE, page_ids.CARD)
    enter_is_primary: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._looking: Call | None = None
        self._raw_bytes: int | None = None
        self._card_name = ""
        self.confirm = ConfirmView()
        self.confirm.confirmed.connect(self._write)
        self.confirm.choose_card.connect(lambda: self.choose.emit(page_ids.CARD))
        self.body.add(self.confirm)
        self.body.add_stretch()
        self.progress_view = FlashProgress()
        self._add(RUNNING, self.progress_view)
        self.outcome = FlashOutcome()
        self.outcome.write_again.connect(self._ask_again)
        self._add(OUTCOME, self.outcome)
        self.coming = ImageComing()
        self.coming.ended.connect(self._ask_again)
        self._add(COMING, self.coming)
        self._error_map = CardMap(rows=3)
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        return translate("FlashPage", "Write the image to the card"), self._purpose()

    def _purpose(self) -> str:
        view = self.shown_view()
        if view == ERROR and self.progress_view.began_writing:
            # From the first write on the card carries the NOT READY mark, whatever then went wrong.
            return translate("FlashPage", "The card is marked as not ready, so it cannot be used by mistake.")
        if view == ERROR:
            return translate("FlashPage", "Nothing was written to the card.")
        if view == RUNNING and self.progress_view.is_updating:
            return translate("FlashPage", "What is right stays on the card. What is written is read back and compared.")
        if view == RUNNING:
            return translate("FlashPage", "Writing first, then everything is read back and compared.")
        if view == OUTCOME and self.outcome.is_good():
            return translate("FlashPage", "The image is on the card and was checked.")
        if view == OUTCOME and not self.progress_view.began_writing:
            return translate("FlashPage", "Nothing was written to the card.")
        if view == OUTCOME:
            return translate("FlashPage", "The card is marked as not ready, so it cannot be used by mistake.")
        if view == COMING:
            return translate("FlashPage", "The image has to be complete before it can be written.")
        return translate("FlashPage", "Check that this is the right card. Nothing has been changed so far.")

    def footer(self) -> Footer:
        view = self.shown_view()
        next_words = translate("FlashPage", "Next")
        if view == RUNNING:
            return Footer(primary=next_words, enabled=False, filled=False, back=False, busy=True)
        if view == OUTCOME and self.outcome.is_good():
            return Footer(primary=next_words)
        return Footer(primary=next_words, enabled=False, filled=False)

    def stop_question(self) -> tuple[str, str]:
        if not self.progress_view.began_writing:
            return translate("FlashPage", "Stop now?"), translate("FlashPage", "Nothing has been written yet.")
        return (
            translate("FlashPage", "Stop writing the card?"),
            translate("FlashPage", "The card stays unfinished and is marked as not ready. You can write it again."),
        )

    def first_focus(self) -> QWidget | None:
        # The hold button is never where the first key press goes.
        return self.header if self.shown_view() == MAIN else None

    def retranslate(self) -> None:
        super().retranslate()
        for view in (self.confirm, self.progress_view, self.outcome, self.coming):
            view.retranslate()

    # --- looking ----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self.is_busy():
            return
        if self.shown_view() == OUTCOME and self.outcome.is_good():
            return
        self._ask_again()

    def leave(self) -> None:
        self._stop_looking()
        self.coming.follow(None)

    def missing(self) -> tuple[str, ...]:
        missing = super().missing()
        run = self.context.image_run
        if run is not None and run.is_running:
            return tuple(page_id for page_id in missing if page_id != page_ids.IMAGE)
        return missing

    def _ask_again(self) -> None:
        """Back to the question, with a fresh look at the card."""
        self._stop_looking()
        if self.look_for_needs():
            return
        run, image = self.context.image_run, self.context.session.journey.image
        if run is not None and run.is_running:
            self.coming.follow(run)
            self.show_view(COMING)
            return
        card = self.context.session.journey.card
        if image is None or card is None:
            return
        self.set_state(State.HERE)
        self.confirm.show_image(image, None)
        self.confirm.show_looking()
        self.show_view(MAIN)
        session = self.context.session
        inp = FlashInput(image=image, card=card, confirmed=True, very_large=True)
        self._looking = call_in_thread(self, lambda ctx: look(session, inp, ctx), self._seen, self._not_seen)

    def _seen(self, found: Look) -> None:
        self._looking = None
        image = self.context.session.journey.image
        if image is None:
            return
        self._raw_bytes = found.raw_bytes
        self._card_name = found.drive.name or found.drive.path
        self.confirm.show_image(image, found.raw_bytes)
        self.confirm.show_goes_on(goes_on_of(found.check.findings))
        self.confirm.show_smaller(smaller_of(found.check.findings))
        self.confirm.show_card(found.drive, blocking_of(found.check.findings))

    def _not_seen(self, error: Exception) -> None:
        self._looking = None
        self.progress_view.began_writing = False
        self.set_state(State.FAILED)
        self.show_error(error_info(error))

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.abandon()
            self._looking = None

    # --- writing ----------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        session = self.context.session
        image, card = session.journey.image, session.journey.card
        if image is None or card is None or self.is_busy():
            return
        self._stop_looking()
        self.progress_view.begin(image_name(image), self._card_name, self._raw_bytes)
        self.show_view(RUNNING)
        typed, grow = self.confirm.erase.hold.is_typed_only(), self.confirm.grow()
        self.start(FlashCard(session), FlashInput(image=image, card=card, confirmed=True, very_large=typed, grow=grow))

    def on_step_started(self, event: StepStarted) -> None:
        self.progress_view.step_started(event)
        if event.step == ASKING:
            self.announce(self.progress_view.asking.accessibleName())
        else:
            self.announce(self.progress_view.block.words())

    def on_step_finished(self, event: StepFinished) -> None:
        self.progress_view.step_finished(event)

    def on_progress(self, progress: Progress) -> None:
        self.progress_view.progress(progress)

    def on_finding(self, finding: Finding) -> None:
        self.progress_view.finding(finding)
        if finding.code == "flash.updating":
            self.announce(self.progress_view.block.words())

    def on_finished(self, finished: TaskFinished) -> None:
        if finished.status in (Status.SUCCEEDED, Status.SATISFIED):
            self.outcome.show_report(finished.result)
            self.show_view(OUTCOME)
            self.announce(self.outcome.headline())
        elif finished.status is Status.CANCELLED:
            self.outcome.show_cancelled(touched=self.progress_view.began_writing)
            self.show_view(OUTCOME)
            self.announce(self.outcome.headline())
        elif finished.status is Status.BLOCKED:
            blocking = blocking_of(self.findings)
            if blocking is not None:
                self.confirm.show_blocked(blocking)
            self.show_view(MAIN)
        super().on_finished(finished)

    # --- failures ---------------------------------------------------------------------------------------------------

    def show_error(self, error: ErrorInfo) -> None:
        self.error_panel.set_embedded(self._faulty_map(error))
        super().show_error(error)

    def remedy(self) -> None:
        code = self.error.code if self.error else ""
        self.error = None
        if code in _WRONG_CARD:
            self.show_view(MAIN)
            self.choose.emit(page_ids.CARD)
        elif code.startswith("image."):
            self.show_view(MAIN)
            self.choose.emit(page_ids.IMAGE)
        else:
            self._ask_again()

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if error.code in _WRONG_CARD:
            return translate("FlashPage", "Choose another card"), "card", ""
        if error.code.startswith("image."):
            return translate("FlashPage", "Choose the image"), "image", ""
        if self.progress_view.began_writing:
            return translate("FlashPage", "Write the card again"), "refresh", ""
        return translate("FlashPage", "Try again"), "refresh", ""

    def _faulty_map(self, error: ErrorInfo) -> QWidget | None:
        """The run's map once more in three rows, where a place on the card is what went wrong."""
        seen = self.progress_view.map_section.map
        faulty = seen.faulty_ranges()
        extent = self.progress_view.extent
        if not faulty or not error.code.startswith("flash.") or not extent:
            return None
        self._error_map.set_extent(extent)
        self._error_map.mark(CellState.CHECKED, 0, extent)
        for start, end in faulty:
            self._error_map.mark(CellState.FAULTY, start, end)
        return self._error_map

    def _add(self, name: str, widget: QWidget) -> None:
        view = self.add_view(name)
        view.add(widget)
        view.add_stretch()
