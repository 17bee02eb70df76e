"""A checksum that the person was given: the field for it, and the same with a button for a file that is here."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, TextLabel
from nanowizard.gui.widgets.enter_edit import EnterEdit

translate = QCoreApplication.translate

_SHA256 = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")


class ChecksumEdit(EnterEdit):
    """`label` above it says what is wrong with what was typed."""

    def __init__(self, label: TextLabel, parent: QWidget | None = None, *, keeps_enter: bool = False) -> None:
        super().__init__(parent, keeps_enter=keeps_enter)
        self._label = label
        label.setBuddy(self)
        self.setMaxLength(80)
        self.setMinimumWidth(1)
        self.textChanged.connect(lambda _text: self._say())
        self.retranslate()

    def sha256(self) -> str | None:
        """None while what stands there is none."""
        found = _SHA256.search(self.text())
        return found[0].lower() if found else None

    def is_valid(self) -> bool:
        """What stands there is one, or nothing: a mistake in it must not pass for a check."""
        return not self.text().strip() or self.sha256() is not None

    def retranslate(self) -> None:
        self.setAccessibleName(translate("ImagePage", "Checksum (SHA-256), if you were given one"))
        self._say()

    def _say(self) -> None:
        usual = translate("ImagePage", "Checksum (SHA-256), if you were given one")
        wrong = translate("ImagePage", "A SHA-256 checksum has 64 characters: 0-9, a-f")
        self._label.set_text(usual if self.is_valid() else wrong)
        self._label.set_tone(Tone.TEXT2 if self.is_valid() else Tone.BAD)


class CompareField(QWidget):
    """`wanted`: the file that is here is to be compared with this checksum."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self.edit = ChecksumEdit(label, keeps_enter=True)
        self.button = Button()
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(label)
        column.addLayout(row)
        self.edit.textChanged.connect(lambda _text: self._allow())
        self.edit.returnPressed.connect(self._compare)
        self.button.clicked.connect(self._compare)
        self.retranslate()

    def retranslate(self) -> None:
        self.edit.retranslate()
        self.button.setText(translate("ImagePage", "Compare"))
        self._allow()

    def _allow(self) -> None:
        self.button.setEnabled(self.edit.sha256() is not None)

    def _compare(self) -> None:
        sha256 = self.edit.sha256()
        if sha256 is not None:
            self.wanted.emit(sha256)
