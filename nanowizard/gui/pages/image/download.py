"""The download as it is seen: how far it is, what it waits for, whether there is room, and how it is to go on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.core.events import Progress, StepStarted
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.options import DownloadOptions
from nanowizard.gui.pages.image.waiting import WAITS, Waiting
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, IconLabel, Kind, TextLabel
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.tasks.image_at_hand import AtHand

translate = QCoreApplication.translate

_SOURCE = "image.source"
_LOCAL = ("127.0.0.1", "localhost")


class DownloadPanel(Panel):
    """Progress with Pause at its right; below it the space on this computer and the options."""

    paused = Signal()
    now = Signal()
    """The person does not want to wait for the next try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._running = self._reading = False
        self._host = ""
        self._need_bytes: int | None = None
        self._at_hand: AtHand | None = None
        self._progress: Progress | None = None
        self._left = texts.TimeLeft()
        self.waiting = Waiting(self)
        self.waiting.changed.connect(self.retranslate)
        self.block = ProgressBlock()
        self.button = Button(icon="pause")
        self.button.clicked.connect(self.paused)
        self.try_now = Button(icon="refresh")
        self.try_now.clicked.connect(self.now)
        sides = QWidget()
        side_row = QHBoxLayout(sides)
        side_row.setContentsMargins(0, 0, 0, 0)
        side_row.setSpacing(theme.S)
        for button in (self.try_now, self.button):
            side_row.addWidget(button)
        self.block.set_side_widget(sides)
        self._space_icon = IconLabel("check", 16, Tone.GOOD)
        self._space = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._space.setMinimumWidth(280)  # or its height would be that of a narrow column
        self.other_folder = Button(kind=Kind.LINK)
        self.options = DownloadOptions()
        self.other_folder.clicked.connect(self.options.folder_wanted)
        self.fold = FoldLink()
        self.fold.set_target(self.options)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self._space_icon)
        row.addWidget(self._space, 1)
        row.addWidget(self.other_folder)
        row.addWidget(self.fold)
        self.body.addWidget(self.block)
        self.body.addLayout(row)
        self.body.addWidget(self.options)
        self.retranslate()

    # --- what is so -------------------------------------------------------------------------------------------------

    def prepare(self, need_bytes: int | None) -> None:
        """Another image: nothing of it runs yet."""
        self._need_bytes, self._at_hand, self._progress = need_bytes, None, None
        self._running, self._host = False, ""
        self.waiting.end()
        self.retranslate()

    def show_at_hand(self, at_hand: AtHand) -> None:
        self._at_hand = at_hand
        self.options.set_folder(at_hand.folder)
        self.retranslate()

    def is_begun(self) -> bool:
        """Something of it is here, and nothing runs."""
        return not self._running and self._have_bytes() > 0

    def set_running(self, running: bool, *, is_reading: bool = False) -> None:
        """`is_reading`: a file that is here is read to its end; nothing is downloaded, nothing left to choose."""
        self._reading = is_reading
        if running != self._running:
            self._running, self._left = running, texts.TimeLeft()
            self.options.set_running(running)
            if not running:
                self.waiting.end()
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        self._progress = progress
        self.waiting.end()
        self.retranslate()

    def show_step(self, event: StepStarted) -> None:
        if event.step == _SOURCE:
            self._host = str(event.params.get("host", ""))
            self.waiting.end()
            self.retranslate()
        elif event.step == WAITS:
            self.waiting.begin(event)

    # --- words ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.block.set_words(self._words())
        self.block.set_facts(self._facts())
        self.block.set_fraction(self._fraction())
        # What starts it, for the first time or again, is the footer's button.
        self.button.setVisible(self._running)
        self.button.setText(translate("ImagePage", "Stop") if self._reading else translate("ImagePage", "Pause"))
        self.button.set_icon("cross" if self._reading else "pause")
        self.fold.setVisible(not self._reading)
        self.options.setVisible(self.fold.is_open() and not self._reading)
        self.try_now.setVisible(self.waiting.is_on)
        self.try_now.setText(translate("ImagePage", "Try now"))
        self.other_folder.setText(translate("ImagePage", "Choose another folder…"))
        self.fold.setText(translate("ImagePage", "Options"))
        self._show_space()

    def _words(self) -> str:
        phase = self._progress.phase if self._progress else ""
        if self.waiting.is_on:
            return self.waiting.words()
        if self._running and phase == "check":
            return translate("ImagePage", "Checking what was downloaded before")
        if self._running and phase == "move":
            return translate("ImagePage", "Taking along what has arrived…")
        if self._reading or (self._running and phase in ("checksum", "unpack")):
            return translate("ImagePage", "Checking the file…")
        if self._running and not self._host:
            return translate("ImagePage", "Asking the server…")
        if self._running and self._host in _LOCAL:
            return translate("ImagePage", "Downloading from this computer")
        if self._running:
            return translate("ImagePage", "Downloading from {server}").format(server=self._host)
        if self._progress is not None:
            return translate("ImagePage", "The download is paused")
        if self._have_bytes():
            return translate("ImagePage", "This download broke off before")
        return translate("ImagePage", "Not downloaded yet")

    def _facts(self) -> str:
        if self._running and not self.waiting.is_on:
            return texts.progress_facts(self._progress, self._left) if self._progress else ""
        have, total = self._have_bytes(), self._total_bytes()
        if have and total:
            here = translate("ImagePage", "{have} are here. Nothing of it is lost.")
            return here.format(have=texts.size_of_total(have, total))
        if have:
            return translate("ImagePage", "{have} are here. Nothing of it is lost.").format(have=texts.size(have))
        if self._need_bytes:
            return translate("ImagePage", "{size} to download").format(size=texts.size(self._need_bytes))
        return ""

    def _fraction(self) -> float | None:
        if self._progress is not None and (self._running or self._progress.phase == "download"):
            return self._progress.fraction
        have, total = self._have_bytes(), self._total_bytes()
        if have and total:
            return have / total
        return None if self._running else 0.0

    def _have_bytes(self) -> int:
        if self._progress is not None and self._progress.phase == "download":
            return self._progress.done
        return self._at_hand.have_bytes if self._at_hand else 0

    def _total_bytes(self) -> int | None:
        if self._progress is not None and self._progress.phase == "download":
            return self._progress.total
        known = self._at_hand.total_bytes if self._at_hand else None
        return known or self._need_bytes

    def _show_space(self) -> None:
        free = self._at_hand.free_bytes if self._at_hand else None
        total = self._total_bytes()
        need = max(total - self._have_bytes(), 0) if total else None
        is_short = free is not None and need is not None and free < need and not self._running
        self._space_icon.setVisible(free is not None)
        self._space_icon.set_icon("warn" if is_short else "check", Tone.WARN if is_short else Tone.GOOD)
        self._space.set_tone(Tone.WARN if is_short else Tone.TEXT2)
        self.other_folder.setVisible(is_short)
        if free is None:
            self._space.set_text("")
        elif is_short:
            words = translate("ImagePage", "Only {free} are free on this computer, and {need} are needed")
            self._space.set_text(words.format(free=texts.size(free), need=texts.size(need or 0)))
        elif need and not self._running:
            words = translate("ImagePage", "{free} free on this computer, {need} needed")
            self._space.set_text(words.format(free=texts.size(free), need=texts.size(need)))
        else:
            words = translate("ImagePage", "{size} free on this computer")
            self._space.set_text(words.format(size=texts.size(free)))
