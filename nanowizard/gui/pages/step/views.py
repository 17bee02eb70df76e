"""What a step page shows: the form with the plan, the live pane, the end; and what a page of a step says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout

from nanowizard.core.events import ErrorInfo, Finding, Params, Status, TaskFinished
from nanowizard.core.task import Check, RunContext, Task
from nanowizard.gui import page_ids, theme
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.live import LivePane
from nanowizard.gui.pages.step.notes import RepairNotes
from nanowizard.gui.pages.step.plan import PlanPanel
from nanowizard.gui.pages.step.transcript import Transcript
from nanowizard.gui.task_page import ERROR, MAIN, TaskPage
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.tasks.step_task import StepInput

translate = QCoreApplication.translate

WORK = "work"
WELL = (Status.SUCCEEDED, Status.SATISFIED)


class StepViews(TaskPage):
    """`StepPage` fills them; pages derive from that."""

    requires: ClassVar[tuple[str, ...]] = (page_ids.CONNECT,)

    @property
    def step_ids(self) -> tuple[str, ...]:
        """Ids of the steps that the page does, to know their jobs on the Nano by."""
        return (self.id,)

    def __init__(self, context: Context, form: StepForm) -> None:
        super().__init__(context)
        self.step_form = form
        self.check: Check | None = None
        """What the last look found for the form's options; None while nobody has looked."""
        self.finished: TaskFinished | None = None
        self.undoing = False
        self.taking_up = False
        """The run follows work that was found going on."""
        self.said: list[Finding] = []
        """What the last run found out while it worked; what its check found is not meant."""
        self.notes = RepairNotes()
        self.notes.page_wanted.connect(self.repair)
        self.plan = PlanPanel()
        self.undo_link = Button(kind=Kind.LINK)
        self.undo_link.hide()
        self.done_panel = MessagePanel(Tone.GOOD, icon="check")
        self.end_notes = RepairNotes()
        self.end_notes.page_wanted.connect(self.repair)
        self.live = LivePane(Transcript(context.session.places.logs / "steps"))
        self._log_link = Button(kind=Kind.LINK)
        self._log_link.clicked.connect(lambda: self.show_view(WORK))
        self._question, self._work = QVBoxLayout(), QVBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        for part in (self.notes, self.step_form):
            self._question.addWidget(part)
        self._question.addWidget(self.undo_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.add_layout(self._question)
        self.body.add_stretch()
        self._work.addWidget(self.done_panel)
        self._work.addWidget(self.end_notes)
        self._work.addWidget(self.live, 1)
        self.add_view(WORK).add_layout(self._work, 1)
        self.error_panel.add_link(self._log_link)
        # Not in the form's scroll area: what the button does is always in sight.
        self._column.addSpacing(theme.S)
        self._column.addWidget(self.plan)
        self.body.room_changed.connect(lambda: self.plan.take_room(self.body.room()))
        self.set_compact(False)

    # --- to override ------------------------------------------------------------------------------------------------

    def purpose(self) -> tuple[str, str]:
        """Title and purpose sentence."""
        raise NotImplementedError

    def task(self) -> Task:
        """A fresh task for one look or one run."""
        raise NotImplementedError

    def effect(self) -> str:
        """What the primary would do, in words."""
        raise NotImplementedError

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        """Headline and sentence after the step was done (not after an undo)."""
        raise NotImplementedError

    def input(self, *, undo: bool = False) -> Any:
        """For the task, with the form's options."""
        return StepInput(options=self.step_form.options(), undo=undo)

    def planned(self, facts: Params) -> Sequence[Mapping[str, Any]]:
        """The changes that a look found, each with `code` and `params`."""
        changes: Sequence[Mapping[str, Any]] = facts.get("changes", ())
        return changes

    def keep(self) -> None:
        """Note what is chosen, in the session's journey."""

    def undone(self) -> None:
        """What the step did was taken back: what was wished for it is not wished any more."""

    def repair_pages(self) -> Mapping[str, tuple[str, str]]:
        """For the code of a finding: the page that repairs it, and the words of the button that leads there."""
        return {}

    def look_beside(self) -> Callable[[RunContext], Any] | None:
        """What else is to be asked of the Nano, in the thread of the look; `seen_beside` gets the answer."""
        return None

    def seen_beside(self, answer: Any) -> None: ...

    def show_view(self, name: str) -> None:
        self.plan.setVisible(name == MAIN)
        super().show_view(name)

    def repair(self, page_id: str) -> None:
        """A note's button: to the page that repairs what the note says."""
        self.choose.emit(page_id)

    # --- words and density ------------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        title, purpose = self.purpose()
        if self.error is not None and self.safe_words() and self.shown_view() == ERROR:
            return title, self.safe_words()
        return title, purpose

    def retranslate(self) -> None:
        super().retranslate()
        self.step_form.retranslate()
        self.plan.retranslate()
        self.live.retranslate()
        self.undo_link.setText(translate("StepPage", "Undo what NanoWizard did"))
        self._log_link.setText(translate("StepPage", "Show the steps and what the Nano said"))
        self.show_notes()
        self.show_end()

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        for column in (self._question, self._work):
            column.setSpacing(theme.gap(theme.M, compact))
        self.plan.set_compact(compact)

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        return translate("StepPage", "Check again"), "refresh", ""

    def show_error(self, error: ErrorInfo) -> None:
        self._log_link.setVisible(bool(self.live.track.rows))
        super().show_error(error)

    def ended_well(self) -> bool:
        return self.finished is not None and self.finished.status in WELL

    def show_notes(self) -> None:
        """What the last look found, and what the last run said that is still true."""
        seen = self.check.findings if self.check is not None else ()
        self.notes.show_findings([*seen, *self.said], self.repair_pages())
        self.end_notes.show_findings(self.said, self.repair_pages())

    def show_end(self) -> None:
        done = self.finished if self.ended_well() else None
        self.done_panel.setVisible(done is not None)
        if done is None:
            return
        if self.undoing:
            self.done_panel.set_message(
                translate("StepPage", "Everything is as NanoWizard found it"),
                translate("StepPage", "It stays like this after a restart."),
            )
            return
        self.done_panel.set_message(*self.done_words(done.result))
