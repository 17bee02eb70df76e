"""One row of a choice list: radio or lock, icon, title with tags, reason, meter, value and button."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Bar, Button, ElidedLabel, IconLabel, TextLabel, plain
from nanowizard.gui.widgets.focus_ring import FocusRing
from nanowizard.gui.widgets.tag import Tag, TagSpec

translate = QCoreApplication.translate

_RADIO, _RADIO_LEFT = 17, 12


@dataclass(frozen=True, slots=True)
class Choice:
    """What a row shows. `key` names it over updates; a row that cannot be chosen must give its reason.

    `spoken` is the reason in full where the shown one is shortened: for screen readers, and as a tool tip.
    """

    key: str
    title: str
    reason: str = ""
    icon: str = ""
    tags: tuple[TagSpec, ...] = ()
    choosable: bool = True
    button: str = ""
    button_icon: str = ""
    value: str = ""
    meter: float | None = None
    large: bool = False
    blocked_icon: str = "lock"
    spoken: str = ""


class ChoiceRow(FocusRing, QRadioButton):
    """A radio button to the keyboard and the screen reader; the list, not the row, decides what is selected."""

    moved = Signal(int)  # the Qt key that asks for another row
    button_clicked = Signal(str)
    focused = Signal()

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # A radio button asks for the room that all its words want in one line; these may be elided and wrapped.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel("", 26 if choice.large else 22)
        self._title = ElidedLabel(role=Role.SECTION if choice.large else Role.BODY, strong=True)
        self._tags: list[Tag] = []
        self._reason = TextLabel(role=Role.BODY if choice.large else Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._meter = Bar(10)
        self._value = TextLabel(strong=True)
        self._button = Button()
        self._button.clicked.connect(lambda: self.button_clicked.emit(self._choice.key))
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(8)
        self._title_row.addWidget(self._title)
        self._title_row.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4 if choice.large else 3)
        words.addLayout(self._title_row)
        words.addWidget(self._reason)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.M)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(words, 3)
        self._row.addWidget(self._meter, 2, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_compact(False)
        self.set_choice(choice)

    def choice(self) -> Choice:
        return self._choice

    def button(self) -> Button:
        return self._button

    def set_choice(self, choice: Choice) -> None:
        """Show new facts under the same key."""
        self._choice = choice
        self.setCheckable(choice.choosable)
        self._icon.set_icon(choice.icon)
        self._icon.setVisible(bool(choice.icon))
        self._title.set_text(choice.title)
        self._reason.set_text(choice.reason)
        self._reason.setVisible(bool(choice.reason))
        self._show_tags(choice.tags)
        self._meter.setVisible(choice.meter is not None)
        if choice.meter is not None:
            self._meter.set_fraction(choice.meter)
            self._meter.setAccessibleName(choice.title)
        self._value.set_text(choice.value)
        self._value.setVisible(bool(choice.value))
        self._value.setMinimumWidth(86 if choice.value else 0)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._button.setText(choice.button)
        self._button.set_icon(choice.button_icon)
        self._button.setVisible(bool(choice.button))
        self._button.setAccessibleDescription(choice.title)
        self._value.set_strong(choice.choosable)
        self.retranslate()
        self.refresh()

    def set_selected(self, selected: bool) -> None:
        # Auto-exclusive makes it a radio button to a screen reader, but would not let the last one be unchecked.
        self.setAutoExclusive(False)
        self.setChecked(selected)
        self.setAutoExclusive(True)
        self.refresh()

    def refresh(self) -> None:
        """Tones follow selection and choosability."""
        quiet = Tone.TEXT if self._choice.choosable else Tone.TEXT2
        self._title.set_tone(quiet)
        self._value.set_tone(quiet)
        self._meter.set_fill("accent" if self.isChecked() else "accent_mid")
        usual = Tone.TEXT2 if self._choice.choosable else Tone.DISABLED
        self._icon.set_icon(self._choice.icon, Tone.ACCENT if self.isChecked() else usual)
        self.update()

    def retranslate(self) -> None:
        choice = self._choice
        parts = [choice.title, *(tag.text for tag in choice.tags), choice.value]
        if not choice.choosable:
            parts.append(translate("Widgets", "cannot be chosen"))
        self.setAccessibleName(plain(", ".join(part for part in parts if part)))
        self.setAccessibleDescription(plain(choice.spoken or choice.reason))
        self.setToolTip(plain(choice.spoken) if choice.spoken != choice.reason else "")

    def set_compact(self, compact: bool) -> None:
        vertical = (3 if compact else 6) + (4 if self._choice.large and not compact else 0)
        self.setMinimumHeight(40 if compact else 48)
        self._row.setContentsMargins(_RADIO_LEFT + _RADIO + 11, vertical, 10, vertical)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint().expandedTo(QSize(0, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._row.minimumSize().width(), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        # A row without a wrapping reason has no height for width, and -1 would hide it.
        return self._row.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return max(self._row.heightForWidth(width), self.minimumHeight())

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def nextCheckState(self) -> None:
        """The list selects; a row never toggles itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down, keys.Key_Left, keys.Key_Right, keys.Key_Home, keys.Key_End):
            self.moved.emit(event.key())
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        elif self.underMouse() and self._choice.choosable:
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        self._paint_mark(painter)
        if self.ring:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_mark(self, painter: QPainter) -> None:
        box = QRectF(_RADIO_LEFT, round((self.height() - _RADIO) / 2), _RADIO, _RADIO)
        if not self._choice.choosable:
            ink = theme.color("text2")
            picture = icons.pixmap(self._choice.blocked_icon, _RADIO, ink, self.devicePixelRatioF())
            painter.drawPixmap(box.topLeft(), picture)
        elif self.isChecked():
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(box)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(box.adjusted(5.5, 5.5, -5.5, -5.5))
        else:
            painter.setPen(QPen(theme.color("ctl"), 1.2))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))

    def _show_tags(self, specs: tuple[TagSpec, ...]) -> None:
        while len(self._tags) > len(specs):
            tag = self._tags.pop()
            self._title_row.removeWidget(tag)
            tag.deleteLater()
        while len(self._tags) < len(specs):
            self._tags.append(Tag())
            self._title_row.insertWidget(len(self._tags), self._tags[-1])
        for tag, spec in zip(self._tags, specs, strict=True):
            tag.set_spec(spec)
