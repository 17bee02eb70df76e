"""While the card is written: phases, the weighted figure, the card map, and the speed over the place in the image."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Progress, Severity, StepFinished, StepStarted
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.care.asking import ASKING, AskingPanel
from nanowizard.gui.pages.image.waiting import WAITS, Waiting
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.card_map import CardMapSection, CellState
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import MessagePanel, Panel
from nanowizard.gui.widgets.phase_line import PhaseLine
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.gui.widgets.speed_graph import SpeedGraph
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate

_PHASES = ("flash.prepare", "flash.write", "flash.verify", "flash.eject")
_DOWNLOAD = "download"
_OF_THE_DOWNLOAD = dict.fromkeys((_DOWNLOAD, "move", "check"), _DOWNLOAD)
"""It may begin with what an earlier one has left: taken along from another folder, read again for its checksum."""
_STEP_OF_PHASE = {"write": "flash.write", "verify": "flash.verify", "repair": "flash.repair", **_OF_THE_DOWNLOAD}
_RATES_FOR_AVERAGE = 8
_MARKS = {"write": CellState.WRITTEN, "verify": CellState.CHECKED}


class FlashProgress(QWidget):
    """Fed with the run's events; `card_map` and `step` are what an error panel afterwards speaks of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = ("", "")
        self.step = ""
        self._progress: Progress | None = None
        self._slow: Finding | None = None
        self._stays_awake = False
        self._waiting = Waiting(self)
        self._waiting.changed.connect(self.retranslate)
        self._left = texts.TimeLeft()
        self._rates: list[float] = []
        self.extent = 0
        self.began_writing = False
        self.is_updating = False
        self._compact = False
        self.phases = PhaseLine()
        self.asking = AskingPanel()
        self.slow = MessagePanel(Tone.WARN)
        self.block = ProgressBlock()
        self.map_section = CardMapSection()
        self.graph = SpeedGraph()
        self._panel = Panel(spacing=18)
        for part in (self.block, self.map_section, self.graph):
            self._panel.body.addWidget(part)
        self._note = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.phases, self.asking, self.slow, self._panel, self._note):
            self._column.addWidget(widget)
        self.set_compact(False)
        self.retranslate()

    def begin(self, image: str, card: str, raw_bytes: int | None) -> None:
        self._names = (image, card)
        self.step, self._progress, self._slow = "", None, None
        self.began_writing = self.is_updating = False
        self._stays_awake = False
        self._waiting.end()
        self._left = texts.TimeLeft()
        self.block.set_fraction(None)
        self._measure(raw_bytes or 0)
        self.graph.clear()
        self.retranslate()

    def step_started(self, event: StepStarted) -> None:
        if event.step == ("flash.mark" if self.is_updating else "flash.prepare"):
            self.began_writing = True
        if event.step == WAITS:
            self._waiting.begin(event)
        if event.step == "flash.mark" or event.step.startswith("image."):
            return  # a moment within the comparison, or what happens to the download beside it
        self.step = event.step
        if event.step in ("flash.write", "flash.verify"):
            self.graph.clear()
        self.retranslate()

    def step_finished(self, event: StepFinished) -> None:
        if event.step == ASKING:
            self.step = ""
        self.retranslate()

    def progress(self, progress: Progress) -> None:
        if self._progress is None or progress.phase != self._progress.phase:
            self.step = _STEP_OF_PHASE.get(progress.phase, self.step)
            self._left = texts.TimeLeft()
            self._rates = []
            self._progress = None
        self._slow = None
        self._waiting.end()
        if progress.phase not in _OF_THE_DOWNLOAD:
            self._mark(progress)
            self._plot(progress)
        self._progress = progress
        # The second writing of a few places stands outside the forecast; 100 % would say that it is over.
        self.block.set_fraction(None if progress.phase == "repair" else progress.fraction)
        self.retranslate()

    def finding(self, finding: Finding) -> None:
        if finding.code == "flash.range_differs":
            start = int(finding.params["offset_bytes"])
            self.map_section.map.mark(CellState.FAULTY, start, start + int(finding.params["length_bytes"]))
        elif finding.code == "flash.stays_awake":
            self._stays_awake = True
            self.retranslate()
        elif finding.code == "flash.updating":
            self.is_updating = True
            self.retranslate()
        elif finding.severity is Severity.WARNING and finding.code in ("flash.slow", "flash.source_slow"):
            self._slow = finding
            self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        self.phases.set_phases(
            [
                translate("FlashPage", "Prepare"),
                translate("FlashPage", "Write"),
                translate("FlashPage", "Check"),
                translate("FlashPage", "Make safe to remove"),
            ]
        )
        self.phases.set_states(self._states())
        self.asking.setVisible(self.step == ASKING)
        self.asking.retranslate()
        self.slow.setVisible(self._slow is not None or self._waiting.is_on)
        # Where lines are high, as in Chinese, the warning would push the note out of sight.
        self.graph.set_compact(self._compact or self._slow is not None or self._waiting.is_on)
        if self._waiting.is_on:
            kept = translate("FlashPage", "The card waits. What was written stays, and goes on from there.")
            self.slow.set_message(self._waiting.words(), kept)
        elif self._slow is not None:
            words = texts.sentence(self._slow.code, self._slow.params)
            self.slow.set_message(words.what, words.do or words.safe)
        self._show_block()
        self.map_section.set_heading(translate("FlashPage", "Image on the card"))
        self.graph.set_heading(translate("FlashPage", "Speed, MB/s"))
        self._note.set_text(
            translate("FlashPage", "Leave the card in. You may use other programs; this computer will not go to sleep.")
            if self._stays_awake
            else translate("FlashPage", "Leave the card in. You may use other programs.")
        )

    def _show_block(self) -> None:
        has_begun = self._progress is not None or self.step in ("flash.write", "flash.verify", "flash.eject")
        self.map_section.setVisible(has_begun and bool(self.extent))
        self.graph.setVisible(has_begun and self.step != _DOWNLOAD)
        self._note.setVisible(self.step != ASKING)
        image, card = self._names
        if self.is_updating:
            writing = translate("FlashPage", "Comparing {card} with {image}, writing what differs")
        else:
            writing = translate("FlashPage", "Writing {image} to {card}")
        words = {
            _DOWNLOAD: translate("FlashPage", "Downloading {image}").format(image=image),
            "flash.look": translate("FlashPage", "Looking at what is on the card already"),
            "flash.write": writing.format(image=image, card=card),
            "flash.verify": translate("FlashPage", "Reading the card back and comparing"),
            "flash.repair": translate("FlashPage", "Writing a few places again"),
            "flash.eject": translate("FlashPage", "Making the card safe to remove"),
            ASKING: translate("FlashPage", "Waiting for permission"),
        }
        self.block.set_words(words.get(self.step, translate("FlashPage", "Getting the card ready")))
        progress = self._progress
        if progress is None:
            self.block.set_facts("")
            self.graph.set_caption("")
            return
        self.block.set_facts(texts.progress_facts(progress, self._left, checking_included=progress.phase == "write"))
        self.graph.set_caption(texts.limited_by(progress.limited_by))

    def _measure(self, raw_bytes: int) -> None:
        self.extent = raw_bytes
        self.map_section.map.set_extent(raw_bytes)

    def _states(self) -> list[State]:
        here = "flash.verify" if self.step == "flash.repair" else self.step
        at = _PHASES.index(here) if here in _PHASES else 0
        return [State.DONE] * at + [State.RUNNING] + [State.WAITING] * (len(_PHASES) - at - 1)

    def _mark(self, progress: Progress) -> None:
        if progress.total and progress.total != self.extent:
            # Some archives do not say how large the image is; the writer has found out meanwhile.
            self._measure(progress.total)
        state = CellState.CHECKED if self.is_updating else _MARKS.get(progress.phase)
        before = self._progress.done if self._progress else 0
        if state is not None:
            self.map_section.map.mark(state, before, progress.done)
        self.map_section.map.set_here(progress.done if progress.done != progress.total else None)

    def _plot(self, progress: Progress) -> None:
        if not progress.total or progress.rate is None or progress.phase == "repair":
            return
        self.graph.add(progress.done / progress.total, progress.rate / texts.MB)
        # The events come at even times, so the mean of their rates is the mean over time.
        self._rates.append(progress.rate / texts.MB)
        if len(self._rates) >= _RATES_FOR_AVERAGE:
            average = sum(self._rates) / len(self._rates)
            words = translate("FlashPage", "average {rate}").format(rate=texts.number(average))
            self.graph.set_average(average, words)
