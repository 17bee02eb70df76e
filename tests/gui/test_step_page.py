"""The base of the step pages, with a task that does what the test says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.patience import PATIENCE_S

from nanowizard.core.errors import NanoError
from nanowizard.core.events import (
    Finding,
    FindingReported,
    LogLine,
    Params,
    Progress,
    Severity,
    Status,
    StepFinished,
    StepStarted,
    TaskFinished,
)
from nanowizard.core.places import Places
from nanowizard.core.task import Check, RunContext, Task
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step import base
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.views import WORK
from nanowizard.gui.runner import wait_for_threads
from nanowizard.gui.task_page import ERROR, MAIN
from nanowizard.gui.widgets.controls import CheckBox
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput

CHANGES = [
    {"code": "nano.swap.create_file", "params": {"path": "/swapfile", "size_bytes": 4 << 30, "usual_s": 60}},
    {"code": "nano.swap.list", "params": {"path": "/swapfile", "usual_s": 540}},
]
WARNING = Finding(code="nano.swap_little_space", severity=Severity.WARNING, params={"left_bytes": 10**9})
BLOCKING = Finding(code="nano.swap_bad_path", severity=Severity.BLOCKING, params={"path": "x"})
REMARK = Finding(code="nano.swap_another_file", severity=Severity.INFO, params={"path": "/a", "size_bytes": 1 << 30})


class Script:
    """What the task finds and does; `say` and `end` are the test's."""

    def __init__(self) -> None:
        self.changes: Sequence[Mapping[str, Any]] = CHANGES
        self.findings: list[Finding] = []
        self.error: NanoError | None = None
        self.can_undo = False
        self.looks: list[StepInput[bool]] = []
        self.runs: list[StepInput[bool]] = []
        self.jobs: list[str] = []
        self.emit: Callable[[Any], None] | None = None
        self.begun, self.ended = threading.Event(), threading.Event()

    def facts(self) -> dict[str, Any]:
        return {"changes": list(self.changes), "can_undo": self.can_undo}


class ScriptedTask:
    id: ClassVar[str] = page_ids.SWAP
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, script: Script) -> None:
        self._script = script

    def check(self, inp: StepInput[bool], ctx: RunContext) -> Check:
        self._script.looks.append(inp)
        satisfied = None if inp.undo else not self._script.changes
        return Check(satisfied=satisfied, findings=self._script.findings, facts=self._script.facts())

    def run(self, inp: StepInput[bool], ctx: RunContext) -> Params:
        script = self._script
        script.runs.append(inp)
        script.emit = ctx.emit
        script.begun.set()
        while not script.ended.wait(0.01):
            ctx.cancel.raise_if_set()
        if script.error is not None:
            raise script.error
        script.changes = ()
        return {"changes": list(CHANGES), "can_undo": not inp.undo}


class Form(StepForm):
    def __init__(self) -> None:
        super().__init__()
        self.box = CheckBox("Really")
        self.box.toggled.connect(self.changed)
        self.add(self.box)

    def options(self) -> bool:
        return self.box.isChecked()

    def retranslate(self) -> None: ...

    def first_focus(self) -> CheckBox:
        return self.box


class ScriptedPage(StepPage):
    id = page_ids.SWAP
    requires = ()

    def __init__(self, context: Context, script: Script) -> None:
        self.script = script
        form = Form()
        super().__init__(context, form)
        self.form = form
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return "Title", "Purpose."

    def task(self) -> Task:
        return ScriptedTask(self.script)

    def effect(self) -> str:
        return "Do it"

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        return f"Done {len(result['changes'])}", "It stays."

    def repair_pages(self) -> Mapping[str, tuple[str, str]]:
        return {WARNING.code: (page_ids.ROOTFS, "More room…")}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    made = Script()
    monkeypatch.setattr(base, "running_jobs", lambda _session, _ids, _ctx: made.jobs)
    return made


@pytest.fixture
def page(script: Script, tmp_path: Path, qtbot: QtBot) -> Iterator[ScriptedPage]:
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    made = ScriptedPage(Context(lambda _practice: session), script)
    qtbot.addWidget(made)
    made.resize(860, 560)
    made.show()
    yield made
    made.leave()
    made.let_go()
    script.ended.set()
    assert wait_for_threads(PATIENCE_S)
    session.close()


