"""One drive operation at a time, and what happens to a card whose last call does not come back.

An operation that was cancelled or failed is answered within two seconds, even while a write into a slow card is still
under way. The card is let go when that write has ended; one that never ends takes the process with it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from nanowizard.core.task import CancelToken
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.crew import still_running

_log = logging.getLogger(__name__)

GOODBYE_S = 10.0
EXIT_STUCK = 3
_LOOK_EVERY_S = 0.05


class Turn:
    """`begin`, then in the operation's thread `wait`, the work, `end`, the answer, and `settle`.

    `stuck` is called before the process ends because of a call that never comes back: a process with a thread in the
    kernel keeps its pipes open, so nobody would hear that it has ended.
    """

    def __init__(self, stuck: Callable[[], None]) -> None:
        self._stuck = stuck
        self._lock = threading.Lock()
        self._current: tuple[int, CancelToken] | None = None
        self._working = threading.Lock()
        self._worker: int | None = None
        self._held: list[RawDevice] = []

    def begin(self, number: int, cancel: CancelToken) -> bool:
        """False while another operation has not been answered."""
        with self._lock:
            if self._current:
                return False
            self._current = (number, cancel)
            return True

    def cancel(self, number: int | None, card: str | None = None) -> None:
        """Cancel that operation, or with None whichever there is; with `card` only what it does with that one."""
        with self._lock:
            current = self._current
        if current and number in (None, current[0]):
            token = current[1].part(card) if card else current[1]
            if not (card and token.is_set):
                token.set()

    def wait(self, cancel: CancelToken) -> None:
        """Until the operation before has let its card go. Raises Cancelled."""
        while not self._working.acquire(timeout=_LOOK_EVERY_S):
            cancel.raise_if_set()
        self._worker = threading.get_ident()

    def let_go(self, device: RawDevice) -> None:
        """Close the card; later if a hung thread still uses it, whose descriptor must not become another file's.

        Of several cards (`transfer.crew.threads_of`) each is closed when it is done with.
        """
        if still_running():
            self._held.append(device)
        else:
            device.close()

    def leave_if_idle(self) -> None:
        """After a look that never came back: end the process, unless a card is at work in it."""
        if self._working.acquire(blocking=False):
            self.leave()

    def leave(self) -> NoReturn:
        _log.error("a call into a card hangs; the process ends with it")
        self._stuck()
        os._exit(EXIT_STUCK)

    def end(self) -> None:
        """Before the answer goes out, so that whoever gets it may ask for the next operation at once."""
        with self._lock:
            self._current = None

    def settle(self) -> None:
        """After the answer: close a card that was held back, or end the process if it never comes back."""
        if self._worker != threading.get_ident():
            return  # cancelled before its turn came
        held, self._held = self._held, []
        end = time.monotonic() + GOODBYE_S
        while still_running():
            if time.monotonic() > end:
                self.leave()
            time.sleep(_LOOK_EVERY_S)
        for device in held:
            device.close()
        self._worker = None
        self._working.release()
