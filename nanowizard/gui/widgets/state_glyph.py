"""State glyph: a small picture whose shape, not only its colour, says how a step stands."""

import math
import time
from enum import Enum

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

TURN_S = 1.2
FRAME_MS = 50


class State(Enum):
    """How a step stands; the value is the name of the picture."""

    WAITING = "waiting"
    HERE = "here"
    RUNNING = "running"
    DONE = "done"
    FAILED = "fail"
    ATTENTION = "attention"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


def state_words(state: State) -> str:
    """The state in words, for screen readers and tool tips."""
    return {
        State.WAITING: translate("Widgets", "to do"),
        State.HERE: translate("Widgets", "you are here"),
        State.RUNNING: translate("Widgets", "running"),
        State.DONE: translate("Widgets", "done"),
        State.FAILED: translate("Widgets", "failed"),
        State.ATTENTION: translate("Widgets", "needs attention"),
        State.SKIPPED: translate("Widgets", "skipped"),
        State.UNKNOWN: translate("Widgets", "not checked"),
    }[state]


def motion_wanted() -> bool:
    """False when the desktop asks for less motion; spinners then stand still."""
    return bool(QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu))


def paint_state(painter: QPainter, area: QRectF, state: State, ratio: float) -> None:
    """Draw the glyph into a square; a running one turns with the clock, so all of them turn together."""
    if state is State.RUNNING:
        _paint_arc(painter, area)
        return
    picture = icons.state_pixmap(state.value, round(area.width()), theme.current().name, ratio)
    painter.drawPixmap(area.topLeft(), picture)


def _paint_arc(painter: QPainter, area: QRectF) -> None:
    width = area.width() * 0.12
    ring = area.adjusted(width, width, -width, -width)
    turn = (time.monotonic() % TURN_S) / TURN_S if motion_wanted() else 0.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("track"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    pen = QPen(theme.color("accent"), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    start = 90 - math.floor(turn * 360)
    painter.drawArc(ring, start * 16, -115 * 16)
    painter.restore()


class StateGlyph(Retranslated, QWidget):
    """One glyph; animates only while it runs and is visible."""

    def __init__(self, state: State = State.WAITING, size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.update)
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.retranslate()

    def state(self) -> State:
        return self._state

    def set_state(self, state: State) -> None:
        self._state = state
        self.retranslate()
        self._animate(self.isVisible())
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(state_words(self._state))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._animate(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._animate(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_state(QPainter(self), QRectF(self.rect()), self._state, self.devicePixelRatioF())

    def _animate(self, visible: bool) -> None:
        if visible and self._state is State.RUNNING and motion_wanted():
            self._frames.start()
        else:
            self._frames.stop()


class StateMark(QWidget):
    """Large still glyph at the head of a panel; the headline beside it says the same."""

    def __init__(self, state: State, size: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setFixedSize(size, size)

    def state(self) -> State:
        return self._state

    def set_state(self, state: State) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_state(QPainter(self), QRectF(self.rect()), self._state, self.devicePixelRatioF())
