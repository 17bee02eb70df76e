"""Speed graph: rate over the position in the image, so that the line grows with the job and not with the clock."""

import math

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanowizard.gui import theme
from nanowizard.gui.widgets.plot import Graph, Plot, dashes, fill_below, paint_line

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


class _Plot(Plot):
    def __init__(self) -> None:
        super().__init__(height=122, compact_height=78)
        self.values: dict[int, tuple[float, int]] = {}
        self.average: tuple[float, str] | None = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        highest = max([rate for rate, _count in self.values.values()] + [self.average[0] if self.average else 0.0])
        top = axis_top(highest)
        marks = [QLocale().toString(value, "g", 4) for value in (top, top / 2, 0.0)]
        area = self.paint_scale(painter, marks, least_left=46.0)
        points = [
            QPointF(area.left() + area.width() * (bucket + 1) / _BUCKETS, area.bottom() - area.height() * rate / top)
            for bucket, (rate, _count) in sorted(self.values.items())
        ]
        if points:
            line = [QPointF(area.left(), points[0].y()), *points]
            fill_below(painter, area, line)
            paint_line(painter, line)
        if self.average is not None:
            right_of = points[-1].x() + 7 if points else area.left()
            self._paint_average(painter, area, top, right_of)

    def _paint_average(self, painter: QPainter, area: QRectF, top: float, start: float) -> None:
        assert self.average is not None
        metrics = QFontMetricsF(painter.font())
        value, words = self.average
        y = round(area.bottom() - area.height() * min(value / top, 1.0)) + 0.5
        width = metrics.horizontalAdvance(words)
        box = QRectF(area.right() - width - 1, y - metrics.height() - 1, width + 1, metrics.height())
        if start < area.right():
            painter.setPen(dashes(1))
            painter.drawLine(QPointF(start, y), QPointF(area.right(), y))
        if start > box.left():  # near the end the words would sit on the line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface"))
            painter.setOpacity(0.85)
            painter.drawRoundedRect(box.adjusted(-4, 0, 2, 0), 3, 3)
            painter.setOpacity(1.0)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


class SpeedGraph(Graph):
    """Values are in the unit the heading names ("Speed, MB/s"). Several values of one position are averaged.

    Its caption is what slows the job down, such as "Limited by: the card".
    """

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        self._plot = _Plot()
        super().__init__(self._plot, parent)
        self.set_heading(heading)

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
