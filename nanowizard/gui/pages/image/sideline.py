"""What the Image page asks beside a download: what is at hand, what is kept, another folder, another list of images."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from nanowizard.core.errors import ImageError, UsageError
from nanowizard.core.events import Params
from nanowizard.core.task import RunContext
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.images.catalog import Catalog, CatalogImage, load_catalog
from nanowizard.images.places_to_look import usual_folders
from nanowizard.tasks.image_at_hand import AtHand, look_at_hand, proved_before
from nanowizard.tasks.image_clean import CleanImages, CleanInput, images_here
from nanowizard.tasks.image_folder import ChooseImageFolder, FolderInput
from nanowizard.tasks.image_here import LookIn
from nanowizard.tasks.known_images import open_catalog
from nanowizard.tasks.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The folder for downloads, and what is in it as `images_here` says."""

    folder: Path
    is_usual: bool
    files: list[dict[str, Any]]


class Sideline(QObject):
    """Each question in a thread of its own, for disks may be slow; a new look takes the place of the one before."""

    at_hand = Signal(object)
    here = Signal(object)
    folder_chosen = Signal()
    cleaned = Signal()
    """The way is free for a download from the start."""
    catalog = Signal(object, object)
    """A Catalog, and where it is from (None: NanoWizard's own)."""
    trust = Signal(object, object)
    """A file, and what was verified of it before."""
    failed = Signal(object)
    """An ErrorInfo: what was asked for was not done."""

    def __init__(self, parent: QObject, session: Callable[[], Session]) -> None:
        super().__init__(parent)
        self._session = session
        self.look_in: LookIn = usual_folders
        self._look: Call | None = None

    def look(self, image: CatalogImage | None, url: str = "") -> None:
        self.forget()
        session, look_in = self._session(), self.look_in

        def ask(_ctx: RunContext) -> AtHand:
            try:
                return look_at_hand(session, image, url, look_in=look_in)
            except ImageError:  # an address that cannot be one: the download will say so
                return look_at_hand(session, None, look_in=look_in)

        self._look = call_in_thread(self, ask, self._answered)

    def ask_what_was_proved(self, file: Path, image: CatalogImage | None) -> None:
        """`trust` follows where something was."""

        def proved(said: Params | None) -> None:
            if said is not None:
                self.trust.emit(file, said)

        self._ask(lambda session, _ctx: proved_before(session, file, image), proved)

    def forget(self) -> None:
        """Nobody waits for the look any more."""
        if self._look is not None:
            self._look.abandon()
            self._look = None

    def list_here(self) -> None:
        self._ask(_list, self.here.emit)

    def clean(self, what: CleanInput) -> None:
        def clean(session: Session, ctx: RunContext) -> Here:
            task = CleanImages(session)
            task.check(what, ctx)
            kept = task.run(what, ctx)["kept"]
            if kept:
                raise ImageError("image.not_removed", file=", ".join(kept))
            return _list(session, ctx)

        self._ask(clean, self.here.emit)

    def clean_for_download(self, what: CleanInput) -> None:
        """As `clean`, for files that may not be there."""

        def clean(session: Session, ctx: RunContext) -> None:
            with contextlib.suppress(UsageError):
                CleanImages(session).run(what, ctx)

        self._ask(clean, lambda _none: self.cleaned.emit())

    def use_folder(self, folder: Path | None) -> None:
        """None: the system's own again."""

        def choose(session: Session, ctx: RunContext) -> None:
            ChooseImageFolder(session).run(FolderInput(folder=folder, default=folder is None), ctx)

        self._ask(choose, lambda _none: self.folder_chosen.emit())

    def use_catalog(self, place: str | None) -> None:
        def load(session: Session, ctx: RunContext) -> Catalog:
            return open_catalog(session, place, ctx) if place else load_catalog()

        self._ask(load, lambda catalog: self.catalog.emit(catalog, place))

    def _ask(self, question: Callable[[Session, RunContext], Any], done: Callable[[Any], None]) -> None:
        session = self._session()  # not in the thread: it would open a new one for a window that is gone
        call_in_thread(
            self, lambda ctx: question(session, ctx), done, lambda error: self.failed.emit(error_info(error))
        )

    def _answered(self, at_hand: AtHand) -> None:
        self._look = None
        self.at_hand.emit(at_hand)


def _list(session: Session, ctx: RunContext) -> Here:
    said = ChooseImageFolder(session).run(FolderInput(), ctx)
    files = images_here(session, load_catalog())
    return Here(folder=Path(said["folder"]), is_usual=bool(said["is_default"]), files=files)
