"""One progress out of two: that of the download until something is written, then that of the card."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from nanowizard.core.events import Event, FindingReported, LimitedBy, Progress


class StreamProgress:
    """`emit` is called by one thread at a time. `is_kept`: whether what has arrived is there for another try."""

    def __init__(self, emit: Callable[[Event], None], *, is_kept: bool) -> None:
        self._emit = emit
        self._is_kept = is_kept
        self._lock = threading.Lock()
        self._is_writing = False
        self._left_s: float | None = None

    def from_download(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Progress):
                self._left_s = event.eta_s if event.phase == "download" else None
                if not self._is_writing:
                    self._emit(replace(event, fraction=0.0))
            elif self._is_kept or not _is_about_what_is_kept(event):
                self._emit(event)

    def from_flash(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Progress):
                self._is_writing = True
                event = self._with_network(event) if event.phase == "write" else event
            self._emit(event)

    def _with_network(self, event: Progress) -> Progress:
        """While the network is the slowest, its own rest is what is left, and then what the card needs afterwards."""
        if event.limited_by is not LimitedBy.NETWORK or self._left_s is None:
            return event
        after_s = 0.0
        if event.eta_s is not None and event.total and event.rate:
            after_s = max(event.eta_s - (event.total - event.done) / event.rate, 0.0)
        return replace(event, eta_s=self._left_s + after_s)


def _is_about_what_is_kept(event: Event) -> bool:
    return isinstance(event, FindingReported) and event.finding.code == "image.paused"
