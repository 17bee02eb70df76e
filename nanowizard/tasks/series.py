"""Several steps that belong to one page: looked at together, done one after the other."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nanowizard.core.events import Finding, Params
from nanowizard.core.task import Check, RunContext, Verdict
from nanowizard.tasks.session import NanoLogin
from nanowizard.tasks.step_task import StepInput, StepTask


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesInput:
    """`options` by the task's id; a task without any is left alone. The others are as in `StepInput`."""

    options: Mapping[str, Any] = field(default_factory=dict)
    login: NanoLogin | None = None
    dry_run: bool = False
    undo: bool = False
    lend_internet: bool = False


class Series:
    """A subclass names its `id`. The result: `parts` (each task's by its id, with `took_s`), all `changes`, `can_undo`.

    Undoing takes the last task first, and leaves out those that have nothing to undo.
    """

    id: ClassVar[str]
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, tasks: Sequence[StepTask[Any, Any]]) -> None:
        self._tasks = tuple(tasks)

    def check(self, inp: SeriesInput, ctx: RunContext) -> Check:
        checks = {task.id: task.check(_input(task, inp), ctx) for task in self._chosen(inp)}
        findings: list[Finding] = [finding for check in checks.values() for finding in check.findings]
        verdicts = {check.verdict for check in checks.values()}
        satisfied = None if inp.undo else verdicts <= {Verdict.SATISFIED}
        return Check(
            satisfied=satisfied, findings=findings, facts=_joined({key: check.facts for key, check in checks.items()})
        )

    def run(self, inp: SeriesInput, ctx: RunContext) -> Params:
        parts: dict[str, Params] = {}
        for task in self._chosen(inp):
            ctx.cancel.raise_if_set()
            if inp.undo:
                seen = task.check(_input(task, inp), ctx).facts
                if not seen.get("can_undo"):
                    parts[task.id] = {**seen, "changes": []}
                    continue
            began = time.monotonic()
            parts[task.id] = {**task.run(_input(task, inp), ctx), "took_s": time.monotonic() - began}
        return _joined(parts)

    def _chosen(self, inp: SeriesInput) -> list[StepTask[Any, Any]]:
        chosen = [task for task in self._tasks if task.id in inp.options]
        return chosen[::-1] if inp.undo else chosen


def _input(task: StepTask[Any, Any], inp: SeriesInput) -> StepInput[Any]:
    return StepInput(
        options=inp.options[task.id],
        login=inp.login,
        dry_run=inp.dry_run,
        undo=inp.undo,
        lend_internet=inp.lend_internet,
    )


def _joined(parts: Mapping[str, Params]) -> dict[str, Any]:
    return {
        "parts": dict(parts),
        "changes": [change for part in parts.values() for change in part.get("changes", [])],
        "can_undo": any(part.get("can_undo") for part in parts.values()),
    }
