"""Connect: log in to the Nano; the first time only after the person has confirmed its fingerprint."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.errors import NanoError
from nanowizard.core.events import ErrorInfo, Status, TaskFinished
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.connect.form import LAST, PRACTICE, USB, ConnectForm
from nanowizard.gui.pages.connect.result import ChangedKeyPanel, ConnectedPanel, FirstContactPanel
from nanowizard.gui.pages.connect.watch import NanoWatch
from nanowizard.gui.task_page import MAIN, TaskPage
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.remote.address import USB_HOST, Address, parse_address
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.session import NanoLogin

translate = QCoreApplication.translate

CONNECTED = "connected"


class ConnectPage(TaskPage):
    id = page_ids.CONNECT
    requires: ClassVar[tuple[str, ...]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = ConnectForm()
        self.form.changed.connect(self._forget_outcome)
        self.first_contact = FirstContactPanel()
        self.changed_key = ChangedKeyPanel()
        self.changed_key.refused.connect(self._forget_outcome)
        self.changed_key.forgotten.connect(self._forget_key)
        self.problem = ErrorPanel()
        self.problem.remedy_clicked.connect(self.primary)
        self.connected = ConnectedPanel()
        self._fingerprint = ""
        self._practice_password = ""
        self._login: NanoLogin | None = None
        self._watch = NanoWatch(self.form.known, self)
        self._watch.heard.connect(self.form.set_answering)
        self._watch.practice_on.connect(self._offer_practice)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        self.body.add(self.form)
        self.body.add_gap()
        for panel in (self.first_contact, self.changed_key, self.problem):
            self.body.add(panel)
            panel.hide()
        self.body.add_stretch()
        view = self.add_view(CONNECTED)
        view.add(self.connected)
        view.add_stretch()

    def texts(self) -> tuple[str, str]:
        title = translate("ConnectPage", "Connect to your Nano")
        if self.error is not None and self.safe_words():
            return title, self.safe_words()
        return title, translate(
            "ConnectPage", "A Nano on the USB cable appears here by itself. For one in your network, type its address."
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.form.retranslate()
        self.first_contact.retranslate()
        self.changed_key.retranslate()
        self.connected.retranslate()
        self._show_live()
        self._show_practice_hint()
        if self.error is not None and not self.problem.isHidden():
            self.fill_error_panel(self.problem, self.error)

    def footer(self) -> Footer:
        if self.is_busy():
            return Footer(primary=translate("ConnectPage", "Connecting…"), enabled=False, busy=True, back=False)
        if self.shown_view() == CONNECTED:
            return Footer(primary=translate("ConnectPage", "Next"), moves_on=True)
        if not self.changed_key.isHidden() or not self.problem.isHidden():
            return Footer(primary=translate("ConnectPage", "Connect"), enabled=False, filled=False)
        if not self.first_contact.isHidden():
            return Footer(primary=translate("ConnectPage", "Trust and connect"))
        return Footer(primary=translate("ConnectPage", "Connect"), enabled=self.form.is_complete())

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == CONNECTED or self.is_busy():
            return None
        if not self.changed_key.isHidden():
            return self.changed_key.action()
        if not self.problem.isHidden():
            return self.form.first_focus() if self._error_is("nano.login_failed") else self.problem.remedy
        if self.form.is_complete() and self.form.password.text():
            return None
        return self.form.first_focus()

    # --- coming and going -------------------------------------------------------------------------------------------

    def enter(self) -> None:
        self._offer_known()
        self._watch.start(self.context.session.world)
        self._show_live()
        if self.context.session.login is not None and not self.is_busy():
            self._login = self.context.session.login
            self._clear()
            self.start(CheckNano(self.context.session), None)

    def leave(self) -> None:
        self._watch.stop()

    def _offer_known(self) -> None:
        journey = self.context.session.journey
        last = _address_of(journey.nano)
        booted = journey.outcomes.get(page_ids.BOOT)
        if booted is not None and booted.facts.get("host"):
            last = Address(booted.facts["host"], booted.facts.get("port", 22))
        if self.context.practice:
            self.form.set_known(USB, None)
            return
        self.form.set_known(LAST, last if last is not None and last.host != USB_HOST else None)
        if self.form.choices.selected_key() is None:
            self.form.select(LAST if LAST in self.form.known() else USB)
        if last is not None and last.user:
            self.form.user.setText(last.user)

    def _offer_practice(self, address: Address, password: str) -> None:
        self._practice_password = password
        self.form.set_known(PRACTICE, address)
        self.form.user.setText(address.user)
        self.form.select(PRACTICE)
        self._show_practice_hint()
        self.wants_focus.emit()

    def _show_practice_hint(self) -> None:
        if self._practice_password:
            hint = translate("ConnectPage", "The practice Nano’s password is “{password}”.")
            self.form.set_password(self._practice_password, hint.format(password=self._practice_password))

    def _show_live(self) -> None:
        searching = self._watch.is_on and self.shown_view() == MAIN
        self.header.set_live(translate("ConnectPage", "Searching") if searching else "")

    # --- logging in -------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == CONNECTED:
            self.go_on.emit()
            return
        trust = self._fingerprint if not self.first_contact.isHidden() else None
        try:
            self._login = self.form.login(trust)
        except NanoError as error:
            self._show_problem(error.info)
            return
        self._clear()
        self.start(CheckNano(self.context.session), self._login)

    def on_started(self) -> None:
        self.form.setEnabled(False)

    def on_finished(self, finished: TaskFinished) -> None:
        self.form.setEnabled(True)
        if finished.status is Status.BLOCKED:
            self._ask_to_trust()
        elif finished.error is not None:
            self._show_problem(finished.error)
        elif finished.status is not Status.CANCELLED:
            self._show_connected(finished)
        self.wants_focus.emit()

    def _ask_to_trust(self) -> None:
        finding = next((f for f in self.findings if f.code == "nano.host_key_unknown"), None)
        if finding is None:
            self.show_view(MAIN)
            return
        self._fingerprint = str(finding.params["fingerprint"])
        self.first_contact.set_fingerprint(self._fingerprint, written_s=self._written_s())
        self.first_contact.show()
        self.set_state(State.WAITING)  # nothing is wrong: this is how every first contact goes
        self.show_view(MAIN)
        self.announce(translate("ConnectPage", "First contact with this Nano"))

    def _written_s(self) -> float | None:
        """How long ago NanoWizard wrote this board's card; None where it cannot know that it was this board's."""
        flashed = self.context.session.journey.outcomes.get(page_ids.FLASH)
        if flashed is None or flashed.status is not Status.SUCCEEDED or self._login is None:
            return None
        direct = self._login.address.host == USB_HOST or self.context.practice
        return time.time() - flashed.ended_at if direct else None

    def _show_problem(self, error: ErrorInfo) -> None:
        self.error = error
        if error.code == "nano.host_key_changed":
            self.changed_key.set_key(error)
            self.changed_key.show()
            self.form.hide()
        else:
            self.fill_error_panel(self.problem, error)
            self.problem.show()
        self.show_view(MAIN)
        self.announce(texts.sentence(error.code, error.params).what)

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        return translate("ConnectPage", "Connect again"), "refresh", ""

    def _error_is(self, code: str) -> bool:
        return self.error is not None and self.error.code == code

    def _show_connected(self, finished: TaskFinished) -> None:
        login = self.context.session.login
        address = str(login.address) if login is not None else ""
        self.context.session.journey.nano = address or None
        self.context.save_choices()
        self.connected.set_facts(finished.result, address, self.findings)
        self.show_view(CONNECTED)
        self._show_live()
        self.announce(translate("ConnectPage", "Connected"))

    def _forget_outcome(self) -> None:
        if not self.is_busy():
            self._clear()
            self.footer_changed.emit()

    def _clear(self) -> None:
        self.error = None
        for panel in (self.first_contact, self.changed_key, self.problem):
            panel.hide()
        self.form.show()
        self.show_view(MAIN)
        self._show_live()

    def _forget_key(self) -> None:
        if self._login is not None:
            self.context.session.pins.forget(self._login.address.place)
        self._clear()
        self.primary()


def _address_of(text: str | None) -> Address | None:
    try:
        return parse_address(text) if text else None
    except NanoError:
        return None
