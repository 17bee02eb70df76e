"""Panels, rows and panes: what they show, what they say to a screen reader, and what they report."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.card_map import CardMap
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Bar, Button, ElidedLabel, Kind
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.empty_state import EmptyState
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.fingerprint import Fingerprint, grouped
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.icon_fact import FromToPanel, NeedsPanel
from nanowizard.gui.widgets.log_pane import MAX_LINES, LogPane
from nanowizard.gui.widgets.memory_bars import BarRow, MemoryBars, Segment
from nanowizard.gui.widgets.numbered_list import NumberedList
from nanowizard.gui.widgets.page_header import PageHeader
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel
from nanowizard.gui.widgets.phase_line import PhaseLine
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.gui.widgets.repair_tile import RepairTile, TileGrid
from nanowizard.gui.widgets.speed_graph import SpeedGraph, axis_top
from nanowizard.gui.widgets.state_glyph import State, StateGlyph
from nanowizard.gui.widgets.step_row import StepList, StepRow
from nanowizard.gui.widgets.tag import Tag, TagSpec

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(700, 400)
    widget.show()


def test_error_panel_gives_one_way_out_and_the_details(qtbot: QtBot) -> None:
    panel, cells = ErrorPanel(), CardMap(rows=3)
    shown(qtbot, panel)
    panel.set_embedded(cells)
    panel.set_error(
        "Two places failed", "Why.", remedy="Write again", duration="20 seconds", details="code  x.y\nline 2"
    )
    assert panel.accessibleName() == "Two places failed"
    assert panel.remedy.kind() is Kind.PRIMARY
    assert cells.isVisible()
    with qtbot.waitSignal(panel.remedy_clicked):
        qtbot.mouseClick(panel.remedy, LEFT)
    details = panel.details()
    assert not details.link.is_open()
    qtbot.mouseClick(details.link, LEFT)
    assert details._text.isVisible()
    with qtbot.waitSignal(panel.copied):
        qtbot.mouseClick(details.copy_button(), LEFT)
    assert QGuiApplication.clipboard().text() == "code  x.y\nline 2"
    assert details.copy_button().text() == "Copied"
    panel.set_embedded(None)
    assert not cells.isVisible()


def test_error_panel_without_remedy_and_details_shows_neither(qtbot: QtBot) -> None:
    panel = ErrorPanel()
    shown(qtbot, panel)
    panel.set_error("No answer", "Why.")
    assert not panel.remedy.isVisible()
    assert not panel.details().isVisible()


def test_details_can_be_renamed_and_survive_a_language_change(qtbot: QtBot) -> None:
    fold = DetailsFold("text")
    qtbot.addWidget(fold)
    assert fold.link.text() == "Technical details"
    fold.set_label("Show technical details")
    QApplication.sendEvent(fold, QEvent(QEvent.Type.LanguageChange))
    assert fold.link.text() == "Show technical details"


def test_fold_link_shows_and_hides_its_target(qtbot: QtBot) -> None:
    parent = QWidget()
    shown(qtbot, parent)
    link, target = FoldLink("Why is my card not here?", parent), QWidget(parent)
    link.set_target(target)
    assert not target.isVisible()
    with qtbot.waitSignal(link.toggled):
        link.set_open(True)
    assert target.isVisible()


def test_message_panel(qtbot: QtBot) -> None:
    panel = MessagePanel(Tone.WARN, "Headline", "Text")
    shown(qtbot, panel)
    assert (panel.accessibleName(), panel.accessibleDescription()) == ("Headline", "Text")
    assert not panel.action().isVisible()
    panel.set_action("Repair", "wrench", primary=True)
    with qtbot.waitSignal(panel.action_clicked):
        qtbot.mouseClick(panel.action(), LEFT)
    panel.set_tone(Tone.GOOD)
    assert panel.property("panel") == "good"


def test_facts_grow_and_shrink(qtbot: QtBot) -> None:
    panel = FactsPanel([("Then", "Write"), ("Time", "12 minutes")])
    qtbot.addWidget(panel)
    panel.set_facts([("Then", "Write"), ("Time", "11 minutes"), ("Permission", "Once")])
    assert panel.facts()[1:] == [("Time", "11 minutes"), ("Permission", "Once")]
    panel.set_facts([("Then", "Nothing")])
    assert panel.facts() == [("Then", "Nothing")]
    assert panel._cells[0][1].accessibleName() == "Then: Nothing"


def test_steps_keep_their_state_over_new_names(qtbot: QtBot) -> None:
    steps = StepList([("a", "Release"), ("b", "Test")])
    shown(qtbot, steps)
    row = steps.row("b")
    row.set_state(State.RUNNING)
    row.set_fraction(0.4)
    row.set_fact("24 of 64 places")
    row.set_caption("Finds worn-out cards.")
    assert row.accessibleName() == "Test, running, 24 of 64 places"
    assert row._bar.isVisible()
    steps.set_steps([("b", "测试"), ("c", "读回")])
    assert steps.row("b") is row
    assert row.state() is State.RUNNING
    assert steps.keys() == ["b", "c"]
    row.set_state(State.FAILED)
    assert not row._bar.isVisible()
    assert row.fact() == "24 of 64 places"
    assert row._fact.property("tone") == "bad"


@pytest.mark.parametrize(
    ("fraction", "figure"), [(0.0, "0%"), (0.429, "42%"), (0.29, "29%"), (0.999, "99%"), (1.0, "100%"), (3, "100%")]
)
def test_progress_is_rounded_down(qtbot: QtBot, fraction: float, figure: str) -> None:
    block = ProgressBlock()
    qtbot.addWidget(block)
    block.set_fraction(fraction)
    assert block._figure.text() == figure


def test_progress_of_unknown_length(qtbot: QtBot) -> None:
    block = ProgressBlock()
    shown(qtbot, block)
    block.set_fraction(None)
    block.set_words("Looking")
    assert not block._figure.isVisible()
    assert block._bar.maximum() == 0
    assert not block.grab().isNull()
    block.set_fraction(0.5)
    assert block._bar.value() == 500
    assert block._bar.accessibleName() == "Progress"
    assert block._bar.accessibleDescription() == "Looking"


def test_bar_stays_inside_its_range(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.set_fraction(-1)
    assert bar.value() == 0
    bar.set_fraction(7)
    assert bar.value() == 1000


def test_speed_graph_averages_one_place(qtbot: QtBot) -> None:
    graph = SpeedGraph("Speed, MB/s")
    shown(qtbot, graph)
    assert not graph.grab().isNull()
    graph.add(0.5, 30)
    graph.add(0.5, 50)
    graph.add(1.0, 10)
    graph.add(2.0, 20)
    assert [rate for _x, rate in graph.points()] == [40, 15]
    graph.set_average(38, "average 38")
    graph.set_caption("Limited by: the card")
    assert not graph.grab().isNull()
    assert graph.accessibleDescription() == "Limited by: the card"
    graph.clear()
    assert graph.points() == []


@pytest.mark.parametrize(("highest", "top"), [(0, 2), (1, 1), (38, 40), (47, 60), (92, 100), (101, 200), (0.3, 0.4)])
def test_axis_ends_on_round_numbers(highest: float, top: float) -> None:
    assert axis_top(highest) == pytest.approx(top)


def test_log_follows_the_end_unless_scrolled_up(qtbot: QtBot) -> None:
    pane = LogPane("What the Nano says")
    shown(qtbot, pane)
    for number in range(200):
        pane.append(f"line {number}")
    bar = pane.edit().verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    pane.append("another")
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    pane.append("last")
    assert bar.value() == bar.maximum()
    qtbot.mouseClick(pane.copy_button(), LEFT)
    assert QGuiApplication.clipboard().text().endswith("another\nlast")
    assert pane.edit().focusPolicy() & Qt.FocusPolicy.TabFocus
    assert pane.edit().accessibleName() == "What the Nano says"


def test_log_keeps_only_so_many_lines(qtbot: QtBot) -> None:
    pane = LogPane()
    qtbot.addWidget(pane)
    pane.append("\n".join(str(number) for number in range(MAX_LINES + 50)))
    assert pane.text().startswith("50\n")


def test_fingerprint_in_groups_of_four(qtbot: QtBot) -> None:
    assert grouped("SHA256:nThbGd3q7X") == "SHA256  nThb Gd3q  7X"
    assert grouped("abcdef") == "abcd ef"
    label = Fingerprint("SHA256:nThbGd3q")
    qtbot.addWidget(label)
    assert label.fingerprint() == "SHA256:nThbGd3q"
    assert label.text() == "SHA256  nThb Gd3q"


def test_command_line_copies(qtbot: QtBot) -> None:
    line = CommandLine("ssh nano@192.168.55.1")
    shown(qtbot, line)
    qtbot.mouseClick(line.copy_button(), LEFT)
    assert QGuiApplication.clipboard().text() == line.command()


def test_phases_keep_their_states_over_new_words(qtbot: QtBot) -> None:
    phases = PhaseLine(["Prepare", "Write"])
    qtbot.addWidget(phases)
    phases.set_states([State.DONE, State.RUNNING])
    phases.set_phases(["准备", "写入"])
    assert phases.states() == [State.DONE, State.RUNNING]
    assert phases.accessibleName() == "准备: done, 写入: running"


def test_repair_tile(qtbot: QtBot) -> None:
    tile = RepairTile("swap", "Swap")
    shown(qtbot, tile)
    tile.set_tag(TagSpec("Needs repair", Tone.BAD, "cross"))
    tile.set_sentence("It is not used after a restart.")
    tile.set_action("Repair…", wrong=True)
    assert tile.action().kind() is Kind.PLAIN
    assert tile.accessibleName() == "Swap, Needs repair"
    assert tile.action().accessibleName() == "Repair…: Swap"
    for compact in (True, False):
        tile.set_compact(compact)
        with qtbot.waitSignal(tile.action_clicked):
            qtbot.mouseClick(tile.action(), LEFT)
    tile.set_action("Check again")
    assert tile.action().kind() is Kind.LINK


def test_tiles_take_two_columns_when_narrow(qtbot: QtBot) -> None:
    grid = TileGrid()
    for title in ("Card", "Swap", "Mirrors"):
        tile = RepairTile("card", title)
        tile.set_tag(TagSpec("Good"))
        grid.add(tile)
    qtbot.addWidget(grid)
    grid.resize(1100, 300)
    grid.show()
    assert grid.columns() == 3
    grid.resize(800, 300)
    qtbot.waitUntil(lambda: grid.columns() == 2)


def test_header(qtbot: QtBot) -> None:
    header = PageHeader("Step 3 of 10", "Choose the card", "The list updates by itself.")
    shown(qtbot, header)
    assert header.accessibleName() == "Choose the card"
    header.set_live("Live")
    assert header._live.isVisible()
    header.set_live("")
    assert not header._live.isVisible()


def test_empty_state(qtbot: QtBot) -> None:
    state = EmptyState("card")
    shown(qtbot, state)
    state.set_texts("No card yet", "Put it in.", "Why?")
    with qtbot.waitSignal(state.button_clicked):
        qtbot.mouseClick(state.button(), LEFT)
    assert state.accessibleName() == "No card yet"


def test_memory_bars_have_one_scale(qtbot: QtBot) -> None:
    bars = MemoryBars()
    shown(qtbot, bars)
    ram = Segment("Memory", "4.0 GB", 4)
    rows = [BarRow("Now", [ram], "4.0 GB"), BarRow("After", [ram, Segment("Swap", "4.0 GB", 4, Tone.GOOD)], "8.0 GB")]
    bars.set_rows(rows)
    assert {track.scale for _label, track, _total in bars._lines} == {8}
    assert bars._lines[1][1].accessibleName() == "After: Memory 4.0 GB, Swap 4.0 GB"
    assert not bars.grab().isNull()
    bars.set_rows(rows[:1])
    assert len(bars._lines) == 1


def test_other_panels_accept_new_content(qtbot: QtBot) -> None:
    needs, route, steps = NeedsPanel([("card", "Card", "32 GB")]), FromToPanel(), NumberedList([("Push", "it in")])
    for widget in (needs, route, steps):
        qtbot.addWidget(widget)
    needs.set_items([("card", "Card", ""), ("plug", "Power", "5 V 4 A")])
    route.set_captions("From", "To")
    route.set_from("image", "JetPack", "13.8 GB")
    route.set_to("card", "SanDisk", "")
    steps.set_steps([("Push", ""), ("Plug", "in")])
    steps.set_current(1)
    assert [badge.in_hand for _line, badge, _name, _caption in steps._lines] == [False, True]


def test_long_names_are_elided_but_kept(qtbot: QtBot) -> None:
    label = ElidedLabel("A name of a drive that goes on and on and on")
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.full_text()
    label.resize(900, 20)
    qtbot.waitUntil(lambda: label.text() == label.full_text())
    assert label.toolTip() == ""


def test_tag_hides_without_words(qtbot: QtBot) -> None:
    tag = Tag(TagSpec("Ready", Tone.GOOD))
    qtbot.addWidget(tag)
    assert tag.accessibleName() == "Ready"
    tag.set_spec(None)
    assert tag.isHidden()


def test_buttons_are_never_default_by_themselves(qtbot: QtBot) -> None:
    for kind in Kind:
        button = Button("Word", "card", kind)
        qtbot.addWidget(button)
        assert not button.autoDefault()
        assert not button.isDefault()


@pytest.mark.parametrize("height", [20, 30])
def test_the_glyph_of_a_step_stands_beside_the_middle_of_its_first_line(height: int, qtbot: QtBot) -> None:
    row = StepRow("Write a new, empty file system")
    row.setStyleSheet(f"QLabel {{ font-size: {height}px }}")
    shown(qtbot, row)
    row.resize(260, 200)  # the name takes two lines in the largest
    glyph, name = row.findChild(StateGlyph), row.findChild(QLabel)
    assert glyph is not None
    assert name is not None
    middle = name.mapTo(row, QPoint(0, name.contentsRect().top())).y() + name.fontMetrics().height() / 2
    seen = glyph.mapTo(row, QPoint(0, 0)).y() + glyph.height() / 2
    assert seen == pytest.approx(middle, abs=1.5)


def test_a_panel_with_a_mark_leaves_no_widget_of_its_own_outside(qapp: QApplication) -> None:
    before = set(qapp.topLevelWidgets())
    panel = MessagePanel(Tone.GOOD, mark=State.DONE)
    assert set(qapp.topLevelWidgets()) - before == {panel}
    panel.deleteLater()
