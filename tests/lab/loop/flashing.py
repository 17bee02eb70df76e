"""One flash through the helper's own layers, in this process, so that a test can step in at a certain event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lab.loop.cards import LoopCard
from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import Event, Finding, FindingReported, Params, Progress, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.flash.model import FlashReport, FlashRequest
from nanowizard.helper import flashing as helper_flashing


@dataclass
class Ran:
    """How a flash ended: a report, or an error, or neither after a cancel."""

    events: list[Event] = field(default_factory=list)
    report: FlashReport | None = None
    error: NanoWizardError | None = None

    @property
    def said(self) -> tuple[str, Params]:
        """The code and the parameters of the sentence that a person reads."""
        assert self.error, f"no error but {self.report}"
        return self.error.code, self.error.params

    @property
    def steps(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepStarted)]

    @property
    def findings(self) -> list[Finding]:
        return [event.finding for event in self.events if isinstance(event, FindingReported)]


class AtStep:
    """Called with each event: does `act` once, in the engine's own thread, when the step begins."""

    def __init__(self, step: str, act: Callable[[], object]) -> None:
        self._step = step
        self._act = act

    def __call__(self, event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == self._step:
            self._act()


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


def flash(
    card: LoopCard,
    image: Path,
    watch: Callable[[Event], None] = lambda _event: None,
    *,
    full: bool = True,
    cancel: CancelToken | None = None,
) -> Ran:
    """Flash as the helper does: look the card up again, judge, open, write, verify, eject."""
    ran = Ran()

    def emit(event: Event) -> None:
        ran.events.append(event)
        watch(event)

    request = FlashRequest(identity=card.drive().identity, image=image, full=full)
    ctx = RunContext(emit=emit, cancel=cancel or CancelToken())
    try:
        ran.report = helper_flashing.flash(lambda _files: [card.backend], request, ctx, lambda device: device.close())
    except NanoWizardError as error:
        ran.error = error
    except Cancelled:
        assert ctx.cancel.is_set
    return ran
