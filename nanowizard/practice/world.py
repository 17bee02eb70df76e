"""The practice world: an image to download, a card to write and a Nano to set up, all real but none of them hardware.

Everything lives below one folder, so that a second visit finds what the first one did. Parts start when first needed.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nanowizard.core.errors import Cancelled, StoreError
from nanowizard.practice.card import prepare_card
from nanowizard.practice.service import command
from nanowizard.remote.address import Address

if TYPE_CHECKING:
    from nanowizard.practice.nano import PracticeNano
    from nanowizard.practice.server import PracticeServer

BOOT_S = 3.0
"""The practice Nano answers this long after it was switched on: long enough to see the page wait."""


class PracticeWorld:
    """`folder` is made when first needed. `close` ends the servers; the card and the Nano's state stay.

    Every method may be called from any thread; after `close` what would start something raises Cancelled.
    """

    def __init__(self, folder: Path, *, boot_s: float = BOOT_S) -> None:
        self.folder = folder
        self._boot_s = boot_s
        self._server: PracticeServer | None = None
        self._nano: PracticeNano | None = None
        self._boot: threading.Timer | None = None
        self._closed = False
        self._lock = threading.RLock()

    @property
    def card(self) -> Path:
        """The practice card's file, made as a new card where there is none yet. Raises StoreError."""
        with self._errors():
            return prepare_card(self.folder)

    @property
    def password(self) -> str:
        return self.nano.account.password

    @property
    def nano(self) -> PracticeNano:
        """The board itself, for tests and teachers who want it to misbehave. It answers only once switched on."""
        # Its SSH server needs paramiko, which takes a quarter of a second to load: not before the first page.
        from nanowizard.practice.nano import Faults, PracticeNano  # noqa: PLC0415

        with self._lock:
            self._raise_if_closed()
            if self._nano is None:
                self._nano = PracticeNano(self.folder, faults=Faults.load(self.folder))
            return self._nano

    def helper_command(self) -> Sequence[str]:
        """The helper that sees the practice card instead of this computer's drives. Raises StoreError."""
        with self._errors():
            prepare_card(self.folder)
        return command(self.folder)

    def image_url(self) -> str:
        """Where the practice image can be downloaded; the first call builds it, which takes some seconds.

        Raises StoreError.
        """
        from nanowizard.practice.image import build_practice_archive  # noqa: PLC0415
        from nanowizard.practice.server import PracticeServer  # noqa: PLC0415

        with self._lock, self._errors():
            self._raise_if_closed()
            if self._server is None:
                self._server = PracticeServer(build_practice_archive(self.folder))
                self._server.start()
            return self._server.url

    def nano_address(self) -> Address:
        return self.nano.address

    def fingerprint(self) -> str:
        """Of the board's host key, as `HostKey.fingerprint` gives it."""
        return self.nano.fingerprint

    def switch_on(self) -> None:
        """The board starts, and answers after a while. Nothing happens where it is on already."""
        nano = self.nano
        with self._lock:
            self._raise_if_closed()
            if self._boot is None:
                self._boot = threading.Timer(self._boot_s, nano.start)
                self._boot.daemon = True
                self._boot.start()

    def close(self) -> None:
        """Never raises; may be called twice."""
        with self._lock:
            self._closed = True
            boot, self._boot = self._boot, None
            nano, self._nano = self._nano, None
            server, self._server = self._server, None
        if boot:
            boot.cancel()
            boot.join()
        if nano:
            nano.close()
        if server:
            server.close()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError("store.not_written", file=str(self.folder), detail=str(error)) from error

    def _raise_if_closed(self) -> None:
        """A thread that asks while the window closes must not start a server that nobody ends."""
        if self._closed:
            raise Cancelled
