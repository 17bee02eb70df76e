"""Calls that may never return although they are no reads or writes: listing, opening and letting go of a card.

A reader that hangs keeps a thread in the kernel for good: nothing can take that back, not even the end of the process.
So each such call gets a thread of its own, and whoever waits for it can be told, can cancel, and can leave it behind.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from nanowizard.core.errors import DriveError
from nanowizard.core.events import Event, Finding, FindingReported, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.transfer.crew import TICK_S, Crew
from nanowizard.transfer.watchdog import GIVE_UP_AFTER_S, SAY_AFTER_S, Rung, Watchdog

# Unmounting a card waits until it has taken what is still in memory, which UDisks and `umount` may take this long for.
OPEN_GIVE_UP_S = 300.0
EJECT_GIVE_UP_S = 60.0
# A list that comes later than this shows nobody a card; every card in use may still hang.
LIST_GIVE_UP_S = SAY_AFTER_S
QUESTION = "privilege.asking"

T = TypeVar("T")


def patiently(
    call: Callable[[RunContext], T],
    ctx: RunContext,
    path: str,
    *,
    give_up_s: float = GIVE_UP_AFTER_S,
    late: Callable[[T], None] = lambda _result: None,
    at_a_card: bool = True,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> T:
    """What `call` returns. Its silence is spoken of after half a minute; a question to the person is no silence.

    Raises what `call` raises, Cancelled, or DriveError drive.no_answer after `give_up_s` of silence. Then the call may
    still go on in its thread (`transfer.crew.still_running`, unless it is not `at_a_card`), and `late` gets its result.
    """
    waiting = _Waiting(ctx, path, Watchdog(clock, ((give_up_s, Rung.GIVE_UP), (SAY_AFTER_S, Rung.SAY))))
    results: list[T] = []
    lock, left = threading.Lock(), threading.Event()

    def work() -> None:
        result = call(RunContext(emit=waiting.emit, cancel=ctx.cancel))
        with lock:
            if not left.is_set():
                results.append(result)
                return
        late(result)

    crew = Crew(ctx.cancel, waiting.tick, tick_s=tick_s, at_a_card=at_a_card)
    crew.start("call", work)
    try:
        crew.wait()
    except BaseException:
        with lock:
            left.set()
        for result in results:  # it came in the same moment
            late(result)
        raise
    return results[0]


class _Waiting:
    """Hands on the events of a call, and looks at how long ago the last one was."""

    def __init__(self, ctx: RunContext, path: str, dog: Watchdog) -> None:
        self._ctx = ctx
        self._path = path
        self._dog = dog
        self._heard = 0
        self._asking = False

    def emit(self, event: Event) -> None:
        self._heard += 1
        if isinstance(event, (StepStarted, StepFinished)) and event.step == QUESTION:
            self._asking = isinstance(event, StepStarted)
        self._ctx.emit(event)

    def tick(self) -> None:
        """Raises DriveError drive.no_answer."""
        if self._asking:
            self._heard += 1
        rung = self._dog.look(self._heard)
        waiting_s = round(self._dog.still_s)
        if rung is Rung.SAY:
            slow = Finding(code="flash.slow", severity=Severity.WARNING, params={"waiting_s": waiting_s})
            self._ctx.emit(FindingReported(finding=slow))
        elif rung is Rung.GIVE_UP:
            raise DriveError("drive.no_answer", path=self._path, waiting_s=waiting_s)
