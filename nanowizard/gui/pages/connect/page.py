"""Connect: log in to the Nano; the first time only after the person has confirmed its fingerprint."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from nanowizard.core.errors import NanoError
from nanowizard.core.events import ErrorInfo, Finding, Severity, Status, TaskFinished
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.connect.connected import ConnectedPanel
from nanowizard.gui.pages.connect.form import ConnectForm
from nanowizard.gui.pages.connect.keeping import Keeping
from nanowizard.gui.pages.connect.trust import ChangedKeyPanel, FirstContactPanel, written_ago
from nanowizard.gui.pages.connect.watch import NanoWatch
from nanowizard.gui.task_page import MAIN, TaskPage
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.remote.address import Address
from nanowizard.tasks.clock import ClockInput, SetClock
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.session import NanoLogin

translate = QCoreApplication.translate

CONNECTED = "connected"
CLOCK_OFF = "nano.clock_off"
_LAYOUT_MS = 50
_LOCKED = ("nano.key_locked", "nano.key_passphrase_wrong")
_TO_CONFIRM = ("nano.host_key_unknown", "nano.host_key_rewritten")


class ConnectPage(TaskPage):
    id = page_ids.CONNECT
    requires: ClassVar[tuple[str, ...]] = ()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = ConnectForm()
        self.form.changed.connect(self._forget_outcome)
        self.form.updated.connect(self.footer_changed)
        self.first_contact = FirstContactPanel()
        self.changed_key = ChangedKeyPanel()
        self.changed_key.refused.connect(self._forget_outcome)
        self.changed_key.forgotten.connect(self._forget_key)
        self.problem = ErrorPanel()
        self.problem.remedy_clicked.connect(self.primary)
        self.connected = ConnectedPanel(context)
        self.connected.said.connect(self.announce)
        self.connected.page_wanted.connect(self._repair)
        self._fingerprint = ""
        self._practice_password = ""
        self._login: NanoLogin | None = None
        self._of_clock: list[Finding] = []
        """Why the clock was left as it is, where it was: the report would say the same of it again."""
        self._keeping = Keeping(context, self.form)
        self._watch = NanoWatch(self)
        self._watch.found.connect(self.form.found)
        self._watch.ended.connect(self.form.search_ended)
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
        if self.shown_view() == CONNECTED:
            return title, translate("ConnectPage", "This is what it says about itself. Nothing has been changed on it.")
        return title, translate("ConnectPage", "Nanos on the USB cable and in your network appear here by themselves.")

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
            looks = self.shown_view() == CONNECTED
            words = translate("ConnectPage", "Looking…") if looks else translate("ConnectPage", "Connecting…")
            return Footer(primary=words, enabled=False, busy=True, back=False)
        if self.shown_view() == CONNECTED:
            if not self.connected.is_nano():
                return Footer(primary=translate("ConnectPage", "Choose another Nano"))
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
        if self.form.is_complete() and self.form.fields.is_filled():
            return None
        return self.form.first_focus()

    # --- coming and going -------------------------------------------------------------------------------------------

    def enter(self) -> None:
        self._offer_known()
        self._watch.start(self.context.session)
        self._keeping.begin()
        self._show_live()
        if self.context.session.login is not None and not self.is_busy():
            self._login = self.context.session.login
            self._clear()
            self.start(CheckNano(self.context.session), None)

    def leave(self) -> None:
        self._watch.stop()

    def _offer_known(self) -> None:
        if self.context.practice:
            return
        session = self.context.session
        self.form.offer_used(session.used.all(), session.journey.nano)

    def _offer_practice(self, address: Address, password: str) -> None:
        self._practice_password = password
        self.form.user.setText(address.user)
        self.form.offer(address, "practice")
        self._show_practice_hint()
        self.wants_focus.emit()

    def _show_practice_hint(self) -> None:
        if self._practice_password:
            hint = translate("ConnectPage", "The practice Nano’s password is “{password}”.")
            self.form.fields.set_password(self._practice_password, hint.format(password=self._practice_password))

    def _show_live(self) -> None:
        searching = self._watch.is_on and self.shown_view() == MAIN
        self.header.set_live(translate("ConnectPage", "Searching") if searching else "")

    # --- logging in -------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == CONNECTED:
            if self.connected.is_nano():
                self.go_on.emit()
            else:
                self._clear()
                self.wants_focus.emit()
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
        elif finished.error is not None and finished.error.code in _LOCKED:
            self._ask_for_passphrase(was_wrong=finished.error.code != _LOCKED[0])
        elif finished.error is not None:
            self._show_problem(finished.error)
        elif finished.task == page_ids.CLOCK:
            self._of_clock = [finding for finding in self.findings if finding.severity is Severity.WARNING]
            self.start(CheckNano(self.context.session), None)
        elif finished.status is not Status.CANCELLED:
            self._show_connected(finished)
        self.wants_focus.emit()

    def _ask_to_trust(self) -> None:
        finding = next((f for f in self.findings if f.code in _TO_CONFIRM), None)
        if finding is None:
            self.show_view(MAIN)
            return
        self._fingerprint = str(finding.params["fingerprint"])
        self.first_contact.set_finding(finding, written_s=written_ago(finding, self.context, self._login))
        self.first_contact.show()
        self.set_state(State.WAITING)  # nothing is wrong: this is how every first contact goes
        self.show_view(MAIN)
        self._reveal(self.first_contact)
        self.announce(self.first_contact.accessibleName())

    def _ask_for_passphrase(self, *, was_wrong: bool) -> None:
        """Nothing went wrong: the key file is locked, as it should be. The field says what it needs."""
        self.error = None
        self.context.session.journey.outcomes.pop(self.id, None)
        self.set_state(State.WAITING)
        self.form.fields.ask_for_passphrase(was_wrong=was_wrong)
        self.show_view(MAIN)
        self.announce(self.form.fields.passphrase.accessibleDescription())

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
        self._reveal(self.problem)
        self.announce(texts.sentence(error.code, error.params).what)

    def _reveal(self, panel: QWidget) -> None:
        """Below a long list it may be out of sight; its place is known once the layout has been made."""
        QTimer.singleShot(_LAYOUT_MS, panel, lambda: self.body.ensureWidgetVisible(panel))

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        return translate("ConnectPage", "Connect again"), "refresh", ""

    def _error_is(self, code: str) -> bool:
        return self.error is not None and self.error.code == code

    def _show_connected(self, finished: TaskFinished) -> None:
        login = self.context.session.login
        address = str(login.address) if login is not None else ""
        keeps = self.form.fields.keep.isVisible() and self.form.fields.keep.isChecked()
        found = [f for f in self.findings if f.code != CLOCK_OFF] if self._of_clock else self.findings
        self.connected.set_facts(finished.result, address, [*found, *self._of_clock], is_kept=keeps)
        self._of_clock = []
        if self.connected.is_nano():
            self.context.session.journey.nano = address or None
            self.context.save_choices()
            self._keeping.connected(login)
        else:
            self._leave_stranger()
        self.show_view(CONNECTED)
        self._show_live()
        self.announce(translate("ConnectPage", "Connected"))

    def _repair(self, page_id: str) -> None:
        """A note's button. The clock needs no page: it is set from this computer, and the Nano is looked at again."""
        if page_id != page_ids.CLOCK:
            self.choose.emit(page_id)
        elif not self.is_busy():
            self.start(SetClock(self.context.session), ClockInput())

    def _leave_stranger(self) -> None:
        """What is no Nano is not changed: no other page gets this connection, and it is no outcome of this step."""
        self.context.session.log_out()
        self.context.session.journey.outcomes.pop(self.id, None)
        self.set_state(State.ATTENTION)

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
