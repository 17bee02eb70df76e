"""How far a pass is, when several requests are under way at once."""

from __future__ import annotations

import threading


class LowWater:
    """The position behind which everything is done, from pieces that are finished in any order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self._ends: dict[int, int] = {}
        self.position = 0

    def finished(self, number: int, end: int) -> int:
        with self._lock:
            self._ends[number] = end
            while self._next in self._ends:
                self.position = self._ends.pop(self._next)
                self._next += 1
            return self.position
