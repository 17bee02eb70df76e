"""The pieces of a partition bar: a segment that can be chosen, unused space, and a border that can be moved."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QRadioButton, QSlider, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.focus_ring import FocusRing
from nanowizard.gui.widgets.labels import plain

BORDER_PX = 14
_GAP = 1.5
_LEAST_FOR_WORDS = 40


class Segment(FocusRing, QRadioButton):
    """A partition: one of several to the keyboard (arrow keys) and to the screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._facts, self._number = "", "", ""
        self._formatted = True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_part(self, name: str, facts: str, number: str, *, formatted: bool) -> None:
        self._name, self._facts, self._number, self._formatted = plain(name), facts, number, formatted
        self.setAccessibleName(f"{self._name}, {facts}")
        self.setToolTip(f"{self._name}\n{facts}")
        self.update()

    def hitButton(self, position: object) -> bool:
        del position
        return True  # all of it, not only where a radio button has its circle

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        fill = "accent_soft" if self._formatted else "sunken"
        painter.setBrush(theme.color("hover" if self.underMouse() and not chosen else fill))
        painter.setPen(QPen(theme.color("accent" if chosen else "ctl"), 2 if chosen else 1))
        inset = _GAP if chosen else 1
        painter.drawRoundedRect(_box(self, inset), theme.RADIUS, theme.RADIUS)
        if self.ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), 2))
            painter.drawRoundedRect(_box(self, 4.5), theme.RADIUS - 1, theme.RADIUS - 1)
        if self.width() < _LEAST_FOR_WORDS:
            _paint_words(painter, _box(self, 2), [(self._number, True)], Qt.AlignmentFlag.AlignHCenter)
        else:
            words = [(self._name, True), (self._facts, False)]
            _paint_words(painter, _box(self, 2).adjusted(9, 0, -7, 0), words, Qt.AlignmentFlag.AlignLeft)


class Unused(QLabel):
    """What no partition has; only shown and said."""

    def set_words(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._words = words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("ctl"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_box(self, 1), theme.RADIUS, theme.RADIUS)
        if self.width() >= _LEAST_FOR_WORDS:
            painter.setPen(theme.color("text2"))
            inside = _box(self, 2).adjusted(9, 0, -7, 0)
            _paint_words(painter, inside, [(self._words, False)], Qt.AlignmentFlag.AlignLeft, "text2")


class Border(FocusRing, QSlider):
    """The end of a partition. A slider to the screen reader, in millions of bytes, because that is what it can say.

    Keys: Left and Right one hundredth of the card, with Shift the smallest step; Page Up and Page Down a tenth; Home
    and End as far as it goes. `stepped` has the step in blocks, `asked` a value that a screen reader set.
    """

    stepped = Signal(int)
    asked = Signal(int)
    to_limit = Signal(bool)
    """True: the far one."""
    grabbed = Signal()
    dragged = Signal(float)
    """Pixels from where it was grabbed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._hundredth = 1
        self._from: QPointF | None = None
        self._showing = False
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.valueChanged.connect(self._told)

    def set_place(self, name: str, value: int, limits: tuple[int, int], hundredth: int, step: int) -> None:
        """`value`, `limits` and `step`, a screen reader's, in millions of bytes; `hundredth` of the card in blocks."""
        self._showing = True
        self._hundredth = hundredth
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setRange(*limits)
        self.setSingleStep(step)
        self.setValue(value)
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = 1 if fine else self._hundredth
        steps = {
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Right: step,
            Qt.Key.Key_PageDown: -10 * self._hundredth,
            Qt.Key.Key_PageUp: 10 * self._hundredth,
        }
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.to_limit.emit(key == Qt.Key.Key_End)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition()
            self.grabbed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self.dragged.emit(event.globalPosition().x() - self._from.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._from = None

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]  # the page scrolls; a border is not moved in passing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        busy = self.underMouse() or self.hasFocus() or self._from is not None
        grip = QRectF(0, 0, 8, min(26.0, self.height() - 12.0))
        grip.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.color("text" if self.ring else "accent" if busy else "ctl"), 2 if self.ring else 1))
        painter.setBrush(theme.color("accent" if busy else "surface"))
        painter.drawRoundedRect(grip, 4, 4)
        painter.setPen(QPen(theme.color("on_accent" if busy else "text2"), 1.2))
        middle = grip.center()
        painter.drawLine(QPointF(middle.x(), middle.y() - 5), QPointF(middle.x(), middle.y() + 5))

    def _told(self, value: int) -> None:
        if not self._showing:
            self.asked.emit(value)


def _box(widget: QWidget, inset: float) -> QRectF:
    return QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)


def _paint_words(
    painter: QPainter, box: QRectF, lines: list[tuple[str, bool]], side: Qt.AlignmentFlag, ink: str = "text"
) -> None:
    heights = [QFontMetricsF(theme.font(Role.CAPTION, strong=strong)).height() for _text, strong in lines]
    top = box.top() + (box.height() - sum(heights)) / 2
    for (text, strong), height in zip(lines, heights, strict=True):
        font = theme.font(Role.CAPTION, strong=strong)
        painter.setFont(font)
        painter.setPen(theme.color(ink if strong or ink != "text" else "text2"))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRectF(box.left(), top, box.width(), height), side | Qt.AlignmentFlag.AlignVCenter, shown)
        top += height
