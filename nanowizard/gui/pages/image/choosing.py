"""The choosing half of the Image page: for which Nano, which image, from which list, or which file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.image.names import is_practice_file
from nanowizard.gui.pages.image.notes import notes_of
from nanowizard.gui.pages.image.rows import ask_for_file, main_rows
from nanowizard.gui.pages.image.selection import FILE, PRACTICE, URL, Selection
from nanowizard.gui.pages.image.sideline import Sideline
from nanowizard.gui.pages.image.views import MainView
from nanowizard.gui.task_page import MAIN, TaskPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.images.catalog import CatalogImage
from nanowizard.tasks.image_at_hand import AtHand

translate = QCoreApplication.translate

_NOTES = "image.fetch"


class ImageChoice(TaskPage):
    """`is_ready`: the chosen image is here and was checked. `wanted`: what is being fetched for it."""

    id: ClassVar[str] = page_ids.IMAGE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.selection = Selection(practice=context.practice)
        self.at_hand: AtHand | None = None
        self.is_ready = self._is_entered = False
        self.wanted: str | None = None
        self.view = MainView(self.body)
        self.rows, self.url = self.view.rows, self.view.url
        self.download, self.file, self.failure = self.view.download, self.view.file, self.view.failure
        self.side = Sideline(self, lambda: self.context.session)
        self._connect()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.view.boards.chosen.connect(self._board_chosen)
        self.rows.selection_changed.connect(self._chosen)
        self.rows.button_clicked.connect(lambda _key: self.browse())
        self.url.textChanged.connect(self._url_edited)
        self.side.at_hand.connect(self._seen_at_hand)

    # --- for the other half -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is so now."""
        raise NotImplementedError

    def fetch(self, image: str) -> None:
        """Download it, or check it where it is a file."""
        raise NotImplementedError

    # --- what is chosen ---------------------------------------------------------------------------------------------

    def key(self) -> str | None:
        return self.rows.selected_key()

    def image(self) -> CatalogImage | None:
        """The chosen one, where it is in the list of images."""
        return self.selection.image(self.key())

    def can_download(self) -> bool:
        key, image = self.key(), self.image()
        if key == URL:
            return bool(self.url.host())
        return key == PRACTICE or (image is not None and bool(image.urls))

    def show_rows(self) -> None:
        self.rows.set_choices(main_rows(self.selection))
        self.view.order_tabs()

    def show_notes(self) -> None:
        image = self.image()
        self.view.notes.show_notes([*notes_of(image, is_ready=self.is_ready)] if image else [])

    def keep(self, image: Path | None, raw_bytes: int | None) -> None:
        """For the pages that follow."""
        self.context.image_bytes = raw_bytes
        journey = self.context.session.journey
        if journey.image != image:
            journey.image = image
            self.context.save_choices()

    def keep_none(self) -> None:
        """Nothing is here that may be written; how large it will be may be known from the list all the same."""
        image = self.image()
        self.keep(None, image.raw_bytes if image else None)

    def give_up(self) -> None:
        """Nothing that was fetched, or is being fetched, counts any more; what has arrived of it is kept."""
        self.stop()
        self.error, self.is_ready, self.at_hand = None, False, None
        self.context.image_wish = None
        self.keep_none()
        image = self.image()
        self.download.prepare((image.archive_bytes or image.approx_archive_bytes) if image else None)
        self.download.options.set_urls(image.urls if image else ())
        self.show_notes()
        self.set_state(State.HERE)
        self.refresh()
        self.look()

    def look(self) -> None:
        """What of it is on this computer already."""
        self.side.look(self.image(), self.url.address() if self.key() == URL else "")

    def _seen_at_hand(self, at_hand: AtHand) -> None:
        self.at_hand = at_hand
        self.download.show_at_hand(at_hand)
        self.refresh()

    def _chosen(self, key: str) -> None:
        self.give_up()
        if key == FILE and self.selection.file is not None:
            self.fetch(str(self.selection.file))
        if key == URL:
            self.url.setFocus()

    def _url_edited(self) -> None:
        if self.key() == URL:
            self.give_up()

    def _board_chosen(self, board: str) -> None:
        """Another Nano: its own images, and none of the one before."""
        self.selection.board, self.selection.other = board, None
        journey = self.context.session.journey
        if journey.choices.get(_NOTES, {}).get("board") != board:
            journey.choices[_NOTES] = {"board": board}
            self.context.save_choices()
        self.offer(self.selection.default_key())

    def offer(self, key: str | None) -> None:
        """Rows for what is to be chosen from now, with this one chosen."""
        self.rows.select(None)
        self.show_rows()
        if key is None:
            self.give_up()
        else:
            self.rows.select(key)

    # --- coming in --------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._is_entered:
            if not self.is_ready and self.wanted is None:
                self.look()
            return
        self._is_entered = True
        journey = self.context.session.journey
        kept = journey.image
        self._preset(kept, str(journey.choices.get(_NOTES, {}).get("board", "")))
        if kept is None or not kept.is_file():
            self.show_rows()
            self.rows.select(self.selection.default_key())
        elif self._row_of(kept) == FILE:
            self.take_file(kept)
        else:
            self.show_rows()
            self.rows.select(self._row_of(kept))
            self.fetch(str(kept))

    def _preset(self, kept: Path | None, board: str) -> None:
        """The board, and the image of the catalogue, of last time; nothing is fetched for that."""
        known = self.selection.catalog.of_file(kept.name) if kept else None
        if known:
            self.selection.board = known.board
            self.selection.use(known.id)
        elif board in self.view.boards.tiles:
            self.selection.board = board
        self.view.boards.blockSignals(True)
        self.view.boards.choose(self.selection.board)
        self.view.boards.blockSignals(False)

    def _row_of(self, image: Path) -> str:
        known = self.selection.catalog.of_file(image.name)
        if self.context.practice:
            return PRACTICE if is_practice_file(image) else FILE
        return known.id if known else FILE

    # --- a file -----------------------------------------------------------------------------------------------------

    def browse(self) -> None:
        file = ask_for_file(self, self.selection.file)
        if file is not None:
            self.take_file(file)

    def take_file(self, file: Path) -> None:
        """A file of the person's: check it at once, in the background."""
        self.selection.file = file
        if not self.selection.starts_from_card:
            return
        self.show_view(MAIN)
        self.show_rows()
        if self.key() == FILE:
            self._chosen(FILE)
        else:
            self.rows.select(FILE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.selection.starts_from_card and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take_file(files[0])
