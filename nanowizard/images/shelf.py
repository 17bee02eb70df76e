"""The folder where downloads are kept: what in it is ours, how large and how old, and how it is cleared away.

A person may choose any folder, also one that is full of other things. Ours is what our own records name.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.errors import ImageError, StoreError
from nanowizard.images.download.owner import owned
from nanowizard.images.download.state import load_record, record_path, state_path

_MOST_RECORD_BYTES = 64 * 1024
FINISHED, UNFINISHED, ASIDE = "finished", "unfinished", "aside"
_ASIDE = re.compile(r"(?P<name>.+\.(zip|img|raw|xz|gz|zst|bz2))\.bad\d*", re.DOTALL)
"""As `set_aside` of the download names them; no record is kept of these, so the name must say image as well."""


_LEFT = frozenset({".window", ".moving"})
"""Of a download that was killed: one that was not to be kept, or was just being taken along to this folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`name` is that of the image file, `path` the file that holds the bytes. `state`: FINISHED, UNFINISHED or ASIDE.

    `age_s`: since the last byte was written. `sha256` of a finished one, "" where its record does not say.
    """

    name: str
    path: Path
    state: str
    size_bytes: int
    age_s: float
    sha256: str = ""


def kept_in(folder: Path, clock: Callable[[], float] = time.time) -> list[Kept]:
    """The newest first; empty where there is no such folder. Raises ImageError("image.unreadable")."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    except OSError as error:
        raise ImageError("image.unreadable", file=str(folder), detail=str(error)) from error
    found = [kept for path in paths for kept in _kept(path, set(paths), clock())]
    return sorted(found, key=lambda kept: (kept.age_s, kept.name))


def remove(kept: Iterable[Kept]) -> Iterator[tuple[Kept, ImageError | None]]:
    """Take them away with their records, one by one; with each, why it could not be."""
    for one in kept:
        error = None
        target = one.path.with_name(one.name)
        try:
            with owned(target):
                one.path.unlink(missing_ok=True)
                if one.state == FINISHED:
                    record_path(target).unlink(missing_ok=True)
                if one.state == UNFINISHED:
                    state_path(target).unlink(missing_ok=True)
        except ImageError as busy:
            error = busy
        except OSError as failed:
            error = ImageError("image.not_removed", file=one.path.name, detail=str(failed))
        yield one, error


def _kept(path: Path, beside: set[Path], now: float) -> Iterator[Kept]:
    name, state, sha256 = path.name, "", ""
    if path.name.endswith(".part"):
        name = path.name.removesuffix(".part")
        state = UNFINISHED if state_path(path.with_name(name)) in beside else ""
    elif path.suffix in _LEFT and _ASIDE.fullmatch(f"{path.stem}.bad"):
        name = path.stem
        state = UNFINISHED
    elif match := _ASIDE.fullmatch(path.name):
        name = match["name"]
        state = ASIDE
    elif record_path(path) in beside and _is_ours(record_path(path)):
        with contextlib.suppress(StoreError):  # held by another program all the time
            record = load_record(record_path(path))
            state, sha256 = (FINISHED if record.url else ""), record.sha256
    if state:
        with contextlib.suppress(OSError):  # gone meanwhile
            stat = path.stat()
            age_s = max(now - stat.st_mtime, 0.0)
            yield Kept(name=name, path=path, state=state, size_bytes=stat.st_size, age_s=age_s, sha256=sha256)


def _is_ours(record: Path) -> bool:
    """Looked at first: a record that cannot be understood is renamed when it is loaded, and this may be anybody's."""
    try:
        document = json.loads(record.read_bytes()) if record.stat().st_size <= _MOST_RECORD_BYTES else None
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and {"schema", "url", "etag", "sha256"} <= set(document)
