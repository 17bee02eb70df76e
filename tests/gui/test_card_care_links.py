"""The Card page leads to the care of a card: for the row in hand, also one that cannot be chosen, and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support import window_parts as parts
from support.card_states import Stage

from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card.rows import card_key
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.repair.page import RepairPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard

TOO_SMALL = parts.KINGSTON
ALL = [parts.SANDISK, parts.BROKEN_OFF, TOO_SMALL, parts.LOCKED, parts.READER, parts.SYSTEM]


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> CardPage:
    made = cast(CardPage, stage.open(page_ids.CARD, ALL))
    made.context.image_bytes = parts.IMAGE_BYTES
    made.enter()
    made.show_all.setChecked(True)
    qtbot.waitUntil(lambda: len(made.rows.keys()) == len(ALL))
    return made


def window(page: CardPage) -> Wizard:
    return cast(Wizard, page.wizard())


def offer(page: CardPage) -> set[str]:
    return {page_id for page_id, link in page.care.links.items() if link.isVisible()}


def test_the_selected_card_is_offered_everything(page: CardPage) -> None:
    page.rows.row(card_key(parts.SYSTEM)).setFocus()
    page.rows.select(card_key(parts.SANDISK))
    assert offer(page) == set(page_ids.CARE_PAGES)
    assert page.care.links[page_ids.CARD_TEST].accessibleDescription().startswith("SanDisk Extreme")


def test_a_row_that_cannot_be_chosen_is_offered_what_could_rescue_it(page: CardPage) -> None:
    page.rows.select(card_key(parts.SANDISK))
    page.rows.row(card_key(TOO_SMALL)).setFocus()
    assert offer(page) == set(page_ids.CARE_PAGES)
    page.care.links[page_ids.CARD_FORMAT].click()
    assert window(page).current().id == page_ids.CARD_FORMAT
    assert page.context.card_in_care == TOO_SMALL.identity


@pytest.mark.parametrize("seen", [parts.SYSTEM, parts.READER], ids=lambda one: one.name)
def test_what_must_not_be_touched_is_offered_nothing(seen: parts.Drive, page: CardPage) -> None:
    page.rows.select(card_key(parts.SANDISK))
    page.rows.row(card_key(seen)).setFocus()
    assert offer(page) == set()
    assert page.rows.row(card_key(seen)).choice().button == ""


def test_a_row_s_own_button_repairs_that_row_s_card(page: CardPage, qtbot: QtBot) -> None:
    page.rows.select(card_key(parts.SANDISK))
    button = page.rows.row(card_key(parts.BROKEN_OFF)).button()
    assert button.text() == "Repair…"
    button.click()
    care = window(page).current()
    assert isinstance(care, CarePage)
    assert care.id == page_ids.CARD_REPAIR
    qtbot.waitUntil(care.question.is_ready)
    assert care.question.drive == parts.BROKEN_OFF


def test_the_links_are_reached_and_pressed_by_keyboard(page: CardPage, qtbot: QtBot) -> None:
    wizard = window(page)
    qtbot.waitUntil(wizard.isActiveWindow)
    page.rows.row(card_key(parts.SANDISK)).setFocus()
    seen = []
    for _press in range(12):
        QTest.keyClick(wizard.focusWidget() or wizard, Qt.Key.Key_Tab)
        seen.append(wizard.focusWidget())
        if seen[-1] is page.care.links[page_ids.CARD_TEST]:
            break
    assert seen[-1] is page.care.links[page_ids.CARD_TEST]
    QTest.keyClick(wizard.focusWidget(), Qt.Key.Key_Return)
    assert wizard.current().id == page_ids.CARD_TEST


def test_a_card_that_was_taken_out_takes_its_links_along(page: CardPage, qtbot: QtBot) -> None:
    page.rows.select(card_key(parts.SANDISK))
    cast(parts.FakeHelper, page.context.session.helper).show(parts.SYSTEM)
    qtbot.waitUntil(lambda: offer(page) == set())


def test_coming_back_to_the_list_ends_the_care_of_that_card(page: CardPage) -> None:
    page.rows.row(card_key(parts.BROKEN_OFF)).button().click()
    assert page.context.card_in_care == parts.BROKEN_OFF.identity
    window(page).current().primary()
    assert window(page).current() is page
    assert page.context.card_in_care is None


@pytest.mark.parametrize(
    ("drives", "page_id"),
    [
        ([parts.SANDISK], page_ids.CARD_TEST),
        ([parts.BROKEN_OFF], page_ids.CARD_REPAIR),
        ([replace(parts.SANDISK, withheld="read_only", read_only=True)], page_ids.CARD_REPAIR),
        ([parts.LOCKED], ""),
        ([], ""),
    ],
)
def test_the_overview_leads_to_the_care_of_the_card_it_sees(
    drives: list[parts.Drive], page_id: str, stage: Stage, qtbot: QtBot
) -> None:
    session = parts.fake_session(stage.folder, drives)
    wizard = Wizard(Context(lambda _practice: session), repair=True)
    stage.windows.append(wizard)
    wizard.show()
    page = cast(RepairPage, wizard.current())
    qtbot.waitUntil(lambda: page_ids.CARD not in page._calls)
    assert wizard.side_list.state(page_ids.CARD_REPAIR) is State.WAITING, "a repair is nothing that is checked"
    more = page.tiles[page_ids.CARD].more()
    assert more.isVisible() == bool(page_id)
    if page_id:
        more.click()
        assert wizard.current().id == page_id
        assert wizard.context.card_in_care == drives[0].identity
        wizard.current().leave()
