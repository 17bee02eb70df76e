"""A finished file that is there already: is it what is wanted?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from nanowizard.core.held import when_let_go
from nanowizard.core.progress import ProgressMeter
from nanowizard.core.task import RunContext
from nanowizard.images.download.content import FIRST_BYTES, can_be
from nanowizard.images.download.model import FetchResult, Wanted
from nanowizard.images.download.state import Record, load_record, record_path

_READ_BYTES = 1024 * 1024


def kept_file(target: Path, wanted: Wanted, algorithms: Sequence[str], ctx: RunContext) -> FetchResult | None:
    """The file of an earlier run that has the pinned hash and size, or, where nothing is pinned, that is unchanged.

    In the second case the server may have a newer one. Raises Cancelled, OSError and StoreError.
    """
    if not target.is_file():
        return None
    size, record = target.stat().st_size, Record() if wanted.is_pinned else load_record(record_path(target))
    if wanted.expected_bytes and size != wanted.expected_bytes:
        return None
    if not can_be(wanted, first_bytes(target), size):
        return None
    if not wanted.is_pinned and not may_be_newest(record, size, wanted.urls):
        return None
    hashes = _hashes(target, algorithms, size, ctx)
    right = wanted.digests or {"sha256": record.sha256 or hashes["sha256"]}
    is_right = all(hashes[algorithm] == value for algorithm, value in right.items())
    return FetchResult(target, size, hashes, size) if is_right else None


def first_bytes(path: Path) -> bytes:
    """Raises OSError."""
    with when_let_go(lambda: path.open("rb", buffering=0)) as file:
        return file.read(FIRST_BYTES)


def is_copy(file: Path, sha256: str, size: int, ctx: RunContext) -> bool:
    """Whether the file has exactly these bytes. Raises Cancelled and OSError."""
    return file.stat().st_size == size and _hashes(file, ("sha256",), size, ctx)["sha256"] == sha256


def may_be_newest(record: Record, size: int, urls: Sequence[str]) -> bool:
    """Whether the server can be asked if it has a newer one."""
    return record.url in urls and record.size_bytes == size and bool(record.etag or record.last_modified)


def _hashes(path: Path, algorithms: Sequence[str], size: int, ctx: RunContext) -> dict[str, str]:
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    meter = ProgressMeter(ctx.emit, {"check": 1.0})
    meter.start("check", size)
    with when_let_go(lambda: path.open("rb", buffering=0)) as file:
        while data := file.read(_READ_BYTES):
            ctx.cancel.raise_if_set()
            for digest in digests.values():
                digest.update(data)
            meter.add(len(data))
    meter.finish()
    return {name: digest.hexdigest() for name, digest in digests.items()}
