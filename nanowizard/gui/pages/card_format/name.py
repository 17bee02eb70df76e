"""A field for the name of a volume, with what is wrong with it below while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from nanowizard.gui.pages.card_format.words import label_hint, label_words
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel


class NameField(QObject):
    """Three widgets for the layout of whoever has it; `edited` comes with what the person typed."""

    edited = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filesystem = "exfat"
        self.caption = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, strong=True)
        self.field = QLineEdit()
        self.caption.setBuddy(self.field)
        self.said = TextLabel(role=Role.CAPTION, wrap=True)
        self.field.textEdited.connect(self._typed)

    def set_words(self, caption: str, placeholder: str) -> None:
        self.caption.set_text(caption)
        self.field.setAccessibleName(caption)
        self.field.setPlaceholderText(placeholder)
        self._judge()

    def set_value(self, text: str, filesystem: str, *, possible: bool = True) -> None:
        """`possible` False: there is no place where a name could be kept."""
        self._filesystem = filesystem
        if text != self.field.text():
            self.field.setText(text)
        self.field.setEnabled(possible)
        self._judge()

    def value(self) -> str:
        return self.field.text().strip()

    def fault(self) -> str:
        """What is wrong with the name, or "". A field that is not there to be filled in has no fault."""
        return label_words(self.field.text(), self._filesystem) if self.field.isEnabled() else ""

    def _typed(self, text: str) -> None:
        self._judge()
        self.edited.emit(text)

    def _judge(self) -> None:
        fault = self.fault()
        self.said.set_tone(Tone.BAD if fault else Tone.TEXT2)
        self.said.set_text(fault or (label_hint(self.field.text(), self._filesystem) if self.field.isEnabled() else ""))
        self.said.setVisible(bool(self.said.text()))
        self.field.setAccessibleDescription(self.said.text())
