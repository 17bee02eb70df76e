"""Whether an image that is a little too large for a card can be made to fit it."""

from __future__ import annotations

from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive
from nanowizard.flash.fit import UnopenedCard, could_fit, is_near
from nanowizard.images.source import open_image


def will_shrink(image: Path, image_bytes: int | None, drive: Drive) -> Finding | None:
    """None where it fits as it is, or in no way. Reads the image's beginning only where some MB are missing."""
    if image_bytes is None or not is_near(image_bytes, drive.size_bytes):
        return None
    try:
        with open_image(image) as source:
            if not could_fit(UnopenedCard(drive.identity, drive.size_bytes), source):
                return None
    except ImageError:  # judged elsewhere
        return None
    missing_bytes = image_bytes - drive.size_bytes
    return Finding(code="flash.will_shrink", severity=Severity.WARNING, params={"missing_bytes": missing_bytes})
