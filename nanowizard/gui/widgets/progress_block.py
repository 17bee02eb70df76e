"""Progress block: the percentage, what is happening in words, the facts, and the bar over the whole page's work."""

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Bar, TextLabel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate


class ProgressBlock(Retranslated, QWidget):
    """Checking is part of the fraction, so 100 % means done; the figure is rounded down for the same reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction: float | None = 0.0
        self._figure = TextLabel(role=Role.FIGURE)
        self._words = TextLabel(strong=True, wrap=True)
        self._facts = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._bar = Bar()
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self._words)
        lines.addWidget(self._facts)
        top = QHBoxLayout()
        top.setSpacing(theme.L)
        top.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(lines, 1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._bar)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.L)
        self._row.addLayout(column, 1)
        self.retranslate()

    def set_fraction(self, fraction: float | None) -> None:
        """Share of the whole work, 0 to 1; None when the amount is not known."""
        self._fraction = fraction
        self._figure.setVisible(fraction is not None)
        if fraction is not None:
            percent = int(min(max(fraction, 0.0), 1.0) * 100 + 1e-9)
            self._figure.set_text(f"{QLocale().toString(percent)}{QLocale().percent()}")
        self._bar.set_fraction(fraction)

    def fraction(self) -> float | None:
        return self._fraction

    def set_words(self, text: str) -> None:
        self._words.set_text(text)
        self._bar.setAccessibleDescription(text)

    def set_facts(self, text: str) -> None:
        self._facts.set_text(text)

    def words(self) -> str:
        return self._words.text()

    def facts(self) -> str:
        return self._facts.text()

    def set_side_widget(self, widget: QWidget) -> None:
        """Button at the right of everything, for example Pause."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        self._bar.setAccessibleName(translate("Widgets", "Progress"))
        self.set_fraction(self._fraction)
