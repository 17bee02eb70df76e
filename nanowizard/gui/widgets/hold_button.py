"""Hold button: starts something that destroys data, after two seconds of holding or after typing ERASE."""

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from nanowizard.gui import icons, theme
from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.focus_ring import FocusRing
from nanowizard.gui.widgets.retranslated import Retranslated
from nanowizard.gui.widgets.state_glyph import motion_wanted
from nanowizard.gui.widgets.typed_dialog import TypedDialog

translate = QCoreApplication.translate

HOLD_MS, FALL_MS, FRAME_MS = 2000, 200, 16
LET_GO_MS = 60
"""X servers repeat a held key as release and press; where Qt has not read the press yet, it reports a real release.
Only a release that no press follows within this time is one."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HoldButton(FocusRing, Retranslated, QAbstractButton):
    """Mouse or Space held for `hold_ms`, or Enter and the typed word. With a screen reader, and for every other
    activation that is not a hold (accessibility actions, switch access), the typed dialog opens at once.

    Whatever ends the hold other than time (release, leaving, losing the focus, hiding, disabling) counts as early.
    """

    confirmed = Signal()
    released_early = Signal()
    hold_started = Signal()

    def __init__(
        self, text: str = "", icon: str = "flash", hold_ms: int = HOLD_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._hold_ms = hold_ms
        self._consequence = ""
        self._typed_only = False
        self._holding = False
        self._half_said = False
        self._level = 0.0
        self._fell_from = 0.0
        self._clock = QElapsedTimer()
        self._dialog: TypedDialog | None = None
        self._let_go = QTimer(self)
        self._let_go.setSingleShot(True)
        self._let_go.setInterval(LET_GO_MS)
        self._let_go.timeout.connect(lambda: self._end(early=True))
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open_typed)  # only reached by activations that are not a hold
        self.setText(text)
        self.retranslate()

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.retranslate()
        self.updateGeometry()

    def set_consequence(self, text: str) -> None:
        """What confirming does and to what: "Erase and write to SanDisk Extreme, 63.9 GB"."""
        self._consequence = text
        self.retranslate()

    def set_typed_only(self, typed_only: bool) -> None:
        """Holding does not confirm: every activation asks for the word."""
        self._typed_only = typed_only
        self.retranslate()

    def is_typed_only(self) -> bool:
        return self._typed_only

    def is_holding(self) -> bool:
        return self._holding

    def level(self) -> float:
        """How full the button is, 0 to 1."""
        return self._level

    def typed_dialog(self) -> TypedDialog | None:
        return self._dialog

    def open_typed(self) -> None:
        """Ask for the word instead of the hold."""
        if self._dialog is not None or not self.isEnabled():
            return
        self._end(early=True)
        self._dialog = TypedDialog(self._consequence or self.text(), translate("Widgets", "Erase"), self.window())
        self._dialog.finished.connect(self._typed)
        self._dialog.open()

    def retranslate(self) -> None:
        self.setAccessibleName(self._consequence or self.text())
        either = translate("Widgets", "Hold for 2 seconds. By keyboard: hold Space, or press Enter and type ERASE.")
        typed = translate("Widgets", "Press it, then type ERASE: a drive as large as this one is rarely a card.")
        self.setAccessibleDescription(typed if self._typed_only else either)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._give_up()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(Role.BODY, strong=True))
        # Both labels are measured, so that the button does not change its width while it is held.
        widest = max(metrics.horizontalAdvance(words) for words in (self.text(), self._holding_words()))
        return QSize(round(widest) + 26 + 64, max(42, round(metrics.height()) + 20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
        elif self._must_type():
            self.open_typed()
        else:
            self._begin()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._holding and not self.rect().contains(event.position().toPoint()):
            self._end(early=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._end(early=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_Space:
            self._let_go.stop()
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Space, *_ENTER):
            return
        if event.key() == Qt.Key.Key_Space and not self._must_type():
            self._begin()
        elif event.key() in (Qt.Key.Key_Space, *_ENTER):
            self.open_typed()
        elif event.key() == Qt.Key.Key_Escape and self._holding:
            self._end(early=True)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.accept()
            if not event.isAutoRepeat() and self._holding:
                self._let_go.start()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end(early=True)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self._give_up()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape.addRoundedRect(box, 4, 4)
        painter.fillPath(shape, theme.color("danger" if self.isEnabled() else "sunken"))
        if self._level > 0:
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(
                QRectF(box.left(), 0, box.width() * self._level, self.height()), theme.color("danger_fill")
            )
            painter.restore()
        self._paint_label(painter)
        # On the dark red panel the red button alone stays below 3:1; its outline does not.
        painter.setPen(QPen(theme.color("bad_fill" if self.isEnabled() else "border"), 1))
        painter.drawPath(shape)
        if self.ring:
            painter.setPen(QPen(theme.color("on_danger"), 2))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 3, 3)

    def _paint_label(self, painter: QPainter) -> None:
        font = theme.font(Role.BODY, strong=True)
        words = self._holding_words() if self._holding else self.text()
        ink = theme.color("on_danger" if self.isEnabled() else "disabled")
        width = QFontMetricsF(font).horizontalAdvance(words)
        left = (self.width() - width - 28) / 2
        picture = icons.pixmap(self._icon_name, 18, ink, self.devicePixelRatioF())
        painter.drawPixmap(round(left), (self.height() - 18) // 2, picture)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(left + 28, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, words)

    @staticmethod
    def _holding_words() -> str:
        return translate("Widgets", "Keep holding…")

    def _must_type(self) -> bool:
        return self._typed_only or QAccessible.isActive()

    def _begin(self) -> None:
        if self._holding or not self.isEnabled():
            return
        self._holding, self._half_said = True, False
        self._clock.start()
        self._frames.start()
        self.hold_started.emit()
        self.update()

    def _end(self, *, early: bool) -> None:
        if not self._holding:
            return
        self._holding = False
        self._let_go.stop()
        self._fell_from = self._level if early and motion_wanted() else 0.0
        self._level = self._fell_from
        if self._fell_from > 0:
            self._clock.start()
        else:
            self._frames.stop()
        self.update()
        if early:
            self.released_early.emit()

    def _give_up(self) -> None:
        """The page took the question back, for example because the card was pulled out."""
        self._end(early=True)
        if self._dialog is not None:
            self._dialog.reject()

    def _tick(self) -> None:
        elapsed = self._clock.elapsed()
        if not self._holding:
            self._level = max(0.0, self._fell_from * (1 - elapsed / FALL_MS))
            if self._level == 0.0:
                self._frames.stop()
        elif elapsed >= self._hold_ms and not self._let_go.isActive():
            self._end(early=False)
            self._announce(translate("Widgets", "Confirmed"))
            self.confirmed.emit()
        else:
            self._level = min(1.0, elapsed / self._hold_ms)
            if self._level >= 0.5 and not self._half_said:
                self._half_said = True
                self._announce(translate("Widgets", "Half way, keep holding"))
        self.update()

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _typed(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if result == TypedDialog.DialogCode.Accepted.value:
            self.confirmed.emit()
        else:
            self.released_early.emit()
