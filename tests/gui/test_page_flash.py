"""The Flash page: nothing is written before the person agreed, and the page always says what state the card is in."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support import card_states as states
from support import window_parts as parts
from support.card_states import Stage

from nanowizard.core.errors import DriveError, PrivilegeError
from nanowizard.core.events import Status as TaskStatus
from nanowizard.core.events import StepFinished, StepStarted, TaskFinished
from nanowizard.core.task import RunContext, TaskRun
from nanowizard.gui import page_ids
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.runner import Runner
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.image import FetchImage


def helper(page: FlashPage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def at_question(stage: Stage) -> FlashPage:
    return cast(FlashPage, states.flash_confirm(stage))


def test_the_question_names_what_is_lost(stage: Stage) -> None:
    page = at_question(stage)
    assert "NO NAME" in page.confirm.erase.accessibleDescription()
    consequence = page.confirm.erase.hold.accessibleName().replace("\u00a0", " ")
    assert consequence == "Erase and write to SanDisk Extreme, 63.9 GB"


def test_enter_does_not_start_anything(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)
    qtbot.waitUntil(lambda: page.wizard().isActiveWindow())
    assert not page.confirm.erase.hold.hasFocus()
    QTest.keyClick(page.wizard(), Qt.Key.Key_Return)
    QTest.qWait(20)
    assert helper(page).requests == []
    assert page.confirm.erase.hold.typed_dialog() is None


def test_space_held_starts_the_write(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)
    hold = page.confirm.erase.hold
    hold._hold_ms = 50
    hold.setFocus()
    QTest.keyPress(hold, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    QTest.keyRelease(page, Qt.Key.Key_Space)
    [request] = helper(page).requests
    assert (request.identity, request.very_large) == (parts.SANDISK.identity, False)
    assert page.state() is State.DONE
    assert page.footer().enabled


def test_a_very_large_drive_is_written_only_after_the_typed_word(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_very_large(stage))
    hold = page.confirm.erase.hold
    hold._hold_ms = 0
    hold.setFocus()
    QTest.keyPress(hold, Qt.Key.Key_Space)
    QTest.qWait(30)
    QTest.keyRelease(hold, Qt.Key.Key_Space)
    dialog = hold.typed_dialog()
    assert helper(page).requests == []
    assert dialog is not None
    QTest.keyClicks(dialog.field, "ERASE")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    assert [request.very_large for request in helper(page).requests] == [True]


def test_the_check_just_before_the_write_can_stop_it(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)
    helper(page).drives = [parts.replace(parts.SANDISK, read_only=True)]
    page.confirm.confirmed.emit()
    qtbot.waitUntil(page.confirm.problem.isVisible)
    assert helper(page).requests == []
    assert not page.confirm.erase.isVisible()
    with qtbot.waitSignal(page.choose) as asked:
        page.confirm.problem.action().click()
    assert asked.args == [page_ids.CARD]


def test_another_card_in_its_place_is_not_written(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)
    helper(page).drives = [parts.replace(parts.KINGSTON, identity=parts.replace(parts.SANDISK.identity, serial="x"))]
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert helper(page).requests == []
    assert page.error is not None
    assert page.error.code == "drive.changed"
    assert page.header.purpose() == "Nothing was written to the card."


def test_a_refused_permission_wrote_nothing(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)

    def refuse(_request: object, ctx: object) -> parts.FlashReport:
        raise PrivilegeError("privilege.dismissed")

    helper(page).script = refuse
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert page.header.purpose() == "Nothing was written to the card."
    page.error_panel.remedy.click()
    qtbot.waitUntil(page.confirm.erase.isVisible)


def test_while_permission_is_asked_the_page_says_so(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_asking(stage))
    assert page.footer().busy
    assert page.stop_question()[1] == "Nothing has been written yet."


def test_after_a_failed_write_the_card_is_called_not_ready(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage)

    def vanish(_request: object, ctx: RunContext) -> parts.FlashReport:
        ctx.emit(StepStarted(step="flash.prepare"))
        ctx.emit(StepFinished(step="flash.prepare"))
        raise DriveError("drive.gone", path="/dev/sandisk")

    helper(page).script = vanish
    page.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert page.header.purpose() == "The card is marked as not ready, so it cannot be used by mistake."
    with qtbot.waitSignal(page.choose) as asked:
        page.error_panel.remedy.click()
    assert asked.args == [page_ids.CARD]


def test_places_that_differ_are_in_the_picture_of_the_failure(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_failed(stage))
    assert page._faulty.isVisible()
    assert page._faulty.faulty_ranges() == [(states.BAD_AT, states.BAD_AT + states.BAD_LENGTH)]


def test_a_stopped_write_can_be_begun_again(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_stopped(stage))
    assert page.state() is State.ATTENTION
    assert page.header.purpose() == "The card is marked as not ready, so it cannot be used by mistake."
    page.outcome.stopped.action().click()
    qtbot.waitUntil(page.confirm.erase.isVisible)


def test_the_map_follows_the_writing(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_checking(stage))
    shown = page.progress_view.map_section.map
    assert shown.cell_state(0) is CellState.CHECKED
    assert shown.cell_state(shown.cell_count() - 1) is CellState.WRITTEN
    assert page.progress_view.phases.states() == [State.DONE, State.DONE, State.RUNNING, State.WAITING]


def test_a_download_that_still_runs_is_waited_for(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, stage.open(page_ids.FLASH))
    journey = page.context.session.journey
    journey.card = parts.SANDISK.identity
    runner = Runner()
    page.context.image_run = runner
    runner._run = TaskRun(FetchImage(page.context.session), None, RunContext())
    page.enter()
    assert page.shown_view() == "coming"
    assert page.coming.block.words() == "The image is still being checked"
    runner.said.emit(states.DOWNLOAD)
    assert page.coming.block.words() == "The image is still being downloaded"
    assert page.coming.block.fraction() == 0.43
    journey.image = states.small_image()
    runner._run = None
    runner.finished.emit(TaskFinished(task="image.fetch", status=TaskStatus.SUCCEEDED))
    qtbot.waitUntil(page.confirm.erase.isVisible)


def test_coming_back_to_a_written_card_keeps_the_result(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_done(stage))
    page.leave()
    page.enter()
    assert page.shown_view() == "outcome"
