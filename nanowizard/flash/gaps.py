"""Reads a card back while the stream waits for its source: with a slow one nearly nothing is left for the end.

Writing and reading at the same time gains nothing on a card, which does one of them at a time; a gap costs nothing.
What was found right this early may be destroyed by what is written later, see `wrap`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from nanowizard.core.task import RunContext
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.stream import BUFFER_BYTES
from nanowizard.flash.verify import Differences
from nanowizard.flash.write import Written
from nanowizard.transfer.buffers import aligned_buffer

# A counterfeit may answer for a moment out of a cache, or a reader out of its own, what its memory did not keep. So a
# range has to wait until this much more was written behind it.
LAG_BYTES = 32 * 1024 * 1024


class GapReader:
    """`written` grows at its end while the stream runs. One thread calls `next` and what that returns."""

    def __init__(
        self, device: RawDevice, written: Sequence[Written], ctx: RunContext, *, lag_bytes: int = LAG_BYTES
    ) -> None:
        self._device = device
        self._written = written
        self.lag_bytes = lag_bytes
        self._taken = 0
        self._counted = 0
        self._behind_bytes = 0
        self._flushed = 0
        self._buffer = aligned_buffer(BUFFER_BYTES)
        self.differences = Differences(ctx)
        self.good: list[Written] = []
        self.good_bytes = 0
        self.bad: list[Written] = []

    def next(self) -> Callable[[], None] | None:
        """One request to the card, or None while everything that may be read has been."""
        while self._counted < len(self._written):
            self._behind_bytes += self._written[self._counted].length
            self._counted += 1
        if self._taken == self._counted or self.differences.too_many:
            return None
        one = self._written[self._taken]
        if self._behind_bytes - one.length < self.lag_bytes:
            return None
        return self._flush if self._taken >= self._flushed else self._read

    def _flush(self) -> None:
        reached = len(self._written)
        self._device.flush()
        self._flushed = reached

    def _read(self) -> None:
        one = self._written[self._taken]
        self._taken += 1
        self._behind_bytes -= one.length
        view = self._buffer[: one.length]
        self._device.read_at(one.offset, view)
        if hashlib.sha256(view).digest() == one.sha256:
            self.good.append(one)
            self.good_bytes += one.length
        else:
            self.bad.append(one)
            self.differences.add(one.offset, one.length)
