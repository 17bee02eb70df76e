"""A line to type into that has a button of its own beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class EnterEdit(QLineEdit):
    """Enter is for the button beside it (`returnPressed`): the page's primary does not hear of it.

    Qt lets a line pass Enter on, and the window would press whatever has the focus by then.
    """

    def __init__(self, parent: QWidget | None = None, *, keeps_enter: bool = True) -> None:
        super().__init__(parent)
        self._keeps_enter = keeps_enter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if self._keeps_enter and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
