"""The part of the Image page below the rows: the download, and afterwards what the file is."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params, Progress
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, IconLabel, TextLabel
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel, Panel
from nanowizard.gui.widgets.progress_block import ProgressBlock

translate = QCoreApplication.translate


_CHECKSUM_CODES = frozenset(
    {"image.as_published", "image.not_as_published", "image.as_seen_before", "image.not_as_seen_before"}
)
_PROOF_PHASES = frozenset({"checksum", "unpack"})


class DownloadPanel(Panel):
    """Progress with Pause at its right, and the space left on this computer below it."""

    paused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._source = ""
        self._running = False
        self._done_bytes = 0
        self._need_bytes: int | None = None
        self._folder: Path | None = None
        self._progress: Progress | None = None
        self._left = texts.TimeLeft()
        self.block = ProgressBlock()
        self.button = Button(icon="pause")
        self.button.clicked.connect(self.paused)
        self.block.set_side_widget(self.button)
        self._space_icon = IconLabel("check", 16, Tone.GOOD)
        self._space = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._later_icon = IconLabel("clock", 16)
        self._later = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        for widget in (self._space_icon, self._space):
            row.addWidget(widget)
        row.addSpacing(theme.S)
        for widget in (self._later_icon, self._later):
            row.addWidget(widget)
        row.addStretch(1)
        self.body.addWidget(self.block)
        self.body.addLayout(row)
        self.retranslate()

    def prepare(self, source: str, folder: Path, need_bytes: int | None) -> None:
        """Nothing runs yet; `source` is where it would come from, `folder` where it would be kept."""
        self._source, self._folder, self._need_bytes = source, folder, need_bytes
        self._progress, self._running = None, False
        self.retranslate()

    def is_paused(self) -> bool:
        return self._progress is not None and not self._running

    def set_running(self, running: bool) -> None:
        if running != self._running:
            self._running, self._left = running, texts.TimeLeft()
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        self._progress = progress
        self.retranslate()

    def retranslate(self) -> None:
        progress = self._progress
        self.block.set_words(self._words())
        if progress is not None:
            self.block.set_fraction(progress.fraction)
            self.block.set_facts(texts.progress_facts(progress if self._running else _at_rest(progress), self._left))
        else:
            self.block.set_fraction(None if self._running else 0.0)
            need = translate("ImagePage", "{size} to download")
            self.block.set_facts(need.format(size=texts.size(self._need_bytes)) if self._need_bytes else "")
        # What starts it, for the first time or again, is the footer's button.
        self.button.setVisible(self._running)
        self.button.setText(translate("ImagePage", "Pause"))
        self._show_space()
        self._later.set_text(translate("ImagePage", "File check follows the download"))

    def _words(self) -> str:
        if self._running and self._progress is not None and self._progress.phase in _PROOF_PHASES:
            return translate("ImagePage", "Checking the file…")
        if self._running and self._progress is not None and self._progress.phase == "check":
            return translate("ImagePage", "Checking what was downloaded before")
        if self._running:
            return translate("ImagePage", "Downloading from {server}").format(server=self._source)
        if self._progress is not None:
            return translate("ImagePage", "The download is paused")
        return translate("ImagePage", "Not downloaded yet")

    def _show_space(self) -> None:
        free = _free_bytes(self._folder) if self._folder else None
        done = self._progress.done if self._progress and self._progress.phase == "download" else 0
        is_short = free is not None and self._need_bytes is not None and free < self._need_bytes - done
        for widget in (self._space_icon, self._space):
            widget.setVisible(free is not None)
        self._space_icon.set_icon("warn" if is_short else "check", Tone.WARN if is_short else Tone.GOOD)
        self._space.set_tone(Tone.WARN if is_short else Tone.TEXT2)
        words = translate("ImagePage", "{size} free on this computer")
        self._space.set_text(words.format(size=texts.size(free or 0)))


class FilePanel(QWidget):
    """What the checked file is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: Params = {}
        self._findings: Sequence[Finding] = ()
        self.message = MessagePanel(Tone.GOOD)
        self.facts = FactsPanel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.message)
        self._column.addWidget(self.facts)
        self.set_compact(False)

    def show_file(self, facts: Params, findings: Sequence[Finding]) -> None:
        self._facts, self._findings = facts, findings
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        facts = self._facts
        if not facts:
            return
        known = bool(facts["jetpack"])
        self.message.set_tone(Tone.GOOD if known else Tone.WARN)
        if known:
            self.message.set_message(
                translate("ImagePage", "This is a JetPack image"),
                translate("ImagePage", "It has the partitions that a Jetson Nano starts from."),
            )
        else:
            self.message.set_message(
                translate("ImagePage", "This is not known as a JetPack image"),
                translate("ImagePage", "It can be written, but NanoWizard cannot say whether a Nano starts from it."),
            )
        rows = [
            (translate("ImagePage", "File"), Path(str(facts["path"])).name),
            (translate("ImagePage", "Format"), _format_words(str(facts["format"]), str(facts["member"]))),
        ]
        if facts["raw_bytes"]:
            about = (
                translate("ImagePage", "{size}") if facts["raw_bytes_exact"] else translate("ImagePage", "about {size}")
            )
            rows.append((translate("ImagePage", "On the card"), about.format(size=texts.size(facts["raw_bytes"]))))
        for finding in self._findings:
            if finding.code in _CHECKSUM_CODES:
                rows.append((translate("ImagePage", "Checksum"), texts.sentence(finding.code, finding.params).what))
        self.facts.set_facts(rows)


def _at_rest(progress: Progress) -> Progress:
    return replace(progress, rate=None, eta_s=None)


def _format_words(kind: str, member: str) -> str:
    if kind == "raw":
        return translate("ImagePage", "Disk image")
    if kind == "zip" and member:
        return translate("ImagePage", "Zip archive with {file}").format(file=Path(member).name)
    return translate("ImagePage", "Disk image, compressed ({kind})").format(kind=kind)


def _free_bytes(folder: Path) -> int | None:
    """Space where the file would go; the folder itself may not exist yet."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None
