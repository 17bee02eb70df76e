"""The file that is here: what it is, what was checked of it and what was not, and how to have it checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.checksum import CompareField
from nanowizard.gui.pages.image.notes import NoteLines
from nanowizard.gui.pages.image.proofs import codes, proof_lines
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.panels import MessagePanel, Panel
from nanowizard.images.catalog import CatalogImage

translate = QCoreApplication.translate


class FilePanel(QWidget):
    """`again`: the person does not trust what differs, and wants it downloaded anew."""

    again = Signal()
    inspect_wanted = Signal()
    """Every byte is to be looked at, for nobody has done so yet."""
    compare_wanted = Signal(str)
    """The person was given this SHA-256 for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: Params = {}
        self._findings: Sequence[Finding] = ()
        self._known: CatalogImage | None = None
        self._is_proved = False
        self.message = MessagePanel(Tone.GOOD)
        self.message.action_clicked.connect(self._act)
        self.proof = Panel(Tone.SUNKEN)
        self.lines = NoteLines()
        self.fold, self.compare = FoldLink(), CompareField()
        self.fold.set_target(self.compare)
        self.compare.wanted.connect(self.compare_wanted)
        foot = QHBoxLayout()
        foot.addWidget(self.fold)
        foot.addStretch(1)
        self.proof.body.addWidget(self.lines)
        self.proof.body.addLayout(foot)
        self.proof.body.addWidget(self.compare)
        self.details = DetailsFold()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.message, self.proof, self.details):
            self._column.addWidget(widget)
        self.set_compact(False)

    def show_file(self, facts: Params, findings: Sequence[Finding], known: CatalogImage | None = None) -> None:
        """`known`: what the list of images says of a file with this name."""
        if facts["path"] != self._facts.get("path"):
            self.compare.edit.clear()
            self.fold.set_open(False)
        self._facts, self._findings, self._known = facts, findings, known
        self._is_proved = bool(facts.get("sha256"))
        self.retranslate()

    def add_trust(self, trust: Params) -> None:
        """What was verified of it before counts again."""
        self._facts = {**self._facts, "trust": trust}
        self._is_proved = True
        self.retranslate()

    @property
    def is_proved(self) -> bool:
        """Somebody has read it to its end; else only its form was looked at."""
        return self._is_proved

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.S, compact))

    def differs(self) -> bool:
        return bool(codes(self._facts, "differs"))

    def retranslate(self) -> None:
        if not self._facts:
            return
        self._say_what_it_is()
        lines = proof_lines(self._facts, self._findings, self._known, is_proved=self._is_proved)
        self.lines.show_notes([*dict.fromkeys(lines)])  # two checksums that differ say the same
        self.fold.setText(translate("ImagePage", "Compare with a checksum"))
        self.compare.retranslate()
        is_own = "sources" not in self._facts
        self.fold.setVisible(is_own)
        self.compare.setVisible(is_own and self.fold.is_open())
        self.proof.setVisible(is_own or bool(self.lines.texts()))
        self.details.set_details("\n".join(self._technical()))
        self.details.set_label(translate("ImagePage", "File, sizes and checksums"))

    def _say_what_it_is(self) -> None:
        is_jetpack = bool(self._facts["jetpack"])
        is_good = is_jetpack and not self.differs()
        self.message.set_tone((Tone.GOOD if self._is_proved else Tone.INFO) if is_good else Tone.WARN)
        self.message.set_icon("file" if is_good and not self._is_proved else "")
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
        if self._is_to_be_had_again():
            self.message.set_action(translate("ImagePage", "Download it again"), "refresh")
        elif not self._is_proved:
            self.message.set_action(translate("ImagePage", "Check every byte"), "shield")
        else:
            self.message.set_action("")

    def _act(self) -> None:
        (self.again if self._is_to_be_had_again() else self.inspect_wanted).emit()

    def _is_to_be_had_again(self) -> bool:
        return self.differs() and bool(self._facts.get("sources"))

    def _sizes(self) -> str:
        name, raw = Path(str(self._facts["path"])).name, self._facts["raw_bytes"]
        if not raw:
            return translate("ImagePage", "File: {file}.").format(file=name)
        size = texts.size(raw)
        if not self._facts["raw_bytes_exact"]:
            size = translate("ImagePage", "about {size}").format(size=size)
        return translate("ImagePage", "File: {file}. It takes {size} on the card.").format(file=name, size=size)

    def _technical(self) -> Iterator[str]:
        """Names and figures, for whoever compares them; never translated."""
        facts = self._facts
        for key in ("path", "format", "member", "archive_bytes", "raw_bytes", "sha256", "md5", "sources"):
            value = facts.get(key)
            if value:
                yield f"{key}  {', '.join(map(str, value)) if isinstance(value, list) else value}"
        if self._known is not None and self._known.urls:
            yield f"addresses  {', '.join(self._known.urls)}"
