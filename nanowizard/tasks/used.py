"""Which Nanos somebody has logged in to from this computer: where, as whom and when. Never with what."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import NanoError
from nanowizard.core.store import Store
from nanowizard.remote.address import Address, parse_address

FILE = "used_nanos.json"
KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedNano:
    """`used_at`: the last login, seconds since 1970. `name`: what the Nano calls itself, "" while unknown."""

    address: Address
    used_at: float
    name: str = ""

    def since_s(self) -> float:
        return max(time.time() - self.used_at, 0.0)


class UsedNanos:
    """One file; each call reads it anew, since the command line may log in while a window is open."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, schema=1)

    def all(self) -> list[UsedNano]:
        """The latest first, one for each place. What a person has broken in the file is passed over."""
        kept = self._store.load().get("nanos")
        nanos = [nano for entry in (kept if isinstance(kept, list) else []) if (nano := _nano(entry)) is not None]
        return sorted(nanos, key=lambda nano: nano.used_at, reverse=True)

    def at(self, place: str) -> UsedNano | None:
        """The one at an `Address.place`."""
        return next((nano for nano in self.all() if nano.address.place == place), None)

    def note(self, address: Address, name: str = "") -> None:
        """Somebody logged in there just now. Without a name the one of before stays.

        A convenience: a full disk must not fail a login that went well.
        """
        before = self.at(address.place)
        now = UsedNano(address=address, used_at=time.time(), name=name or (before.name if before else ""))
        self._save([now, *self._others(address.place)])

    def forget(self, place: str) -> None:
        if self.at(place) is not None:
            self._save(self._others(place))

    def _others(self, place: str) -> list[UsedNano]:
        return [nano for nano in self.all() if nano.address.place != place]

    def _save(self, nanos: list[UsedNano]) -> None:
        entries = [{"address": str(n.address), "used_at": n.used_at, "name": n.name} for n in nanos[:KEPT]]
        with contextlib.suppress(OSError):
            self._store.save({"nanos": entries})


def _nano(entry: Any) -> UsedNano | None:
    if not isinstance(entry, Mapping):
        return None
    try:
        address = parse_address(str(entry.get("address")))
        return UsedNano(address=address, used_at=float(entry["used_at"]), name=str(entry.get("name") or ""))
    except (NanoError, KeyError, TypeError, ValueError):
        return None
