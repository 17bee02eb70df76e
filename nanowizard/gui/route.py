"""Which pages a window has, in which order, and where each leads. Pure data; the frame walks along it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from nanowizard.gui import page_ids


class Mode(enum.Enum):
    JOURNEY = "journey"
    SINGLE = "single"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Route:
    """`ids` are the pages that the side list shows; the first one is where the window opens, unless `start` says so."""

    mode: Mode
    ids: tuple[str, ...]
    start: str

    def after(self, page_id: str) -> str | None:
        """The next page of the journey; None at its end, and wherever a page leads back to where it was opened from."""
        place = page_ids.journey_place(page_id)
        if self.returns(page_id) or place not in self.ids:
            return None
        later = self.ids[self.ids.index(place) + 1 :]
        return later[0] if later else None

    def returns(self, page_id: str) -> bool:
        """Whether the page leads back to where it was opened from."""
        return self.mode is not Mode.JOURNEY or page_id in page_ids.NANO_PAGES

    def way(self, here: str, there: str) -> tuple[str, ...]:
        """The pages to walk over from one to another of them, so that Back still leads through the pages in order.

        A care page is left behind: the way forward goes over the Card page.
        """
        if self.mode is not Mode.JOURNEY:
            return (there,)
        place = page_ids.journey_place(here)
        start = self.ids.index(place) + (place == here)
        return self.ids[start : self.ids.index(there) + 1] or (there,)

    def shown(self, page_id: str | None) -> tuple[str, ...]:
        """What the side list shows while a page is open: in the journey one beside it has its line only then."""
        if page_id is None or page_id in self.ids or page_ids.journey_place(page_id) not in self.ids:
            return self.ids
        place = self.ids.index(page_ids.journey_place(page_id)) + 1
        return (*self.ids[:place], page_id, *self.ids[place:])

    def step(self, page_id: str) -> tuple[int, int] | None:
        """Number of the page and of all pages, for "Step 3 of 8"; None where the pages are no sequence."""
        place = page_ids.journey_place(page_id)
        if self.mode is not Mode.JOURNEY or place not in self.ids:
            return None
        return self.ids.index(place) + 1, len(self.ids)


JOURNEY_ROUTE = Route(Mode.JOURNEY, page_ids.JOURNEY, page_ids.WELCOME)
REPAIR_ROUTE = Route(Mode.REPAIR, (page_ids.REPAIR, *page_ids.TASK_PAGES, *page_ids.CARD_PAGES), page_ids.REPAIR)


def single_route(page_id: str, requires: tuple[str, ...]) -> Route:
    """One page alone, with those that it cannot do without."""
    wanted = {page_id, *requires}
    return Route(Mode.SINGLE, tuple(known for known in page_ids.PAGE_IDS if known in wanted), page_id)
