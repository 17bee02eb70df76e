"""Several cards at once: nobody erases one that was not ticked, and each card says for itself how it stands."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot
from support import several_states as states
from support import window_parts as parts
from support.card_states import Stage, wait_until

from nanowizard.core.events import (
    CardSaid,
    Event,
    Finding,
    FindingReported,
    Severity,
    Status,
    StepStarted,
    TaskFinished,
)
from nanowizard.core.task import RunContext
from nanowizard.flash.together import FlashManyRequest
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.several.page import SeveralPage
from nanowizard.gui.pages.several.running import CardRun
from nanowizard.gui.wizard import SIZE
from nanowizard.helper.protocol import to_wire


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, SIZE)
    yield made
    made.close()


def helper(page: Any) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def is_ready(page: SeveralPage) -> bool:
    return page.footer().enabled


def test_nothing_is_ticked_and_two_cards_are_needed(stage: Stage) -> None:
    page = states.opened(stage)
    assert [box.isChecked() for box in page.boxes.boxes()] == [False] * 6
    for box, ready in zip(page.boxes.boxes()[:3], (False, True, True), strict=True):
        box.setChecked(True)
        assert is_ready(page) is ready
    page.boxes.boxes()[0].setChecked(False)
    page.boxes.boxes()[1].setChecked(False)
    assert not is_ready(page)
    page.primary()
    assert page.shown_view() == "main"


def test_what_may_not_be_written_and_what_is_very_large_cannot_be_ticked(stage: Stage) -> None:
    page = states.opened(stage)
    assert [box.isEnabled() for box in page.boxes.boxes()] == [True, True, True, True, False, False]
    assert "It is locked" in page.boxes.boxes()[4].accessibleDescription()
    assert "Write it alone" in page.boxes.boxes()[5].accessibleDescription()


def test_a_card_that_is_taken_out_takes_its_tick_with_it(stage: Stage) -> None:
    page = states.opened(stage)
    for box in page.boxes.boxes()[:2]:
        box.setChecked(True)
    helper(page).show(*states.CARDS[1:])
    wait_until(lambda: len(page.boxes.boxes()) == 2)
    assert [one.drive.path for one in page.boxes.ticked()] == [states.CARDS[1].path]
    assert not is_ready(page)
    helper(page).show(*states.CARDS)
    wait_until(lambda: len(page.boxes.boxes()) == 3)
    assert len(page.boxes.ticked()) == 1


def test_the_question_names_every_card_and_nothing_has_begun(stage: Stage) -> None:
    page = states.asked(states.opened(stage))
    losses = page.ask.erase.accessibleDescription().split("; ")
    assert [loss.startswith("SanDisk Extreme") for loss in losses] == [True] * 3
    for loss, end in zip(losses, "bcd", strict=True):
        assert f"7F2{end}" in loss
    assert page.ask.erase.accessibleName().startswith("All data on these 3 card")
    assert helper(page).requests == []
    assert not is_ready(page)
    page.ask.others.click()
    assert page.shown_view() == "main"
    assert page.boxes.ticked() == []


def test_exactly_what_was_ticked_is_written_and_each_card_is_told_apart(stage: Stage, qtbot: QtBot) -> None:
    page = states.running(stage, states.said_on_the_way, None)
    wait_until(lambda: all(run.facts.text() for run in page.runs.values()))
    assert [request.identity for request in helper(page).requests] == [card.identity for card in states.CARDS]
    assert not any(request.very_large for request in helper(page).requests)
    shown = [run.bar.value() for run in page.runs.values()]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == 3
    assert page.footer().busy
    page.stop()
    states.ended(page)
    assert page.verdict.accessibleName() == "0 of 3 cards are ready"


def test_one_is_stopped_alone(stage: Stage) -> None:
    stopped = threading.Event()

    def script(request: FlashManyRequest, ctx: RunContext) -> Mapping[str, TaskFinished]:
        first, *others = (card.identity.path for card in request.cards)
        for path in (first, *others):
            ctx.emit(CardSaid(card=path, said=StepStarted(step="flash.prepare")))
        ctx.cancel.part(first).on_set(stopped.set)
        assert stopped.wait(30)
        assert not ctx.cancel.is_set
        ends = {first: TaskFinished(task="card.flash", status=Status.CANCELLED), **dict.fromkeys(others, states.done())}
        for path, end in ends.items():
            ctx.emit(CardSaid(card=path, said=end))
        return ends

    page = states.opened(stage)
    helper(page).many_script = script
    states.asked(page)
    page.ask.confirmed.emit()
    first, *others = page.runs.values()
    wait_until(lambda: first.began_writing)
    first.button.click()
    assert not first.button.isEnabled()
    states.ended(page)
    assert first.words.text() == "You stopped it."
    assert "not finished" in first.facts.text()
    assert all(run.is_good() for run in others)
    assert page.verdict.accessibleName() == "2 of 3 cards are ready"


UPDATING = FindingReported(finding=Finding(code="flash.updating", severity=Severity.INFO))


@pytest.mark.parametrize(
    ("said", "words", "is_as_it_was"),
    [
        ([UPDATING, StepStarted(step="flash.prepare"), StepStarted(step="flash.write")], "Comparing", True),
        ([UPDATING, StepStarted(step="flash.write"), StepStarted(step="flash.mark")], "Comparing", False),
        ([StepStarted(step="flash.prepare"), StepStarted(step="flash.write")], "Writing", False),
        ([StepStarted(step="flash.look")], "Looking at what is on it", True),
    ],
)
def test_a_card_that_was_only_compared_is_as_it_was(
    qtbot: QtBot, said: list[Event], words: str, *, is_as_it_was: bool
) -> None:
    run = CardRun(states.CARDS[0])
    qtbot.addWidget(run)
    for event in said:
        run.said(event)
    assert run.words.text().startswith(words)
    run.said(TaskFinished(task="card.flash", status=Status.CANCELLED))
    assert ("as it was" in run.facts.text()) is is_as_it_was


def test_each_card_says_what_limits_its_speed(stage: Stage) -> None:
    page = cast(SeveralPage, states.several_running(stage))
    assert all(run.facts.text().endswith("Limited by: the card") for run in page.runs.values())


def test_each_end_stands_in_its_row(stage: Stage) -> None:
    page = cast(SeveralPage, states.several_mixed(stage))
    good, gone, stopped = page.runs.values()
    assert "take it out" in good.words.text()
    assert gone.words.text() == "The card is no longer there"
    assert stopped.words.text() == "You stopped it."
    assert page.verdict.accessibleName() == "1 of 3 cards are ready"
    assert not any(run.bar.isVisible() or run.button.isVisible() for run in page.runs.values())


def test_a_card_that_held_the_whole_image_was_not_written(qtbot: QtBot) -> None:
    run = CardRun(states.CARDS[0])
    qtbot.addWidget(run)
    there = parts.report(written_bytes=0, kept_bytes=5_900_000_000, verified_bytes=5_900_000_000, ejected=False)
    run.said(TaskFinished(task="card.flash", status=Status.SUCCEEDED, result=to_wire(there)))
    assert run.words.text() == "Compared: the whole image was on it already."
    assert run.facts.text().startswith("5.9\N{NO-BREAK SPACE}GB in ")


def test_after_the_end_the_next_cards_are_ticked_anew(stage: Stage) -> None:
    page = cast(SeveralPage, states.several_good(stage))
    assert page.verdict.accessibleName().startswith("All 3 card")
    page.primary()
    assert page.shown_view() == "main"
    assert page.boxes.ticked() == []


def test_what_the_last_look_finds_stops_all_of_them(stage: Stage) -> None:
    page = states.asked(states.opened(stage))
    locked = parts.replace(states.CARDS[1], read_only=True)
    helper(page).drives = [states.CARDS[0], locked, states.CARDS[2]]
    page.ask.confirmed.emit()
    wait_until(page.problem.isVisible)
    assert states.CARDS[1].path in page.problem.accessibleName()
    assert helper(page).requests == []
    assert page.shown_view() == "main"


def test_the_card_page_leads_there_where_there_are_two_to_choose_from(stage: Stage) -> None:
    page = cast(CardPage, stage.open(page_ids.CARD, [states.CARDS[0], parts.LOCKED]))
    wait_until(lambda: len(page.rows.keys()) == 2)
    assert not page.several.isVisible()
    helper(page).show(*states.CARDS)
    wait_until(page.several.isVisible)
    assert page.rows.selected_key() is None
    page.several.click()
    window = stage.windows[0]
    assert window.current().id == page_ids.CARD_SEVERAL
