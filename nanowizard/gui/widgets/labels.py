"""Labels: plain text with a type role and a tone, and one line that is elided when there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from nanowizard.gui.theme import Role, Tone

_BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """Text without bidirectional controls: names come from USB and network devices and must not reorder a line."""
    return text.translate(_BIDI_CONTROLS)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look at changed dynamic properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


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
