"""Runs one pass over a card in a thread that may hang, while the caller's own looks after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from nanowizard.core.errors import Cancelled
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Buffer, RawDevice
from nanowizard.transfer.crew import TICK_S, Crew
from nanowizard.transfer.gate import Gate
from nanowizard.transfer.watchdog import Watchman

T = TypeVar("T")


def watched(
    device: RawDevice,
    ctx: RunContext,
    work: Callable[[RawDevice], T],
    *,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> T:
    """What `work` returns, once the card has been looked at again. Each call of its is a place where a cancel falls.

    Raises what `work` raises, Cancelled, or DriveError drive.changed, drive.gone, drive.stalled. The thread may still
    hang in its last call then: ask `transfer.crew.still_running`.
    """
    device.check_same()
    gate = Gate(1, clock)
    calls = _Watched(device, gate)
    crew = Crew(ctx.cancel, Watchman(device, gate, lambda: calls.position, ctx, clock), tick_s=tick_s)
    calls.stopping = lambda: crew.stopping
    results: list[T] = []
    crew.start("worker", lambda: results.append(work(calls)))
    crew.wait()
    return results[0]


class _Watched:
    """Implements `drives.backend.RawDevice` over another one; raises Cancelled once the pass has to stop."""

    def __init__(self, device: RawDevice, gate: Gate) -> None:
        self._device = device
        self._gate = gate
        self.stopping: Callable[[], bool] = lambda: False
        self.position = 0
        self.identity = device.identity
        self.size_bytes = device.size_bytes
        self.alignment = device.alignment

    def write_at(self, offset: int, data: Buffer) -> None:
        self._call(offset, lambda: self._device.write_at(offset, data))

    def read_at(self, offset: int, into: Buffer) -> None:
        self._call(offset, lambda: self._device.read_at(offset, into))

    def flush(self) -> None:
        self._call(self.position, self._device.flush)

    def check_same(self) -> None:
        self._device.check_same()

    def close(self) -> None:
        self._device.close()

    def _call(self, offset: int, call: Callable[[], None]) -> None:
        self.position = offset
        with self._gate.request(self.stopping) as may:
            if not may:
                raise Cancelled
            call()
