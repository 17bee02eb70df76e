"""Waiting for the Nano to answer: how long already, how long it usually takes, and what the first start asks for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepRow

translate = QCoreApplication.translate

_TICK_MS = 1000
USUAL_S, USUAL_PRACTICE_S = 120.0, 3.0


class WaitingPanel(Panel):
    """Two stages, because two are what this program can tell apart: nobody answers yet, somebody does."""

    def __init__(self, *, practice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, spacing=2)
        self._practice = practice
        self._seconds = 0
        self._answer: str | None = None
        self._is_waiting = False
        self._is_brief = False
        self._unfinished: Finding | None = None
        self._headline = TextLabel(strong=True, wrap=True)
        self._time = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._looking = StepRow()
        self._ready = StepRow()
        self._first_time = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        for widget in (self._headline, self._time, self._looking, self._ready, self._first_time):
            self.body.addWidget(widget)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self.retranslate()

    def begin(self) -> None:
        """The waiting starts now."""
        self._seconds, self._answer, self._is_waiting, self._unfinished = 0, None, True, None
        self._ticks.start()
        self.retranslate()

    def pause(self) -> None:
        """Nobody looks any more."""
        self._is_waiting = False
        self._ticks.stop()
        self.retranslate()

    def show_unfinished(self, finding: Finding) -> None:
        """The Nano is on, and nobody can log in before its first-boot setup is finished."""
        self._unfinished = finding
        self.retranslate()

    def show_answer(self, place: str) -> None:
        self._answer, self._is_waiting = place, False
        self._ticks.stop()
        self.retranslate()

    def show_seconds(self, seconds: int) -> None:
        """As if the waiting had lasted that long."""
        self._seconds = seconds
        self.retranslate()

    def set_brief(self, brief: bool) -> None:
        """Without what is only worth knowing at the first start."""
        self._is_brief = brief
        self.retranslate()

    def retranslate(self) -> None:
        has_answer = self._answer is not None
        self._headline.set_text(
            translate("BootPage", "Your Nano answers") if has_answer else translate("BootPage", "Waiting for your Nano")
        )
        usual = texts.duration(USUAL_PRACTICE_S if self._practice else USUAL_S)
        so_far = translate("BootPage", "{time} so far, usually {usual}")
        self._time.set_text(so_far.format(time=texts.elapsed(self._seconds), usual=usual))
        self._time.setVisible(not has_answer)
        self._looking.set_name(translate("BootPage", "Looking for the Nano"))
        looking = State.RUNNING if self._is_waiting else State.WAITING
        self._looking.set_state(State.DONE if has_answer else looking)
        self._ready.set_name(translate("BootPage", "Ready to connect"))
        self._ready.set_state(State.DONE if has_answer else State.WAITING)
        self._ready.set_fact(self._answer or "")
        self._show_first_time(is_worth=not (has_answer or self._practice or self._is_brief))
        self.setAccessibleName(self._headline.text())
        self.setAccessibleDescription(self._time.text())

    def _show_first_time(self, *, is_worth: bool) -> None:
        self._first_time.setVisible(is_worth)
        if self._unfinished is not None and self._answer is None:
            self._headline.set_text(translate("BootPage", "The Nano waits for its first-boot setup"))
            self._time.hide()
            self._first_time.set_text(texts.sentence(self._unfinished.code, self._unfinished.params).do)
            return
        self._first_time.set_text(
            translate(
                "BootPage",
                "The first time, the Nano asks for language, name and password on its own screen. It answers here "
                "after that.",
            )
        )

    def _tick(self) -> None:
        self._seconds += 1
        self.retranslate()
