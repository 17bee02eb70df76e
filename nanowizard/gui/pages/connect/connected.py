"""The login worked: what the Nano says about itself, and the offer to log in with a key from now on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params, Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.context import Context
from nanowizard.gui.pages.connect.key_offer import KeyOffer
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel

translate = QCoreApplication.translate

NOT_A_NANO = "nano.not_a_nano"


class ConnectedPanel(QWidget):
    """What is no Nano is named, and nothing is offered for it."""

    said = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = MessagePanel(Tone.GOOD, icon="check")
        self._warning = MessagePanel(Tone.WARN)
        self._warning.hide()
        self._facts = FactsPanel()
        self.key = KeyOffer(context)
        self.key.said.connect(self.said)
        self._seen: Params = {}
        self._address = ""
        self._findings: Sequence[Finding] = ()
        self._is_kept = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for panel in (self._head, self._warning, self._facts, self.key):
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
        self._facts.set_facts([(label, value) for label, value in self._rows() if value])

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
        worries = [f for f in self._findings if f.severity is Severity.WARNING]
        self._warning.setVisible(bool(worries))
        if worries:
            self._warning.set_message(*_split(worries[0]))

    def _show_stranger(self) -> None:
        self._warning.hide()
        self._head.set_tone(Tone.WARN)
        self._head.set_icon("warn")
        what = str(self._seen.get("model") or self._seen.get("architecture") or "")
        says = translate("ConnectPage", "It calls itself “{model}”.").format(model=what) if what else ""
        safe = translate("ConnectPage", "NanoWizard only looked, and changes nothing on it. Choose your Nano instead.")
        self._head.set_message(
            translate("ConnectPage", "This is not a Jetson Nano"), texts.sentences(says, safe) if says else safe
        )

    def _rows(self) -> list[tuple[str, str]]:
        seen = self._seen
        jetpack = str(seen.get("jetpack") or "")
        l4t = str(seen.get("l4t") or "")
        return [
            (translate("ConnectPage", "Address"), self._address),
            (translate("ConnectPage", "Board"), str(seen.get("model") or "")),
            (translate("ConnectPage", "System"), _system(jetpack, l4t)),
            (translate("ConnectPage", "Memory"), _size(seen.get("memory_bytes"), binary=True)),
            (translate("ConnectPage", "Swap"), _size(seen.get("swap_bytes"), binary=True)),
            (translate("ConnectPage", "Free on the card"), _size(seen.get("free_bytes"), binary=False)),
        ]


def _split(finding: Finding) -> tuple[str, str]:
    words = texts.sentence(finding.code, finding.params)
    return words.what, words.do or words.safe


def _system(jetpack: str, l4t: str) -> str:
    if jetpack:
        return translate("ConnectPage", "JetPack {version}").format(version=jetpack)
    return translate("ConnectPage", "L4T {version}").format(version=l4t) if l4t else ""


def _size(value: float | None, *, binary: bool) -> str:
    if value is None:
        return ""
    return texts.memory(value) if binary else texts.size(value)
