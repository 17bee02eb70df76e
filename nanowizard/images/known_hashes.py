"""What is known of files that were read to their end once, so that nobody waits for the same gigabytes again.

Kept by path, size, time of change and inode of every part: a file that was replaced or written to is read anew.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.store import Store
from nanowizard.images.split import parts_of

_SCHEMA = 1
_MOST_FILES = 200

Identity = list[list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`raw_bytes` and `raw_sha256` only where it was unpacked, and then its own check held; else None and ""."""

    sha256: str
    md5: str
    raw_bytes: int | None = None
    raw_sha256: str = ""

    @property
    def is_whole(self) -> bool:
        return bool(self.raw_sha256)


class KnownHashes:
    """The file is made when first noted to. One that cannot be read or written costs time, not the run."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._store = Store(path, schema=_SCHEMA)
        self._clock = clock

    def find(self, file: Path) -> Known | None:
        """What is known of the file as it is now. Raises ImageError as `parts_of` does."""
        entry = self._files().get(str(file.resolve()))
        with contextlib.suppress(OSError, TypeError, KeyError):
            if entry and entry["identity"] == identity(file):
                return Known(**entry["known"])
        return None

    def note(self, file: Path, before: Identity, known: Known) -> None:
        """`before` is the file's identity from before it was read: one that changed meanwhile is not known."""
        with contextlib.suppress(OSError):
            files = {path: entry for path, entry in self._files().items() if Path(path).exists()}
            files[str(file.resolve())] = {"identity": before, "known": asdict(known), "noted_s": self._clock()}
            newest = sorted(files.items(), key=lambda item: -float(item[1].get("noted_s", 0)))[:_MOST_FILES]
            self._store.save({"files": dict(newest)})

    def _files(self) -> Mapping[str, dict[str, Any]]:
        files = self._store.load().get("files")
        return files if isinstance(files, dict) else {}


def identity(file: Path) -> Identity:
    """Name, size, time of change and inode of each part. Raises OSError, and ImageError as `parts_of` does."""
    stats = [(part.name, part.stat()) for part in parts_of(file)]
    return [[name, stat.st_size, stat.st_mtime_ns, stat.st_ino] for name, stat in stats]
