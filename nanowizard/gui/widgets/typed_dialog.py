"""The dialog that asks to type ERASE: the way to confirm without holding anything down."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel

translate = QCoreApplication.translate

WORD = "ERASE"  # the same in every language, so that help and support can name it


class TypedDialog(QDialog):
    """Accepts only the word. Cancel is the default."""

    def __init__(self, consequence: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(action)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(420)
        prompt = TextLabel(translate("Widgets", "Type ERASE to go on"))
        self.field = QLineEdit()
        self.field.setAccessibleName(prompt.text())
        self.field.setAccessibleDescription(consequence)
        self.field.setMaxLength(16)
        prompt.setBuddy(self.field)
        self.cancel = Button(translate("Widgets", "Cancel"))
        self.go = Button(action, kind=Kind.DANGER)
        self.go.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        column.setSpacing(theme.S)
        column.addWidget(TextLabel(consequence, Role.SECTION, wrap=True))
        column.addSpacing(theme.XS)
        column.addWidget(prompt)
        column.addWidget(self.field)
        column.addSpacing(theme.L)
        column.addLayout(buttons)
        self.field.textChanged.connect(self._check)
        self.field.returnPressed.connect(self._go)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.field.setFocus()

    def _matches(self) -> bool:
        # The case does not matter: the act is to type this word, not to find the Caps key.
        return self.field.text().strip().upper() == WORD

    def _check(self) -> None:
        self.go.setEnabled(self._matches())

    def _go(self) -> None:
        if self._matches():
            self.accept()
