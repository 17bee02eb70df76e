"""Copy link and the folded technical details with it."""

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

_SAID_MS = 2000


class CopyButton(Retranslated, Button):
    """Puts a text on the clipboard and says so for two seconds."""

    copied = Signal()

    def __init__(self, kind: Kind = Kind.LINK, parent: QWidget | None = None) -> None:
        super().__init__("", "copy", kind, parent)
        self._text = ""
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(_SAID_MS)
        self._said.timeout.connect(self.retranslate)
        self.clicked.connect(self._copy)
        self.retranslate()
        self.setMinimumWidth(self.sizeHint().width())

    def set_copy_text(self, text: str) -> None:
        self._text = text

    def retranslate(self) -> None:
        self.set_icon("copy")
        self.setText(translate("Widgets", "Copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.set_icon("check")
        self.setText(translate("Widgets", "Copied"))
        self._said.start()
        self.copied.emit()


class MonoText(QPlainTextEdit):
    """Read-only technical text: wraps, can be focused and selected, Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refresh_font()

    def refresh_font(self) -> None:
        self.setFont(theme.font(theme.Role.MONO))


class DetailsFold(Retranslated, QWidget):
    """Link that opens the details, Copy at its right; hidden while there is nothing to show."""

    copied = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self.link = FoldLink()
        self._copy = CopyButton()
        self._copy.copied.connect(self.copied)
        self._text = MonoText()
        self.link.set_target(self._text)
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.L)
        self._top.addWidget(self.link)
        self._top.addStretch()
        self._top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(self._top)
        column.addWidget(self._text)
        self.retranslate()
        self.set_details(text)

    def set_details(self, text: str) -> None:
        self._text.setPlainText(text)
        self._copy.set_copy_text(text)
        lines = min(max(text.count("\n") + 1, 3), 9)
        self._text.setFixedHeight(round(self._text.fontMetrics().lineSpacing() * (lines + 0.6)) + 22)
        self.setVisible(bool(text))

    def set_beside(self, widget: QWidget) -> None:
        """`widget` takes the room at the left of the link: no line of its own is needed for the two."""
        self._top.insertWidget(0, widget, 1)

    def details(self) -> str:
        return self._text.toPlainText()

    def copy_button(self) -> CopyButton:
        return self._copy

    def set_label(self, text: str) -> None:
        """Other words than "Technical details"."""
        self._label = text
        self.retranslate()

    def retranslate(self) -> None:
        self.link.setText(self._label or translate("Widgets", "Technical details"))
        self._text.setAccessibleName(self.link.text())
