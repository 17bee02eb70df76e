"""Several steps as one task, with steps that only count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from nanowizard.core.errors import Cancelled
from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import Check, RunContext, Verdict
from nanowizard.tasks.series import Series, SeriesInput
from nanowizard.tasks.step_task import StepInput, StepTask


class Counted(StepTask[Any, Any]):
    """Options: the wished number; `there` is what is there now."""

    def __init__(self, task_id: str, log: list[str], there: int = 0) -> None:
        self.id = task_id  # type: ignore[misc]
        self.log, self.there = log, there
        self.note: int | None = None
        self.blocking = False

    def describe(self, facts: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def facts(self, wished: int) -> dict[str, Any]:
        changes = [{"code": self.id, "params": {}}] if wished != self.there else []
        return {"there": self.there, "can_undo": self.note is not None, "changes": changes}

    def check(self, inp: StepInput[int], ctx: RunContext) -> Check:
        del ctx
        findings = [Finding(code=f"{self.id}.bad", severity=Severity.BLOCKING)] if self.blocking else []
        satisfied = None if inp.undo else inp.options == self.there
        return Check(satisfied=satisfied, findings=findings, facts=self.facts(inp.options))

    def run(self, inp: StepInput[int], ctx: RunContext) -> Mapping[str, Any]:
        del ctx
        facts = self.facts(inp.options)
        if inp.dry_run:
            return facts
        self.log.append(f"{'undo' if inp.undo else 'do'} {self.id}")
        if inp.undo:
            assert self.note is not None
            self.there, self.note = self.note, None
        elif inp.options != self.there:
            self.note = self.there if self.note is None else self.note
            self.there = inp.options
        return {**facts, "there": self.there, "can_undo": self.note is not None}


class Both(Series):
    id: ClassVar[str] = "both"


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def pair(log: list[str]) -> tuple[Counted, Counted]:
    return Counted("one", log), Counted("two", log, there=2)


def test_the_check_joins_what_each_found(pair: tuple[Counted, Counted]) -> None:
    check = Both(pair).check(SeriesInput(options={"one": 1, "two": 2}), RunContext())
    assert check.verdict is Verdict.NEEDED
    assert check.facts["changes"] == [{"code": "one", "params": {}}]
    assert check.facts["parts"]["two"]["there"] == 2
    done = Both(pair).check(SeriesInput(options={"one": 0, "two": 2}), RunContext())
    assert done.verdict is Verdict.SATISFIED


def test_one_obstacle_blocks_all(pair: tuple[Counted, Counted]) -> None:
    pair[1].blocking = True
    check = Both(pair).check(SeriesInput(options={"one": 1, "two": 3}), RunContext())
    assert check.verdict is Verdict.BLOCKED
    assert [finding.code for finding in check.findings] == ["two.bad"]


def test_they_run_one_after_the_other(pair: tuple[Counted, Counted], log: list[str]) -> None:
    result = Both(pair).run(SeriesInput(options={"one": 1, "two": 3}), RunContext())
    assert log == ["do one", "do two"]
    assert (result["can_undo"], [change["code"] for change in result["changes"]]) == (True, ["one", "two"])


def test_a_task_without_options_is_left_alone(pair: tuple[Counted, Counted], log: list[str]) -> None:
    result = Both(pair).run(SeriesInput(options={"two": 3}), RunContext())
    assert log == ["do two"]
    assert list(result["parts"]) == ["two"]


def test_undo_goes_backwards_over_those_that_did_something(pair: tuple[Counted, Counted], log: list[str]) -> None:
    wish = {"one": 1, "two": 3}
    Both(pair).run(SeriesInput(options=wish), RunContext())
    log.clear()
    check = Both(pair).check(SeriesInput(options=wish, undo=True), RunContext())
    assert check.verdict is Verdict.UNKNOWN
    result = Both(pair).run(SeriesInput(options=wish, undo=True), RunContext())
    assert log == ["undo two", "undo one"]
    assert (pair[0].there, pair[1].there, result["can_undo"]) == (0, 2, False)
    log.clear()
    pair[0].note = 7
    Both(pair).run(SeriesInput(options=wish, undo=True), RunContext())
    assert log == ["undo one"]


def test_a_dry_run_does_nothing(pair: tuple[Counted, Counted], log: list[str]) -> None:
    result = Both(pair).run(SeriesInput(options={"one": 1, "two": 3}, dry_run=True), RunContext())
    assert log == []
    assert len(result["changes"]) == 2


def test_a_cancel_falls_between_two(pair: tuple[Counted, Counted], log: list[str]) -> None:
    ctx = RunContext()
    run = pair[0].run

    def then_cancel(inp: StepInput[int], ctx: RunContext) -> Mapping[str, Any]:
        done = run(inp, ctx)
        ctx.cancel.set()
        return done

    pair[0].run = then_cancel  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        Both(pair).run(SeriesInput(options={"one": 1, "two": 3}), ctx)
    assert log == ["do one"]
    assert pair[1].there == 2
