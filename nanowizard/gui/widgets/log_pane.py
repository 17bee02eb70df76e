"""Log pane: what a program said, following the end until the person scrolls up; it can be searched and copied."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.controls import Button, Kind, SectionHeading
from nanowizard.gui.widgets.details import CopyButton, MonoText
from nanowizard.gui.widgets.find_bar import FindBar
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

MAX_LINES = 5000


class LogPane(Retranslated, QWidget):
    """Heading with Find, the whole log's folder and Copy; and the text. Never the only sign of progress.

    A line that ends in a carriage return is progress: the next one takes its place.
    """

    copied = Signal()
    folder_wanted = Signal()

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._passing = False
        self._follows = True
        self._heading = SectionHeading()
        self._find = Button(kind=Kind.LINK)
        self._folder = Button(kind=Kind.LINK)
        self._copy = CopyButton()
        # Taken when asked for: building the text for every line would be quadratic.
        self._copy.pressed.connect(self._fill_copy)
        self._copy.copied.connect(self.copied)
        self._folder.clicked.connect(self.folder_wanted)
        self._folder.hide()
        self._text = MonoText()
        self._text.setMaximumBlockCount(MAX_LINES)
        self._text.setMinimumHeight(96)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        bar = self._text.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._follow)
        self.find_bar = FindBar(self._text)
        self._find.clicked.connect(self.find_bar.open_bar)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self.find_bar.open_bar)
        for button in (self._find, self._folder, self._copy):
            self._heading.add_right(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self._heading)
        column.addWidget(self.find_bar)
        column.addWidget(self._text, 1)
        self.set_heading(heading)
        self.retranslate()

    def set_heading(self, text: str) -> None:
        self._heading.set_text(text)
        self._text.setAccessibleName(text)

    def set_has_file(self, has_file: bool) -> None:
        """Whether the whole stands in a file; then its folder can be asked for."""
        self._folder.setVisible(has_file)

    def append(self, text: str) -> None:
        """One or more lines."""
        for line in text.split("\n"):
            self._append_line(line)
        self._follow()

    def text(self) -> str:
        return self._text.toPlainText()

    def edit(self) -> MonoText:
        return self._text

    def copy_button(self) -> CopyButton:
        return self._copy

    def find_button(self) -> Button:
        return self._find

    def folder_button(self) -> Button:
        return self._folder

    def clear(self) -> None:
        self._passing, self._follows = False, True
        self._text.clear()

    def retranslate(self) -> None:
        self._find.setText(translate("Widgets", "Find"))
        self._find.setToolTip(self._shown_keys())
        self._folder.setText(translate("Widgets", "Whole log"))
        self._folder.setAccessibleDescription(translate("Widgets", "Opens the folder with the whole log"))
        self._folder.setToolTip(self._folder.accessibleDescription())

    def _append_line(self, line: str) -> None:
        passing = line.endswith("\r")
        shown = next((part for part in reversed(line.split("\r")) if part), "")
        if self._passing:
            cursor = QTextCursor(self._text.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(shown)
        else:
            self._text.appendPlainText(shown)
        self._passing = passing

    def _scrolled(self, value: int) -> None:
        self._follows = value >= self._text.verticalScrollBar().maximum() - 1

    def _follow(self) -> None:
        """To the end, also after lines were wrapped anew, unless the person has scrolled up."""
        if self._follows:
            bar = self._text.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _fill_copy(self) -> None:
        self._copy.set_copy_text(self.text())

    @staticmethod
    def _shown_keys() -> str:
        keys = QKeySequence(QKeySequence.StandardKey.Find)
        return keys.toString(QKeySequence.SequenceFormat.NativeText)
