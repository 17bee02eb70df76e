"""Runs in threads: where their events arrive, how they end, and what a mistake becomes."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QObject
from support.patience import PATIENCE_S

from nanowizard.core.errors import Blocked, NanoError
from nanowizard.core.events import Finding, LogLine, Params, Severity, Status, TaskFinished, TaskStarted
from nanowizard.core.task import Check, RunContext, TaskState
from nanowizard.gui.runner import Runner, call_in_thread, error_info, wait_for_threads


class FakeTask:
    """Does what the test tells it to."""

    id: ClassVar[str] = "fake.task"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, work: Any = None) -> None:
        self.work = work or (lambda _ctx: {"done": True})

    def check(self, inp: Any, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: Any, ctx: RunContext) -> Params:
        result: Params = self.work(ctx)
        return result


class Listener(QObject):
    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.events: list[Any] = []
        self.threads: set[int] = set()
        runner.said.connect(self.hear)

    def hear(self, event: Any) -> None:
        self.events.append(event)
        self.threads.add(threading.get_ident())


def test_events_arrive_in_order_in_the_gui_thread(qtbot: Any) -> None:
    runner = Runner()
    listener = Listener(runner)
    worked_in = []

    def work(ctx: RunContext) -> Params:
        worked_in.append(threading.get_ident())
        for number in range(100):
            ctx.emit(LogLine(text=str(number)))
        return {"done": True}

    with qtbot.waitSignal(runner.finished) as finished:
        runner.start(FakeTask(work), None)
    assert listener.threads == {threading.get_ident()}
    assert worked_in != [threading.get_ident()]
    assert isinstance(listener.events[0], TaskStarted)
    assert [e.text for e in listener.events if isinstance(e, LogLine)] == [str(n) for n in range(100)]
    assert finished.args == [listener.events[-1]]
    assert listener.events[-1].status is Status.SUCCEEDED
    assert runner.state is TaskState.SUCCEEDED
    assert not runner.is_running


def test_a_second_run_waits_for_the_first(qtbot: Any) -> None:
    runner = Runner()
    go = threading.Event()
    runner.start(FakeTask(lambda _ctx: {"went": go.wait(PATIENCE_S)}), None)
    with pytest.raises(RuntimeError):
        runner.start(FakeTask(), None)
    with qtbot.waitSignal(runner.finished):
        go.set()
    with qtbot.waitSignal(runner.finished):
        runner.start(FakeTask(), None)


def test_cancel_ends_the_run(qtbot: Any) -> None:
    runner = Runner()

    def work(ctx: RunContext) -> Params:
        while True:
            ctx.cancel.wait(0.01)
            ctx.cancel.raise_if_set()

    runner.start(FakeTask(work), None)
    qtbot.waitUntil(lambda: runner.state is TaskState.RUNNING)
    with qtbot.waitSignal(runner.finished) as finished:
        runner.cancel()
    assert finished.args[0].status is Status.CANCELLED
    assert wait_for_threads(PATIENCE_S)


def test_a_mistake_becomes_an_error_and_a_traceback(qtbot: Any, caplog: pytest.LogCaptureFixture) -> None:
    runner = Runner()

    def work(_ctx: RunContext) -> Params:
        raise ZeroDivisionError("a mistake")

    with qtbot.waitSignal(runner.finished) as finished:
        runner.start(FakeTask(work), None)
    end: TaskFinished = finished.args[0]
    assert end.status is Status.FAILED
    assert end.error is not None
    assert end.error.code == "internal.error"
    assert "ZeroDivisionError" in end.error.detail
    assert "Traceback" in caplog.text
    assert not runner.is_running


def test_call_in_thread_answers_in_the_gui_thread(qtbot: Any) -> None:
    owner = QObject()
    got: list[Any] = []
    call_in_thread(owner, lambda _ctx: 42, lambda value: got.append((value, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.get_ident())]


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (NanoError("nano.lost"), "nano.lost"),
        (Blocked([Finding(code="nano.login_needed", severity=Severity.BLOCKING)]), "nano.login_needed"),
        (KeyError("oops"), "internal.error"),
    ],
)
def test_call_in_thread_says_what_went_wrong(qtbot: Any, raised: Exception, code: str) -> None:
    owner = QObject()
    got: list[Exception] = []

    def fail(_ctx: RunContext) -> None:
        raise raised

    call_in_thread(owner, fail, lambda _value: None, got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert error_info(got[0]).code == code


def test_an_abandoned_call_says_nothing(qtbot: Any) -> None:
    owner = QObject()
    go = threading.Event()
    got: list[Any] = []
    call = call_in_thread(owner, lambda _ctx: go.wait(PATIENCE_S), got.append)
    call.abandon()
    assert call.cancel.is_set
    go.set()
    assert wait_for_threads(PATIENCE_S)
    qtbot.wait(50)
    assert got == []
