"""The SHA-256 of the image file as it was downloaded, taken while it is unpacked: its bytes are in memory just then."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType

from nanowizard.core.errors import ImageError
from nanowizard.core.task import CancelToken
from nanowizard.images.split import open_bytes

_READ_BYTES = 1024 * 1024


class ArchiveDigest:
    """`advance` to where the unpacking is, `finish` to the end. A context manager."""

    def __init__(self, path: Path, expected_sha256: str, cancel: CancelToken) -> None:
        """Raises ImageError image.unreadable and what else `open_bytes` does."""
        self._path = path
        self._expected = expected_sha256.lower()
        self._cancel = cancel
        self._sha256 = hashlib.sha256()
        self._position = 0
        self._file = open_bytes(path)

    def advance(self, position: int) -> None:
        while self._position < position and self._step(min(position - self._position, _READ_BYTES)):
            pass

    def finish(self) -> None:
        """Raises ImageError image.checksum_mismatch when the file is not the one that was meant."""
        while self._step(_READ_BYTES):
            self._cancel.raise_if_set()
        check_sha256(self._path.name, self._expected, self._sha256.hexdigest())

    def _step(self, count: int) -> bool:
        try:
            data = self._file.read(count) or b""
        except OSError as error:
            raise ImageError("image.unreadable", file=self._path.name, detail=str(error)) from error
        self._sha256.update(data)
        self._position += len(data)
        return bool(data)

    def __enter__(self) -> ArchiveDigest:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()


def check_sha256(name: str, expected: str, found: str) -> None:
    """Raises ImageError image.checksum_mismatch."""
    if found != expected.lower():
        raise ImageError("image.checksum_mismatch", file=name, expected=expected.lower(), actual=found)
