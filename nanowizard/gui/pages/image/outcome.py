"""What the finished file is: what was checked of it, what could not be, and why that matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params, Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.notes import NoteLines
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.panels import MessagePanel, Panel

translate = QCoreApplication.translate

_FOUND = "image.found_here"


class FilePanel(QWidget):
    """`again`: the person does not trust what differs, and wants it downloaded anew."""

    again = Signal()
    inspect_wanted = Signal()
    """Every byte is to be looked at, for nobody has done so yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: Params = {}
        self._findings: Sequence[Finding] = ()
        self.message = MessagePanel(Tone.GOOD)
        self.message.action_clicked.connect(self._act)
        self.proof = Panel(Tone.SUNKEN)
        self.lines = NoteLines()
        self.proof.body.addWidget(self.lines)
        self.details = DetailsFold()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.message, self.proof, self.details):
            self._column.addWidget(widget)
        self.set_compact(False)

    def show_file(self, facts: Params, findings: Sequence[Finding]) -> None:
        self._facts, self._findings = facts, findings
        self.retranslate()

    def add_trust(self, trust: Params) -> None:
        self._facts = {**self._facts, "trust": trust}
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.S, compact))

    def differs(self) -> bool:
        return bool(self._trust("differs"))

    def retranslate(self) -> None:
        if not self._facts:
            return
        self._say_what_it_is()
        self.lines.show_notes([*self._proofs()])
        self.proof.setVisible(bool(self.lines.texts()))
        self.details.set_details("\n".join(self._technical()))
        self.details.set_label(translate("ImagePage", "File, sizes and checksums"))

    def _say_what_it_is(self) -> None:
        is_jetpack = bool(self._facts["jetpack"])
        self.message.set_tone(Tone.GOOD if is_jetpack and not self.differs() else Tone.WARN)
        self._offer()
        about = self._sizes()
        if is_jetpack:
            words = translate("ImagePage", "The image is here, and it is for a Jetson Nano")
            self.message.set_message(words, about)
        else:
            unsure = translate(
                "ImagePage", "It can be written, but NanoWizard cannot say whether a Nano starts from it."
            )
            words = translate("ImagePage", "This is not known as a JetPack image")
            self.message.set_message(words, texts.sentences(unsure, about))

    def _offer(self) -> None:
        if self.differs() and self._facts.get("sources"):
            self.message.set_action(translate("ImagePage", "Download it again"), "refresh")
        elif not self._facts.get("trust"):
            self.message.set_action(translate("ImagePage", "Check every byte"), "shield")
        else:
            self.message.set_action("")

    def _act(self) -> None:
        (self.again if self.differs() else self.inspect_wanted).emit()

    def _sizes(self) -> str:
        name, raw = Path(str(self._facts["path"])).name, self._facts["raw_bytes"]
        if not raw:
            return translate("ImagePage", "File: {file}.").format(file=name)
        size = texts.size(raw)
        if not self._facts["raw_bytes_exact"]:
            size = translate("ImagePage", "about {size}").format(size=size)
        return translate("ImagePage", "File: {file}. It takes {size} on the card.").format(file=name, size=size)

    def _proofs(self) -> Iterator[tuple[str, Tone, str]]:
        found = next((one for one in self._findings if one.code == _FOUND), None)
        if found:
            words = translate("ImagePage", "It was in {folder} already. Nothing had to be downloaded.")
            yield "check", Tone.GOOD, words.format(folder=found.params["folder"])
        if self._facts.get("l4t"):
            words = translate("ImagePage", "The system inside is JetPack {jetpack} (L4T {l4t}).")
            yield (
                "image",
                Tone.GOOD,
                words.format(jetpack=self._facts["jetpack_release"] or "?", l4t=self._facts["l4t"]),
            )
        for code in dict.fromkeys(self._trust("verified")):
            yield "check", Tone.GOOD, _verified(code)
        host = self._came_from()
        if host:
            words = translate("ImagePage", "It came over an encrypted link from {host}.")
            yield "lock", Tone.GOOD, words.format(host=host)
        for entry in self._entries("differs"):
            finding = Finding(code=str(entry["code"]), severity=Severity.WARNING, params=entry["params"])
            yield "warn", Tone.WARN, texts.finding_text(finding)
        for code in dict.fromkeys(self._trust("not_verified")):
            yield "dash", Tone.TEXT2, _not_verified(code)

    def _came_from(self) -> str:
        urls = self._facts.get("sources") or ()
        parts = [urlsplit(str(url)) for url in urls]
        secure = [part.hostname or "" for part in parts if part.scheme == "https"]
        return secure[-1] if secure and len(secure) == len(parts) else ""

    def _trust(self, name: str) -> list[str]:
        return [str(entry["code"]) for entry in self._entries(name)]

    def _entries(self, name: str) -> list[dict[str, Any]]:
        return list((self._facts.get("trust") or {}).get(name, ()))

    def _technical(self) -> Iterator[str]:
        """Names and figures, for whoever compares them; never translated."""
        facts = self._facts
        for key in ("path", "format", "member", "archive_bytes", "raw_bytes", "sha256", "md5", "sources"):
            value = facts.get(key)
            if value:
                yield f"{key}  {', '.join(map(str, value)) if isinstance(value, list) else value}"


def _verified(code: str) -> str:
    return {
        "image.own_check": translate("ImagePage", "It is whole: every byte fits the checksum inside the file."),
        "image.size_as_known": translate("ImagePage", "Its size is exactly the known one."),
        "image.as_published": translate("ImagePage", "Its checksum is the one that its makers published."),
        "image.as_seen_before": translate("ImagePage", "Its checksum is the one that others have noted."),
        "image.as_you_gave": translate("ImagePage", "Its checksum is the one that you gave."),
    }.get(code, code)


def _not_verified(code: str) -> str:
    """What could not be verified, and what that means for the person."""
    return {
        "image.no_known_checksum": translate(
            "ImagePage",
            "Nobody has published its checksum. So damage would be noticed, but not a file that somebody changed.",
        ),
        "image.not_in_list": translate(
            "ImagePage", "It is not in the list of images. Use it only if you trust where you got it."
        ),
        "image.no_own_check": translate(
            "ImagePage", "There is no checksum inside the file. Damage on the way to you would not be noticed."
        ),
        "image.own_check_later": translate(
            "ImagePage", "It was not unpacked to its end yet. That is checked while the card is written."
        ),
        "image.checksum_not_made": translate("ImagePage", "Its checksum was not compared."),
    }.get(code, code)
