"""Stopping and closing: asks first, then waits for the runs to end without holding up the event loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from nanowizard.gui.page import Page

translate = QCoreApplication.translate

POLL_MS = 50
PATIENCE_S = 20.0
"""A run that has not ended by then hangs in the system; the program closes without it."""


class Stopper(QObject):
    """Stops the runs of some pages after asking; one question at a time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._box: QMessageBox | None = None
        self._waiting: tuple[Sequence[Page], Callable[[], None]] | None = None
        self._left_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_stopping(self) -> bool:
        return self._waiting is not None

    @property
    def question(self) -> QMessageBox | None:
        """The open question, if any."""
        return self._box

    def ask(self, pages: Sequence[Page], *, closing: bool, then: Callable[[], None]) -> None:
        """Ask about the first busy page; after a yes stop them all, and call `then` when none is busy any more."""
        if self._box is not None or self._waiting is not None:
            return
        alone = pages[0].close_question() if closing else None
        headline, text = alone[:2] if alone else pages[0].stop_question()
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(translate("Frame", "Stop"))
        box.setText(headline or translate("Frame", "Stop this step?"))
        box.setInformativeText(
            text or translate("Frame", "NanoWizard ends it in a safe way. You can start it again at any time.")
        )
        stop_words = translate("Frame", "Stop and quit") if closing else translate("Frame", "Stop now")
        stop = box.addButton(alone[2] if alone else stop_words, QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(translate("Frame", "Go on"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        box.finished.connect(lambda _result: self._answered(box.clickedButton() is stop, pages, closing, then))
        self._box = box
        box.open()

    def _answered(self, stop: bool, pages: Sequence[Page], closing: bool, then: Callable[[], None]) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if stop:
            self.stop(pages, closing=closing, then=then)

    def stop(self, pages: Sequence[Page], *, closing: bool, then: Callable[[], None]) -> None:
        """Without asking."""
        for page in pages:
            if closing:
                page.let_go()
            else:
                page.stop()
        self._waiting = (pages, then)
        self._left_ms = PATIENCE_S * 1000
        self._timer.start()
        self._look()

    def _look(self) -> None:
        if self._waiting is None:
            return
        pages, then = self._waiting
        self._left_ms -= POLL_MS
        if self._left_ms > 0 and any(page.is_busy() for page in pages):
            return
        self._timer.stop()
        self._waiting = None
        then()
