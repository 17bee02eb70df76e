"""The base of pages that stand for a task: a form, a run, what it says, and how it ends.

    class FlashPage(TaskPage):
        id = page_ids.FLASH
        requires = (page_ids.IMAGE, page_ids.CARD)

        def on_progress(self, progress): ...
        def on_finished(self, finished): ...        # call super: it keeps the outcome and sets the side list's glyph
        def primary(self): self.start(FlashCard(self.context.session), FlashInput(...))

While something required is missing the page shows its "needs" view instead; the frame brings the person to the page
that gives it and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, Signal

from nanowizard.core.events import (
    CardSaid,
    ErrorInfo,
    Event,
    Finding,
    FindingReported,
    LogLine,
    Progress,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
)
from nanowizard.core.task import Task
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.runner import Runner
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Kind
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.deeds import Deeds

translate = QCoreApplication.translate

MAIN, NEEDS, ERROR = "main", "needs", "error"


class TaskPage(Page):
    """Views: "main" (the subclass fills `self.body`), "needs", "error" (`self.error_panel`), and what it adds."""

    requires: ClassVar[tuple[str, ...]] = ()
    """Ids of the pages whose outcome this page cannot do without."""

    choose = Signal(str)
    """A needs panel's button: open the page with this id, then come back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.runner = Runner(self)
        self.runner.said.connect(self._on_event)
        self.findings: list[Finding] = []
        self._deeds = Deeds()
        self.error: ErrorInfo | None = None
        self.error_panel = ErrorPanel()
        self.error_panel.remedy_clicked.connect(self.remedy)
        view = self.add_view(ERROR)
        view.add(self.error_panel)
        view.add_stretch()
        self._needs = {page_id: MessagePanel(Tone.INFO) for page_id in self.requires}
        needs = self.add_view(NEEDS)
        for page_id, panel in self._needs.items():
            panel.action_clicked.connect(lambda page_id=page_id: self.choose.emit(page_id))
            needs.add(panel)
            needs.add_gap()
        needs.add_stretch()

    # --- to override ------------------------------------------------------------------------------------------------

    def missing(self) -> tuple[str, ...]:
        """Those of `requires` that are not there now."""
        return tuple(page_id for page_id in self.requires if not _HAVE[page_id](self.context))

    def on_started(self) -> None:
        """A run has been started; show it."""

    def on_step_started(self, event: StepStarted) -> None: ...

    def on_progress(self, progress: Progress) -> None: ...

    def on_log(self, line: LogLine) -> None: ...

    def on_finding(self, finding: Finding) -> None:
        """Called for each finding; all of one run are in `self.findings`."""

    def on_step_finished(self, event: StepFinished) -> None: ...

    def on_card(self, card: str, said: Event) -> None:
        """What is said of one of several cards, by its path; its TaskFinished ends that card only."""

    def on_finished(self, finished: TaskFinished) -> None:
        """The run ended. Here a failure opens the "error" view; succeeded, satisfied, blocked and cancelled runs are
        for the subclass to show."""
        if finished.error is not None:
            self.show_error(finished.error)

    def remedy(self) -> None:
        """The error panel's button; here it goes back to the form."""
        self.error = None
        self.show_view(MAIN)

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        """Label, icon and duration of the error panel's button. An empty label leaves it out."""
        return translate("TaskPage", "Try again"), "refresh", ""

    # --- to call ----------------------------------------------------------------------------------------------------

    def start(self, task: Task, inp: Any) -> None:
        """Check and run `task`; its events come to the `on_...` methods. Not while another run is going on."""
        self.findings = []
        self.error = None
        self._deeds = Deeds()
        self.set_state(State.RUNNING)
        self.runner.start(task, inp)
        self.on_started()
        self.footer_changed.emit()

    def show_error(self, error: ErrorInfo) -> None:
        """Open the "error" view for `error`: what happened, why, one remedy, and the technical details."""
        self.error = error
        self.fill_error_panel(self.error_panel, error)
        self.show_view(ERROR)
        self.announce(texts.sentence(error.code, error.params).what)

    def fill_error_panel(self, panel: ErrorPanel, error: ErrorInfo) -> None:
        """Also for a panel of the subclass's own, such as one above a form that stays."""
        words = texts.sentence(error.code, error.params)
        label, icon, takes = self.remedy_words(error)
        panel.set_error(
            words.what, words.do, remedy=label, remedy_icon=icon, duration=takes, details=texts.details(error)
        )

    def safe_words(self) -> str:
        """While an error is shown: the sentence that says what is safe, for the header."""
        return texts.sentence(self.error.code, self.error.params).safe if self.error else ""

    # --- Page -------------------------------------------------------------------------------------------------------

    def is_busy(self) -> bool:
        return self.runner.is_running

    def stop(self) -> None:
        self.runner.cancel()

    def look_for_needs(self) -> bool:
        """Show the "needs" view if something required is missing, else leave it. True while something is missing."""
        missing = self.missing() if not self.is_busy() else ()
        for page_id, panel in self._needs.items():
            panel.setVisible(page_id in missing)
            panel.action().set_kind(Kind.PRIMARY if page_id == next(iter(missing), "") else Kind.PLAIN)
        if missing:
            self.show_view(NEEDS)
        elif self.shown_view() == NEEDS:
            self.show_view(MAIN)
        return bool(missing)

    def needs_footer(self) -> Footer:
        """The footer for the "needs" and "error" views: the panel has the button."""
        return Footer(primary=translate("TaskPage", "Next"), enabled=False, filled=False)

    def retranslate(self) -> None:
        super().retranslate()
        for page_id, panel in self._needs.items():
            headline, text, button = _need_words(page_id)
            panel.set_message(headline, text)
            panel.set_action(button, primary=panel.action().kind() is Kind.PRIMARY)
        if self.error is not None:
            self.fill_error_panel(self.error_panel, self.error)

    # --- events -----------------------------------------------------------------------------------------------------

    def _on_event(self, event: Event) -> None:
        self._deeds.observe(event)
        if isinstance(event, Progress):
            self.on_progress(event)
        elif isinstance(event, LogLine):
            self.on_log(event)
        elif isinstance(event, StepStarted):
            self.on_step_started(event)
        elif isinstance(event, StepFinished):
            self.on_step_finished(event)
        elif isinstance(event, FindingReported):
            self.findings.append(event.finding)
            self.on_finding(event.finding)
        elif isinstance(event, CardSaid):
            self.on_card(event.card, event.said)
        elif isinstance(event, TaskFinished):
            self._end(event)

    def _end(self, finished: TaskFinished) -> None:
        if finished.status is not Status.BLOCKED:
            self.context.session.journey.note(finished, self.runner.took_s, self._deeds.facts(finished.task))
        self.set_state(texts.STATUS_STATES[finished.status])
        self.on_finished(finished)
        self.footer_changed.emit()
        self.wants_focus.emit()


def _have_image(context: Context) -> bool:
    image = context.session.journey.image
    return image is not None and image.is_file()


_HAVE: Mapping[str, Any] = {
    page_ids.IMAGE: _have_image,
    page_ids.CARD: lambda context: context.session.journey.card is not None,
    page_ids.CONNECT: lambda context: context.session.login is not None,
}


def _need_words(page_id: str) -> tuple[str, str, str]:
    return {
        page_ids.IMAGE: (
            translate("TaskPage", "First choose the image"),
            translate("TaskPage", "The image is the system that is written to the card."),
            translate("TaskPage", "Choose…", "an image"),
        ),
        page_ids.CARD: (
            translate("TaskPage", "First choose the card"),
            translate("TaskPage", "Plug the card into this computer, then choose it from the list."),
            translate("TaskPage", "Choose…", "a card"),
        ),
        page_ids.CONNECT: (
            translate("TaskPage", "First connect to your Nano"),
            translate("TaskPage", "This step runs on the Nano, so NanoWizard has to log in to it."),
            translate("TaskPage", "Connect…"),
        ),
    }[page_id]
