"""What the helper does with drives, without the wire: everything is looked up and judged again, nothing is believed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from nanowizard.core.errors import Cancelled, DriveError
from nanowizard.core.events import Finding, FindingReported, Severity
from nanowizard.core.steps import step
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import DriveBackend, RawDevice
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.drives.policy import require_confirmed, require_writable
from nanowizard.drives.select import drives_holding, find_same, kept_awake
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.compare import verify_against_image
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest
from nanowizard.helper.patience import EJECT_GIVE_UP_S, OPEN_GIVE_UP_S, patiently
from nanowizard.images.source import open_image

# The backends of this computer, with these card files as cards.
Backends: TypeAlias = Callable[[Sequence[str]], Sequence[DriveBackend]]
# What closes the card when nothing uses it any more.
LetGo: TypeAlias = Callable[[RawDevice], None]


def list_drives(backends: Sequence[DriveBackend]) -> list[Drive]:
    """Raises DriveError or PrivilegeError."""
    return [drive for backend in backends for drive in backend.list_drives()]


def find(backends: Backends, identity: DriveIdentity, ctx: RunContext) -> tuple[DriveBackend, Drive]:
    """The drive that was chosen, as it is now. Raises DriveError or Cancelled."""
    return patiently(lambda _ctx: find_same(backends(()), identity), ctx, identity.path)


def flash(backends: Backends, request: FlashRequest, ctx: RunContext, let_go: LetGo) -> FlashReport:
    """Flash, then make the card safe to remove. Raises NanoWizardError or Cancelled.

    The image is opened before the card, so that a bad image costs neither a password nor the card.
    """
    image = request.image.resolve()
    backend, drive = find(backends, request.identity, ctx)
    require_writable(
        drive, image_bytes=exact_bytes(image), image_path=str(image), holds_image=drives_holding(image, drive)
    )
    require_confirmed(drive, very_large=request.very_large)
    options = Options(
        full=request.full,
        verify=request.verify,
        expected_sha256=request.expected_sha256,
        archive_sha256=request.archive_sha256,
        archive=image,
    )
    with opened_for_writing(backend, drive, ctx, let_go, "Writing a memory card") as device:
        report = Flash(device, partial(open_image, image), ctx, options).run()
    return replace(report, ejected=eject(backend, drive, ctx))


@contextlib.contextmanager
def opened_for_writing(
    backend: DriveBackend, drive: Drive, ctx: RunContext, let_go: LetGo, why: str
) -> Iterator[RawDevice]:
    """The card, and a computer that stays awake for it; `why` is for the system's list of who keeps it awake."""
    device = patiently(
        lambda inner: backend.open(drive, inner),
        ctx,
        drive.path,
        give_up_s=OPEN_GIVE_UP_S,
        late=lambda opened: opened.close(),
    )
    try:
        with kept_awake(why) as awake:
            if awake:
                ctx.emit(FindingReported(finding=Finding(code="flash.stays_awake", severity=Severity.INFO)))
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


def verify(backends: Backends, request: VerifyRequest, ctx: RunContext, let_go: LetGo) -> VerifyReport:
    """Compare only. Raises NanoWizardError or Cancelled."""
    image = request.image.resolve()
    backend, drive = find(backends, request.identity, ctx)
    exact_bytes(image)
    device = patiently(
        lambda inner: backend.open_for_reading(drive, inner),
        ctx,
        drive.path,
        give_up_s=OPEN_GIVE_UP_S,
        late=lambda opened: opened.close(),
    )
    try:
        return verify_against_image(device, partial(open_image, image), ctx, full=request.full)
    finally:
        let_go(device)


def exact_bytes(image: Path) -> int | None:
    """How many bytes the image unpacks to, where it says so for certain. Raises ImageError."""
    with open_image(image) as source:
        return source.raw_bytes if source.raw_bytes_exact else None
