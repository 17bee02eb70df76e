"""Log in with a key from now on: offered once a login worked, done and undone here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import ErrorInfo, TaskFinished
from nanowizard.gui import texts
from nanowizard.gui.context import Context
from nanowizard.gui.runner import Runner
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.tasks.key import InstallKey, KeyInput

translate = QCoreApplication.translate


class KeyOffer(MessagePanel):
    """Its state is the Nano's: `may_log_in` as the last run found it, None before the first."""

    said = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, icon="lock", parent=parent)
        self._context = context
        self._is_there: bool | None = None
        self._error: ErrorInfo | None = None
        self.runner = Runner(self)
        self.runner.finished.connect(self._ended)
        self.action_clicked.connect(self._do)
        self.retranslate()

    def begin(self) -> None:
        """Another Nano, or the same one anew."""
        self._is_there, self._error = None, None
        self.retranslate()

    def retranslate(self) -> None:
        if self._error is not None:
            words = texts.sentence(self._error.code, self._error.params)
            self._show(Tone.WARN, words.what, texts.sentences(words.safe, words.do))
            self.set_action(translate("ConnectPage", "Try again"))
        elif self._is_there:
            self._show(
                Tone.GOOD,
                translate("ConnectPage", "NanoWizard’s key may log in to this Nano"),
                translate("ConnectPage", "The next login needs no password. Changes still ask for it."),
            )
            self.set_action(translate("ConnectPage", "Take the key back"))
        else:
            self._show(
                Tone.SUNKEN,
                translate("ConnectPage", "Log in without a password from now on"),
                translate(
                    "ConnectPage",
                    "NanoWizard makes a key on this computer and adds one line for it on the Nano. "
                    "It can be taken back.",
                ),
            )
            self.set_action(translate("ConnectPage", "Add a key"))
        self.action().setEnabled(not self.runner.is_running)

    def _show(self, tone: Tone, headline: str, text: str) -> None:
        self.set_tone(tone)
        self.set_message(headline, text)

    def _do(self) -> None:
        if not self.runner.is_running:
            self._error = None
            self.runner.start(InstallKey(self._context.session), KeyInput(undo=bool(self._is_there)))
            self.retranslate()

    def _ended(self, finished: TaskFinished) -> None:
        self._error = finished.error
        if finished.error is None and "may_log_in" in finished.result:
            self._is_there = bool(finished.result["may_log_in"])
            self._context.session.journey.note(finished, self.runner.took_s)
        self.retranslate()
        self.said.emit(self.accessibleName())
