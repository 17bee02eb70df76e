"""Whether an image that is a little too large for a card can be made to fit it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, Severity
from nanowizard.drives.model import Drive
from nanowizard.flash.fit import UnopenedCard, could_fit, is_near
from nanowizard.images.source import open_image


def will_shrink(image: Path, image_bytes: int | None, drive: Drive) -> Finding | None:
    """None where it fits as it is, or in no way. Reads the image's beginning once, only where some MB are missing."""
    if image_bytes is None or not is_near(image_bytes, drive.size_bytes):
        return None
    try:
        seen = image.stat()
        fits = _could_fit(image, (seen.st_mtime_ns, seen.st_size), UnopenedCard(drive.identity, drive.size_bytes))
    except (ImageError, OSError):  # judged elsewhere
        return None
    missing_bytes = image_bytes - drive.size_bytes
    params = {"missing_bytes": missing_bytes}
    return Finding(code="flash.will_shrink", severity=Severity.WARNING, params=params) if fits else None


def whole_first(image_bytes: int | None, drive: Drive) -> Finding | None:
    """Of an image that is not here yet: where some MB are missing, only the file can tell whether it may fit."""
    if image_bytes is None or not is_near(image_bytes, drive.size_bytes):
        return None
    params = {"missing_bytes": image_bytes - drive.size_bytes}
    return Finding(code="flash.whole_first", severity=Severity.WARNING, params=params)


@lru_cache(maxsize=64)
def _could_fit(image: Path, version: tuple[int, int], card: UnopenedCard) -> bool:
    """The list asks again whenever a card comes or goes."""
    del version
    with open_image(image) as source:
        return could_fit(card, source)
