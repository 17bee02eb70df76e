"""Repair and test with nothing played by the test: the practice card, with faults, through the real helper process."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot
from support.card_states import small_image

from nanowizard.core.task import RunContext
from nanowizard.flash.record import unpack
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card_test.choice import FULL
from nanowizard.gui.pages.card_test.page import CardTestPage
from nanowizard.gui.pages.card_verify.against import RECORD
from nanowizard.gui.pages.card_verify.page import CardVerifyPage
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.wizard import Wizard
from nanowizard.practice.card import CARD_FILE, CardSettings, spoil_card
from nanowizard.tasks.card import FlashCard, FlashInput

MIB = 1 << 20


def folder(window: Wizard) -> Path:
    world = window.context.session.world
    assert world is not None
    return world.folder


def digest(window: Wizard) -> str:
    world = window.context.session.world
    assert world is not None
    return hashlib.sha256(world.card.read_bytes()).hexdigest()


def settings(window: Wizard, **faults: object) -> None:
    CardSettings(write_rate=None, read_rate=None, **faults).save(folder(window))  # type: ignore[arg-type]


def to_list(window: Wizard, qtbot: QtBot) -> CardPage:
    window.go(page_ids.CARD)
    card = cast(CardPage, window.current())
    qtbot.waitUntil(lambda: any("Practice card" in card.rows.row(key).choice().title for key in card.rows.keys()))  # noqa: SIM118
    return card


def practice_row(card: CardPage) -> str:
    return next(key for key in list(card.rows.keys()) if "Practice card" in card.rows.row(key).choice().title)


def to_question(window: Wizard, qtbot: QtBot, page_id: str) -> CarePage:
    """As a person gets there: from the list, by the link under it."""
    card = to_list(window, qtbot)
    card.rows.select(practice_row(card))
    card.care.links[page_id].click()
    page = cast(CarePage, window.current())
    assert page.id == page_id
    qtbot.waitUntil(page.question.is_ready)
    return page


def finish(page: CarePage, qtbot: QtBot) -> CarePage:
    qtbot.waitUntil(lambda: not page.is_busy())
    return page


def code(page: CarePage) -> str:
    assert page.shown_view() == "error"
    assert page.error is not None
    return page.error.code


def test_a_card_with_garbage_is_repaired_and_used(window: Wizard, qtbot: QtBot) -> None:
    settings(window)
    spoil_card(folder(window))
    card = to_list(window, qtbot)
    key = practice_row(card)
    assert card.rows.row(key).choice().button == "Repair…"
    card.rows.row(key).button().click()
    page = cast(CarePage, window.current())
    qtbot.waitUntil(page.question.is_ready)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card works again"
    assert "garbage_table" in (page.result or {})["found"]
    qtbot.waitUntil(lambda: page._looking is None)
    page.primary()
    assert window.current().id == page_ids.FLASH
    card = to_list(window, qtbot)
    qtbot.waitUntil(lambda: card.rows.row(practice_row(card)).choice().button == "")


def test_a_quick_test_leaves_every_byte_as_it_was(window: Wizard, qtbot: QtBot) -> None:
    settings(window)
    page = to_question(window, qtbot, page_ids.CARD_TEST)
    before = digest(window)
    page.primary()
    finish(page, qtbot)
    assert (page.result or {})["verdict"] in ("good", "slow"), "how fast depends on this computer's disk"
    assert digest(window) == before


def test_a_quick_test_that_is_stopped_leaves_every_byte_as_it_was(window: Wizard, qtbot: QtBot) -> None:
    settings(window)
    page = to_question(window, qtbot, page_ids.CARD_TEST)
    before = digest(window)
    page.primary()
    qtbot.waitUntil(lambda: (page.progress_view.block.fraction() or 0) > 0.2)
    page.stop()
    finish(page, qtbot)
    assert page.shown_view() == "outcome"
    assert page.outcome.stopped.accessibleDescription() == "The card is as it was."
    assert digest(window) == before


def test_a_card_is_compared_with_what_was_written_to_it_and_what_differs_can_be_written(
    window: Wizard, qtbot: QtBot
) -> None:
    settings(window)
    session = window.context.session
    drive = next(one for one in session.helper.list_drives() if one.name == "Practice card")
    FlashCard(session).run(FlashInput(image=small_image(), card=drive.identity, confirmed=True), RunContext())
    page = cast(CardVerifyPage, to_question(window, qtbot, page_ids.CARD_VERIFY))
    assert page.against.kind() == RECORD
    assert page.against.words().startswith("JetPack 4.6.1")
    before = digest(window)
    page.primary()
    finish(page, qtbot)
    assert page.outcome.headline() == "The card is exactly as it was written"
    assert digest(window) == before

    record = session.flashes.records.of(drive.identity)
    assert record is not None
    at = unpack(record.read_bytes()).ranges[-1].offset
    with (folder(window) / CARD_FILE).open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1]))
    before = digest(window)
    page.ask_again()
    qtbot.waitUntil(page.question.is_ready)
    page.primary()
    finish(page, qtbot)
    assert code(page) == "flash.card_differs"
    [(start, end)] = page.differences.map.map.faulty_ranges()
    assert start <= at < end
    assert digest(window) == before
    page.error_panel.remedy.click()
    assert window.current().id == page_ids.FLASH


def test_a_fake_is_found_with_its_real_size(window: Wizard, qtbot: QtBot) -> None:
    settings(window, real_bytes=128 * MIB)
    page = cast(CardTestPage, to_question(window, qtbot, page_ids.CARD_TEST))
    page.primary()
    finish(page, qtbot)
    assert code(page) == "card.fake"
    assert page.error is not None
    assert page.error.params["real_bytes"] == 128 * MIB
    assert page.bad.map.isVisible()


def test_a_full_test_finds_the_place_that_forgets(window: Wizard, qtbot: QtBot) -> None:
    settings(window, corrupt_at=300 * MIB + 17, corrupt_always=True)
    page = cast(CardTestPage, to_question(window, qtbot, page_ids.CARD_TEST))
    page.choice.select(FULL)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert code(page) == "card.worn"
    [(start, end)] = page.bad.map.map.faulty_ranges()
    assert start <= 300 * MIB + 17 < end
    assert "holds test data" in page.header.purpose()


@pytest.mark.parametrize(
    ("faults", "verdict"),
    [
        ({"latched": True}, "card.ignores_writes"),
        ({"real_bytes": 128 * MIB}, "card.lies_about_size"),
        ({"fails_at": 8 * MIB}, "drive.io"),
        ({"vanish_at": 300 * MIB}, "drive.gone"),
    ],
)
def test_a_repair_ends_with_what_is_wrong_with_the_card(
    faults: dict[str, object], verdict: str, window: Wizard, qtbot: QtBot
) -> None:
    settings(window, **faults)
    page = to_question(window, qtbot, page_ids.CARD_REPAIR)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert code(page) == verdict
    page.error_panel.remedy.click()
    assert window.current().id == page_ids.CARD


def test_a_repair_that_is_stopped_leaves_a_card_that_is_not_ready(window: Wizard, qtbot: QtBot) -> None:
    settings(window)
    page = to_question(window, qtbot, page_ids.CARD_REPAIR)
    page.question.confirmed.emit()
    qtbot.waitUntil(lambda: (page.progress_view.block.fraction() or 0) > 0.1)
    page.stop()
    finish(page, qtbot)
    assert "not ready" in page.outcome.stopped.accessibleDescription()
    page.primary()
    card = cast(CardPage, window.current())
    qtbot.waitUntil(lambda: card.rows.row(practice_row(card)).choice().button == "Repair…")


def test_a_card_that_is_pulled_before_the_yes_is_missed(window: Wizard, qtbot: QtBot) -> None:
    settings(window)
    page = to_question(window, qtbot, page_ids.CARD_REPAIR)
    settings(window, inserted=False)
    page.question.confirmed.emit()
    finish(page, qtbot)
    assert code(page) == "drive.gone"
    assert page.header.purpose() == "Nothing was changed on the card."
