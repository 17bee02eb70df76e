"""What a download says of itself while it runs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Event, Finding, FindingReported, LogLine, Severity, StepStarted


class Telling:
    """Of the download of `file`."""

    def __init__(self, emit: Callable[[Event], None], file: str) -> None:
        self._emit = emit
        self._file = file

    def source(self, url: str) -> None:
        self._emit(StepStarted(step="image.source", params={"host": _host(url), "url": url}))

    def waits(self, url: str, pause_s: float, why: ImageError) -> None:
        params = {"host": _host(url), "pause_s": pause_s, "reason": why.code}
        self._emit(StepStarted(step="image.waits", params=params))

    def restarted(self, lost_bytes: int) -> None:
        self._find("image.restarted", Severity.INFO, lost_bytes=lost_bytes)

    def wrong(self, url: str, error: ImageError) -> None:
        self.log(f"{url}: {error}")
        self._find("image.asks_another", Severity.WARNING, host=_host(url), reason=error.code)

    def paused(self, have_bytes: int) -> None:
        self._find("image.paused", Severity.INFO, have_bytes=have_bytes)

    def log(self, text: str) -> None:
        self._emit(LogLine(text=text, source="download"))

    def _find(self, code: str, severity: Severity, **params: object) -> None:
        self._emit(
            FindingReported(finding=Finding(code=code, severity=severity, params={"file": self._file, **params}))
        )


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
