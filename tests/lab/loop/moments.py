"""When a test steps in: what watches an operation's events and acts once, in the engine's own thread."""

from __future__ import annotations

from collections.abc import Callable

from nanowizard.core.events import Event, Progress, StepStarted


class AtStep:
    """Does `act` when the step begins."""

    def __init__(self, step: str, act: Callable[[], object]) -> None:
        self._step = step
        self._act = act

    def __call__(self, event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == self._step:
            self._act()


class AtPhase:
    """Does `act` once, when the phase is first heard of: all that is measured before it is done."""

    def __init__(self, phase: str, act: Callable[[], object]) -> None:
        self._phase = phase
        self._act: Callable[[], object] | None = act

    def __call__(self, event: Event) -> None:
        if self._act and isinstance(event, Progress) and event.phase == self._phase:
            act, self._act = self._act, None
            act()


class WhenMoving:
    """Does `act` once, when the phase reports that something has been done and something is left."""

    def __init__(self, phase: str, act: Callable[[], object]) -> None:
        self._phase = phase
        self._act: Callable[[], object] | None = act

    def __call__(self, event: Event) -> None:
        if not isinstance(event, Progress) or event.phase != self._phase:
            return
        if self._act and 0 < event.done < (event.total or 0):
            act, self._act = self._act, None
            act()
