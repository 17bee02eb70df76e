"""Swap: shows what is there and what would be done, does it step by step, and can undo it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.errors import Blocked
from nanowizard.core.events import ErrorInfo, Status, StepFinished, StepStarted, TaskFinished
from nanowizard.core.task import Check, RunContext, Verdict
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.swap.form import SwapForm
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.gui.task_page import ERROR, MAIN, NEEDS, TaskPage
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList
from nanowizard.provision.swap_facts import SwapOptions
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.swap import SwapInput, SwapNano

translate = QCoreApplication.translate

WORK = "work"


class SwapPage(TaskPage):
    id = page_ids.SWAP
    requires: ClassVar[tuple[str, ...]] = (page_ids.CONNECT,)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = SwapForm()
        self.form.choose(_kept(context))
        self.form.changed.connect(self._look)
        self.undo_link = Button(kind=Kind.LINK)
        self.undo_link.clicked.connect(self._undo)
        self.undo_link.hide()
        self.done_panel = MessagePanel(Tone.GOOD, icon="check")
        self.steps = StepList()
        self._call: Call | None = None
        self._check: Check | None = None
        self._undoing = False
        self._finished: TaskFinished | None = None
        self.body.add(self.form)
        self.body.add(self.undo_link)
        self.body.add_stretch()
        view = self.add_view(WORK)
        view.add(self.done_panel)
        view.add_gap()
        view.add(self.steps)
        view.add_stretch()
        self.retranslate()

    def texts(self) -> tuple[str, str]:
        title = translate("SwapPage", "Give the Nano more memory")
        if self.error is not None and self.safe_words():
            return title, self.safe_words()
        return title, translate(
            "SwapPage", "A swap file is slow spare memory on the card. The Nano uses it when its own memory is full."
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.form.retranslate()
        self.undo_link.setText(translate("SwapPage", "Undo what NanoWizard did"))
        self._name_steps()
        self._show_end()

    def footer(self) -> Footer:
        if self.is_busy():
            return Footer(primary=translate("SwapPage", "Working…"), enabled=False, busy=True, back=False)
        view = self.shown_view()
        if view in (NEEDS, ERROR):
            return self.needs_footer()
        if view == WORK or self._is_satisfied():
            return Footer(primary=translate("SwapPage", "Next"), moves_on=True)
        return Footer(primary=self._effect(), enabled=self._can_start(), skip=True)

    def _effect(self) -> str:
        """The primary is named after what it does."""
        now, after = self.form.file_bytes(), self.form.options().size_bytes
        if after and not now:
            return translate("SwapPage", "Add {size}").format(size=texts.memory(after))
        if now and not after:
            return translate("SwapPage", "Remove the swap file")
        if now != after:
            return translate("SwapPage", "Change to {size}").format(size=texts.memory(after))
        return translate("SwapPage", "Change it")

    def _can_start(self) -> bool:
        return self._check is not None and self._check.verdict in (Verdict.NEEDED, Verdict.UNKNOWN)

    def _is_satisfied(self) -> bool:
        return self._check is not None and self._check.verdict is Verdict.SATISFIED

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == MAIN and not self.footer().enabled:
            return self.form.sizes.row(self.form.sizes.selected_key() or self.form.sizes.keys()[0])
        return None

    # --- looking ----------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self.is_busy() or self.missing():
            return
        self._finished = None
        self.error = None
        self.show_view(MAIN)
        self._look()

    def leave(self) -> None:
        if self._call is not None:
            self._call.abandon()
            self._call = None

    def _look(self) -> None:
        """What would the present choice do? Asked anew after every change of the form; the last answer counts."""
        self.leave()
        if self.is_busy() or self.missing():
            return
        self._check = None
        session, options = self.context.session, self.form.options()
        session.journey.swap = asdict(options)
        known = session.journey.outcomes.get(page_ids.CONNECT)
        memory = known.facts.get("memory_bytes") if known is not None else None

        def ask(ctx: RunContext) -> tuple[Check, Any]:
            amount = memory or CheckNano(session).run(None, ctx).get("memory_bytes")
            return SwapNano(session).check(SwapInput(options=options), ctx), amount

        self._call = call_in_thread(self, ask, self._seen, self._not_seen)
        self.footer_changed.emit()

    def _seen(self, answer: tuple[Check, Any]) -> None:
        self._call = None
        self._check, memory = answer
        self.form.set_memory(memory)
        self.form.set_seen(self._check.facts, self._check.findings)
        self.undo_link.setVisible(bool(self._check.facts.get("can_undo")))
        if self._is_satisfied():
            self.set_state(State.DONE)
        elif self.state() is State.DONE:
            self.set_state(State.WAITING)
        self.footer_changed.emit()
        self.wants_focus.emit()

    def _not_seen(self, error: Exception) -> None:
        self._call = None
        if isinstance(error, Blocked):
            self.look_for_needs()
            return
        self.show_error(error_info(error))

    # --- doing ------------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == WORK or self._is_satisfied():
            self.go_on.emit()
            return
        self._run(SwapInput(options=self.form.options()), undoing=False)

    def _undo(self) -> None:
        self._run(SwapInput(options=self.form.options(), undo=True), undoing=True)

    def _run(self, inp: SwapInput, *, undoing: bool) -> None:
        self.leave()
        self._undoing = undoing
        self._finished = None
        self.steps.set_steps([])
        self._name_steps()
        for key in list(self.steps.keys()):
            self.steps.row(key).set_state(State.WAITING)
        self._show_end()
        self.show_view(WORK)
        self.context.save_choices()
        self.start(SwapNano(self.context.session), inp)

    def _name_steps(self) -> None:
        """One row for each change of the plan; its code can come twice, so that the rows are numbered."""
        if self._undoing:
            self.steps.set_steps([("0", translate("SwapPage", "Go back to what was there before"))])
            return
        names = [(change["code"], change["params"]) for change in self.form.changes()]
        self.steps.set_steps([(str(i), texts.sentence(code, params).what) for i, (code, params) in enumerate(names)])

    def _row_of(self, code: str, state: State) -> str | None:
        """The first row for this code that is in `state`."""
        codes = ["nano.swap.undo"] if self._undoing else [change["code"] for change in self.form.changes()]
        keys = [str(i) for i, known in enumerate(codes) if known == code]
        return next((key for key in keys if self.steps.row(key).state() is state), None)

    def on_step_started(self, event: StepStarted) -> None:
        key = self._row_of(event.step, State.WAITING)
        if key is not None:
            self.steps.row(key).set_state(State.RUNNING)

    def on_step_finished(self, event: StepFinished) -> None:
        key = self._row_of(event.step, State.RUNNING)
        if key is not None:
            self.steps.row(key).set_state(State.DONE)
            took_s = event.params.get("took_s")
            self.steps.row(key).set_fact(texts.duration(took_s) if took_s is not None else "")

    def on_finished(self, finished: TaskFinished) -> None:
        self._finished = finished
        for key in list(self.steps.keys()):
            if self.steps.row(key).state() is State.RUNNING:
                failed = finished.status is Status.FAILED
                self.steps.row(key).set_state(State.FAILED if failed else State.ATTENTION)
        if finished.error is not None:
            self.show_error(finished.error)
        elif finished.status in (Status.CANCELLED, Status.BLOCKED):
            self.show_view(MAIN)
            self._look()
        else:
            self._show_end()
            self.announce(self.done_panel.accessibleName())
        self.wants_focus.emit()

    def remedy(self) -> None:
        self.error = None
        self.show_view(MAIN)
        self._look()

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        return translate("SwapPage", "Check again"), "refresh", ""

    def _show_end(self) -> None:
        done = self._finished is not None and self._finished.status in (Status.SUCCEEDED, Status.SATISFIED)
        self.done_panel.setVisible(done)
        if not done or self._finished is None:
            return
        size = self._finished.result.get("file_bytes", 0)
        if self._undoing:
            headline = translate("SwapPage", "Everything is as NanoWizard found it")
        elif size:
            headline = translate("SwapPage", "The Nano has {size} more memory").format(size=texts.memory(size))
        else:
            headline = translate("SwapPage", "There is no swap file any more")
        self.done_panel.set_message(headline, translate("SwapPage", "It stays like this after a restart."))


def _kept(context: Context) -> SwapOptions:
    """What was chosen the last time; a damaged note counts as none."""
    kept = context.session.journey.swap
    size, zram = kept.get("size_bytes"), kept.get("keep_zram")
    return SwapOptions(
        size_bytes=size if isinstance(size, int) else SwapOptions().size_bytes,
        keep_zram=zram if isinstance(zram, bool) else True,
    )
