"""What comes of a login: the first contact, a changed fingerprint, or the facts of the Nano."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo, Finding, Params, Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.fingerprint import Fingerprint
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel

translate = QCoreApplication.translate


class FirstContactPanel(MessagePanel):
    """Shows a fingerprint that nobody has confirmed yet. `written_s`: we wrote this board's card so long ago."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.INFO, icon="shield", parent=parent)
        self._print = Fingerprint()
        self._written_s: float | None = None
        self.add_widget(self._print)

    def set_fingerprint(self, fingerprint: str, *, written_s: float | None) -> None:
        self._print.set_fingerprint("SHA256:" + fingerprint.removeprefix("SHA256:"))
        self._written_s = written_s
        self.retranslate()

    def retranslate(self) -> None:
        if self._written_s is None:
            text = translate(
                "ConnectPage",
                "If you can, compare this fingerprint with the Nano’s own. NanoWizard remembers it and warns you if it "
                "ever changes.",
            )
        else:
            text = translate(
                "ConnectPage",
                "You wrote this card {time} ago, so a new fingerprint is expected. NanoWizard remembers it and warns "
                "you if it ever changes.",
            ).format(time=texts.duration(self._written_s))
        self.set_message(translate("ConnectPage", "First contact with this Nano"), text)


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


class ConnectedPanel(QWidget):
    """The login worked: what the Nano says about itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = MessagePanel(Tone.GOOD, icon="check")
        self._warning = MessagePanel(Tone.WARN)
        self._warning.hide()
        self._facts = FactsPanel()
        self._seen: Params = {}
        self._address = ""
        self._findings: Sequence[Finding] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for panel in (self._head, self._warning, self._facts):
            column.addWidget(panel)

    def set_facts(self, facts: Params, address: str, findings: Sequence[Finding]) -> None:
        self._seen, self._address, self._findings = facts, address, tuple(findings)
        self.retranslate()

    def retranslate(self) -> None:
        name = self._seen.get("host_name") or self._address
        self._head.set_message(
            translate("ConnectPage", "Connected to {name}").format(name=name),
            translate("ConnectPage", "NanoWizard remembers its fingerprint. The password is not stored."),
        )
        worries = [f for f in self._findings if f.severity is Severity.WARNING]
        self._warning.setVisible(bool(worries))
        if worries:
            self._warning.set_message(*_split(worries[0]))
        self._facts.set_facts([(label, value) for label, value in self._rows() if value])

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
