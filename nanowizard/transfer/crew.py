"""The threads of one pass over a card: the first error ends all of them, and nobody waits for a hung one for ever."""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Iterator

from nanowizard.core.errors import Cancelled
from nanowizard.core.task import CancelToken

TICK_S = 0.25
# A call into a card that hangs cannot be taken back. The run ends without its thread then, within the two seconds that
# a cancel may take; see `still_running`.
JOIN_S = 1.5
_CARD = "card-"
# Whose threads the ones that are started from here on are: empty where only one card is worked on.
_whose: contextvars.ContextVar[str] = contextvars.ContextVar("whose", default="")


class Crew:
    """Start threads, then `wait` in the caller's own, which looks after them by calling `tick` four times a second.

    A thread's function ends when it is done or when `stopping` is true. Only those `at_a_card` count for
    `still_running`.
    """

    def __init__(
        self, cancel: CancelToken, tick: Callable[[], None], *, tick_s: float = TICK_S, at_a_card: bool = True
    ) -> None:
        self._cancel = cancel
        self._tick = tick
        self._tick_s = tick_s
        self._prefix = _card_threads() if at_a_card else "look-"
        self._threads: list[threading.Thread] = []
        self._running = 0
        self._all_started = False
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._over = threading.Event()
        self._error: BaseException | None = None

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def start(self, name: str, work: Callable[[], None]) -> None:
        context = contextvars.copy_context()  # the crews that it starts belong to the same card
        thread = threading.Thread(target=context.run, args=(self._run, work), name=self._prefix + name, daemon=True)
        self._threads.append(thread)
        with self._lock:
            self._running += 1
        thread.start()

    def wait(self) -> None:
        """Until every thread has ended. Raises the first error, or Cancelled."""
        forget = self._cancel.on_set(lambda: self._fail(Cancelled()))
        try:
            self._begin_to_count()
            while not self._over.wait(self._tick_s):
                self._tick()
        except BaseException as error:
            self._fail(error)
            raise
        finally:
            forget()
            self._join()
        if self._error is not None:
            raise self._error

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - nothing is swallowed: `wait` raises it
            self._fail(error)
        finally:
            with self._lock:
                self._running -= 1
                self._look_whether_over()

    def _begin_to_count(self) -> None:
        """Not before all have been started: one that ends before the next one begins is not the last (seen).

        On a busy computer a reader had unpacked a small image whole before there was a worker to carry it.
        """
        with self._lock:
            self._all_started = True
            self._look_whether_over()

    def _look_whether_over(self) -> None:
        if self._all_started and not self._running:
            self._over.set()

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            if self._error is None:
                self._error = error
        self._stop.set()
        self._over.set()

    def _join(self) -> None:
        self._stop.set()
        deadline = time.monotonic() + JOIN_S
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0.0))


@contextlib.contextmanager
def threads_of(card: str) -> Iterator[None]:
    """Within, in this thread: what is started works at this one of several cards, and `still_running` asks for it."""
    token = _whose.set(card)
    try:
        yield
    finally:
        _whose.reset(token)


def still_running() -> bool:
    """Whether a thread of an ended pass hangs in a call into its card; within `threads_of`, into that card.

    Then the card must stay open (its descriptor's number could be given to another file) until the process ends.
    """
    return any(thread.name.startswith(_card_threads()) for thread in threading.enumerate())


def _card_threads() -> str:
    return f"{_CARD}{_whose.get()}|" if _whose.get() else _CARD
