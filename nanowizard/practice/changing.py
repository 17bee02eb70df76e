"""Who changes the practice Nano at the moment."""

from __future__ import annotations

import threading


class Changing:
    """The lock that whatever changes the board holds (`remote.busy`); `what` is the name of the latest holder."""

    def __init__(self) -> None:
        self.what = ""
        self._is_held = False
        self._changed = threading.Condition()

    def take(self, what: str, patience_s: float) -> bool:
        with self._changed:
            if not self._changed.wait_for(lambda: not self._is_held, timeout=patience_s):
                return False
            self.what, self._is_held = what, True
            return True

    def give_back(self) -> None:
        with self._changed:
            self._is_held = False
            self._changed.notify_all()

    def is_free_within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_held, timeout=seconds)
