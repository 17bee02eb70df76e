"""The error of a download whose last attempt failed."""

from __future__ import annotations

from urllib.parse import urlsplit

from nanowizard.core.errors import ImageError
from nanowizard.images.download.answers import AgainError
from nanowizard.images.download.causes import named
from nanowizard.images.download.link import StalledError
from nanowizard.images.download.part import PartFile
from nanowizard.images.download.transfer import CrawlError

_TOO_MANY_REQUESTS = 429


def given_up(error: Exception, url: str, part: PartFile, now: float, *, was_answered: bool) -> ImageError:
    """`was_answered`: something of the file has come in this run."""
    host, detail = urlsplit(url).hostname or url, str(error) or type(error).__name__
    if isinstance(error, CrawlError):
        return ImageError("image.too_slow", host=host, detail=detail)
    if isinstance(error, StalledError) and (was_answered or error.has_begun):
        return ImageError("image.silent", host=host, detail=detail)
    if isinstance(error, AgainError) and error.status:
        if error.status == _TOO_MANY_REQUESTS:
            return ImageError("image.too_many_requests", host=host, detail=detail)
        if error.status >= 500:
            return ImageError("image.server_failed", host=host, status=error.status, detail=detail)
        return ImageError("image.http_status", status=error.status, url=url, detail=detail)
    if was_answered:
        return ImageError(
            "image.truncated",
            file=part.target.name,
            have_bytes=part.have.total,
            expected_bytes=part.record.size_bytes,
            detail=detail,
        )
    return named(error, url, now)
