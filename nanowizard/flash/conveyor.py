"""Pieces on their way from one thread to several, and the moments when there is nothing to carry."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Conveyor(Generic[T]):
    """One thread calls `put`, `waiting` and `end`; each of several others `take`s a piece and says when it is `done`.

    A gap is while the first waits for its source, and nothing is under way.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._pieces: deque[T] = deque()
        self._carried = 0
        self._done = 0
        self._waits = False
        self._ended = False

    def __len__(self) -> int:
        return len(self._pieces)

    def put(self, piece: T) -> None:
        with self._changed:
            self._pieces.append(piece)
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing more is put."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around a wait for the source."""
        self._set_waits(True)
        try:
            yield
        finally:
            self._set_waits(False)

    def take(self, stopping: Callable[[], bool], tick_s: float) -> T | None:
        """The next piece; None after the end, or when `stopping` became true."""
        with self._changed:
            while not stopping():
                if self._pieces:
                    self._carried += 1
                    return self._pieces.popleft()
                if self._ended:
                    break
                self._changed.wait(tick_s)
        return None

    def done(self) -> None:
        with self._changed:
            self._carried -= 1
            self._done += 1
            self._changed.notify_all()

    def gap(self, seen: int, stopping: Callable[[], bool], tick_s: float) -> int | None:
        """Wait for a gap before which more than `seen` pieces were done, and say how many; None after the end."""
        with self._changed:
            while not stopping() and not self._ended:
                if self._waits and not self._pieces and not self._carried and self._done > seen:
                    return self._done
                self._changed.wait(tick_s)
        return None

    def _set_waits(self, waits: bool) -> None:
        with self._changed:
            self._waits = waits
            if waits:
                self._changed.notify_all()
