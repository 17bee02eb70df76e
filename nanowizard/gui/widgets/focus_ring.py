"""The focus ring: shown only where the focus came from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

from nanowizard.gui.widgets.labels import repolish

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    # A class can have one widget among its bases only, and that is the one that is mixed with this.
    _Widget = object

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class FocusRing(_Widget):
    """The first base of a widget that paints its ring itself, where `ring` says so."""

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.set_ring(event.reason() in _KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_ring(False)
        super().focusOutEvent(event)

    def set_ring(self, shown: bool) -> None:
        self.ring = shown  # Qt paints what gets or loses the focus


class StyledFocusRing(FocusRing):
    """The first base of a widget whose ring is in the style sheet, by the property `kbd`."""

    def set_ring(self, shown: bool) -> None:
        if shown != self.ring:
            self.ring = shown
            self.setProperty("kbd", shown)
            repolish(self)
