"""What a run of a step did before it broke off: its events say it, since its result never came."""

from __future__ import annotations

from typing import Any

from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.tasks.report import UNDO

STEPS = frozenset({"nano.rootfs", "nano.clock", "nano.packages", *UNDO})
"""Tasks that change something on the Nano."""
_AROUND = frozenset({"nano.apt.wait", "nano.apt.fetch"})
"""Steps around a change, which change nothing themselves."""


class Deeds:
    """Fed with a run's events. A page of several steps is told apart by the steps' ids, the start of their codes."""

    def __init__(self) -> None:
        self._changes: dict[str, list[dict[str, Any]]] = {}

    def observe(self, event: Event) -> None:
        if not isinstance(event, (StepStarted, StepFinished)) or event.step in _AROUND:
            return
        step = event.step.rpartition(".")[0]
        if step in STEPS:
            done = self._changes.setdefault(step, [])
            if isinstance(event, StepFinished):
                done.append({"code": event.step, "params": dict(event.params)})

    def facts(self, task: str) -> dict[str, Any]:
        """Like the result of `task`, as far as it came: what was begun can be undone, its note was made before."""
        parts = {step: {"changes": done, "can_undo": True} for step, done in self._changes.items()}
        if set(parts) <= {task}:
            return parts.get(task, {})
        return {"parts": parts}
