"""The tick box "keep the password": off until the person ticks it, absent where there is no keyring worth the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.gui.context import Context
from nanowizard.gui.runner import call_in_thread
from nanowizard.remote.address import Address

if TYPE_CHECKING:
    from nanowizard.gui.pages.connect.form import ConnectForm
    from nanowizard.tasks.session import NanoLogin


class Keeping(QObject):
    """The keyring is asked in the background, and for a password only if one of ours was put there before."""

    def __init__(self, context: Context, form: ConnectForm) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._asked_for: Address | None = None
        self.is_asking = False
        form.changed.connect(self._look)

    def begin(self) -> None:
        if self._context.practice:
            return  # its password is shown on the screen
        passwords = self._context.session.passwords
        self.is_asking = True
        call_in_thread(self, lambda _ctx: passwords.is_there(), self._offer)

    def connected(self, login: NanoLogin | None) -> None:
        """The login worked: keep its password, or take back the one that was kept, as the box says."""
        if login is None or self._form.fields.keep.isHidden():
            return
        passwords, journey = self._context.session.passwords, self._context.session.journey
        place, password, was_kept = str(login.address), login.password, str(login.address) in journey.kept_passwords
        is_wanted = self._form.fields.keep.isChecked()
        if is_wanted and password:
            call_in_thread(
                self,
                lambda _ctx: passwords.keep(login.address, password),
                lambda _done: self._note(place, kept=True),
                self._not_kept,
            )
        elif was_kept and not is_wanted:
            call_in_thread(
                self, lambda _ctx: passwords.forget(login.address), lambda _done: self._note(place, kept=False)
            )

    def _offer(self, is_there: bool) -> None:
        self.is_asking = False
        self._form.fields.keep.setVisible(is_there)
        self._look()

    def _look(self) -> None:
        """Fill in what was kept for the chosen Nano, if anything was."""
        try:
            address = self._form.chosen()
        except NanoError:
            return
        keeps = str(address) in self._context.session.journey.kept_passwords
        if not keeps or address == self._asked_for or self._form.fields.keep.isHidden() or self._form.password.text():
            return
        self._asked_for = address
        passwords = self._context.session.passwords

        def ask(_ctx: RunContext) -> str | None:
            return passwords.kept(address)

        call_in_thread(self, ask, self._fill)

    def _fill(self, password: str | None) -> None:
        if password and not self._form.password.text():
            self._form.fields.keep.setChecked(True)
            self._form.password.setText(password)

    def _note(self, place: str, *, kept: bool) -> None:
        journey = self._context.session.journey
        journey.kept_passwords = (journey.kept_passwords | {place}) if kept else (journey.kept_passwords - {place})
        self._context.save_choices()

    def _not_kept(self, _error: Exception) -> None:
        """The login went well all the same; the box says how it is."""
        self._form.fields.keep.setChecked(False)
