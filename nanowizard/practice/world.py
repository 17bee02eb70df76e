"""The practice world: an image to download, a card to write and a Nano to set up, all real but none of them hardware.

Everything lives below one folder, so that a second visit finds what the first one did. Parts start when first needed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from nanowizard.practice.card import prepare_card
from nanowizard.practice.image import PracticeServer, build_practice_archive
from nanowizard.practice.service import command
from nanowizard.remote.address import Address

USER = "nano"
PASSWORD = "nano"  # noqa: S105 - shown to the person on the Connect page of practice mode
BOOT_S = 4.0
"""The practice Nano answers this long after it was switched on: long enough to see the page wait."""


class PracticeWorld:
    """`folder` is made when first needed. `close` ends the servers; the card file and the Nano's state stay."""

    def __init__(self, folder: Path, *, boot_s: float = BOOT_S) -> None:
        self.folder = folder
        self._boot_s = boot_s
        self._server: PracticeServer | None = None
        self._nano: PracticeNano | None = None
        self._boot: threading.Timer | None = None
        self._lock = threading.Lock()

    def helper_command(self) -> Sequence[str]:
        prepare_card(self.folder)
        return command(self.folder)

    def image_url(self) -> str:
        """The address of the practice image; the first call builds it (a few seconds) and starts its server."""
        with self._lock:
            if self._server is None:
                archive = build_practice_archive(self.folder)
                self._server = PracticeServer(archive)
                self._server.start()
            return self._server.url
