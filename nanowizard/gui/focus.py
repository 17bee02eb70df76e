"""Where the keyboard is: every page has a first control, the focus is never lost, Enter means the primary button."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from nanowizard.gui.frame import FooterBar
from nanowizard.gui.page import Page


class FocusKeeper(QObject):
    """Moves the focus of one window; `page` asks for the page that is shown."""

    def __init__(self, window: QWidget, footer: FooterBar) -> None:
        super().__init__(window)
        self._window = window
        self._footer = footer
        self._page: Page | None = None
        self._is_provisional = False
        self._by_keyboard = False
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._give)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def give(self, page: Page) -> None:
        """Put the focus where the page wants it, as soon as everything is laid out."""
        self._page = page
        self._timer.start(0)

    def keep(self, page: Page) -> None:
        """What had the focus may have been hidden or disabled; without one the keyboard would lead nowhere.

        A page whose contents come later held it in its header until then, if the person has not moved it.
        """
        focus = self._window.focusWidget()
        if focus is None or not self._can_have_it(focus) or (self._is_provisional and focus is page.header):
            self.give(page)

    def press_enter(self, page: Page) -> None:
        """Enter presses a button that has the focus, else the primary."""
        focus = self._window.focusWidget()
        self._by_keyboard = True
        if isinstance(focus, QPushButton):
            focus.click()
        elif page.enter_is_primary and self._footer.primary.isVisible():
            self._footer.primary.click()

    def _give(self) -> None:
        if self._page is None:
            return
        children = (c for c in self._page.findChildren(QWidget) if c.focusPolicy() & Qt.FocusPolicy.TabFocus)
        candidates = (self._page.first_focus(), self._footer.primary, *children)
        target = next((widget for widget in candidates if widget is not None and self._can_have_it(widget)), None)
        # Never to Quit: whoever presses Space on a page that is still empty would end the program.
        self._is_provisional = target is None
        target = target or self._page.header
        by_keys = self._by_keyboard or self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self._by_keyboard = False
        target.setFocus(Qt.FocusReason.TabFocusReason if by_keys else Qt.FocusReason.OtherFocusReason)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Qt hands the focus of a widget that was hidden or disabled on to the next one: that must not be Quit."""
        if new is not self._footer.leave or self._page is None or old is None or not shiboken6.isValid(old):
            return
        if self._window.isAncestorOf(old) and not self._can_have_it(old):
            self.give(self._page)

    def _can_have_it(self, widget: QWidget) -> bool:
        return widget.isVisibleTo(self._window) and widget.isEnabled()
