"""The look as a whole: switching, focus rings, scrolling, languages."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nanowizard.core.resources import resource
from nanowizard.gui import icons, theme
from nanowizard.gui.style import Theme, apply_theme, build_palette, build_sheet
from nanowizard.gui.theme import DARK, LIGHT, MIN_BASE_PT, Role
from nanowizard.gui.widgets.card_map import CardMapLegend
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.choice_row import ChoiceRow
from nanowizard.gui.widgets.controls import Button, CheckBox, IconLabel, TextLabel
from nanowizard.gui.widgets.focus_ring import FocusRing, StyledFocusRing
from nanowizard.gui.widgets.hold_button import HoldButton
from nanowizard.gui.widgets.log_pane import LogPane
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.partition_bar_parts import Border, Segment
from nanowizard.gui.widgets.state_glyph import State, StateGlyph
from nanowizard.gui.widgets.step_row import StepList


def test_applying_twice_adjusts_one_theme(qapp: QApplication, look: Theme) -> None:
    assert apply_theme(qapp, "dark") is look
    assert theme.current() is DARK
    look.set_scheme("light")
    assert theme.current() is LIGHT


def test_scheme_and_language_together_are_one_change(qapp: QApplication) -> None:
    look = apply_theme(qapp, "light", language="en")
    changes: list[bool] = []
    connection = look.changed.connect(lambda: changes.append(look.is_dark()))
    try:
        apply_theme(qapp, "dark", language="zh_CN")
    finally:
        look.disconnect(connection)
        apply_theme(qapp, "light", language="en")
    assert changes == [True]


def test_the_same_look_again_changes_nothing(qapp: QApplication, look: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        apply_theme(qapp, "light", language="en")
        look.set_scheme(None)
    with qtbot.waitSignal(look.changed):
        apply_theme(qapp, "light", language="zh_CN")


def test_unknown_scheme_counts_as_light(look: Theme) -> None:
    look.set_scheme(None)
    assert not look.is_dark()


def test_a_change_reaches_palette_sheet_icons_and_listeners(qapp: QApplication, look: Theme, qtbot: QtBot) -> None:
    button, label = Button("Repair", "wrench"), IconLabel("card")
    for widget in (button, label):
        qtbot.addWidget(widget)
        widget.show()
    light = (button.icon().pixmap(16).toImage(), label.grab().toImage())
    with qtbot.waitSignal(look.changed):
        look.set_scheme("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.color("window")
    assert DARK.surface in qapp.styleSheet()
    assert button.icon().pixmap(16).toImage() != light[0]
    assert label.grab().toImage() != light[1]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_disabled_text_is_set_on_its_own(palette: theme.Palette) -> None:
    made = build_palette(palette)
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == palette.color("disabled")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_sheet_names_files_that_exist(palette: theme.Palette) -> None:
    sheet = build_sheet(palette)
    assert "$" not in sheet
    for name in ("tick", "chev"):
        path = resource("icons", f"ctl-{name}-{palette.name}.svg")
        assert path.is_file()
        assert path.as_posix() in sheet


def test_high_contrast_takes_the_colours_of_the_system(look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    system = QPalette()
    for role, value in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#FFFF00"),
        (QPalette.ColorRole.Highlight, "#00FFFF"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        system.setColor(role, QColor(value))
    monkeypatch.setattr(look, "_system_palette", system)
    with monkeypatch.context() as patch:
        patch.setattr("nanowizard.gui.high_contrast.wanted", lambda _hints: True)
        look.set_scheme("light")
        made = theme.current()
    look.set_scheme("light")
    assert (made.name, made.bad_soft, made.surface) == ("dark", "#000000", "#000000")
    assert (made.text2, made.border, made.accent) == ("#FFFF00", "#FFFF00", "#00FFFF")
    for pair in (*theme.TEXT_PAIRS, *theme.GRAPHIC_PAIRS):
        assert theme.contrast(getattr(made, pair[0]), getattr(made, pair[1])) >= 4.5
    assert theme.current() is LIGHT


def test_text_follows_the_desktop_but_never_gets_tiny(look: Theme, qtbot: QtBot) -> None:
    before = look._system_font.pointSizeF()
    try:
        look.set_system_point_size(8)
        assert theme.base_pt() == MIN_BASE_PT
        look.set_system_point_size(13.5)
        assert theme.point_size(Role.TITLE) == pytest.approx(21.9)
        label = TextLabel("Title", Role.TITLE)
        qtbot.addWidget(label)
        label.ensurePolished()
        assert label.font().pointSizeF() == pytest.approx(21.9, abs=0.1)
    finally:
        look.set_system_point_size(before)


def test_mono_has_no_ligatures(qapp: QApplication) -> None:
    font = theme.font(Role.MONO)
    assert [font.featureValue(tag) for tag in font.featureTags()] == [0]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_state_has_a_picture_in_both_modes(state: State, mode: str) -> None:
    assert resource("icons", f"state-{state.value}-{mode}.svg").is_file()


def test_icons_are_cached_by_colour_and_ratio(qapp: QApplication) -> None:
    first = icons.pixmap("card", 20, LIGHT.color("text"), 1.0)
    assert icons.pixmap("card", 20, LIGHT.color("text"), 1.0) is first
    sharp = icons.pixmap("card", 20, LIGHT.color("text"), 1.5)
    assert (sharp.width(), sharp.devicePixelRatio()) == (30, 1.5)
    icons.clear()
    assert icons.pixmap("card", 20, LIGHT.color("text"), 1.0) is not first


RINGED: dict[str, Callable[[QWidget], FocusRing]] = {
    "button": lambda parent: Button("One", parent=parent),
    "check box": lambda parent: CheckBox("One", parent),
    "hold button": lambda parent: HoldButton("One", parent=parent),
    "choice": lambda parent: ChoiceRow(Choice(key="one", title="One"), parent),
    "segment": Segment,
    "border": Border,
}


@pytest.mark.parametrize("kind", RINGED)
def test_the_ring_is_for_the_keyboard_only(qtbot: QtBot, kind: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QLineEdit(), RINGED[kind](window)
    column.addWidget(first)
    column.addWidget(second)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert not second.ring
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not second.ring
    by_mouse = second.grab().toImage()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.ring
    assert bool(second.property("kbd")) == isinstance(second, StyledFocusRing)
    assert second.grab().toImage() != by_mouse
    first.setFocus()
    assert not second.ring
    second.setFocus(Qt.FocusReason.OtherFocusReason)
    assert second.grab().toImage() == by_mouse


SENTENCE = "A sentence that wraps in a narrow column but fits into one line of this window. "


def body_with(qtbot: QtBot, count: int, height: int) -> PageBody:
    body = PageBody()
    qtbot.addWidget(body)
    for _ in range(count):
        body.add(TextLabel(SENTENCE, wrap=True))
        body.add_gap(12)
    body.add_stretch()
    body.resize(900, height)
    body.show()
    return body


def test_wrapped_labels_give_no_false_scroll_bar(qtbot: QtBot) -> None:
    body = body_with(qtbot, 12, 720)
    qtbot.waitUntil(lambda: not body.verticalScrollBar().isVisible())


def test_content_that_is_too_high_scrolls(qtbot: QtBot) -> None:
    body = body_with(qtbot, 60, 400)
    qtbot.waitUntil(lambda: body.verticalScrollBar().isVisible())


def test_a_log_shrinks_before_the_page_scrolls(qtbot: QtBot) -> None:
    body = PageBody()
    qtbot.addWidget(body)
    body.add(TextLabel(SENTENCE, wrap=True))
    body.add(LogPane("Log"), 1)
    body.resize(900, 200)
    body.show()
    qtbot.waitUntil(lambda: not body.verticalScrollBar().isVisible())


def test_a_low_window_closes_ranks(qtbot: QtBot) -> None:
    body = body_with(qtbot, 3, 600)
    assert body.is_compact()
    body.resize(900, 700)
    qtbot.waitUntil(lambda: not body.is_compact())


def test_widgets_read_their_own_words_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    legend, glyph = CardMapLegend(), StateGlyph(State.DONE)
    for widget in (legend, glyph):
        qtbot.addWidget(widget)
    german = {"written": "geschrieben", "done": "fertig"}
    for module in ("card_map", "state_glyph"):
        monkeypatch.setattr(f"nanowizard.gui.widgets.{module}.translate", lambda _context, text: german.get(text, text))
    for widget in (legend, glyph):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert legend._words[0].text() == "geschrieben"
    assert glyph.accessibleName() == "fertig"


def test_what_is_added_later_is_as_dense_as_the_rest(qtbot: QtBot) -> None:
    body = body_with(qtbot, 1, 600)
    steps = StepList([("a", "Release")])
    body.add(steps)
    steps.set_steps([("a", "Release"), ("b", "Test")])
    assert {steps.row(key)._row.contentsMargins().top() for key in ("a", "b")} == {3}


def test_arrow_keys_scroll_to_the_row(qtbot: QtBot) -> None:
    body, rows = PageBody(), ChoiceList("Cards")
    qtbot.addWidget(body)
    rows.set_choices([Choice(str(number), f"Card {number}", "Its reason") for number in range(20)])
    body.add(rows)
    body.resize(700, 300)
    body.show()
    body.activateWindow()
    qtbot.waitUntil(body.isActiveWindow)
    rows.row("0").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rows.row("0"), Qt.Key.Key_End)
    assert rows.focused_key() == "19"
    qtbot.waitUntil(lambda: not rows.row("19").visibleRegion().isEmpty())
