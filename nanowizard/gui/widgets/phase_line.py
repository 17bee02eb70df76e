"""Phase line: the few stages of a job side by side, each with its glyph."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.state_glyph import State, StateGlyph, state_words


class PhaseLine(QWidget):
    """Prepare - Write - Check - Make safe to remove."""

    def __init__(self, labels: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._phases: list[tuple[StateGlyph, TextLabel]] = []
        self.set_phases(labels)

    def set_phases(self, labels: Sequence[str]) -> None:
        """New words; the states stay when the number of phases does."""
        if len(labels) != len(self._phases):
            self._rebuild(len(labels))
        for (_glyph, name), text in zip(self._phases, labels, strict=True):
            name.set_text(text)
        self._describe()

    def set_states(self, states: Sequence[State]) -> None:
        for (glyph, name), state in zip(self._phases, states, strict=True):
            glyph.set_state(state)
            name.set_strong(state in (State.RUNNING, State.FAILED))
            name.set_tone(Tone.TEXT2 if state in (State.WAITING, State.SKIPPED) else Tone.TEXT)
        self._describe()

    def states(self) -> list[State]:
        return [glyph.state() for glyph, _name in self._phases]

    def _rebuild(self, count: int) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self._phases = []
        for index in range(count):
            if index:
                rule = QFrame()
                rule.setProperty("phase", True)
                rule.setFixedWidth(22)
                self._row.addWidget(rule, 0, Qt.AlignmentFlag.AlignVCenter)
            phase = StateGlyph(), TextLabel(tone=Tone.TEXT2)
            for widget in phase:
                self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            self._phases.append(phase)
        self._row.addStretch(1)

    def _describe(self) -> None:
        parts = [f"{name.text()}: {state_words(glyph.state())}" for glyph, name in self._phases]
        self.setAccessibleName(", ".join(parts))
