"""The base of every page: header, body, what it wants in the footer, and the moments at which it is asked things.

A page knows no other page. It says what it needs in `Footer`, that it is finished with `go_on`, and the frame does
the rest. Write texts only in `retranslate`, with a bare `translate("YourPage", "literal")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpacerItem, QStackedWidget, QVBoxLayout, QWidget, QWizardPage

from nanowizard.gui import theme
from nanowizard.gui.announce import announce
from nanowizard.gui.context import Context
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.page_header import PageHeader
from nanowizard.gui.widgets.retranslated import Retranslated
from nanowizard.gui.widgets.state_glyph import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What the footer shows for a page at the moment.

    `primary` is named after its effect. `filled` is False where the body owns the only filled button (hold, remedy):
    the footer's is plain then. `back` False takes Back away (nothing may be left half-done). `busy` turns Quit into
    Stop…; `leave` False hides the left button (last page); `leave_to` names a page that it opens instead of quitting.
    `moves_on` says that the primary does nothing but lead to the next page: where there is no next page (a page opened
    alone), the frame gives it another word.
    """

    primary: str
    enabled: bool = True
    filled: bool = True
    back: bool = True
    skip: bool = False
    busy: bool = False
    leave: bool = True
    leave_to: str = ""
    moves_on: bool = False


class Page(Retranslated, QWizardPage):
    """Subclass: set `id`, build widgets in `__init__` (into `self.body`, or other views from `add_view`), then call
    `self.retranslate()` as the constructor's last line.

    To override: `texts`, `retranslate` (calling super first), `footer`, `primary`, and where needed `enter`, `leave`,
    `skip`, `stop`, `first_focus`, `is_busy`, `enter_is_primary`, `escape`.
    """

    id: ClassVar[str]
    enter_is_primary: ClassVar[bool] = True
    """False where Enter must never press the primary button from elsewhere on the page (Flash)."""

    footer_changed = Signal()
    go_on = Signal()
    """Finished: go to the next page of the journey, or back to where a single page was opened from."""
    go_back = Signal()
    skipped = Signal()
    go_to = Signal(str)
    """Open the page with this id (only for the frame's own pages: welcome, repair, needs)."""
    state_changed = Signal(object)
    found = Signal(object)
    """The overview's checks: a dict of page ids and State."""
    closing = Signal()
    """Close the window."""
    wants_focus = Signal()
    """What was in work is over: put the focus where `first_focus` says now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._state = State.WAITING
        self._caption = ""
        self.header = PageHeader()
        self._views: dict[str, PageBody] = {}
        self._stack = QStackedWidget()
        self._header_gap = QSpacerItem(1, theme.HEADER_GAP)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addSpacerItem(self._header_gap)
        self._column.addWidget(self._stack, 1)
        self.body = self.add_view("main")

    # --- for subclasses ---------------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        """Title and purpose sentence, translated. May depend on the page's state: after a failure, what is safe."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set every text again; called by the constructor and after each change of the language."""
        self.refresh_header()
        self.footer_changed.emit()

    def footer(self) -> Footer:
        raise NotImplementedError

    def primary(self) -> None:
        """The primary button was pressed."""
        self.go_on.emit()

    def skip(self) -> None:
        """Skip was pressed."""
        self.set_state(State.SKIPPED)
        self.skipped.emit()

    def stop(self) -> None:
        """The person confirmed Stop…, or the window closes: cancel what runs, without waiting."""

    def let_go(self) -> None:
        """The window closes over work that goes on without it; here it is stopped."""
        self.stop()

    def is_busy(self) -> bool:
        """Something runs that closing the window would stop."""
        return False

    def enter(self) -> None:
        """The page has come into view: look at the world again, never trust what was seen before."""

    def leave(self) -> None:
        """The page goes out of view: stop watching; a download may go on."""

    def first_focus(self) -> QWidget | None:
        """The first meaningful control; None gives the focus to the primary button."""
        return None

    def stop_question(self) -> tuple[str, str]:
        """Headline and text of the question before stopping; the default says that the step stops."""
        return "", ""

    def close_question(self) -> tuple[str, str, str] | None:
        """Headline, text and button of the question before closing over work that goes on without the window; None:
        it would stop, and is asked about like any other stop."""
        return None

    # --- for subclasses to call -------------------------------------------------------------------------------------

    def add_view(self, name: str) -> PageBody:
        """Another body for this page, shown instead of the others by `show_view`; "main" is there already."""
        view = PageBody()
        self._views[name] = view
        self._stack.addWidget(view)
        return view

    def show_view(self, name: str) -> None:
        self._stack.setCurrentWidget(self._views[name])
        self.refresh_header()
        self.footer_changed.emit()

    def shown_view(self) -> str:
        return next(name for name, view in self._views.items() if view is self._stack.currentWidget())

    def refresh_header(self) -> None:
        title, purpose = self.texts()
        self.header.set_texts(self._caption, title, purpose)
        self.setAccessibleName(title)
        self.setAccessibleDescription(purpose)

    def set_state(self, state: State) -> None:
        """The glyph in the side list."""
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def state(self) -> State:
        return self._state

    def announce(self, text: str) -> None:
        """Let a screen reader say `text`, politely."""
        announce(self, text)

    # --- for the frame ----------------------------------------------------------------------------------------------

    def set_caption(self, caption: str) -> None:
        """ "Step 3 of 8", or where a single page belongs."""
        self._caption = caption
        self.refresh_header()

    def set_margins(self, horizontal: int, vertical: int) -> None:
        self._column.setContentsMargins(horizontal, vertical, horizontal, 8)

    def show_notice(self, notice: QWidget) -> QWidget:
        """Between header and body, whatever view is shown; it goes when the widget that this returns is deleted."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, theme.L)
        column.addWidget(notice)
        self._column.insertWidget(self._column.indexOf(self._stack), holder)
        return holder

    def set_compact(self, compact: bool) -> None:
        self._header_gap.changeSize(1, theme.gap(theme.HEADER_GAP, compact))
        self._column.invalidate()
