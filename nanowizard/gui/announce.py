"""Says things to a screen reader where Qt can (6.8 and later)."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    kind = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if text and kind is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(kind(widget, text))
