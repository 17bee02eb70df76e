"""The end of an archive that went by, with one piece of its beginning, as a file that can be looked into."""

from __future__ import annotations

from nanowizard.images.seekable import SeekableBytes
from nanowizard.images.zip_end import MOST_DIRECTORY_BYTES

_KEPT_BYTES = MOST_DIRECTORY_BYTES + (1 << 20)
"""The largest directory that is read, and the records behind it with the longest comment."""
_ZEROS_BYTES = 64 * 1024


class LastBytes(SeekableBytes):
    """`first` lies at the offset `first_at`; what is added begins at `begin`. What went by before is zeros."""

    def __init__(self, first: bytes, first_at: int, begin: int) -> None:
        super().__init__()
        self._first, self._first_at = first, first_at
        self._kept = bytearray()
        self._kept_at = begin

    def add(self, data: bytes) -> None:
        self._kept += data
        if len(self._kept) > 2 * _KEPT_BYTES:
            over = len(self._kept) - _KEPT_BYTES
            del self._kept[:over]
            self._kept_at += over

    def readinto(self, into: object, /) -> int:
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        data = self._from(self._at)[: len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    @property
    def _end(self) -> int:
        return self._kept_at + len(self._kept)

    def _from(self, at: int) -> memoryview:
        if at >= self._end:
            return memoryview(b"")
        if at >= self._kept_at:
            return memoryview(self._kept)[at - self._kept_at :]
        if self._first_at <= at < self._first_at + len(self._first):
            return memoryview(self._first)[at - self._first_at :]
        next_at = self._first_at if at < self._first_at else self._kept_at
        return memoryview(bytes(min(next_at - at, _ZEROS_BYTES)))
