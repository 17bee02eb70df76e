"""Reads a file that still grows, from its first byte to its last, once; waits where the next one has not arrived."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

from nanowizard.core.arrival import Arrival, Waiting, wait_for_ever
from nanowizard.images.split import open_file

_STEP_BYTES = 256 * 1024
_NEAR_BYTES = 1 << 20


class GrowingFile(io.RawIOBase):
    """With `window` the file is a ring of that many bytes: byte n of the archive lies at n modulo `window`.

    `moved` hears of how far it has read: what lies before may be written over. `waiting` may be set at any time.
    Raises OSError, and what `Arrival.bytes_from` does.
    """

    def __init__(self, path: Path, arrival: Arrival, *, window: int | None, moved: Callable[[int], None]) -> None:
        """Raises ImageError: image.not_found, image.unreadable."""
        super().__init__()
        self.arrival = arrival
        self.waiting: Waiting = wait_for_ever
        self._file = open_file(path)
        self._window = window
        self._moved = moved
        self._at = 0
        self._sha256 = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of all that was read so far."""
        return self._sha256.hexdigest()

    @property
    def is_at_frontier(self) -> bool:
        """Whether it has read nearly all that has arrived."""
        return self.arrival.have - self._at < _NEAR_BYTES

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    @property
    def position(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Only to where it is."""
        if whence != io.SEEK_SET or offset != self._at:
            raise OSError(f"forward only: {offset} asked for at {self._at}")
        return offset

    def peek(self, count: int) -> bytes:
        """The next bytes, which will be read again; less only at the end of the archive."""
        data = bytearray(count)
        filled = 0
        while filled < count and (got := self._read(self._at + filled, memoryview(data)[filled:])):
            filled += got
        return bytes(data[:filled])

    def readinto(self, into: object, /) -> int:
        """What has arrived, at least one byte; 0 at the end of the archive."""
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        count = self._read(self._at, view) if len(view) else 0
        if count:
            self._sha256.update(view[:count])
            self._at += count
            self._moved(self._at)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()

    def _read(self, at: int, into: memoryview) -> int:
        count = min(self.arrival.bytes_from(at, self.waiting), len(into), _STEP_BYTES)
        if not count:
            return 0
        place = at
        if self._window:
            place = at % self._window
            count = min(count, self._window - place)
        self._file.seek(place)
        got = self._file.readinto(into[:count])
        if not got:
            raise OSError(f"nothing at {at}, although it has arrived")
        return got
