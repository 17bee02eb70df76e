"""The image is not ready yet: how far its check or its download is, for a page that cannot begin before."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Event, Progress, StepStarted
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.waiting import WAITS, Waiting
from nanowizard.gui.runner import Runner
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.progress_block import ProgressBlock

translate = QCoreApplication.translate


class ImageComing(QWidget):
    """Follows a run that belongs to another page; `ended` when that run is over, however it ended."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Runner | None = None
        self._progress: Progress | None = None
        self._left = texts.TimeLeft()
        self.waiting = Waiting(self)
        self.waiting.changed.connect(self.retranslate)
        self.block = ProgressBlock()
        panel = Panel()
        panel.body.addWidget(self.block)
        self._note = TextLabel(tone=Tone.TEXT2, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(panel)
        column.addWidget(self._note)
        self.retranslate()

    def follow(self, run: Runner | None) -> None:
        if run is self._run:
            return
        if self._run is not None:
            self._run.said.disconnect(self._on_event)
            self._run.finished.disconnect(self._on_finished)
        self._run, self._progress, self._left = run, None, texts.TimeLeft()
        self.waiting.end()
        if run is not None:
            run.said.connect(self._on_event)
            run.finished.connect(self._on_finished)
        self.retranslate()

    def retranslate(self) -> None:
        words = translate("FlashPage", "The image is still being checked")
        if self._progress is not None and self._progress.phase == "download":
            words = translate("FlashPage", "The image is still being downloaded")
        self.block.set_words(self.waiting.words() if self.waiting.is_on else words)
        self.block.set_fraction(self._progress.fraction if self._progress else None)
        self.block.set_facts(texts.progress_facts(self._progress, self._left) if self._progress else "")
        self._note.set_text(
            translate("FlashPage", "As soon as it is here you are asked whether the card may be erased.")
        )

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._progress = event
            self.waiting.end()
            self.retranslate()
        elif isinstance(event, StepStarted) and event.step == WAITS:
            self.waiting.begin(event)

    def _on_finished(self, _finished: object) -> None:
        self.follow(None)
        self.ended.emit()
