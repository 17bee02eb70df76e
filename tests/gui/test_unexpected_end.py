"""The word about the last run's end: on the first page that is shown, in the language in use, and then no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanowizard.gui import page_ids
from nanowizard.gui.unexpected_end import UnexpectedEnd, tell
from tests.gui.window import Marking, visible_texts, window

WHAT = "NanoWizard ended unexpectedly last time."


def test_it_is_told_until_the_person_goes_on(tmp_path: Path, qtbot: QtBot) -> None:
    with window(tmp_path) as wizard:
        tell(wizard, tmp_path / "nanowizard.log")
        qtbot.waitUntil(lambda: WHAT in visible_texts(wizard))
        assert f"What happened is in the log: {tmp_path / 'nanowizard.log'}" in visible_texts(wizard)
        wizard.go(page_ids.CARD)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        wizard.go(page_ids.WELCOME)
        assert WHAT not in visible_texts(wizard)
        assert wizard.findChildren(UnexpectedEnd) == []


@pytest.mark.parametrize("log", [None, Path("nanowizard.log")])
def test_it_follows_the_language_and_needs_no_log(qapp: QApplication, tmp_path: Path, log: Path | None) -> None:
    with window(tmp_path) as wizard:
        tell(wizard, log)
        (panel,) = wizard.findChildren(UnexpectedEnd)
        marking = Marking()
        qapp.installTranslator(marking)
        try:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)
            assert panel.accessibleName() == f"«{WHAT}»"
            assert bool(panel.accessibleDescription()) is (log is not None)
        finally:
            qapp.removeTranslator(marking)
