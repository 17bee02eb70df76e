"""The base of the pages that change something on the Nano.

    class SwapPage(StepPage):
        id = page_ids.SWAP

        def __init__(self, context):
            super().__init__(context, SwapForm())
            self.retranslate()

        def purpose(self): ...                     # title and purpose sentence
        def effect(self): ...                      # the primary, named after what it does
        def done_words(self, result): ...          # headline and sentence of a good end
        def task(self): return SwapNano(self.context.session)

The page looks at the Nano when it comes into view and after every change of the form, and shows what would be done. The
primary does it, change by change, in the live pane; then the page says how it ended. What a step did can be undone.
`StepViews` has the other methods to override.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.errors import Blocked
from nanowizard.core.events import Finding, LogLine, Progress, Severity, Status, StepFinished, StepStarted, TaskFinished
from nanowizard.core.task import Check, RunContext, TaskState, Verdict
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.step.attach import is_undo, running_jobs
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.views import WELL, WORK, StepViews
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import ERROR, MAIN, NEEDS
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.clock import ClockInput, SetClock

translate = QCoreApplication.translate


class StepPage(StepViews):
    """The subclass calls `self.retranslate()` as its constructor's last line."""

    def __init__(self, context: Context, form: StepForm) -> None:
        super().__init__(context, form)
        self._call: Call | None = None
        self._stop_asked = False
        self._looks_for_jobs = False
        self._is_choosing = False
        self.step_form.changed.connect(self._form_changed)
        self.undo_link.clicked.connect(lambda: self._run(undoing=True))

    # --- Page -------------------------------------------------------------------------------------------------------

    def footer(self) -> Footer:
        if self.is_busy():
            return Footer(primary=translate("StepPage", "Working…"), enabled=False, busy=True, back=False)
        view = self.shown_view()
        if view in (NEEDS, ERROR):
            return self.needs_footer()
        if view == WORK and not self.ended_well():
            return Footer(primary=translate("StepPage", "Check again"))
        if view == WORK or self.is_satisfied():
            return Footer(primary=translate("StepPage", "Next"), moves_on=True)
        can_start = self.check is not None and self.check.verdict in (Verdict.NEEDED, Verdict.UNKNOWN)
        return Footer(primary=self.effect(), enabled=can_start, skip=True)

    def first_focus(self) -> QWidget | None:
        if self.is_busy():
            return self.live.log.edit()
        if self.shown_view() == MAIN and not self.footer().enabled:
            return self.step_form.first_focus()
        return None

    def stop(self) -> None:
        self._stop_asked = True
        super().stop()

    def let_go(self) -> None:
        # Asked twice, a long command that has been detached is left to itself.
        self.runner.cancel()
        self.runner.cancel()

    def close_question(self) -> tuple[str, str, str]:
        return (
            translate("StepPage", "The Nano is still working"),
            translate(
                "StepPage",
                "It ends what it is doing now without this window. What comes after that waits until you open this "
                "page again.",
            ),
            translate("StepPage", "Close the window"),
        )

    def stop_question(self) -> tuple[str, str]:
        if self._stop_asked:
            return (
                translate("StepPage", "Stop waiting for the Nano?"),
                translate(
                    "StepPage",
                    "It is still bringing the change in work to a safe end. It can do that alone; open this page again "
                    "to see how it ended.",
                ),
            )
        return (
            translate("StepPage", "Stop this step on the Nano?"),
            translate(
                "StepPage",
                "The change in work is ended in a safe way, which may take a while. What is finished stays, and you "
                "can undo it.",
            ),
        )

    def is_satisfied(self) -> bool:
        return self.check is not None and self.check.verdict is Verdict.SATISFIED

    # --- looking ----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self.is_busy() or self.missing():
            return
        self.finished, self.error, self.said = None, None, []
        self._looks_for_jobs = True
        self._is_choosing = False
        self.show_view(MAIN)
        self.look()

    def leave(self) -> None:
        self.give_up_looking()
        self.context.save_choices()

    def give_up_looking(self) -> None:
        """What was asked is not wanted any more."""
        if self._call is not None:
            self._call.abandon()
            self._call = None

    def _form_changed(self) -> None:
        self._is_choosing = True
        self.look()

    def is_looking(self) -> bool:
        return self._call is not None

    def look(self) -> None:
        """What would the present choice do? Asked anew after every change of the form; the last answer counts."""
        self.give_up_looking()
        if self.is_busy() or self.missing():
            return
        self.check = None
        self.keep()
        self.plan.show_looking()
        session, task, inp, beside = self.context.session, self.task(), self.input(), self.look_beside()
        with_jobs, self._looks_for_jobs = self._looks_for_jobs, False
        step_ids = self.step_ids

        def ask(ctx: RunContext) -> tuple[Check, Any, list[str]]:
            jobs = running_jobs(session, step_ids, ctx) if with_jobs else []
            answer = beside(ctx) if beside is not None else None
            return task.check(inp, ctx), answer, jobs

        self._call = call_in_thread(self, ask, self._seen, self._not_seen)
        self.footer_changed.emit()

    def _seen(self, answer: tuple[Check, Any, list[str]]) -> None:
        self._call = None
        self.check, beside, jobs = answer
        self.seen_beside(beside)
        self.step_form.set_seen(self.check.facts, self.check.findings)
        notes = [finding for finding in self.check.findings if finding.severity is Severity.INFO]
        self.plan.show_plan(self.planned(self.check.facts), notes)
        self.show_notes()
        self.undo_link.setVisible(bool(self.check.facts.get("can_undo")))
        if self.is_satisfied():
            self.set_state(State.DONE)
            self._note_as_it_is()
        elif self.state() is State.DONE:
            self.set_state(State.WAITING)
        self.footer_changed.emit()
        if not self._is_choosing:  # else the keyboard stays where the person is, for the next choice
            self.wants_focus.emit()
        if jobs and not self.is_satisfied():
            # Somebody closed the window over it, or its link broke: it is followed from where it is.
            self._run(undoing=any(is_undo(job) for job in jobs), taking_up=True)

    def _note_as_it_is(self) -> None:
        """For the report: a step that another run or another computer did counts as done."""
        assert self.check is not None
        outcome = self.context.session.journey.outcomes.get(self.id)
        if outcome is None or outcome.status not in WELL:
            as_it_is = TaskFinished(task=self.id, status=Status.SATISFIED, result=self.check.facts)
            self.context.session.journey.note(as_it_is, 0.0)

    def _not_seen(self, error: Exception) -> None:
        self._call = None
        if isinstance(error, Blocked):
            self.look_for_needs()
            return
        self.live.track.begin(())
        self.show_error(error_info(error))

    def repair(self, page_id: str) -> None:
        if page_id != page_ids.CLOCK:
            super().repair(page_id)
            return
        self.give_up_looking()
        session = self.context.session
        self._call = call_in_thread(
            self, lambda ctx: SetClock(session).run(ClockInput(), ctx), lambda _done: self.look(), self._not_seen
        )

    # --- doing ------------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == WORK and not self.ended_well():
            self.remedy()
        elif self.shown_view() == WORK or self.is_satisfied():
            self.go_on.emit()
        else:
            self._run(undoing=False)

    def _run(self, *, undoing: bool, taking_up: bool = False) -> None:
        self.give_up_looking()
        self.undoing, self.taking_up = undoing, taking_up
        self.finished, self._stop_asked, self._is_choosing, self.said = None, False, False, []
        self.live.begin(self.id, () if undoing else self.plan.changes())
        self.show_end()
        self.show_view(WORK)
        self.context.save_choices()
        self.start(self.task(), self.input(undo=undoing))
        self.refresh_header()

    def on_step_started(self, event: StepStarted) -> None:
        self.live.step_started(event)
        self.announce(self.live.words())

    def on_step_finished(self, event: StepFinished) -> None:
        self.live.step_finished(event)

    def on_progress(self, progress: Progress) -> None:
        self.live.progress(progress)

    def on_log(self, line: LogLine) -> None:
        self.live.add_line(line)

    def on_finding(self, finding: Finding) -> None:
        if self.runner.state in (TaskState.RUNNING, TaskState.CANCELLING):
            self.said.append(finding)

    def on_finished(self, finished: TaskFinished) -> None:
        self.finished = finished
        self.live.end(finished.status)
        self.refresh_header()
        if finished.error is not None:
            self.show_error(finished.error)
        elif finished.status in (Status.CANCELLED, Status.BLOCKED):
            self.show_view(MAIN)
            self.look()
        else:
            if self.undoing:
                self.context.session.journey.outcomes.pop(self.id, None)
                self.undone()
                self.context.save_choices()
            self.show_end()
            self.show_notes()
            self.announce(self.done_panel.accessibleName())
        self.wants_focus.emit()

    def remedy(self) -> None:
        self.error, self.finished, self.said = None, None, []
        self._is_choosing = False
        self.show_view(MAIN)
        self.look()
