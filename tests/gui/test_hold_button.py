"""The only way to erase: time, keyboard, interruption, and the typed word."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanowizard.gui.widgets.controls import Button
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.hold_button import FALL_MS, FRAME_MS, HOLD_MS, HoldButton
from nanowizard.gui.widgets.typed_dialog import TypedDialog

SHORT_MS = 150
LEFT = Qt.MouseButton.LeftButton


class Clock:
    """In place of the button's `QElapsedTimer`: time passes when a test says so, however busy the machine is."""

    def __init__(self) -> None:
        self._ms = 0.0

    def start(self) -> None:
        self._ms = 0.0

    def elapsed(self) -> float:
        return self._ms

    def go_on(self, ms: float) -> None:
        self._ms += ms


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.hold = HoldButton("Hold to erase and write", hold_ms=SHORT_MS)
        self.clock = Clock()
        self.hold._clock = self.clock  # type: ignore[assignment]
        self.hold.set_consequence("Erase and write to SanDisk Extreme, 63.9 GB")
        self.other = Button("Back")
        self.events: list[str] = []
        self.hold.confirmed.connect(lambda: self.events.append("confirmed"))
        self.hold.released_early.connect(lambda: self.events.append("early"))
        column = QVBoxLayout(self)
        column.addWidget(self.other)
        column.addWidget(self.hold)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.hold.setFocus()
    return made


def pass_ms(page: Page, qtbot: QtBot, ms: float) -> None:
    """Time that the button sees pass, and a few of its frames."""
    page.clock.go_on(ms)
    qtbot.wait(FRAME_MS * 4)


def key(widget: QWidget, kind: QEvent.Type, code: Qt.Key, *, repeat: bool = False) -> None:
    QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, " ", repeat))


def test_two_seconds_are_asked_for() -> None:
    assert HOLD_MS == 2000
    assert HoldButton()._hold_ms == HOLD_MS


def test_holding_the_mouse_confirms_once(page: Page, qtbot: QtBot) -> None:
    qtbot.mousePress(page.hold, LEFT)
    assert page.hold.is_holding()
    pass_ms(page, qtbot, SHORT_MS - 1)
    assert page.events == []
    page.clock.go_on(1)
    qtbot.waitUntil(lambda: "confirmed" in page.events)
    pass_ms(page, qtbot, SHORT_MS * 2)  # still pressed: must not fire again
    qtbot.mouseRelease(page.hold, LEFT)
    assert page.events == ["confirmed"]


