"""The drawing of the Nano's board with the numbers of the list beside it. It shows; the list is what is read aloud."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanowizard.core.resources import resource
from nanowizard.gui import theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel
from nanowizard.gui.widgets.retranslated import Retranslated

translate = QCoreApplication.translate

_VIEW = QRectF(0, 0, 440, 430)
"""The drawing's own coordinates; the numbers stand around it, so what is shown reaches further up."""
_SHOWN = QRectF(30, -24, 392, 434)
_BADGE = 23.0

# (centre of the number, the points its lines lead to), in the drawing's coordinates.
_NUMBERS: tuple[tuple[QPointF, tuple[QPointF, ...]], ...] = (
    (QPointF(175, 352), (QPointF(199, 366),)),
    (QPointF(398, 125), (QPointF(377, 103),)),
    (QPointF(93, -6), (QPointF(81, 23), QPointF(116, 9))),
    (QPointF(363, -6), (QPointF(363, 13),)),
)


class BoardDrawing(Retranslated, QWidget):
    """Scales with its room; one number can be in hand (filled)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: int | None = 0
        self._renderers: dict[str, QSvgRenderer] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def set_current(self, index: int | None) -> None:
        self._current = index
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(392, 434)

    def minimumSizeHint(self) -> QSize:
        return QSize(230, 250)

    def retranslate(self) -> None:
        self.setAccessibleName(translate("BootPage", "Drawing of the Nano with the places of the four numbers"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / _SHOWN.width(), self.height() / _SHOWN.height(), 0.98)
        centre = QPointF(self.rect().center())
        painter.translate(centre - _SHOWN.center() * scale)
        self._renderer().render(painter, QRectF(0, 0, _VIEW.width() * scale, _VIEW.height() * scale))
        self._paint_words(painter, scale)
        for index, (place, targets) in enumerate(_NUMBERS):
            self._paint_number(painter, index, place * scale, [target * scale for target in targets])

    def _renderer(self) -> QSvgRenderer:
        mode = theme.current().name
        if mode not in self._renderers:
            self._renderers[mode] = QSvgRenderer(str(resource("pictures", f"board-{mode}.svg")), self)
        return self._renderers[mode]

    def _paint_words(self, painter: QPainter, scale: float) -> None:
        painter.setFont(theme.font(Role.CAPTION, strong=True))
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        sink = translate("BootPage", "Heat sink")
        width = metrics.horizontalAdvance(sink) + 14
        middle = QPointF(220, 206) * scale
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2 - 3, width, height + 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sink)
        painter.setPen(theme.color("accent"))
        cap = QRectF(200 * scale, 96 * scale - height / 2, 137 * scale, height)
        painter.drawText(cap, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "J48")
        slot = QRectF(256 * scale, 320 * scale - height / 2, 140 * scale, height)
        words = translate("BootPage", "Card slot")
        painter.drawText(slot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_number(self, painter: QPainter, index: int, place: QPointF, targets: list[QPointF]) -> None:
        in_hand = index == self._current
        painter.setPen(QPen(theme.color("accent"), 1.5))
        for target in targets:
            painter.drawLine(place, target)
        painter.setBrush(theme.color("accent" if in_hand else "surface"))
        box = QRectF(place.x() - _BADGE / 2, place.y() - _BADGE / 2, _BADGE, _BADGE)
        painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))
        painter.setPen(theme.color("on_accent" if in_hand else "accent"))
        painter.setFont(theme.font(Role.CAPTION, strong=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index + 1))


class BoardPanel(Retranslated, Panel):
    """The drawing in a frame, with the sentence that says from where one looks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.drawing = BoardDrawing()
        self._caption = TextLabel(role=Role.CAPTION, tone=theme.Tone.TEXT2)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.drawing, 1)
        self.body.addWidget(self._caption)
        self.retranslate()

    def retranslate(self) -> None:
        self._caption.set_text(translate("BootPage", "Seen from above, with the ports away from you"))
