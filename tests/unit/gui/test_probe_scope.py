"""How much of a card a quick test covers, for cards and images of every size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanowizard.gui.pages.card_test.scope import ProbeScope

SIZES = st.integers(min_value=1, max_value=1 << 41)


@given(SIZES, SIZES | st.none())
def test_never_more_than_the_card_has_and_never_less_than_the_image_needs(card: int, image: int | None) -> None:
    scope = ProbeScope(card, image)
    covered = scope.need_bytes() or card
    assert covered <= card
    assert scope.is_too_small() or image is None or covered >= image
    assert not (scope.is_too_small() and scope.need_bytes()), "nothing is left out of a card that is too small"


@pytest.mark.parametrize(("missing", "too_small"), [(-1, False), (0, False), (1, True)])
def test_a_card_of_exactly_the_image_s_size_is_not_too_small(missing: int, *, too_small: bool) -> None:
    scope = ProbeScope(8_000_000_000, 8_000_000_000 + missing)
    assert scope.is_too_small() is too_small
    assert scope.need_bytes() == (7_999_999_999 if missing < 0 else None)


def test_nothing_is_claimed_of_an_image_before_the_card_was_looked_at() -> None:
    scope = ProbeScope()
    assert scope.need_bytes() is None
    assert not scope.is_too_small()
