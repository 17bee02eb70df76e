"""Write the image to the card: say what is lost, write, read back, compare, and say what state the card is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
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
from nanowizard.drives.model import DriveIdentity
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.care.asking import ASKING
from nanowizard.gui.pages.flash.confirm import ConfirmView
from nanowizard.gui.pages.flash.faulty import FaultyMap
from nanowizard.gui.pages.flash.handover import EndOf, Handover
from nanowizard.gui.pages.flash.look import Look, blocking_of, goes_on_of, smaller_of
from nanowizard.gui.pages.flash.origin import Coming, Local, Origin, origin_of
from nanowizard.gui.pages.flash.outcome import FlashOutcome
from nanowizard.gui.pages.flash.progress import FlashProgress
from nanowizard.gui.pages.flash.purpose import COMING, OUTCOME, RUNNING, purpose_of, stop_question
from nanowizard.gui.pages.flash.remedy import leads_to, remedy_words
from nanowizard.gui.pages.image.coming import ImageComing
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import MAIN, TaskPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.card import FlashInput

translate = QCoreApplication.translate


class FlashPage(TaskPage):
    id: ClassVar[str] = page_ids.FLASH
    requires: ClassVar[tuple[str, ...]] = (page_ids.IMAGE, page_ids.CARD)
    enter_is_primary: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._looking: Call | None = None
        self._raw_bytes: int | None = None
        self._card_name = ""
        self._origin: Origin | None = None
        self._handover = Handover(self)
        self._download_end = EndOf(self)
        self.confirm = ConfirmView()
        self.confirm.confirmed.connect(self._write)
        self.confirm.choose_card.connect(lambda: self.choose.emit(page_ids.CARD))
        self.confirm.options.changed.connect(self._keep_options)
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
        self._faulty = FaultyMap()
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        progress = self.progress_view
        purpose = purpose_of(
            self.shown_view(),
            began_writing=progress.began_writing,
            is_updating=progress.is_updating,
            is_good=self.outcome.is_good(),
        )
        return translate("FlashPage", "Write the image to the card"), purpose

    def footer(self) -> Footer:
        view = self.shown_view()
        next_words = translate("FlashPage", "Next")
        if view == RUNNING:
            return Footer(primary=next_words, enabled=False, filled=False, back=False, busy=True)
        if view == OUTCOME and self.outcome.is_good():
            return Footer(primary=next_words)
        return Footer(primary=next_words, enabled=False, filled=False)

    def stop_question(self) -> tuple[str, str]:
        return stop_question(began_writing=self.progress_view.began_writing)

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
        self._download_end.forget()

    def missing(self) -> tuple[str, ...]:
        missing = super().missing()
        run = self.context.image_run
        if (run is not None and run.is_running) or self.context.image_wish is not None:
            return tuple(page_id for page_id in missing if page_id != page_ids.IMAGE)
        return missing

    def _ask_again(self) -> None:
        """Back to the question, with a fresh look at the card."""
        self._stop_looking()
        if self.look_for_needs():
            return
        run, origin, card = self.context.image_run, origin_of(self.context), self.context.session.journey.card
        if run is not None and run.is_running and origin is None:
            self.coming.follow(run)
            self.show_view(COMING)
            return
        if origin is None or card is None:
            return
        self._origin = origin
        if isinstance(origin, Coming) and run is not None and run.is_running:  # it may end while the question is shown
            self._download_end.wait(run, self._arrived)
        self.set_state(State.HERE)
        self.confirm.options.choose(self.context.session.journey.choices.get(self.id, {}))
        self.confirm.show_image(origin.file, None, is_coming=isinstance(origin, Coming))
        self.confirm.show_looking()
        self.show_view(MAIN)
        self._look(origin, card)

    def _arrived(self) -> None:
        """The question stays, since it may just be being answered; what it says of the image is renewed."""
        origin, card = origin_of(self.context), self.context.session.journey.card
        if not isinstance(origin, Local) or card is None or not self.confirm.is_ready():
            self._ask_again()
            return
        self._stop_looking()
        self._origin = origin
        self._look(origin, card)

    def _look(self, origin: Origin, card: DriveIdentity) -> None:
        session = self.context.session
        inp = FlashInput(image=origin.file, card=card, confirmed=True, very_large=True)
        self._looking = call_in_thread(self, lambda ctx: origin.look(session, inp, ctx), self._seen, self._not_seen)

    def _seen(self, found: Look) -> None:
        self._looking = None
        origin = self._origin
        if origin is None:
            return
        self._raw_bytes = found.raw_bytes
        self._card_name = found.drive.name or found.drive.path
        self.confirm.show_image(origin.file, found.raw_bytes, is_coming=isinstance(origin, Coming))
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
        """What is being downloaded is downloaded on by this page's own run, once that of the other has ended."""
        origin, card = self._origin, self.context.session.journey.card
        if origin is None or card is None or self.is_busy():
            return
        self._stop_looking()
        self._download_end.forget()
        self.progress_view.begin(image_name(origin.file), self._card_name, self._raw_bytes)
        self.show_view(RUNNING)
        typed, options = self.confirm.erase.hold.is_typed_only(), self.confirm.options
        inp = FlashInput(image=origin.file, card=card, confirmed=True, very_large=typed, **options.wishes())
        run = self.context.image_run if isinstance(origin, Coming) else None
        task, wish = origin.work(self.context.session, inp, keep=options.keep_archive())
        self._handover.begin(run, lambda: self.start(task, wish))

    def _keep_options(self) -> None:
        self.context.session.journey.choices[self.id] = self.confirm.options.kept()
        self.context.save_choices()

    def is_busy(self) -> bool:
        return super().is_busy() or self._handover.is_waiting

    def stop(self) -> None:
        if self._handover.is_waiting:
            self._handover.drop()
            self._ask_again()
        super().stop()

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
            self.refresh_header()
            self.announce(self.progress_view.block.words())

    def on_finished(self, finished: TaskFinished) -> None:
        if finished.status in (Status.SUCCEEDED, Status.SATISFIED):
            self._keep_image(finished)
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

    def _keep_image(self, finished: TaskFinished) -> None:
        """What was downloaded on its way to the card is the image of the other pages from now on, if it was kept."""
        journey, path = self.context.session.journey, finished.result.get("path")
        if finished.task == self.id:
            return
        journey.note(replace(finished, task=self.id), self.runner.took_s)
        if path:
            journey.image = Path(str(path))
            self.context.image_bytes = finished.result["raw_bytes"]
            self.context.save_choices()
            self.context.image_arrived.emit()

    # --- failures ---------------------------------------------------------------------------------------------------

    def show_error(self, error: ErrorInfo) -> None:
        self.error_panel.set_embedded(self._faulty if self._faulty.show_run(self.progress_view, error) else None)
        super().show_error(error)

    def remedy(self) -> None:
        leads = self._leads_to(self.error.code if self.error else "")
        self.error = None
        if leads is None:
            self._ask_again()
        else:
            self.show_view(MAIN)
            self.choose.emit(leads)

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        return remedy_words(self._leads_to(error.code), began_writing=self.progress_view.began_writing)

    def _leads_to(self, code: str) -> str | None:
        return leads_to(code, is_coming=isinstance(self._origin, Coming))

    def _add(self, name: str, widget: QWidget) -> None:
        view = self.add_view(name)
        view.add(widget)
        view.add_stretch()
