"""Writing an image to a card while its archive still arrives: `flashing.flash` with another kind of source."""

from __future__ import annotations

from dataclasses import replace

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.task import RunContext
from nanowizard.flash.arriving import StreamRequest
from nanowizard.flash.model import FlashReport
from nanowizard.helper.access import Backends, LetGo
from nanowizard.helper.flashing import flash
from nanowizard.helper.intake import SAID_EVERY_BYTES, Intake
from nanowizard.images.growing.source import GrowingSource, open_growing
from nanowizard.images.source import ImageSource, open_image


def flash_stream(
    backends: Backends, request: StreamRequest, ctx: RunContext, let_go: LetGo, intake: Intake
) -> FlashReport:
    """Flash what arrives. Raises NanoWizardError or Cancelled, and what the intake was told that went wrong.

    The first bytes are waited for and judged before the card is opened. The image ends only when whoever downloads has
    said that all of it is right, so the card's head is never written before that.
    """
    forget = ctx.cancel.on_set(lambda: intake.arrival.failed(Cancelled()))
    try:
        with _First(request, intake) as first:
            asked = replace(request.flash, archive_sha256=None)
            size = first.exact_bytes
            return flash(backends, asked, ctx, let_go, first.open_source, raw_bytes=lambda: size, name=first.name)
    finally:
        forget()


class _First:
    """The image as it arrives, opened once. Where ranges have to be written again, the whole archive is opened."""

    def __init__(self, request: StreamRequest, intake: Intake) -> None:
        self._request = request
        if request.window_bytes:
            intake.say_every_bytes = min(SAID_EVERY_BYTES, request.window_bytes // 8)
        self._source: GrowingSource | None = open_growing(
            request.flash.image,
            intake.arrival,
            name=request.name,
            window=request.window_bytes,
            raw_bytes=request.raw_bytes,
            moved=intake.moved,
        )
        self.name = self._source.name
        self.exact_bytes = self._source.raw_bytes if self._source.raw_bytes_exact else None

    def open_source(self) -> ImageSource:
        """Raises ImageError image.not_kept where the archive has gone by."""
        source, self._source = self._source, None
        if source:
            return source
        if self._request.window_bytes:
            raise ImageError("image.not_kept", file=self._request.name)
        return open_image(self._request.flash.image)

    def __enter__(self) -> _First:
        return self

    def __exit__(self, *_: object) -> None:
        if self._source:
            self._source.close()
