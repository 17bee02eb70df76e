"""Cards in memory and images from memory, with what can go wrong built in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nanowizard.core.errors import DriveError
from nanowizard.core.events import LimitedBy
from nanowizard.drives.model import DriveIdentity

MIB = 1024 * 1024


class MemoryCard:
    """A `RawDevice` in memory that logs its calls and insists on alignment. Hooks run before each call."""

    def __init__(self, size_bytes: int, *, alignment: int = 512, fill: int = 0xA5) -> None:
        self.identity = DriveIdentity(
            backend="memory", path="memory:card", bus_path="memory", serial="1", model="Memory", size_bytes=size_bytes
        )
        self.size_bytes = size_bytes
        self.alignment = alignment
        self.data = bytearray(bytes([fill])) * size_bytes
        self.writes: list[tuple[int, int]] = []
        self.log: list[str] = []
        self.on_write: Callable[[int, int], None] = lambda offset, length: None
        self.on_read: Callable[[int, int], None] = lambda offset, length: None
        self.on_check: Callable[[], None] = lambda: None
        self.closed = False
        self._lock = threading.Lock()

    def write_at(self, offset: int, data: memoryview) -> None:
        self._check(offset, len(data))
        self.on_write(offset, len(data))
        with self._lock:
            self.writes.append((offset, len(data)))
            self.log.append("write")
            self.data[offset : offset + len(data)] = data

    def read_at(self, offset: int, into: memoryview) -> None:
        self._check(offset, len(into))
        self.on_read(offset, len(into))
        with self._lock:
            self.log.append("read")
            into[:] = self.data[offset : offset + len(into)]

    def flush(self) -> None:
        self.log.append("flush")

    def check_same(self) -> None:
        self.on_check()
        self.log.append("check")

    def close(self) -> None:
        self.closed = True

    def _check(self, offset: int, length: int) -> None:
        assert offset % self.alignment == 0 and length % self.alignment == 0, (offset, length)
        if offset + length > self.size_bytes:
            raise DriveError("drive.full", path=self.identity.path, offset_bytes=offset)


@dataclass
class MemoryImage:
    """Opens as an `ImageSource` over bytes, any number of times."""

    data: bytes
    name: str = "test.img"
    exact: bool = True
    raw_bytes: int | None = -1
    piece: int = MIB
    at_end: Callable[[], None] = field(default=lambda: None)
    before_read: Callable[[int], None] = field(default=lambda position: None)
    opened: int = 0

    def __call__(self) -> MemorySource:
        self.opened += 1
        return MemorySource(self)


class MemorySource:
    kind = "raw"
    is_shared = False
    waits_for = LimitedBy.DECOMPRESSION

    def __init__(self, image: MemoryImage) -> None:
        self._image = image
        self.name = image.name
        self.path = Path(image.name)
        self.raw_bytes = len(image.data) if image.raw_bytes == -1 else image.raw_bytes
        self.raw_bytes_exact = image.exact
        self.archive_bytes = len(image.data)
        self.archive_position = 0

    def readinto(self, into: memoryview) -> int:
        self._image.before_read(self.archive_position)
        piece = self._image.data[self.archive_position :][: min(self._image.piece, len(into))]
        into[: len(piece)] = piece
        self.archive_position += len(piece)
        if not piece:
            self._image.at_end()
        return len(piece)

    def while_waiting(self, call: Callable[[bool], None]) -> None:
        pass

    def __enter__(self) -> MemorySource:
        return self

    def __exit__(self, *_: object) -> None:
        pass
