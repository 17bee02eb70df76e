"""Cards are opened one after the other: the permission that a person gave for one counts for those behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nanowizard.core.events import Event, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.helper.patience import QUESTION

# An opening that takes longer than this without a question hangs or unmounts a slow card: nobody waits behind it.
SLOW_S = 10.0
_LOOK_S = 0.1


class Opening:
    """`turn` waits for one's turn. With a single card nobody ever waits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, slow_s: float = SLOW_S) -> None:
        self._clock = clock
        self._slow_s = slow_s
        self._changed = threading.Condition()
        self._line: list[_Turn] = []

    @contextmanager
    def turn(self, ctx: RunContext) -> Iterator[RunContext]:
        """The context to open a card with, whose events tell of a question to the person. Raises Cancelled."""
        turn = _Turn()
        with self._changed:
            ahead = list(self._line)
            self._line.append(turn)
        try:
            for one in ahead:
                self._wait_for(one, ctx)
            turn.began = self._clock()

            def emit(event: Event) -> None:
                if isinstance(event, (StepStarted, StepFinished)) and event.step == QUESTION:
                    turn.is_asking = isinstance(event, StepStarted)
                    turn.began = self._clock()
                ctx.emit(event)

            yield RunContext(emit=emit, cancel=ctx.cancel)
        finally:
            with self._changed:
                self._line.remove(turn)
                self._changed.notify_all()

    def _wait_for(self, one: _Turn, ctx: RunContext) -> None:
        with self._changed:
            while one in self._line and not self._is_slow(one):
                ctx.cancel.raise_if_set()
                self._changed.wait(_LOOK_S)

    def _is_slow(self, one: _Turn) -> bool:
        return one.began is not None and not one.is_asking and self._clock() - one.began > self._slow_s


class _Turn:
    def __init__(self) -> None:
        self.began: float | None = None
        self.is_asking = False
