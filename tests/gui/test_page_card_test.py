"""The Test page: a quick test keeps what is on the card, a full one says what is lost, and the verdict is in words."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support import care_states as states
from support import window_parts as parts
from support.card_states import Stage, small_image, wait_until

from nanowizard.core.errors import DriveError
from nanowizard.core.events import StepFinished, StepStarted
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card_test.choice import FULL, QUICK
from nanowizard.gui.pages.card_test.page import CardTestPage
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard


def helper(page: CardTestPage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def facts(shown: list[tuple[str, str]]) -> dict[str, str]:
    return {name: value.replace("\u00a0", " ") for name, value in shown}


def test_it_begins_with_the_test_that_keeps_everything(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    assert page.choice.kind() == QUICK
    assert not page.question.erase.isVisible()
    assert page.footer().primary == "Test the card"
    assert page.footer().enabled


def test_the_footer_starts_the_quick_test_and_only_that(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    page.primary()
    states.ended(page)
    assert [request.mode for request in helper(page).care_requests] == ["quick"]


TESTED = "What is tested"


def test_the_quick_test_covers_as_much_as_the_image_needs(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question_for_image(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    said = facts(page.question.facts.facts())[TESTED]
    assert said == "The first 13.8 GB, as much as the image needs. The full test covers the whole card."
    page.primary()
    states.ended(page)
    assert [request.need_bytes for request in helper(page).care_requests] == [parts.IMAGE_BYTES]


def test_an_image_of_an_earlier_day_is_measured_anew(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    page.context.session.journey.image = small_image()
    page.ask_again()
    wait_until(page.question.is_ready)
    assert page.context.image_bytes is None, "nobody else has looked at it"
    assert facts(page.question.facts.facts())[TESTED].startswith("The first 34 MB,")
    page.primary()
    states.ended(page)
    assert [request.need_bytes for request in helper(page).care_requests] == [32 * 1024**2]


def test_an_image_that_cannot_be_read_is_no_reason_not_to_test(stage: Stage, tmp_path: Path) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    page.context.session.journey.image = tmp_path / "thrown away.img"
    page.ask_again()
    wait_until(page.question.is_ready)
    assert facts(page.question.facts.facts())[TESTED].startswith("Places on the whole card. ")


def test_without_an_image_the_quick_test_covers_the_whole_card(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    said = facts(page.question.facts.facts())[TESTED]
    assert said == "Places on the whole card. The full test covers every byte."
    page.primary()
    states.ended(page)
    assert [request.need_bytes for request in helper(page).care_requests] == [None]


def test_a_card_too_small_for_the_image_is_tested_as_a_whole(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question_too_small(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    said = facts(page.question.facts.facts())[TESTED]
    assert said == ("Places on the whole card: it is too small for the image. The full test covers every byte.")
    page.primary()
    states.ended(page)
    assert [request.need_bytes for request in helper(page).care_requests] == [None]


def test_the_full_test_covers_every_byte_whatever_the_image_needs(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question_full_for_image(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    said = facts(page.question.facts.facts())
    assert TESTED not in said
    assert said["Then"] == "Write the whole card, then read it back and compare"
    page.question.confirmed.emit()
    states.ended(page)
    assert [(one.mode, one.need_bytes) for one in helper(page).care_requests] == [("full", None)]


def test_the_verdict_promises_no_more_than_was_tested(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_good_for_image(stage))
    assert facts(page.outcome.facts.facts())["Real size"] == "At least 13.8 GB. What lies behind was not tested."
    assert page.outcome.good.accessibleDescription() == "It keeps what is written to it, as far as the image needs."


def test_the_full_test_takes_the_hold_button(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardTestPage, states.test_question_full(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    assert page.question.erase.isVisible()
    assert page.footer().primary == "Back to the card list"
    page.question.confirmed.emit()
    states.ended(page)
    assert [request.mode for request in helper(page).care_requests] == ["full"]


def test_the_forecasts_grow_with_the_card(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    reasons = [page.choice.row(key).choice().reason.replace("\u00a0", " ") for key in (QUICK, FULL)]
    assert "about 2 min" in reasons[0]
    assert "about 1 h 50 min" in reasons[1]


def test_by_keyboard_to_the_full_test_and_to_a_run(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardTestPage, states.test_question(stage))
    helper(page).care_script = lambda _request, _ctx: parts.probe_report()
    wizard = cast(Wizard, page.wizard())
    qtbot.waitUntil(lambda: wizard.focusWidget() is page.choice.row(QUICK))
    QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Space)
    assert page.erases()
    hold = page.question.erase.hold
    for _press in range(8):
        QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
        if wizard.focusWidget() is hold:
            break
    QTest.keyClick(hold, Qt.Key.Key_Return)
    dialog = hold.typed_dialog()
    assert dialog is not None
    QTest.keyClicks(dialog.field, "ERASE")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    states.ended(page)
    qtbot.waitUntil(lambda: wizard.focusWidget() is wizard.footer_bar.primary)
    assert [request.mode for request in helper(page).care_requests] == ["full"]


def test_what_is_put_back_is_said(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_putting_back(stage))
    assert page.progress_view.words().startswith("Putting back what was on the card")
    assert (page.progress_view.block.fraction() or 1.0) < 1.0, "the speed is still to come"


def test_who_stops_a_quick_test_reads_that_all_is_put_back(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_running(stage))
    assert page.stop_question() == ("Stop the test?", "What stood at the tested places is put back first.")


def test_a_quick_test_that_is_stopped_changed_nothing(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_stopped(stage))
    assert page.outcome.stopped.accessibleName() == "You stopped the test"
    assert page.outcome.stopped.accessibleDescription() == "The card is as it was."


def test_a_stop_that_could_not_put_everything_back_says_so(stage: Stage, qtbot: QtBot) -> None:
    events = [StepStarted(step="card.probe"), states.FindingReported(finding=states.NOT_RESTORED)]
    page = states.run(stage, page_ids.CARD_TEST, events, None)
    qtbot.waitUntil(lambda: bool(page.progress_view.lasting))
    page.stop()
    states.ended(page)
    assert page.outcome.stopped.accessibleDescription() == "Some of what was on the card could not be put back."
    assert page.outcome.notes.panels[0].isVisible()


def test_a_full_test_that_is_stopped_left_test_data(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_stopped_full(stage))
    assert "holds test data" in page.outcome.stopped.accessibleDescription()


def test_the_map_is_for_the_test_of_everything(stage: Stage) -> None:
    assert not cast(CardTestPage, states.test_running(stage)).progress_view.map_section.isVisible()
    shown = cast(CardTestPage, states.test_running_full(stage)).progress_view.map_section
    assert shown.isVisible()
    assert shown.map.cell_state(0) is CellState.CHECKED
    assert shown.map.cell_state(shown.map.cell_count() - 1) is CellState.WRITTEN


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        (states.test_good, "Enough for a Nano: UHS-I class"),
        (states.test_slow, "The card is sound, but slow"),
        (states.test_good_full, "The card is sound"),
    ],
)
def test_the_verdict_of_a_sound_card(state: object, headline: str, stage: Stage) -> None:
    page = cast(CardTestPage, state(stage))  # type: ignore[operator]
    assert page.outcome.headline() == headline
    assert facts(page.outcome.facts.facts())["Real size"] == "63.9 GB, as the card says"
    assert page.state() is State.DONE
    assert page.footer().primary == "Use this card"


def test_slow_programs_are_said(stage: Stage) -> None:
    events = [*states.steps("card.probe", "card.speed"), states.found("card.slow_programs", **states.SPEED)]
    page = states.ended(states.run(stage, page_ids.CARD_TEST, events, parts.probe_report()))
    assert page.outcome.headline() == "Enough for a Nano, but programs will start slowly"


def test_a_slow_card_is_named_once(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_slow(stage))
    assert not page.outcome.notes.isVisible()
    assert "Try another reader" in page.outcome.good.accessibleDescription()


def test_a_fake_is_explained_with_its_real_size(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_fake(stage))
    said = facts(page.bad.facts.facts())
    assert said["Real size"] == "8.0 GB, although the card says 63.9 GB"
    assert said["Behind that"] == "The card begins anew at its start and destroys what lies there"
    cells = page.bad.map.map
    assert page.bad.map.isVisible()
    assert cells.cell_state(0) is CellState.CHECKED
    assert cells.cell_state(cells.cell_count() - 1) is CellState.FAULTY
    assert page.header.purpose() == "Nothing was changed on the card."


def test_a_worn_card_has_its_bad_places_in_the_map_and_nothing_is_said_of_the_others(stage: Stage) -> None:
    page = cast(CardTestPage, states.test_worn(stage))
    cells = page.bad.map.map
    assert cells.faulty_ranges() == [(one.offset_bytes, one.offset_bytes + one.length_bytes) for one in states.BAD]
    assert cells.cell_state(0) is CellState.UNUSED
    assert "Writing" not in facts(page.bad.facts.facts()), "how fast it forgets is of no interest"
    assert page.header.purpose() == "Some of what was on the card could not be put back."


def test_the_verdict_on_another_card_is_not_kept(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardTestPage, states.test_fake(stage))
    page.ask_again()
    qtbot.waitUntil(page.question.is_ready)
    helper(page).care_script = _gone
    page.primary()
    states.failed(page)
    assert not page.bad.isVisible()


def _gone(_request: object, ctx: states.RunContext) -> object:
    ctx.emit(StepStarted(step="card.probe"))
    ctx.emit(StepFinished(step="card.probe"))
    raise DriveError("drive.gone", path="/dev/sandisk")
