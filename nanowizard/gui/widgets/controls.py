"""Small parts everything else is made of: labels by role and tone, buttons, check box, icon, bar, section heading."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.theme import Role, Tone

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """Text without bidirectional controls: names come from USB and network devices and must not reorder a line."""
    return text.translate(_BIDI_CONTROLS)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at changed dynamic properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def by_keyboard(event: QFocusEvent) -> bool:
    return event.reason() in _KEYBOARD


def restyled(event: QEvent) -> bool:
    """True for the event every widget gets when palette or style sheet were replaced."""
    return event.type() == QEvent.Type.StyleChange


def set_ring(widget: QWidget, shown: bool) -> None:
    """Show the focus ring; only for focus that came from the keyboard."""
    if widget.property("kbd") != shown:
        widget.setProperty("kbd", shown)
        repolish(widget)


class TextLabel(QLabel):
    """Plain-text label with a type role and a tone."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone = Tone.TEXT,
        *,
        strong: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.label)
        self.setProperty("tone", tone.value)
        self.setProperty("strong", strong)
        self.setWordWrap(wrap)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        super().setText(plain(text))

    def set_tone(self, tone: Tone) -> None:
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            repolish(self)

    def set_strong(self, strong: bool) -> None:
        if self.property("strong") != strong:
            self.setProperty("strong", strong)
            repolish(self)


class ElidedLabel(TextLabel):
    """One line that ends in "…" when it does not fit; the tool tip and accessible name keep the whole."""

    def __init__(self, text: str = "", role: Role = Role.BODY, tone: Tone = Tone.TEXT, *, strong: bool = False) -> None:
        self._full = ""
        super().__init__(text, role, tone, strong=strong)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        self._full = plain(text)
        self.setAccessibleName(self._full)
        super().set_text(self._full)
        self.updateGeometry()
        self._elide()

    def full_text(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._full) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if self.width() >= self.sizeHint().width():
            shown = self._full
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._full else self._full)


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


class Button(QPushButton):
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        set_ring(self, by_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        set_ring(self, False)

    def _paint_icon(self) -> None:
        if not self._icon_name:
            if not self.icon().isNull():
                self.setIcon(QIcon())
            return
        ink = {
            Kind.PLAIN: "text2",
            Kind.PRIMARY: "on_accent",
            Kind.LINK: "accent",
            Kind.QUIET: "text2",
            Kind.DANGER: "on_danger",
        }[self._kind]
        ratio = self.devicePixelRatioF()
        self.setIconSize(QSize(20, 16))
        self.setIcon(icons.icon(self._icon_name, 16, theme.color(ink), theme.color("disabled"), ratio, pad_right=4))


class CheckBox(QCheckBox):
    """Check box whose ring follows the keyboard only."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        set_ring(self, by_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        set_ring(self, False)


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
