"""When this computer last wrote a card: a Nano that starts from it has a new identity, and that is no alarm."""

from __future__ import annotations

import contextlib
import time
from datetime import datetime
from pathlib import Path

from nanowizard.core.store import Store
from nanowizard.remote.hostkeys import PinnedKey

FILE = "written_cards.json"


class WrittenCards:
    """One file; each call reads it anew, since the command line may write a card while a window is open."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path, schema=1)

    def note(self) -> None:
        """A card was written just now. A convenience: a full disk must not fail a flash that went well."""
        with contextlib.suppress(OSError):
            self._store.save({"last_at": time.time()})

    def since(self, pinned: PinnedKey | None) -> float | None:
        """How many seconds ago the last card was written, if that was after `pinned` was confirmed; else None."""
        last = self._store.load().get("last_at")
        if pinned is None or not isinstance(last, (int, float)):
            return None
        try:
            confirmed = datetime.fromisoformat(pinned.pinned_at).timestamp()
        except ValueError:
            return None
        return max(time.time() - last, 0.0) if last > confirmed else None
