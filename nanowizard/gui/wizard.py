"""The window: walks along a route of pages, and keeps side list, header and footer in step with the shown page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

from nanowizard.gui import frame, page_ids, texts, theme
from nanowizard.gui.closing import Stopper
from nanowizard.gui.context import Context
from nanowizard.gui.focus import FocusKeeper
from nanowizard.gui.help import HelpDialog
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.page_names import page_label, place_caption
from nanowizard.gui.route import JOURNEY_ROUTE, REPAIR_ROUTE, Mode, Route, single_route
from nanowizard.gui.side import Side
from nanowizard.gui.task_page import NEEDS, TaskPage
from nanowizard.gui.trail import Trail
from nanowizard.gui.widgets.side_list import SideList
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate

SIZE, SMALLEST = QSize(1100, 720), QSize(900, 600)


class Wizard(Trail):
    """`page` opens that page alone; `repair` opens the overview of all pages; neither: the whole journey."""

    def __init__(self, context: Context, *, page: str | None = None, repair: bool = False) -> None:
        super().__init__(context)
        self.stopper = Stopper(self)
        self._closing = False
        frame.dress(self)
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE)
        self._footer = frame.FooterBar(self)
        self._focus = FocusKeeper(self, self._footer)
        self._side = Side()
        self._side.list.step_activated.connect(self._jump)
        self._side.list.help_activated.connect(lambda: HelpDialog(self).open())
        self.setSideWidget(self._side.list)
        self._connect_footer()
        context.session_replaced.connect(self._forget_session)
        self._route = self._first_route(page, repair)
        self.begin(self._route.start)
        self._arrived()

    # --- where we are -----------------------------------------------------------------------------------------------

    @property
    def route(self) -> Route:
        return self._route

    @property
    def footer_bar(self) -> frame.FooterBar:
        return self._footer

    @property
    def side_list(self) -> SideList:
        return self._side.list

    def _first_route(self, page: str | None, repair: bool) -> Route:
        if repair or page == page_ids.REPAIR:
            return REPAIR_ROUTE
        if page is None or page == page_ids.WELCOME:
            return JOURNEY_ROUTE
        first = self.open_page(page)
        return single_route(page, first.requires if isinstance(first, TaskPage) else ())

    def adopt(self, page: Page) -> None:
        page.footer_changed.connect(lambda: self._refresh(page))
        page.go_on.connect(lambda: self._advance(page))
        page.go_back.connect(self._back)
        page.skipped.connect(lambda: self._advance(page))
        page.go_to.connect(self.go)
        page.found.connect(self._show_states)
        page.closing.connect(self.close)
        page.wants_focus.connect(lambda: self._give_focus(page))
        page.state_changed.connect(lambda state: self._state_changed(page, state))
        if isinstance(page, TaskPage):
            page.choose.connect(self.go)
            page.runner.finished.connect(lambda _finished: self._refresh(self.current()))

    # --- walking ----------------------------------------------------------------------------------------------------

    def go(self, page_id: str) -> None:
        """Show a page: back along the trail if it is on it, else forward."""
        if page_id == page_ids.REPAIR and self._route.mode is Mode.JOURNEY:
            self._set_route(REPAIR_ROUTE)
        elif page_id == page_ids.WELCOME:
            self._set_route(JOURNEY_ROUTE)
        if page_id == self.current().id:
            return
        self.current().leave()
        self.walk_to(page_id)
        self._arrived()

    def _advance(self, page: Page) -> None:
        if page is not self.current():
            return
        if page.state() in (State.WAITING, State.HERE):
            page.set_state(State.DONE)
        after = self._route.after(page.id)
        if after is not None:
            self._walk(self._route.way(page.id, after))
        elif len(self.visitedIds()) > 1 and self._route.returns(page.id):
            self._back()
        else:
            self.close()

    def _back(self) -> None:
        trail = self.trail()
        if len(trail) > 1:
            self.go(trail[-2])

    def _jump(self, page_id: str) -> None:
        """From the side list."""
        here = self.current()
        if not here.footer().back and here.is_busy():
            return
        way = self._route.way(here.id, page_id)
        self._walk(way if self._route.mode is Mode.JOURNEY else (self.trail()[0], *way))

    def _walk(self, way: Sequence[str]) -> None:
        self.current().leave()
        for step in way:
            self.walk_to(step)
        self._arrived()

    def _set_route(self, route: Route) -> None:
        if route is not self._route:
            self._route = route
            self._show_side()

    def _forget_session(self) -> None:
        """Practice begins or ends: what the other pages know belongs to the session that is gone."""
        self.drop_others()
        self._side.forget()
        self._side.visit(self.current().id)
        self._show_side()

    # --- keeping everything in step ---------------------------------------------------------------------------------

    def _arrived(self) -> None:
        page = self.current()
        self._footer.forget_stop()
        self._side.visit(page.id)
        frame.settle(self, self._side.list)
        self._fit()
        self._show_side()
        page.set_caption(self._caption(page.id))
        page.enter()
        if isinstance(page, TaskPage):
            page.look_for_needs()
        self._refresh(page)
        self._focus.give(page)

    def _caption(self, page_id: str) -> str:
        if page_id == page_ids.REPAIR or self._route.mode is Mode.REPAIR:
            return translate("Frame", "Repair")
        step = self._route.step(page_id)
        if step is None:
            return place_caption(page_id)
        words = translate("Frame", "Step {number} of {count}").format(number=step[0], count=step[1])
        return words if page_id in page_ids.JOURNEY else texts.join_facts([words, page_label(page_id)])

    def _refresh(self, page: Page) -> None:
        if not self.has_page() or page is not self.current():
            return
        wanted = page.footer()
        can_go_back = len(self.visitedIds()) > 1 and page.id != page_ids.REPAIR
        self._footer.show(self._named(wanted), can_go_back=can_go_back, stopping=self.stopper.is_stopping)
        self.setWindowTitle(translate("Frame", "{page} – NanoWizard").format(page=page.header.title()))
        self._focus.keep(page)

    def _named(self, wanted: Footer) -> Footer:
        """A page opened alone does not lead to the next one: its primary closes the window or goes back."""
        if not wanted.moves_on or not self._route.returns(self.current().id):
            return wanted
        alone = len(self.visitedIds()) == 1
        words = translate("Frame", "Close") if alone else translate("Frame", "Done")
        return Footer(primary=words, enabled=wanted.enabled, filled=wanted.filled, back=wanted.back)

    def _give_focus(self, page: Page) -> None:
        if page is self.current():
            self._focus.give(page)

    def _state_changed(self, page: Page, state: State) -> None:
        if not self.keeps(page):  # its task ends after practice began: not a state of the page that took its place
            return
        self._side.set_state(page.id, state)
        here = self.current() if self.has_page() else page
        if here is not page and isinstance(here, TaskPage) and here.shown_view() == NEEDS:
            # What it waits for may have come: a download goes on behind the pages.
            here.enter()
            here.look_for_needs()

    def _show_states(self, states: dict[str, State]) -> None:
        """From the overview: what the checks found."""
        for page_id, state in states.items():
            self._side.set_state(page_id, state)

    def _show_side(self) -> None:
        current = self.current().id if self.has_page() else None
        self._side.show(self._route, current, practice=self.context.practice)

    # --- the person -------------------------------------------------------------------------------------------------

    def _connect_footer(self) -> None:
        self._footer.leave.clicked.connect(self._leave)
        self._footer.back.clicked.connect(self._back)
        self._footer.skip.clicked.connect(lambda: self.current().skip())
        self._footer.primary.clicked.connect(lambda: self.current().primary())

    def _leave(self) -> None:
        page = self.current()
        if page.footer().busy:
            self.stopper.ask([page], closing=False, then=lambda: self._refresh(self.current()))
        elif self._footer.was_stop():
            return
        elif page.footer().leave_to:
            self.go(page.footer().leave_to)
        else:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._focus.press_enter(self.current())
        elif event.key() != Qt.Key.Key_Escape:  # Escape must not close a window in which a card may be in work
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Every way out of the window that QWizard knows ends here."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        busy = [page for page in self._pages.values() if page.is_busy()]
        if busy and not self._closing:
            event.ignore()
            self.stopper.ask(busy, closing=True, then=self._close_now)
            return
        self._closing = True
        self.current().leave()
        event.accept()

    def _close_now(self) -> None:
        self._closing = True
        self.close()

    # --- size and language ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.has_page():  # on Windows Qt resizes while the window is still being made
            self._fit()

    def _fit(self) -> None:
        narrow, compact = self.width() < theme.NARROW_WIDTH, theme.is_compact(self)
        margin = theme.XL if narrow else theme.XXL
        self._side.list.set_narrow(narrow)
        self._footer.set_margins(margin, 10 if compact else 14)
        for page in self._pages.values():
            page.set_margins(margin, 16 if compact else 24)
            page.set_compact(compact)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._pages:
            self._show_side()
            page = self.current()
            page.set_caption(self._caption(page.id))
            self._refresh(page)
            self._fit()  # the lines of another language may be higher
