"""A QWizard whose pages are made when first needed, and which walks where it is told instead of in QWizard's order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWizard

from nanowizard.gui.context import Context
from nanowizard.gui.page import Page
from nanowizard.gui.page_table import PAGES

LOADERS = {entry.id: entry.load for entry in PAGES}
_NUMBERS = {entry.id: number for number, entry in enumerate(PAGES)}


class Trail(QWizard):
    """The trail is QWizard's own history: the pages from the first one to the one that is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._target = -1
        self._told: list[Callable[[Page], None]] = []

    def adopt(self, page: Page) -> None:
        """For the subclass: connect a page that has just been made."""

    def begin(self, page_id: str) -> None:
        """Start a trail of one page."""
        self.open_page(page_id)
        self.setStartId(_NUMBERS[page_id])
        self.restart()

    def open_page(self, page_id: str) -> Page:
        """The page's object, made if it does not exist yet; it is not shown."""
        if page_id not in self._pages:
            page = LOADERS[page_id]()(self.context)
            self._pages[page_id] = page
            self.setPage(_NUMBERS[page_id], page)
            self.adopt(page)
            for tell in self._told:
                tell(page)
        return self._pages[page_id]

    def each_page(self, tell: Callable[[Page], None]) -> None:
        """`tell` is called with every page, also with those that are made later."""
        for page in self._pages.values():
            tell(page)
        self._told.append(tell)

    def keeps(self, page: Page) -> bool:
        """False for a page that was dropped, until it is deleted."""
        return self._pages.get(page.id) is page

    def has_page(self) -> bool:
        """False only while the window is being made."""
        return self.currentId() >= 0

    def current(self) -> Page:
        page = self.currentPage()
        assert isinstance(page, Page)
        return page

    def trail(self) -> list[str]:
        return [PAGES[number].id for number in self.visitedIds()]

    def nextId(self) -> int:
        """Where `next()` goes; QWizard's own order of pages is not used."""
        return self._target

    def walk_to(self, page_id: str) -> None:
        """Show a page: back along the trail if it is on it, else forward."""
        self.open_page(page_id)
        number = _NUMBERS[page_id]
        if number in self.visitedIds():
            while self.currentId() != number:
                self.back()
            return
        self._target = number
        self.next()
        self._target = -1

    def drop_others(self) -> None:
        """Forget all pages but the one that is shown; what still runs in them is asked to stop."""
        for page_id, page in list(self._pages.items()):
            if page is not self.current():
                page.stop()
                self.removePage(_NUMBERS[page_id])
                page.deleteLater()
                del self._pages[page_id]
