"""The identity of a Nano: a first contact, one that is new for a good reason, and one that changed."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo, Finding, Status
from nanowizard.gui import page_ids, texts, theme
from nanowizard.gui.context import Context
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.fingerprint import Fingerprint
from nanowizard.gui.widgets.fingerprint_art import FingerprintCard
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.remote.address import USB_HOST
from nanowizard.tasks.session import NanoLogin

translate = QCoreApplication.translate


def written_ago(finding: Finding, context: Context, login: NanoLogin | None) -> float | None:
    """How many seconds ago we wrote this board's card; None where we cannot know that it was this board's."""
    if "written_s" in finding.params:
        return float(finding.params["written_s"])
    flashed = context.session.journey.outcomes.get(page_ids.FLASH)
    if flashed is None or flashed.status is not Status.SUCCEEDED or login is None:
        return None
    direct = login.address.host == USB_HOST or context.practice
    return time.time() - flashed.ended_at if direct else None


class FirstContactPanel(MessagePanel):
    """Shows a fingerprint that nobody has confirmed yet. `written_s`: we wrote this board's card so long ago."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, icon="shield", parent=parent)
        self.card = FingerprintCard()
        self._written_s: float | None = None
        self._was_known = False
        self.add_widget(self.card)

    def set_finding(self, finding: Finding, *, written_s: float | None) -> None:
        self.card.set_fingerprint(str(finding.params["fingerprint"]))
        self._was_known = finding.code == "nano.host_key_rewritten"
        self._written_s = written_s
        self.retranslate()

    def retranslate(self) -> None:
        self.card.retranslate()
        headline = translate("ConnectPage", "First contact with this Nano")
        if self._written_s is None:
            text = translate(
                "ConnectPage",
                "If you can, compare this fingerprint with the Nano’s own. NanoWizard remembers it and warns you if it "
                "ever changes.",
            )
        elif self._was_known:
            headline = translate("ConnectPage", "This Nano has a new fingerprint")
            text = translate(
                "ConnectPage",
                "You wrote a card {time} ago, and a new card brings a new fingerprint. Trust it only if that card is "
                "in this Nano.",
            ).format(time=texts.duration(self._written_s))
        else:
            text = translate(
                "ConnectPage",
                "You wrote this card {time} ago, so a new fingerprint is expected. NanoWizard remembers it and warns "
                "you if it ever changes.",
            ).format(time=texts.duration(self._written_s))
        self.set_message(headline, text)


class ChangedKeyPanel(MessagePanel):
    """The Nano shows another fingerprint than before. The safe way is the only filled button."""

    refused = Signal()
    forgotten = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.BAD, icon="warn", parent=parent)
        self._error: ErrorInfo | None = None
        self._now_word, self._now = TextLabel(strong=True), Fingerprint()
        self._before_word, self._before = TextLabel(strong=True), Fingerprint()
        self._refuse = Button(kind=Kind.PRIMARY)
        self._refuse.clicked.connect(self.refused)
        self._forget = Button(kind=Kind.LINK)
        self._forget.clicked.connect(self.forgotten)
        for widget in (self._before_word, self._before, self._now_word, self._now):
            self.add_widget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.setContentsMargins(0, theme.S, 0, 0)
        row.addWidget(self._refuse)
        row.addWidget(self._forget)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self.add_widget(holder)

    def action(self) -> Button:
        return self._refuse

    def set_key(self, error: ErrorInfo) -> None:
        self._error = error
        self._now.set_fingerprint("SHA256:" + str(error.params.get("fingerprint", "")))
        self._before.set_fingerprint("SHA256:" + str(error.params.get("expected", "")))
        self.retranslate()

    def retranslate(self) -> None:
        if self._error is not None:
            words = texts.sentence(self._error.code, self._error.params)
            self.set_message(
                words.what,
                translate(
                    "ConnectPage",
                    "If you wrote the card anew, this is expected. If not, somebody may be in between: do not connect.",
                ),
            )
        self._before_word.set_text(translate("ConnectPage", "Remembered fingerprint"))
        self._now_word.set_text(translate("ConnectPage", "Fingerprint now"))
        self._refuse.setText(translate("ConnectPage", "Do not connect"))
        self._forget.setText(translate("ConnectPage", "I wrote a new card: forget the old fingerprint"))
