"""How many requests a card gets at once: few enough that a cancel, a stall and the speed shown stay honest.

By Little's law, what is in flight divided by the bandwidth is the time one request takes. Keeping that time under a
second keeps what is in flight under a second's worth: an imager that queued 256 requests on a 30 MB/s card made no
progress at all (measured).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SLOW_REQUEST_S = 1.0
FAST_REQUEST_S = 0.5
_FIRST = 2


class Gate:
    """At most `limit` at once: begins with two, adds one for each request that was fast, takes one away for a slow one.

    On a fast card all are in use after six requests; a slow one never gets more than it can finish within a cancel.
    """

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._most = limit
        self._clock = clock
        self._changed = threading.Condition()
        self.limit = min(_FIRST, limit)
        self.active = 0
        self.moved = 0

    @contextmanager
    def request(self, stopping: Callable[[], bool]) -> Iterator[bool]:
        """Waits for a turn. Yields False when `stopping` became true first."""
        with self._changed:
            while self.active >= self.limit and not stopping():
                self._changed.wait(0.25)
            if stopping():
                yield False
                return
            self.active += 1
        began = self._clock()
        try:
            yield True
        finally:
            self._finished(self._clock() - began)

    def note_movement(self) -> None:
        with self._changed:
            self.moved += 1

    def ease(self) -> None:
        """Halve what is asked for at once."""
        with self._changed:
            self.limit = max(self.limit // 2, 1)

    def _finished(self, took_s: float) -> None:
        with self._changed:
            self.active -= 1
            self.moved += 1
            if took_s > SLOW_REQUEST_S:
                self.limit = max(self.limit - 1, 1)
            elif took_s < FAST_REQUEST_S:
                self.limit = min(self.limit + 1, self._most)
            self._changed.notify_all()
