"""The partition bar and its editor: every border by mouse, by key and by screen reader, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nanowizard.cards.division import BLOCK_BYTES, Division, smallest_blocks, usual
from nanowizard.gui.pages.card_format.editor import LayoutEditor
from nanowizard.gui.widgets.partition_bar import PartitionBar
from nanowizard.gui.widgets.partition_bar_parts import Border
from tests.gui.window import Marking

SDXC = 63_864_569_856
MB = 1_000_000
KEY = Qt.Key
HERE = Qt.MouseButton.LeftButton


def three() -> Division:
    """exFAT, exFAT, FAT32, of a half and two quarters."""
    return usual(SDXC).with_label(0, "DATA").split(0).split(1).with_filesystem(2, "fat32")


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[LayoutEditor]:
    made = LayoutEditor()
    qtbot.addWidget(made)
    made.resize(820, 260)
    made.begin(three())
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def borders(editor: LayoutEditor) -> list[int]:
    division = editor.division()
    return [division.border(index) for index in range(len(division.parts))]


def others(editor: LayoutEditor, index: int) -> list[int]:
    return [border for n, border in enumerate(borders(editor)) if n != index]


def middle(border: Border) -> QPoint:
    return border.mapToGlobal(border.rect().center())


def move(border: Border, to: QPoint) -> None:
    QTest.mouseMove(border, border.mapFromGlobal(to))


def drag(border: Border, *pixels: int) -> None:
    """Grabbed in its middle, over these distances from there, and let go."""
    start = middle(border)
    QTest.mousePress(border, HERE, pos=border.mapFromGlobal(start))
    for distance in pixels:
        move(border, start + QPoint(distance, 0))
    QTest.mouseRelease(border, HERE, pos=border.mapFromGlobal(start + QPoint(pixels[-1], 0)))


# --- mouse ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "pixels"), [(0, 60), (0, -60), (1, 60), (1, -60), (2, -60)])
def test_a_drag_moves_exactly_that_border(index: int, pixels: int, editor: LayoutEditor) -> None:
    before, rest = borders(editor), others(editor, index)
    border = editor.bar.borders[index]
    place = middle(border).x()
    drag(border, pixels // 2, pixels)
    blocks_a_pixel = editor.division().room_blocks / editor.bar.width()
    moved = borders(editor)[index] - before[index]
    assert moved == pytest.approx(pixels * blocks_a_pixel, rel=0.05)
    assert others(editor, index) == rest
    assert abs(middle(border).x() - place - pixels) <= 2, "it is where the mouse is"


def test_a_drag_ends_at_the_limits(editor: LayoutEditor) -> None:
    low, high = editor.division().limits(1)
    drag(editor.bar.borders[1], -2000)
    assert borders(editor)[1] == low == borders(editor)[0] + smallest_blocks("exfat")
    drag(editor.bar.borders[1], 2000)
    assert borders(editor)[1] == high == borders(editor)[2] - smallest_blocks("fat32")


def test_a_border_comes_back_when_the_mouse_does(editor: LayoutEditor) -> None:
    before = borders(editor)
    drag(editor.bar.borders[0], 150, -2000, 90, 0)
    assert borders(editor) == before


def test_a_drag_is_one_change_and_another_drag_another_one(editor: LayoutEditor) -> None:
    begun = editor.division()
    drag(editor.bar.borders[0], 10, 20, 30)
    once = editor.division()
    drag(editor.bar.borders[0], 10, 20, 30)
    editor.undo.click()
    assert editor.division() == once
    editor.undo.click()
    assert editor.division() == begun
    assert not editor.undo.isEnabled()


def test_only_the_left_button_drags_and_only_while_it_is_down(editor: LayoutEditor) -> None:
    before, border = borders(editor), editor.bar.borders[0]
    QTest.mousePress(border, Qt.MouseButton.RightButton)
    move(border, middle(border) + QPoint(50, 0))
    QTest.mouseRelease(border, Qt.MouseButton.RightButton)
    move(border, middle(border) + QPoint(50, 0))
    assert borders(editor) == before
    drag(border, 50)
    after = borders(editor)
    QTest.mousePress(border, Qt.MouseButton.RightButton)
    move(border, middle(border) + QPoint(50, 0))
    QTest.mouseRelease(border, Qt.MouseButton.RightButton)
    assert borders(editor) == after


def test_the_wheel_moves_nothing(editor: LayoutEditor) -> None:
    before, border = borders(editor), editor.bar.borders[0]
    here = border.rect().center()
    wheel = QWheelEvent(
        here.toPointF(), middle(border).toPointF(), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(border, wheel)
    assert borders(editor) == before
    assert not wheel.isAccepted()


def test_the_last_border_leaves_unused_space_that_is_said(editor: LayoutEditor) -> None:
    assert not editor.bar.unused.isVisible()
    drag(editor.bar.borders[2], -100)
    free = editor.division().free_blocks * BLOCK_BYTES
    assert editor.bar.unused.isVisible()
    assert plain(editor.bar.unused.accessibleName()) == f"Not used, {free / 1e9:.1f} GB"
    editor.add.click()
    assert len(editor.division().parts) == 4
    assert not editor.bar.unused.isVisible()


def test_a_click_anywhere_in_a_segment_chooses_it(editor: LayoutEditor) -> None:
    segment = editor.bar.segments[2]
    QTest.mouseClick(segment, HERE, pos=QPoint(segment.width() - 12, segment.height() - 3))
    assert editor.chosen() == 2
    assert editor.filesystem.currentData() == "fat32"


def test_no_segment_becomes_too_narrow_to_be_hit(editor: LayoutEditor) -> None:
    drag(editor.bar.borders[1], -2000)
    drag(editor.bar.borders[0], -2000)
    shown = [segment for segment in editor.bar.segments if segment.isVisible()]
    assert min(segment.width() for segment in shown) >= 29
    assert shown[-1].geometry().right() <= editor.bar.width()


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "shift", "step"),
    [
        (KEY.Key_Left, False, lambda room: -(room // 100)),
        (KEY.Key_Right, False, lambda room: room // 100),
        (KEY.Key_Left, True, lambda _room: -1),
        (KEY.Key_Right, True, lambda _room: 1),
        (KEY.Key_PageDown, False, lambda room: -10 * (room // 100)),
        (KEY.Key_PageUp, False, lambda room: 10 * (room // 100)),
    ],
)
def test_a_key_moves_a_border_by_its_step(
    key: Qt.Key, shift: bool, step: Callable[[int], int], editor: LayoutEditor
) -> None:
    before, rest = borders(editor)[1], others(editor, 1)
    with_shift = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(editor.bar.borders[1], key, with_shift)
    assert borders(editor)[1] - before == step(editor.division().room_blocks)
    assert others(editor, 1) == rest


@pytest.mark.parametrize(("key", "far"), [(KEY.Key_Home, False), (KEY.Key_End, True)])
def test_home_and_end_go_as_far_as_it_goes(key: Qt.Key, far: bool, editor: LayoutEditor) -> None:
    limit, rest = editor.division().limits(1)[far], others(editor, 1)
    QTest.keyClick(editor.bar.borders[1], key)
    assert borders(editor)[1] == limit
    assert others(editor, 1) == rest
    beyond = KEY.Key_PageUp if far else KEY.Key_PageDown
    QTest.keyClick(editor.bar.borders[1], beyond)
    assert borders(editor)[1] == limit


def test_keys_of_one_border_are_one_change(editor: LayoutEditor) -> None:
    begun = editor.division()
    for _press in range(3):
        QTest.keyClick(editor.bar.borders[0], KEY.Key_Left)
    between = editor.division()
    QTest.keyClick(editor.bar.borders[1], KEY.Key_Left)
    editor.undo.click()
    assert editor.division() == between
    editor.undo.click()
    assert editor.division() == begun


def test_tab_goes_to_the_chosen_segment_then_border_by_border_then_to_the_buttons(
    editor: LayoutEditor, qtbot: QtBot
) -> None:
    bar = editor.bar
    bar.segments[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(bar.segments[0].hasFocus)
    met = []
    for _press in range(5):
        QTest.keyClick(editor.focusWidget(), KEY.Key_Tab)
        met.append(editor.focusWidget())
    # What cannot be done is passed over: nothing is unused, so nothing can be added.
    assert met == [*bar.borders[:3], editor.split, editor.remove]


def test_arrows_choose_a_segment(editor: LayoutEditor, qtbot: QtBot) -> None:
    bar = editor.bar
    bar.segments[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(bar.segments[0].hasFocus)
    QTest.keyClick(bar.segments[0], KEY.Key_Right)
    assert editor.chosen() == 1
    assert bar.segments[1].hasFocus()


def test_the_focus_does_not_vanish_with_a_partition_or_a_button(editor: LayoutEditor, qtbot: QtBot) -> None:
    editor.bar.borders[2].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(editor.bar.borders[2].hasFocus)
    editor.begin(usual(SDXC))
    assert editor.bar.segments[0].hasFocus()
    editor.split.click()
    editor.remove.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(editor.remove, KEY.Key_Space)
    assert not editor.remove.isEnabled()
    assert editor.bar.segments[0].hasFocus()


# --- screen readers ---------------------------------------------------------------------------------------------------


def test_a_segment_is_one_of_several_with_a_name_and_what_it_is(editor: LayoutEditor) -> None:
    seen = [QAccessible.queryAccessibleInterface(segment) for segment in editor.bar.segments[:3]]
    assert {one.role() for one in seen} == {QAccessible.Role.RadioButton}
    assert [plain(one.text(QAccessible.Text.Name)) for one in seen] == [
        "DATA, 31.9 GB · exFAT",
        "Partition 2, 16.0 GB · exFAT",
        "Partition 3, 16.0 GB · FAT32",
    ]
    assert [bool(one.state().checked) for one in seen] == [True, False, False]


def test_a_border_is_a_slider_in_millions_of_bytes_between_two_partitions(editor: LayoutEditor) -> None:
    division = editor.division()
    seen = [QAccessible.queryAccessibleInterface(border) for border in editor.bar.borders[:3]]
    assert {one.role() for one in seen} == {QAccessible.Role.Slider}
    names = [plain(one.text(QAccessible.Text.Name)) for one in seen]
    assert names[0] == "Border between DATA, 31.9 GB · exFAT and Partition 2, 16.0 GB · exFAT"
    assert names[2] == "End of Partition 3, 16.0 GB · FAT32"
    low, high = division.limits(1)
    value = seen[1].valueInterface()
    assert value.currentValue() == round(division.border(1) * BLOCK_BYTES / MB)
    assert value.minimumValue() == round(low * BLOCK_BYTES / MB)
    assert value.maximumValue() == round(high * BLOCK_BYTES / MB)


def test_a_screen_reader_sets_a_border(editor: LayoutEditor) -> None:
    rest = others(editor, 0)
    value = QAccessible.queryAccessibleInterface(editor.bar.borders[0]).valueInterface()
    value.setCurrentValue(20_000)
    assert borders(editor)[0] == round(20_000 * MB / BLOCK_BYTES)
    assert others(editor, 0) == rest
    assert abs(value.currentValue() - 20_000) <= 2, "as near as a block of 4 MiB comes"


def test_a_value_that_is_less_than_a_block_away_is_not_claimed(editor: LayoutEditor) -> None:
    before = editor.division()
    value = QAccessible.queryAccessibleInterface(editor.bar.borders[0]).valueInterface()
    here = value.currentValue()
    value.setCurrentValue(here + 1)
    assert editor.division() == before
    assert value.currentValue() == here


def test_a_screen_readers_step_moves_the_border(editor: LayoutEditor) -> None:
    room, before = editor.division().room_blocks, borders(editor)[0]
    editor.bar.borders[0].triggerAction(Border.SliderAction.SliderSingleStepAdd)
    assert borders(editor)[0] - before == pytest.approx(room // 100, abs=1)


# --- the way back -----------------------------------------------------------------------------------------------------


def test_start_again_is_the_usual_layout_and_can_itself_be_undone(editor: LayoutEditor) -> None:
    before = editor.division()
    editor.again.click()
    assert editor.division() == usual(SDXC)
    assert not editor.again.isEnabled()
    assert not editor.bar.segments[1].isVisible()
    editor.undo.click()
    assert editor.division() == before
    assert editor.bar.segments[2].isVisible()


def test_undo_goes_back_through_all_that_was_done(editor: LayoutEditor) -> None:
    QTest.keyClick(editor.bar.borders[0], KEY.Key_Left)
    editor.begin(usual(SDXC))
    assert not editor.undo.isEnabled(), "another card: what was made before is forgotten"
    steps = [(editor.division(), editor.chosen())]
    for change in (editor.split.click, lambda: drag(editor.bar.borders[0], -80), editor.remove.click, editor.add.click):
        change()
        steps.append((editor.division(), editor.chosen()))
    assert len({division for division, _chosen in steps}) == 5
    for expected in reversed(steps[:-1]):
        editor.undo.click()
        assert (editor.division(), editor.chosen()) == expected
    assert not editor.undo.isEnabled()


def test_a_border_that_is_moved_again_after_an_undo_can_be_undone_again(editor: LayoutEditor) -> None:
    begun = editor.division()
    for _time in range(2):
        QTest.keyClick(editor.bar.borders[0], KEY.Key_Left)
        assert editor.division() != begun
        editor.undo.click()
        assert editor.division() == begun


def test_a_size_that_is_typed_moves_the_end_of_the_chosen_one(editor: LayoutEditor) -> None:
    editor.bar.segments[1].click()
    rest = others(editor, 1)
    editor.size_box.setValue(8000)
    assert editor.division().parts[1].blocks == round(8000 * MB / BLOCK_BYTES)
    assert others(editor, 1) == rest


# --- languages --------------------------------------------------------------------------------------------------------


def test_another_language_changes_every_word_and_nothing_else(
    editor: LayoutEditor, qapp: QApplication, qtbot: QtBot
) -> None:
    editor.bar.segments[2].click()
    drag(editor.bar.borders[2], -100)
    division, can_undo = editor.division(), editor.undo.isEnabled()
    translator = Marking()
    qapp.installTranslator(translator)
    try:
        bar = editor.bar
        qtbot.waitUntil(lambda: bar.accessibleName().startswith("«"))
        assert "«" in bar.segments[1].accessibleName()
        assert all(border.accessibleName().startswith("«") for border in bar.borders[:3])
        assert bar.unused.accessibleName().startswith("«")
        for button in (editor.add, editor.split, editor.remove, editor.undo, editor.again):
            assert button.text().startswith("«")
        assert (editor.division(), editor.chosen(), editor.undo.isEnabled()) == (division, 2, can_undo)
    finally:
        qapp.removeTranslator(translator)
    qtbot.waitUntil(lambda: editor.split.text() == "Split")


def test_a_bar_on_its_own_changes_its_language(qapp: QApplication, qtbot: QtBot) -> None:
    bar = PartitionBar(three())
    qtbot.addWidget(bar)
    translator = Marking()
    qapp.installTranslator(translator)
    try:
        qtbot.waitUntil(lambda: bar.accessibleName().startswith("«"))
        assert bar.borders[0].accessibleName().startswith("«")
    finally:
        qapp.removeTranslator(translator)
