"""The login worked: the report on the Nano, what should be known of it, and the offer to log in with a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params, Severity
from nanowizard.gui import page_ids, texts, theme
from nanowizard.gui.context import Context
from nanowizard.gui.pages.connect.key_offer import KeyOffer
from nanowizard.gui.pages.connect.report import ReportFacts
from nanowizard.gui.pages.step.notes import RepairNotes
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import MessagePanel

translate = QCoreApplication.translate

NOT_A_NANO = "nano.not_a_nano"
NEXT_STEP = "nano.no_swap_file"
"""So on every new Nano: the journey's next page is about it, and the facts say it too."""


class ConnectedPanel(QWidget):
    """What is no Nano is named, and nothing is offered for it."""

    said = Signal(str)
    page_wanted = Signal(str)
    """The page that repairs what one of the notes says."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = MessagePanel(Tone.GOOD, icon="check")
        self.notes = RepairNotes((Severity.BLOCKING, Severity.WARNING, Severity.INFO))
        self.notes.page_wanted.connect(self.page_wanted)
        self.facts = ReportFacts()
        self.key = KeyOffer(context)
        self.key.said.connect(self.said)
        self._seen: Params = {}
        self._address = ""
        self._findings: Sequence[Finding] = ()
        self._is_kept = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for panel in (self._head, self.notes, self.facts, self.key):
            column.addWidget(panel)

    def set_facts(self, facts: Params, address: str, findings: Sequence[Finding], *, is_kept: bool) -> None:
        """`is_kept`: the person lets the keyring have the password."""
        self._seen, self._address, self._findings, self._is_kept = facts, address, tuple(findings), is_kept
        self.key.begin()
        self.retranslate()

    def is_nano(self) -> bool:
        return all(finding.code != NOT_A_NANO for finding in self._findings)

    def retranslate(self) -> None:
        if self.is_nano():
            self._show_nano()
        else:
            self._show_stranger()
        self.key.setVisible(self.is_nano())
        self.key.retranslate()
        self.facts.show_report(self._seen, self._address)

    def _show_nano(self) -> None:
        name = self._seen.get("host_name") or self._address
        if self._is_kept:
            text = translate(
                "ConnectPage", "NanoWizard remembers its fingerprint. The password is in this computer’s keyring."
            )
        else:
            text = translate("ConnectPage", "NanoWizard remembers its fingerprint. The password is not stored.")
        self._head.set_tone(Tone.GOOD)
        self._head.set_icon("check")
        self._head.set_message(translate("ConnectPage", "Connected to {name}").format(name=name), text)
        self.notes.show_findings([f for f in self._findings if f.code != NEXT_STEP], self._repairs())

    def _show_stranger(self) -> None:
        self.notes.show_findings((), {})
        self._head.set_tone(Tone.WARN)
        self._head.set_icon("warn")
        what = str(self._seen.get("model") or self._seen.get("architecture") or "")
        says = translate("ConnectPage", "It calls itself “{model}”.").format(model=what) if what else ""
        safe = translate("ConnectPage", "NanoWizard only looked, and changes nothing on it. Choose your Nano instead.")
        self._head.set_message(
            translate("ConnectPage", "This is not a Jetson Nano"), texts.sentences(says, safe) if says else safe
        )

    def _repairs(self) -> dict[str, tuple[str, str]]:
        words = {
            page_ids.SWAP: translate("ConnectPage", "Add memory…"),
            page_ids.ROOTFS: translate("ConnectPage", "Use the whole card…"),
            page_ids.POWER: translate("ConnectPage", "Choose the power mode…"),
            page_ids.CLOCK: translate("ConnectPage", "Set the clock"),
            page_ids.PACKAGES: translate("ConnectPage", "Complete the packages…"),
            page_ids.MIRRORS: translate("ConnectPage", "Lend it this computer’s internet…"),
        }
        repairs: dict[str, str] = self._seen.get("repairs", {})
        return {code: (page_id, words[page_id]) for code, page_id in repairs.items() if page_id in words}
