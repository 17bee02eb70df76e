"""The unfinished file of a download: its bytes, their SHA-256 so far and what the server said of them.

`NAME.part` holds the bytes and `NAME.part.json` the server's words. A finished file has its record in `NAME.json`.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.core.store import Store

_SCHEMA = 1
_READ_BYTES = 1024 * 1024
_RESERVE_BYTES = 16 * 1024 * 1024
"""Left free on the disk, so that the system and our own small files go on working."""
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Record:
    """Where the bytes are from, and the server's marks of this version of them. `size_bytes` is that of the whole."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    size_bytes: int | None = None
    sha256: str = ""

    @property
    def validator(self) -> str:
        """What `If-Range` may carry: a strong ETag or a date (RFC 9110, 13.1.5); empty where there is none."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


def load_record(path: Path) -> Record:
    """The record in `path`; an empty one where there is none that can be read."""
    try:
        return Record(**Store(path, schema=_SCHEMA).load())
    except TypeError:
        return Record()


def save_record(path: Path, record: Record) -> None:
    """Raises OSError."""
    Store(path, schema=_SCHEMA).save(asdict(record))


def hash_file(path: Path, add: Callable[[int], None]) -> hashlib._Hash:
    """SHA-256 of a whole file; `add` hears of every piece and may raise to stop. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
            add(len(data))
    return digest


class PartFile:
    """The part of `target`. Opened by `resume` or `restart`; `close` leaves it for the next time."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self.done = 0
        self.record = load_record(self._record_path)
        self._digest = hashlib.sha256()
        self._file: FileIO | None = None

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def found_bytes(self) -> int:
        with self.errors():
            return self.path.stat().st_size if self.path.is_file() else 0

    def resume(self, add: Callable[[int], None]) -> None:
        """Take over the bytes that are there; they are read once for the hash. Raises ImageError."""
        with self.errors():
            self._digest = hash_file(self.path, add)
            self._file = FileIO(self.path, "r+")
            self.done = self._file.seek(0, os.SEEK_END)

    def restart(self, record: Record) -> None:
        """Begin at the first byte with what the server says now. Raises ImageError."""
        self.close()
        self.done, self._digest, self.record = 0, hashlib.sha256(), record
        with self.errors():
            self._file = FileIO(self.path, "w")
            save_record(self._record_path, record)

    def append(self, data: bytes) -> None:
        """Raises ImageError("image.no_space" or "image.not_saved")."""
        view = memoryview(data)
        with self.errors():
            while view and self._file:
                view = view[self._file.write(view) :]
        self._digest.update(data)
        self.done += len(data)

    def check_space(self) -> None:
        """Raises ImageError("image.no_space") when what is still to come does not fit."""
        if self.record.size_bytes is None:
            return
        with self.errors():
            free = shutil.disk_usage(self.target.parent).free
        missing = self.record.size_bytes - self.done + _RESERVE_BYTES - free
        if missing > 0:
            raise self._no_space(missing)

    def finish(self) -> None:
        """Everything is there and right: make it the target, whole or not at all. Raises ImageError."""
        with self.errors():
            if self._file:
                os.fsync(self._file.fileno())
            self.close()
            self.path.replace(self.target)
            self._record_path.unlink(missing_ok=True)
            record = Record(**{**asdict(self.record), "size_bytes": self.done, "sha256": self.sha256})
            save_record(record_path(self.target), record)

    def set_aside(self) -> Path:
        """The bytes are wrong: keep them as NAME.bad, where nothing will use them. Raises ImageError."""
        aside = self.target.with_name(self.target.name + ".bad")
        with self.errors():
            self.close()
            self.path.replace(aside)
            self._record_path.unlink(missing_ok=True)
        return aside

    def close(self) -> None:
        file, self._file = self._file, None
        if file:
            with self.errors():
                file.close()

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turns what the disk does into an ImageError."""
        try:
            yield
        except OSError as error:
            if error.errno in _DISK_FULL:  # Python gives Windows' "disk full" the same number
                rest = (self.record.size_bytes or 0) - self.done
                raise self._no_space(max(rest, 1)) from error
            raise ImageError("image.not_saved", folder=str(self.target.parent), detail=str(error)) from error

    @property
    def _record_path(self) -> Path:
        return self.target.with_name(self.target.name + ".part.json")

    def _no_space(self, missing: int) -> ImageError:
        return ImageError("image.no_space", folder=str(self.target.parent), missing_bytes=missing)


def record_path(target: Path) -> Path:
    return target.with_name(target.name + ".json")
