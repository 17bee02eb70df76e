"""Speed graph: rate over the position in the image, so that the line grows with the job and not with the clock."""

import math

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel

_BUCKETS = 240


def axis_top(highest: float) -> float:
    """Smallest of 2, 4, 6, 10, 20, ... above the highest value; half of it is a round number too."""
    if highest <= 0:
        return 2.0
    power = 10.0 ** math.floor(math.log10(highest))
    for step in (1, 2, 4, 6, 8, 10, 20):
        if highest <= step * power:
            return step * power
    return 20 * power


class _Plot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[int, tuple[float, int]] = {}
        self.average: tuple[float, str] | None = None
        self.height_wanted = 122
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self.height_wanted)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height_wanted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(Role.CAPTION)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        highest = max([rate for rate, _count in self.values.values()] + [self.average[0] if self.average else 0.0])
        top = axis_top(highest)
        names = [QLocale().toString(value, "g", 4) for value in (top, top / 2, 0.0)]
        left = max(46.0, max(metrics.horizontalAdvance(name) for name in names) + 14)
        area = QRectF(left, metrics.height() / 2, self.width() - left - 1, self.height() - metrics.height() - 1)
        for index, name in enumerate(names):
            y = round(area.top() + area.height() * index / 2) + 0.5
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("text2"))
            box = QRectF(0, y - metrics.height() / 2, left - 8, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        points = [
            QPointF(area.left() + area.width() * (bucket + 1) / _BUCKETS, area.bottom() - area.height() * rate / top)
            for bucket, (rate, _count) in sorted(self.values.items())
        ]
        if points:
            self._paint_line(painter, area, points)
        if self.average is not None:
            right_of = points[-1].x() + 7 if points else area.left()
            self._paint_average(painter, area, top, right_of, metrics)

    @staticmethod
    def _paint_line(painter: QPainter, area: QRectF, points: list[QPointF]) -> None:
        line = QPainterPath(QPointF(area.left(), points[0].y()))
        for point in points:
            line.lineTo(point)
        fill = QPainterPath(line)
        fill.lineTo(points[-1].x(), area.bottom())
        fill.lineTo(area.left(), area.bottom())
        painter.fillPath(fill, theme.color("accent_soft"))
        pen = QPen(theme.color("accent"), 1.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(points[-1], 4.2, 4.2)

    def _paint_average(self, painter: QPainter, area: QRectF, top: float, start: float, metrics: QFontMetricsF) -> None:
        assert self.average is not None
        value, words = self.average
        y = round(area.bottom() - area.height() * min(value / top, 1.0)) + 0.5
        width = metrics.horizontalAdvance(words)
        box = QRectF(area.right() - width - 1, y - metrics.height() - 1, width + 1, metrics.height())
        if start < area.right():
            pen = QPen(theme.color("ctl"), 1)
            pen.setDashPattern([4, 2])
            painter.setPen(pen)
            painter.drawLine(QPointF(start, y), QPointF(area.right(), y))
        if start > box.left():  # near the end the words would sit on the line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface"))
            painter.setOpacity(0.85)
            painter.drawRoundedRect(box.adjusted(-4, 0, 2, 0), 3, 3)
            painter.setOpacity(1.0)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


class SpeedGraph(QWidget):
    """Values are in the unit the heading names. Several values of one position are averaged."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = TextLabel(heading, strong=True)
        self._limit = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._plot = _Plot()
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._limit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._plot)
        self.setAccessibleName(heading)

    def set_heading(self, text: str) -> None:
        """With the unit, such as "Speed, MB/s"."""
        self._heading.set_text(text)
        self.setAccessibleName(text)

    def set_limit(self, text: str) -> None:
        """What slows the job down, such as "Limited by: the card"."""
        self._limit.set_text(text)
        self.setAccessibleDescription(text)

    def add(self, fraction: float, value: float) -> None:
        """Rate at a position, 0 to 1."""
        bucket = min(int(min(max(fraction, 0.0), 1.0) * _BUCKETS), _BUCKETS - 1)
        mean, count = self._plot.values.get(bucket, (0.0, 0))
        self._plot.values[bucket] = ((mean * count + value) / (count + 1), count + 1)
        self._plot.update()

    def set_average(self, value: float | None, text: str = "") -> None:
        """Dashed line with its words, such as "average 38"; None removes it."""
        self._plot.average = None if value is None else (value, text)
        self._plot.update()

    def points(self) -> list[tuple[float, float]]:
        return [((bucket + 1) / _BUCKETS, rate) for bucket, (rate, _count) in sorted(self._plot.values.items())]

    def clear(self) -> None:
        self._plot.values.clear()
        self._plot.average = None
        self._plot.update()

    def set_compact(self, compact: bool) -> None:
        self._plot.height_wanted = 78 if compact else 122
        self._plot.updateGeometry()
