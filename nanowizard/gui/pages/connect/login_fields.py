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
    """With a key file the password is for changes only (sudo), and may stay empty.

    `ask_for_passphrase` shows a field for that of the key file, until another file is named.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._user_word, self.user = TextLabel(), QLineEdit(DEFAULT_USER)
        self._password_word, self.password = TextLabel(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._file_word, self.key_file = TextLabel(), QLineEdit()
        self._phrase_word, self.passphrase = TextLabel(), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._phrase_hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._locked: Path | None = None
        self._was_wrong = False
        self._browse = Button("", "folder")
        self._browse.clicked.connect(self._choose_file)
        self._switch = Button(kind=Kind.LINK)
        self._switch.clicked.connect(self._switch_secret)
        self._hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.keep = CheckBox()
        self.keep.hide()
        self._by_key = False
        self._arrange()
        self.key_file.textChanged.connect(lambda _text: self._show_passphrase())
        self.passphrase.textChanged.connect(lambda _text: self._another_passphrase())
        for field in (self.user, self.password, self.key_file, self.passphrase):
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
        self._phrase_row = QWidget()
        phrase_column = QVBoxLayout(self._phrase_row)
        phrase_column.setContentsMargins(0, 0, 0, 0)
        phrase_column.setSpacing(theme.XS)
        for part in (self._phrase_word, self.passphrase, self._phrase_hint):
            phrase_column.addWidget(part)
        self._phrase_word.setBuddy(self.passphrase)
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
        column.addWidget(self._phrase_row)
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

    def ask_for_passphrase(self, *, was_wrong: bool) -> None:
        """The key file that is named now is locked."""
        self._locked, self._was_wrong = self.identity(), was_wrong
        self._show_passphrase()
        self.passphrase.selectAll()

    def opening(self) -> str | None:
        """The passphrase of the key file, None where none was asked for."""
        return self.passphrase.text() or None if self._is_locked() else None

    def is_filled(self) -> bool:
        """Nothing is left to type."""
        if self._is_locked():
            return bool(self.passphrase.text()) and not self._was_wrong
        return bool(self.password.text())

    def lacks_passphrase(self) -> bool:
        return self._is_locked() and not self.passphrase.text()

    def suggest_user(self, user: str) -> None:
        """Who used this Nano before; what the person typed stays."""
        if not self.user.isModified():
            self.user.setText(user)

    def set_password(self, password: str, hint: str) -> None:
        self.password.setText(password)
        self._hint.set_text(hint)

    def first_focus(self) -> QWidget:
        if self._is_locked():
            return self.passphrase
        return self.key_file if self._by_key and not self.key_file.text() else self.password

    def retranslate(self) -> None:
        words = (
            (self._user_word, self.user, translate("ConnectPage", "User name")),
            (self._file_word, self.key_file, translate("ConnectPage", "Key file")),
            (self._phrase_word, self.passphrase, translate("ConnectPage", "Passphrase of the key file")),
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
        self._show_passphrase()
        if self._by_key:
            words = translate("ConnectPage", "Password for changes")
            switch = translate("ConnectPage", "Use a password alone")
        else:
            words, switch = translate("ConnectPage", "Password"), translate("ConnectPage", "Use a key file")
        self._password_word.set_text(words)
        self.password.setAccessibleName(words)
        self._switch.setText(switch)

    def _is_locked(self) -> bool:
        return self._locked is not None and self.identity() == self._locked

    def _another_passphrase(self) -> None:
        if self._was_wrong:
            self._was_wrong = False
            self._show_passphrase()

    def _show_passphrase(self) -> None:
        """A passphrase is not for another file: it goes with its field."""
        if not self._is_locked():
            self.passphrase.clear()
        self._phrase_row.setVisible(self._is_locked())
        if self._was_wrong:
            words = translate("ConnectPage", "This passphrase does not open the key file. Type it again.")
        else:
            words = translate("ConnectPage", "This key file is locked. Its passphrase stays in memory only.")
        self._phrase_hint.set_tone(Tone.BAD if self._was_wrong else Tone.TEXT2)
        self._phrase_hint.set_text(words)
        self.passphrase.setAccessibleDescription(words)

    def _choose_file(self) -> None:
        start = Path.home() / ".ssh"
        name, _kind = QFileDialog.getOpenFileName(
            self, translate("ConnectPage", "Choose a key file"), str(start if start.is_dir() else Path.home())
        )
        if name:
            self.key_file.setText(name)
