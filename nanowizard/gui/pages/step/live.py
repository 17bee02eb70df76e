"""The live pane: while a step runs on the Nano, how far it is, its changes one by one, and what the Nano says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.core.events import LogLine, Progress, Status, StepFinished, StepStarted
from nanowizard.core.messages.table import message
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.step.track import Row, RunTrack
from nanowizard.gui.pages.step.transcript import Transcript
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import SectionHeading
from nanowizard.gui.widgets.log_pane import LogPane
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList

translate = QCoreApplication.translate

TICK_MS = 1000
LONG_WORD = 20
_NARROW = 720
_SHARES = {False: (3, 5), True: (1, 1)}
"""Of the width, for the steps and for what the Nano says."""
MENTIONED_S = 30.0
"""A shorter usual time is not worth a line."""


class LivePane(QWidget):
    """Fed with a run's events. Rows are named by their codes, in the language in use.

    `transcript` takes every line; the pane shows the last ones. Without any line there is no log to be seen.
    """

    def __init__(
        self,
        transcript: Transcript,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.transcript = transcript
        self.track = RunTrack(clock)
        self._ended: Status | None = None
        self._left = texts.TimeLeft()
        self.block = ProgressBlock()
        self.panel = Panel(Tone.SUNKEN)
        self.panel.body.addWidget(self.block)
        self._heading = SectionHeading()
        self.rows = StepList()
        self._rows_area = _bare_scroll(self.rows)
        self._shown_row = ""
        self.log = LogPane()
        self.log.folder_wanted.connect(self._open_folder)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.show_state)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        # As high as the log's heading with its buttons, so that both panels begin on one line.
        self._heading.setMinimumHeight(self.log.copy_button().sizeHint().height())
        frame = Panel(padding=(0, 0))
        frame.body.addWidget(self._rows_area)
        left = QVBoxLayout()
        left.setSpacing(theme.XS)
        left.addWidget(self._heading)
        left.addWidget(frame, 1)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(theme.L)
        self._columns.addLayout(left)
        self._columns.addWidget(self.log)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.panel)
        self._column.addLayout(self._columns, 1)
        self.set_compact(False)

    # --- a run ------------------------------------------------------------------------------------------------------

    def begin(self, step_id: str, changes: Iterable[Mapping[str, Any]]) -> None:
        self._ended = None
        self._left = texts.TimeLeft()
        self.track.begin(changes)
        self.rows.set_steps([])
        self.log.clear()
        self.transcript.begin(step_id)
        self._timer.start()
        self.show_state()

    def step_started(self, event: StepStarted) -> None:
        self.track.started(event)
        self.show_state()

    def step_finished(self, event: StepFinished) -> None:
        self.track.finished(event)
        self.show_state()

    def progress(self, progress: Progress) -> None:
        self.track.progress(progress)
        self.show_state()

    def add_line(self, line: LogLine) -> None:
        text = f"{line.text}\r" if line.passing else line.text
        self.transcript.write(text)
        self.log.append(text)
        self.log.set_has_file(self.transcript.file is not None)

    def end(self, status: Status) -> None:
        """The run is over: a change in work did not come to its end."""
        self._ended = status
        self._timer.stop()
        self.transcript.end()
        self.show_state()

    # --- showing ----------------------------------------------------------------------------------------------------

    def words(self) -> str:
        """What is going on now, for the block and for a screen reader."""
        running = self.track.running()
        if self._ended is not None:
            return texts.status_words(self._ended)
        if running is None:
            if any(row.is_done for row in self.track.rows):
                return translate("StepPage", "Checking the result")
            return translate("StepPage", "Looking at the Nano")
        event = self.track.inner
        return texts.sentence(event.step, event.params).what if event is not None else _name(running)

    def show_state(self) -> None:
        self.panel.setVisible(self._ended is None)
        self.block.set_words(self.words())
        self.block.set_facts(self._facts())
        self.block.set_fraction(self.track.fraction())
        self.rows.set_steps([(str(number), _breakable(_name(row))) for number, row in enumerate(self.track.rows)])
        for number, row in enumerate(self.track.rows):
            self._show_row(str(number), row)
        self._keep_running_in_sight()

    def retranslate(self) -> None:
        self._heading.set_text(translate("StepPage", "Steps"))
        self.log.set_heading(translate("StepPage", "What the Nano says"))
        self.show_state()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.L, compact))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room, the steps are what has to be read.
        for column, share in enumerate(_SHARES[self.width() < _NARROW]):
            self._columns.setStretch(column, share)

    def _facts(self) -> str:
        rows, running = self.track.rows, self.track.running()
        if running is None:
            return ""
        place = translate("StepPage", "Step {number} of {count}").format(
            number=texts.number(rows.index(running) + 1), count=texts.number(len(rows))
        )
        left_s = self.track.left_s()
        if self.track.is_late(running):
            return texts.join_facts([place, translate("StepPage", "longer than usual, it is still working")])
        seconds = self._left.update(left_s) if left_s is not None else None
        return texts.join_facts([place, texts.time_left(seconds) if seconds is not None else ""])

    def _show_row(self, key: str, row: Row) -> None:
        shown = self.rows.row(key)
        shown.set_state(self._state(row))
        shown.set_fact(self._fact(row))
        shown.set_caption(self._caption(row))
        progress = row.progress
        counts = row.is_running and self._ended is None and progress is not None and bool(progress.total)
        shown.set_fraction(self.track.share(row) if counts else None)

    def _state(self, row: Row) -> State:
        if row.is_done:
            return State.DONE
        if not row.is_running:
            return State.WAITING
        if self._ended is None:
            return State.RUNNING
        return State.FAILED if self._ended is Status.FAILED else State.ATTENTION

    def _keep_running_in_sight(self) -> None:
        running = self.track.running()
        key = str(self.track.rows.index(running)) if running is not None else ""
        if key and key != self._shown_row:
            # After the layout has been done: rows may just have been made.
            QTimer.singleShot(0, self, lambda: self._rows_area.ensureWidgetVisible(self.rows.row(key), 0, theme.L))
        self._shown_row = key

    def _fact(self, row: Row) -> str:
        if row.took_s is not None:
            return texts.duration(row.took_s)
        return texts.elapsed(self.track.elapsed_s(row)) if row.is_running and self._ended is None else ""

    def _caption(self, row: Row) -> str:
        said = "{usual_s}" in message(row.code).what or (row.usual_s or 0.0) < MENTIONED_S
        if row.is_done or row.usual_s is None or self._ended is not None or said:
            return ""
        return translate("StepPage", "usually about {time}").format(time=texts.duration(row.usual_s))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.transcript.folder)))


def _bare_scroll(rows: StepList) -> QScrollArea:
    """The rows in a frame of their own: many of them leave the log its place."""
    rows.setProperty("panel", "bare")
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(rows)
    area.viewport().setAutoFillBackground(False)
    rows.setAutoFillBackground(False)
    return area


def _breakable(text: str) -> str:
    """Addresses and paths may be longer than the list is wide: they may break after a dot or a slash."""
    words = text.split(" ")
    return " ".join(re.sub(r"([./])(?=\w)", "\\1\u200b", word) if len(word) > LONG_WORD else word for word in words)


def _name(row: Row) -> str:
    return texts.sentence(row.code, row.params).what
