"""The records of flashes that ended well, one file for each card, in a folder of this computer."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from nanowizard.core.events import Event, RecordPart
from nanowizard.core.store import write_atomically
from nanowizard.drives.model import DriveIdentity, identity_to_wire

FOLDER = "card_records"
_MOST = 16
_SUFFIX = ".record"
# Many times that of a card of 64 GB; a helper that never ends its record fills no disk.
_LARGEST_BYTES = 64 * 1024 * 1024


class CardRecords:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, card: DriveIdentity) -> Path | None:
        """The record of the last flash of the card; None where there is none."""
        path = self._path(card)
        return path if path.is_file() else None

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
