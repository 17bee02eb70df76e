"""The unfinished file of a download: `NAME.part`, what of it is there, and its hash so far."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import ClassVar

from nanowizard.core.held import when_let_go
from nanowizard.images.download.checkpoint import Checkpoint
from nanowizard.images.download.disk import DISK_FULL, check_file_size, check_room, named
from nanowizard.images.download.hasher import Hasher
from nanowizard.images.download.model import Follower
from nanowizard.images.download.ranges import Ranges
from nanowizard.images.download.state import (
    PartState,
    Record,
    load_state,
    part_path,
    record_path,
    remove,
    remove_leftovers,
    save_record,
    save_state,
    state_path,
)

_GIVEN_UP_BYTES = 64 * 1024


class PartFile:
    """The part of `target`, written by one thread. Opened by `resume` or `restart`; `close` leaves it for next time.

    Everything that touches the disk raises ImageError: image.no_space, image.too_large_for_disk, image.not_saved.
    """

    is_kept: ClassVar[bool] = True

    def __init__(self, target: Path, algorithms: tuple[str, ...], follower: Follower | None = None) -> None:
        self._follower = follower
        self._is_followed = False
        self.target = target
        self.path = part_path(target)
        self.record = Record()
        self.have = Ranges()
        self.algorithms = algorithms
        self._state_path = state_path(target)
        self._checkpoint = Checkpoint(self._state_path)
        self._hasher: Hasher | None = None
        self._file: FileIO | None = None
        self._at = 0

    # --- what is there

    def look(self) -> Record:
        """Take note of what an earlier run left and say whose it is; nothing is opened."""
        with self.errors():
            remove_leftovers(self._state_path)
            found = self.path.stat().st_size if self.path.is_file() else 0
            state = load_state(self._state_path, found)
        self.record, self.have = state.record, state.have
        return state.record

    @property
    def is_whole(self) -> bool:
        return self.record.size_bytes is not None and self.have.frontier == self.record.size_bytes

    @property
    def is_open(self) -> bool:
        return self._file is not None

    @property
    def hashed_bytes(self) -> int:
        return self._hasher.position if self._hasher else 0

    def resume(self) -> None:
        """Take over the bytes that are there; they are read for the hash while more comes."""
        with self.errors():
            self._open("r+")
        self._feed()

    def restart(self, record: Record) -> None:
        """Begin at the first byte with what the server says now."""
        self._leave()
        self._lose_follower()
        self.record, self.have = record, Ranges()
        with self.errors():
            self._open("w")
            self._save()

    def forget(self) -> None:
        """Nothing that is there counts any more; nothing is opened or changed."""
        self._leave()
        self._lose_follower()
        self.record, self.have = Record(), Ranges()

    def adopt(self, record: Record) -> None:
        """Go on with the same bytes from another source, or with other marks of it."""
        self.record = record
        if self.is_open:
            self._tell()

    def reach(self, size: int) -> int:
        """How far may be written now."""
        return size

    # --- writing and reading

    def write(self, at: int, data: bytes) -> bool:
        """Anywhere; what is new at the frontier goes to the hash at once. Whether it had to wait for room."""
        frontier = self.have.frontier
        view = memoryview(data)
        with self.errors():
            assert self._file
            if self._at != at:
                self._file.seek(at)
            while view:
                view = view[self._file.write(view) :]
        end = at + len(data)
        self._at = end
        self.have.add(at, end)
        if self.have.frontier > frontier:
            self._feed(data if at == frontier and self.have.frontier == end else None)
        return False

    def read(self, at: int, count: int) -> bytes:
        with self.errors(), when_let_go(lambda: self.path.open("rb")) as file:
            file.seek(at)
            return file.read(count)

    def save(self) -> None:
        """Make sure of what is there, in the background."""
        with self.errors():
            if self._file:
                self._checkpoint.begin(self._file, self.record, self.have)

    def check_space(self) -> None:
        """Raises ImageError("image.no_space") when what is still to come does not fit."""
        size = self.record.size_bytes
        if size is not None:
            with self.errors():
                check_room(self.target.parent, size - self.have.total)

    def check_place(self) -> None:
        """As `check_space`, and image.too_large_for_disk where the file system has no files of that size."""
        size = self.record.size_bytes
        if size is not None and self.is_kept:
            with self.errors():
                check_file_size(self.target.parent, size)
        self.check_space()

    # --- the end

    def hash_all(self) -> None:
        """Everything is there: the hash may run to its end; wait for it with `is_hashed`."""
        assert self._hasher
        self._hasher.finish(self.have.frontier)

    def is_hashed(self, timeout_s: float) -> bool:
        with self.errors():
            return self._hasher is not None and self._hasher.wait(timeout_s)

    def hashes(self) -> dict[str, str]:
        return self._hasher.digests() if self._hasher else {}

    def finish(self, sha256: str) -> None:
        """Everything is there and right: make it the target, whole or not at all."""
        with self.errors():
            assert self._file
            self._checkpoint.wait()
            self._file.truncate(self.have.frontier)
            os.fsync(self._file.fileno())
            self._close_file()
            self._become_target()
            remove(self._state_path)
            record = replace(self.record, size_bytes=self.have.frontier, sha256=sha256)
            save_record(record_path(self.target), record)

    def set_aside(self) -> Path:
        """The bytes are wrong: keep them as NAME.bad, where nothing will use them."""
        self._lose_follower()
        with self.errors():
            self._leave()
            aside = set_aside(self.path, self.target.name)
            remove(self._state_path)
        return aside

    def close(self) -> None:
        """What has arrived is made sure of first; a disk that refuses costs what came since the last time."""
        with contextlib.suppress(OSError):
            if self._file:
                self._save_or_shorten()
        with contextlib.suppress(OSError):
            self._leave()

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turns what the disk does into an ImageError."""
        try:
            yield
        except OSError as error:
            rest_bytes = (self.record.size_bytes or 0) - self.have.total
            raise named(error, self.target.parent, rest_bytes) from error

    # --- inside

    def _open(self, mode: str) -> None:
        self._file = self._opened(mode)
        self._at = 0
        self._hasher = Hasher(lambda: self._opened("r"), self.algorithms)

    def _opened(self, mode: str) -> FileIO:
        return when_let_go(lambda: FileIO(self.path, mode))

    def _feed(self, data: bytes | None = None) -> None:
        if self._hasher:
            self._hasher.feed(self.have.frontier, data)
        self._tell()

    def _tell(self) -> None:
        if self._follower:
            self._is_followed = True
            self._follower.arrived(self.path, self.have.frontier, self.record.size_bytes)

    def _lose_follower(self) -> None:
        if self._follower and self._is_followed:
            self._is_followed = False
            self._follower.restarted()

    def _save(self) -> None:
        assert self._file
        self._checkpoint.now(self._file, self.record, self.have)

    def _save_or_shorten(self) -> None:
        """On a full disk the state has no room left: then the part gives up a little of its end for it."""
        assert self._file
        try:
            self._save()
        except OSError as error:
            if error.errno not in DISK_FULL:
                raise
            self.have = self.have.within(max(self.have.frontier - _GIVEN_UP_BYTES, 0))
            self._file.truncate(self.have.frontier)
            self._save()

    def _become_target(self) -> None:
        """Raises OSError; another run then finds all of it."""
        try:
            when_let_go(lambda: self.path.replace(self.target))
        except OSError:
            with contextlib.suppress(OSError):
                save_state(self._state_path, PartState(self.record, self.have))
            raise

    def _leave(self) -> None:
        """Raises OSError."""
        if self._hasher:
            self._hasher.close()
            self._hasher = None
        with contextlib.suppress(OSError):
            self._checkpoint.wait()
        self._close_file()

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file:
            file.close()


def set_aside(path: Path, name: str) -> Path:
    """Rename `path` to the first of NAME.bad, NAME.bad2, ... that is free. Raises OSError."""
    number = 1
    while (aside := path.with_name(f"{name}.bad{number if number > 1 else ''}")).exists():
        number += 1
    when_let_go(lambda: path.replace(aside))
    return aside
