"""Step row: glyph, name, fact at the right, optional caption and bar; and the panel that holds such rows."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Bar, TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.state_glyph import State, StateGlyph, state_words

translate = QCoreApplication.translate


class StepRow(QWidget):
    """One step of a job. A finished row keeps its time; a failed one says in the caption what to do."""

    def __init__(self, name: str = "", state: State = State.WAITING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = StateGlyph()
        self._name = TextLabel(wrap=True)
        self._name.setMinimumWidth(1)  # or one long word would push the fact out of a narrow list
        self._fact = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._caption = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._bar = Bar()
        self._bar_box = QWidget()  # carries the gap above the bar, so that both come and go together
        bar_column = QVBoxLayout(self._bar_box)
        bar_column.setContentsMargins(0, theme.XS, 0, 2)
        bar_column.addWidget(self._bar)
        top = QHBoxLayout()
        top.setSpacing(theme.M)
        top.addWidget(self._name, 1)
        top.addWidget(self._fact, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(top)
        words.addWidget(self._caption)
        words.addWidget(self._bar_box)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.M)
        self._glyph_column = QVBoxLayout()
        self._glyph_column.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._glyph_column)
        self._row.addLayout(words, 1)
        self._caption.hide()
        self._bar_box.hide()
        self._fact.setContentsMargins(0, 2, 0, 0)  # smaller type, same base line
        self.set_compact(False)
        self._name.set_text(name)
        self.set_state(state)

    def name(self) -> str:
        return self._name.text()

    def set_name(self, name: str) -> None:
        self._name.set_text(name)
        self._describe()

    def state(self) -> State:
        return self._glyph.state()

    def set_state(self, state: State) -> None:
        self._glyph.set_state(state)
        self._name.set_strong(state in (State.RUNNING, State.FAILED, State.ATTENTION))
        self._name.set_tone(Tone.TEXT2 if state in (State.WAITING, State.UNKNOWN) else Tone.TEXT)
        self._fact.set_tone(Tone.BAD if state is State.FAILED else Tone.TEXT2)
        if state is not State.RUNNING:
            self._bar_box.hide()
        self._describe()

    def set_fact(self, text: str) -> None:
        self._fact.set_text(text)
        self._describe()

    def fact(self) -> str:
        return self._fact.text()

    def set_caption(self, text: str) -> None:
        self._caption.set_text(text)
        self._caption.setVisible(bool(text))
        self._describe()

    def caption(self) -> str:
        return self._caption.text()

    def set_fraction(self, fraction: float | None) -> None:
        """Own bar of the running step; None removes it."""
        self._bar_box.setVisible(fraction is not None)
        if fraction is not None:
            self._bar.set_fraction(fraction)

    def set_compact(self, compact: bool) -> None:
        self._row.setContentsMargins(0, 3 if compact else 6, 0, 3 if compact else 6)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The glyph stands in the middle of the name's first line, which is higher in some scripts than in others.
        line = self._name.fontMetrics().height()
        self._glyph_column.setContentsMargins(0, max(line - self._glyph.height(), 0) // 2, 0, 0)

    def _describe(self) -> None:
        parts = [self.name(), state_words(self.state()), self.fact()]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setAccessibleDescription(self.caption())
        self._bar.setAccessibleName(self.name())


class StepList(Panel):
    """Panel of step rows, addressed by key so that progress events can be shown without knowing the order."""

    def __init__(self, steps: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=(theme.L, theme.S))
        self._rows: dict[str, StepRow] = {}
        self._compact = False
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self.body.addStretch(1)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """Rows in this order; a row whose key stays keeps its state."""
        wanted = [key for key, _name in steps]
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            self._column.removeWidget(row)
            row.deleteLater()
        for index, (key, name) in enumerate(steps):
            if key not in self._rows:
                self._rows[key] = StepRow()
                self._rows[key].set_compact(self._compact)
            row = self._rows[key]
            row.set_name(name)
            self._column.insertWidget(index, row)

    def row(self, key: str) -> StepRow:
        return self._rows[key]

    def keys(self) -> list[str]:
        return list(self._rows)

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._compact = compact
        for row in self._rows.values():
            row.set_compact(compact)
