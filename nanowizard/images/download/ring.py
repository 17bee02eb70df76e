"""The part of a download that is not kept: a small file used as a ring, no further ahead than somebody reads it."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import ClassVar

from nanowizard.core.held import when_let_go
from nanowizard.core.task import CancelToken
from nanowizard.images.download.disk import check_room
from nanowizard.images.download.model import Follower, Options
from nanowizard.images.download.opening import OVERLAP_BYTES
from nanowizard.images.download.part import PartFile
from nanowizard.images.download.state import Record, remove

_LOOK_S = 0.05
_FOLLOWED_S, _FOLLOWED_BYTES = 3.0, 1024 * 1024
"""`aim_s` and `least_bytes` of pieces where somebody reads along."""


def part_for(target: Path, algorithms: tuple[str, ...], options: Options, cancel: CancelToken) -> PartFile:
    """The file for what arrives: kept, or a ring where `options` have a window."""
    if options.window_bytes and options.follower:
        return RingPart(target, algorithms, options.follower, options.window_bytes, cancel)
    return PartFile(target, algorithms, options.follower)


def for_follower(options: Options) -> Options:
    """With smaller pieces: who reads along reads in order, and has no use yet for what other connections bring ahead.

    With usual ones a card was 45 MB behind the download when that ended (50 Mbit/s, 4 connections; measured). Several
    fit into a window.
    """
    pieces, window = options.pieces, options.window_bytes
    if options.follower:
        least = min(pieces.least_bytes, _FOLLOWED_BYTES)
        pieces = replace(pieces, least_bytes=least, aim_s=min(pieces.aim_s, _FOLLOWED_S))
    if window:
        least, most = min(pieces.least_bytes, window // 8), min(pieces.most_bytes, window // 4)
        pieces = replace(pieces, least_bytes=least, most_bytes=most)
    return replace(options, pieces=pieces)


class RingFile(FileIO):
    """Byte n lies at n modulo `window`. Reads and writes end at the ring's edge."""

    def __init__(self, path: Path, mode: str, window: int) -> None:
        super().__init__(path, mode)
        self._window = window
        self._place = 0

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence != io.SEEK_SET:
            raise OSError("a ring has no end")
        self._place = offset
        return offset

    def tell(self) -> int:
        return self._place

    def write(self, data: object, /) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        written = super().write(view[: self._to_edge()]) or 0
        self._place += written
        return written

    def read(self, size: int | None = -1, /) -> bytes:
        """`size` must be given."""
        data = super().read(min(size or 0, self._to_edge())) or b""
        self._place += len(data)
        return data

    def _to_edge(self) -> int:
        at = self._place % self._window
        super().seek(at)
        return self._window - at


class RingPart(PartFile):
    """It cannot be resumed by another run, and becomes no file."""

    is_kept: ClassVar[bool] = False

    def __init__(
        self, target: Path, algorithms: tuple[str, ...], follower: Follower, window: int, cancel: CancelToken
    ) -> None:
        super().__init__(target, algorithms, follower)
        self.path = target.with_name(f"{target.name}.window")
        self._reader = follower
        self._window = window
        self._cancel = cancel

    def look(self) -> Record:
        return self.record

    def reach(self, size: int) -> int:
        """As far as nothing is written over that somebody still has to read, or that another source is compared by."""
        used = min(self._reader.used_bytes(), self.hashed_bytes)
        return min(size, max(used - OVERLAP_BYTES, 0) + self._window)

    def write(self, at: int, data: bytes) -> bool:
        has_waited = False
        while data:
            room = self.reach(at + len(data)) - at
            if room <= 0:
                has_waited = True
                self._cancel.wait(_LOOK_S)
                self._cancel.raise_if_set()
                continue
            super().write(at, data[:room])
            at, data = at + room, data[room:]
        return has_waited

    def read(self, at: int, count: int) -> bytes:
        data = b""
        with self.errors(), self._opened("r") as file:
            file.seek(at)
            while len(data) < count and (more := file.read(count - len(data))):
                data += more
        return data

    def save(self) -> None:
        """There is nothing to come back to."""

    def check_space(self) -> None:
        if not self.is_open:
            with self.errors():
                check_room(self.target.parent, self._window)

    def finish(self, sha256: str) -> None:
        del sha256
        self.close()

    def set_aside(self) -> Path:
        """Gone: it was never whole here."""
        self._lose_follower()
        self.close()
        return self.path

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._leave()
        with contextlib.suppress(OSError):
            remove(self.path)

    def _opened(self, mode: str) -> FileIO:
        return when_let_go(lambda: RingFile(self.path, mode, self._window))

    def _save(self) -> None:
        pass
