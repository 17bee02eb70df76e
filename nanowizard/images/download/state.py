"""What is known of a download between two runs: `NAME.part.json` while it lasts, `NAME.json` beside a finished file."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nanowizard.core.held import when_let_go
from nanowizard.core.store import Document, Store
from nanowizard.images.download.ranges import Ranges

_SCHEMA = 2


@dataclass(frozen=True, slots=True)
class Record:
    """Where the bytes are from, and the server's marks of this version of them.

    `url` is the address that was asked for, never one that it redirected to: those carry tokens that expire.
    `size_bytes` is that of the whole; `sha256` is there once the file is finished.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    size_bytes: int | None = None
    sha256: str = ""

    @property
    def validator(self) -> str:
        """What `If-Range` may carry: a strong ETag or a date (RFC 9110, 13.1.5); empty where there is none."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def is_other_than(self, other: Record) -> bool:
        """Whether these are marks of two different versions. A mark that one of them lacks says nothing."""
        pairs = (
            (self.size_bytes, other.size_bytes),
            (self.etag.removeprefix("W/"), other.etag.removeprefix("W/")),
            (self.last_modified, other.last_modified),
        )
        return any(mine and theirs and mine != theirs for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class PartState:
    """`have`: what of the part is on the disk for sure; what lies behind or between was never promised."""

    record: Record = Record()
    have: Ranges = field(default_factory=Ranges)


def record_path(target: Path) -> Path:
    return target.with_name(target.name + ".json")


def part_path(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def state_path(target: Path) -> Path:
    return target.with_name(target.name + ".part.json")


def load_record(path: Path) -> Record:
    """The record in `path`; an empty one where there is none, or a damaged one. Raises StoreError("store.not_read")."""
    return _record(_store(path).read())


def save_record(path: Path, record: Record) -> None:
    """Raises OSError."""
    _store(path).save(asdict(record))


def load_state(path: Path, part_bytes: int) -> PartState:
    """The state in `path` of a part that is `part_bytes` long; an empty one where it does not fit together.

    Raises StoreError("store.not_read"): what cannot be read is not taken for a part that begins anew.
    """
    document = _store(path).read()
    record = _record(document)
    try:
        spans = [(int(first), int(end)) for first, end in document.get("have", [])]
    except (TypeError, ValueError):
        return PartState()
    longest = record.size_bytes if record.size_bytes is not None else part_bytes
    if not record.url or any(not 0 <= first < end <= longest for first, end in spans):
        return PartState()
    return PartState(record, Ranges(spans).within(part_bytes))


def save_state(path: Path, state: PartState) -> None:
    """Raises OSError."""
    _store(path).save({**asdict(state.record), "have": [list(span) for span in state.have]})


def remove_leftovers(path: Path) -> None:
    """What a process that was killed while it saved `path` left beside it, as far as it can go. Raises OSError."""
    for found in path.parent.iterdir():
        if found.name.startswith(f"{path.name}.") and found.name.endswith(".new"):
            remove(found)


def remove(path: Path) -> None:
    """What is of no use any more, and does no harm where it has to stay. Raises OSError."""
    with contextlib.suppress(PermissionError):
        when_let_go(lambda: path.unlink(missing_ok=True))


def _record(document: Mapping[str, Any]) -> Record:
    known = {key: value for key, value in document.items() if key in Record.__slots__}
    texts = [known.get(key, "") for key in ("url", "etag", "last_modified", "sha256")]
    size = known.get("size_bytes")
    if not all(isinstance(text, str) for text in texts) or not (size is None or _is_count(size)):
        return Record()
    return replace(Record(), **known)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _store(path: Path) -> Store:
    return Store(path, schema=_SCHEMA, upgrades={1: _without_spans})


def _without_spans(document: Document) -> Document:
    """Schema 1 knew no spans: what it says of a finished file stands, a part begins again."""
    return document
