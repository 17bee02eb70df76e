"""An archive that arrives piece by piece while somebody reads it, whole or in a ring."""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
from collections.abc import Iterator
from pathlib import Path

from nanowizard.core.arrival import Arrival


class Arriving:
    """Writes `data` in pieces of up to `most` bytes and says so; in a ring only as far as was read."""

    def __init__(
        self, path: Path, data: bytes, *, window: int | None = None, most: int = 70_000, sized: bool = True
    ) -> None:
        self.path = path
        self.arrival = Arrival()
        self.window = window
        self._data = data
        self._most = most
        self._sized = sized
        self._read = 0
        self._changed = threading.Condition()
        self._left = False
        path.write_bytes(b"")

    def moved(self, position: int) -> None:
        with self._changed:
            self._read = position
            self._changed.notify_all()

    def run(self) -> None:
        chance, at = random.Random(len(self._data)), 0
        with self.path.open("r+b", buffering=0) as file:
            while at < len(self._data) and not self._left:
                count = min(chance.randint(1, self._most), len(self._data) - at)
                if self.window:
                    count = self._room(at, count)
                file.seek(at % self.window if self.window else at)
                file.write(self._data[at : at + count])
                at += count
                self.arrival.arrived(at, len(self._data) if self._sized else None)
        self.arrival.whole(hashlib.sha256(self._data).hexdigest())

    def _room(self, at: int, count: int) -> int:
        assert self.window
        with self._changed:
            self._changed.wait_for(lambda: self._left or at < self._read + (self.window or 0))
            return min(count, self._read + self.window - at, self.window - at % self.window)

    @contextlib.contextmanager
    def going(self) -> Iterator[Arriving]:
        thread = threading.Thread(target=self.run, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._left = True
            self.moved(self._read)
            thread.join()
