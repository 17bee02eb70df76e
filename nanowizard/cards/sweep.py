"""One pass over parts of a card, in threads that may hang, while the caller's own looks after them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.transfer.crew import TICK_S, Crew
from nanowizard.transfer.gate import Gate
from nanowizard.transfer.watchdog import Watchman

MIB = 1024 * 1024
PIECE_BYTES = 2 * MIB
Range = tuple[int, int]
Work = Callable[[int, int], None]


@dataclass(slots=True)
class Sweep:
    """`clock` and `tick_s` are for tests. One object may make any number of passes, one after the other."""

    device: RawDevice
    ctx: RunContext
    clock: Callable[[], float] = time.monotonic
    tick_s: float = TICK_S

    def run(self, ranges: Iterable[Range], work: Work, *, at_once: int = 1) -> None:
        """Call `work(offset, length)` for each range, up to `at_once` at the same time; begun in order.

        Raises what `work` raised first, Cancelled, DriveError drive.gone, drive.changed or drive.stalled. A thread may
        still hang in its last call then: ask `transfer.crew.still_running`.
        """
        self.device.check_same()
        gate, jobs, lock = Gate(at_once, self.clock), iter(ranges), threading.Lock()
        position = 0

        def carry() -> None:
            nonlocal position
            while not crew.stopping:
                with lock:
                    job = next(jobs, None)
                if job is None:
                    return
                position = job[0]
                with gate.request(lambda: crew.stopping) as may:
                    if may:
                        work(*job)

        crew = Crew(
            self.ctx.cancel, Watchman(self.device, gate, lambda: position, self.ctx, self.clock), tick_s=self.tick_s
        )
        for number in range(at_once):
            crew.start(f"sweep-{number}", carry)
        crew.wait()

    def once(self, offset: int, call: Callable[[], None]) -> None:
        """One call, in the same care. `offset` is where it works."""
        self.run([(offset, 0)], lambda _offset, _length: call())


def pieces(start: int, end: int, piece: int = PIECE_BYTES) -> Iterator[Range]:
    """[start, end) as (offset, length)."""
    for offset in range(start, end, piece):
        yield offset, min(piece, end - offset)


def merged(ranges: Iterable[Range]) -> list[Range]:
    """(start, end) in order, none over another."""
    joined: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
