"""What stands below the list: a Nano whose first-boot setup waits, or a search that found nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Params
from nanowizard.gui import texts
from nanowizard.gui.pages.connect.candidates import Candidate
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.tasks.find import SILENT, silent_params
from nanowizard.tasks.used import UsedNano

translate = QCoreApplication.translate


class SearchNote(MessagePanel):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, parent=parent)
        self._unfinished: Candidate | None = None
        self._devices: Sequence[str] = ()
        self._silent: UsedNano | None = None
        self._nothing = False
        self._left_out: Sequence[str] = ()
        self.hide()

    def set_unfinished(self, candidate: Candidate | None, devices: Sequence[str]) -> None:
        self._unfinished, self._devices = candidate, tuple(devices)
        self.retranslate()

    def set_silent(self, used: UsedNano | None) -> None:
        """The chosen Nano of before, if it does not answer."""
        self._silent = used
        self.retranslate()

    def set_nothing(self, nothing: bool) -> None:
        """Whether a whole search ended and nobody answers."""
        self._nothing = nothing
        self.retranslate()

    def set_left_out(self, networks: Sequence[str]) -> None:
        """Attached networks that were not searched."""
        self._left_out = tuple(networks)
        self.retranslate()

    def retranslate(self) -> None:
        if self._unfinished is not None:
            self._say(Tone.WARN, self._unfinished.code, {"address": self._unfinished.address.host})
        elif self._silent is not None:
            self._say(Tone.INFO, SILENT, silent_params(self._silent))
        elif self._nothing:
            self._say(Tone.INFO, "nano.none_found", {})
        self.setVisible(self._unfinished is not None or self._silent is not None or self._nothing)

    def _say(self, tone: Tone, code: str, params: Params) -> None:
        words = texts.sentence(code, params)
        more = ""
        if self._unfinished is not None and self._devices:
            more = translate("ConnectPage", "Its serial port is {device}, at 115200 baud.")
            more = more.format(device=texts.listed(self._devices))
        elif self._unfinished is None and self._left_out:
            more = translate("ConnectPage", "Not searched, because too large or not private: {networks}.")
            more = more.format(networks=texts.listed(self._left_out))
        self.set_tone(tone)
        self.set_icon("warn" if tone is Tone.WARN else "net")
        self.set_message(words.what, texts.sentences(words.do, more) if more else words.do)
