"""Tells Windows: the task bar, a message, and a reason that is shown to who logs out all the same.

That logging out is held up is Qt's part: see `signs`.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from ctypes import wintypes

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

assert sys.platform == "win32"

from nanowizard.gui.desktop.taskbar import TaskbarButton  # noqa: E402 - the rest is there on Windows only

_log = logging.getLogger(__name__)


class WindowsDesktop:
    """Implements `model.Desktop`."""

    def __init__(self, window: int) -> None:
        self._window = wintypes.HWND(window)
        self._user32 = ctypes.WinDLL("user32", winmode=0x800)  # LOAD_LIBRARY_SEARCH_SYSTEM32
        self._button: TaskbarButton | None = None
        try:
            self._button = TaskbarButton(window)
        except OSError as error:
            _log.info("no progress in the task bar: %s", error)
        self._icon: QSystemTrayIcon | None = None

    def show_progress(self, fraction: float | None) -> None:
        try:
            if self._button is not None:
                self._button.show(fraction)
        except OSError as error:
            _log.info("no progress in the task bar: %s", error)

    def notify(self, headline: str, text: str) -> None:
        """A message needs an icon beside the clock; it goes when the message was seen, and with the program."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon())
            self._icon.messageClicked.connect(self._icon.hide)
        self._icon.show()
        self._icon.showMessage(headline, text, QApplication.windowIcon())

    def hold(self, why: str) -> None:
        self._user32.ShutdownBlockReasonCreate(self._window, wintypes.LPCWSTR(why))

    def release(self) -> None:
        self._user32.ShutdownBlockReasonDestroy(self._window)

    def close(self) -> None:
        if self._icon is not None:
            self._icon.hide()
