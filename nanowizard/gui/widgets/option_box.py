"""Option box: a check box with a line under it that says what it is for."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import CheckBox, TextLabel

_INDENT = 24  # where the words of the check box begin


class OptionBox(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox("")
        self._reason = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._reason.setContentsMargins(_INDENT, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addWidget(self._reason)

    def set_words(self, label: str, reason: str) -> None:
        self.box.setText(label)
        self.box.setAccessibleDescription(reason)
        self._reason.set_text(reason)

    def is_on(self) -> bool:
        return self.box.isChecked()

    def reason(self) -> str:
        return self._reason.text()
