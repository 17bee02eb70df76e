"""Writing an image to a card and comparing them, without the wire: all is looked up and judged again, none believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from nanowizard.core.errors import FlashError
from nanowizard.core.task import RunContext
from nanowizard.drives.model import Drive
from nanowizard.drives.policy import require_confirmed, require_writable
from nanowizard.drives.select import drives_holding
from nanowizard.flash.card import Flash, Options
from nanowizard.flash.compare import verify_against_image
from nanowizard.flash.compare_record import verify_against_record
from nanowizard.flash.fit import UnopenedCard, could_fit, is_near
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest
from nanowizard.flash.proof import OpenSource
from nanowizard.flash.record import CardRecord, unpack
from nanowizard.flash.update_choice import choose_writer
from nanowizard.helper.access import Backends, LetGo, eject, find, opened_for_reading, opened_for_writing
from nanowizard.images.source import open_image


def flash(
    backends: Backends,
    request: FlashRequest,
    ctx: RunContext,
    let_go: LetGo,
    open_source: OpenSource | None = None,
    *,
    raw_bytes: Callable[[], int | None] | None = None,
    name: str = "",
) -> FlashReport:
    """Flash, then make the card safe to remove. Raises NanoWizardError or Cancelled.

    The image is opened before the card, so that a bad image costs neither a password nor the card. `open_source` is
    where it is unpacked for several cards at once, or while it arrives; `raw_bytes` gives its size if that is certain,
    and `name` is the image's there.
    """
    image = request.image.resolve()
    backend, drive = find(backends, request.identity, ctx)
    need_bytes = raw_bytes() if raw_bytes else exact_bytes(image)
    if raw_bytes is None and is_near(need_bytes, drive.size_bytes):
        with open_image(image) as source:
            need_bytes = None if could_fit(UnopenedCard(drive.identity, drive.size_bytes), source) else need_bytes
    require_writable(drive, image_bytes=need_bytes, image_path=str(image), holds_image=drives_holding(image, drive))
    require_confirmed(drive, very_large=request.very_large)
    options = Options(
        full=request.full,
        grow=request.grow,
        shrink=raw_bytes is None,
        verify=request.verify,
        expected_sha256=request.expected_sha256,
        archive_sha256=request.archive_sha256,
        archive=image,
    )
    with opened_for_writing(backend, drive, ctx, let_go, "Writing a memory card") as device:
        peek = name or partial(open_image, image)
        writer = choose_writer(device, peek, ctx, update=request.update, samples=request.samples)
        report = Flash(device, open_source or partial(open_image, image), ctx, options, make_writer=writer).run()
    return replace(report, ejected=eject(backend, drive, ctx))


def verify(backends: Backends, request: VerifyRequest, ctx: RunContext, let_go: LetGo) -> VerifyReport:
    """Compare only. Raises NanoWizardError or Cancelled."""
    backend, drive = find(backends, request.identity, ctx)
    if request.image is None:
        record = _record(request, drive)
        with opened_for_reading(backend, drive, ctx, let_go) as device:
            return verify_against_record(device, record, ctx)
    image = request.image.resolve()
    exact_bytes(image)
    with opened_for_reading(backend, drive, ctx, let_go) as device:
        return verify_against_image(device, partial(open_image, image), ctx, full=request.full)


def _record(request: VerifyRequest, drive: Drive) -> CardRecord:
    """Raises FlashError flash.no_record."""
    try:
        if request.record is None:
            raise ValueError("none was named")
        return unpack(request.record.read_bytes())
    except (OSError, ValueError) as error:
        raise FlashError("flash.no_record", path=drive.path, detail=str(error)) from error


def exact_bytes(image: Path) -> int | None:
    """How many bytes the image unpacks to, where it says so for certain. Raises ImageError."""
    with open_image(image) as source:
        return source.raw_bytes if source.raw_bytes_exact else None
