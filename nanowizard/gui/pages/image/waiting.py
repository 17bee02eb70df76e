"""The download waits before its next try: why, and how long it still takes."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from nanowizard.core.events import StepStarted

translate = QCoreApplication.translate

WAITS = "image.waits"
_NETWORK, _BUSY = "image.no_network", ("image.too_many_requests", "image.server_failed")
_SILENT = ("image.silent", "image.too_slow")


class Waiting(QObject):
    """`changed` each second while it lasts. What comes after it ends it: whoever owns this calls `end`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._until: float | None = None
        self._host = self._reason = ""
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.changed)

    def begin(self, event: StepStarted) -> None:
        self._host = str(event.params.get("host", ""))
        self._reason = str(event.params.get("reason", ""))
        self._until = time.monotonic() + float(event.params.get("pause_s", 0.0))
        self._timer.start()
        self.changed.emit()

    def end(self) -> None:
        if self._until is not None:
            self._until = None
            self._timer.stop()
            self.changed.emit()

    @property
    def is_on(self) -> bool:
        return self._until is not None

    def words(self) -> str:
        """Why, and when the next try is."""
        left_s = round((self._until or 0.0) - time.monotonic())
        if left_s < 1:
            return translate("ImagePage", "{why} Trying again now…").format(why=self._why())
        return translate("ImagePage", "{why} Trying again in {seconds} s.").format(why=self._why(), seconds=left_s)

    def _why(self) -> str:
        if self._reason == _NETWORK:
            return translate("ImagePage", "This computer has no network.")
        if self._reason in _BUSY:
            return translate("ImagePage", "The server is busy.")
        if self._reason in _SILENT:
            return translate("ImagePage", "The server has stopped sending.")
        return translate("ImagePage", "The link broke.")
