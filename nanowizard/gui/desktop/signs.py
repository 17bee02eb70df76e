"""Keeps the desktop in step with the runs of a window: progress, a message at the end, and nobody logs out unasked."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication

from nanowizard.core.events import Event, Progress, Status, StepStarted, TaskFinished
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
        self._busy: dict[str, int] = {}  # the page's id, and how many per cent were shown
        window.each_page(self._watch)
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
        if isinstance(event, TaskFinished):
            self._ended(page, event)
            return
        if page.id not in self._busy and isinstance(event, (StepStarted, Progress)):  # a look is no work
            self._busy[page.id] = -1
            self._desktop.hold(page.header.title())
        if isinstance(event, Progress) and event.fraction is not None:
            per_cent = int(event.fraction * 100)
            if per_cent != self._busy[page.id]:
                self._busy[page.id] = per_cent
                self._desktop.show_progress(per_cent / 100)

    def _ended(self, page: TaskPage, finished: TaskFinished) -> None:
        self._busy.pop(page.id, None)
        if not self._busy:
            self._desktop.show_progress(None)
            self._desktop.release()
        is_news = finished.status in (Status.SUCCEEDED, Status.FAILED)
        if is_news and page.runner.took_s >= LONG_S and not self._window.isActiveWindow():
            title, purpose = page.texts()
            if finished.error is not None:
                title = texts.sentence(finished.error.code, finished.error.params).what
            self._desktop.notify(title, purpose)
            QApplication.alert(self._window)
