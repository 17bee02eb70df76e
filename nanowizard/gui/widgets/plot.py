"""Plot: what the graphs share: a scale with three marks, a filled line with a dot at its end, a heading."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel

_DOT = 4.2


class Plot(QWidget):
    """The subclass paints. As high as it is told to be, in a low window lower."""

    def __init__(self, height: int, compact_height: int) -> None:
        super().__init__()
        self._heights = {False: height, True: compact_height}
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height)

    def set_compact(self, compact: bool) -> None:
        self._height = self._heights[compact]
        self.updateGeometry()

    def paint_scale(
        self, painter: QPainter, marks: Sequence[str], *, least_left: float = 0.0, right: float = 1.0
    ) -> QRectF:
        """Lines at the whole, the half and nothing, with `marks` beside them; where the values are painted."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(Role.CAPTION))
        metrics = QFontMetricsF(painter.font())
        left = max(least_left, max(metrics.horizontalAdvance(mark) for mark in marks) + 14)
        area = QRectF(left, metrics.height() / 2, self.width() - left - right, self.height() - metrics.height() - 1)
        for index, mark in enumerate(marks):
            y = round(area.top() + area.height() * index / 2) + 0.5
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("text2"))
            box = QRectF(0, y - metrics.height() / 2, left - 8, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark)
        return area


def line_through(points: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path


def fill_below(painter: QPainter, area: QRectF, points: Sequence[QPointF]) -> None:
    ends = QPointF(points[0].x(), area.bottom()), QPointF(points[-1].x(), area.bottom())
    painter.fillPath(line_through([ends[0], *points, ends[1]]), theme.color("accent_soft"))


def paint_line(painter: QPainter, points: Sequence[QPointF]) -> None:
    """With a dot where it is now."""
    pen = QPen(theme.color("accent"), 1.8)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(line_through(points))
    painter.setPen(QPen(theme.color("surface"), 1.5))
    painter.setBrush(theme.color("accent"))
    painter.drawEllipse(points[-1], _DOT, _DOT)


def dashes(width: float) -> QPen:
    """For a line that is there to compare with."""
    pen = QPen(theme.color("ctl"), width)
    pen.setDashPattern([4, 2])
    return pen


class Graph(QWidget):
    """A plot under its heading; to the right of that a caption, which a screen reader hears as the description."""

    def __init__(self, plot: Plot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = plot
        self._heading = TextLabel(strong=True)
        self._caption = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(plot)

    def set_heading(self, text: str) -> None:
        self._heading.set_text(text)
        self.setAccessibleName(text)

    def set_caption(self, text: str) -> None:
        self._caption.set_text(text)
        self.setAccessibleDescription(text)

    def set_compact(self, compact: bool) -> None:
        self._below.set_compact(compact)
