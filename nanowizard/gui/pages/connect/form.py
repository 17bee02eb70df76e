"""The form of the Connect page: which Nano, as whom, with a password or a key file."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding
from nanowizard.gui import theme
from nanowizard.gui.pages.connect.candidates import OTHER, Candidates
from nanowizard.gui.pages.connect.login_fields import LoginFields
from nanowizard.gui.pages.connect.notes import SearchNote
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.remote.address import USB_HOST, Address, parse_address
from nanowizard.tasks.session import NanoLogin
from nanowizard.tasks.used import UsedNano

translate = QCoreApplication.translate


class ConnectForm(QWidget):
    """Rows come and go as searches find them; what the person chose and typed stays."""

    changed = Signal()
    """Another Nano is chosen, or something else was typed."""
    updated = Signal()
    """The rows are others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidates = Candidates()
        self._was_chosen = False
        self._is_filling = False
        self._has_searched = False
        self.choices = ChoiceList()
        self.note = SearchNote()
        self._address_word, self.address = TextLabel(), QLineEdit()
        self._address_word.setBuddy(self.address)
        self.fields = LoginFields()
        self.user, self.password = self.fields.user, self.fields.password
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for widget in (self.choices, self.note):
            column.addWidget(widget)
        typed = QVBoxLayout()
        typed.setSpacing(theme.XS)
        typed.addWidget(self._address_word)
        typed.addWidget(self.address)
        column.addLayout(typed)
        column.addWidget(self.fields)
        self.choices.selection_changed.connect(self._chosen)
        self.address.textChanged.connect(lambda _text: self.changed.emit())
        self.fields.changed.connect(self.changed)
        self.retranslate()

    # --- what the page gives ----------------------------------------------------------------------------------------

    def offer(self, address: Address, code: str) -> None:
        """A Nano that nobody has to search for: the practice one, or one that answered at its start."""
        self.candidates.offer(address, code)
        self._show()

    def offer_used(self, nanos: Sequence[UsedNano], answered: str | None = None) -> None:
        """Those that were used before, the last one first; `answered`: the address that was noted last."""
        self.candidates.offer_used(nanos)
        with contextlib.suppress(NanoError):  # a damaged note is no address
            last = parse_address(answered or "")
            if last.host != USB_HOST and all(nano.address.place != last.place for nano in nanos):
                self.candidates.offer(last, "last")
            self.fields.suggest_user(last.user)
        self._show()

    def found(self, finding: Finding) -> None:
        self.candidates.found(finding)
        self._show()

    def search_ended(self, result: Mapping[str, object]) -> None:
        found = result["found"]
        assert isinstance(found, list)
        self.candidates.ended(found)
        self._has_searched = True
        self._show()
        left_out = result.get("not_searched")
        self.note.set_left_out(left_out if isinstance(left_out, list) else [])

    def select(self, key: str) -> None:
        self.choices.select(key)

    # --- what the page asks -----------------------------------------------------------------------------------------

    def is_complete(self) -> bool:
        key = self.choices.selected_key()
        has_address = key is not None and (key != OTHER or bool(self.address.text().strip()))
        return has_address and bool(self.user.text().strip()) and not self.fields.lacks_passphrase()

    def chosen(self) -> Address:
        """Raises NanoError("nano.bad_address")."""
        known = self.candidates.address(self.choices.selected_key() or OTHER)
        base = known or parse_address(self.address.text())
        typed_user = known is None and "@" in self.address.text()
        return Address(base.host, base.port, base.user if typed_user else self.fields.user_name())

    def login(self, trust: str | None = None) -> NanoLogin:
        """Raises NanoError("nano.bad_address")."""
        return NanoLogin(
            address=self.chosen(),
            password=self.fields.secret(),
            identity=self.fields.identity(),
            passphrase=self.fields.opening(),
            trust=trust,
        )

    def first_focus(self) -> QWidget:
        if self.choices.selected_key() == OTHER and not self.address.text():
            return self.address
        if self.choices.selected_key() is None:
            return self.choices.row(self.choices.keys()[0])
        return self.fields.first_focus()

    # --- showing ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.choices.set_name(translate("ConnectPage", "Nanos"))
        text = translate("ConnectPage", "Name or IP address")
        self._address_word.set_text(text)
        self.address.setAccessibleName(text)
        self.address.setPlaceholderText(translate("ConnectPage", "for example 192.168.1.37 or nano-desktop.local"))
        self.fields.retranslate()
        self.note.retranslate()
        self._show()

    def _show(self) -> None:
        before = self.choices.selected_key()
        self._is_filling = True
        self.choices.set_choices(self.candidates.rows())
        likely = self.candidates.likely()
        # A password may be on its way: what it is for must not change under the person's hands.
        is_settled = self._was_chosen or bool(self.password.text() and before)
        if likely is not None and not is_settled:
            self.choices.select(likely)
        self._is_filling = False
        self._suggest_user()
        self._show_note()
        self._show_address()
        if self.choices.selected_key() != before:
            self.changed.emit()
        self.updated.emit()

    def _chosen(self, _key: str) -> None:
        if not self._is_filling:
            self._was_chosen = True
            self._suggest_user()
            self._show_note()
            self._show_address()
            self.changed.emit()

    def _suggest_user(self) -> None:
        used = self.candidates.used(self.choices.selected_key())
        if used is not None:
            self.fields.suggest_user(used.address.user)

    def _show_note(self) -> None:
        self.note.set_unfinished(self.candidates.unfinished(), self.candidates.devices)
        self.note.set_silent(self.candidates.silent(self.choices.selected_key()))
        self.note.set_nothing(self._has_searched and not self.candidates.answering())

    def _show_address(self) -> None:
        other = self.choices.selected_key() == OTHER
        self._address_word.setVisible(other)
        self.address.setVisible(other)
