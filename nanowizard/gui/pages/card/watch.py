"""The live list of drives with what speaks against each, brought into the GUI thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.events import ErrorInfo, Finding
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.model import Drive
from nanowizard.gui.post import Inbox
from nanowizard.gui.runner import call_in_thread, error_info
from nanowizard.tasks.card import findings_of
from nanowizard.tasks.image_facts import exact_bytes
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True)
class Sighting:
    drive: Drive
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the cards are measured against, and the card files to list beside them."""

    image: Path | None
    image_bytes: int | None
    card_files: tuple[Path, ...] = ()


class CardWatch(QObject):
    """`seen` gives a list of Sighting, `failed` an ErrorInfo; both only for the last `start` and never after `stop`."""

    seen = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: _Opening | None = None
        self._inbox = Inbox(self._deliver)

    def start(self, session: Session, wish: Wish) -> None:
        """Starting the helper takes a moment, so that happens in a thread."""
        self.stop()
        opening = _Opening(session, wish, self._inbox.put)
        self._open = opening
        call_in_thread(self, opening.run, _nothing, lambda error: self._deliver(opening, error_info(error)))

    def stop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _deliver(self, opening: object, what: object) -> None:
        if opening is not self._open:
            return
        (self.failed if isinstance(what, ErrorInfo) else self.seen).emit(what)


class _Opening:
    """One watch, from the moment it is asked for; may be closed before it is there."""

    def __init__(self, session: Session, wish: Wish, tell: Callable[[_Opening, object], None]) -> None:
        self._session = session
        self._wish = wish
        self._tell = tell
        self._image_bytes = wish.image_bytes
        self._lock = threading.Lock()
        self._closed = False
        self._watch: Watch | None = None

    def run(self, _ctx: RunContext) -> None:
        """In a thread. Raises NanoWizardError where the helper cannot be started."""
        image = self._wish.image
        if image is not None and self._image_bytes is None:
            # An image that cannot be read any more is for the pages that need it to complain about.
            with contextlib.suppress(NanoWizardError):
                self._image_bytes = exact_bytes(image)
        watch = self._session.helper.watch(self._changed, card_files=self._wish.card_files)
        with self._lock:
            self._watch = watch
        if self._closed:
            self.close()

    def close(self) -> None:
        self._closed = True
        with self._lock:
            watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def _changed(self, what: Sequence[Drive] | NanoWizardError) -> None:
        """In the watch's thread: the rules look at the system too, and the window must not wait for that."""
        if isinstance(what, NanoWizardError):
            self._tell(self, what.info)
            return
        wish, need = self._wish, self._image_bytes
        self._tell(self, [Sighting(drive, findings_of(drive, wish.image, need)) for drive in what])


def _nothing(_value: object) -> None:
    pass
