"""The Image page's other views: all images for the board, and the downloads on this computer with their folder."""

from __future__ import annotations

from pathlib import Path

from nanowizard.core.events import ErrorInfo
from nanowizard.gui.context import Context
from nanowizard.gui.pages.image.choosing import ImageChoice
from nanowizard.gui.pages.image.others import OtherImages
from nanowizard.gui.pages.image.rows import ask_for_folder
from nanowizard.gui.pages.image.selection import URL
from nanowizard.gui.pages.image.shelf import Shelf
from nanowizard.gui.pages.image.sideline import Here
from nanowizard.gui.task_page import MAIN
from nanowizard.images.catalog import Catalog

OTHERS, SHELF = "others", "shelf"


class ImageViews(ImageChoice):
    """Views: "main", "others" and "shelf"."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.others = OtherImages(self.add_view(OTHERS))
        self.shelf = Shelf(self.add_view(SHELF))
        self.view.others.clicked.connect(self.open_others)
        self.view.shelf.clicked.connect(self.open_shelf)
        self.others.back.clicked.connect(lambda: self.show_view(MAIN))
        self.others.rows.selection_changed.connect(lambda _key: self.footer_changed.emit())
        self.others.url.textChanged.connect(lambda _text: self.footer_changed.emit())
        self.others.catalog.wanted.connect(lambda place: self.side.use_catalog(place or None))
        self.shelf.back.clicked.connect(lambda: self.show_view(MAIN))
        self.shelf.rows.selection_changed.connect(lambda _key: self.footer_changed.emit())
        self.shelf.clean_wanted.connect(self.side.clean)
        self.shelf.folder_wanted.connect(self.choose_folder)
        self.shelf.usual_folder_wanted.connect(lambda: self.side.use_folder(None))
        self.download.options.folder_wanted.connect(self.choose_folder)
        self.side.here.connect(self._seen_here)
        self.side.folder_chosen.connect(self.folder_chosen)
        self.side.catalog.connect(self._take_catalog)
        self.side.failed.connect(self._sideline_failed)

    def open_others(self) -> None:
        self.others.show_all(self.selection, self.key())
        self.show_view(OTHERS)
        self.wants_focus.emit()

    def use_other(self) -> None:
        key = self.others.chosen_key()
        if key is None:
            return
        self.show_view(MAIN)
        if key == URL:
            self.url.setText(self.others.url.address())
        self.selection.use(key)
        if key == self.key():
            self.show_rows()
        else:
            self.offer(key)
        self.wants_focus.emit()

    def _take_catalog(self, catalog: Catalog, place: str | None) -> None:
        self.selection.catalog, self.selection.catalog_at, self.selection.other = catalog, place, None
        self.others.catalog.show_problem(None)
        self.offer(self.selection.default_key())
        self.others.show_all(self.selection, self.key())
        self.others.catalog.show_place(place)

    def open_shelf(self) -> None:
        self.shelf.show_problem(None)
        self.show_view(SHELF)
        self.side.list_here()

    def _seen_here(self, here: Here) -> None:
        self.shelf.show_problem(None)
        self.shelf.show_here(here.files, here.folder, self.selection.catalog, is_usual=here.is_usual)
        kept = self.context.session.journey.image
        if self.is_ready and kept is not None and not kept.is_file():
            self.give_up()  # it was removed just now
        elif not self.is_ready and self.wanted is None:
            self.look()
        self.wants_focus.emit()
        self.footer_changed.emit()

    def use_kept(self) -> None:
        """What was chosen on the shelf: an image of the list by its name, anything else as a file."""
        one = self.shelf.chosen()
        self.show_view(MAIN)
        known = self.selection.catalog.find(str(one["known_as"])) if one else None
        if known is not None:
            self.view.boards.choose(known.board)
            self.selection.use(known.id)
            self.offer(known.id)
        elif one is not None:
            self.take_file(Path(one["path"]))
        self.wants_focus.emit()

    def choose_folder(self) -> None:
        now = self.at_hand.folder if self.at_hand else Path.home()
        folder = ask_for_folder(self, now)
        if folder is not None:
            self.side.use_folder(folder)

    def folder_chosen(self) -> None:
        """What is begun in the folder before stays there."""
        if self.shown_view() == SHELF:
            self.side.list_here()
        else:
            self.look()

    def _sideline_failed(self, error: ErrorInfo) -> None:
        view = self.shown_view()
        if view == SHELF:
            self.shelf.show_problem(error)
        elif view == OTHERS:
            self.others.catalog.show_problem(error)
        else:
            self.show_error(error)
