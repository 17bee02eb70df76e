"""Where the keyboard starts on a page whose contents come later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from support.window_parts import SANDISK, fake_session

from nanowizard.gui.context import Context
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.wizard import Wizard


def open_card_page(folder: Path, qtbot: Any) -> tuple[Wizard, CardPage, Any]:
    """The Card page alone, in a window, before the first list of cards has come."""
    session = fake_session(folder)
    helper: Any = session.helper
    helper.watch = _silent(helper)
    wizard = Wizard(Context(lambda _practice: session), page="card.list")
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitExposed(wizard)
    page = wizard.current()
    assert isinstance(page, CardPage)
    qtbot.waitUntil(lambda: bool(helper.watches))
    return wizard, page, helper


def _silent(helper: Any) -> Any:
    """A watch that says nothing by itself: the test decides when the list comes."""
    ordinary = type(helper).watch

    def watch(changed: Any, *, card_files: Any = ()) -> Any:
        made = ordinary(helper, lambda _what: None, card_files=card_files)
        made.changed = changed
        return made

    return watch


def test_the_focus_waits_in_the_header_and_goes_to_the_first_row(tmp_path: Path, qtbot: Any) -> None:
    wizard, page, helper = open_card_page(tmp_path, qtbot)
    qtbot.waitUntil(lambda: wizard.focusWidget() is page.header)
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Space)
    assert wizard.isVisible(), "Space on an empty page ended the program"
    helper.show(SANDISK)
    qtbot.waitUntil(lambda: page.rows.keys() != [] and wizard.focusWidget() is page.rows.row(page.rows.keys()[0]))


def test_whoever_has_moved_on_is_not_pulled_back(tmp_path: Path, qtbot: Any) -> None:
    wizard, page, helper = open_card_page(tmp_path, qtbot)
    qtbot.waitUntil(lambda: wizard.focusWidget() is page.header)
    wizard.footer_bar.leave.setFocus()
    helper.show(SANDISK)
    qtbot.waitUntil(lambda: page.rows.keys() != [])
    assert wizard.focusWidget() is wizard.footer_bar.leave


def test_a_button_that_goes_grey_does_not_hand_the_focus_on_to_quit(tmp_path: Path, qtbot: Any) -> None:
    wizard, page, helper = open_card_page(tmp_path, qtbot)
    helper.show(SANDISK)
    qtbot.waitUntil(lambda: page.rows.keys() != [])
    page.rows.select(page.rows.keys()[0])
    primary, leave = wizard.footer_bar.primary, wizard.footer_bar.leave
    qtbot.waitUntil(primary.isEnabled)
    primary.setFocus()
    qtbot.waitUntil(lambda: wizard.focusWidget() is primary)
    # The chain is such that Qt's next choice is Quit, as it is on pages whose contents are hidden meanwhile.
    QWidget.setTabOrder(primary, leave)
    primary.setEnabled(False)
    assert wizard.focusWidget() is leave, "Qt did not choose Quit: this test shows nothing"
    qtbot.waitUntil(lambda: wizard.focusWidget() is not leave)
