"""While a care page works: the weighted figure, a row for each step with its own bar, warnings, and the card map."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Progress, StepFinished, StepStarted
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.care.asking import ASKING, AskingPanel
from nanowizard.gui.pages.care.model import CareStep
from nanowizard.gui.pages.care.notes import PASSING, NotesColumn, is_lasting
from nanowizard.gui.pages.care.record import RunRecord
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.card_map import CardMapSection, CellState
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList

translate = QCoreApplication.translate


class CareProgress(QWidget):
    """Fed with the run's events. `begin` takes the steps in their order; a step without a row of its own is shown in
    the words of the block while it lasts.

    `map_phases` names the phases of Progress that go over the whole card, and what a cell is after each; without any
    there is no map. `whole` may give another fraction of the whole page than the event's: (step, progress) to 0..1.
    """

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._steps: Sequence[CareStep] = ()
        self._card = ""
        self._open: list[str] = []
        self._row = ""
        self._began: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self._progress: Progress | None = None
        self._left = texts.TimeLeft()
        self._passing: Finding | None = None
        self._lasting: list[Finding] = []
        self._notes: dict[str, str] = {}
        self._stays_awake = False
        self._map_phases: Mapping[str, CellState] = {}
        self._record = RunRecord(clock)
        self.whole: Callable[[str, Progress], float | None] = lambda _step, progress: progress.fraction
        self.seen: set[str] = set()
        self.asking = AskingPanel()
        self.notes = NotesColumn()
        self.block = ProgressBlock()
        panel = Panel(Tone.SUNKEN)
        panel.body.addWidget(self.block)
        self.rows = StepList()
        self.map_section = CardMapSection(rows=5)
        self._map_panel = Panel()
        self._map_panel.body.addWidget(self.map_section)
        self.note = TextLabel(tone=Tone.TEXT2, wrap=True)
        self.details = DetailsFold()
        self.details.set_beside(self.note)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        told: tuple[QWidget, ...] = (self.asking, panel, self.notes, self.rows)
        shown = (*told, self._map_panel, self.details)
        for widget in shown:
            self._column.addWidget(widget)
        self.set_compact(False)
        self._show()

    @property
    def lasting(self) -> tuple[Finding, ...]:
        """The warnings of this run that are still true after it."""
        return tuple(self._lasting)

    def begin(
        self, card: str, size_bytes: int, steps: Sequence[CareStep], map_phases: Mapping[str, CellState] | None = None
    ) -> None:
        self._card, self._steps, self._map_phases = card, steps, map_phases or {}
        self._open, self._row, self._progress, self._passing = [], "", None, None
        self._began, self._took, self._lasting, self._notes, self.seen = {}, {}, [], {}, set()
        self._stays_awake = False
        self._left = texts.TimeLeft()
        self._record.begin()
        self._record.add("card", {"name": card, "size_bytes": size_bytes})
        self.rows.set_steps([])
        self.block.set_fraction(0.0)
        self.map_section.map.set_extent(size_bytes)
        self._show()

    def forget(self) -> None:
        """The last run is over and done with: nothing of it is true any more."""
        self.begin("", 0, ())

    def set_steps(self, steps: Sequence[CareStep]) -> None:
        """The same steps in another language."""
        self._steps = steps
        self._show()

    def step_started(self, event: StepStarted) -> None:
        self.seen.add(event.step)
        self._record.add(event.step, event.params)
        self._open.append(event.step)
        if event.step in self._ids():
            self._row = event.step
            self._began[event.step] = self._clock()
            self._progress = None
        self._show()

    def step_finished(self, event: StepFinished) -> None:
        if event.step in self._open:
            self._open.remove(event.step)
        self._record.add(f"{event.step} end", event.params)
        if event.step in self._began:
            self._took[event.step] = self._clock() - self._began[event.step]
        self._show()

    def progress(self, progress: Progress) -> None:
        if self._progress is None or progress.phase != self._progress.phase:
            self._left = texts.TimeLeft()
        self._passing = None
        self._mark(progress)
        self._progress = progress
        self.block.set_fraction(self.whole(self._row, progress))
        self._show()

    def finding(self, finding: Finding) -> None:
        self._record.add(finding.code, finding.params)
        if finding.code in PASSING:
            self._passing = finding
        elif finding.code == "flash.stays_awake":
            self._stays_awake = True
        elif is_lasting(finding):
            self._lasting.append(finding)
        self._show()

    def set_note(self, step: str, text: str) -> None:
        """What a step has found, under its row for the rest of the run."""
        self._notes[step] = text
        self._show()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def words(self) -> str:
        """What is happening now, for the block and for a screen reader."""
        step = self._open[-1] if self._open else ""
        if step == ASKING:
            return translate("CardCare", "Waiting for permission")
        if step:
            name = next((known.name for known in self._steps if known.id == step), "")
            return texts.join_facts([name or texts.sentence(step).what, self._card])
        return texts.join_facts([translate("CardCare", "Getting the card ready"), self._card])

    def retranslate(self) -> None:
        self.asking.retranslate()
        self.notes.retranslate()
        self._show()

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        asks = ASKING in self._open
        self.asking.setVisible(asks)
        self.notes.show_findings([*self._lasting, *([self._passing] if self._passing else [])])
        self.block.set_words(self.words())
        self.block.set_facts(self._facts())
        self.rows.set_steps([(step.id, step.name) for step in self._steps])
        for step in self._steps:
            self._show_row(step)
        self._map_panel.setVisible(bool(self._map_phases) and bool(self._row))
        self.map_section.set_heading(translate("CardCare", "The card"))
        self.note.set_text(
            translate(
                "CardCare",
                "Leave the card in until the end. You may use other programs; this computer will not go to sleep.",
            )
            if self._stays_awake
            else translate("CardCare", "Leave the card in until the end. You may use other programs.")
        )
        self.note.setVisible(not asks)
        if self.details.details() != self._record.text():
            self.details.set_details(self._record.text())

    def _facts(self) -> str:
        ids = self._ids()
        if self._row not in ids:
            return ""
        place = translate("CardCare", "Step {number} of {count}").format(
            number=texts.number(ids.index(self._row) + 1), count=texts.number(len(ids))
        )
        progress = self._progress
        if progress is None:
            return place
        seconds = self._left.update(progress.eta_s)
        rate = texts.rate(progress.rate) if progress.rate else ""
        return texts.join_facts([place, rate, texts.time_left(seconds) if seconds is not None else ""])

    def _show_row(self, step: CareStep) -> None:
        row, progress = self.rows.row(step.id), self._progress
        runs = step.id == self._row and step.id in self._open
        row.set_state(State.RUNNING if runs else State.DONE if step.id in self._took else State.WAITING)
        row.set_caption(self._notes.get(step.id) or (step.caption if runs else ""))
        if not runs or progress is None or not progress.total:
            row.set_fraction(None)
            row.set_fact(texts.duration(self._took[step.id]) if step.id in self._took and not runs else "")
            return
        row.set_fraction(progress.done / progress.total)
        row.set_fact(texts.size_of_total(progress.done, progress.total) if step.counts else "")

    def _mark(self, progress: Progress) -> None:
        state = self._map_phases.get(progress.phase)
        if state is None or not progress.total:
            return
        same = self._progress is not None and self._progress.phase == progress.phase
        before = self._progress.done if same and self._progress else 0
        # Where a phase leaves out the beginning of the card, its place is that much further on.
        start = max(self.map_section.map.extent - progress.total, 0)
        self.map_section.map.mark(state, start + before if before else 0, start + progress.done)
        self.map_section.map.set_here(start + progress.done if progress.done != progress.total else None)

    def _ids(self) -> list[str]:
        return [step.id for step in self._steps]
