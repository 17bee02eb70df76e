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
        if self.mode is not Mode.JOURNEY or page_id not in self.ids:
            return None
        later = self.ids[self.ids.index(page_id) + 1 :]
        return later[0] if later else None

    def step(self, page_id: str) -> tuple[int, int] | None:
        """Number of the page and of all pages, for "Step 3 of 8"; None where the pages are no sequence."""
        if self.mode is not Mode.JOURNEY or page_id not in self.ids:
            return None
        return self.ids.index(page_id) + 1, len(self.ids)


JOURNEY_ROUTE = Route(Mode.JOURNEY, page_ids.JOURNEY, page_ids.WELCOME)
REPAIR_ROUTE = Route(Mode.REPAIR, (page_ids.REPAIR, *page_ids.TASK_PAGES), page_ids.REPAIR)


def single_route(page_id: str, requires: tuple[str, ...]) -> Route:
    """One page alone, with those that it cannot do without."""
    wanted = {page_id, *requires}
    return Route(Mode.SINGLE, tuple(known for known in page_ids.PAGE_IDS if known in wanted), page_id)
