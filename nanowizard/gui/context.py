"""What all pages share: the session, made when first asked for, and the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from nanowizard.gui.runner import Runner
    from nanowizard.tasks.session import Session


class Context(QObject):
    """One for each window. `open_session` makes a session, told whether it is for practice."""

    session_replaced = Signal()

    def __init__(
        self, open_session: Callable[[bool], Session], *, practice: bool = False, language: str = "en"
    ) -> None:
        super().__init__()
        self._open = open_session
        self._session: Session | None = None
        self._practice = practice
        self.language = language
        self.image_run: Runner | None = None
        """The Image page's runs: a download goes on after its page, and whoever needs the file can show how far it is."""

    @property
    def practice(self) -> bool:
        return self._practice

    @property
    def session(self) -> Session:
        """Made on the first use, because the first page is to show before paramiko and the like are loaded."""
        if self._session is None:
            self._session = self._open(self._practice)
        return self._session

    @property
    def has_session(self) -> bool:
        return self._session is not None

    def set_practice(self, practice: bool) -> None:
        """Go on in the practice world, or leave it; every choice made so far belongs to the other session."""
        if practice == self._practice:
            return
        self.close()
        self._practice = practice
        self.session_replaced.emit()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
