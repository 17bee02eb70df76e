"""As whom: user name, password, and a key file where the person has one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanowizard.core.errors import NanoError
from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, CheckBox, Kind, TextLabel
from nanowizard.remote.address import DEFAULT_USER, parse_address

translate = QCoreApplication.translate


class LoginFields(QWidget):
    """With a key file the password is for changes only (sudo), and may stay empty."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._user_word, self.user = TextLabel(), QLineEdit(DEFAULT_USER)
        self._password_word, self.password = TextLabel(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._file_word, self.key_file = TextLabel(), QLineEdit()
        self._browse = Button("", "folder")
        self._browse.clicked.connect(self._choose_file)
        self._switch = Button(kind=Kind.LINK)
        self._switch.clicked.connect(self._switch_secret)
        self._hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.keep = CheckBox()
        self.keep.hide()
        self._by_key = False
        self._arrange()
        for field in (self.user, self.password, self.key_file):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.retranslate()

    def _arrange(self) -> None:
        self._file_row = QWidget()
        file_column = QVBoxLayout(self._file_row)
        file_column.setContentsMargins(0, 0, 0, 0)
        file_column.setSpacing(theme.XS)
        file_line = QHBoxLayout()
        file_line.setSpacing(theme.S)
        file_line.addWidget(self.key_file, 1)
        file_line.addWidget(self._browse)
        file_column.addWidget(self._file_word)
        file_column.addLayout(file_line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.XS)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        pairs = ((self._user_word, self.user), (self._password_word, self.password))
        for half, (word, field) in enumerate(pairs):
            grid.addWidget(word, 0, half)
            grid.addWidget(field, 1, half)
            word.setBuddy(field)
        self._file_word.setBuddy(self.key_file)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._file_row)
        column.addLayout(grid)
        column.addLayout(foot)

    def user_name(self) -> str:
        """Raises NanoError("nano.bad_address")."""
        name = self.user.text().strip()
        try:
            return parse_address(f"{name}@localhost").user
        except NanoError as error:
            raise NanoError("nano.bad_address", address=name) from error

    def secret(self) -> str | None:
        return self.password.text() or None

    def identity(self) -> Path | None:
        file = self.key_file.text().strip()
        return Path(file).expanduser() if self._by_key and file else None

    def set_password(self, password: str, hint: str) -> None:
        self.password.setText(password)
        self._hint.set_text(hint)

    def first_focus(self) -> QWidget:
        return self.key_file if self._by_key and not self.key_file.text() else self.password

    def retranslate(self) -> None:
        words = (
            (self._user_word, self.user, translate("ConnectPage", "User name")),
            (self._file_word, self.key_file, translate("ConnectPage", "Key file")),
        )
        for label, field, text in words:
            label.set_text(text)
            field.setAccessibleName(text)
        self._browse.setText(translate("ConnectPage", "Browse…"))
        self.keep.setText(translate("ConnectPage", "Keep the password in this computer’s keyring"))
        self._show_secret()

    def _switch_secret(self) -> None:
        self._by_key = not self._by_key
        self._show_secret()
        self.first_focus().setFocus()
        self.changed.emit()

    def _show_secret(self) -> None:
        self._file_row.setVisible(self._by_key)
        if self._by_key:
            words = translate("ConnectPage", "Password for changes")
            switch = translate("ConnectPage", "Use a password alone")
        else:
            words, switch = translate("ConnectPage", "Password"), translate("ConnectPage", "Use a key file")
        self._password_word.set_text(words)
        self.password.setAccessibleName(words)
        self._switch.setText(switch)

    def _choose_file(self) -> None:
        start = Path.home() / ".ssh"
        name, _kind = QFileDialog.getOpenFileName(
            self, translate("ConnectPage", "Choose a key file"), str(start if start.is_dir() else Path.home())
        )
        if name:
            self.key_file.setText(name)
