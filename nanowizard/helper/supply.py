"""The client's end of an archive's way: tells the helper how far it has arrived, hears how far it was read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from nanowizard.core.errors import NanoWizardError
from nanowizard.helper import protocol
from nanowizard.helper.protocol import Message

SAID_EVERY_S = 0.05
ALIVE_EVERY_S = 5.0
MOST_UNANSWERED = 200
"""A pipe holds a thousand of these words. Who tells one that is frozen more than that would be held up itself."""


class Supply:
    """Whoever downloads tells it, in any thread and at any time; a flash that listens hears all that was told before.

    `read_bytes`: how far the helper has read.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._tell: Callable[[Message], None] | None = None
        self._arrived: Message = {}
        self._end: Message = {}
        self._said: Message = {}
        self._said_at = 0.0
        self._unanswered = 0
        self.read_bytes = 0

    # --- whoever downloads

    def arrived(self, have: int, size: int | None) -> None:
        with self._lock:
            self._arrived = {"op": "arrived", "have": have, "size": size}
            if have == size or self._clock() - self._said_at >= SAID_EVERY_S:
                self._say()

    def whole(self, sha256: str) -> None:
        """All of it is there and right."""
        self._over({"op": "whole", "sha256": sha256})

    def failed(self, error: NanoWizardError) -> None:
        """There will be no more; the flash ends with `error`."""
        self._over({"op": "failed", "error": protocol.error_to_wire(error.info)})

    # --- the client of the helper

    def begin(self, tell: Callable[[Message], None]) -> None:
        with self._lock:
            self._tell, self._said, self._unanswered = tell, {}, 0
            self._say()
            self._say_end()

    def keep_alive(self) -> None:
        """Call it often: says what was held back, and that somebody is still there."""
        with self._lock:
            if self._said != self._arrived or self._clock() - self._said_at >= ALIVE_EVERY_S:
                self._say()

    def heard(self, read_bytes: object) -> None:
        self._unanswered = 0
        if isinstance(read_bytes, int):
            self.read_bytes = max(self.read_bytes, read_bytes)

    def end(self) -> None:
        with self._lock:
            self._tell = None

    def _over(self, message: Message) -> None:
        with self._lock:
            self._end = self._end or message
            self._say()
            self._say_end()

    def _say(self) -> None:
        if self._tell and self._arrived and self._unanswered < MOST_UNANSWERED:
            self._unanswered += 1
            self._said, self._said_at = self._arrived, self._clock()
            self._tell(self._arrived)

    def _say_end(self) -> None:
        if self._tell and self._end:
            self._tell(self._end)
