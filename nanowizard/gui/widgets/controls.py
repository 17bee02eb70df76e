"""Small parts everything else is made of: buttons, check box, icon, bar, section heading; labels come along."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.focus_ring import StyledFocusRing
from nanowizard.gui.widgets.labels import ElidedLabel, TextLabel, plain, repolish

__all__ = [
    "Bar", "Button", "CheckBox", "ElidedLabel", "IconLabel", "Kind", "SectionHeading", "TextLabel",
    "plain", "repolish", "restyled",
]  # fmt: skip


def restyled(event: QEvent) -> bool:
    """True for the event every widget gets when palette or style sheet were replaced."""
    return event.type() == QEvent.Type.StyleChange


class Kind(Enum):
    PLAIN = "plain"
    PRIMARY = "primary"
    LINK = "link"
    DANGER = "danger"  # only in the typed dialog that stands for the hold button
    QUIET = "quiet"  # text colour, no outline: for the side list


_ICON_INK = {
    Kind.PLAIN: "text2",
    Kind.PRIMARY: "on_accent",
    Kind.LINK: "accent",
    Kind.DANGER: "on_danger",
    Kind.QUIET: "text2",
}


class Button(StyledFocusRing, QPushButton):
    """Push button in one of three kinds, with a tinted icon. Never the default button unless a page says so."""

    def __init__(self, text: str = "", icon: str = "", kind: Kind = Kind.PLAIN, parent: QWidget | None = None) -> None:
        self._icon_name = ""
        super().__init__(text, parent)
        self._kind = kind
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        self.setMinimumWidth(96 if kind in (Kind.PLAIN, Kind.PRIMARY, Kind.DANGER) and not icon else 0)
        if kind in (Kind.LINK, Kind.QUIET):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_icon(icon)

    def set_kind(self, kind: Kind) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.setProperty("kind", kind.value)
            repolish(self)
            self._paint_icon()

    def kind(self) -> Kind:
        return self._kind

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self._paint_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if restyled(event):
            self._paint_icon()

    def _paint_icon(self) -> None:
        if not self._icon_name:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        ink = _ICON_INK[self._kind]
        ratio = self.devicePixelRatioF()
        self.setIconSize(QSize(20, 16))
        self.setIcon(icons.icon(self._icon_name, 16, theme.color(ink), theme.color("disabled"), ratio, pad_right=4))


class CheckBox(StyledFocusRing, QCheckBox):
    """Check box whose ring follows the keyboard only."""


class IconLabel(QWidget):
    """Icon in a tone. It is decoration: the word beside it carries the meaning."""

    def __init__(
        self, name: str, size: int = 20, tone: Tone = Tone.TEXT2, *, stroke: float = 1.5, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._stroke = name, tone, stroke
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, tone: Tone | None = None) -> None:
        self._name = name
        self._tone = tone or self._tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            ratio = self.devicePixelRatioF()
            ink = theme.color(self._tone.ink)
            picture = icons.pixmap(self._name, self.width(), ink, ratio, stroke=self._stroke)
            QPainter(self).drawPixmap(0, 0, picture)


class Bar(QProgressBar):
    """Thin progress bar; a progress bar to a screen reader. None means: running, amount unknown."""

    def __init__(self, height: int = 8, fill: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self.setRange(0, 1000)
        self.setTextVisible(False)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fraction(self, fraction: float | None) -> None:
        if fraction is None:
            self.setRange(0, 0)
        else:
            self.setRange(0, 1000)
            self.setValue(round(min(max(fraction, 0.0), 1.0) * 1000))

    def set_fill(self, role: str) -> None:
        self._fill = role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        radius = whole.height() / 2
        painter.setBrush(theme.color("track"))
        painter.drawRoundedRect(whole, radius, radius)
        if self.maximum() == 0:
            done = QRectF(whole.width() * 0.35, 0, whole.width() * 0.3, whole.height())
        elif self.value() > 0:
            share = self.value() / self.maximum()
            done = QRectF(0, 0, max(whole.width() * share, whole.height()), whole.height())
        else:
            return
        painter.setBrush(theme.color(self._fill if self.isEnabled() else "idle"))
        painter.drawRoundedRect(done, radius, radius)


class SectionHeading(QWidget):
    """Sub-heading of a page with room for a caption, a link or a button at the right."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = TextLabel(text, Role.SECTION)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.M)
        self._row.addWidget(self._label)
        self._row.addStretch(1)

    def set_text(self, text: str) -> None:
        self._label.set_text(text)

    def add_right(self, widget: QWidget) -> None:
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
