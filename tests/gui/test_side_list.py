"""The side list shows the real state, and only visited steps open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from nanowizard.gui.widgets.side_list import SideGroup, SideItem, SideList
from nanowizard.gui.widgets.state_glyph import State, state_words

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def side(qtbot: QtBot) -> SideList:
    made = SideList()
    qtbot.addWidget(made)
    made.set_groups(
        [
            SideGroup("", [SideItem("welcome", "Welcome", State.DONE, visited=True)]),
            SideGroup(
                "On this computer",
                [
                    SideItem("image", "Image", State.DONE, visited=True),
                    SideItem("card", "Card"),
                    SideItem("repair", "Repair card", indent=True),
                    SideItem("flash", "Flash"),
                ],
            ),
            SideGroup("", [SideItem("finish", "Finish")], rule=True),
        ]
    )
    made.set_current("card")
    made.resize(224, 700)
    made.show()
    qtbot.waitUntil(made.isVisible)
    return made


def click(side: SideList, qtbot: QtBot, step: str) -> None:
    view = side.view()
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(side._items[step]).center())


def test_only_visited_steps_open(side: SideList, qtbot: QtBot) -> None:
    opened: list[str] = []
    side.step_activated.connect(opened.append)
    for step in ("flash", "image", "card", "welcome", "finish"):
        click(side, qtbot, step)
    assert opened == ["image", "welcome"]
    side.set_visited("flash", True)
    click(side, qtbot, "flash")
    assert opened[-1] == "flash"


def test_captions_and_rules_are_no_steps(side: SideList, qtbot: QtBot) -> None:
    view = side.view()
    with qtbot.assertNotEmitted(side.step_activated):
        for row in range(view.count()):
            item = view.item(row)
            if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
                qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(item).center())


def test_the_keyboard_walks_over_captions_and_opens(side: SideList, qtbot: QtBot) -> None:
    view = side.view()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentItem().text() == "Welcome"
    with qtbot.waitSignal(side.step_activated) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == ["welcome"]


def test_every_step_is_named_with_its_state(side: SideList) -> None:
    assert side.accessible_text("image") == "Image, done"
    assert side.accessible_text("card") == "Card, you are here"
    assert side.accessible_text("flash") == "Flash, to do"
    side.set_state("card", State.FAILED)
    assert side.accessible_text("card") == "Card, failed"
    seen = QAccessible.queryAccessibleInterface(side.view())
    assert seen.role() == QAccessible.Role.List
    assert side.view().accessibleName() == "Steps"


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_and_a_picture(side: SideList, state: State) -> None:
    side.set_state("card", state)
    assert side.state("card") is state
    assert state_words(state)
    assert not side.grab().isNull()


def test_moving_on_keeps_one_current_step(side: SideList) -> None:
    side.set_state("card", State.DONE)
    side.set_current("flash")
    assert side.current() == "flash"
    assert [step for step in side._items if side._entry(step).current] == ["flash"]
    assert side.accessible_text("card") == "Card, done"


def test_new_words_keep_the_current_step(side: SideList) -> None:
    side.set_groups([SideGroup("在这台电脑上", [SideItem("card", "存储卡"), SideItem("flash", "写入")])])
    assert side._entry("card").current


def test_practice_box_and_help(side: SideList, qtbot: QtBot) -> None:
    side.set_practice("Practice", "Nothing real is touched")
    assert side._practice.isVisible()
    side.set_practice("")
    assert not side._practice.isVisible()
    with qtbot.waitSignal(side.help_activated):
        qtbot.mouseClick(side._help, LEFT)


def test_spinner_runs_only_while_something_runs(side: SideList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanowizard.gui.widgets.side_list.motion_wanted", lambda: True)
    side.set_state("card", State.RUNNING)
    assert side._frames.isActive()
    side.set_state("card", State.DONE)
    assert not side._frames.isActive()