def test_a_click_is_not_enough(page: Page, qtbot: QtBot) -> None:
    qtbot.mousePress(page.hold, LEFT)
    pass_ms(page, qtbot, SHORT_MS // 3)
    qtbot.mouseRelease(page.hold, LEFT)
    page.clock.go_on(max(SHORT_MS, FALL_MS))
    qtbot.waitUntil(lambda: page.hold.level() == 0)
    assert page.events == ["early"]


def test_two_short_holds_do_not_add_up(page: Page, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.mousePress(page.hold, LEFT)
        pass_ms(page, qtbot, SHORT_MS * 0.6)
        qtbot.mouseRelease(page.hold, LEFT)
    assert page.events == ["early", "early"]


def test_the_right_button_does_nothing(page: Page, qtbot: QtBot) -> None:
    qtbot.mousePress(page.hold, Qt.MouseButton.RightButton)
    pass_ms(page, qtbot, SHORT_MS * 2)
    assert page.events == []


def test_leaving_with_the_pointer_ends_the_hold(page: Page, qtbot: QtBot) -> None:
    qtbot.mousePress(page.hold, LEFT)
    qtbot.mouseMove(page.hold, QPoint(-30, -30))
    QApplication.processEvents()
    pass_ms(page, qtbot, SHORT_MS * 2)
    assert page.events == ["early"]


def test_space_held_confirms_in_spite_of_repeated_keys(page: Page, qtbot: QtBot) -> None:
    press, release = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    key(page.hold, press, Qt.Key.Key_Space)
    for _ in range(5):  # what X11 sends while a key stays down
        key(page.hold, release, Qt.Key.Key_Space, repeat=True)
        key(page.hold, press, Qt.Key.Key_Space, repeat=True)
    assert page.events == []
    page.clock.go_on(SHORT_MS)
    qtbot.waitUntil(lambda: page.events == ["confirmed"])
    key(page.hold, press, Qt.Key.Key_Space, repeat=True)
    pass_ms(page, qtbot, SHORT_MS * 2)
    key(page.hold, release, Qt.Key.Key_Space)
    assert page.events == ["confirmed"]


@pytest.mark.parametrize("repeat", [False, True])
def test_a_repeated_key_that_looks_released_keeps_holding(page: Page, qtbot: QtBot, repeat: bool) -> None:
    """Qt's X11 part reports every now and then a real release for a key that is only repeated (seen)."""
    key(page.hold, QEvent.Type.KeyPress, Qt.Key.Key_Space)
    key(page.hold, QEvent.Type.KeyRelease, Qt.Key.Key_Space)
    key(page.hold, QEvent.Type.KeyPress, Qt.Key.Key_Space, repeat=repeat)
    page.clock.go_on(SHORT_MS)
    qtbot.waitUntil(lambda: page.events != [])
    assert page.events == ["confirmed"]


def test_a_release_just_before_the_end_is_early(page: Page, qtbot: QtBot) -> None:
    key(page.hold, QEvent.Type.KeyPress, Qt.Key.Key_Space)
    pass_ms(page, qtbot, SHORT_MS - 1)
    key(page.hold, QEvent.Type.KeyRelease, Qt.Key.Key_Space)
    page.clock.go_on(SHORT_MS)
    qtbot.waitUntil(lambda: page.events != [])
    assert page.events == ["early"]


def test_repeated_keys_alone_start_nothing(page: Page, qtbot: QtBot) -> None:
    key(page.hold, QEvent.Type.KeyPress, Qt.Key.Key_Space, repeat=True)
    assert not page.hold.is_holding()


def test_space_released_early(page: Page, qtbot: QtBot) -> None:
    qtbot.keyPress(page.hold, Qt.Key.Key_Space)
    qtbot.keyRelease(page.hold, Qt.Key.Key_Space)
    page.clock.go_on(SHORT_MS * 2)
    qtbot.waitUntil(lambda: page.events != [])
    assert page.events == ["early"]


@pytest.mark.parametrize("interrupt", ["focus", "hide", "disable", "escape"])
def test_whatever_interrupts_the_hold_ends_it(page: Page, qtbot: QtBot, interrupt: str) -> None:
    qtbot.keyPress(page.hold, Qt.Key.Key_Space)
    {
        "focus": page.other.setFocus,
        "hide": page.hold.hide,
        "disable": lambda: page.hold.setEnabled(False),
        "escape": lambda: qtbot.keyPress(page.hold, Qt.Key.Key_Escape),
    }[interrupt]()
    pass_ms(page, qtbot, SHORT_MS * 2)
    assert page.events == ["early"]


def test_disabled_it_does_not_react(page: Page, qtbot: QtBot) -> None:
    page.hold.setEnabled(False)
    qtbot.mousePress(page.hold, LEFT)
    page.hold.click()
    page.hold.open_typed()
    pass_ms(page, qtbot, SHORT_MS * 2)
    assert page.events == []
    assert page.hold.typed_dialog() is None


def dialog_of(page: Page) -> TypedDialog:
    dialog = page.hold.typed_dialog()
    assert dialog is not None
    return dialog


@pytest.mark.parametrize("code", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_asks_for_the_word(page: Page, qtbot: QtBot, code: Qt.Key) -> None:
    qtbot.keyClick(page.hold, code)
    dialog = dialog_of(page)
    qtbot.keyClicks(dialog.field, "ERAS")
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert page.events == []
    qtbot.keyClicks(dialog.field, "E")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert page.events == ["confirmed"]
    assert page.hold.typed_dialog() is None


def test_the_typed_dialog_can_be_left(page: Page, qtbot: QtBot) -> None:
    qtbot.keyClick(page.hold, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    dialog.field.setText("ERASE")
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert page.events == ["early"]
    qtbot.keyClick(page.hold, Qt.Key.Key_Return)  # and opened again, empty
    assert dialog_of(page).field.text() == ""


def test_the_dialog_goes_when_the_question_does(page: Page, qtbot: QtBot) -> None:
    qtbot.keyClick(page.hold, Qt.Key.Key_Return)
    page.hold.setEnabled(False)  # the card was pulled out
    assert page.hold.typed_dialog() is None
    assert page.events == ["early"]


def test_accessibility_actions_open_the_dialog(page: Page, qtbot: QtBot) -> None:
    page.hold.click()  # what a press action of a screen reader or a switch does
    assert page.events == []
    assert dialog_of(page).isVisible()


def test_with_a_screen_reader_no_timing_is_needed(page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    qtbot.keyPress(page.hold, Qt.Key.Key_Space)
    assert not page.hold.is_holding()
    assert dialog_of(page).isVisible()


def test_it_has_a_name_and_both_ways_are_told(page: Page) -> None:
    assert page.hold.accessibleName() == "Erase and write to SanDisk Extreme, 63.9 GB"
    assert "Space" in page.hold.accessibleDescription()
    assert "ERASE" in page.hold.accessibleDescription()


def test_the_erase_panel_says_that_nothing_was_erased(qtbot: QtBot) -> None:
    panel = ErasePanel("Hold to erase and write")
    qtbot.addWidget(panel)
    panel.set_headline("All data on this card will be erased")
    panel.set_losses([("NO NAME", "FAT32", "12.1 GB used"), ("boot", "ext4", "1 GB used")])
    panel.show()
    before = panel.hint()
    with qtbot.waitSignal(panel.released_early):
        qtbot.mousePress(panel.hold, LEFT)
        qtbot.mouseRelease(panel.hold, LEFT)
    assert panel.hint() == "Nothing was erased."
    qtbot.mousePress(panel.hold, LEFT)
    assert panel.hint() == before
    qtbot.mouseRelease(panel.hold, LEFT)
    assert "NO NAME, FAT32, 12.1 GB used; boot" in panel.accessibleDescription()
