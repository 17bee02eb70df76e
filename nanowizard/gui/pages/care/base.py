"""The base of the pages that do something to a card besides flashing it: repair, format, test, compare.

    class CardRepairPage(CarePage):
        id = page_ids.CARD_REPAIR
        changing = frozenset({"card.repair.clear"})      # from the start of these steps on the card is not what it was

        def words(self) -> CareWords: ...                # every text, in the language in use
        def steps(self) -> list[CareStep]: ...           # the rows of the running view
        def job(self, card, *, very_large) -> (task, input)
        def show_result(self, result): self.outcome.show_good(...)

`job` is asked for twice: for the look before the question, and for the run. In both its input says `confirmed=True`,
and `very_large` is to be handed on. A page with a form of its own puts it into the question with
`question.add_options`, and calls `refresh` when an answer changes what is said, or `ask_again` when the card has to be
looked at anew. `erases` False takes the erase panel away: the footer's button starts the work. `care_views` has the
other methods to override.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import (
    ErrorInfo,
    Finding,
    Progress,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
)
from nanowizard.drives.model import Drive
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card.rows import card_title
from nanowizard.gui.pages.care.asking import ASKING
from nanowizard.gui.pages.care.look import NO_CARD, OTHER_CARD, Look, look
from nanowizard.gui.pages.care.views import OUTCOME, RUNNING, CareViews
from nanowizard.gui.pages.flash.look import blocking_of
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import MAIN
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.card import sighting

translate = QCoreApplication.translate


class CarePage(CareViews):
    """The subclass calls `self.retranslate()` as its constructor's last line."""

    own_findings: ClassVar[frozenset[str]] = frozenset()
    """Codes of findings that the page shows in a way of its own, instead of among the warnings."""

    measures_image: ClassVar[bool] = False
    """Whether the work depends on how much the chosen image takes: the look then reads it where it is not known yet."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._looking: Call | None = None
        self.question.confirmed.connect(self._begin)
        self.question.choose_card.connect(self._to_list)
        self.outcome.again.connect(self.ask_again)

    # --- looking ----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if not self.is_busy():
            self.ask_again()

    def leave(self) -> None:
        self._stop_looking()

    def ask_again(self) -> None:
        """Back to the question, with a fresh look at the card."""
        self._stop_looking()
        self.result, self.error = None, None
        self._forget_run()
        if self.look_for_needs():
            return
        card = self.card()
        if card is None or self.is_busy():
            return
        self.set_state(State.HERE)
        self.question.show_looking()
        self.show_view(MAIN)
        session, (task, inp) = self.context.session, self.job(card, very_large=True)
        with_image = self.measures_image and self.context.image_bytes is None
        self._looking = call_in_thread(
            self, lambda ctx: look(session, card, task, inp, ctx, with_image=with_image), self._seen, self._not_seen
        )

    def _seen(self, found: Look) -> None:
        self._looking = None
        self.card_seen(found)
        self.question.show_card(found.drive, blocking_of(found.check.findings))
        self.refresh()
        self.wants_focus.emit()

    def _not_seen(self, error: Exception) -> None:
        self._looking = None
        self.set_state(State.FAILED)
        self.show_error(error_info(error))
        self.wants_focus.emit()

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.abandon()
            self._looking = None

    def _forget_run(self) -> None:
        """Nothing of the last run is said any more."""
        self.progress_view.forget()
        self._show_notes()

    # --- working ----------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == MAIN and not self.erases():
            self._begin()
        elif self.shown_view() == OUTCOME and self.result is not None and self.is_here:
            self.context.session.journey.card = self.card()
            self.found.emit({page_ids.CARD: State.DONE})
            self.go_on.emit()
        else:
            self._to_list()

    def _to_list(self) -> None:
        self.choose.emit(page_ids.CARD)

    def _begin(self) -> None:
        card, drive = self.card(), self.question.drive
        if card is None or drive is None or not self.question.is_ready() or self.is_busy():
            return
        self._stop_looking()
        self.progress_view.begin(card_title(drive), drive.size_bytes, self.steps(), self.map_phases())
        self.show_view(RUNNING)
        task, inp = self.job(card, very_large=self.question.erase.hold.is_typed_only())
        self.start(task, inp)

    def on_step_started(self, event: StepStarted) -> None:
        self.progress_view.step_started(event)
        asks = event.step == ASKING
        self.announce(self.progress_view.asking.accessibleName() if asks else self.progress_view.words())

    def on_step_finished(self, event: StepFinished) -> None:
        self.progress_view.step_finished(event)

    def on_progress(self, progress: Progress) -> None:
        self.progress_view.progress(progress)

    def on_finding(self, finding: Finding) -> None:
        if finding.code not in self.own_findings:
            self.progress_view.finding(finding)

    def on_finished(self, finished: TaskFinished) -> None:
        self._show_notes()
        if finished.status in (Status.SUCCEEDED, Status.SATISFIED):
            self.result, self.is_here = finished.result, True
            self.show_end()
            self._show_outcome()
            self._look_whether_it_is_here()
        elif finished.status is Status.CANCELLED:
            self.show_stopped()
            self._show_outcome()
        elif finished.status is Status.BLOCKED:
            blocking = blocking_of(self.findings)
            if blocking is not None:
                self.question.show_blocked(blocking)
            self.show_view(MAIN)
        super().on_finished(finished)

    def _show_notes(self) -> None:
        for notes in (self.outcome.notes, self.error_extra.notes):
            notes.show_findings(self.progress_view.lasting)

    def _show_outcome(self) -> None:
        self.show_view(OUTCOME)
        self.announce(self.outcome.headline())

    def _look_whether_it_is_here(self) -> None:
        """A reader may have switched off when the card was made safe to remove."""
        card, session = self.card(), self.context.session
        if card is not None:
            self._stop_looking()
            self._looking = call_in_thread(self, lambda _ctx: sighting(session, card), self._still_here, self._not_here)

    def _still_here(self, drive: Drive) -> None:
        self._looking = None
        if not drive.medium_present:
            self._not_here()

    def _not_here(self, _error: Exception | None = None) -> None:
        self._looking, self.is_here = None, False
        self.show_end()
        self.footer_changed.emit()

    # --- failures ---------------------------------------------------------------------------------------------------

    def remedy(self) -> None:
        if self.error is not None and self.error.code in OTHER_CARD | NO_CARD:
            self._to_list()
        else:
            self.ask_again()

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if error.code in OTHER_CARD:
            return translate("CardCare", "Choose another card"), "card", ""
        if error.code in NO_CARD:
            return translate("CardCare", "Back to the card list"), "card", ""
        return translate("CardCare", "Try again"), "refresh", ""
