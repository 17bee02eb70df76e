"""Runs: every way to end, in states that the table allows."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from nanowizard.core.errors import Blocked, Cancelled, NanoError
from nanowizard.core.events import Event, Finding, FindingReported, Params, Severity, Status, TaskFinished, TaskStarted
from nanowizard.core.task import (
    TRANSITIONS,
    CancelToken,
    Check,
    IllegalTransitionError,
    RunContext,
    TaskRun,
    TaskState,
    Verdict,
)

STOP = Finding(code="drive.too_small", severity=Severity.BLOCKING)
HINT = Finding(code="drive.mounted", severity=Severity.WARNING)


class Scripted:
    id: ClassVar[str] = "test.scripted"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, check: Callable[[], Check], run: Callable[[RunContext], Params] = lambda _ctx: {}) -> None:
        self._check, self._run = check, run

    def check(self, inp: Any, ctx: RunContext) -> Check:
        return self._check()

    def run(self, inp: Any, ctx: RunContext) -> Params:
        return self._run(ctx)


def run_of(task: Scripted) -> tuple[TaskRun, list[Event], list[TaskState]]:
    seen: list[Event] = []
    states: list[TaskState] = []
    return TaskRun(task, None, RunContext(emit=seen.append), on_state=states.append), seen, states


def raises(error: BaseException) -> Callable[..., Any]:
    def act(*_args: object) -> Any:
        raise error

    return act


READY = Check(satisfied=False)


@pytest.mark.parametrize(
    ("task", "status", "state"),
    [
        (Scripted(lambda: READY), Status.SUCCEEDED, TaskState.SUCCEEDED),
        (Scripted(lambda: Check(satisfied=None)), Status.SUCCEEDED, TaskState.SUCCEEDED),
        (Scripted(lambda: Check(satisfied=True)), Status.SATISFIED, TaskState.SATISFIED),
        (Scripted(lambda: Check(satisfied=True, findings=[STOP])), Status.BLOCKED, TaskState.BLOCKED),
        (Scripted(raises(NanoError("nano.lost"))), Status.FAILED, TaskState.FAILED),
        (Scripted(raises(Cancelled())), Status.CANCELLED, TaskState.CANCELLED),
        (Scripted(raises(Blocked([STOP]))), Status.BLOCKED, TaskState.BLOCKED),
        (Scripted(lambda: READY, raises(NanoError("nano.lost"))), Status.FAILED, TaskState.FAILED),
        (Scripted(lambda: READY, raises(Cancelled())), Status.CANCELLED, TaskState.CANCELLED),
        (Scripted(lambda: READY, raises(Blocked([STOP]))), Status.BLOCKED, TaskState.BLOCKED),
    ],
)
def test_every_end(task: Scripted, status: Status, state: TaskState) -> None:
    run, seen, states = run_of(task)
    finished = run.check_then_run()
    assert (finished.status, run.state) == (status, state)
    assert seen[0] == TaskStarted(task="test.scripted")
    assert seen[-1] is finished
    assert sum(isinstance(event, TaskFinished) for event in seen) == 1
    assert (finished.error is not None) == (status is Status.FAILED)
    for before, after in itertools.pairwise(states):
        assert after in TRANSITIONS[before]


def test_a_blocking_finding_is_reported_and_nothing_runs() -> None:
    ran: list[bool] = []
    run, seen, _ = run_of(
        Scripted(lambda: Check(satisfied=False, findings=[HINT, STOP]), lambda _c: ran.append(True) or {})
    )
    run.check_then_run()
    assert not ran
    assert [event.finding for event in seen if isinstance(event, FindingReported)] == [HINT, STOP]


def test_findings_of_a_block_that_only_the_run_finds_are_reported() -> None:
    run, seen, _ = run_of(Scripted(lambda: READY, raises(Blocked([STOP]))))
    run.check_then_run()
    assert FindingReported(finding=STOP) in seen


def test_a_satisfied_check_hands_on_its_facts() -> None:
    run, _, _ = run_of(Scripted(lambda: Check(satisfied=True, facts={"path": "x"})))
    assert run.check_then_run().result == {"path": "x"}


def test_cancelling_a_run_passes_through_cancelling() -> None:
    def work(ctx: RunContext) -> Params:
        run.cancel()
        ctx.cancel.raise_if_set()
        return {}

    run, _, states = run_of(Scripted(lambda: READY, work))
    assert run.check_then_run().status is Status.CANCELLED
    assert states[-2:] == [TaskState.CANCELLING, TaskState.CANCELLED]


def test_a_run_that_is_past_stopping_still_succeeds() -> None:
    run, _, states = run_of(Scripted(lambda: READY, lambda _ctx: run.cancel() or {}))
    assert run.check_then_run().status is Status.SUCCEEDED
    assert states[-2:] == [TaskState.CANCELLING, TaskState.SUCCEEDED]


def test_a_finished_run_may_be_checked_again() -> None:
    run, _, _ = run_of(Scripted(lambda: READY))
    run.check_then_run()
    assert run.check().verdict is Verdict.NEEDED


def test_an_illegal_move_raises() -> None:
    run, _, _ = run_of(Scripted(lambda: READY))
    with pytest.raises(IllegalTransitionError, match="idle -> running"):
        run.move(TaskState.RUNNING)


def test_every_state_has_a_row_and_every_row_leads_somewhere() -> None:
    assert set(TRANSITIONS) == set(TaskState)
    assert all(TRANSITIONS.values())


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (Check(satisfied=True), Verdict.SATISFIED),
        (Check(satisfied=False), Verdict.NEEDED),
        (Check(satisfied=None), Verdict.UNKNOWN),
        (Check(satisfied=True, findings=[STOP]), Verdict.BLOCKED),
        (Check(satisfied=True, findings=[HINT]), Verdict.SATISFIED),
    ],
)
def test_the_verdict(check: Check, verdict: Verdict) -> None:
    assert check.verdict is verdict


def test_a_token_calls_back_once_and_forgets_on_request() -> None:
    token, called = CancelToken(), []
    token.on_set(lambda: called.append("kept"))
    token.on_set(lambda: called.append("forgotten"))()
    token.set()
    token.set()
    token.on_set(lambda: called.append("late"))
    assert called == ["kept", "late"]
    with pytest.raises(Cancelled):
        token.raise_if_set()


def test_a_second_wish_to_stop_insists() -> None:
    token, called = CancelToken(), list[str]()
    token.on_insist(lambda: called.append("kept"))
    token.on_insist(lambda: called.append("forgotten"))()
    token.set()
    assert called == []
    token.set()
    token.set()
    assert called == ["kept"]
    token.on_insist(lambda: called.append("late"))
    assert called == ["kept", "late"]


def test_a_part_stops_alone_or_with_the_whole() -> None:
    whole = CancelToken()
    one, other = whole.part("one"), whole.part("other")
    calls: list[str] = []
    one.on_insist(lambda: calls.append("one"))
    other.on_insist(lambda: calls.append("other"))
    one.set()
    assert whole.part("one") is one
    assert (one.is_set, other.is_set, whole.is_set) == (True, False, False)
    whole.set()
    assert other.is_set
    assert whole.part("late").is_set
    assert calls == []  # to have stopped one before is no second wish
    whole.set()
    assert calls == ["one", "other"]
