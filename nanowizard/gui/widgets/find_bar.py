"""Find bar: a field above a text that looks for words in it, forwards and backwards."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from nanowizard.gui import theme
from nanowizard.gui.announce import announce
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate


class FindBar(Retranslated, QWidget):
    """Enter finds the next place, Shift+Enter the one before; Escape closes. Hidden until `open_bar`."""

    closed = Signal()

    def __init__(self, text: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search_anew)
        self.before = Button(icon="up", kind=Kind.LINK)
        self.after = Button(icon="chev", kind=Kind.LINK)
        self.close_button = Button(icon="cross", kind=Kind.LINK)
        self.before.clicked.connect(lambda: self.search(backwards=True))
        self.after.clicked.connect(self.search)
        self.close_button.clicked.connect(self.close_bar)
        self._said = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        row.addWidget(self.field, 1)
        for part in (self._said, self.before, self.after, self.close_button):
            row.addWidget(part)
        self.retranslate()
        self.hide()

    def open_bar(self) -> None:
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_bar(self) -> None:
        self.hide()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def search(self, *, backwards: bool = False) -> bool:
        """Select the next place and scroll to it; past the end it goes on at the beginning."""
        wanted = self.field.text()
        if not wanted:
            self._say("")
            return False
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        found = self._text.find(wanted, flags)
        if not found:
            here, rewound = self._text.textCursor(), self._text.textCursor()
            end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            rewound.movePosition(end)
            self._text.setTextCursor(rewound)
            found = self._text.find(wanted, flags)
            if not found:
                self._text.setTextCursor(here)
        self._say("" if found else translate("Widgets", "Not found"))
        return found

    def said(self) -> str:
        return self._said.text()

    def retranslate(self) -> None:
        self.field.setPlaceholderText(translate("Widgets", "Find in the output"))
        self.field.setAccessibleName(self.field.placeholderText())
        for button, words in (
            (self.before, translate("Widgets", "Find the place before")),
            (self.after, translate("Widgets", "Find the next place")),
            (self.close_button, translate("Widgets", "Close the search")),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self.search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _search_anew(self) -> None:
        """While typing: from the place that is found, so that a longer word does not jump on."""
        cursor = self._text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._text.setTextCursor(cursor)
        self.search()

    def _say(self, words: str) -> None:
        if words and words != self._said.text():
            announce(self, words)
        self._said.set_text(words)
