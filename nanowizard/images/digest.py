"""Checksums of a file as it is, in all its parts, in one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import ImageError
from nanowizard.images.split import open_bytes

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Lower-case hex. Community images are noted with their MD5, others with their SHA-256."""

    sha256: str
    md5: str

    def of(self, algorithm: str) -> str:
        return self.md5 if algorithm == "md5" else self.sha256


def digest_file(path: Path, add: Callable[[int], None]) -> Digests:
    """`add` hears of every piece and may raise to stop. Raises ImageError as `open_bytes` does."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    buffer = memoryview(bytearray(_READ_BYTES))
    with open_bytes(path) as file:
        try:
            while count := file.readinto(buffer):
                sha256.update(buffer[:count])
                md5.update(buffer[:count])
                add(count)
        except OSError as error:
            raise ImageError("image.unreadable", file=path.name, detail=str(error)) from error
    return Digests(sha256=sha256.hexdigest(), md5=md5.hexdigest())
