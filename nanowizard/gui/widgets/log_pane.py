"""Log pane: what a program said, following the end until the person scrolls up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.controls import SectionHeading
from nanowizard.gui.widgets.details import CopyButton, MonoText

MAX_LINES = 5000


class LogPane(QWidget):
    """Heading with Copy, and the text. Never the only sign of progress."""

    copied = Signal()

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = SectionHeading()
        self._copy = CopyButton()
        # Taken when asked for: building the text for every line would be quadratic.
        self._copy.pressed.connect(self._fill_copy)
        self._copy.copied.connect(self.copied)
        self._text = MonoText()
        self._text.setMaximumBlockCount(MAX_LINES)
        self._text.setMinimumHeight(96)
        self._heading.add_right(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self._heading)
        column.addWidget(self._text, 1)
        self.set_heading(heading)

    def set_heading(self, text: str) -> None:
        self._heading.set_text(text)
        self._text.setAccessibleName(text)

    def append(self, text: str) -> None:
        """One or more lines."""
        bar = self._text.verticalScrollBar()
        follow = bar.value() >= bar.maximum() - 2
        self._text.appendPlainText(text)
        if follow:
            bar.setValue(bar.maximum())

    def text(self) -> str:
        return self._text.toPlainText()

    def edit(self) -> MonoText:
        return self._text

    def copy_button(self) -> CopyButton:
        return self._copy

    def clear(self) -> None:
        self._text.clear()

    def _fill_copy(self) -> None:
        self._copy.set_copy_text(self.text())
