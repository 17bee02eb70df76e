"""How the helper comes to a card and leaves it: found again, opened and let go, with the patience that a person has."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from nanowizard.core.errors import Cancelled, DriveError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.steps import step
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import DriveBackend, RawDevice
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.select import find_same, kept_awake
from nanowizard.helper.opening import Opening
from nanowizard.helper.patience import EJECT_GIVE_UP_S, OPEN_GIVE_UP_S, patiently

# The backends of this computer, with these card files as cards.
Backends: TypeAlias = Callable[[Sequence[str]], Sequence[DriveBackend]]
# What closes the card when nothing uses it any more.
LetGo: TypeAlias = Callable[[RawDevice], None]

_OPENING = Opening()


def list_drives(backends: Sequence[DriveBackend]) -> list[Drive]:
    """Raises DriveError or PrivilegeError."""
    return [drive for backend in backends for drive in backend.list_drives()]


def find(backends: Backends, identity: DriveIdentity, ctx: RunContext) -> tuple[DriveBackend, Drive]:
    """The drive that was chosen, as it is now. Raises DriveError or Cancelled."""
    return patiently(lambda _ctx: find_same(backends(()), identity), ctx, identity.path)


@contextlib.contextmanager
def opened_for_writing(
    backend: DriveBackend, drive: Drive, ctx: RunContext, let_go: LetGo, why: str
) -> Iterator[RawDevice]:
    """The card, and a computer that stays awake for it; `why` is for the system's list of who keeps it awake."""
    with _opened(backend.open, drive, ctx, let_go) as device, kept_awake(why) as awake:
        if awake:
            ctx.emit(FindingReported(finding=Finding(code="flash.stays_awake", severity=Severity.INFO)))
        yield device


def opened_for_reading(
    backend: DriveBackend, drive: Drive, ctx: RunContext, let_go: LetGo
) -> contextlib.AbstractContextManager[RawDevice]:
    """The card. Nothing is lost if the computer falls asleep."""
    return _opened(backend.open_for_reading, drive, ctx, let_go)


@contextlib.contextmanager
def _opened(
    open_card: Callable[[Drive, RunContext], RawDevice], drive: Drive, ctx: RunContext, let_go: LetGo
) -> Iterator[RawDevice]:
    """What is opened after nobody waits for it any more is closed at once."""
    with _OPENING.turn(ctx) as turn:
        device = patiently(
            lambda inner: open_card(drive, inner),
            turn,
            drive.path,
            give_up_s=OPEN_GIVE_UP_S,
            late=lambda opened: opened.close(),
        )
    try:
        yield device
    finally:
        let_go(device)


def eject(backend: DriveBackend, drive: Drive, ctx: RunContext) -> bool:
    """Whether the card can be taken out now. Call it when the card has been let go.

    The work is done by then: neither a reader that does not answer nor a cancel makes it undone.
    """
    ejected = False
    with step(ctx, "flash.eject") as facts:
        with contextlib.suppress(Cancelled, DriveError):
            ejected = patiently(lambda _ctx: backend.eject(drive), ctx, drive.path, give_up_s=EJECT_GIVE_UP_S)
        facts["ejected"] = ejected
    return ejected
