"""The Card page: a live list that chooses nothing for the person and never mistakes a failure for emptiness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot
from support import window_parts as parts
from support.card_states import Stage

from nanowizard.core.errors import DriveError
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card.rows import card_choice, card_key
from nanowizard.gui.wizard import Wizard


def helper(page: CardPage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def opened(stage: Stage, qtbot: QtBot, *drives: parts.Drive, image_bytes: int | None = None) -> CardPage:
    page = cast(CardPage, stage.open(page_ids.CARD, drives))
    page.context.image_bytes = image_bytes
    page.enter()
    qtbot.waitUntil(lambda: page._sightings is not None)
    return page


def test_nothing_is_chosen_for_the_person(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK)
    assert page.rows.selected_key() is None
    assert not page.footer().enabled


def test_the_chosen_card_is_what_the_journey_goes_on_with(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK, parts.KINGSTON)
    page.rows.select(card_key(parts.KINGSTON))
    with qtbot.waitSignal(page.go_on):
        page.primary()
    assert page.context.session.journey.card == parts.KINGSTON.identity


def test_an_update_keeps_focus_and_selection(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK)
    key = card_key(parts.SANDISK)
    page.rows.select(key)
    page.rows.row(key).setFocus()
    row = page.rows.row(key)
    helper(page).show(parts.BROKEN_OFF, replace(parts.SANDISK, contents="unknown", volumes=()))
    qtbot.waitUntil(lambda: len(page.rows.keys()) == 2)
    assert page.rows.selected_key() == key
    assert page.rows.row(key) is row
    assert page.rows.focused_key() == key


def test_a_card_that_goes_takes_its_choice_along(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK)
    page.rows.select(card_key(parts.SANDISK))
    page.context.session.journey.card = parts.SANDISK.identity
    helper(page).show(parts.READER)
    qtbot.waitUntil(lambda: page.rows.selected_key() is None)
    assert page.context.session.journey.card is None
    assert not page.footer().enabled


def test_another_card_in_the_same_place_is_not_the_chosen_one(stage: Stage, qtbot: QtBot) -> None:
    first = replace(parts.SANDISK, identity=replace(parts.SANDISK.identity, diskseq=7))
    swapped = replace(parts.SANDISK, identity=replace(parts.SANDISK.identity, diskseq=8))
    page = opened(stage, qtbot, first)
    page.rows.select(card_key(first))
    helper(page).show(swapped)
    qtbot.waitUntil(lambda: page.rows.selected_key() is None)


def test_disks_of_this_computer_are_shown_only_when_asked_for(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK, parts.SYSTEM)
    assert page.rows.keys() == [card_key(parts.SANDISK)]
    page.show_all.setChecked(True)
    system = page.rows.row(card_key(parts.SYSTEM)).choice()
    assert not system.choosable
    assert system.reason.splitlines()[0] == "This computer runs from it. It can never be chosen."
    with pytest.raises(ValueError):
        page.rows.select(system.key)


def test_what_cannot_be_used_says_why_with_the_number(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.KINGSTON, image_bytes=parts.IMAGE_BYTES)
    choice = page.rows.row(card_key(parts.KINGSTON)).choice()
    assert [tag.text for tag in choice.tags] == ["Too small"]
    assert choice.reason.splitlines()[0].replace("\u00a0", " ") == (
        "5.8 GB too small for this image, which needs 13.8 GB."
    )


def test_a_list_that_failed_is_an_error_until_it_works_again(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK)
    page.rows.select(card_key(parts.SANDISK))
    helper(page).tell(parts.list_failed())
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert not page.footer().enabled
    helper(page).show(parts.SANDISK)
    qtbot.waitUntil(lambda: page.shown_view() == "main")
    assert page.rows.selected_key() is None


def test_where_cards_are_not_supported_a_file_is_offered(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot)
    helper(page).tell(DriveError("drive.platform_unsupported"))
    qtbot.waitUntil(lambda: page.shown_view() == "error")
    assert "this kind of system" in page.error_panel.headline()
    assert page.error_panel.remedy.text() == "Use a file instead of a card…"


def test_a_file_can_stand_for_a_card(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "卡 card.img"
    file.write_bytes(bytes(4096))
    page = opened(stage, qtbot)
    page.use_card_file(file)
    qtbot.waitUntil(lambda: len(page.rows.keys()) == 1)
    page.rows.select(page.rows.keys()[0])
    page.primary()
    card = page.context.session.journey.card
    assert card is not None
    assert card.path == str(file)


def test_leaving_ends_the_watch_and_coming_back_looks_again(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, qtbot, parts.SANDISK)
    page.leave()
    assert helper(page).watches == []
    helper(page).drives = [parts.KINGSTON]
    page.enter()
    qtbot.waitUntil(lambda: page.rows.keys() == [card_key(parts.KINGSTON)])


def test_the_page_works_alone(qtbot: QtBot, tmp_path: Path) -> None:
    from nanowizard.gui.context import Context

    session = parts.fake_session(tmp_path, [parts.SANDISK])
    window = Wizard(Context(lambda _practice: session), page=page_ids.CARD)
    qtbot.addWidget(window)
    window.show()
    page = cast(CardPage, window.current())
    qtbot.waitUntil(lambda: bool(page.rows.keys()))
    window.close()
    assert cast(parts.FakeHelper, session.helper).watches == []


def test_names_from_devices_are_shown_as_they_are() -> None:
    forged = replace(parts.SANDISK, name="<b>SanDisk</b>")
    assert card_choice(forged, []).title.startswith("<b>SanDisk</b>")