def looked(page: ScriptedPage, qtbot: QtBot) -> ScriptedPage:
    page.enter()
    qtbot.waitUntil(lambda: page.check is not None)
    return page


def running(page: ScriptedPage, qtbot: QtBot) -> ScriptedPage:
    looked(page, qtbot).primary()
    qtbot.waitUntil(page.script.begun.is_set)
    return page


def say(page: ScriptedPage, *events: object) -> None:
    assert page.script.emit is not None
    for event in events:
        page.script.emit(event)


def end(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.ended.set()
    qtbot.waitUntil(lambda: not page.is_busy())


def started(number: int = 0) -> StepStarted:
    return StepStarted(step=CHANGES[number]["code"], params=CHANGES[number]["params"])  # type: ignore[arg-type]


def finished(number: int = 0, took_s: float = 32.0) -> StepFinished:
    return StepFinished(step=CHANGES[number]["code"], params={"took_s": took_s})  # type: ignore[arg-type]


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_the_plan_is_shown_before_anything_is_done(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.findings = [REMARK]
    page.enter()
    assert page.plan.text() == "Looking at the Nano…"
    assert not page.footer().enabled
    qtbot.waitUntil(lambda: page.check is not None)
    assert page.plan.isVisible()
    first, second, remark = page.plan.text().splitlines()
    assert "4\u00a0GB" in first
    assert "/etc/fstab" in second
    assert "another swap file" in remark
    assert page.plan.usual_words() == "usually about 10\u00a0min"
    assert (page.footer().primary, page.footer().enabled, page.footer().skip) == ("Do it", True, True)
    assert page.script.runs == []


def test_a_long_plan_takes_the_room_that_the_form_leaves(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.changes = CHANGES * 6
    looked(page, qtbot)
    shown, bar = page.plan._scroll, page.plan._scroll.verticalScrollBar()
    line = page.plan._lines.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: shown.height() >= 12 * line and not bar.isVisible())
    page.form.box.setMinimumHeight(310)
    # The form is in sight before the whole of a plan; the layout settles in more than one step.
    qtbot.waitUntil(lambda: bar.isVisible() and 5 * line < shown.height() < 12 * line)
    qtbot.waitUntil(lambda: not page.body.verticalScrollBar().isVisible())
    page.form.box.setMinimumHeight(900)
    qtbot.waitUntil(lambda: shown.height() < 5 * line)
    assert shown.height() > 4 * line, "some of the plan is always in sight"
    assert shown.focusPolicy() is Qt.FocusPolicy.StrongFocus
    page.form.box.setMinimumHeight(0)
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_another_choice_is_asked_about_anew(page: ScriptedPage, qtbot: QtBot) -> None:
    looked(page, qtbot).form.box.setChecked(True)
    assert not page.footer().enabled
    qtbot.waitUntil(lambda: page.check is not None)
    assert [inp.options for inp in page.script.looks] == [False, True]


def test_the_keyboard_stays_where_the_person_chooses(page: ScriptedPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.wants_focus):
        page.enter()
    with qtbot.assertNotEmitted(page.wants_focus):
        page.form.box.setChecked(True)
        qtbot.waitUntil(lambda: page.check is not None)
    with qtbot.waitSignal(page.wants_focus):
        page.enter()


def test_nothing_to_do_leads_on_and_counts_as_done(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.changes = ()
    looked(page, qtbot)
    assert page.plan.text() == "Nothing: it is as you wish already."
    assert page.footer().moves_on
    assert page.state() is State.DONE
    assert page.context.session.journey.outcomes[page.id].status is Status.SATISFIED
    with qtbot.waitSignal(page.go_on):
        page.primary()


def test_an_obstacle_keeps_the_button_off(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.findings = [WARNING, BLOCKING]
    looked(page, qtbot)
    assert not page.footer().enabled
    tones = [panel.property("panel") for panel in page.notes.panels]
    assert tones == ["bad", "warn"]  # what stands in the way comes first
    assert page.first_focus() is page.form.box


def test_a_note_leads_to_the_page_that_repairs_it(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.findings = [WARNING]
    looked(page, qtbot)
    with qtbot.waitSignal(page.choose) as wanted:
        page.notes.panels[0].action().click()
    assert wanted.args == [page_ids.ROOTFS]


def test_a_look_that_fails_says_what_and_can_be_repeated(page: ScriptedPage, qtbot: QtBot) -> None:
    failing = [True]

    def check(_self: object, _inp: object, _ctx: object) -> Check:
        if failing:
            raise NanoError("nano.lost", host="nano")
        return Check(satisfied=False, facts=page.script.facts())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptedTask, "check", check)
        page.enter()
        qtbot.waitUntil(lambda: page.shown_view() == ERROR)
        assert not page._log_link.isVisible()  # nothing ran
        assert not page.plan.isVisible()
        failing.clear()
        page.remedy()
        qtbot.waitUntil(lambda: page.check is not None)
    assert page.shown_view() == MAIN


# --- the run ----------------------------------------------------------------------------------------------------------


def test_the_live_pane_shows_every_change(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    assert page.shown_view() == WORK
    assert not page.plan.isVisible()
    assert (page.footer().busy, page.footer().enabled) == (True, False)
    rows = page.live.rows
    assert [rows.row(key).state() for key in rows.keys()] == [State.WAITING] * 2  # noqa: SIM118
    say(page, started(0), finished(0), started(1), Progress(phase="x", done=1, total=4, eta_s=400.0))
    qtbot.waitUntil(lambda: rows.row("1").state() is State.RUNNING)
    qtbot.waitUntil(lambda: (page.live.block.fraction() or 0) > 0.3)
    assert (rows.row("0").state(), rows.row("0").fact()) == (State.DONE, "32\u00a0s")
    assert rows.row("1").caption() == "usually about 9\u00a0min"
    assert page.live.block.facts() == "Step 2 of 2 · about 7\u00a0min left"
    assert page.live.block.fraction() == pytest.approx((60 + 540 / 4) / 600)
    assert "/etc/fstab" in page.live.words()


def test_the_steps_get_more_of_a_narrow_window(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    qtbot.waitUntil(lambda: page.live.log.width() > 1.4 * page.live._rows_area.width())
    page.resize(650, 560)
    qtbot.waitUntil(lambda: page.live.log.width() < 1.1 * page.live._rows_area.width())
    end(page, qtbot)


def test_time_goes_on_without_events(page: ScriptedPage, qtbot: QtBot) -> None:
    now = [0.0]
    page.live.track._clock = lambda: now[0]
    running(page, qtbot)
    say(page, started(0))
    qtbot.waitUntil(lambda: page.live.rows.row("0").state() is State.RUNNING)
    now[0] = 72.0
    qtbot.waitUntil(lambda: page.live.rows.row("0").fact() == "1\u00a0min\u00a012\u00a0s")
    now[0] = 200.0
    page.live.show_state()
    assert page.live.block.facts() == "Step 1 of 2 · longer than usual, it is still working"


def test_what_the_nano_says_is_shown_and_kept(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    passing = [LogLine(text=share, passing=True) for share in ("10%", "20%")]
    say(page, LogLine(text="Get:1"), *passing, LogLine(text="Done"))
    qtbot.waitUntil(lambda: "Done" in page.live.log.text())
    assert page.live.log.text() == "Get:1\nDone"
    file = page.live.transcript.file
    assert file is not None
    assert file.read_text(encoding="utf-8").splitlines() == ["Get:1", "Done"]
    assert page.live.log.folder_button().isVisible()


def test_ctrl_f_searches_while_it_runs(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    page.activateWindow()
    page.live.log.edit().setFocus()
    QTest.keyClick(page.live.log.edit(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.live.log.find_bar.isVisible)


def test_a_good_end(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    say(page, started(0), finished(0), FindingReported(finding=WARNING))
    end(page, qtbot)
    assert page.done_panel.isVisible()
    assert page.done_panel.accessibleName() == "Done 2"
    assert page.end_notes.isVisible()  # what the run found out stays in sight
    assert len(page.end_notes.panels) == 1
    assert page.footer().moves_on
    assert page.state() is State.DONE
    with qtbot.waitSignal(page.go_on):
        page.primary()


def test_what_was_true_before_is_no_warning_afterwards(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.findings = [WARNING]
    running(page, qtbot)
    end(page, qtbot)
    assert page.findings == [WARNING]
    assert not page.end_notes.isVisible()


def test_a_failure_shows_the_steps_on_request_and_leads_back(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.error = NanoError("nano.command_failed", command="mkswap", exit_status=1)
    running(page, qtbot)
    say(page, started(0), LogLine(text="mkswap: no"))
    end(page, qtbot)
    assert page.shown_view() == ERROR
    assert page.header.purpose() == "The step stopped there. It can be repeated, and it can be undone."
    page._log_link.click()
    assert page.shown_view() == WORK
    assert page.live.rows.row("0").state() is State.FAILED
    assert "mkswap: no" in page.live.log.text()
    assert page.footer().primary == "Check again"
    page.primary()
    assert page.shown_view() == MAIN


def test_stopping_asks_once_and_the_second_time_lets_go(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    asked = page.stop_question()
    assert "safe way" in asked[1]
    page.stop()
    assert page.stop_question()[0] == "Stop waiting for the Nano?"
    qtbot.waitUntil(lambda: not page.is_busy())
    assert page.shown_view() == MAIN
    assert page.state() is State.ATTENTION
    qtbot.waitUntil(lambda: page.check is not None)
    running(page, qtbot)
    assert page.stop_question() == asked


def test_closing_the_window_lets_the_nano_work_on(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    words = page.close_question()
    assert words is not None
    assert words[2] == "Close the window"
    insisted = threading.Event()
    run = page.runner._run
    assert run is not None
    run._ctx.cancel.on_insist(insisted.set)
    page.let_go()
    assert insisted.is_set()


# --- undo, and work that was found ------------------------------------------------------------------------------------


def test_undo_is_offered_where_there_is_something(page: ScriptedPage, qtbot: QtBot) -> None:
    looked(page, qtbot)
    assert not page.undo_link.isVisible()
    page.script.can_undo = True
    looked(page, qtbot)
    page.context.session.journey.note(TaskFinished(task=page.id, status=Status.SUCCEEDED, result={"changes": []}), 1.0)
    page.undo_link.click()
    qtbot.waitUntil(page.script.begun.is_set)
    assert page.script.runs[0].undo
    say(page, StepStarted(step="nano.swap.undo"))
    qtbot.waitUntil(lambda: page.live.rows.keys() == ["0"])
    end(page, qtbot)
    assert page.done_panel.accessibleName() == "Everything is as NanoWizard found it"
    assert page.id not in page.context.session.journey.outcomes


def test_work_that_goes_on_is_followed_at_once(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.jobs = ["nano.swap.create_file"]
    page.enter()
    qtbot.waitUntil(page.script.begun.is_set)
    assert page.shown_view() == WORK
    assert not page.script.runs[0].undo


def test_an_undoing_that_goes_on_is_followed_as_one(page: ScriptedPage, qtbot: QtBot) -> None:
    page.script.jobs = ["nano.swap.purge"]
    page.enter()
    qtbot.waitUntil(page.script.begun.is_set)
    assert page.script.runs[0].undo


def test_after_a_stop_it_is_not_begun_again(page: ScriptedPage, qtbot: QtBot) -> None:
    running(page, qtbot)
    page.script.jobs = ["nano.swap.create_file"]
    page.stop()
    qtbot.waitUntil(lambda: not page.is_busy() and page.check is not None)
    assert page.shown_view() == MAIN
    assert len(page.script.runs) == 1


def test_what_a_screen_reader_hears(page: ScriptedPage, qtbot: QtBot) -> None:
    looked(page, qtbot)
    assert page.plan.accessibleName() == "What will be done"
    assert "/etc/fstab" in page.plan.accessibleDescription()
    page.primary()
    qtbot.waitUntil(page.script.begun.is_set)
    say(page, started(0))
    qtbot.waitUntil(lambda: "running" in page.live.rows.row("0").accessibleName())
    assert page.live.log.edit().accessibleName() == "What the Nano says"
