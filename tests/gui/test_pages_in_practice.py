"""The pages from the image to the answering Nano with nothing played by the test: the real practice session."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from pytestqt.qtbot import QtBot

from nanowizard.gui import page_ids
from nanowizard.gui.pages.boot.page import BootPage
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard
from nanowizard.practice.card import CardSettings
from nanowizard.practice.server import GOOD, Misbehaviour


def card_folder(window: Wizard) -> Path:
    world = window.context.session.world
    assert world is not None
    return world.folder


def _rows(card: CardPage) -> list[str]:
    return card.rows.keys()


def to_card_page(window: Wizard, qtbot: QtBot) -> CardPage:
    """Choose the practice image and go on before it is here, as a person may."""
    window.go(page_ids.IMAGE)
    image = cast(ImagePage, window.current())
    assert image.rows.selected_key() == "practice"
    image.primary()
    image.primary()
    return cast(CardPage, window.current())


def to_question(window: Wizard, qtbot: QtBot) -> FlashPage:
    card = to_card_page(window, qtbot)
    qtbot.waitUntil(lambda: any(card.rows.row(key).choice().choosable for key in _rows(card)))
    card.rows.select(next(key for key in _rows(card) if card.rows.row(key).choice().choosable))
    card.primary()
    flash = cast(FlashPage, window.current())
    qtbot.waitUntil(flash.confirm.erase.isVisible)
    return flash


def test_from_the_image_to_an_answer(window: Wizard, qtbot: QtBot) -> None:
    CardSettings(write_rate=None, read_rate=None).save(card_folder(window))
    flash = to_question(window, qtbot)
    flash.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: flash.shown_view() == "outcome")
    assert flash.outcome.is_good()
    assert flash.outcome.headline() == "You can take the card out"
    flash.primary()
    boot = cast(BootPage, window.current())
    qtbot.waitUntil(lambda: boot.footer().enabled)
    assert boot.state() is State.DONE
    assert window.context.session.journey.outcomes[page_ids.FLASH].facts["verified_bytes"] > 0


def test_the_image_is_written_while_it_is_being_downloaded(window: Wizard, qtbot: QtBot) -> None:
    CardSettings(write_rate=None, read_rate=None).save(card_folder(window))
    session = window.context.session
    assert session.world
    session.world.image_url()
    server = session.world._server
    assert server
    server.behaviour = Misbehaviour(stall_after_bytes=256 << 10)
    flash = to_question(window, qtbot)
    image = cast(ImagePage, window.findChild(ImagePage))
    assert image.is_busy(), "it is still being downloaded"
    server.behaviour = GOOD
    flash.confirm.confirmed.emit()
    assert flash.is_busy()
    qtbot.waitUntil(lambda: flash.shown_view() in ("outcome", "error"))
    assert flash.outcome.is_good(), flash.error
    qtbot.waitUntil(lambda: image.is_ready)
    journey = session.journey
    assert journey.image and journey.image.is_file(), "what came by was kept"
    assert journey.outcomes[page_ids.FLASH].facts["verified_bytes"] > 0
    assert any(seen.range and not seen.range.startswith("bytes=0-") for seen in server.seen), "and taken over"


def test_a_download_taken_over_and_stopped_can_go_on(window: Wizard, qtbot: QtBot) -> None:
    session = window.context.session
    assert session.world
    session.world.image_url()
    server = session.world._server
    assert server
    server.behaviour = Misbehaviour(stall_after_bytes=256 << 10)
    flash = to_question(window, qtbot)
    flash.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: flash.progress_view.began_writing)
    flash.stop()
    qtbot.waitUntil(lambda: flash.shown_view() == "outcome")
    assert not flash.outcome.is_good()
    server.behaviour = GOOD
    flash.outcome.write_again.emit()
    qtbot.waitUntil(flash.confirm.erase.isVisible)
    flash.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: flash.shown_view() in ("outcome", "error"))
    assert flash.outcome.is_good(), flash.error


def test_a_card_that_forgets_is_found_out(window: Wizard, qtbot: QtBot) -> None:
    spoilt = CardSettings(write_rate=None, read_rate=None, corrupt_at=16 * 1024 * 1024, corrupt_always=True)
    spoilt.save(card_folder(window))
    flash = to_question(window, qtbot)
    flash.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: flash.shown_view() == "error")
    assert flash.error is not None
    assert flash.error.code == "flash.verify_mismatch"
    assert flash.header.purpose() == "The card is marked as not ready, so it cannot be used by mistake."
    assert flash._faulty.faulty_ranges()


def test_a_write_that_is_stopped_leaves_a_card_that_is_not_ready(window: Wizard, qtbot: QtBot) -> None:
    CardSettings(write_rate=4_000_000).save(card_folder(window))
    flash = to_question(window, qtbot)
    flash.confirm.confirmed.emit()
    qtbot.waitUntil(lambda: (flash.progress_view.block.fraction() or 0) > 0.02)
    flash.stop()
    qtbot.waitUntil(lambda: flash.shown_view() == "outcome")
    assert not flash.outcome.is_good()
    window.go(page_ids.CARD)
    card = cast(CardPage, window.current())
    qtbot.waitUntil(
        lambda: any(tag.text == "Not ready" for key in _rows(card) for tag in card.rows.row(key).choice().tags)
    )


def test_a_card_that_is_pulled_out_leaves_the_list(window: Wizard, qtbot: QtBot) -> None:
    card = to_card_page(window, qtbot)
    qtbot.waitUntil(lambda: bool(_rows(card)))
    key = next(key for key in _rows(card) if card.rows.row(key).choice().choosable)
    card.rows.select(key)
    CardSettings(inserted=False).save(card_folder(window))
    qtbot.waitUntil(lambda: key not in _rows(card))
    assert not card.footer().enabled
