"""Everything that changes a whole card, by name: each through the helper's own layers, in this process.

A test can step in at any of the events: see moments.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from lab.loop.cards import LoopCard
from nanowizard.cards.model import FormatRequest, ProbeRequest, RepairRequest
from nanowizard.core.errors import Cancelled, NanoWizardError
from nanowizard.core.events import Event, FindingReported, Params, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.model import DriveIdentity
from nanowizard.flash.model import FlashRequest
from nanowizard.helper import flashing, formatting, probing

Watch = Callable[[Event], None]


def _nothing(_event: Event) -> None:
    pass


@dataclass
class Operation:
    """How one ended: a report, or an error, or neither after a cancel."""

    events: list[Event] = field(default_factory=list)
    report: Any = None
    error: NanoWizardError | None = None

    @property
    def said(self) -> tuple[str, Params]:
        """The code and the parameters of the sentence that a person reads."""
        assert self.error, f"no error but {self.report}"
        return self.error.code, self.error.params

    @property
    def steps(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, StepStarted)]

    def found(self, code: str) -> list[Params]:
        """The parameters of each finding with this code."""
        found = [event.finding for event in self.events if isinstance(event, FindingReported)]
        return [finding.params for finding in found if finding.code == code]


def carry_out(
    run: Callable[..., Any],
    make: Callable[[DriveIdentity, Path], Any],
    card: LoopCard,
    image: Path,
    watch: Watch = _nothing,
    *,
    identity: DriveIdentity | None = None,
    cancel: CancelToken | None = None,
) -> Operation:
    """As the helper does it: look the card up again, judge, open, work, eject. `identity`: as it was chosen."""
    ended = Operation()

    def emit(event: Event) -> None:
        ended.events.append(event)
        watch(event)

    request = make(identity or card.drive().identity, image)
    ctx = RunContext(emit=emit, cancel=cancel or CancelToken())
    try:
        ended.report = run(lambda _files: [card.backend], request, ctx, lambda device: device.close())
    except NanoWizardError as error:
        ended.error = error
    except Cancelled:
        assert ctx.cancel.is_set
    return ended


def _flash(identity: DriveIdentity, image: Path) -> FlashRequest:
    return FlashRequest(identity=identity, image=image, full=True)


def _probe(mode: str, identity: DriveIdentity, _image: Path) -> ProbeRequest:
    return ProbeRequest(identity=identity, mode=mode)


def _format(mode: str, identity: DriveIdentity, _image: Path) -> FormatRequest:
    return FormatRequest(identity=identity, mode=mode, label="lab")


flash: Callable[..., Operation] = partial(carry_out, flashing.flash, _flash)
# Each is called like carry_out, from the card on; only a flash looks at the image.
ERASING: dict[str, Callable[..., Operation]] = {
    "flash": flash,
    "format": partial(carry_out, formatting.format_card, partial(_format, "quick")),
    "format-full": partial(carry_out, formatting.format_card, partial(_format, "full")),
    "repair": partial(
        carry_out, formatting.repair_card, lambda identity, _image: RepairRequest(identity=identity, label="lab")
    ),
    "test": partial(carry_out, probing.probe, partial(_probe, "quick")),
    "test-full": partial(carry_out, probing.probe, partial(_probe, "full")),
}
