"""What the running Flash page promises: only what the helper has said."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nanowizard.core.events import Finding, Severity
from nanowizard.gui.pages.flash.progress import FlashProgress


def note(page: FlashProgress) -> str:
    return page._note.text()


def test_staying_awake_is_promised_only_when_the_system_granted_it(qtbot: QtBot) -> None:
    page = FlashProgress()
    qtbot.addWidget(page)
    page.begin("image", "card", 1 << 20)
    assert "sleep" not in note(page)
    page.finding(Finding(code="flash.stays_awake", severity=Severity.INFO))
    assert "will not go to sleep" in note(page)
    page.begin("image", "card", 1 << 20)
    assert "sleep" not in note(page), "each run asks anew"
