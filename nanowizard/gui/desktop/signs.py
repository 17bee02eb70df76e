"""Keeps the desktop in step with the runs of a window: progress, a message at the end, and nobody logs out unasked."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication

from nanowizard.core.events import CardSaid, Event, Progress, Status, StepStarted, TaskFinished
from nanowizard.gui import texts
from nanowizard.gui.desktop.model import Desktop
from nanowizard.gui.task_page import TaskPage
from nanowizard.gui.wizard import Wizard

LONG_S = 10.0
"""What took less is still looked at."""


class DesktopSigns(QObject):
    """Belongs to `window`, and closes `desktop` with it."""

    def __init__(self, window: Wizard, desktop: Desktop) -> None:
        super().__init__(window)
        self._window = window
        self._desktop = desktop
        self._busy: dict[str, _Work] = {}  # by the page's id
        window.each_page(self._watch)
        window.context.session_replaced.connect(self._forget)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self.session_ends)

    def close(self) -> None:
        self._desktop.close()

    def session_ends(self, manager: QSessionManager) -> None:
        """Somebody logs out or shuts down: not while a run goes on. The window asks, as when it is closed."""
        if self._busy:
            manager.cancel()
            self._window.close()

    def _watch(self, page: object) -> None:
        if isinstance(page, TaskPage):
            page.runner.said.connect(lambda event: self._said(page, event))

    def _said(self, page: TaskPage, event: Event) -> None:
        if not self._window.keeps(page):  # its last words are still coming
            return
        if isinstance(event, TaskFinished):
            self._ended(page, event)
            return
        card, said = (event.card, event.said) if isinstance(event, CardSaid) else ("", event)
        if page.id not in self._busy and isinstance(said, (StepStarted, Progress)):  # a look is no work
            self._busy[page.id] = _Work()
            self._desktop.hold(page.header.title())
        work = self._busy.get(page.id)
        if work is not None and work.heard(card, said):
            self._desktop.show_progress(work.per_cent / 100)

    def _forget(self) -> None:
        """Practice began or ended: pages go with what ran in them, and nobody hears how that ends."""
        if self._busy:
            self._busy.clear()
            self._rest()

    def _rest(self) -> None:
        self._desktop.show_progress(None)
        self._desktop.release()

    def _ended(self, page: TaskPage, finished: TaskFinished) -> None:
        self._busy.pop(page.id, None)
        if not self._busy:
            self._rest()
        is_news = finished.status in (Status.SUCCEEDED, Status.FAILED)
        if is_news and page.runner.took_s >= LONG_S and not self._window.isActiveWindow():
            title, purpose = page.texts()
            if finished.error is not None:
                title = texts.sentence(finished.error.code, finished.error.params).what
            self._desktop.notify(title, purpose)
            QApplication.alert(self._window)


class _Work:
    """How far one run is: where it is of several cards, their mean. A card that has ended is done."""

    def __init__(self) -> None:
        self._fractions: dict[str, float] = {}
        self.per_cent = -1

    def heard(self, card: str, said: Event) -> bool:
        """Whether there is another per cent to show. `card` is "" where there is only one."""
        self._fractions.setdefault(card, 0.0)
        if isinstance(said, TaskFinished):
            self._fractions[card] = 1.0
        elif isinstance(said, Progress) and said.fraction is not None:
            self._fractions[card] = said.fraction
        else:
            return False
        before, self.per_cent = self.per_cent, int(sum(self._fractions.values()) / len(self._fractions) * 100)
        return self.per_cent != before
