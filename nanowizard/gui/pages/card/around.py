"""What is around the drives, asked for while somebody looks at it, and the remedies that the helper has."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nanowizard.core.events import ErrorInfo
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.gui.runner import Call, call_in_thread, error_info
from nanowizard.tasks.session import Session
from nanowizard.tasks.why import look_around

# A reader without a driver makes no event of a drive, so what is around the drives is asked again after this time.
LOOK_AGAIN_MS = 2000


class AroundWatch(QObject):
    """`seen` gives the Surroundings; one question at a time, so that a helper that hangs is not asked twice."""

    seen = Signal(object)
    helped = Signal(object)
    """The ErrorInfo of a remedy that was refused, or None."""

    def __init__(self, session: Callable[[], Session], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asking: Call | None = None
        self._helping: Call | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        self._wanted = False

    def start(self) -> None:
        self._wanted = True
        self.ask()

    def stop(self) -> None:
        self._wanted = False
        self._timer.stop()

    def ask(self) -> None:
        """Now. While an answer is on its way this does nothing: another question follows it."""
        if self._wanted and self._asking is None:
            self._timer.stop()
            session = self._session()
            self._asking = call_in_thread(self, lambda _ctx: look_around(session), self._answered, self._failed)

    def help(self, request: RemedyRequest) -> None:
        """`helped` follows, unless something else is still being done."""
        if self._helping is None:
            helper = self._session().helper
            self._helping = call_in_thread(self, lambda _ctx: helper.remedy(request), self._done, self._refused)

    def _answered(self, around: Surroundings) -> None:
        self._asking = None
        if self._wanted:
            self.seen.emit(around)
            self._timer.start(LOOK_AGAIN_MS)

    def _failed(self, _error: Exception) -> None:
        """A mistake of ours, which is in the log: the questions about drives are answered without it."""
        self._asking = None

    def _done(self, _nothing: object) -> None:
        self._end_help(None)

    def _refused(self, error: Exception) -> None:
        self._end_help(error_info(error))

    def _end_help(self, error: ErrorInfo | None) -> None:
        self._helping = None
        self.helped.emit(error)
        self.ask()
