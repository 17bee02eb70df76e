"""The form of the Connect page: which Nano, as whom, with a password or a key file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanowizard.core.errors import NanoError
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.remote.address import DEFAULT_USER, USB_HOST, Address, parse_address
from nanowizard.tasks.session import NanoLogin

translate = QCoreApplication.translate

PRACTICE, USB, LAST, OTHER = "practice", "usb", "last", "other"


class ConnectForm(QWidget):
    """`known` are addresses by row key; `set_known` and `set_answering` may come at any time."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Address] = {USB: Address(USB_HOST)}
        self._answering: dict[str, bool] = {}
        self.choices = ChoiceList()
        self._address_word, self.address = TextLabel(), QLineEdit()
        self._user_word, self.user = TextLabel(), QLineEdit(DEFAULT_USER)
        self._secret_word, self.password = TextLabel(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_file = QLineEdit()
        self._browse = Button("", "folder")
        self._browse.clicked.connect(self._choose_file)
        self._switch = Button(kind=Kind.LINK)
        self._switch.clicked.connect(self._switch_secret)
        self._hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._by_key = False
        self._arrange()
        self.choices.selection_changed.connect(self._chosen)
        for field in (self.address, self.user, self.password, self.key_file):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.retranslate()
        self._show_secret()

    def _arrange(self) -> None:
        self._key_row = QWidget()
        key_row = QHBoxLayout(self._key_row)
        key_row.setContentsMargins(0, 0, 0, 0)
        key_row.setSpacing(theme.S)
        key_row.addWidget(self.key_file, 1)
        key_row.addWidget(self._browse)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._address_word, 0, 0, 1, 2)
        grid.addWidget(self.address, 1, 0, 1, 2)
        grid.addWidget(self._user_word, 2, 0)
        grid.addWidget(self.user, 3, 0)
        grid.addWidget(self._secret_word, 2, 1)
        grid.addWidget(self.password, 3, 1)
        grid.addWidget(self._key_row, 3, 1)
        for word, field in ((self._address_word, self.address), (self._user_word, self.user)):
            word.setBuddy(field)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.choices)
        column.addLayout(grid)
        column.addLayout(foot)

    # --- what the page gives ----------------------------------------------------------------------------------------

    def set_known(self, key: str, address: Address | None) -> None:
        """A Nano that may be chosen: the practice one, or the one that was used last."""
        if address is None:
            self._known.pop(key, None)
        else:
            self._known[key] = address
        self._show_choices()

    def set_answering(self, key: str, answers: bool) -> None:
        if self._answering.get(key) != answers:
            self._answering[key] = answers
            self._show_choices()

    def select(self, key: str) -> None:
        self.choices.select(key)

    def known(self) -> dict[str, Address]:
        return dict(self._known)

    def set_password(self, password: str, hint: str) -> None:
        self.password.setText(password)
        self._hint.set_text(hint)

    # --- what the page asks -----------------------------------------------------------------------------------------

    def is_complete(self) -> bool:
        key = self.choices.selected_key()
        return (
            key is not None and bool(self.user.text().strip()) and (key != OTHER or bool(self.address.text().strip()))
        )

    def login(self, trust: str | None = None) -> NanoLogin:
        """Raises NanoError("nano.bad_address")."""
        key = self.choices.selected_key() or OTHER
        base = parse_address(self.address.text()) if key == OTHER else self._known[key]
        typed_user = "@" in self.address.text() and key == OTHER
        user = base.user if typed_user else self._user()
        file = self.key_file.text().strip()
        return NanoLogin(
            address=Address(base.host, base.port, user),
            password=None if self._by_key else self.password.text() or None,
            identity=Path(file).expanduser() if self._by_key and file else None,
            trust=trust,
        )

    def _user(self) -> str:
        name = self.user.text().strip()
        try:
            return parse_address(f"{name}@localhost").user
        except NanoError as error:
            raise NanoError("nano.bad_address", address=name) from error

    def first_focus(self) -> QWidget:
        if self.choices.selected_key() == OTHER and not self.address.text():
            return self.address
        if self.choices.selected_key() is None:
            return self.choices.row(self.choices.keys()[0])
        return self.key_file if self._by_key else self.password

    # --- showing ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.choices.set_name(translate("ConnectPage", "Nanos"))
        words = (
            (self._address_word, self.address, translate("ConnectPage", "Name or IP address")),
            (self._user_word, self.user, translate("ConnectPage", "User name")),
        )
        for label, field, text in words:
            label.set_text(text)
            field.setAccessibleName(text)
        self.address.setPlaceholderText(translate("ConnectPage", "for example 192.168.1.37 or nano-desktop.local"))
        self.password.setAccessibleName(translate("ConnectPage", "Password"))
        self.key_file.setAccessibleName(translate("ConnectPage", "Key file"))
        self._browse.setText(translate("ConnectPage", "Browse…"))
        self._show_secret()
        self._show_choices()

    def _show_choices(self) -> None:
        titles = {
            PRACTICE: (translate("ConnectPage", "Practice Nano"), "shield", translate("ConnectPage", "pretend Nano")),
            USB: (translate("ConnectPage", "Nano on the USB cable"), "usb", translate("ConnectPage", "USB cable")),
            LAST: (translate("ConnectPage", "Nano that was used last"), "net", translate("ConnectPage", "known")),
        }
        rows = []
        for key in (PRACTICE, USB, LAST):
            if key in self._known:
                title, icon, kind = titles[key]
                facts = [self._place(self._known[key]), kind, self._answer_words(key)]
                tags = (TagSpec(translate("ConnectPage", "Found"), Tone.GOOD),) if self._answering.get(key) else ()
                rows.append(Choice(key, title, texts.join_facts(facts), icon, tags=tags))
        rows.append(
            Choice(
                OTHER,
                translate("ConnectPage", "Another address"),
                translate("ConnectPage", "Type a name or an IP address"),
                "link",
            )
        )
        self.choices.set_choices(rows)
        self._show_address()

    def _answer_words(self, key: str) -> str:
        if key not in self._answering or self._answering[key]:
            return ""
        return translate("ConnectPage", "does not answer yet")

    @staticmethod
    def _place(address: Address) -> str:
        return address.host if address.port == Address("").port else address.place

    def _chosen(self, _key: str) -> None:
        self._show_address()
        self.changed.emit()

    def _show_address(self) -> None:
        other = self.choices.selected_key() == OTHER
        self._address_word.setVisible(other)
        self.address.setVisible(other)

    def _switch_secret(self) -> None:
        self._by_key = not self._by_key
        self._show_secret()
        (self.key_file if self._by_key else self.password).setFocus()
        self.changed.emit()

    def _show_secret(self) -> None:
        self.password.setVisible(not self._by_key)
        self._key_row.setVisible(self._by_key)
        self._secret_word.setBuddy(self.key_file if self._by_key else self.password)
        if self._by_key:
            self._secret_word.set_text(translate("ConnectPage", "Key file"))
            self._switch.setText(translate("ConnectPage", "Use a password"))
        else:
            self._secret_word.set_text(translate("ConnectPage", "Password"))
            self._switch.setText(translate("ConnectPage", "Use a key file"))

    def _choose_file(self) -> None:
        start = Path.home() / ".ssh"
        name, _kind = QFileDialog.getOpenFileName(
            self, translate("ConnectPage", "Choose a key file"), str(start if start.is_dir() else Path.home())
        )
        if name:
            self.key_file.setText(name)
