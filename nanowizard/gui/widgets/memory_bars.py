"""Memory bars: amounts now and after, drawn to one scale with their values inside."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel


@dataclass(frozen=True, slots=True)
class Segment:
    """`amount` sets the length; ACCENT is filled, other tones are tinted."""

    label: str
    value: str
    amount: float
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    segments: Sequence[Segment]
    total: str


class _Track(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.segments: Sequence[Segment] = ()
        self.scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(theme.font(Role.CAPTION, strong=True)).height()
        return QSize(320, round(2 * line) + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for segment in self.segments:
            width = self.width() * segment.amount / self.scale
            box = QRectF(left + 0.5, 0.5, max(width - 3, 2), self.height() - 1)
            self._paint_segment(painter, box, segment)
            left += width

    @staticmethod
    def _paint_segment(painter: QPainter, box: QRectF, segment: Segment) -> None:
        filled = segment.tone is Tone.ACCENT
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(theme.color(segment.tone.line), 1))
        painter.setBrush(theme.color("accent" if filled else segment.tone.fill))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("on_accent" if filled else segment.tone.ink))
        inside = box.adjusted(9, 4, -4, -4)
        for text, strong, side in (
            (segment.label, False, Qt.AlignmentFlag.AlignTop),
            (segment.value, True, Qt.AlignmentFlag.AlignBottom),
        ):
            font = theme.font(Role.CAPTION, strong=strong)
            painter.setFont(font)
            words = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | side, words)


class MemoryBars(Panel):
    """One row a situation. What lies inside something else (zram in RAM) is not added to a total by the caller."""

    def __init__(self, rows: Sequence[BarRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.L)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, 56)
        self._grid.setColumnMinimumWidth(2, 60)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._lines: list[tuple[TextLabel, _Track, TextLabel]] = []
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        while len(self._lines) > len(rows):
            for old in self._lines.pop():
                self._grid.removeWidget(old)
                old.deleteLater()
        while len(self._lines) < len(rows):
            line = TextLabel(strong=True), _Track(), TextLabel(strong=True)
            line[2].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate(line):
                self._grid.addWidget(widget, len(self._lines), column)
            self._lines.append(line)
        longest = max((sum(segment.amount for segment in row.segments) for row in rows), default=1.0)
        for row, (label, track, total) in zip(rows, self._lines, strict=True):
            label.set_text(row.label)
            total.set_text(row.total)
            track.segments, track.scale = tuple(row.segments), max(longest, 1e-9)
            parts = ", ".join(f"{segment.label} {segment.value}" for segment in row.segments)
            track.setAccessibleName(f"{row.label}: {parts}")
            track.update()
