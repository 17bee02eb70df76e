"""Care pages on a route: they belong to the Card page, and the journey goes on behind it."""

from __future__ import annotations

import pytest

from nanowizard.gui import page_ids
from nanowizard.gui.page_names import place_caption
from nanowizard.gui.route import JOURNEY_ROUTE, REPAIR_ROUTE, single_route

CARE = pytest.mark.parametrize("page_id", page_ids.CARE_PAGES)


@CARE
def test_the_journey_goes_on_where_it_would_after_the_card(page_id: str) -> None:
    assert JOURNEY_ROUTE.after(page_id) == page_ids.FLASH
    assert JOURNEY_ROUTE.step(page_id) == JOURNEY_ROUTE.step(page_ids.CARD)
    assert place_caption(page_id) == place_caption(page_ids.CARD)


@CARE
def test_the_way_on_leaves_the_care_page_out(page_id: str) -> None:
    assert JOURNEY_ROUTE.way(page_id, page_ids.BOOT) == (page_ids.CARD, page_ids.FLASH, page_ids.BOOT)
    assert JOURNEY_ROUTE.way(page_id, page_ids.IMAGE) == (page_ids.IMAGE,)
    assert JOURNEY_ROUTE.way(page_id, page_ids.CARD) == (page_ids.CARD,)


def test_the_way_between_pages_of_the_journey_goes_over_those_between_them() -> None:
    assert JOURNEY_ROUTE.way(page_ids.IMAGE, page_ids.FLASH) == (page_ids.CARD, page_ids.FLASH)
    assert JOURNEY_ROUTE.way(page_ids.FLASH, page_ids.IMAGE) == (page_ids.IMAGE,)


@CARE
def test_the_journey_shows_a_care_page_only_while_it_is_open(page_id: str) -> None:
    shown = JOURNEY_ROUTE.shown(page_id)
    assert shown.index(page_id) == shown.index(page_ids.CARD) + 1
    assert [known for known in shown if known != page_id] == list(JOURNEY_ROUTE.ids)
    assert JOURNEY_ROUTE.shown(page_ids.CARD) == JOURNEY_ROUTE.ids


@CARE
def test_the_overview_always_shows_it_and_a_page_alone_brings_the_card_page_along(page_id: str) -> None:
    assert page_id in REPAIR_ROUTE.ids
    assert REPAIR_ROUTE.shown(page_id) == REPAIR_ROUTE.ids
    alone = single_route(page_id, (page_ids.CARD,))
    assert alone.ids == (page_ids.CARD, page_id)
    assert alone.shown(page_id) == alone.ids


def test_a_route_without_the_card_page_has_no_place_for_one() -> None:
    alone = single_route(page_ids.SWAP, (page_ids.CONNECT,))
    assert alone.shown(page_ids.CARD_TEST) == alone.ids
