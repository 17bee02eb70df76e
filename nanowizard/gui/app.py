"""Starts the wizard: application, look, language, window; and ends everything when the window closes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from nanowizard.core.crashes import CrashWatch, log_mistakes
from nanowizard.core.logs import start_logging
from nanowizard.core.places import places
from nanowizard.core.resources import resource
from nanowizard.gui.context import Context
from nanowizard.gui.desktop.choose import desktop_here
from nanowizard.gui.desktop.signs import DesktopSigns
from nanowizard.gui.language import Translators, best_language
from nanowizard.gui.post import Collector
from nanowizard.gui.runner import wait_for_threads
from nanowizard.gui.style import apply_theme
from nanowizard.gui.unexpected_end import tell
from nanowizard.gui.wizard import Wizard
from nanowizard.tasks.journey import Journey

if TYPE_CHECKING:
    from nanowizard.tasks.session import Session

THEME_VARIABLE = "NANOWIZARD_THEME"
"""light or dark, whatever the desktop says: for pictures and tests."""

LAST_WAIT_S = 5.0


def main(*, page: str | None = None, repair: bool = False, practice: bool = False, language: str | None = None) -> int:
    """Show the window and return the exit status when it is closed. `page` is one of `page_ids.PAGE_IDS`."""
    log = start_logging(places().logs)
    crashes = CrashWatch(places().logs)
    log_mistakes()
    app = make_application()
    collector = Collector()
    tag = best_language(language or kept_language())
    context = open_window_context(app, practice=practice, language=tag)
    window = Wizard(context, page=page, repair=repair)
    if crashes.last_run_crashed:
        tell(window, log)
    window.show()
    signs = DesktopSigns(window, desktop_here(int(window.winId())))
    status = app.exec()
    signs.close()
    window.hide()
    wait_for_threads(LAST_WAIT_S)  # first: a question that is still out must not start parts of the session anew
    context.close()
    collector.close()
    crashes.end()
    return status


def make_application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("nanowizard")
    app.setApplicationDisplayName("NanoWizard")
    app.setDesktopFileName("nanowizard")
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    return app


def open_window_context(app: QApplication, *, practice: bool, language: str) -> Context:
    """Look, language and session of one window."""
    scheme = os.environ.get(THEME_VARIABLE)
    apply_theme(app, scheme if scheme in ("light", "dark") else None, language=language)
    translators = Translators(app)
    translators.use(language)

    def use_language(tag: str) -> None:
        translators.use(tag)
        apply_theme(app, scheme if scheme in ("light", "dark") else None, language=tag)

    return Context(_open_session, use_language, practice=practice, language=language)


def kept_language() -> str | None:
    """The language that was chosen last time."""
    return Journey(places().state / "journey.json").language


def _open_session(practice: bool) -> Session:
    # Loads the SSH library and much else, which the first page can do without.
    from nanowizard.tasks.session import Session  # noqa: PLC0415

    return Session(practice=practice)
