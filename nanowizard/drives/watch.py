"""Watching by asking again: for card files, and for systems without a device manager."""

from __future__ import annotations

import threading
from collections.abc import Callable


class PollingWatch:
    """Calls `changed` from a thread of its own whenever `state()` differs from what it was `interval_s` ago.

    `state` must not raise. `close` ends the thread, also from within `changed`; no call is made after it returns,
    except one that is already running.
    """

    def __init__(self, state: Callable[[], object], changed: Callable[[], None], *, interval_s: float) -> None:
        self._state = state
        self._changed = changed
        self._interval_s = interval_s
        self._closed = threading.Event()
        self._last = state()
        self._thread = threading.Thread(target=self._run, name="drive-poll", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=self._interval_s)

    def _run(self) -> None:
        while not self._closed.wait(self._interval_s):
            now = self._state()
            if now != self._last:
                self._last = now
                self._changed()
