"""The task of a step on the Nano: what a page shows and a command does is the same for each of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from nanowizard.core.events import Params
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.runner import can_undo, look, run_step, undo_step
from nanowizard.provision.step import Facts, OneWayStep, Plan, Step
from nanowizard.remote.share import lent_internet
from nanowizard.remote.shell import Connection
from nanowizard.tasks.session import NanoLogin, Session

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInput(Generic[Options]):
    """`login` None uses the connection that is open. With `undo`, `options` only say where to look afterwards.

    `lend_internet`: the Nano uses this computer's for as long as the step runs.
    """

    options: Options
    login: NanoLogin | None = None
    dry_run: bool = False
    undo: bool = False
    lend_internet: bool = False


class StepTask(Generic[Facts, Options]):
    """A subclass names its `id` and its step, and describes what was found.

    The result: what `describe` says, `can_undo`, and the `changes` that were made (in a dry run: would be made), each
    with `code` and `params`. Where something was changed, `before` is what `describe` said until then.
    """

    id: ClassVar[str]
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session, step: Step[Facts, Options]) -> None:
        self._session = session
        self._step = step

    @abstractmethod
    def describe(self, facts: Facts) -> Mapping[str, Any]:
        """The facts as a page and a script need them: JSON-able."""

    def check(self, inp: StepInput[Options], ctx: RunContext) -> Check:
        conn = self._session.connect(inp.login, ctx)
        seen = look(self._step, conn, inp.options, ctx)
        facts = self._result(seen.facts, seen.plan, can_undo=self._can_undo(conn, ctx))
        if inp.undo:
            return Check(satisfied=None, facts=facts)
        return Check(satisfied=seen.plan.is_empty, findings=seen.plan.findings, facts=facts)

    def run(self, inp: StepInput[Options], ctx: RunContext) -> Params:
        conn = self._session.connect(inp.login, ctx)
        with lent_internet(conn, ctx, wanted=inp.lend_internet):
            return self._run(conn, inp, ctx)

    def _run(self, conn: Connection, inp: StepInput[Options], ctx: RunContext) -> Params:
        if inp.undo:
            undone = undo_step(self._step, conn, ctx, dry_run=inp.dry_run)
            return self._result(self._step.gather(conn, inp.options, ctx), undone, can_undo=inp.dry_run)
        report = run_step(self._step, conn, inp.options, ctx, dry_run=inp.dry_run)
        result = self._result(report.after, report.plan, can_undo=self._can_undo(conn, ctx, noted=report.changed))
        return {**result, "before": dict(self.describe(report.before))} if report.changed else result

    def _can_undo(self, conn: Connection, ctx: RunContext, *, noted: bool = False) -> bool:
        """A step without a way back has no note to look for; after a change there is one (`noted`)."""
        return not isinstance(self._step, OneWayStep) and (noted or can_undo(self._step.id, conn, ctx))

    def _result(self, facts: Facts, plan: Plan, *, can_undo: bool) -> dict[str, Any]:
        changes = [{"code": change.code, "params": dict(change.params)} for change in plan.changes]
        return {**self.describe(facts), "can_undo": can_undo, "changes": changes}
