"""The Format page with the practice card, through the real helper process: what is in the card's file afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import care_states as states
from support import format_states
from support import window_parts as parts
from support.card_states import Stage

from nanowizard.cards.model import FormatRequest
from nanowizard.core.errors import Cancelled
from nanowizard.drives.file import describe_file
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import Drive
from nanowizard.drives.partition import PartitionTable, read_table
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card_format.mode import FULL
from nanowizard.gui.pages.card_format.page import LAYOUT, CardFormatPage
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.gui.widgets.state_glyph import State, StateMark
from nanowizard.gui.wizard import SIZE, SMALLEST, Wizard
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.tasks.format import FormatInput
from nanowizard.tasks.session import Session
from tests.gui.window import Marking, visible_texts

MIB = 1 << 20
NOT_READY = "The card is marked as not ready. Format or write it before you use it."
SLOW = {"write_rate": 64 * MIB}
"""Slow enough that a person could stop it in the middle."""


def folder(window: Wizard) -> Path:
    world = window.context.session.world
    assert world is not None
    return world.folder


def settings(window: Wizard, **wished: object) -> None:
    CardSettings(**{"write_rate": None, "read_rate": None, **wished}).save(folder(window))  # type: ignore[arg-type]


def to_question(window: Wizard, qtbot: QtBot, **faults: object) -> CardFormatPage:
    """From the card list, by the link under it."""
    settings(window, **faults)
    window.go(page_ids.CARD)
    card = cast(CardPage, window.current())
    rows = card.rows

    def practice() -> list[str]:
        return [key for key in list(rows.keys()) if "Practice card" in rows.row(key).choice().title]

    qtbot.waitUntil(lambda: bool(practice()))
    rows.select(practice()[0])
    card.care.links[page_ids.CARD_FORMAT].click()
    page = cast(CardFormatPage, window.current())
    assert page.id == page_ids.CARD_FORMAT
    qtbot.waitUntil(page.question.is_ready)
    return page


def finish(page: CardFormatPage, qtbot: QtBot) -> CardFormatPage:
    qtbot.waitUntil(lambda: not page.is_busy())
    return page


def half_way(page: CardFormatPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: (page.progress_view.block.fraction() or 0) > 0.2)
    assert page.is_busy()


def card_file(window: Wizard) -> Path:
    return folder(window) / CARD_FILE


def made(window: Wizard) -> Drive:
    """What the project's own readers find in the card's file."""
    return describe_file(card_file(window))


def table(window: Wizard) -> PartitionTable:
    file = card_file(window)
    with file.open("rb") as card:

        def read(offset: int, length: int) -> bytes:
            card.seek(offset)
            return card.read(length)

        return read_table(read, file.stat().st_size)


def is_marked(window: Wizard) -> bool:
    with card_file(window).open("rb") as card:
        return read_marker(card.read(4096)) is not None


def begun(session: Session) -> list[FormatRequest]:
    return cast(parts.FakeHelper, session.helper).care_requests  # type: ignore[return-value]


# --- what lands on the card -------------------------------------------------------------------------------------------


def test_a_quick_format_makes_the_file_system_and_the_name(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    assert page.options.made.text().replace("\u00a0", " ") == "MBR · FAT16"
    format_states.type_name(page, "holiday")
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is as new"
    drive = made(window)
    assert (drive.contents, drive.table) == ("partitions", "mbr")
    assert [(volume.label, volume.filesystem, volume.version) for volume in drive.volumes] == [
        ("HOLIDAY", "vfat", "FAT16")
    ]
    assert not is_marked(window)


def test_a_full_format_overwrites_what_was_there(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    with card_file(window).open("r+b") as card:
        card.seek(300 * MIB)
        card.write(b"an old letter")
    page.ask_again()
    qtbot.waitUntil(page.question.is_ready)
    page.options.mode.select(FULL)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is as new"
    assert not page.bad.isVisible()
    assert [mark.state() for mark in page.outcome.findChildren(StateMark)] == [State.DONE]
    with card_file(window).open("rb") as card:
        card.seek(300 * MIB)
        assert card.read(13) == bytes(13)


def test_a_full_format_of_a_failing_card_warns_and_shows_where(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot, fails_at=300 * MIB)
    page.options.mode.select(FULL)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is formatted, but parts of it fail"
    assert page.bad.isVisible()
    assert [mark.state() for mark in page.outcome.findChildren(StateMark)] == [State.ATTENTION]
    [(start, end)] = page.bad.map.faulty_ranges()
    assert start <= 300 * MIB < end
    cells = page.bad.map
    assert cells.cell_state(0) is CellState.WRITTEN
    assert page.outcome.notes.isVisible()
    assert [volume.version for volume in made(window).volumes] == ["FAT16"]
    # Nobody is led on to use it.
    assert page.footer().primary == "Back to the card list"
    page.primary()
    assert window.current().id == page_ids.CARD


def test_a_layout_of_two_partitions_is_what_lands_in_the_table(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    page.options.layout_link.click()
    assert page.shown_view() == LAYOUT
    editor = page.layout_view.editor
    format_states.pick(editor.table, "gpt")
    editor.split.click()
    editor.bar.borders[0].stepped.emit(-10)
    format_states.pick(editor.filesystem, "exfat")
    editor.name.field.setText("数据")
    editor.name.field.textEdited.emit("数据")
    editor.bar.segments[1].click()
    format_states.pick(editor.filesystem, "fat32")
    editor.name.field.setText("boot")
    editor.name.field.textEdited.emit("boot")
    wished = editor.division()
    page.primary()
    assert page.shown_view() == "main"
    assert page.options.made.text().startswith("GPT")
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is as new"
    found = table(window)
    assert found.kind == "gpt"
    assert [part.size_bytes for part in found.partitions] == [wished.size_bytes(index) for index in range(2)]
    assert [(volume.label, volume.filesystem) for volume in made(window).volumes] == [
        ("数据", "exfat"),
        ("BOOT", "vfat"),
    ]


def test_the_usual_layout_is_one_click_away_from_ones_own(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    page.options.layout_link.click()
    page.layout_view.editor.split.click()
    page.primary()
    assert page.options.division() is not None
    page.options.layout_link.click()
    page.layout_view.usual.click()
    assert page.options.division() is None
    assert page.options.wishes() == {"mode": "quick", "label": ""}


# --- names ------------------------------------------------------------------------------------------------------------


def test_a_bad_name_takes_the_button_away_and_says_why(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    hold = page.question.erase.hold
    assert hold.isEnabled()
    format_states.type_name(page, "存储卡")
    assert not hold.isEnabled()
    assert page.question.erase.hint() == "Change the name first."
    assert page.options.name.said.isVisible()
    assert "FAT32 cannot have Chinese characters" in page.options.name.said.text()
    assert "FAT32 cannot have Chinese" in page.options.name.field.accessibleDescription()
    hold.open_typed()
    assert hold.typed_dialog() is None
    format_states.type_name(page, "good")
    assert hold.isEnabled()
    assert "Hold for 2 seconds" in page.question.erase.hint()
    assert "It will read GOOD" in page.options.name.said.text()


def test_who_stops_sees_no_bad_places_where_none_were_found(stage: Stage) -> None:
    page = cast(CardFormatPage, format_states.format_stopped(stage))
    assert not page.bad.isVisible()


def test_the_bad_places_of_one_run_are_not_shown_after_the_next(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardFormatPage, format_states.format_done_bad(stage))
    assert page.bad.isVisible()
    page.ask_again()
    qtbot.waitUntil(page.question.is_ready)
    cast(parts.FakeHelper, page.context.session.helper).care_script = _stopped
    page.question.confirmed.emit()
    states.ended(page)
    assert page.outcome.stopped.isVisible()
    assert not page.bad.isVisible()


def _stopped(_request: object, _ctx: object) -> object:
    raise Cancelled


def test_a_bad_name_in_the_layout_cannot_be_used(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    page.options.layout_link.click()
    editor = page.layout_view.editor
    editor.split.click()
    editor.name.field.setText("a/b")
    editor.name.field.textEdited.emit("a/b")
    assert not page.footer().enabled
    [(_name, said)] = page.layout_view.facts.facts()
    assert said.startswith("Partition 1: ")
    editor.undo.click()
    assert page.footer().enabled


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_who_stops_in_the_middle_reads_that_the_card_is_not_ready(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot, **SLOW)
    page.options.mode.select(FULL)
    page.question.confirmed.emit()
    half_way(page, qtbot)
    assert page.stop_question() == ("Stop the formatting?", NOT_READY)
    page.stop()
    finish(page, qtbot)
    assert page.outcome.stopped.accessibleName() == "You stopped the formatting"
    assert page.outcome.stopped.accessibleDescription() == NOT_READY
    assert is_marked(window)
    assert made(window).contents == "not_ready"


def test_a_card_that_is_pulled_in_the_middle(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot, vanish_at=200 * MIB)
    page.options.mode.select(FULL)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.shown_view() == "error"
    assert page.error is not None
    assert page.error.code == "drive.gone"
    assert page.header.purpose() == NOT_READY
    assert is_marked(window)


def test_a_card_that_is_pulled_before_the_yes_was_not_changed(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    settings(window, inserted=False)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.error is not None
    assert page.error.code == "drive.gone"
    assert page.header.purpose() == "Nothing was changed on the card."
    assert not is_marked(window)


# --- keyboard ---------------------------------------------------------------------------------------------------------


def test_by_keyboard_alone_from_the_question_to_the_end(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    qtbot.waitUntil(lambda: window.focusWidget() is not None)
    met = [window.focusWidget()]
    hold = page.question.erase.hold
    for _press in range(8):
        if met[-1] is hold:
            break
        if met[-1] is page.options.name.field:
            QTest.keyClicks(met[-1], "KEYS")
        QTest.keyClick(met[-1], Qt.Key.Key_Tab)
        met.append(window.focusWidget())
    assert met[-1] is hold
    assert page.options.name.field in met
    assert page.options.layout_link in met
    QTest.keyPress(hold, Qt.Key.Key_Space)
    qtbot.waitUntil(page.is_busy)
    QTest.keyRelease(window, Qt.Key.Key_Space)
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is as new"
    assert [volume.label for volume in made(window).volumes] == ["KEYS"]
    qtbot.waitUntil(lambda: window.focusWidget() is window.footer_bar.primary)


def test_space_that_is_let_go_starts_nothing(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    hold = page.question.erase.hold
    hold.setFocus()
    with qtbot.waitSignal(hold.released_early):
        QTest.keyPress(hold, Qt.Key.Key_Space)
        QTest.keyRelease(hold, Qt.Key.Key_Space)
    assert page.question.erase.hint() == "Nothing was erased."
    assert page.shown_view() == "main"
    assert not page.is_busy()


def test_enter_and_the_word_start_it(window: Wizard, qtbot: QtBot) -> None:
    page = to_question(window, qtbot)
    hold = page.question.erase.hold
    hold.setFocus()
    QTest.keyClick(hold, Qt.Key.Key_Return)
    dialog = hold.typed_dialog()
    assert dialog is not None
    QTest.keyClicks(dialog.field, "ERASE")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is as new"


# --- very large drives ------------------------------------------------------------------------------------------------


def question_of(stage: Stage, drive: Drive) -> CardFormatPage:
    page = cast(CardFormatPage, states.at_question(stage, page_ids.CARD_FORMAT, drive))
    cast(parts.FakeHelper, page.context.session.helper).care_script = lambda _request, _ctx: format_states.report()
    return page


def test_a_very_large_drive_is_only_formatted_once_the_word_was_typed(stage: Stage) -> None:
    page = question_of(stage, states.HUGE)
    hold = page.question.erase.hold
    QTest.keyClick(hold, Qt.Key.Key_Space)
    assert not hold.is_holding()
    dialog = hold.typed_dialog()
    assert dialog is not None
    assert begun(page.context.session) == []
    QTest.keyClicks(dialog.field, "ERASE")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    states.ended(page)
    assert [request.very_large for request in begun(page.context.session)] == [True]


def test_a_card_of_the_usual_size_is_never_sent_as_very_large(stage: Stage) -> None:
    page = question_of(stage, parts.SANDISK)
    page.question.confirmed.emit()
    states.ended(page)
    assert [request.very_large for request in begun(page.context.session)] == [False]


def test_the_form_says_what_the_input_says(stage: Stage) -> None:
    page = question_of(stage, replace(parts.SANDISK, discards=True, bus="sd"))
    page.options.mode.select("erase")
    format_states.type_name(page, " 存储卡 ")
    card = parts.SANDISK.identity
    for very_large in (False, True):
        _task, inp = page.job(card, very_large=very_large)
        assert inp == FormatInput(card=card, confirmed=True, very_large=very_large, mode="erase", label="存储卡")


# --- forms and languages ----------------------------------------------------------------------------------------------


def test_in_a_low_window_the_permission_is_beside_the_card(stage: Stage, qtbot: QtBot) -> None:
    stage.size = SMALLEST
    page = question_of(stage, parts.SANDISK)
    qtbot.waitUntil(lambda: any("may ask for a password" in words for words in visible_texts(page.question.card)))
    assert not page.question.facts.isVisible()
    page.wizard().resize(SIZE)
    qtbot.waitUntil(page.question.facts.isVisible)
    assert not any("password" in words for words in visible_texts(page.question.card))


def test_a_card_of_another_size_forgets_the_layout(stage: Stage) -> None:
    page = cast(CardFormatPage, format_states.format_own_layout(stage))
    assert page.options.division() is not None
    page.options.set_card(parts.SANDISK, None)
    assert page.options.division() is not None, "the same card again"
    page.options.set_card(parts.KINGSTON, None)
    assert page.options.division() is None
    assert page.options.name.field.isVisible()


def test_another_language_while_it_runs_keeps_everything(window: Wizard, qtbot: QtBot, qapp: QApplication) -> None:
    page = to_question(window, qtbot, **SLOW)
    page.options.mode.select(FULL)
    format_states.type_name(page, "kept")
    page.question.confirmed.emit()
    half_way(page, qtbot)
    before = page.progress_view.block.fraction() or 0
    translator = Marking()
    qapp.installTranslator(translator)
    try:
        QCoreApplication.sendPostedEvents()
        rows = page.progress_view.rows
        assert rows.row("card.format.clear").name() == "«Mark the card as not ready»"
        assert rows.row("card.format.clear").state() is State.DONE
        assert (page.progress_view.block.fraction() or 0) >= before
        assert page.header.title() == "«Format the card»"
        assert page.options.mode.mode() == FULL
        assert page.is_busy()
        settings(window)
        finish(page, qtbot)
        assert page.outcome.headline() == "«The card is as new»"
    finally:
        qapp.removeTranslator(translator)
    QCoreApplication.sendPostedEvents()
    assert page.outcome.headline() == "The card is as new"
    assert [volume.label for volume in made(window).volumes] == ["KEPT"]
