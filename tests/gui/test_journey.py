"""The whole journey by keyboard alone, with the practice card and the practice Nano."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Status
from nanowizard.gui import page_ids
from nanowizard.gui.pages.connect.page import CONNECTED
from nanowizard.gui.widgets.choice_row import ChoiceRow
from nanowizard.gui.widgets.hold_button import HoldButton
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard
from tests.gui.window import press, window

KEYS = Qt.Key


class Keyboard:
    """A person who uses nothing else, and looks at the screen."""

    def __init__(self, wizard: Wizard, qtbot: Any) -> None:
        self.wizard, self.qtbot = wizard, qtbot

    def wait_for_primary(self, words: str) -> None:
        button = self.wizard.footer_bar.primary
        self.qtbot.waitUntil(lambda: button.text() == words and button.isEnabled())
        self.qtbot.wait(50)

    def enter(self, words: str) -> None:
        self.wait_for_primary(words)
        press(self.wizard, KEYS.Key_Return)

    def wait_for_page(self, page_id: str) -> None:
        self.qtbot.waitUntil(lambda: self.wizard.current().id == page_id)
        self.qtbot.wait(50)

    def tab_to(self, kind: type[QWidget]) -> QWidget:
        for _press in range(30):
            focus = self.wizard.focusWidget()
            if isinstance(focus, kind):
                return focus
            press(self.wizard, KEYS.Key_Tab)
        raise AssertionError(f"Tab does not lead to a {kind.__name__}")


@pytest.mark.timeout(180)
def test_welcome_to_finish_by_keyboard(tmp_path: Path, qtbot: Any) -> None:
    with window(tmp_path, practice=False) as wizard:
        person = Keyboard(wizard, qtbot)
        qtbot.wait(50)
        press(wizard, KEYS.Key_Down)
        press(wizard, KEYS.Key_Down)
        press(wizard, KEYS.Key_Space)
        person.enter("Start")
        person.wait_for_page(page_ids.IMAGE)
        person.enter("Download")
        qtbot.waitUntil(lambda: wizard.side_list.state(page_ids.IMAGE) is State.DONE)
        person.enter("Choose the card")
        person.wait_for_page(page_ids.CARD)
        qtbot.waitUntil(lambda: bool(wizard.current().findChildren(ChoiceRow)))
        person.tab_to(ChoiceRow)
        press(wizard, KEYS.Key_Space)
        person.enter("Use this card")
        person.wait_for_page(page_ids.FLASH)
        qtbot.waitUntil(lambda: wizard.current().findChild(HoldButton).isVisible())
        press(wizard, KEYS.Key_Return)
        assert not wizard.current().is_busy(), "Enter alone never erases"
        hold = person.tab_to(HoldButton)
        QTest.keyPress(hold, KEYS.Key_Space)
        qtbot.waitUntil(wizard.current().is_busy)
        qtbot.waitUntil(lambda: not wizard.current().is_busy())
        person.enter("Next")
        person.wait_for_page(page_ids.BOOT)
        person.enter("Connect")
        person.wait_for_page(page_ids.CONNECT)
        qtbot.waitUntil(lambda: bool(wizard.current().form.password.text()))  # type: ignore[attr-defined]
        person.enter("Connect")
        person.enter("Trust and connect")
        qtbot.waitUntil(lambda: wizard.current().shown_view() == CONNECTED)
        person.enter("Next")
        person.wait_for_page(page_ids.SWAP)
        person.enter("Add 4\u00a0GB")
        person.enter("Next")
        person.wait_for_page(page_ids.MIRRORS)
        person.enter("Use the fastest")
        person.enter("Next")
        person.wait_for_page(page_ids.TENSORFLOW)
        person.enter("Install TensorFlow")
        person.enter("Next")
        person.wait_for_page(page_ids.FINISH)
        outcomes = wizard.context.session.journey.outcomes
        assert {outcomes[page_id].status for page_id in (page_ids.IMAGE, page_ids.FLASH, page_ids.SWAP)} <= {
            Status.SUCCEEDED,
            Status.SATISFIED,
        }
        assert all(wizard.side_list.state(page_id) is State.DONE for page_id in page_ids.JOURNEY)
        person.enter("Close")
        qtbot.waitUntil(lambda: not wizard.isVisible())
