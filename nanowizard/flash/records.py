"""The records of flashes that ended well, one file for each card, in a folder of this computer."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.events import Event, RecordPart
from nanowizard.core.store import write_atomically
from nanowizard.drives.model import DriveIdentity, identity_to_wire
from nanowizard.flash.record import named_in

FOLDER = "card_records"
_MOST = 16
_SUFFIX = ".record"
# Many times that of a card of 64 GB; a helper that never ends its record fills no disk.
_LARGEST_BYTES = 64 * 1024 * 1024
# More than the line with the facts takes, whatever the image is called.
_FACTS_BYTES = 8 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """What a record says of itself. `name` is the image's in its archive, `written_at` in seconds since 1970."""

    name: str
    raw_bytes: int
    written_at: float


class CardRecords:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, card: DriveIdentity) -> Path | None:
        """The record of the last flash of the card; None where there is none."""
        path = self._path(card)
        return path if path.is_file() else None

    def kept(self, card: DriveIdentity) -> KeptRecord | None:
        """What the record of the card is of; None where there is none that can be read."""
        try:
            with self._path(card).open("rb") as file:
                name, raw_bytes = named_in(file.read(_FACTS_BYTES))
                return KeptRecord(name=name, raw_bytes=raw_bytes, written_at=os.fstat(file.fileno()).st_mtime)
        except (OSError, ValueError):
            return None

    def keeping(self, card: DriveIdentity, emit: Callable[[Event], None]) -> Callable[[Event], None]:
        """Hands on the events of a flash of that card, but for its record, which is kept."""
        parts: list[bytes] = []

        def keep(event: Event) -> None:
            if not isinstance(event, RecordPart):
                emit(event)
                return
            parts.append(base64.b64decode(event.data))
            if event.last and sum(map(len, parts)) <= _LARGEST_BYTES:
                self._save(card, b"".join(parts))

        return keep

    def forget(self, card: DriveIdentity) -> None:
        """It is being written anew."""
        with contextlib.suppress(OSError):
            self._path(card).unlink(missing_ok=True)

    def _save(self, card: DriveIdentity, data: bytes) -> None:
        """A convenience: a full disk must not fail a flash that went well."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path(card), data, mode=0o600)
            kept = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
            for old in kept[:-_MOST]:
                old.unlink(missing_ok=True)

    def _path(self, card: DriveIdentity) -> Path:
        """By what is the same after the card was taken out and put back."""
        wire = identity_to_wire(card)
        same = {key: wire[key] for key in ("backend", "serial", "model", "size_bytes", "cid")}
        name = hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:32]
        return self._folder / (name + _SUFFIX)
