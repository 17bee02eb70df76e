"""Training curve: how well a network does and how wrong it is, batch after batch, while it learns."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel

_MOST_POINTS = 400


class _Plot(QWidget):
    """Accuracy as a filled line from 0 to 1; the loss as a dashed line to a scale of its own, for its shape."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 1
        self.points: list[tuple[int, float, float]] = []
        self.marks = ("100 %", "50 %", "0 %")
        self.height_wanted = 96
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self.height_wanted)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height_wanted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(theme.font(Role.CAPTION))
        painter.setFont(theme.font(Role.CAPTION))
        left = max(metrics.horizontalAdvance(mark) for mark in self.marks) + 14
        area = QRectF(left, metrics.height() / 2, self.width() - left - 6, self.height() - metrics.height() - 1)
        for index, mark in enumerate(self.marks):
            y = round(area.top() + area.height() * index / 2) + 0.5
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("text2"))
            box = QRectF(0, y - metrics.height() / 2, left - 8, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark)
        if self.points:
            self._paint_lines(painter, area)

    def _paint_lines(self, painter: QPainter, area: QRectF) -> None:
        worst = max(loss for _done, loss, _accuracy in self.points) or 1.0
        losses = [self._place(area, done, loss / worst) for done, loss, _accuracy in self.points]
        hits = [self._place(area, done, accuracy) for done, _loss, accuracy in self.points]
        fill = _path([QPointF(hits[0].x(), area.bottom()), *hits, QPointF(hits[-1].x(), area.bottom())])
        painter.fillPath(fill, theme.color("accent_soft"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashes = QPen(theme.color("ctl"), 1.4)
        dashes.setDashPattern([4, 2])
        painter.setPen(dashes)
        painter.drawPath(_path(losses))
        painter.setPen(QPen(theme.color("accent"), 1.8))
        painter.drawPath(_path(hits))
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(hits[-1], 4.2, 4.2)

    def _place(self, area: QRectF, done: int, share: float) -> QPointF:
        x = area.left() + area.width() * min(done / max(self.total, 1), 1.0)
        return QPointF(x, area.bottom() - area.height() * min(max(share, 0.0), 1.0))


def _path(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path


class TrainingCurve(QWidget):
    """A screen reader hears the last values as its description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = TextLabel(strong=True)
        self._now = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._plot = _Plot()
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._plot)

    def set_words(self, heading: str, marks: tuple[str, str, str]) -> None:
        """`marks`: what stands at the whole, the half and nothing."""
        self._heading.set_text(heading)
        self.setAccessibleName(heading)
        self._plot.marks = marks
        self._plot.update()

    def set_now(self, text: str) -> None:
        """The last values in words, such as "round 3 · accuracy 81%"."""
        self._now.set_text(text)
        self.setAccessibleDescription(text)

    def add(self, done: int, total: int, loss: float, accuracy: float) -> None:
        """After `done` of `total` batches: the loss, and the share of right answers, 0 to 1."""
        self._plot.total = total
        self._plot.points.append((done, loss, accuracy))
        if len(self._plot.points) > _MOST_POINTS:
            # Every second one says as much; the last one stays.
            self._plot.points = self._plot.points[-1::-2][::-1]
        self._plot.update()

    def points(self) -> list[tuple[int, float, float]]:
        return list(self._plot.points)

    def clear(self) -> None:
        self._plot.points.clear()
        self.set_now("")
        self._plot.update()

    def set_compact(self, compact: bool) -> None:
        self._plot.height_wanted = 72 if compact else 96
        self._plot.updateGeometry()
