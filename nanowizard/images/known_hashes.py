"""What is known of files that were read to their end once, so that nobody waits for the same gigabytes again.

Kept by path, size, time of change and inode of every part: a file that was replaced or written to is read anew.
The last three alone find one that was renamed, or moved on its disk.
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
        files = self._files()
        try:
            now = identity(file)
        except OSError:
            return None
        here = files.get(str(file.resolve()))
        for entry in (here, *files.values()):
            with contextlib.suppress(TypeError, KeyError):
                if entry and (entry["identity"] == now if entry is here else _is_renamed(entry["identity"], now)):
                    return Known(**entry["known"])
        return None

    def note(self, file: Path, before: Identity, known: Known) -> None:
        """`before` is the file's identity from before it was read: one that changed meanwhile is not known."""
        with contextlib.suppress(OSError):
            files = dict(self._files())
            files[str(file.resolve())] = {"identity": before, "known": asdict(known), "noted_s": self._clock()}
            # What is gone may have been renamed: it is forgotten when there is no room for all.
            newest = sorted(files.items(), key=_what_is_here_then_newest)[:_MOST_FILES]
            self._store.save({"files": dict(newest)})

    def _files(self) -> Mapping[str, dict[str, Any]]:
        files = self._store.load().get("files")
        return files if isinstance(files, dict) else {}


def identity(file: Path) -> Identity:
    """Name, size, time of change and inode of each part. Raises OSError, and ImageError as `parts_of` does."""
    stats = [(part.name, part.stat()) for part in parts_of(file)]
    return [[name, stat.st_size, stat.st_mtime_ns, stat.st_ino] for name, stat in stats]


def _is_renamed(noted: Identity, now: Identity) -> bool:
    """The same files under other names. An inode of 0 is none: some file systems have no such numbers."""
    return bool(now) and [part[1:] for part in noted] == [part[1:] for part in now] and all(part[3] for part in now)


def _what_is_here_then_newest(item: tuple[str, Mapping[str, Any]]) -> tuple[bool, float]:
    path, entry = item
    return not Path(path).exists(), -float(entry.get("noted_s", 0))
