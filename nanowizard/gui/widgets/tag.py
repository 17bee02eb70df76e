"""Tag: one or two words about a row or a tile, tinted and outlined so that it also shows on a selected row."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.theme import Role, Tone

_HEIGHT, _PAD, _ICON = 22, 8, 12


@dataclass(frozen=True, slots=True)
class TagSpec:
    """What a tag says; the text carries the meaning, tone and icon only support it."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


class Tag(QWidget):
    """Painted label; hidden while it has nothing to say."""

    def __init__(self, spec: TagSpec | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: TagSpec | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_spec(spec)

    def spec(self) -> TagSpec | None:
        return self._spec

    def set_spec(self, spec: TagSpec | None) -> None:
        self._spec = spec
        self.setVisible(spec is not None)
        self.setAccessibleName(spec.text if spec else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._spec is None:
            return QSize(0, 0)
        metrics = QFontMetricsF(theme.font(Role.CAPTION, strong=True))
        lead = _ICON + 6 if self._spec.icon else 0
        width = metrics.horizontalAdvance(self._spec.text) + lead + 2 * _PAD
        return QSize(int(width + 1), max(_HEIGHT, int(metrics.height()) + 6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._spec is None:
            return
        tone = self._spec.tone
        ink = theme.color(tone.ink)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = theme.color(tone.ink)
        outline.setAlphaF(0.35)
        painter.setPen(QPen(outline, 1))
        # Blue on a selected, blue row would vanish, so the info tag keeps a plain surface.
        painter.setBrush(theme.color("surface" if tone is Tone.INFO else tone.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        left = float(_PAD)
        if self._spec.icon:
            picture = icons.pixmap(self._spec.icon, _ICON, ink, self.devicePixelRatioF())
            painter.drawPixmap(_PAD, (self.height() - _ICON) // 2, picture)
            left += _ICON + 6
        painter.setFont(theme.font(Role.CAPTION, strong=True))
        painter.setPen(ink)
        area = QRectF(left, 0, self.width() - left - 2, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._spec.text)
