"""What all care pages have in common, seen at Repair and Test: nothing before a yes, and what became of the card."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import care_states as states
from support import window_parts as parts
from support.card_states import Stage, small_image

from nanowizard.core.errors import CardError, DriveError, NanoWizardError, PrivilegeError
from nanowizard.core.events import Severity, Status, StepFinished, StepStarted, TaskFinished
from nanowizard.core.task import RunContext
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card_test.choice import FULL
from nanowizard.gui.pages.card_test.page import CardTestPage
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.care.progress import CareProgress
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard
from nanowizard.tasks import card as card_task
from tests.gui.window import Marking

BOTH = pytest.mark.parametrize("page_id", [page_ids.CARD_REPAIR, page_ids.CARD_TEST])
NOT_READY = "The card is marked as not ready. Repair, format or write it before you use it."
UNCHANGED = "Nothing was changed on the card."


def helper(page: CarePage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def window(page: CarePage) -> Wizard:
    return cast(Wizard, page.wizard())


def at_question(stage: Stage, page_id: str, card: parts.Drive = parts.SANDISK) -> CarePage:
    """A question that erases."""
    page = states.at_question(stage, page_id, card)
    if isinstance(page, CardTestPage):
        page.choice.select(FULL)
    return page


def ends_with(page: CarePage, error: NanoWizardError, *events: object) -> None:
    def script(_request: object, ctx: RunContext) -> object:
        for event in events:
            ctx.emit(event)  # type: ignore[arg-type]
        raise error

    helper(page).care_script = script


# --- the question -----------------------------------------------------------------------------------------------------


@BOTH
def test_it_names_what_is_lost_and_enter_starts_nothing(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id)
    qtbot.waitUntil(lambda: page.wizard().isActiveWindow())
    assert "NO NAME" in page.question.erase.accessibleDescription()
    assert page.question.erase.hold.accessibleName().replace("\u00a0", " ").endswith("SanDisk Extreme, 63.9 GB")
    assert not page.question.erase.hold.hasFocus()
    QTest.keyClick(page.wizard(), Qt.Key.Key_Return)
    QTest.qWait(20)
    assert helper(page).care_requests == []


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("empty", "Nothing was found on the card."),
        ("unknown", "The card is empty, or this computer cannot read what is on it."),
        ("unpartitioned", "What is on the card cannot be read by this computer."),
    ],
)
def test_a_card_without_volumes_is_called_no_more_than_is_known(contents: str, said: str, stage: Stage) -> None:
    page = at_question(stage, page_ids.CARD_REPAIR, replace(parts.SANDISK, contents=contents, volumes=()))
    assert page.question.erase.accessibleDescription() == said


@BOTH
def test_space_held_starts_it_with_the_card_that_was_shown(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id)
    helper(page).care_script = lambda _request, _ctx: (
        parts.repair_report() if page_id == page_ids.CARD_REPAIR else parts.probe_report()
    )
    hold = page.question.erase.hold
    hold._hold_ms = 50
    hold.setFocus()
    QTest.keyPress(hold, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.shown_view() == "outcome")
    QTest.keyRelease(page, Qt.Key.Key_Space)
    [request] = helper(page).care_requests
    assert (request.identity, request.very_large) == (parts.SANDISK.identity, False)


@BOTH
def test_a_very_large_drive_takes_the_typed_word(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id, states.HUGE)
    hold = page.question.erase.hold
    hold._hold_ms = 0
    hold.setFocus()
    QTest.keyPress(hold, Qt.Key.Key_Space)
    QTest.qWait(30)
    QTest.keyRelease(hold, Qt.Key.Key_Space)
    assert helper(page).care_requests == []
    dialog = hold.typed_dialog()
    assert dialog is not None
    QTest.keyClicks(dialog.field, "erase")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(helper(page).care_requests))
    assert helper(page).care_requests[0].very_large
    qtbot.waitUntil(lambda: not page.is_busy())


def test_a_very_large_drive_with_a_long_name_has_a_button_that_fits(stage: Stage) -> None:
    page = states.at_question(stage, page_ids.CARD_REPAIR, replace(states.HUGE, name="Backup " * 9))
    assert page.question.erase.hold.accessibleName().count("Backup") == 9
    assert page.question.erase.hold.sizeHint().width() < window(page).width() // 2


@BOTH
def test_the_check_just_before_the_work_can_stop_it(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id)
    helper(page).drives = [replace(parts.SANDISK, read_only=True)]
    page.question.confirmed.emit()
    qtbot.waitUntil(page.question.problem.isVisible)
    assert helper(page).care_requests == []
    assert not page.question.erase.isVisible()
    with qtbot.waitSignal(page.choose) as asked:
        page.question.problem.action().click()
    assert asked.args == [page_ids.CARD]


@BOTH
def test_another_card_in_its_place_is_left_alone(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id)
    helper(page).drives = [replace(parts.KINGSTON, identity=replace(parts.SANDISK.identity, serial="x"))]
    page.question.confirmed.emit()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert helper(page).care_requests == []
    assert page.error is not None
    assert page.error.code == "drive.changed"
    assert page.header.purpose() == UNCHANGED


@BOTH
def test_the_drive_with_the_image_is_left_alone(
    page_id: str, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_question(stage, page_id)
    monkeypatch.setattr(card_task, "drives_holding", lambda _path, drive: [drive.path])
    page.context.session.journey.image = small_image()
    page.ask_again()
    qtbot.waitUntil(page.question.problem.isVisible)
    assert not page.question.is_ready()
    page.question.confirmed.emit()
    assert not page.is_busy()


def test_alone_it_lets_the_person_choose_a_card_first(stage: Stage, qtbot: QtBot) -> None:
    session = parts.fake_session(stage.folder, [parts.SANDISK])
    alone = Wizard(Context(lambda _practice: session), page=page_ids.CARD_REPAIR)
    stage.windows.append(alone)
    alone.show()
    page = cast(CarePage, alone.current())
    assert page.shown_view() == "needs"
    page.choose.emit(page_ids.CARD)
    card = alone.current()
    qtbot.waitUntil(lambda: bool(card.rows.keys()))  # type: ignore[attr-defined]
    card.rows.select(card.rows.keys()[0])  # type: ignore[attr-defined]
    card.primary()
    assert alone.current() is page
    qtbot.waitUntil(page.question.is_ready)


def test_the_keyboard_is_where_the_page_proposes_something(stage: Stage, qtbot: QtBot) -> None:
    for state, button in (
        (states.repair_blocked, lambda page: page.question.problem.action()),
        (states.repair_pulled, lambda page: page.error_panel.remedy),
        (states.repair_stopped, lambda page: page.outcome.stopped.action()),
        (states.repair_done, lambda page: window(page).footer_bar.primary),
        (states.repair_question, lambda page: page.header),
        (states.test_question, lambda page: page.choice.row("quick")),
    ):
        page = cast(CarePage, state(stage))
        qtbot.waitUntil(lambda page=page, button=button: window(page).focusWidget() is button(page))  # type: ignore[misc]


# --- while it works ---------------------------------------------------------------------------------------------------


def test_each_step_is_shown_with_what_it_found(stage: Stage) -> None:
    page = cast(CarePage, states.repair_running(stage))
    rows = page.progress_view.rows
    shown = [rows.row(step.id).state() for step in page.steps()][:4]
    assert shown == [State.DONE, State.DONE, State.RUNNING, State.WAITING]
    assert "past the end of the card" in rows.row("card.repair.look").caption()
    assert "larger than they are" in rows.row("card.repair.test").caption()
    assert page.progress_view.block.facts().replace("\u00a0", " ").startswith("Step 3 of 7 · 31 MB/s · about")


def test_the_technical_details_of_a_run_are_at_hand_while_it_works(stage: Stage) -> None:
    page = cast(CarePage, states.repair_running(stage))
    fold = page.progress_view.details
    assert fold.isVisible()
    said = [line.split(" s  ")[1] for line in fold.details().splitlines()]
    assert said[0].startswith('card name="SanDisk Extreme')
    assert said[1:] == [
        "card.repair.look",
        "found.garbage_table",
        "found.past_the_end",
        "card.repair.look end",
        "card.repair.clear",
        "card.repair.clear end",
        "card.repair.test",
    ]


def test_the_technical_details_have_the_figures_and_are_of_one_run(qtbot: QtBot) -> None:
    now = 100.0
    view = CareProgress(clock=lambda: now)
    qtbot.addWidget(view)
    view.begin("A card", states.SIZE, ())
    now = 161.5
    view.step_started(StepStarted(step="card.probe", params={"need_bytes": 14, "kind": "前"}))
    assert view.details.details().splitlines() == [
        '     0.0 s  card name="A card" size_bytes=63864569856',
        '    61.5 s  card.probe need_bytes=14 kind="前"',
    ]
    view.begin("Another card", 17, ())
    assert view.details.details() == '     0.0 s  card name="Another card" size_bytes=17'


def test_a_computer_that_stays_awake_is_said_to(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_running(stage))
    note = page.progress_view.note
    assert "sleep" not in note.text()
    page.on_finding(states.found("flash.stays_awake").finding)
    assert note.text().endswith("this computer will not go to sleep.")


def test_a_card_that_pauses_is_no_lasting_warning(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_slow(stage))
    page.on_progress(states.at("probe", 0.6, 0.5))
    assert not page.progress_view.notes.isVisible()
    assert page.progress_view.lasting == ()


def test_another_language_keeps_what_was_done(stage: Stage, qapp: QApplication) -> None:
    page = cast(CarePage, states.repair_running(stage))
    translator = Marking()
    qapp.installTranslator(translator)
    try:
        QCoreApplication.sendPostedEvents()
        rows = page.progress_view.rows
        assert rows.row("card.repair.clear").name() == "«Clear old partition tables at the start and the end»"
        assert rows.row("card.repair.clear").state() is State.DONE
        assert page.progress_view.block.fraction() == 0.46
        assert page.is_busy()
    finally:
        qapp.removeTranslator(translator)


def test_nobody_leaves_while_it_works(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_running(stage))
    assert page.footer().busy
    window(page).side_list.step_activated.emit(page_ids.IMAGE)
    assert window(page).current() is page
    window(page).footer_bar.leave.click()
    question = window(page).stopper.question
    assert question is not None
    assert question.informativeText() == NOT_READY
    question.reject()


# --- stopping ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "headline", "says"),
    [
        ([StepStarted(step="privilege.asking")], "You stopped before anything was changed", "The card is as it was."),
        ([StepStarted(step="card.repair.look")], "You stopped the repair", "The card is as it was."),
        (states.REPAIRING, "You stopped the repair", NOT_READY),
    ],
)
def test_a_stop_says_what_became_of_the_card(
    events: list[object], headline: str, says: str, stage: Stage, qtbot: QtBot
) -> None:
    page = states.run(stage, page_ids.CARD_REPAIR, events, None)
    last = next(event.step for event in reversed(events) if isinstance(event, StepStarted))
    qtbot.waitUntil(lambda: last in page.progress_view.seen)
    page.stop()
    states.ended(page)
    assert page.outcome.headline() == headline
    assert page.outcome.stopped.accessibleDescription() == says
    assert page.state() is State.ATTENTION
    page.outcome.stopped.action().click()
    qtbot.waitUntil(page.question.is_ready)
    assert not page.changed()


# --- failing ----------------------------------------------------------------------------------------------------------


@BOTH
def test_a_refused_permission_changed_nothing_and_may_be_asked_again(page_id: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_id)
    ends_with(page, PrivilegeError("privilege.dismissed"))
    page.question.confirmed.emit()
    states.failed(page)
    assert page.header.purpose() == UNCHANGED
    page.error_panel.remedy.click()
    qtbot.waitUntil(page.question.is_ready)


def test_a_card_that_was_pulled_is_called_not_ready(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_pulled(stage))
    assert page.header.purpose() == NOT_READY
    assert page.error_panel.remedy.text() == "Back to the card list"
    page.error_panel.remedy.click()
    assert window(page).current().id == page_ids.CARD


@pytest.mark.parametrize("code", ["card.lies_about_size", "card.does_not_keep", "card.ignores_writes"])
def test_a_card_at_fault_gets_its_verdict_and_no_second_try(code: str, stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_ids.CARD_REPAIR)
    error = CardError(code, has_bytes=2, real_bytes=1, offset_bytes=0, path="/dev/x")
    ends_with(page, error, StepStarted(step="card.repair.clear"))
    page.question.confirmed.emit()
    states.failed(page)
    assert page.header.purpose() == page.safe_words() != ""
    assert page.error_panel.remedy.text() == "Choose another card"
    page.error_panel.remedy.click()
    assert window(page).current().id == page_ids.CARD


def test_warnings_stay_in_sight_beside_the_error(stage: Stage) -> None:
    page = cast(CarePage, states.test_pulled(stage))
    [panel] = page.error_extra.notes.panels
    assert panel.isVisible()
    assert "could not be put back" in panel.accessibleName()
    assert page.header.purpose() == "Some of what was on the card could not be put back."


def test_what_a_run_said_is_gone_with_the_next_question(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.test_pulled(stage))
    helper(page).drives = []
    page.ask_again()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert not page.error_extra.notes.isVisible()
    assert page.header.purpose() == UNCHANGED


# --- after it ---------------------------------------------------------------------------------------------------------


def test_use_this_card_goes_on_with_it_and_leaves_the_page_behind(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_done(stage))
    wizard = window(page)
    page.context.session.journey.card = None
    page.context.card_in_care = states.GARBAGE.identity
    wizard.open_page(page_ids.CARD).set_state(State.HERE)
    assert wizard.footer_bar.primary.text() == "Use this card"
    wizard.footer_bar.primary.click()
    assert page.context.session.journey.card == states.GARBAGE.identity
    assert wizard.current().id == page_ids.FLASH
    assert wizard.side_list.state(page_ids.CARD) is State.DONE
    assert page_ids.CARD_REPAIR not in wizard.trail()


def test_a_card_that_went_with_its_reader_has_to_be_put_in_again(stage: Stage) -> None:
    page = cast(CarePage, states.repair_done_and_away(stage))
    assert page.footer().primary == "Back to the card list"
    assert page.outcome.next.isVisible()
    page.primary()
    assert window(page).current().id == page_ids.CARD


def test_coming_back_looks_at_the_card_again(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CarePage, states.repair_done(stage))
    page.leave()
    page.enter()
    qtbot.waitUntil(page.question.is_ready)
    assert page.shown_view() == "main"
    assert page.result is None


def test_the_journey_s_list_shows_the_page_only_while_it_is_open(stage: Stage) -> None:
    page = cast(CarePage, states.repair_done(stage))
    wizard = window(page)
    assert "Repair card" in wizard.side_list.accessible_text(page_ids.CARD_REPAIR)
    wizard.side_list.step_activated.emit(page_ids.IMAGE)
    assert wizard.current().id == page_ids.IMAGE
    assert page_ids.CARD_REPAIR not in wizard.side_list._items


def test_a_warning_that_is_no_error_is_kept_for_the_end(stage: Stage) -> None:
    bad = states.found("card.bad_blocks", Severity.WARNING, places=2, offset_bytes=4096, lost_bytes=8192)
    events = [*states.REPAIRING, bad, StepFinished(step="card.repair.test")]
    page = states.ended(states.run(stage, page_ids.CARD_REPAIR, events, parts.repair_report()))
    assert [panel.isVisible() for panel in page.outcome.notes.panels] == [True]


def test_a_reader_without_its_card_is_seen_after_the_end(stage: Stage, qtbot: QtBot) -> None:
    def empty(fake: parts.FakeHelper) -> None:
        fake.drives = [replace(states.GARBAGE, medium_present=False)]

    page = states.run(stage, page_ids.CARD_REPAIR, states.REPAIRING, parts.repair_report(), before_the_end=empty)
    qtbot.waitUntil(lambda: page.result is not None and not page.is_here)


def test_a_card_that_failed_its_test_takes_nothing_from_a_finished_journey(stage: Stage) -> None:
    page = cast(CarePage, states.test_fake(stage))
    journey = page.context.session.journey
    journey.note(TaskFinished(task=page_ids.SWAP, status=Status.SUCCEEDED), 1.0)
    assert journey.outcomes[page_ids.CARD_TEST].status is Status.FAILED
    window(page).go(page_ids.FINISH)
    assert window(page).current().header.title() == "Your Nano is ready"


def test_an_error_of_listing_is_none_of_the_card(stage: Stage, qtbot: QtBot) -> None:
    page = at_question(stage, page_ids.CARD_REPAIR)
    helper(page).failure = DriveError("drive.list_failed", detail="udev")
    page.ask_again()
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert page.error_panel.remedy.text() == "Try again"
    helper(page).failure = None
    page.error_panel.remedy.click()
    qtbot.waitUntil(page.question.is_ready)
