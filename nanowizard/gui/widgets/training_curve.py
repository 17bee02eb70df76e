"""Training curve: how well a network does and how wrong it is, batch after batch, while it learns."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nanowizard.gui.widgets.plot import Graph, Plot, dashes, fill_below, line_through, paint_line

_MOST_POINTS = 400


class _Plot(Plot):
    """Accuracy as a filled line from 0 to 1; the loss as a dashed line to a scale of its own, for its shape."""

    def __init__(self) -> None:
        super().__init__(height=96, compact_height=72)
        self.total = 1
        self.points: list[tuple[int, float, float]] = []
        self.marks = ("100 %", "50 %", "0 %")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.paint_scale(painter, self.marks, right=6)
        if not self.points:
            return
        worst = max(loss for _done, loss, _accuracy in self.points) or 1.0
        hits = [self._place(area, done, accuracy) for done, _loss, accuracy in self.points]
        fill_below(painter, area, hits)
        painter.setPen(dashes(1.4))
        painter.drawPath(line_through([self._place(area, done, loss / worst) for done, loss, _accuracy in self.points]))
        paint_line(painter, hits)

    def _place(self, area: QRectF, done: int, share: float) -> QPointF:
        x = area.left() + area.width() * min(done / max(self.total, 1), 1.0)
        return QPointF(x, area.bottom() - area.height() * min(max(share, 0.0), 1.0))


class TrainingCurve(Graph):
    """Its caption is the last values in words, such as "round 3, 81% right"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._plot = _Plot()
        super().__init__(self._plot, parent)

    def set_words(self, heading: str, marks: tuple[str, str, str]) -> None:
        """`marks`: what stands at the whole, the half and nothing."""
        self.set_heading(heading)
        self._plot.marks = marks
        self._plot.update()

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
        self.set_caption("")
        self._plot.update()
