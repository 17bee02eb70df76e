"""Pages of the Nano beside the journey: each leads back to where it was opened from."""

from __future__ import annotations

import pytest

from nanowizard.gui import page_ids
from nanowizard.gui.page_names import place_caption
from nanowizard.gui.route import JOURNEY_ROUTE, REPAIR_ROUTE, single_route

BESIDE = pytest.mark.parametrize("page_id", page_ids.NANO_PAGES)


def test_the_journey_has_ten_steps_in_this_order() -> None:
    assert page_ids.JOURNEY[-4:] == ("nano.swap", "nano.apt", "nano.tensorflow", "finish")
    assert JOURNEY_ROUTE.step(page_ids.MIRRORS) == (8, 10)


@BESIDE
def test_it_returns_in_every_mode(page_id: str) -> None:
    for route in (JOURNEY_ROUTE, REPAIR_ROUTE, single_route(page_id, (page_ids.CONNECT,))):
        assert route.returns(page_id)
        assert route.after(page_id) is None


def test_a_page_of_the_journey_returns_only_outside_of_it() -> None:
    assert not JOURNEY_ROUTE.returns(page_ids.SWAP)
    assert JOURNEY_ROUTE.after(page_ids.SWAP) == page_ids.MIRRORS
    assert REPAIR_ROUTE.returns(page_ids.SWAP)


@BESIDE
def test_the_journey_shows_it_only_while_it_is_open(page_id: str) -> None:
    shown = JOURNEY_ROUTE.shown(page_id)
    assert shown.index(page_id) == shown.index(page_ids.journey_place(page_id)) + 1
    assert [known for known in shown if known != page_id] == list(JOURNEY_ROUTE.ids)
    assert place_caption(page_id) == place_caption(page_ids.SWAP)


@BESIDE
def test_the_overview_has_a_tile_and_a_line_for_it(page_id: str) -> None:
    assert page_id in page_ids.TASK_PAGES
    assert page_id in REPAIR_ROUTE.ids


@BESIDE
def test_from_beside_the_side_list_leads_on_over_the_journey(page_id: str) -> None:
    place = page_ids.journey_place(page_id)
    way = JOURNEY_ROUTE.way(page_id, page_ids.FINISH)
    assert way[0] == place
    assert way[-1] == page_ids.FINISH
