"""The identities of the Nanos that a person has confirmed, in a file of our own.

Each board makes its keys on its first boot, so a changed key means a re-flashed card or somebody in between. Only the
person may say which; nothing here accepts a key by itself.
"""

from __future__ import annotations

import base64
import binascii
import enum
import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Finding
from nanowizard.core.places import places
from nanowizard.core.store import Store


@dataclass(frozen=True, slots=True)
class HostKey:
    """A server's public key. `key_type` is SSH's name for it, for example `ssh-ed25519`; `blob` its wire form."""

    key_type: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 in base64 without padding, 43 characters: what `ssh-keygen -lf` prints after `SHA256:`."""
        return base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class PinnedKey:
    key: HostKey
    pinned_at: str
    """When the person confirmed it: ISO 8601, UTC."""


class Trust(enum.Enum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    CHANGED = "changed"


class HostKeys:
    """The pins in one file; each call reads the file anew, so that two programs may run side by side."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = Store(path or places().state / "host_keys.json", schema=1)

    @property
    def warning(self) -> Finding | None:
        """Set when the file was damaged and has been set aside: every board is then unknown again."""
        return self._store.warning

    def pinned(self, place: str) -> PinnedKey | None:
        """What was confirmed for `place` (`Address.place`)."""
        return _pinned(self._pins().get(place))

    def places(self) -> list[str]:
        """Where something is pinned, the latest first."""
        pins = {place: pinned for place, entry in self._pins().items() if (pinned := _pinned(entry))}
        return sorted(pins, key=lambda place: pins[place].pinned_at, reverse=True)

    def check(self, place: str, key: HostKey) -> Trust:
        pinned = self.pinned(place)
        if pinned is None:
            return Trust.UNKNOWN
        return Trust.KNOWN if pinned.key == key else Trust.CHANGED

    def pin(self, place: str, key: HostKey) -> None:
        """Trust `key` for `place` from now on, in the place of any other. Raises StoreError("store.not_written")."""
        entry = {
            "type": key.key_type,
            "key": base64.b64encode(key.blob).decode(),
            "pinned_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        }
        self._save({**self._pins(), place: entry})

    def forget(self, place: str) -> bool:
        """Take the pin back; False where there was none. Raises StoreError("store.not_written")."""
        pins = self._pins()
        if pins.pop(place, None) is None:
            return False
        self._save(pins)
        return True

    def _pins(self) -> dict[str, Any]:
        """Raises StoreError("store.not_read"): pins that cannot be read are not none."""
        pins = self._store.read().get("pins", {})
        return pins if isinstance(pins, dict) else {}

    def _save(self, pins: dict[str, Any]) -> None:
        try:
            self._store.save({"pins": pins})
        except OSError as error:
            raise StoreError("store.not_written", file=self._store.path.name, detail=str(error)) from error


def _pinned(entry: Any) -> PinnedKey | None:
    """The entry as data; one that a person has broken counts as none, so that the board is asked about again."""
    try:
        key = HostKey(key_type=str(entry["type"]), blob=base64.b64decode(entry["key"], validate=True))
        return PinnedKey(key=key, pinned_at=str(entry["pinned_at"]))
    except (TypeError, KeyError, binascii.Error):
        return None
