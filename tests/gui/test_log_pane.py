"""The log pane: it follows the end, folds progress, can be searched, and keeps a bounded number of lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanowizard.gui.widgets.log_pane import MAX_LINES, LogPane


@pytest.fixture
def pane(qtbot: QtBot) -> LogPane:
    window = QWidget()
    made = LogPane("What the Nano says")
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    made.window_of_the_test = window  # type: ignore[attr-defined]  # or Python would let go of it
    return made


def fill(pane: LogPane, count: int = 200) -> None:
    for number in range(count):
        pane.append(f"line {number}")


def test_it_follows_the_end(pane: LogPane) -> None:
    fill(pane)
    bar = pane.edit().verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_it_follows_when_the_pane_becomes_smaller(pane: LogPane, qtbot: QtBot) -> None:
    fill(pane)
    pane.window().resize(300, 200)
    bar = pane.edit().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_it_stays_where_the_person_scrolled_to(pane: LogPane) -> None:
    fill(pane)
    bar = pane.edit().verticalScrollBar()
    bar.setValue(10)
    fill(pane, 5)
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    fill(pane, 5)
    assert bar.value() == bar.maximum()


def test_progress_lines_are_folded_into_one(pane: LogPane) -> None:
    pane.append("Get:1 numpy")
    for percent in (10, 50, 100):
        pane.append(f"{percent}%\r")
    pane.append("Done")
    pane.append("1\r2\r3")
    assert pane.text().splitlines() == ["Get:1 numpy", "Done", "3"]


def test_an_empty_line_is_one(pane: LogPane) -> None:
    pane.append("a\n\nb")
    assert pane.text().splitlines() == ["a", "", "b"]


def test_the_number_of_lines_is_bounded(pane: LogPane) -> None:
    pane.append("\n".join(f"line {number}" for number in range(MAX_LINES + 50)))
    lines = pane.text().splitlines()
    assert len(lines) == MAX_LINES
    assert lines[0] == "line 50"


def test_copy_takes_all_of_it(pane: LogPane) -> None:
    fill(pane, 3)
    QTest.mouseClick(pane.copy_button(), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "line 0\nline 1\nline 2"


def test_the_keyboard_opens_the_search_and_escape_closes_it(pane: LogPane, qtbot: QtBot) -> None:
    fill(pane, 30)
    pane.edit().setFocus()
    QTest.keyClick(pane.edit(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(pane.find_bar.isVisible)
    QTest.keyClicks(pane.find_bar.field, "line 2")
    assert selected(pane) == (2, "line 2")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return)
    assert selected(pane) == (20, "line 2")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert selected(pane) == (2, "line 2")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.edit().hasFocus()


def selected(pane: LogPane) -> tuple[int, str]:
    cursor = pane.edit().textCursor()
    return cursor.blockNumber(), cursor.selectedText()


def test_the_search_goes_on_at_the_other_end(pane: LogPane) -> None:
    fill(pane, 30)
    pane.find_button().click()
    pane.find_bar.field.setText("line 7")
    assert selected(pane) == (7, "line 7")
    assert pane.find_bar.search()  # around the end to the only place there is
    assert selected(pane) == (7, "line 7")
    pane.find_bar.after.click()
    pane.find_bar.before.click()
    assert selected(pane) == (7, "line 7")


def test_what_is_not_there_is_said_and_nothing_moves(pane: LogPane) -> None:
    fill(pane, 5)
    pane.find_button().click()
    pane.find_bar.field.setText("line 3")
    pane.find_bar.field.setText("line 3x")
    assert pane.find_bar.said() == "Not found"
    pane.find_bar.field.setText("")
    assert pane.find_bar.said() == ""


def test_the_folder_of_the_whole_log_is_offered_only_where_there_is_one(pane: LogPane, qtbot: QtBot) -> None:
    assert not pane.folder_button().isVisible()
    pane.set_has_file(True)
    with qtbot.waitSignal(pane.folder_wanted):
        pane.folder_button().click()


def test_what_a_screen_reader_hears(pane: LogPane) -> None:
    assert pane.edit().accessibleName() == "What the Nano says"
    assert pane.find_bar.field.accessibleName() == "Find in the output"
    names = [button.accessibleName() for button in (pane.find_bar.before, pane.find_bar.after)]
    assert names == ["Find the place before", "Find the next place"]
