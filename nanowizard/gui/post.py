"""The one way from other threads into the GUI thread, and what else threads must leave to it.

A thread that emits a signal of an object which the GUI thread is just deleting reads memory that is gone, and Python's
garbage collector deletes Qt objects in whatever thread happens to set it off: both end the program without a word. So
threads hold an `Inbox`, which knows no Qt object but one that is never deleted, and `Collector` keeps the collecting of
garbage in the GUI thread.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import weakref
from collections.abc import Callable
from types import MethodType
from typing import cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

COLLECT_EVERY_MS = 500
"""How often it is looked whether there is enough garbage; the same limits decide as ever (`gc.get_threshold`)."""


class _Post(QObject):
    """Lives as long as the program."""

    sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Queued even when sent from the GUI thread: whoever sends is never re-entered.
        self.sent.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, deliver: Callable[[], None]) -> None:
        deliver()


@functools.cache
def _post() -> _Post:
    return _Post()


class Inbox:
    """What a thread holds of a Qt object: `put(...)` calls that object's method in the GUI thread, if it still lives.

    To be made in the GUI thread. It keeps nobody alive: whoever is to hear needs a parent, or a reference elsewhere.
    """

    def __init__(self, method: Callable[..., None]) -> None:
        self._method = weakref.WeakMethod(method)
        self._post = _post()

    def put(self, *what: object) -> None:
        """From any thread, at any time; calls arrive in the order in which they were put."""
        with contextlib.suppress(RuntimeError):  # at the very end of the program Qt takes the post office down as well
            self._post.sent.emit(functools.partial(self._deliver, *what))

    def _deliver(self, *what: object) -> None:
        method = cast("MethodType | None", self._method())
        if method is not None and shiboken6.isValid(method.__self__):
            method(*what)


class Collector(QObject):
    """From its making to `close`, garbage is collected in this object's thread only, while events are handled there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=COLLECT_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return

    def close(self) -> None:
        self._timer.stop()
        gc.enable()
