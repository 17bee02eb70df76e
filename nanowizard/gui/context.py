"""What all pages share: the session, made when first asked for, and the language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from nanowizard.drives.model import DriveIdentity
    from nanowizard.gui.runner import Runner
    from nanowizard.tasks.image import FetchInput
    from nanowizard.tasks.session import Session

_log = logging.getLogger(__name__)


def _ignore(_tag: str) -> None:
    pass


class Context(QObject):
    """One for each window. `open_session` makes a session, told whether it is for practice; `use_language` switches."""

    session_replaced = Signal()
    image_arrived = Signal()  # it was downloaded by another page than that of the image, on its way to the card

    def __init__(
        self,
        open_session: Callable[[bool], Session],
        use_language: Callable[[str], None] = _ignore,
        *,
        practice: bool = False,
        language: str = "en",
    ) -> None:
        super().__init__()
        self._open = open_session
        self._use_language = use_language
        self._session: Session | None = None
        self._practice = practice
        self.language = language
        self.image_run: Runner | None = None
        """The Image page's runs: a download outlives its page, and whoever needs the file can show how far it is."""
        self.image_wish: FetchInput | None = None
        """The download that was begun, going on or not; None where there is none, or the image is here."""
        self.image_bytes: int | None = None
        """How much the chosen image will take on the card, as soon as that is certain; also while it is on its way."""
        self.card_in_care: DriveIdentity | None = None
        """The card that a care page (repair, test, compare) was opened for; None: the one chosen for the journey."""

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

    def set_language(self, tag: str) -> None:
        """Switch everything that is shown, and remember the choice."""
        if tag != self.language:
            self.language = tag
            self._use_language(tag)
            self.save_choices()

    def save_choices(self) -> None:
        """Keep the journey's answers. A convenience: a full disk must not stop the work."""
        journey = self.session.journey
        journey.language = self.language
        try:
            journey.save()
        except OSError:
            _log.warning("the choices could not be kept", exc_info=True)

    def set_practice(self, practice: bool) -> None:
        """Go on in the practice world, or leave it; every choice made so far belongs to the other session."""
        if practice == self._practice:
            return
        self.close()
        self._practice = practice
        self.image_run = self.image_wish = self.image_bytes = self.card_in_care = None
        self.session_replaced.emit()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
