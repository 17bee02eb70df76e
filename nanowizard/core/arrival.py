"""How much of an archive has arrived: told by one thread, waited for by another."""

from __future__ import annotations

import threading
from collections.abc import Callable

LOOK_S = 0.25
"""How often who waits is asked whether it still wants to."""

Waiting = Callable[[bool], None]
"""Called while nothing comes; with True where somebody has said since that it still will. It may raise to stop."""


def wait_for_ever(_heard: bool) -> None:
    pass


class Arrival:
    """`have` bytes from the first one on are there, of `size` in all (None while nobody knows)."""

    def __init__(self) -> None:
        self.have = 0
        self.size: int | None = None
        self._sha256: str | None = None
        self._failure: BaseException | None = None
        self._words = 0
        self._changed = threading.Condition()

    def arrived(self, have: int, size: int | None) -> None:
        """Also said again and again while nothing comes, so that who waits knows that somebody is at it."""
        with self._changed:
            self.have = max(self.have, have)
            self.size = self.size if size is None else size
            self._word()

    def whole(self, sha256: str) -> None:
        """All of it is there and is what it ought to be; `sha256` in small letters."""
        with self._changed:
            self.size = self.have if self.size is None else self.size
            self._sha256 = sha256
            self._word()

    def failed(self, error: BaseException) -> None:
        """There will be no more: whoever waits gets `error`. The first one counts."""
        with self._changed:
            self._failure = self._failure or error
            self._word()

    def bytes_from(self, position: int, waiting: Waiting) -> int:
        """How many bytes are there from `position` on, at least one; 0 only at the end of the archive.

        Raises what `failed` was told, and what `waiting` does.
        """
        self._wait(lambda: self.have > position or (self.size is not None and position >= self.size), waiting)
        return max(self.have - position, 0)

    def proof(self, waiting: Waiting) -> str:
        """The SHA-256 of the whole archive, once it was proved to be right. Raises as `bytes_from` does."""
        self._wait(lambda: self._sha256 is not None, waiting)
        return self._sha256 or ""

    def _word(self) -> None:
        self._words += 1
        self._changed.notify_all()

    def _wait(self, done: Callable[[], bool], waiting: Waiting) -> None:
        while True:
            with self._changed:
                before = self._words
                self._changed.wait_for(lambda: done() or self._failure is not None, LOOK_S)
                if self._failure:
                    raise self._failure
                if done():
                    return
                heard = self._words != before
            waiting(heard)
