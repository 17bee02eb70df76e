"""Choice rows: nothing chosen for the person, everything reachable, nothing lost by an update."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.tag import TagSpec

GOOD = Choice(
    "good", "SanDisk Extreme · 63.9 GB", "One partition, 12.1 GB used", "card", (TagSpec("Ready", Tone.GOOD),)
)
BROKEN = Choice("broken", "Generic SD · 31.9 GB", "Its partition table is damaged.", "card", button="Repair…")
SMALL = Choice("small", "Kingston · 8.0 GB", "5.8 GB too small.", "usb", (TagSpec("Too small"),), choosable=False)
SYSTEM = Choice("system", "Samsung SSD · 500 GB", "This computer runs from it.", "disk", choosable=False)
LEFT = Qt.MouseButton.LeftButton
ALL = ("good", "broken", "small", "system")


@pytest.fixture
def rows(qtbot: QtBot) -> ChoiceList:
    made = ChoiceList("Cards")
    qtbot.addWidget(made)
    made.set_choices([GOOD, BROKEN, SMALL, SYSTEM])
    made.resize(700, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_nothing_is_chosen_before_the_person_chooses(rows: ChoiceList) -> None:
    assert rows.selected_key() is None
    assert not any(rows.row(key).isChecked() for key in ALL)


def test_a_click_chooses_and_only_one_is_chosen(rows: ChoiceList, qtbot: QtBot) -> None:
    seen: list[str] = []
    rows.selection_changed.connect(seen.append)
    qtbot.mouseClick(rows.row("good"), LEFT)
    qtbot.mouseClick(rows.row("broken"), LEFT)
    qtbot.mouseClick(rows.row("broken"), LEFT)
    assert seen == ["good", "broken"]
    assert [key for key in ALL if rows.row(key).isChecked()] == ["broken"]


def test_the_words_of_a_row_belong_to_its_click_area(rows: ChoiceList, qtbot: QtBot) -> None:
    row = rows.row("good")
    title = row.findChildren(type(row._title))[0]
    qtbot.mouseClick(title, LEFT)
    assert rows.selected_key() == "good"


def test_what_cannot_be_chosen_is_not_chosen(rows: ChoiceList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(rows.selection_changed):
        qtbot.mouseClick(rows.row("small"), LEFT)
        rows.row("small").setFocus()
        qtbot.keyClick(rows.row("small"), Qt.Key.Key_Space)
    assert not rows.row("small").isChecked()
    with pytest.raises(ValueError, match="system"):
        rows.select("system")


def test_arrows_reach_every_row_without_choosing(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.row("good").setFocus(Qt.FocusReason.TabFocusReason)
    visited = [rows.focused_key()]
    for _ in range(4):
        focus = QApplication.focusWidget()
        qtbot.keyClick(focus, Qt.Key.Key_Down)
        visited.append(rows.focused_key())
    assert visited == ["good", "broken", "small", "system", "system"]
    assert rows.selected_key() is None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    assert rows.focused_key() == "good"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert rows.focused_key() == "small"


def test_space_chooses(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.row("good").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows.row("good"), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert rows.selected_key() == "broken"


def test_the_group_is_one_tab_stop_and_its_buttons_are_others(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.row("good").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows.row("good"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is rows.row("broken").button()
    for key in ("good", "small"):
        rows.row(key).setFocus(Qt.FocusReason.TabFocusReason)
        stops = [known for known in ALL if rows.row(known).focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert stops == [key]


def test_row_buttons_name_their_row(rows: ChoiceList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows.button_clicked) as caught:
        qtbot.mouseClick(rows.row("broken").button(), LEFT)
    assert caught.args == ["broken"]
    assert rows.selected_key() is None
    assert rows.row("broken").button().accessibleDescription() == BROKEN.title


def test_a_screen_reader_hears_state_and_reason(rows: ChoiceList) -> None:
    small = rows.row("small")
    assert small.accessibleName() == "Kingston · 8.0 GB, Too small, cannot be chosen"
    assert small.accessibleDescription() == "5.8 GB too small."
    assert small.isEnabled()
    rows.select("good")
    seen = QAccessible.queryAccessibleInterface(rows.row("good"))
    assert seen.role() == QAccessible.Role.RadioButton
    assert seen.state().checked


def test_an_update_keeps_selection_focus_and_rows(rows: ChoiceList, qtbot: QtBot) -> None:
    qtbot.mouseClick(rows.row("good"), LEFT)
    rows.row("good").setFocus(Qt.FocusReason.TabFocusReason)
    row = rows.row("good")
    new = Choice("new", "Transcend · 128 GB", "Empty", "card")
    with qtbot.assertNotEmitted(rows.selection_changed):
        rows.set_choices([new, BROKEN, replace(GOOD, reason="Now read-only? No.", tags=()), SYSTEM])
    assert rows.row("good") is row
    assert rows.selected_key() == "good"
    assert rows.focused_key() == "good"
    assert rows.keys() == ["new", "broken", "good", "system"]
    qtbot.waitUntil(lambda: rows.row("new").y() < rows.row("broken").y() < row.y())


def test_a_chosen_card_that_is_pulled_out_is_not_chosen_any_more(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.select("good")
    with qtbot.waitSignal(rows.selection_changed) as caught:
        rows.set_choices([BROKEN, SMALL, SYSTEM])
    assert caught.args == [""]
    assert rows.selected_key() is None


def test_a_chosen_card_that_becomes_impossible_is_not_chosen_any_more(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.select("good")
    with qtbot.waitSignal(rows.selection_changed):
        rows.set_choices([replace(GOOD, choosable=False, reason="Its lock switch is on."), BROKEN])
    assert rows.selected_key() is None
    assert not rows.row("good").isChecked()


def test_focus_moves_to_the_neighbour_of_a_vanished_row(rows: ChoiceList) -> None:
    rows.row("broken").setFocus(Qt.FocusReason.TabFocusReason)
    rows.set_choices([GOOD, SMALL, SYSTEM])
    assert rows.focused_key() == "small"


def test_the_last_row_may_vanish(rows: ChoiceList) -> None:
    rows.row("good").setFocus()
    rows.set_choices([])
    assert rows.keys() == []
    rows.set_choices([GOOD])
    assert rows.keys() == ["good"]


def test_names_cannot_turn_a_line_around(rows: ChoiceList) -> None:
    rows.set_choices([replace(GOOD, title="Sand\u202edrac\u202c 64 GB")])
    assert "\u202e" not in rows.row("good").accessibleName()
    assert "\u202e" not in rows.row("good")._title.full_text()


def test_a_row_without_reason_is_as_high_as_a_finger(rows: ChoiceList, qtbot: QtBot) -> None:
    rows.set_choices([GOOD, Choice("bare", "PyPI", meter=0.2, value="1.6 MB/s")])
    rows.resize(700, rows.heightForWidth(700) if rows.hasHeightForWidth() else rows.sizeHint().height())
    qtbot.waitUntil(lambda: rows.row("bare").height() >= 48)
