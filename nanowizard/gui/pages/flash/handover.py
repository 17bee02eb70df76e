"""Takes the download over from the Image page: its run ends, what has arrived is kept, and then this page begins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from nanowizard.gui.runner import Runner


class EndOf(QObject):
    """Tells once when a run that belongs to another page has ended, however it did."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._run: Runner | None = None
        self._then: Callable[[], None] | None = None

    @property
    def is_awaited(self) -> bool:
        return self._run is not None

    def wait(self, run: Runner, then: Callable[[], None]) -> None:
        """Instead of whatever was waited for before."""
        self.forget()
        self._run, self._then = run, then
        run.finished.connect(self._ended)

    def forget(self) -> None:
        if self._run is not None:
            self._run.finished.disconnect(self._ended)
        self._run = self._then = None

    def _ended(self, _finished: object) -> None:
        then = self._then
        self.forget()
        if then is not None:
            then()


class Handover(QObject):
    """One at a time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._end = EndOf(self)

    @property
    def is_waiting(self) -> bool:
        return self._end.is_awaited

    def begin(self, run: Runner | None, then: Callable[[], None]) -> None:
        """`then` follows once `run` has ended, now where none is going on."""
        if run is None or not run.is_running:
            then()
            return
        self._end.wait(run, then)
        run.cancel()

    def drop(self) -> None:
        """`then` is not wanted any more."""
        self._end.forget()
