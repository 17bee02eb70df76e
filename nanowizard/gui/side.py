"""The side list of a window: which pages it shows for a route, and how each of them stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids
from nanowizard.gui.page_names import PLACES, page_label, place_caption
from nanowizard.gui.route import Mode, Route
from nanowizard.gui.widgets.side_list import SideGroup, SideItem, SideList
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate


class Side:
    """Keeps what is known of each page over changes of route and language."""

    def __init__(self) -> None:
        self.list = SideList()  # QWizard leaves it owned by Python: without this reference it would vanish
        self._states: dict[str, State] = {}
        self._visited: set[str] = set()
        self._shown: tuple[str, ...] = ()

    def show(self, route: Route, current: str | None, *, practice: bool) -> None:
        """Build the list again, for another route, language or session."""
        self._shown = route.shown(current)
        groups = []
        for place in PLACES:
            ids = [page_id for page_id in place if page_id in self._shown]
            if ids:
                items = [self._item(page_id, route.mode) for page_id in ids]
                groups.append(SideGroup(place_caption(ids[0]), items, rule=ids[0] == page_ids.FINISH))
        self.list.set_groups(groups)
        if current is not None:
            self.list.set_current(current)
        self.list.set_practice(
            translate("Frame", "Practice") if practice else "",
            translate("Frame", "Pretend card and Nano. Nothing real is touched.") if practice else "",
        )
        self.list.set_help(translate("Frame", "Help and log"))

    def _item(self, page_id: str, mode: Mode) -> SideItem:
        is_checked = mode is Mode.REPAIR and page_id in page_ids.TASK_PAGES
        unseen = State.UNKNOWN if is_checked else State.WAITING
        visited = page_id in self._visited or mode is not Mode.JOURNEY
        state = self._states.get(page_id, unseen)
        return SideItem(page_id, page_label(page_id), state, visited, indent=page_id in page_ids.CARD_PAGES)

    def visit(self, page_id: str) -> None:
        self._visited.add(page_id)

    def set_state(self, page_id: str, state: State) -> None:
        self._states[page_id] = state
        if page_id in self._shown:
            self.list.set_state(page_id, state)

    def state(self, page_id: str) -> State:
        return self._states.get(page_id, State.WAITING)

    def forget(self) -> None:
        """Another session has begun."""
        self._states.clear()
        self._visited.clear()
