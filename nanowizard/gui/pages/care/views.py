"""The four views of a care page (repair, format, test, compare) and what it says in each; `care` makes them work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Params
from nanowizard.core.task import Task
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.care.look import NO_CARD, OTHER_CARD, Look
from nanowizard.gui.pages.care.model import CareStep, CareWords
from nanowizard.gui.pages.care.notes import ErrorExtra
from nanowizard.gui.pages.care.outcome import CareOutcome
from nanowizard.gui.pages.care.progress import CareProgress
from nanowizard.gui.pages.care.question import CareQuestion
from nanowizard.gui.task_page import ERROR, MAIN, NEEDS, TaskPage
from nanowizard.gui.widgets.card_map import CellState

translate = QCoreApplication.translate

RUNNING, OUTCOME = "running", "outcome"


class CareViews(TaskPage):
    """Views: "main" is the question, then "running", "outcome", and the two of TaskPage."""

    requires: ClassVar[tuple[str, ...]] = (page_ids.CARD,)
    enter_is_primary: ClassVar[bool] = False
    changing: ClassVar[frozenset[str]] = frozenset()
    """Steps from whose start on the card is not what it was."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.result: Params | None = None
        """The report of the last run, where it reached its end."""
        self.is_here = True
        """False once the card of that report could not be found any more."""
        self.question = CareQuestion()
        self.body.add(self.question)
        self.body.add_stretch()
        self.progress_view = CareProgress()
        self._add(RUNNING, self.progress_view)
        self.outcome = CareOutcome()
        self._add(OUTCOME, self.outcome)
        self.error_extra = ErrorExtra()
        self.error_panel.set_embedded(self.error_extra)

    # --- to override ------------------------------------------------------------------------------------------------

    def words(self) -> CareWords:
        raise NotImplementedError

    def steps(self) -> Sequence[CareStep]:
        """In the order in which they come; steps of the helper that are not among these have no row."""
        raise NotImplementedError

    def job(self, card: DriveIdentity, *, very_large: bool) -> tuple[Task, Any]:
        """The task and its input, with `confirmed=True`. `very_large`: the person typed that such a drive is meant."""
        raise NotImplementedError

    def show_result(self, result: Params) -> None:
        """Fill `self.outcome` from the task's report. Called again after a change of the language."""
        raise NotImplementedError

    def erases(self) -> bool:
        """Whether the work loses what is on the card. It may change with the form; call `refresh` then."""
        return True

    def map_phases(self) -> Mapping[str, CellState]:
        """Phases of Progress that go over the whole card, and the state of a place after each; none: no map."""
        return {}

    def card_seen(self, found: Look) -> None:
        """The fresh look is there and the question is about to be asked; for forms that depend on the card."""

    # --- to call ----------------------------------------------------------------------------------------------------

    def card(self) -> DriveIdentity | None:
        """The card that this page is about."""
        return self.context.card_in_care or self.context.session.journey.card

    def changed(self) -> bool:
        """Whether the present or last run began to change the card."""
        return bool(self.changing & self.progress_view.seen)

    def refresh(self) -> None:
        """An answer in the form changed what will happen, or the language changed."""
        self.question.set_erases(self.erases())
        self.question.set_words(self.words())
        self.refresh_header()
        self.footer_changed.emit()

    # --- Page and TaskPage ------------------------------------------------------------------------------------------

    def missing(self) -> tuple[str, ...]:
        return () if self.card() is not None else (page_ids.CARD,)

    def texts(self) -> tuple[str, str]:
        words, view = self.words(), self.shown_view()
        if view == RUNNING:
            return words.title, words.running
        return words.title, self.state_words() if view == ERROR else words.purpose

    def state_words(self) -> str:
        """While an error is shown: in what state the card is."""
        if self.error is not None and self.error.code.startswith("card.") and self.safe_words():
            return self.safe_words()
        return self.words().changed if self.changed() else translate("CardCare", "Nothing was changed on the card.")

    def footer(self) -> Footer:
        view = self.shown_view()
        to_list = translate("CardCare", "Back to the card list")
        if view == RUNNING:
            return Footer(primary=to_list, enabled=False, filled=False, back=False, busy=True)
        if view == OUTCOME and self.result is not None:
            if self.is_here:
                return Footer(primary=translate("CardCare", "Use this card"), back=False, moves_on=True)
            return Footer(primary=to_list, back=False)
        if view == NEEDS:
            return self.needs_footer()
        if view == MAIN and not self.erases():
            return Footer(primary=self.words().start, enabled=self.question.is_ready())
        # Back would lead to the same list, under a name that says less; so would a second button beside the remedy.
        is_remedy = view == ERROR and self.error is not None and self.error.code in OTHER_CARD | NO_CARD
        return Footer(primary="" if is_remedy else to_list, filled=False, back=False)

    def stop_question(self) -> tuple[str, str]:
        words = self.words()
        untouched = translate("CardCare", "Nothing has been changed yet.")
        return words.stop, words.changed if self.changed() else untouched

    def first_focus(self) -> QWidget | None:
        """What the page proposes; but the hold button is never where the first key press goes."""
        proposed = {
            MAIN: self.question.problem.action() if self.question.is_blocked() else self.header,
            OUTCOME: self.outcome.stopped.action(),
            ERROR: self.error_panel.remedy,
        }.get(self.shown_view())
        is_for_the_footer = proposed is self.header and not self.erases()
        return None if proposed is None or is_for_the_footer or proposed.isHidden() else proposed

    def retranslate(self) -> None:
        super().retranslate()
        self.progress_view.set_steps(self.steps())
        self.progress_view.retranslate()
        for notes in (self.outcome.notes, self.error_extra.notes):
            notes.retranslate()
        if self.result is not None:
            self.show_end()
        elif self.shown_view() == OUTCOME:
            self.show_stopped()
        self.refresh()

    # --- the ends ---------------------------------------------------------------------------------------------------

    def show_end(self) -> None:
        """Of a run that reached its end: the report, and where the card is now."""
        if self.result is None:
            return
        self.show_result(self.result)
        again = translate("CardCare", "To use it, take it out and put it in again. It then appears in the card list.")
        self.outcome.set_next("" if self.is_here else again)

    def show_stopped(self) -> None:
        words, changed = self.words(), self.changed()
        has_begun = any(step.id in self.progress_view.seen for step in self.steps())
        at_once = translate("CardCare", "You stopped before anything was changed")
        as_it_was = translate("CardCare", "The card is as it was.")
        self.outcome.set_next("")
        self.outcome.show_stopped(
            words.stopped if has_begun else at_once, words.changed if changed else as_it_was, changed=changed
        )

    def _add(self, name: str, widget: QWidget) -> None:
        view = self.add_view(name)
        view.add(widget)
        view.add_stretch()
