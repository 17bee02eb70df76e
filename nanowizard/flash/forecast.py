"""How long a whole flash will still take: what is left to come, to write and to read back, at the paces measured.

A pass over an image is as slow as the slower of source and card where something is written, and as its source where
nothing is. What the source leaves the card of time, gaps make use of; the rest is read at the end.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from nanowizard.core.errors import DriveError
from nanowizard.drives.backend import RawDevice
from nanowizard.flash.gaps import GapReader
from nanowizard.transfer.buffers import aligned_buffer
from nanowizard.transfer.notready import HEAD_BYTES

# Cards become slower as their cache fills, and links change: what was measured so long ago counts a third.
_MEMORY_S = 30.0
# Before that nothing can be said.
_LEAST_S = 1.0
# An image is looked ahead at in so many parts.
_PARTS = 16
# Cards read two to four times faster than they write; where nothing was measured.
_READ_TO_WRITE = 0.4
# The first MiB is read so often to know how fast the card reads, one request at a time. Four at once take 0.84 of that
# time where the card has a queue (measured), else the same.
_TRIALS = 3
_TOGETHER = 0.92


class _Coming(Protocol):
    """Of an `ImageSource` what is of interest here."""

    raw_bytes: int | None
    archive_bytes: int

    @property
    def archive_position(self) -> int: ...


class Pace:
    """Seconds for each byte, of late. None while nothing was measured."""

    def __init__(self) -> None:
        self._amount = self._took_s = 0.0

    def add(self, amount: float, took_s: float) -> None:
        fades = math.exp(-took_s / _MEMORY_S)
        self._amount, self._took_s = self._amount * fades + amount, self._took_s * fades + took_s

    @property
    def s(self) -> float | None:
        return self._took_s / self._amount if self._amount and self._took_s else None


class Forecast:
    """Told by a `Stream` what goes on. `planned_behind(position, end)`: how much of the image there will be written.

    `gaps` is None where nothing is read back; `reading_s` for each byte, where that was measured.
    """

    def __init__(
        self,
        source: _Coming,
        planned_behind: Callable[[int, int], int],
        *,
        gaps: GapReader | None,
        reading_s: float | None,
        clock: Callable[[], float],
    ) -> None:
        self._source = source
        self._planned_behind = planned_behind
        self._gaps = gaps
        self._reading_s = reading_s
        self._clock = clock
        self._lock = threading.Lock()
        self._coming, self._archive, self._writing = Pace(), Pace(), Pace()
        self._archive_at = 0
        self._came_s = 0.0
        self._active = 0
        self._since = 0.0
        self._carried = 0
        self._written = 0

    def came(self, raw_bytes: int, took_s: float) -> None:
        """The source gave so much, in a time in which nothing else held it up."""
        with self._lock:
            at, self._archive_at = self._archive_at, self._source.archive_position
            self._came_s += took_s
            self._coming.add(raw_bytes, took_s)
            self._archive.add(max(self._archive_at - at, 0), took_s)

    @contextmanager
    def carrying(self, count: int) -> Iterator[None]:
        """Around the writing of so many bytes; several at once are one time."""
        with self._lock:
            if not self._active:
                self._since = self._clock()
            self._active += 1
        try:
            yield
        finally:
            with self._lock:
                self._active -= 1
                self._carried += count
                self._written += count
                if not self._active or self._clock() - self._since >= _LEAST_S:
                    now = self._clock()
                    self._writing.add(self._carried, now - self._since)
                    self._since, self._carried = now, 0

    def left_s(self, done: int) -> float | None:
        """With `done` bytes of the image on the card. None while that cannot be said."""
        with self._lock:
            total, coming_s = self._source.raw_bytes, self._coming.s
            if not total or coming_s is None or (self._came_s < _LEAST_S and self._writing.s is None):
                return None
            left = max(total - done, 0)
            coming_s = self._archive_left_s(left) or coming_s
            return self._pass_s(done, total, coming_s, self._writing.s or 0.0)

    def _pass_s(self, done: int, total: int, coming_s: float, writing_s: float) -> float:
        """Part by part: the source's pauses are of use only for what was written before them."""
        gaps, reading_s = self._gaps, self._reading_s or writing_s * _READ_TO_WRITE
        unread = self._written - gaps.good_bytes if gaps else 0
        whole_s = 0.0
        behind = self._planned_behind(done, total)
        for n in range(_PARTS):
            start, end = (done + (total - done) * part // _PARTS for part in (n, n + 1))
            before, behind = behind, self._planned_behind(end, total)
            planned = min(max(before - behind, 0), end - start)
            took_s = planned * max(coming_s, writing_s) + (end - start - planned) * coming_s
            whole_s += took_s
            if gaps:
                unread += planned
                idle_s = took_s - planned * writing_s
                unread -= round(min(idle_s / reading_s if reading_s else 0.0, max(unread - gaps.lag_bytes, 0)))
        return whole_s + max(unread, 0) * reading_s

    def _archive_left_s(self, raw_left: int) -> float | None:
        """For each byte of the image, by what is left of its archive: parts of an image are packed very unequally."""
        size, pace = self._source.archive_bytes, self._archive.s
        if not size or not raw_left or pace is None:
            return None
        return max(size - self._source.archive_position, 0) * pace / raw_left


def reading_pace(device: RawDevice, clock: Callable[[], float]) -> float | None:
    """About how many seconds each byte of a read-back will take; None where the card does not read. Raises DriveError.

    What cannot be read before it was written says nothing.
    """
    buffer = aligned_buffer(min(HEAD_BYTES, device.size_bytes // device.alignment * device.alignment))
    took_s = []
    try:
        for _ in range(_TRIALS):
            began = clock()
            device.read_at(0, buffer)
            took_s.append(clock() - began)
    except DriveError as error:
        if error.code != "drive.io":
            raise
        return None
    return _TOGETHER * min(took_s) / len(buffer)  # a busy computer makes some of them longer
