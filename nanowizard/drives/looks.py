"""Looks at cards in threads of their own, so that the list waits for one that hangs only a moment, and only once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from nanowizard.drives.backend import Watch

# A look at a sound card takes some 20 ms. What comes later is told to whoever watches the list.
WAIT_S = 1.0

_Seen = TypeVar("_Seen")


class Looks(Generic[_Seen]):
    """One for the whole process: it remembers which cards have not answered, and what each said the last time."""

    def __init__(self, wait_s: float | None = None) -> None:
        self.wait_s = WAIT_S if wait_s is None else wait_s
        self._lock = threading.Lock()
        self._hanging: dict[str, _Look[_Seen]] = {}
        self._last: dict[str, _Seen] = {}
        self._watchers: list[Callable[[], None]] = []

    def all(self, looks: Mapping[str, Callable[[], _Seen]]) -> dict[str, _Seen | None]:
        """What each look says; of a card that does not answer in time what it said before, None where it never did.

        A key names a card as long as it is in its place; what is known of other cards is forgotten. A card that still
        owes an answer is not asked again. Looks must not raise.
        """
        with self._lock:
            mine = {key: _Look(key, what) for key, what in looks.items() if key not in self._hanging}
        for look in mine.values():
            threading.Thread(target=self._run, args=(look,), name=f"look at {look.key}", daemon=True).start()
        until = time.monotonic() + self.wait_s
        for look in mine.values():
            look.done.wait(max(until - time.monotonic(), 0))
        with self._lock:
            self._last = {key: seen for key, seen in self._last.items() if key in looks}
            for look in mine.values():
                if look.seen is not None:
                    self._last[look.key] = look.seen
                elif not look.done.is_set():
                    self._hanging.setdefault(look.key, look)
            return {key: self._last.get(key) for key in looks}

    def owed_s(self, key: str) -> float:
        """How long a card has owed an answer that was not waited for; 0 where it owes none."""
        with self._lock:
            look = self._hanging.get(key)
        return time.monotonic() - look.began_s if look else 0.0

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Have `changed` called, from any thread, when a late answer says something new. The result ends that."""
        with self._lock:
            self._watchers.append(changed)

        def end() -> None:
            with self._lock:
                if changed in self._watchers:
                    self._watchers.remove(changed)

        return end

    def _run(self, look: _Look[_Seen]) -> None:
        seen: _Seen | None = None
        try:
            seen = look.what()
        finally:
            watchers = self._ended(look, seen)
        for changed in watchers:
            changed()

    def _ended(self, look: _Look[_Seen], seen: _Seen | None) -> list[Callable[[], None]]:
        """Whom to tell."""
        with self._lock:
            look.seen = seen
            look.done.set()
            if self._hanging.get(look.key) is not look:
                return []
            del self._hanging[look.key]
            if seen is None or seen == self._last.get(look.key):
                return []
            self._last[look.key] = seen
            return list(self._watchers)


class BothWatches:
    """One watch, and the late answers beside it."""

    def __init__(self, watch: Watch, end_late: Callable[[], None]) -> None:
        self._watch, self._end_late = watch, end_late

    def close(self) -> None:
        self._end_late()
        self._watch.close()


class _Look(Generic[_Seen]):
    def __init__(self, key: str, what: Callable[[], _Seen]) -> None:
        self.key, self.what, self.began_s = key, what, time.monotonic()
        self.done = threading.Event()
        self.seen: _Seen | None = None
